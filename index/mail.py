"""Reading e-mail, a message or a mailbox of them: subject, who wrote to whom and when, and what they wrote."""

import re
from collections.abc import Iterator
from html import unescape

from index.builder import TextBuilder
from index.characters import clean, line_spans
from index.errors import SourceError
from index.html import read_html
from index.mail_parts import Part, read_part
from index.pieces import Decoded
from index.plain import begins_item
from index.types import Document

DEEPEST = 20  # parts and forwarded messages in each other
MOST_PARTS = 1000  # of a message
ATTACHMENTS_NAMED = 3  # in the note that they are not read
SAME = 2 / 3  # of the words of HTML, at least, are in the plain text beside it that says the same
# The headers that stand under the subject, a line each; Cc, which may be long, parts not who wrote from when.
NAMED = ("from", "to", "date", "cc")

_FROM_LINE = re.compile(r"^From [^\r\n]*\r?\n(?=[!-9;-~]+:)", re.MULTILINE)
_QUOTE = re.compile(r"(?:[ \t]?>)*+[ \t]*")
_WORD = re.compile(r"[^\W_]++(?:-[^\W_]++)*+")
_MARKUP = re.compile(r"<(?:(?:script|style|title)\b[^<>]*+>[^<]*+|[^<>]*+>?)", re.IGNORECASE)
_SIGNATURE = "--"  # the line over one


def read_mail(source: str) -> Document:
    """Reads a message: its subject is the title and a heading; attachments are only named.

    :raises SourceError: if it has no header of a message; the message is a reason.
    """
    first = _FROM_LINE.match(source)
    return _read(source, [(first.end() if first else 0, len(source))], mailbox=first is not None)


def read_mailbox(source: str) -> Document:
    """Reads the messages of a mailbox (mbox), each under its subject.

    :raises SourceError: if it holds no message; the message is a reason.
    """
    return _read(source, list(_messages(source)), mailbox=True)


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


def _read(source: str, messages: list[tuple[int, int]], mailbox: bool) -> Document:
    reader = _Reader(source, mailbox)
    read = [reader.message(read_part(source, start, end), 1) for start, end in messages]
    if not any(read):
        raise SourceError("it is no e-mail: it has no header of a message")
    notes = [_note(reader.attachments)] if reader.attachments else []
    if reader.left_out:
        notes.append("some parts were left out: there are too many, or they are nested too deeply")
    return reader.builder.document(reader.builder.first_heading(), notes=tuple(notes))


