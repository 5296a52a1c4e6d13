"""Tables of office files that lay out a page, and hold what no cell of a table does."""

import docx
import offices
from docxs import body, saved
from mapped import assert_whole, blocks

from index.docx import read_docx
from index.parse import parse


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
