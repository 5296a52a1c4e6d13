"""What of a web page is its text, and what only frames it."""

import pytest
from mapped import blocks

from index.html import read_html


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


def test_a_formula_is_read_once():
    page = (
        "<p>It is <span><math><mi>E</mi><mo>=</mo><mn>5</mn><annotation encoding='application/x-tex'>E=5</annotation>"
        "</math></span> here.</p>"
    )
    assert read_html(page).text == "It is E=5 here."


def test_an_empty_heading_of_xhtml_makes_no_heading_of_what_follows():
    document = read_html('<h1 id="x"/><p>It is long.</p><h2>Rivers</h2><p>More.</p>')
    assert [heading.text for heading in document.headings] == ["Rivers"]
