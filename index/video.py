"""The recording that a transcript is of, where no front matter names it: by its file's name, or in its text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.characters import TIMESTAMP, seconds
from index.types import Document

_HEAD = 2_000  # characters; an address further down is one that the text speaks of
_ID = r"[A-Za-z0-9_-]{11}(?![A-Za-z0-9_-])"
_ADDRESS = re.compile(
    rf"\bhttps?://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[\w.%=-]{{1,99}}&(?:amp;)?){{0,5}}v=|live/|embed/)"
    rf"|youtu\.be/)({_ID})"
)
_NOTE = re.compile(r"^NOTE\b.*(?:\n.+)*", re.MULTILINE)
# As yt-dlp names its files; the brackets may hold an English word as well, but that would be in lower case.
_NAMED = re.compile(rf"\[(?=[^\]]*(?:[0-9_-]|[^\]][A-Z]))({_ID})\](?:\.[\w-]{{1,20}}){{0,4}}$")

_TIMED = re.compile(rf"^videoId:\s*\S|yt-timestamp|\[{TIMESTAMP}\]\(\s*https?://", re.MULTILINE)


def is_of_recording(source: str, stamps: Sequence[str]) -> bool:
    """Whether the times of a text, in brackets or before its lines, are those of a recording: "[00:05]".

    It names one, or they never go back and begin in its first minute (or hour, where they have hours); others may be
    hours of a day or verses ("lunch [12:15]"), which are words of the text.
    """
    if _TIMED.search(source) or video_in_text(source):
        return True
    times = [seconds(stamp) for stamp in stamps]
    if not times or any(later < earlier for earlier, later in pairwise(times)):
        return False
    return times[0] < (3600 if stamps[0].count(":") == 2 else 60)


def with_video(document: Document, video: str) -> Document:
    """The document with the id of the recording that its times are of, unless it has no times, or names one itself."""
    if not video or not document.times or isinstance(document.metadata.get("videoId"), str):
        return document
    return replace(document, metadata={**document.metadata, "videoId": video})


def video_in_name(name: str) -> str:
    """YouTube's id that the name of a file ends with in brackets: "talk [dQw4w9WgXcQ].en.vtt"; else ""."""
    match = _NAMED.search(name)
    return match[1] if match else ""


def video_in_text(source: str) -> str:
    """YouTube's id in the address that stands in the head of a text or the notes of subtitles, if there is only one."""
    heads = [source[:_HEAD]]
    if source.startswith(("WEBVTT", "\ufeffWEBVTT")):
        heads += _NOTE.findall(source.replace("\r\n", "\n"))
    found = {match[1] for head in heads for match in _ADDRESS.finditer(head)}
    return found.pop() if len(found) == 1 else ""
