"""The letters of PDF files: accents that a font holds apart from its letters."""

from io import BytesIO

import pytest
from mapped import assert_whole, blocks
from pdfs import drawn
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from index.pdf import read_pdf
from index.pdf_letters import plain_letters


@pytest.mark.parametrize(
    ("text", "font", "shown"),
    [
        ("Br´ıd N´ı Dhuibhir", "/ABCDEF+CMR10", "Bríd Ní Dhuibhir"),
        ("´O tr`es Gar¸con na¨ıve", "/CMBX12", "Ó très Garçon naïve"),
        ("Dvoˇr´ak, Erd˝os, ˚A", "/A+CMSL10", "Dvořák, Erdős, Å"),
        ("Br´ıd", "/Times-Roman", "Bríd"),
        ("it´s d´Artagnan, `a", "/Times-Roman", "it´s d´Artagnan, `a"),
        ("it´s", "/CMUSerif-Roman", "it´s"),
        ("a hat: ˆx, ˆ2, ˆ", "/CMR10", "a hat: ˆx, ˆ2, ˆ"),
        ("ﬁne ´e", "", "fine ´e"),
        ("\x88 an item", "/SFRM1000", "• an item"),
    ],
)
def test_letters_are_those_that_are_drawn(text, font, shown):
    assert plain_letters(text, font) == shown


@pytest.mark.parametrize("font", ["/ABCDEF+CMR10", "/Helvetica"])
def test_accents_are_read_by_the_font_that_the_file_names(font):
    writer = PdfWriter(clone_from=PdfReader(BytesIO(drawn(["Fiachra ´O Maolmhuaidh was there."]))))
    for each in writer.pages[0]["/Resources"]["/Font"].values():
        each.get_object()[NameObject("/BaseFont")] = NameObject(font)
    file = BytesIO()
    writer.write(file)
    document = read_pdf(file.getvalue())
    assert_whole(document)
    name = "Ó" if "CM" in font else "´O"
    assert blocks(document) == [f"Fiachra {name} Maolmhuaidh was there."]
