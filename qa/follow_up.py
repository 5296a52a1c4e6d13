"""Completes a question of a conversation with what it leaves out and the turns before have said.

No model is asked: the words of a question say by their form whether something is missing, and what is missing is
taken from the last question and its answer. A question that stands on its own is left as it is, letter by letter.
"""

import re
from collections.abc import Sequence

from qa.answer import Turn
from qa.answered import short_answer
from qa.called import called
from qa.clause import asking_at, clause_of
from qa.dangling import Spot, dangling
from qa.ellipsis import asked_anew, bare_asking
from qa.mentions import Kind, Mention, mentions
from qa.question import QUESTION_CHARACTERS, plain_question
from qa.referents import PLACES, bounded, definite, known_names, ranked
from qa.said import is_deed, is_said, statement
from qa.sentence import is_reaction
from qa.slot import is_fragment, slot_replaced
from qa.words import AUXILIARIES, BE, PREPOSITIONS, base_form, words_of

TURNS = 3  # how far back something may be taken from
REPLACED = 6  # pronouns of one question; each costs a look at the turns
LONGEST = 300  # characters; a question that is longer says itself what it is about
_OPENING = re.compile(
    r"(?:(?:(?:and|but|or|so|ok|okay|then|well|hi|hello|hey|please)\b[,.!:]*"
    # These begin other things as well: "Great Britain", "No one".
    r"|(?:thanks|thank you|great|good|nice|cool|interesting|sorry|yes|no|right|hm+|wow|ah|oh"
    r"|finally|lastly|also|next|(?:(?:just )?to be )?clear|(?:next|last|another|one more) (?:question|thing))\b[,.!:]+)"
    r"\s+)+(?=\S)",
    re.IGNORECASE,
)
_JOINS = re.compile(r"\b(?:and|but|or|so|ok|okay|then|well)\b", re.IGNORECASE)  # "Hi Bob" asks nothing
_CONTRACTED = re.compile(r"(what|who|where|when|why|how)['’]s\b", re.IGNORECASE)
_ABOUT = re.compile(r"(?:what|how) about\s+(?=\S)", re.IGNORECASE)
_TRANSITIVE = frozenset("leave join quit enter visit buy acquire found cofound run lead own sell".split())


def completed(question: str, turns: Sequence[Turn]) -> str:
    """The question with what it leaves out taken from the turns before it, the last of which is `turns[-1]`.

    It is the question itself, letter by letter, where it leaves out nothing or the turns have nothing to offer.
    """
    if not turns or len(question) > LONGEST:
        return question
    recent = [bounded(turn) for turn in turns[-TURNS:]]
    opening = _OPENING.match(question)
    body = question[opening.end() :] if opening else question
    body = _CONTRACTED.sub(r"\1 is", body, count=1) if _CONTRACTED.match(body) else body
    joined = bool(opening and _JOINS.search(opening[0]))
    if is_reaction(body) or (opening and not joined and len(words_of(body)) < 2):
        return question  # "Ok, thanks", "Hello there", "Thanks, Anna!"
    about = _ABOUT.match(body)
    phrase = body[about.end() :] if about else body
    asking = "" if about else bare_asking(body)
    if asking:
        made = _unless_same(asked_anew(asking, recent[-1]), recent[-1])
    elif is_fragment(phrase, joined, bool(about)):
        made = _unless_same(slot_replaced(phrase, recent[-1], _resolved(phrase, recent)), recent[-1])
    else:
        made = None if about else _resolved(body, recent)
    return question if made is None else _finished(made, question, recent[-1])


def _unless_same(made: str | None, last: Turn) -> str | None:
    """A question, or None where it is the last one again, word for word."""
    before = [word.lower for word in words_of(plain_question(last.question))]
    return None if made is None or [word.lower for word in words_of(made)] == before else made


def _finished(made: str, typed: str, last: Turn) -> str:
    """With the capital and the mark that a question has where the person uses them."""
    made = " ".join(made.split()).rstrip(" ?.!…")[: QUESTION_CHARACTERS - 1]
    if typed[:1].isupper() or last.question[:1].isupper():
        made = made[:1].upper() + made[1:]
    return made + ("?" if typed.rstrip().endswith("?") or last.question.endswith("?") else "")


def _resolved(question: str, turns: list[Turn]) -> str | None:
    """The question with what its pronouns stand for in their place; None where nothing was found."""
    names = frozenset().union(*(known_names(turn) for turn in turns))
    spots = dangling(question, names)
    taken = {word.bare for word in words_of(question)}
    made, shift, used = question, 0, dict[str, str]()
    for spot in spots[:REPLACED]:
        if spot.is_possessive and spot.kind in used:
            continue  # "Who did he write his books with?" is plain once "he" is
        text = _stands_for(spot, question, turns, taken)
        if text is None:
            continue
        used.setdefault(spot.kind, text)
        taken |= {word.bare for word in words_of(text)}
        put = _possessive(text) if spot.is_possessive else text
        made = made[: spot.start + shift] + put + made[spot.end + shift :]
        shift += len(put) - (spot.end - spot.start)
        if spot.kind in ("that", "there") and made.endswith(" "):
            made = made.rstrip()
    return None if made == question else _with_complement(made, turns[-1])


