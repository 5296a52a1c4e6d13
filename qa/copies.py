"""Passages that say what another one says already: they take no other passage's place among those read."""

import re

from index import Document, Passage

NEAR = 0.9
_WORD = re.compile(r"\w+")


class Seen:
    """The passages taken so far, by their words."""

    def __init__(self) -> None:
        self._texts: set[str] = set()
        self._words: list[frozenset[str]] = []

    def is_copy(self, text: str) -> bool:
        """Whether a passage has the very text of one that was taken, but for white space."""
        return " ".join(text.split()) in self._texts

    def is_near_copy(self, text: str) -> bool:
        """Whether nine words in ten are those of a passage that was taken, and the others neither names nor numbers.

        "Order 17 left on Monday" and "Order 18 left on Tuesday" are two facts, however alike they are.
        """
        words = frozenset(_WORD.findall(text))
        for other in self._words:
            different = words ^ other
            if len(different) <= (1 - NEAR) * len(words | other) and not any(map(_is_telling, different)):
                return True
        return False

    def take(self, text: str) -> None:
        """Remembers a passage."""
        self._texts.add(" ".join(text.split()))
        self._words.append(frozenset(_WORD.findall(text)))


def _is_telling(word: str) -> bool:
    return word != word.lower() or any(character.isdigit() for character in word)


def text_of(passage: Passage, document: Document) -> str:
    """The words of a passage."""
    return document.text[passage.start : passage.end]
