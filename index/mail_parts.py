"""The parts of an e-mail: headers, and bodies decoded piece by piece, each with its place in the file.

The standard library's parser tells no places, and some of it takes quadratic time on headers made to hurt it.
"""

import binascii
import codecs
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from index.characters import clean
from index.charsets import known_charset
from index.pieces import Decoded, Piece

MOST_HEADER_CHARACTERS = 2000  # read of each

_HEADER = re.compile(r"([!-9;-~]+)[ \t]*:[ \t]*")
_PARAMETER = re.compile(r";\s*([\w.-]+)(\*?)\s*=\s*(?:\"((?:[^\"\\]|\\.)*+)\"|([^;\s\"]++))")
_ENCODED = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?\s]*+)\?=(?:\s++(?==\?[^?\s]{1,40}\?[bBqQ]\?))?")
_ESCAPED = re.compile(r">++From ")
_ASCII_ONLY = ("iso2022", "hz", "utf-7")  # encodings that say all with ASCII characters


class Header(NamedTuple):
    """A header's value, decoded and on one line, and where the header stands."""

    value: str
    start: int = 0
    at: int = 0  # where its value begins, after its name
    end: int = 0  # of what was read of it

    def text(self, source: str) -> Decoded:
        """Its value as it stands there, but for encoded words, which are decoded."""
        pieces = []
        left = self.at
        for word in _ENCODED.finditer(source, self.at, self.end):
            pieces += [
                Piece(source[left : word.start()], left, True),
                Piece(_word(word), word.start(), False),
            ]
            left = word.end()
        return Decoded([*pieces, Piece(source[left : self.end], left, True)])


@dataclass(frozen=True)
class Part:
    """A message, or a part of one: its headers by lower-case name, and where its body starts and ends."""

    headers: dict[str, Header]
    start: int
    body: int
    end: int
    parameters: dict[str, str] = field(default_factory=dict)  # of its content's type and disposition

    @property
    def type(self) -> str:
        """What it holds, such as text/plain."""
        return self._first_word("content-type") or "text/plain"

    @property
    def attached(self) -> bool:
        """Whether it is a file, rather than what the message says."""
        disposition = self._first_word("content-disposition")
        return disposition == "attachment" or not self.type.startswith(("text/", "multipart/", "message/"))

    @property
    def date(self) -> str:
        """The day on which it was sent, by its sender's clock, as YYYY-MM-DD; "" where it tells none."""
        header = self.headers.get("date")
        # On a header that is no date, the standard library gives numbers that make none, or fails in its own ways.
        with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
            if header and (sent := parsedate(header.value)):
                return date(*sent[:3]).isoformat()
        return ""

    def _first_word(self, name: str) -> str:
        value = self.headers.get(name, Header("")).value
        return value.partition(";")[0].strip().lower()

    def parts(self, source: str) -> Iterator["Part"]:
        """The parts of a multipart body; none where it lacks its boundary."""
        boundary = self.parameters.get("boundary", "")
        mark = re.compile(rf"^--{re.escape(boundary)}(--)?[ \t]*\r?$\n?", re.MULTILINE)
        start = -1
        for found in mark.finditer(source, self.body, self.end) if boundary else ():
            if start >= 0:
                yield read_part(source, start, found.start())
            start = -1 if found[1] else found.end()
        if start >= 0:
            yield read_part(source, start, self.end)

    def text(self, source: str, escaped: bool = False) -> Decoded:
        """The text of its body, out of the encoding that it was sent in.

        :param escaped: whether lines that begin with "From " got a ">" put before them, as in a mailbox.
        """
        charset = self.parameters.get("charset", "utf-8")
        encoding = self._first_word("content-transfer-encoding")
        if encoding == "base64":
            return Decoded(_from_bytes(_base64(source, self.body, self.end), charset))
        if encoding == "quoted-printable":
            return Decoded(_from_bytes(_quoted(source, self.body, self.end, escaped), charset))
        return Decoded(_eight_bit(source, self.body, self.end, charset, escaped))