def _note(attachments: list[str]) -> str:
    more = len(attachments) - ATTACHMENTS_NAMED
    named = ", ".join(attachments[:ATTACHMENTS_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"attachments are not read: {named}; save them as files to have them read"


class _Reader:
    def __init__(self, source: str, mailbox: bool) -> None:
        self.builder = TextBuilder(source)
        self._source = source
        self._mailbox = mailbox
        self._date = ""  # of the message that is being read
        self._left = MOST_PARTS
        self.left_out = False  # a part was not read
        self.attachments: list[str] = []  # their names

    def message(self, message: Part, level: int) -> bool:
        """Adds a message, its heading of this level; whether it has the header of one."""
        if level == 1:
            self._date = message.date
            self.builder.message(message.date)
        if not {"subject", "from", "to", "date", "message-id"} & message.headers.keys():
            return False
        self.builder.end_block()
        self._left = MOST_PARTS if level == 1 else self._left
        titled = False  # by its subject, or else by the first of the lines under it
        for name in ("subject", *NAMED):
            self._header(name, message)
            if self.builder.in_block:
                self.builder.end_block(tight=titled, heading=0 if titled else level)
                titled = True
        self._part(message, level)
        return True

    def _header(self, name: str, message: Part) -> None:
        header = message.headers.get(name)
        if header is None or not header.value:
            return
        if name in NAMED:
            self.builder.add(self._source[header.start : header.at], header.start)
        text = header.text(self._source)
        text.add_to(self.builder, 0, len(text.text))

    def _part(self, part: Part, level: int, in_digest: bool = False) -> None:
        """Adds what a part says, or names it; those of a digest are messages unless they say otherwise."""
        self._left -= 1
        if self._left < 0 or level > DEEPEST:
            self.left_out = True
            return
        self.builder.end_block()
        if part.attached:
            name = part.parameters.get("filename") or part.parameters.get("name")
            self.attachments.append(clean(name or part.type))
            self.builder.pin(f"Attachment: {self.attachments[-1]}", part.start)
        elif part.type.startswith("multipart/"):
            parts = list(part.parts(self._source))
            for child in self._preferred(parts, level) if part.type == "multipart/alternative" else parts:
                self._part(child, level + 1, in_digest=part.type == "multipart/digest")
        elif part.type == "message/rfc822" or (in_digest and "content-type" not in part.headers):
            self._forwarded(read_part(self._source, part.body, part.end), level + 1)
        elif part.type == "text/html":
            self._html(self._decoded(part), level)
        else:
            self._text(self._decoded(part))
        self.builder.end_block()

    def _forwarded(self, message: Part, level: int) -> None:
        """Adds a message within another one; if it tells no date, it has the other's."""
        outer = self._date
        self._date = message.date or outer
        self.builder.sent(self._date)
        self.message(message, level)
        self.builder.end_block()
        self._date = outer
        self.builder.sent(outer)

    def _decoded(self, part: Part) -> Decoded:
        return part.text(self._source, escaped=self._mailbox)

    def _preferred(self, parts: list[Part], level: int) -> list[Part]:
        """Of parts that should say the same, the plain text, if it does; else the one that says more, or both.

        Plain text may be empty, or only tell that the program shows no HTML.
        """
        kinds = ("text/plain", "text/html", "multipart/", "text/")
        ranked = [part for kind in kinds for part in parts if part.type.startswith(kind)] or parts
        other = next((part for part in ranked if part.type != "text/plain"), None)
        if other is None or ranked[0] is other:
            return ranked[:1]
        said = set(_words(self._decoded(ranked[0]).text))
        if not said:
            return [other]
        shown = set(self._words_of_html(other, level))
        if len(said & shown) >= len(shown) * SAME:
            return ranked[:1]
        return [other] if len(said) <= len(shown) else [ranked[0], other]

    def _words_of_html(self, part: Part, level: int) -> Iterator[str]:
        """The words of the HTML that a part is or holds, read roughly: to read it well takes many times as long."""
        if part.type == "text/html":
            yield from _words(unescape(_MARKUP.sub(" ", self._decoded(part).text)))
        # What stands in an alternative further in is measured there, so that nothing is read over and over.
        elif part.type.startswith("multipart/") and part.type != "multipart/alternative" and level < DEEPEST:
            for child in part.parts(self._source):
                yield from self._words_of_html(child, level + 1)

    def _html(self, text: Decoded, level: int) -> None:
        text.adopt(self.builder, read_html(text.text), deeper=level)

    def _text(self, text: Decoded) -> None:
        """Adds paragraphs; in each, lines are joined. A sign of a quote stays where what is quoted begins."""
        depth = 0
        for start, end in line_spans(text.text):
            line = text.text[start:end]
            quote = _QUOTE.match(line)
            marks = quote.end() if quote else 0
            said = line[marks:].strip()
            if said == _SIGNATURE:  # it parts as an empty line does
                said = ""
            if not said or line[:marks].count(">") != depth:
                self.builder.end_block(tight=bool(said))
                depth = line[:marks].count(">")
            if said and begins_item(said):
                self.builder.end_block(tight=True)
            if said:
                text.add_to(self.builder, start + (marks if self.builder.in_block else 0), end)
                text.add_to(self.builder, end, min(end + 1, len(text.text)))


def _words(text: str) -> Iterator[str]:
    return (word.casefold() for word in _WORD.findall(text))
