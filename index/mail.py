"""Reading e-mail, a message or a mailbox of them: subject, who wrote to whom and when, and what they wrote."""

import re
from collections.abc import Iterator

from index.builder import TextBuilder, line_spans
from index.errors import SourceError
from index.html import read_html
from index.mail_parts import Part, read_part
from index.pieces import Decoded
from index.plain import begins_item
from index.types import Document

DEEPEST = 20  # parts and forwarded messages in each other
MOST_PARTS = 1000  # of a message

_FROM_LINE = re.compile(r"^From [^\r\n]*\r?\n(?=[!-9;-~]+:)", re.MULTILINE)
_QUOTE = re.compile(r"(?:[ \t]?>)*+[ \t]*")
_SIGNATURE = re.compile(r"--[ \t]*$")


def read_mail(source: str) -> Document:
    """Reads a message: its subject is the title and a heading; attachments are only named.

    :raises SourceError: if it has no header of a message; the message is a reason.
    """
    first = _FROM_LINE.match(source)
    return _read(source, [(first.end() if first else 0, len(source))])


def read_mailbox(source: str) -> Document:
    """Reads the messages of a mailbox (mbox), each under its subject.

    :raises SourceError: if it holds no message; the message is a reason.
    """
    return _read(source, list(_messages(source)))


def _messages(source: str) -> Iterator[tuple[int, int]]:
    """Where each message starts and ends: it begins after a line `From …` between a blank one and a header."""
    starts = [
        found
        for found in _FROM_LINE.finditer(source)
        if found.start() == 0 or source.endswith(("\n\n", "\n\r\n"), 0, found.start())
    ]
    ends = [*(found.start() for found in starts[1:]), len(source)]
    for found, end in zip(starts, ends, strict=False):  # without a start there still is an end
        yield found.end(), end


def _read(source: str, messages: list[tuple[int, int]]) -> Document:
    reader = _Reader(source)
    read = [reader.message(read_part(source, start, end), 1) for start, end in messages]
    if not any(read):
        raise SourceError("it is no e-mail: it has no header of a message")
    notes = ("some parts were left out: there are too many, or they are nested too deeply",)
    return reader.builder.document(reader.builder.first_heading(), notes=notes if reader.left_out else ())


class _Reader:
    def __init__(self, source: str) -> None:
        self.builder = TextBuilder(source)
        self._source = source
        self._left = MOST_PARTS
        self.left_out = False  # a part was not read

    def message(self, message: Part, level: int) -> bool:
        """Adds a message, its heading of this level; whether it has the header of one."""
        if level == 1:  # what it forwards belongs to it
            self.builder.message(message.date)
        if not {"subject", "from", "to", "date", "message-id"} & message.headers.keys():
            return False
        self.builder.end_block()
        self._left = MOST_PARTS if level == 1 else self._left
        titled = self._header("subject", "", message)
        self.builder.end_block(heading=level if titled else 0)
        for name, word in (("from", "From"), ("to", "to"), ("date", "on")):
            self._header(name, word, message)
        self.builder.end_block(heading=0 if titled else level)
        self._part(message, level)
        return True

    def _header(self, name: str, word: str, message: Part) -> bool:
        header = message.headers.get(name)
        if header is None or not header.value:
            return False
        if word:
            self.builder.space(header.at)
            self.builder.pin(word, header.at)
            self.builder.space(header.at)
        put = self.builder.add if self._source.startswith(header.value, header.at) else self.builder.pin
        put(header.value, header.at)
        return self.builder.in_block

    def _part(self, part: Part, level: int, in_digest: bool = False) -> None:
        """Adds what a part says, or names it; those of a digest are messages unless they say otherwise."""
        self._left -= 1
        if self._left < 0 or level > DEEPEST:
            self.left_out = True
            return
        self.builder.end_block()
        if part.attached:
            name = part.parameters.get("filename") or part.parameters.get("name")
            self.builder.pin(f"Attachment: {name or part.type}", part.start)
        elif part.type.startswith("multipart/"):
            parts = list(part.parts(self._source))
            for child in _preferred(parts) if part.type == "multipart/alternative" else parts:
                self._part(child, level + 1, in_digest=part.type == "multipart/digest")
        elif part.type == "message/rfc822" or (in_digest and "content-type" not in part.headers):
            self.message(read_part(self._source, part.body, part.end), level + 1)
        elif part.type == "text/html":
            self._html(part.text(self._source), level)
        else:
            self._text(part.text(self._source))
        self.builder.end_block()

    def _html(self, text: Decoded, level: int) -> None:
        text.adopt(self.builder, read_html(text.text), deeper=level)

    def _text(self, text: Decoded) -> None:
        """Adds paragraphs; in each, lines are joined. A sign of a quote stays where what is quoted begins."""
        depth = 0
        for start, end in line_spans(text.text):
            line = text.text[start:end]
            if _SIGNATURE.match(line):
                break
            quote = _QUOTE.match(line)
            marks = quote.end() if quote else 0
            said = line[marks:].strip()
            if not said or line[:marks].count(">") != depth:
                self.builder.end_block(tight=bool(said))
                depth = line[:marks].count(">")
            if said and begins_item(said):
                self.builder.end_block(tight=True)
            if said:
                text.add_to(self.builder, start + (marks if self.builder.in_block else 0), end)
                text.add_to(self.builder, end, min(end + 1, len(text.text)))


def _preferred(parts: list[Part]) -> list[Part]:
    """Of parts that say the same, the one that reads best."""
    for kind in ("text/plain", "text/html", "multipart/", "text/"):
        found = next((part for part in parts if part.type.startswith(kind)), None)
        if found:
            return [found]
    return parts[:1]