def read_part(source: str, start: int, end: int) -> Part:
    """The part between two offsets."""
    headers: dict[str, Header] = {}
    name, value, stands = "", "", (start, start, start)
    body = start
    for line_start, line_end in _lines(source, start, end):
        line = source[line_start:line_end].rstrip("\r\n")
        header = _HEADER.match(line)
        folded = line[:1] in (" ", "\t") and name
        if not header and not folded:
            body = line_start if line.strip() else line_end
            break
        body = line_end
        if folded:
            value += f" {line.strip()}" if len(value) < MOST_HEADER_CHARACTERS else ""
        elif header:
            headers.setdefault(name, Header(value, *stands))
            name, value = header[1].lower(), line[header.end() :]
            stands = line_start, line_start + header.end(), line_end
        value = value[:MOST_HEADER_CHARACTERS]
        stands = *stands[:2], min(line_end, stands[1] + MOST_HEADER_CHARACTERS)
    headers.setdefault(name, Header(value, *stands))
    parameters: dict[str, str] = {}
    for key in ("content-type", "content-disposition"):
        parameters |= _parameters(headers[key].value if key in headers else "")
    decoded = {
        key: header._replace(value=_decode_words(header.value)) for key, header in headers.items() if key
    }
    return Part(decoded, start, body, end, parameters)


def _lines(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines between two offsets, each with the line break that ends it."""
    while start < end:
        line_end = source.find("\n", start, end) + 1 or end
        yield start, line_end
        start = line_end


def _written(source: str, start: int, end: int, escaped: bool) -> Iterator[tuple[int, str]]:
    """Where the lines between two offsets stand, as they were written: without what a mailbox put before some."""
    for line_start, line_end in _lines(source, start, end):
        at = line_start + 1 if escaped and _ESCAPED.match(source, line_start, line_end) else line_start
        yield at, source[at:line_end]


def _parameters(value: str) -> dict[str, str]:
    found = {}
    for name, extended, quoted, bare in _PARAMETER.findall(value):
        text = re.sub(r"\\(.)", r"\1", quoted) or bare
        if extended and text.count("'") >= 2:
            charset, _, encoded = text.split("'", 2)
            text = unquote_to_bytes(encoded).decode(_known(charset), errors="replace")
        found[name.lower()] = _decode_words(text)
    return found


def _decode_words(value: str) -> str:
    """A header's value without its encoded words."""
    return clean(_ENCODED.sub(_word, value))


def _word(word: re.Match[str]) -> str:
    """What an encoded word says; itself, if it is none."""
    raw = word[3].encode("ascii", errors="ignore")
    try:
        data = binascii.a2b_base64(raw) if word[2] in "bB" else binascii.a2b_qp(raw, header=True)
    except binascii.Error:
        return word[0]
    return data.decode(_known(word[1]), errors="replace")


def _known(charset: str) -> str:
    """The charset, if it is one of text that Python knows; else UTF-8."""
    return known_charset(charset) or "utf-8"


def _from_bytes(chunks: Iterator[tuple[bytes, int, str]], charset: str) -> Iterator[Piece]:
    """The text of bytes that come with where they stand, and how."""
    decoder = codecs.getincrementaldecoder(_known(charset))(errors="replace")
    for data, at, raw in chunks:
        text = decoder.decode(data)
        yield Piece(text, at, text == raw)


def _base64(source: str, start: int, end: int) -> Iterator[tuple[bytes, int, str]]:
    left = b""
    for line_start, line_end in _lines(source, start, end):
        left += re.sub(rb"[^A-Za-z0-9+/=]", b"", source[line_start:line_end].encode("ascii", errors="ignore"))
        whole = len(left) - len(left) % 4
        try:
            yield binascii.a2b_base64(left[:whole]), line_start, ""
        except binascii.Error:
            return
        left = left[whole:]


def _quoted(source: str, start: int, end: int, escaped: bool) -> Iterator[tuple[bytes, int, str]]:
    for at, raw in _written(source, start, end, escaped):
        yield binascii.a2b_qp(raw.encode("utf-8", errors="replace")), at, raw


def _eight_bit(source: str, start: int, end: int, charset: str, escaped: bool) -> Iterator[Piece]:
    """Lines as they stand, or, where the whole file was taken to be of another charset, read anew."""
    encoding = _known(charset)
    for at, raw in _written(source, start, end, escaped):
        text = raw if raw.isascii() and not encoding.startswith(_ASCII_ONLY) else _anew(raw, encoding)
        yield Piece(text, at, text == raw)


def _anew(text: str, encoding: str) -> str:
    """A text that was decoded as one byte a letter, decoded as it should be; itself, if it was not so."""
    for taken_for in ("cp1252", "latin-1"):
        with contextlib.suppress(UnicodeError):
            return text.encode(taken_for).decode(encoding)
    return text
