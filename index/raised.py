"""Figures that stand above the line: a power, or the mark of a note, which must not be read as part of a number."""

import re
from collections.abc import Mapping

from index.characters import CLOSING

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_SIGNS = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_FIGURES = re.compile(r"\s*[+−–-]?[0-9]+(?:\s*[,–-]\s*[0-9]+)*\s*")
_NOTES = frozenset({"doc-noteref", "footnote", "footnote-ref", "footnote-reference", "noteref"})
_ABOVE = re.compile(r"vertical-align\s*+:\s*+super\b", re.IGNORECASE)
_MARK = re.compile(r"\s*(?:[0-9]{1,3}|[a-z*†‡])\s*")


def raised(text: str) -> str:
    """The text as it is drawn above the line, character for character: "10⁶", "m²"; words stay: "1st"."""
    return text.translate(_SIGNS) if _FIGURES.fullmatch(text) else text


def is_mark(text: str) -> bool:
    """Whether a text that is raised and leads to a note is no more than its mark."""
    return _MARK.fullmatch(text) is not None


def is_above(given: Mapping[str, str]) -> bool:
    """Whether an element of HTML with these attributes is styled to stand above the line."""
    return _ABOVE.search(given.get("style", "")) is not None


def leads_to_note(given: Mapping[str, str], last: str) -> bool:
    """Whether a link of HTML, if it shows the mark of a note, leads to one.

    :param given: its attributes.
    :param last: the character that it stands at, "" if a space is between: a link to elsewhere on the page
        whose text is a figure right after a word has no other sense.
    """
    said = " ".join(given.get(name, "") for name in ("epub:type", "role", "class")).lower().split()
    if not _NOTES.isdisjoint(said):
        return last not in ("[", "(")  # it has its brackets
    return "#" in given.get("href", "") and (last.isalnum() or last in CLOSING)
