"""The lines of a PDF's pages, with what is known of each: where it stands, how large and how bold it is."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pypdf import PageObject

from index.pdf_aligned import LABEL, aligned_cells, drawn_by_words
from index.pdf_direction import in_reading_order
from index.pdf_pieces import Piece, pieces_of
from index.raised import raised

CELL = "\t"  # parts the cells of a table row within a line

_LEADER = re.compile(r"(?<![\s.…])[\s.…]{6,}+(?=[0-9]{1,4}\s*$)")  # in a table of contents
# In ems. Half of one is the usual width of a letter.
_NARROW_LETTER = 0.4
_WIDE_LETTER = 0.6
_CELL_GAP = 1.5
# Of the size of a line: what is smaller than this, and as far above its foot, is raised. What is far above it need
# hardly be smaller.
_SMALLER = 0.85
_ABOVE = 0.15
_HARDLY_SMALLER = 0.95
_FAR_ABOVE = 0.25
_MOST_CELL_CHARACTERS = 30  # of a longer text the width is too uncertain to tell what a gap is


class Line(NamedTuple):
    """A line of a page; its cells, if it is a row of a table, are parted by `CELL`."""

    page: int  # from 1
    text: str
    x: float  # in points, from the left of the page
    y: float  # from its foot
    size: float  # of most of its letters
    bold: bool  # all of it
    alone: bool = False  # a block of its own, which is no part of the page's layout
    rise: float = 0.0  # of the highest mark in it, which may push it away from the line before
    cells: tuple[float, ...] = ()  # how far from the left each of its cells begins, where that is known
    drop: float = 0.0  # of the lowest, which may push the next line away


def page_rows(page: PageObject, most_characters: int) -> list[list[Piece]]:
    """The pieces of the lines of a page that have text, in the order in which the file writes them.

    Those of a line from right to left are in the order in which they are read. Ligatures are letters in them. What
    is over `most_characters` is left out.
    """
    pieces = in_reading_order(pieces_of(page, most_characters))
    by_words = drawn_by_words(pieces)
    aligned = set() if by_words else aligned_cells(pieces)
    rows: list[list[Piece]] = [[]]
    broken = False  # whether the next text begins a line
    for number, piece in enumerate(pieces):
        for i, text in enumerate(piece.text.split("\n")):
            broken = broken or i > 0
            if text.strip():
                part = piece._replace(text=text)
                if rows[-1] and (
                    _is_cell(rows[-1][-1], part, apart=broken and not by_words)
                    or (number in aligned and _is_beside(rows[-1][-1], part))
                ):
                    part = piece._replace(text=CELL + text)
                elif broken and rows[-1] and _goes_on(rows[-1][-1], part, by_words):
                    part = piece._replace(text=" " + text)
                elif broken:
                    rows.append([])
                rows[-1].append(part)
                broken = False
            elif text and rows[-1] and not broken:
                rows[-1][-1] = rows[-1][-1]._replace(text=rows[-1][-1].text + " ")
    return [row for row in rows if row]


def line_of(pieces: Sequence[Piece], page: int) -> Line:
    """The line that the pieces make."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.size, 1)] += len(piece.text)
    size = max(sizes, key=lambda size: (sizes[size], size))
    main = next(piece for piece in pieces if round(piece.size, 1) == size)
    texts = (raised(piece.text) if _is_raised(piece, main) else piece.text for piece in pieces)
    cells = _LEADER.sub(CELL, "".join(texts)).split(CELL)
    text = CELL.join(" ".join(cell.split()) for cell in cells)
    marks = [_above(piece, main) for piece in pieces if piece.size < _HARDLY_SMALLER * size]
    rise, drop = max(0.0, *marks, 0.0), max(0.0, *(-mark for mark in marks), 0.0)
    bold = all(piece.bold for piece in pieces)
    places = (pieces[0].x, *(piece.x for piece in pieces[1:] if piece.text.startswith(CELL)))
    known = places if len(places) == len(cells) else ()
    return Line(page, text, pieces[0].x, main.y, size, bold, rise=rise, drop=drop, cells=known)


def _is_raised(piece: Piece, main: Piece) -> bool:
    """Whether a piece stands at a word, above the line it is in, and is smaller; a cell of its own is none."""
    above = _above(piece, main)
    smaller = _HARDLY_SMALLER if above > _FAR_ABOVE * main.size else _SMALLER
    return not piece.text[:1].isspace() and piece.size < smaller * main.size and above > _ABOVE * main.size


def _above(piece: Piece, main: Piece) -> float:
    """How far a piece stands above the line it is in; less than nothing where it stands below."""
    return piece.y + piece.rise - main.y


def _goes_on(last: Piece, piece: Piece, by_words: bool) -> bool:
    """Whether a piece goes on the line of the last one, which is a word of many or the mark of a list item."""
    return (by_words or LABEL.fullmatch(last.text.strip()) is not None) and _is_beside(last, piece)


def _is_beside(last: Piece, piece: Piece) -> bool:
    """Whether a piece stands on the line of the last one, to the right of it."""
    return abs(last.y - piece.y) <= 0.3 * last.size and piece.x > last.x


def _is_cell(last: Piece, piece: Piece, apart: bool) -> bool:
    """Whether a piece is the next cell of the last one's row: on its line, and well to the right of it.

    Where the file puts it on a line of its own (`apart`), it need only stand to the right.
    """
    shown = last.text.strip()
    if len(shown) > _MOST_CELL_CHARACTERS or LABEL.fullmatch(shown) or not _is_beside(last, piece):
        return False
    width, gap = (_NARROW_LETTER, 0.0) if apart else (_WIDE_LETTER, _CELL_GAP)
    return piece.x - last.x > (len(shown) * width + gap) * last.size > 0
