"""Phrases that take the place of another in the last question: "and in 2019?", "what about Anna?"."""

import re
from dataclasses import replace

from qa.answer import Turn
from qa.answered import short_answer
from qa.clause import Clause, asking_at, clause_of
from qa.complement import complement_after, is_owner, joined_names, owner_in, with_owner
from qa.mentions import Kind, Mention, mentions
from qa.referents import TIMES, known_names
from qa.sentence import is_sentence
from qa.words import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    Word,
    is_function,
    is_time,
    words_of,
)

FRAGMENT_WORDS = 8
LEAST_LIKE = 1.0  # a phrase that is like nothing in the last question takes no place in it
_SPEAKERS = frozenset("i you we".split())
_ALIKE = frozenset("in at on near inside".split())  # "in" one place stands against "at" another


def is_fragment(body: str, joined: bool = False, about: bool = False) -> bool:
    """Whether a question is only a phrase, as "for Tesla?"; more is one where a word opened it.

    :param joined: whether "and" or the like did, after which a sentence may come as well.
    :param about: whether "what about" did, after which none comes.
    """
    words = words_of(body)
    if not words or len(words) > FRAGMENT_WORDS or asking_at(words) is not None:
        return False
    dated = any(is_time(word.lower) for word in words) and all(_is_of_date(word) for word in words)
    if dated and body.rstrip().endswith("?"):
        return True  # "2015?", "May 2015?"
    if any(word.lower in AUXILIARIES for word in words):
        return False
    if about:
        return len(words) == 1 or words[0].lower not in _SPEAKERS  # "How about you tell me?"
    if joined:
        return not is_sentence(body)
    if not body.rstrip().endswith("?") or len(words) > 5:
        return False
    return words[0].lower in PREPOSITIONS and len(words) > 1


def slot_replaced(body: str, turn: Turn, resolved: str | None = None) -> str | None:
    """The last question with the phrase put in the place of what it stands against, or at its end.

    :param resolved: the phrase with what its pronouns stand for, where it has any.
    """
    clause = clause_of(turn.question)
    fragment = body.strip().rstrip(" ?.!…")
    words = words_of(fragment)
    if clause is None or not words:
        return None
    whole = " ".join(part for part in (clause.asking, clause.auxiliary, clause.rest) if part)
    preposition = words[0].lower if words[0].lower in PREPOSITIONS and len(words) > 1 else ""
    if words[-1].lower in ("that", "then", "this"):
        return _in_time(whole, preposition, turn)
    if resolved:
        return slot_replaced(resolved, turn) if _adds_to(resolved, turn) else None
    described = re.fullmatch(r"(.+) (?:do|mean)", clause.rest)
    if described and not preposition and clause.has_subject:
        bare = len(words) == 1 and " " in described[1]
        kept = described[1].rsplit(" ", 1)[0] + " " if bare else ""
        return f"{whole[: -len(clause.rest)]}{kept}{fragment}{clause.rest[described.end(1) :]}"
    names = known_names(turn)
    found = joined_names(whole, mentions(whole, names))
    old = [mention for mention in found if mention.start >= len(clause.asking)]
    phrase = fragment[words[1].start :] if preposition else fragment
    new = joined_names(f"- {phrase}", mentions(f"- {phrase}", names))
    if not new:
        return None
    if preposition:
        return _with_phrase(whole, old, preposition, fragment, new[-1])
    if words[-1].lower in ("one", "ones"):
        return _one_replaced(whole, old, fragment)
    if turn.question.islower() and len(words) == 1 and new[-1].kind is Kind.NOUN and not new[-1].is_plural:
        new[-1] = replace(new[-1], kind=Kind.NAME)  # typed without capitals, a bare word is a name sooner
    if words[-1].is_possessive:
        return _owner_replaced(whole, old, phrase, new[-1])
    return (
        _names_replaced(whole, old, phrase, new)
        or _asked_replaced(whole, old, clause, phrase, new[-1])
        or _likest_replaced(whole, old, phrase, new, clause.is_copula)
        or _in_year(whole, clause, phrase)
    )


def _adds_to(phrase: str, turn: Turn) -> bool:
    """Whether a phrase has a word that the turn has not; a question is not asked again of its own answer."""
    said = {word.bare for word in words_of(f"{turn.question} {turn.answer}")}
    return any(word.bare not in said and not is_function(word.lower) for word in words_of(phrase))


def _names_replaced(whole: str, old: list[Mention], phrase: str, new: list[Mention]) -> str | None:
    """Two names for two: "What about Berg and Oslo?"."""
    places = [mention for mention in old if mention.is_name][:2]
    if " and " not in phrase or len(new) != 2 or len(places) != 2 or not all(name.is_name for name in new):
        return None
    (first, second), (one, other) = places, new
    return (
        whole[: first.start] + one.text + whole[first.end : second.start] + other.text + whole[second.end :]
    )


def _owner_replaced(whole: str, old: list[Mention], phrase: str, new: Mention) -> str | None:
    """ "And Anna's?": the owner of what was asked for is another."""
    owners = [mention for mention in old if is_owner(whole, mention)]
    owner = owner_in(phrase)
    if not owners or not owner:
        return None
    likest = max(owners, key=lambda mention: _likeness(mention, new, owner, 0, whole))
    return with_owner(whole, likest, phrase)


