"""Days that a text names, however they are written: "14 March 2024", "March 14", "2024-03-14", "14.03.2024"."""

import re
from typing import NamedTuple

from qa.spelled_out import MONTHS

_NAMES = "|".join(sorted({*MONTHS, *(month[:3] for month in MONTHS), "sept"}, key=len, reverse=True))
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_WRITTEN = (
    re.compile(
        rf"\b{_DAY}(?: of)?[ -](?P<name>{_NAMES})\b\.?(?:,?[ -](?P<year>[12]\d{{3}})\b)?", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?P<name>{_NAMES})\b\.? (?:the )?{_DAY}\b(?![:.]\d)(?:,? (?P<year>[12]\d{{3}})\b)?",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\d-])(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?![\d-])"
    ),
)
# 14.03.2024 and 3/14/2024: which number is the day, only one above twelve tells.
_PARTED = re.compile(r"(?<![\d./])(?P<first>\d{1,2})([./])(?P<second>\d{1,2})\2(?P<year>[12]\d{3})(?![\d/])")
# A question for what was before or after a day may be answered by another one.
_NOT_ON = re.compile(
    r"\b(?:as of|after|before|since|until|till|by|from|between|following|prior|earlier|later|next|previous|first|"
    r"last)\b",
    re.IGNORECASE,
)
_WEEK = (
    "Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs?(?:day)?)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?"
)
_WEEKDAY = re.compile(rf"\b({_WEEK})s?\b")
_SEVERAL_DAYS = re.compile(
    rf"\b(?:{_WEEK})s?\b\.?\s*(?:[-–—/]|to\b|till\b|until\b|through\b)|(?i:\b(?:weekdays?|weekends?|daily|every|all|any|each|other)\b)"
)


class Day(NamedTuple):
    """A day of a month, of a year where one is named."""

    month: int
    day: int
    year: int | None

    def may_be(self, other: "Day") -> bool:
        """Whether two texts may mean one day."""
        years = self.year is None or other.year is None or self.year == other.year
        return self[:2] == other[:2] and years

    def forms(self) -> list[str]:
        """How it may be written, as words that a full-text search finds side by side: "2024 03 14", "14 march"."""
        name = MONTHS[self.month - 1]
        short = name[:3]
        year = "" if self.year is None else f" {self.year}"
        made = [
            f"{self.day} {name}{year}",
            f"{name} {self.day}{year}",
            f"{self.day} {short}{year}",
            f"{short} {self.day}{year}",
        ]
        if self.year is not None:
            days, months = {str(self.day), f"{self.day:02}"}, {str(self.month), f"{self.month:02}"}
            made.append(f"{self.year} {self.month:02} {self.day:02}")
            made += [
                f"{one}{year}"
                for d in sorted(days)
                for m in sorted(months)
                for one in (f"{d} {m}", f"{m} {d}")
            ]
        return list(dict.fromkeys(made))


def days_in(text: str) -> list[Day]:
    """The days that a text names, in no order; one whose day and month may be either counts as both."""
    found = []
    for pattern in _WRITTEN:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = int(parts["month"]) if parts.get("month") else _month(parts["name"])
            found.append(Day(month, int(parts["day"]), int(parts["year"]) if parts["year"] else None))
    for match in _PARTED.finditer(text):
        first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
        found += [
            Day(month, day, year)
            for day, month in {(first, second), (second, first)}
            if 1 <= month <= 12 and 1 <= day <= 31
        ]
    return list(dict.fromkeys(found))


def is_of_another_day(question: str, row: str) -> bool:
    """Whether a question names the day, or the day of the week, that it asks of, and a row tells of others only."""
    if _NOT_ON.search(question):
        return False
    asked, told = days_in(question), days_in(row)
    if asked and told:
        return not any(day.may_be(other) for day in asked for other in told)
    of_week, others = _weekdays_in(question), _weekdays_in(row)
    return bool(of_week and others) and not of_week & others and not _SEVERAL_DAYS.search(row)


def _weekdays_in(text: str) -> set[str]:
    return {match[1].lower()[:2] for match in _WEEKDAY.finditer(text)}


def _month(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name[:3].lower()))
