"""Which reader a file is read by: its suffix tells, and its content where a suffix tells too little."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from index.asciidoc import read_asciidoc
from index.characters import line_spans
from index.front_matter import read_front_matter
from index.html import read_html
from index.latex import read_latex
from index.lines import read_lines
from index.mail import read_mail, read_mailbox
from index.markdown import read_markdown
from index.notebook import read_notebook
from index.plain import read_plain
from index.records import read_json, read_json_lines
from index.restructured import read_restructured
from index.saved_page import read_saved_page
from index.subtitles import read_subtitles
from index.table import read_table
from index.types import Document

_FOR_PROGRAMS = re.compile(
    r".*(?:\.lock|[-.]lock\.(?:json|ya?ml)|\.min\.(?:js|mjs|css)|\.map|\.sum|\.svg|\.orig|\.bak|~)", re.I
)
MOST_MARKDOWN_LINES = 120_000  # a line takes up to 50 microseconds, and a book has fewer lines

_HTML_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S)
_MARKDOWN_SIGNS = (
    re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE),
    re.compile(r"\[\[[^\[\]\n]+\]\]"),
    re.compile(r"\[[^\[\]\n]+\]\([^()\s]+\)"),
    re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE),
    re.compile(r"^ {0,3}\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?\r?$", re.MULTILINE),
    re.compile(r'<a\s[^<>]*"yt-timestamp"'),
)


def _read_markdown(source: str) -> Document:
    if source.count("\n") + source.count("\r") > MOST_MARKDOWN_LINES:
        note = f"read as plain text: Markdown of more than {MOST_MARKDOWN_LINES} lines takes too long"
        return replace(read_plain(source), notes=(note,))
    return read_markdown(source)


def read_by_content(source: str) -> Document:
    """Reads a file whose name does not tell its format, or no more than that it is text."""
    if _HTML_START.match(source):
        return read_html(source)
    if source.startswith("WEBVTT"):
        return read_subtitles(source)
    return _read_markdown(source) if _is_markdown(source) else read_plain(source)


def _read_markdown_or_page(source: str) -> Document:
    return read_html(source) if _HTML_START.match(source) else _read_markdown(source)


def _is_markdown(source: str) -> bool:
    """Whether a text has front matter, or two kinds of markup that plain text has no use for."""
    if sum(bool(sign.search(source)) for sign in _MARKDOWN_SIGNS) >= 2:
        return True
    return source.startswith("---") and read_front_matter(source, line_spans(source)).lines > 0


_NAMES_OF_CODE = frozenset(
    "dockerfile containerfile makefile jenkinsfile vagrantfile gemfile rakefile procfile".split()
)
CODE = frozenset(
    """.py .js .jsx .ts .tsx .java .kt .cs .c .h .cc .cpp .hpp .go .rs .rb .php .swift .lua .r .pl .scala .dart .vue
    .css .scss .sh .bash .ps1 .bat .sql .xml .toml .yaml .yml .ini .cfg .conf .properties .gradle .proto .graphql .tf
    .log""".split()
) | {f".{name}" for name in _NAMES_OF_CODE}
RECORDS = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".ods"})
PICTURES_AND_RECORDINGS = frozenset(
    """.jpg .jpeg .jpe .jfif .png .gif .bmp .tif .tiff .webp .heic .heif .avif .ico .psd .xcf .cr2 .cr3 .nef .arw .dng
    .mp3 .m4a .m4b .aac .flac .ogg .oga .opus .wav .wma .aif .aiff .amr .mid .midi
    .mp4 .m4v .mov .avi .mkv .webm .wmv .flv .mpg .mpeg .3gp .ogv .mts .m2ts .vob""".split()
)
READERS: dict[str, Callable[[str], Document]] = {
    **dict.fromkeys((".txt", ".text"), read_by_content),
    **dict.fromkeys((".md", ".markdown", ".mdown"), _read_markdown_or_page),
    **dict.fromkeys((".html", ".htm", ".xhtml"), read_html),
    **dict.fromkeys((".srt", ".vtt"), read_subtitles),
    **dict.fromkeys((".csv", ".tsv"), read_table),
    **dict.fromkeys((".jsonl", ".ndjson"), read_json_lines),
    ".rst": read_restructured,
    ".adoc": read_asciidoc,
    ".tex": read_latex,
    **dict.fromkeys(CODE, read_lines),
    ".json": read_json,
    ".eml": read_mail,
    ".mbox": read_mailbox,
    **dict.fromkeys((".mht", ".mhtml"), read_saved_page),
    ".ipynb": read_notebook,
}


def suffix_of(name: str) -> str:
    """What tells a file's format: the suffix of its name in lower case, or the name itself (Dockerfile)."""
    return f".{name.lower()}" if name.lower() in _NAMES_OF_CODE else Path(name).suffix.lower()


def is_for_programs(name: str) -> bool:
    """Whether a file of this name is text that is not for people (a lock file, minified code), or a copy."""
    return _FOR_PROGRAMS.fullmatch(name) is not None
