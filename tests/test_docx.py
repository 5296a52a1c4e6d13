"""DOCX files made by python-docx, and broken ones: words, blocks, headings, rows and notes."""

import random
import time
import zipfile
from io import BytesIO

import docx
import pytest
from mapped import assert_whole, blocks

import index.docx
import index.packed
from index import SourceError
from index.documents import find_files, read_document
from index.docx import read_docx
from tests.docxs import WORDS, W, body, changed, report, saved


def test_a_report_is_read_in_order_with_headings_and_rows(tmp_path):
    (tmp_path / "rivers.docx").write_bytes(report())
    assert find_files([tmp_path]).files == (tmp_path / "rivers.docx",)
    document = read_document(tmp_path / "rivers.docx")
    assert_whole(document)
    assert document.title == "A Report on Rivers"
    assert document.text == (
        "Rivers\n\nFrance\n\nThe Loire is the longest river in France.\n\nLengths\n\nthe Loire\nthe Seine\n\n"
        "River | Length | Mouth\nLoire | 1006 km | Saint-Nazaire\n\nAfter the table.\n\nSpain\n\n"
        "The Ebro is in Spain.\n\nA frame."
    )
    assert [(heading.text, heading.level) for heading in document.headings] == [
        ("Rivers", 1),
        ("France", 1),
        ("Lengths", 2),
        ("Spain", 1),
    ]
    start = document.text.index("1006")
    place = document.place(start, start + 4)
    assert (place.line, place.page, place.heading) == (None, None, ("France", "Lengths"))


def test_a_title_comes_from_the_text_where_metadata_have_none():
    assert read_docx(report("Microsoft Word - Document1")).title == "Rivers"
    assert read_docx(report("")).title == "Rivers"


def test_a_docx_is_known_by_its_content(tmp_path):
    (tmp_path / "rivers.txt").write_bytes(report())
    assert read_document(tmp_path / "rivers.txt").title == "A Report on Rivers"


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        (".docm", "vnd.ms-word.document.macroEnabled"),
        (".dotx", "vnd.openxmlformats-officedocument.wordprocessingml.template"),
        (".dotm", "vnd.ms-word.template.macroEnabledTemplate"),
    ],
)
def test_templates_and_documents_with_macros_are_read(tmp_path, suffix, kind):
    data = report()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml")
    of_a_document = b"vnd.openxmlformats-officedocument.wordprocessingml.document"
    path = tmp_path / f"rivers{suffix}"
    path.write_bytes(
        changed(
            data, {"[Content_Types].xml": types.replace(of_a_document + b".main", kind.encode() + b".main")}
        )
    )
    assert find_files([tmp_path]).files == (path,)
    assert read_document(path).text == read_docx(data).text


