"""PDF files made by two programs, and broken ones: words, blocks, headings and pages."""

import random
import shutil
import subprocess
import time
from contextlib import suppress
from io import BytesIO

import pytest
from mapped import assert_whole, blocks
from pdfs import DEJAVU, FILLING, book, drawn, form, report
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate

import index.pdf
from index import Document, SourceError, Store, sync
from index.documents import read_document
from index.pdf import read_pdf
from index.pdf_fields import MOST_FIELDS
from index.pdf_words import Hyphens, Join
from qa.answer import Citation
from qa.render import place_line, where
from qa.source_page import source_page

WIDE = "The bridge was opened in 1890 and is still in use by the trains of today, which is"


def page_of(document: Document, words: str) -> int | None:
    start = document.text.index(words)
    place = document.place(start, start + len(words))
    assert place.line is None and place.last_line is None
    return place.page


def test_a_report_in_columns_is_read_in_order_with_pages_and_headings():
    document = read_pdf(report())
    assert_whole(document)
    found = blocks(document)
    assert document.title == "Bridges of Scotland"
    assert [(heading.text, heading.level) for heading in document.headings] == [
        ("Bridges of Scotland", 1),
        ("Materials", 2),
        ("Figures", 2),
    ]
    paragraphs = [f"Bridge number {number} is old. {FILLING * 4}".strip() for number in range(30)]
    assert found[0] == "Annual Report on Bridges" and found[3:33] == paragraphs
    assert found[34:37] == [
        "Bridge | Year | Length",
        "Forth Bridge | 1890 | 2467 m",
        "Tay Bridge | 1887 | 3264 m",
    ]
    assert "Forth Bridge | 1890 | 2467 m\nTay Bridge" in document.text
    assert document.text.count("Annual Report") == 1 and "of 3" not in document.text
    pages = [page_of(document, f"Bridge number {number} is") for number in range(30)]
    assert pages == sorted(pages) and set(pages) == {1, 2, 3}
    assert page_of(document, "Tay Bridge") == 3
    start = document.text.index("Tay Bridge")
    assert document.place(start, start + 3).heading == ("Bridges of Scotland", "Figures")


def test_a_book_gives_its_title_its_bookmarks_and_no_running_heads():
    document = read_pdf(book())
    assert_whole(document)
    assert document.title == "A Book of Bridges"
    assert [(heading.text, heading.level) for heading in document.headings] == [
        ("The Forth", 1),
        ("The Tay", 1),
        ("The Clyde", 1),
    ]
    assert [page_of(document, f"about {name}") for name in ("The Forth", "The Tay", "The Clyde")] == [1, 2, 3]
    assert blocks(document)[1:5] == [
        f"This is about The Forth. {FILLING * 5}".strip(),
        "Bridge | Year | Length",
        "Forth Bridge | 1890 | 2467 m",
        "Tay Bridge | 1887 | 3264 m",
    ]
    assert "second edition" not in document.text and "11" not in document.text
    assert document.notes == ()


@pytest.mark.skipif(not DEJAVU.exists(), reason="DejaVu Sans is not installed")
def test_other_scripts_and_ligatures_are_read_as_letters():
    document = read_pdf(book(unicode_font=True))
    assert blocks(document)[5] == "The Forth: Мост был открыт в 1890 году. Ἡ γέφυρα. fine flow"


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
def test_a_printed_web_page_is_read(tmp_path):
    (tmp_path / "page.html").write_text(
        f"<title>Bridges</title><h1>The Forth</h1><p>{FILLING * 6}</p><h2>Figures</h2><p>It has <b>three</b> towers."
    )
    command = ["chromium", "--headless", "--no-sandbox", f"--print-to-pdf={tmp_path / 'page.pdf'}"]
    subprocess.run([*command, str(tmp_path / "page.html")], check=True, capture_output=True, timeout=60)
    document = read_document(tmp_path / "page.pdf")
    assert [heading.text for heading in document.headings] == ["The Forth", "Figures"]
    assert (FILLING * 6).strip() in document.text and "It has three towers." in document.text


