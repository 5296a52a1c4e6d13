import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped import assert_mapped, blocks

from index.asciidoc import read_asciidoc
from index.latex import read_latex
from index.lines import read_lines
from index.restructured import read_restructured

RST = (
    "======\nBridge\n======\n\nIt was built\nin 1890.\n\nHistory\n-------\nArrol built it::\n\n"
    "    steel = 1\n      red  = 2\n\nDetails\n~~~~~~~\n\n- one\n  more\n- two\n\nPaint\n-----\n\nRed.\n\n----\n"
)
FRAGMENTS = [
    "word", "Ends.", "\n", "\r\n", "\n\n", "===", "\n---\n", "\n=====\n", "== A\n", "    ", "::", "\\section{a}",
    "- ", "{", ".. code::", "\x00", "é", "\t", "\n----\n", "\n====\n", "\n== ==\n", "}", "\n\\section{", "\\emph{",
    "\\thanks{", "\\\\", "\\label{a}", "%", "\x1b[32m", "\x1b]8;;", "\x1b", "[",
]  # fmt: skip


def test_lines_of_code_are_blocks():
    source = "import x\r\n\r\ndef f():\r\n    return  1  # é\r\n\n\nlast"
    document = read_lines(source)
    assert document.text == "import x\n\ndef f():\nreturn  1  # é\n\nlast"
    start = document.text.index("é")
    assert document.place(start, start + 1).line == 4
    assert_mapped(document, source)


def test_codes_for_a_terminal_are_left_out_of_a_log():
    source = (
        "10:00 INFO \x1b[32mstarted\x1b[0m the \x1b[1;38;5;208mbo\x1b[0mat\x1b[K\r\n"
        "\x1b]8;;http://a.org/\x1b\\log\x1b]8;;\x1b\\ of \x1b]0;title\x07it\x00\x1b[2J\n"
        "[32m stays, \x1b and \x1b]never closed\n\x1b[0m\n[0m"
    )
    document = read_lines(source)
    assert document.text == ("10:00 INFO started the boat\nlog of it\n[32m stays, and ]never closed\n[0m")
    start = document.text.index("boat")
    assert source[document.source_offset(start)] == "b"
    assert document.source_offset(start + 2) == source.index("at\x1b[K")
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
    ("read", "source", "headings"),
    [
        (read_restructured, "Too long a title\n---\nText", []),
        (read_restructured, "---\n", []),
        (read_restructured, "====\nNote\n====\n\nText", [(1, "Note")]),
        (read_restructured, "====== =====\nName   Age\n====== =====\nAnn    30\n====== =====\n", []),
        (read_asciidoc, "= Bridge\n\nText.\n\n== History\nMore.", [(1, "Bridge"), (2, "History")]),
        (
            read_asciidoc,
            "Bridge\n======\nAnn\n\n[[old]]\nHistory\n-------\nMore.",
            [(1, "Bridge"), (2, "History")],
        ),
        (read_asciidoc, "----\nls\n----\n\n====\nNote\n====\n\nText.", []),
        (read_asciidoc, "== Run\n----\n= ls\n\n====\n----\n== More\n", [(2, "Run"), (2, "More")]),
        (read_asciidoc, "Run it:\n----\nls\n----\n====== =====\n.Note\n=====\n", []),
        (read_asciidoc, "----\nnever closed\n\n== Text", [(2, "Text")]),
        (read_latex, "\\title{Bridge}\n\\section*{History}\nIt was.", [(1, "Bridge"), (2, "History")]),
        (read_latex, "\\section{History}\\label{sec:history} % of it\nIt was.", [(2, "History")]),
        (read_latex, "\\subsection[Big]{The \\emph{Big} Part}\nIt was.", [(3, "The Big Part")]),
        (read_latex, "\\section{Costs \\& 5\\% \\LaTeX}\n", [(2, "Costs & 5% \\LaTeX")]),
        (
            read_latex,
            "\\title{A Bridge \\\\ over\n  the \\textbf{Forth}}\n\\date{}",
            [(1, "A Bridge over the Forth")],
        ),
        (read_latex, "\\section{never closed\nIt was.", []),
        (read_latex, "A \\section{History} in a line\n-----------\n", []),
    ],
)
def test_other_headings(read, source, headings):
    document = read(source)
    assert [(heading.level, heading.text) for heading in document.headings] == headings
    assert_mapped(document, source)


@pytest.mark.parametrize(
    ("read", "source", "text"),
    [
        (
            read_latex,
            "The mill closed.\n% In 1980.\nIt was 50 \\% full. % or 40",
            "The mill closed. It was 50 \\% full.",
        ),
        (
            read_latex,
            "\\begin{verbatim}\nprint('%d')\n\\end{verbatim}\nA. % B.",
            "\\begin{verbatim} print('%d') \\end{verbatim} A.",
        ),
        (read_latex, "See a.org/a%20b here. % no", "See a.org/a%20b here."),
        (read_latex, "\\begin{verbatim}\nA % B", "\\begin{verbatim} A"),
        (
            read_asciidoc,
            "Shown.\n\n////\nNot shown.\n\nNor this.\n////\n\n// Nor this.\nMore.",
            "Shown.\n\nMore.",
        ),
        (read_asciidoc, "----\n// a comment of code\n----", "// a comment of code"),
    ],
)
def test_comments_are_left_out(read, source, text):
    assert read(source).text == text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_every_character_maps_back(source):
    assert_mapped(read_lines(source), source)
    for read in (read_restructured, read_asciidoc, read_latex):
        assert_mapped(read(source), source)


@pytest.mark.parametrize(
    "shape",
    ["=", "a\n", "a\n-\n", "== a\n", "::", " ", "  a::\n\n", ".. ", "\\part{", "\\part{\n", "----\n", "- ="],
)
def test_hostile_text_takes_no_quadratic_time(shape):
    read_lines(shape * (200_000 // len(shape)))
    for read in (read_restructured, read_asciidoc, read_latex):
        read(shape * (100_000 // len(shape)))


def test_rules_of_a_table_are_no_text():
    source = "Ages\n====\n\n====== =====\nName   Age\n------ -----\nAnn    30\n====== =====\n\nText.\n"
    document = read_restructured(source)
    assert blocks(document) == ["Ages", "Name Age Ann 30", "Text."]
    assert [heading.text for heading in document.headings] == ["Ages"]


def test_blocks_of_asciidoc_keep_their_lines_of_code_and_join_those_of_notes():
    source = "== Run\n\n[source]\n----\nls  -l\n\n  cd x\n----\n\n====\nA note\nfor all.\n====\nThe end.\n"
    document = read_asciidoc(source)
    assert blocks(document) == ["Run", "[source]", "ls  -l", "cd x", "A note for all.", "The end."]
    start = document.text.index("The end")
    assert document.place(start, start + 3).heading == ("Run",)
    assert_mapped(document, source)


def test_what_stands_after_a_heading_of_latex_is_text():
    source = (
        "\\title{Bridges\\thanks{Paid by \\textbf{Ann}.}}\n\n\\paragraph{Steel.} It is\nstrong.\n"
        "\\section{Iron}\\label{iron} Rusts.\n"
    )
    document = read_latex(source)
    assert blocks(document) == [
        "Bridges", "Paid by \\textbf{Ann}.", "Steel.", "It is strong.", "Iron", "Rusts.",
    ]  # fmt: skip
    assert document.title == "Bridges"
    assert_mapped(document, source)
