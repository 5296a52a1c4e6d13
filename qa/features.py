"""What is known of a candidate answer besides its margin, at no cost: the evidence that the decision weighs."""

import re

from qa.candidates import Candidate
from qa.retrieve import content_words

NAMES = (
    "margin",
    "similarity",
    "sentence_similarity",
    "coverage",
    "sentence_coverage",
    "rank",
    "fits",
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b"
)
_TIME = re.compile(
    rf"\d|\b(?:{_MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|century|centuries|decades?|years?|months?|weeks?|"
    r"days?|hours?|minutes?|seconds?|today|tomorrow|yesterday|tonight|midnight|noon|mornings?|evenings?|afternoons?|"
    r"nights?|spring|summer|autumn|winter|christmas|easter|after|before|during|when|until|since|early|late|once|"
    r"while|daily|weekly|monthly|annually|yearly|forever|ago)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)"
    r"teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozens?|hundreds?|"
    r"thousands?|millions?|billions?|half|third|quarter|once|twice|several|many|few|couple|all|both|single|every|"
    r"nothing|free|little|enough|zero)\b",
    re.IGNORECASE,
)
# A date where a number is asked for: "in 2018" says neither how many nor how much.
_DATE = re.compile(
    rf"(?:(?:in|on|since|until|by|of|from)\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{_MONTH}\.?\s*)?(?:\d{{1,2}},?\s+)?"
    r"(?:1[5-9]\d\d|20\d\d)?",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[\W\d_]*")
_ASKED = re.compile(
    r"\b(?:(?P<when>when|(?:what|which) (?:year|date|day|month|time|decade|century))|(?P<duration>how long)|"
    r"(?P<count>how (?:many|much|old|tall|big|large|far|high|deep|heavy|often|wide|fast|hot|cold))|"
    r"(?P<who>who|whom|whose)|(?P<other>what|which|where|why|how))\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_a-z]")  # a capital, or a letter of a script without them
_SUFFIXES = re.compile(r"(?:ations?|ments?|ings?|ers?|ors?|ed|es|s|ly|e)$")


def features(question: str, candidate: Candidate, rank: int, lowest: float) -> list[float]:
    """The evidence on one candidate, in the order of `NAMES`.

    :param rank: place of its passage in the fused list, from 1.
    :param lowest: the lowest cosine that was found, taken for passages that only the words found.
    """
    similarity = candidate.hit.similarity
    return [
        candidate.span.margin,
        lowest if similarity is None else similarity,
        candidate.sentence_similarity,
        coverage(question, f"{candidate.above} {candidate.passage_text}"),
        coverage(question, f"{candidate.above} {candidate.sentence_text}"),
        1 / rank,
        fits(question, candidate.text),
    ]


def coverage(question: str, text: str) -> float:
    """The share of the question's content words that stand in a text, 0 to 1.

    A question on the right person and the wrong fact usually has a word that the passage lacks.
    """
    asked = {stem(word) for word in content_words(question)}
    if not asked:
        return 0.0
    return len(asked & {stem(word) for word in content_words(text)}) / len(asked)


def stem(word: str) -> str:
    """A word without the commonest English endings, so that "invested" meets "investment"."""
    shorter = _SUFFIXES.sub("", word)
    return shorter if len(shorter) >= 3 else word


def fits(question: str, text: str) -> float:
    """Whether an answer is of the type that the question asks for: 1.0 yes, -1.0 no, 0.0 it asks for no known type.

    The type is that of the first asking word: "Who led it when it was sold?" asks for a person.
    """
    asked = _ASKED.search(question)
    kind = asked.lastgroup if asked else "other"
    if kind == "other":
        return 0.0
    bare_date = bool(_DATE.fullmatch(text.strip()))
    if kind == "when":
        return 1.0 if _TIME.search(text) else -1.0
    if kind == "duration":
        return 1.0 if (_NUMBER.search(text) or _TIME.search(text)) and not bare_date else -1.0
    if kind == "count":
        return 1.0 if _NUMBER.search(text) and not bare_date else -1.0
    # A name has a capital, but neither "March 2018" nor "45 %" is one.
    return 1.0 if _NAME.search(text) and not bare_date and not _FIGURE.fullmatch(text.strip()) else -1.0
