"""What is known of a candidate answer besides its margin, at no cost: the evidence that the decision weighs."""

import re

from qa.answer_type import fits
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
        coverage(question, f"{candidate.above} {candidate.passage_as_read}"),
        coverage(question, f"{candidate.above} {candidate.sentence_as_read}"),
        1 / rank,
        fits(question, candidate.text, candidate.document.text[candidate.span.end : candidate.sentence[1]]),
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
