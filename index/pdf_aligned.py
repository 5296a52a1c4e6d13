"""Pieces of a PDF's page that stand on one line: words of a sentence, or cells that begin where others do."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.pdf_pieces import Piece

LABEL = re.compile(r"[-*+•‣◦▪–—]|\(?(?:[0-9]{1,3}|[a-z])[.)]")  # of a list item
_LETTER = 0.5  # ems, on the average
_WORD_GAP = 0.7  # ems that the words of a sentence stand apart at most, as far as their widths are known
_CELL_GAP = 0.35  # ems that cells which begin in line stand apart at least
_IN_LINE_GAP = -1.5  # the same where the cells before them begin in line too: widths are only known roughly
_ALIGNED = 0.1  # ems that cells of one column begin apart, at most
_LEVEL = 0.3  # ems that pieces of one line stand higher than each other, at most
_MOST_CELLS = 100  # of a line: more are no table, and each is compared with each of the next line
_ROWS_APART = 4.0  # ems from one row of a table to the next, at most


def drawn_by_words(pieces: Sequence[Piece]) -> bool:
    """Whether the program that made a page placed most words one by one, and not by lines or cells."""
    gaps = [_gap(last, piece) for _, last, piece in _beside(pieces)]
    return 2 * sum(gap < _WORD_GAP for gap in gaps) > len(gaps)


def aligned_cells(pieces: Sequence[Piece]) -> set[int]:
    """The numbers of the pieces that begin right where one of the next line above or below does, each beside another.

    :param pieces: of a page that is not drawn by words, in the order of the file.
    """
    cells = [_Cell(*beside) for beside in _beside(pieces) if not LABEL.fullmatch(beside[1].text.strip())]
    cells.sort(key=lambda cell: -cell.piece.y)
    rows: list[list[_Cell]] = []
    for cell in cells:
        if not rows or rows[-1][0].piece.y - cell.piece.y > _LEVEL * cell.piece.size:
            rows.append([])
        rows[-1].append(cell)
    found: set[int] = set()
    for over, under in pairwise(row for row in rows if len(row) <= _MOST_CELLS):
        if over[0].piece.y - under[0].piece.y <= _ROWS_APART * under[0].piece.size:
            pairs = [(a, b) for a in over for b in under if _are_in_line(a, b)]
            found.update(cell.number for pair in pairs for cell in pair)
    return found


class _Cell(NamedTuple):
    number: int  # of the piece
    last: Piece  # the one before it on its line
    piece: Piece


def _are_in_line(a: _Cell, b: _Cell) -> bool:
    """Whether two pieces begin a column: well apart from those before them, or these begin in line too."""
    if abs(a.piece.x - b.piece.x) > _ALIGNED * b.piece.size:
        return False
    apart = min(_gap(a.last, a.piece), _gap(b.last, b.piece))
    return apart >= (_IN_LINE_GAP if abs(a.last.x - b.last.x) <= _ALIGNED * b.piece.size else _CELL_GAP)


def _beside(pieces: Sequence[Piece]) -> Iterator[tuple[int, Piece, Piece]]:
    """Each piece that stands to the right of the one before it on its line: its number, the one before, and it."""
    shown = [(number, piece) for number, piece in enumerate(pieces) if piece.text.strip()]
    for (_, last), (number, piece) in pairwise(shown):
        if abs(last.y - piece.y) <= _LEVEL * last.size and piece.x > last.x:
            yield number, last, piece


def _gap(last: Piece, piece: Piece) -> float:
    """How far a piece stands from the end of the one before it, in ems; its own space before its words counts."""
    width = _LETTER * len(last.text.strip()) * last.size
    return (piece.x - last.x - width) / max(piece.size, 0.1)
