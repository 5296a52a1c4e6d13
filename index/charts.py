"""The charts of Office files: their titles, and what each series shows, from the values saved with them."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from lxml import etree
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from index.cell_formats import shown

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_NUMBERS = frozenset({f"{_CHART}numCache", f"{_CHART}numLit"})
_SAVED = (*_NUMBERS, f"{_CHART}strCache", f"{_CHART}strLit", f"{_CHART}lvl")
_MOST_LEVELS, _LONGEST_ABOVE = 4, 200  # of categories; what is above stands at each row below it
_NO_VALUES = frozenset({"", "#N/A"})


class Series(NamedTuple):
    """A series of a chart: its name, and each point's category ("" if it has none) and value, as they are shown."""

    name: str
    points: list[tuple[str, str]]


def titles_of(chart: etree._Element) -> Iterator[str]:
    """The titles of a chart and of its axes."""
    for title in chart.iter(f"{_CHART}title"):
        lines = ["".join(map(_text, line.iter(f"{_DRAWING}t"))) for line in title.iter(f"{_DRAWING}p")]
        yield "\n".join([*lines, *map(_text, title.iter(f"{_CHART}v"))])


def series_of(chart: etree._Element) -> Iterator[Series]:
    """The series of a chart in their order; of a scatter chart, the categories are the values across."""
    since_1904 = chart.find(f"{_CHART}date1904")
    from_1904 = since_1904 is not None and since_1904.get("val", "1") in ("1", "true")
    epoch = MAC_EPOCH if from_1904 else WINDOWS_EPOCH
    for series in chart.iter(f"{_CHART}ser"):
        name = " ".join(_column(series, "tx", epoch).values()) or _text(series.find(f"{_CHART}tx/{_CHART}v"))
        categories = _column(series, "cat", epoch) or _column(series, "xVal", epoch)
        values = _column(series, "val", epoch) or _column(series, "yVal", epoch)
        points = [(categories.get(row, ""), value) for row, value in values.items()]
        yield Series(name, [point for point in points if point[1] not in _NO_VALUES])


def _column(series: etree._Element, role: str, epoch: datetime) -> dict[str, str]:
    """What is saved of one of the columns that a series is drawn from, by the number of the row."""
    part = series.find(f"{_CHART}{role}")
    levels = [] if part is None else [_saved(cache, epoch) for cache in part.iter(*_SAVED)]
    found = levels[0] if levels else {}
    for upper in levels[1:_MOST_LEVELS]:  # a month, and then the year, which stands at its first month
        above = ""
        for row in found:
            above = upper.get(row, above)
            found[row] = f"{found[row]} {above[:_LONGEST_ABOVE]}"
    return found


def _saved(cache: etree._Element, epoch: datetime) -> dict[str, str]:
    number_format = _text(cache.find(f"{_CHART}formatCode")) or "General"
    found = {}
    for point in cache.iterfind(f"{_CHART}pt"):
        text = _text(point.find(f"{_CHART}v")).strip()
        if cache.tag in _NUMBERS:
            text = _number(text, point.get("formatCode", number_format), epoch)
        found[point.get("idx", "")] = text
    return found


def _number(text: str, number_format: str, epoch: datetime) -> str:
    try:
        value = float(text)
        return shown(from_excel(value, epoch) if is_date_format(number_format) else value, number_format)
    except (ValueError, OverflowError):
        return text


def _text(element: etree._Element | None) -> str:
    return "" if element is None else element.text or ""
