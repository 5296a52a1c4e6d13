"""Books, ODT and RTF made by real programs: words, places, headings; and what holds of every format."""

import re
from io import BytesIO
from time import process_time

import offices
import pytest
import xlsxwriter
from docxs import changed
from mapped import assert_whole, place_of
from offices import chart_slide
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

import index.packed
from index import SourceError
from index.documents import find_files, read_document
from index.parse import parse

# What the main parts of such files are called in their lists of types.
MAIN_TYPES = {
    ".pptm": b"vnd.ms-powerpoint.presentation.macroEnabled",
    ".potx": b"vnd.openxmlformats-officedocument.presentationml.template",
    ".potm": b"vnd.ms-powerpoint.template.macroEnabled",
    ".ppsx": b"vnd.openxmlformats-officedocument.presentationml.slideshow",
    ".ppsm": b"vnd.ms-powerpoint.slideshow.macroEnabled",
    ".xlsm": b"vnd.ms-excel.sheet.macroEnabled",
    ".xltx": b"vnd.openxmlformats-officedocument.spreadsheetml.template",
    ".xltm": b"vnd.ms-excel.template.macroEnabled",
}


def of_kind(data: bytes, suffix: str) -> bytes:
    """An Office file with the type that those of another suffix have."""
    name = "[Content_Types].xml"
    types = re.sub(
        rb"vnd\.openxmlformats-officedocument\.(?:presentationml\.presentation|spreadsheetml\.sheet)(?=\.main)",
        MAIN_TYPES[suffix],
        index.packed.parts_of(data)[name],
    )
    return changed(data, {name: types})


def test_books_are_read_in_their_order_with_their_headings():
    document = parse(".epub", offices.book())
    assert_whole(document)
    assert document.title == "A Book of Rivers"
    assert document.text == (
        "The Loire\n\nIt is the longest river.\n\nIts mouth\n\nIt is an estuary.\n\nAn aside of the book.\n\n"
        "The Seine\n\nIt flows through Paris."
    )
    assert place_of(document, "estuary").heading == ("The Loire", "Its mouth")
    place = place_of(document, "Paris")
    assert (place.heading, place.line, place.page) == (("The Seine",), None, None)


def test_the_footer_of_a_chapter_is_text_of_the_book():
    data = offices.book({"one.xhtml": "<p>The Loire is long.</p><footer>Nantes, 1890</footer>"})
    document = parse(".epub", data)
    assert document.text == "Loire\n\nThe Loire is long.\n\nNantes, 1890"
    assert_whole(document)


def test_a_book_of_the_old_kind_has_its_chapters_names_from_its_contents():
    contents = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>On Paris</text></navLabel>'
        '<content src="text/two.xhtml"/></navPoint></navMap></ncx>'
    )
    data = offices.book(**{"OPS/toc.ncx": contents})
    opf = index.packed.parts_of(data, (".opf",))["OPS/book.opf"]
    opf = re.sub(
        rb'<item id="nav".*?/>', b'<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>', opf
    )
    assert place_of(parse(".epub", changed(data, {"OPS/book.opf": opf})), "Paris").heading == ("On Paris",)


def test_an_odt_is_read_in_order_with_headings_and_rows():
    document = parse(".odt", offices.odt())
    assert_whole(document)
    assert document.title == "A Text on Rivers"
    assert document.text == (
        "Rivers\n\nFrance\n\nThe Loire is the longest river.\n\nSays the atlas.\n\nLengths\n\nthe Loire\n"
        "the Seine\n\nRiver | Length\nLoire | 1006 km"
    )
    assert place_of(document, "1006").heading == ("France", "Lengths")


def test_what_an_image_of_an_odt_is_described_as_is_no_word_of_its_text():
    frame = "<draw:frame><svg:title>Logo</svg:title><svg:desc>A blue windmill</svg:desc></draw:frame>"
    space = 'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    document = parse(".odt", offices.odt(f"<text:p {space}>It stands on the hill{frame} above us.</text:p>"))
    assert document.text == "It stands on the hill above us."


