import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped import assert_mapped, blocks, times
from markdown_it import MarkdownIt

from index.html import read_html
from index.markdown import read_markdown

NOTE = """\
---
title: Bids for OpenAI
videoId: R4TzivjuseY
date: 2025-02-11
---

From: [[bankless]] <br/>

## Past *actions*

[[Elon Musks unique qualities | Elon Musk]] bought Twitter for $44 billion, a deal many doubted he would
follow through on <a class="yt-timestamp" data-t="00:11:16">[00:11:16]</a>. Others did [11:34](https://youtu.be/R?t=694).

### Key people

[[key_people_of_his_companies]] and [[people#staff|staff]] left ([0:05]).
"""
# fmt: off
SYNTAX = [
    "*", "**", "_", "__", "~~", "[", "]", "(", ")", "[x](y)", "](/u)", "](<a b> 'c')", "[ref]", "[ref][]",
    "\\*", "\\", "<b>", "</b>", "<br>", "<https://a.b/c>", "<!-- c -->", "<div>\n", "</div>\n", "&amp;",
    "&lt;", "&bogus;", "&copy", "`code`", "word", "two words", "snake_case_name", "2*3*4", ".", ",", "!",
    "'", '"', "é", "e\u0301", "👩‍👩‍👧", "שלום", " ", "  ", "\t", "\n", "\r\n", "\n\n", "\n    ", "\n# ",
    "\n## ", "> ", "- ", "* ", "1. ", "\n===\n", "\n---\n", "\n```\n", "\n\na | b\n--|--\nc | d\n\n",
    "\n\n[ref]: /u 't'\n\n", "\xa0", "\u00ad", "\u202e", "\ufeff",
]
OURS = [
    "`", "``", "![", "|", "\u2028", "[[a_b]]", "[[a b|c]]", "[[", "]]", "[^1]", "[00:11]",
    "([1:02:03](u))", "- [x] ", '<a class="yt-timestamp" data-t="00:11:16">[00:11:16]</a>',
    "<script>x</script>", "<td>", "<pre>", "<!--", "---\n", "\n[^1]: ", "\n!!! note\n    ", "\n::: a\n", "{#a}",
    "\n> [!NOTE] ", "+++\n", "    ",
]
# fmt: on


def test_a_note_reads_as_a_person_sees_it():
    document = read_markdown(NOTE)
    assert document.title == "Bids for OpenAI"
    assert document.metadata == {
        "title": "Bids for OpenAI",
        "videoId": "R4TzivjuseY",
        "date": "2025-02-11",
    }
    assert blocks(document) == [
        "From: bankless",
        "Past actions",
        "Elon Musk bought Twitter for $44 billion, a deal many doubted he would follow through on. Others did.",
        "Key people",
        "key people of his companies and staff left.",
    ]
    start = document.text.index("Others did")
    place = document.place(start, start + 10)
    assert (place.line, place.heading, place.time) == (12, ("Past actions",), 694.0)
    assert place.link == "https://youtu.be/R4TzivjuseY?t=694"
    assert_mapped(document, NOTE)


def test_every_kind_of_block():
    source = (
        "Setext *title*\r\n====\r\n\r\n- one\r\n- [x] two\r\n  - nested\r\n    on\r\n\r\n"
        "> quoted\r\n> > deeper\r\nlazy\r\n\r\n"
        "| H1 | H2 |\r\n|----|:--:|\r\n| a \\| b | *c* |\r\n| d | |\r\n\r\n"
        "```python\r\ndef f(x):\r\n    return  x * 2 * x\r\n```\r\n\r\n    indented *code*\r\n\r\n"
        "<div><b>HTML</b> &amp; more<br>\r\nnext</div>\r\n\r\n# Last #\r\n"
    )
    document = read_markdown(source)
    assert document.title == "Setext title"
    assert blocks(document) == [
        *("Setext title", "one", "two", "nested on", "quoted", "deeper lazy", "H1 | H2", "a | b | c", "d"),
        *("def f(x):", "return  x * 2 * x", "indented *code*", "HTML & more next", "Last"),
    ]
    assert "one\ntwo\nnested on\n\nquoted" in document.text
    start = document.text.index("return")
    assert document.place(start, start + 6).line == 20
    assert source[document.source_offset(document.text.index("b | c")) :].startswith("b | *c*")
    assert_mapped(document, source)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("**bold _nested_** and ***both***", "bold nested and both"),
        ("2 * 3 * 4, snake_case, \\*escaped\\*, **open", "2 * 3 * 4, snake_case, *escaped*, **open"),
        ("~~gone~~ ~kept~ `a *b*  c` ``x ` y``", "gone ~kept~ a *b* c x ` y"),
        ("[label](http://a.b/c_(d) 'title') ![alt *text*](i.png)", "label alt text"),
        ("[one][r] [R] [none][x] [x](", "one R [none][x] [x]("),
        ("<https://a.b/c_d_e> <me@a.org> a <b and c", "https://a.b/c_d_e me@a.org a <b and c"),
        ("&copy; AT&T &amp &#65;", "© AT&T &amp A"),
        ("hard  \nbreak\\\nhere<br>too", "hard break here too"),
        ("a claim[^1], and <b>more</b><!-- not this --> <script>x</script>", "a claim, and more"),
        (
            "![[fish.png|450]] ![[b_c.png|80x60]] ![[d.png|the pond]] [[Year 1987|1987]]",
            "fish.png b c.png the pond 1987",
        ),
        ("[[a|b]] [[c_d]] [[e#f|g]] [single] [[open", "b c d g [single] [[open"),
    ],
)
def test_inline_markup(source, shown):
    source += "\n\n[r]: http://x.org\n"
    document = read_markdown(source)
    assert document.text == shown
    assert_mapped(document, source)


