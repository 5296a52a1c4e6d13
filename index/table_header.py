"""Whether the first row of a table names its columns."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

MOST_HEADER_CHARACTERS = 80

_NUMBER = re.compile(r"[\s$€£¥+-]*[0-9][0-9\s.,:/%eE+-]*$")
_YEAR = re.compile(r"(?:1[5-9]|20|21)[0-9]{2}$")
_FOUR_DIGITS = re.compile(r"[0-9]{4}$")
_PARTED = re.compile(r"[0-9]{1,4}[-–/][0-9]{1,4}$|[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}$|[0-9]{1,4}\+$")
_MOST_EQUAL = 0.1  # of a column's cells: more that say its name are a value that recurs


def is_header(names: Sequence[str], below: Iterable[Sequence[str]]) -> bool:
    """Whether a row of cells names the columns of those below: short names, and values of another kind below them.

    The first name is no number; others may be years, dates and ranges, or 1, 2, 3. A name may stand over several
    columns, and some cells may say what their column is called.
    """
    named = {column: name for column, name in enumerate(names) if name}
    numbers = [column for column, name in named.items() if _NUMBER.match(name)]
    counts = Counter(named.values())
    first = next(iter(named), None)
    if (
        first is None
        or first in numbers
        or (first > 0 and numbers)
        or counts[named[first]] > 1
        or any(len(name) > MOST_HEADER_CHARACTERS for name in named.values())
        or not _may_be_names([named[column] for column in numbers])
    ):
        return False
    years = _FOUR_DIGITS if len(numbers) == 1 else _YEAR  # one year alone is more like a value
    filled: Counter[int] = Counter()  # cells of each column
    equal: Counter[int] = Counter()  # of them, those that say its name
    alike: Counter[int] = Counter()  # those that are numbers of the kind that its name is
    for row in below:
        held = {column: value for column, value in enumerate(row) if value and column in named}
        same = [column for column, value in held.items() if value == named[column]]
        if 2 * len(same) > len(held):
            return False
        filled.update(held.keys())
        equal.update(same)
        for column in numbers:
            kind = years if _YEAR.match(named[column]) else _PARTED
            alike[column] += bool(kind.match(held.get(column, "")))
    return bool(filled) and not any(
        2 * alike[column] > filled[column] or _holds_value(equal[column], filled[column], counts[name] == 1)
        for column, name in named.items()
    )


def _may_be_names(numbers: Sequence[str]) -> bool:
    """Whether columns may be named so: by years, dates, ranges (10-19, 65+), or whole numbers in order."""
    if all(_YEAR.match(number) or _PARTED.match(number) for number in numbers):
        return True
    whole = [int(number) for number in numbers if number.isdecimal() and len(number) < 5]
    return len(whole) == len(numbers) > 2 and all(after - before == 1 for before, after in pairwise(whole))


def _holds_value(equal: int, filled: int, once: bool) -> bool:
    """Whether what a column's first cell says is a value, as it is said by so many others of those filled.

    A name that stands over one column only may be said now and then.
    """
    if not once:
        return equal > 0
    return 2 * equal > filled or (equal > 1 and equal > _MOST_EQUAL * filled)
