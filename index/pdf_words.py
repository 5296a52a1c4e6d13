"""Which hyphens at the ends of lines belong to a word, and which only part it."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

HYPHENS = "-\u2010\u00ad"

_WORD = re.compile(rf"[^\W\d_]+(?:[{HYPHENS}][^\W\d_]+)*")
_BROKEN = re.compile(rf"\W*+(?P<before>\w+(?:[{HYPHENS}]\w+)*)(?P<hyphen>[{HYPHENS}])")
_JOINED = re.compile("\u2010\\w")
_FIRST = re.compile(rf"\w+(?:[{HYPHENS}]\w+)*")
# Ideographs, kana and their punctuation; Korean has spaces between words.
_IDEOGRAPHIC = re.compile(
    r"[\u2e80-\u2fdf\u3000-\u312f\u31a0-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_COMPOUNDS = frozenset({"half", "non", "self", "well"})  # words that are nearly always joined by a hyphen
_LINKS = frozenset({"and", "or", "to"})  # as in "pre- and post-war"
_SHORTEST_PART = 3  # shorter parts of a compound are mostly syllables


class Join(NamedTuple):
    """How a line goes on in the next one."""

    removed: int  # characters at its end: the hyphen that only parts a word
    spaced: bool


class Hyphens:
    """Tells the two kinds of hyphens apart by the words that stand elsewhere in the document."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words: set[str] = set()
        ends = Counter(line[-1:] for line in lines)
        # Some programs part words with a hyphen of their own, so that every other one is the writer's.
        self._own = ends["\u2010"] > ends["-"] and not any(map(_JOINED.search, lines))
        broken = False
        for line in lines:
            first = _FIRST.match(line) if broken else None
            last = _broken(line)
            whole = line[first.end() if first else 0 : last.start("before") if last else len(line)]
            self._words.update(_plain(word) for word in _WORD.findall(whole))
            broken = last is not None

    def join(self, line: str, following: str) -> Join:
        """How a line of a paragraph goes on in the next line of it."""
        last, first = _broken(line), _FIRST.match(following)
        if last is None or first is None:
            return Join(0, spaced=are_spaced(line, following))
        if _plain(first[0]) in _LINKS:
            return Join(0, spaced=True)
        return Join(0 if self._belongs(last["before"], last["hyphen"], first[0]) else 1, spaced=False)

    def _belongs(self, before: str, hyphen: str, after: str) -> bool:
        if hyphen == "\u00ad":
            return False
        names = after[0].isupper() and not before.isupper()
        if names or not before.isalpha() or not after.isalpha():
            return True  # as in "COVID-19", "Anglo-Saxon", "state-of-the-art"
        before, after = before.casefold(), after.casefold()
        if before + after in self._words:
            return False
        if f"{before}-{after}" in self._words or before in _COMPOUNDS or (self._own and hyphen == "-"):
            return True
        both_are_words = before in self._words and after in self._words
        return both_are_words and min(len(before), len(after)) >= _SHORTEST_PART


def are_spaced(line: str, following: str) -> bool:
    """Whether a space parts a line from the one that it goes on in: none does in Chinese and Japanese."""
    return not (_IDEOGRAPHIC.fullmatch(line[-1:]) and _IDEOGRAPHIC.fullmatch(following[:1]))


def _broken(line: str) -> re.Match[str] | None:
    """The word that a line ends within, if it ends with a hyphen."""
    return _BROKEN.fullmatch(line, line.rfind(" ") + 1) if line.endswith(tuple(HYPHENS)) else None


def _plain(word: str) -> str:
    return word.replace("\u2010", "-").replace("\u00ad", "").casefold()
