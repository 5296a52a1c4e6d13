"""What models read of a passage: its text, in which the values of a table come after the names of their columns."""

from dataclasses import dataclass
from typing import NamedTuple

from index.bars import labelled
from index.types import Document


class Piece(NamedTuple):
    """A stretch of what is read that stands in the document, character for character."""

    at: int  # in what is read
    start: int  # in the document's text
    length: int


@dataclass(frozen=True)
class AsRead:
    """What is read, and where the words of it stand in the document; the names of columns stand elsewhere."""

    text: str
    pieces: tuple[Piece, ...]

    def in_document(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of what is read stands in the document's text, without the names of columns at its edges.

        None if it stands at no one place: it is of two cells, or of none.
        """
        touched = [piece for piece in self.pieces if piece.at < end and start < piece.at + piece.length]
        if len(touched) != 1:
            return None
        at, first, length = touched[0]
        return first + max(start - at, 0), first + min(end - at, length)


def as_read(document: Document, start: int, end: int) -> AsRead:
    """What is read of the characters `start` to `end` of a document's text: without what is surely a table's header."""
    parts: list[str] = []
    pieces: list[Piece] = []
    length = 0

    def add(text: str, at: int | None = None) -> None:
        nonlocal length
        if at is not None and text:
            pieces.append(Piece(length, at, len(text)))
        parts.append(text)
        length += len(text)

    position = start
    for row in document.rows_within(start, end):
        if row.sure and position <= row.header[0]:
            add(document.text[position : row.header[0]], position)
            position = row.header[1] + 1  # and the line break after it
        add(document.text[position : row.start], position)
        for label, first, value in labelled(document.text, row):
            if start <= first < end:
                add(label)
                add(value[: end - first], first)
        position = min(row.end, end)
    add(document.text[position:end], position)
    return AsRead("".join(parts), tuple(pieces))
