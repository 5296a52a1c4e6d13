"""What the index is made of: documents, the places in their files, and passages."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from index.bars import NamedRow, named_rows


class Run(NamedTuple):
    """A stretch of `Document.text` that stands in the file character for character, on one line.

    In formats without lines (PDF, Office, EPUB) it stands so in the text as it was taken from the file. It goes from
    `start` to the start of the next run. Where markup was taken out, an entity decoded or a line break put in,
    a new run begins. A pinned one stands there in another form (an escape, a decoded mail, a table's header
    repeated in each row): all of it belongs to the one place.
    """

    start: int  # offset into Document.text
    source: int  # offset into the decoded file, in characters
    line: int  # line of the file, from 1; 0 in formats without lines
    pinned: bool = False


class Heading(NamedTuple):
    """A heading, and where it stands in `Document.text`; its section goes on to the next of its level or above."""

    start: int
    end: int
    level: int  # 1 is the highest
    text: str


class Cell(NamedTuple):
    """A cell of a spreadsheet: what follows in `Document.text`, up to the next cell, stands in it."""

    start: int
    row: int  # from 1
    column: int  # from 1


class Message(NamedTuple):
    """A message of a file of e-mail: what follows in `Document.text`, up to the next message, stands in it.

    One forwarded within another has a date of its own, and the number of the other, which goes on after it.
    """

    start: int
    date: str  # the day on which it was sent, as YYYY-MM-DD; "" where it tells none
    number: int  # in the file, from 1


class Time(NamedTuple):
    """A stretch of `Document.text` that a timestamp of the file belongs to."""

    start: int
    end: int
    seconds: float


@dataclass(frozen=True)
class Place:
    """Where a span stands, for a person: whichever of these the document's format has."""

    line: int | None = None  # first line in the file, from 1; formats without lines have none
    last_line: int | None = None
    heading: tuple[str, ...] = ()  # from the highest heading down
    page: int | None = None  # from 1
    label: str | None = None  # of the page, as its viewers show it, where that is not its number: iii, say
    slide: int | None = None  # from 1
    sheet: str | None = None
    row: int | None = None  # of the sheet or table, from 1
    column: str | None = None  # its letters, from A
    message: int | None = None  # of the mailbox, from 1; a file of one message has none
    date: str | None = None  # the day on which the message was sent, as YYYY-MM-DD
    notebook_cell: int | None = None  # from 1
    time: float | None = None  # seconds from the start of the recording
    video: str | None = None  # YouTube's id of the recording

    @property
    def link(self) -> str | None:
        """The address that opens the recording at the second, where the document names one."""
        if self.video is None:
            return None
        return f"https://youtu.be/{self.video}" + ("" if self.time is None else f"?t={int(self.time)}")


