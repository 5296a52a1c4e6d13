"""PDF files made by two programs, and broken ones: words, blocks and headings."""

import random
import shutil
import subprocess
import time
from contextlib import suppress
from io import BytesIO

import pytest
from mapped import assert_whole, blocks
from pdfs import DEJAVU, FILLING, WIDE, book, drawn, form, page_of, report
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate

import index.pdf
from index import SourceError
from index.documents import read_document
from index.pdf import read_pdf


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
    subprocess.run([*command, str(tmp_path / "page.html")], check=True, capture_output=True, timeout=300)
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
