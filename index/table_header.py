"""Whether the first row of a table names its columns."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from itertools import pairwise

_NUMBER = re.compile(r"[\s$€£¥+-]*[0-9][0-9\s.,:/%eE+-]*$")
_ADDRESS = re.compile(r"[^\s@]++@[^\s@]++$|https?://\S++$")
_YEAR = re.compile(r"(?:1[5-9]|20|21)[0-9]{2}$")
_FOUR_DIGITS = re.compile(r"[0-9]{4}$")
_PARTED = re.compile(r"[0-9]{1,4}[-–/][0-9]{1,4}$|[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}$|[0-9]{1,4}\+$")
_MISSING = frozenset(
    {"n/a", "n.a.", "na", "nan", "nil", "none", "null", "unknown"}
)  # said in place of a number
_LONG = 80  # characters from which on a text is more like a value, if nothing else says that it is a name
_MOST_EQUAL = 0.1  # of a column's cells: more that say its name are a value that recurs

Values = Mapping[int, str]  # of a row's cells that are not empty, by column


class Likely(IntEnum):
    """Whether a row is a header: it may be one where nothing speaks against it."""

    NO = 0
    MAYBE = 1
    SURE = 2


def is_number(value: str) -> bool:
    """Whether a value is an amount, a share, a date, or a range of them."""
    return _NUMBER.match(value) is not None


def likely_header(names: Values, rows: Iterable[Values]) -> Likely:
    """Whether a row of cells names the columns of those below: names, and values of another kind below them.

    The first name is no number; others may be years, dates and ranges, or 1, 2, 3. The corner over a first column of
    texts may be empty, or a year. A name may stand over several columns, and some cells may say what their column is
    called. It is sure where numbers or addresses stand below words; only then may the first name occur twice.
    """
    numbers = [column for column, name in names.items() if is_number(name)]
    if not names or not _may_be_names([names[column] for column in numbers]):
        return Likely.NO
    if any(_ADDRESS.match(name) for name in names.values()):
        return Likely.NO
    below = _Below(names, numbers)
    if not all(map(below.takes, rows)) or not below.filled.keys() & names.keys():
        return Likely.NO
    first, left = min(names), min(below.filled)
    sure = any(
        2 * below.plain[column] > below.filled[column] and column not in numbers and _is_word(name)
        for column, name in names.items()
    )
    labels = below.filled[left] == below.rows and not below.plain[left]  # the rows' names, under a corner
    corner = labels and (len(numbers) > 1 if left < first else sure and bool(_YEAR.match(names[first])))
    if (first in numbers or (left < first and numbers)) and not corner:
        return Likely.NO
    counts = Counter(names.values())
    if (counts[names[first]] > 1 and not sure) or any(
        below.denies(column, counts[name] == 1, sure) for column, name in names.items()
    ):
        return Likely.NO
    return Likely.SURE if sure else Likely.MAYBE


class _Below:
    """What stands below each name: how many cells, and of them, how many of each kind."""

    def __init__(self, names: Values, numbers: Sequence[int]) -> None:
        self._names = names
        self._numbers = numbers
        self._years = _FOUR_DIGITS if len(numbers) == 1 else _YEAR  # one year alone is more like a value
        self.rows = 0
        self.filled: Counter[int] = Counter()
        self.plain: Counter[int] = Counter()  # numbers or addresses
        self._equal: Counter[int] = Counter()  # those that say the name
        self._alike: Counter[int] = Counter()  # numbers of the kind that the name is
        self._shorter: Counter[int] = Counter()

    def takes(self, row: Values) -> bool:
        """Counts a row, unless it says mostly the names again: then they are values that recur."""
        names = self._names
        same = [column for column, value in row.items() if value == names.get(column)]
        if 2 * len(same) > len(row.keys() & names.keys()):
            return False
        self.rows += 1
        self.filled.update(row.keys())
        self._equal.update(same)
        self.plain.update(
            column for column, value in row.items() if is_number(value) or _ADDRESS.match(value)
        )
        self._shorter.update(
            column for column, value in row.items() if len(value) < len(names.get(column, ""))
        )
        for column in self._numbers:
            kind = self._years if _YEAR.match(names[column]) else _PARTED
            self._alike[column] += bool(kind.match(row.get(column, "")))
        return True

    def denies(self, column: int, once: bool, sure: bool) -> bool:
        """Whether what stands below a name tells that it is none; `sure` if other columns tell a header."""
        name, filled = self._names[column], self.filled[column]
        is_long = len(name) > _LONG and not sure and not name.endswith("?")
        return (
            2 * self._alike[column] > filled
            or _holds_value(self._equal[column], filled, once, sure)
            or (is_long and 2 * self._shorter[column] <= filled)
        )


def _is_word(name: str) -> bool:
    return any(map(str.isalpha, name)) and name.casefold() not in _MISSING


def _may_be_names(numbers: Sequence[str]) -> bool:
    """Whether columns may be named so: by years, dates, ranges (10-19, 65+), or whole numbers in order."""
    if all(_YEAR.match(number) or _PARTED.match(number) for number in numbers):
        return True
    whole = [int(number) for number in numbers if number.isdecimal() and len(number) < 5]
    return len(whole) == len(numbers) > 2 and all(after - before == 1 for before, after in pairwise(whole))


def _holds_value(equal: int, filled: int, once: bool, sure: bool) -> bool:
    """Whether what a column's first cell says is a value, as it is said by so many others of those filled.

    A name that stands over one column only may be said now and then, and more often where others tell a header.
    """
    if not once:
        return equal > 0
    return 2 * equal > filled or (not sure and equal > 1 and equal > _MOST_EQUAL * filled)
