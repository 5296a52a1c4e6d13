"""No-answer passages: those that the retriever ranks high for a question and that lack its answer."""

from collections.abc import Callable

import numpy as np

from qa.metrics import normalise
from training.data import Row

NEAREST = 16
KEPT = 6
ROWS_TOGETHER = 256


def nearest_lacking(
    rows: list[Row], contexts: list[str], encode: Callable[[list[str]], np.ndarray]
) -> list[list[int]]:
    """For each row up to 6 paragraphs, as indices into `contexts`: the nearest by cosine without its answer.

    They are what the reader is given when the documents do not answer.

    :param encode: turns a list of texts into unit vectors, one a row.
    """
    passages = encode(contexts)
    questions = encode([row.question for row in rows])
    normalised = [normalise(context) for context in contexts]
    found = []
    for first in range(0, len(rows), ROWS_TOGETHER):
        part = slice(first, first + ROWS_TOGETHER)
        scores = questions[part] @ passages.T
        count = min(NEAREST, len(contexts))  # sorting all of them would take longer than all else here
        nearest = np.argpartition(-scores, count - 1, axis=1)[:, :count]
        order = np.argsort(-np.take_along_axis(scores, nearest, axis=1), axis=1, kind="stable")
        nearest = np.take_along_axis(nearest, order, axis=1)
        for row, near in zip(rows[part], nearest, strict=True):
            answer = normalise(row.answer)
            lacking = [int(i) for i in near if answer not in normalised[i] and contexts[i] != row.context]
            found.append(lacking[:KEPT])
    return found
