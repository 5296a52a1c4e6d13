"""A question to the passages that are read for it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import Document, Embedder, Snapshot, as_read, title_and_headings
from qa.answer import Hit
from qa.question import plain_question
from qa.retrieve import retrieve
from qa.spelling import corrected


class LookedUp(NamedTuple):
    """What was looked up for a question, and what was found."""

    understood: str  # the question with its misspelt words put right
    asked: str  # that without the polite words round it
    vector: NDArray[np.float32]  # of `asked`, of length 1
    hits: list[Hit]
    documents: dict[int, Document]  # those of the hits, by id


def look_up(question: str, embedder: Embedder, snapshot: Snapshot, as_typed: bool = False) -> LookedUp:
    """The passages for a question: for what it says, and then for what it was meant to say, if that differs.

    :param as_typed: whether words that seem misspelt are left as they are.
    """
    found = _found(question, embedder, snapshot)
    if as_typed:
        return found
    texts = []
    for hit in found.hits:
        document = found.documents[hit.passage.document_id]
        above = title_and_headings(document, hit.passage.start, hit.passage.end)
        texts += [above, as_read(document, hit.passage.start, hit.passage.end).text]
    spelled = corrected(question, texts)
    return found if spelled == question else _found(spelled, embedder, snapshot)


def _found(question: str, embedder: Embedder, snapshot: Snapshot) -> LookedUp:
    asked = plain_question(question)
    vector = embedder.encode([asked])[0]
    return LookedUp(question, asked, vector, *retrieve(asked, vector, snapshot))
