"""Slides made by real programs: their numbers, titles, notes, diagrams and charts."""

from datetime import date

import offices
import pytest
from docxs import changed
from mapped import assert_whole, blocks, place_of
from offices import chart_slide
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE

import index.packed
from index.parse import parse


def test_slides_have_their_numbers_titles_and_notes():
    document = parse(".pptx", offices.slides())
    assert_whole(document)
    assert document.title == "A Talk on Rivers"
    assert document.text == (
        "Rivers of France\n\nA talk\n\nLengths\n\nThe Loire is the longest.\nThe Seine is not.\n\nNotes\n\n"
        "Say that the Loire is 1006 km long.\n\nSlide 3\n\nRiver | Mouth\nLoire | Saint-Nazaire\n\nIn a group."
    )
    for words, slide, heading in (
        ("A talk", 1, ("Rivers of France",)),
        ("Lengths", 2, ("Lengths",)),
        ("The Seine", 2, ("Lengths",)),
        ("1006", 2, ("Lengths", "Notes")),
        ("Saint-Nazaire", 3, ("Slide 3",)),
        ("In a group", 3, ("Slide 3",)),
    ):
        place = place_of(document, words)
        assert (place.slide, place.heading, place.line, place.page) == (slide, heading, None, None)


def test_a_hidden_slide_is_left_out_with_a_note():
    data = offices.slides()
    name = "ppt/slides/slide2.xml"
    slide = index.packed.parts_of(data)[name].replace(b"<p:sld ", b'<p:sld show="0" ', 1)
    document = parse(".pptx", changed(data, {name: slide}))
    assert "longest" not in document.text
    assert place_of(document, "Saint-Nazaire").slide == 3
    assert document.notes == ("hidden slides were left out: 1",)


def test_a_diagram_on_a_slide_is_read_and_a_fallback_is_not():
    data = offices.slides()
    parts = index.packed.parts_of(data)
    name, relations = "ppt/slides/slide1.xml", "ppt/slides/_rels/slide1.xml.rels"
    frame = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
        "<p:graphicFrame><a:graphic><a:graphicData><dgm:relIds "
        'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="rId9"/></a:graphicData>'
        "</a:graphic></p:graphicFrame></mc:Choice><mc:Fallback><p:sp><p:txBody><a:p><a:r><a:t>twice</a:t></a:r></a:p>"
        "</p:txBody></p:sp></mc:Fallback></mc:AlternateContent></p:spTree>"
    )
    slide = parts[name].replace(b"</p:spTree>", frame.encode())
    slide = (
        slide.replace(
            b"<p:sld ",
            b'<p:sld xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ',
            1,
        )
        if b"xmlns:r=" not in slide
        else slide
    )
    relation = (
        '<Relationship Id="rId9" Target="../diagrams/data1.xml" Type="http://x/diagramData"/></Relationships>'
    )
    diagram = (
        '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r>'
        "<a:t>source to mouth</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    )
    new = {
        name: slide,
        relations: parts[relations].replace(b"</Relationships>", relation.encode()),
        "ppt/diagrams/data1.xml": diagram.encode(),
    }
    assert blocks(parse(".pptx", changed(data, new)))[:3] == ["Rivers of France", "A talk", "source to mouth"]


def test_a_chart_on_a_slide_is_read_series_by_series():
    data = CategoryChartData(number_format="0.0")
    data.categories = ["East", "West & isles"]
    data.add_series("Sales of tar", (19.2, 0.1 + 0.2))
    data.add_series("Rope", (None, 1234), number_format="#,##0")
    document = parse(".pptx", chart_slide(XL_CHART_TYPE.COLUMN_CLUSTERED, data, "Chandlery"))
    assert_whole(document)
    assert blocks(document) == [
        "Trade", "Chandlery", "Tonnes", "Sales of tar", "East: 19.2", "West & isles: 0.3",
        "Rope", "West & isles: 1,234",
    ]  # fmt: skip
    assert place_of(document, "1,234").slide == 1 and document.notes == ()


def test_dates_levels_and_pairs_of_a_chart_are_read_as_shown():
    data = CategoryChartData()
    data.categories = [date(2024, 5, 1), date(2024, 6, 1)]
    data.add_series("Rope", (1, 2))
    assert blocks(parse(".pptx", chart_slide(XL_CHART_TYPE.LINE, data)))[2:] == [
        "2024-05-01: 1",
        "2024-06-01: 2",
    ]
    data = CategoryChartData()
    year = data.add_category("2024")
    for name in ("Spring", "Autumn"):
        year.add_sub_category(name)
    data.add_series("Rope", (1, 2))
    assert blocks(parse(".pptx", chart_slide(XL_CHART_TYPE.LINE, data)))[2:] == [
        "Spring 2024: 1",
        "Autumn 2024: 2",
    ]
    pairs = XyChartData()
    series = pairs.add_series("Depth")
    series.add_data_point(0.5, 12)
    series.add_data_point(1, 14.25)
    assert blocks(parse(".pptx", chart_slide(XL_CHART_TYPE.XY_SCATTER, pairs)))[1:] == [
        "Depth",
        "0.5: 12",
        "1: 14.25",
    ]


@pytest.mark.parametrize("kept", [True, False])
def test_a_chart_that_is_not_read_is_noted(kept):
    data = CategoryChartData()
    data.categories = ["East"]
    data.add_series("Rope", (1,))
    slides = chart_slide(XL_CHART_TYPE.PIE, data)
    name = "ppt/slides/slide1.xml"
    slide = index.packed.parts_of(slides)[name]
    new = b"http://schemas.microsoft.com/office/drawing/2014/chartex"
    old = b"http://schemas.openxmlformats.org/drawingml/2006/chart"
    document = parse(".pptx", changed(slides, {name: slide if kept else slide.replace(old, new)}))
    assert document.notes == (() if kept else ("charts that cannot be read yet: 1",))
    assert ("East: 1" in document.text) is kept
