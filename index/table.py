"""Reading tables of comma- or tab-separated values: each row becomes `Header: value; Header: value`."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.builder import TextBuilder
from index.characters import clean
from index.table_rows import Reading, readings
from index.types import Document

DELIMITERS = "\t;|,"  # the rarest in a text first: a comma often stands in each row of another kind
SAMPLE = 20_000  # characters that the choice of the delimiter looks at

_DECLARED = re.compile(r"sep=([,\t;|])(?:\r\n|\r|\n)")


class Cell(NamedTuple):
    """A cell's content as it stands in the source, without the quotation marks around it, and what it says."""

    column: int
    start: int
    text: str
    quoted: bool
    value: str


def read_table(source: str) -> Document:
    """Reads a table; what parts its cells, the table itself tells, and which of its rows are headers.

    Each row is a block, in which empty cells are left out and each value comes after its column's name.
    """
    declared = _DECLARED.match(source)
    start = declared.end() if declared else 0
    delimiter = declared[1] if declared else _delimiter(source[:SAMPLE])
    numbered = enumerate(_rows(source, delimiter, start), 1)  # as a spreadsheet counts: empty rows too
    held = [(number, row) for number, cells in numbered if (row := [cell for cell in cells if cell.value])]
    groups: list[list[list[Cell]]] = []
    for (last, _), (number, row) in pairwise([(-1, []), *held]):
        if number > last + 1:
            groups.append([])
        groups[-1].append(row)
    builder = TextBuilder(source)
    for (number, row), reading in zip(held, readings(groups), strict=True):
        if not reading.header:
            start = builder.length
            _add_row(builder, number, row, reading)
            if reading.names:
                builder.end_alone(start)
            builder.end_block(tight=True)
    return builder.document("", records=True)


def _add_row(builder: TextBuilder, number: int, row: Sequence[Cell], reading: Reading) -> None:
    for cell in row:
        at = cell.start
        builder.table_cell(number, cell.column)
        builder.label(reading.label(cell.column), at, reading.divider)
        if not cell.quoted:
            builder.add(cell.text, at)
            continue
        for part in cell.text.split('""'):
            builder.add(part, at)
            at += len(part)
            if at < cell.start + len(cell.text):
                builder.add('"', at)
            at += 2


def _rows(source: str, delimiter: str, start: int) -> Iterator[list[Cell]]:
    """The rows, with a quoted cell's line breaks in it; a stray quotation mark is text."""
    part = re.escape(delimiter)
    cell_of = re.compile(rf'[ ]*+"((?:[^"]++|"")*+)"[ ]*+(?={part}|[\r\n]|\Z)|([^{part}\r\n]*+)')
    row: list[Cell] = []
    while start <= len(source):
        match = cell_of.match(source, start)
        assert match is not None, "a cell may be empty, so there always is one"
        quoted = match[1] is not None
        text = match[1] if quoted else match[2]
        value = clean(text.replace('""', '"') if quoted else text)
        value = text if value == text else value  # so that it is held once
        row.append(Cell(len(row) + 1, match.start(1 if quoted else 2), text, quoted, value))
        start = match.end()
        if source.startswith(delimiter, start):
            start += 1
            continue
        yield row
        row = []
        start += 2 if source.startswith("\r\n", start) else 1


def _delimiter(sample: str) -> str:
    """The character that parts the most rows into the same number of cells."""

    def alike(delimiter: str) -> int:
        widths = Counter(len(row) for row in _rows(sample, delimiter, 0) if any(cell.text for cell in row))
        del widths[1]
        return max(widths.values(), default=0)

    return max(DELIMITERS, key=alike) if any(map(alike, DELIMITERS)) else ","
