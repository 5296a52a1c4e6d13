"""Lines of PDF files that are made of cells: rows of tables, and running heads that name the chapter."""

import pytest
from mapped import assert_whole, blocks
from pdfs import WIDE, set_in_places

from index.pdf import read_pdf


def headed(head, name, *lines):
    """A page with a running head of two cells."""
    body = [(60, 740 - 13 * i, size, text) for i, (size, text) in enumerate(lines)]
    return [(60, 810, 9, head), (480, 810, 9, name), *body]


CHAPTERS = ("Ashby", "Brill", "Calne", "Deal", "Ely", "Frome")


@pytest.mark.parametrize("titled", [True, False])
def test_a_head_that_names_the_chapter_parts_no_sentence(titled):
    pages = []
    for name in CHAPTERS:
        opening = (18 if titled else 11, name)
        pages.append(headed("Wardens of the Level", name, opening, (11, ""), (11, f"{WIDE} {name} and")))
        pages.append(
            headed("Wardens of the Level", name, (11, f"ends at {name}."), (11, ""), (11, "Enough."))
        )
    document = read_pdf(set_in_places(*pages))
    assert_whole(document)
    parted = "| Frome" in document.text
    whole = [f"{WIDE} {name} and ends at {name}." in blocks(document) for name in CHAPTERS]
    assert (whole, parted) == ([titled] * 6, not titled)
    assert [heading.text for heading in document.headings] == (list(CHAPTERS) if titled else [])
    if titled:
        assert document.text.count("Wardens of the Level") == 1


def test_the_cells_of_forms_stay_where_only_their_labels_recur():
    names = ("Anna Holm", "Ben Olsen", "Cid Berg")
    pages = [headed("Customer", name, (11, name), (11, ""), (11, f"{WIDE} {name}.")) for name in names]
    text = read_pdf(set_in_places(*pages)).text
    assert all(f"Customer | {name}" in text for name in names)


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("2 September The Guides", False),
        ("12 Sept. The Guides", False),
        ("1. May Miss Oduya", False),
        ("2 Septic tanks", True),
        ("3.1 Marching in step", True),
        ("4 Mayors of the town", True),
    ],
)
def test_a_date_is_no_numbered_heading(line, heads):
    text = [
        (60, 740 - 13 * i, 11, text) for i, text in enumerate(("It begins.", "", line, "", f"{WIDE} it."))
    ]
    document = read_pdf(set_in_places(text))
    assert [heading.text for heading in document.headings] == [line] * heads
