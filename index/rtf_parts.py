"""The parts that RTF is made of: groups, paragraphs, fonts, styles, and characters that come as codes."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from index.characters import clean
from index.rtf_codes import encoding_of, encoding_of_charset

_HEADING_NAME = re.compile(r"heading ([1-9])", re.I)
_DEEPEST = 6
_LONG = 200  # bytes that are decoded together


class Piece(NamedTuple):
    """Text of a paragraph; `exact` if it stands so in the file, or else all of it stands at `at`."""

    text: str
    at: int
    exact: bool
    ends_cell: bool = False


@dataclass(frozen=True)
class Group:
    """What holds up to the end of a group."""

    target: str = "text"  # or fonts, styles, title, nothing
    skips: int = 1  # characters that stand after each \u for programs that do not know it
    encoding: str = ""  # of the font; "" is that of the file
    hidden: bool = False
    raised: bool = False  # above the line
    note: bool = False  # whether the group is a footnote


@dataclass
class Paragraph:
    """A paragraph so far; its properties stay for the next one until they are reset."""

    pieces: list[Piece] = field(default_factory=list)
    style: int = 0
    outline: int = 0  # its own level as a heading
    item: bool = False
    in_table: bool = False

    def follow(self, word: str, number: int) -> None:
        """Takes the property that a control word gives, if it gives one."""
        if word == "pard":
            self.style, self.outline, self.item, self.in_table = 0, 0, False, False
        elif word == "s":
            self.style = number
        elif word == "outlinelevel":
            self.outline = min(number + 1, _DEEPEST) if 0 <= number < 9 else 0
        elif word == "ls":
            self.item = number > 0
        elif word == "intbl":
            self.in_table = True


class Definitions:
    """The fonts and styles that a file defines."""

    def __init__(self) -> None:
        self.encodings: dict[int, str] = {}  # of the fonts
        self.levels: dict[int, int] = {}  # of the styles of headings
        self.style = Paragraph()  # the one being defined: its number, and its name as the text
        self._font = 0  # the one being defined

    def font(self, word: str, number: int) -> None:
        """Takes what a control word says of a font."""
        if word == "f":
            self._font = number
        elif word == "fcharset" and (name := encoding_of_charset(number)):
            self.encodings[self._font] = name
        elif word == "cpg":
            self.encodings[self._font] = encoding_of(number)

    def end_style(self) -> None:
        """Notes whether the style is one of headings; another may follow."""
        name = clean("".join(piece.text for piece in self.style.pieces)).rstrip(";")
        heading = _HEADING_NAME.match(name)
        level = int(heading[1]) if heading else 1 if name.casefold() == "title" else self.style.outline
        if level:
            self.levels[self.style.style] = min(level, _DEEPEST)
        self.style = Paragraph()


class Coded:
    """Characters that come as codes, one after the other, collected until they can be decoded together."""

    def __init__(self) -> None:
        self._at = 0  # where the first of them stands
        self._bytes = bytearray()
        self._encoding = ""  # of these
        self._units: list[int] = []  # of UTF-16; where there are some, there are no bytes

    @property
    def within_character(self) -> bool:
        """Whether the last byte does not end a character."""
        try:
            self._bytes.decode(self._encoding or "ascii")
        except UnicodeDecodeError as error:
            return error.reason == "incomplete multibyte sequence" or error.end >= len(self._bytes)
        return False

    def byte(self, value: int, at: int, encoding: str) -> Piece | None:
        """Takes a byte of a text in an encoding; gives what was there before and does not belong to it."""
        long = len(self._bytes) >= _LONG and not self.within_character
        apart = bool(self._units) or encoding != self._encoding or long
        before = self.taken() if apart else None
        if not self._bytes:
            self._at, self._encoding = at, encoding
        self._bytes.append(value)
        return before

    def code_unit(self, value: int, at: int) -> Piece | None:
        """Takes a unit of UTF-16; gives what was there before and does not belong to it."""
        before = self.taken() if self._bytes else None
        if not self._units:
            self._at = at
        self._units.append(value)
        return before

    def taken(self) -> Piece | None:
        """What was collected, if anything was, decoded; nothing is there afterwards."""
        found = self._bytes.decode(self._encoding or "ascii", errors="replace")
        encoded = b"".join(unit.to_bytes(2, "little") for unit in self._units)
        found += encoded.decode("utf-16-le", errors="replace")
        self._bytes, self._units = bytearray(), []
        return Piece(found, self._at, False) if found else None
