"""Reading PDF files: their text page by page, in paragraphs, each running head once."""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import Destination

from index.builder import TextBuilder
from index.characters import clean
from index.errors import SourceError
from index.pdf_blocks import Block, Outline, blocks_of, key
from index.pdf_cells import join_cells
from index.pdf_columns import columns_in, place_of
from index.pdf_filled import page_lines
from index.pdf_heads import part_running_heads
from index.pdf_kept import with_running_heads
from index.pdf_lines import CELL, Line
from index.pdf_words import Hyphens
from index.titles import MOST_CHARACTERS as MOST_TITLE_CHARACTERS
from index.titles import sensible_title
from index.types import Document

PDF_START = b"%PDF-"
MOST_PAGES = 5_000
MOST_CHARACTERS = 20_000_000
MOST_SECONDS = 9.0  # of computing; a thousand pages take about five
MOST_LABEL_CHARACTERS = 40  # of a page's label, such as iii or A-12
PAGES_NAMED = 10  # in a note, the others are counted

_START_WITHIN = 1024  # bytes: some programs put a few before the mark of a PDF

# What pypdf says of small faults in a file is nothing that a user can do something about.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(data: bytes) -> Document:
    """Reads the text of a PDF, each word with its page.

    :raises SourceError: if it is broken, encrypted, too long, or has no text; the message is a reason, without
        the file's path.
    """
    if PDF_START not in data[:_START_WITHIN]:
        raise SourceError("it is no PDF file, though its name says so")
    try:
        reader = PdfReader(BytesIO(data))
        _unlock(reader)
        count = len(reader.pages)
        if not 0 < count <= MOST_PAGES:
            raise SourceError(f"it is a PDF of {count} pages, and {MOST_PAGES} is the most")
        lines, broken = _lines(reader, count)
    except SourceError:
        raise
    except DependencyError as error:
        raise SourceError("it is encrypted; to read such files: pip install cryptography") from error
    except Exception as error:  # on a broken file pypdf raises whatever its code comes upon
        raise SourceError(
            f"it is a broken PDF file: {clean(str(error))[:200] or type(error).__name__}"
        ) from error
    if not lines and broken:
        raise SourceError("it is a broken PDF file: none of its pages can be read")
    if not lines:
        raise SourceError("its pages hold no text: scanned?")
    held = {line.page for line in lines}
    empty = [number for number in range(1, count + 1) if number not in held and number not in broken]
    notes = _note(empty, "hold no text: scanned?") + _note(broken, "cannot be read")
    document = _document(lines, _title(reader), _outline(reader), notes)
    return replace(document, labels=_labels(reader))


def _unlock(reader: PdfReader) -> None:
    """Opens a file that is encrypted without a password, as those are that only forbid printing."""
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise SourceError("it is encrypted: it opens only with a password")


def _lines(reader: PdfReader, count: int) -> tuple[list[Line], list[int]]:
    """The lines of all pages, and the pages that cannot be read."""
    lines: list[Line] = []
    broken = []
    room = MOST_CHARACTERS
    until = time.thread_time() + MOST_SECONDS
    for number in range(1, count + 1):
        try:
            found = page_lines(reader.pages[number - 1], number, room + 1)
        except MemoryError:
            raise
        except Exception:  # as above: the other pages may be whole
            broken.append(number)
            found = []
        lines += found
        room -= sum(len(line.text) for line in found)
        if room < 0:
            raise SourceError(f"it is a PDF of more than {MOST_CHARACTERS} characters, which is the most")
        if time.thread_time() > until:
            raise SourceError(f"it takes too long to read: {number} of {count} pages in {MOST_SECONDS:.0f} s")
    return lines, broken


def _title(reader: PdfReader) -> str:
    """The title that the file's metadata name, if it is one: often it is the name of a file or a program."""
    try:
        return sensible_title(reader.metadata.title or "") if reader.metadata else ""
    except Exception:  # as above: a broken title is none
        return ""


def _labels(reader: PdfReader) -> tuple[str, ...]:
    """What viewers call the pages, where that is not for all of them their number."""
    try:
        labels = [clean(str(label))[:MOST_LABEL_CHARACTERS] for label in reader.page_labels]
    except Exception:  # as above: pages with broken labels have their numbers
        return ()
    return tuple(labels) if labels != [str(number) for number in range(1, len(labels) + 1)] else ()


def _outline(reader: PdfReader) -> Outline:
    """The bookmarks of the file by page and words, with their depths."""
    found: Outline = {}

    def walk(entries: Sequence[object], depth: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, depth + 1)
            elif isinstance(entry, Destination) and (name := key(str(entry.title))):
                page = reader.get_destination_page_number(entry)
                found.setdefault((0 if page is None else page + 1, name), depth)

    try:
        walk(reader.outline, 1)
    except Exception:  # as above: what was found of broken bookmarks is right
        return found
    return found


def _document(lines: Sequence[Line], title: str, outline: Outline, notes: tuple[str, ...]) -> Document:
    builder = TextBuilder("", lined=False)
    lines = join_cells(lines)
    stay, recurring = part_running_heads(lines)
    if not stay:  # each page says the same
        stay, recurring = list(lines), []
    hyphens = Hyphens([line.text for line in stay])
    at = 0  # of the text of the lines, a line break after each
    blocks = blocks_of(stay, outline)
    shown = with_running_heads(blocks, recurring)
    columns = columns_in(shown)
    for block in shown:
        builder.end_block(block.tight)
        for line, following in pairwise([*block.lines, None]):
            assert line is not None
            builder.page(line.page)
            join = hyphens.join(line.text, following.text if following else "")
            _add(builder, line.text[: len(line.text) - join.removed], at, columns.get(place_of(line), ()))
            at += len(line.text) + 1
            if join.spaced:
                builder.space(at - 1)
        builder.end_block(block.tight, block.level)
    return builder.document(title or _shown_title(blocks), notes=notes)


def _shown_title(blocks: Sequence[Block]) -> str:
    """The largest heading of the first page with text, else the text's first line, if it is short."""
    first = blocks[0]
    heads = [block for block in blocks if block.level and block.lines[0].page == first.lines[0].page]
    head = max(heads, key=lambda block: block.lines[0].size, default=first)
    return head.text if len(head.text) <= MOST_TITLE_CHARACTERS else ""


def _add(builder: TextBuilder, text: str, at: int, columns: Sequence[int]) -> None:
    """Adds a line, the cells of a table row parted as in other formats.

    :param columns: those of the cells, where they are known.
    """
    first, *others = text.split(CELL)
    if columns:
        builder.column(columns[0])
    builder.add(first, at)
    at += len(first)
    for number, cell in enumerate(others, 1):
        builder.cell(at)
        if columns:
            builder.column(columns[number])
        builder.add(cell, at + 1)
        at += 1 + len(cell)


def _note(pages: Sequence[int], what: str) -> tuple[str, ...]:
    """A note on pages: "pages 3, 7 hold no text: scanned?"."""
    if not pages:
        return ()
    named = ", ".join(str(page) for page in pages[:PAGES_NAMED])
    more = f" and {len(pages) - PAGES_NAMED} more" if len(pages) > PAGES_NAMED else ""
    return (f"{'page' if len(pages) == 1 else 'pages'} {named}{more} {_singular(what, len(pages))}",)


def _singular(what: str, count: int) -> str:
    return what.replace("hold ", "holds ", 1) if count == 1 else what
