from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import Store, sync
from qa.copies import Seen
from qa.retrieve import RANK_CONSTANT, retrieve


def test_ranks_are_fused(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    question = "Which is the longest river in France?"
    sync(tmp_path / "index", [folder], embedder)
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        hits = retrieve(question, embedder.encode([question])[0], snapshot).hits
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
        assert len(retrieve("France", embedder.encode(["France"])[0], snapshot, count=2).hits) == 2


def test_copies_are_kept_and_near_copies_take_no_place(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    rivers = (folder / "rivers.txt").read_text()
    for number in range(12):
        (folder / f"copy{number}.txt").write_text(rivers)
        (folder / f"near{number}.txt").write_text(rivers + "indeed so it goes"[: 6 + number % 3] + "\n")
    sync(tmp_path / "index", [folder], embedder)
    question = "Which is the longest river in France?"
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        hits, documents = retrieve(question, embedder.encode([question])[0], snapshot, count=4)
    texts = [documents[hit.passage.document_id].text[hit.passage.start : hit.passage.end] for hit in hits]
    assert len(set(texts)) <= 4 and len(texts) > len(set(texts))
    assert {documents[hit.passage.document_id].title for hit in hits} >= {"Rivers of France", "Bridges"}


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("The old bridge was built of steel and stone by many men in a few years here " * 2, "short", False),
        ("a b c d e f g h i j k l m n o p q r s t", "a b c d e f g h i j k l m n o p q r s u", True),
        ("a b c d e f g h i j k l m n o p q r s t", "a b c d e f g h i j k l m n o p q r s 7", False),
        ("a b c d e f g h i j k l m n o p q r s t", "a b c d e f g h i j k l m n o p q r s Ann", False),
        ("a b c d e f g h i j", "a b c d e f g x y z", False),
    ],
)
def test_what_is_a_near_copy(one: str, other: str, near: bool) -> None:
    seen = Seen()
    seen.take(one)
    assert seen.is_copy(one.replace(" ", "\n")) and not seen.is_copy(other)
    assert seen.is_near_copy(other) == near
