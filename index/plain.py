"""Reading plain text: its paragraphs, list items, transcript lines, and lines that look like headings."""

import re
from itertools import groupby, pairwise
from statistics import median

from index.builder import TextBuilder
from index.characters import TIMESTAMP, line_spans, seconds
from index.line_breaks import meant
from index.sentences import stop_belongs
from index.types import Document
from index.video import is_of_recording

MOST_TITLE_CHARACTERS = 150
MOST_HEADING_CHARACTERS = 100
MOST_HEADING_WORDS = 14
LONG_LINE = 120  # the usual line of a text whose lines are not wrapped is longer

_ITEM = re.compile(r"\s*(?:[-*+•‣◦–—]|[0-9]{1,3}[.)])\s+\S")
_LONG_TIMESTAMP = r"[0-9]{1,2}:[0-5][0-9]:[0-5][0-9](?:[.,][0-9]{1,3})?"
_SPOKEN = re.compile(
    rf"\s*(?:[\[(](?P<bracketed>{TIMESTAMP})(?:\s*-->\s*{TIMESTAMP})?[\])]"
    rf"|(?P<bare>{_LONG_TIMESTAMP})(?=\s|$))"
    r"(?:\s*[-–—:|](?=\s))?"
)
_STAMPED = re.compile(r"\s*(?P<bare>[0-9]{1,3}:[0-5][0-9](?::[0-5][0-9])?)(?=\s|$)")
_SPEAKER = re.compile(
    r"[ \t]*+(?P<name>[^\W\d_][^\n\r:;!?\[\](]{0,59}?)(?:(?P<wide>[ \t]{2,}+|\t)|[ \t]?+)(?P<mark>[\[(])?"
    rf"(?P<time>(?P<long>{_LONG_TIMESTAMP})|[0-9]{{1,3}}:[0-5][0-9])(?(mark)[\])])[ \t]*"
)
_LATEST_START = 600  # seconds into a recording at which somebody speaks first
_LATEST_SHORT_START = 59  # the same where times such as 0:05 may be hours of a day
_DATED = (
    r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4},?\s[0-9]{1,2}[:.][0-5][0-9](?:[:.][0-5][0-9])?"
    r"(?:\s?[AaPp]\.?\s?[Mm]\.?)?"
)
# A message of a chat as its app exports it: "[02/01/2024, 10:12:33] Ann: …" or "02/01/2024, 10:12 - Ann: …".
_MESSAGE = re.compile(rf"[\s\u200e\u200f\ufeff]*+(?:\[{_DATED}\]|{_DATED}\s[-–](?=\s))")
_SENTENCE_ENDS = tuple(".!?…。！？")
_CLOSING = "\"'”’»)] \t"
_HEADING_STARTS = tuple("([{<“\"'‘«")
_NO_HEADING_ENDS = tuple(".!:;,…\"'”’»。！：；，、\\")

Line = tuple[int, int]  # where it starts and ends


def read_plain(source: str) -> Document:
    """Reads plain text.

    Empty lines part paragraphs. In a paragraph the lines are joined, but list items, transcript lines, lines whose
    break was meant and, in a text of long lines, sentences that end with their line are blocks of their own. A short
    first line that stands alone is the title; a later one with more text under it, and no end of a sentence, is a
    heading.
    Lines that begin with 12:31 are those of a transcript only where there are many, from the first minute on; so
    are lines such as "Ann Smith 00:00:05" over what she says. The messages of a chat are blocks, none a heading.
    """
    groups = paragraphs(source)
    stamp = _STAMPED if _is_transcript(source, groups) else _SPOKEN
    recorded = stamp is _STAMPED or _is_recorded(source, groups)
    speakers = _speakers(source, groups)
    chat = _is_chat(source, groups)
    usual = median([end - start for lines in groups for start, end in lines] or [0])
    builder = TextBuilder(source)
    title = ""
    for i, lines in enumerate(groups):
        following = groups[i + 1][-1][1] - groups[i + 1][0][0] if i + 1 < len(groups) else 0
        previous = ""
        apart = meant([source[start:end] for start, end in lines])
        for (start, end), is_apart in zip(lines, apart, strict=True):
            line = source[start:end]
            if start in speakers:
                _add_speaker(builder, speakers[start])
                previous = ""
                continue
            spoken = stamp.match(line) if recorded else None
            if spoken or is_apart or _begins_block(line, previous, usual):
                builder.end_block(tight=True)
            if spoken:
                builder.time(seconds(spoken[spoken.lastgroup or 0]))
            skipped = spoken.end() if spoken else 0
            builder.add(line[skipped:], start + skipped)
            builder.space(end)
            previous = line
        # What stands under the line of a speaker is said, and no heading.
        said = any(group[-1][0] in speakers for group in groups[max(0, i - 1) : i + 1])
        alone = len(lines) == 1 and not stamp.match(previous) and not said
        in_chat = _MESSAGE.match(previous) or (chat and i > 0)
        level = _heading_level(previous.strip(), i == 0, following) if alone and not in_chat else 0
        builder.end_block(heading=level)
        if level == 1:
            title = builder.first_heading()
    return builder.document(title)


