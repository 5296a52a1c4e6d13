"""The lines of a PDF to paragraphs, headings and table rows: by spacing, size, and where sentences end."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import quantiles
from typing import NamedTuple

from index.pdf_lines import CELL, Line
from index.pdf_notes import join_over_notes
from index.pdf_words import are_spaced
from index.raised import RAISED

Outline = dict[tuple[int, str], int]  # the depth of each bookmark, by its page and its `key`

_DEEPEST = 6
_MOST_HEADING_CHARACTERS = 150
_MOST_HEADING_WORDS = 20
_LARGER = 1.12  # how much larger than the usual text a heading is
_SPACED = 1.3  # how much wider than the usual one the space over a new paragraph is
_WIDE = 1.6  # space over a line, in ems, with which short lines are those of a slide or a list
_SHORT = 40  # characters
_FULL = 0.8  # how much of the usual length a line has that goes on in the next
_ITEM = re.compile(r"(?:[-*+•‣◦▪–—]|\(?[0-9]{1,3}[.)]|\(?[a-z]\))\s+\S")
_MONTH = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    "Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
# The day of a month is a date, as in a row of a table, and no numbered heading.
_NUMBERED = re.compile(
    rf"(?:[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,3}}|[IVX]{{1,5}}|[A-Z])\.?\s+(?!(?:{_MONTH})\b)[A-Z]"
)
_CLOSING = "\"'”’»)]↩"  # the last leads back from a note
_SENTENCE_ENDS = tuple(".!?…:;。！？")


class Block(NamedTuple):
    """The lines of a paragraph, a heading, a list item or a table row."""

    lines: tuple[Line, ...]
    tight: bool  # a list item or a table row: no empty line before it
    level: int  # of a heading; 0 for other text

    @property
    def text(self) -> str:
        """Its words on one line."""
        lines = [line.text.replace(CELL, " ") for line in self.lines]
        spaces = (" " * are_spaced(line, following) for line, following in pairwise(lines))
        return "".join(line + space for line, space in zip(lines, [*spaces, ""], strict=True))


def key(title: str) -> str:
    """A heading's letters and digits without its number, by which a bookmark is known in the text."""
    return re.sub(r"[\W_]+", "", re.sub(r"^[\W\d_]+", "", title)).casefold()


def blocks_of(lines: Sequence[Line], outline: Outline) -> list[Block]:
    """The blocks that the lines make, in order; bookmarks of the outline that stand in the text are headings."""
    page = _Layout(lines)
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1] if groups else []
        apart = not last or _marked([line], outline) or _marked(last, outline) or page.parts(last, line)
        if apart and not (last and _marked([*last, line], outline)):
            groups.append([])
        groups[-1].append(line)
    return page.blocks(join_over_notes(groups), outline)


class _Layout:
    """What is usual in a document: the size of its text, the space between lines, the length of lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sizes: Counter[float] = Counter()
        lengths: dict[tuple[int, float], list[int]] = {}
        for line in lines:
            sizes[line.size] += len(line.text)
            lengths.setdefault((line.page, line.size), []).append(len(line.text))
        self._size = max(sizes, key=lambda size: sizes[size]) if sizes else 0.0
        self._lengths = {place: _quartile(values, 2) for place, values in lengths.items()}
        self._leading = _quartile(
            [(a.y - b.y) / a.size for a, b in pairwise(lines) if a.size == b.size and _under(a, b)], 0
        )

    def parts(self, block: Sequence[Line], line: Line) -> bool:
        """Whether a line begins another block than the one before it."""
        before = block[-1]
        if line.alone or before.alone or CELL in line.text or CELL in before.text or _ITEM.match(line.text):
            return True
        ended = before.text.rstrip(_CLOSING + RAISED).endswith(_SENTENCE_ENDS)
        if abs(line.size - before.size) > 0.08 * before.size and (
            ended or not line.text[0].islower() or not _under(before, line)
        ):
            return True
        length = len(before.text) / self._lengths[before.page, before.size]
        if before.bold != line.bold and (ended or length < _FULL or len(block) == 1):
            return True
        if not _under(before, line):  # the next column or page
            goes_on = line.text[0].islower() or length >= _FULL
            return ended or not goes_on
        pushed = (
            0.0 if ended else before.drop + line.rise
        )  # without these, some programs put the lines closer
        space = (before.y - line.y - pushed) / before.size
        if space > _SPACED * self._leading or (space > _WIDE and len(before.text) < _SHORT):
            return True
        moved = (line.x - before.x) / line.size
        indented = 0.8 < moved < 5 or (len(block) > 1 and moved < -0.3)
        return length < 0.5 or (ended and (length < _FULL or indented))

    def blocks(self, groups: Sequence[list[Line]], outline: Outline) -> list[Block]:
        """The groups of lines as blocks, the levels of the headings by their sizes."""
        marked = [_marked(group, outline) for group in groups]
        deepest = max(marked, default=0)
        ranks: list[tuple[float, bool]] = []
        for i, group in enumerate(groups):
            following = groups[i + 1] if i + 1 < len(groups) else []
            heads = not marked[i] and self._is_heading(group, following, deepest == 0)
            ranks.append((group[0].size, group[0].bold) if heads else (0.0, False))
        sizes = sorted({rank for rank in ranks if rank[0]}, reverse=True)
        blocks = []
        for group, depth, rank in zip(groups, marked, ranks, strict=True):
            level = depth or (deepest + 1 + sizes.index(rank) if rank[0] else 0)
            tight = CELL in group[0].text or bool(_ITEM.match(group[0].text))
            blocks.append(Block(tuple(group), tight, min(level, _DEEPEST)))
        return blocks

    def _is_heading(self, group: Sequence[Line], following: Sequence[Line], unmarked: bool) -> bool:
        """Whether lines are larger than the usual text, or bold, in capitals or numbered on one line.

        The latter say less, and are not asked where the file has bookmarks.
        """
        text = " ".join(line.text for line in group)
        if (
            len(text) > _MOST_HEADING_CHARACTERS
            or len(text.split()) > _MOST_HEADING_WORDS
            or CELL in text
            or sum(character.isalpha() for character in text) < 3
            or not following
            or group[0].alone
        ):
            return False
        first = group[0]
        if first.size > _LARGER * self._size:
            return not text.endswith((".", ",", ";"))
        if (
            not unmarked
            or len(group) > 1
            or first.size < self._size / _LARGER
            or text.rstrip(_CLOSING).endswith((*_SENTENCE_ENDS, ","))
        ):
            return False
        next_is_text = not following[0].bold and CELL not in following[0].text
        return next_is_text and (first.bold or text.isupper() or bool(_NUMBERED.match(text)))


def _under(before: Line, line: Line) -> bool:
    """Whether a line stands close under the one before, not in the next column or on the next page."""
    return before.page == line.page and 0.3 * line.size < before.y - line.y < 4 * max(before.size, line.size)


def _marked(group: Sequence[Line], outline: Outline) -> int:
    """The depth of the bookmark that the lines are, 0 if they are none."""
    if not outline or len(group) > 3:
        return 0
    return outline.get((group[0].page, key(" ".join(line.text for line in group))), 0)


def _quartile(values: Sequence[float], which: int) -> float:
    if len(values) < 2:
        return max(0.01, *values, 0.01) if values else 1.2
    return max(0.01, quantiles(values, n=4, method="inclusive")[which])
