"""Reading DOCX files: paragraphs, headings, list items, table rows and notes, in order."""

import re
from collections.abc import Iterator
from typing import Any

from docx.document import Document as OpenedFile
from docx.opc.part import PartFactory
from docx.oxml.parser import parse_xml
from docx.package import Package
from docx.parts.document import DocumentPart

from index.builder import TextBuilder, clean
from index.errors import SourceError
from index.packed import MOST_CHARACTERS, assert_packed, repacked
from index.raised import raised
from index.titles import MOST_CHARACTERS as MOST_TITLE_CHARACTERS
from index.titles import sensible_title
from index.types import Document

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = f"{_WORD}txbxContent"
# What was deleted or moved away stays in a file while its changes are tracked; a fallback repeats what it is for.
_HIDDEN = frozenset({_FALLBACK, f"{_WORD}del", f"{_WORD}moveFrom"})
_RUNS = frozenset({f"{_WORD}r", f"{_MATH}r"})
_TEXTS = frozenset({f"{_WORD}t", f"{_MATH}t"})
_OFF = frozenset({"0", "false", "off"})
_SENTENCE_END = (".", ";", ",", "。")
_SIGNS = {
    f"{_WORD}{name}": sign
    for name, sign in (("tab", " "), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "-"))
}
_HEADING_NAME = re.compile(r"heading ([1-9])", re.I)
_DEEPEST = 6
_LONGEST_CHAIN = 20  # of styles based on one another

# The library opens what is a document in name too; templates, and documents with macros, differ in no more.
for _kind in (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
):
    PartFactory.part_type_for[_kind] = DocumentPart


def read_docx(data: bytes) -> Document:
    """Reads the text of a DOCX, without headers, footers and comments; places in it have neither lines nor pages.

    :raises SourceError: if it is broken, encrypted, or too long; the message is a reason, without the file's path.
    """
    assert_packed(data, "DOCX")
    packed = repacked(data)
    try:
        main = Package.open(packed).main_document_part
        if not isinstance(main, DocumentPart):
            raise ValueError(f"its content type is {main.content_type}")
        opened = main.document
        reader = _Reader(opened)
        reader.read(opened.element.body)
        return reader.document(sensible_title(opened.core_properties.title))
    except SourceError:
        raise
    except Exception as error:  # on a broken file python-docx and lxml raise whatever their code comes upon
        raise SourceError(
            f"it is a broken DOCX file: {clean(str(error))[:200] or type(error).__name__}"
        ) from error


class _Reader:
    def __init__(self, opened: OpenedFile) -> None:
        self._builder = TextBuilder("", lined=False)
        self._at = 0  # in the text of the file: its paragraphs and cells, one character after each
        self._levels, self._lists = _styles(opened)
        self._notes = _notes(opened)
        self._first = ""  # block of the text

    def read(self, body: Any) -> None:
        """Adds the blocks of a body, a cell, a text box or a note."""
        for element in body:
            if element.tag == f"{_WORD}p":
                self._paragraph(element)
            elif element.tag == f"{_WORD}tbl":
                self._builder.end_block()
                for row in _within(element, f"{_WORD}tr"):
                    self._row(row)
                self._builder.end_block()
            elif _is_shown(element):
                self.read(element)  # content controls and the like

    def document(self, title: str) -> Document:
        """The document read, its title that of the metadata or else of the text."""
        first = self._first if len(self._first) <= MOST_TITLE_CHARACTERS else ""
        return self._builder.document(title or self._builder.first_heading() or first)

    def _paragraph(self, paragraph: Any) -> None:
        text = _text(paragraph)
        style = _value(paragraph, "pPr/pStyle") or ""
        number = _value(paragraph, "pPr/numPr/numId")
        level = self._levels.get(style, 0) or (_outline(paragraph) if _may_be_heading(text) else 0)
        item = not level and (number is not None or style in self._lists) and number != "0"
        self._first = self._first or clean(text)
        self._builder.end_block(tight=item)
        self._add(text)
        self._builder.end_block(tight=item, heading=level)
        for box in _within(paragraph, _TEXT_BOX):
            self.read(box)
        self._read_notes(paragraph)

    def _row(self, row: Any) -> None:
        cells = list(_within(row, f"{_WORD}tc"))
        if len(cells) == 1:  # a frame around text more often than a table
            self.read(cells[0])
            return
        for cell in cells:
            self._add("\n".join(_text(paragraph) for paragraph in _within(cell, f"{_WORD}p")))
            self._builder.cell(self._at)
        self._builder.end_block(tight=True)
        self._read_notes(row)

    def _add(self, text: str) -> None:
        self._builder.add(text, self._at)
        self._at += len(text) + 1
        if self._at > MOST_CHARACTERS:
            raise SourceError(f"it is a DOCX of more than {MOST_CHARACTERS} characters, which is the most")

    def _read_notes(self, element: Any) -> None:
        """Adds the footnotes and endnotes that an element refers to, each once."""
        for kind in ("footnote", "endnote"):
            for reference in _within(element, f"{_WORD}{kind}Reference"):
                note = self._notes.pop((kind, reference.get(f"{_WORD}id")), None)
                if note is not None:
                    self.read(note)


