"""Reading web pages that a browser saved as one file (MHTML): the page, without its pictures and styles."""

from index.builder import TextBuilder
from index.errors import SourceError
from index.html import read_html
from index.mail_parts import Part, read_part
from index.types import Document

_DEEPEST = 10  # parts in each other


def read_saved_page(source: str) -> Document:
    """Reads the first page of a file that holds it as a message holds its parts.

    :raises SourceError: if it holds no page; the message is a reason.
    """
    message = read_part(source, 0, len(source))
    page = _page(message, source, _DEEPEST)
    if page is None:
        raise SourceError("it is no saved web page: none of its parts is HTML")
    text = page.text(source)
    document = read_html(text.text)
    builder = TextBuilder(source)
    text.adopt(builder, document)
    subject = message.headers.get("subject")
    return builder.document(document.title or (subject.value if subject else ""), notes=document.notes)


def _page(part: Part, source: str, deepest: int) -> Part | None:
    if part.type == "text/html":
        return part
    if not part.type.startswith("multipart/") or deepest == 0:
        return None
    found = (_page(child, source, deepest - 1) for child in part.parts(source))
    return next((page for page in found if page), None)
