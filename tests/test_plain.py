import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped import assert_mapped, blocks, times

from index.plain import read_plain

ARTICLE = (
    "Why Did the Bridge Fall?\r\n\r\n(Photo: City Archive)\r\n\r\n"
    "The bridge fell in 1879 because the wind was\r\nstronger than its builders   thought.\r\n\r\n"
    "Who built it?\r\n\r\nThomas Bouch built it, who was knighted.\r\n\r\n"
    "Final Words\r\n\r\nNobody built a bridge like it again, and the new one stands.\r\n\r\nThe end.\r\n"
)
# fmt: off
FRAGMENTS = [
    "word", "two words.", "é", "e\u0301", "👩‍👩‍👧", "שלום", "\u202e", "\u00ad", "\ufeff", "\x0c", "\x1b",
    "\u2028", " ", "  ", "\t", "\xa0", "\n", "\r", "\r\n", "\n\n", "\n- ", "\n1. ", "\n[00:11:16] ",
    "\n(1:02)", "\n00:00:09\n", "Title?\n\n",
    "\nAnn  0:05\n", "\nBob Jones  0:15\n", "\n02/01/2024, 10:12 - Ann: ", "\n\u200e[02/01/2024, 10:12:33] Ann: ",
    "A long line of more than sixty characters, which ends as a sentence does.\n",
]
# fmt: on


def test_lines_are_joined_and_headings_found():
    document = read_plain(ARTICLE)
    assert document.title == "Why Did the Bridge Fall?"
    assert blocks(document)[2] == (
        "The bridge fell in 1879 because the wind was stronger than its builders thought."
    )
    assert [(heading.level, heading.text) for heading in document.headings] == [
        (1, "Why Did the Bridge Fall?"),
        (2, "Who built it?"),
        (2, "Final Words"),
    ]
    start = document.text.index("Nobody")
    place = document.place(start, start + 6)
    assert (place.line, place.heading) == (14, ("Why Did the Bridge Fall?", "Final Words"))
    start = document.text.index("because")
    assert (document.place(start, start + 40).line, document.place(start, start + 40).last_line) == (5, 6)
    assert_mapped(document, ARTICLE)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("One line only", ""),
        ("The office is closed on Friday.\n\nAsk Lena for the key.", ""),
        ("Annual report of Lind Inc.\n\nIt grew.", "Annual report of Lind Inc."),
        ("\n\nA title\n\nText.", "A title"),
        ("No title, for the text\ngoes on in the next line.\n\nMore.", ""),
        ("long " * 31 + "\n\nText.", ""),
        ("[0:05] hello\n\nMore.", ""),
    ],
)
def test_a_short_first_line_that_stands_alone_is_the_title(text, title):
    document = read_plain(text)
    assert document.title == title
    assert [heading.text for heading in document.headings if heading.level == 1] == ([title] if title else [])


@pytest.mark.parametrize(
    "line",
    [
        "(Credit: Tesla)",
        "It ends so.",
        "“Quoted,” he said, “and”",
        "- an item",
        "1. an item",
        "2020",
        "many " * 15,
    ],
)
def test_lines_that_are_no_headings(line):
    document = read_plain(f"Title\n\nIntroduction.\n\n{line}\n\n{'A longer paragraph follows. ' * 5}")
    assert [heading.text for heading in document.headings] == ["Title"]


def test_list_items_are_blocks_with_their_wrapped_lines():
    document = read_plain("Buy\nall of:\n- two apples\n  from Kent\n* milk\n12) eggs\n\nThanks.")
    assert blocks(document) == ["Buy all of:", "- two apples from Kent", "* milk", "12) eggs", "Thanks."]
    assert document.text == "Buy all of:\n- two apples from Kent\n* milk\n12) eggs\n\nThanks."


def test_lines_of_a_text_without_wrapping_are_paragraphs():
    first = "The committee met in the spring and heard every one of the engineers who had worked on it. " * 2
    source = f"{first}\n{first}\nTo Top\n{first}\n"
    assert blocks(read_plain(source)) == [first.strip(), first.strip(), "To Top", first.strip()]
    wrapped = "The committee met in the spring.\nIt heard\nevery engineer."
    assert blocks(read_plain(wrapped)) == ["The committee met in the spring. It heard every engineer."]


def test_timestamps_of_a_transcript_go_to_the_text_after_them():
    source = (
        "[00:11:16] Hello there.\n(12:02) - Welcome\nback.\n00:20:00\nBye at 10:30 (see [3:16]).\n\nLater.\n"
    )
    document = read_plain(source)
    assert blocks(document) == ["Hello there.", "Welcome back.", "Bye at 10:30 (see [3:16]).", "Later."]
    assert times(document) == [
        ("Hello there.", 676.0),
        ("Welcome back.", 722.0),
        ("Bye at 10:30 (see [3:16]).", 1200.0),
        ("Later.", 1200.0),
    ]
    start = document.text.index("back")
    assert document.place(start, start + 4).time == 722.0


