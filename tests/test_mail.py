import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped import assert_mapped, blocks, line_of, place_of

from index.characters import clean
from index.decode import decode
from index.mail import read_mail
from qa.answer import Citation
from qa.render import part_of

MAIL = (
    "Date: Mon, 3 Mar 1890 10:00:00 +0000\r\nFrom: =?utf-8?q?Ren=C3=A9e?= Arrol <r@forth.example>\r\n"
    "To: Anna\r\nSubject: The opening\r\n of the bridge\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    "Dear Anna,\r\n\r\nThe bridge opens on 4 March and it cost =C2=A33=\r\n million in all.\r\nCome.\r\n"
    "> Will it\r\n> hold?\r\nIt will.\r\n\r\n- one\r\n- two\r\n-- \r\nRen=C3=A9e\r\nEngineer\r\n"
)
PARTS = (
    'From: Ben\nSubject: Plans\nContent-Type: multipart/mixed; boundary="b 1"\n\npreamble\n--b 1\n'
    "Content-Type: multipart/alternative; boundary=b2\n\n--b2\nContent-Type: text/html\n\n"
    "<p>The plan - the <b>new</b> one - is done\n"
    "--b2\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{}--b2--\n--b 1\n"
    "Content-Type: text/html\n\n<h1>Costs</h1><p>It is &pound;3 <i>only</i>.</p>\n--b 1\n"
    "Content-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''pl%C3%A4ne.pdf\n\nAAAA\n"
    "--b 1\nContent-Type: message/rfc822\n\nSubject: Older\nFrom: Cora\n\nForwarded words.\n--b 1--\nepilogue\n"
)


def citation_of(document):
    return Citation.of(document, 0, 5, (0, 5))


def test_a_message_is_its_subject_its_people_and_its_words():
    document = read_mail(MAIL)
    assert document.title == "The opening of the bridge"
    assert blocks(document) == [
        "The opening of the bridge",
        "From: Renée Arrol <r@forth.example>",
        "To: Anna",
        "Date: Mon, 3 Mar 1890 10:00:00 +0000",
        "Dear Anna,",
        "The bridge opens on 4 March and it cost £3 million in all. Come.",
        "> Will it hold?",
        "It will.",
        "- one",
        "- two",
        "Renée Engineer",
    ]
    words = "opening bridge From: Renée To: Anna Date: Mon cost million hold Engineer".split()
    assert [line_of(document, word) for word in words] == [4, 5, 2, 2, 3, 3, 1, 1, 11, 12, 15, 22]
    start = document.text.index("million")
    assert MAIL[document.source_offset(start) :].startswith("million")
    assert_mapped(document, MAIL, ordered=False)


def test_what_stands_over_a_message_are_words_of_the_file():
    source = (
        "Received: by x\nfrom : Ann\n\t Smith <ann@x.example>\nTO:Bob, =?utf-8?b?w4lt?=\n =?utf-8?q?ile_B=C3=B6ll?=\n"
        "  <e@x.example>,\n Fay <fay@x.example>\nCc: Carl Berg <c@x.example>\nSubject: =?utf-8?q?F=C3=AAte?= plan\n"
        "Date: Mon, 6 May 2024 10:00:00 +0000\nReply-To:\n\nWords.\n"
    )
    document = read_mail(source)
    assert blocks(document) == [
        "Fête plan",
        "from : Ann Smith <ann@x.example>",
        "TO:Bob, Émile Böll <e@x.example>, Fay <fay@x.example>",
        "Date: Mon, 6 May 2024 10:00:00 +0000",
        "Cc: Carl Berg <c@x.example>",
        "Words.",
    ]
    assert [line_of(document, word) for word in ("Smith", "Ém", "ile", "<e@", "Fay", "Carl", "plan")] == [
        3, 4, 5, 6, 7, 8, 9
    ]  # fmt: skip
    exact = [run for run in document.runs if not run.pinned]
    assert len(document.runs) - len(exact) == 3  # the encoded words, and no other
    assert_mapped(document, source, ordered=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Agenda\n--\nThe budget is 4000 euros.\n", ["Agenda", "The budget is 4000 euros."]),
        (
            "Thanks.\n-- \nAnn Smith\nTel 555-1234\n\nOn Mon, Bob wrote:\n> It is late.\n> -- \n> Bob\n",
            ["Thanks.", "Ann Smith Tel 555-1234", "On Mon, Bob wrote:", "> It is late.", "> Bob"],
        ),
        ("One -- two\n--option x\n--- \nthree\n", ["One -- two --option x --- three"]),
    ],
)
def test_what_stands_under_a_line_of_two_dashes_is_a_block_of_its_own(text: str, expected: list[str]):
    source = f"Subject: s\n\n{text}"
    document = read_mail(source)
    assert blocks(document)[1:] == expected
    assert_mapped(document, source, ordered=False)


SAID = "<p>The meeting is on Friday at the <b>harbour</b>, at nine &amp; not at ten.</p>"


