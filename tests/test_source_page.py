"""A document opened at a place: its words are the document's, the marked ones the quotation, and nothing runs."""

import json
import re
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, Error, read_document
from qa import source_page as module
from qa.pdf_image import PageImage
from qa.render import printable
from qa.source_page import POLICY, notice_page, source_page
from tests.chatting import HOSTILE, NOTES, document, hostile
from tests.offices import sheets, slides
from tests.pdfs import book, report
from tests.reading import read

FILES = {
    "bridges.md": "---\ntitle: Forth\n---\n# Bridges & <b>rivers\n\nIt *opened* in 1890 &amp; holds.\n\n"
    "- one\n- two\n\n| Bridge | Year |\n|---|---|\n| Forth | 1890 |\n\n## Steel\n\n```\nx < 1\n```\n",
    "page.html": "<h1>Lakes</h1><p>Lake &lt;Geneva&gt; is deep.</p><ul><li>one</li><li>two</li></ul>"
    "<table><tr><td>A</td><td>B</td></tr><tr><td>1</td><td>2</td></tr></table>",
    "plain.txt": "Rivers of France\n\nThe Loire is long.\n- It rises\n- in the Ardèche\n\nLast words.\n",
    "code.py": "def area(width: int) -> int:\n    if width > 1:\n        return width * 2\n\n    return 0\n",
    "Makefile": "all: bridge\n\tmake steel\n",
    "said.srt": "1\n00:00:01,000 --> 00:00:04,000\nIt was built of steel.\n\n"
    "2\n00:01:04,000 --> 00:01:09,000\nIt was painted red.\n",
    "rows.csv": 'name,year\nForth,1890\n"Tay, second",1887\n',
    "record.json": '[{"name": "Forth", "year": 1890}, {"name": "Tay", "year": 1887}]',
    "record.jsonl": '{"name": "Forth <script>"}\n{"name": "Tay"}\n',
    "letter.eml": "From: a@b.example\nTo: c@d.example\nSubject: The bridge\nDate: Mon, 6 Jan 2025 10:00:00 +0000\n\n"
    "It opened in 1890.\n\nYours, A\n",
    "notes.ipynb": json.dumps(
        {
            "cells": [
                {"cell_type": "markdown", "metadata": {}, "source": ["# Bridges\n", "\n", "Steel."]},
                {"cell_type": "code", "metadata": {}, "source": "x = 1\ny = 2", "outputs": []},
            ],
            "nbformat": 4,
            "metadata": {},
        }
    ),
    "box.mbox": "From a Mon\nSubject: Mill\nDate: Tue, 12 Mar 2024 10:00:00 +0000\n\nFirst.\n\n"
    "From a Mon\nSubject: Mill\n\nSecond.\n",
    "forwarded.eml": "Subject: Mill\nDate: Tue, 12 Mar 2024 10:00:00 +0000\nContent-Type: message/rfc822\n\n"
    "Subject: Weir\nDate: Mon, 11 Mar 2024 10:00:00 +0000\n\nFirst.\n",
    "text.rst": "Bridges\n=======\n\nIt opened in 1890.\n\n* one\n* two\n",
}


