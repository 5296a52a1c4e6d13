"""Documents to passages: windows of whole sentences that the embedding model reads to the end."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.as_read import as_read
from index.embed import Embedder
from index.sentences import sentence_spans
from index.types import Document

# A passage of this size holds a paragraph or two: smaller ones lose what a pronoun stands for, larger ones
# blur in one vector.
PASSAGE_TOKENS = 160
# Below this a passage says too little alone, so it may run on over a heading of a lower level.
SMALL_PASSAGE_TOKENS = 32
HEADING_TOKENS = 48
# Some tokenizers count a text differently when it is joined from parts.
SPARE_TOKENS = 8
# Given to the tokenizer in one go: what it makes of a text takes some hundred times the room of the text.
TOKENIZED_TOGETHER = 200_000


class Unit(NamedTuple):
    """A sentence, a heading, or a part of a sentence too long for one passage; offsets into the text."""

    start: int
    end: int
    tokens: int
    level: int  # of a heading; 0 for a sentence


def split(document: Document, embedder: Embedder) -> list[tuple[int, int]]:
    """The passages of a document, in order, as offsets into its text.

    Each is a window of whole sentences (a sentence longer than a window is cut between words). The next one
    begins with the last sentence of the one before, and none runs over a heading of the same or a higher
    level than the section it began in. A record, or a row of a table whose columns have names, is a passage alone:
    beside others, the reader takes a value of another row. With title and headings before it, a passage fits the
    model's window.
    """
    room = min(PASSAGE_TOKENS, max(16, embedder.max_tokens - HEADING_TOKENS - SPARE_TOKENS))
    windows = _Windows(room)
    apart = _apart(document)
    for unit in _units(document, embedder, room):
        i = bisect_right(apart, unit.start, key=lambda span: span[0]) - 1
        windows.add(unit, i if i >= 0 and unit.start < apart[i][1] else None)
    windows.close()
    return windows.spans


class _Windows:
    """Takes the units of a document in order, and parts them into passages."""

    def __init__(self, room: int) -> None:
        self.spans: list[tuple[int, int]] = []
        self._room = room
        self._window: list[Unit] = []
        self._section_level = self._level = 1  # of the section of the window, and of the next unit
        self._alone: int | None = None

    def add(self, unit: Unit, alone: int | None) -> None:
        """Adds a unit to the window, or begins another.

        :param alone: the number of the row or record that it belongs to, if that is a passage alone.
        """
        headings = alone is not None and all(part.level for part in self._window)
        if alone != self._alone and not headings:
            self.close()
        self._alone = alone
        tokens = sum(part.tokens for part in self._window)
        at_heading = unit.level > 0 and (unit.level <= self._section_level or tokens >= SMALL_PASSAGE_TOKENS)
        if self._window and (at_heading or tokens + unit.tokens > self._room):
            self._part(unit, at_heading)
        if not self._window:
            self._section_level = unit.level or self._level
        self._level = unit.level or self._level
        self._window.append(unit)

    def close(self) -> None:
        """Ends the window, if it holds something."""
        if self._window:
            self.spans.append((self._window[0].start, self._window[-1].end))
        self._window = []

    def _part(self, unit: Unit, at_heading: bool) -> None:
        """Ends the window before a unit, and begins the next with what is carried over."""
        window = self._window
        carried = _carried(window, unit, self._room) if not at_heading else []
        carried_level = (carried[0].level if carried else 0) or self._level
        if 0 < unit.level <= carried_level:
            carried = []  # what would be carried stands in a section that ends here
        kept = window[: len(window) - len(carried)] if carried and carried[0].level else window
        self.spans.append((kept[0].start, kept[-1].end))
        self._window = carried
        self._section_level = carried_level


def _apart(document: Document) -> list[tuple[int, int]]:
    """What is a passage alone, in order: records, and rows under a header, the first with what surely is one."""
    apart = list(document.alone)
    header = None
    for row in document.named_rows:
        with_header = row.sure and row.header != header
        apart.append((row.header[0] if with_header else row.start, row.end))
        header = row.header
    return apart


def title_and_headings(document: Document, start: int, end: int) -> str:
    """What stands over a passage: the title and the headings above it, those inside it left out."""
    inside = {heading.text for heading in document.headings if start <= heading.start < end}
    parts = [document.title, *document.heading_path(start)]
    return " › ".join(dict.fromkeys(part for part in parts if part and part not in inside))


def text_to_embed(document: Document, start: int, end: int, embedder: Embedder) -> str:
    """A passage as it is read, with its title and headings, the latter cut so that it is never cut off itself.

    Where the names of a table's columns leave no room, it is embedded as it stands.
    """
    above = title_and_headings(document, start, end)
    offsets = embedder.token_offsets([above])[0]
    if len(offsets) > HEADING_TOKENS:
        above = above[: offsets[HEADING_TOKENS - 1][1]]
    above = f"{above}\n" if above else ""
    plain, read = document.text[start:end], as_read(document, start, end).text
    long = (
        read != plain and len(embedder.token_offsets([above + read])[0]) > embedder.max_tokens - SPARE_TOKENS
    )
    return above + (plain if long else read)


def names_over(document: Document, start: int, end: int) -> str:
    """The header of the table whose row a passage begins with, if it stands above it; "" if not."""
    rows = document.rows_within(start, end)
    return document.text[slice(*rows[0].header)] if rows and rows[0].header[1] <= start else ""


def _carried(window: list[Unit], unit: Unit, room: int) -> list[Unit]:
    """What the next window begins with: the last sentence of the last one, or the headings it ended with."""
    if window[-1].level:
        first = len(window) - 1
        while first > 0 and 0 < window[first - 1].level < window[first].level:
            first -= 1
    elif window[-1].tokens <= room // 2:
        first = len(window) - 1
    else:
        return []
    carried = window[first:]
    fits = sum(part.tokens for part in carried) + unit.tokens <= room
    return carried if first > 0 and fits else []


def _units(document: Document, embedder: Embedder, room: int) -> Iterator[Unit]:
    """Sentences of all blocks with their numbers of tokens, those too long cut between words."""
    text = document.text
    levels = {heading.start: heading.level for heading in document.headings}
    for (block_start, block_end), starts in _token_starts(document, embedder):
        level = levels.get(block_start, 0)
        whole = level or (document.records and len(starts) <= room)
        sentences = [(block_start, block_end)] if whole else sentence_spans(text, block_start, block_end)
        for start, end in sentences:
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            if last - first <= room:
                yield Unit(start, end, last - first, level)
            else:
                yield from _cut(text, start, end, starts[first:last], room, level)


def _token_starts(document: Document, embedder: Embedder) -> Iterator[tuple[tuple[int, int], "array[int]"]]:
    """Each block, with the offsets into the text at which its tokens begin."""
    for blocks in _together(document.blocks):
        pieces = [_pieces(document.text, *block) for block in blocks]
        if len(blocks) > 1:  # they are short, so that each is one piece
            found = _tokenized(document.text, [piece for [piece] in pieces], embedder)
        else:
            found = [array("q")]
            for piece in pieces[0]:
                found[0] += _tokenized(document.text, [piece], embedder)[0]
        yield from zip(blocks, found, strict=True)


def _tokenized(text: str, pieces: Sequence[tuple[int, int]], embedder: Embedder) -> list["array[int]"]:
    offsets = embedder.token_offsets([text[start:end] for start, end in pieces])
    return [
        array("q", (piece_start + start for start, _ in tokens))
        for (piece_start, _), tokens in zip(pieces, offsets, strict=True)
    ]


def _together(blocks: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The blocks in order, as many at a time as can be tokenized in one go; one that is longer comes alone."""
    together: list[tuple[int, int]] = []
    characters = 0
    for start, end in blocks:
        if together and characters + end - start > TOKENIZED_TOGETHER:
            yield together
            together, characters = [], 0
        together.append((start, end))
        characters += end - start
    if together:
        yield together


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A block in pieces that can be tokenized in one go, cut after white space where there is some in reach."""
    while end - start > TOKENIZED_TOGETHER:
        most = cut = start + TOKENIZED_TOGETHER
        while cut > start + TOKENIZED_TOGETHER // 2 and not text[cut - 1].isspace():
            cut -= 1
        if not text[cut - 1].isspace():
            cut = most
        yield start, cut
        start = cut
    yield start, end


def _cut(text: str, start: int, end: int, starts: "array[int]", room: int, level: int) -> list[Unit]:
    """A long sentence in parts of at most `room` tokens, cut before a word where one begins in reach."""
    units = []
    first = 0
    while len(starts) - first > room:
        cut = first + room
        while cut > first + room // 2 and not text[starts[cut] - 1].isspace():
            cut -= 1
        if not text[starts[cut] - 1].isspace():
            cut = first + room  # one unbroken word longer than half a passage
        part_end = starts[cut]
        part_start = start if first == 0 else starts[first]
        units.append(
            Unit(part_start, part_start + len(text[part_start:part_end].rstrip()), cut - first, level)
        )
        first = cut
    units.append(Unit(starts[first], end, len(starts) - first, level))
    return units
