"""The values of JSON text, each with its keys and its place, found without recursion and in linear time.

The standard library's parser tells no places, and falls over deep nesting.
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from index.characters import LINE_BREAK, clean
from index.errors import SourceError
from index.pieces import Decoded, Piece

DEEPEST = 100  # objects and lists in each other
MOST_KEY_CHARACTERS = 60  # shown of a key: it is repeated with every value under it

_TOKEN = re.compile(
    r"\s*+(?:\"(?P<string>(?:[^\"\\]++|\\.)*+)\"|(?P<mark>[{}\[\],:])"
    r"|(?P<bare>-?[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?|true|false|null|NaN|-?Infinity)(?![\w.]))",
    re.DOTALL,
)
_STRETCH = re.compile(r"[^\\]++|(?:\\u[0-9a-fA-F]{4})++|\\.", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " "}

Path = tuple[str | int, ...]


class Leaf(NamedTuple):
    """A text, number or truth value; its path has a number for each list that it is in."""

    path: Path  # begins with the number of the value at the top: a file may hold several
    raw: str  # as it stands in the file, without quotation marks
    at: int
    text: bool  # whether it is a text

    @property
    def value(self) -> str:
        """What it says."""
        return self.decoded().text

    def decoded(self) -> Decoded:
        """What it says, each character with its place."""
        return Decoded(self.pieces())

    def pieces(self) -> list[Piece]:
        """What it says, its escapes decoded."""
        return list(_pieces(self.raw, self.at)) if self.text else [Piece(self.raw, self.at, True)]


def leaves(source: str, start: int, end: int) -> Iterator[Leaf]:
    """The leaves of the values between two offsets, in order; null and a comma too many are passed over.

    :raises SourceError: if they are no JSON or too deeply nested; the message tells the line, from `start` on.
    """
    begin = start
    position = _Position()
    while token := _TOKEN.match(source, start, end):
        start = token.end()
        text = token["string"]
        if token["mark"]:
            known = position.follow(token["mark"])
            if len(position.opened) > DEEPEST:
                raise _error(source[begin:start], "nested too deeply")
        elif position.state == "key" and text is not None:
            known = position.name(_key(text))
        else:
            known = position.state in ("value", "element")
            if known and token["bare"] != "null":
                kind = "bare" if text is None else "string"
                yield Leaf(tuple(position.path), token[kind], token.start(kind), kind == "string")
            position.filled()
        if not known:
            raise _error(source[begin : start - 1], "broken")
    if source[start:end].strip() or position.opened:
        raise _error(source[begin:start], "broken")


class _Position:
    """Where the parser is: the lists and objects opened, the path to the value, and what may come now."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.path: list[str | int] = [0]
        self.state = "value"  # or element (or the list's end), key (or the object's end), colon, after

    def follow(self, mark: str) -> bool:
        """Goes on over a mark; whether it may stand here."""
        if mark == ":":
            known = self.state == "colon"
            self.state = "value"
        elif mark == ",":
            known = self.state == "after" and bool(self.opened)
            self._next()
            self.state = "key" if self.opened[-1:] == ["{"] else "element"
        elif mark in "{[":
            known = self.state in ("value", "element")
            self.opened.append(mark)
            self.path.append("" if mark == "{" else 0)
            self.state = "key" if mark == "{" else "element"
        else:
            known = self.state in ("after", "key", "element") and self.opened[-1:] == ["{["["}]".index(mark)]]
            if known:
                self.opened.pop()
                self.path.pop()
                self.filled()
        return known

    def name(self, key: str) -> bool:
        """Takes the key of the next value; it always may stand where it is looked for."""
        self.path[-1] = key
        self.state = "colon"
        return True

    def filled(self) -> None:
        """Notes that a value has ended."""
        self.state = "after"
        if not self.opened:
            self._next()
            self.state = "value"

    def _next(self) -> None:
        last = self.path[-1]
        self.path[-1] = last + 1 if isinstance(last, int) else last


def _key(raw: str) -> str:
    text = "".join(piece.text for piece in _pieces(raw[: 6 * MOST_KEY_CHARACTERS], 0))
    return clean(text)[:MOST_KEY_CHARACTERS]


def _pieces(raw: str, at: int) -> Iterator[Piece]:
    for stretch in _STRETCH.finditer(raw):
        shown = stretch[0]
        if not shown.startswith("\\"):
            yield Piece(shown, at + stretch.start(), True)
        elif len(shown) > 2:
            yield Piece(json.loads(f'"{shown}"'), at + stretch.start(), False)
        else:
            yield Piece(_ESCAPES.get(shown[1], shown[1]), at + stretch.start(), False)


def _error(before: str, what: str) -> SourceError:
    line = len(LINE_BREAK.findall(before)) + 1
    return SourceError(f"its JSON is {what} at line {line}")
