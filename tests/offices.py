"""Office files, books and texts of every format, small and made by real programs where Python has one."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pdfs
import pptx
import xlsxwriter
from pptx.chart.data import ChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="{opf}" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
OPEN = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
    )
)  # fmt: skip
RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil Times;}{\f1\fnil\fcharset204 Cyr;}{\f2\fcharset128 J;}}
{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2\outlinelevel1 Own;}}
{\info{\title A Report on Rivers}{\author Nobody}}{\header Confidential\par}
\pard\plain\s1 Rivers\par
\pard\plain The {\b Loire} is the longest river in France{\footnote\pard See the \'ab atlas\'bb.\par}.\par
\pard\s2 Lengths\par
\pard{\listtext\'b7\tab}\ls1 the Loire\par{\listtext\'b7\tab}the Seine\par
\trowd\cellx100\cellx200\pard\intbl River\cell Length\cell\row\pard\intbl Loire\cell 1006 km\cell\row
\pard\f1\'cc\'ee\'f1\'f2\f0  costs \uc1\u8364?5, \f2\'93\'fa\'96\'7b\f0  or {\v not }\{more\}.{\pict\bin6 }{}{}}}\par}
"""


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """An archive, its first part not compressed."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for i, (name, content) in enumerate(parts.items()):
            archive.writestr(name, content, compress_type=None if i else zipfile.ZIP_STORED)
    return file.getvalue()


def slides(title: str = "A Talk on Rivers") -> bytes:
    """A title slide, one with a list and notes, one without a title that has a table and a group."""
    talk = pptx.Presentation()
    talk.core_properties.title = title
    slide = talk.slides.add_slide(talk.slide_layouts[0])
    slide.shapes.title.text = "Rivers of France"
    slide.placeholders[1].text = "A talk"
    slide = talk.slides.add_slide(talk.slide_layouts[1])
    slide.placeholders[1].text = "The Loire is the longest.\nThe Seine is not."
    slide.shapes.title.text = "Lengths"
    slide.notes_slide.notes_text_frame.text = "Say that the Loire is 1006 km long."
    slide = talk.slides.add_slide(talk.slide_layouts[6])
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    for row, values in zip(table.rows, (("River", "Mouth"), ("Loire", "Saint-Nazaire")), strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    box = slide.shapes.add_group_shape().shapes.add_textbox(Inches(1), Inches(3), Inches(4), Inches(1))
    box.text_frame.text = "In a group."
    file = BytesIO()
    talk.save(file)
    return file.getvalue()


def chart_slide(kind: XL_CHART_TYPE, data: ChartData, title: str = "") -> bytes:
    """A slide with a title and a chart."""
    talk = pptx.Presentation()
    slide = talk.slides.add_slide(talk.slide_layouts[5])
    slide.shapes.title.text = "Trade"
    chart = slide.shapes.add_chart(kind, 0, 0, 999, 999, data).chart
    if title:
        chart.has_title = True
        chart.chart_title.text_frame.text = title
        chart.value_axis.has_title = True
        chart.value_axis.axis_title.text_frame.text = "Tonnes"
    file = BytesIO()
    talk.save(file)
    return file.getvalue()


def sheets() -> bytes:
    """A table under a title, one after a gap, a hidden sheet and one of numbers, by openpyxl."""
    book = openpyxl.Workbook()
    book.properties.title = "Rivers in numbers"
    sheet = book.active
    sheet.title = "Rivers"
    sheet.append(["Rivers of France"])
    sheet.append(["Name", "Length in km", "Share", "Measured"])
    sheet.append(["Loire", 1006, 0.125, date(2019, 5, 17)])
    sheet.append(["Seine", 774.6, 0.5, datetime(2020, 1, 2, 9, 30)])
    sheet["C3"].number_format = "0.0%"
    sheet["C4"].number_format = "0%"
    sheet["B9"] = 813
    sheet["A9"] = "Rhône"
    sheet["G12"] = "A remark at the side."
    hidden = book.create_sheet("Secret")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "not shown"
    numbers = book.create_sheet("Numbers")
    numbers.append([1, 2.5, True])
    book.create_sheet("Empty")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def written_sheets() -> bytes:
    """A table with amounts and a formula, by XlsxWriter."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Costs")
        money = book.add_format({"num_format": '"€" #,##0.00'})
        for column, name in enumerate(("What", "Amount", "Twice")):
            sheet.write(0, column, name)
        sheet.write(1, 0, "Bridge & tower")
        sheet.write(1, 1, -1234.5, money)
        sheet.write_formula(1, 2, "=B2*2", None, -2469)
    return file.getvalue()


