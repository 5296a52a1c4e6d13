"""A question taken apart: what asks, the auxiliary, and the rest."""

import re
from dataclasses import dataclass

from qa.question import plain_question
from qa.words import (
    ADVERBS,
    ASKING,
    AUXILIARIES,
    BE,
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

_SHORT = re.compile(r"^(who|what|when|where|why|how)(?:['’]s\b|s\b(?! ))", re.IGNORECASE)

# Asked for of something else, which one speaks of next; a "phone number" or a "meeting place" is a thing of its own.
_TIMES_OF = frozenset("time times date dates hour hours".split())
PLACES_ASKED = frozenset("place places".split())
_MEASURES = frozenset(
    """age amount amounts color colors colour colours degree depth distance extent height kind kinds length level
    number numbers percentage rank rate share size sizes sort sorts speed temperature type types value volume weight
    width""".split()
)


@dataclass(frozen=True)
class Clause:
    """A question as its parts: "On which podcast" + "did" + "Anna speak"."""

    asking: str  # "" where it asks for yes or no
    auxiliary: str  # "" where a verb follows the asking words: "Who" + "" + "wrote the book"
    rest: str  # without the mark at the end

    @property
    def asks_for(self) -> str:
        """The asking word, in lower case."""
        return next((word.lower for word in words_of(self.asking) if word.lower in ASKING), "")

    @property
    def noun(self) -> str:
        """What stands after the asking word: "podcast" in "On which podcast"."""
        words = [word.text for word in words_of(self.asking)]
        at = next((i for i, word in enumerate(words) if word.lower() in ASKING), len(words))
        return " ".join(word for word in words[at + 1 :] if word.lower() not in ("many", "much", "else"))

    @property
    def asks_measure(self) -> bool:
        """Whether it asks for a time, a place, a number or the like of something, as in "What time does it open?"."""
        words = [word.bare for word in words_of(self.noun)]
        bare = len(words) == 1 and words[0] in PLACES_ASKED | _MEASURES
        return bare or (bool(words) and words[-1] in _TIMES_OF)

    @property
    def preposition(self) -> str:
        """The preposition in front of the asking word, in lower case, or ""."""
        words = words_of(self.asking)
        return words[0].lower if words and words[0].lower in PREPOSITIONS else ""

    @property
    def is_copula(self) -> bool:
        """Whether it asks who or what something is, as in "Who is the mayor?"."""
        return self.auxiliary.lower() in BE and self.asks_for in ("who", "what", "which") and not self.noun

    @property
    def has_subject(self) -> bool:
        """Whether the subject stands in it; where it asks for the subject it does not."""
        return bool(self.auxiliary) and not self._verb_follows

    @property
    def _verb_follows(self) -> bool:
        """Whether the asking words are the subject of an auxiliary: "Who" + "will" + "call the plumber"."""
        counts = re.search(r"\bhow (?:many|much)\b", self.asking, re.IGNORECASE)
        if self.preposition or not (self.asks_for in ("who", "what", "which", "whose") or counts):
            return False
        words = words_of(self.rest)
        while words and (words[0].lower in ADVERBS | {"not"} or words[0].lower.endswith("ly")):
            words = words[1:]
        if not words or words[0].is_capital:
            return False
        after = words[1].lower if len(words) > 1 else ""
        return _is_main_form(self.auxiliary.lower(), words[0].lower, after, self.asks_for == "who")


def clause_of(question: str) -> Clause | None:
    """The parts of a question; None for one that neither asks by a word nor begins with an auxiliary."""
    plain = _SHORT.sub(r"\1 is", plain_question(question).rstrip(" ?.!…"))
    words = words_of(plain)
    if not words:
        return None
    if words[0].lower in AUXILIARIES:
        return Clause("", words[0].text, plain[words[0].end :].strip())
    at = asking_at(words)
    if at is None:
        return None
    cut = _end_of_asking(words, at)
    if cut is None:
        return None
    asking = plain[: words[cut].start].strip()
    if words[cut].lower in AUXILIARIES and not _is_main_verb(words, cut):
        return Clause(asking, words[cut].text, plain[words[cut].end :].strip())
    return Clause(asking, "", plain[words[cut].start :].strip())


def asking_at(words: list[Word]) -> int | None:
    """The place of the asking word where a question begins with one, or with a preposition and one."""
    for i, word in enumerate(words[:3]):
        if word.lower in ASKING:
            return i
        if word.lower not in PREPOSITIONS:
            return None
    return None


def with_do(clause: Clause, subject: str) -> tuple[str, str]:
    """Auxiliary and rest of a clause that asks for its subject, with that put in: "did", "Anna write the book"."""
    if clause.auxiliary:
        return clause.auxiliary.lower(), f"{subject} {clause.rest}".strip()
    first, _, after = clause.rest.partition(" ")
    if first.lower() in AUXILIARIES and first.lower() not in ("do", "does", "did", "has", "have", "had"):
        return first, f"{subject} {after}".strip()
    base = {"has": "have", "does": "do"}.get(first.lower()) or base_form(first.lower()) or first
    return ("did" if is_past(first.lower()) else "does"), f"{subject} {base} {after}".strip()


def _is_main_form(auxiliary: str, verb: str, after: str, asks_person: bool) -> bool:
    """Whether a word is the verb of the auxiliary right before it, and no subject: "will" + "call", "was" + "fired"."""
    object_follows = after in DETERMINERS | POSSESSIVES
    if auxiliary in ("has", "have", "had", "hasn't", "haven't", "hadn't"):
        return is_past(verb) or verb in ("been", "become")
    if auxiliary in BE or auxiliary in ("isn't", "aren't", "wasn't", "weren't"):
        # "What is running water?", "What is fried rice?"
        complete = not after or object_follows or is_function(after) or is_time(after)
        participle = bool(base_form(verb)) and (is_past(verb) or verb.endswith("ing"))
        return verb == "being" or (participle and (complete or asks_person))
    if auxiliary in ("do", "does", "did", "don't", "doesn't", "didn't"):
        return False  # "Who did the work?" has no other verb
    # "What will work cost?"
    is_base = base_form(verb) == verb and (asks_person or base_form(after) != after or not after)
    return verb in ("be", "have") or is_base or (object_follows and not is_function(verb))


def _is_main_verb(words: list[Word], at: int) -> bool:
    """Whether "has" or "had" is the verb itself, as in "Who had two sons?"."""
    after = words[at + 1].lower if at + 1 < len(words) else ""
    return words[at].lower in ("has", "have", "had") and after in ("a", "an", "the", "no", "two", "many")


def _end_of_asking(words: list[Word], at: int) -> int | None:
    """The place of the auxiliary or of the verb after the asking words."""
    for i in range(at + 1, len(words)):
        if words[i].lower in AUXILIARIES:
            return i
        if words[i].lower in CLAUSE or words[i].lower in PREPOSITIONS - {"of", "to"}:
            break
    takes_noun = words[at].lower in ("which", "whose", "what", "how")
    for i in range(at + 1, len(words)):
        if base_form(words[i].lower) and (i > at + 1 or not takes_noun or words[at].lower == "what"):
            return i
        if not takes_noun and i > at + 2:
            return None
    return None
