"""Which lines of a PDF are running heads and page numbers: those at the edges of pages that recur with them."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from index.pdf_lines import CELL, Line

_MOST_PAGES_DIFFER = 4  # a line at the same place of so many pages is a running head in any document
_NEAR = 3  # pages before and after, on which a head stands again, even if it changes from chapter to chapter
# What is larger than the text may be the title of several slides or chapters, but not of so many of the pages.
_LARGER = 1.12
_MOST_TITLED = 0.8
_LONGEST_NUMBERED = 200  # characters; a longer line is no head with a page number
_BARE = re.compile(
    r"(?:page|p\.)?\s*[-–—|]?\s*(?P<number>[0-9]{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of)\s*[0-9]{1,4})?\s*[-–—|]?",
    re.I,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# No part of another number (274.40, 4711-A, 2020-01-03, 3/1/2020) and no day of a month: a document may have a page
# for each day.
_NUMBER = re.compile(
    rf"(?<![\w.,/-])(?P<number>[0-9]{{1,4}})(?!\w|[.,-][0-9]|/[0-9]+/|\s+{_MONTH}\b)|\b{_MONTH}\.?\s+[0-9]+",
    re.I,
)
_OF_A_PAGE = re.compile(r"(?:\bpage|\bp\.|\bpg\.?)\s*[0-9]+$", re.I)
_OF_ALL = re.compile(r"\s*(?:/|of)\s*[0-9]{1,3}")  # after a page's number; four digits may be a year


class _Numbered(NamedTuple):
    """What a line has in common with those of other pages that have, at the same height, the number of their page.

    A page's number may be any that is always as far from that of the page in the file.
    """

    words: str  # those beside the number
    height: int
    offset: int
    begins: bool  # with the number; if neither this nor `ends`, it says that it is the page's: "page 1 of 3"
    ends: bool

    @property
    def place(self) -> tuple[int, int]:
        """What it has in common with those beside other words, as of the next chapter."""
        return self.height, self.offset


def part_running_heads(lines: Sequence[Line]) -> tuple[list[Line], list[list[Line]]]:
    """The lines but those at the edges of the pages that recur from page to page, and page numbers.

    With them go the lines that recur word for word, those of the same words together, in order: a document shall
    have each of them once (a letterhead, who answers for the bank account), and has it already where a line that
    stays says the same. In others only a number differs, and goes up with the pages, or a cell that names the
    chapter; where that is not so, they are what tells pages of one form apart (an invoice's number, date, amount).
    """
    edges = {id(line): line for page in _by_page(lines) for line in _edge_lines(page)}
    heads = _Heads(list(edges.values()), lines)
    out = dict.fromkeys(at for at, line in edges.items() if heads.has(line))
    stay = [line for line in lines if id(line) not in out]
    said = {line.text.casefold() for line in stay}
    recurring: dict[str, list[Line]] = {}
    for at in out:
        for line in heads.recurring(edges[at]):
            words = line.text.casefold()
            if words not in said:
                recurring.setdefault(words, []).append(line)
    return stay, list(recurring.values())


class _Heads:
    """What recurs at the edges of the pages."""

    def __init__(self, edges: Sequence[Line], lines: Sequence[Line]) -> None:
        self._count = len({line.page for line in lines})
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        self._usual_size = max(sizes, key=lambda size: (sizes[size], size), default=0.0)
        self._titles = {
            line.text.casefold() for line in lines if line.bold or line.size > _LARGER * self._usual_size
        }
        self._pages: dict[object, set[int]] = defaultdict(set)
        self._words: dict[tuple[int, int], set[str]] = defaultdict(set)
        for line in edges:
            self._pages[_literal(line)].add(line.page)
            self._pages[_bare(line)].add(line.page)
            for cell in line.text.split(CELL):
                self._pages[_cell(cell, line)].add(line.page)
            for numbered in _numbered(line):
                self._pages[numbered].add(line.page)
                if numbered.begins or numbered.ends:
                    self._pages[numbered.place].add(line.page)
                    self._words[numbered.place].add(numbered.words)

    def has(self, line: Line) -> bool:
        """Whether a line at the edge of a page is one that recurs."""
        if bare := _bare(line):
            return bare == ("", 0) or len(self._pages[bare]) > 1
        if not any(character.isalpha() for character in line.text):
            return False
        # What is larger than the text, and counts, is a heading: "Week 3".
        numbers = _numbered(line) if line.size <= self._usual_size else []
        return bool(self.recurring(line)) or any(self._counts_pages(each, line.page) for each in numbers)

    def recurring(self, line: Line) -> list[Line]:
        """What of a line that stands at the edge of a page recurs word for word: all of it, or some of its cells.

        The latter only where the other cells say what a heading says: else they may be the values of a form.
        """
        if self._recurs_whole(line):
            return [line]
        found: list[Line] = []
        differing = []
        for cell in line.text.split(CELL):
            if self._recurs_cell(cell, line):
                found.append(line._replace(text=cell))
            else:
                differing.append(cell.casefold())
        return found if differing and self._titles.issuperset(differing) else []

    def _recurs_cell(self, text: str, line: Line) -> bool:
        key = _cell(text, line)
        has_letters = any(character.isalpha() for character in text)
        return has_letters and self._recurs(key) and self._near(key, line.page) > 1

    def _recurs_whole(self, line: Line) -> bool:
        """Whether a line with letters stands word for word at the same place of pages near it."""
        pages = self._pages[_literal(line)]
        if _bare(line) or not any(character.isalpha() for character in line.text):
            return False
        if line.size > _LARGER * self._usual_size:
            return len(pages) >= max(_MOST_PAGES_DIFFER, _MOST_TITLED * self._count)
        return self._recurs(_literal(line)) and self._near(_literal(line), line.page) > 1

    def _near(self, key: object, page: int) -> int:
        return len(self._pages[key].intersection(range(page - _NEAR, page + _NEAR + 1)))

    def _recurs(self, key: object) -> bool:
        count = len(self._pages[key])
        return count >= 2 and (count >= 0.4 * self._count or count >= _MOST_PAGES_DIFFER)

    def _counts_pages(self, numbered: _Numbered, page: int) -> bool:
        # A number that is ahead of the page in the file may count something else: "Invoice 4711", "Invoice 4712".
        may_not = numbered.offset > 0 and not numbered.begins
        if self._recurs(numbered) and not may_not:
            return True
        if not (numbered.begins or numbered.ends) or (may_not and len(self._words[numbered.place]) == 1):
            return False
        return self._near(numbered.place, page) > 2


def _by_page(lines: Sequence[Line]) -> list[list[Line]]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return list(pages.values())


def _edge_lines(page: list[Line]) -> list[Line]:
    """The two highest and the two lowest lines, but only the very edge can be a row of a table."""
    ordered = sorted((line for line in page if not line.alone), key=lambda line: -line.y)
    if len(ordered) < 4:
        return ordered
    inner = [line for line in (ordered[1], ordered[-2]) if CELL not in line.text]
    return [ordered[0], ordered[-1], *inner]


def _literal(line: Line) -> tuple[str, int]:
    return line.text.casefold(), round(line.y)


def _cell(text: str, line: Line) -> tuple[str, str, int]:
    return CELL, text.casefold(), round(line.y)


def _bare(line: Line) -> tuple[str, int] | None:
    """What a page number without other words has in common with those of other pages: its distance from the page's.

    Roman ones have nothing but their height.
    """
    match = _BARE.fullmatch(line.text)
    if match is None:
        return None
    arabic = match["number"].isdecimal()
    return ("", int(match["number"]) - line.page) if arabic else (f"roman {round(line.y)}", 0)


def _numbered(line: Line) -> list[_Numbered]:
    """What the line would have in common with others for each of its numbers that may be the page's."""
    if len(line.text) > _LONGEST_NUMBERED:
        return []
    found = []
    for match in _NUMBER.finditer(line.text):
        if match["number"]:
            words = f"{line.text[: match.start()]}#{line.text[match.end() :]}".casefold()
            offset = int(match["number"]) - line.page
            begins, ends = match.start() == 0, _ends(line.text, match.end())
            if not (begins or ends or _OF_A_PAGE.search(line.text, 0, match.end())):
                continue
            found.append(_Numbered(words, round(line.y), offset, begins, ends))
    return found


def _ends(text: str, at: int) -> bool:
    return at == len(text) or _OF_ALL.fullmatch(text, at) is not None
