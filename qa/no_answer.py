"""Spans that are no answer, whatever their margin: they say nothing, are of the question, denied, of another day."""

import re

from qa.answer_type import is_no_address
from qa.candidates import Candidate
from qa.dates import is_of_another_day
from qa.features import stem

_WORD = re.compile(r"[^\W_]+")
# No answer has these alone; "off", "up", "no" and "you" may be one.
_FUNCTION = frozenset(
    """a about above across after against along among an and around as at be been before behind below beside between
    but by during for from had has have into is near of on onto or over per than that the then there these this those
    through to toward towards under until upon via was were when where which while with within without""".split()
)
_CHOICE = re.compile(r"\bor\b", re.IGNORECASE)
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
# An answer that begins so: "not 4411"; but "not guilty" and "not available" are answers.
_OF_ITSELF = re.compile(r"(?:not|never)\s+(?:(?:in|on|at|by|from|for|with|to|of|the|a|an)\s+)*[A-Z\d$€£]")
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
    r"(?:exclu|fail|refus|forb|prohibit|avoid|deni)\w*|deny|ban(?:s|ned)?|lack(?:s|ed)?|miss(?:es|ed|ing)?|"
    r"rul(?:e|es|ed|ing) out)\b|n['’]t\b",
    re.IGNORECASE,
)


def answering(question: str, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates that may be an answer to the question."""
    about_not = bool(_ASKS_FOR_NOT.search(question))
    return [
        one
        for one in candidates
        if not says_nothing(question, one.text)
        and not is_no_address(question, one.text)
        and not (one.is_of_row and is_of_another_day(question, one.sentence_as_read))
        and (
            about_not
            or not is_denied(question, one.document.text[one.sentence[0] : one.span.start], one.text)
        )
    ]


def says_nothing(question: str, text: str) -> bool:
    """Whether an answer has function words alone ("from"), or no word that the question lacks ("high" to "how high").

    A name or a number may be the answer though it stands in the question, and so may one of two things that it names.
    """
    words = _WORD.findall(text.lower())
    if all(word in _FUNCTION for word in words):
        return True
    if text != text.lower() or any(sign.isdigit() for sign in text) or _CHOICE.search(question):
        return False
    asked = {stem(word) for word in _WORD.findall(question.lower())}
    return all(word in _FUNCTION or stem(word) in asked for word in words)


def is_denied(question: str, before: str, text: str) -> bool:
    """Whether an answer stands under a "not" or "never" of its sentence.

    :param before: the sentence up to the answer.
    """
    if _BOUND.match(text):
        return False
    if _OF_ITSELF.match(text):
        return True
    nearest = before[-80:]
    by_verb = bool(_CIRCUMSTANCE.search(question) and _BY_ITS_VERB.search(nearest))
    return by_verb or bool(_DIRECTLY.search(nearest))
