"""Bytes of a file to text, whatever common encoding they are in; binary files are refused."""

import codecs
import re

from index.charsets import LIKELY, declared_charset, likely_charset
from index.errors import SourceError

_KINDS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive, or a document packed in one"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_MOST_CONTROLS = 0.05  # logs with colour codes stay below, random bytes do not
_UTF8_LENGTH = {0xC: 2, 0xD: 2, 0xE: 3, 0xF: 4}  # of a character, by the upper half of its first byte
_SAMPLE = 100_000  # bytes that the guess at UTF-16 looks at


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file, without byte order mark and with its line breaks as they are, and a note.

    The note says what a user should know of the encoding, and is empty for sound UTF-8 and for another that the
    file declares, as HTML and XML do, and is sound in.

    :raises SourceError: if the bytes are not text; the message is a reason, without the file's path.
    """
    for magic, kind in _KINDS:
        if data.startswith(magic):
            raise SourceError(f"it is {kind}, not text")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(data[2:], "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be", "")
    if b"\x00" in data:
        return _utf16(data, _guess_utf16(data), "read as UTF-16 without a byte order mark")
    declared = declared_charset(data)
    if declared.startswith("iso2022") and (
        text := _strictly(data, declared)
    ):  # its bytes are controls and ASCII
        return text, ""
    if len(data.translate(None, delete=_CONTROLS)) < (1 - _MOST_CONTROLS) * len(data):
        raise SourceError("it is binary, not text: it has many control characters")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start, declared)


def is_text(beginning: bytes) -> bool:
    """Whether the first bytes of a file, of whatever encoding, are those of a text without control characters."""
    try:
        text, _ = decode(_without_cut_character(beginning))
    except SourceError:
        return False
    return bool(text.strip()) and not _CONTROL.search(text)


def _without_cut_character(beginning: bytes) -> bytes:
    """The bytes without a character of UTF-8 at their end that goes on after them."""
    for length in range(1, min(4, len(beginning) + 1)):
        if beginning[-length] >= 0xC0:  # it begins one of two bytes or more
            return beginning[:-length] if _UTF8_LENGTH[beginning[-length] >> 4] > length else beginning
    return beginning


def _utf16(data: bytes, encoding: str, note: str) -> tuple[str, str]:
    text = data.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    if "\x00" in text or len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise SourceError("it is binary, not text: it has zero bytes")
    if broken > _MOST_CONTROLS * len(text):
        raise SourceError("it is binary, not text: it is not valid UTF-16")
    if broken:
        note = "; ".join(filter(None, (note, f"{broken} characters are broken in its UTF-16")))
    return text, note


def _guess_utf16(data: bytes) -> str:
    """The byte order of UTF-16 without a mark: Latin text has a zero byte at every other position."""
    first, second = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    half = min(len(data), _SAMPLE) / 2
    if len(data) % 2 == 0 and first <= 0.02 * half and second >= 0.4 * half:
        return "utf-16-le"
    if len(data) % 2 == 0 and second <= 0.02 * half and first >= 0.4 * half:
        return "utf-16-be"
    raise SourceError("it is binary, not text: it has zero bytes")


def _strictly(data: bytes, encoding: str) -> str:
    """The text, "" if it is not valid in this encoding, or has many control characters in it."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return text if len(_CONTROL.findall(text)) <= _MOST_CONTROLS * len(text) else ""


def _not_utf8(data: bytes, first: int, declared: str) -> tuple[str, str]:
    """Text in the encoding that it declares, in one that it is like, or UTF-8 in which some characters are broken.

    In other encodings hardly any bytes beyond ASCII happen to be a character of UTF-8.
    """
    utf8 = data.decode("utf-8", errors="replace")
    broken = utf8.count("\ufffd") - data.count("\ufffd".encode())  # some may stand so in the file
    valid = len(utf8) - len(utf8.encode("ascii", errors="ignore")) - broken
    note = f"{broken} characters are broken: not valid UTF-8, first at byte {first}"
    if valid >= 9 * broken:
        return utf8, note
    if declared and (text := _strictly(data, declared)):
        return text, ""
    is_cut = len(_without_cut_character(data)) < len(data)
    if valid > broken - is_cut:
        return utf8, note
    likely = likely_charset(data)
    if likely and (text := _strictly(data, likely)):
        return text, f"read as {LIKELY[likely]}: it is not valid UTF-8"
    try:
        return data.decode("cp1252"), "read as Windows-1252: it is not valid UTF-8"
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise SourceError("it is binary, not text: it has many control characters")
    return text, "read as Latin-1: it is not valid UTF-8"
