"""Tells whether a pronoun is explained by its own question: "Did Brandt say that he was ill?"."""

from qa.clause import asking_at
from qa.mentions import Kind, Mention
from qa.words import AUXILIARIES, BE, CLAUSE, Word, base_form

# Those of whom contracts and handbooks speak without a name, besides the persons of `qa/words.py`.
_ROLES = frozenset(
    """adult agent applicant assistant baby borrower buyer candidate child citizen client colleague contractor customer
    driver employee employer guardian guest holder insurer keeper landlord lender licensee licensor member neighbour
    neighbor operator owner participant parent partner passenger patient player pupil resident seller sender student
    subscriber supplier tenant traveller trainee user victim visitor volunteer voter winner witness worker""".split()
)
_ANYONE = frozenset("anybody anyone everybody everyone nobody someone somebody whoever".split())
_CONDITIONS = frozenset("if unless".split())
# What these are done to is mostly the doer's own: "Who lost his key?", but "Who published his books?"
_TO_ONES_OWN = frozenset("bring change forget give leave lend lose quit wash withdraw".split())


def is_bound(
    question: str, words: list[Word], i: int, kind: str, possessive: bool, found: list[Mention]
) -> bool:
    """Whether something earlier in the question can be what a pronoun stands for.

    A pronoun of the main clause cannot stand for what is asked for, nor an object for its own subject.
    """
    opened = max((j for j in range(1, i) if _opens_clause(question, words, j)), default=0)
    at = asking_at(words)
    asked_end = 0
    auxiliary = next((j for j in range(at or 0, len(words)) if words[j].lower in AUXILIARIES), len(words))
    if at is not None:
        asked_end = words[auxiliary].start if auxiliary < i else words[at].end
    fitting: list[Mention | Word] = [mention for mention in found if _can_be(kind, mention, question)]
    if kind in ("he", "she"):  # by the word: which of those after it are verbs is not always seen
        fitting += [word for word in words[:i] if word.bare in _ROLES]
    earlier = [spoken for spoken in fitting if spoken.end <= words[i].start]
    if opened and any(spoken.end <= words[opened].start for spoken in earlier):
        return True
    if kind in ("he", "she") and len(earlier) > 1:
        return True  # of two persons the pronoun is likely the one that is not its subject
    if possessive and i < auxiliary < len(words):  # "How much of his own money did Olsen spend?"
        names = [mention for mention in fitting if isinstance(mention, Mention) and mention.is_name]
        return any(name.start > words[auxiliary].start for name in names)
    if possessive and any(spoken.start >= asked_end for spoken in earlier):
        return True
    return kind != "it" and _is_of_anyone(words, i, possessive, opened)


def _is_of_anyone(words: list[Word], i: int, possessive: bool, opened: int) -> bool:
    """Whether a pronoun can stand for whoever is asked for: "Who lost his key?"."""
    before = [word.lower for word in words[:i]]
    if any(word in _ANYONE for word in before[:opened]):
        return before[0] in CLAUSE or before[opened] in _CONDITIONS
    if not possessive or not any(word in _ANYONE or word in ("who", "which") for word in before):
        return False
    if any(word in BE for word in before):
        return False  # "Who was his brother?"
    own = i + 1 < len(words) and words[i + 1].lower == "own"
    return own or any(base_form(word) in _TO_ONES_OWN for word in before)


def _opens_clause(question: str, words: list[Word], i: int) -> bool:
    parted = "," in question[words[i - 1].end : words[i].start]
    return parted or words[i].lower in CLAUSE or words[i].lower in ("that", "once")


def _can_be(kind: str, mention: Mention, question: str) -> bool:
    if kind in ("he", "she"):
        bare = question.islower() and len(mention.words) == 1 and mention.kind is Kind.NOUN
        return mention.kind in (Kind.PERSON, Kind.NAME) or bare
    if kind == "it":
        return mention.kind in (Kind.NOUN, Kind.THING, Kind.NAME) and not mention.is_plural
    return mention.kind not in (Kind.TIME, Kind.NUMBER)