def test_an_rtf_is_read_in_order_with_headings_notes_and_encodings():
    document = parse(".rtf", offices.RTF)
    assert_whole(document)
    assert document.title == "A Report on Rivers"
    assert document.text == (
        "Rivers\n\nThe Loire is the longest river in France.\n\nSee the « atlas».\n\nLengths\n\nthe Loire\n"
        "the Seine\nRiver | Length\nLoire | 1006 km\n\nМост costs €5, 日本 or {more}."
    )
    assert document.notes == ()
    assert place_of(document, "1006").heading == ("Rivers", "Lengths")
    for words in ("Loire", "the longest river", "Lengths", "1006 km", " costs "):
        start = document.text.index(words)
        at = document.source_offset(start + 1)
        assert offices.RTF[at : at + len(words) - 1].decode() == words[1:]
    start = document.text.index("日本")
    assert offices.RTF[document.source_offset(start) :].startswith(rb"\'93\'fa")


@pytest.mark.parametrize(
    "mark",
    [
        rb"{\super\chftn}{\*\footnote\chftn\~\plain\pard {\pard 600 copies.\par}}",  # as pandoc writes it
        rb"{\super \chftn{\*\footnote \chftn\pard\plain \fs20{600 copies.}}}",  # and LibreOffice
        rb"{\super \chftn{\footnote {\super \chftn} 600 copies.}}",  # and Word
    ],
)
def test_the_notes_of_an_rtf_are_read_after_the_paragraph(mark):
    document = parse(".rtf", rb"{\rtf1 Printed in 1931" + mark + rb". It sold.\par More.}")
    assert_whole(document)
    assert document.text == "Printed in 1931. It sold.\n\n600 copies.\n\nMore."


def test_the_figures_of_a_note_are_not_above_the_line():
    document = parse(".rtf", rb"{\rtf1 It sold.{\super\chftn{\*\footnote\chftn 600}}}")
    assert document.text == "It sold.\n\n600"


def test_an_rtf_that_is_cut_off_is_read_as_far_as_it_goes():
    document = parse(".rtf", offices.RTF[: offices.RTF.index(b"atlas")])
    assert document.text.endswith("in France\n\nSee the «")
    assert document.notes == ("it is cut off: its end is missing",)


