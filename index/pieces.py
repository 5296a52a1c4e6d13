"""Text decoded out of a file (JSON strings, mail), piece by piece, each with where it stands in the file."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from index.builder import TextBuilder
from index.characters import TERMINAL
from index.types import Document


class Piece(NamedTuple):
    """Some text and where it stands; it stands there letter by letter, or as a whole in another form."""

    text: str
    at: int
    exact: bool


class Decoded:
    """A text joined from pieces, which still knows where each of its characters stands."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pieces = [piece for piece in pieces if piece.text]
        self._starts = [0, *accumulate(len(piece.text) for piece in self._pieces)]
        self.text = "".join(piece.text for piece in self._pieces)

    def add_to(self, builder: TextBuilder, start: int, end: int, verbatim: bool = False) -> None:
        """Appends the characters from `start` to `end` to the builder's block."""
        # The builder, which gets a sequence for a terminal in pieces, would see only that of its first character.
        for sequence in TERMINAL.finditer(self.text, start, end):
            self._add_to(builder, start, sequence.start(), verbatim)
            start = sequence.end()
        self._add_to(builder, start, end, verbatim)

    def _add_to(self, builder: TextBuilder, start: int, end: int, verbatim: bool) -> None:
        i = bisect_right(self._starts, start) - 1
        while start < end:
            piece, offset = self._pieces[i], start - self._starts[i]
            text = piece.text[offset : offset + end - start]
            if piece.exact:
                builder.add(text, piece.at + offset, verbatim)
            else:
                builder.pin(text, piece.at)
            start += len(text)
            i += 1

    def adopt(self, builder: TextBuilder, document: Document, deeper: int = 0) -> None:
        """Appends the blocks of a document that was read from this text, its headings so many levels deeper."""
        levels = {heading.start: heading.level + deeper for heading in document.headings}
        run_ends = [*(run.start for run in document.runs[1:]), len(document.text)]
        first = 0
        for i, (start, end) in enumerate(document.blocks):
            while run_ends[first] <= start:
                first += 1
            left = start
            while left < end:
                right = min(end, run_ends[first])
                self._put(builder, document.text[left:right], document.source_offset(left))
                left = right
                first += right < end
            following = document.blocks[i + 1][0] if i + 1 < len(document.blocks) else end
            builder.end_block(document.text[end:following] == "\n", levels.get(start, 0))

    def _put(self, builder: TextBuilder, text: str, offset: int) -> None:
        if self.text.startswith(text, offset):
            self.add_to(builder, offset, offset + len(text), verbatim=True)
        elif self.text:
            i = bisect_right(self._starts, min(offset, len(self.text) - 1)) - 1
            piece = self._pieces[i]
            builder.pin(text, piece.at + (offset - self._starts[i] if piece.exact else 0))
