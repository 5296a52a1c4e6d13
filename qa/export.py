"""A conversation with its citations as Markdown, as JSON, and as CSL-JSON for reference managers.

Document text is only ever text in them: in Markdown whatever could be markup is escaped.
"""

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from index import Place
from qa.answer import Answer, Citation, Outcome
from qa.names import cited_names
from qa.render import (
    NEAREST_SHOWN,
    agreement,
    asked_only,
    beside,
    clock,
    in_one_line,
    part_of,
    place_line,
    printable,
    verdict,
    video_link,
)

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#&|~$!]")
_FIRST = re.compile(
    r"[-+=:]|[0-9]+(?=[.)])"
)  # where a line begins, a list, a rule or a table may begin with it
_CSL_TYPES = {".html": "webpage", ".htm": "webpage", ".csv": "dataset", ".tsv": "dataset"}
_CSL_TYPES |= {".eml": "personal_communication", ".mbox": "personal_communication"}


class Format(StrEnum):
    """What a conversation can be saved as."""

    MARKDOWN = "markdown"
    JSON = "json"
    CSL = "csl"

    @property
    def label(self) -> str:
        """Its name for a person."""
        return {"markdown": "Markdown", "json": "JSON", "csl": "CSL-JSON"}[self]

    @property
    def suffix(self) -> str:
        """What the name of a file of it ends with; reference managers know CSL-JSON by its content."""
        return {"markdown": "md", "json": "json", "csl": "csl.json"}[self]


def export(answers: Sequence[Answer], form: Format) -> str:
    """The text of the file that a conversation is saved as."""
    if form is Format.MARKDOWN:
        return to_markdown(answers)
    content = {"answers": to_json(answers)} if form is Format.JSON else to_csl(answers)
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def without_reading(answer: Answer) -> Answer:
    """The answer with those passages only that a person is shown: the nearest, where the sources do not say."""
    shown = answer.passages[:NEAREST_SHOWN] if answer.outcome is Outcome.NOT_IN_SOURCES else ()
    return dataclasses.replace(answer, passages=shown, timings={})


def to_json(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """The answers in JSON types, without the passages that were read for them and the time it took."""
    return [without_reading(answer).to_json() for answer in answers]


def to_markdown(answers: Sequence[Answer]) -> str:
    """The conversation as Markdown: a heading for each question, the answer, the quotations with their places."""
    names = cited_names(answers)
    lines = ["# Questions and answers", *(line for answer in answers for line in _section(answer, names))]
    return "\n".join(lines) + "\n"


def to_csl(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """One CSL-JSON item for each document that is cited, in the order of their first citations.

    `page` has the cited pages by their labels, or else `locator` the cited cells, lines, times or the like; `note`
    has the quotations, and `archive_location` the path of the file.
    """
    cited: dict[str, list[Citation]] = {}
    for answer in answers:
        others = (citation for alternative in answer.alternatives for citation in alternative.citations)
        for citation in (*answer.citations, *others):
            cited.setdefault(citation.path, []).append(citation)
    return [_item(list(dict.fromkeys(citations))) for citations in cited.values()]


def to_quotation(answer: Answer) -> str:
    """An answer to be pasted: its words, then each quotation in its sentences, with source and place.

    What other sources say instead follows, in the same way.
    """
    names = cited_names([answer])
    said = [(answer.text, answer.citations)]
    said += [(f"{beside(answer)} {other.text}", other.citations) for other in answer.alternatives]
    blocks = []
    for text, citations in said:
        blocks.append(text)
        for citation in citations:
            place = place_line(citation, names[citation.path])
            lines = ["“{}”".format("\n".join(_lines(citation.context))), place, _link(citation.place)]
            blocks.append("\n".join(filter(None, lines)))
    return printable("\n\n".join(blocks))


def _section(answer: Answer, names: Mapping[str, str]) -> list[str]:
    absent = answer.outcome is Outcome.NOT_IN_SOURCES
    said = " ".join(part for part in (verdict(answer), agreement(answer)) if part)
    lines = ["", f"## {_text(answer.question)}"]
    lines += ["", _text(f"Understood as: {answer.understood}")] if answer.understood else []
    lines += ["", _text(asked_only(answer.only))] if answer.only else []
    lines += ["", _text(said)] if absent else ["", f"**{_text(in_one_line(answer.text))}**", "", _text(said)]
    shown = [found.citation for found in answer.passages[:NEAREST_SHOWN]] if absent else answer.citations
    for citation in shown:
        lines += _quoted(citation, names[citation.path], marked=not absent)
    for alternative in answer.alternatives:
        lines += ["", f"{beside(answer)} **{_text(in_one_line(alternative.text))}**"]
        for citation in alternative.citations:
            lines += _quoted(citation, names[citation.path], marked=True)
    return lines


def _quoted(citation: Citation, name: str, marked: bool) -> list[str]:
    before, quote, after = citation.parts
    text = f"{before}»{quote}«{after}" if marked else citation.context
    link = _link(citation.place)
    place = f"> — {_text(place_line(citation, name))}{f' <{link}>' if link else ''}"
    # A heading above the sentence stands above it here too, since together they are words of no document.
    quoted = [line for shown in _lines(text) for line in (f"> {_text(shown)}", ">")]
    return ["", *quoted, place]


def _lines(text: str) -> list[str]:
    """The lines of a text that say something, with single spaces."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _text(text: str) -> str:
    """One line of Markdown that shows the text as it is."""
    line = _SIGNS.sub(r"\\\g<0>", printable(" ".join(text.split())))
    if first := _FIRST.match(line):
        sign = 0 if not first[0].isdecimal() else first.end()
        line = f"{line[:sign]}\\{line[sign:]}"
    return line


def _link(place: Place) -> str:
    """The address of the recording, or ""."""
    video = video_link(place)
    return video[0] if video else ""


def _item(citations: list[Citation]) -> dict[str, Any]:
    first = citations[0]
    item: dict[str, Any] = {
        "id": _identifier(first),
        "type": _CSL_TYPES.get(Path(first.path).suffix.lower(), "document"),
        "title": printable(first.title),
        "note": printable("; ".join(_note(citation) for citation in citations)),
        "archive_location": printable(first.path),
    }
    on_pages = (citation.place for citation in citations if citation.place.page is not None)
    pages = dict.fromkeys(printable(place.label or str(place.page)) for place in on_pages)
    places = dict.fromkeys(_locator(c.place) for c in citations)
    if pages:
        item["page"] = ", ".join(pages)
    elif locator := "; ".join(filter(None, places)):
        item["locator"] = locator
    if link := _link(first.place):
        item["URL"] = link
    return item


def _note(citation: Citation) -> str:
    quote, locator = f"“{' '.join(citation.quote.split())}”", _locator(citation.place)
    return f"{quote} ({locator})" if locator else quote


def _locator(place: Place) -> str:
    within = "" if place.line is None else f"line {place.line}"
    if place.time is not None:
        within = clock(place.time)
    elif place.row is not None:
        within = f"cell {place.column}{place.row}"
    return ", ".join(filter(None, (place.sheet, part_of(place), within)))


def _identifier(citation: Citation) -> str:
    """The same for the same file in every export: a word of its name, and a hash of its path."""
    name = re.sub(r"[^a-z0-9]+", "-", Path(citation.path).stem.lower()).strip("-")[:30]
    digest = hashlib.sha256(citation.path.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{name}-{digest}".lstrip("-")
