import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped import assert_mapped, blocks, line_of, place_of

from index import SourceError
from index.database import document_of, layout_of
from index.mail import read_mail, read_mailbox
from index.transfer import packed_document, unpacked_document
from qa.render import part_of

FRAGMENTS = [
    "From: Anna\n", "To: =?utf-8?b?QQ==?= =?x?q?=41?=\n", "Subject: s\n", " folded\n", "\n", "\r\n", "> quoted\n",
    "-- \n", "Content-Type: multipart/mixed; boundary=b\n", "--b\n", "--b--\n", "Content-Type: text/html\n", "<p>x",
    "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n", "=C3=\n", "=A9", "w\n",
    "w29yZHMgYW5kIG1vcmU=\n", "From Anna Mon\n", "Content-Type: message/rfc822\n", "é", "\x00", "\udcff", "=", "&amp;",
    'Content-Type: text/plain; charset="koi8-r"; name*=utf-8\'\'%ff\n', "Content-Disposition: attachment\n",
    "--\n", "> -- \n", ">From it\n", "Cc: =?utf-8?q?C=C3=A9?=\n =?utf-8?q?d?=\n",
    "Content-Type: text/plain; charset=utf-7\n", "Content-Type: multipart/alternative; boundary=b\n", "+AAA-",
]  # fmt: skip


def test_a_mailbox_holds_messages_under_their_subjects():
    source = (
        "From a@x Mon\nSubject: One\nFrom: A\n\nFirst.\nFrom here on, text.\n\n"
        "From b@x Tue\nFrom: B\n\nSecond.\n\nFrom c@x Tue\n\nno header\n"
    )
    document = read_mailbox(source)
    assert blocks(document) == [
        "One",
        "From: A",
        "First. From here on, text.",
        "From: B",
        "Second.",
        "From c@x Tue",
        "no header",
    ]
    start = document.text.index("Second")
    assert document.place(start, start + 6).heading == ("From: B",)
    assert document.place(start, start + 6).line == 11
    assert_mapped(document, source, ordered=False)


def test_a_mailbox_puts_a_mark_before_lines_that_begin_as_a_message_does():
    letter = "Subject: s\n\nOne.\n\n>From here on.\n\n>>From there.\n\n> From Ann.\n>Fromage.\n"
    source = f"From a@x Mon\n{letter}"
    for read in (read_mailbox, read_mail):
        document = read(source)
        assert blocks(document) == ["s", "One.", "From here on.", ">From there.", "> From Ann. Fromage."]
        assert [line_of(document, words) for words in ("From here", ">From there")] == [6, 8]
        assert_mapped(document, source, ordered=False)
    assert blocks(read_mail(letter))[2] == ">From here on."
    encoded = (
        "From a@x Mon\nContent-Transfer-Encoding: quoted-printable\nSubject: s\n\nCaf=C3=A9\n>From it=\n.\n"
    )
    assert blocks(read_mailbox(encoded)) == ["s", "Café From it."]


def test_a_forwarded_message_has_its_own_date():
    inner = "Content-Type: message/rfc822\n\nSubject: {0}\n{1}\nWords of {0}.\n"
    source = (
        "From a@x Mon\nSubject: Outer\nDate: Mon, 6 May 2024 10:00:00 +0000\n"
        "Content-Type: multipart/mixed; boundary=b\n\n"
        f"--b\n{inner.format('Inner', 'Date: Tue, 7 May 2024 10:00:00 +0000' + chr(10))}"
        f"--b\n{inner.format('Undated', '')}--b\nContent-Type: text/plain\n\nLast words.\n--b--\n"
    )
    following = "\nFrom a@x Tue\nSubject: Next\nDate: Wed, 8 May 2024 10:00:00 +0000\n\nWords of Next.\n"
    for read, numbers in (
        (read_mailbox(source + following), (1, 1, 1, 1, 2)),
        (read_mail(source), (None,) * 4),
    ):
        words = ("Outer", "Words of Inner", "Words of Undated", "Last words", "Words of Next")[: len(numbers)]
        dates = ("2024-05-06", "2024-05-07", "2024-05-06", "2024-05-06", "2024-05-08")
        places = [place_of(read, said) for said in words]
        assert [place.message for place in places] == list(numbers)
        assert [place.date for place in places] == list(dates[: len(numbers)])


def test_messages_of_one_subject_are_told_apart_by_number_and_date():
    source = (
        "From a@x Mon\nSubject: Mill\nDate: Tue, 12 Mar 2024 23:30:00 -0500\n\nFirst.\n\n"
        "From a@x Mon\nX-Other: no message\n\nLeft out.\n\n"
        "From a@x Mon\nSubject: Mill\nDate: 1 Apr 24 10:00 GMT\n\nSecond.\n\n"
        "From a@x Mon\nSubject: Mill\nDate: soon\n\nThird.\n\n"
    )
    document = read_mailbox(source)
    row = (1, "a.mbox", document.title, document.text, "", "{}", layout_of(document), "")
    for read in (document, unpacked_document(packed_document(document)), document_of(row)):
        assert read.messages == document.messages
        places = [place_of(read, words) for words in ("First", "Second", "Third")]
        assert [(place.message, place.date) for place in places] == [
            (1, "2024-03-12"),
            (3, "2024-04-01"),
            (4, None),
        ]
        assert [part_of(place) for place in places] == [
            "message 1, 12 March 2024",
            "message 3, 1 April 2024",
            "message 4",
        ]


@pytest.mark.parametrize("source", ["", "words only", "Content-Type: text/plain\n\nwords"])
def test_what_is_no_message_is_a_clear_error(source):
    for read in (read_mail, read_mailbox):
        with pytest.raises(SourceError, match="it is no e-mail"):
            read(source)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_every_character_maps_back(rest):
    for source in (f"From: x\n{rest}", f"From x\nSubject: {rest}"):
        for read in (read_mail, read_mailbox):
            with suppress(SourceError):
                assert_mapped(read(source), source, ordered=False)


@pytest.mark.parametrize(
    "shape",
    [
        "--b\n",
        "a: b\n",
        ' ;x="',
        "=?a?q?",
        ">",
        "> a\n>> b\n",
        "From x\n\n",
        "=",
        "QUJD\n",
        "-- a\n",
        "\t\n",
        "--\n",
        ">From x\n",
        "<",
        "<style>",
        "=?a?q?b?= ",
    ],
)
def test_hostile_mail_takes_no_quadratic_time(shape):
    begun = time.process_time()
    body = shape * (200_000 // len(shape))
    for encoding in ("8bit", "base64", "quoted-printable"):
        head = f"From x\nSubject: s\nContent-Transfer-Encoding: {encoding}\nContent-Type: multipart/mixed; boundary=b"
        for source in (f"{head}{body}", f"{head}\n\n{body}", f"{head}; {body}"):
            read_mailbox(source)
    assert time.process_time() - begun < 40