def book(chapters: dict[str, str] | None = None, **more: str) -> bytes:
    """An EPUB whose spine is not in the order of its manifest, with a table of contents; `more` parts."""
    chapters = chapters or {
        "one.xhtml": "<h1>The Loire</h1><p>It is the longest river.</p><h2>Its mouth</h2><p>It is an estuary.</p>"
        "<aside>An aside of the book.</aside>",
        "two.xhtml": "<p>It flows through Paris.</p>",
    }
    page = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{}</body></html>'
    items = "".join(
        f'<item id="{name[:-6]}" href="text/{name}" media-type="application/xhtml+xml"/>'
        for name in sorted(chapters, reverse=True)
    )
    spine = "".join(f'<itemref idref="{name[:-6]}"/>' for name in chapters)
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A Book of Rivers</dc:title></metadata><manifest>'
        f'{items}<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest>'
        f'<spine><itemref idref="nav"/>{spine}</spine></package>'
    )
    contents = (
        '<nav><ol><li><a href="text/one.xhtml">Loire</a></li><li><a href="text/two.xhtml#a">The <b>Seine</b></a>'
        "</li></ol></nav>"
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER.format(opf="OPS/book.opf"),
            "OPS/book.opf": opf,
            "OPS/nav.xhtml": page.format(contents),
            **{f"OPS/text/{name}": page.format(text) for name, text in chapters.items()},
            **more,
        }
    )


def odt(body: str = "", **more: str) -> bytes:
    """A text with headings, a list, a table, a note, a deleted and a commented part; or another body."""
    body = body or (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>old</text:p></text:deletion>"
        '</text:changed-region></text:tracked-changes><text:p text:style-name="P1">Rivers</text:p>'
        '<text:h text:outline-level="1">France</text:h><text:p>The <text:span>Loire</text:span><text:s text:c="3"/>is'
        '<text:line-break/>the longest<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Says the atlas.</text:p></text:note-body></text:note><office:annotation><text:p>why?"
        '</text:p></office:annotation> river.</text:p><text:h text:outline-level="2">Lengths</text:h><text:list>'
        "<text:list-item><text:p>the Loire</text:p></text:list-item><text:list-item><text:p>the Seine</text:p>"
        "</text:list-item></text:list><table:table><table:table-header-rows><table:table-row><table:table-cell>"
        "<text:p>River</text:p></table:table-cell><table:table-cell><text:p>Length</text:p></table:table-cell>"
        "</table:table-row></table:table-header-rows><table:table-row><table:table-cell><text:p>Loire</text:p>"
        "</table:table-cell><table:table-cell><text:p>1006 km</text:p></table:table-cell></table:table-row>"
        "</table:table>"
    )
    content = (
        f'<office:document-content {OPEN}><office:automatic-styles><style:style style:name="P1" '
        f'style:parent-style-name="Title"/></office:automatic-styles><office:body><office:text>{body}</office:text>'
        "</office:body></office:document-content>"
    )
    meta = (
        f'<office:document-meta {OPEN} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>A Text on '
        "Rivers</dc:title></office:meta></office:document-meta>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "meta.xml": meta,
            **more,
        }
    )


def word() -> bytes:
    """A DOCX with a heading, a list and a table."""
    import docx

    opened = docx.Document()
    opened.add_heading("Rivers", 1)
    opened.add_paragraph("The Loire is the longest river in France.")
    opened.add_paragraph("the Loire", style="List Bullet")
    opened.add_table(2, 2).cell(0, 0).text = "River"
    file = BytesIO()
    opened.save(file)
    return file.getvalue()


MAKERS: dict[str, Callable[[], bytes]] = {
    ".docx": word,
    ".pptx": slides,
    ".xlsx": sheets,
    ".epub": book,
    ".odt": odt,
    ".rtf": lambda: RTF,
    ".pdf": lambda: pdfs.drawn(["Bridges", "", "The Forth Bridge opened in 1890."], ["It is long."]),
    ".txt": lambda: b"Rivers\n\nThe Loire is the longest river in France.\n\n- one\n- two\n\n0:01 A talk begins.\n",
    ".md": lambda: b"---\ntitle: Rivers\n---\n# France\n\nThe *Loire* is [long](x).\n\n|a|b|\n|-|-|\n|1|2|\n",
    ".html": lambda: b"<html><head><title>Rivers</title></head><body><h1>France</h1><p>The Loire &amp; others.</body>",
    ".srt": lambda: b"1\n00:00:01,000 --> 00:00:02,000\nThe Loire is long.\n\n2\n00:00:03,000 --> 00:00:04,000\nYes.\n",
    ".vtt": lambda: b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>The Loire is long.\n",
    ".csv": lambda: b'name,length\n"Loire, the",1006\nSeine,777\n',
    ".json": lambda: b'{"rivers": [{"name": "Loire", "length": 1006}, {"name": "Rh\\u00f4ne"}]}',
    ".jsonl": lambda: b'{"name": "Loire"}\n{"name": "Seine", "of": ["France", 1]}\n',
    ".eml": lambda: b"From: a@b.org\nSubject: =?utf-8?q?Rh=C3=B4ne?=\nContent-Type: text/html\n\n<p>It is long.</p>\n",
    ".mbox": lambda: b"From x\nSubject: One\n\nThe Loire.\n\nFrom y\nSubject: Two\n\nThe Seine.\n",
    ".ipynb": lambda: b'{"cells": [{"cell_type": "markdown", "source": ["# Rivers\\n", "Long."]}], "nbformat": 4}',
    ".rst": lambda: b"Rivers\n======\n\nThe Loire is long.\n\n.. note:: Yes.\n",
    ".py": lambda: b"def river():\n    return 'Loire'\n",
}  # fmt: skip
