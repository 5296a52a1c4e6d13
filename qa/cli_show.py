"""`qa show`: a document as one page for a browser, opened at a place."""

import re
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from index import Document, Error, read_document, stored_document
from qa.paths import as_paths
from qa.render import printable
from qa.terminal import IndexOption, expanded


def show(
    path: Annotated[str, typer.Argument(help="The document.", show_default=False)],
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="START:END", help="The words to mark, as in the JSON of `qa ask --json`."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="The page to write, - for the standard output. Default: a temporary file.",
            callback=expanded,
        ),
    ] = None,
    index: IndexOption = None,
) -> None:
    """Open a document as one HTML page, with the words of a citation marked; works offline.

    The document is read anew, or, with --index, taken as it was indexed.
    """
    from qa.outputs import refuse_to_overwrite, write_whole
    from qa.pdf_image import page_images
    from qa.source_page import check_span, source_page

    refuse_to_overwrite({"--out": out}, [("the document", as_paths(path)[0])])
    span = None if at is None else _span(at)
    document = _document(path, index)
    if span is not None:
        check_span(document, span)
    images, note = page_images(document, *span) if span else ((), "")
    page = source_page(document, span, images, note, scrolls=True)
    if out is None:
        print(printable(_temporary(page).as_uri() + ("#quote" if span else "")))
    elif str(out) == "-":
        sys.stdout.write(page)
    else:
        write_whole(out, page)


def _span(at: str) -> tuple[int, int]:
    """The offsets of START:END.

    :raises Error: if it is no such thing.
    """
    match = re.fullmatch(r"([0-9]{1,12}):([0-9]{1,12})", at)
    if match is None:
        raise Error(
            f"--at {at!r} is no place: give START:END, the two numbers of a citation in `qa ask --json`"
        )
    return int(match[1]), int(match[2])


def _document(path: str, index: str | None) -> Document:
    [named] = as_paths(path)
    return read_document(named) if index is None else stored_document(as_paths(index)[0], named)


def _temporary(page: str) -> Path:
    """A temporary file with the page.

    :raises Error: if it cannot be written.
    """
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="qa-", suffix=".html", delete=False
        ) as file:
            file.write(page)
            return Path(file.name)
    except OSError as error:
        raise Error(f"cannot write a temporary file: {error.strerror}") from error
