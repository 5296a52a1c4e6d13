"""Notes at the foot of a column or page of a PDF, over which a paragraph goes on."""

import re
from collections.abc import Sequence

from index.pdf_lines import Line
from index.raised import RAISED

_MOST_NOTES = 30  # at the foot of one column
_SMALLER = 0.95  # than the text
_MARK = re.compile(rf"[{RAISED}*†‡§]|[0-9]{{1,3}}\s?[^\W\d_]|[a-z]\s")
_SENTENCE_ENDS = (".", "!", "?", ":", "…")


def join_over_notes(groups: Sequence[list[Line]]) -> list[list[Line]]:
    """The groups of lines, those together that only notes part; the notes are then before them.

    Where the former begins on an earlier page, all stays as it is, for the pages to be in order.
    """
    whole: list[list[Line]] = []
    for group in groups:
        count = 0
        while count < min(len(whole), _MOST_NOTES) and _is_note(whole[-count - 1], group):
            count += 1
        before = whole[-count - 1] if 0 < count < len(whole) else None
        notes = whole[len(whole) - count :]
        if before and _goes_on(before, group, notes):
            whole[-count - 1 :] = [*notes, [*before, *group]]
        else:
            whole.append(group)
    return whole


def _is_note(group: Sequence[Line], text: Sequence[Line]) -> bool:
    """Whether lines are small, begin with a mark, and the text after them stands in the next column or page."""
    last = group[-1]
    jumps = text[0].page == last.page + 1 or (text[0].page == last.page and text[0].y > last.y)
    small = all(line.size < _SMALLER * text[0].size for line in group)
    return jumps and small and _MARK.match(group[0].text) is not None


def _goes_on(before: Sequence[Line], group: Sequence[Line], notes: Sequence[Sequence[Line]]) -> bool:
    last, first = before[-1], group[0]
    pages = {before[0].page, notes[0][0].page, notes[-1][-1].page}
    if len(pages) > 1 or last.y < notes[0][0].y or last.size != first.size or first.alone:
        return False
    return first.text[0].islower() and not last.text.endswith(_SENTENCE_ENDS)
