"""Words of like meaning, found with the embedding model: questions in other words than their paragraph's."""

import random
import re
from collections import Counter
from collections.abc import Callable

import numpy as np

from qa.features import stem
from qa.retrieve import FUNCTION_WORDS
from training.data import Row
from training.rules import OPPOSITE

WORDS = 14_000
NEAREST = 4
LEAST_COSINE = 0.68
# How many words of a question give place, and how often.
REWORDED = (1, 2, 3)
REWORDED_WEIGHTS = (5, 3, 2)
# Words that say what kind of answer is asked for: another one would ask for another answer.
_KINDS = frozenset(
    """year years month months day days date week weeks hour hours minute minutes decade century season time age man
    men woman women boy boys girl girls person people type types kind name names number one two three four five six
    seven eight nine ten city country state town king queen""".split()
)

_LOWER = re.compile(r"(?<=\s)[a-z]{3,}\b")
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")

Thesaurus = dict[str, list[str]]


def thesaurus(rows: list[Row], encode: Callable[[list[str]], np.ndarray]) -> Thesaurus:
    """For common words of the rows, up to four whose vectors have a cosine of at least 0.68, the nearest first.

    Words that are mostly written with a capital, forms of the same word, opposites, words with another ending
    (`-ing`, `-s`), and words that say what kind of answer is asked for are left out. It is a rough one: some of
    what is left is only related.

    :param encode: turns a list of texts into unit vectors, one a row.
    """
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for row in rows:
        lower.update(_LOWER.findall(f" {row.question} {row.context}"))
        capital.update(word.lower() for word in _CAPITAL.findall(row.context))
    common = [word for word, _ in lower.most_common(WORDS) if word not in FUNCTION_WORDS | _KINDS]
    words = [word for word in common if lower[word] > 3 * capital[word]]
    vectors = encode(words)
    found: Thesaurus = {}
    for word, cosines in zip(words, vectors @ vectors.T, strict=True):
        alike = np.flatnonzero(cosines >= LEAST_COSINE)
        alike = alike[np.argsort(-cosines[alike], kind="stable")][:20]
        near = [words[i] for i in alike if _can_replace(word, words[i])]
        if near:
            found[word] = near[:NEAREST]
    return found


def _can_replace(word: str, other: str) -> bool:
    return (
        stem(word) != stem(other)
        and word[:4] != other[:4]
        and OPPOSITE.get(word) != other
        and all(word.endswith(ending) == other.endswith(ending) for ending in ("ing", "s"))
    )


def reworded(question: str, words: Thesaurus, generator: random.Random) -> str:
    """The question with one to three of its words changed for words of like meaning."""
    places = [match for match in re.finditer(r"\b[a-z]{3,}\b", question) if match.group() in words]
    count = min(generator.choices(REWORDED, REWORDED_WEIGHTS)[0], len(places))
    for match in sorted(generator.sample(places, count), key=lambda match: -match.start()):
        other = generator.choice(words[match.group()])
        question = question[: match.start()] + other + question[match.end() :]
    return question
