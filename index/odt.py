"""Reading ODT files: paragraphs, headings, list items, table rows and notes, in order."""

from collections.abc import Iterator
from typing import Any

from index.builder import TextBuilder
from index.characters import clean
from index.errors import SourceError
from index.packed import MOST_CHARACTERS, MOST_OF_A_CELL, assert_packed, parts_of, title_in, tree_of
from index.raised import raised
from index.spanned import Spanned, count
from index.titles import MOST_CHARACTERS as MOST_TITLE_CHARACTERS
from index.types import Document

_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _TABLE, _DRAW, _STYLE = (
    f"{{{_OPEN}{name}:1.0}}" for name in ("office", "text", "table", "drawing", "style")
)
_DESCRIPTION = f"{{{_OPEN}svg-compatible:1.0}}"
# What was deleted while changes are tracked, comments, forms, fields' declarations, the contents' and index's marks.
_HIDDEN = frozenset(
    {f"{_DESCRIPTION}title", f"{_DESCRIPTION}desc"}  # in the place of images, for who cannot see them
    | {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_TEXT}sequence-decls"}
    | {f"{_TEXT}variable-decls", f"{_TEXT}user-field-decls", f"{_TEXT}hidden-text", f"{_TEXT}note-citation"}
)
_SIGNS = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_PARAGRAPHS = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_LISTS = f"{_TEXT}list"
_ROW, _CELL = f"{_TABLE}table-row", f"{_TABLE}table-cell"
_APART = frozenset({f"{_TEXT}note", f"{_DRAW}text-box"})  # stands in a paragraph, and is read after it
_DEEPEST = 6


def read_odt(data: bytes) -> Document:
    """Reads the text of an ODT, without headers, footers and comments; places in it have neither lines nor pages.

    :raises SourceError: if it is broken, encrypted, or too long; the message is a reason, without the file's path.
    """
    assert_packed(data, "ODT")
    if b"encryption-data" in (parts := parts_of(data)).get("META-INF/manifest.xml", b""):
        raise SourceError("it is encrypted: it opens only with a password")
    try:
        content = tree_of(parts["content.xml"])
        reader = _Reader(_titles(content), _raised_styles(content))
        reader.read(content.find(f"{_OFFICE}body/{_OFFICE}text"), tight=False)
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # a broken part may lack whatever is looked for
        raise SourceError(
            f"it is a broken ODT file: {clean(str(error))[:200] or type(error).__name__}"
        ) from error
    return reader.document(title_in(parts, ["meta.xml"]))


