"""The tags, text and entities of HTML, each with its offsets, found in linear time.

No parser at hand gives the offset of each character, and the standard library's takes quadratic time on
input made to hurt it.
"""

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from typing import NamedTuple

from index.characters import seconds

ENTITY = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)")

_RAW = frozenset({"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"})
_TAG_START = re.compile(r"</?[A-Za-z]")
_TAG = re.compile(r"<(/?[A-Za-z][^\s/>]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>")
_SIMPLE_TAG = re.compile(r"<(/?[A-Za-z][^\s/>]*+)([^>]*+)>")
_LITERAL = re.compile(r"(?:<(?![A-Za-z/!?])[^<]*+)++")
_ATTRIBUTE = re.compile(r"([^\s=/>]++)(?:\s*+=\s*+(\"[^\"]*\"|'[^']*'|[^\s>]+))?")
_LONGEST_BARE_ENTITY = 6  # of the old names that HTML allows without a semicolon


class Token(NamedTuple):
    """A tag, or a stretch of text between tags; comments and declarations are none."""

    name: str  # "" for text; "p", or "/p" for its end
    start: int
    end: int
    attributes: str


class Finder:
    """Finds patterns in a text, and remembers those that come no more: to look again would be quadratic."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._absent: set[str] = set()

    def find(self, pattern: str, start: int) -> re.Match[str] | None:
        """The first match from `start` on; calls with the same pattern must go forward."""
        if pattern in self._absent:
            return None
        match = re.compile(pattern, re.IGNORECASE).search(self._text, start)
        if match is None:
            self._absent.add(pattern)
        return match


def decode_entity(entity: str) -> tuple[str, int]:
    """What a match of ENTITY stands for, and how many characters of it say so; itself and 0 if it is none."""
    name = entity[1:]
    if name[0] == "#":
        return unescape(entity), len(entity)
    if name in html5:
        return html5[name], len(entity)
    for length in range(min(len(name), _LONGEST_BARE_ENTITY), 1, -1):
        if name[:length] in html5:
            return html5[name[:length]], length + 1
    return entity, 0


def attributes_of(text: str) -> dict[str, str]:
    """The attributes written in a tag, by lower-case name."""
    return {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(text)}


def timestamp_of(attributes: str) -> float | None:
    """The seconds that the attributes of a video timestamp's link give, or None if they give none."""
    if "yt-timestamp" not in attributes:
        return None
    try:
        return seconds(attributes_of(attributes).get("data-t", ""))
    except ValueError:
        return None


def tokens(text: str) -> Iterator[Token]:
    """Splits HTML into its tags and texts, in order; what a script or the like holds is one text."""
    finder = Finder(text)
    tag: re.Pattern[str] | None = _TAG
    position = 0
    while position < len(text):
        if text[position] != "<":
            end = text.find("<", position)
            end = len(text) if end < 0 else end
            yield Token("", position, end, "")
        elif tag and _TAG_START.match(text, position):
            match = tag.match(text, position)
            if match is None:  # no tag ends from here on; so with quotes ignored, and then as text
                tag = _SIMPLE_TAG if tag is _TAG else None
                continue
            end = match.end()
            yield Token(match[1].lower(), position, end, match[2])
            if match[1].lower() in _RAW and not match[2].endswith("/"):
                close = finder.find(rf"</{match[1]}(?=[\s/>])", end)
                if close:
                    yield Token("", end, close.start(), "")
                    end = close.start()
        else:
            start, stop, end = _markup(text, position, finder)
            if start < stop:
                yield Token("", start, stop, "")
        position = end


def _markup(text: str, position: int, finder: Finder) -> tuple[int, int, int]:
    """What is shown of a "<" that begins no tag, from where to where, and where the text goes on.

    A comment without an end hides nothing: else it would swallow the rest of the page.
    """
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">")):
        if text.startswith(opening, position):
            start = position + len(opening)
            match = finder.find(closing, start)
            if match is None:
                return start, start, start
            if opening == "<![CDATA[":
                return start, match.start(), match.end()
            return start, start, match.end()
    literal = _LITERAL.match(text, position)
    end = literal.end() if literal else position + 1
    return position, end, end
