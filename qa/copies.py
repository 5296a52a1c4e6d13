"""Passages that say what another one says already: they take no other passage's place among those read."""

import re
from difflib import SequenceMatcher

from index import Document, Passage

NEAR = 0.9
_WORD = re.compile(r"(?:(?<!\w)[-−+<>≤≥~])?[$€£¥]?\d+(?:[.,:]\d+)*\w*%?|\w+")
# Beside numbers, what tells one of a series from the next: the reports of May and of June.
_TELLS_ONE = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday""".split()
)
# Two passages that differ in these alone say the same. There is no "not" here, no number, and nothing that says which
# way something goes or when: "open from 5 pm" and "open to 5 pm" are two facts.
_SMALL = frozenset("a an and as at has have in it its of on so that the this with".split())


class Seen:
    """The passages taken so far, with what stands above them: under another title the same words are another fact."""

    def __init__(self) -> None:
        # The documents that hold each, and its words.
        self._words: dict[tuple[str, str], tuple[set[int], list[str]]] = {}

    def is_copy(self, above: str, text: str) -> bool:
        """Whether a passage has the very text of one that was taken, under the same title, but for white space."""
        return (above, " ".join(text.split())) in self._words

    def is_near_copy(self, above: str, text: str, document: int) -> bool:
        """Whether a passage has the words of one of its document that was taken, in their order, but for small ones.

        "It was approved" and "It was rejected" are two facts, however alike they are; and another document that says
        the same is another source.
        """
        words = _WORD.findall(text)
        return any(
            above == other_above and document in documents and _is_near(words, other)
            for (other_above, _), (documents, other) in self._words.items()
        )

    def alike(self, text: str) -> int:
        """How many different passages that were taken have nearly the words of a text, whatever stands above them."""
        words = set(_WORD.findall(text))
        return sum(_share(words, set(other)) >= NEAR for _, other in self._words.values())

    def of_series(self, text: str) -> int:
        """How many were taken that have nearly its words but for numbers, months and days of the week."""
        words = _without_numbers(_WORD.findall(text))
        return sum(_share(words, _without_numbers(other)) >= NEAR for _, other in self._words.values())

    def take(self, above: str, text: str, document: int) -> None:
        """Remembers a passage of a document."""
        documents, _ = self._words.setdefault((above, " ".join(text.split())), (set(), _WORD.findall(text)))
        documents.add(document)


def _share(words: set[str], other: set[str]) -> float:
    """The share of all words of two texts that both have (Jaccard)."""
    return len(words & other) / len(words | other) if words or other else 1.0


def _without_numbers(words: list[str]) -> set[str]:
    return {
        word for word in words if not (word[0].isdigit() or word[-1].isdigit() or word.lower() in _TELLS_ONE)
    }


def _is_near(words: list[str], other: list[str]) -> bool:
    # Cheap, and rules out nearly all: passages with different words.
    if any(word not in _SMALL for word in set(words) ^ set(other)):
        return False
    matcher = SequenceMatcher(None, words, other, autojunk=False)
    different = [
        word
        for kind, first, last, other_first, other_last in matcher.get_opcodes()
        if kind != "equal"
        for word in (*words[first:last], *other[other_first:other_last])
    ]
    return set(different) <= _SMALL and len(different) <= (1 - NEAR) * (len(words) + len(other))


def text_of(passage: Passage, document: Document) -> str:
    """The words of a passage."""
    return document.text[passage.start : passage.end]
