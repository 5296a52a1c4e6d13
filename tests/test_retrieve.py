from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import Store, sync
from qa.retrieve import RANK_CONSTANT, retrieve


def test_ranks_are_fused(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    question = "Which is the longest river in France?"
    sync(tmp_path / "index", [folder], embedder)
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        hits = retrieve(question, embedder.encode([question])[0], snapshot)
        titles = [snapshot.document(hit.passage.document_id).title for hit in hits]
    assert titles == ["Rivers of France", "Lakes", "Bridges"]
    assert [(hit.dense_rank, hit.lexical_rank) for hit in hits] == [(1, 1), (3, 2), (2, None)]
    assert hits[0].score == pytest.approx(2 / (RANK_CONSTANT + 1))
    assert hits[1].score == pytest.approx(1 / (RANK_CONSTANT + 3) + 1 / (RANK_CONSTANT + 2))
    assert hits[2].score == pytest.approx(1 / (RANK_CONSTANT + 2))
    assert hits[0].similarity > hits[2].similarity > hits[1].similarity


def test_no_more_than_asked_for(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    sync(tmp_path / "index", [folder], embedder)
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        assert len(retrieve("France", embedder.encode(["France"])[0], snapshot, count=2)) == 2