def test_broken_words_are_mended_within_and_across_pages():
    lines = [
        f"{WIDE} an exam-",
        f"ple of what {WIDE} well-",
        f"known to {WIDE} Anglo-",
        f"Saxon, {WIDE} COVID-",
        f"19, {WIDE} rein-",
    ]
    document = read_pdf(drawn(lines, ["forced. The end of it."]))
    assert blocks(document) == [
        f"{WIDE} an example of what {WIDE} well-known to {WIDE} Anglo-Saxon, {WIDE} COVID-19, "
        f"{WIDE} reinforced. The end of it."
    ]
    start = document.text.index("reinforced")
    assert [document.place(start + i, start + i + 1).page for i in (0, 3, 4, 9)] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("lines", "before", "after", "join"),
    [
        ([], "an exam-", "ple", Join(1, False)),
        ([], "an exam\u00ad", "ple", Join(1, False)),
        ([], "EXAM-", "PLE", Join(1, False)),
        ([], "well-", "known", Join(0, False)),
        ([], "state-of-", "the-art", Join(0, False)),
        ([], "pre-", "and post-war", Join(0, True)),
        ([], "a dash -", "here", Join(0, True)),
        ([], "no hyphen", "here", Join(0, True)),
        (["a user-friendly bridge"], "user-", "friendly", Join(0, False)),
        (["a friendly user"], "user-", "friendly", Join(0, False)),
        (["with or out or without"], "with-", "out", Join(1, False)),
    ],
)
def test_a_hyphen_stays_where_the_document_tells_that_it_belongs(lines, before, after, join):
    assert Hyphens([*lines, before, after]).join(before, after) == join


def test_paragraphs_part_by_space_and_by_short_last_lines():
    long = f"{WIDE} a long time"
    document = read_pdf(drawn([long, "to go by.", long, long, "and it ends.", "", "After a space", long]))
    assert blocks(document) == [f"{long} to go by.", f"{long} {long} and it ends.", "After a space", long]


def test_lines_of_slides_and_words_placed_one_by_one_are_told_apart():
    file = BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica", 20)
    for i, line in enumerate(("Rivers and bridges", "• The Forth is wide", "• The Tay is long")):
        canvas.drawString(60, 700 - 40 * i, line)
    canvas.showPage()
    x = 60.0
    for word in "It was built of steel by Sir William Arrol".split():
        canvas.drawString(x, 700, word)
        x += canvas.stringWidth(f"{word} ", "Helvetica", 12)
    canvas.save()
    assert blocks(read_pdf(file.getvalue())) == [
        "Rivers and bridges",
        "• The Forth is wide",
        "• The Tay is long",
        "It was built of steel by Sir William Arrol",
    ]


def test_lists_and_indented_paragraphs_part_from_each_other():
    styles = getSampleStyleSheet()
    indented = ParagraphStyle("indented", parent=styles["Normal"], firstLineIndent=14, alignment=TA_JUSTIFY)
    words = f"The <b>Forth Bridge</b> is old. {FILLING * 2}"
    plain = words.replace("<b>", "").replace("</b>", "").strip()
    items = [Paragraph(f"{name} item. {FILLING * 2}", styles["Normal"]) for name in ("One", "Two")]
    file = BytesIO()
    paragraphs = [Paragraph(words, indented) for _ in range(3)]
    SimpleDocTemplate(file).build([*paragraphs[:2], ListFlowable(items, bulletType="bullet"), paragraphs[2]])
    assert blocks(read_pdf(file.getvalue())) == [
        plain,
        plain,
        f"• One item. {FILLING * 2}".strip(),
        f"• Two item. {FILLING * 2}".strip(),
        plain,
    ]


def test_a_title_that_is_the_name_of_a_file_is_none():
    lines = ["Rivers of France", "", WIDE, WIDE]
    assert read_pdf(drawn(lines, title="Microsoft Word - rivers.doc")).title == "Rivers of France"
    assert read_pdf(drawn(lines, title="The Rivers")).title == "The Rivers"


