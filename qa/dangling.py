"""The words of a question that point to what was said before it, as "he", "its", "there" or "the company"."""

import re
from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from qa.bound import is_bound
from qa.expletive import is_expletive
from qa.mentions import Kind, Mention, mentions
from qa.words import (
    ASKING,
    AUXILIARIES,
    BE,
    CLAUSE,
    DETERMINERS,
    PERSONS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    Word,
    base_form,
    is_function,
    words_of,
)

_KINDS = {
    "he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she", "it": "it", "its": "it",
    "they": "they", "them": "they", "their": "they", "theirs": "they",
}  # fmt: skip
_QUOTED = re.compile(r""""[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|(?<!\w)'[^']*'(?!\w)|(?<!\w)‘[^’]*’(?!\w)""")
_NEAR = frozenset(
    "year month week day morning evening time text document documents page file chat program tool".split()
)


class Spot(NamedTuple):
    """A word or phrase that points outside of its question; offsets into it."""

    kind: str  # "he", "she", "it", "they", "that", "there", "one", or "the" for "the" or "this" with a noun
    start: int
    end: int
    is_possessive: bool = False  # "his book"


def dangling(question: str, names: Collection[str]) -> list[Spot]:
    """All words of a question for which nothing in the question itself stands, in order.

    "The company" is among them wherever the question names nothing; whether anything was said that it can stand for
    is not looked at.

    :param names: words in lower case that are known as names.
    """
    words = words_of(question)
    found = mentions(question, names)
    has_name = any(mention.is_name for mention in found)
    if has_name and re.search(r"[.!?]\s+\w", question):
        return []  # several sentences: the first says whom the second is about
    if words and words[0].lower in CLAUSE - ASKING - {"and", "or", "but", "so"} and has_name:
        return []  # "Before he came to Lund, where did Olsen live?"
    quoted = [(match.start(), match.end()) for match in _QUOTED.finditer(question)]
    spots = []
    for i, word in enumerate(words):
        if _is_verbatim(word, question, quoted):
            continue
        kind = _kind(question, words, i)
        if kind == "":
            continue
        possessive = word.lower in POSSESSIVES and _is_possessive(words, i)
        if kind in ("that", "there", "one") or not is_bound(question, words, i, kind, possessive, found):
            spots.append(Spot(kind, word.start, word.end, possessive))
    if spots:
        return spots
    return [spot for spot in _definite(question, words, found) if not _is_within(spot.start, quoted)]


def _is_verbatim(word: Word, question: str, quoted: list[tuple[int, int]]) -> bool:
    """Whether a word is no pronoun because it is an abbreviation in capitals, as "IT", or stands in quotation marks."""
    abbreviated = len(word.text) > 1 and word.text.isupper() and not question.isupper()
    return abbreviated or _is_within(word.start, quoted)


def _is_within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _kind(question: str, words: list[Word], i: int) -> str:
    word = words[i].lower
    after = words[i + 1].lower if i + 1 < len(words) else ""
    before = words[i - 1].lower if i else ""
    closed = not after or bool(re.match(r"\s*[,;?!.]", question[words[i].end :]))
    if word == "it" and is_expletive(question, words[i].start):
        return ""
    if word in _KINDS:
        return _KINDS[word]
    if word == "there":
        return "" if before in BE or (after in BE | AUXILIARIES) else "there"
    if word in ("this", "that", "these", "those"):
        return _demonstrative(word, before, after, closed)
    if word in ("one", "ones"):
        return (
            "one"
            if closed
            and i
            and (before in ("another", "other") or not (is_function(before) or base_form(before)))
            else ""
        )
    return ""


def _demonstrative(word: str, before: str, after: str, closed: bool) -> str:
    if closed:
        return "" if before in ("like", "do", "does", "did") else "that"
    if word in ("that", "those") and not (
        before in AUXILIARIES | {"if", "when", "why", "how", "after", "before"}
        and (after in AUXILIARIES or base_form(after) or after in ("true", "right", "so", "correct"))
    ):
        return ""
    if after in _NEAR or (word == "this" and not (after in AUXILIARIES or base_form(after))):
        return ""
    return "that"


def _is_possessive(words: list[Word], i: int) -> bool:
    if words[i].lower == "her" or words[i].lower == "his":
        if i + 1 == len(words):
            return False
        after = words[i + 1].lower
        return after not in PREPOSITIONS | AUXILIARIES | CLAUSE | ASKING | PRONOUNS | {"the", "a", "an"}
    return True


def _is_described(mention: Mention) -> bool:
    """Whether a person has no name but is "the man" or "the CEO"."""
    words = mention.words
    return mention.kind is Kind.PERSON and words[0].lower in DETERMINERS and words[-1].bare in PERSONS


def _definite(question: str, words: list[Word], found: list[Mention]) -> list[Spot]:
    """ "the company" and the like, in a question that names nothing."""
    if any(mention.is_name and not _is_described(mention) for mention in found):
        return []
    spots = []
    for before, noun in pairwise(words):
        after = question[noun.end :]
        if before.lower not in ("the", "this", "that") or noun.is_possessive:
            continue
        described = re.match(
            r"\s+(?:of|for|that|who|which|where|called|named|in|on|at|from|with|to)\s+\w", after
        )
        following = words_of(after)[:1]
        compound = bool(following) and not (
            is_function(following[0].lower) or base_form(following[0].lower) or re.match(r"\s*[,;?!.]", after)
        )
        if not described and not compound and noun.lower not in _NEAR:
            spots.append(Spot("the", before.start, noun.end))
    return spots
