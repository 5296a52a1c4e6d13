"""The value of a spreadsheet's cell as it is shown: a date, a percentage, an amount with its currency."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

_LITERAL = r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.'
_LITERALS = re.compile(_LITERAL)
_SECTION = re.compile(rf"(?:{_LITERAL}|[^;])*+")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\]")
_COLOUR = re.compile(r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]+)\]", re.IGNORECASE)
_ELAPSED = re.compile(rf"\[(h+|m+|s+)\]|{_LITERAL}|(h+|m+|s+)|\.(0+)", re.IGNORECASE)
_UNKNOWN = re.compile(r"E[+-]|/[#0?]|/[0-9]|@")  # powers of ten and fractions; @ stands for a text
_POINT = re.compile(r"(?<=[#0?,])\.|\.(?=[#0?])")
_GENERAL = re.compile("general", re.IGNORECASE)
_PLACE = "\x00"  # of a literal that was set aside
_WHOLE = "\x01"  # where the format says General
_SLOTS = "#0?"  # each stands for a digit
_LONGEST_FORMAT = 255  # as spreadsheets have it
_MOST_DECIMALS = 15  # more are not exact
_MOST_POWER = 30
_MOST = 1e200  # a greater one is no amount that a person wrote
_EXACT = Context(prec=250, rounding=ROUND_HALF_UP)
_UNITS = [Decimal(1).scaleb(-decimals) for decimals in range(_MOST_DECIMALS + 1)]


class _Section(NamedTuple):
    """How a format shows the values that meet a condition, such as < 1; without one, its order says which."""

    parts: tuple[str, ...]  # what it shows, but for the digits and the point; none if the format is not known
    whole: tuple[int, ...]  # the parts that stand for a digit before the point
    decimals: tuple[int, ...]
    least: int  # digits before the point that are shown even where there are none
    grouped: bool
    power: int  # of ten, that the value is multiplied by
    condition: tuple[str, float] | None
    coloured: bool


def shown(value: object, number_format: str) -> str:
    """The value as a person sees it; a number in a format that is not known here has up to 12 digits."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, number_format[:_LONGEST_FORMAT])
    if isinstance(value, datetime):
        whole_days = value.time() == time(0)
        return value.date().isoformat() if whole_days else value.isoformat(" ", "auto").removesuffix(":00")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration(value, number_format[:_LONGEST_FORMAT])
    hidden = number_format.strip() == ";;;"
    return value if isinstance(value, str) and not hidden else ""


