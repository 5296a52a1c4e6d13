"""What every document must hold, whatever it was read from."""

import html
import re
from bisect import bisect_right

from index import Document, Place

ENTITY = re.compile(r"&#?\w+;?")


def assert_mapped(document: Document, source: str, ordered: bool = True) -> None:
    """Each character stands where the document says, and the document is whole."""
    text = document.text
    line_starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", source))]
    last = 0
    for offset, character in enumerate(text):
        at = document.source_offset(offset)
        assert 0 <= at < len(source)
        if character.isspace() or (text[offset - 1 : offset + 2] == " | " and source[at] != "|"):
            continue  # may be put in where a block, a table cell or a tag ended
        assert at >= last or not ordered
        last = at
        assert document.place(offset, offset + 1).line == bisect_right(line_starts, at)
        if document.runs[bisect_right(document.runs, offset, key=lambda run: run.start) - 1].pinned:
            continue
        if source[at] != character:
            entity = ENTITY.match(source, source.rindex("&", 0, at + 1))
            assert entity and at < entity.end() and character in html.unescape(entity[0])
    assert_whole(document)


def assert_whole(document: Document) -> None:
    """Blocks hold all text; headings, times and pages fit it."""
    text = document.text
    end = 0
    for start, stop in document.blocks:
        assert end <= start < stop and not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip() and "\n" not in text[start:stop]
        end = stop
    assert end == len(text)
    for heading in document.headings:
        assert (heading.start, heading.end) in document.blocks
        assert text[heading.start : heading.end] == heading.text
    end = 0
    for time in document.times:
        assert end <= time.start < time.end <= len(text)
        end = time.end
    assert list(document.pages) == sorted(document.pages) and all(
        page <= len(text) for page in document.pages
    )
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b\u202a-\u202e\u2066-\u2069\ufeff]", text)
    text.encode("utf-8")


def blocks(document: Document) -> list[str]:
    return [document.text[start:end] for start, end in document.blocks]


def times(document: Document) -> list[tuple[str, float]]:
    return [(document.text[time.start : time.end].strip(), time.seconds) for time in document.times]


def place_of(document: Document, words: str) -> Place:
    start = document.text.index(words)
    return document.place(start, start + len(words))


def line_of(document: Document, words: str) -> int | None:
    return place_of(document, words).line