def _asked_replaced(whole: str, old: list[Mention], clause: Clause, phrase: str, new: Mention) -> str | None:
    """ "And beetles?" after "How many voles were counted in 2018?": other things are counted."""
    noun = clause.noun
    asked = mentions(noun)
    if len(asked) != 1 or new.kind is not Kind.NOUN or not clause.asking.endswith(noun):
        return None
    if new.text != phrase or new.words[0].lower in DETERMINERS or asked[0].is_plural != new.is_plural:
        return None
    if clause.asks_for == "how":
        like = any(
            mention.kind is Kind.NOUN
            and mention.is_plural == new.is_plural
            and mention.words[0].lower not in DETERMINERS
            for mention in old
        )
    else:
        like = any(mention.kind not in (Kind.TIME, Kind.NUMBER) for mention in old)
    return None if like else f"{clause.asking.removesuffix(noun)}{phrase}{whole[len(clause.asking) :]}"


def _likest_replaced(
    whole: str, old: list[Mention], phrase: str, new: list[Mention], is_copula: bool
) -> str | None:
    opens = [mention for mention in new if mention.start == 2]
    head = max(opens, key=lambda mention: mention.end) if opens else new[-1]
    scored = [(_likeness(mention, head, head.text, i, whole), mention) for i, mention in enumerate(old)]
    if is_copula and scored and not head.is_name:  # "Who is the treasurer of the club?" "And the secretary?"
        scored[0] = (scored[0][0] + 1.0, old[0])
    score, likest = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if likest is None or score < LEAST_LIKE:
        return None
    # "the train to Ryd" takes the place of all of "the train to Moss".
    preposition, end = complement_after(whole, likest, old)
    if preposition and complement_after(f"- {phrase}", head, new) == (preposition, len(phrase) + 2):
        return whole[: likest.start] + phrase + whole[end:]
    return _exchanged(whole, likest, phrase)


def _in_year(whole: str, clause: Clause, phrase: str) -> str | None:
    """ "And 2015?" after a question that names no other year."""
    asks_time = clause.asks_for == "when" or any(is_time(word.bare) for word in words_of(clause.noun))
    return f"{whole} in {phrase}" if re.fullmatch(r"(?:1\d|20)\d\d", phrase) and not asks_time else None


def _is_of_date(word: Word) -> bool:
    return is_time(word.lower) or word.text.isdecimal() or word.lower in DETERMINERS


def _is_date(mention: Mention) -> bool:
    return mention.kind is Kind.TIME and all(_is_of_date(word) for word in mention.words)


def _likeness(old: Mention, new: Mention, phrase: str, place: int, whole: str) -> float:
    mine, other = words_of(phrase), old.words
    if _is_date(old) != _is_date(new):
        return 0.0  # "And beetles?" is no other year
    if old.is_name and new.is_name:
        kinds = {old.kind, new.kind}
        score = 0.5 if kinds == {Kind.PERSON, Kind.THING} else 2.5 if Kind.THING in kinds else 3.5
        score = (5.0 if kinds == {Kind.THING} else score) - 0.1 * place
        before = words_of(whole[: old.start])[-1:]
        # A bare name stands against one without a preposition: "And Berg?" against "Brandt move to Oslo".
        score -= 1.5 * bool(before and before[0].lower in PREPOSITIONS)
    else:
        score = (3.0 if old.kind is new.kind else 1.0) + 0.1 * place
    if len(mine) > 1 and len(other) > 1:
        score += 1.5 * (mine[0].lower == other[0].lower) + 1.5 * (mine[-1].bare == other[-1].bare)
    return score


def _exchanged(whole: str, old: Mention, phrase: str) -> str:
    """The question with one mention exchanged; a bare word takes the place of the last word of a description."""
    words, start = words_of(phrase), old.start
    if len(words) == 1 and len(old.words) > 2 and old.kind is Kind.NOUN:
        start = old.start + old.words[-1].start
    return whole[:start] + phrase + whole[old.end :]


def _one_replaced(whole: str, old: list[Mention], fragment: str) -> str | None:
    nouns = [mention for mention in old if mention.kind in (Kind.NOUN, Kind.PERSON)]
    if not nouns:
        return None
    phrase = re.sub(r"\bones?$", nouns[-1].words[-1].text, fragment)
    return whole[: nouns[-1].start] + phrase + whole[nouns[-1].end :]


def _with_phrase(whole: str, old: list[Mention], preposition: str, fragment: str, new: Mention) -> str:
    """The question with a phrase such as "in 2019" instead of its like, or at its end."""
    about_time = new.kind is Kind.TIME
    alike = TIMES if about_time else _ALIKE if preposition in _ALIKE else frozenset({preposition})
    # With a determiner and "one" it stands for the same noun: "to a renamed one".
    for exact in (True, False):
        for mention in reversed(old):
            before = words_of(whole[: mention.start])
            while before and before[-1].lower in ADVERBS | POSSESSIVES:
                before = before[:-1]
            if not before or (mention.kind is Kind.TIME) != about_time:
                continue
            same = before[-1].lower == preposition if exact else before[-1].lower in alike
            if same:
                ones = fragment.lower().endswith((" one", " ones"))
                phrase = re.sub(r"\bones?$", mention.words[-1].text, fragment) if ones else fragment
                return whole[: before[-1].start] + phrase + whole[mention.end :]
    return f"{whole} {fragment}"


def _in_time(whole: str, preposition: str, turn: Turn) -> str | None:
    answer = short_answer(turn.answer)
    if preposition not in ("before", "after") or not answer:
        return None
    dated = re.search(r" (?:until|till|in|on|since|from|after|before) (\S+)$", whole)
    if dated and is_time(dated[1]):
        whole = whole[: dated.start()]
    return f"{re.sub(r' first ', ' ', whole)} {preposition} {answer}"
