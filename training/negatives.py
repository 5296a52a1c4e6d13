"""No-answer examples: passages that the retriever ranks high for a question and that lack its answer."""

import random

import numpy as np

from qa.metrics import normalise
from training.data import Row

NEAREST = 20


def retrieved_negatives(rows: list[Row], count: int, encode, seed: int) -> list[Row]:
    """`count` rows whose question is asked of a near paragraph of another row that lacks the answer.

    The paragraph is drawn from the 20 nearest by cosine, the nearest most often (its place in the list is
    drawn from a geometric law), since those are what the reader is given when the documents do not answer.

    :param rows: answerable rows on whole paragraphs.
    :param encode: turns a list of texts into unit vectors, one a row.
    """
    generator = random.Random(seed)
    contexts = sorted({row.context for row in rows})
    titles = {row.context: row.title for row in rows}
    asked = generator.sample(rows, min(count, len(rows)))
    passages = encode(contexts)
    questions = encode([row.question for row in asked])
    normalised = [normalise(context) for context in contexts]
    negatives = []
    for row, question in zip(asked, questions, strict=True):
        nearest = np.argsort(-(passages @ question), kind="stable")[:NEAREST]
        answer = normalise(row.answer)
        lacking = [int(i) for i in nearest if answer not in normalised[i] and contexts[i] != row.context]
        if not lacking:
            continue
        place = min(int(generator.expovariate(0.5)), len(lacking) - 1)
        context = contexts[lacking[place]]
        negatives.append(Row(titles[context], context, row.question, -1, -1))
    return negatives
