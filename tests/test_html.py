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
    ],
)
def test_hostile_html_takes_no_quadratic_time(shape):
    read_html(shape * (400_000 // len(shape)))


def test_times_do_not_leak_into_the_next_section():
    page = '<p><a class="yt-timestamp" data-t="5">[0:05]</a> Intro</p><p>on</p><h2>Next</h2><p>text</p>'
    assert times(read_html(page)) == [("Intro", 5.0), ("on", 5.0)]


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        (
            '<div role="navigation">Home</div><div ROLE=search>Find</div>Text<div role=contentinfo>Imprint</div>',
            ["Text"],
        ),
        ('<section role="dialog alertdialog">Cookies?</section>Text', ["Text"]),
        ('<div role=banner>Logo</div><div role="banner"><h1>Lakes</h1></div>Text', ["Lakes", "Text"]),
        ('<div role="search"><main>Results</main></div>', ["Results"]),
        ('<div role=main>Text</div><nav role="navigation"><h1>Home</h1></nav>', ["Text"]),
        ("<div role=banner>never closed <p>Text", ["never closed", "Text"]),
    ],
)
def test_parts_whose_role_is_to_frame_the_page_are_left_out(page, shown):
    assert blocks(read_html(page)) == shown


OUTSIDE = "<div>Welcome to the pages of the council, where all that it decides stands.</div>"


@pytest.mark.parametrize(
    "form",
    [
        '<input type="hidden" name="__VIEWSTATE"><div><h2>Bin days</h2><p>Bins go on Tuesday.</p></div>',
        f"<input type=search><button>Find</button><h2>Bin days</h2><p>{'Bins go on Tuesday. ' * 6}</p>",
        "<div>Bins go on Tuesday.</div><input type=text name=search>",
    ],
)
def test_a_form_that_wraps_the_page_is_kept_without_its_controls(form):
    shown = blocks(read_html(f"<title>Council</title><form method=post>{form}</form>"))
    assert "Bins go on Tuesday." in shown[-1] and "Find" not in shown
    if "<p>" in form:
        document = read_html(f"{OUTSIDE}<form>{form}</form>")
        assert "Bins go on Tuesday." in document.text and "Welcome" in document.text


@pytest.mark.parametrize(
    "form",
    [
        "Find <input name=q><button>Go</button>",
        "<h3>Newsletter</h3><p>Get our news every week.</p><input type=email><button>Subscribe</button>",
        "<h2>Log in</h2><p><label>Name <input name=user></label></p><p><a>Forgot it?</a></p>",
        "<p>Your address will not be published.</p><p><label>Save my name and my address in this browser, for "
        "the next time that I comment on a page like this one</label><textarea></textarea></p>",
        "<select><option>German</option></select><div>Language</div>",
    ],
)
def test_a_form_to_fill_in_is_no_text(form):
    assert len(blocks(read_html(f"{OUTSIDE}<form>{form}</form><h1>Bins</h1>"))) == 2
    hidden = read_html(f"Text<form hidden>{'<p>Words.</p>' * 9}</form>")
    assert hidden.text == "Text"


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<h3><button>When do you open?</button></h3><div>At nine.</div>", ["When do you open?", "At nine."]),
        (
            "<h3>1. <button>When?<svg><title>Unfold</title></svg></button></h3>At nine.",
            ["1. When?", "At nine."],
        ),
        ("<dl><dt><button>When?</button><dd>At nine. <button>Copy</button></dl>", ["When?", "At nine."]),
        (
            "<details><summary><button>When?</button></summary>At nine.<button>Copy</button></details>",
            ["When?", "At nine."],
        ),
        ("<h2>Install <button>Copy</button></h2>Text", ["Install", "Text"]),
        ("<h2><button aria-hidden=true>Unfold</button></h2>Text", ["Text"]),
        ("<h2>Open<p>Text <button>Copy</button></p>", ["Open", "Text"]),
        ("<button>Menu</button><p>Text <button>Copy</button></p>", ["Text"]),
    ],
)
def test_a_button_that_is_a_heading_is_kept(page, shown):
    assert blocks(read_html(page)) == shown


def test_a_question_in_a_button_is_the_heading_over_its_answer():
    document = read_html("<h1>FAQ</h1><h3><button>When?</button></h3><div>At nine.</div>")
    start = document.text.index("At nine")
    assert document.place(start, start + 7).heading == ("FAQ", "When?")


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<blockquote><p>No dice.</p><footer>Einstein</footer></blockquote>", ["No dice.", "Einstein"]),
        (
            "<main><article>Text<footer>By Ann</footer></article></main><footer>Imprint</footer>",
            ["Text", "By Ann"],
        ),
        (
            "<div><figure><img><footer>Photo: Ann</footer></figure><footer>Imprint</footer></div>",
            ["Photo: Ann"],
        ),
        ("<section><main>Text</main><footer>Imprint</footer></section>", ["Text"]),
        ("<article>Text<footer role=contentinfo>Imprint</footer></article>", ["Text"]),
        ("<article>Text<footer><nav>Share</nav>By Ann</footer></article>", ["Text", "By Ann"]),
        ("Text</article><footer>Imprint</footer>", ["Text"]),
    ],
)
def test_only_the_footer_of_the_page_is_left_out(page, shown):
    assert blocks(read_html(page)) == shown