def test_pages_without_text_are_reported():
    document = read_pdf(drawn([WIDE], [], [f"{WIDE} it"], []))
    assert document.notes == ("pages 2, 4 hold no text: scanned?",)
    assert page_of(document, "which is it") == 3
    assert read_pdf(drawn([WIDE], [])).notes == ("page 2 holds no text: scanned?",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"plain text", "it is no PDF file"),
        (b"%PDF-1.7", "it is a broken PDF file"),
        (drawn([WIDE])[:700], "it is a broken PDF file"),
        (drawn([], []), "its pages hold no text: scanned?"),
        (drawn([WIDE], password="secret"), "it is encrypted: it opens only with a password"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, data, reason):
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_document(path)
    assert str(caught.value).startswith(f"{path}: {reason}")


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("MOST_PAGES", 1, "it is a PDF of 2 pages, and 1 is the most"),
        ("MOST_CHARACTERS", 100, "it is a PDF of more than 100 characters, which is the most"),
        ("MOST_SECONDS", -1.0, "it takes too long to read: 1 of 2 pages"),
    ],
)
def test_limits_are_kept(monkeypatch, limit, value, reason):
    monkeypatch.setattr(index.pdf, limit, value)
    with pytest.raises(SourceError, match=reason):
        read_pdf(drawn([WIDE], [WIDE]))


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


@pytest.mark.parametrize("piece", [".", ". ", "a", "a-", "- ", "(", "1", "1 ", "a.", "é"])
def test_long_lines_take_no_longer_than_many(piece):
    started = time.process_time()
    for end in ("", "1", "-"):
        with suppress(SourceError):
            read_pdf(drawn([f"{piece * 100_000}{end}"] * 2))
    assert time.process_time() - started < 10


def test_broken_files_raise_nothing_else_and_end():
    generator = random.Random(7)
    originals = [report(), book(), form()]
    for number in range(120):
        data = bytearray(originals[number % len(originals)])
        for _ in range(generator.choice((1, 10, 200))):
            at = generator.randrange(len(data))
            data[at : at + generator.randrange(1, 4)] = generator.randbytes(generator.randrange(4))
        started = time.process_time()
        try:
            assert_whole(read_pdf(bytes(data)))
        except SourceError as error:
            assert len(str(error)) < 500
        assert time.process_time() - started < 10


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


def test_no_space_parts_lines_of_ideographs():
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    file = BytesIO()
    canvas = Canvas(file)
    canvas.setFont("HeiseiMin-W3", 11)
    for i, line in enumerate(
        (
            "橋は千八百九十年に完成しましたが、長さは二千四百",
            "六十七メートルです。今も列車が走っています。この",
            "橋は赤い。",
        )
    ):
        canvas.drawString(60, 700 - 14 * i, line)
    canvas.save()
    document = read_pdf(file.getvalue())
    assert_whole(document)
    assert "二千四百六十七メートルです。今も列車が走っています。この橋は赤い。" in document.text


def test_what_is_filled_in_stands_beside_its_label():
    document = read_pdf(form())
    assert_whole(document)
    assert blocks(document) == [
        "Application for a mooring in the harbour",
        "Name: | Gertrude Müller | Born: | 5 May 1970",
        "First port | Oslo | Second port | Bergen",
        "Kind of boat: | A yacht",
        "☑ The boat is insured",
        "The boat has an engine",
        "Berth: | indoors | ☑ outdoors",
        "Remarks: | Please call first. I am at sea.",
        "We will answer within a week of the day on which your letter comes to us here.",
        "Name of the heir: Zoe Fisher",
        "town: Leeds",
        "The second page.",
    ]
    assert document.headings == () and document.notes == ()
    assert page_of(document, "Zoe Fisher") == 1 and page_of(document, "The second page") == 2


