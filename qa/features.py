"""What is known of a candidate answer besides its margin, at no cost: the evidence that the decision weighs."""

import re

from qa.candidates import Candidate
from qa.retrieve import content_words

NAMES = (
    "margin",
    "lead",
    "similarity",
    "sentence_similarity",
    "sentence_lead",
    "coverage",
    "sentence_coverage",
    "rank",
    "fits",
)

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*"
_TIME = re.compile(
    rf"\d|\b(?:{_MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|century|decades?|years?|months?|weeks?|days?|hours?|"
    r"today|yesterday|morning|night|spring|summer|autumn|winter|after|before|during|when|until|since|early|late)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|"
    r"millions?|billions?|half|third|quarter|once|twice|several|many|few|couple|all)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_a-z]")  # a capital, or a letter of a script without them
_SUFFIXES = re.compile(r"(?:ations?|ments?|ings?|ers?|ors?|ed|es|s|ly|e)$")


def features(
    question: str, candidate: Candidate, rank: int, lead: float, lowest: float, nearest: float
) -> list[float]:
    """The evidence on one candidate, in the order of `NAMES`.

    :param rank: place of its passage in the fused list, from 1.
    :param lead: its margin minus the best margin of a different answer.
    :param lowest: the lowest cosine that was found, taken for passages that only the words found.
    :param nearest: the highest cosine of the question and the sentence of a candidate with another answer.
    """
    similarity = candidate.hit.similarity
    return [
        candidate.span.margin,
        lead,
        lowest if similarity is None else similarity,
        candidate.sentence_similarity,
        candidate.sentence_similarity - nearest,
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
    """Whether an answer is of the type that the question asks for: 1.0 yes, -1.0 no, 0.0 it asks for no known type."""
    asked = f" {' '.join(re.findall(r'[a-z]+', question.lower()))} "
    if " when " in asked or " what year " in asked or " which year " in asked or " what date " in asked:
        return 1.0 if _TIME.search(text) else -1.0
    if any(
        f" how {what} " in asked for what in ("many", "much", "old", "tall", "big", "large", "far", "long")
    ):
        return 1.0 if _NUMBER.search(text) or (" how long " in asked and _TIME.search(text)) else -1.0
    if " who " in asked or " whom " in asked or " whose " in asked:
        return 1.0 if _NAME.search(text) else -1.0
    return 0.0
