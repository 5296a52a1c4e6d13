"""Questions that only ask, and leave to the last one what they ask about: "why?", "On which podcast?"."""

import re
from itertools import pairwise

from qa.answer import Turn
from qa.answered import named_answer
from qa.clause import Clause, asking_at, clause_of, with_do
from qa.mentions import Kind, mentions
from qa.referents import PLACES, TIMES, known_names
from qa.words import (
    ADVERBS,
    ASKING,
    AUXILIARIES,
    BE,
    PREPOSITIONS,
    PRONOUNS,
    Word,
    base_form,
    is_function,
    is_time,
    words_of,
)

# With these "how many" and "which" ask how often, when or for how much.
_ADVERBIAL = frozenset(
    "cash date decade hour hours minute minutes money occasion occasions time times".split()
)
_NEGATED = {"can": "can't", "will": "won't", "shall": "shan't"}
_EVENT = re.compile(
    r"(?P<asking>.+?) (?:(?:was|is|were|are) (?:that|this)(?: so)?|(?:did|does) (?:that|this|it) happen|so|come)",
    re.IGNORECASE,
)


def bare_asking(body: str) -> str:
    """The asking words of a question that has nothing else, as "On which podcast?" and "When was that?", or ""."""
    text = body.rstrip(" ?.!…")
    event = _EVENT.fullmatch(text)
    if re.fullmatch(r"how (?:come|so)", text, re.IGNORECASE):
        return "why"
    if event:
        text = event["asking"]
    words = words_of(text)
    while len(words) > 1 and words[-1].lower in ("then", "exactly", "precisely", "again"):
        words = words[:-1]
    at = asking_at(words)
    if at is None or len(words) > 6 or words[at].lower == "whether":
        return ""
    rest = words[at + 1 :]
    if any(
        w.lower in AUXILIARIES | PRONOUNS - {"one", "ones"} or (w.is_capital and not text.isupper())
        for w in rest
    ):
        return ""
    if any(base_form(word.lower) for word in rest) or _has_verb(rest):
        return ""
    is_open = words[at].lower in ("which", "what", "whose", "how") or all(
        word.lower in (*PREPOSITIONS, "else", "not") for word in rest
    )
    if event and words[at].lower not in ("when", "where", "why", "how", "which", "what"):
        return ""
    if event and words[at].lower in ("what", "which") and not rest:
        return ""
    return text[: words[-1].end] if is_open else ""


def _has_verb(words: list[Word]) -> bool:
    """Whether words have the order of a noun and a verb that is not known: "river flows through the village"."""
    for i, (word, after) in enumerate(pairwise(words)):
        if is_function(word.lower) or word.lower in ("many", "much"):
            continue
        plural = word.lower.endswith("s") and not word.lower.endswith(("ss", "us", "is"))
        if after.lower in ("the", "a", "an", "every", "each") or (plural and not is_function(after.lower)):
            return True
        if i and plural and after.lower in PREPOSITIONS - {"of"}:
            return True
    return False


def asked_anew(asking: str, turn: Turn) -> str | None:
    """The last question asked by other words: "When did Anna leave Lund?" by "why" is "why did Anna leave Lund"."""
    clause = clause_of(turn.question)
    words = [word.lower for word in words_of(asking)]
    if clause is None or words == ["what"]:  # "So what?", or it was not understood
        return None
    new = next(word for word in words if word in ASKING)
    answer = named_answer(turn.answer, clause)
    if "not" in words and clause.auxiliary:
        auxiliary = clause.auxiliary.lower()
        negated = _NEGATED.get(auxiliary, f"{auxiliary}n't")
        return f"{new} {negated} {clause.rest}"
    if new == clause.asks_for and "else" in words:
        return " ".join(part for part in (asking, clause.auxiliary, clause.rest) if part)
    if words[-1] in ("many", "which", "one", "ones"):
        return _counted(asking, clause, turn)
    thing = _thing_in(asking)
    if thing:
        return _asked_of(thing, asking, clause, turn)
    if not clause.has_subject:
        if words == ["who"]:
            return None
        auxiliary, rest = with_do(clause, _subject(clause, answer))
        return f"{asking} {auxiliary} {rest}"
    return f"{asking} {clause.auxiliary.lower()} {_answered(clause, answer, new, turn)}"


def _answered(clause: Clause, answer: str, new: str, turn: Turn) -> str:
    """The rest of a clause that has its subject, with the answer where it was asked for."""
    if clause.is_copula:
        named = bool(answer) and bool(mentions(f"- {answer}", known_names(turn)))
        asked = named and clause.asks_for == "who" and new in ("when", "where", "why", "how", "which")
        return f"{answer} {clause.rest}" if asked else clause.rest
    if answer and clause.asks_for in ("what", "which", "who", "whom") and _ends_without_object(clause, turn):
        return _with_object(clause.rest, f"{clause.preposition} {answer}".strip())
    return clause.rest


