"""Mutants of every file of a store: refused, rebuilt or without effect, never another answer and never a crash."""

import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from conftest import WordEmbedder

from index import Store, StoreDamaged, StoreError, StoreMismatch, set_aside, sync
from index.database import DATABASE
from index.pending import PENDING

MUTANTS = 100
QUESTIONS = ("Which river rises in the Ardèche?", "Who built it of steel?", "opened in 1890")


def observed(folder: Path) -> list[Any]:
    """All that an answer could be made of."""
    embedder = WordEmbedder()
    with Store(folder, embedder).snapshot() as snapshot:
        nearest = [snapshot.nearest(embedder.encode([question])[0], 50) for question in QUESTIONS]
        words = [snapshot.matching(f'"{word}"', 50) for word in ("river", "steel", "bridge", "number", "the")]
        return [nearest, words, list(snapshot.every_document())]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one thing wrong: bits, a stretch, a page, the length."""
    if not data:
        return bytes(chance.randrange(256) for _ in range(chance.randrange(1, 100)))
    changed = bytearray(data)
    place = chance.randrange(min(len(data), chance.choice([100, len(data), len(data)])))
    what = chance.choice(["bit", "bit", "byte", "zeros", "noise", "cut", "longer", "pages"])
    length = chance.choice([1, 8, 64, 4096])
    if what == "bit":
        changed[place] ^= 1 << chance.randrange(8)
    elif what == "byte":
        changed[place] = chance.randrange(256)
    elif what == "zeros":
        changed[place : place + length] = bytes(len(changed[place : place + length]))
    elif what == "noise":
        changed[place : place + length] = chance.randbytes(len(changed[place : place + length]))
    elif what == "cut":
        del changed[place:]
    elif what == "longer":
        changed[place:place] = chance.randbytes(length)
    else:
        first, second = (4096 * chance.randrange(max(1, len(data) // 4096)) for _ in range(2))
        changed[first : first + 4096] = data[second : second + 4096]
    return bytes(changed)


def assert_harmless(
    whole: Path, work: Path, name: str, allowed: list[list[Any]], then: Callable[[Path], None]
) -> None:
    """Damages one file of a store again and again; each time it is opened, asked, and then written."""
    chance = random.Random(name)
    outcomes: Counter[str] = Counter()
    data = (whole / name).read_bytes()
    for _ in range(MUTANTS):
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(whole, work)
        (work / name).write_bytes(mutated(data, chance))
        try:
            found = observed(work)
        except StoreError as error:
            assert str(work) in str(error) and "\n" not in str(error)
            outcomes["refused"] += 1
        else:
            assert found in allowed
            outcomes["the same"] += 1
        then(work)
    assert outcomes.total() == MUTANTS
    if name == DATABASE:  # most of the file matters
        assert outcomes["refused"] > MUTANTS // 2


def in_step(store: Path, folder: Path) -> None:
    """Brings a store in step as the doors do, or is refused; what is then there is right."""
    try:
        try:
            sync(store, [folder], WordEmbedder())
        except StoreDamaged as error:
            set_aside(store, error)
            sync(store, [folder], WordEmbedder())
    except StoreMismatch:  # it seems to be of another program or version: that is never written over
        return
    texts = {Path(document.path).name: document.text for document in observed(store)[2]}
    assert texts.keys() == {path.name for path in folder.iterdir()}
    assert "longest river" in texts["rivers.txt"] and "number 39" in texts["39.txt"]


@pytest.fixture
def large(folder: Path) -> Path:
    for number in range(40):
        (folder / f"{number}.txt").write_text(f"This is file number {number} of the folder.\n" * 20)
    return folder


@pytest.fixture
def store(large: Path, tmp_path: Path) -> Path:
    sync(tmp_path / "index", [large], WordEmbedder())
    for left in ("-wal", "-shm"):
        (tmp_path / "index" / f"{DATABASE}{left}").unlink(missing_ok=True)
    (tmp_path / "index" / "writer").write_text("4711 2026-11-21 10:00:00+00:00\n")
    return tmp_path / "index"


@pytest.mark.parametrize("name", [DATABASE, "vectors-000001.faiss", "lock", "writer"])
def test_mutants_of_a_store_at_rest(name: str, store: Path, large: Path, tmp_path: Path) -> None:
    expected = observed(store)
    assert_harmless(store, tmp_path / "work", name, [expected], lambda work: in_step(work, large))


@pytest.mark.parametrize("name", [f"{DATABASE}-wal", f"{DATABASE}-shm", DATABASE])
def test_mutants_of_a_store_whose_writer_was_killed(
    name: str, store: Path, large: Path, tmp_path: Path
) -> None:
    old = observed(store)
    (large / "rivers.txt").write_text("Rivers of France\n\nThe Loire is the longest river there.\n")
    with sqlite3.connect(store / DATABASE) as reader:  # while it is open the log is not taken away
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM documents").fetchone()
        sync(store, [large], WordEmbedder())
        shutil.copytree(store, tmp_path / "killed")
    reader.close()
    assert (tmp_path / "killed" / f"{DATABASE}-wal").stat().st_size > 0
    new = observed(store)
    assert new != old
    assert_harmless(
        tmp_path / "killed", tmp_path / "work", name, [old, new], lambda work: in_step(work, large)
    )


@pytest.mark.parametrize("name", [PENDING, f"{PENDING}-wal", f"{PENDING}-shm"])
def test_mutants_of_what_a_killed_run_left(
    name: str, store: Path, large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = observed(store)
    for number in range(40, 80):
        (large / f"{number}.txt").write_text(f"This is file number {number} of the folder.\n" * 20)
    monkeypatch.setattr(import_module("index.sync"), "READ_TOGETHER", 8)

    def copy_then_stop(done: int, total: int) -> None:
        if done >= 24:
            shutil.copytree(store, tmp_path / "killed")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(store, [large], WordEmbedder(), copy_then_stop)
    embedder = WordEmbedder()
    shutil.copytree(tmp_path / "killed", tmp_path / "again")
    sync(tmp_path / "again", [large], embedder)
    assert len(embedder.embedded) == 16  # the other 24 are not embedded again
    assert_harmless(tmp_path / "killed", tmp_path / "work", name, [old], lambda work: in_step(work, large))
