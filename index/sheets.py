"""Reading XLSX files: each row of a sheet becomes `Header: value; Header: value`, as those of other tables do."""

import warnings
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import openpyxl

from index.builder import TextBuilder
from index.cell_formats import shown
from index.characters import clean
from index.errors import SourceError
from index.packed import MOST_CHARACTERS, assert_packed, repacked
from index.sheet_marks import Marks, marks_of
from index.spanned import MOST_REPEATED
from index.table_rows import readings
from index.titles import sensible_title
from index.types import Document


class Filled(NamedTuple):
    """A cell that holds something, as it is shown; row and column count from 1."""

    row: int
    column: int
    value: str


Row = list[Filled]  # from left to right; it is not empty


def read_sheets(data: bytes) -> Document:
    """Reads the cells of an XLSX as they are shown: of formulas, the values that were saved with them.

    The name of a sheet is the heading over its rows. Hidden sheets are left out, and formulas without saved values,
    each with a note.

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
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = len(book.worksheets) - len(sheets)
    # What openpyxl leaves out of sheets that it reads row by row.
    marks = marks_of(book._archive, [sheet._worksheet_path for sheet in sheets])
    for sheet, marked in zip(sheets, marks, strict=True):
        sheet.reset_dimensions()  # what a file says of them may be wrong
        reader.sheet(clean(str(sheet.title)), reader.limited(_rows(sheet, marked)), marked)
    unsaved = sum(len(marked.unsaved) for marked in marks)
    notes = [f"hidden sheets were left out: {hidden}"] if hidden else []
    notes += [f"formulas without saved values were left out: {unsaved}"] if unsaved else []
    return reader.builder.document(
        sensible_title(book.properties.title or ""), notes=tuple(notes), records=True
    )


def _rows(sheet: Any, marks: Marks) -> Iterator[Row]:
    """The rows that hold something."""
    for cells in sheet.iter_rows():
        row = []
        for cell in cells:
            if cell.value is not None and cell.coordinate not in marks.unsaved:
                value = clean(shown(cell.value, cell.number_format))
                if value:
                    row.append(Filled(cell.row, cell.column, value))
        if row:
            yield row


def _with_merged(rows: Sequence[Row], marks: Marks) -> Iterator[Row]:
    """The rows, each with what merged cells that begin in a row above say of it too."""
    reaching: dict[int, tuple[int, str]] = {}  # by column: the last row, and the value
    for row in rows:
        number, own = row[0].row, {cell.column for cell in row}
        above = [
            Filled(number, column, value)
            for column, (last, value) in reaching.items()
            if number <= last and column not in own
        ]
        yield sorted([*row, *above])
        values = {cell.column: cell.value for cell in row}
        for merged in marks.merged.get(number, ()):
            if merged.last_row > number and 0 < len(values.get(merged.column, "")) <= MOST_REPEATED:
                reaching[merged.column] = merged.last_row, values[merged.column]


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

    def sheet(self, name: str, rows: Iterator[Row], marks: Marks) -> None:
        """Adds a sheet, if it holds something."""
        held = list(rows)
        if not held:
            return
        self._add(name)
        self.builder.end_block(heading=1)
        groups: list[list[Row]] = [[held[0]]]
        for before, row in pairwise(held):
            if row[0].row > before[0].row + 1:
                groups.append([])
            groups[-1].append(row)
        merged = {i: marks.merged[row[0].row] for i, row in enumerate(held) if row[0].row in marks.merged}
        for row, reading in zip(_with_merged(held, marks), readings(groups, merged), strict=True):
            start = self.builder.length
            for cell in () if reading.header else row:
                self.builder.table_cell(cell.row, cell.column)
                self.builder.label(reading.label(cell.column), self._at, reading.divider)
                self._add(cell.value)
            if reading.names:
                self.builder.end_alone(start)
            self.builder.end_block(tight=True)

    def _add(self, text: str) -> None:
        self.builder.add(text, self._at)
        self._at += len(text) + 1
        if self._at > 2 * MOST_CHARACTERS:  # merged cells are read in each of their rows
            raise SourceError(f"it is an XLSX of more than {MOST_CHARACTERS} characters, which is the most")
