"""The bytes of a file to a Document, by a reader of its format: its content tells which, and its name."""

import importlib
import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from index.decode import decode
from index.errors import SourceError
from index.formats import READERS, read_by_content
from index.types import Document
from index.video import video_in_text, with_video

# Formats that are no text, and what their readers are called. A reader's libraries are loaded with the first
# file of its format: a process that lists files, or reads none but text, does without them.
_BINARY = {
    "pdf": "index.pdf:read_pdf",
    "docx": "index.docx:read_docx",
    "pptx": "index.slides:read_slides",
    "xlsx": "index.sheets:read_sheets",
    "epub": "index.epub:read_epub",
    "odt": "index.odt:read_odt",
    "rtf": "index.rtf:read_rtf",
}
# The same formats, under other names: with macros, as templates, to be shown at once.
_OTHER_SUFFIXES = {
    **dict.fromkeys((".docm", ".dotx", ".dotm"), "docx"),
    **dict.fromkeys((".pptm", ".potx", ".potm", ".ppsx", ".ppsm"), "pptx"),
    **dict.fromkeys((".xlsm", ".xltx", ".xltm"), "xlsx"),
}
_KINDS = {f".{kind}": kind for kind in _BINARY} | _OTHER_SUFFIXES
SUFFIXES = frozenset(_KINDS) | READERS.keys()

_STARTS = ((b"%PDF-", "pdf"), (b"{\\rtf", "rtf"))
_ZIP_START = b"PK\x03\x04"
_PARTS = (("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx"), ("xl/workbook.xml", "xlsx"))
_ARCHIVES = frozenset({"docx", "pptx", "xlsx", "epub", "odt"})
_MIME_TYPES = {b"application/epub+zip": "epub", b"application/vnd.oasis.opendocument.text": "odt"}
_BEGINNING_BYTES = 200  # an archive that tells its type does so in its first part
_END_BYTES = 1_000_000  # hold an archive's list of its parts, unless it has more than a document has


def parse(suffix: str, data: bytes) -> Document:
    """Reads a file of any format that is known; path and hash of the document are left empty.

    :param suffix: of the file's name, in lower case, with its dot.
    :raises SourceError: if it cannot be read or holds no words; the message is a reason, without the path.
    """
    kind = _kind(suffix, data)
    if kind:
        document = _reader(kind)(data)
    else:
        source, note = decode(data)
        document = with_video(READERS.get(suffix, read_by_content)(source), video_in_text(source))
        document = replace(document, notes=(note, *document.notes)) if note else document
    if not re.search(r"[^\W_]", document.text):
        raise SourceError("it holds no text")
    return document


def is_document(file: BinaryIO) -> bool:
    """Whether a file is of a format that is no text but is read; only its beginning and its end are looked at.

    :raises OSError: if it cannot be read.
    """
    beginning = file.read(_BEGINNING_BYTES)
    if beginning.startswith(tuple(start for start, _ in _STARTS)):
        return True
    if not beginning.startswith(_ZIP_START):
        return False
    if any(kind + _ZIP_START[:2] in beginning for kind in _MIME_TYPES):
        return True
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END_BYTES))
    return bool(_kind_of_archive(file.read(_END_BYTES)))


def _kind(suffix: str, data: bytes) -> str:
    """The format of a file, if it is not text."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    named = _KINDS.get(suffix, "")
    if data.startswith(_ZIP_START) and named not in _ARCHIVES:
        return _kind_of_archive(data) or named
    return named


def _kind_of_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    return _MIME_TYPES.get(file.read(100).strip(), "")
    except Exception:  # the standard library raises many kinds on a broken archive
        return ""
    return next((kind for name, kind in _PARTS if name in names), "")


def _reader(kind: str) -> Callable[[bytes], Document]:
    module, _, name = _BINARY[kind].partition(":")
    reader: Callable[[bytes], Document] = getattr(importlib.import_module(module), name)
    return reader
