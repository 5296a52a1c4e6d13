"""A store that cannot be used is refused or mended, and says so."""

import sqlite3
from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import Store, StoreDamaged, StoreMismatch, StoreMissing, sync
from index.database import DATABASE
from tests.stored import make


def test_another_model_is_refused_with_the_way_out(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    make(folder, tmp_path, embedder)
    other = WordEmbedder("other", dimension=64)
    for use in (lambda: Store(tmp_path / "index", other), lambda: sync(tmp_path / "index", [folder], other)):
        with pytest.raises(StoreMismatch) as raised:
            use()
        assert str(raised.value) == (
            f"the index in {tmp_path / 'index'} was made with embedding model words (512 dimensions, weights "
            f"{embedder.sha256}), not with other (64 dimensions, weights {other.sha256}); delete "
            f"{tmp_path / 'index'} and run `qa index` again, or choose another folder with --index"
        )


def test_a_missing_index_is_named(tmp_path: Path, embedder: WordEmbedder) -> None:
    with pytest.raises(StoreMissing, match=f"there is no index in {tmp_path}; make one with: qa index PATH"):
        Store(tmp_path, embedder)


@pytest.mark.parametrize("damage", ["missing", "cut", "flipped", "empty"])
def test_a_damaged_vector_file_is_rebuilt_and_said(
    damage: str, folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    store, _ = make(folder, tmp_path, embedder)
    question = embedder.encode(["Who built it of steel?"])[0]
    with store.snapshot() as snapshot:
        expected = snapshot.nearest(question, 3)
    [file] = (tmp_path / "index").glob("vectors-*.faiss")
    whole = file.read_bytes()
    if damage == "missing":
        file.unlink()
    else:
        flipped = bytearray(whole)
        flipped[len(whole) // 2] ^= 0xFF
        file.write_bytes({"cut": whole[:-7], "flipped": bytes(flipped), "empty": b""}[damage])
    store = Store(tmp_path / "index", embedder)
    with store.snapshot() as snapshot:
        assert snapshot.nearest(question, 3) == expected
    [note] = store.notes
    assert "rebuilt from the database" in note
    assert file.read_bytes() == whole
    assert Store(tmp_path / "index", embedder).notes == []


@pytest.mark.parametrize("damage", ["cut", "header", "text", "table"])
def test_a_damaged_database_is_refused_with_the_way_out(
    damage: str, folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    make(folder, tmp_path, embedder)
    file = tmp_path / "index" / DATABASE
    data = bytearray(file.read_bytes())
    if damage == "cut":
        data = data[: len(data) // 2]
    elif damage == "header":
        data[:16] = b"not a database!!"
    elif damage == "text":
        data = bytearray(b"hello")
    else:
        with sqlite3.connect(file) as connection:
            connection.execute("DROP TABLE meta")
        data = bytearray(file.read_bytes())
    file.write_bytes(data)
    with pytest.raises(StoreDamaged, match="your documents are untouched"):
        Store(tmp_path / "index", embedder)


def test_a_database_of_another_program_is_left_alone(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    (tmp_path / "index").mkdir()
    with sqlite3.connect(tmp_path / "index" / DATABASE) as connection:
        connection.execute("CREATE TABLE mine (x)")
    with pytest.raises(StoreMismatch, match="is not an index of this program"):
        sync(tmp_path / "index", [folder], embedder)