def test_the_offset_of_a_word_is_its_own_and_not_that_of_the_same_word_in_a_target():
    source = "see [x](a 'a') a [b](b) b"
    document = read_markdown(source)
    assert document.text == "see x a b b"
    assert [document.source_offset(offset) for offset in (6, 8, 10)] == [15, 18, 24]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Text [0:10]. More [0:20]. Rest\n\nNext", [("Text", 10.0), (". More. Rest", 20.0)]),
        ("[0:10] A [0:20] b\n\non\n\n## H\n\nno", [("A", 10.0), ("b", 20.0), ("on", 20.0)]),
        ("[0:10]\n\nA\n\nB [0:30]\n\nC", [("A", 10.0), ("B", 30.0)]),
        ("## H [0:00:30]\n\nA\n\n## I\n\nB", [("H", 30.0), ("A", 30.0)]),
        ('A <a class="yt-timestamp" data-t="75.5">[0:01]</a>', [("A", 75.5)]),
        ("at 10:30 and \\[0:10] and [a](0:10)", []),
        # Hours of a day and verses are words.
        ("Lunch [12:15] is free. The verse [3:16] is read.", []),
        ("- [09:30] Call with Anna", []),
        ("[0:30] and back to [0:10]", []),
        ("As told at [12:10](https://youtu.be/R?t=730).", [("As told at.", 730.0)]),
    ],
)
def test_which_text_a_timestamp_belongs_to(source, expected):
    assert times(read_markdown(source)) == expected


@pytest.mark.parametrize(
    ("source", "title", "metadata", "text"),
    [
        ("---\ntitle: 2024-01-02\n---\n# Head\n", "2024-01-02", {"title": "2024-01-02"}, "Head"),
        ("---\na: [1, 2.5, null, .nan]\n...\nText", "", {"a": [1, 2.5, None, "nan"]}, "Text"),
        (
            "---\nJust text between rules\n---\nText",
            "Just text between rules",
            {},
            "Just text between rules\n\nText",
        ),
        ("---\n- a\n- b\n---\nText", "", {}, "a\nb\n\nText"),
        ("---\nopen: yes\n\nText", "", {}, "open: yes\n\nText"),
    ],
)
def test_front_matter(source, title, metadata, text):
    document = read_markdown(source)
    assert (document.title, document.metadata, document.text) == (title, metadata, text)
    assert document.notes == ()
    assert_mapped(document, source)


@pytest.mark.parametrize(
    "line",
    [
        "more: a: b",
        "a: &x 1",
        "more: !!python/name:os.system",
        "n: {{{{",
        "a: " + "[" * 30_000,
        "d: 2024-99-99",
    ],
)
def test_front_matter_that_is_malformed_or_unsafe_leaves_its_plain_lines_and_a_note(line):
    document = read_markdown(f'---\ntitle: "Musk"\n{line}\nvideoId: R4Tz\n---\nText')
    assert (document.title, document.metadata["videoId"], document.text) == ("Musk", "R4Tz", "Text")
    assert len(document.notes) == 1 and "not valid YAML" in document.notes[0]


def test_no_text_is_lost_in_deep_nests():
    source = "> - " * 60 + "deep\n\n" + "".join(f"{'  ' * i}- item{i}\n" for i in range(60))
    text = read_markdown(source).text
    assert "deep" in text
    assert all(f"item{i}" in text for i in range(60))
    assert_mapped(read_markdown(source), source)


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(SYNTAX + OURS), max_size=30).map("".join))
def test_every_character_maps_back(source):
    assert_mapped(read_markdown(source), source)


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(SYNTAX), max_size=20).map("".join))
def test_the_words_are_those_of_the_page_that_markdown_it_renders(source):
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    # Two brackets are a wiki link to us, the HTML reader leaves images out, and "[ref](" before an empty line
    # is a link in CommonMark but not in markdown-it.
    source = re.sub(r"\[(?=\[)|\](?=\])|!+(?=\[)|\((?=\s*$)", "", source, flags=re.MULTILINE)
    assert read_markdown(source).text.split() == read_html(parser.render(source)).text.split()


# fmt: off
SHAPES = [
    ". ", "<a ", "x <!--", "[[", "[", "![", "[a](", "[]", "*", "*a _b ", "**a* ", "`", "`a``b", "(", "> ",
    "- ", "&", "|", "|a|b\n|-|-\n", "[0:1", "~~a ~", "\\", "<div>\n", "```\n", "[a]: b\n",
]
# fmt: on


@pytest.mark.parametrize("shape", SHAPES)
def test_hostile_markdown_takes_no_quadratic_time(shape):
    read_markdown(shape * (400_000 // len(shape)))


def test_a_nul_is_no_word_and_breaks_nothing():
    assert read_markdown("\x00").text == ""
    assert read_markdown("# A\x00B\n\nred \x00 steel").text == "A B\n\nred steel"
