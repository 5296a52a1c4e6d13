"""Questions asked of all paragraphs of a set at once, beside the same reader given the right paragraph.

    python -m benchmarks.open_answers DEV_FILE WORK_FOLDER [--limit 2000] [--read 5 20 50] [--reader FOLDER]

The paragraphs are indexed as files, and each question goes through the real index, retriever and reader. Measured
side by side, over the same questions:

- F1 of the best span of the right paragraph alone, and of the span that the margin, or the decision, chooses
  among the ten retrieved passages;
- recall@k of a passage of the right paragraph that holds an accepted answer;
- AUROC of the margin: passages that answer, against the retrieved passages that hold no accepted answer;
- F1 of the span that the decision chooses where other numbers of passages are read (`--read`).
"""

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.corpus import holds_answer, read_lines, write_corpus
from index import Encoder, Store, sync
from qa.candidates import read_candidates
from qa.copies import text_of
from qa.decide import decide
from qa.decode import Scored
from qa.load import load_decision
from qa.metrics import f1
from qa.read import BUNDLED_FOLDER, ExtractiveReader
from qa.retrieve import retrieve
from qa.windows import Text

SEED = 1
RECALL_AT = (1, 3, 5, 10)


class Remembering:
    """A reader that keeps what it read for one question, so that each passage is read once."""

    def __init__(self, reader: ExtractiveReader) -> None:
        self.reader = reader
        self.sha256 = reader.sha256
        self.question = ""
        self.spans: dict[Text, list[Scored]] = {}

    def read(self, question: str, texts: list[Text]) -> list[list[Scored]]:
        """As the reader does."""
        if question != self.question:
            self.question, self.spans = question, {}
        new = [text for text in texts if text not in self.spans]
        if new:
            self.spans |= dict(zip(new, self.reader.read(question, new), strict=True))
        return [self.spans[text] for text in texts]

    def margin(self, text: str) -> float | None:
        """The best margin in a passage that was read, if any span was found there."""
        return next(
            (spans[0].margin for read, spans in self.spans.items() if read.text == text and spans), None
        )


class Measured:
    """What was seen over all questions."""

    def __init__(self, depths: list[int]) -> None:
        self.by_depth: dict[int, list[float]] = {depth: [] for depth in depths}  # F1 by how many are read
        self.given: list[float] = []  # F1 with the right paragraph
        self.by_margin: list[float] = []
        self.by_decision: list[float] = []
        self.places: list[int] = []  # of the first passage that answers, from 1; 0 where none was retrieved
        self.answering: list[float] = []  # margins
        self.lacking: list[float] = []

    def figures(self) -> dict[str, Any]:
        """In per cent, but for AUROC."""
        places = np.array(self.places)
        labels = [1] * len(self.answering) + [0] * len(self.lacking)
        return {
            "questions": len(self.given),
            "f1_given_the_paragraph": round(100 * float(np.mean(self.given)), 2),
            "f1_open_by_margin": round(100 * float(np.mean(self.by_margin)), 2),
            "f1_open_by_decision": round(100 * float(np.mean(self.by_decision)), 2),
            "f1_by_passages_read": {n: round(100 * float(np.mean(f)), 2) for n, f in self.by_depth.items()},
            "recall_at": {k: round(100 * float(np.mean((places > 0) & (places <= k))), 2) for k in RECALL_AT},
            "auroc_of_margin": round(float(roc_auc_score(labels, self.answering + self.lacking)), 4),
            "passages": {"answering": len(self.answering), "lacking": len(self.lacking)},
        }


def measure(
    records: list[dict[str, Any]],
    names: dict[str, str],
    store: Store,
    encoder: Encoder,
    reader: ExtractiveReader,
    depths: list[int],
) -> Measured:
    """Asks every question of the whole corpus and of its own paragraph."""
    decision, _ = load_decision(reader, encoder)
    seen, remembering = Measured(depths), Remembering(reader)
    for record in records:
        question, accepted = record["question"], [answer["text"] for answer in record["answers"]]
        with store.snapshot() as snapshot:
            vector = encoder.encode([question])[0]
            hits, documents = retrieve(question, vector, snapshot)
            deep = {depth: retrieve(question, vector, snapshot, depth) for depth in depths}
        [alone] = reader.read(question, [Text("", record["context"])])
        seen.given.append(f1(record["context"][alone[0].start : alone[0].end], accepted) if alone else 0.0)
        candidates = read_candidates(question, vector, hits, documents, remembering, encoder)
        groups = decide(question, candidates, decision)
        seen.by_margin.append(f1(candidates[0].text, accepted) if candidates else 0.0)
        seen.by_decision.append(f1(groups[0].text, accepted) if groups else 0.0)
        place = 0
        for rank, hit in enumerate(hits, 1):
            document = documents[hit.passage.document_id]
            margin = remembering.margin(text_of(hit.passage, document))
            holds = holds_answer(document, hit.passage, accepted)
            right = holds and Path(document.path).name == names[record["context"]]
            place = place or (rank if right else 0)
            if margin is not None and (right or not holds):
                (seen.answering if right else seen.lacking).append(margin)
        seen.places.append(place)
        for depth, retrieved in deep.items():
            groups = decide(
                question, read_candidates(question, vector, *retrieved, remembering, encoder), decision
            )
            seen.by_depth[depth].append(f1(groups[0].text, accepted) if groups else 0.0)
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path, help="a dev set, JSON Lines, every question with an answer")
    parser.add_argument("work", type=Path, help="where the paragraphs and their index are kept")
    parser.add_argument("--limit", type=int, default=2_000, help="a fixed sample of so many questions")
    parser.add_argument("--read", nargs="*", type=int, default=[], help="other numbers of passages to read")
    parser.add_argument("--reader", type=Path, default=BUNDLED_FOLDER, help="a model's folder")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    arguments = parser.parse_args()
    records = read_lines(arguments.file)
    paragraphs = [(record.get("title") or "", record["context"]) for record in records]
    names = write_corpus(paragraphs, arguments.work / "corpus")
    encoder = Encoder()
    sync(arguments.work / "index", [(arguments.work / "corpus").absolute()], encoder)
    if len(records) > arguments.limit:
        records = random.Random(SEED).sample(records, arguments.limit)
    clock = time.monotonic()
    reader = ExtractiveReader(str(arguments.reader))
    store = Store(arguments.work / "index", encoder)
    figures = measure(records, names, store, encoder, reader, arguments.read).figures()
    figures["paragraphs"] = len(names)
    figures["seconds_per_question"] = round((time.monotonic() - clock) / len(records), 4)
    print(json.dumps(figures, indent=2))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
