"""Line breaks within a paragraph: those that were meant, and those where the text was only wrapped."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

_ROOM = 12  # characters that must be left in a line beside the next word, for the break to be meant
_LINES = 3  # that end with a sentence, each: by chance two may
_LABEL = re.compile(r"\s*+[^\W_](?:[^\s:]*+[ \t]){0,4}[^\s:]{0,40}:(?=[ \t]+\S)")
_SENTENCE_ENDS = tuple(".!?…。！？")
_CLOSING = "\"'”’»)] \t\r\n"
_GOES_ON = (",", "-", "–", "—", "&", "/", "(", "[", "+", "=")
_OPEN_WORDS = frozenset(
    """a an and are as at be but by for from had has have he her his in into is it its of on or our she that the their
    they this to was we were which who with you your""".split()
)
_MARKS = " \t>*_~"  # of Markdown, before the words of a line

_IN_PAIRS = "[]()<>"
_EVEN = ("*", "**", "_", "`", "~")


def is_label(line: str) -> bool:
    """Whether a line begins with up to five words and a colon, and goes on: "Opening hours: 9 to 17"."""
    return _LABEL.match(line) is not None


def meant(lines: Sequence[str]) -> list[bool]:
    """For each line of a paragraph, whether what stands in it is apart from what stands in the line before.

    Both begin with a label; or there was room for the next word, and the text does not visibly go on; or three lines
    and more all end with a sentence.
    """
    widest = max((len(line.strip()) for line in lines), default=0)
    if len(lines) >= _LINES and all(line.rstrip(_CLOSING).endswith(_SENTENCE_ENDS) for line in lines):
        return [bool(i and _begins(line)) for i, line in enumerate(lines)]
    return [bool(i and _is_meant(lines[i - 1], line, widest)) for i, line in enumerate(lines)]


def _begins(line: str) -> bool:
    words = line.split(maxsplit=1)
    return bool(words) and (words[0][0].isupper() or words[0][0].isdigit())


def _is_meant(previous: str, line: str, widest: int) -> bool:
    if is_label(previous) and is_label(line):
        return True
    before = previous.strip()
    if not before or not _begins(line):
        return False
    if before.endswith(_GOES_ON) or before.rpartition(" ")[2].lower() in _OPEN_WORDS:
        return False
    return len(before) + 1 + len(line.split(maxsplit=1)[0]) + _ROOM <= widest


def meant_breaks(text: str, start: int) -> Iterator[int]:
    """Where the lines of a Markdown paragraph begin whose break was meant, and over which no markup goes on."""
    lines = text[start:].splitlines(keepends=True)
    shown = [line.lstrip(_MARKS).replace("*", "") for line in lines]
    apart = meant(shown)
    end = start
    open_marks = Counter[str]()
    for number, line in enumerate(lines[:-1], 1):
        end += len(line)
        open_marks.update({mark: line.count(mark) for mark in (*_IN_PAIRS, *_EVEN)})
        if apart[number] and _are_closed(open_marks):
            yield end
            open_marks.clear()


def _are_closed(marks: Counter[str]) -> bool:
    """Whether no emphasis, code, link or tag that begins in a stretch of Markdown goes on after it.

    :param marks: how often each stands there.
    """
    pairs = zip(_IN_PAIRS[::2], _IN_PAIRS[1::2], strict=True)
    return all(marks[a] == marks[b] for a, b in pairs) and not any(marks[mark] % 2 for mark in _EVEN)
