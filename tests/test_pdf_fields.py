"""Forms in PDF files: what is filled in stands beside its label."""

import time
from io import BytesIO

import pytest
from mapped import assert_whole, blocks
from pdfs import drawn, form, page_of
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
from reportlab.pdfgen.canvas import Canvas

import index.pdf
from index import SourceError
from index.pdf import read_pdf
from index.pdf_fields import MOST_FIELDS


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
