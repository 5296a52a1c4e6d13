"""What a pronoun in a follow-up question may stand for: what the last question and its answer speak of, ranked."""

import re
from dataclasses import dataclass, replace

from qa.answer import Turn
from qa.answered import asks_place, defines_person, is_phrase, is_thing_asked, named_answer
from qa.clause import PLACES_ASKED, Clause, clause_of
from qa.complement import joined_names
from qa.mentions import Kind, Mention, gender, mentions, names_in
from qa.words import BE, DETERMINERS, PREPOSITIONS, words_of

CHARACTERS = 400  # of a question or an answer; what is longer is cut: what it speaks of first is what matters
PLACES = frozenset("at in on from into near inside for by".split())
TIMES = frozenset("in on at since before after until till during by around from".split())

# "When is the library open" speaks of the library, "Where is the town hall" of all of it.
_PREDICATES = frozenset(
    "open closed free available ready busy full empty quiet due late safe famous popular important expensive".split()
)
_ALL = 5.0  # how well "they" fits all that an answer names, better than any one of them


@dataclass(frozen=True)
class Referent:
    """Something that was spoken of, and how well a pronoun of each kind would fit it; 0 or less: not at all."""

    text: str
    he: float
    it: float
    they: float
    gender: str = ""
    kind: Kind = Kind.NOUN

    def fit(self, pronoun: str) -> float:
        """How well "he", "she", "it" or "they" fits."""
        if pronoun in ("he", "she"):
            return 0.0 if self.gender not in ("", pronoun) else self.he
        return self.it if pronoun == "it" else self.they


def bounded(turn: Turn) -> Turn:
    """A turn that is not longer than what is looked at."""
    return Turn(turn.question[:CHARACTERS], turn.answer[:CHARACTERS], turn.context[: 3 * CHARACTERS])


def known_names(turn: Turn) -> frozenset[str]:
    """The words that are names by the capitals in a turn."""
    return names_in(turn.question) | names_in(turn.context) | names_in(f"- {turn.answer}")


def ranked(turn: Turn, pronoun: str) -> list[Referent]:
    """What a pronoun ("he", "she", "it", "they") may stand for, the likeliest first."""
    fitting = [referent for referent in referents(turn) if referent.fit(pronoun) > 0]
    return sorted(fitting, key=lambda referent: -referent.fit(pronoun))


def referents(turn: Turn) -> list[Referent]:
    """Everything that a turn speaks of: of the question in its order, then of the answer."""
    names = known_names(turn)
    clause = clause_of(turn.question)
    whole = turn.question.rstrip(" ?.!") if clause is None else f"{clause.auxiliary} {clause.rest}".strip()
    found = joined_names(whole, mentions(whole, names))
    if clause is not None and clause.auxiliary.lower() in BE:
        of_thing = not clause.asking or words_of(whole)[-1].lower in _PREDICATES
        whole = _without_predicate(whole, found) if of_thing else whole
        found = joined_names(whole, mentions(whole, names))
    if turn.question.islower():
        # Typed without capitals: a bare word is a name sooner than a thing.
        found = [replace(m, kind=Kind.NAME) if _is_bare(m) else m for m in found]
    result = [
        _of_question(mention, i, whole, found, clause, turn)
        for i, mention in enumerate(found)
        if mention.kind not in (Kind.TIME, Kind.NUMBER)
    ]
    answer = named_answer(turn.answer, clause)
    answered = _of_answer(answer, clause, names)
    # "What time does the museum open?" speaks of the museum, and of the time only where there is nothing else.
    if clause is not None and not (clause.asks_measure and any(r.it > 0 for r in result + answered)):
        result += _of_asking(clause, answer, names)
    return result + answered


def _without_predicate(whole: str, found: list[Mention]) -> str:
    """A question such as "Is the paint toxic" without what it asks of the thing; it looks like one mention."""
    _, *words = words_of(whole)
    nouns = [word for word in words if word.lower not in DETERMINERS]
    alone = len(found) == 1 and found[0].kind is Kind.NOUN and len(nouns) > 1
    if alone and (found[0].start, found[0].end) == (words[0].start, words[-1].end):
        return whole[: words[-1].start].rstrip()
    return whole


def _is_bare(mention: Mention) -> bool:
    return mention.kind is Kind.NOUN and len(mention.words) == 1 and not mention.is_plural


def definite(text: str, kind: Kind) -> str:
    """A thing as one speaks of it again: "a bridge" becomes "the bridge"; names stay as they are."""
    if kind is not Kind.NOUN:
        return text
    words = words_of(text)
    if words[0].lower in DETERMINERS:
        return text if words[0].lower in ("the", "each", "every") else f"the {text[words[0].end :].strip()}"
    plural = Mention(text, 0, len(text), kind).is_plural
    owned = any(word.is_possessive for word in words) or words[0].lower in ("my", "your", "our")
    return text if plural or owned or re.search(r"[A-Z\d_./-]", text) else f"the {text}"