def _thing_in(asking: str) -> str:
    """The noun of "how many hives" and "which mill"; "" for a time, an amount, and after a preposition."""
    again = Clause(asking, "", "")
    nouns = [word.lower for word in words_of(again.noun)]
    counts = re.match(r"how (?:many|much)\b", asking, re.IGNORECASE)
    if not nouns or again.preposition or not (counts or again.asks_for in ("what", "which")):
        return ""
    adverbial = any(is_time(noun) or noun in _ADVERBIAL for noun in nouns) or "of" in nouns
    return "" if adverbial else nouns[-1]


def _asked_of(thing: str, asking: str, clause: Clause, turn: Turn) -> str | None:
    """The last question asked of a thing that it or its answer names: "Which mill did Norvik buy", "how much grass".

    Another thing has no place in it, since it keeps its own object: "How many hives?" after "Who wants to keep bees?"
    """
    answer = named_answer(turn.answer, clause)
    auxiliary, rest = (
        (clause.auxiliary, clause.rest) if clause.has_subject else with_do(clause, _subject(clause, answer))
    )
    whole = f"{auxiliary.lower()} {rest}".strip()
    for mention in reversed(mentions(whole, known_names(turn))):
        if mention.head == thing:
            owns = whole[mention.end :].startswith(("'", "’"))
            return (
                None if owns else " ".join(f"{asking} {whole[: mention.start]}{whole[mention.end :]}".split())
            )
    again = " ".join(part for part in (asking, clause.auxiliary.lower(), clause.rest) if part)
    if clause.asks_for not in ("who", "whom", "what", "which"):
        return again if asking.lower().startswith(("what", "which")) else None
    if clause.is_copula or clause.noun or Clause(asking, "", "").asks_measure:
        return None
    answered = clause.has_subject and thing in [word.bare for word in words_of(answer)]
    return again if answered or asking.lower().startswith("which") else None


def _subject(clause: Clause, answer: str) -> str:
    """What a question asked for, to be put in its place: its answer, "40 voles", "the pump" or "someone"."""
    if answer:
        is_number = re.fullmatch(r"[\d.,]+", answer) and clause.asks_for == "how"
        return f"{answer} {clause.noun}" if is_number else answer
    if clause.asks_for in ("what", "which") and clause.noun:
        return f"the {clause.noun}"
    return "someone" if clause.asks_for == "who" else "something"


def _counted(asking: str, clause: Clause, turn: Turn) -> str | None:
    """ "How many?" and "Which one?" after a question that names the things: "How many sons does Anna have"."""
    asking = re.sub(r"\s+ones?$", "", asking)
    if clause.asks_for in ("what", "which") and clause.noun:
        return " ".join(part for part in (asking, clause.noun, clause.auxiliary, clause.rest) if part)
    if not clause.has_subject:
        return None
    whole = f"{clause.auxiliary} {clause.rest}"
    nouns = [mention for mention in mentions(whole, known_names(turn)) if mention.kind is Kind.NOUN]
    if not nouns or whole[nouns[-1].end :].startswith(("'", "’")):
        return None
    noun = nouns[-1]
    name = re.sub(r"^(?:an?|any|some|the|several)\s+", "", noun.text, flags=re.IGNORECASE)
    rest = f"{whole[: noun.start]}{whole[noun.end :]}"
    return " ".join(f"{asking} {name} {rest[:1].lower()}{rest[1:]}".split())


def _with_object(rest: str, answer: str) -> str:
    """The answer after the verb where a phrase follows that, else at the end: "Brandt build" + "a mill" + "in Ryd"."""
    words = words_of(rest)
    for verb, after in pairwise(words[1:]):
        if base_form(verb.lower):
            return (
                f"{rest[: verb.end]} {answer}{rest[verb.end :]}"
                if after.lower in PLACES | TIMES
                else f"{rest} {answer}"
            )
    return f"{rest} {answer}"


def _ends_without_object(clause: Clause, turn: Turn) -> bool:
    """Whether what was asked for can stand at the end: "did Altman call Musk" + "a jerk"."""
    words = words_of(clause.rest)
    tail = words[-1].lower if words else ""
    answer = named_answer(turn.answer, clause)
    starts_well = bool(answer) and not base_form(words_of(answer)[0].lower) if words_of(answer) else False
    dated = any(is_time(word.lower) for word in words_of(f"{clause.noun} {answer}"))
    return (
        bool(tail)
        and tail not in ADVERBS
        and starts_well
        and not dated
        and clause.auxiliary.lower() not in BE
    )
