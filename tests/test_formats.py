"""What holds of the readers of all formats: no bytes make them fail, and large files take linear time."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import SourceError
from index.formats import READERS
from index.parse import parse

SIGNS = [
    b"{", b"}", b"[", b"]", b'"', b'"cells":', b'"source":', b'"nbformat":4', b",", b":", b"\\u00", b"\\", b"<v A>",
    b"00:01.000 --> 00:02.000\n", b"WEBVTT\n\n", b"0:01 ", b"\n", b"\r", b"\n\n", b"From x\nSubject: y\n", b"==",
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\n", b"Content-Transfer-Encoding: base64\n\n", b"\x00", b"\xff",
    b"\xc3\xa9", b"word ", b"# ", b"\t", b";", b"'", b"&", b"---\n",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(READERS)), st.binary() | st.lists(st.sampled_from(SIGNS)).map(b"".join))
def test_no_bytes_make_a_reader_fail(suffix: str, data: bytes):
    with suppress(SourceError):
        document = parse(suffix, data)
        for start, end in document.blocks:
            place = document.place(start, end)
            assert 1 <= place.line <= place.last_line or suffix in (".eml", ".mbox")


@pytest.mark.parametrize(
    ("suffix", "line"),
    [
        (".srt", "7\n00:00:07,000 --> 00:00:08,000\nIt was <i>so</i>, and not\n\n"),
        (".csv", '12,"some, words",more\n'),
        (".jsonl", '{"name": "some \\u00e9 words", "tags": [1, 2]}\n'),
        (".json", '{"a": [1, {"b": "c"}]}\n'),
        (".mbox", "From x\nSubject: y\nContent-Type: text/html\n\n<p>words</p>\n\n"),
        (".rst", "Title\n=====\n\nwords\n"),
        (".py", "x = 1\n"),
    ],
)
def test_time_grows_with_the_lines(suffix: str, line: str):
    took = []
    for count in (4_000, 32_000):
        data = (line * count).encode()
        times = []
        for _ in range(3):  # the quickest: other work on the machine only adds to it
            begun = time.process_time()
            parse(suffix, data)
            times.append(time.process_time() - begun)
        took.append(min(times))
    assert took[1] < 24 * took[0]
