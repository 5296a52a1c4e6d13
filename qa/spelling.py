"""Misspelt words of a question, put right by the passages that it finds, or by a dictionary of English.

One wrong letter costs the reader much: it knows words by their pieces, and those of "genocdie" say nothing.
"""

import functools
import importlib.resources
import re
import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from symspellpy import SymSpell, Verbosity
from symspellpy.editdistance import DistanceAlgorithm, EditDistance

from qa.features import stem
from qa.retrieve import FUNCTION_WORDS

DICTIONARY = "frequency_dictionary_en_82_765.txt"
SHORTEST = 4  # letters of a word that is looked at; shorter ones are one letter from too many others
SURE = 6  # letters of a word of which any one may be another; of shorter ones, "Marta" may be no "Marya"
LONG = 9  # letters of a word that may have two errors
# Of the words of a question that must be known, and that must be known or nearly so, before the dictionary has a say:
# in another language it would find errors everywhere.
KNOWN_SHARE, ENGLISH_SHARE = 0.25, 0.6

# Nothing of an address, a file name, a version, or anything else with signs or digits in it.
# And no "couldn't"; "Musk's" is Musk.
_WORD = re.compile(r"(?<![\w@/\\.'’])[^\W\d_]+(?![\w@/\\]|\.\w|['’](?!s\b)\w)")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»")

_VOWELS = set("aeiouy")
_distance = EditDistance(DistanceAlgorithm.DAMERAU_OSA)
_loading = threading.Lock()


@dataclass(frozen=True)
class _Correction:
    """A word that may have been meant."""

    word: str
    distance: int  # letters left out, put in, changed, or swapped with the next one
    slip: bool  # see `_is_slip`
    in_texts: bool
    frequency: int

    @property
    def order(self) -> tuple[int, bool, bool, int, str]:
        """The lowest is the likeliest."""
        return self.distance, not self.slip, not self.in_texts, -self.frequency, self.word


# Typed without the apostrophe; the nearest words of the dictionary would be "dent", "inst" and "argent".
_CONTRACTED = {
    word.replace("'", ""): word
    for word in """don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't can't couldn't won't wouldn't
    shouldn't that's what's where's who's there's they're you're we've they've you've""".split()
}


def corrected(question: str, texts: Iterable[str]) -> str:
    """The question with its misspelt words put right, letters outside of them untouched.

    A word is misspelt if it stands neither in the texts nor in the dictionary, and a word one letter away from it does;
    two letters in long words. What stands in quotation marks is taken as it is, and so are words of capitals. Names
    are corrected by the texts only: a dictionary does not know them.

    :param texts: of the passages found for the question, with what stands above them.
    """
    words = [match for match in _WORD.finditer(question) if not _is_quoted(match, question)]
    if not any(len(word.group()) >= SHORTEST for word in words):
        return question
    of_texts = {word.lower() for text in texts for word in _WORD.findall(text)}
    stems = {stem(word) for word in of_texts}
    dictionary = load_dictionary()
    known = of_texts | FUNCTION_WORDS
    unknown = [
        word
        for word in words
        if word.group().lower() not in known
        and word.group().lower() not in dictionary.words
        and stem(word.group().lower()) not in stems
    ]
    found = [_corrections(word.group(), of_texts) for word in unknown]
    by_dictionary = [_dictionary_corrections(word.group(), dictionary) for word in unknown]
    sensible = len(words) - sum(not (own or other) for own, other in zip(found, by_dictionary, strict=True))
    english = sensible >= ENGLISH_SHARE * len(words) and len(words) - len(unknown) >= KNOWN_SHARE * len(words)
    for word, own, other in reversed(list(zip(unknown, found, by_dictionary, strict=True))):
        typed = word.group()
        is_word = english and (typed.islower() or word is words[0])  # and no name
        possible = [*own, *other] if is_word else own
        meant = _CONTRACTED.get(typed.lower()) if is_word else None
        if meant or possible:
            best = meant or min(possible, key=lambda correction: correction.order).word
            best = best.capitalize() if typed.istitle() else best
            question = question[: word.start()] + best + question[word.end() :]
    return question


@functools.cache
def _dictionary() -> SymSpell:
    dictionary = SymSpell(max_dictionary_edit_distance=1)
    with importlib.resources.as_file(importlib.resources.files("symspellpy") / DICTIONARY) as path:
        dictionary.load_dictionary(path, term_index=0, count_index=1, encoding="utf-8")
    return dictionary


def load_dictionary() -> SymSpell:
    """82,765 words of English and how common they are; loaded once in a process, in half a second."""
    with _loading:
        return _dictionary()


def _is_quoted(word: re.Match[str], question: str) -> bool:
    return any(
        quoted.start() < word.start() and word.end() < quoted.end() for quoted in _QUOTED.finditer(question)
    )


def _corrections(typed: str, of_texts: Collection[str]) -> list[_Correction]:
    """The words of the texts that may have been meant by one that nobody knows."""
    if not _may_be_misspelt(typed):
        return []
    most = 1 + (len(typed) >= LONG)
    typed, found = typed.lower(), []
    for word in of_texts:
        if _is_alike(typed, word):
            distance = _distance.compare(typed, word, most)
            slip = _is_slip(typed, word)
            if distance >= 0 and (slip or len(typed) >= SURE):
                found.append(_Correction(word, distance, slip, True, 0))
    return found


def _dictionary_corrections(typed: str, dictionary: SymSpell) -> list[_Correction]:
    """The words of the dictionary that may have been meant, by a slip only: any other change would be a guess."""
    if not _may_be_misspelt(typed):
        return []
    typed = typed.lower()
    return [
        _Correction(item.term, item.distance, True, False, item.count)
        for item in dictionary.lookup(typed, Verbosity.ALL, max_edit_distance=1)
        if _is_alike(typed, item.term) and _is_slip(typed, item.term)
    ]


def _may_be_misspelt(typed: str) -> bool:
    return len(typed) >= SHORTEST and (typed.islower() or typed.istitle())


def _is_alike(typed: str, word: str) -> bool:
    """Whether they begin and end alike, but for swapped letters.

    People hardly ever miss the first letter, and a word with another ending is another form of it.
    """
    if len(word) < SHORTEST:
        return False
    begins = typed[0] == word[0] or typed[:2] == word[1::-1]
    ends = typed[-1] == word[-1] or typed[-2:] == word[:-3:-1] or typed[-2:] == 2 * word[-1]
    return begins and ends


def _is_slip(typed: str, word: str) -> bool:
    """Whether a letter was left out or doubled, two swapped, or a vowel was mistaken or put in: what happens most."""
    if len(typed) == len(word):
        swapped = sorted(typed) == sorted(word)
        return swapped or all(a == b or {a, b} <= _VOWELS for a, b in zip(typed, word, strict=True))
    return len(typed) < len(word) or any(
        (typed[i] == typed[i + 1] or typed[i] in _VOWELS) and typed[:i] + typed[i + 1 :] == word
        for i in range(len(typed) - 1)
    )
