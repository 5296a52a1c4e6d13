"""Tables of PDFs: which column each cell stands in, and cells of several lines."""

from io import BytesIO

import pytest
from pdfs import FILLING, set_in_places
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from index import as_read
from index.pdf import read_pdf
from index.pdf_aligned import drawn_by_words
from index.pdf_columns import _nearest
from index.pdf_pieces import Piece

X = (72, 171, 270, 369)


def table(*rows: tuple[float, tuple[str, ...]]) -> list[tuple[float, float, float, str]]:
    """The cells of rows, each row at a height; "" is an empty one."""
    return [(x, y, 12, text) for y, texts in rows for x, text in zip(X, texts, strict=False) if text]


def read(*cells: tuple[float, float, float, str]) -> list[str]:
    document = read_pdf(set_in_places([(72, 760, 20, "Centre"), *cells]))
    return as_read(document, 0, len(document.text)).text.replace("\n\n", "\n").splitlines()[1:]


def test_an_empty_corner_and_empty_cells_keep_the_columns() -> None:
    assert read(
        *table(
            (600, ("", "2021", "2022", "2023")),
            (580, ("Staff", "14", "15", "17")),
            (560, ("Dogs", "", "3", "")),
            (540, ("Vaccinations of all", "2,950", "3,310", "1,870")),  # as wide as its column
        )
    ) == [
        "2021 | 2022 | 2023",
        "Staff; 2021: 14; 2022: 15; 2023: 17",
        "Dogs; 2022: 3",
        "Vaccinations of all; 2021: 2,950; 2022: 3,310; 2023: 1,870",
    ]


def test_cells_of_several_lines_are_joined_with_their_row() -> None:
    head = [*table((556, ("Day", "Opens", "Closes"))), (369, 570, 12, "Doctor on"), (369, 556, 12, "duty")]
    first = [*table((538, ("Monday", "8:00", "18:30", "Dr Amara"))), (369, 524, 12, "Singh")]
    middle = [*table((506, ("Tuesday", "from 8:00"))), (171, 492, 12, "to 9:00"), *[(270, 506, 12, "18:00")]]
    assert read(*head, *first, *middle, (72, 470, 12, "It is closed on Sundays and on public holidays.")) == [
        "Day: Monday; Opens: 8:00; Closes: 18:30; Doctor on duty: Dr Amara Singh",
        "Day: Tuesday; Opens: from 8:00 to 9:00; Closes: 18:00",
        "It is closed on Sundays and on public holidays.",
    ]


@pytest.mark.parametrize("before", [0, 3])
def test_a_header_that_stands_again_on_the_next_page_is_no_row(before: int) -> None:
    """Where the table begins its page it is a running head, and stands once."""
    file = BytesIO()
    rows = [("Name", "Seats"), *((f"Hall {i}", str(100 + i)) for i in range(60))]
    texts = [Paragraph(FILLING * 3, getSampleStyleSheet()["BodyText"])] * before
    SimpleDocTemplate(file).build([*texts, Table(rows, repeatRows=1)])
    document = read_pdf(file.getvalue())
    assert len(document.pages) == 2
    shown = as_read(document, 0, len(document.text)).text
    assert all(f"Name: Hall {i}; Seats: {100 + i}" in shown for i in range(60))
    assert "Name: Name" not in shown


def test_cells_that_a_program_places_close_by_begin_in_line() -> None:
    close = [
        (72, 600, "Name", 160, "Fee"),
        (72, 580, "Travel vaccination", 160, "£45"),
        (72, 560, "Bath", 160, "£4"),
    ]
    cells = [place for x, y, name, there, fee in close for place in ((x, y, 12, name), (there, y, 12, fee))]
    assert read(*cells) == ["Name: Travel vaccination; Fee: £45", "Name: Bath; Fee: £4"]


def test_words_that_are_placed_one_by_one_are_no_cells() -> None:
    words = [
        "The",
        "bridge",
        "was",
        "opened",
        "in",
        "1890",
        "by",
        "the",
        "mayor",
        "of",
        "the",
        "old",
        "town.",
    ]
    pieces: list[Piece] = []
    for row in range(6):
        x = 72.0
        for word in words:
            pieces.append(Piece(word, x, 700.0 - 14 * row, 12, False))
            x += 6 * len(word) + 3
    assert drawn_by_words(pieces)


def test_cells_take_the_nearest_columns_in_their_order() -> None:
    assert _nearest((10, 30), (10, 20, 30)) == (1, 3)
    assert _nearest((22, 33), (10, 20, 30, 40)) == (2, 3)
    assert _nearest((39, 41), (10, 20, 30, 40)) == (3, 4)
    assert _nearest((5, 6, 7), (10, 20, 30)) == (1, 2, 3)
