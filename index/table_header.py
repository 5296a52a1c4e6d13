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


def likely_header(names: Values, below: Iterable[Values]) -> Likely:
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
    years = _FOUR_DIGITS if len(numbers) == 1 else _YEAR  # one year alone is more like a value
    counts = Counter(names.values())
    rows = 0
    filled: Counter[int] = Counter()  # cells of each column
    equal: Counter[int] = Counter()  # of them, those that say its name
    alike: Counter[int] = Counter()  # those that are numbers of the kind that its name is
    plain: Counter[int] = Counter()  # those that are numbers or addresses
    shorter: Counter[int] = Counter()
    for row in below:
        rows += 1
        same = [column for column, value in row.items() if value == names.get(column)]
        if 2 * len(same) > len(row.keys() & names.keys()):
            return Likely.NO
        filled.update(row.keys())
        equal.update(same)
        plain.update(column for column, value in row.items() if is_number(value) or _ADDRESS.match(value))
        shorter.update(column for column, value in row.items() if len(value) < len(names.get(column, "")))
        for column in numbers:
            kind = years if _YEAR.match(names[column]) else _PARTED
            alike[column] += bool(kind.match(row.get(column, "")))
    if not filled.keys() & names.keys():
        return Likely.NO
    first, left = min(names), min(filled)
    sure = any(
        2 * plain[column] > filled[column] and column not in numbers and _is_word(name)
        for column, name in names.items()
    )
    labels = filled[left] == rows and not plain[left]  # what the rows are called; a corner is over them
    corner = labels and (len(numbers) > 1 if left < first else sure and bool(_YEAR.match(names[first])))
    if (first in numbers or (left < first and numbers)) and not corner:
        return Likely.NO
    if (counts[names[first]] > 1 and not sure) or any(
        2 * alike[column] > filled[column]
        or _holds_value(equal[column], filled[column], counts[name] == 1, sure)
        or not (len(name) <= _LONG or sure or name.endswith("?") or 2 * shorter[column] > filled[column])
        for column, name in names.items()
    ):
        return Likely.NO
    return Likely.SURE if sure else Likely.MAYBE


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
