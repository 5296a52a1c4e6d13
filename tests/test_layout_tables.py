"""Tables of other formats than sheets: cells over several rows, and tables that lay out a page."""

from io import BytesIO

import docx
import offices
import pptx
import pytest
from docxs import body, saved
from mapped import assert_mapped, assert_whole, blocks
from pptx.util import Inches

from index.docx import read_docx
from index.html import read_html
from index.parse import parse
from index.spanned import MOST_REPEATED


def test_a_table_that_lays_out_a_page_is_read_column_by_column():
    opened = docx.Document()
    table = opened.add_table(1, 2)
    for cell, heading, lines in zip(
        table.rows[0].cells,
        ("Contact", "Work"),
        (["ann@x.org", "Oslo"], ["Baker to 2015", "Cook to 2020"]),
        strict=True,
    ):
        cell.paragraphs[0].text = heading
        cell.paragraphs[0].style = "Heading 2"
        for line in lines:
            cell.add_paragraph(line)
    inner = opened.add_table(1, 2)
    inner.cell(0, 0).text = "A"
    nested = inner.cell(0, 1).add_table(1, 2)
    nested.cell(0, 0).text, nested.cell(0, 1).text = "one", "two"
    document = read_docx(saved(opened))
    assert_whole(document)
    assert document.text == (
        "Contact\n\nann@x.org\n\nOslo\n\nWork\n\nBaker to 2015\n\nCook to 2020\n\nA\n\none | two"
    )
    assert [heading.text for heading in document.headings] == ["Contact", "Work"]


def test_text_boxes_in_the_cells_of_a_table_are_read():
    words = "<w:p><w:r><w:t>The code is 4711.</w:t></w:r></w:p>"
    box = f"<w:r><w:pict><w:txbxContent>{words}</w:txbxContent></w:pict></w:r>"
    cells = "".join(
        f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r>{more}</w:p></w:tc>"
        for text, more in (("Left", box), ("Right", ""))
    )
    document = read_docx(body(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))
    assert blocks(document) == ["Left | Right", "The code is 4711."]


def test_an_odt_that_lays_out_a_page_by_a_table_is_read_column_by_column():
    cell = (
        '<table:table-cell><text:h text:outline-level="2">{}</text:h><text:p>{}</text:p></table:table-cell>'
    )
    row = cell.format("Contact", "Oslo") + cell.format("Work", "Baker")
    document = parse(
        ".odt", offices.odt(f"<table:table><table:table-row>{row}</table:table-row></table:table>")
    )
    assert document.text == "Contact\n\nOslo\n\nWork\n\nBaker"
    assert [heading.text for heading in document.headings] == ["Contact", "Work"]


ROWS = [
    "Day | Hall | Hour",
    "Monday | North | 9",
    "Monday | South | 10",
    "Tuesday | East | 10",
    "Sunday | closed",
]


def test_a_cell_over_several_rows_of_a_page_is_read_in_each():
    document = read_html(
        "<table><tr><th>Day<th>Hall<th>Hour</tr><tr><td rowspan=2>Monday</td><td>North</td><td>9</td></tr>"
        "<tr><td>South</td><td rowspan='2'>10</td></tr><tr><td>Tuesday</td><td>East</tr>"
        "<tr><td>Sunday</td><td colspan=2>closed</td></tr></table><table><tr><td>Other</table>"
    )
    assert_whole(document)
    assert blocks(document) == [*ROWS, "Other"]


def test_a_cell_over_several_rows_of_a_text_document_is_read_in_each():
    opened = docx.Document()
    table = opened.add_table(5, 3)
    for row, text in zip(table.rows, ROWS, strict=True):
        for cell, words in zip(row.cells, text.split(" | "), strict=False):
            cell.text = words
    table.cell(2, 0).text = table.cell(3, 2).text = ""
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 2).merge(table.cell(3, 2))
    table.cell(4, 1).merge(table.cell(4, 2))
    assert blocks(read_docx(saved(opened))) == ROWS

    def cell(text: str, spans: str = "") -> str:
        return f"<table:table-cell {spans}><text:p>{text}</text:p></table:table-cell>"

    two, covered = 'table:number-{}-spanned="2"', "<table:covered-table-cell/>"
    rows = [
        cell("Day") + cell("Hall") + cell("Hour"),
        cell("Monday", two.format("rows")) + cell("North") + cell("9"),
        covered + cell("South") + cell("10", two.format("rows")),
        cell("Tuesday") + cell("East") + covered,
        cell("Sunday") + cell("closed", two.format("columns")) + covered,
    ]
    table_rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    assert blocks(parse(".odt", offices.odt(f"<table:table>{table_rows}</table:table>"))) == ROWS


