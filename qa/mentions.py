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
        word for before, word in pairwise(words) if not re.search(r"[.?!:“\"]", text[before.end : word.start])
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
    found: list[Mention] = []
    words = words_of(text)
    group: list[Word] = []
    verb_due = has_subject = of_being = False
    for i, word in enumerate(words):
        before = words[i - 1] if i else None
        parted = before is not None and bool(re.search(r"[^\s“”\"]", text[before.end : word.start]))
        is_name = _is_name(word, i == 0, names)
        in_may = word.lower == "may" and before is not None and before.lower in PREPOSITIONS
        # After "is" a name ends where small letters begin: "Is the plan for Oslo serious?"
        ends_name = (
            of_being and group and not is_name and not group[-1].is_possessive and _all_names(group, names)
        )
        if parted or ends_name or (group and word.lower in DETERMINERS) or len(group) == LONGEST:
            found += _of_group(text, group, names)
            group = []
        if word.lower in AUXILIARIES and not in_may:
            of_being = word.lower in BE
            verb_due, has_subject = not of_being, False
        elif word.lower in ASKING:
            verb_due, has_subject = True, False
        noun_due = bool(group) and (group[-1].lower in DETERMINERS or group[-1].is_possessive)
        noun_due = noun_due or (before is not None and before.lower in POSSESSIVES | _ORDER)
        after_name = bool(group) and verb_due and _all_names(group, names) and not is_function(word.lower)
        closed = is_function(word.lower) and word.lower not in DETERMINERS and not is_name and not in_may
        is_verb = (
            not is_name
            and not closed
            and not noun_due
            and (base_form(word.lower) != "" or after_name)
            and (not group or (verb_due and has_subject) or is_past(word.lower))
            and not (before is not None and before.lower in PREPOSITIONS - {"to"})
        )
        if is_verb and i + 1 < len(words) and base_form(words[i + 1].lower):
            is_verb = (
                not group or group[0].lower not in DETERMINERS
            )  # "the day pass" in "does the day pass cost"
        last = i + 1 == len(words) or words[i + 1].lower in DETERMINERS | PREPOSITIONS - {"of"}
        if (
            not is_verb
            and not closed
            and not is_name
            and verb_due
            and has_subject
            and last
            and len(group) > 1
        ):
            is_verb = (
                group[0].lower in DETERMINERS
            )  # a verb that is not known: "did the council ratify the treaty"
        if is_verb or closed or word.lower in ("many", "much"):
            found += _of_group(text, group, names)
            group = []
            verb_due = verb_due and not is_verb
        else:
            group.append(word)
            has_subject = has_subject or word.lower not in DETERMINERS
    return found + _of_group(text, group, names)


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
    possessor = [i for i, word in enumerate(group) if word.is_possessive]
    inner: list[Mention] = []
    if possessor and possessor[0] + 1 < len(group):
        owner = group[: possessor[0] + 1]
        end = owner[-1].start + len(owner[-1].bare)
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
