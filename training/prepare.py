"""The questions of an epoch, otherwise worded too, and passages with and without the answer, as token ids."""

import json
import random
from dataclasses import astuple
from itertools import pairwise
from pathlib import Path

from transformers import PreTrainedTokenizerBase

from index.embed import Encoder
from training.batches import Context, Question, tokenize
from training.data import SOURCES, WHOLE_PARAGRAPHS, Row, read_source, sha256_of, training_rows
from training.negatives import nearest_lacking
from training.rules import as_typed, swapped, without_answer_sentence
from training.thesaurus import reworded, thesaurus
from training.written import read_written

SEED = 20
SWAPPED_QUESTIONS = 8_000
WITHOUT_ANSWER_SENTENCE_SHARE = 0.4
# How often an epoch takes each question that we wrote: they are few, and the nearest to what people ask.
WRITTEN_TIMES = 4
# Of the questions that are drawn otherwise than they stand; the others are misspelt, or keywords.
REWORDED_SHARE = 0.6


def rows_of_epoch(
    folder: Path, share: float, new_from: dict[int, int], seed: int
) -> tuple[list[Row], list[Row]]:
    """The rows of the sets, and the questions that we wrote, as often as an epoch takes them.

    :param share: of the rows of the sets and of the earlier questions of ours that are taken, 1.0 for all.
    :param new_from: lines of `written.jsonl` in rising order: the questions from one to the next are all taken, as
        often as it says, and those before the first once. Without any, every question of ours is taken four times.
    :param seed: of which ones the share is, so that each stage sees others.
    """
    generator = random.Random(seed)
    rows = training_rows(folder, SEED)
    lines = [*new_from, None]
    earlier = read_written(folder.parent, False, slice(lines[0]))
    if share < 1:
        rows, earlier = (generator.sample(part, round(share * len(part))) for part in (rows, earlier))
    written = earlier * (1 if new_from else WRITTEN_TIMES)
    for first, last in pairwise(lines):
        written += read_written(folder.parent, False, slice(first, last)) * new_from[first]
    return rows, written


def prepare(
    folder: Path,
    out: Path,
    tokenizer: PreTrainedTokenizerBase,
    share: float,
    new_from: dict[int, int],
    seed: int,
) -> tuple[list[Question], list[Context]]:
    """All questions of an epoch and their paragraphs as token ids; kept in `rows.json` for runs that resume."""
    cache = out / "rows.json"
    if cache.exists():
        stored = json.loads(cache.read_text())
        return [Question(*q) for q in stored["questions"]], [Context(*c) for c in stored["contexts"]]
    generator = random.Random(seed)
    rows, written = rows_of_epoch(folder, share, new_from, seed)
    of_paragraphs = {row for name in WHOLE_PARAGRAPHS for row in read_source(folder, name)}
    whole = [row for row in rows if row in of_paragraphs] + [
        row for row in dict.fromkeys(written) if row.answer
    ]
    rows += written
    changed = [row for row in (swapped(row, generator) for row in whole) if row is not None]
    changed = generator.sample(changed, min(round(share * SWAPPED_QUESTIONS), len(changed)))
    rows += changed
    contexts = {row.context: row.title for row in rows}
    paragraphs = sorted({row.context for row in whole})
    places = {text: i for i, text in enumerate(contexts)}
    lacking = dict(zip(whole, nearest_lacking(whole, paragraphs, Encoder().encode), strict=True))
    negatives = []
    for row in rows:
        near = [places[paragraphs[i]] for i in lacking.get(row, [])]
        if row in lacking and generator.random() < WITHOUT_ANSWER_SENTENCE_SHARE:
            rest = without_answer_sentence(row)
            if rest and rest not in places:
                places[rest] = len(contexts)
                contexts[rest] = row.title
            if rest:
                near.insert(0, places[rest])
        negatives.append(near)
    words = thesaurus(whole, Encoder().encode)
    varied = [
        reworded(row.question, words, generator)
        if generator.random() < REWORDED_SHARE
        else as_typed(row.question, generator)
        for row in rows
    ]
    texts = [(title, text) for text, title in contexts.items()]
    questions, encoded = tokenize(rows, varied, texts, negatives, tokenizer)
    manifest = {
        "seed": seed,
        "rows": len(rows),
        "swapped_questions": len(changed),
        "written_questions": len(set(written)),
        "rows_with_negatives": sum(bool(near) for near in negatives),
        "data": {name: sha256_of(folder / f"{name}.jsonl") for name in SOURCES},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    partial = cache.with_suffix(".partial")
    stored = {"questions": [astuple(q) for q in questions], "contexts": [astuple(c) for c in encoded]}
    partial.write_text(json.dumps(stored))
    partial.replace(cache)
    return questions, encoded
