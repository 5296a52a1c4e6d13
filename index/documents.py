"""Finding the files that can be read in folders, and reading each into a Document."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.decode import decode
from index.docx import is_docx, read_docx
from index.errors import SourceError
from index.formats import READERS, read_by_content
from index.pdf import is_pdf, read_pdf
from index.types import Document

MOST_BYTES = 50_000_000
DOCX = frozenset({".docx"})
PDF = frozenset({".pdf"})
ORIGINS = "SOURCES.md"  # tells where the other files of its folder come from


@dataclass(frozen=True)
class Skipped:
    """A file or folder that was passed over, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Found:
    """The files to read, absolute and sorted, and those passed over."""

    files: tuple[Path, ...]
    skipped: tuple[Skipped, ...]


def read_document(path: Path) -> Document:
    """Reads a file of any format that is known; which it is, its name and its content tell.

    :raises SourceError: if it cannot be read, is too large, is of another format, or holds no words.
    """
    path = Path(os.path.abspath(path))
    try:
        data = _read(path)
        document = _parse(path.suffix.lower(), data)
        if not re.search(r"[^\W_]", document.text):
            raise SourceError("it holds no text")
    except SourceError as error:
        raise SourceError(f"{_shown(path)}: {error}") from error
    except OSError as error:
        raise SourceError(f"{_shown(path)}: cannot be read: {error.strerror}") from error
    return replace(
        document,
        path=_shown(path),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def find_files(sources: Sequence[Path]) -> Found:
    """The files that the sources name or hold, each once.

    A file that is named is taken whatever its suffix; a folder gives the files of known suffixes in it and
    below it, but no hidden ones.

    :raises SourceError: if a source does not exist.
    """
    files: set[Path] = set()
    skipped: list[Skipped] = []
    for source in sources:
        path = Path(os.path.abspath(source))
        if not os.path.exists(path):
            raise SourceError(f"{_shown(path)} does not exist")
        for file in _walk(path, skipped) if os.path.isdir(path) else [path]:
            reason = _reason_to_skip(file)
            if reason:
                skipped.append(Skipped(_shown(file), reason))
            else:
                files.add(file)
    passed_over = (entry for entry in dict.fromkeys(skipped) if Path(entry.path) not in files)
    return Found(tuple(sorted(files)), tuple(passed_over))


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise SourceError("it is no regular file" if path.exists() else "it does not exist")
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise SourceError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    return data


def _parse(suffix: str, data: bytes) -> Document:
    if suffix in PDF or is_pdf(data):
        return read_pdf(data)
    if suffix in DOCX or is_docx(data):
        return read_docx(data)
    source, note = decode(data)
    document = READERS.get(suffix, read_by_content)(source)
    return replace(document, notes=(note, *document.notes)) if note else document


def _walk(folder: Path, skipped: list[Skipped]) -> Iterator[Path]:
    """The files of a folder and those below it, as far as they are not hidden or of unknown suffixes."""

    def report(error: OSError) -> None:
        skipped.append(Skipped(_shown(Path(error.filename)), f"cannot be listed: {error.strerror}"))

    root = os.path.realpath(folder)
    for parent, folders, names in os.walk(folder, onerror=report):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in folders:
            if os.path.islink(Path(parent, name)):
                skipped.append(Skipped(_shown(Path(parent, name)), "it is a link to a folder"))
        for name in names:
            path = Path(parent, name)
            if name.startswith(".") or name == ORIGINS:
                continue
            if path.suffix.lower() not in DOCX | PDF | READERS.keys():
                skipped.append(Skipped(_shown(path), "its format is not read yet"))
            elif path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
                skipped.append(Skipped(_shown(path), "it is a link that leads out of its folder"))
            else:
                yield path


def _reason_to_skip(file: Path) -> str:
    try:
        os.fsencode(file).decode("utf-8")
        mode = file.stat().st_mode
    except UnicodeDecodeError:
        return "its name is not valid UTF-8"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return "" if stat.S_ISREG(mode) else "it is no regular file"


def _shown(path: Path) -> str:
    """The path as text that can be printed and stored: bytes of it that are no UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", errors="replace")