@dataclass(frozen=True)
class Document:
    """A file as its reader sees it: markup gone, words kept in order, each character mapped to the file.

    `blocks` are the stretches of `text` that a sentence never crosses: paragraphs, headings, list items,
    table rows. They are ordered, do not overlap, and hold all of the text but the white space between them.
    """

    path: str  # as the user named it, absolute
    title: str  # of the front matter, the first heading or first line; "" where there is none
    text: str
    sha256: str  # of the file's bytes
    metadata: dict[str, object] = field(default_factory=dict)  # front matter; JSON types only
    blocks: tuple[tuple[int, int], ...] = ()
    runs: tuple[Run, ...] = ()
    headings: tuple[Heading, ...] = ()
    times: tuple[Time, ...] = ()
    pages: tuple[int, ...] = ()  # where the text of each page begins, if the format has pages
    labels: tuple[str, ...] = ()  # of the pages from the first on; none where each has its number
    slides: tuple[int, ...] = ()  # the same as `pages` for slides
    notebook_cells: tuple[int, ...] = ()  # the same for the cells of a notebook
    messages: tuple[Message, ...] = ()
    cells: tuple[Cell, ...] = ()  # of a table, or of a spreadsheet, whose sheets are its headings
    notes: tuple[str, ...] = ()  # what the user should know of how it was read (encoding, say)
    columns: tuple[tuple[int, tuple[int, ...]], ...] = ()  # see `index.bars.named_rows`
    records: bool = False  # each block is a row or record, for passages to keep whole; the store forgets it
    alone: tuple[tuple[int, int], ...] = ()  # rows and records, each a passage; the store forgets them
    stamp: str = ""  # size and times of the file when it was read; given by the store
    id: int = 0  # given by the store

    @cached_property
    def named_rows(self) -> tuple[NamedRow, ...]:
        """The rows of the text's tables that stand under a header."""
        return named_rows(self.text, self.blocks, dict(self.columns))

    def rows_within(self, start: int, end: int) -> tuple[NamedRow, ...]:
        """The rows under a header that have characters of the text from `start` to `end`."""
        first = bisect_right(self.named_rows, start, key=lambda row: row.end)
        last = bisect_left(self.named_rows, end, key=lambda row: row.start)
        return self.named_rows[first:last]

    def source_offset(self, offset: int) -> int:
        """Where character `offset` of the text stands in the decoded file, in characters."""
        run = self._run(offset)
        return run.source if run.pinned else run.source + offset - run.start

    def heading_path(self, offset: int) -> tuple[str, ...]:
        """The headings over a character of the text, the highest first; a heading is under itself."""
        path: list[Heading] = []
        for heading in self.headings:
            if heading.start > offset:
                break
            while path and path[-1].level >= heading.level:
                path.pop()
            path.append(heading)
        return tuple(heading.text for heading in path)

    def place(self, start: int, end: int) -> Place:
        """Where the characters `start` to `end` of the text stand in the file."""
        time = next((t.seconds for t in self.times if t.start <= start < t.end), None)
        video = self.metadata.get("videoId")
        cell = self._cell(start)
        headings = self.heading_path(start)
        return replace(
            self.part(start),
            line=self._run(start).line or None,
            last_line=self._run(max(start, end - 1)).line or None,
            heading=headings,
            sheet=headings[0] if self.cells and headings else None,
            row=cell and cell.row,
            column=cell and _letters(cell.column),
            time=time,
            video=video if isinstance(video, str) else None,
        )

    def part(self, offset: int) -> Place:
        """The page, slide, message or cell of a notebook that a character of the text stands in, and no more."""
        page = bisect_right(self.pages, offset)
        i = bisect_right(self.messages, offset, key=lambda message: message.start)
        message = self.messages[i - 1] if i else None
        return Place(
            page=page or None,
            label=self.label(page),
            slide=bisect_right(self.slides, offset) or None,
            message=message.number if message and self.messages[-1].number > 1 else None,
            date=message.date or None if message else None,
            notebook_cell=bisect_right(self.notebook_cells, offset) or None,
        )

    def label(self, page: int) -> str | None:
        """What viewers call a page, which is counted from 1, where that is not its number."""
        label = self.labels[page - 1] if 0 < page <= len(self.labels) else ""
        return label if label not in ("", str(page)) else None

    def _cell(self, offset: int) -> Cell | None:
        i = bisect_right(self.cells, offset, key=lambda cell: cell.start) - 1
        # A sheet's name stands in no cell, though cells of the sheet before do.
        named = any(heading.start <= offset < heading.end for heading in self.headings)
        return self.cells[i] if i >= 0 and not named else None

    def _run(self, offset: int) -> Run:
        if not 0 <= offset < max(1, len(self.text)):
            raise IndexError(f"offset {offset} is outside the text of {len(self.text)} characters")
        i = bisect_right(self.runs, offset, key=lambda run: run.start) - 1
        return self.runs[i] if i >= 0 else Run(0, 0, 1)


def _letters(column: int) -> str:
    """The letters of a spreadsheet's column: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


@dataclass(frozen=True)
class Passage:
    """A window of whole sentences of one document: offsets into its `text`."""

    id: int
    document_id: int
    start: int
    end: int
