"""Reading RTF files: paragraphs, headings, list items, table rows and notes, in order, in linear time.

The libraries for it give plain text: without headings and footnotes, and one of them in quadratic time.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from index.builder import TextBuilder
from index.characters import clean
from index.errors import SourceError
from index.raised import raised
from index.rtf_codes import (
    CHARACTERS,
    DEFAULT_ENCODING,
    ITEMS,
    LEFT_OUT,
    SHOWN,
    encoding_of,
)
from index.rtf_parts import Coded, Definitions, Group, Paragraph, Piece
from index.titles import MOST_CHARACTERS as MOST_TITLE_CHARACTERS
from index.titles import sensible_title
from index.types import Document

RTF_START = b"{\\rtf"

_TOKEN = re.compile(
    r"\\(?:(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,9})? ?|'(?P<byte>[0-9A-Fa-f]{2})|(?P<sign>.))"
    r"|(?P<brace>[{}])|(?P<break>[\r\n]+)|(?P<text>[^\\{}\r\n]+)|\\",
    re.DOTALL,
)
_ENDS = frozenset({"par", "sect", "page", "column"})
# What words say of how the text after them looks, each if it is on.
_LOOKS: dict[str, Callable[[bool], dict[str, Any]]] = {
    "v": lambda on: {"hidden": on},
    "deleted": lambda on: {"hidden": on},
    "super": lambda on: {"raised": on},
    "nosupersub": lambda on: {"raised": False},
    "plain": lambda on: {"hidden": False, "raised": False, "encoding": ""},
}
_CELLS, _ROWS = frozenset({"cell", "nestcell"}), frozenset({"row", "nestrow"})


def read_rtf(data: bytes) -> Document:
    """Reads the text of an RTF, without headers, footers and comments; places in it have neither lines nor pages.

    :raises SourceError: if it is no RTF; the message is a reason, without the file's path.
    """
    if not data.startswith(RTF_START):
        raise SourceError("it is no RTF file, though its name says so")
    return _Reader(data).document()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._source = data.decode("latin-1")  # a character for each byte
        self._builder = TextBuilder("", lined=False)
        self._encoding = DEFAULT_ENCODING
        self._defined = Definitions()
        self._group = Group()
        self._outer: list[Group] = []
        self._starred = False
        self._to_skip = 0  # characters after a \u
        self._coded = Coded()
        self._paragraph = Paragraph()
        self._interrupted: list[Paragraph] = []  # by footnotes
        self._notes: list[list[Piece]] = []  # of the paragraph
        self._title = ""
        self._first = ""  # block of the text

    def document(self) -> Document:
        """Reads all of it."""
        at = 0
        whole = False
        while at < len(self._source) and not whole:
            token = _TOKEN.match(self._source, at)
            assert token is not None, "a token may be any character"
            at = token.end()
            if token["word"]:
                at += self._word(
                    token["word"], int(token["number"] or -1), bool(token["number"]), token.start()
                )
            elif token["brace"]:
                self._brace(token["brace"])
                whole = not self._outer
            elif token["byte"]:
                self._byte(int(token["byte"], 16), token.start())
            elif token["sign"]:
                self._sign(token["sign"], token.start())
            elif token["text"]:
                self._text(token["text"], token.start())
        while self._interrupted:  # it ends within a footnote
            self._notes.append(self._paragraph.pieces)
            self._paragraph = self._interrupted.pop()
        self._end_block()
        first = self._first if len(self._first) <= MOST_TITLE_CHARACTERS else ""
        title = sensible_title(self._title) or self._builder.first_heading() or first
        return self._builder.document(title, notes=() if whole else ("it is cut off: its end is missing",))

    def _brace(self, brace: str) -> None:
        self._flush()
        self._to_skip = 0
        self._starred = False
        if brace == "{":
            self._outer.append(self._group)
            self._group = replace(self._group, note=False)
            return
        ended, self._group = self._group, self._outer.pop() if self._outer else Group()
        if ended.note and self._interrupted:
            self._notes.append(self._paragraph.pieces)
            self._paragraph = self._interrupted.pop()
        elif ended.target == "styles" and self._group.target == "styles":
            self._defined.end_style()

    def _word(self, word: str, number: int, given: bool, at: int) -> int:
        """Follows a control word; how many characters after it are data, to be passed over."""
        starred, self._starred = self._starred, False
        if word == "u" and given:
            if piece := self._coded.code_unit(number & 0xFFFF, at):
                self._add(piece)
            self._to_skip = self._group.skips
            return 0
        if self._to_skip and word in CHARACTERS:
            self._to_skip -= 1
            return 0
        self._flush()
        self._to_skip = 0
        if word == "bin":
            return max(0, number)
        if starred and word not in SHOWN:
            self._group = replace(self._group, target="nothing")
        elif not self._destination(word):
            self._property(word, number, at)
        return 0

    def _destination(self, word: str) -> bool:
        """Follows a word that says what its group is for; whether it is one."""
        if word in ITEMS:
            self._paragraph.item = True
        if word == "title":
            self._group = replace(self._group, target="title")
        elif word in ("fonttbl", "stylesheet"):
            self._group = replace(self._group, target="fonts" if word == "fonttbl" else "styles")
        elif word in LEFT_OUT:
            self._group = replace(self._group, target="nothing")
        elif word == "footnote" and self._group.target == "text":
            self._interrupted.append(self._paragraph)
            self._paragraph = Paragraph()
            self._group = replace(self._group, note=True, raised=False)  # its mark is
        else:
            return False
        return True

    def _property(self, word: str, number: int, at: int) -> None:
        group = self._group
        if word == "uc":
            self._group = replace(group, skips=max(0, number))
        elif word == "ansicpg":
            self._encoding = encoding_of(number)
        elif word in ("mac", "pc", "pca"):
            self._encoding = encoding_of({"mac": 10000, "pc": 437, "pca": 850}[word])
        elif word in _LOOKS:
            self._group = replace(group, **_LOOKS[word](number != 0))
        elif group.target == "fonts":
            self._defined.font(word, number)
        elif word == "f":
            self._group = replace(group, encoding=self._defined.encodings.get(number, ""))
        elif group.target == "styles":
            self._defined.style.follow(word, number)
        elif group.target == "text":
            self._paragraph.follow(word, number)
            self._structure(word, at)

    def _structure(self, word: str, at: int) -> None:
        if word in CHARACTERS:
            self._add(Piece(CHARACTERS[word], at, False))
        elif word in _CELLS:
            self._add(Piece("", at, False, ends_cell=True))
        elif word in _ROWS or (word in _ENDS and not self._paragraph.in_table and not self._interrupted):
            self._end_block(row=word in _ROWS)
        elif word in _ENDS:
            self._add(Piece("\n", at, False))

    def _sign(self, sign: str, at: int) -> None:
        if sign == "*":
            self._starred = True
        elif self._to_skip:
            self._to_skip -= 1
        elif sign in "\r\n":
            self._word("par", -1, False, at)
        elif sign in CHARACTERS:
            self._flush()
            self._add(Piece(CHARACTERS[sign], at, False))

    def _text(self, text: str, at: int) -> None:
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        text, at = text[skipped:], at + skipped
        if not text:
            return
        # The second byte of a character may be a letter; and bytes past ASCII stand for those of the encoding.
        if not text.isascii() or self._coded.within_character:
            for i, character in enumerate(text):
                self._byte(ord(character), at + i)
            return
        self._flush()
        self._add(Piece(text, at, True))

    def _byte(self, value: int, at: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        elif piece := self._coded.byte(value, at, self._group.encoding or self._encoding):
            self._add(piece)

    def _flush(self) -> None:
        """Adds the characters that were collected from their codes."""
        if piece := self._coded.taken():
            self._add(piece)

    def _add(self, piece: Piece) -> None:
        if self._group.target == "title":
            self._title += piece.text
        elif self._group.target == "styles":
            self._defined.style.pieces.append(piece)
        elif self._group.target == "text" and not self._group.hidden:
            shown = raised(piece.text) if self._group.raised else piece.text
            exact = piece.exact and shown == piece.text
            self._paragraph.pieces.append(piece._replace(text=shown, exact=exact))

    def _end_block(self, row: bool = False) -> None:
        self._flush()
        paragraph = self._paragraph
        level = paragraph.outline or self._defined.levels.get(paragraph.style, 0)
        tight = row or (paragraph.item and not level)
        if not self._first:
            self._first = clean("".join(piece.text for piece in paragraph.pieces))
        self._builder.end_block(tight=tight)
        self._put(paragraph.pieces)
        self._builder.end_block(tight=tight, heading=0 if row else level)
        paragraph.pieces = []
        for note in self._notes:
            self._put(note)
            self._builder.end_block()
        self._notes = []

    def _put(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            if piece.ends_cell:
                self._builder.cell(piece.at)
            elif piece.exact:
                self._builder.add(piece.text, piece.at)
            else:
                self._builder.pin(piece.text, piece.at)