def test_what_cells_over_several_rows_say_again_is_bounded():
    long = "x" * (MOST_REPEATED + 1)
    rows = f"<tr><td rowspan=3>{long}</td><td>a</td></tr><tr><td>b</td></tr>"
    assert blocks(read_html(f"<table>{rows}</table>")) == [f"{long} | a", "b"]
    page = f"<table><tr><td rowspan=99999>{'y' * MOST_REPEATED}" + "<tr><td>a" * 20_000
    assert len(read_html(page).text) < 1_000_000
    page = "<table>" + f"<tr><td rowspan=999 colspan=9>{'y' * MOST_REPEATED}" * 20_000
    assert len(read_html(page).text) < 9_000_000


def test_a_row_under_a_high_cell_may_have_one_cell_of_its_own():
    def cell(text: str, spans: str = "") -> str:
        return f"<table:table-cell {spans}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    rows = [
        cell("Day") + cell("Hall"),
        cell("Monday", 'table:number-rows-spanned="2"') + cell("North"),
        covered + cell("South"),
        cell("Tuesday") + cell("East"),
    ]
    table_rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    document = parse(".odt", offices.odt(f"<table:table>{table_rows}</table:table>"))
    expected = ["Day | Hall", "Monday | North", "Monday | South", "Tuesday | East"]
    assert blocks(document) == expected
    page = "<table><tr><td>Day<td>Hall<tr><td rowspan=2>Monday<td>North<tr><td>South<tr><td>Tuesday<td>East</table>"
    assert blocks(read_html(page)) == expected


def test_high_cells_stay_in_their_part_of_a_table_and_make_no_row_of_their_own():
    for page, expected in (
        ("<table><tbody><tr><td>1<td rowspan=2>Z</tr><tr><td>2</tbody></table>", ["1 | Z", "2 | Z"]),
        ("<table><tr><td>a<td rowspan=3>b<tr><td>c", ["a | b", "c | b"]),
        ("<table><tr><td rowspan=3>A<td>1</tr><tr></tr><tr><td>B</table>", ["A | 1", "A | B"]),
        ("<table><thead><tr><th rowspan=9>H<th>I</thead><tbody><tr><td>1<td>2</table>", ["H | I", "1 | 2"]),
    ):
        assert blocks(read_html(page)) == expected, page


EMPTY = ("Tuesday", "", "Dora", "", "", "Eve", "")


def made_of_cells(suffix: str) -> bytes:
    if suffix == ".md":
        return f"|a|b|c|d|e|f|g|\n|-|-|-|-|-|-|-|\n|{'|'.join(EMPTY)}|\n".encode()
    if suffix == ".html":
        return f"<table><tr><td>{'<td>'.join(EMPTY)}</table>".encode()
    if suffix == ".rtf":
        cells = "".join(f"{cell}\\cell " for cell in EMPTY)
        return f"{{\\rtf1 \\trowd\\pard\\intbl {cells}\\row}}".encode()
    if suffix == ".odt":
        cells = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in EMPTY)
        return offices.odt(f"<table:table><table:table-row>{cells}</table:table-row></table:table>")
    if suffix == ".pptx":
        talk = pptx.Presentation()
        shapes = talk.slides.add_slide(talk.slide_layouts[6]).shapes
        row = shapes.add_table(1, len(EMPTY), 0, 0, Inches(4), Inches(1)).table.rows[0]
    else:
        talk = docx.Document()
        row = talk.add_table(1, len(EMPTY)).rows[0]
    for cell, text in zip(row.cells, EMPTY, strict=True):
        cell.text = text
    file = BytesIO()
    talk.save(file)
    return file.getvalue()


@pytest.mark.parametrize("suffix", [".md", ".html", ".rtf", ".odt", ".pptx", ".docx"])
def test_an_empty_cell_between_others_keeps_its_place(suffix):
    document = parse(suffix, made_of_cells(suffix))
    assert_whole(document)
    assert blocks(document)[-1] == "Tuesday |  | Dora |  |  | Eve"


def test_an_empty_cell_that_reaches_down_keeps_its_place_in_each_row():
    source = "<table><tr><td>a<td rowspan=2><td>b<tr><td>c<td>d</table>"
    assert blocks(read_html(source)) == ["a |  | b", "c |  | d"]


def test_words_before_and_after_an_empty_cell_have_their_places():
    source = "| Day | Morning | Noon |\n|---|---|---|\n| Tuesday |  | Dora |\n"
    assert_mapped(parse(".md", source.encode()), source)
