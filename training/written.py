"""Questions of our own on open texts, worded as people ask who do not have the text before their eyes.

The sets that others published were written beside their paragraphs, and use their words; what people ask does
not. `written.jsonl` holds only what we wrote and where it belongs: the file and line of a paragraph, and the
characters of the answer in it.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from training.data import Row, is_held_out

FILE = Path(__file__).with_name("written.jsonl")
# One paragraph in so many is kept for the calibration, beside those that `is_held_out` keeps of every set.
KEPT_SHARE = 4


def short_hash(text: str) -> str:
    """The beginning of the sha256 of a paragraph, by which a question finds that its paragraph is still the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_kept(context: str) -> bool:
    """Whether a paragraph's written questions are kept for the calibration and never trained on."""
    return is_held_out(context) or int(short_hash(context)[8:], 16) % KEPT_SHARE == 0


def read_written(data: Path) -> list[Row]:
    """All written questions, answerable and not, with their paragraphs.

    :param data: the folder that holds `train/` and `text/`.
    :raises ValueError: if a paragraph is another one than the question was written on.
    """
    records = _objects(FILE)
    texts = {name: _objects(data / name) for name in sorted({record["file"] for record in records})}
    rows = []
    for record in records:
        paragraph = texts[record["file"]][record["line"]]
        text = paragraph.get("text") or paragraph["context"]
        if short_hash(text) != record["paragraph"]:
            raise ValueError(
                f"line {record['line']} of {record['file']} is another paragraph than was asked on"
            )
        title = (paragraph.get("title") or "").replace("_", " ")
        rows.append(Row(title, text, record["question"], record["start"], record["end"]))
    return rows


def _objects(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