def _stands_for(spot: Spot, question: str, turns: list[Turn], taken: set[str]) -> str | None:
    if spot.kind == "there":
        return _place(turns)
    if spot.kind == "that":
        stated = statement(spot, question, turns[-1])
        if stated or is_said(spot, question):
            return stated
        text = _best("it", turns, taken)
        return None if text and is_deed(spot, question, text, turns[-1]) else text
    if spot.kind == "the":
        phrase = question[spot.start : spot.end]
        return called(words_of(phrase)[-1].lower, turns, taken) or _again(phrase, turns[-1])
    if spot.kind == "one":
        noun = next((r for r in ranked(turns[-1], "it") if r.kind is Kind.NOUN), None)
        return words_of(noun.text)[-1].text if noun else None
    text = _best(spot.kind, turns, taken)
    if text and is_deed(spot, question, text, turns[-1]):
        return None
    before = words_of(question[: spot.start])
    if spot.kind == "they" and text and before and before[-1].lower == "of" and not text.endswith("s"):
        return f"{text}s" if text.islower() else text
    return text


def _best(kind: str, turns: list[Turn], taken: set[str]) -> str | None:
    """The likeliest referent that the question does not name already, from the latest turn that has one."""
    for turn in reversed(turns):
        for referent in ranked(turn, kind):
            own = {word.bare for word in words_of(referent.text)} - {"the"}
            if not own <= taken:
                return referent.text
    return None


def _place(turns: list[Turn]) -> str | None:
    """ "at Tesla" for "there": a phrase of place in the last question, or its answer."""
    for turn in reversed(turns):
        clause = clause_of(turn.question)
        answer = short_answer(turn.answer)
        if clause is not None and answer and (clause.preposition in PLACES or clause.asks_for == "where"):
            first = words_of(answer)[0].lower
            noun = f"'s {clause.noun}" if clause.asks_for == "whose" else ""
            noun = "" if clause.noun.lower() in answer.lower() else noun
            return answer if first in PREPOSITIONS else f"{clause.preposition or 'at'} {answer}{noun}"
        names = known_names(turn)
        whole = turn.question.rstrip(" ?.!")
        for mention in reversed(mentions(whole, names)):
            before = words_of(whole[: mention.start])[-1:]
            if mention.kind not in (Kind.TIME, Kind.NUMBER) and before and before[0].lower in PLACES:
                return f"{before[0].text} {mention.text}"
        things = [r for r in ranked(turn, "it") if r.kind in (Kind.NAME, Kind.THING)]
        if things:
            return f"at {things[0].text}"
    return None


def _again(phrase: str, last: Turn) -> str | None:
    """ "the offer" with what the last question said of it: "Olsen's offer", "the offer for the mill"."""
    noun = words_of(phrase)[-1].lower
    names = known_names(last)
    found = mentions(last.question, names)
    for mention in found:
        if mention.head == noun and len(mention.words) > 1:
            said = f"{definite(mention.text, Kind.NOUN)}{_more(last.question, mention.end, found)}"
            return None if said.lower() == phrase.lower() else said
    match = re.search(rf"\b{re.escape(noun)}\b", last.question, re.IGNORECASE)
    more = _more(last.question, match.end(), found) if match else ""
    return f"{phrase}{more}" if more else None


def _more(text: str, start: int, found: list[Mention]) -> str:
    """What says at a place of a text which one is meant: " of Ryd", " for the mill of Ryd"."""
    end = start
    while preposition := re.compile(r" (?:of|for|to|with|between) ").match(text, end):
        after = [mention.end for mention in found if mention.start == preposition.end()]
        if not after:
            break
        end = max(after)
    return text[start:end]


def _with_complement(made: str, last: Turn) -> str:
    """With what the verb at its end lacks: "How much had Olsen promised" + "to the mill"."""
    words = words_of(made)
    at = asking_at(words)
    if at is None or words[at].lower not in ("when", "where", "why", "how"):
        return made
    auxiliary = next((word.lower for word in words if word.lower in AUXILIARIES), "")
    base = base_form(words[-1].lower)
    if not base or auxiliary in BE or auxiliary == "":
        return made
    clause = clause_of(last.question)
    names = known_names(last)
    rest = clause.rest if clause else last.question.rstrip(" ?.!")
    said = {word.bare for word in words}
    for mention in reversed(mentions(rest, names)):
        before = words_of(rest[: mention.start])[-1:]
        if (
            not mention.is_name
            or mention.kind is Kind.PERSON
            or {w.bare for w in mention.words} <= said
            or not before
        ):
            continue
        preposition = before[0].lower if before[0].lower in PREPOSITIONS else ""
        end = made.rstrip(" ?.!…")
        if base in _TRANSITIVE:
            return f"{end} {mention.text}"
        return f"{end} {preposition} {mention.text}" if preposition in ("to", "for", "at", "in") else made
    return made


def _possessive(text: str) -> str:
    """ "Olsen's", "the users'"."""
    is_plural = text.endswith("s") and text.split()[0].lower() == "the"
    return f"{text}'" if is_plural else f"{text}'s"
