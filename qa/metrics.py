"""Exact match and F1 of an answer, as SQuAD scores them."""

import re
import string
import unicodedata
from collections import Counter

_ARTICLES = re.compile(r"\b(a|an|the)\b")
# Marks between two words, which are no part of either; a full stop, a comma or a colon may be within a number.
# By Unicode's general categories: dashes, brackets and quotation marks.
_BETWEEN_WORDS = frozenset("Pd Ps Pe Pi Pf".split())
_ALSO_BETWEEN_WORDS = "/'\"…;!?"
_WITHOUT_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise(text: str) -> str:
    """Lower case, without ASCII punctuation and English articles, spaces single.

    The order of the steps is that of the official script (Rajpurkar et al. 2016, evaluate-v1.1.py).
    """
    text = text.lower().translate(_WITHOUT_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", text).split())


def holds(text: str, accepted: list[str]) -> bool:
    """Whether one of the accepted answers stands in a text, as whole words and after normalising.

    Normalising makes one word of two with a hyphen or a bracket between them; here they are two words as well, so
    that "1890" stands in "1890-1895" and "email" in "e-mail".
    """
    forms = (normalise, lambda words: normalise(_parted(words)))
    return any(
        f" {form(answer)} " in f" {form(text)} " for form in forms for answer in accepted if form(answer)
    )


def _parted(text: str) -> str:
    return "".join(
        " "
        if character in _ALSO_BETWEEN_WORDS or unicodedata.category(character) in _BETWEEN_WORDS
        else character
        for character in text
    )


def exact_match(text: str, accepted: list[str]) -> float:
    """1.0 when the text equals an accepted answer after normalising, else 0.0; no accepted answer means ""."""
    return float(any(normalise(text) == normalise(answer) for answer in accepted or [""]))


def f1(text: str, accepted: list[str]) -> float:
    """The best harmonic mean of word precision and recall over the accepted answers, 0.0 to 1.0.

    As in SQuAD 2.0, when the text or the accepted answer has no words, 1.0 if both have none, else 0.0.
    """
    return max(_word_f1(text, answer) for answer in accepted or [""])


def _word_f1(text: str, answer: str) -> float:
    given, right = normalise(text).split(), normalise(answer).split()
    if not given or not right:
        return float(given == right)
    common = sum((Counter(given) & Counter(right)).values())
    if common == 0:
        return 0.0
    precision, recall = common / len(given), common / len(right)
    return 2 * precision * recall / (precision + recall)