def _duration(value: timedelta, number_format: str) -> str:
    """Hours that go on past 24, or minutes past 60, as `[h]:mm` shows them."""
    pattern = number_format.split(";")[0]
    if not any(match[1] for match in _ELAPSED.finditer(pattern)):
        pattern = "[h]:mm:ss"
    thousandths = round(abs(value).total_seconds() * 1000)
    seconds, rest = divmod(thousandths, 1000)
    if ".0" not in pattern:
        seconds = round(thousandths / 1000)
    totals = {"h": seconds // 3600, "m": seconds // 60, "s": seconds}

    def said(match: re.Match[str]) -> str:
        total, part, decimals = match[1], match[5], match[6]
        if total:
            return f"{totals[total[0].lower()]:0{len(total)}d}"
        if part:
            whole = totals[part[0].lower()] % (24 if part[0] in "hH" else 60)
            return f"{whole:0{len(part)}d}"
        return f".{rest:03d}"[: 1 + len(decimals)] if decimals else match[2] or match[3] or match[4] or ""

    return ("-" if value < timedelta(0) else "") + _ELAPSED.sub(said, pattern).strip()


def _number(value: int | float, number_format: str) -> str:
    sections = _sections(number_format)
    if not sections or not abs(value) < _MOST:  # nor is NaN
        return _plain(value)
    section, signed = _chosen(value, sections)
    text = _in_section(abs(value), section)
    if text is None:
        return _plain(value)
    if signed or (section.coloured and text == _in_section(abs(value), sections[0])):
        # A colour alone that tells the two apart is lost in a text.
        nothing = not re.search(r"[1-9]", text)
        return text if nothing or value >= 0 else f"-{text}"
    return text


@lru_cache(maxsize=1000)
def _sections(number_format: str) -> tuple[_Section, ...]:
    """The sections of a format that are for numbers, of which there are three at most."""
    if _GENERAL.fullmatch(number_format) or not number_format:
        return ()
    texts = []
    at = 0
    while at <= len(number_format):
        match = _SECTION.match(number_format, at)
        assert match is not None, "a section may be empty, so there always is one"
        texts.append(match[0])
        at = match.end() + 1
    if 1 < len(texts) < 4 and "@" in texts[-1]:  # the last one may be for texts
        texts.pop()
    return tuple(map(_section, texts[:3]))


def _section(text: str) -> _Section:
    literals: list[str] = []  # what they say is no part of the pattern: in "EUR" there is no exponent

    def set_aside(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or match[3] or "")
        return _PLACE

    pattern = _GENERAL.sub(_WHOLE, _LITERALS.sub(set_aside, text))
    slots = [i for i, character in enumerate(pattern) if character in _SLOTS]
    point = _POINT.search(pattern)
    at = point.start() if point else len(pattern)
    whole, decimals = [i for i in slots if i < at], [i for i in slots if i > at]
    # A comma after the digits leaves three of them out.
    thousands = sum(_commas_after(pattern, found[-1]) for found in (whole, decimals) if found)
    spoken = iter(literals)
    parts = [next(spoken) if character == _PLACE else character for character in pattern]
    for i in range(slots[0], min(slots[-1] + thousands + 1, len(parts))) if slots else ():
        parts[i] = "" if pattern[i] == "," else parts[i]
    power = 2 * pattern.count("%") - 3 * thousands
    words = not slots and re.search(r"[^\W\d_]", pattern)
    unknown = _UNKNOWN.search(pattern) or words or abs(power) > _MOST_POWER
    condition = _CONDITION.search(text)
    return _Section(
        parts=() if unknown else (*parts, ""),
        whole=tuple(whole),
        decimals=tuple(decimals),
        least=len("".join(pattern[i] for i in whole).lstrip("#?")),
        grouped=bool(whole) and "," in pattern[whole[0] : whole[-1]],
        power=power,
        condition=(condition[1], float(condition[2])) if condition else None,
        coloured=bool(_COLOUR.search(text)),
    )


def _commas_after(pattern: str, at: int) -> int:
    return len(pattern) - at - 1 - len(pattern[at + 1 :].lstrip(","))


def _chosen(value: int | float, sections: Sequence[_Section]) -> tuple[_Section, bool]:
    """The section that shows a value, and whether a minus stands before what it shows of a negative one."""
    conditions = [section.condition for section in sections[:2]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if condition and _meets(value, *condition):
                return section, not (condition[0] in ("<", "<=") and condition[1] <= 0)
        rest = sections[2 if all(conditions) and len(sections) > 2 else min(1, len(sections) - 1)]
        return rest, conditions[0] not in ((">", 0), (">=", 0)) and rest.condition is None
    if value < 0 and len(sections) > 1:
        return sections[1], False
    return (sections[2] if value == 0 and len(sections) > 2 else sections[0]), True


def _meets(value: float, sign: str, bound: float) -> bool:
    below, equal = value < bound, value == bound
    return {
        "<": below,
        "<=": below or equal,
        "=": equal,
        "<>": not equal,
        ">=": not below,
        ">": not (below or equal),
    }[sign]


def _in_section(value: int | float, section: _Section) -> str | None:
    """A value without its sign in the format of a section; None if that is not known."""
    if not section.parts:
        return None
    parts = list(section.parts)
    if section.whole or section.decimals:
        exact = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
        decimals = len(section.decimals[:_MOST_DECIMALS])
        rounded = exact.scaleb(section.power, _EXACT).quantize(_UNITS[decimals], context=_EXACT)
        before, _, after = f"{rounded:f}".partition(".")
        for place, digits in zip(section.whole, _placed(before, section), strict=False):
            parts[place] = digits
        shows = False
        for i in range(len(section.decimals) - 1, -1, -1):  # one of # shows a digit only where it is not 0
            digit = after[i : i + 1]
            shows = shows or parts[section.decimals[i]] == "0" or digit not in ("0", "")
            parts[section.decimals[i]] = digit if shows else ""
        if section.decimals and not shows and parts[section.decimals[0] - 1] == ".":
            parts[section.decimals[0] - 1] = ""
    else:
        parts = [_plain(value) if part == _WHOLE else part for part in parts]
    return "".join(parts).strip()


def _placed(digits: str, section: _Section) -> list[str]:
    """What stands in each place before the point; the first takes the digits that have none."""
    digits = digits.lstrip("0").zfill(section.least)
    first = len(digits) - len(section.whole)
    placed = [""] * -first + list(digits)
    if section.grouped:
        for i in range(len(placed) - 4, max(0, -first) - 1, -3):
            placed[i] += ","
    return ["".join(placed[: first + 1]), *placed[first + 1 :]] if first > 0 else placed


def _plain(value: int | float) -> str:
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < 1e15)
    return str(int(value)) if whole else f"{value:.12g}"
