"""Reading HTML: the text that a person would see of a page, and where its blocks begin and end.

The tree that a browser would build is not needed for this: only tags, in order.
"""

from html import unescape

from index.bars import BAR
from index.builder import TextBuilder
from index.characters import LINE_BREAK, clean
from index.errors import SourceError
from index.framing import dropped_parts
from index.line_breaks import is_label
from index.raised import is_above, is_mark, leads_to_note, raised
from index.spanned import Spanned, count
from index.tags import ENTITY, Token, attributes_of, decode_entity, timestamp_of, tokens
from index.types import Document

MOST_CHARACTERS = 20_000_000

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TIGHT = frozenset({"dd", "dt", "li", "option", "tr"})
_TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
_LOOSE_NAMES = (
    "address article aside blockquote body caption center details dialog div dl fieldset figcaption figure "
    "footer form head header hgroup hr html legend main menu nav ol p pre search section summary table tbody "
    "tfoot thead ul"
)
_LOOSE = frozenset(_LOOSE_NAMES.split())


def read_html(source: str) -> Document:
    """Reads an HTML page, without what frames it (navigation, footers, forms, scripts, hidden parts).

    :raises SourceError: if it is too long; the message is a reason, without the file's path.
    """
    if len(source) > MOST_CHARACTERS:
        raise SourceError(f"it is HTML of {len(source)} characters, and {MOST_CHARACTERS} is the most")
    builder = TextBuilder(source)
    title = add_html(builder, source, 0)
    builder.end_block()
    return builder.document(title or builder.first_heading())


def add_html(builder: TextBuilder, text: str, base: int) -> str:
    """Adds a stretch of HTML that stands at `base` of the source; the page's title, if it has one."""
    walker = _Walker(builder, text, base)
    dropped = dropped_parts(text)
    end = 0
    for token in tokens(text):
        if token.start < end:
            continue
        if token.start in dropped:
            end = dropped[token.start]
            walker.drop(token, end)
        elif token.name:
            walker.tag(token)
        else:
            walker.text(token.start, token.end)
    walker.end_row(len(text))
    return walker.title


