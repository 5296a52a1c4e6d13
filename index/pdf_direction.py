"""The reading order of lines that hold letters written from right to left; a PDF has them as they are drawn."""

import re
from collections.abc import Sequence

from index.pdf_pieces import Piece

_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FROM_LEFT = re.compile("[^\\W\\d_\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FIGURE = re.compile("[0-9]")
_WITHIN_NUMBER = re.compile("[/.,:-]")
_CLOSING = tuple(".,;:!?)]")


def in_reading_order(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a page, those of lines with letters from right to left in the order in which they are read."""
    if not any(_FROM_RIGHT.search(piece.text) for piece in pieces):
        return list(pieces)
    found: list[Piece] = []
    line: list[Piece] = []
    for piece in pieces:
        for i, text in enumerate(piece.text.split("\n")):
            if i > 0:
                found += [*_ordered(line), piece._replace(text="\n")]
                line = []
            if text:
                line.append(piece._replace(text=text))
    return found + _ordered(line)


def _ordered(line: Sequence[Piece]) -> list[Piece]:
    """The pieces of a line as they are read; it begins at the side of the letters that most of it has."""
    from_right = sum(len(_FROM_RIGHT.findall(piece.text)) for piece in line)
    if not from_right:
        return list(line)
    drawn = sorted(
        line, key=lambda piece: piece.x
    )  # pieces at one place stay as they are: each begins where one ends
    if from_right >= sum(len(_FROM_LEFT.findall(piece.text)) for piece in line):
        return _from_right(drawn)
    found: list[Piece] = []
    run: list[Piece] = []  # from the first piece with letters from right to left
    last = 0  # how many of the run there are up to the last such piece
    for piece in drawn:
        if _FROM_LEFT.search(piece.text):
            found += [*_from_right(run[:last]), *run[last:]]
            run, last = [], 0
        if run or _FROM_RIGHT.search(piece.text):
            run.append(piece)
            last = len(run) if _FROM_RIGHT.search(piece.text) else last
        else:
            found.append(piece)
    return [*found, *_from_right(run[:last]), *run[last:]]


def _from_right(drawn: Sequence[Piece]) -> list[Piece]:
    """Pieces from right to left, but words and numbers among them from left to right."""
    found: list[Piece] = []
    end = len(drawn)
    while end > 0:
        start = end - 1
        if _is_from_left(drawn[start]):
            start = _start_of_run(drawn, start)
            run = _turned(drawn[start:end])
        else:
            run = [drawn[start]]
        if found and run[0].text.lstrip().startswith(_CLOSING):  # spaces are guessed, and there is none
            found[-1] = found[-1]._replace(text=found[-1].text.rstrip())
        found += run
        end = start
    return found


def _is_from_left(piece: Piece) -> bool:
    letters = _FROM_LEFT.search(piece.text) or _FIGURE.search(piece.text)
    return letters is not None and _FROM_RIGHT.search(piece.text) is None


def _start_of_run(drawn: Sequence[Piece], start: int) -> int:
    """Where the words begin, or the number, whose last piece is given."""
    while start > 0:
        before = start - 1
        mark = ""
        if before > 0 and not _is_from_left(drawn[before]) and not _FROM_RIGHT.search(drawn[before].text):
            mark = drawn[before].text  # between two words, or within a number
            before -= 1
        if not _is_from_left(drawn[before]):
            return start
        words = _FROM_LEFT.search(drawn[before].text) or _FROM_LEFT.search(drawn[start].text)
        joined = f"{drawn[before].text}{drawn[start].text[:1]}".split()
        if not words and (len(joined) > 1 or (mark and not _WITHIN_NUMBER.fullmatch(mark))):
            return start
        start = before
    return start


def _turned(run: Sequence[Piece]) -> list[Piece]:
    """Words from left to right within others: the space at their left is read after them, and the other before."""
    first, last = run[0].text, run[-1].text
    left, right = first[: len(first) - len(first.lstrip())], last[len(last.rstrip()) :]
    turned = list(run)
    turned[0] = run[0]._replace(text=right + first.lstrip())
    turned[-1] = turned[-1]._replace(text=turned[-1].text.rstrip() + left)
    return turned
