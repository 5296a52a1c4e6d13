"""Passages a second from files to a store, beside the bare embedding model, in one run; and memory as folders grow.

    python -m benchmarks.indexing WORK --questions FILE... [--limit 1000] [--rounds 3]
                                  [--memory 1000 10000] [--json OUT]

The paragraphs of the questions become files. `sync` is timed from an empty folder to a store that can be asked:
reading, splitting, embedding, writing. The peer is `SentenceTransformer.encode` with its default arguments on the very
texts that the store embedded, and does nothing else. Both run in turns, models loaded, and the median of the rounds is
reported, with the share of questions whose ten nearest passages are the same for both (as a set; of passages with
equal texts, any).

For `--memory`, as many files as it says are made of the paragraphs, each different, and indexed in a process of its
own; reported is the most memory that process had, and what it had with the models loaded.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpus import read_lines, write_corpus
from index import Encoder, Store, sync
from index.embed import bundled_model_path
from index.passages import text_to_embed

NEAREST = 10
MEASURED = "measured:"  # before what the process for memory prints


def timed_sync(store: Path, folder: Path, encoder: Encoder) -> float:
    """Seconds from nothing to a store."""
    shutil.rmtree(store, ignore_errors=True)
    started = time.perf_counter()
    sync(store, [folder], encoder)
    return time.perf_counter() - started


def embedded_texts(store: Path, encoder: Encoder) -> dict[str, list[int]]:
    """The texts that a store embedded, each once, with the ids of their passages."""
    texts: dict[str, list[int]] = {}
    with Store(store, encoder).snapshot() as snapshot:
        for document in snapshot.every_document():
            for passage in snapshot.passages_of(document.id):
                text = text_to_embed(document, passage.start, passage.end, encoder)
                texts.setdefault(text, []).append(passage.id)
    return texts


def same_nearest(
    store: Path,
    encoder: Encoder,
    peer: Any,
    texts: dict[str, list[int]],
    vectors: np.ndarray,
    questions: list[str],
) -> float:
    """The share of questions for which the store and the peer's vectors have the same ten nearest texts."""
    number = {passage: i for i, passages in enumerate(texts.values()) for passage in passages}
    most = max(map(len, texts.values()))
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = np.asarray(peer.encode(questions, show_progress_bar=False))
    same = 0
    with Store(store, encoder).snapshot() as snapshot:
        for question, vector in zip(questions, asked, strict=True):
            found = snapshot.nearest(encoder.encode([question])[0], NEAREST * most)
            ours = list(dict.fromkeys(number[passage.id] for passage, _ in found))[:NEAREST]
            theirs = np.argsort(-(unit @ vector), kind="stable")[:NEAREST]
            same += set(ours) == {int(i) for i in theirs}
    return same / len(questions)


def speed(work: Path, folder: Path, questions: list[str], rounds: int) -> dict[str, Any]:
    """Passages a second of both, their ratio, and the share of questions with the same nearest passages."""
    from sentence_transformers import SentenceTransformer

    encoder, peer = Encoder(), SentenceTransformer(str(bundled_model_path()))
    store = work / "index"
    timed_sync(store, folder, encoder)  # so that neither pays for what is made on first use
    texts = embedded_texts(store, encoder)
    peer.encode(list(texts)[:64], show_progress_bar=False)
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(timed_sync(store, folder, encoder))
        started = time.perf_counter()
        vectors = np.asarray(peer.encode(list(texts), show_progress_bar=False))
        theirs.append(time.perf_counter() - started)
    ours_median, theirs_median = statistics.median(ours), statistics.median(theirs)
    return {
        "texts": len(texts),
        "sync, texts a second": round(len(texts) / ours_median, 1),
        "encode, texts a second": round(len(texts) / theirs_median, 1),
        "ratio": round(theirs_median / ours_median, 2),
        "seconds of each round": [[round(a, 2), round(b, 2)] for a, b in zip(ours, theirs, strict=True)],
        "same nearest ten": round(same_nearest(store, encoder, peer, texts, vectors, questions), 4),
        "questions": len(questions),
    }


def memory(work: Path, paragraphs: list[tuple[str, str]], files: int) -> dict[str, float]:
    """Megabytes at most of a process that indexes so many files."""
    copies = [
        (title, f"{text}\n\nCopy {i}.")
        for i in range(files // len(paragraphs) + 1)
        for title, text in paragraphs
    ]
    write_corpus(copies[:files], work / "corpus")
    shutil.rmtree(work / "index", ignore_errors=True)
    command = [sys.executable, "-m", "benchmarks.indexing", str(work), "--measured"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(output.partition(MEASURED)[2])
    return found


def measured(work: Path) -> None:
    """What the process for memory does."""
    encoder = Encoder()
    encoder.encode(["Words to have everything loaded."] * 64)
    before = _megabytes()
    started = time.perf_counter()
    summary = sync(work / "index", [(work / "corpus").absolute()], encoder)
    figures = {"files": summary.documents, "texts": summary.embedded, "MB with the model loaded": before}
    seconds = round(time.perf_counter() - started, 1)
    print(MEASURED, json.dumps({**figures, "MB at most": _megabytes(), "seconds": seconds}))


def _megabytes() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1_000_000 if sys.platform == "darwin" else 1_000), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("work", type=Path, help="where the files and their index are kept")
    parser.add_argument(
        "--questions", nargs="+", type=Path, default=[], help="JSON Lines with context and question"
    )
    parser.add_argument("--limit", type=int, default=1_000, help="so many paragraphs, and questions at most")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", nargs="*", type=int, default=[], help="numbers of files")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    parser.add_argument("--measured", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measured:
        measured(arguments.work)
        return
    records = [record for file in arguments.questions for record in read_lines(file)]
    paragraphs = list(dict.fromkeys((r.get("title") or "", r["context"]) for r in records))[: arguments.limit]
    if not paragraphs:
        parser.error("--questions: the files hold no paragraph")
    kept = {text for _, text in paragraphs}
    questions = [r["question"] for r in records if r["context"] in kept][: arguments.limit]
    folder = (arguments.work / "corpus").absolute()
    write_corpus(paragraphs, folder)
    report: dict[str, Any] = {"files": len(kept), "speed": {}, "memory": []}
    report["speed"] = speed(arguments.work, folder, questions, arguments.rounds)
    print(json.dumps(report["speed"], indent=2), flush=True)
    for files in arguments.memory:
        report["memory"].append(memory(arguments.work / f"memory-{files}", paragraphs, files))
        print(json.dumps(report["memory"][-1]), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
