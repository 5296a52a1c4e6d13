"""A document as one page of HTML, with a quotation marked: its text with its structure, and no network.

What the page shows of the document is its text, letter by letter: the text of the element `article` is that of
the document. Lines, pages and times are drawn beside it by the style sheet, so that copying gives the words alone.
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path

from index import Document, Error, Place
from qa.answer import Citation
from qa.pdf_image import PageImage
from qa.render import part_of, printable, video_link, where
from qa.source_blocks import Span, body_html

MOST_SHOWN = (
    1_000_000  # characters round the quotation; what lies farther off is left out, and the page says so
)
_STYLE = Path(__file__).with_name("source_page.css").read_text(encoding="utf-8")
_SCRIPT = (
    'const quote = document.getElementById("quote"); if (quote) quote.scrollIntoView({block: "center"});'
)
_CONTENT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
POLICY = f"{_CONTENT}; frame-ancestors 'self'"  # of the page where a server gives it out


def source_page(
    document: Document,
    span: Span | None = None,
    images: Sequence[PageImage] = (),
    note: str = "",
    theme: str = "",
    scrolls: bool = False,
    quoted: bool = True,
) -> str:
    """The whole page; every text of the document in it is text only.

    The quotation has the anchor `#quote`.

    :param span: start and end of the quotation, offsets into the document's text.
    :param images: the pages that it stands on, shown above the text.
    :param note: what a reader should know, in a sentence.
    :param theme: "light" or "dark"; by default what the reader's system says.
    :param scrolls: whether the page scrolls to the quotation by a line of script, for a file that is opened
        without `#quote` in its address.
    :param quoted: whether the span is a quotation; a passage that is only near to what was asked is not marked as one.
    :raises Error: if the span is not within the text.
    """
    if span is not None:
        check_span(document, span)
    citation = Citation.of(document, *(span or (0, 1)), (0, 0))
    shown, left_out = _shown(document, span)
    notes = [text for text in (note, *left_out) if text]
    first = document.headings[0] if document.headings and not images else None
    titled = first is not None and first.start == shown[0] and first.text == document.title
    hashed = b64encode(sha256(_SCRIPT.encode()).digest()).decode()
    policy = _CONTENT + (f"; script-src 'sha256-{hashed}'" if scrolls else "")
    parts = [
        f'<!doctype html>\n<html lang="en"{f" data-theme={theme}" if theme else ""}><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        f'<meta name="referrer" content="no-referrer"><title>{text_html(citation.title)}</title>',
        f"<style>{_STYLE}</style></head><body>{_head(citation, span, notes, bool(images), titled, quoted)}",
        *(_figure(document, image, number == 0, quoted) for number, image in enumerate(images)),
        body_html(document, shown, span, "quote-in-text" if images else "quote", quoted),
        f"<script>{_SCRIPT}</script>" if scrolls else "",
        "</body></html>\n",
    ]
    return "".join(parts)


def notice_page(message: str, theme: str = "") -> str:
    """A page that says why a document is not shown."""
    return (
        f'<!doctype html>\n<html lang="en"{f" data-theme={theme}" if theme else ""}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Not shown</title><style>{_STYLE}</style></head>"
        f"<body><header><h1>Not shown</h1><p>{text_html(message)}</p></header></body></html>\n"
    )


def check_span(document: Document, span: Span) -> None:
    """Whether a span is a stretch of the document's text.

    :raises Error: if it is not.
    """
    if not 0 <= span[0] < span[1] <= len(document.text):
        raise Error(
            f"{span[0]}:{span[1]} is no place in {document.path}: its text has {len(document.text)} characters, "
            "so give START:END with 0 ≤ START < END ≤ that"
        )


def text_html(text: str) -> str:
    """Text as nothing but text, without characters that could reorder what stands around it."""
    return escape(printable(text))


def _shown(document: Document, span: Span | None) -> tuple[Span, list[str]]:
    """The stretch of the text that the page shows, and a note where that is not all."""
    length = len(document.text)
    if length <= MOST_SHOWN:
        return (0, length), []
    middle = sum(span) // 2 if span else 0
    first = max(0, min(middle - MOST_SHOWN // 2, length - MOST_SHOWN))
    last = min(length, first + MOST_SHOWN)
    return (first, last), [f"The document is long: shown are characters {first:,} to {last:,} of {length:,}."]


def _head(
    citation: Citation, span: Span | None, notes: Sequence[str], pictured: bool, titled: bool, quoted: bool
) -> str:
    place = where(citation) if span else Path(citation.path).name
    unseen = ' class="unseen"' if titled else ""  # the text begins with it
    links = []
    if span:
        links.append(f'<a href="#quote">To the {"quotation" if quoted else "passage"}</a>')
        links += ['<a href="#quote-in-text">The same in the text</a>'] if pictured else []
        if video := video_link(citation.place):
            links.append(f'<a href="{video[0]}" target="_blank" rel="noopener noreferrer">{video[1]}</a>')
    return "".join(
        [
            f'<header><h1{unseen} dir="auto">{text_html(citation.title)}</h1><p dir="auto">{text_html(place)}</p>',
            *(f'<p class="note" dir="auto">{text_html(note)}</p>' for note in notes),
            f"<nav>{''.join(links)}</nav>" if links else "",
            "</header>",
        ]
    )


def _figure(document: Document, image: PageImage, first: bool, quoted: bool) -> str:
    source = b64encode(image.data).decode("ascii")
    page = text_html(part_of(Place(page=image.page, label=document.label(image.page)))).removeprefix("page")
    said = f"Page{page}" + ("" if image.boxes else "; the words were not found in its image")
    return (
        '<figure><div class="sheet"><div class="leaf">'
        f'<img src="data:{image.kind};base64,{source}" width="{image.width}" '
        f'height="{image.height}" alt="Page{page} as it looks; its words stand below.">'
        f"{''.join(_boxes(image, first, quoted))}</div></div><figcaption>{said}</figcaption></figure>"
    )


def _boxes(image: PageImage, first: bool, quoted: bool) -> Iterator[str]:
    kind = "box" if quoted else "box beside"
    for number, (left, top, width, height) in enumerate(image.boxes):
        anchor = ' id="quote"' if first and number == 0 else ""
        style = f"left:{left:.3%};top:{top:.3%};width:{width:.3%};height:{height:.3%}"
        yield f'<span class="{kind}"{anchor} style="{style}"></span>'
    if first and not image.boxes:
        yield '<span id="quote"></span>'