@pytest.mark.parametrize("suffix", offices.MAKERS)
def test_every_format_is_found_in_a_folder_and_known_by_its_content(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(offices.MAKERS[suffix]())
    assert find_files([tmp_path]).files == (path,)
    document = read_document(path)
    assert_whole(document)
    if suffix in (".docx", ".pptx", ".xlsx", ".epub", ".odt", ".rtf", ".pdf"):
        renamed = path.rename(tmp_path / "a.txt")
        assert read_document(renamed).text == document.text


@pytest.mark.parametrize("suffix", MAIN_TYPES)
def test_templates_shows_and_files_with_macros_are_found_in_a_folder(tmp_path, suffix):
    known = ".pptx" if suffix.startswith(".p") else ".xlsx"
    content = of_kind(offices.MAKERS[known](), suffix)
    (tmp_path / f"a{suffix}").write_bytes(content)
    [path] = find_files([tmp_path]).files
    assert read_document(path).text == parse(known, offices.MAKERS[known]()).text


@pytest.mark.parametrize(
    ("suffix", "data", "reason"),
    [
        (".pptx", b"words", "it is no PPTX file, though its name says so"),
        (".xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 more", "it is an old Office document, or encrypted"),
        (".epub", offices.book()[:300], "it is a broken ZIP archive"),
        (".rtf", b"words", "it is no RTF file, though its name says so"),
        (".pptx", offices.zipped({"a.xml": "<a/>"}), "it is a broken PPTX file"),
        (".xlsx", offices.zipped({"a.xml": "<a/>"}), "it is a broken XLSX file"),
        (".odt", offices.zipped({"content.xml": "<a/>"}), "it is a broken ODT file"),
        (".epub", offices.zipped({"a.xml": "<a/>"}), "it is a broken EPUB file"),
        (".odt", offices.odt(**{"META-INF/manifest.xml": "<encryption-data/>"}), "it is encrypted"),
        (
            ".epub",
            offices.book(
                **{"META-INF/encryption.xml": '<e xmlns="x"><CipherReference URI="OPS/text/one.xhtml"/></e>'}
            ),
            "it is protected against copying (DRM)",
        ),
        (".odt", offices.odt("<text:p/>"), "it holds no text"),
        (".epub", offices.book({"zero.xhtml": "<p> </p>"}), "it holds no text"),
        (".rtf", b"{\\rtf1 }", "it holds no text"),
        (".zip", offices.zipped({"a.txt": "words"}), "it is a ZIP archive"),
    ],
)
def test_what_cannot_be_read_says_why(suffix, data, reason):
    with pytest.raises(SourceError) as caught:
        parse(suffix, data)
    assert str(caught.value).startswith(reason)


@pytest.mark.parametrize("module", ["slides", "sheets", "epub", "odt"])
def test_limits_are_kept(monkeypatch, module):
    suffix = {"slides": ".pptx", "sheets": ".xlsx"}.get(module, f".{module}")
    data = offices.MAKERS[suffix]()
    parse(suffix, data)
    monkeypatch.setattr(f"index.{module}.MOST_CHARACTERS", 5)
    with pytest.raises(SourceError, match="more than 5 characters"):
        parse(suffix, data)


def many_rows(count: int) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(count):
            sheet.write_row(row, 0, ["Loire" if row else "Name", row or "Length", "some more words"])
    return file.getvalue()


def many_points(count: int) -> bytes:
    data = CategoryChartData()
    data.categories = ["East"]
    data.add_series("Rope", (1,))
    slides = chart_slide(XL_CHART_TYPE.LINE, data)
    [name] = [part for part in index.packed.parts_of(slides) if part.startswith("ppt/charts/chart")]
    chart = index.packed.parts_of(slides)[name]
    for value in (b"East", b"1"):
        points = b"".join(b'<c:pt idx="%d"><c:v>%s</c:v></c:pt>' % (row, value) for row in range(count))
        chart = re.sub(rb'<c:pt idx="0">\s*<c:v>%s(?:\.0)?</c:v>\s*</c:pt>' % value, points, chart)
    return changed(slides, {name: chart})


def many_texts(count: int) -> bytes:
    data = offices.slides()
    name = "ppt/slides/slide1.xml"
    text = b"<a:p><a:r><a:t>The Loire is long.</a:t></a:r></a:p>"
    return changed(
        data,
        {name: index.packed.parts_of(data)[name].replace(b"</p:txBody>", text * count + b"</p:txBody>", 1)},
    )


@pytest.mark.parametrize(
    ("suffix", "make"),
    [
        (".xlsx", many_rows),
        (".pptx", many_texts),
        (".pptx", many_points),
        (
            ".odt",
            lambda count: offices.odt("<text:p>The <text:span>Loire</text:span> is long.</text:p>" * count),
        ),
        (".epub", lambda count: offices.book({"a.xhtml": "<p>The <b>Loire</b> is long.</p>" * count})),
        (".rtf", lambda count: b"{\\rtf1 " + b"The {\\b Loire} \\'e9\\u8364? is long.\\par\n" * count + b"}"),
    ],
)
def test_time_grows_with_the_length(suffix, make):
    parse(suffix, make(10))
    took = []
    for count in (2_000, 16_000):
        data = make(count)
        times = []
        for _ in range(3):  # the quickest: other work on the machine only adds to it
            begun = process_time()
            parse(suffix, data)
            times.append(process_time() - begun)
        took.append(min(times))
    assert took[1] < 24 * took[0]