class _Walker:
    """Adds the shown tokens of a page to the builder."""

    def __init__(self, builder: TextBuilder, text: str, base: int) -> None:
        self.title = ""
        self._builder = builder
        self._text = text
        self._base = base
        self._heading = 0  # the level of the heading we are in
        self._preformatted = False
        self._lists = 0  # how many we are in
        self._in_row = False
        self._cell_start = 0  # the builder's length when the cell began
        self._spanned = Spanned()
        self._column = 1  # of the cell
        self._divided = False  # a paragraph ended in the cell: if another follows there, the block ends
        self._broken_at = -1  # the builder's length at the last <br>
        self._line_at = builder.length  # where the line began that is read
        self._labelled = False  # whether the line before the last <br> begins with a label
        self._raised_at = self._link_at = -1  # and where what is raised, or a link, began; -1 outside of it
        self._raised_by = ""  # the name of the element that raises
        self._to_note = False  # whether the link leads to a note

    def drop(self, token: Token, end: int) -> None:
        """Passes over an element that is not part of the text."""
        content = self._text[token.end : end].rpartition("</")[0]
        if token.name == "title":
            self.title = self.title or clean(unescape(content))
        elif token.name == "a" and (value := timestamp_of(token.attributes)) is not None:
            self._builder.time(value)
        elif token.name in _TIGHT | _LOOSE:
            self._end_block(tight=token.name in _TIGHT)

    def tag(self, token: Token) -> None:
        """Ends or begins what the tag stands for."""
        name = token.name.removeprefix("/")
        opens = name == token.name
        self._follow_raised(name, opens, token)
        if name in _HEADINGS:
            self._end_block()
            ends = token.attributes.rstrip().endswith("/")  # as in XHTML, where it has no words
            self._heading = _HEADINGS[name] if opens and not ends else 0
        elif name == "a":
            self._link(opens, token)
        elif name == "br":
            self._break(token.start)
        elif name in _TABLE:
            self._table(name, opens, token)
        elif name in ("p", "div") and self._in_row:
            self._divided = self._builder.length > self._cell_start
        elif name in ("ol", "ul"):
            self._lists = max(0, self._lists + (1 if opens else -1))
            self._end_block(tight=self._lists > (1 if opens else 0))
        elif name in _TIGHT | _LOOSE:
            self._end_block(tight=name in _TIGHT)
            if name == "pre":
                self._preformatted = opens

    def _follow_raised(self, name: str, opens: bool, token: Token) -> None:
        hint = "super" in token.attributes.lower()
        if opens and (name == "sup" or (hint and is_above(attributes_of(token.attributes)))):
            self._raised_at, self._raised_by = self._builder.length, name
        elif not opens and name == self._raised_by:
            self._raised_at = -1

    def _link(self, opens: bool, token: Token) -> None:
        self._link_at = self._builder.length if opens else -1
        self._to_note = opens and leads_to_note(attributes_of(token.attributes), self._builder.last)

    def text(self, start: int, end: int) -> None:
        """Adds text, with its entities decoded."""
        if self._divided and not self._text[start:end].isspace():
            self._end_block(tight=True)
        if self._labelled and self._broken_at == self._builder.length and not self._text[start:end].isspace():
            if is_label(f"{self._text[start:end]} …"):
                self._end_block(tight=True)
            self._labelled = False
        if self._builder.length in (self._raised_at, self._link_at) and self._raise(start, end):
            return
        for entity in ENTITY.finditer(self._text, start, end):
            shown, length = decode_entity(entity[0])
            if length:
                self._add(start, entity.start())
                self._builder.replace(shown, self._base + entity.start())
                start = entity.start() + length
        self._add(start, end)

    def _raise(self, start: int, end: int) -> bool:
        """Adds figures above the line as such, and the mark of a note in brackets; whether it is one of them."""
        text = self._text[start:end]
        above = self._raised_at == self._builder.length
        is_note = self._to_note and self._text.startswith("</", end)  # the text is all of it
        if self._link_at == self._builder.length and (above or is_note) and is_mark(text):
            shown = f"[{text.strip()}]"
        else:
            shown = raised(text) if above else text
        if shown != text:
            self._builder.replace(shown, self._base + start)
        return shown != text

    def _add(self, start: int, end: int) -> None:
        if self._preformatted:
            for line_break in LINE_BREAK.finditer(self._text, start, end):
                line = self._text[start : line_break.start()]
                self._builder.add(line, self._base + start, verbatim=True)
                self._builder.end_block(tight=True)
                start = line_break.end()
        self._builder.add(self._text[start:end], self._base + start, verbatim=self._preformatted)

    def _break(self, at: int) -> None:
        """One line break is a space, or ends a block where both lines begin with a label; two part paragraphs."""
        if self._broken_at == self._builder.length:
            self._end_block()
        self._labelled = is_label(self._builder.since(self._line_at)) and not self._in_row
        self._builder.space(self._base + at)
        self._line_at = self._builder.length
        self._broken_at = self._builder.length

    def _table(self, name: str, opens: bool, token: Token) -> None:
        """Begins or ends a table, a row, or a cell."""
        if name in ("td", "th"):
            self._end_cell()
            if opens:
                self._cell(token)
            return
        self.end_row(token.start)
        self._end_block(tight=name != "table")
        self._in_row = opens and name == "tr"
        if name != "tr":
            self._spanned = Spanned()

    def end_row(self, at: int) -> None:
        """Ends the row that we are in, if we are in one; its end tag may be left out."""
        self._end_cell()
        if self._in_row:
            self._add_cells(self._spanned.column, self._spanned.rest(), at)
        self._spanned.row()

    def _cell(self, token: Token) -> None:
        if not self._in_row:
            self._end_block(tight=True)
            return
        self._divided = False
        self._add_cells(self._spanned.column, self._spanned.reaching(), token.start)
        given = attributes_of(token.attributes)
        self._column = self._spanned.column
        self._spanned.begin(count(given.get("rowspan")), count(given.get("colspan")))
        self._builder.cell(self._base + token.start)
        self._builder.column(self._column)
        self._cell_start = self._builder.length

    def _end_cell(self) -> None:
        if self._in_row and self._spanned.is_awaited:
            self._spanned.end(clean(self._builder.since(self._cell_start).strip(BAR)))

    def _add_cells(self, column: int, texts: list[str], at: int) -> None:
        """Adds what cells of the rows above say of this one too, from a column on."""
        for number, text in enumerate(texts, column):
            self._builder.cell(self._base + at)
            self._builder.column(number)
            self._builder.pin(text, self._base + at)

    def _end_block(self, tight: bool = False) -> None:
        self._divided = False
        level = self._heading
        if self._builder.in_block:
            self._heading = 0  # a heading whose end tag was forgotten ends with its block
        self._builder.end_block(tight, level)
        self._line_at = self._builder.length
        if self._in_row:
            self._builder.column(self._column)
