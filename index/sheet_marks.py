"""What a sheet's XML says beside its cells: which are merged, and which formulas have no saved value."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from zipfile import ZipFile

from index.table_rows import Merged

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA = re.compile(
    rb"<(?:\w{1,9}:)?c(\s[^<>]*+)>\s*+<(?:\w{1,9}:)?f\b[^<>]*+(?:(?<=/)>|>[^<]*+</[^<>]*+>)\s*+"
    rb"(?:<(?:\w{1,9}:)?v>([^<]*+)<)?"
)
_PLACE = re.compile(rb'\sr="([A-Z]{1,3}[0-9]{1,7})"')
# What XlsxWriter asks of the program that opens its file, for it saves a 0 as the value of each formula that it was
# given none for.
_NOT_CALCULATED = b'<calcPr calcId="124519" fullCalcOnLoad="1"/>'
_BOOK = "xl/workbook.xml"


class Marks(NamedTuple):
    """The merged cells of a sheet by the row that they begin in, and its formulas (B4) without a value."""

    merged: dict[int, list[Merged]]
    unsaved: frozenset[str]


def marks_of(archive: ZipFile, names: Sequence[str]) -> list[Marks]:
    """The marks of the sheets that are these parts of an XLSX.

    Zeros that a program saved as the values of all formulas, before any was calculated, are no values.
    """
    sheets = [archive.read(name) for name in names]
    formulas = [[match for match in _FORMULA.finditer(xml)] for xml in sheets]
    book = archive.read(_BOOK) if _BOOK in archive.namelist() else b""
    given = {match[2] for found in formulas for match in found if match[2]}
    zeros = given == {b"0"} and _NOT_CALCULATED in book
    return [
        Marks(
            _merged(xml),
            frozenset(
                place[1].decode()
                for match in found
                if (not match[2] or zeros)
                and b't="str"' not in match[1]
                and (place := _PLACE.search(match[1]))
            ),
        )
        for xml, found in zip(sheets, formulas, strict=True)
    ]


def _merged(xml: bytes) -> dict[int, list[Merged]]:
    merged: dict[int, list[Merged]] = {}
    for column, row, last_column, last_row in (match.groups() for match in _MERGED.finditer(xml)):
        cell = Merged(int(row), _number(column), int(last_row), _number(last_column))
        merged.setdefault(cell.row, []).append(cell)
    return merged


def _number(letters: bytes) -> int:
    """The number of a column that is called so: AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
