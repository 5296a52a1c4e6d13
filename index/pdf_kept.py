"""Where the running heads of a PDF stand in its text, which has each of them once and no paragraph broken by one."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from index.pdf_blocks import Block
from index.pdf_lines import CELL, Line


def with_running_heads(blocks: Sequence[Block], recurring: Sequence[Sequence[Line]]) -> list[Block]:
    """The blocks, and between them the first line of each kind of running heads, a paragraph or the header of a table.

    A head goes to the start of its page and a foot to the end. A block that goes over the edge of the page is not
    parted for it: then it stands on the other side of that block. Where a block holds the whole page, the line is
    taken from a later page; if it has none without such a block, it is left out.
    """
    gaps = _Gaps(blocks)
    put: dict[int, list[Line]] = defaultdict(list)
    for lines in recurring:
        for loose in (True, False):
            found = next((place for line in lines if (place := gaps.of(line, loose)) is not None), None)
            if found is not None:
                put[found[0]].append(found[1])
                break
    whole: list[Block] = []
    for i in range(len(blocks) + 1):
        lines = sorted(put[i], key=lambda line: (line.page, -line.y)) if i in put else []
        whole += [Block((line,), tight=CELL in line.text, level=0) for line in lines]
        whole += blocks[i : i + 1]
    return whole


class _Gaps:
    """The gaps between blocks by the pages that they belong to; gap 0 is the one before the first block."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._heights: dict[int, list[float]] = defaultdict(list)
        self._first = [block.lines[0].page for block in blocks]
        self._last = [block.lines[-1].page for block in blocks]
        for block in blocks:
            for line in block.lines:
                self._heights[line.page].append(line.y)

    def of(self, line: Line, loose: bool) -> tuple[int, Line] | None:
        """The gap for a line, and the line, if its page has one; a loose one is in no list, and under no heading."""
        begin = bisect_left(self._last, line.page)  # the first gap after which no earlier page ends
        end = begin
        while end < len(self._blocks) and self._last[end] <= line.page:
            end += 1
        found = [gap for gap in range(begin, end + 1) if self._is_in(gap, line.page, loose)]
        if not found:
            return None
        heights = self._heights[line.page]
        is_foot = 2 * sum(height > line.y for height in heights) > len(heights)
        return found[-1 if is_foot else 0], line

    def _is_in(self, gap: int, page: int, loose: bool) -> bool:
        count = len(self._blocks)
        if (gap > 0 and self._last[gap - 1] > page) or (gap < count and self._first[gap] < page):
            return False
        if not loose or gap in (0, count):
            return True
        return not self._blocks[gap].tight and not self._blocks[gap - 1].level
