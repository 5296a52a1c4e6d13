"""Transcripts that tell which recording they are of by their name or their text."""

import pytest

from index.documents import read_document
from index.video import video_in_name, video_in_text

VTT = "WEBVTT\n\n{note}00:01.000 --> 00:02.000\nThe bridge is red.\n"
ADDRESS = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("name", "content", "link"),
    [
        ("talk [dQw4w9WgXcQ].en.vtt", VTT.format(note=""), "https://youtu.be/dQw4w9WgXcQ?t=1"),
        ("talk.vtt", VTT.format(note=f"NOTE\nof {ADDRESS}\n\n"), "https://youtu.be/dQw4w9WgXcQ?t=1"),
        ("talk.txt", f"{ADDRESS}\n\n[00:00:05] The bridge is red.", "https://youtu.be/dQw4w9WgXcQ?t=5"),
        ("talk.txt", f"{ADDRESS} {ADDRESS[:-1]}_\n\n[00:00:05] The bridge is red.", None),
        ("talk.txt", f"{ADDRESS}\n\nThe bridge is red.", None),
        ("talk [Provisional].vtt", VTT.format(note=""), None),
        ("talk.vtt", VTT.format(note=""), None),
    ],
)
def test_a_transcript_links_to_its_recording(tmp_path, name, content, link):
    (tmp_path / name).write_text(content)
    document = read_document(tmp_path / name)
    start = document.text.index("The bridge")
    assert document.place(start, start + 5).link == link


def test_a_text_that_speaks_of_a_recording_far_down_is_not_of_it():
    assert video_in_text("word " * 1_000 + ADDRESS) == ""
    assert video_in_text("https://youtu.be/dQw4w9WgXcQ?t=9") == "dQw4w9WgXcQ"
    assert video_in_text("https://www.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&t=9") == "dQw4w9WgXcQ"
    assert video_in_name("report [confidential].txt") == ""
