"""Measures a reader on whole dev sets, each question on its own paragraph.

    python -m training.evaluate FILE... --json OUT [--reader FOLDER] [--limit N] [--compare OUT] [--errors PAGE]

The report holds the figures of each set (see `training.figures`) and the scores of every question, so that a
later run can be compared with it question by question.
"""

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

from qa.metrics import exact_match, f1
from qa.read import BUNDLED_FOLDER, ExtractiveReader
from qa.windows import Text
from training.errors import page
from training.figures import Scored, difference, figures

TOGETHER = 128
SEED = 1
# Of a paragraph without a word, in which there is no span: lower than any margin of a span.
NO_SPAN = -1_000.0


def score(reader: ExtractiveReader, records: list[dict[str, Any]]) -> list[Scored]:
    """The best span of each question's paragraph, its margin, and what it scores."""
    scored = []
    for i in range(0, len(records), TOGETHER):
        part = records[i : i + TOGETHER]
        read = reader.read_many([(record["question"], [Text("", record["context"])]) for record in part])
        for record, [spans] in zip(part, read, strict=True):
            best = spans[0] if spans else None
            text = record["context"][best.start : best.end] if best else ""
            margin = best.margin if best else NO_SPAN
            accepted = [answer["text"] for answer in record["answers"]]
            scores = (exact_match(text, accepted), f1(text, accepted)) if accepted else (0.0, 0.0)
            scored.append(Scored(record["id"], record["question"], accepted, text, margin, *scores))
    return scored


def shipped_threshold(folder: Path) -> float:
    """The margin above which one passage answers, as fitted by `training.calibrate`; 0 without a calibration."""
    decision = folder / "decision.json"
    return float(json.loads(decision.read_text()).get("margin_threshold", 0.0)) if decision.exists() else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, help="dev sets, JSON Lines")
    parser.add_argument("--json", type=Path, required=True, help="where the report is written")
    parser.add_argument("--reader", type=Path, default=BUNDLED_FOLDER, help="a model's folder")
    parser.add_argument("--limit", type=int, help="a fixed sample of so many questions of each set")
    parser.add_argument("--compare", type=Path, help="an earlier report")
    parser.add_argument(
        "--errors", type=Path, help="where a page of the 100 worst errors of each set is written"
    )
    arguments = parser.parse_args()
    earlier = json.loads(arguments.compare.read_text())["sets"] if arguments.compare else {}
    reader = ExtractiveReader(str(arguments.reader))
    report: dict[str, Any] = {"reader_sha256": reader.sha256, "sets": {}}
    pages = []
    for file in arguments.files:
        records = [json.loads(line) for line in file.open(encoding="utf-8")]
        if arguments.limit and len(records) > arguments.limit:
            records = random.Random(SEED).sample(records, arguments.limit)
        clock = time.monotonic()
        scored = score(reader, records)
        found = figures(scored, shipped_threshold(arguments.reader))
        found["seconds"] = round(time.monotonic() - clock, 1)
        f1s = {item.id: round(item.f1, 4) for item in scored if item.accepted}
        if file.stem in earlier:
            found["f1_against_earlier"] = difference(f1s, earlier[file.stem]["f1_of_questions"])
        print(file.stem, json.dumps(found, indent=2), flush=True)
        report["sets"][file.stem] = found | {"f1_of_questions": f1s}
        pages.append(page(scored, file.stem))
        arguments.json.write_text(json.dumps(report) + "\n")
    if arguments.errors:
        arguments.errors.write_text("\n".join(pages))


if __name__ == "__main__":
    main()
