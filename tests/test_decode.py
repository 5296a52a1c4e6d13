import gzip
import random

import pytest

from index import SourceError
from index.decode import decode

TEXT = "Zürich lies on the Limmat.\r\nЕго население растёт.\n日本 👩‍👩‍👧\n"
ENGLISH = "The Forth Bridge opened in 1890.\nIt is 2,467 metres long – naïve.\n"


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        (TEXT.encode(), TEXT, ""),
        (TEXT.encode("utf-8-sig"), TEXT, ""),
        (TEXT.encode("utf-16"), TEXT, ""),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT, ""),
        (ENGLISH.encode("utf-16-le"), ENGLISH, "read as UTF-16 without a byte order mark"),
        (ENGLISH.encode("utf-16-be"), ENGLISH, "read as UTF-16 without a byte order mark"),
        (ENGLISH.encode("cp1252"), ENGLISH, "read as Windows-1252: it is not valid UTF-8"),
        (
            f"caf\xe9 \x9d {'x' * 40}".encode("latin-1"),
            f"caf\xe9 \x9d {'x' * 40}",
            "read as Latin-1: it is not valid UTF-8",
        ),
        (b"", "", ""),
    ],
)
def test_text_and_note_of_each_encoding(data, text, note):
    assert decode(data) == (text, note)


def test_one_broken_byte_does_not_turn_a_utf8_file_into_another_encoding():
    text, note = decode(TEXT.encode() + b"\xff")
    assert text == TEXT + "\ufffd"
    assert note == f"1 characters are broken: not valid UTF-8, first at byte {len(TEXT.encode())}"


@pytest.mark.parametrize(
    "data",
    [
        "Tom’s proposal was “carried”. The café’s lease ends in 2031, and the piano’s tuning is due…".encode()[
            :-1
        ],
        "The café’s lease ends in 2031, and the tuning is due…".encode()[:-1],
        "The café’s ".encode() + b"\xffs tuning is due.",
        "The café is due…".encode()[:-2],
    ],
)
def test_one_broken_character_among_few_leaves_a_text_utf8(data):
    text, note = decode(data)
    assert text == data.decode(errors="replace") and text.count("\ufffd") == 1
    assert note.startswith("1 characters are broken: not valid UTF-8")


@pytest.mark.parametrize("text", ["Le café «LIBERTÉ»", "Straß» und Größe", "déjà vu — “été”"])
def test_a_western_text_that_has_a_character_of_utf8_by_chance_stays_western(text):
    assert decode(text.encode("cp1252")) == (text, "read as Windows-1252: it is not valid UTF-8")


def test_unpaired_surrogates_of_utf16_do_not_survive():
    text, note = decode(b"\xff\xfe" + ENGLISH.encode("utf-16-le") + b"\x00\xd8a\x00")
    assert text.startswith(ENGLISH) and "\ufffd" in text
    text.encode()
    assert "broken" in note


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\nplain words",
        b"PK\x03\x04plain words",
        b"\x89PNG\r\n\x1a\n",
        b"SQLite format 3\x00",
        gzip.compress(b"words", mtime=0),
        b"words\x00and zeros in between",
        b"\xff\xfew\x00o\x00\x00\x00r\x00d\x00",
        bytes(range(1, 32)) * 9,
        random.Random(1).randbytes(5000),
    ],
)
def test_binary_is_refused_with_a_reason(data):
    with pytest.raises(SourceError, match=r"^it is "):
        decode(data)
