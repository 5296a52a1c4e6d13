"""Collecting a document's clean text, each character of it mapped to where it stands in the file."""

from bisect import bisect_right

from index.bars import BAR
from index.characters import CLOSING, PIECE, line_spans
from index.timeline import Timeline
from index.types import Cell, Document, Heading, Message, Run


class TextBuilder:
    """Takes a document's text piece by piece, in order, and makes the Document of it.

    Runs of white space become one space, and none stands at the edges of a block. Blocks are parted by an
    empty line, or by a line break where the reader calls them tight (list items, table rows, code lines).
    Every `at` is an offset into the source, in characters. A source whose lines a person cannot count, for
    they are not the file's, is not `lined`.
    """

    def __init__(self, source: str, lined: bool = True) -> None:
        self._line_starts = [start for start, _ in line_spans(source)] if lined else []
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._blocks: list[tuple[int, int]] = []
        self._headings: list[Heading] = []
        self._timeline = Timeline()
        self._pages: list[int] = []
        self._slides: list[int] = []
        self._notebook_cells: list[int] = []
        self._messages: list[Message] = []
        self._cells: list[Cell] = []
        self._columns: list[tuple[int, tuple[int, ...]]] = []
        self._alone: list[tuple[int, int]] = []
        self.length = 0  # of the text so far
        self._source_end = 0  # where the source goes on after the last character put
        self._continues = False  # the next character may belong to the last run
        self._block_start: int | None = None  # None between blocks
        self._block_parts = 0  # the parts that stand before the block
        self._gap = "\n"  # goes between the last block and the next
        self._spaces: list[
            tuple[str, int]
        ] = []  # a space, or bars, to go before the next word, and where they stand
        self._column = 1  # of a table, in which the next word stands
        self._filled: list[tuple[int, int]] = []  # the columns of the block, and those that its bars tell
        self._removed = False  # something visible was taken out after the last word

    @property
    def in_block(self) -> bool:
        """Whether the current block has text yet."""
        return self._block_start is not None

    @property
    def last(self) -> str:
        """The character that the next word will stand at; "" where it will stand at none."""
        return self._parts[-1][-1] if self.in_block and not self._spaces else ""

    def add(self, text: str, at: int, verbatim: bool = False) -> None:
        """Appends text that stands in the source, at `at`, character for character.

        `verbatim` keeps the number of spaces between words, as lines of code need.
        """
        for piece in PIECE.finditer(text):
            if piece.lastgroup == "words":
                self._append(piece[0], at + piece.start())
            elif piece.lastgroup == "space":
                self.space(at + piece.start(), len(piece[0]) if verbatim else 1)

    def replace(self, text: str, at: int) -> None:
        """Appends text that other characters stand for in the source, such as a decoded entity."""
        self._continues = False
        self.add(text, at)
        self._continues = False

    def pin(self, text: str, at: int) -> None:
        """Appends text that stands at `at` in another form, or stands there only in meaning: all maps to `at`."""
        for piece in PIECE.finditer(text):
            if piece.lastgroup == "words":
                self._append(piece[0], at, pinned=True)
            elif piece.lastgroup == "space":
                self.space(at)

    def space(self, at: int, width: int = 1) -> None:
        """Parts the next word of the block from the last."""
        if not self._spaces:
            self._spaces.append((" " * width, at))

    def cell(self, at: int) -> None:
        """Parts the next cell of a table row from the last one; `at` is where the divider stands.

        An empty cell between two others leaves two bars, so that the other stays in its column.
        """
        if self._spaces and self._spaces[0][0] != BAR:
            self._spaces = []
        if self.in_block:
            self._spaces.append((BAR, max(0, at - 1)))
        self._column += 1

    def column(self, number: int) -> None:
        """Notes that what follows stands in this column of a table, from 1: a cell may be wider than one."""
        self._column = number

    def label(self, name: str, at: int, divider: str = ";") -> None:
        """Puts what the value at `at` is called before it, and parts it from the value before."""
        lead = f"{divider} {name}" if self.in_block else name
        if lead:
            self.pin(lead.strip(), at)
            self.space(max(0, at - 1))  # so that one run holds both the space and the value

    def time(self, value: float) -> None:
        """Notes that a timestamp, in seconds, stood here and was taken out."""
        self._timeline.mark(self.length, value)
        self._removed = True

    def page(self, number: int) -> None:
        """Notes that what follows stands on this page, from 1; a page may begin within a word."""
        self._pages += [self.length] * (number - len(self._pages))

    def slide(self, number: int) -> None:
        """Notes that what follows stands on this slide, from 1."""
        self._slides += [self.length] * (number - len(self._slides))

    def notebook_cell(self) -> None:
        """Notes that what follows stands in the next cell of a notebook."""
        self._notebook_cells.append(self.length)

    def message(self, date: str) -> None:
        """Notes that what follows stands in the next message, sent on this day (YYYY-MM-DD, "" if unknown)."""
        self._messages.append(Message(self.length, date, self._number_of_message() + 1))

    def sent(self, date: str) -> None:
        """Notes that what follows was sent on another day than the rest of its message: one forwarded within it."""
        self._messages.append(Message(self.length, date, self._number_of_message()))

    def table_cell(self, row: int, column: int) -> None:
        """Notes that what follows stands in this cell of a table or spreadsheet; both count from 1."""
        self._cells.append(Cell(self.length, row, column))

    def end_block(self, tight: bool = False, heading: int = 0) -> None:
        """Ends the current block, if it has text; with a level, it is a heading."""
        if self._block_start is not None:
            start, end = self._block_start, self.length
            self._blocks.append((start, end))
            if heading:
                text = "".join(self._parts[self._block_parts :])
                self._headings.append(Heading(start, end, heading, text))
            self._timeline.label(start, end, bool(heading))
            self._note_columns(start)
            self._block_start = None
            self._gap = "\n"
        if not tight:
            self._gap = "\n\n"
        self._column, self._filled = 1, []
        self._spaces = []
        self._removed = False

    def end_alone(self, start: int) -> None:
        """Ends the current block: what was added from `start` on, a length of before, is a passage of its own."""
        self.end_block(tight=True)
        if self.length > start:
            self._alone.append((start, self.length))

    def since(self, start: int) -> str:
        """The text from `start` on, a length that the document had before."""
        first, length = len(self._parts), self.length
        while length > start:
            first -= 1
            length -= len(self._parts[first])
        return "".join(self._parts[first:])[start - length :]

    def first_heading(self) -> str:
        """The text of the first heading of level 1, else of the first one, else nothing."""
        first = next((heading for heading in self._headings if heading.level == 1), None)
        if first is None and self._headings:
            first = self._headings[0]
        return first.text if first else ""

    def document(
        self,
        title: str,
        metadata: dict[str, object] | None = None,
        notes: tuple[str, ...] = (),
        records: bool = False,
    ) -> Document:
        """The document read; its path and hash are left empty, for the caller knows them."""
        self.end_block()
        return Document(
            path="",
            title=title,
            text="".join(self._parts),
            sha256="",
            metadata=metadata or {},
            blocks=tuple(self._blocks),
            runs=tuple(self._runs),
            headings=tuple(self._headings),
            times=tuple(self._timeline.times),
            pages=tuple(self._pages),
            slides=tuple(self._slides),
            notebook_cells=tuple(self._notebook_cells),
            messages=tuple(self._messages),
            cells=tuple(self._cells),
            notes=notes,
            records=records,
            columns=tuple(self._columns),
            alone=tuple(self._alone),
        )

    def _number_of_message(self) -> int:
        return self._messages[-1].number if self._messages else 0

    def _append(self, words: str, at: int, pinned: bool = False) -> None:
        if self._block_start is None:
            if self._blocks:
                for character in self._gap:
                    self._put(character, min(self._source_end, at))
            self._block_start = self.length
            self._block_parts = len(self._parts)
        elif not (self._removed and words[0] in CLOSING):
            for space in self._spaces:
                self._put(*space)
        bars = sum(space == BAR for space, _ in self._spaces)
        if bars or not self._filled:
            self._filled.append((self._column, self._filled[-1][1] + bars if self._filled else 1))
        self._spaces = []
        self._removed = False
        self._put(words, at, pinned)

    def _put(self, text: str, at: int, pinned: bool = False) -> None:
        run = Run(self.length, at, bisect_right(self._line_starts, at), pinned)
        last = self._runs[-1] if self._continues else None
        if not (last and at == self._source_end and (last.line, last.pinned) == (run.line, pinned)):
            self._runs.append(run)
        self._parts.append(text)
        self.length += len(text)
        self._source_end = at if pinned else at + len(text)
        self._continues = True

    def _note_columns(self, start: int) -> None:
        """Notes the columns of a row's cells where its bars do not tell them."""
        columns, told = zip(*self._filled, strict=True)
        if len(columns) > 1:
            bars = "".join(self._parts[self._block_parts :]).count(BAR)
            if columns != told or bars != told[-1] - 1:
                self._columns.append((start, columns))
