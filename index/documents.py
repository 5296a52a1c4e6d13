"""Finding the files that can be read in folders, and reading each into a Document."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.builder import line_spans
from index.decode import decode
from index.docx import is_docx, read_docx
from index.errors import SourceError
from index.front_matter import read_front_matter
from index.html import read_html
from index.markdown import read_markdown
from index.pdf import is_pdf, read_pdf
from index.plain import read_plain
from index.types import Document

MOST_BYTES = 50_000_000
MOST_MARKDOWN_LINES = 120_000  # a line takes up to 50 microseconds, and a book has fewer lines
DOCX = frozenset({".docx"})
HTML = frozenset({".html", ".htm", ".xhtml"})
MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
PDF = frozenset({".pdf"})
PLAIN = frozenset({".txt", ".text"})
ORIGINS = "SOURCES.md"  # tells where the other files of its folder come from

_HTML_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S)
_MARKDOWN_SIGNS = (
    re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE),
    re.compile(r"\[\[[^\[\]\n]+\]\]"),
    re.compile(r"\[[^\[\]\n]+\]\([^()\s]+\)"),
    re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE),
    re.compile(r"^ {0,3}\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?\r?$", re.MULTILINE),
    re.compile(r'<a\s[^<>]*"yt-timestamp"'),
)


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
    """Reads a text, Markdown, HTML, PDF or DOCX file; which it is, its content and its name tell.

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
    document = _parse_text(suffix, source)
    return replace(document, notes=(note, *document.notes)) if note else document


def _parse_text(suffix: str, source: str) -> Document:
    if suffix in HTML or _HTML_START.match(source):
        return read_html(source)
    if suffix not in MARKDOWN and not _is_markdown(source):
        return read_plain(source)
    if source.count("\n") + source.count("\r") > MOST_MARKDOWN_LINES:
        note = f"read as plain text: Markdown of more than {MOST_MARKDOWN_LINES} lines takes too long"
        return replace(read_plain(source), notes=(note,))
    return read_markdown(source)


def _is_markdown(source: str) -> bool:
    """Whether a text has front matter, or two kinds of markup that plain text has no use for."""
    if sum(bool(sign.search(source)) for sign in _MARKDOWN_SIGNS) >= 2:
        return True
    return source.startswith("---") and read_front_matter(source, line_spans(source)).lines > 0


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
            if path.suffix.lower() not in DOCX | HTML | MARKDOWN | PDF | PLAIN:
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
