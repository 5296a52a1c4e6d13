"""The pieces of text that a PDF's page is made of, each with its place, as the file gives them."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from pypdf import PageObject

from index.pdf_letters import plain_letters

_BOLD = re.compile(r"bold|black|heavy|demi", re.I)


class Piece(NamedTuple):
    """Some words of a line, as the file gives them; in the rows of a page, a later cell begins with `CELL`."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    rise: float = 0.0  # above the line, where the file says so in place of another `y`


def pieces_of(page: PageObject, most_characters: int) -> list[Piece]:
    """The texts of a page as pypdf reports them."""
    pieces: list[Piece] = []
    room = most_characters
    rise = 0.0

    def operate(operator: bytes, operands: Sequence[Any], place: object, within: object) -> None:
        nonlocal rise
        if operator == b"Ts" and operands and isinstance(operands[0], (int, float)):
            rise = float(operands[0])

    def visit(text: str, place: list[float], within: list[float], font: Any, size: float) -> None:
        nonlocal room
        if text and room > 0:
            pieces.append(_piece(text[:room], place, within, font, size)._replace(rise=rise))
            room -= len(text)

    page.extract_text(visitor_text=visit, visitor_operand_before=operate)
    return pieces


def _piece(text: str, place: list[float], within: list[float], font: Any, size: float) -> Piece:
    """A piece of text as pypdf reports it, with the place and size that it has on the page."""
    a, b = within[0] * place[0] + within[1] * place[2], within[0] * place[1] + within[1] * place[3]
    x = within[4] * place[0] + within[5] * place[2] + place[4]
    y = within[4] * place[1] + within[5] * place[3] + place[5]
    if abs(b) > abs(a):  # the text runs up or down the page
        x, y = (y, -x) if b > 0 else (-y, x)
    scale = (a * a + b * b) ** 0.5
    name = str(font.get("/BaseFont", "")) if isinstance(font, dict) else ""
    return Piece(plain_letters(text, name), x, y, abs(size) * scale, bool(_BOLD.search(name)))
