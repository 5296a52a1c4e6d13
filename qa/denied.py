"""Words that their sentence denies: "not on 12 June" says when something is not, and is no answer to when it is."""

import re

from qa.candidates import Candidate

_BETWEEN = r"(?:(?:in|on|at|by|from|for|with|to|of|the|a|an)\s+)*$"
_NOT = r"(?<!\bor )(?<!\bif )(?<!\bwhy )(?:\bnot|\bnever|n['’]t)\s+"
# "was not Anna", "is not on 12 June".
_DIRECTLY = re.compile(_NOT + _BETWEEN, re.IGNORECASE)
# "was not completed in 2018": of when, where and by whom alone, since "does not cover water" may be what was asked for.
_BY_ITS_VERB = re.compile(
    _NOT
    + r"(?:be(?:en)?\s+)?(?!(?:only|just|merely|even|always|necessarily|yet)\b)\w+\s+(?:in|on|at|by)\s+"
    + _BETWEEN,
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:only|just|merely|even|until|till|before|after|more|less|fewer|later)\b", re.IGNORECASE
)
_CIRCUMSTANCE = re.compile(
    r"\b(?:when|where|whom?|by who|(?:what|which) (?:year|date|day|month|time|place|city|town))\b",
    re.IGNORECASE,
)
# What such a question asks for may well be what is denied.
_ASKS_FOR_NOT = re.compile(
    r"\b(?:no[tr]?|never|none|neither|cannot|without|except|unlike|false\w*|wrong\w*|untrue|myth|mistake\w*|"
    r"(?:exclu|fail|refus|forb|prohibit|avoid|lack|miss|den[iy]|ban|rule)\w*)\b|n['’]t\b",
    re.IGNORECASE,
)


def affirmed(question: str, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates whose sentence does not deny them, or all where the question itself is about what is not."""
    if _ASKS_FOR_NOT.search(question):
        return candidates
    return [
        one
        for one in candidates
        if not is_denied(question, one.document.text[one.sentence[0] : one.span.start], one.text)
    ]


def is_denied(question: str, before: str, text: str) -> bool:
    """Whether an answer stands under a "not" or "never" of its sentence.

    :param before: the sentence up to the answer.
    """
    if _BOUND.match(text):
        return False
    nearest = before[-80:]
    by_verb = bool(_CIRCUMSTANCE.search(question) and _BY_ITS_VERB.search(nearest))
    return by_verb or bool(_DIRECTLY.search(nearest))