class _Reader:
    def __init__(self, titles: set[str], raised_styles: set[str]) -> None:
        self._builder = TextBuilder("", lined=False)
        self._titles = titles  # the names of the styles that titles have
        self._raised_styles = raised_styles  # and of those of what stands above the line
        self._at = 0  # in the text of the file: its paragraphs and cells, one character after each
        self._first = ""  # block of the text

    def read(self, body: Any, tight: bool) -> None:
        """Adds the blocks of an element; those of lists are `tight`."""
        for element in body:
            if element.tag in _PARAGRAPHS:
                self._paragraph(element, tight)
            elif element.tag == f"{_TABLE}table":
                self._builder.end_block()
                spanned = Spanned()
                for row in _within(element, frozenset({_ROW})):
                    self._row(row, spanned)
                self._builder.end_block()
            elif isinstance(element.tag, str) and element.tag not in _HIDDEN:
                self.read(element, tight or element.tag == _LISTS)

    def document(self, title: str) -> Document:
        """The document read, its title that of the metadata or else of the text."""
        first = self._first if len(self._first) <= MOST_TITLE_CHARACTERS else ""
        return self._builder.document(title or self._builder.first_heading() or first)

    def _paragraph(self, paragraph: Any, tight: bool) -> None:
        text = _text(paragraph, self._raised_styles)
        level = 1 if paragraph.get(f"{_TEXT}style-name") in self._titles else 0
        if paragraph.tag == f"{_TEXT}h":
            depth = paragraph.get(f"{_TEXT}outline-level", "1")
            level = min(int(depth), _DEEPEST) if depth.isdecimal() else 1
        self._first = self._first or clean(text)
        self._builder.end_block(tight=tight)
        self._add(text)
        self._builder.end_block(tight=tight, heading=level)
        self._apart(paragraph)

    def _row(self, row: Any, spanned: Spanned) -> None:
        cells = list(_within(row, frozenset({_CELL})))
        spanned.row()
        # A frame around text more often than a table, and columns of a page.
        if not spanned.is_reached and (len(cells) == 1 or any(map(self._is_column, cells))):
            for cell in cells:
                self.read(cell, tight=False)
            return
        for cell in cells:
            self._builder.column(spanned.column)
            self._add_cells(spanned.reaching())
            rows, columns = (cell.get(f"{_TABLE}number-{of}-spanned") for of in ("rows", "columns"))
            self._builder.column(spanned.column)
            spanned.begin(count(rows), count(columns))
            texts = (_text(paragraph, self._raised_styles) for paragraph in _within(cell, _PARAGRAPHS))
            text = "\n".join(texts)
            spanned.end(text)
            self._add_cells([text])
        self._add_cells(spanned.rest())
        self._builder.end_block(tight=True)
        self._apart(row)

    def _add_cells(self, texts: list[str]) -> None:
        for text in texts:
            self._add(text)
            self._builder.cell(self._at)

    def _is_column(self, cell: Any) -> bool:
        """Whether a cell holds what no cell of a table does: a heading, a table, or many paragraphs."""
        paragraphs = list(_within(cell, _PARAGRAPHS))
        inner = next(_within(cell, frozenset({f"{_TABLE}table"})), None) is not None
        headed = any(paragraph.tag == f"{_TEXT}h" for paragraph in paragraphs)
        filled = sum(bool(clean(_text(paragraph, self._raised_styles))) for paragraph in paragraphs)
        return inner or headed or filled > MOST_OF_A_CELL

    def _apart(self, element: Any) -> None:
        """Adds the notes and text boxes that an element holds."""
        for apart in _within(element, _APART):
            self.read(apart, tight=False)

    def _add(self, text: str) -> None:
        self._builder.add(text, self._at)
        self._at += len(text) + 1
        if self._at > MOST_CHARACTERS:
            raise SourceError(f"it is an ODT of more than {MOST_CHARACTERS} characters, which is the most")


def _text(paragraph: Any, raised_styles: set[str]) -> str:
    """The text of a paragraph, without its notes and the text boxes that hang at it."""
    parts: list[str] = []

    def walk(element: Any) -> None:
        text = element.text or ""
        parts.append(raised(text) if element.get(f"{_TEXT}style-name") in raised_styles else text)
        for child in element:
            if child.tag in _SIGNS:
                parts.append(_SIGNS[child.tag])
            elif isinstance(child.tag, str) and child.tag not in _HIDDEN and child.tag not in _APART:
                walk(child)
            parts.append(child.tail or "")

    walk(paragraph)
    # White space is one space, as in HTML; that between tags in a row of a table comes of its formatting.
    return "".join(parts)


def _within(element: Any, tags: frozenset[str]) -> Iterator[Any]:
    """The elements of these tags below another that are not hidden, the outermost of them."""
    for child in element:
        if child.tag in tags:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _HIDDEN:
            yield from _within(child, tags)


def _raised_styles(content: Any) -> set[str]:
    """The names of the styles of what stands above the line."""
    styles = content.iter(f"{_STYLE}style")
    properties = {s.get(f"{_STYLE}name"): s.find(f"{_STYLE}text-properties") for s in styles}
    return {
        name
        for name, of_text in properties.items()
        if of_text is not None and of_text.get(f"{_STYLE}text-position", "").startswith("super")
    }


def _titles(content: Any) -> set[str]:
    """The names of the paragraph styles that are, or are based on, that of titles."""
    styles = content.iter(f"{_STYLE}style")
    return {"Title"} | {
        s.get(f"{_STYLE}name") for s in styles if s.get(f"{_STYLE}parent-style-name") == "Title"
    }
