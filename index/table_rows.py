"""What each row of a table or a sheet is read with: the names of its columns, or its first cell as a label."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from index.key_values import MOST_PAIRS, are_pairs, is_label
from index.table_header import Likely, Values, is_number, likely_header

_TITLE_ROWS = 15  # over a table, at most: exports of banks say there whose account it is, and of which days
_HEADER_ROWS = 3
_MOST_WORDS = 4  # of a cell that stands alone under a table and is none of its values
_MOST_NAME_CHARACTERS = 300  # of those that are put before each value


class Holding(Protocol):
    """A cell that holds something."""

    @property
    def column(self) -> int:
        """From 1."""

    @property
    def value(self) -> str:
        """What it says."""


class Merged(NamedTuple):
    """Cells shown as one: the first holds what they say. All count from 1."""

    row: int
    column: int
    last_row: int
    last_column: int


class Reading(NamedTuple):
    """How a row is read; a header is not."""

    names: Mapping[int, str]  # by column
    divider: str = ";"  # what parts its cells: after a label it is a colon, unless that has one
    header: bool = False
    sure: bool = False  # that it is one

    def label(self, column: int) -> str:
        """What stands before the cell of a column."""
        name = self.names.get(column, "")
        return f"{name}:" if name else ""


class _Header(NamedTuple):
    first: int  # its rows, and what it says
    end: int
    names: Values
    likely: Likely


Row = Sequence[Holding]  # from left to right; it is not empty


class _Table(NamedTuple):
    """What goes on over a gap between rows: the names of the columns, and which of these hold numbers."""

    names: Mapping[int, str]
    numbers: frozenset[int]

    def fits(self, rows: Sequence[Row]) -> bool:
        """Whether rows have these columns, and a column of numbers is none of words there."""
        inside = sum(all(cell.column in self.names for cell in row) for row in rows)
        theirs = {cell.column for row in rows for cell in row}
        return 2 * inside >= len(rows) and not (self.numbers & theirs) - _columns_of_numbers(rows)


_NONE: Mapping[int, Sequence[Merged]] = {}
_NO_TABLE = _Table({}, frozenset())
_PLAIN = Reading({})


def readings(
    groups: Sequence[Sequence[Row]], merged: Mapping[int, Sequence[Merged]] = _NONE
) -> Iterator[Reading]:
    """How each row is read, in their order; empty rows part them into groups, and empty cells are left out.

    Each group may have a header of its own, under rows of titles; else the names of the group before go on.

    :param merged: the merged cells that begin in the rows, by the number of each row from 0, empty ones not counted.
    """
    before = _NO_TABLE
    at = 0
    for group in _joined(groups):
        read = []
        for reading in _group(group, [merged.get(at + i, ()) for i in range(len(group))], before):
            read.append(reading)
            yield reading
        if read[-1].names or len(group) > 1 or len(group[0]) > 1:  # a note under a table ends it not
            rows = [row for row, reading in zip(group, read, strict=True) if reading.names]
            before = _Table(read[-1].names, _columns_of_numbers(rows))
        at += len(group)


def _columns_of_numbers(rows: Sequence[Row]) -> frozenset[int]:
    cells = [cell for row in rows for cell in row]
    filled = Counter(cell.column for cell in cells)
    numbers = Counter(cell.column for cell in cells if is_number(cell.value))
    return frozenset(column for column in filled if 2 * numbers[column] > filled[column])


def _joined(groups: Sequence[Sequence[Row]]) -> Iterator[Sequence[Row]]:
    """The groups, without gaps that part nothing: those around each row, and that between a header and its rows."""
    if all(len(group) == 1 for group in groups):
        groups = [[row for group in groups for row in group]]
    held: Sequence[Row] = ()
    for group in groups:
        alone = len(held) == 1 and len(held[0]) > 1
        over = _likely([*held, *group], 0) if alone else Likely.NO
        if over and over >= _likely(group, 0):
            group = [*held, *group]
        elif held:
            yield held
        held = group
    if held:
        yield held


def _group(rows: Sequence[Row], merged: Sequence[Sequence[Merged]], before: _Table) -> Iterator[Reading]:
    if _are_pairs(rows):
        yield from map(_paired, rows)
        return
    fits = before.fits(rows)
    header = _header(rows, merged)
    goes_on = before.names and fits and header.likely < Likely.SURE and not header.first
    if goes_on or header.likely == Likely.NO:
        for row in rows:
            is_note = len(row) == 1 < len(before.names) and _is_note(row[0].value)
            yield Reading(before.names) if fits and not is_note else _PLAIN
        return
    for row in rows[: header.first]:
        yield _paired(row)
    sure = header.likely == Likely.SURE
    yield from [Reading({}, header=True, sure=sure)] * (header.end - header.first)
    shown = {column: _shortened(name.removesuffix(":")) for column, name in header.names.items()}
    yield from [Reading(shown)] * (len(rows) - header.end)


def _is_note(value: str) -> bool:
    """Whether a cell that stands alone says something of the table: "Source: town office"."""
    return ": " in value or len(value.split()) > _MOST_WORDS


def _paired(row: Row) -> Reading:
    """How a row is read whose first cell may say what the second is."""
    if len(row) != 2 or not is_label(row[0].value):
        return _PLAIN
    return Reading({}, "" if row[0].value.endswith(":") else ":")


def _are_pairs(rows: Sequence[Row]) -> bool:
    if len(rows) > MOST_PAIRS or len({cell.column for row in rows for cell in row}) != 2:
        return False
    pairs = [(row[0].value, row[1].value) for row in rows if len(row) == 2]
    return 4 * len(pairs) >= 3 * len(rows) and are_pairs(pairs)


def _header(rows: Sequence[Row], merged: Sequence[Sequence[Merged]]) -> _Header:
    widest = max(map(len, rows))
    left = min(row[0].column for row in rows)
    tops = [_spread(row, merged[i]) for i, row in enumerate(rows[: _TITLE_ROWS + 1])]
    wide = [
        i
        for i, row in enumerate(rows[: _TITLE_ROWS + 1])
        if 2 * len(tops[i]) >= widest and (len(row) > 1 or widest == 1 or row[0].column > left)
    ]
    if not wide:
        return _Header(0, 0, {}, Likely.NO)
    first = wide[0]
    if deep := _deep_header(rows, tops, merged, first):
        return deep
    likely = _likely(rows, first)
    for i in wide[1:] if likely < Likely.SURE else ():
        # What stands over a table without a gap has fewer cells than its header, or is a comment.
        over = len(rows[first]) < len(rows[i]) or rows[first][0].value.startswith("#")
        if over and _likely(rows, i) == Likely.SURE:
            first, likely = i, Likely.SURE
            break
    return _Header(first, first + 1, _values(rows[first]), likely)


def _deep_header(
    rows: Sequence[Row], tops: Sequence[Values], merged: Sequence[Sequence[Merged]], first: int
) -> _Header | None:
    """A header of several rows, under cells merged over columns: 2022 over Q1 and Q2."""
    end = first + 1
    while end < min(len(tops), len(rows) - 1, first + _HEADER_ROWS):
        if all(cell.last_column == cell.column for cell in merged[end - 1]):
            break
        end += 1
    if end == first + 1:
        return None
    names: dict[int, str] = {}
    for top in tops[first:end]:
        for column, name in top.items():
            over = names.get(column, "")
            names[column] = name if over in ("", name) else f"{over} {name}"
    # A row under merged cells may hold values: one is a name of two columns, say.
    lowest = list(tops[end - 1].values())
    says = _likely(rows, end - 1)
    tall = any(cell.last_row > cell.row for level in merged[first : end - 1] for cell in level)
    repeats = len(set(lowest)) < len(lowest) or any(map(is_number, lowest))
    named = tall or says == Likely.SURE or (says and repeats)
    likely = likely_header(names, map(_values, rows[end:])) if named else Likely.NO
    return _Header(first, end, names, Likely.SURE) if likely else None


def _likely(rows: Sequence[Row], i: int) -> Likely:
    return likely_header(_values(rows[i]), map(_values, rows[i + 1 :]))


def _values(row: Row) -> Values:
    return {cell.column: cell.value for cell in row}


def _spread(row: Row, merged: Sequence[Merged]) -> Values:
    """What is shown in each column of a row, in those too that its merged cells reach over."""
    own = _values(row)
    values = dict(own)
    reached = 0  # a broken file may have merged cells that overlap
    for cell in sorted(merged):
        for column in range(max(cell.column, reached + 1), cell.last_column + 1):
            if cell.column in own:
                values[column] = own[cell.column]
        reached = max(reached, cell.last_column)
    return values


def _shortened(name: str) -> str:
    """A name that can stand before each value: it ends with a whole word."""
    if len(name) <= _MOST_NAME_CHARACTERS:
        return name
    return f"{name[:_MOST_NAME_CHARACTERS].rpartition(' ')[0] or name[:_MOST_NAME_CHARACTERS]}…"
