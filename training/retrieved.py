"""How well readers tell the passage that answers from those that are retrieved beside it, on paragraphs kept out.

    python -m training.retrieved TRAIN_FOLDER READER... [--earlier 9244] [--tables 14794]

Half of the questions are of the sets, half newer ones of ours. Each is read on the ten paragraphs nearest to it by
cosine, among some 800, and on its own. A row for each reader: AUROC of the margin of the paragraph that answers,
against all others that do not hold the answer; and for how many questions its own paragraph has the highest margin.
"""

import argparse
import random
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from index import Encoder
from qa.metrics import normalise
from qa.read import ExtractiveReader
from qa.windows import Text
from training.data import Row, calibration_rows
from training.written import read_written

SEED = 3
QUESTIONS = 75  # of either kind
OTHERS = {"sets": 500, "ours": 700}  # rows whose paragraphs stand beside
READ = 10
NO_SPAN = -20.0  # the margin of a paragraph in which nothing is marked


def drawn(folder: Path, earlier: int, tables: int) -> tuple[list[Row], list[str]]:
    """The questions, and the paragraphs among which they are asked."""
    generator = random.Random(SEED)
    sets = [row for row in calibration_rows(folder) if row.answer]
    ours = [row for row in read_written(folder.parent, True, slice(earlier, tables)) if row.answer]
    questions = generator.sample(sets, QUESTIONS) + generator.sample(ours, QUESTIONS)
    beside = generator.sample(sets, OTHERS["sets"]) + generator.sample(ours, OTHERS["ours"])
    return questions, sorted({row.context for row in (*questions, *beside)})


def margins(reader: ExtractiveReader, row: Row, paragraphs: list[str]) -> list[float]:
    """The highest margin in each paragraph."""
    found = reader.read(row.question, [Text("", paragraph) for paragraph in paragraphs])
    return [spans[0].margin if spans else NO_SPAN for spans in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder of training files")
    parser.add_argument("readers", nargs="+", help="folders of readers")
    parser.add_argument(
        "--earlier", type=int, default=9244, help="line of written.jsonl where newer ones begin"
    )
    parser.add_argument("--tables", type=int, default=14794, help="and where those on tables begin")
    arguments = parser.parse_args()
    questions, paragraphs = drawn(arguments.folder, arguments.earlier, arguments.tables)
    encoder = Encoder()
    passages, asked = encoder.encode(paragraphs), encoder.encode([row.question for row in questions])
    nearest = np.argsort(-(asked @ passages.T), axis=1, kind="stable")[:, :READ]
    for name in arguments.readers:
        reader = ExtractiveReader(name)
        answering, lacking, surest = [], [], 0
        for row, near in zip(questions, nearest, strict=True):
            texts = [paragraphs[i] for i in near if paragraphs[i] != row.context]
            own, *others = margins(reader, row, [row.context, *texts])
            surest += own >= max(others, default=own)
            answering.append(own)
            answer = normalise(row.answer)
            lacking += [m for text, m in zip(texts, others, strict=True) if answer not in normalise(text)]
        labels = [1] * len(answering) + [0] * len(lacking)
        auroc = roc_auc_score(labels, answering + lacking)
        print(f"{name}|AUROC {auroc:.3f}|own paragraph surest {surest / len(questions):.1%}", flush=True)


if __name__ == "__main__":
    main()
