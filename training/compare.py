"""Compares readers on paragraphs that were kept out of training: by this, not by a dev set, a stage is chosen.

    python -m training.compare TRAIN_FOLDER READER... [--earlier 9244] [--tables 14794] [--lists 15010]

Each question is read on its own paragraph. A row for each reader and kind of question: F1 of the answerable ones,
the best F1 over all thresholds of the margin, and AUROC of the margin of answerable against unanswerable ones.
"""

import argparse
import random
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from qa.read import ExtractiveReader
from training.data import Row, calibration_rows
from training.evaluate import score
from training.figures import Scored, best_threshold, percent
from training.written import as_set, read_written

SEED = 5
QUESTIONS = 500


def kinds(folder: Path, earlier: int, tables: int, lists: int) -> dict[str, list[dict[str, Any]]]:
    """The questions of each kind: at most 500 of a kind, and all adversarial ones with as many answerable ones."""
    generator = random.Random(SEED)
    sets = calibration_rows(folder)
    answerable = [row for row in sets if row.answer]
    adversarial = [row for row in sets if not row.answer]
    chosen = {
        "lists": read_written(folder.parent, True, slice(lists, None)),
        "tables": read_written(folder.parent, True, slice(tables, lists)),
        "ours, new": read_written(folder.parent, True, slice(earlier, tables)),
        "ours, earlier": read_written(folder.parent, True, slice(earlier)),
        "sets": answerable,
    }
    sampled: dict[str, list[Row]] = {
        name: generator.sample(rows, min(QUESTIONS, len(rows))) for name, rows in chosen.items()
    }
    sampled["adversarial"] = adversarial + generator.sample(
        answerable, min(len(adversarial), len(answerable))
    )
    return {name: as_set(rows) for name, rows in sampled.items()}


def summary(scored: list[Scored]) -> str:
    """F1 of the answerable questions, best F1 and AUROC of the margin: `74.2 / 67.2 / 0.834`; else F1 alone."""
    answerable = np.array([bool(item.accepted) for item in scored])
    margins, f1s = np.array([item.margin for item in scored]), np.array([item.f1 for item in scored])
    found = f"{percent(f1s[answerable]):.1f}"
    if answerable.all():
        return found
    best, _ = best_threshold(margins, f1s, answerable)
    return f"{found} / {best:.1f} / {roc_auc_score(answerable, margins):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder of training files")
    parser.add_argument("readers", type=Path, nargs="+", help="their folders")
    parser.add_argument(
        "--earlier", type=int, default=9244, help="the line of written.jsonl where new ones begin"
    )
    parser.add_argument("--tables", type=int, default=14794, help="the line where those on tables begin")
    parser.add_argument("--lists", type=int, default=15010, help="the line where those on lists begin")
    arguments = parser.parse_args()
    asked = kinds(arguments.folder, arguments.earlier, arguments.tables, arguments.lists)
    print("|".join(["reader", *(f"{name} ({len(records)})" for name, records in asked.items())]), flush=True)
    for folder in arguments.readers:
        reader = ExtractiveReader(str(folder))
        print(
            "|".join([str(folder), *(summary(score(reader, records)) for records in asked.values())]),
            flush=True,
        )


if __name__ == "__main__":
    main()