def _text(paragraph: Any) -> str:
    """The text of a paragraph, without what is deleted or hidden and without the text boxes that hang at it."""
    parts: list[str] = []

    def walk(element: Any) -> None:
        for child in element:
            if child.tag in _TEXTS:
                text = child.text or ""
                parts.append(raised(text) if _is_raised(element) else text)
            elif child.tag in _SIGNS:
                parts.append(_SIGNS[child.tag])
            elif _is_shown(child) and child.tag != _TEXT_BOX:
                before, after = _drawn(child) if child.tag.startswith(_MATH) else ("", "")
                parts.append(before)
                walk(child)
                parts.append(after)

    walk(paragraph)
    return "".join(parts)


def _is_raised(run: Any) -> bool:
    return _value(run, "rPr/vertAlign") == "superscript"


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


def _is_shown(element: Any) -> bool:
    """Whether what is in an element is seen by who opens the file: it is no comment, not deleted and not hidden."""
    if not isinstance(element.tag, str) or element.tag in _HIDDEN:
        return False
    hidden = element.find(f"{_WORD}rPr/{_WORD}vanish") if element.tag in _RUNS else None
    return hidden is None or hidden.get(f"{_WORD}val") in _OFF


def _may_be_heading(text: str) -> bool:
    """Whether a paragraph with a level in the outline is a heading, and no clause of a contract, which may have one."""
    text = clean(text)
    return len(text) <= MOST_TITLE_CHARACTERS and not text.endswith(_SENTENCE_END)


def _outline(element: Any) -> int:
    """The level that a paragraph or style has in the outline, from 1; 0 for other text."""
    level = _value(element, "pPr/outlineLvl") or ""
    return min(int(level) + 1, _DEEPEST) if level.isdecimal() and int(level) < 9 else 0


def _within(element: Any, tag: str) -> Iterator[Any]:
    """The elements of a tag below another that is not hidden, the outermost of them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif _is_shown(child):
            yield from _within(child, tag)


def _value(element: Any, path: str) -> str | None:
    """The `val` of a property."""
    found = element.find("/".join(f"{_WORD}{name}" for name in path.split("/")))
    return None if found is None else found.get(f"{_WORD}val")


def _styles(opened: OpenedFile) -> tuple[dict[str, int], set[str]]:
    """The heading levels of the paragraph styles by their ids, and the ids of those of list items."""
    styles = {style.get(f"{_WORD}styleId"): style for style in opened.styles.element.iter(f"{_WORD}style")}
    levels: dict[str, int] = {}
    lists: set[str] = set()
    for identifier in styles:
        style = styles[identifier]
        for _ in range(_LONGEST_CHAIN):
            name = _value(style, "name") or ""
            heading = _HEADING_NAME.fullmatch(name)
            if heading or name.casefold() == "title":
                levels[identifier] = min(int(heading[1]) if heading else 1, _DEEPEST)
            elif outline := _outline(style):
                levels[identifier] = outline
            elif style.find(f"{_WORD}pPr/{_WORD}numPr") is not None or name.casefold().startswith("list "):
                lists.add(identifier)
            base = styles.get(_value(style, "basedOn"))
            if base is None or identifier in levels or identifier in lists:
                break
            style = base
    return levels, lists


def _notes(opened: OpenedFile) -> dict[tuple[str, str | None], Any]:
    """The footnotes and endnotes, by their kind and id."""
    found = {}
    for kind in ("footnote", "endnote"):
        for relation in opened.part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{kind}s"):
                for note in parse_xml(relation.target_part.blob).iter(f"{_WORD}{kind}"):
                    if note.get(f"{_WORD}type") is None:  # others are the lines over the notes
                        found[kind, note.get(f"{_WORD}id")] = note
    return found
