"""The passages that matter for a question: nearest by meaning and best by words, fused by score."""

import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import Document, Snapshot, title_and_headings
from qa.answer import Hit
from qa.copies import Seen, text_of
from qa.dates import days_in

CANDIDATES = 50  # taken from each of the two rankings
# What the words count beside the meaning; chosen on training questions, see docs/decisions/0006.
WORDS_SHARE = 0.23
READ = 10  # passages that go to the reader

DEEPER = 400  # taken where too many of these are versions of one text
ALIKE = 3  # passages of nearly the same words that are read; what more there are comes after all others
SERIES = 5  # the same of passages that differ in numbers and dates alone: any of them may be asked for

# "3.5", "12,000" and "GPT-4" are one word, of which no part says what it is; "C++" is not "C".
_WORD = re.compile(
    r"\w+(?:(?:['’]|(?<=\b[A-Za-z])\.(?=[A-Za-z]\b)|(?<=\d)[.,:](?=\d)|-(?=\w*\d)|(?<=\d)-(?=\w))\w+)*(?:\+\+|#(?!\w))?"
)
# After a number the mark may be inches.
_QUOTED = re.compile(r"(?<!\d)\"([^\"]*\w[^\"]*)\"|“([^”]*\w[^”]*)”|«([^»]*\w[^»]*)»")
# Words that stand in nearly every question, and say nothing of what it is about.
FUNCTION_WORDS = frozenset(
    """a about all am an and any are as at be been being but by can could d did do does doing done for from get
    got had has have having he her hers him his how i if in into is it its itself ll m many me much my no not
    of off on or our out own re s she should so some such t than that the their them then there these they
    this those to too up us ve very was we were what when where which while who whom whose why will with
    would you your please tell give show say says said know""".split()
)


_ACRONYMS = frozenset({"WHO", "IT", "US"})


def content_words(text: str) -> list[str]:
    """The words of a text that say what it is about, in lower case, each once, in order.

    The names WHO, IT and US are among them, where not all is in capitals.
    """
    composed = unicodedata.normalize("NFC", text)
    words = [word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(composed)]
    shouted = len(words) > 1 and composed.isupper()
    return list(
        dict.fromkeys(
            word.lower()
            for word in words
            if word.lower() not in FUNCTION_WORDS or (word in _ACRONYMS and not shouted)
        )
    )


def asked_words(question: str) -> list[str]:
    """The words of a question that are looked up, and what stands in quotation marks as a whole.

    They are those that say what it is about, or all where none does.
    """
    quoted = [" ".join(_WORD.findall("".join(parts))).lower() for parts in _QUOTED.findall(question)]
    words = content_words(_QUOTED.sub(" ", question)) if quoted else content_words(question)
    return list(dict.fromkeys([*quoted, *words])) or list(
        dict.fromkeys(word.lower() for word in _WORD.findall(question))
    )


def full_text_query(question: str) -> str:
    """An FTS5 query that matches any word that is looked up, and its days in any form; "" when the question has none.

    Each word is a quoted string, so that nothing a person types is read as FTS5 syntax; one of several parts, as "3.5",
    is a phrase.
    """
    words = [*asked_words(question), *(form for day in days_in(question) for form in day.forms())]
    return " OR ".join(f'"{word}"' for word in words)


class Retrieved(NamedTuple):
    """The passages that were found for a question, best first, and the documents that they are of, by id."""

    hits: list[Hit]
    documents: dict[int, Document]


def retrieve(question: str, vector: NDArray[np.float32], snapshot: Snapshot, count: int = READ) -> Retrieved:
    """The `count` best different passages for a question, best first, and copies of them in other places.

    Both rankings are fused by their scores, see `fuse`. Passages of equal score stand in the order of their ids.
    A passage that says nearly what a better one of its document says is left out; one with the very same text under
    the same title is kept beside it (up to `count` of them), so that both places are cited. Versions of a text that
    differ in a few words may say different things: three of them are kept, five of a series of which each has other
    numbers or dates, and more only where other passages leave room.

    :param vector: the question's unit vector.
    """
    for depth in (CANDIDATES, DEEPER):
        taken = _Taken(snapshot, count)
        fused = _fused(question, vector, snapshot, depth)
        versions = [hit for hit in fused if taken.put_off(hit, ALIKE, SERIES)]
        if taken.is_full or not versions or snapshot.passage_count() <= depth:
            break
    for hit in versions:
        taken.put_off(hit, count, count)
    return Retrieved(taken.hits, taken.documents)


