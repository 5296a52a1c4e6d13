"""Measures a reader on whole dev sets, each question on its own paragraph.

    python -m training.evaluate FILE... --json OUT [--reader FOLDER] [--limit N]

For sets without unanswerable questions: exact match and F1 of the best span (SQuAD 1.1). For sets with them
the official figures of SQuAD 2.0: at the no-answer threshold 0 of the margin, split into questions with and
without an answer, and at the best threshold, chosen on the set itself as the official script does.
"""

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np

from qa.metrics import exact_match, f1
from qa.read import BUNDLED_FOLDER, ExtractiveReader
from qa.windows import Text

TOGETHER = 128
SEED = 1


def predict(reader: ExtractiveReader, records: list[dict[str, Any]]) -> list[tuple[str, float]]:
    """The text of the best span of each question's paragraph, and its margin."""
    predictions = []
    for i in range(0, len(records), TOGETHER):
        part = records[i : i + TOGETHER]
        for record, [spans] in zip(
            part,
            reader.read_many([(record["question"], [Text("", record["context"])]) for record in part]),
            strict=True,
        ):
            best = spans[0] if spans else None
            text = record["context"][best.start : best.end] if best else ""
            predictions.append((text, best.margin if best else float("-inf")))
    return predictions


def measure(records: list[dict[str, Any]], predictions: list[tuple[str, float]]) -> dict[str, float]:
    """Percentages over a set, and how many questions it has."""
    accepted = [[answer["text"] for answer in record["answers"]] for record in records]
    answerable = np.array([bool(answers) for answers in accepted])
    exact = np.array(
        [exact_match(text, a) if a else 0.0 for (text, _), a in zip(predictions, accepted, strict=True)]
    )
    f1s = np.array([f1(text, a) if a else 0.0 for (text, _), a in zip(predictions, accepted, strict=True)])
    if answerable.all():
        return {"questions": len(records), "exact_match": percent(exact), "f1": percent(f1s)}
    margins = np.array([margin for _, margin in predictions])
    given = margins > 0
    # Without an answer, silence scores 1 and any answer 0; with one, silence scores 0.
    at_zero = {
        name: np.where(given, scores, ~answerable) for name, scores in (("exact_match", exact), ("f1", f1s))
    }
    best_exact, _ = best_threshold(margins, exact, answerable)
    best_f1, threshold = best_threshold(margins, f1s, answerable)
    return {
        "questions": len(records),
        "exact_match": percent(at_zero["exact_match"]),
        "f1": percent(at_zero["f1"]),
        "has_answer_exact_match": percent(at_zero["exact_match"][answerable]),
        "has_answer_f1": percent(at_zero["f1"][answerable]),
        "no_answer_f1": percent(at_zero["f1"][~answerable]),
        "best_exact_match": best_exact,
        "best_f1": best_f1,
        "best_f1_threshold": threshold,
    }


def best_threshold(margins: np.ndarray, scores: np.ndarray, answerable: np.ndarray) -> tuple[float, float]:
    """The highest score in per cent over all thresholds of the margin, and the threshold."""
    order = np.argsort(-margins, kind="stable")
    gains = np.where(answerable[order], scores[order], -1.0)
    totals = (~answerable).sum() + np.concatenate([[0.0], np.cumsum(gains)])
    best = int(np.argmax(totals))
    threshold = float(margins[order[best]]) if best < len(order) else float("-inf")
    return round(100 * float(totals[best]) / len(margins), 2), round(threshold, 3)


def percent(values: np.ndarray) -> float:
    """The mean in per cent, to two places."""
    return round(100 * float(np.mean(values)), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, help="dev sets, JSON Lines")
    parser.add_argument("--json", type=Path, required=True, help="where the figures are written")
    parser.add_argument("--reader", default=str(BUNDLED_FOLDER), help="a model's folder")
    parser.add_argument("--limit", type=int, help="a fixed sample of so many questions of each set")
    arguments = parser.parse_args()
    reader = ExtractiveReader(arguments.reader)
    report: dict[str, Any] = {"reader_sha256": reader.sha256, "sets": {}}
    for file in arguments.files:
        records = [json.loads(line) for line in file.open(encoding="utf-8")]
        if arguments.limit and len(records) > arguments.limit:
            records = random.Random(SEED).sample(records, arguments.limit)
        clock = time.monotonic()
        figures = measure(records, predict(reader, records))
        figures["seconds"] = round(time.monotonic() - clock, 1)
        report["sets"][file.stem] = figures
        print(file.stem, json.dumps(figures), flush=True)
    arguments.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
