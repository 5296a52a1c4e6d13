"""The lines of a PDF's pages with the values of its form, each beside its label as if it were printed there."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import takewhile
from statistics import mode
from typing import NamedTuple

from pypdf import PageObject

from index.pdf_fields import CHECK, Field, page_fields
from index.pdf_letters import plain_letters
from index.pdf_lines import CELL, Line, line_of, page_rows
from index.pdf_pieces import Piece

_MOST_NEAR = 200  # pieces of text near a field, among which its label is sought
_LETTER = 0.5  # the usual width of one, in ems; the width of a text is not known
_NARROW_LETTER = 0.4
_FAR = 8.0  # ems; from so far on a label over a field is more likely than one beside it
_BESIDE_BOX = 3.0  # ems from a box to a label at its right
_USUAL_SIZE = 10.0  # of text, for a page that has none
_LEADERS = " _.…"


class _Spot(NamedTuple):
    """A piece of the page's text, and where it stands in its rows."""

    piece: Piece
    row: int
    at: int

    def end(self, letter: float) -> float:
        return self.piece.x + letter * self.piece.size * len(self.piece.text.strip().rstrip(_LEADERS))


def page_lines(page: PageObject, number: int, most_characters: int) -> list[Line]:
    """The lines of a page that have text, in the order in which the file writes them, with what is filled in.

    The value of a field is the cell after its label. Those without a label on the page follow at its end, named
    as the form names them. What is over `most_characters` is left out.
    """
    rows = page_rows(page, most_characters)
    fields = page_fields(page, most_characters)
    if not fields:
        return [line_of(row, number) for row in rows]
    labels = _Labels(rows)
    after: dict[tuple[int, int], list[Field]] = defaultdict(list)
    checked = set()
    apart = []
    for field in fields:
        spot = labels.of(field)
        if spot is None:
            apart.append(field)
        elif field.is_box and spot.piece.x >= field.right - spot.piece.size:
            checked.add((spot.row, spot.at))
        else:
            after[spot.row, spot.at].append(field)
    lines = [line_of(_filled(row, i, after, checked), number) for i, row in enumerate(rows)]
    size = mode(line.size for line in lines) if lines else _USUAL_SIZE
    texts = {f"{field.name}: {field.text}" if field.name else field.text: field for field in apart}
    return lines + [
        Line(number, plain_letters(text), field.left, field.bottom, size, bold=False, alone=True)
        for text, field in texts.items()
    ]


def _filled(
    row: Sequence[Piece],
    number: int,
    after: Mapping[tuple[int, int], Sequence[Field]],
    checked: Container[tuple[int, int]],
) -> list[Piece]:
    """A row with the values of the fields whose labels are in it, each a cell of its own."""
    filled: list[Piece] = []
    ends = False  # whether the last cell does
    for at, piece in enumerate(row):
        words = piece.text.lstrip()
        lead = CELL if ends else piece.text[: len(piece.text) - len(words)]
        mark = f"{'' if lead or not filled else ' '}{CHECK} " if (number, at) in checked else ""
        filled.append(piece._replace(text=f"{lead}{mark}{words}" if lead or mark else piece.text))
        fields = after.get((number, at), ())
        for field in fields:
            text = CHECK if field.is_box else plain_letters(field.text)
            filled.append(piece._replace(text=CELL + text, x=field.left))
        ends = bool(fields)
    return filled


class _Labels:
    """The text of a page, among which the labels of its fields are."""

    def __init__(self, rows: Sequence[Sequence[Piece]]) -> None:
        self._rows = rows
        spots = [_Spot(piece, row, at) for row, pieces in enumerate(rows) for at, piece in enumerate(pieces)]
        self._spots = sorted(spots, key=lambda spot: -spot.piece.y)
        self._heights = [-spot.piece.y for spot in self._spots]

    def of(self, field: Field) -> _Spot | None:
        """The label of a field: at its left, else over it; that of a box rather at its right.

        None where the text only goes on under the field, so that it cannot be told what of it is the label.
        """
        beside = self._beside(field)
        left = max((spot for spot in beside if spot.piece.x < field.left), key=_x, default=None)
        gap = field.left - left.end(_LETTER) if left else 0.0
        if field.is_box:
            right = min((spot for spot in beside if spot.piece.x > field.left), key=_x, default=None)
            between = right.piece.x - field.right if right else 0.0
            if right and between < _BESIDE_BOX * right.piece.size and not (left and gap < between / 2):
                return right
        if left and left.end(_NARROW_LETTER) > field.left + left.piece.size:
            return None
        over = None if left and gap < _FAR * left.piece.size else self._over(field)
        return over or left

    def _beside(self, field: Field) -> list[_Spot]:
        """The text of the line on which a field stands; of a high one, of its first line."""
        height = field.top - field.bottom
        line = field.bottom + 0.3 * height
        near = [
            spot
            for spot in self._between(field.bottom - height, field.top)
            if field.bottom - 0.5 * spot.piece.size <= spot.piece.y <= field.top - 0.2 * spot.piece.size
        ]
        if not near:
            return []
        size = near[0].piece.size
        if height > 3 * size:
            line = field.top - size
        main = min(near, key=lambda spot: abs(spot.piece.y - line)).piece
        return [spot for spot in near if abs(spot.piece.y - main.y) <= 0.3 * main.size]

    def _over(self, field: Field) -> _Spot | None:
        """The last word of the line close over a field, if it begins where the field does."""
        near = [
            spot
            for spot in self._between(field.top - 0.2 * _USUAL_SIZE, field.top + 3 * _USUAL_SIZE)
            if spot.piece.y - field.top <= 1.5 * spot.piece.size
            and abs(spot.piece.x - field.left) <= 1.5 * spot.piece.size
            and spot.end(_NARROW_LETTER) <= field.right + 2 * spot.piece.size
        ]
        if not near:
            return None
        label = min(near, key=lambda spot: (spot.piece.y, spot.piece.x))
        row, at = self._rows[label.row], label.at
        for piece in row[at + 1 : at + _MOST_NEAR]:
            if piece.text.startswith(CELL) or piece.x >= field.right:
                break
            at += 1
        return _Spot(row[at], label.row, at)

    def _between(self, low: float, high: float) -> Iterable[_Spot]:
        start = bisect_left(self._heights, -high)
        return takewhile(lambda spot: spot.piece.y >= low, self._spots[start : start + _MOST_NEAR])


def _x(spot: _Spot) -> float:
    return spot.piece.x
