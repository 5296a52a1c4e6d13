"""Which marks of emphasis in Markdown pair up, and so are not shown, by CommonMark's rules."""

from dataclasses import dataclass
from unicodedata import category


@dataclass(slots=True)
class Piece:
    """What is left of `text[start:end]` is shown, or `shown` instead of it; or it was a timestamp."""

    start: int
    end: int
    shown: str | None = None
    seconds: float | None = None


@dataclass(slots=True)
class Mark(Piece):
    """A run of emphasis marks; those that pair with others are not shown."""

    marker: str = ""
    length: int = 0
    opens: bool = False
    closes: bool = False


def emphasis_mark(text: str, start: int, end: int) -> Mark:
    """The run of equal marks that stands at `start` to `end` of the text."""
    marker = text[start]
    before = _character_class(text[start - 1 : start])
    after = _character_class(text[end : end + 1])
    left = after != "space" and (after == "word" or before != "word")
    right = before != "space" and (before == "word" or after != "word")
    opens, closes = left, right
    if marker == "_":
        opens = left and (not right or before == "punctuation")
        closes = right and (not left or after == "punctuation")
    return Mark(start, end, marker=marker, length=end - start, opens=opens, closes=closes)


def _character_class(character: str) -> str:
    if not character or character.isspace():
        return "space"
    return "punctuation" if category(character)[0] in "PS" else "word"


def pair_marks(marks: list[Mark]) -> None:
    """Takes from each run the marks that pair up: from an opener's end, and from a closer's start."""
    openers: list[Mark] = []
    tried: dict[tuple[str, bool, int], int] = {}  # for each kind of closer, up to where no opener fits it
    for closer in marks:
        key = (closer.marker, closer.opens, closer.length % 3)
        least = 2 if closer.marker == "~" else 1
        while closer.closes and closer.end - closer.start >= least:
            i = len(openers) - 1
            while i >= 0 and openers[i].start >= tried.get(key, 0) and not _pairs(openers[i], closer):
                i -= 1
            if i < 0 or openers[i].start < tried.get(key, 0):
                tried[key] = closer.start
                break
            opener = openers[i]
            width = 2 if min(opener.end - opener.start, closer.end - closer.start) >= 2 else 1
            opener.end -= width
            closer.start += width
            del openers[i if opener.start == opener.end else i + 1 :]
        if closer.opens and closer.start < closer.end:
            openers.append(closer)


def _pairs(opener: Mark, closer: Mark) -> bool:
    if opener.marker != closer.marker:
        return False
    if closer.marker == "~":
        return opener.end - opener.start >= 2
    both_ways = opener.closes or closer.opens
    lengths = opener.length, closer.length
    return not (both_ways and sum(lengths) % 3 == 0 and any(length % 3 for length in lengths))
