import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped import assert_mapped, blocks, times

from index.plain import read_plain
from index.subtitles import read_subtitles

SRT = (
    "1\r\n00:00:01,000 --> 00:00:03,500\r\n<i>The bridge was built</i>\r\nby {\\an8}William\r\n\r\n"
    "2\r\n00:00:03,600 --> 00:00:05,000\r\nArrol in 1890. It is\r\n\r\n"
    "3\r\n00:00:05,100 --> 00:00:07,000\r\nred &amp; long.\r\n\r\n"
    "4\r\n00:00:08,000 --> 00:00:09,000\r\n- Who says so?\r\n- I do.\r\n\r\n"
    "5\r\n01:00:00,000 --> 01:00:02,000\r\nANNA: Goodbye\r\n\r\n6\r\n01:00:09,000 --> 01:00:10,000\r\n1890\r\n"
)
VTT = (
    "WEBVTT - A talk\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE\nnot shown\n\nintro\n"
    "00:01.000 --> 00:04.000 align:start position:0%\n<v Anna>We met <c.loud>in\n\n"
    "00:04.000 --> 00:06.000\n<v Anna>Leeds</c> when 1 < 2.</v>\n\n"
    "00:06.000 --> 00:08.000\n<v.loud Ben Ames>I know.\n"
)
FRAGMENTS = [
    "word", "Ends.", "<v Anna>", "<i>", "</i>", "<", "&amp;", "&am", "\n", "\r\n", "\n\n", "- ", "ANNA: ", "12",
    "\n00:01.000 --> 00:02.000\n", "\n\n3\n00:00:09,000 --> 00:00:10,000 x:1\n", "NOTE\n", "WEBVTT\n\n", "\x00",
    "<00:00:01.500>", "{\\an8}", " --> ", "\u202e", "é",
]  # fmt: skip


def time_of(document, word):
    start = document.text.index(word)
    return document.place(start, start + len(word)).time


def test_sentences_go_on_over_cues_and_words_keep_their_second():
    document = read_subtitles(SRT)
    assert blocks(document) == [
        "The bridge was built by William Arrol in 1890. It is red & long.",
        "- Who says so?",
        "- I do.",
        "ANNA: Goodbye",
        "1890",
    ]
    assert [time_of(document, word) for word in ("bridge", "Arrol", "red", "I do", "ANNA")] == [
        1.0, 3.6, 5.1, 8.0, 3600.0,
    ]  # fmt: skip
    start = document.text.index("Arrol")
    assert document.place(start, start + 5).line == 8
    assert times(document)[-1] == ("1890", 3609.0)
    assert_mapped(document, SRT)


def test_webvtt_keeps_the_names_of_speakers_once():
    document = read_subtitles(VTT)
    assert document.title == "A talk"
    assert blocks(document) == ["Anna: We met in Leeds when 1 < 2.", "Ben Ames: I know."]
    assert (time_of(document, "Leeds"), time_of(document, "Ben")) == (4.0, 6.0)
    assert_mapped(document, VTT)


def test_lines_that_roll_up_are_said_once():
    source = (
        "WEBVTT\n\n00:00.000 --> 00:02.000\n \nwe<00:00:00.500><c> built</c>\n\n"
        "00:02.000 --> 00:02.010\nwe built\n \n\n00:02.010 --> 00:04.000\nwe built\na<00:00:03.000><c> bridge</c>\n"
    )
    document = read_subtitles(source)
    assert document.text == "we built a bridge"
    assert time_of(document, "bridge") == 2.01


def test_lines_that_roll_up_without_times_of_words_are_said_once():
    said = [
        "hello and welcome to the show",
        "today we talk about bridges",
        "and how they are built",
        "by hand",
    ]
    cues, before = [], ""
    for number, line in enumerate(said):
        shown = f"{before}\n{line}".strip()
        cues += [
            f"{2 * number + 1}\n00:00:0{number},000 --> 00:00:0{number},990\n{shown}",
            f"{2 * number + 2}\n00:00:0{number},990 --> 00:00:0{number + 1},000\n{line}",
        ]
        before = line
    assert read_subtitles("\n\n".join(cues) + "\n").text == " ".join(said)


def test_what_is_said_twice_is_read_twice():
    source = "".join(
        f"{number}\n00:00:0{number},000 --> 00:00:0{number},900\n{line}\n\n"
        for number, line in enumerate(["Help!", "Help!", "He fell.", "He ran.", "Who?", "He."], 1)
    )
    assert read_subtitles(source).text == "Help!\nHelp!\nHe fell.\nHe ran.\nWho?\nHe."


def test_text_without_timing_lines_is_plain():
    document = read_subtitles("Only words.\n\nMore.")
    assert document.text == "Only words.\n\nMore."
    assert document.notes == ("read as plain text: it has no timing lines",)


def test_bare_short_timestamps_count_in_a_transcript_only():
    transcript = "0:00\nwelcome to\n0:05\nthe show\n1:02 and goodbye\n"
    document = read_plain(transcript)
    assert blocks(document) == ["welcome to", "the show", "and goodbye"]
    assert (time_of(document, "show"), time_of(document, "goodbye")) == (5.0, 62.0)
    assert_mapped(document, transcript)
    schedule = "9:00 breakfast\n10:00 talk\n12:30 lunch\n"
    assert read_plain(schedule).text == "9:00 breakfast 10:00 talk 12:30 lunch"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_every_character_maps_back(source):
    assert_mapped(read_subtitles(source), source)


@pytest.mark.parametrize("shape", ["<v ", "&", "00:01 --> 00:02\n", "{\\", "<i", "a\n\n", "00:00 x\n"])
def test_hostile_text_takes_no_quadratic_time(shape):
    read_subtitles(f"00:01.0 --> 00:02.0\n{shape * (200_000 // len(shape))}")
    read_plain(shape * (200_000 // len(shape)))
