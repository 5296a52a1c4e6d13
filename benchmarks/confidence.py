"""How far the confidence can be trusted on questions and documents that its fit never saw, beside the bare margin.

    python -m benchmarks.confidence WORK --questions FILE... [--limit 1000] [--json OUT]

The paragraphs of each question file become files of one folder, but three in ten of them are left out: questions on
those have no answer there, nor have those that come without one. Reported for each file:

- expected calibration error of the confidence, and AUROC of confidence and margin as signs of a right answer;
- coverage at 80 % precision: the largest share of all questions that can be answered with four answers in five
  right, by the confidence and by the highest margin, each with the threshold that is best in hindsight;
- what the shipped threshold does, and the one that `--precision 0.8` sets.
"""

import argparse
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.corpus import read_lines, write_corpus
from index import Encoder, PrecisionError, Store, sync
from qa.assistant import in_form
from qa.candidates import read_candidates
from qa.decide import Decision, decide
from qa.evaluate import RIGHT_F1
from qa.load import load_decision
from qa.look_up import look_up
from qa.metrics import f1
from qa.read import BUNDLED_FOLDER, ExtractiveReader
from qa.report import calibration_error

SEED = 1
LEFT_OUT_SHARE = 0.3
PRECISION = 0.8


def ask(
    records: list[dict[str, Any]], there: set[str], store: Store, encoder: Encoder, reader: ExtractiveReader
) -> dict[str, np.ndarray]:
    """For each question the confidence of its surest answer, the highest margin, and whether each of both is right.

    :param there: the paragraphs that were not left out.
    """
    decision, _ = load_decision(reader, encoder)
    rows = []
    for record in records:
        question = record["question"]
        accepted = [answer["text"] for answer in record["answers"]] if record["context"] in there else []
        with store.snapshot() as snapshot:
            _, asked, vector, hits, documents = look_up(question, encoder, snapshot)
        candidates = in_form(asked, read_candidates(asked, vector, hits, documents, reader, encoder))
        if not candidates:
            rows.append((bool(accepted), 0.0, -np.inf, False, False))
            continue
        surest = decide(asked, candidates, decision)[0]
        by_confidence, by_margin = (
            bool(accepted) and f1(text, accepted) >= RIGHT_F1 for text in (surest.text, candidates[0].text)
        )
        rows.append((bool(accepted), surest.confidence, candidates[0].span.margin, by_confidence, by_margin))
    names = ("answerable", "confidence", "margin", "right", "right_by_margin")
    return {name: np.array(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}


def coverage_at(precision: float, scores: np.ndarray, right: np.ndarray) -> float:
    """The largest share of all questions whose answers, the surest first, are right in this share of cases."""
    order = np.argsort(-scores, kind="stable")
    given = np.arange(1, len(order) + 1)
    kept = np.flatnonzero(np.cumsum(right[order]) / given >= precision)
    return float(given[kept[-1]] / len(order)) if len(kept) else 0.0


def at(threshold: float, found: dict[str, np.ndarray]) -> dict[str, float]:
    """What answering from a confidence on does, in per cent."""
    given, answerable, right = found["confidence"] >= threshold, found["answerable"], found["right"]
    return {
        "threshold": round(threshold, 4),
        "answered": _percent(given),
        "right when answered": _percent(right[given]),
        "answered and right": _percent((given & right)[answerable]),
        "unanswerable left": _percent(~given[~answerable]),
    }


def figures(found: dict[str, np.ndarray], decision: Decision) -> dict[str, Any]:
    """All figures of one set; shares in per cent."""
    by_confidence = coverage_at(PRECISION, found["confidence"], found["right"])
    by_margin = coverage_at(PRECISION, found["margin"], found["right_by_margin"])
    try:
        promised = at(decision.with_precision(PRECISION).answered, found)
    except PrecisionError as error:
        promised = {"refused": str(error)}
    return {
        "questions": len(found["right"]),
        "answerable": int(found["answerable"].sum()),
        "expected calibration error": round(calibration_error(found["confidence"], found["right"]), 4),
        "auroc": {
            "confidence": round(float(roc_auc_score(found["right"], found["confidence"])), 4),
            "margin": round(
                float(roc_auc_score(found["right_by_margin"], np.maximum(found["margin"], -1e9))), 4
            ),
        },
        f"coverage at {PRECISION:.0%} precision": {
            "confidence": round(100 * by_confidence, 1),
            "margin": round(100 * by_margin, 1),
        },
        "at the shipped threshold": at(decision.answered, found),
        f"at --precision {PRECISION}": promised,
    }


def _percent(values: np.ndarray) -> float:
    return round(100 * float(values.mean()), 1) if len(values) else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("work", type=Path, help="where the paragraphs and their indexes are kept")
    parser.add_argument(
        "--questions", nargs="+", type=Path, required=True, help="JSON Lines, with answers or none"
    )
    parser.add_argument("--limit", type=int, default=1_000, help="a fixed sample of so many questions a file")
    parser.add_argument("--reader", type=Path, default=BUNDLED_FOLDER, help="a model's folder")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    arguments = parser.parse_args()
    encoder, reader = Encoder(), ExtractiveReader(str(arguments.reader))
    decision, _ = load_decision(reader, encoder)
    report: dict[str, Any] = {}
    for file in arguments.questions:
        generator = random.Random(SEED)
        records = read_lines(file)
        paragraphs = sorted({record["context"] for record in records})
        there = set(generator.sample(paragraphs, round((1 - LEFT_OUT_SHARE) * len(paragraphs))))
        folder = (arguments.work / file.stem).absolute()
        write_corpus([("", text) for text in paragraphs if text in there], folder / "corpus")
        sync(folder / "index", [folder / "corpus"], encoder)
        asked = generator.sample(records, min(arguments.limit, len(records)))
        found = ask(asked, there, Store(folder / "index", encoder), encoder, reader)
        report[file.stem] = figures(found, decision)
        print(file.stem, json.dumps(report[file.stem], indent=2), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
