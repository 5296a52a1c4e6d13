"""What "that" and "it" stand for where it is no thing: what was said, or what was done."""

import re

from qa.answer import Turn
from qa.clause import clause_of
from qa.dangling import Spot
from qa.mentions import mentions
from qa.referents import known_names
from qa.words import BE, base_form, words_of

# What is true or known is something said, and no thing that was spoken of.
_SAID_BEFORE = re.compile(
    r"\b(?:know|sure|say|said|think|mean|believe|agreed?|claimed?|confirmed?|decided?|denied|deny|suggest"
    r"|suggested|thought)(?:\s+(?:of|about))?\s+$",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(r"\s+(?:true|right|correct|sure|so)\b", re.IGNORECASE)
_TAKES = re.compile(r"\s+(?:take|takes|took|taken)\b", re.IGNORECASE)
_HAPPENS = re.compile(r"\s+(?:happen|happens|happened)\b", re.IGNORECASE)
_COSTS = re.compile(r"\s+costs?\b", re.IGNORECASE)
_HOW_LONG = re.compile(r"\bhow (?:long|much time|many \w+)\b", re.IGNORECASE)


def is_said(spot: Spot, question: str) -> bool:
    """Whether "that" stands for something said, as in "Who decided that?", and for no thing."""
    return bool(_SAID_BEFORE.search(question[: spot.start]) or _SAID_AFTER.match(question, spot.end))


def is_deed(spot: Spot, question: str, text: str, last: Turn) -> bool:
    """Whether "it" or "that" stands for what is done sooner than for a name: "How long will it take?"

    :param text: what it would stand for; a thing without a name may well be what takes long.
    """
    if spot.kind not in ("it", "that") or not _is_named(text, last):
        return False
    if _HAPPENS.match(question, spot.end) or (
        _TAKES.match(question, spot.end) and _HOW_LONG.search(question)
    ):
        return True
    place = re.search(rf"\b(?:at|from|in|into|near|to) {re.escape(text)}(?!\w)", last.question, re.IGNORECASE)
    return bool(_COSTS.match(question, spot.end) and place)


def _is_named(text: str, last: Turn) -> bool:
    return any(mention.is_name for mention in mentions(f"- {text}", known_names(last)))


def statement(spot: Spot, question: str, last: Turn) -> str | None:
    """What "that" stands for where it is something said: the answer, or the last question as a statement."""
    clause = clause_of(last.question)
    if clause is None:
        return None
    names = known_names(last)
    before = question[: spot.start]
    if not clause.asking and clause.auxiliary.lower() not in ("do", "does", "did"):
        stated = _as_statement(clause.auxiliary, clause.rest, names)
        verb = words_of(before)[-1:]
        return f"that {stated}" if stated and verb and base_form(verb[0].lower) else stated
    answer = last.answer.strip(" “”\"'.,;:")
    if len(words_of(answer)) > 2 and clause.asks_for == "what" and len(answer) < 120:
        return f"“{answer}”"
    if clause.asks_for in ("where", "when", "why", "how") and clause.auxiliary.lower() in BE:
        stated = _as_statement(clause.auxiliary, clause.rest, names)
        return f"{clause.asking.lower()} {stated}" if stated else None
    return None


def _as_statement(auxiliary: str, rest: str, names: frozenset[str]) -> str | None:
    """ "Is the mill open" as "the mill is open"."""
    found = mentions(f"{auxiliary} {rest}", names)
    start = len(auxiliary) + 1
    if not found or min(mention.start for mention in found) != start:
        return None
    end = max(mention.end for mention in found if mention.start == start) - start
    return f"{rest[:end]} {auxiliary.lower()}{rest[end:]}"
