"""The chat's route `/source`: a document of the store as one page, opened at a citation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse

from index import Document, Error, SourceError
from qa.answer import Citation
from qa.pdf_image import page_images
from qa.source_page import check_span, notice_page, source_page

if TYPE_CHECKING:
    from qa.assistant import Assistant

ROUTE = "/source"
VERSION = (
    16  # characters of the hash of a file, that an address names; who has seen no citation cannot guess it
)
PASSAGE = "passage"  # what an address shows that shows no quotation
_NUMBER = re.compile(r"[0-9]{1,12}")
_HERE = Path(__file__)
# In the head of the page, not among Gradio's style sheets: it reads those again, and drops what is not of its own.
PANE = (
    f"<style>\n{_HERE.with_name('source_pane.css').read_text(encoding='utf-8')}"
    f"{_HERE.with_name('chat_print.css').read_text(encoding='utf-8')}</style>"
    f"<script>\n{_HERE.with_name('source_pane.js').read_text(encoding='utf-8')}</script>"
)


def source_link(citation: Citation, quoted: bool = True) -> str | None:
    """The address of the page that shows a citation at its place; None where its document is in no store.

    :param quoted: whether it is cited for an answer; a passage that is only near to what was asked is shown as that.
    """
    if not citation.document_id or not citation.version:
        return None
    asked = {
        "document": citation.document_id,
        "start": citation.start,
        "end": citation.end,
        "version": citation.version[:VERSION],
    } | ({} if quoted else {"as": PASSAGE})
    return f"{ROUTE}?{urlencode(asked)}#quote"


def document_of(assistant: Assistant, number: str, version: str) -> Document:
    """The document that an address names by its number and version.

    :raises SourceError: if it is no longer open, or has changed.
    """
    document = assistant.document(int(number)) if _NUMBER.fullmatch(number) else None
    if document is None:
        raise SourceError("the document is no longer open: ask again")
    if document.sha256[:VERSION] != version:
        raise SourceError("the document has changed since this answer: ask again")
    return document


def source_answer(assistant: Assistant, request: Request) -> HTMLResponse:
    """The page for an address that `source_link` made, or one that says why there is none (400, 404, 410)."""
    asked = request.query_params
    theme = asked.get("theme", "")
    theme = theme if theme in ("light", "dark") else ""
    numbers = [asked.get(name, "") for name in ("document", "start", "end")]
    shown_as = asked.get("as")
    if shown_as not in (None, PASSAGE) or not all(_NUMBER.fullmatch(number) for number in numbers):
        return _notice("This address names no place in a document.", 400, theme)
    number, start, end = map(int, numbers)
    document = assistant.document(number)
    if document is None:
        return _notice("The document is no longer open. Ask again.", 404, theme)
    if document.sha256[:VERSION] != asked.get("version"):
        return _notice(
            "The document has changed since this answer. Ask again, to be shown where it stands now.",
            410,
            theme,
        )
    try:
        check_span(document, (start, end))
    except Error:
        return _notice("This address names no place in the document.", 400, theme)
    images, note = page_images(document, start, end)
    return HTMLResponse(source_page(document, (start, end), images, note, theme, quoted=shown_as is None))


def _notice(message: str, status: int, theme: str) -> HTMLResponse:
    return HTMLResponse(notice_page(message, theme), status)