class Documents(dict[str, Document]):
    def __repr__(self) -> str:
        return "documents"  # hypothesis writes the whole of it into each failure otherwise


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Documents:
    folder = tmp_path_factory.mktemp("documents")
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "report.pdf").write_bytes(report())
    (folder / "book.pdf").write_bytes(book())
    (folder / "talk.pptx").write_bytes(slides())
    (folder / "rivers.xlsx").write_bytes(sheets())
    written = docx.Document()
    written.add_heading("Bridges", 1)
    written.add_paragraph("It opened in 1890.")
    written.add_paragraph("one", style="List Bullet")
    written.add_paragraph("two", style="List Bullet")
    table = written.add_table(2, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {number}"
    written.save(str(folder / "words.docx"))
    return Documents({path.name: read_document(path) for path in sorted(folder.iterdir())})


def assert_marked(document: Document, span: tuple[int, int], page: str) -> None:
    """The article is the document's text, and its marks cover the span, but for white space between blocks."""
    found = read(page)
    assert found.text == document.text
    covered = {i for left, right in found.marks for i in range(left, right)}
    quoted = {i for i in range(*span) if not document.text[i].isspace()}
    assert quoted <= covered <= set(range(*span))
    if quoted:
        assert [a for a in found.attributes if a[1] == "id"] == [("mark", "id", "quote")]
    if not document.text[span[0]].isspace() and not document.text[span[1] - 1].isspace():
        whole = found.text[found.marks[0][0] : found.marks[-1][1]]
        assert whole == document.text[slice(*span)]


NAMES = [*FILES, "report.pdf", "book.pdf", "words.docx", "talk.pptx", "rivers.xlsx"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.integers(0, 20_000), st.integers(1, 400))
def test_the_marked_words_are_the_quotation_in_every_format(
    documents: Documents, name: str, at: int, length: int
) -> None:
    document = documents[name]
    start = at % len(document.text)
    end = min(start + length, len(document.text))
    assert_marked(document, (start, end), source_page(document, (start, end)))


@pytest.mark.parametrize("name", NAMES)
def test_a_passage_that_is_only_near_is_not_marked(documents: Documents, name: str) -> None:
    document = documents[name]
    page = source_page(document, (3, len(document.text)), quoted=False)
    found = read(page)
    assert found.text == document.text and found.marks == []
    assert [a for a in found.attributes if a[1] == "id"] == [("span", "id", "quote")]
    assert 'class="near"' in page and 'class="quoted"' not in page
    assert "To the passage" in page and "quotation" not in page.partition("<body>")[2]


@pytest.mark.parametrize("name", NAMES)
def test_every_format_has_its_structure(documents: Documents, name: str) -> None:
    page = source_page(documents[name])
    found = read(page)
    assert found.text == documents[name].text
    assert found.marks == []
    expected = {
        "bridges.md": ["<h2 data-line=\"4\">Bridges &amp; rivers</h2>", "<h3", "<li data-line=\"8\">one</li>\n<li",
                       "<td data-line=\"11\">Bridge<span class=\"bar\"> | </span></td><td>Year</td></tr>\n<tr>"],
        "page.html": ["Lake &lt;Geneva&gt; is deep.", "<li data-line=\"1\">one</li>\n", "<tr><td"],
        "plain.txt": ["<h2 data-line=\"1\">Rivers of France</h2>", "<li data-line=\"4\">- It rises</li>"],
        "code.py": ['class="lined code"', '<li data-line="3" style="padding-inline-start:8ch">return width * 2</li>',
                    '<li data-line="5" style="padding-inline-start:4ch">return 0</li>'],
        "Makefile": ['class="lined code"', '<li data-line="1">all: bridge</li>'],
        "said.srt": ['<span class="time" data-mark="0:00:01"></span>It was built', 'data-mark="0:01:04"'],
        "rows.csv": ["records", "<li data-line=\"2\">name: Forth; year: 1890</li>\n<li data-line=\"3\">"],
        "record.json": ["<li data-line=\"1\">name: Forth; year: 1890</li>\n<li"],
        "record.jsonl": ["<li data-line=\"1\">name: Forth &lt;script&gt;</li>\n<li data-line=\"2\">name: Tay</li>"],
        "letter.eml": ["It opened in 1890.</p>"],
        "notes.ipynb": ["Bridges</h2>", "Steel.</p>", "x = 1</li>\n<li", 'data-mark="Notebook cell 2"></div><ul>'],
        "box.mbox": ['data-mark="Message 1, 12 March 2024"></div><h2', 'data-mark="Message 2"></div><h2'],
        "forwarded.eml": ["<article class=\"lined\" dir=\"auto\"><h2"],
        "talk.pptx": ['<div class="page" role="separator" aria-label="Slide 1" data-mark="Slide 1"></div><h2>Rivers',
                      'data-mark="Slide 2"></div><h2>Lengths</h2>', 'data-mark="Slide 3"></div><h2>Slide 3</h2>'],
        "rivers.xlsx": ["<h2>Rivers</h2>", '<li data-line="1">Rivers of France</li>\n<li data-line="3">Name: Loire',
                        '<li data-line="9">', "<h2>Numbers</h2>", 'class="lined records"'],
        "text.rst": ["<h2", "It opened in 1890.</p>"],
        "report.pdf": ['<div class="page" role="separator" aria-label="Page 1" data-mark="Page 1"></div><p>Annual',
                       'data-mark="page 2"></span>', "<td>2467 m</td>"],
        "book.pdf": ['data-mark="Page 2"></div>', 'data-mark="Page 3"></div>'],
        "words.docx": ["<h2>Bridges</h2>", "<li>one</li>\n<li>two</li>", "<tr><td>cell 0<span"],
    }[name]  # fmt: skip
    for part in expected:
        assert part in page, part


def test_times_link_to_the_recording_and_stand_after_the_full_stop() -> None:
    said = document("/docs/musk-and-ai.md", NOTES, "R4TzivjuseY")
    page = source_page(said, (159, 172))
    assert page.count('href="https://youtu.be/R4TzivjuseY?t=713"') == 2  # of the paragraph, and in the head
    assert "Watch at 0:11:53" in page
    assert "youtu.be" not in source_page(document("/a.md", NOTES, 'R4Tz"><script>'), (159, 172))


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_titles_and_names_are_only_text(payload: str) -> None:
    bad = hostile(payload)
    start = bad.text.index("2018")
    shown = source_page(bad, (start, start + 4), scrolls=True)
    found = read(shown)
    assert found.text == printable(bad.text)
    ours = "a article body div h1 h2 h3 h4 head header html li mark meta nav p script span style td title ul".split()
    assert found.tags <= set(ours)
    assert shown.count("<script") == 1
    for tag, name, value in found.attributes:
        assert not name.startswith("on") and name not in ("src", "style", "action", "srcset", "formaction")
        assert name != "href" or value == "#quote", (tag, value)
    assert payload not in notice_page(payload) or not set(payload) & set("<>&\"'")


def test_the_page_asks_for_nothing_and_runs_one_line_of_script_at_most() -> None:
    page = source_page(document("/a.md", NOTES), (0, 4))
    assert "<script" not in page and "script-src" not in page
    assert (
        "script-src" not in POLICY and "default-src 'none'" in POLICY and "frame-ancestors 'self'" in POLICY
    )
    scrolling = source_page(document("/a.md", NOTES), (0, 4), scrolls=True)
    assert re.search(r"script-src 'sha256-[\w+/=]{44}'", scrolling)
    assert not re.search(r"https?://|url\(|@import", page)


def test_a_long_document_is_shown_round_the_quotation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "long.txt"
    path.write_text(
        "\n\n".join(f"Paragraph number {number} is here." for number in range(300)), encoding="utf-8"
    )
    long = read_document(path)
    monkeypatch.setattr(module, "MOST_SHOWN", 1_000)
    for words in ("Paragraph number 0 ", "number 150 is", "299 is here."):
        start = long.text.index(words)
        page = source_page(long, (start, start + len(words)))
        found = read(page)
        assert len(found.text) == 1_000 and found.text in long.text
        assert found.text[slice(*found.marks[0])] == words
        assert "The document is long: shown are characters" in page


@pytest.mark.parametrize("span", [(0, 0), (5, 4), (-1, 4), (0, 10_000), (10_000, 10_001)])
def test_a_place_outside_of_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(
        Error, match=rf"^{span[0]}:{span[1]} is no place in /a.md: its text has {len(NOTES)} char"
    ):
        source_page(document("/a.md", NOTES), span)


def test_an_image_stands_above_the_text_with_its_words_boxed() -> None:
    image = PageImage(3, "image/png", b"\x89PNG", 100, 200, ((0.1, 0.2, 0.3, 0.01), (0.1, 0.3, 0.2, 0.01)))
    page = source_page(document("/a.pdf", NOTES), (0, 4), (image,))
    assert page.index("<figure>") < page.index("<article")
    assert 'id="quote" style="left:10.000%;top:20.000%;width:30.000%;height:1.000%"' in page
    assert page.count('id="quote"') == 1 and page.count('class="box"') == 2 and 'id="quote-in-text"' in page
    near = source_page(document("/a.pdf", NOTES), (0, 4), (image,), quoted=False)
    assert near.count('class="box beside"') == 2 and 'class="box"' not in near and "<mark" not in near
    bare = source_page(document("/a.pdf", NOTES), (0, 4), (PageImage(3, "image/png", b"", 1, 1, ()),))
    assert "Page 3; the words were not found in its image" in bare and bare.count('id="quote"') == 1