def test_tracked_changes_content_controls_links_and_text_boxes_are_read_as_shown():
    document = read_docx(
        body(
            "<w:p><w:r><w:t>It is </w:t></w:r><w:del><w:r><w:delText>old</w:delText><w:t>old</w:t></w:r></w:del>"
            "<w:ins><w:r><w:t>new </w:t></w:r></w:ins><w:hyperlink><w:r><w:t>here</w:t></w:r></w:hyperlink>"
            "<w:r><w:instrText>PAGE</w:instrText><w:pict><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r><w:r><w:t>, non</w:t><w:noBreakHyphen/><w:t>stop.</w:t></w:r></w:p>"
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>Controlled.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
    )
    assert blocks(document) == ["It is new here, non-stop.", "In a box.", "Controlled."]


def test_footnotes_follow_the_paragraph_that_refers_to_them():
    relation = (
        '<Relationship Id="rId99" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/officeDocument/'
        '2006/relationships/footnotes"/></Relationships>'
    )
    data = body(
        '<w:p><w:r><w:t>One.</w:t><w:footnoteReference w:id="2"/></w:r></w:p><w:p><w:r><w:t>Two.</w:t></w:r></w:p>'
    )
    with zipfile.ZipFile(BytesIO(data)) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    parts = {
        "word/_rels/document.xml.rels": relations.replace("</Relationships>", relation).encode(),
        "word/footnotes.xml": notes.encode(),
    }
    assert blocks(read_docx(changed(data, parts))) == ["One.", "A note.", "Two."]


def test_styles_based_on_headings_are_headings():
    opened = docx.Document()
    style = opened.styles.add_style("Own", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = opened.styles["Heading 2"]
    opened.add_paragraph("Rivers", style="Own")
    opened.add_paragraph(WORDS)
    document = read_docx(saved(opened))
    assert [(heading.text, heading.level) for heading in document.headings] == [("Rivers", 2)]


MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def test_equations_are_read_with_the_signs_that_are_drawn():
    def run(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    document = read_docx(
        body(
            f"<w:p {MATH}><w:r><w:t xml:space='preserve'>Here </w:t></w:r><m:oMath>{run('E=m')}<m:sSup><m:e>"
            f"{run('c')}</m:e><m:sup>{run('2')}</m:sup></m:sSup></m:oMath><w:r><w:t> holds.</w:t></w:r></w:p>"
            f"<w:p {MATH}><m:oMathPara><m:oMath>{run('f')}<m:d><m:e>{run('x')}</m:e></m:d>{run('=')}<m:f><m:num>"
            f"{run('a')}</m:num><m:den>{run('b')}</m:den></m:f><m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/>"
            f"</m:dPr><m:e><m:f><m:fPr><m:type m:val='noBar'/></m:fPr><m:num>{run('n')}</m:num><m:den>{run('k')}"
            f"</m:den></m:f></m:e></m:d><m:rad><m:deg/><m:e>{run('y')}</m:e></m:rad><m:nary><m:naryPr><m:chr "
            f"m:val='∑'/></m:naryPr><m:e>{run('i')}</m:e></m:nary></m:oMath></m:oMathPara></w:p>"
        )
    )
    assert_whole(document)
    assert blocks(document) == ["Here E=mc² holds.", "f(x)=a/b[n k]√y∑i"]


def test_hidden_text_is_not_read():
    document = read_docx(
        body(
            "<w:p><w:r><w:t>The roof</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
            '<w:r><w:rPr><w:b/><w:vanish w:val="0"/></w:rPr><w:t xml:space="preserve"> cost</w:t></w:r>'
            '<w:r><w:rPr><w:vanish w:val="true"/></w:rPr><w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p>'
            "</w:txbxContent></w:pict></w:r><w:r><w:rPr><w:webHidden/></w:rPr><w:t> 4,200.</w:t></w:r></w:p>"
            "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>Shown.</w:t></w:r></w:p>"
        )
    )
    assert blocks(document) == ["The roof cost 4,200.", "Shown."]


def test_a_level_of_the_outline_makes_a_paragraph_a_heading_but_no_clause():
    def paragraph(level: int, text: str) -> str:
        return f'<w:p><w:pPr><w:outlineLvl w:val="{level}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'

    clause = "The tenant pays the rent on the first of each month."
    texts = (1, "Direct heading"), (9, "Body text"), (0, clause), (0, "word " * 40), (2, "Why?"), (7, "Deep")
    document = read_docx(body("".join(paragraph(level, text) for level, text in texts)))
    assert [(heading.text, heading.level) for heading in document.headings] == [
        ("Direct heading", 2), ("Why?", 3), ("Deep", 6),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"plain text", "it is no DOCX file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 more", "it is an old Office document, or encrypted"),
        (report()[:3000], "it is a broken ZIP archive"),
        (changed(report(), {"word/document.xml": b"<w:document"}), "it is a broken DOCX file"),
        (changed(report(), {"[Content_Types].xml": b"<Types/>"}), "it is a broken DOCX file"),
        (body("<w:p/>"), "it holds no text"),
        (changed(report(), {"word/bomb.xml": bytes(70_000_000)}), "it unpacks to more than 60 MB"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, data, reason):
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_document(path)
    assert str(caught.value).startswith(f"{path}: {reason}")


def test_a_part_that_lies_about_its_size_unpacks_no_further(monkeypatch):
    data = changed(report(), {"word/bomb.xml": bytes(10_000_000)})
    assert data.count((10_000_000).to_bytes(4, "little")) == 2
    lying = data.replace((10_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    monkeypatch.setattr(index.packed, "MOST_XML_BYTES", 1_000_000)
    with pytest.raises(SourceError):
        read_docx(lying)


@pytest.mark.parametrize(
    ("module", "limit", "reason"),
    [
        (index.docx, "MOST_CHARACTERS", "more than 5 characters"),
        (index.packed, "MOST_PARTS", "and 5 is the most"),
    ],
)
def test_limits_are_kept(monkeypatch, module, limit, reason):
    monkeypatch.setattr(module, limit, 5)
    with pytest.raises(SourceError, match=reason):
        read_docx(report())


def test_entities_are_not_expanded():
    bomb = (
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>x&b;&f;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert blocks(read_docx(changed(report(), {"word/document.xml": bomb.encode()}))) == ["x"]


def test_broken_files_raise_nothing_else_and_end():
    generator = random.Random(7)
    original = report()
    with zipfile.ZipFile(BytesIO(original)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    for number in range(100):
        name = generator.choice(sorted(parts) if number % 4 else ["word/document.xml"])
        data = bytearray(original if number % 2 else parts[name])
        for _ in range(generator.choice((1, 5, 50))):
            at = generator.randrange(len(data))
            data[at : at + generator.randrange(1, 4)] = generator.randbytes(generator.randrange(4))
        started = time.process_time()
        try:
            assert_whole(read_docx(bytes(data) if number % 2 else changed(original, {name: bytes(data)})))
        except SourceError as error:
            assert len(str(error)) < 500
        assert time.process_time() - started < 10