class _Taken:
    """The passages that are taken for a question: so many different ones, and copies of them."""

    def __init__(self, snapshot: Snapshot, count: int) -> None:
        self.hits: list[Hit] = []
        self.documents: dict[int, Document] = {}
        self._snapshot, self._count, self._seen = snapshot, count, Seen()
        self._different = self._copies = 0

    @property
    def is_full(self) -> bool:
        """Whether there is no more room for a different passage."""
        return self._different == self._count

    def put_off(self, hit: Hit, alike: int, series: int) -> bool:
        """Whether so many of the same words, or of its series, are taken; if not, it is taken while there is room."""
        number = hit.passage.document_id
        document = self.documents.get(number) or self._snapshot.document(number)
        text = text_of(hit.passage, document)
        above = title_and_headings(document, hit.passage.start, hit.passage.end)
        is_copy = self._seen.is_copy(above, text)
        if is_copy:
            if self._copies == self._count:
                return False
        elif self._different == self._count or self._seen.is_near_copy(above, text, number):
            return False
        elif self._seen.alike(text) >= alike or self._seen.of_series(text) >= series:
            return True
        self._copies, self._different = self._copies + is_copy, self._different + (not is_copy)
        self._seen.take(above, text, number)
        self.hits.append(hit)
        self.documents[number] = document
        return False


def _fused(question: str, vector: NDArray[np.float32], snapshot: Snapshot, depth: int) -> list[Hit]:
    dense = snapshot.nearest(vector, depth)
    query = full_text_query(question)
    lexical = snapshot.matching(query, depth) if query else []
    similarities = {passage.id: similarity for passage, similarity in dense}
    dense_ranks = {passage.id: rank for rank, (passage, _) in enumerate(dense, 1)}
    lexical_ranks = {passage.id: rank for rank, (passage, _) in enumerate(lexical, 1)}
    passages = {passage.id: passage for passage, _ in (*dense, *lexical)}
    holding = snapshot.holding(asked_words(question), passages) | _holding_days(question, snapshot, passages)
    scores = fuse(similarities, covered(holding, passages, snapshot.passage_count()))
    hits = [
        Hit(passage, scores[i], similarities.get(i), dense_ranks.get(i), lexical_ranks.get(i))
        for i, passage in passages.items()
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))


def _holding_days(
    question: str, snapshot: Snapshot, ids: Iterable[int]
) -> dict[str, tuple[int, frozenset[int]]]:
    """As `Snapshot.holding` for the days of a question, each as one word whatever form it has in a passage."""
    found = {}
    for day in days_in(question):
        counts, own = zip(*snapshot.holding(day.forms(), ids).values(), strict=True)
        if any(counts):
            found[day.forms()[0]] = sum(counts), frozenset[int]().union(*own)
    return found


def covered(
    holding: Mapping[str, tuple[int, Collection[int]]], ids: Iterable[int], passages: int
) -> dict[int, float]:
    """The share of a question's words that stand in each passage, 0 to 1, rare words counting more.

    A word counts by its inverse document frequency (Robertson & Zaragoza 2009, equation 3.3, plus one in the
    logarithm, so that no word counts against a passage).

    :param holding: for each word, how many passages hold it, and which of `ids` do.
    :param passages: how many there are in all.
    """
    weights = {
        word: math.log(1 + (passages - count + 0.5) / (count + 0.5)) for word, (count, _) in holding.items()
    }
    total = sum(weights.values())
    shares = dict.fromkeys(ids, 0.0)
    for word, (_, own) in holding.items():
        for i in own:
            shares[i] += weights[word] / total
    return shares


def fuse(similarities: Mapping[int, float], shares: Mapping[int, float]) -> dict[int, float]:
    """One score for each passage, at most 1: 0.77 of its cosine and 0.23 of what `covered` gives it.

    A passage that was found by its words alone has the lowest cosine that was found.

    :param similarities: cosines by the id of the passage.
    :param shares: what `covered` gives, for all passages.
    """
    lowest = min(similarities.values(), default=0.0)
    return {
        i: (1 - WORDS_SHARE) * similarities.get(i, lowest) + WORDS_SHARE * share
        for i, share in shares.items()
    }
