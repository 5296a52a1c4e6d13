"""Notes at the foot of the columns and pages of PDF files part no sentence."""

import pytest
from mapped import assert_whole, blocks
from pdfs import WIDE, page_of, set_in_places

from index.pdf import read_pdf
from index.pdf_blocks import blocks_of
from index.pdf_lines import Line

NOTE = "1 Of these, two left within the month."


def column(x, *lines):
    return [(x, 740 - 13 * i, size, text) for i, (size, text) in enumerate(lines)]


def text(*lines):
    return [(11, line) for line in lines]


FIRST = text("It begins with five officers.", "", WIDE, f"{WIDE} and he had the con-")
SECOND = text(f"tractor come, {WIDE}", "so it goes.")
WHOLE = f"{WIDE} {WIDE} and he had the contractor come, {WIDE} so it goes."


@pytest.mark.parametrize("note", [NOTE, "* Of these, two left", "† of these, two left."])
@pytest.mark.parametrize("pages", [1, 2])
def test_a_sentence_goes_on_over_the_notes_at_the_foot(note, pages):
    first, second = column(30, *FIRST, (11, ""), (8, note)), column(300, *SECOND)
    document = read_pdf(set_in_places(first, second) if pages == 2 else set_in_places([*first, *second]))
    assert_whole(document)
    assert blocks(document) == ["It begins with five officers.", note, WHOLE]
    assert (page_of(document, note), page_of(document, "so it goes")) == (1, pages)


@pytest.mark.parametrize(
    ("note", "second"),
    [
        ((8, NOTE), text("Another one.", "The end.")),
        ((11, NOTE), SECOND),
        ((8, "The price is that of the year."), SECOND),
    ],
)
def test_what_is_no_note_or_does_not_go_on_stays_where_it_is(note, second):
    found = blocks(read_pdf(set_in_places(column(30, *FIRST, (11, ""), note), column(300, *second))))
    assert found[2] == note[1]


def test_a_note_ends_with_its_page():
    first = column(30, *text("It begins.", "", WIDE, "and so on."), (11, ""), (8, "1 A note of the"))
    assert "1 A note of the" in blocks(read_pdf(set_in_places(first, column(30, *SECOND))))


def test_a_paragraph_over_several_pages_has_them_in_order():
    pages = [
        column(30, *text(*[f"{WIDE} {page}"] * 3), (11, ""), (8, f"{page} A note.")) for page in range(1, 4)
    ]
    pages[1:] = [
        [(x, y, size, line.replace("The", "the")) for x, y, size, line in page] for page in pages[1:]
    ]
    document = read_pdf(set_in_places(*pages))
    assert_whole(document)
    assert [page_of(document, f"{page} A note.") for page in range(1, 4)] == [1, 2, 3]


def test_a_note_with_a_link_back_is_no_heading():
    texts = ("It begins with five officers.", "1. Pettigrew’s letter is kept.↩", WIDE, WIDE)
    lines = [Line(1, text, 30, 740 - 20 * i, 11, False) for i, text in enumerate(texts)]
    assert not any(block.level for block in blocks_of(lines, {}))
