import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped import assert_mapped, blocks, times

import index.html
from index import SourceError
from index.html import read_html

PAGE = """<!DOCTYPE html>
<html><head><title>Lakes &amp; rivers</title><style>p { color: red }</style>
<script>if (a < b) document.write("<p>no</p>")</script></head>
<body><nav><ul><li>Home</li></ul></nav>
<header><h1>Lake <em>Geneva</em></h1></header>
<p>It lies between France&nbsp;&amp; Switzer&shy;land<!-- or --> and is
<b>580</b> km&sup2;; AT&T, &lt;so&gt; &copy 2 &bogus;.</p>
<p hidden>secret</p><div aria-hidden="true">x<div>y</div></div><p style="color:red; display : none">z</p>
<h2>Depth</h2>first line<br>second<br/>
<br>third
<ul><li>one<li>two <b>bold</b><ol><li>nested</ol></ul>
<table><tr><th>Name<th>Depth</tr><tr><td><p>Geneva</p></td><td>310 m</td></tr></table>
<pre>
def  f():
    return 1 &lt; 2
</pre>
<footer>Imprint</footer></body></html>
"""
# fmt: off
FRAGMENTS = [
    "word", "two words", " ", "\n", "\r\n", "\t", ".", "é", "e\u0301", "👩‍👩‍👧", "שלום", "\u202e", "\xa0",
    '"', "'", "=", "<p>", "</p>", "<b>", "</b>", "<br>", "<div>", "</div>", "<h2>", "</h2>", "<li>",
    "<pre>", "</pre>", "<a ", "<table>", "<tr>", "<button>", "</button>", "<article>",
    "<footer>", "</footer>", "<label>", "</label>", "<td>", "</td>", "</tr>", "<nav>", "</nav>",
    "<p hidden>", "<script>", "</script>", "<title>", "</title>", "<!--", "-->", "<![CDATA[", "]]>",
    "<!x>", "&amp;", "&lt;", "&nbsp;", "&copy", "&notit;", "&#65;", "&#x1F600;", "&#xD800;", "&#0;",
    "&NotEqualTilde;", "&", "<", ">", '<a href="x>y">', "<form>", "</form>",
    '<a class="yt-timestamp" data-t="00:01:02">[00:01:02]</a>',
]
# fmt: on


def test_what_a_person_sees_of_a_page():
    document = read_html(PAGE)
    assert document.title == "Lakes & rivers"
    assert blocks(document) == [
        "Lake Geneva",
        "It lies between France & Switzerland and is 580 km²; AT&T, <so> © 2 &bogus;.",
        "Depth",
        "first line second",
        "third",
        "one",
        "two bold",
        "nested",
        "Name | Depth",
        "Geneva | 310 m",
        "def  f():",
        "return 1 < 2",
    ]
    assert "one\ntwo bold\nnested\n\nName | Depth\nGeneva" in document.text
    start = document.text.index("310 m")
    place = document.place(start, start + 5)
    assert (place.line, place.heading) == (12, ("Lake Geneva", "Depth"))
    assert_mapped(document, PAGE)


def test_the_first_heading_is_the_title_of_a_page_without_one():
    assert read_html("<h2>Second</h2><h1>First</h1>text").title == "First"


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<nav>Home <p>Text", ["Home", "Text"]),
        ("<nav>Home</nav><nav>Open <p>Text <footer>End</footer>", ["Open", "Text"]),
        ("<div hidden><div>in</div>still</div>Text", ["Text"]),
        ("<script>var a; <p>Text", ["var a;", "Text"]),
        ("Text <!-- never closed <b>on</b>", ["Text never closed on"]),
        ("<title>never closed <p>Text", ["never closed", "Text"]),
        ("<h2>Open <p>Text<p>More", ["Open", "Text", "More"]),
        ('Text <a href="x>y">link</a> <a title="q"">odd</a>', ["Text link odd"]),
        ('Text <a href="never closed>on and on', ["Text on and on"]),
        ("Text <a never closed", ["Text <a never closed"]),
        ("3 < 4 and 5 > 4 </ >", ["3 < 4 and 5 > 4 </ >"]),
        ("<form><h1>The page</h1>is all a form</form>", ["The page", "is all a form"]),
        ("<form>Search <button>Go</button></form>Text", ["Text"]),
        ("<![CDATA[a <b> c]]> d", ["a <b> c d"]),
        ("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>", ["a", "b | c"]),
        ("follow on <b>.</b>", ["follow on ."]),
    ],
)
def test_broken_and_odd_pages_lose_no_text(page, shown):
    assert blocks(read_html(page)) == shown


def test_an_unclosed_heading_ends_with_its_block():
    assert [heading.text for heading in read_html("<h2>Open <p>Text<p>More").headings] == ["Open"]


def test_video_timestamps_become_times():
    page = '<p>He left <a class="yt-timestamp" data-t="00:11:16">[00:11:16]</a>. Then <a href="x">[1]</a></p>'
    document = read_html(page)
    assert document.text == "He left. Then [1]"
    assert document.place(0, 7).time == 676.0


def test_a_page_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(index.html, "MOST_CHARACTERS", 10)
    with pytest.raises(SourceError, match="11 characters"):
        read_html("a" * 11)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_every_character_maps_back(source):
    assert_mapped(read_html(source), source)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<b>", "</b>", "<p>", "</p>", "<nav>", "<h1>", "<td>", "<!--", "<title>"]),
        max_size=9,
    )
)
def test_elements_that_are_never_closed_lose_no_words(tags):
    tags = [tag for tag in tags if f"</{tag[1:]}" not in tags]
    page = "".join(f"{tag}word{i} " for i, tag in enumerate(tags))
    assert [word for word in read_html(page).text.replace("|", " ").split()] == [
        f"word{i}" for i in range(len(tags))
    ]


@pytest.mark.parametrize(
    "shape",
    [
        "<a ",
        '<a x="',
        "<a x='<b ",
        "<!--",
        "<!",
        "<![CDATA[",
        "<",
        "</a",
        "&",
        "&amp",
        "<div>",
        "<p hidden>",
        "<script>",
        "<form>",
        "<form><p>a<label>b</form>",
        "<h3><button>a</button>",
        "<article><footer>a</footer>",
        "<tr><td rowspan=1000>aaaaaaaaaa<td rowspan=1000>b",
    ],
)
def test_hostile_html_takes_no_quadratic_time(shape):
    read_html(shape * (400_000 // len(shape)))


def test_times_do_not_leak_into_the_next_section():
    page = '<p><a class="yt-timestamp" data-t="5">[0:05]</a> Intro</p><p>on</p><h2>Next</h2><p>text</p>'
    assert times(read_html(page)) == [("Intro", 5.0), ("on", 5.0)]
