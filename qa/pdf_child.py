"""Draws one page of a PDF and finds words on it; run as a program of its own, which may be killed.

The library that draws may take any memory and time for a file that was made to harm, and ends its whole process
when it meets what it cannot do. This file therefore imports nothing of the rest of the project.

Input: a line of JSON `{"page": from 1, "before": …, "quote": …, "after": …, "seconds": …, "bytes": …}`, then the
file. Output: a line of JSON `{"width": …, "height": …, "kind": …, "boxes": [[left, top, width, height], …]}`, boxes in
shares of the image, then the image.
"""

import contextlib
import json
import sys
import unicodedata
from io import BytesIO

import pypdfium2 as pdfium
from pypdfium2.raw import FORMTYPE_NONE

LONGEST_SIDE = 1_700  # of the image, in pixels
SCALE = 2.0  # pixels for each point of the page, at most
LARGEST_PNG = 1_500_000  # bytes; a larger image is a photograph, for which JPEG is smaller
MOST_CHARACTERS = 200_000  # of a page, that are searched
AROUND = 60  # letters before and after the words, by which one of several occurrences is chosen
# Hyphens, of which pdfium writes two of its own at a line's end, and what the text has for a page's lines and marks.
LEFT_OUT = frozenset("-\u2010\u2011\u00ad\ufffe\x02|\u2611")

Boxes = list[tuple[float, float, float, float]]


def letters(text: str) -> tuple[str, list[int]]:
    """The text without white space, hyphens and differences of form, and where each letter stood in it."""
    found: list[str] = []
    places: list[int] = []
    for i, character in enumerate(text):
        for letter in unicodedata.normalize("NFKC", character).casefold():
            if not letter.isspace() and letter not in LEFT_OUT:
                found.append(letter)
                places.append(i)
    return "".join(found), places


def find(page: str, before: str, quote: str, after: str) -> list[tuple[int, int]]:
    """Where the quotation stands on the page: one stretch, or several where the page has other words between."""
    words, places = letters(page)
    before, after = letters(before)[0][-AROUND:], letters(after)[0][:AROUND]
    whole = _best(words, before, letters(quote)[0], after)
    if whole is not None:
        return [(places[whole[0]], places[whole[1] - 1] + 1)]
    stretches = []
    for line in quote.replace(" | ", "\n").split("\n"):
        part = _best(words, before, letters(line)[0], "")
        if part is not None:
            stretches.append((places[part[0]], places[part[1] - 1] + 1))
    return stretches


def _best(words: str, before: str, quote: str, after: str) -> tuple[int, int] | None:
    """The occurrence of the quotation whose surroundings are most alike."""
    best, most = None, -1
    at = words.find(quote) if quote else -1
    while at >= 0:
        end = at + len(quote)
        alike = _common(words[max(0, at - AROUND) : at][::-1], before[::-1]) + _common(words[end:], after)
        if alike > most:
            best, most = (at, end), alike
        at = words.find(quote, at + 1)
    return best


def _common(left: str, right: str) -> int:
    """How many letters two texts begin with alike."""
    return next(
        (i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )


def boxes_of(page: pdfium.PdfPage, bitmap: pdfium.PdfBitmap, asked: dict[str, str]) -> Boxes:
    """The boxes of the quotation, one for each line of it, in shares of the image."""
    text_page = page.get_textpage()
    # Character by character: the text that is given out whole leaves some out, which would shift the numbers.
    text = "".join(
        text_page.get_text_range(i, 1)[:1] or " "
        for i in range(min(text_page.count_chars(), MOST_CHARACTERS))
    )
    place = bitmap.get_posconv(page)
    boxes = []
    for start, end in find(text, asked["before"], asked["quote"], asked["after"]):
        for i in range(text_page.count_rects(start, end - start)):
            left, bottom, right, top = text_page.get_rect(i)
            (x1, y1), (x2, y2) = place.to_bitmap(left, top), place.to_bitmap(right, bottom)
            x, y = min(x1, x2) - 2, min(y1, y2) - 2
            width, height = abs(x2 - x1) + 4, abs(y2 - y1) + 4
            boxes.append((x / bitmap.width, y / bitmap.height, width / bitmap.width, height / bitmap.height))
    return boxes


def filled(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    """The page, with the values of its form as if they were printed on it."""
    if document.get_formtype() == FORMTYPE_NONE:
        return document[number]
    document.init_forms()
    with contextlib.suppress(pdfium.PdfiumError):
        document[number].flatten()
    return document[number]  # anew, for what was known of the page is old


def main() -> None:
    """Reads the input, draws, writes the output."""
    asked = json.loads(sys.stdin.buffer.readline())
    limit(int(asked["seconds"]), int(asked["bytes"]))
    document = pdfium.PdfDocument(sys.stdin.buffer.read())
    page = filled(document, asked["page"] - 1)
    scale = min(SCALE, LONGEST_SIDE / max(page.get_size()))
    bitmap = page.render(scale=scale)
    boxes = boxes_of(page, bitmap, asked)
    image = bitmap.to_pil().convert("RGB")
    file, kind = BytesIO(), "image/png"
    image.save(file, "PNG")
    if file.tell() > LARGEST_PNG:
        file, kind = BytesIO(), "image/jpeg"
        image.save(file, "JPEG", quality=82)
    told = {"width": image.width, "height": image.height, "kind": kind, "boxes": boxes}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + file.getvalue())


def limit(seconds: int, size: int) -> None:
    """Takes no more time and memory than this, as far as the system can hold a process to it (macOS: not to memory)."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, size), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
