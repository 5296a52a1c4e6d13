"""The pages of a PDF as images with the words of a quotation boxed, drawn by a process that may be killed."""

import contextlib
import hashlib
import itertools
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index import Document

CHILD = Path(__file__).with_name("pdf_child.py")
MOST_SECONDS = 10
MOST_MEMORY = 1_000_000_000  # bytes of address space
MOST_BYTES = 50_000_000  # of a file; larger ones are not indexed
MOST_PAGES = 3  # of a quotation that goes over several
AROUND = 200  # characters before and after the quotation, by which one of several occurrences is chosen
AT_ONCE = 2  # processes that draw; the others wait, but no longer than a drawing may take

_drawing = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class PageImage:
    """A page, and where on it the words stand: left, top, width and height in shares of the image."""

    page: int  # from 1
    kind: str  # the media type
    data: bytes
    width: int  # in pixels
    height: int
    boxes: tuple[tuple[float, float, float, float], ...]


class NoImage(Exception):
    """A page cannot be shown as an image; the message is the reason. It never leaves this module."""


def page_images(document: Document, start: int, end: int) -> tuple[tuple[PageImage, ...], str]:
    """The pages that a stretch of a PDF's text stands on, or none and a note that says why.

    Of a document that is no PDF there are none, and no note.
    """
    if not document.pages:
        return (), ""
    try:
        data = _unchanged(document)
        if data is None:
            return (), ""
        return tuple(
            _draw(data, page, *around) for page, around in list(_by_page(document, start, end))[:MOST_PAGES]
        ), ""
    except NoImage as reason:
        return (), f"The page is not shown as an image: {reason}."


def _unchanged(document: Document) -> bytes | None:
    """The bytes of the file, if it is a PDF and still the one that was read."""
    try:
        with open(document.path, "rb") as file:
            if not file.read(5).startswith(b"%PDF"):
                return None
            file.seek(0)
            data = file.read(MOST_BYTES)  # the hash of a part is another one
    except OSError as error:
        raise NoImage(f"the file cannot be read ({error.strerror})") from error
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise NoImage("the file has changed since it was read")
    return data


def _by_page(document: Document, start: int, end: int) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """The pages that a stretch of the text stands on: what is before it, its words there, what is after."""
    text, edges = document.text, [*document.pages, len(document.text)]
    for page, (first, last) in enumerate(itertools.pairwise(edges), 1):
        left, right = max(start, first), min(end, last)
        if text[left:right].strip():
            yield (
                page,
                (text[max(first, left - AROUND) : left], text[left:right], text[right : right + AROUND]),
            )


def _draw(data: bytes, page: int, before: str, quote: str, after: str) -> PageImage:
    """One page.

    :raises NoImage: if it cannot be drawn within the limits.
    """
    asked = {"page": page, "before": before, "quote": quote, "after": after}
    limits = {"seconds": MOST_SECONDS, "bytes": MOST_MEMORY}
    given = json.dumps(asked | limits).encode() + b"\n" + data
    if not _drawing.acquire(timeout=MOST_SECONDS):
        raise NoImage("others are being drawn; open it again")
    try:
        # Isolated (-I): neither the folder that the user stands in nor the environment can bring in other code.
        ended = subprocess.run(
            [sys.executable, "-I", CHILD], input=given, capture_output=True, timeout=MOST_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise NoImage(f"it takes longer than {MOST_SECONDS} s") from error
    except OSError as error:
        raise NoImage(f"no process could be started ({error.strerror})") from error
    finally:
        _drawing.release()
    told, _, image = ended.stdout.partition(b"\n")
    with contextlib.suppress(ValueError, KeyError, TypeError):
        found = json.loads(told)
        boxes = tuple((float(x), float(y), float(w), float(h)) for x, y, w, h in found["boxes"])
        if ended.returncode == 0 and found["kind"] in ("image/png", "image/jpeg"):
            return PageImage(page, found["kind"], image, int(found["width"]), int(found["height"]), boxes)
    raise NoImage("the program that draws could not make it")
