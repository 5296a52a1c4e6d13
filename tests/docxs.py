"""DOCX files made for the tests."""

import zipfile
from io import BytesIO

import docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORDS = "The Loire is the longest river in France."


def saved(opened) -> bytes:
    file = BytesIO()
    opened.save(file)
    return file.getvalue()


def report(title: str = "A Report on Rivers") -> bytes:
    opened = docx.Document()
    opened.core_properties.title = title
    opened.sections[0].header.paragraphs[0].text = "Confidential"
    opened.add_heading("Rivers", 0)
    opened.add_heading("France", 1)
    paragraph = opened.add_paragraph("The Loire is ")
    paragraph.add_run("the longest").bold = True
    paragraph.add_run(" river\tin\nFrance.")
    opened.add_heading("Lengths", 2)
    opened.add_paragraph("the Loire", style="List Bullet")
    opened.add_paragraph("the Seine", style="List Bullet")
    table = opened.add_table(2, 3)
    for row, values in zip(table.rows, (("River", "Length", "Mouth"), ("Loire", "1006 km", "")), strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    table.cell(1, 2).add_paragraph("Saint-Nazaire")
    opened.add_paragraph("After the table.")
    opened.add_heading("Spain", 1)
    opened.add_paragraph("The Ebro is in Spain.")
    opened.add_table(1, 1).cell(0, 0).text = "A frame."
    return saved(opened)


def changed(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The archive with some parts replaced or added."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in archive.namelist():
            if name not in parts:
                copy.writestr(name, archive.read(name))
        for name, content in parts.items():
            copy.writestr(name, content)
    return target.getvalue()


def body(xml: str) -> bytes:
    """A file whose body is this."""
    return changed(
        report(), {"word/document.xml": f"<w:document {W}><w:body>{xml}</w:body></w:document>".encode()}
    )
