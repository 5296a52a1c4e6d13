"""Pages of PDF files: running heads and feet, labels, and pages that hold no text."""

from io import BytesIO

import pytest
from mapped import assert_whole, blocks
from pdfs import FILLING, WIDE, book, drawn, page_of
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from index import Store, sync
from index.pdf import read_pdf
from qa.answer import Citation
from qa.render import place_line, where
from qa.source_page import source_page


def test_pages_without_text_are_reported():
    document = read_pdf(drawn([WIDE], [], [f"{WIDE} it"], []))
    assert document.notes == ("pages 2, 4 hold no text: scanned?",)
    assert page_of(document, "which is it") == 3
    assert read_pdf(drawn([WIDE], [])).notes == ("page 2 holds no text: scanned?",)


def test_the_page_is_kept_in_the_index_and_shown(tmp_path, embedder):
    (tmp_path / "book.pdf").write_bytes(book())
    sync(tmp_path / "index", [tmp_path / "book.pdf"], embedder)
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        [document] = snapshot.every_document()
    assert document.pages == read_pdf(book()).pages
    start = document.text.index("about The Tay")
    citation = Citation.of(document, start, start + 13, (start, start + 13))
    assert place_line(citation) == "A Book of Bridges · book.pdf · The Tay · page 2"


def labelled(labels):
    """A PDF of five pages, each range of pages from the given one on with a style and a prefix."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(drawn(*([f"This is page {n}."] for n in "12345")))))
    for first, last, style, prefix in labels:
        writer.set_page_label(first, last, style=style, prefix=prefix)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_page_is_cited_by_its_label_where_that_is_not_its_number(tmp_path, embedder):
    (tmp_path / "labels.pdf").write_bytes(
        labelled([(0, 2, "/r", None), (3, 3, "/D", None), (4, 4, "/D", "A-")])
    )
    sync(tmp_path / "index", [tmp_path / "labels.pdf"], embedder)
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        [document] = snapshot.every_document()
    assert document.labels == ("i", "ii", "iii", "1", "A-1")
    start = document.text.index("page 3")
    citation = Citation.of(document, start, start + 6, (start, start + 6))
    assert where(citation).endswith("labels.pdf · page iii (PDF page 3)")
    assert citation.to_json()["place"]["label"] == "iii" and citation.to_json()["place"]["page"] == 3
    page = source_page(document)
    assert 'data-mark="Page iii (PDF page 3)"' in page and 'data-mark="Page A-1 (PDF page 5)"' in page


@pytest.mark.parametrize("labels", [[], [(0, 4, "/D", None)], [(0, 4, None, "")]])
def test_labels_that_say_nothing_are_none(labels):
    document = read_pdf(labelled(labels))
    assert [document.label(page) for page in range(1, 6)] == [None] * 5


def test_broken_and_endless_labels_harm_nothing(monkeypatch):
    document = read_pdf(labelled([(0, 4, "/D", "x" * 10_000)]))
    assert {len(label) for label in document.labels} == {40}
    whole = labelled([(0, 4, "/r", None)])
    for broken in (whole.replace(b"/Nums", b"/Numb"), whole.replace(b"/Nums [", b"/Nums 7 [")):
        assert broken != whole and "This is page 5." in read_pdf(broken).text


def test_what_tells_pages_of_one_form_apart_is_no_running_head():
    invoices = [
        [
            "Acme Ltd, Leeds",
            f"Invoice {4711 + i}",
            f"Date: {i + 3} March 2020",
            f"To {name}",
            f"Due: {74 + i * 9}.40 EUR",
        ]
        for i, name in enumerate(("Anna", "Ben", "Cid", "Dora"))
    ]
    text = read_pdf(drawn(*invoices)).text
    assert text.count("Acme") == 1
    assert all(line in text for lines in invoices for line in lines[1:])


@pytest.mark.parametrize(
    ("heads", "stay"),
    [
        ([f"Bridges - page {i} of 5 - draft" for i in range(1, 6)], False),
        ([f"Bridges, second edition {i}" for i in range(1, 6)], False),
        ([f"file:///home/anna/bridges.html {i}/5" for i in range(1, 6)], False),
        ([f"Invoice {i}/2020" for i in range(1, 6)], True),
        ([f"{i + 1122} J. Smith" if i % 2 else f"The bridges {i + 1122}" for i in range(1, 6)], False),
        ([f"Invoice {i + 1122}" for i in range(1, 6)], True),
        ([f"{i} March 2020" for i in range(1, 6)], True),
        ([f"Total: {i}.50" for i in range(1, 6)], True),
    ],
)
def test_a_number_in_a_head_goes_up_with_the_pages(heads, stay):
    text = read_pdf(drawn(*([head, *[f"{WIDE} {head[:3]}{i}" for i in range(5)]] for head in heads))).text
    assert [head in text for head in heads] == [stay] * 5


def placed(*pages):
    """Pages of lines, each with its height and size."""
    file = BytesIO()
    canvas = Canvas(file)
    for lines in pages:
        for y, size, text in lines:
            canvas.setFont("Helvetica", size)
            canvas.drawString(60, y, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


FOOT = (30, 8, "Managing director: Zoe Fisher. Bank: Barclays 20-00-00")
HEAD = (810, 8, "Acme Boats Ltd, Bristol")


def body(*lines):
    return [(740 - 13 * i, 11, line) for i, line in enumerate(lines)]


def test_a_letterhead_and_a_foot_line_are_kept_once():
    first, second = "Your boat will be ready on 5 May.", "The second payment is due in June."
    document = read_pdf(
        placed(
            [HEAD, *body(first), (45, 8, "Page 1 of 2"), FOOT],
            [HEAD, *body(second), (45, 8, "Page 2 of 2"), FOOT],
        )
    )
    assert_whole(document)
    assert blocks(document) == [HEAD[2], first, FOOT[2], second]
    assert document.headings == () and document.title == first
    assert page_of(document, FOOT[2]) == 1


def test_a_head_and_a_foot_kept_once_break_no_paragraph_that_goes_on():
    goes_on = [f"{WIDE} {number}" for number in ("one", "two", "three", "four", "five")]
    document = read_pdf(
        placed(
            [*body("It begins.", "", goes_on[0], goes_on[1]), FOOT],
            [HEAD, *body(goes_on[2], goes_on[3]), FOOT],
            [HEAD, *body(goes_on[4], "and it ends.", "", "Another one."), FOOT],
        )
    )
    assert_whole(document)
    assert blocks(document) == [
        "It begins.",
        FOOT[2],
        f"{' '.join(goes_on)} and it ends.",
        HEAD[2],
        "Another one.",
    ]
    assert page_of(document, FOOT[2]) == 1 and page_of(document, HEAD[2]) == 3


def test_a_kept_foot_parts_no_table_and_no_heading_from_what_follows():
    file = BytesIO()
    canvas = Canvas(file)
    for page in (1, 2, 3):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 30, FOOT[2])
        canvas.setFont("Helvetica", 11)
        if page == 1:
            canvas.drawString(60, 740, "These are the boats of our yard.")
            canvas.setFont("Helvetica", 18)
            canvas.drawString(60, 120, "All boats")
            canvas.setFont("Helvetica", 11)
        for row in range(3):
            canvas.drawString(60, 100 - 15 * row, f"Boat {page}{row}")
            canvas.drawString(300, 100 - 15 * row, f"{page}4{row} metres")
        canvas.showPage()
    canvas.save()
    document = read_pdf(file.getvalue())
    found = blocks(document)
    rows = [f"Boat {page}{row} | {page}4{row} metres" for page in (1, 2, 3) for row in range(3)]
    assert found == ["These are the boats of our yard.", FOOT[2], "All boats", *rows]
    assert [heading.text for heading in document.headings] == ["All boats"]


def test_titles_that_a_few_slides_share_stay_headings():
    titles = ("Intro", "Results", "Results", "Plan", "Results", "Results", "Thanks")
    towns = ("Oslo", "Bergen", "Bristol", "Leeds", "Cork", "Dover", "Hull")
    slides = [
        [(760, 28, title), *((700 - 30 * i, 16, f"• {word} {town}") for i, word in enumerate("abc"))]
        for title, town in zip(titles, towns, strict=True)
    ]
    document = read_pdf(placed(*slides))
    assert [heading.text for heading in document.headings] == list(titles)
    assert len(blocks(document)) == 4 * len(slides)


@pytest.mark.parametrize("size", [8, 11, 16])
def test_a_head_on_all_pages_is_kept_once_however_large(size):
    pages = [[(800, size, "The boats of Bristol"), *body(f"{WIDE} {i}", f"It ends {i}.")] for i in range(9)]
    document = read_pdf(placed(*pages))
    assert document.text.count("The boats of Bristol") == 1
    assert document.headings == ()


def test_a_head_that_says_what_a_title_says_is_not_said_again():
    pages = [[(800, 8, "The Boats of Bristol"), *body(f"{WIDE} {i}", f"It ends {i}.")] for i in range(4)]
    document = read_pdf(placed([(700, 24, "The boats of Bristol"), *body(FILLING)], *pages))
    assert document.text.casefold().count("the boats of bristol") == 1
    assert [heading.text for heading in document.headings] == ["The boats of Bristol"]


def test_lines_that_stand_alike_on_pages_far_apart_are_no_heads():
    dues = ["40.00" if i % 5 == 0 else f"{i * 7}.50" for i in range(20)]
    pages = [body(f"To {chr(65 + i)}", "", f"Due: {due} EUR") for i, due in enumerate(dues)]
    assert read_pdf(placed(*pages)).text.count("Due: 40.00 EUR") == 4


def test_the_first_lines_of_columns_are_no_heads_where_they_only_stand_alike():
    file = BytesIO()
    canvas = Canvas(file)
    lines = []
    for page in range(4):
        canvas.setFont("Helvetica", 9)
        for column in (0, 1):
            for i in range(30):
                lines.append(f"Line {i} of column {column} of side {page} goes on and on and on")
                canvas.drawString(50 + 260 * column, 780 - 12 * i, lines[-1])
        canvas.showPage()
    canvas.save()
    assert read_pdf(file.getvalue()).text.split() == " ".join(lines).split()