def paragraphs(source: str) -> list[list[Line]]:
    """The lines that are not blank, in groups without a blank one between them."""
    groups = groupby(line_spans(source), key=lambda line: not source[slice(*line)].strip())
    return [list(lines) for blank, lines in groups if not blank]


def begins_item(line: str) -> bool:
    """Whether a line begins a list item."""
    return _ITEM.match(line) is not None


def _is_transcript(source: str, groups: list[list[Line]]) -> bool:
    """Whether bare times such as 12:31 are seconds of a recording, not hours of a day: they start near 0:00."""
    lines = [source[start:end] for group in groups for start, end in group]
    stamps = [seconds(stamp["bare"]) for stamp in map(_STAMPED.match, lines) if stamp]
    return len(stamps) >= max(3, len(lines) / 3) and stamps[0] < 60 and stamps == sorted(stamps)


def _is_recorded(source: str, groups: list[list[Line]]) -> bool:
    """Whether the times in brackets and those with hours that lines begin with are seconds of a recording."""
    found = (_SPOKEN.match(source, *line) for group in groups for line in group)
    return is_of_recording(source, [spoken[spoken.lastgroup or 0] for spoken in found if spoken])


def _is_chat(source: str, groups: list[list[Line]]) -> bool:
    """Whether many lines begin a message of a chat; the others go on with the message before."""
    lines = [line for group in groups for line in group]
    return sum(bool(_MESSAGE.match(source, *line)) for line in lines) >= max(2, len(lines) / 5)


def _speakers(source: str, groups: list[list[Line]]) -> dict[int, re.Match[str]]:
    """The lines that say who speaks and when, by where they start.

    Where not all that look so are, they are those that part the time from the name by more than a space, or those
    with hours.
    """
    lines = [line for group in groups for line in group]
    found = {start: match for start, end in lines if (match := _SPEAKER.fullmatch(source, start, end))}
    wide = {start: match for start, match in found.items() if match["wide"]}
    long = {start: match for start, match in found.items() if match["long"]}
    return next((some for some in (found, wide, long) if _speak_in_turn(some, lines)), {})


def _speak_in_turn(found: dict[int, re.Match[str]], lines: list[Line]) -> bool:
    """Whether those are lines that say who speaks and when.

    They are in order, from the first minutes on, each with other lines under it: a list of results (names of
    runners, and their times) has none there. Times without hours can also be those of a day, or how long something
    takes; so they have to begin with the first minute, and somebody has to speak again.
    """
    stamps = [seconds(match["time"]) for match in found.values()]
    over_text = all(
        after not in found for (start, _), (after, _) in pairwise([*lines, (-1, -1)]) if start in found
    )
    short = not all(match["long"] for match in found.values())
    latest = _LATEST_SHORT_START if short else _LATEST_START
    if len(stamps) < 2 or stamps[0] > latest or stamps != sorted(stamps) or not over_text:
        return False
    names = {match["name"] for match in found.values()}
    return not short or len(names) < len({(match["name"], match["time"]) for match in found.values()})


def _add_speaker(builder: TextBuilder, line: re.Match[str]) -> None:
    """Puts who speaks now before what is said, as other transcripts have it: "Ann Smith: "."""
    builder.end_block(tight=True)
    builder.time(seconds(line["time"]))
    builder.add(line["name"], line.start("name"))
    builder.pin(":", line.end("name"))
    builder.space(line.end())


def _begins_block(line: str, previous: str, usual: float) -> bool:
    """Whether a line parts from the one before it; `usual` is the median length of the text's lines."""
    if _ITEM.match(line) or _SPOKEN.match(line) or _MESSAGE.match(line):
        return True
    ended = previous.rstrip(_CLOSING).endswith(_SENTENCE_ENDS) or len(previous) < usual / 2
    return bool(previous) and usual > LONG_LINE and ended


def _heading_level(line: str, first: bool, following: int) -> int:
    """The level of a line that stands alone, 0 if it is no heading; `following` is the next text's length.

    The first line is the title, but for a sentence and for all there is.
    """
    is_sentence = line.endswith(".") and not stop_belongs(line, len(line) - 1)
    if first and following and not is_sentence and len(line) <= MOST_TITLE_CHARACTERS:
        return 1
    reads_as_heading = (
        len(line) <= MOST_HEADING_CHARACTERS
        and len(line.split()) <= MOST_HEADING_WORDS
        and len(line) < following
        and not line.startswith(_HEADING_STARTS)
        and not line.endswith(_NO_HEADING_ENDS)
        and not _ITEM.match(line)
        and any(character.isalpha() for character in line)
    )
    return 2 if reads_as_heading else 0
