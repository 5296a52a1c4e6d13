"""A starting file of questions, made by rule from documents, for a person to correct."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from index import Document, sentence_spans
from qa.names import file_names
from qa.words import base_form, is_function, is_past

SEED = 1
WORDS = (6, 30)  # of a sentence that a question is made from
BY_RULE = "proposed by rule from its passage; correct it and take this mark off, or delete the line"

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = re.compile(rf"\b(?:in|on) ((?:{_MONTH} )?(?:\d{{1,2}},? )?(?:1[5-9]|20)\d\d)\b")
_NUMBER = r"\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|twelve"
# Not the end of "twenty-four" nor of a range.
_COUNT = re.compile(rf"(?<![\w.,-])(?<!\bto )(?<!\bor )({_NUMBER}) ([a-z]{{3,}}s)\b")
_SUBJECT = re.compile(
    r"^((?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+) (?=(?:was|is|had|has|left|became|founded|said|wrote|built|led|won|"
    r"joined|made|took|began|opened|announced|invented|discovered|published|[a-z]+ed) )"
)
# Of what was founded or built nobody asks who it was; a person may be found, sent or released.
_OF_THINGS = re.compile(
    r"(?:(?:is|are|was|were)(?: being)?|(?:has|have|had) been)(?: (?:\w+ly|first|later|once|again|also|then))* "
    r"(?:founded|established|built|rebuilt|constructed|opened|reopened|closed|completed|created|formed|launched|"
    r"published|designed|developed|invented|incorporated|renamed|dissolved|demolished|manufactured|installed)\b"
)
# "The bridge", "Ada Lovelace", "The Bank of England".
_NAMED = (
    r"(?:(?:The|A|An) (?:[\w’'-]+ ){0,2}?[\w’'-]+"
    r"|[A-Z][\w’'-]+(?: (?:(?:of|the|de|van|von|and|for) )?[A-Z][\w’'-]+){0,4})"
)
_DATED = re.compile(rf"^({_NAMED}) (was|were|[a-z]+) (?:([a-z]+)\b)?([^,;:()]{{0,60}}?) ?{_DATE.pattern}")
_COUNTED = re.compile(rf"^({_NAMED}) ([a-z]+) ({_NUMBER}) ([a-z]{{3,}}s)\b([^,;:()]{{0,60}})$")
_PLACE = re.compile(r"\bborn in ([A-Z][\w'’-]+(?:,? [A-Z][\w'’-]+){0,2})")


@dataclass(frozen=True)
class Proposed:
    """A question, the words that answer it, and the sentences and files that they stand in."""

    question: str
    answers: tuple[str, ...]
    passages: tuple[str, ...]
    sources: tuple[str, ...]  # ends of paths that no other of the documents has

    @property
    def answer(self) -> str:
        """The first answer; there are more where several sentences make the same question."""
        return self.answers[0]

    def joined(self, other: "Proposed") -> "Proposed":
        """The same question with what answers the other as well."""
        return replace(
            self,
            answers=tuple(dict.fromkeys(self.answers + other.answers)),
            passages=tuple(dict.fromkeys(self.passages + other.passages)),
            sources=tuple(dict.fromkeys(self.sources + other.sources)),
        )

    def to_json(self) -> dict[str, Any]:
        """A line of a question file, marked as made by rule."""
        return {
            "question": self.question,
            "answers": list(self.answers),
            "sources": list(self.sources),
            "passage": self.passages[0] if len(self.passages) == 1 else list(self.passages),
            "made": BY_RULE,
        }


def propose(documents: list[Document], count: int) -> list[Proposed]:
    """Up to `count` different questions, drawn evenly from the documents; the same for the same documents.

    Where several sentences make the same question, it has the answers of them all.
    """
    generator = random.Random(SEED)
    names = file_names(document.path for document in documents)
    by_document = [list(_of_document(document, names[document.path])) for document in documents]
    joined: dict[str, Proposed] = {}
    for proposed in (proposed for found in by_document for proposed in found):
        known = joined.get(proposed.question)
        joined[proposed.question] = known.joined(proposed) if known else proposed
    for found in by_document:
        generator.shuffle(found)
    generator.shuffle(by_document)
    chosen: dict[str, Proposed] = {}
    while len(chosen) < count and any(by_document):
        for found in by_document:
            if found and len(chosen) < count:
                question = found.pop().question
                chosen[question] = joined[question]
    return list(chosen.values())


def _of_document(document: Document, name: str) -> Iterator[Proposed]:
    for block_start, block_end in document.blocks:
        for start, end in sentence_spans(document.text, block_start, block_end):
            sentence = " ".join(document.text[start:end].split())
            if WORDS[0] <= len(sentence.split()) <= WORDS[1] and sentence.endswith("."):
                for question, answer in questions_of(sentence):
                    yield Proposed(question, (answer,), (sentence,), (name,))


def questions_of(sentence: str) -> Iterator[tuple[str, str]]:
    """Questions that a sentence answers, each with the words of the answer.

    A sentence of what happened when makes one as people ask it ("When did Musk leave OpenAI?"), and so does one
    that tells how many of a thing somebody had or made ("How many towers does the bridge have?"), or that begins with
    who did it or what was made ("Who left OpenAI in 2018?", "What was founded in 2015?"). In the
    others the answer gives place to a question word, and they are to be reworded ("Musk left OpenAI in which year?").
    """
    body = sentence.rstrip(".")
    dated = _DATED.match(body)
    if dated and (asked := _when(*dated.groups()[:4])):
        yield asked, dated.group(5)
    counted = _COUNTED.match(body)
    if counted and (asked := _how_many(*counted.group(1, 2, 4, 5))):
        yield asked, counted.group(3)
    subject = _SUBJECT.match(body)
    if subject and not _opens_clause(subject.group(1)):
        happened = body[subject.end() :]
        yield f"{'What' if _OF_THINGS.match(happened) else 'Who'} {happened}?", subject.group(1)
    for pattern, asked in ((_DATE, "in which year or on which date"), (_PLACE, "born in which place")):
        found = pattern.search(body)
        if found:
            yield f"{body[: found.start()]}{asked}{body[found.end() :]}?", found.group(1)
    counted = _COUNT.search(body)
    if counted:
        rest = f"how many {counted.group(2)}{body[counted.end() :]}"
        yield f"{body[: counted.start()]}{rest}?", counted.group(1)


def _when(named: str, verb: str, second: str | None, rest: str) -> str:
    """The question for the date of a sentence; "" where its verb is not known for one in the past."""
    named = _within(named)
    if not named:
        return ""
    if verb in ("was", "were"):
        return f"When {verb} {named} {second}{rest}?" if second and is_past(second) else ""
    if not is_past(verb) or not base_form(verb):
        return ""
    return f"When did {named} {base_form(verb)} {second or ''}{rest}".rstrip() + "?"


def _how_many(named: str, verb: str, things: str, rest: str) -> str:
    """The question for a number of things that a sentence tells; "" where its verb is not known for one."""
    named = _within(named)
    if verb in ("has", "have"):
        does, base = "does" if verb == "has" else "do", "have"
    elif verb not in ("was", "were") and is_past(verb):
        does, base = "did", base_form(verb)
    else:
        return ""
    return f"How many {things} {does} {named} {base}{rest}?" if named and base else ""


def _within(named: str) -> str:
    """What begins a sentence as it stands within one; "" where it is no name."""
    first, _, more = named.partition(" ")
    if first in ("The", "A", "An"):
        return f"{first.lower()} {more}"
    return "" if _opens_clause(named) else named


def _opens_clause(named: str) -> bool:
    """Whether what begins a sentence is no name: "When Musk", "That"."""
    return is_function(named.split()[0].lower())
