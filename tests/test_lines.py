import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped import assert_mapped, blocks

from index.lines import read_lines
from index.restructured import read_restructured

RST = (
    "======\nBridge\n======\n\nIt was built\nin 1890.\n\nHistory\n-------\nArrol built it::\n\n"
    "    steel = 1\n      red  = 2\n\nDetails\n~~~~~~~\n\n- one\n  more\n- two\n\nPaint\n-----\n\nRed.\n\n----\n"
)
FRAGMENTS = [
    "word", "Ends.", "\n", "\r\n", "\n\n", "===", "\n---\n", "\n=====\n", "== A\n", "    ", "::", "\\section{a}",
    "- ", "{", ".. code::", "\x00", "é", "\t",
]  # fmt: skip


def test_lines_of_code_are_blocks():
    source = "import x\r\n\r\ndef f():\r\n    return  1  # é\r\n\n\nlast"
    document = read_lines(source)
    assert document.text == "import x\n\ndef f():\nreturn  1  # é\n\nlast"
    start = document.text.index("é")
    assert document.place(start, start + 1).line == 4
    assert_mapped(document, source)


def test_underlined_titles_are_headings():
    document = read_restructured(RST)
    assert document.title == "Bridge"
    assert [(heading.level, heading.text) for heading in document.headings] == [
        (1, "Bridge"), (2, "History"), (3, "Details"), (2, "Paint"),
    ]  # fmt: skip
    assert blocks(document) == [
        "Bridge", "It was built in 1890.", "History", "Arrol built it::", "steel = 1", "red  = 2", "Details",
        "- one more", "- two", "Paint", "Red.",
    ]  # fmt: skip
    start = document.text.index("two")
    place = document.place(start, start + 3)
    assert (place.line, place.heading) == (20, ("Bridge", "History", "Details"))
    assert_mapped(document, RST)


def test_labels_and_bare_directives_are_no_text():
    document = read_restructured(".. _start:\n\n.. note::\n   Keep this.\n\n.. warning:: And this.\n")
    assert blocks(document) == ["Keep this.", ".. warning:: And this."]


@pytest.mark.parametrize(
    ("source", "headings"),
    [
        ("= Bridge\n\nText.\n\n== History\nMore.", [(1, "Bridge"), (2, "History")]),
        ("\\title{Bridge}\n\\section*{History}\nIt was.", [(1, "Bridge"), (2, "History")]),
        ("Too long a title\n---\nText", []),
        ("---\n", []),
    ],
)
def test_other_headings(source, headings):
    document = read_restructured(source)
    assert [(heading.level, heading.text) for heading in document.headings] == headings
    assert_mapped(document, source)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_every_character_maps_back(source):
    assert_mapped(read_lines(source), source)
    assert_mapped(read_restructured(source), source)


@pytest.mark.parametrize("shape", ["=", "a\n", "a\n-\n", "== a\n", "::", " ", "  a::\n\n", ".. ", "\\part{"])
def test_hostile_text_takes_no_quadratic_time(shape):
    read_lines(shape * (200_000 // len(shape)))
    read_restructured(shape * (200_000 // len(shape)))
