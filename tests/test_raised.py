"""Figures above the line are no part of the number before them, in any format."""

import re
from io import BytesIO

import docx
import offices
import pptx
import pytest
from docxs import changed, saved
from mapped import assert_whole
from pptx.util import Inches
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from index import Document, sentence_spans
from index.packed import parts_of
from index.parse import parse
from index.pdf_lines import line_of
from index.pdf_pieces import Piece
from index.raised import is_mark, raised

SHOWN = "It closed in 1987² and made 10⁶ bricks."
PIECES = [
    ("It closed in 1987", False),
    ("2", True),
    (" and made 10", False),
    ("6", True),
    (" bricks.", False),
]


def of_docx() -> bytes:
    opened = docx.Document()
    paragraph = opened.add_paragraph()
    for text, above in PIECES:
        paragraph.add_run(text).font.superscript = above
    return saved(opened)


def of_pptx() -> bytes:
    talk = pptx.Presentation()
    box = talk.slides.add_slide(talk.slide_layouts[6]).shapes.add_textbox(0, 0, Inches(4), Inches(1))
    for text, above in PIECES:
        run = box.text_frame.paragraphs[0].add_run()
        run.text = text
        if above:
            run.font._element.set("baseline", "30000")
    file = BytesIO()
    talk.save(file)
    return file.getvalue()


def of_odt() -> bytes:
    style = (
        '<style:style style:name="T1" style:family="text"><style:text-properties '
        'style:text-position="super 58%"/></style:style>'
    )
    spans = (
        f'<text:span text:style-name="T1">{text}</text:span>' if above else text for text, above in PIECES
    )
    made = offices.odt(f"<text:p>{''.join(spans)}</text:p>")
    end = b"</office:automatic-styles>"
    content = parts_of(made)["content.xml"].replace(end, style.encode() + end)
    return changed(made, {"content.xml": content})


def of_pdf() -> bytes:
    file = BytesIO()
    text = "".join(f"<super>{text}</super>" if above else text for text, above in PIECES)
    SimpleDocTemplate(file, invariant=True).build([Paragraph(text, getSampleStyleSheet()["BodyText"])])
    return file.getvalue()


def of_html() -> bytes:
    return "".join(f"<sup>{text}</sup>" if above else text for text, above in PIECES).encode()


FILES = {
    ".docx": of_docx,
    ".pptx": of_pptx,
    ".odt": of_odt,
    ".pdf": of_pdf,
    ".html": of_html,
    ".md": of_html,
    ".rtf": lambda: rb"{\rtf1 It closed in 1987{\super 2} and made 10\super 6\nosupersub  bricks.}",
}


@pytest.mark.parametrize("suffix", FILES)
def test_figures_above_the_line_stay_there(suffix: str) -> None:
    document = parse(suffix, FILES[suffix]())
    assert_whole(document)
    assert SHOWN in document.text


def test_a_cell_in_small_letters_is_not_raised() -> None:
    pieces = [
        Piece("The Loire is long", 0, 100, 10, False),
        Piece("\t1006", 80, 104, 7, False),
        Piece("2", 90, 104, 7, False),
    ]
    assert line_of(pieces, 1).text == "The Loire is long\t1006²"


def sentences(document: Document) -> list[str]:
    return [
        document.text[slice(*span)]
        for block in document.blocks
        for span in sentence_spans(document.text, *block)
    ]


@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_the_mark_of_a_note_is_in_brackets_and_hides_no_end_of_a_sentence(suffix: str) -> None:
    source = (
        '<p>It closed in 1987<sup><a href="#a">1</a></sup>.<sup><a href="#b">2</a></sup> It burned.<sup>3,4</sup> '
        "All left on the 1<sup>st</sup> day.</p>\n"
    )
    document = parse(suffix, source.encode())
    assert sentences(document) == ["It closed in 1987[1].[2]", "It burned.³,⁴", "All left on the 1st day."]


def test_a_mark_whose_link_is_round_it_and_one_that_has_its_brackets() -> None:
    page = '<p>It closed.<a href="#a"><sup>a</sup></a> It burned.<sup><a href="#b"><i>[</i>1<i>]</i></a></sup></p>'
    assert sentences(parse(".html", page.encode())) == ["It closed.[a]", "It burned.[1]"]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('in 1911<a href="#n1" role="doc-noteref">4</a>, and', "in 1911[4], and"),
        ('in 1911<a href="notes.xhtml#n1" epub:type="noteref"><span>4</span></a>.', "in 1911[4]."),
        ('in 1911 <a href="/notes/4" class="big footnote-ref">4</a>', "in 1911 [4]"),
        ('holds 20<a href="#n2" class="footnote">7</a> million', "holds 20[7] million"),
        ('in 1911<a href="#n1">4</a> by <b>steam</b><a href="#n2">*</a>.', "in 1911[4] by steam[*]."),
        ('in 1911.<a href="#n1">4</a> It', "in 1911.[4] It"),
        ('in 1911<span style="vertical-align: super; font-size:60%">4</span> and', "in 1911⁴ and"),
        ('in 1911<a style="vertical-align:super" href="/4">4</a> and <span>12</span>', "in 1911[4] and 12"),
        # Marks that have their brackets, and links that are no marks.
        ('in 1911[<a href="#n1" class="footnote">4</a>]', "in 1911[4]"),
        ('in 1911<a href="#n1" class="footnote">[4]</a>', "in 1911[4]"),
        ('see Figure&nbsp;<a href="#f4">4</a>, (<a href="#e5">5</a>), 5–<a href="#e7">7</a>', None),
        (
            'the 2<a href="#d">4<i>th</i></a>, 19<a href="/2011">11</a>, 19<a>11</a>, H<a href="#h">2010</a>',
            None,
        ),
        ('<a href="#r1" role="doc-backlink">4</a> It closed.', "4 It closed."),
    ],
)
def test_a_mark_that_is_only_a_link_is_in_brackets_too(source: str, shown: str | None) -> None:
    plain = re.sub("<[^>]*>", "", source).replace("&nbsp;", " ")
    document = parse(".html", f"<p>{source}</p>".encode())
    assert document.text == (shown or plain)
    assert_whole(document)


@pytest.mark.parametrize(
    ("text", "above"), [("6", "⁶"), ("-12", "⁻¹²"), ("1,2", "¹,²"), ("st", "st"), ("n+1", "n+1"), ("", "")]
)
def test_only_figures_are_drawn_above_the_line(text: str, above: str) -> None:
    assert raised(text) == above


def test_marks() -> None:
    assert is_mark("1") and is_mark(" b ") and not is_mark("see below") and not is_mark("1987")
