"""The elements of a DOCX file that a person sees, and the text of its paragraphs."""

from collections.abc import Iterator
from typing import Any

from index.raised import raised

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXT_BOX = f"{WORD}txbxContent"
# What was deleted or moved away stays in a file while its changes are tracked; a fallback repeats what it is for.
_HIDDEN = frozenset({_FALLBACK, f"{WORD}del", f"{WORD}moveFrom"})
_POWER = f"{_MATH}sup"
_RUNS = frozenset({f"{WORD}r", f"{_MATH}r"})
_TEXTS = frozenset({f"{WORD}t", f"{_MATH}t"})
_OFF = frozenset({"0", "false", "off"})
_SIGNS = {
    f"{WORD}{name}": sign for name, sign in (("tab", " "), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "-"))
}


def text_of(paragraph: Any) -> str:
    """The text of a paragraph, without what is deleted or hidden and without the text boxes that hang at it."""
    parts: list[str] = []

    def walk(element: Any) -> None:
        for child in element:
            if child.tag in _TEXTS:
                text = child.text or ""
                parts.append(raised(text) if _is_raised(element) else text)
            elif child.tag in _SIGNS:
                parts.append(_SIGNS[child.tag])
            elif is_shown(child) and child.tag != TEXT_BOX:
                before, after = _drawn(child) if child.tag.startswith(_MATH) else ("", "")
                parts.append(before)
                first = len(parts)
                walk(child)
                if child.tag == _POWER:
                    parts[first:] = [raised("".join(parts[first:]))]
                parts.append(after)

    walk(paragraph)
    return "".join(parts)


def _is_raised(run: Any) -> bool:
    return value(run, "rPr/vertAlign") == "superscript"


def _drawn(element: Any) -> tuple[str, str]:
    """The signs before and after a part of an equation that are drawn and stand in no text: a fraction's bar."""
    name, parent = element.tag.removeprefix(_MATH), element.getparent()
    if name == "oMathPara" or (name == "e" and parent.tag in (f"{_MATH}mr", f"{_MATH}eqArr")):
        return " ", " "
    if name == "d":
        return _math_value(element, "dPr/begChr", "("), _math_value(element, "dPr/endChr", ")")
    if name == "den":
        return " " if _math_value(parent, "fPr/type", "bar") == "noBar" else "/", ""
    if name == "nary":
        return _math_value(element, "naryPr/chr", "∫"), ""
    return "√" if name == "rad" else "", ""


def _math_value(element: Any, path: str, default: str) -> str:
    found = element.find("/".join(f"{_MATH}{name}" for name in path.split("/")))
    return default if found is None else str(found.get(f"{_MATH}val", default))


def is_shown(element: Any) -> bool:
    """Whether what is in an element is seen by who opens the file: it is no comment, not deleted and not hidden."""
    if not isinstance(element.tag, str) or element.tag in _HIDDEN:
        return False
    hidden = element.find(f"{WORD}rPr/{WORD}vanish") if element.tag in _RUNS else None
    return hidden is None or hidden.get(f"{WORD}val") in _OFF


def within(element: Any, tag: str) -> Iterator[Any]:
    """The elements of a tag below another that is not hidden, the outermost of them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif is_shown(child):
            yield from within(child, tag)


def value(element: Any, path: str) -> str | None:
    """The `val` of a property."""
    found = element.find("/".join(f"{WORD}{name}" for name in path.split("/")))
    return None if found is None else found.get(f"{WORD}val")
