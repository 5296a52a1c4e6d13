"""The questions of the calibration, and the corpus they are asked of."""

import hashlib
import random
from dataclasses import replace
from pathlib import Path

from training.data import Row
from training.rules import as_typed
from training.thesaurus import Thesaurus, reworded
from training.written import own_documents

SEED = 7
LEFT_OUT_SHARE = 0.3
ANSWERABLE_QUESTIONS = 700
WRITTEN_QUESTIONS = 2_000
# Questions that are asked otherwise than they stand in the sets, which were written beside the paragraph and use
# its words: in other words, and misspelt or as keywords.
REWORDED_SHARE = 0.3
AS_TYPED_SHARE = 0.1


def paragraph_id(context: str) -> str:
    """A short name of a paragraph, the same on every run."""
    return hashlib.sha256(context.encode()).hexdigest()[:16]


def is_left_out(context: str) -> bool:
    """Whether a paragraph is not put into the corpus, by another part of its hash than `is_held_out` reads."""
    return int(paragraph_id(context)[8:], 16) % 100 < 100 * LEFT_OUT_SHARE


def documents_of(rows: list[Row]) -> list[tuple[str, list[str]]]:
    """Title and paragraphs of what the rows stand in: a document that we wrote is whole, others are a paragraph."""
    ours = own_documents()
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        paragraphs = ours.get(row.title, [])
        whole = paragraphs if row.context in paragraphs else [row.context]
        found[row.title, whole[0]] = whole
    return [(title, paragraphs) for (title, _), paragraphs in found.items()]


def write_corpus(documents: list[tuple[str, list[str]]], folder: Path) -> None:
    """One text file a document, with its title above where it has one, without the paragraphs that are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for title, paragraphs in documents:
        put_in = [paragraph for paragraph in paragraphs if not is_left_out(paragraph)]
        if put_in:
            text = "\n\n".join([title, *put_in] if title else put_in)
            (folder / f"{paragraph_id(paragraphs[0])}.txt").write_text(f"{text}\n", encoding="utf-8")


def sample(rows: list[Row], written: list[Row], words: Thesaurus) -> list[Row]:
    """All adversarial questions, since near misses are what the decision has to catch, and some of the others.

    Three in ten are put in other words, and one in ten is misspelt or put as keywords; those that we wrote
    ourselves are taken as they stand.
    """
    adversarial = [row for row in rows if not row.answer]
    others = [row for row in rows if row.answer]
    chosen = adversarial + random.Random(SEED).sample(others, min(ANSWERABLE_QUESTIONS, len(others)))
    generator = random.Random(SEED)
    generator.shuffle(chosen)
    ours = random.Random(SEED).sample(written, min(WRITTEN_QUESTIONS, len(written)))
    return [replace(row, question=varied(row.question, words, generator)) for row in chosen] + ours


def varied(question: str, words: Thesaurus, generator: random.Random) -> str:
    """The question as it stands, in other words, or as typed."""
    drawn = generator.random()
    if drawn < REWORDED_SHARE:
        return reworded(question, words, generator)
    return as_typed(question, generator) if drawn < REWORDED_SHARE + AS_TYPED_SHARE else question
