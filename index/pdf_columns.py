"""The columns that the cells of a PDF's table stand in: the file says only where each cell is."""

from collections.abc import Sequence
from itertools import groupby

from index.pdf_blocks import Block
from index.pdf_lines import Line

_MOST_COLUMNS = 40  # of a wider table the cells are counted as they come


def columns_in(blocks: Sequence[Block]) -> dict[tuple[int, float, str], tuple[int, ...]]:
    """For each row of each table, the columns of its cells from 1, by its page, its height on it and its text.

    Rows under each other are of one table, and the row with the most cells has one in each column.
    """
    found = {}
    for is_row, group in groupby(blocks, key=lambda block: len(block.lines[0].cells) > 1):
        if is_row:
            rows = [block.lines[0] for block in group]
            places = max((row.cells for row in rows), key=len)
            for row in rows if len(places) <= _MOST_COLUMNS else ():
                found[place_of(row)] = _nearest(row.cells, places)
    return found


def place_of(line: Line) -> tuple[int, float, str]:
    """What tells a line from all others of the file."""
    return line.page, line.y, line.text


def _nearest(cells: Sequence[float], places: Sequence[float]) -> tuple[int, ...]:
    """The columns of cells, in order and each another, that are the nearest to them together.

    :param cells: how far from the left each begins; :param places: the same for each column, at least as many.
    """
    spare = len(places) - len(cells)
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * (
        spare + 1
    )  # by how many columns were passed over
    for i, x in enumerate(cells):
        step: list[tuple[float, tuple[int, ...]]] = []
        for passed in range(spare + 1):
            cost, columns = best[passed]
            taken = cost + abs(x - places[i + passed]), (*columns, i + passed + 1)
            step.append(min(step[-1], taken) if step else taken)
        best = step
    return best[-1][1]
