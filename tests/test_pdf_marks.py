"""Marks above and below the lines of PDF files: they part no paragraph, and are no part of the number before them."""

from io import BytesIO

import pytest
from mapped import assert_whole, blocks
from pdfs import WIDE
from reportlab.pdfgen.canvas import Canvas

from index.pdf import read_pdf

SIZE = 10
LEADING = 12
PLAIN = [f"¶{WIDE} and", f"{WIDE} and", f"{WIDE} so", "on."]
SHOWN = f"{WIDE} and {WIDE} and {WIDE} so on."


def marked(lines, up, gap=0):
    """A PDF of lines of text; a mark in braces is drawn so far up, and pushes its line down by so much.

    A line that begins with a mark of a paragraph has a gap over it.
    """
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    shown = canvas.beginText()
    y = 700.0
    for line in lines:
        before, _, rest = line.partition("{")
        mark, _, after = rest.partition("}")
        y -= LEADING + (gap if before.startswith("¶") else 0) + (max(0, up) if mark else 0)
        before = before.removeprefix("¶")
        x = 60.0
        for text, size, above in ((before, SIZE, 0), (mark, 0.9 * SIZE, up), (after, SIZE, 0)):
            shown.setFont("Helvetica", size)
            shown.setTextOrigin(x, y + above)
            shown.textOut(text)
            x += canvas.stringWidth(text, "Helvetica", size)
        y -= max(0, -up) if mark else 0
    canvas.drawText(shown)
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize(
    ("up", "shown"),
    [(4.5, "7.4 mm a second⁷, which is"), (-4.0, "7.4 mm a second7, which is")],
)
def test_a_line_that_a_mark_pushes_away_goes_on_with_its_paragraph(up, shown):
    lines = [f"¶{WIDE} and", "Farm recorded 7.4 mm a second{7}, which is a good deal and a good", "deal."]
    document = read_pdf(marked([*PLAIN, *lines, *PLAIN], up, gap=6))
    assert_whole(document)
    assert blocks(document) == [
        SHOWN,
        f"{WIDE} and Farm recorded {shown} a good deal and a good deal.",
        SHOWN,
    ]


def test_a_paragraph_that_ends_before_a_mark_ends_there():
    lines = [f"¶{WIDE} old.{{1}}", f"¶{WIDE} older.{{2}}"]
    found = blocks(read_pdf(marked([*PLAIN, *lines, *PLAIN], 4.5, gap=4)))
    assert found == [SHOWN, f"{WIDE} old.¹", f"{WIDE} older.²", SHOWN]
