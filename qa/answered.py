"""What the answer of a turn is, and what a question asks for, so that one can go on speaking of it."""

import re

from qa.clause import PLACES_ASKED, Clause
from qa.mentions import mentions
from qa.words import ASKING, CLAUSE, PREPOSITIONS, base_form, is_organisation, words_of

ANSWER_WORDS = 8  # an answer of more words is a statement, and no name of anything
_LISTED = re.compile(r"[^,]+(?:(?:, [^,]+)*|(?:, [^,]+)+,) and [^,]+")


def short_answer(answer: str) -> str:
    """An answer without quotation marks and what follows a comma; "" where it is a statement."""
    text = re.sub(r"(?<=\w)['’]s$", "", answer.strip(" “”\"'‘’.,;:!?…()"))
    first = text.split(",")[0]
    if not _LISTED.fullmatch(text) or re.search(r", (?:who|which)\b", text):
        text = first
    return text if len(text.split()) <= ANSWER_WORDS else ""


def named_answer(answer: str, clause: Clause | None) -> str:
    """A short answer with the noun that was asked for instead of "one": "the old pump" after "Which pump broke?"."""
    text = short_answer(answer)
    one = re.fullmatch(r"(.*\w )ones?", text, re.IGNORECASE)
    if one is None:
        return text
    noun = words_of(clause.noun)[-1:] if clause is not None and clause.asks_for in ("what", "which") else []
    several = bool(noun) and noun[0].lower.endswith("s") and not noun[0].lower.endswith("ss")
    return f"{one[1]}{noun[0].text}" if noun and several == text.lower().endswith("s") else ""


def is_thing_asked(clause: Clause | None, answer: str) -> bool:
    """Whether a question asks for someone or something, so that its answer is what one speaks of next."""
    if clause is None or clause.asks_for not in ("who", "whom", "what", "which"):
        return False
    if clause.is_copula:  # "What is a token?" speaks of tokens, "What is the name of his firm?" of the firm
        rest = mentions(clause.rest, ())
        named = any(word.is_capital for word in words_of(answer))
        return bool(rest) and clause.rest.lower().startswith("the ") and (" of " in clause.rest or named)
    return True


def asks_place(clause: Clause) -> bool:
    """Whether it asks for a place or an organisation, the name of which is nobody's: "Where …?", "Which city …?"."""
    noun = words_of(clause.noun)[-1:]
    return clause.asks_for == "where" or (
        bool(noun) and (noun[0].lower in PLACES_ASKED or is_organisation(noun[0].lower))
    )


def defines_person(clause: Clause) -> bool:
    """Whether it asks who a person is whom it names: "Who was Ada Lovelace?"."""
    found = mentions(f"is {clause.rest}")
    return clause.is_copula and len(found) == 1 and found[0].is_name


def is_phrase(answer: str) -> bool:
    """Whether an answer names something, and states nothing: it has neither a verb at its start nor a clause."""
    words = words_of(answer)
    first = words[0].lower
    return not (
        any(word.lower in CLAUSE - {"and", "or"} or word.lower in ASKING for word in words)
        or (base_form(first) and not first.endswith("ed"))
        or first in PREPOSITIONS
    )
