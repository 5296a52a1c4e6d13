"""Questions of our own, worded as people ask who do not have the text before their eyes.

The sets that others published were written beside their paragraphs, and use their words; what people ask does
not. `written.jsonl` holds only what we wrote and where it belongs: for each paragraph its file and line, and
questions with the characters of the answer in it. The paragraphs are open texts, which are not part of the project,
and those of `texts.jsonl`: news, forum posts, transcripts, papers, manuals and the like, invented and written
by us, since no open set has such texts.

    python -m training.written DATA OUT.jsonl    # those that are never trained on, as a set for training.evaluate
"""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from training.data import Row, is_held_out

FILE = Path(__file__).with_name("written.jsonl")
TEXTS = Path(__file__).with_name("texts.jsonl")
# One paragraph in so many, or one document of ours, is kept for the calibration, beside the paragraphs that
# `is_held_out` keeps of every set.
KEPT_SHARE = 8


def short_hash(text: str) -> str:
    """The beginning of the sha256 of a paragraph, by which a question finds that its paragraph is still the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_kept(text: str) -> bool:
    """Whether the questions on a paragraph, or on the document of ours of this title, are never trained on."""
    return is_held_out(text) or int(short_hash(text)[8:], 16) % KEPT_SHARE == 0


def read_written(data: Path, kept: bool, lines: slice = slice(None)) -> list[Row]:
    """The written questions that are kept for the calibration, or those to train on, with their paragraphs.

    :param data: the folder that holds `train/` and `text/`.
    :param lines: of `written.jsonl`; later ones are newer.
    :raises ValueError: if a paragraph is another one than the questions were written on.
    """
    records = _objects(FILE)[lines]
    texts = {
        name: _objects(TEXTS if name == TEXTS.name else data / name)
        for name in sorted({record["file"] for record in records})
    }
    rows = []
    for record in records:
        paragraph = texts[record["file"]][record["line"]]
        text = paragraph.get("text") or paragraph["context"]
        if short_hash(text) != record["paragraph"]:
            raise ValueError(
                f"line {record['line']} of {record['file']} is another paragraph than was asked on"
            )
        title = (paragraph.get("title") or "").replace("_", " ")
        if is_kept(title if record["file"] == TEXTS.name else text) == kept:
            rows += [Row(title, text, question, start, end) for question, start, end in record["questions"]]
    return rows


def own_documents() -> dict[str, list[str]]:
    """The paragraphs of each document that we wrote, in order, by its title."""
    found: dict[str, list[str]] = {}
    for paragraph in _objects(TEXTS):
        found.setdefault(paragraph["title"], []).append(paragraph["text"])
    return found


def as_set(rows: list[Row]) -> list[dict[str, Any]]:
    """The rows in the form of the sets: `id, title, context, question, answers [{text, start}], source`."""
    return [
        {
            "id": f"written-{number}",
            "title": row.title,
            "context": row.context,
            "question": row.question,
            "answers": [{"text": row.answer, "start": row.start}] if row.answer else [],
            "source": "written",
        }
        for number, row in enumerate(rows)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, help="the folder that holds train/ and text/")
    parser.add_argument("out", type=Path, help="where the set is written")
    arguments = parser.parse_args()
    own = own_documents()
    rows = [row for row in read_written(arguments.data, kept=True) if row.title in own]
    lines = [json.dumps(record, ensure_ascii=False) for record in as_set(rows)]
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _objects(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main()
