"""Which name of a conversation "the company", "the bridge" or "the man" may stand for.

A noun stands for a name only where the name itself or what was said of it tells that it is such a thing; any other
"the report" belongs to a question that stands alone.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from qa.answer import Turn
from qa.answered import short_answer
from qa.clause import Clause, clause_of
from qa.complement import head_of
from qa.mentions import Kind, Mention, mentions
from qa.referents import Referent, ranked
from qa.words import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    PREPOSITIONS,
    base_form,
    is_function,
    is_organisation,
    words_of,
)

WINDOW = 80  # characters before and after a name in which something is said of it
LIKELY = 8  # referents of one turn that are looked at
OFTEN = 5  # places of a name in one text that are looked at
DESCRIBED = 6  # words of a description: "a Swedish maker of lamps"
_PERSONS = {"man": ("he",), "guy": ("he",), "woman": ("she",), "lady": ("she",), "person": ("he", "she")}
_COMPANY = frozenset("business company corporation firm startup".split())
_CITY = frozenset("city town village".split())
# Words that end the names of companies, and of other organisations.
_COMPANY_NAMES = frozenset(
    "bank company corp corporation gmbh group inc lab labs limited llc ltd studios".split()
)
_ORGANISATION_NAMES = _COMPANY_NAMES | frozenset(
    """academy agency association bureau club committee council department foundation fund institute ministry
    party university""".split()
)
# What stands before or after the name of an organisation, whatever it looks like …
_EMPLOYS = re.compile(
    r"\b(?:(?:work(?:s|ed|ing)?|jobs?|employed|hired) (?:at|for|by)|invest(?:s|ed|ment|ments|ing)? in"
    r"|(?:ceo|boss|chair(?:man|woman)?|employees|shareholders|board) (?:of|at))$",
    re.IGNORECASE,
)
_EMPLOYER_OF = re.compile(
    r"['’]s? (?:board|ceo|boss|chair(?:man|woman)?|turnover|revenues?|profits?|employees|staff|shares|shareholders|"
    r"customers|headquarters)\b",
    re.IGNORECASE,
)
# … and what stands before one or before a town, so that only capitals within the name tell which.
_JOINED = re.compile(
    r"\b(?:leave|left|leaving|join|joined|joining|quit|found|founded|co-?found|co-?founded)$", re.IGNORECASE
)
_LIVED_IN = re.compile(r"\b(?:lives?|lived|living|born|gr[eo]w up|moved? to|died?)(?: in)?$", re.IGNORECASE)
_LIVED = re.compile(r"\b(?:live|born|grow up|die|move)\b", re.IGNORECASE)
_IS = re.compile(r"(?:(?:, (?:which|who))? (?:is|was|became)|,) (?:an?|the|one of the) ", re.IGNORECASE)
_TOWN_OF = frozenset(
    "city country county district island kingdom port province republic state town village".split()
)


def called(noun: str, turns: Sequence[Turn], taken: set[str]) -> str | None:
    """The likeliest name of the turns that "the `noun`" can stand for, from the latest that has one, or None.

    :param noun: in lower case.
    :param turns: the last turn is `turns[-1]`.
    :param taken: words in lower case; a name that has no others stands in the question already.
    """
    for turn in reversed(turns):
        for pronoun in _PERSONS.get(noun, ("it",)):
            for referent in ranked(turn, pronoun)[:LIKELY]:
                own = {word.bare for word in words_of(referent.text)} - {"the"}
                if not own <= taken and _is_called(noun, referent, turns):
                    return referent.text
    return None


def _is_called(noun: str, referent: Referent, turns: Sequence[Turn]) -> bool:
    if referent.kind not in (Kind.PERSON, Kind.NAME, Kind.THING):
        return False
    words = [word for word in words_of(referent.text) if word.lower not in DETERMINERS]
    name = " ".join(word.text for word in words)
    asked = [clause for turn in turns if _is_answer(name, turn) and (clause := clause_of(turn.question))]
    if noun in _PERSONS:
        if noun != "person":
            return referent.gender in _PERSONS[noun]
        return referent.kind is Kind.PERSON or any(clause.asks_for in ("who", "whom") for clause in asked)
    if head_of(referent.text) == noun or any(noun in _asked_nouns(clause) for clause in asked):
        return True
    if noun in _CITY and any(c.asks_for == "where" and _LIVED.search(c.rest) for c in asked):
        return True
    said = [part for turn in turns for part in _said_of(name, turn)]
    return any(_describes(before, after, noun) for before, after in said) or _fits(noun, referent, said)


def _is_answer(name: str, turn: Turn) -> bool:
    """Whether a turn was answered by a name and nothing more: "in Bergen", "the Kvarn mill"."""
    words = words_of(short_answer(turn.answer))
    while words and words[0].lower in DETERMINERS | PREPOSITIONS:
        words = words[1:]
    return [word.text for word in words] == name.split()


def _asked_nouns(clause: Clause) -> Iterator[str]:
    """What a question asks for: "company" in "Which company …?", "mill" in "What is the biggest mill in Ryd?"."""
    if clause.asks_for not in ("what", "which"):
        return
    if clause.noun:
        yield words_of(clause.noun)[-1].lower
        return
    rest = re.sub(r"^the name of ", "", clause.rest, flags=re.IGNORECASE)
    first = next((m for m in mentions(rest) if not _owns(m, rest)), None)
    if first is None or not clause.is_copula:
        return
    after = [word.lower for word in words_of(rest[first.end :])]
    # "What is the report about?" is not answered by its name.
    if not after or after[-1] in ("called", "named") or (after[0] in PREPOSITIONS and len(after) > 1):
        yield first.head


def _owns(mention: Mention, text: str) -> bool:
    return text[mention.end :].startswith(("'", "’"))


def _said_of(name: str, turn: Turn) -> Iterator[tuple[str, str]]:
    """What stands before and after a name wherever a turn has it."""
    for text in (turn.question, turn.answer, turn.context):
        found = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
        for match in islice(found, OFTEN):
            before = text[max(0, match.start() - WINDOW) : match.start()].rstrip(" “\"'‘")
            yield re.sub(r" the$", "", before, flags=re.IGNORECASE), text[match.end() : match.end() + WINDOW]


def _describes(before: str, after: str, noun: str) -> bool:
    """Whether the words round a name say what it is: "the company Norvik", "Norvik is a Swedish company"."""
    if noun not in f"{before} {after}".lower():
        return False  # which is cheap, and so for nearly all
    ahead = [word.lower for word in words_of(before)[-2:]]
    follows = words_of(after)[:1]
    next_word = follows[0].lower if follows and after[: follows[0].start].isspace() else ""
    # "the report Norvik wrote" says nothing of what Norvik is.
    is_subject = base_form(next_word) or next_word in AUXILIARIES - BE
    if ahead[-1:] == [noun] and before[-1:].isalpha() and not is_subject:
        return True
    if ahead[:1] == [noun] and (
        ahead[1:] in (["called"], ["named"]) or (ahead[1:] == ["of"] and noun in _TOWN_OF)
    ):
        return True
    opened = _IS.match(after)
    return opened is not None and _is_head(after[opened.end() :], noun, apposed=after.startswith(", "))


def _is_head(phrase: str, noun: str, apposed: bool) -> bool:
    """Whether a phrase begins with a description that ends in the noun: "Swedish company of 1950"."""
    words = words_of(phrase)
    for i, word in enumerate(words[:DESCRIBED]):
        end = words[i + 1].lower if i + 1 < len(words) else ""
        if word.lower == noun:
            closed = not end or not phrase[word.end : words[i + 1].start].isspace()
            # "Norvik, the report says" has a verb of which the noun is the subject.
            finite = bool(base_form(end)) or end in AUXILIARIES
            return closed or (is_function(end) and not finite) or (finite and not apposed)
        if word.lower in PREPOSITIONS or is_function(word.lower):
            return False
    return False


def _fits(noun: str, referent: Referent, said: Sequence[tuple[str, str]]) -> bool:
    """Whether a name is plainly one of an organisation or a town, and the noun a word for such."""
    last = head_of(referent.text)
    if noun in ("organisation", "organization") and last in _ORGANISATION_NAMES:
        return True
    if noun in _COMPANY and last in _COMPANY_NAMES:
        return True
    if referent.kind is Kind.PERSON or is_organisation(last):
        return False
    if noun in _CITY:
        return any(_LIVED_IN.search(before) for before, _ in said)
    if noun not in _COMPANY | {"organisation", "organization"}:
        return False
    return any(
        _EMPLOYS.search(before)
        or _EMPLOYER_OF.match(after)
        or (referent.kind is Kind.THING and _JOINED.search(before))
        for before, after in said
    )
