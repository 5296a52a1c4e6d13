"""Whether two answers say the same: "2018" and "in 2018" do, "2.5 mg" and "25 mg" do not."""

import functools
import re
from typing import NamedTuple

from qa.spelled_out import MONTHS, is_number, spelled_out

# What may stand before an answer without making it another one: "2018" and "in 2018".
_NEUTRAL = frozenset("in on at of for during with about around".split())
# From where or when on, and up to where or when: "Monday" is the same as either where the question says which, but
# "from Monday" is not "until Monday". The others make another answer of one without them.
_DIRECTIONS = {"from": "from", "since": "from", "until": "to", "till": "to", "to": "to", "by": "to"}
_OPEN = frozenset(_DIRECTIONS.values())
_DIRECTIONS |= {word: word for word in ("before", "after", "over", "under", "above", "below")}
_BOUNDS = {
    ("at", "least"): "least",
    ("at", "most"): "most",
    ("up", "to"): "most",
    ("no", "more", "than"): "most",
    ("minimum",): "least",
    ("maximum",): "most",
}
_BOUNDS |= {("more", "than"): "over", ("less", "than"): "under", ("no", "later", "than"): "to"}
_ARTICLES = frozenset("a an the".split())
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
# Words that make another answer of one that they are put to: "12" and "12 million", "York" and "New York".
_TELLING = frozenset(
    """hundred thousand million billion trillion dozen half quarter twice double second not no non never neither nor
    cannot hardly scarcely barely rarely seldom without except under over below above less more than minus plus new
    north south east west northern southern eastern western former vice deputy assistant associate acting interim
    junior senior anti pre post ex step grand great and or to through but before after until till since from least
    most up via for near outside beside behind beyond opposite unlike
    third thirds quarters fifths sixths sevenths eighths ninths tenths jr sr""".split()
)
# Directly before: "co-chair", but "Prime Minister Anna Berg" is Anna Berg.
_TELLING_BEFORE = frozenset({"prime", "co"})
# "The widow of Anna Lind" is not Anna Lind; the city of Lund is Lund.
_IS_ITS_NAME = frozenset(
    """city town village borough municipality parish county state province region district country republic kingdom
    island isle river lake month year day season age sum total amount price cost title name rate length""".split()
)
_TITLES = frozenset("mr mrs ms miss mx dr prof professor".split())
_ROMAN = re.compile(r"[ivx]{2,}")  # after a name: "William III"
_POSSESSIVE = "'s"
_EXTRA = 2  # words that the longer of two equal answers may have more


class Key(NamedTuple):
    """What of an answer is compared: the word that says which way it goes, or "", and its other words."""

    direction: str
    words: tuple[str, ...]


@functools.lru_cache(maxsize=4_096)
def answer_key(text: str) -> Key:
    """Words and numbers of an answer in one spelling, without articles and a preposition that says nothing."""
    words = spelled_out(text)
    # "A" names one of several where it does not stand before them: "plan A".
    words = [word for i, word in enumerate(words) if word.lower() not in _ARTICLES or _is_name(words, i)]
    lowered = [word.lower() for word in words]
    direction = ""
    while len(lowered) > 1:
        bound = next((bound for bound in _BOUNDS if tuple(lowered[: len(bound)]) == bound), ())
        if len(lowered) > len(bound) > 0:
            direction, lowered = _BOUNDS[bound], lowered[len(bound) :]
        elif lowered[0] in _DIRECTIONS:
            # "by Monday", but "by William Arrol"
            if lowered[0] != "by" or _is_time(lowered[1]):
                direction = direction or _DIRECTIONS[lowered[0]]
            lowered = lowered[1:]
        elif lowered[0] in _NEUTRAL:
            lowered = lowered[1:]
        else:
            break
    return Key(direction, tuple(lowered))


def same(a: Key, b: Key) -> bool:
    """Whether two answers, as `answer_key` gives them, say the same.

    Equal words do, dates in another order, and a short answer that stands whole in one of at most two words more:
    "Musk" and "Elon Musk". The words more must not make it another answer, as a number, "million" or "not" would.
    """
    directions = {a.direction, b.direction}
    if len(directions) > 1 and not ("" in directions and directions <= _OPEN | {""}):
        return False
    if _without_possessives(a.words) == _without_possessives(b.words):
        return bool(a.words)
    shorter, longer = sorted(_untitled(a.words, b.words), key=lambda words: len(_without_possessives(words)))
    if not shorter:
        return False
    if _is_date(longer) and (
        _is_date(shorter) or (len(shorter) == 1 and (_is_year(shorter[0]) or shorter[0] in _WEEKDAYS))
    ):
        return set(shorter) <= set(longer)
    place = _place(shorter, longer)
    # "Musk's" in "Elon Musk", but "McDonald's" first in "McDonald's Inc."
    if place is None and shorter[-1] == _POSSESSIVE:
        shorter = shorter[:-1]
        place = _place(shorter, longer)
    if place is None:
        return False
    return _leaves_the_same(longer[:place], longer[place + len(shorter) :])


def _leaves_the_same(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Whether the words more that a longer answer has, before and after the shorter one, do not make it another."""
    more = _without_possessives((*before, *after))
    is_owner = after[:1] == (_POSSESSIVE,) and len(after) > 1  # "the mayor's wife" is not the mayor
    if len(more) > _EXTRA or is_owner:
        return False
    if after and len(after[-1]) == 1:  # "plan A" is one of several plans
        return False
    if len(before) > 1 and before[-1] == "of" and before[-2] not in _IS_ITS_NAME:
        return False
    if not _TELLING_BEFORE.isdisjoint(before[-1:]) or any(_ROMAN.fullmatch(word) for word in after):
        return False
    return not any(map(_makes_another, more))


def _untitled(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Two answers without the title of one: "Mr Finch" may be Lloyd Finch, but Mrs Finch is another."""
    titled = [words[:1] != () and words[0] in _TITLES and len(words) > 1 for words in (a, b)]
    if titled[0] == titled[1]:
        return a, b
    return (a[1:], b) if titled[0] else (a, b[1:])


def _place(words: tuple[str, ...], within: tuple[str, ...]) -> int | None:
    """Where some words stand together in others; none stand nowhere."""
    places = range(len(within) - len(words) + 1) if words else ()
    return next((i for i in places if within[i : i + len(words)] == words), None)


def _without_possessives(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word != _POSSESSIVE)


def _makes_another(word: str) -> bool:
    """Whether a word makes another answer of one that it is put to."""
    return word in _TELLING or word.endswith(("n't", "n’t")) or any(sign.isdigit() for sign in word)


def _is_name(words: list[str], place: int) -> bool:
    """Whether an article is none: the "A" of "plan A", or all there is."""
    return len(words) == 1 or (place > 0 and words[place].isupper())


def _is_time(word: str) -> bool:
    return word[0].isdigit() or word in MONTHS or word in _WEEKDAYS


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == 4 and word[0] in "12"


def _is_date(words: tuple[str, ...]) -> bool:
    """Whether an answer is a month with a day, a year, or both."""
    others = [word for word in words if word not in MONTHS]
    return len(others) < len(words) and all(
        _is_year(word)
        or (is_number(word) and len(word) <= 2 and int(word) <= 31)
        or word in _NEUTRAL | _WEEKDAYS
        for word in others
    )
