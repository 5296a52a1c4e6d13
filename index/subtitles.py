"""Reading subtitles (SubRip, WebVTT): what is said, in whole sentences, with the second it is said at."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from index.builder import TextBuilder
from index.characters import clean, line_spans, seconds
from index.plain import read_plain
from index.tags import ENTITY, decode_entity
from index.types import Document

PAUSE = 3.0  # seconds without words after which a sentence does not go on

_STAMP = r"(?:[0-9]{1,3}:)?[0-9]{1,2}:[0-9]{2}(?:[.,][0-9]{1,3})?"
_TIMING = re.compile(rf"\s*({_STAMP})\s*-->\s*({_STAMP})(?:\s|$)")
_COUNT = re.compile(r"\s*[0-9]+\s*$")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_MARKUP = re.compile(
    r"<v(?:\.[^\s<>]{0,99})?\s+(?P<voice>[^<>]{1,99})>"
    rf"|</?(?:[bcisuv]|lang|ruby|rt|font)(?:[.\s][^<>]{{0,199}})?/?>|<{_STAMP}>|\{{\\[^{{}}]{{0,99}}\}}"
    rf"|(?P<entity>{ENTITY.pattern})",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\s*(?:[-–—]\s*\S|>>|[A-Z][A-Z0-9 .'’-]{0,30}:(?:\s|$))")
_ROLLS = re.compile(rf"<{_STAMP}>")
_LEAST_AGAIN = 3  # somebody may say a thing twice
_SENTENCE_ENDS = tuple(".!?…。！？♪")
_CLOSING = "\"'”’»)] \t"


class Cue(NamedTuple):
    """One timing line and the lines under it, each from its start to its end in the source."""

    start: float
    end: float
    lines: list[tuple[int, int]]


def read_subtitles(source: str) -> Document:
    """Reads SubRip or WebVTT: cue numbers, timing lines and styling go, names of speakers stay.

    A sentence goes on over the cues that it takes. A text without timing lines is read as plain text.
    """
    lines = line_spans(source)
    cues = list(_cues(source, lines))
    if not cues:
        return replace(read_plain(source), notes=("read as plain text: it has no timing lines",))
    speech = _Speech(source, _roll(source, cues))
    for cue in cues:
        speech.add(cue)
    first = source[slice(*lines[0])].removeprefix("\ufeff")
    title = clean(first.removeprefix("WEBVTT").lstrip(" \t-–—")) if first.startswith("WEBVTT") else ""
    return speech.builder.document(title)


def _cues(source: str, lines: list[tuple[int, int]]) -> Iterator[Cue]:
    """The cues in order; names and numbers of cues and the notes between them are in none."""
    cue: Cue | None = None
    aside = False
    after_blank = True
    for i, (start, end) in enumerate(lines):
        line = source[start:end]
        timing = _TIMING.match(line)
        if timing:
            if cue:
                yield cue
            cue = Cue(seconds(timing[1]), seconds(timing[2]), [])
            aside = False
        elif not line.strip():
            aside = False
        elif after_blank and _ASIDE.match(line):
            aside = True
        elif cue and not aside:
            names_next = i + 1 < len(lines) and _TIMING.match(source, *lines[i + 1])
            if not (names_next and (after_blank or _COUNT.match(line))):
                cue.lines.append((start, end))
        after_blank = not line.strip()
    if cue:
        yield cue


def _roll(source: str, cues: list[Cue]) -> bool:
    """Whether lines are shown again as the next one comes: words have times, or cues begin with the line before."""
    if _ROLLS.search(source):
        return True
    again = sum(
        bool(before.lines and cue.lines) and _shown(source, before.lines[-1]) == _shown(source, cue.lines[0])
        for before, cue in pairwise(cues)
    )
    return again >= max(_LEAST_AGAIN, len(cues) / 3)


def _shown(source: str, line: tuple[int, int]) -> str:
    return _MARKUP.sub("", source[slice(*line)]).strip()


class _Speech:
    """Adds cues to the builder, and ends a block where a sentence, or what one person says, ends."""

    def __init__(self, source: str, rolls: bool) -> None:
        self.builder = TextBuilder(source)
        self._source = source
        self._rolls = rolls
        self._voice = ""
        self._last_end = 0.0
        self._last_line = ""

    def add(self, cue: Cue) -> None:
        """Adds what is said in a cue."""
        lines = [
            line for line in cue.lines if not (self._rolls and _shown(self._source, line) == self._last_line)
        ]
        if not lines:
            self._last_end = max(self._last_end, cue.end)
            return
        said = self._last_line.rstrip(_CLOSING)
        if said.endswith(_SENTENCE_ENDS) or cue.start - self._last_end > PAUSE:
            self.builder.end_block(tight=True)
        for i, (start, end) in enumerate(lines):
            if _SPEAKS.match(_MARKUP.sub("", self._source[start:end])):
                self.builder.end_block(tight=True)
            if i == 0:
                self.builder.time(cue.start)
            self._line(start, end)
            self.builder.space(end)
        self._last_line = _shown(self._source, lines[-1])
        self._last_end = cue.end

    def _line(self, start: int, end: int) -> None:
        for mark in _MARKUP.finditer(self._source, start, end):
            shown, length = decode_entity(mark["entity"]) if mark["entity"] else ("", len(mark[0]))
            if not length:
                continue
            self.builder.add(self._source[start : mark.start()], start)
            start = mark.start() + length
            if mark["entity"]:
                self.builder.replace(shown, mark.start())
            elif mark["voice"] and mark["voice"] != self._voice:
                self._speaker(mark["voice"], mark.start("voice"))
        self.builder.add(self._source[start:end], start)

    def _speaker(self, name: str, at: int) -> None:
        """Puts the name of who speaks now before what is said."""
        self._voice = name
        self.builder.end_block(tight=True)
        self.builder.add(name, at)
        self.builder.pin(":", at + len(name))
        self.builder.space(at + len(name))
