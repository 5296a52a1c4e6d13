import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from conftest import WordEmbedder

from index import Store
from index.database import DATABASE
from index.snapshot import COPIES, _few_of_each
from index.vectors import VectorIndex
from tests.stored import make


def names(paths: tuple[str, ...]) -> list[str]:
    return [Path(path).name for path in paths]


def titles(store: Store) -> list[str]:
    with store.snapshot() as snapshot:
        return sorted(title for _, title in snapshot.documents())


def test_nearest_agrees_with_numpy(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    store, summary = make(folder, tmp_path, embedder)
    assert names(summary.added) == ["bridges.md", "page.html", "rivers.txt"]
    question = embedder.encode(["Which is the longest river in France?"])[0]
    texts = list(embedder.embedded[: summary.embedded])
    expected = sorted((float(v) for v in embedder.encode(texts) @ question), reverse=True)
    with store.snapshot() as snapshot:
        found = snapshot.nearest(question, 10)
        best = snapshot.document(found[0][0].document_id)
    assert [score for _, score in found] == pytest.approx(expected, abs=1e-6)
    assert best.title == "Rivers of France"


def test_every_document_and_its_passages_are_there(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    store, summary = make(folder, tmp_path, embedder)
    with store.snapshot() as snapshot:
        documents = list(snapshot.every_document())
        passages = [passage for document in documents for passage in snapshot.passages_of(document.id)]
    assert [Path(document.path).name for document in documents] == names(summary.added)
    assert len(passages) == summary.embedded == len({passage.id for passage in passages})
    texts = {document.id: document.text for document in documents}
    assert all(0 <= p.start < p.end <= len(texts[p.document_id]) for p in passages)


def test_words_find_stems_and_never_parse_as_syntax(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    store, _ = make(folder, tmp_path, embedder)
    with store.snapshot() as snapshot:
        [(passage, score)] = snapshot.matching('"bridge" OR "opens"', 5)
        document = snapshot.document(passage.document_id)
    assert score > 0
    assert "The Forth Bridge opened" in document.text[passage.start : passage.end]


def test_equal_texts_are_embedded_once_and_found_at_both_places(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    (folder / "copy.txt").write_bytes((folder / "rivers.txt").read_bytes())
    store, summary = make(folder, tmp_path, embedder)
    assert (summary.documents, summary.embedded) == (4, 3)
    with store.snapshot() as snapshot:
        found = snapshot.nearest(embedder.encode(["longest river France"])[0], 2)
        assert {Path(snapshot.document(p.document_id).path).name for p, _ in found[:2]} == {
            "copy.txt",
            "rivers.txt",
        }
        assert len(found) == 3  # the copy takes no other's place


def test_the_tables_are_strict_and_the_log_is_on(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    make(folder, tmp_path, embedder)
    with sqlite3.connect(tmp_path / "index" / DATABASE) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        strict = dict(connection.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'"))
        own = ("meta", "documents", "vectors", "passages", "skipped")
        assert all(strict[name] == 1 for name in own)


def test_vectors_are_searched_exactly(tmp_path: Path) -> None:
    vectors = np.float32([[1, 0, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0], [0, 0.6, 0.8, 0]])
    index = VectorIndex.empty(4)
    index.add(np.array([7, 9, 8, 3]), vectors)
    assert index.search(np.float32([0, 1, 0, 0]), 3) == [(8, 1.0), (9, 1.0), (3, pytest.approx(0.6))]
    sha256 = index.write(tmp_path / "v.faiss")
    read = VectorIndex.read(tmp_path / "v.faiss", sha256)
    assert read is not None and read.search(vectors[0], 1) == [(7, 1.0)]
    assert VectorIndex.read(tmp_path / "v.faiss", "0" * 64) is None
    with pytest.raises(FileExistsError):
        index.write(tmp_path / "v.faiss")


def test_an_index_that_is_made_anew_is_searched_anew(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    store, _ = make(folder, tmp_path, embedder)
    question = embedder.encode(["Which mill stands in Ryd?"])[0]
    with store.snapshot() as snapshot:
        snapshot.nearest(question, 1)
    shutil.rmtree(tmp_path / "index")
    for file in folder.iterdir():
        file.unlink()
    for name, text in (("a.txt", "Cats sleep all day."), ("b.txt", "The mill of Ryd stands in Ryd.")):
        (folder / name).write_text(f"{text}\n")
    make(folder, tmp_path, embedder)
    with store.snapshot() as snapshot:
        [(passage, _), *_] = snapshot.nearest(question, 2)
        assert Path(snapshot.document(passage.document_id).path).name == "b.txt"
    assert store.notes == []


def test_copies_take_no_other_passages_place(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    for number in range(30):
        (folder / f"copy{number}.txt").write_text("The bridge of Ryd is a bridge.\n")
    (folder / "right.txt").write_text("An old bridge in Ryd was opened by Ada.\n")
    store, _ = make(folder, tmp_path, embedder)
    with store.snapshot() as snapshot:
        near = snapshot.nearest(embedder.encode(["The bridge of Ryd"])[0], 10)
        worded = snapshot.matching('"bridge" OR "ryd"', 10)
        for found in (near, worded):
            names = [Path(snapshot.document(passage.document_id).path).name for passage, _ in found]
            assert "right.txt" in names
            assert sum(name.startswith("copy") for name in names) == COPIES


def test_texts_with_many_copies_take_no_more_than_half() -> None:
    ordered = [(text, f"{text} {copy}") for text in range(20) for copy in range(12)]
    kept = _few_of_each(ordered, 10)
    assert len(kept) == 20 and len({hit.split()[0] for hit in kept}) == 10
