"""Tables within a text, whose cells are parted by bars, and how a row is read: each value after its column's name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from index.table_rows import Reading, readings

BAR = " | "  # parts the cells of a row in the text of a document
_MOST_NAMES = 400  # characters of all names of a table's columns; with more, its rows are read as they stand

Block = tuple[int, int]
Columns = Mapping[int, tuple[int, ...]]


class NamedRow(NamedTuple):
    """A row whose columns have names: it says by itself, after these, what it says."""

    start: int
    end: int
    header: Block  # the row that names the columns
    sure: bool  # that it does: if not, it may be a row like the others
    reading: Reading
    columns: tuple[int, ...] | None


class _Cell(NamedTuple):
    start: int
    column: int
    value: str


def named_rows(text: str, blocks: Sequence[Block], columns: Columns) -> tuple[NamedRow, ...]:
    """The rows of all tables of a text that stand under a header, in order.

    :param blocks: those of the text, each row one of them; those of one table are parted by line breaks alone.
    :param columns: of the cells of the block that starts there, from 1, empty ones not counted; where it is missing, a
        bar parts each column from the next.
    """
    return tuple(row for table in _tables(text, blocks) for row in _named(text, table, columns))


def labelled(text: str, row: NamedRow) -> Iterator[tuple[str, int, str]]:
    """For each cell of a row: what is read before it, where it starts in the text, and what it says."""
    for i, cell in enumerate(_cells(text, row.start, row.end, row.columns)):
        label = row.reading.label(cell.column)
        yield f"{row.reading.divider} " * (i > 0) + f"{label} " * bool(label), cell.start, cell.value


def _tables(text: str, blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """What line breaks alone part, from the first row with a bar on, where most have one."""
    group: list[Block] = []
    for block in [*blocks, None]:
        if group and (block is None or "\n\n" in text[group[-1][1] : block[0]]):
            barred = [text.find(BAR, *row) >= 0 for row in group]
            if 2 * sum(barred) > len(group):
                yield group[barred.index(True) :]
            group = []
        if block is not None:
            group.append(block)


def _named(text: str, table: list[Block], columns: Columns) -> Iterator[NamedRow]:
    header: Block | None = None
    sure = False
    found = [(block, _cells(text, *block, columns.get(block[0]))) for block in table]
    top = [cell.value for cell in found[0][1]]
    # A table that goes over a page has its header again on the next.
    rows = [found[0], *((block, row) for block, row in found[1:] if [cell.value for cell in row] != top)]
    for (block, row), reading in zip(rows, readings([[row for _, row in rows]]), strict=True):
        if reading.header:
            header, sure = block, reading.sure
        elif header and reading.names and len(row) > 1 and _are_short(reading):
            yield NamedRow(*block, header, sure, reading, columns.get(block[0]))


def _are_short(reading: Reading) -> bool:
    return sum(map(len, reading.names.values())) <= _MOST_NAMES


def _cells(text: str, start: int, end: int, columns: tuple[int, ...] | None) -> list[_Cell]:
    """The cells of a row that hold something; the row as one cell where it holds a bar that parts none."""
    cells, at = [], start
    for number, part in enumerate(text[start:end].split(BAR), 1):
        if part:
            cells.append(_Cell(at, number, part))
        at += len(part) + len(BAR)
    if columns is None:
        return cells
    if len(cells) != len(columns):
        return [_Cell(start, 1, text[start:end])]
    return [cell._replace(column=column) for cell, column in zip(cells, columns, strict=True)]