@pytest.mark.parametrize(
    ("plain", "html", "shown"),
    [
        ("", SAID, "html"),
        (" \n\n", SAID, "html"),
        ("This program shows no HTML.", SAID, "html"),
        ("The meeting is on ...", SAID, "html"),
        (
            "This program shows no HTML. Please open the letter in some other program to see what it says.",
            SAID,
            "both",
        ),
        ("The *meeting* is on\nFriday at the harbour,\nat nine & not at ten.\n", SAID, "plain"),
        ("> The meeting is on Friday\n> at the harbour, at nine & not at ten.\n-- \nAnn", SAID, "plain"),
        ("The meeting is on Friday, at nine, not at ten, at the pier.", SAID, "plain"),
        ("The meeting is on Friday.", '<img src="the meeting is on Friday.png">', "plain"),
        (
            "It is done.",
            f"<style>{'p { margin: 0 } ' * 9}{' '.join(map(str, range(99)))}</style><p>It is done.",
            "plain",
        ),
        ("会议在星期五。", "<p>会议在星期五。</p>", "plain"),
    ],
)
@pytest.mark.parametrize("related", [False, True])
def test_of_two_forms_of_a_message_the_one_that_says_it_is_read(
    plain: str, html: str, shown: str, related: bool
):
    part = f"Content-Type: text/html\n\n{html}\n"
    if related:
        part = f"Content-Type: multipart/related; boundary=r\n\n--r\n{part}--r--\n"
    source = (
        "Subject: s\nContent-Type: multipart/alternative; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\n{plain}\n--b\n{part}--b--\n"
    )
    document = read_mail(source)
    lines = [document.place(start, end).line for start, end in document.blocks[1:]]
    html_line = source[: source.index(html)].count("\n") + 1
    assert (any(line < html_line for line in lines), html_line in lines) == (
        shown != "html",
        shown != "plain",
    )
    assert_mapped(document, source, ordered=False)


def test_plain_text_beside_an_invitation_is_read():
    source = (
        "Subject: s\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nCome.\n"
        "--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nSUMMARY:Boats\nEND:VCALENDAR\n--b--\n"
    )
    assert blocks(read_mail(source)) == ["s", "Come."]


def test_the_parts_of_a_message():
    words = "The plan — the new one — is done.\n" * 4
    encoded = base64.encodebytes(words.encode()).decode()
    source = PARTS.replace("{}", encoded)
    document = read_mail(source)
    assert blocks(document) == [
        "Plans",
        "From: Ben",
        " ".join([words.strip().split("\n")[0]] * 4),
        "Costs",
        "It is £3 only.",
        "Attachment: pläne.pdf",
        "Older",
        "From: Cora",
        "Forwarded words.",
    ]
    assert line_of(document, "The plan") == source[: source.index(encoded)].count("\n") + 1
    start = document.text.index("Forwarded")
    assert document.place(start, start + 9).heading[0] == "Plans"
    assert document.place(start, start + 9).heading[-1] == "Older"
    assert_mapped(document, source, ordered=False)


@pytest.mark.parametrize(
    ("count", "named"), [(1, "0.txt"), (3, "0.txt, 1.txt, 2.txt"), (5, "0.txt, 1.txt, 2.txt and 2 more")]
)
def test_attachments_that_are_not_read_are_noted(count: int, named: str):
    parts = "".join(
        f"--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename={i}.txt\n\nThe code is 4711.\n"
        for i in range(count)
    )
    document = read_mail(f"Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n")
    assert document.notes == (f"attachments are not read: {named}; save them as files to have them read",)
    assert "4711" not in document.text


def test_the_parts_of_a_digest_are_messages():
    source = (
        "Subject: News\nContent-Type: multipart/digest; boundary=b\n\n"
        "--b\n\nSubject: One\n\nFirst.\n--b\nContent-Type: text/plain\n\nSecond.\n--b--\n"
    )
    assert blocks(read_mail(source)) == ["News", "One", "First.", "Second."]


def test_a_message_alone_has_a_date_and_no_number():
    source = PARTS.replace("From: Ben\n", "From: Ben\nDate: Sat, 1 Feb 2025 08:00:00 +0100\n", 1)
    forwarded = place_of(read_mail(source), "Forwarded")
    assert (forwarded.message, forwarded.date, part_of(forwarded)) == (None, "2025-02-01", "1 February 2025")
    assert json.loads(json.dumps(citation_of(read_mail(source)).to_json()))["place"]["date"] == "2025-02-01"


@settings(max_examples=300, deadline=None)
@given(
    st.text()
    | st.lists(st.sampled_from([*"0159-+:, ", "Mon,", "Mar", "99999999999", "31 Feb", "GMT"])).map(" ".join)
)
def test_what_is_no_date_is_none(date):
    place = place_of(read_mail(f"Subject: words\nDate: {clean(date)}\n\n"), "words")
    assert place.date is None or part_of(place)


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "utf-8", "iso-8859-5", "utf-7"])
def test_words_of_another_charset_than_the_file_are_read_anew(charset):
    data = f"Subject: x\nContent-Type: text/plain; charset={charset}\n\n".encode() + "Мост".encode(charset)
    document = read_mail(decode(data)[0])
    assert blocks(document) == ["x", "Мост"]


def test_parts_nested_too_deeply_are_left_out_with_a_note():
    source = "Subject: s\n" + "Content-Type: message/rfc822\n\nSubject: s\n" * 30 + "\nwords\n"
    document = read_mail(source)
    assert document.text.count("s") == 21
    assert document.notes == ("some parts were left out: there are too many, or they are nested too deeply",)
