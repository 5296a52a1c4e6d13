"""How often the right passage is found: dense, by words, and fused, beside other systems in the same run.

    python -m benchmarks.retrieval WORK --questions FILE... [--distractors FILE...] [--limit 2000] [--json OUT]

The paragraphs of all question files and of the distractors become files of one folder, indexed as any other. A
passage is right if it is of the question's paragraph and holds an accepted answer. Peers: `bm25s` with its English
stop words and stemmer, over the same passages; the bundled embedding model on the bare passages, exact search (where
no file has a title or heading, these are the vectors of the store, which are not made a second time).

Reported for each question file: recall@1, @5, @10, @20 and the mean reciprocal rank within the first 20.
"""

import argparse
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import Stemmer

from benchmarks.corpus import holds_answer, read_lines, write_corpus
from index import Encoder, Passage, Snapshot, Store, sync
from index.passages import text_to_embed
from qa.retrieve import full_text_query, retrieve

SEED = 1
RECALL_AT = (1, 5, 10, 20)
DEPTH = max(RECALL_AT)
DISTRACTORS = 30_000

Ranker = Callable[[str, np.ndarray], list[int]]


def our_rankers(snapshot: Snapshot) -> dict[str, Ranker]:
    """The two rankings of the store and what is made of them, as ids of passages."""

    def by_words(question: str, vector: np.ndarray) -> list[int]:
        query = full_text_query(question)
        return [passage.id for passage, _ in snapshot.matching(query, DEPTH)] if query else []

    return {
        "dense": lambda question, vector: [passage.id for passage, _ in snapshot.nearest(vector, DEPTH)],
        "words": by_words,
        "fused": lambda question, vector: [
            hit.passage.id for hit in retrieve(question, vector, snapshot, DEPTH).hits[:DEPTH]
        ],
    }


def peers(texts: dict[int, str], bare: bool, encoder: Encoder, snapshot: Snapshot) -> dict[str, Ranker]:
    """Other systems over the bare text of the same passages.

    :param bare: whether the store embedded the bare texts too.
    """
    ids = list(texts)
    stemmer = Stemmer.Stemmer("english")
    words = bm25s.BM25()
    words.index(
        bm25s.tokenize(list(texts.values()), stopwords="en", stemmer=stemmer, show_progress=False),
        show_progress=False,
    )
    vectors = None if bare else encoder.encode(list(texts.values()))

    def by_bm25s(question: str, vector: np.ndarray) -> list[int]:
        asked = bm25s.tokenize([question], stopwords="en", stemmer=stemmer, show_progress=False)
        places, _ = words.retrieve(asked, k=min(DEPTH, len(ids)), show_progress=False)
        return [ids[int(place)] for place in places[0]]

    def by_model(question: str, vector: np.ndarray) -> list[int]:
        if vectors is None:
            return [passage.id for passage, _ in snapshot.nearest(vector, DEPTH)]
        return [ids[int(place)] for place in np.argsort(-(vectors @ vector), kind="stable")[:DEPTH]]

    return {"bm25s": by_bm25s, "all-MiniLM-L6-v2, bare": by_model}


def measure(
    records: list[dict[str, Any]],
    names: dict[str, str],
    snapshot: Snapshot,
    encoder: Encoder,
    rankers: dict[str, Ranker],
    passages: dict[str, list[Passage]],
) -> dict[str, dict[str, float]]:
    """The figures of each ranker, in per cent; questions no passage answers whole are left out."""
    places: dict[str, list[int]] = {name: [] for name in rankers}
    for record in records:
        accepted = [answer["text"] for answer in record["answers"]]
        own = passages[names[record["context"]]]
        document = snapshot.document(own[0].document_id)
        right = {passage.id for passage in own if holds_answer(document, passage, accepted)}
        if not right:
            continue
        vector = encoder.encode([record["question"]])[0]
        for name, rank in rankers.items():
            found = rank(record["question"], vector)
            places[name].append(next((i for i, passage in enumerate(found, 1) if passage in right), 0))
    return {name: figures(np.array(found)) for name, found in places.items()}


def figures(places: np.ndarray) -> dict[str, float]:
    """Recall@k and mean reciprocal rank, in per cent, of the places of the first right passage (0: not found)."""
    found = {f"recall@{k}": round(100 * float(np.mean((places > 0) & (places <= k))), 2) for k in RECALL_AT}
    reciprocal = np.divide(1.0, places, where=places > 0, out=np.zeros(len(places)))
    return found | {"mrr": round(100 * float(reciprocal.mean()), 2), "questions": len(places)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("work", type=Path, help="where the paragraphs and their index are kept")
    parser.add_argument("--questions", nargs="+", type=Path, required=True, help="JSON Lines, with answers")
    parser.add_argument("--distractors", nargs="*", type=Path, default=[], help="JSON Lines with `text`")
    parser.add_argument("--limit", type=int, default=2_000, help="a fixed sample of so many questions a file")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    arguments = parser.parse_args()
    generator = random.Random(SEED)
    sets = {file.stem: read_lines(file) for file in arguments.questions}
    paragraphs = [(r.get("title") or "", r["context"]) for records in sets.values() for r in records]
    others = [
        (record.get("title") or "", record["text"])
        for file in arguments.distractors
        for record in read_lines(file)
    ]
    own = {text for _, text in paragraphs}
    # Some texts stand in the files many times.
    different = {text: title for title, text in generator.sample(others, len(others)) if text not in own}
    paragraphs += [(title, text) for text, title in different.items()][:DISTRACTORS]
    names = write_corpus(paragraphs, arguments.work / "corpus")
    encoder = Encoder()
    sync(arguments.work / "index", [(arguments.work / "corpus").absolute()], encoder)
    report: dict[str, Any] = {"paragraphs": len(names), "sets": {}}
    with Store(arguments.work / "index", encoder).snapshot() as snapshot:
        passages: dict[str, list[Passage]] = {}
        texts: dict[int, str] = {}
        bare = True
        for document in snapshot.every_document():
            own = passages[Path(document.path).name] = snapshot.passages_of(document.id)
            texts |= {passage.id: document.text[passage.start : passage.end] for passage in own}
            bare &= all(
                text_to_embed(document, passage.start, passage.end, encoder) == texts[passage.id]
                for passage in own
            )
        report["passages"] = len(texts)
        rankers = our_rankers(snapshot) | peers(texts, bare, encoder, snapshot)
        for name, records in sets.items():
            asked = generator.sample(records, min(arguments.limit, len(records)))
            report["sets"][name] = measure(asked, names, snapshot, encoder, rankers, passages)
            print(name, json.dumps(report["sets"][name], indent=2), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
