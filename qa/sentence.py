"""Tells a whole sentence from a phrase, where a joining word opens either: "and tell me why", "and the rent?"."""

import re

from qa.words import (
    ADVERBS,
    ASKING,
    CLAUSE,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    Word,
    base_form,
    is_function,
    is_past,
    is_time,
    words_of,
)

# Verbs that open a request and are no nouns …
_REQUESTS = frozenset(
    "compare define describe explain give let remind say summarise summarize tell translate write".split()
)
# … and those that are, as in "list price" or "name of the owner".
_REQUESTS_OR_NOUNS = frozenset("check count find help list look name quote read show".split())
_REACTION = re.compile(
    r"(?:that['’]s|that is) (?:all|it)|(?:(?:that['’]s|that is|it['’]s)\s+)?(?:all right|alright|cool|fine|good|got it"
    r"|great|interesting|never mind|nice|no|noted|ok|okay|perfect|right|sure|thank you|thanks|true|understood|well done"
    r"|wow|wrong|yes)",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"(?:it|that|there|he|she|here|let)'s|\w+'(?:re|m|ll|ve|d)")
_SUBJECTS = frozenset("i we he she they".split())
_OBJECTS = frozenset("me him her it them us you".split())
# Of these a past form is also the base, and most are nouns: "the running cost".
_UNCHANGED = frozenset("beat become bid come cost cut hit hurt let put quit read run set".split())
_DESCRIBES = frozenset(
    "aged based born called done hundred named sung swum begun".split()
)  # "children aged 12"
_BEFORE_NOUNS = (
    DETERMINERS
    | POSSESSIVES
    | PREPOSITIONS
    | CLAUSE
    | ADVERBS
    | frozenset("double half least like maybe more most not perhaps than the these this those twice".split())
)


def is_reaction(text: str) -> bool:
    """Whether a text only says how something was taken, as "thanks" and "that's fine", and asks nothing."""
    return bool(_REACTION.fullmatch(text.strip(" .!?,…")))


def is_sentence(text: str) -> bool:
    """Whether a text without an auxiliary asks, requests or states something by itself, and is more than a phrase."""
    words = words_of(text)
    if any(word.lower in ASKING or _CONTRACTED.fullmatch(word.lower) for word in words):
        return True
    if re.search(r":|[?!]\s+\w", text) or _requests(words):
        return True
    if len(words) > 1 and words[0].lower in ADVERBS and text[words[0].end :].startswith(","):
        return True
    return any(_is_verb(words, i) for i in range(len(words)))


def _requests(words: list[Word]) -> bool:
    if len(words) < 2:
        return False
    first, after = words[0].lower, words[1].lower
    return first in _REQUESTS or (first in _REQUESTS_OR_NOUNS and after not in PREPOSITIONS - {"up"})


def _is_verb(words: list[Word], i: int) -> bool:
    """Whether a word is a finite verb by what stands round it; a participle is none: "the book written by Berg"."""
    word = words[i].lower
    before = words[i - 1].lower if i else ""
    after = words[i + 1].lower if i + 1 < len(words) else ""
    if before in _SUBJECTS:
        return not is_function(word)
    if is_function(word) or word in _BEFORE_NOUNS or words[i].is_possessive or word.endswith("ly"):
        return False
    if after in _OBJECTS or after in ("the", "a", "an"):
        return bool(base_form(word)) or not (words[i].is_capital or is_time(word))
    if not i or before in _BEFORE_NOUNS or before.endswith("ly") or words[i - 1].is_possessive:
        return False
    if not base_form(word):
        return False
    if is_past(word):
        is_participle = word.endswith(("en", "wn", "eed")) or word in _DESCRIBES | _UNCHANGED
        return not is_participle
    return _is_present(words, i, after)


def _is_present(words: list[Word], i: int, after: str) -> bool:
    """Whether a form such as "owns" or "pay" is a verb: after a name or several, or before something of its own."""
    word, before = words[i].lower, words[i - 1]
    goes_on = bool(after) and after not in PREPOSITIONS | CLAUSE | ADVERBS
    if word.endswith("s") and not word.endswith("ss"):
        return goes_on or before.is_capital or before.lower in ("it", "this", "that")
    plural = before.lower.endswith("s") and not before.lower.endswith(("ss", "us", "is"))
    return plural and not word.endswith("ing") and not before.is_capital