def _of_question(
    mention: Mention, place: int, whole: str, found: list[Mention], clause: Clause | None, turn: Turn
) -> Referent:
    before = [word.lower for word in words_of(whole[: mention.start])]
    after_place = bool(before) and before[-1] in PLACES
    after_preposition = bool(before) and before[-1] in PREPOSITIONS
    is_subject = (
        clause is not None
        and clause.has_subject
        and mention.start == found[0].start
        and not after_preposition
    )
    owns = whole[mention.end :].startswith(("'s", "’s", "' ", "’ "))
    he = it = 0.0
    if mention.kind is Kind.PERSON:
        described = mention.text.islower() and len(mention.words) == 1  # "director" in "was Olsen director"
        he = 1.0 if described else 3.0
    elif mention.kind is Kind.NAME:
        full = re.search(
            rf"[A-Z][\w-]+ {re.escape(mention.words[-1].text)}\b", f"{turn.context} {turn.answer}", re.I
        )
        he = (
            1.5
            + (len(mention.words) > 1)
            + bool(full)
            - 1.5 * (after_place or before[-1:] == ["of"])
            + is_subject
            + owns
        )
        it = 1.5 + after_place - is_subject - bool(full and not after_place)
        it += 2.5 * (owns and clause is not None and clause.is_copula)  # "What is Norvik's turnover?"
    elif mention.kind is Kind.THING:
        it = 2.5
    else:
        it = 1.5
    if clause is not None and not clause.has_subject and place == 0:
        it += it > 0  # what someone did something to: "Who bought the mill?"
    it += 1.5 * (is_subject and it > 0 and mention.kind is not Kind.NAME)
    extended = _extended(mention, whole, found)
    they = max(he, it) - 1.0 + 3.5 * mention.is_plural + 0.5 * (mention.kind is Kind.THING)
    text = definite(extended, mention.kind) if mention.kind is Kind.NOUN else extended
    it -= 1.0 * mention.is_plural
    return Referent(text, he, it, they, gender(mention), mention.kind)


def _extended(mention: Mention, whole: str, found: list[Mention]) -> str:
    """A common noun with the "of …" or "for …" after it: "the mayor of Lund"."""
    if mention.is_name and not (mention.kind is Kind.PERSON and mention.text.islower()):
        return mention.text
    following = re.match(r" (?:of|for) ", whole[mention.end :])
    if following:
        start = mention.end + following.end()
        after = [other for other in found if other.start == start]
        if after:
            return whole[mention.start : max(other.end for other in after)]
    return mention.text


def _of_asking(clause: Clause, answer: str, names: frozenset[str]) -> list[Referent]:
    noun = clause.noun
    if not noun or clause.asks_for == "whose":
        return []
    if clause.asks_for == "how" and not re.search(r"\b(?:many|much)\b", clause.asking, re.IGNORECASE):
        return []  # "how tall"
    found = mentions(noun, names)
    if not found or found[-1].kind not in (Kind.NOUN, Kind.PERSON):
        return []
    named = bool(answer) and any(mention.is_name for mention in mentions(f"- {answer}", names))
    plural = found[-1].is_plural
    strength = 0.5 if named else 3.5 if clause.has_subject else 2.0
    person = found[-1].kind is Kind.PERSON
    he, it = (strength, 0.0) if person else (0.0, strength - 1.0 * plural)
    of_several = noun.lower().startswith("of ")  # "Which of the pumps": one of them has no name
    he, it, text = (0.0, 0.0, found[-1].text) if of_several else (he, it, f"the {noun}")
    return [Referent(text, he, it, strength - 1.0 + 2.5 * plural, kind=found[-1].kind)]


def _of_answer(answer: str, clause: Clause | None, names: frozenset[str]) -> list[Referent]:
    if not answer:
        return []
    asked = is_thing_asked(clause, answer)
    if clause is not None and clause.asks_measure and clause.noun.lower() not in PLACES_ASKED:
        asked = False  # "red" is nothing that one speaks of next
    of_place = clause is not None and asks_place(clause)
    found = [
        replace(mention, start=mention.start - 2, end=mention.end - 2)
        for mention in mentions(f"- {answer}", names)
        if mention.kind not in (Kind.TIME, Kind.NUMBER)
    ]
    if not found:
        return []
    several = " and " in answer and found[0].start == 0 and len(found) > 1
    asks_person = (
        clause is not None and clause.asks_for in ("who", "whom", "whose") and not defines_person(clause)
    )
    asks_subject = asks_person and clause is not None and (not clause.has_subject or clause.is_copula)
    together = several and (asked or asks_person)
    result = []
    if together:
        result.append(Referent(answer, 0.0, 0.0, _ALL, kind=found[0].kind))
    for mention in found[:3]:
        he = it = 0.0
        if mention.kind in (Kind.PERSON, Kind.NAME) and not of_place:
            he = 1.0 + (mention.kind is Kind.PERSON) + 3.5 * asks_subject + 1.0 * asks_person
            he += 0.5 * (len(mention.words) > 1)
        if mention.kind in (Kind.THING, Kind.NAME):
            it = 1.0 + 3.5 * asked + 0.5 * (mention.kind is Kind.THING)
            if asks_person and mention.kind is Kind.NAME:
                it = 2.0 if len(mention.words) == 1 else 0.5
        elif mention.kind is Kind.NOUN and is_phrase(answer):
            it = 0.5 + 3.0 * (asked and not asks_person)
        it -= 1.0 * mention.is_plural
        they = max(he, it) - 1.0 + 2.0 * mention.is_plural
        it = 0.0 if together else it  # one of several is not what "it" goes on with
        they = min(they, _ALL - 0.5) if together else they
        result.append(
            Referent(definite(mention.text, mention.kind), he, it, they, gender(mention), mention.kind)
        )
    return result
