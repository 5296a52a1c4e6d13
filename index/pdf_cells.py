"""Rows of a PDF's table whose cells have several lines: many programs write a table cell by cell."""

from collections.abc import Iterable

from index.pdf_lines import CELL, Line

_LINES_APART = 1.7  # ems from one line of a cell to the next, at most
_ALIGNED = 0.5  # ems that lines of one cell begin apart, at most
_MOST_JOINED = (
    60  # lines that are joined with one row: no cell is longer, and each costs the length of the row
)
_LEVEL = 0.3  # ems that two cells of a row stand higher than each other, at most


def join_cells(lines: Iterable[Line]) -> list[Line]:
    """The lines, those that go on in a row's last cell, or are a further cell of it, joined with the row."""
    joined: list[Line] = []
    count = 0  # of the lines joined with the row
    lowest = 0.0  # height of the lowest line of the last cell
    for line in lines:
        row = joined[-1] if joined else None
        if row and len(row.cells) > 1 and count < _MOST_JOINED and _is_of_table(row, line):
            count += 1
            if _is_next(row, line):
                joined[-1] = row._replace(
                    text=row.text + CELL + line.text, cells=(*row.cells, *(line.cells or (line.x,)))
                )
                lowest = line.y
                continue
            if CELL not in line.text and _goes_on(row, line, lowest):
                joined[-1] = row._replace(text=f"{row.text} {line.text}")
                lowest = line.y
                continue
        joined.append(line)
        count = 0
        lowest = line.y
    return joined


def _is_of_table(row: Line, line: Line) -> bool:
    return line.page == row.page and abs(line.size - row.size) <= 0.08 * row.size and not line.alone


def _is_next(row: Line, line: Line) -> bool:
    """Whether a line stands to the right of a row's cells, on its height, or as the first of several over its foot."""
    beside = line.x > row.cells[-1] + 2 * row.size
    level = abs(line.y - row.y) <= _LEVEL * row.size
    over = CELL not in line.text and 0 < line.y - row.y <= _LINES_APART * row.size
    return beside and (level or over)


def _goes_on(row: Line, line: Line, lowest: float) -> bool:
    """Whether a line stands under the last line of a row's last cell."""
    under = 0 < lowest - line.y <= _LINES_APART * row.size
    return under and abs(line.x - row.cells[-1]) <= _ALIGNED * row.size