def with_fields(data, *fields):
    """A PDF on whose first page are these fields, each with its entries and its edges."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    widgets = ArrayObject()
    parents = {}
    for edges, entries in fields:
        widget = DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})
        if (parent := entries.get("Parent")) is not None:
            reference = parents.setdefault(id(parent), None) or writer._add_object(parent)
            parents[id(parent)] = widget[NameObject("/Parent")] = reference
            parent[NameObject("/Parent")] = reference  # a cycle
        widget[NameObject("/Subtype")] = NameObject("/Widget")
        widget[NameObject("/Rect")] = ArrayObject([FloatObject(edge) for edge in edges])
        widgets.append(writer._add_object(widget))
    writer.pages[0][NameObject("/Annots")] = widgets
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def text_field(value, **entries):
    return {"FT": NameObject("/Tx"), "V": value, **entries}


BESIDE = (150, 695, 300, 711)  # of a field on the first line


def test_values_are_inherited_and_read_from_streams():
    stream = DecodedStreamObject()
    stream.set_data("Müller".encode("utf-16"))
    parent = DictionaryObject(
        {NameObject("/FT"): NameObject("/Tx"), NameObject("/V"): TextStringObject("Oslo")}
    )
    for entries, value in (
        (text_field(TextStringObject("a\tb\r\nc")), "a b c"),
        (text_field(stream), "Müller"),
        ({"Parent": parent}, "Oslo"),
    ):
        assert blocks(read_pdf(with_fields(drawn(["Name:"]), (BESIDE, entries)))) == [f"Name: | {value}"]


@pytest.mark.parametrize(
    "entries",
    [
        text_field(TextStringObject("unseen"), F=NumberObject(2)),
        text_field(TextStringObject("unseen"), F=NumberObject(32)),
        text_field(TextStringObject("unseen"), Ff=NumberObject(1 << 13)),
        text_field(NumberObject(7)),
        text_field(TextStringObject("unseen"), Ff=TextStringObject("broken")),
        {"FT": NameObject("/Sig"), "V": DictionaryObject()},
        {"FT": NameObject("/Btn"), "V": NameObject("/Off")},
        {"FT": NameObject("/Btn"), "V": NameObject("/Yes"), "Ff": NumberObject(1 << 16)},
        {"FT": NameObject("/Btn"), "V": NameObject("/Yes"), "AS": NameObject("/Off")},
    ],
)
def test_fields_that_show_nothing_stay_out_and_harm_no_others(entries):
    town = text_field(TextStringObject("Leeds"), T=TextStringObject("town"))
    document = read_pdf(with_fields(drawn(["Name:"]), (BESIDE, entries), ((300, 90, 400, 110), town)))
    assert blocks(document) == ["Name:", "town: Leeds"]


def test_a_page_of_nothing_but_values_holds_text():
    name = text_field(TextStringObject("Zoe"), T=TextStringObject("name"))
    assert blocks(read_pdf(with_fields(drawn([]), (BESIDE, name)))) == ["name: Zoe"]


def test_fields_drawn_over_a_line_of_labels_are_named_as_the_form_names_them():
    fields = [
        ((left, 695, left + 90, 711), text_field(TextStringObject(value), TU=TextStringObject(name)))
        for left, name, value in ((95, "Given name", "Zoe"), (255, "Family name", "Fisher"))
    ]
    line = "Name ___________________ Family name _________________ in capitals, please"
    document = read_pdf(with_fields(drawn([line]), *fields))
    assert blocks(document) == [line, "Given name: Zoe", "Family name: Fisher"]


@pytest.mark.parametrize(("turned", "label", "field"), [(90, 100, 200), (270, 600, 440)])
def test_a_value_stands_beside_its_label_on_a_turned_page(turned, label, field):
    file = BytesIO()
    canvas = Canvas(file)
    canvas.setPageRotation(turned)
    for x, name, value in ((200, "Name:", "Zoe"), (230, "Town:", "Leeds"))[:: 1 if turned == 90 else -1]:
        canvas.saveState()
        canvas.translate(x, label)
        canvas.rotate(turned)
        canvas.drawString(0, 0, name)
        canvas.restoreState()
        canvas.acroForm.textfield(x=x - 10, y=field, width=16, height=100, value=value)
    canvas.save()
    assert sorted(blocks(read_pdf(file.getvalue()))) == ["Name: | Zoe", "Town: | Leeds"]


def test_a_long_value_of_many_fields_is_counted_for_each(monkeypatch):
    monkeypatch.setattr(index.pdf, "MOST_CHARACTERS", 1_000_000)
    shared = DictionaryObject({NameObject("/V"): TextStringObject("word " * 10_000)})
    heirs = [(BESIDE, {"FT": NameObject("/Tx"), "Parent": shared}) for _ in range(1_000)]
    data = with_fields(drawn(["Name:"]), *heirs)
    started = time.process_time()
    with pytest.raises(SourceError, match="characters"):
        read_pdf(data)
    assert time.process_time() - started < 10


def test_many_fields_are_read_up_to_a_limit_in_time():
    fields = [(BESIDE, text_field(TextStringObject(f"v{i}"))) for i in range(MOST_FIELDS + 10)]
    data = with_fields(drawn(["Name: "] * 50), *fields)
    started = time.process_time()
    text = read_pdf(data).text
    assert f"v{MOST_FIELDS - 1}" in text and f"v{MOST_FIELDS}" not in text
    assert time.process_time() - started < 10
