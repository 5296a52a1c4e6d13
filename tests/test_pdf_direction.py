"""Lines of PDF files with letters from right to left: in the order in which they are read, as programs draw them."""

import time
from io import BytesIO

import pytest
from mapped import assert_whole, blocks
from pdfs import DEJAVU
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from index.pdf import read_pdf
from index.pdf_direction import in_reading_order
from index.pdf_pieces import Piece

SHOWN = "הגשר נפתח ברחוב הרצל 14 בשנת 2019. המנהלת היא דליה כהן."
# Each piece's letters are in the order of reading already.
BY_WORDS = [
    (140, "."),
    (145, " "),
    (145, "כהן"),
    (170, "  "),
    (175, "דליה"),
    (200, " "),
    (205, "היא"),
    (230, "  "),
]
BY_WORDS += [(235, "המנהלת"), (270, " "), (270, ". "), (280, "2019"), (300, " "), (305, "בשנת"), (330, " ")]
BY_WORDS += [(335, "14"), (345, " "), (350, "הרצל"), (370, " "), (375, "ברחוב"), (400, " "), (405, "נפתח")]
BY_WORDS += [(430, " "), (435, "הגשר")]
AT_ONE_PLACE = [
    (140, text) for text in (". המנהלת היא דליה כהן.", "2019 ", " בשנת", "14 ", "הגשר נפתח ברחוב הרצל")
]
AS_READ = [(280, " "), (280, "הגשר נפתח ברחוב הרצל"), (266, "14"), (234, " "), (234, " בשנת"), (206, "2019")]
AS_READ += [(90, "."), (90, ". המנהלת היא דליה כהן")]


def read(pieces):
    ordered = in_reading_order([Piece(text, x, 700, 11, False) for x, text in pieces])
    return " ".join("".join(piece.text for piece in ordered).split())


@pytest.mark.parametrize("pieces", [BY_WORDS, AT_ONE_PLACE, AS_READ])
def test_a_line_from_right_to_left_is_read_so_however_it_is_drawn(pieces):
    assert read(pieces) == SHOWN


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        ([(10, "New "), (30, "York"), (50, " "), (55, "בהגשר החדש")], "בהגשר החדש New York"),
        ([(10, "2005"), (30, " - "), (40, "1998"), (60, " "), (65, "בשנים")], "בשנים 1998 - 2005"),
        ([(10, "14"), (20, "/"), (22, "3"), (30, " "), (35, "ביום")], "ביום 14/3"),
        (
            [(10, "The bridge of "), (80, "כהן"), (95, " "), (100, "דליה"), (120, " is old")],
            "The bridge of דליה כהן is old",
        ),
        ([(10, "The bridge"), (80, " is old")], "The bridge is old"),
    ],
)
def test_words_and_numbers_keep_their_own_direction(pieces, shown):
    assert read(pieces) == shown


def test_only_the_lines_from_right_to_left_change():
    pieces = [
        Piece("b", 20, 700, 11, False),
        Piece("a\n", 10, 700, 11, False),
        Piece("ב", 10, 680, 11, False),
    ]
    pieces += [Piece("א\n", 20, 680, 11, False), Piece("c", 20, 660, 11, False)]
    assert "".join(piece.text for piece in in_reading_order(pieces)) == "ba\nאב\nc"


@pytest.mark.parametrize("text", ["1", "a", "א", ".", " ", "1 "])
def test_long_lines_take_no_longer_than_many(text):
    pieces = [Piece("א", 0, 700, 11, False), *(Piece(text, i, 700, 11, False) for i in range(100_000))]
    started = time.process_time()
    assert len(in_reading_order(pieces)) == len(pieces)
    assert time.process_time() - started < 5


@pytest.mark.skipif(not DEJAVU.exists(), reason="DejaVu Sans is not installed")
def test_a_file_whose_words_are_drawn_one_by_one_is_read_from_right_to_left():
    pdfmetrics.registerFont(TTFont("DejaVu", DEJAVU))
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    x = 60.0
    for word in reversed("הגשר נפתח ברחוב הרצל 14 בשנת 2019 על ידי דליה כהן".split()):
        drawn = word if word.isdecimal() else word[::-1]
        shown = canvas.beginText(x, 700)
        shown.setFont("DejaVu", 11)
        shown.textOut(drawn)
        canvas.drawText(shown)
        x += canvas.stringWidth(f"{drawn} ", "DejaVu", 11)
    canvas.save()
    document = read_pdf(file.getvalue())
    assert_whole(document)
    assert blocks(document) == ["הגשר נפתח ברחוב הרצל 14 בשנת 2019 על ידי דליה כהן"]
