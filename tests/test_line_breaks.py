"""Line breaks that were meant part blocks; those where a text was wrapped do not."""

import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mapped import assert_mapped, blocks

from index.html import read_html
from index.line_breaks import meant, meant_breaks
from index.markdown import read_markdown
from index.plain import read_plain

PLAN = """Week plan

Monday: maths 8:00, swimming 10:00
Tuesday: English 8:00, science 10:30 (Mr Okoye), art 13:00
Wednesday: music 9:30

Bring: an apron on Tuesday, and sports shoes on Wednesday.
Class teacher: Ms Ferreira. Lunch is at 12:00.
"""
PROSE = (
    "The old mill at Harwick was built by Anna Reid and her brother in 1874, after the first one had burnt down in the "
    "great fire of that year. It ground the corn of nine villages: Dale, Elm, Fern and six smaller ones. In 1931 Mr. "
    "Falk of the Lund Company bought it, and put in a turbine. Its wheel stands in the yard today."
)


def test_lines_that_begin_with_labels_are_blocks() -> None:
    document = read_plain(PLAN)
    assert blocks(document)[1:] == PLAN.replace("\n\n", "\n").splitlines()[1:]
    assert_mapped(document, PLAN)


@pytest.mark.parametrize("width", [60, 72, 80])
def test_wrapped_prose_is_one_block(width: int) -> None:
    assert blocks(read_plain("\n".join(textwrap.wrap(PROSE, width)))) == [PROSE]
    assert blocks(read_markdown("\n".join(textwrap.wrap(PROSE, width)))) == [PROSE]


@pytest.mark.parametrize(
    ("previous", "line", "widest", "expected"),
    [
        ("The train leaves at 8:43.", "Marieke will meet us.", 60, True),
        ("The train leaves at 8:43.", "Marieke will meet us.", 40, False),  # there was no room
        ("The train leaves at 8:43.", "as I said", 60, False),
        ("It was built by", "Anna Reid", 60, False),
        ("It was built by Harlow &", "Sons", 60, False),
        ("12 Wharf Street", "Leith", 60, True),
        ("Phone: 123", "E-mail: none", 12, True),
        ("See what it says here:", "Note: nothing", 22, False),
        ("", "Phone: 123", 60, False),
    ],
)
def test_breaks_that_are_meant(previous: str, line: str, widest: int, expected: bool) -> None:
    assert meant([previous, line, "x" * widest])[1] is expected


def test_lines_that_all_end_with_a_sentence_are_apart() -> None:
    diary = "12 June. Rain from noon (all day).\n13 June. Fog; waited until ten.\n14 June. Met Hans from Kiel today.\n"
    assert blocks(read_plain(diary)) == diary.splitlines()
    assert blocks(read_markdown(diary)) == diary.splitlines()
    assert len(blocks(read_plain(diary.replace("today.", "today,")))) == 1


def test_lines_of_markdown_are_parted_where_no_markup_goes_on() -> None:
    source = "**Born:** 4 March 1981\n**E-mail:** a@b.c\n*Note:* all [of\nNote: this](x.md) is **one\nLabel: line**\n"
    document = read_markdown(source)
    assert blocks(document) == [
        "Born: 4 March 1981",
        "E-mail: a@b.c",
        "Note: all of Note: this is one Label: line",
    ]
    assert_mapped(document, source)


def test_lines_of_a_page_are_parted_where_both_have_labels() -> None:
    page = "<p><b>Open:</b> 9 to 17<br><b>Phone:</b> 123<br>Fax: none<br>and so on</p><p>Anna<br>Leith</p>"
    assert blocks(read_html(page)) == ["Open: 9 to 17", "Phone: 123", "Fax: none and so on", "Anna Leith"]
    assert blocks(read_html("<table><tr><td>A: 1<br>B: 2</td><td>c</td></tr></table>")) == ["A: 1 B: 2 | c"]


@given(st.lists(st.sampled_from(["Ann: x", "**B:** y", "and", "A word.", "`c", "*d", "- e"]), max_size=8))
def test_no_word_is_lost(lines: list[str]) -> None:
    plain, source = " ".join(lines), "\n".join(lines)
    assert read_plain(source).text.split() == plain.split()
    assert_mapped(read_markdown(source), source)


def test_a_mark_that_is_never_closed_takes_no_quadratic_time() -> None:
    def taken(lines: int) -> float:
        text = "[open\n" + "Label: a value of some words\n" * lines
        start = time.process_time()
        assert list(meant_breaks(text, 0)) == []
        return time.process_time() - start

    taken(100)
    assert taken(40_000) < 4 * max(taken(20_000), 0.02)
