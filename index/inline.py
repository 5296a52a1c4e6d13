"""The inline markup of Markdown: emphasis, code, links, wiki links, timestamps, with the offset of each word.

The parser of the blocks gives no offsets inside them, so this follows CommonMark's own algorithm: one pass
over the text with a stack of brackets and one of emphasis marks, in linear time.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from markdown_it.common.utils import normalizeReference

from index.builder import TextBuilder
from index.characters import TIMESTAMP, seconds
from index.emphasis import Mark, Piece, emphasis_mark, pair_marks
from index.raised import raised
from index.tags import ENTITY, Finder, decode_entity, timestamp_of

_PLAIN = re.compile(r"[^\\`*_~\[\]!<&(]+")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"`+")
_WIKI = re.compile(r"!?\[\[([^\[\]|\\]+)(?:\\?\|([^\[\]]*))?\]\]")
_SIZE = re.compile(r"\s*+[0-9]++(?:x[0-9]++)?\s*+")  # of an image, where a link has other words
_TIME_LINK = rf"\[({TIMESTAMP})\](?:\([^()\s]*\))?"
TIME = re.compile(rf"{_TIME_LINK}|\(\s*{_TIME_LINK}\s*\)")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]")
_LINK_END = re.compile(
    r"\(\s*+(?:<(?:[^<>\n\\]|\\.)*+>|(?:[^\s()\\]|\\\S?+|\((?:[^\s()\\]|\\\S?+)*+\))*+)"
    r"(?:\s++(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)))?+\s*+\)",
    re.DOTALL,
)
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999})\]", re.DOTALL)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+)>")
_TAG = re.compile(
    r"<(?:/([A-Za-z][A-Za-z0-9-]*+)\s*+"
    r"|([A-Za-z][A-Za-z0-9-]*+)"
    r"((?:\s++[A-Za-z_:][\w:.-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+)*+)\s*+/?)>"
)
# What stands above the line: figures, or the mark of a note, which is a link.
_RAISED = re.compile(
    r"(?:\s*(?:<a\b[^<>]*>|\[)\s*(?P<linked>[0-9]{1,3}|[a-z*†‡])\s*(?:</a\s*>|\]\([^()\s]*\))\s*"
    r"|(?P<text>[+−–-]?[0-9,–-]{1,20}))</sup\s*>",
    re.IGNORECASE,
)
_LINK_TEXT = re.compile(r"([^<]*)</a\s*>", re.IGNORECASE)


@dataclass(slots=True)
class _Bracket(Piece):
    """A "[" or "![" that may begin a link or an image."""

    marks: int = 0  # how many emphasis marks stood before it


def add_inline(
    builder: TextBuilder, text: str, base: int, references: Collection[str], recorded: bool
) -> None:
    """Adds a block's text, which stands at `base` in the source, without its markup.

    :param references: the labels, normalized, that the document's reference links may use.
    :param recorded: whether times in brackets are those of a recording, and taken out.
    """
    if _PLAIN.fullmatch(text):
        builder.add(text, base)
        return
    for piece in _Scanner(text, references, recorded).scan():
        if piece.seconds is not None:
            builder.time(piece.seconds)
        elif piece.shown is not None:
            builder.replace(piece.shown, base + piece.start)
        elif piece.start < piece.end:
            builder.add(text[piece.start : piece.end], base + piece.start)


class _Scanner:
    def __init__(self, text: str, references: Collection[str], recorded: bool) -> None:
        self._text = text
        self._recorded = recorded
        self._references = references
        self._finder = Finder(text)
        self._pieces: list[Piece] = []
        self._brackets: list[_Bracket] = []
        self._dead_brackets = 0  # of the oldest brackets; a link cannot stand in a link
        self._marks: list[Mark] = []
        self._fences: dict[int, list[int]] = defaultdict(list)  # where backtick runs of each length start
        for run in _CODE.finditer(text):
            self._fences[run.end() - run.start()].append(run.start())

    def scan(self) -> list[Piece]:
        """The pieces to show, in order."""
        position = 0
        while position < len(self._text):
            plain = _PLAIN.match(self._text, position)
            if plain:
                self._pieces.append(Piece(position, plain.end()))
                position = plain.end()
            else:
                position = self._markup(position)
        pair_marks(self._marks)
        return self._pieces

    def _markup(self, at: int) -> int:
        """Takes the markup at `at`, or one character of it as text; where to go on."""
        match self._text[at]:
            case "\\":
                end = self._escape(at)
            case "`":
                end = self._code(at)
            case "*" | "_" | "~":
                end = self._mark(at)
            case "[" | "!" | "(":
                end = self._open(at)
            case "]":
                end = self._close(at)
            case "<":
                end = self._angle(at)
            case _:
                end = self._entity(at)
        if end == at:
            end = at + 1
            self._pieces.append(Piece(at, end))
        return end

    def _entity(self, at: int) -> int:
        entity = ENTITY.match(self._text, at)
        shown, length = decode_entity(entity[0]) if entity else ("", 0)
        if not entity or length != len(entity[0]) or not entity[0].endswith(";"):
            return at
        self._pieces.append(Piece(at, entity.end(), shown=shown))
        return entity.end()

    def _escape(self, at: int) -> int:
        if _ESCAPE.match(self._text, at):
            self._pieces.append(Piece(at + 1, at + 2))
            return at + 2
        return at + 1 if self._text[at + 1 : at + 2] in ("\r", "\n") else at

    def _run_end(self, at: int) -> int:
        end = at + 1
        while self._text.startswith(self._text[at], end):
            end += 1
        return end

    def _code(self, at: int) -> int:
        end = self._run_end(at)
        closing = self._fences.get(end - at, [])
        i = bisect_left(closing, end)
        if i == len(closing):
            self._pieces.append(Piece(at, end))
            return end
        self._pieces.append(Piece(end, closing[i]))
        return closing[i] + end - at

    def _mark(self, at: int) -> int:
        end = self._run_end(at)
        mark = emphasis_mark(self._text, at, end)
        self._pieces.append(mark)
        self._marks.append(mark)
        return end

    def _open(self, at: int) -> int:
        if wiki := _WIKI.match(self._text, at):
            is_size = wiki[0].startswith("!") and _SIZE.fullmatch(wiki[2] or "")
            if wiki[2] and not wiki[2].isspace() and not is_size:
                self._pieces.append(Piece(*wiki.span(2)))
            else:
                self._pieces.append(Piece(*wiki.span(1), shown=wiki[1].replace("_", " ")))
            return wiki.end()
        if self._recorded and (timestamp := TIME.match(self._text, at)):
            value = seconds(timestamp[1] or timestamp[2])
            self._pieces.append(Piece(at, timestamp.end(), seconds=value))
            return timestamp.end()
        if footnote := _FOOTNOTE.match(self._text, at):
            return footnote.end()
        if not self._text.startswith(("[", "!["), at):
            return at
        end = self._text.index("[", at) + 1
        bracket = _Bracket(at, end, marks=len(self._marks))
        self._pieces.append(bracket)
        self._brackets.append(bracket)
        return end

    def _close(self, at: int) -> int:
        if not self._brackets:
            return at
        bracket = self._brackets.pop()
        image = self._text[bracket.start] == "!"
        dead = len(self._brackets) < self._dead_brackets and not image
        self._dead_brackets = min(self._dead_brackets, len(self._brackets))
        end = at if dead else self._link_end(bracket, at)
        if end > at:
            pair_marks(self._marks[bracket.marks :])
            del self._marks[bracket.marks :]
            bracket.end = bracket.start
            if not image:
                self._dead_brackets = len(self._brackets)
        return end

    def _link_end(self, bracket: _Bracket, at: int) -> int:
        """Where the link ends whose text goes from the bracket to the "]" at `at`; `at` if it is none."""
        if target := _LINK_END.match(self._text, at + 1):
            return target.end()
        if not self._references:
            return at
        label = _LABEL.match(self._text, at + 1)
        end = label.end() if label else at + 1
        name = label[1] if label else ""
        if not name and at - bracket.end <= 999:
            name = self._text[bracket.end : at]
        return end if normalizeReference(name) in self._references else at

    def _angle(self, at: int) -> int:
        if link := _AUTOLINK.match(self._text, at):
            self._pieces.append(Piece(*link.span(1)))
            return link.end()
        for opening, closing in (("<!--", "-->"), ("<![CDATA[", r"\]\]>"), ("<!", ">"), ("<?", r"\?>")):
            if self._text.startswith(opening, at):
                end = self._finder.find(closing, at + len(opening))
                return end.end() if end else at
        tag = _TAG.match(self._text, at)
        return self._tag(at, tag) if tag else at

    def _tag(self, at: int, tag: re.Match[str]) -> int:
        name = (tag[2] or "").lower()
        if name == "br":
            self._pieces.append(Piece(at, tag.end(), shown=" "))
        elif name == "sup" and (above := _RAISED.match(self._text, tag.end())):
            linked = above["linked"]
            self._pieces.append(
                Piece(at, above.end(), shown=f"[{linked}]" if linked else raised(above["text"]))
            )
            return above.end()
        elif name in ("script", "style"):
            close = self._finder.find(rf"</{name}\s*>", tag.end())
            return close.end() if close else tag.end()
        elif name == "a" and (value := timestamp_of(tag[3])) is not None:
            label = _LINK_TEXT.match(self._text, tag.end())
            self._pieces.append(Piece(at, tag.end(), seconds=value))
            return label.end() if label else tag.end()
        return tag.end()
