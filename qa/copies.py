"""Passages that say what another one says already: they take no other passage's place among those read."""

import re
from difflib import SequenceMatcher

from index import Document, Passage

NEAR = 0.9
_WORD = re.compile(r"\w+")
# Two passages that differ in these alone say the same. There is no "not" here, and no number.
_SMALL = frozenset(
    "a an and as at by for from has have in is it its of on or so that the this to was were with".split()
)


class Seen:
    """The passages taken so far, with what stands above them: under another title the same words are another fact."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, str], list[str]] = {}

    def is_copy(self, above: str, text: str) -> bool:
        """Whether a passage has the very text of one that was taken, under the same title, but for white space."""
        return (above, " ".join(text.split())) in self._words

    def is_near_copy(self, above: str, text: str) -> bool:
        """Whether a passage has the words of one that was taken, in their order, but for a few small ones.

        "It was approved" and "It was rejected" are two facts, however alike they are.
        """
        words = _WORD.findall(text)
        return any(
            above == other_above and _is_near(words, other) for (other_above, _), other in self._words.items()
        )

    def alike(self, text: str) -> int:
        """How many different passages that were taken have nearly the words of a text, whatever stands above them."""
        words = set(_WORD.findall(text))
        return sum(
            len(words & set(other)) >= NEAR * len(words | set(other)) for other in self._words.values()
        )

    def take(self, above: str, text: str) -> None:
        """Remembers a passage."""
        self._words[above, " ".join(text.split())] = _WORD.findall(text)


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
