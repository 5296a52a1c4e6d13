"""Fits the decision on questions whose paragraphs were kept out of the reader's training.

    python -m training.calibrate TRAIN_FOLDER WORK_FOLDER [--reader FOLDER]

The paragraphs held out, and those of a part of the questions that we wrote (whole documents, where we wrote these
too), become a corpus, from which three paragraphs in ten are left out; questions are asked of it through the real
index, retriever and reader. Those on paragraphs that were left out (where no other says the same), the adversarial
ones of SQuAD 2.0, and the near misses that we wrote have no answer there. The features of the candidates are kept in
WORK_FOLDER, so that the fit can be run again without reading.
"""

import argparse
import hashlib
import json
import random
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from index import Embedder, Encoder, Store, sync
from qa.assistant import in_form
from qa.candidates import read_candidates
from qa.decide import same_answer, weigh
from qa.evaluate import RIGHT_F1
from qa.features import NAMES
from qa.look_up import look_up
from qa.metrics import f1
from qa.read import BUNDLED_FOLDER, ExtractiveReader, Reader
from qa.report import calibration_error
from training.asked import documents_of, is_left_out, sample, write_corpus
from training.data import WHOLE_PARAGRAPHS, Row, calibration_rows, read_source, training_rows
from training.evaluate import score
from training.figures import best_threshold
from training.fit import cross_validate, fit, least_answered, least_unsure
from training.thesaurus import thesaurus
from training.written import read_written

SEED = 7


def examples(
    rows: list[Row], document: dict[str, int], store: Store, embedder: Embedder, reader: Reader
) -> list[dict[str, Any]]:
    """For each question the features of its candidates, and which of them are right.

    :param document: the number of the document that each paragraph stands in.
    """
    found = []
    for number, row in enumerate(rows):
        with store.snapshot() as snapshot:
            _, asked, vector, hits, documents = look_up(row.question, embedder, snapshot)
        candidates = in_form(asked, read_candidates(asked, vector, hits, documents, reader, embedder))
        right = [bool(row.answer) and f1(c.text, [row.answer]) >= RIGHT_F1 for c in candidates]
        # A paragraph that is left out is missed only where no other says the same.
        answerable = any(right) or (bool(row.answer) and not is_left_out(row.context))
        weighed = weigh(asked, candidates)
        found.append(
            {
                "document": document[row.context],
                "answerable": answerable,
                "features": weighed,
                "right": right,
                "same": [[same_answer(a, b) for b in candidates] for a in candidates],
            }
        )
        if number % 100 == 99:
            print(f"{number + 1} of {len(rows)} questions", flush=True)
    return found


def asked_or_remembered(
    asked: list[Row], rows: list[Row], work: Path, encoder: Encoder, reader: ExtractiveReader
) -> list[dict[str, Any]]:
    """The examples of the questions; those of an earlier run on the same documents, with the same models."""
    documents = documents_of(rows)
    questions = [row.question for row in asked]
    key = json.dumps(["spelled", reader.sha256, encoder.sha256, NAMES, questions, documents])
    remembered = work / f"examples-{hashlib.sha256(key.encode()).hexdigest()[:12]}.json"
    if not remembered.exists():
        shutil.rmtree(work / "corpus", ignore_errors=True)  # that of an earlier run may hold other documents
        write_corpus(documents, work / "corpus")
        sync(work / "index", [(work / "corpus").absolute()], encoder)
        number = {text: i for i, (_, paragraphs) in enumerate(documents) for text in paragraphs}
        found = examples(asked, number, Store(work / "index", encoder), encoder, reader)
        remembered.write_text(json.dumps(found))
    return [example for example in json.loads(remembered.read_text()) if example["features"]]


def margin_threshold(rows: list[Row], reader: ExtractiveReader) -> float:
    """The margin above which one passage, read alone, answers: the best F1 where half of the questions have none.

    The decision does not use it, since it knows more than the margin; the figures of SQuAD 2.0 do.
    """
    adversarial = [row for row in rows if not row.answer]
    others = [row for row in rows if row.answer and row.title]
    chosen = adversarial + random.Random(SEED).sample(others, min(len(adversarial), len(others)))
    records = [
        {
            "id": str(number),
            "question": row.question,
            "context": row.context,
            "answers": [{"text": row.answer}] if row.answer else [],
        }
        for number, row in enumerate(chosen)
    ]
    scored = score(reader, records)
    margins, f1s = np.array([item.margin for item in scored]), np.array([item.f1 for item in scored])
    return best_threshold(margins, f1s, np.array([bool(item.accepted) for item in scored]))[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder of training files")
    parser.add_argument("work", type=Path, help="where corpus, index and features are kept")
    parser.add_argument("--reader", type=Path, default=BUNDLED_FOLDER, help="the reader's folder")
    parser.add_argument("--until", type=int, help="the line of written.jsonl before which our questions end")
    arguments = parser.parse_args()
    reader = ExtractiveReader(str(arguments.reader))
    if not reader.sha256:
        parser.error(f"{arguments.reader} has no model.safetensors to know the weights by")
    encoder = Encoder()
    rows = calibration_rows(arguments.folder)
    # Some of our questions are on paragraphs of sets, which other questions are trained on.
    trained = {row.context for row in training_rows(arguments.folder, SEED)}
    ours = read_written(arguments.folder.parent, True, slice(arguments.until))
    written = [row for row in ours if row.context not in trained]
    whole = [row for name in WHOLE_PARAGRAPHS for row in read_source(arguments.folder, name)]
    found = asked_or_remembered(
        sample(rows, written, thesaurus(whole, encoder.encode)),
        rows + written,
        arguments.work,
        encoder,
        reader,
    )
    answerable = np.array([example["answerable"] for example in found])
    confidence, right = cross_validate(found)
    answered = least_answered(confidence, answerable)
    given = confidence >= answered
    report = {
        "questions": len(found),
        "answerable": int(answerable.sum()),
        "auroc_right": round(float(roc_auc_score(right, confidence)), 4),
        "expected_calibration_error": round(calibration_error(confidence, right), 4),
        "answered_and_right": round(float((right & given)[answerable].mean()), 4),
        "abstained_on_unanswerable": round(float((~given)[~answerable].mean()), 4),
        "right_when_answered": round(float(right[given].mean()), 4),
    }
    fitted = fit(found)
    decision = {
        "reader_sha256": reader.sha256,
        "embedder_sha256": encoder.sha256,
        "features": list(NAMES),
        "means": [round(mean, 6) for mean in fitted.means],
        "scales": [round(scale, 6) for scale in fitted.scales],
        "weights": [round(weight, 6) for weight in fitted.weights],
        "none": round(fitted.none, 6),
        "answered": answered,
        "unsure": least_unsure(confidence, right, answered),
        "margin_threshold": margin_threshold(rows, reader),
        "cross_validated": report,
        "calibration": sorted(
            ([round(float(c), 4), bool(r)] for c, r in zip(confidence, right, strict=True)), reverse=True
        ),
    }
    (arguments.reader / "decision.json").write_text(json.dumps(decision) + "\n")
    print(json.dumps(decision | {"calibration": len(found)}, indent=1))


if __name__ == "__main__":
    main()
