"""What a short text speaks of: names, things, times and numbers, told apart by light signs and no model."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from qa.words import (
    ADVERBS,
    ASKING,
    AUXILIARIES,
    BE,
    DETERMINERS,
    HE,
    PERSONS,
    POSSESSIVES,
    PREPOSITIONS,
    SHE,
    TITLES,
    Word,
    base_form,
    is_function,
    is_organisation,
    is_past,
    is_time,
    words_of,
)

_ORDER = frozenset("last first next latest own only".split())
_ABBREVIATED = TITLES | frozenset("st mt jr sr fr".split())  # with a full stop, but no sentence ends there
LONGEST = 8  # words of one mention


class Kind(StrEnum):
    """What a mention is taken for."""

    PERSON = "person"
    NAME = "name"  # of a person or of a thing
    THING = "thing"  # the name of a thing: an organisation, a place, a product
    TIME = "time"
    NUMBER = "number"
    NOUN = "noun"  # a common noun with what stands before it


@dataclass(frozen=True)
class Mention:
    """Words of a text that stand for one thing, with their determiner: "Anna's old book", "the bridge", "2019"."""

    text: str
    start: int  # offsets into the text
    end: int
    kind: Kind

    @property
    def words(self) -> list[Word]:
        """Its words."""
        return words_of(self.text)

    @property
    def head(self) -> str:
        """Its last word in lower case, which says what it is."""
        return self.words[-1].bare

    @property
    def is_name(self) -> bool:
        """Whether it is a name."""
        return self.kind in (Kind.PERSON, Kind.NAME, Kind.THING)

    @property
    def is_plural(self) -> bool:
        """Whether it looks like several: "the teams"; a name never does."""
        regular = self.head.endswith("s") and not self.head.endswith(("ss", "us", "is"))
        return self.kind is Kind.NOUN and (regular or self.head in ("people", "men", "women", "children"))


def names_in(text: str) -> frozenset[str]:
    """The words of a text, in lower case, that have a capital where no sentence begins."""
    words = words_of(text)
    inner = (
        word
        for before, word in pairwise(words)
        if _goes_on_after(text, before, word) or not re.search(r"[.?!:“\"]", text[before.end : word.start])
    )
    return frozenset(
        word.bare
        for word in inner
        if word.is_capital and not is_function(word.lower) and not is_organisation(word.bare)
    )


def mentions(text: str, names: Collection[str] = ()) -> list[Mention]:
    """All mentions in a text, in order, none within another but for names in front of a noun ("Anna's book").

    :param names: words in lower case that are known as names, for texts typed without capitals.
    """
    reading = _Reading(text, names)
    for i in range(len(reading.words)):
        reading.take(i)
    reading.end_group()
    return reading.found


class _Reading:
    """One pass over the words of a text, which tells what joins a mention from what ends it."""

    def __init__(self, text: str, names: Collection[str]) -> None:
        self.words = words_of(text)
        self.found: list[Mention] = []
        self._text, self._names = text, names
        self._group: list[Word] = []
        # After "did" or "who" a verb comes; after a form of "be" none has to.
        self._verb_due = self._has_subject = self._of_being = False

    def take(self, i: int) -> None:
        """Joins a word to the mention before it, or ends that."""
        word, before = self.words[i], self.words[i - 1] if i else None
        is_name = _is_name(word, self._begins_sentence(word, before), self._names)
        in_may = word.lower == "may" and before is not None and before.lower in PREPOSITIONS
        if self._begins(word, before, is_name):
            self.end_group()
        if word.lower in AUXILIARIES and not in_may:
            self._of_being = word.lower in BE
            self._verb_due, self._has_subject = not self._of_being, False
        elif word.lower in ASKING:
            self._verb_due, self._has_subject = True, False
        closed = is_function(word.lower) and word.lower not in DETERMINERS and not is_name and not in_may
        is_verb = not closed and not is_name and (self._is_known_verb(i) or self._is_unknown_verb(i))
        if is_verb or closed or word.lower in ("many", "much"):
            self.end_group()
            self._verb_due = self._verb_due and not is_verb
        else:
            self._group.append(word)
            self._has_subject = self._has_subject or word.lower not in DETERMINERS

    def end_group(self) -> None:
        """Keeps what was joined so far as a mention."""
        self.found += _of_group(self._text, self._group, self._names)
        self._group = []

    def _begins_sentence(self, word: Word, before: Word | None) -> bool:
        if before is None:
            return True
        ended = re.search(r"[.?!]\s", self._text[before.end : word.start]) is not None
        return ended and not _goes_on_after(self._text, before, word)

    def _begins(self, word: Word, before: Word | None, is_name: bool) -> bool:
        """Whether a word cannot join the mention before it."""
        group = self._group
        between = self._text[before.end : word.start] if before is not None else ""
        if re.search(r"[^\s“”\"]", between) and not (before and _goes_on_after(self._text, before, word)):
            return True
        if (group and word.lower in DETERMINERS) or len(group) == LONGEST:
            return True
        # After "is" a name ends where small letters begin: "Is the plan for Oslo serious?"
        within = self._of_being and bool(group) and not is_name
        return within and not group[-1].is_possessive and _all_names(group, self._names)

    def _is_known_verb(self, i: int) -> bool:
        """Whether a word that is no name is a verb by its form and its place."""
        group, word, before = self._group, self.words[i], self.words[i - 1] if i else None
        after_owner = bool(group) and (group[-1].lower in DETERMINERS or group[-1].is_possessive)
        if after_owner or (before is not None and before.lower in POSSESSIVES | _ORDER):
            return False
        if before is not None and before.lower in PREPOSITIONS - {"to"}:
            return False
        after_name = bool(group) and self._verb_due and _all_names(group, self._names)
        if not base_form(word.lower) and not (after_name and not is_function(word.lower)):
            return False
        if group and not (self._verb_due and self._has_subject) and not is_past(word.lower):
            return False
        if i + 1 < len(self.words) and base_form(self.words[i + 1].lower):
            # "the day pass" in "does the day pass cost"
            return not group or group[0].lower not in DETERMINERS
        return True

    def _is_unknown_verb(self, i: int) -> bool:
        """Whether a word is a verb by its place alone: "did the council ratify the treaty"."""
        last = i + 1 == len(self.words) or self.words[i + 1].lower in DETERMINERS | PREPOSITIONS - {"of"}
        due = self._verb_due and self._has_subject and last
        return due and len(self._group) > 1 and self._group[0].lower in DETERMINERS


def _goes_on_after(text: str, before: Word, word: Word) -> bool:
    """Whether a name goes on after a full stop, as in "J. R. Olsen", "Mr. Lind" and "St. Petersburg"."""
    initial = len(before.text) == 1 and before.text.isupper()
    stop = re.fullmatch(r"\.\s*", text[before.end : word.start])
    return stop is not None and word.is_capital and (initial or before.lower in _ABBREVIATED)


def gender(mention: Mention) -> str:
    """ "he" or "she" where a given name or a title says so, else ""."""
    first = mention.words[0].lower.rstrip(".")
    if first in SHE or first in ("mrs", "ms", "miss", "dame", "lady", "queen"):
        return "she"
    return "he" if first in HE or first in ("mr", "sir", "lord", "king") else ""


def _of_group(text: str, group: list[Word], names: Collection[str]) -> list[Mention]:
    """The mention that a run of words is, with the name in front of it where that is another: "Anna's book"."""
    while group and group[-1].lower in DETERMINERS | ADVERBS:
        group = group[:-1]
    if not group:
        return []
    if all(word.bare in DETERMINERS for word in group):  # "each other's" with nothing after it
        return []
    possessor = [i for i, word in enumerate(group) if word.is_possessive]
    inner: list[Mention] = []
    if possessor and possessor[0] + 1 < len(group):
        owner = group[: possessor[0] + 1]
        end = owner[-1].start + len(owner[-1].bare)
        if any(word.bare not in DETERMINERS for word in owner):
            inner = [Mention(text[owner[0].start : end], owner[0].start, end, _kind(owner, names))]
    elif group[-1].is_possessive:
        last = group[-1]
        group = [*group[:-1], Word(last.text[: len(last.bare)], last.start, last.start + len(last.bare))]
    start, end = group[0].start, group[-1].end
    return [*inner, Mention(text[start:end], start, end, Kind.NOUN if inner else _kind(group, names))]


def _kind(group: list[Word], names: Collection[str]) -> Kind:
    words = [word for word in group if word.lower not in DETERMINERS]
    if any(is_time(word.lower) for word in words) and not any(base_form(w.lower) for w in words):
        return Kind.TIME
    if re.match(r"[$€£]|\d[\d.,]*%?$", words[0].text):
        return Kind.NUMBER
    if not _all_names(words, names):
        return Kind.PERSON if words[-1].bare in PERSONS else Kind.NOUN
    first, last = words[0].lower.rstrip("."), words[-1].bare
    if first in TITLES or first in HE or first in SHE or last in PERSONS:
        return Kind.PERSON
    odd = any(re.search(r"[a-z][A-Z]|\d|^[A-Z]{2,}$|[/_@&]", word.text) for word in words)
    if odd or len(words) < len(group) or any(is_organisation(word.bare) for word in words):
        return Kind.THING
    return Kind.NAME


def _all_names(group: list[Word], names: Collection[str]) -> bool:
    return all(_is_name(word, False, names) for word in group)


def _is_name(word: Word, is_first: bool, names: Collection[str]) -> bool:
    if word.bare in names:
        return True
    if is_first and (is_function(word.lower) or base_form(word.lower)):
        return False
    if word.lower in ASKING | AUXILIARIES | {"i"}:
        return False
    return word.is_capital
