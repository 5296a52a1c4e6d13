"""The training sets: which rows are read, under which licence, and which are kept out for calibration."""

import hashlib
import json
import random
from dataclasses import dataclass
from pathlib import Path

# One row in twenty, by paragraph, is kept out of the reader's training, so that the thresholds of the
# decision are fitted on questions whose paragraphs the reader has never seen.
HELD_OUT_SHARE = 20


@dataclass(frozen=True)
class Source:
    """A training file: how many of its rows one epoch takes (None: all), and its licence."""

    rows: int | None
    licence: str


# The short-context sets (QAMR, sentences) are cheap: they teach what a span is for a third of the time that
# a paragraph costs. Sets of template questions (QA-SRL, PolicyQA) are kept small, they dilute real questions.
SOURCES = {
    "squad1": Source(None, "CC BY-SA 4.0"),
    "squad1_sentences": Source(None, "CC BY-SA 4.0"),
    "squad2_unanswerable": Source(None, "CC BY-SA 4.0"),
    "squadshifts_new_wiki": Source(None, "CC BY 4.0"),
    "nq_qed": Source(None, "CC BY-SA 3.0"),
    "qamr": Source(18_000, "MIT"),
    "qadiscourse": Source(None, "CC BY 4.0"),
    "qasrl_gs": Source(2_000, "MIT"),
    "tweetqa": Source(None, "CC BY-SA 4.0"),
    "iirc_sentences": Source(None, "CC BY 4.0"),
    "hotpot_sample": Source(None, "CC BY-SA 4.0"),
    "fairytaleqa": Source(None, "Apache-2.0"),
    "policyqa": Source(2_500, "MIT"),
    "molweni": Source(1_500, "Apache-2.0"),
    "friendsqa": Source(1_200, "Apache-2.0"),
    "qasper": Source(None, "CC BY 4.0"),
    "tatqa": Source(None, "CC BY 4.0"),
    "musique_sample": Source(None, "CC BY 4.0"),
    "aquamuse_unanswerable": Source(None, "CC BY-SA"),
    "doqa_unanswerable": Source(None, "CC BY-SA 4.0"),
}


# The sets whose questions stand on whole paragraphs in proper sentences: negatives are made for these.
WHOLE_PARAGRAPHS = ("squad1", "squadshifts_new_wiki", "nq_qed")
# Sets of other domains whose questions make sense without their paragraph beside them.
OTHER_DOMAINS = ("fairytaleqa", "iirc_sentences")


@dataclass(frozen=True)
class Row:
    """One question on one paragraph; `start` and `end` are characters of `context`, -1 without an answer."""

    title: str
    context: str
    question: str
    start: int
    end: int

    @property
    def answer(self) -> str:
        """The words of the answer; "" without one."""
        return self.context[self.start : self.end] if self.start >= 0 else ""


def read_rows(path: Path) -> list[Row]:
    """The rows of a file in the order they stand in; the first of several answers is taken."""
    rows = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            answer = next(iter(record["answers"]), None)
            start = answer["start"] if answer else -1
            end = start + len(answer["text"]) if answer else -1
            title = (record.get("title") or "").replace("_", " ")
            rows.append(Row(title, record["context"], record["question"], start, end))
    return rows


def is_held_out(context: str) -> bool:
    """Whether a paragraph is kept for calibration; decided by its text, so that every set agrees on it."""
    return int(hashlib.sha256(context.encode()).hexdigest()[:8], 16) % HELD_OUT_SHARE == 0


def read_source(folder: Path, name: str) -> list[Row]:
    """The rows of a set whose paragraphs are not held out."""
    return [row for row in read_rows(folder / f"{name}.jsonl") if not is_held_out(row.context)]


def training_rows(folder: Path, seed: int) -> list[Row]:
    """The rows that one epoch trains on, without those held out and without sentences of paragraphs held out."""
    rows: list[Row] = []
    held_out = "\n".join(
        {row.context for row in read_rows(folder / "squad1.jsonl") if is_held_out(row.context)}
    )
    for name, source in SOURCES.items():
        kept = read_source(folder, name)
        if name == "squad1_sentences":
            kept = [row for row in kept if row.context.strip() not in held_out]
        if source.rows is not None and len(kept) > source.rows:
            kept = random.Random(seed).sample(kept, source.rows)
        rows += kept
    return rows


def calibration_rows(folder: Path) -> list[Row]:
    """The rows held out of training, answerable and not, of several domains.

    Several sets are rebuilt from the same paragraphs in other spellings: a paragraph of which another spelling
    was trained on is left out.
    """
    names = sorted(set(WHOLE_PARAGRAPHS) | {"squad2_unanswerable"} | set(OTHER_DOMAINS))
    read = {name: read_rows(folder / f"{name}.jsonl") for name in names}
    trained = {
        _letters(row.context) for rows in read.values() for row in rows if not is_held_out(row.context)
    }
    return [
        row
        for name in names
        for row in read[name]
        if is_held_out(row.context) and _letters(row.context) not in trained
    ]


def _letters(text: str) -> str:
    """Letters and digits in lower case: what two spellings of a paragraph have in common."""
    return "".join(character for character in text.lower() if character.isalnum())


def sha256_of(path: Path) -> str:
    """The file's sha256 in hexadecimal, for the manifest."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