@pytest.mark.parametrize(
    "source",
    [
        "[14:32:05] <ann> The server is down.\n[14:33:10] <bob> It is up.",
        "(10:00) Talk by Ben\n(11:00) Talk by Ann",
        "09:30:00 Opening by Ann\n10:30:00 Talk by Ben",
    ],
)
def test_hours_of_a_day_stay(source):
    document = read_plain(source)
    assert blocks(document) == source.split("\n") and document.times == ()


def test_invisible_characters_are_left_out():
    document = read_plain("\u202eco\u00adoper\u200bate\ufeff\x07 می\u200cخواهم 👩‍👩‍👧 \U000e0041")
    assert document.text == "cooperate می\u200cخواهم 👩‍👩‍👧"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_every_character_maps_back(source):
    assert_mapped(read_plain(source), source)


@pytest.mark.parametrize(
    "shape", [".", ". ", "- ", "x\n", "\u00ad", " ", "[00:1", "00:00:00 ", "A  0:05\nx\n", "1/2/24, "]
)
def test_hostile_text_takes_no_quadratic_time(shape):
    read_plain(shape * (400_000 // len(shape)))


def test_lines_that_name_the_speaker_and_then_the_time_give_times():
    source = (
        "Interview\n\nAnn Smith 00:00:05\nThe bridge is red.\nIt is long.\n\n"
        "José O'Neill (00:01:10)\n\nWho says so?\n\nAnn Smith 00:01:15\nI do.\n"
    )
    document = read_plain(source)
    assert blocks(document) == [
        "Interview",
        "Ann Smith: The bridge is red. It is long.",
        "José O'Neill:",
        "Who says so?",
        "Ann Smith: I do.",
    ]
    found = [
        document.place(start, start + 1).time for start in map(document.text.index, ("red", "Who", "I do"))
    ]
    assert found == [5.0, 70.0, 75.0]
    assert [heading.text for heading in document.headings] == ["Interview"]
    assert_mapped(document, source)


@pytest.mark.parametrize(
    "source",
    [
        "Eliud Kipchoge 0:02:35\nKelvin Kiptum 0:02:36\nWho was best?",
        "Backup began 14:00:05\nso\nand ended 15:00:00\nso",
        "Lunch 0:30\nin the hall\nTalk 1:00\nby Ann\nWalk 2:00\noutside",
        "Lunch 1:00\nin the hall\nBreak 2:00\ncoffee\nBreak 4:00\ntea",
        "Run 0:45\nslowly\nRest 0:50\nbreathe\nRest 0:50\nbreathe",
        "Rest 0:50\nRun 0:45\nRest 0:55",
    ],
)
def test_times_after_names_that_are_no_transcript_stay(source):
    assert read_plain(source).text == source.replace("\n", " ")


def test_times_without_hours_after_the_speaker_are_those_of_a_recording():
    source = (
        "Ann Smith  0:05  \r\nHello there.\r\nWe begin at 12:30\r\n\r\nBob Jones  0:15\r\nYes.\r\n\r\n"
        "Ann Smith  1:02\r\nBye for now.\r\n\r\nBob Jones  1:00:15\r\nSee you in Oslo.\r\n"
    )
    document = read_plain(source)
    assert times(document) == [
        ("Ann Smith: Hello there. We begin at 12:30", 5.0),
        ("Bob Jones: Yes.", 15.0),
        ("Ann Smith: Bye for now.", 62.0),
        ("Bob Jones: See you in Oslo.", 3615.0),
    ]
    assert not document.headings
    assert_mapped(document, source)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("03/05/2024, 10:15 - Ann:", "03/05/2024, 10:16 - Bob:"),
        ("[03/05/2024, 10:15:33] Ann:", "[03/05/2024, 10:16:01] Bob:"),
        ("3.5.24, 10:15 – Ann:", "3.5.24, 10:16 – Bob:"),
        ("5/3/24, 10:15\u202fAM - Ann:", "5/3/24, 12:16\u202fPM - Bob:"),
        ("[2024-05-03 10:15:33] Ann:", "[2024-05-03 10:16:01] Bob:"),
    ],
)
def test_the_messages_of_a_chat_are_blocks(first, second):
    source = (
        f"{first} are we\nmeeting\n\u200e{second} yes\n{first} Plan\n\nThe route\n\n{second} A rope, say I.\n"
    )
    document = read_plain(source)
    first, second = first.replace("\u202f", " "), second.replace("\u202f", " ")
    assert blocks(document) == [
        f"{first} are we meeting", f"{second} yes", f"{first} Plan", "The route", f"{second} A rope, say I.",
    ]  # fmt: skip
    assert not document.headings
    assert_mapped(document, source)


def test_a_chat_that_begins_with_a_lone_message_has_no_title():
    message = "03/05/2024, 10:15 - Messages are encrypted"
    assert read_plain(f"{message}\n\n03/05/2024, 10:16 - Ann: hi\n").title == ""
    assert read_plain(f"The walk\n\n{message}\n03/05/2024, 10:16 - Ann: hi\n").title == "The walk"


def test_dates_in_a_paragraph_do_not_part_it():
    source = "The ship left on\n03/05/2024, 10:15 at night, and\n1.5.24 - a holiday - it came\nback."
    assert read_plain(source).text == source.replace("\n", " ")
