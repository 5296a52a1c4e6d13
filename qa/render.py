"""An answer as plain text for a terminal; document text can move no cursor and colour nothing there."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from index import Place
from qa.answer import Answer, Citation, Outcome
from qa.names import cited_names, file_names

NEAREST_SHOWN = 3
NAMES_SHOWN = 3  # of the documents that alone were asked
# The lowest confidence in percent, as it is shown, of an answer that is called so.
SURE, LIKELY = 80, 60
_SENTENCE = re.compile(r"\s\S+\s.*[.!?][\"'”’)]*$", re.DOTALL)  # three words or more that end as one does
_VIDEO = re.compile(r"https://youtu\.be/[A-Za-z0-9_-]{6,20}(\?t=[0-9]{1,9})?")


def is_likely(answer: Answer) -> bool:
    """Whether an answer is given that is likely right; answers are given from a confidence of about a third on."""
    return answer.outcome is Outcome.ANSWERED and _percent(answer.confidence) >= LIKELY


def verdict(answer: Answer) -> str:
    """The outcome in words, with how sure it is."""
    percent = percent_of(answer.confidence)
    if answer.outcome is Outcome.NOT_IN_SOURCES:
        where_asked = "chosen documents" if answer.only else "sources"
        return f"Not in the {where_asked}; the nearest passages are:"
    if answer.outcome is Outcome.UNSURE:
        return f"Not sure enough · {percent}: check the sources"
    if not is_likely(answer):
        return f"Not sure · {percent}: check the sources"
    return f"{'Sure' if _percent(answer.confidence) >= SURE else 'Likely'} · {percent}"


def percent_of(confidence: float) -> str:
    """A confidence as it is shown: "60 %"."""
    return f"{_percent(confidence)} %"


def _percent(confidence: float) -> int:
    return round(100 * confidence)


def in_one_line(text: str) -> str:
    """Text in one line, with " / " where a row of a table, an item of a list or a paragraph ends."""
    return " / ".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def agreement(answer: Answer) -> str:
    """How many sources say what: "2 sources say 2018, 1 says 2019."; "" where one source says one thing.

    Other words of a document that is cited for the answer are no other source; what else is named where several
    things are asked for contradicts nothing. Whole sentences are not counted against each other: they may say the same.
    """
    said = [(answer.text, answer.citations)] if answer.citations else []
    cited = {citation.path for citation in answer.citations}
    said += [
        (alternative.text, alternative.citations)
        for alternative in answer.alternatives
        if not answer.several
        and not _SENTENCE.search(answer.text)
        and not cited.issuperset(citation.path for citation in alternative.citations)
    ]
    counts = [(len({citation.path for citation in citations}), text) for text, citations in said]
    if len(counts) < 2:
        return f"{counts[0][0]} sources say so." if counts and counts[0][0] > 1 else ""
    first, *rest = (
        f"{count} {'sources say' if count > 1 else 'source says'} {in_one_line(text)}"
        for count, text in counts
    )
    return ", ".join([first, *rest]) + "."


def asked_only(paths: Sequence[str]) -> str:
    """Which documents alone were asked: "Asked only: a.md, b.md and 3 more"."""
    called = file_names(paths)
    names = [called[path] for path in paths]
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return f"Asked only: {', '.join(names[:NAMES_SHOWN])}{more}"


def beside(answer: Answer) -> str:
    """What stands before each alternative of an answer."""
    return "Also named elsewhere:" if answer.several else "Another passage says:"


def place_line(citation: Citation, name: str = "") -> str:
    """Where a citation stands, in one line: title, file and line, headings, time."""
    return " · ".join(part for part in (citation.title, where(citation, name)) if part)


def where(citation: Citation, name: str = "") -> str:
    """Where in which file a citation stands: file and line, headings, page or the like, time.

    :param name: what to call the file, where its name alone does not tell it from others.
    """
    place = citation.place
    name = name or Path(citation.path).name
    parts = [name if place.line is None else f"{name}, line {place.line}"]
    if place.heading and place.heading != (citation.title,):
        parts.append(" › ".join(heading for heading in place.heading if heading != citation.title))
    parts.append(part_of(place))
    if place.row is not None:
        parts.append(f"cell {place.column}{place.row}")
    if place.time is not None:
        parts.append(clock(place.time))
    if citation.changed:
        parts.append("changed since it was indexed")
    return " · ".join(part for part in parts if part)


def part_of(place: Place) -> str:
    """The part of the document that a place is in: "page iii (PDF page 3)", "slide 3", "message 3, 12 March 2024"."""
    if place.page is not None:
        return f"page {place.page}" if place.label is None else f"page {place.label} (PDF page {place.page})"
    if place.slide is not None:
        return f"slide {place.slide}"
    if place.notebook_cell is not None:
        return f"notebook cell {place.notebook_cell}"
    message = "" if place.message is None else f"message {place.message}"
    return ", ".join(filter(None, (message, _day(place.date))))


def _day(iso: str | None) -> str:
    day = date.fromisoformat(iso) if iso else None
    return "" if day is None else f"{day.day} {day:%B} {day.year}"


def video_link(place: Place) -> tuple[str, str] | None:
    """The address of the recording at the second, and what to call it; None where it is not one of YouTube's."""
    if place.link is None or not _VIDEO.fullmatch(place.link):
        return None
    return place.link, "Watch the video" if place.time is None else f"Watch at {clock(place.time)}"


def clock(seconds: float) -> str:
    """Seconds as on a player: 0:11:16."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}"


def to_text(answer: Answer) -> str:
    """The whole answer, a few lines long, the quoted words between » and «."""
    if answer.outcome is Outcome.NOT_IN_SOURCES:
        lines = [*_understood(answer), verdict(answer)]
        shown = [found.citation for found in answer.passages[:NEAREST_SHOWN]]
    else:
        said = [line for line in (answer.text, verdict(answer), agreement(answer)) if line]
        lines = [*_understood(answer), *said]
        shown = list(answer.citations)
    names = cited_names([answer])
    for number, citation in enumerate(shown, 1):
        marked = answer.outcome is not Outcome.NOT_IN_SOURCES
        lines += ["", *_source(number, citation, names[citation.path], marked)]
    number = len(shown)
    for alternative in answer.alternatives:
        lines += ["", f"{beside(answer)} {in_one_line(alternative.text)}"]
        for citation in alternative.citations:
            number += 1
            lines += _source(number, citation, names[citation.path], marked=True)
    return printable("\n".join(lines))


def _understood(answer: Answer) -> list[str]:
    told = [f"Understood as: {answer.understood}"] if answer.understood else []
    return told + ([asked_only(answer.only)] if answer.only else [])


def _source(number: int, citation: Citation, name: str, marked: bool) -> list[str]:
    before, quote, after = citation.parts
    context = f"{before}»{quote}«{after}" if marked else citation.context
    lines = [f"[{number}] {place_line(citation, name)}", f"    {in_one_line(context)}"]
    if citation.place.link:
        lines.append(f"    {citation.place.link}")
    return lines


def printable(text: str) -> str:
    """Text without control and direction characters, which could rewrite what stands in a terminal or a page."""
    return "".join(character for character in text if character == "\n" or not _is_control(character))


def _is_control(character: str) -> bool:
    code = ord(character)
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or code in (0x061C, 0x200E, 0x200F, 0xFEFF)
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or 0xD800 <= code <= 0xDFFF
        or 0xE0000 <= code <= 0xE007F
    )
