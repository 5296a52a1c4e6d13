"""Reading DOCX files: paragraphs, headings, list items, table rows and notes, in order."""

import re
from typing import Any

from docx.document import Document as OpenedFile
from docx.opc.part import PartFactory
from docx.oxml.parser import parse_xml
from docx.package import Package
from docx.parts.document import DocumentPart

from index.builder import TextBuilder
from index.characters import clean
from index.docx_text import TEXT_BOX, WORD, is_shown, text_of, value, within
from index.errors import SourceError
from index.packed import MOST_CHARACTERS, MOST_OF_A_CELL, assert_packed, repacked
from index.spanned import MOST_REPEATED, count
from index.titles import MOST_CHARACTERS as MOST_TITLE_CHARACTERS
from index.titles import sensible_title
from index.types import Document

_SENTENCE_END = (".", ";", ",", "。")
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
            if element.tag == f"{WORD}p":
                self._paragraph(element)
            elif element.tag == f"{WORD}tbl":
                self._builder.end_block()
                reaching: dict[int, str] = {}
                for row in within(element, f"{WORD}tr"):
                    self._row(row, reaching)
                self._builder.end_block()
            elif is_shown(element):
                self.read(element)  # content controls and the like

    def document(self, title: str) -> Document:
        """The document read, its title that of the metadata or else of the text."""
        first = self._first if len(self._first) <= MOST_TITLE_CHARACTERS else ""
        return self._builder.document(title or self._builder.first_heading() or first)

    def _paragraph(self, paragraph: Any) -> None:
        text = text_of(paragraph)
        style = value(paragraph, "pPr/pStyle") or ""
        number = value(paragraph, "pPr/numPr/numId")
        level = self._levels.get(style, 0) or (_outline(paragraph) if _may_be_heading(text) else 0)
        item = not level and (number is not None or style in self._lists) and number != "0"
        self._first = self._first or clean(text)
        self._builder.end_block(tight=item)
        self._add(text)
        self._builder.end_block(tight=item, heading=level)
        for box in within(paragraph, TEXT_BOX):
            self.read(box)
        self._read_notes(paragraph)

    def _row(self, row: Any, reaching: dict[int, str]) -> None:
        """Adds a row of a table.

        :param reaching: by column, what the cells of the rows above say that reach down; kept in step.
        """
        cells = list(within(row, f"{WORD}tc"))
        # A frame around text more often than a table, and columns of a page.
        if len(cells) == 1 or any(map(self._is_column, cells)):
            for cell in cells:
                self.read(cell)
            return
        column = count(value(row, "trPr/gridBefore") or "0")
        for cell in cells:
            self._builder.column(column + 1)
            text = "\n".join(text_of(paragraph) for paragraph in within(cell, f"{WORD}p"))
            if _goes_on(cell) and not clean(text):
                self._add(reaching.get(column, ""))
            else:
                self._add(text)
                reaching[column] = text if len(text) <= MOST_REPEATED else ""
            self._builder.cell(self._at)
            column += count(value(cell, "tcPr/gridSpan"))
        self._builder.end_block(tight=True)
        for box in within(row, TEXT_BOX):
            self.read(box)
        self._read_notes(row)

    def _is_column(self, cell: Any) -> bool:
        """Whether a cell holds what no cell of a table does: a heading, a table, or many paragraphs."""
        paragraphs = list(within(cell, f"{WORD}p"))
        styles = {value(paragraph, "pPr/pStyle") for paragraph in paragraphs}
        inner = next(within(cell, f"{WORD}tbl"), None) is not None
        filled = sum(bool(clean(text_of(paragraph))) for paragraph in paragraphs)
        return inner or filled > MOST_OF_A_CELL or not styles.isdisjoint(self._levels)

    def _add(self, text: str) -> None:
        self._builder.add(text, self._at)
        self._at += len(text) + 1
        if self._at > MOST_CHARACTERS:
            raise SourceError(f"it is a DOCX of more than {MOST_CHARACTERS} characters, which is the most")

    def _read_notes(self, element: Any) -> None:
        """Adds the footnotes and endnotes that an element refers to, each once."""
        for kind in ("footnote", "endnote"):
            for reference in within(element, f"{WORD}{kind}Reference"):
                note = self._notes.pop((kind, reference.get(f"{WORD}id")), None)
                if note is not None:
                    self.read(note)


def _goes_on(cell: Any) -> bool:
    """Whether a cell is a part of the one above it."""
    merged = cell.find(f"{WORD}tcPr/{WORD}vMerge")
    return merged is not None and merged.get(f"{WORD}val", "continue") == "continue"


def _may_be_heading(text: str) -> bool:
    """Whether a paragraph with a level in the outline is a heading, and no clause of a contract, which may have one."""
    text = clean(text)
    return len(text) <= MOST_TITLE_CHARACTERS and not text.endswith(_SENTENCE_END)


def _outline(element: Any) -> int:
    """The level that a paragraph or style has in the outline, from 1; 0 for other text."""
    level = value(element, "pPr/outlineLvl") or ""
    return min(int(level) + 1, _DEEPEST) if level.isdecimal() and int(level) < 9 else 0


def _styles(opened: OpenedFile) -> tuple[dict[str, int], set[str]]:
    """The heading levels of the paragraph styles by their ids, and the ids of those of list items."""
    styles = {style.get(f"{WORD}styleId"): style for style in opened.styles.element.iter(f"{WORD}style")}
    levels: dict[str, int] = {}
    lists: set[str] = set()
    for identifier in styles:
        style = styles[identifier]
        for _ in range(_LONGEST_CHAIN):
            name = value(style, "name") or ""
            heading = _HEADING_NAME.fullmatch(name)
            if heading or name.casefold() == "title":
                levels[identifier] = min(int(heading[1]) if heading else 1, _DEEPEST)
            elif outline := _outline(style):
                levels[identifier] = outline
            elif style.find(f"{WORD}pPr/{WORD}numPr") is not None or name.casefold().startswith("list "):
                lists.add(identifier)
            base = styles.get(value(style, "basedOn"))
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
                for note in parse_xml(relation.target_part.blob).iter(f"{WORD}{kind}"):
                    if note.get(f"{WORD}type") is None:  # others are the lines over the notes
                        found[kind, note.get(f"{WORD}id")] = note
    return found
