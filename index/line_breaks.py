"""Line breaks within a paragraph: those that were meant, and those where the text was only wrapped."""

import re
from collections.abc import Iterator

_ROOM = 12  # characters that must be left in a line beside the next word, for the break to be meant
_LABEL = re.compile(r"\s*+[^\W_](?:[^\s:]*+[ \t]){0,4}[^\s:]{0,40}:(?=[ \t]+\S)")
_GOES_ON = (",", "-", "–", "—", "&", "/", "(", "[", "+", "=")
_OPEN_WORDS = frozenset(
    """a an and are as at be but by for from had has have he her his in into is it its of on or our she that the their
    they this to was we were which who with you your""".split()
)
_MARKS = " \t>*_~"  # of Markdown, before the words of a line


def is_label(line: str) -> bool:
    """Whether a line begins with up to five words and a colon, and goes on: "Opening hours: 9 to 17"."""
    return _LABEL.match(line) is not None


def is_meant(previous: str, line: str, widest: int) -> bool:
    """Whether what stands in a line is apart from what stands in the one before it.

    Both begin with a label; or there was room for the next word, and the text does not visibly go on.

    :param widest: characters of the paragraph's longest line.
    """
    if is_label(previous) and is_label(line):
        return True
    before, words = previous.strip(), line.split(maxsplit=1)
    if not before or not words or not (words[0][0].isupper() or words[0][0].isdigit()):
        return False
    if before.endswith(_GOES_ON) or before.rpartition(" ")[2].lower() in _OPEN_WORDS:
        return False
    return len(before) + 1 + len(words[0]) + _ROOM <= widest


def meant_breaks(text: str, start: int) -> Iterator[int]:
    """Where the lines of a Markdown paragraph begin whose break was meant, and over which no markup goes on."""
    lines = text[start:].splitlines(keepends=True)
    shown = [line.lstrip(_MARKS).replace("*", "") for line in lines]
    widest = max((len(line.strip()) for line in shown), default=0)
    end = first = start
    for number, line in enumerate(lines[:-1]):
        end += len(line)
        if is_meant(shown[number], shown[number + 1], widest) and _is_closed(text[first:end]):
            yield end
            first = end


def _is_closed(text: str) -> bool:
    """Whether no emphasis, code, link or tag that begins in a stretch of Markdown goes on after it."""
    pairs = (
        text.count("[") == text.count("]"),
        text.count("(") == text.count(")"),
        text.count("<") == text.count(">"),
    )
    return all(pairs) and not any(text.count(mark) % 2 for mark in ("*", "**", "_", "`", "~"))
