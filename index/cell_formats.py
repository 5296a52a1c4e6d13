"""The value of a spreadsheet's cell as it is shown: a date, a percentage, an amount with its currency."""

import re
from datetime import date, datetime, time, timedelta

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
_NUMBER = re.compile(r"([^#0?]*)([#0?,]*)(?:\.([#0?]*))?(,*)(.*)", re.DOTALL)
_PLACE = "\x00"  # of a literal that was set aside
_LONGEST_FORMAT = 100
_MOST_DECIMALS = 15  # more are not exact


def shown(value: object, number_format: str) -> str:
    """The value as a person sees it; a number in a format that is not known here has up to 12 digits."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime):
        whole_days = value.time() == time(0)
        return value.date().isoformat() if whole_days else value.isoformat(" ", "auto").removesuffix(":00")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, str | timedelta) else ""


def _number(value: int | float, number_format: str) -> str:
    positive = number_format[:_LONGEST_FORMAT].split(";")[0]
    literals: list[str] = []  # what they say is no part of the pattern: in "EUR" there is no exponent

    def set_aside(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or match[3] or "")
        return _PLACE

    pattern = _LITERAL.sub(set_aside, positive)
    match = _NUMBER.fullmatch(pattern)
    known = match and (match[2] or match[3]) and not re.search(r"[#0?E/@]", match[5])
    if not match or not known or pattern.casefold() == "general":
        return _plain(value)
    before, digits, decimals, commas, after = match.groups()
    if "%" in before + after:
        value *= 100
    # A comma after the digits leaves three of them out.
    scaled = len(commas) + len(digits) - len(digits.rstrip(","))
    if scaled:
        value /= 1000**scaled
    text = _with_decimals(abs(value), decimals or "", "," in digits.rstrip(","))
    sign = "-" if value < 0 and text.strip("0.,") else ""
    spoken = iter(literals)
    before, after = (re.sub(_PLACE, lambda _: next(spoken), part) for part in (before, after))
    return f"{sign}{before}{text}{after}".strip()


def _with_decimals(value: float, decimals: str, grouped: bool) -> str:
    text = f"{value:{',' if grouped else ''}.{min(len(decimals), _MOST_DECIMALS)}f}"
    for place in reversed(decimals):  # those that are shown only where they are not 0
        if place == "0" or not text.endswith("0"):
            break
        text = text[:-1]
    return text.removesuffix(".")


def _plain(value: int | float) -> str:
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < 1e15)
    return str(int(value)) if whole else f"{value:.12g}"
