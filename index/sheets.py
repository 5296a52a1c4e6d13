"""Reading XLSX files: each row of a sheet becomes `Header: value; Header: value`, as those of other tables do."""

import warnings
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import openpyxl

from index.builder import TextBuilder, clean
from index.cell_formats import shown
from index.errors import SourceError
from index.packed import MOST_CHARACTERS, assert_packed, repacked
from index.table_header import is_header
from index.titles import sensible_title
from index.types import Document

_TITLE_ROWS = 5  # over a table, at most


class Filled(NamedTuple):
    """A cell that holds something, as it is shown; row and column count from 1."""

    row: int
    column: int
    value: str


Row = list[Filled]


def read_sheets(data: bytes) -> Document:
    """Reads the cells of an XLSX as they are shown: of formulas, the values that were saved with them.

    The name of a sheet is the heading over its rows; hidden sheets are left out, with a note.

    :raises SourceError: if it is broken, encrypted, or too long; the message is a reason, without the file's path.
    """
    assert_packed(data, "XLSX")
    packed = repacked(data)
    try:
        with warnings.catch_warnings(action="ignore"):  # of what it does not support: drawings, validations
            book = openpyxl.load_workbook(packed, read_only=True, data_only=True, keep_links=False)
            return _document(book)
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # on a broken file openpyxl raises whatever its code comes upon
        raise SourceError(
            f"it is a broken XLSX file: {clean(str(error))[:200] or type(error).__name__}"
        ) from error


def _document(book: Any) -> Document:
    reader = _Reader()
    hidden = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden += 1
            continue
        sheet.reset_dimensions()  # what a file says of them may be wrong
        reader.sheet(clean(str(sheet.title)), reader.limited(_rows(sheet)))
    notes = (f"hidden sheets were left out: {hidden}",) if hidden else ()
    return reader.builder.document(sensible_title(book.properties.title or ""), notes=notes, records=True)


def _rows(sheet: Any) -> Iterator[Row]:
    """The rows that hold something, and an empty one where some that hold nothing stand between them."""
    last = 0
    for cells in sheet.iter_rows():
        row = []
        for cell in cells:
            if cell.value is not None:
                value = clean(shown(cell.value, cell.number_format))
                if value:
                    row.append(Filled(cell.row, cell.column, value))
        if row:
            if last and row[0].row > last + 1:
                yield []
            last = row[0].row
            yield row


class _Reader:
    def __init__(self) -> None:
        self.builder = TextBuilder("", lined=False)
        self._at = 0  # in the text of the file: its cells, one character after each
        self._characters = 0  # of all cells

    def limited(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows as they are read, up to the most that a file may have: a text saved once may fill many cells."""
        for row in rows:
            self._characters += sum(len(cell.value) for cell in row)
            if self._characters > MOST_CHARACTERS:
                raise SourceError(
                    f"it is an XLSX of more than {MOST_CHARACTERS} characters, which is the most"
                )
            yield row

    def sheet(self, name: str, rows: Iterator[Row]) -> None:
        """Adds a sheet, if it holds something."""
        names: dict[int, str] = {}
        headed = False
        for filled, group in groupby(rows, key=bool):
            if not filled:
                continue
            if not headed:
                self._add(name)
                self.builder.end_block(heading=1)
                headed = True
            names = self._table(list(group), names)

    def _table(self, rows: list[Row], names: dict[int, str]) -> dict[int, str]:
        """Adds rows without a gap between them; the names of their columns, for the rows after a gap."""
        widest = max(map(len, rows))
        first = next(i for i, row in enumerate(rows) if 2 * len(row) >= widest)
        first = first if first <= _TITLE_ROWS else 0
        header = {cell.column: cell.value for cell in rows[first]}
        below = ([_value(row, column) for column in header] for row in rows[first + 1 :])
        body = rows
        if (len(header) > 1 or widest == 1) and is_header(list(header.values()), below):
            for row in rows[:first]:
                self._row(row, {})
            names = {column: value.removesuffix(":") for column, value in header.items()}
            body = rows[first + 1 :]
        elif any(cell.column not in names for row in rows for cell in row):
            names = {}  # another table, without a header
        for row in body:
            self._row(row, names)
        return names

    def _row(self, row: Row, names: dict[int, str]) -> None:
        for cell in row:
            self.builder.table_cell(cell.row, cell.column)
            name = names.get(cell.column, "")
            self.builder.label(f"{name}:" if name else "", self._at)
            self._add(cell.value)
        self.builder.end_block(tight=True)

    def _add(self, text: str) -> None:
        self.builder.add(text, self._at)
        self._at += len(text) + 1


def _value(row: Sequence[Filled], column: int) -> str:
    return next((cell.value for cell in row if cell.column == column), "")
