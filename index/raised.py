"""Figures that stand above the line: a power, or the mark of a note, which must not be read as part of a number."""

import re

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_SIGNS = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_FIGURES = re.compile(r"\s*[+−–-]?[0-9]+(?:\s*[,–-]\s*[0-9]+)*\s*")
_MARK = re.compile(r"\s*(?:[0-9]{1,3}|[a-z*†‡])\s*")


def raised(text: str) -> str:
    """The text as it is drawn above the line, character for character: "10⁶", "m²"; words stay: "1st"."""
    return text.translate(_SIGNS) if _FIGURES.fullmatch(text) else text


def is_mark(text: str) -> bool:
    """Whether a text that is raised and leads to a note is no more than its mark."""
    return _MARK.fullmatch(text) is not None
