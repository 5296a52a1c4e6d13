from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import Store, sync
from qa.copies import Seen
from qa.retrieve import fuse, retrieve


def test_both_rankings_are_fused(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    question = "Which is the longest river in France?"
    sync(tmp_path / "index", [folder], embedder)
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        hits = retrieve(question, embedder.encode([question])[0], snapshot).hits
        titles = [snapshot.document(hit.passage.document_id).title for hit in hits]
    assert titles == ["Rivers of France", "Bridges", "Lakes"]
    assert [(hit.dense_rank, hit.lexical_rank) for hit in hits] == [(1, 1), (2, None), (3, 2)]
    assert hits[0].score == pytest.approx(1)
    assert hits[0].similarity > hits[1].similarity > hits[2].similarity


def test_a_passage_that_one_ranking_lacks_has_its_lowest_score() -> None:
    fused = fuse({1: 0.8, 2: 0.4}, {2: 10.0, 3: 5.0})
    assert fused == {
        1: pytest.approx(0.7 + 0.3 * 0.5),
        2: pytest.approx(0.7 * 0.5 + 0.3),
        3: pytest.approx(0.7 * 0.5 + 0.3 * 0.5),
    }


def test_scores_that_say_nothing_are_not_blown_up() -> None:
    assert fuse({1: 0.5}, {}) == {1: pytest.approx(0.7)}
    # Words that stand in every passage: FTS5 gives them a millionth.
    assert fuse({1: 0.5, 2: 0.4}, {2: 1e-6})[1] > fuse({1: 0.5, 2: 0.4}, {2: 1e-6})[2]
    assert fuse({1: -0.2, 2: -0.4}, {}) == {1: pytest.approx(-1.4), 2: pytest.approx(-2.8)}
    assert fuse({}, {}) == {}


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
        (folder / f"near{number}.txt").write_text(rivers.rstrip() + " So it was." * (number % 2) + "\n")
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
        (
            "It was opened by the Queen in 1890, and cost much.",
            "It was opened by the Queen in 1890 and it cost much",
            True,
        ),
        ("The plan for the old harbour was approved.", "The plan for the old harbour was rejected.", False),
        ("The plan was approved by all in the end.", "The plan was not approved by all in the end.", False),
        ("Of 20 boats, 3 were lost in the storm.", "Of 30 boats, 2 were lost in the storm.", False),
        (
            "In 2018 Ann paid Bob and in 2019 Bob paid Ann.",
            "In 2019 Ann paid Bob and in 2018 Bob paid Ann.",
            False,
        ),
        ("It was the end of it.", "It is to be so.", False),
    ],
)
def test_what_is_a_near_copy(one: str, other: str, near: bool) -> None:
    seen = Seen()
    seen.take("Title", one)
    assert seen.is_copy("Title", one.replace(" ", "\n")) and not seen.is_copy("Title", other)
    assert seen.is_near_copy("Title", other) == near
    assert not seen.is_copy("Another", one) and not seen.is_near_copy("Another", other)
