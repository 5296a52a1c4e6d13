"""Questions changed by rule: written as people type, or so that their paragraph no longer answers them."""

import random
import re

from index import sentence_spans
from qa.metrics import normalise
from training.data import Row

# Words that a search by keywords leaves out. Question words stay: they say what kind of answer is asked for.
_LEFT_OUT = frozenset(
    """a an the of in on at to for from by with is are was were be been being do does did has have had it its
    that this these those there as and or""".split()
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_NAME = re.compile(r"\b(?!The\b)[A-Z][\w'’-]+(?:\s+(?:of\s+)?[A-Z][\w'’-]+)*")
_OPPOSITES = [
    ("first", "last"),
    ("largest", "smallest"),
    ("highest", "lowest"),
    ("oldest", "youngest"),
    ("most", "least"),
    ("before", "after"),
    ("increase", "decrease"),
    ("increased", "decreased"),
    ("north", "south"),
    ("northern", "southern"),
    ("east", "west"),
    ("eastern", "western"),
    ("more", "fewer"),
    ("early", "late"),
    ("best", "worst"),
    ("longest", "shortest"),
    ("male", "female"),
    ("won", "lost"),
    ("win", "lose"),
    ("began", "ended"),
    ("minimum", "maximum"),
    ("internal", "external"),
    ("legal", "illegal"),
]
OPPOSITE = dict(_OPPOSITES) | {second: first for first, second in _OPPOSITES}


def misspelt(question: str, generator: random.Random) -> str:
    """The question with one letter of one longer word left out, doubled, or changed with its neighbour."""
    words = list(_WORD.finditer(question))
    if not words:
        return question
    word = generator.choice(words)
    at = generator.randrange(word.start() + 1, word.end() - 1)
    before, letter, after = question[:at], question[at], question[at + 1 :]
    return generator.choice(
        (before + after, before + letter + letter + after, before + after[:1] + letter + after[1:])
    )


def keywords(question: str) -> str:
    """The question as a search by keywords: without articles, prepositions, auxiliaries and question mark."""
    kept = [word for word in question.rstrip("? ").split() if word.lower() not in _LEFT_OUT]
    return " ".join(kept) if len(kept) >= 3 else question


def as_typed(question: str, generator: random.Random) -> str:
    """The question misspelt (three in five) or as keywords."""
    return misspelt(question, generator) if generator.random() < 0.6 else keywords(question)


def answer_sentence(row: Row) -> tuple[int, int]:
    """Offsets of the sentence, or of the sentences from first to last, that the answer stands in."""
    touched = [
        (start, end)
        for start, end in sentence_spans(row.context, 0, len(row.context))
        if end > row.start and start < row.end
    ]
    return (touched[0][0], touched[-1][1]) if touched else (row.start, row.end)


def without_answer_sentence(row: Row) -> str | None:
    """The paragraph without the sentence of its answer; None where that leaves little, or the answer again."""
    start, end = answer_sentence(row)
    rest = f"{row.context[:start].rstrip()} {row.context[end:].lstrip()}".strip()
    if len(rest) < 200 or normalise(row.answer) in normalise(rest):
        return None
    return rest


def swapped(row: Row, generator: random.Random) -> Row | None:
    """A row whose question asks for something else, so that its paragraph answers it no longer.

    A name or a number of the question that stands in the sentence of the answer gives place to another one of
    the paragraph that does not stand in that sentence; or a word gives place to its opposite, where the
    paragraph nowhere says the opposite. None where the question has no such word.
    """
    start, end = answer_sentence(row)
    sentence, elsewhere = row.context[start:end], row.context[:start] + " " + row.context[end:]
    changes: list[tuple[int, int, str]] = []
    for pattern in (_NAME, _NUMBER):
        others = sorted({match.group() for match in pattern.finditer(elsewhere)} - {row.answer})
        others = [
            other
            for other in others
            if len(other) > 1
            and other not in sentence
            and other.lower() not in row.question.lower()
            and (pattern is _NUMBER or _is_name(other, elsewhere))
        ]
        for match in pattern.finditer(row.question):
            # "Elon Musk" for "Musk" would ask for the same.
            own = _words(match.group())
            different = [other for other in others if not (_words(other) <= own or _words(other) >= own)]
            # The first word of a question is no name, whatever its case.
            if match.start() > 0 and match.group() in sentence and different:
                changes.append((*match.span(), generator.choice(different)))
    lowered = row.context.lower()
    for match in re.finditer(r"[a-z]+", row.question):
        opposite = OPPOSITE.get(match.group())
        if opposite and not re.search(rf"\b{opposite}\b", lowered):
            changes.append((*match.span(), opposite))
    if not changes:
        return None
    first, last, other = generator.choice(changes)
    return Row(row.title, row.context, row.question[:first] + other + row.question[last:], -1, -1)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _is_name(words: str, text: str) -> bool:
    """Whether capitalised words are a name, and not the ones that a sentence begins with or a possessive."""
    if words.endswith(("'s", "’s")) or re.search(rf"\b{re.escape(words.split()[0].lower())}\b", text):
        return False
    return " " in words or bool(re.search(rf"[\w,;)\"'’”]\s+{re.escape(words)}\b", text))
