import contextlib
import os
import re
import sqlite3
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import WordEmbedder
from filelock import FileLock

import index.documents
import index.lock
import index.parsers
from benchmarks import kill
from index import SourceError, Store, StoreBusy, StoreMissing, sync
from index.database import DATABASE
from index.lock import holder, locked
from index.pending import PENDING, Pending
from index.types import Document
from tests.stored import documents

KILLS = int(os.environ.get("QA_KILLS", "10"))


def test_a_second_writer_is_told_who_writes(
    folder: Path, tmp_path: Path, embedder: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.lock, "LOCK_SECONDS", 0.1)
    sync(tmp_path / "index", [folder], embedder)
    with FileLock(tmp_path / "index" / "lock"):
        (tmp_path / "index" / "writer").write_text("4711 2026-11-21 10:00:00\n")
        assert (
            sync(tmp_path / "index", [folder], embedder).unchanged == 3
        )  # nothing to write: nothing to wait for
        (folder / "new.txt").write_text("A new one.\n")
        said: list[str] = []
        with pytest.raises(StoreBusy, match="written by process 4711 since 2026-11-21 10:00:00"):
            sync(tmp_path / "index", [folder], embedder, waiting=said.append)
        who = "process 4711 since 2026-11-21 10:00:00"
        assert said == [f"waiting for {who}, which is writing the index in {tmp_path / 'index'}"]
        with pytest.raises(StoreBusy):
            sync(tmp_path / "index", [folder], embedder, wait=False, waiting=said.append)
        assert len(said) == 1
        with Store(tmp_path / "index", embedder).snapshot() as snapshot:  # a reader does not wait
            assert len(snapshot.documents()) == 3
    assert len(sync(tmp_path / "index", [folder], embedder).added) == 1


def test_an_error_while_writing_leaves_the_old_index(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    sync(tmp_path / "index", [folder], embedder)

    class Failing(WordEmbedder):
        def encode(self, texts: list[str]) -> None:  # type: ignore[override]
            raise RuntimeError("out of memory")

    (folder / "new.txt").write_text("A new one.\n")
    (folder / "rivers.txt").unlink()
    with pytest.raises(RuntimeError):
        sync(tmp_path / "index", [folder], Failing())
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        assert [Path(path).name for path, _ in snapshot.documents()] == [
            "bridges.md",
            "page.html",
            "rivers.txt",
        ]
    assert sync(tmp_path / "index", [folder], embedder).documents == 3


def test_a_missing_source_is_named_and_loses_nothing(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    sync(tmp_path / "index", [folder], embedder)
    with pytest.raises(SourceError, match="nowhere"):
        sync(tmp_path / "index", [folder, tmp_path / "nowhere"], embedder)
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        assert len(snapshot.documents()) == 3


def test_a_writer_killed_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    # python -m benchmarks.kill does the same two hundred times.
    result = kill.run(tmp_path, kills=KILLS, files=30, seed=3)
    assert result["kills"] == KILLS


def test_a_first_run_killed_before_its_commit_is_no_index_yet(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    (tmp_path / "index").mkdir()
    with sqlite3.connect(tmp_path / "index" / DATABASE) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    with pytest.raises(StoreMissing, match="make one with: qa index"):
        Store(tmp_path / "index", embedder)
    assert sync(tmp_path / "index", [folder], embedder).documents == 3


def test_a_stopped_run_goes_on_where_it_was(
    folder: Path, tmp_path: Path, embedder: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("index.sync"), "READ_TOGETHER", 1)

    def stop(done: int, total: int) -> None:
        assert total == 3
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(tmp_path / "index", [folder], embedder, stop)
    with pytest.raises(StoreMissing):
        Store(tmp_path / "index", embedder)
    assert len(embedder.embedded) == 2
    (folder / "bridges.md").write_text("The Tay Bridge fell in 1879.\n")  # read before, changed since
    seen: list[tuple[int, int]] = []
    summary = sync(tmp_path / "index", [folder], embedder, lambda done, total: seen.append((done, total)))
    assert (len(summary.added), summary.embedded, len(embedder.embedded)) == (3, 2, 4)
    assert seen[0] == (1, 3) and seen[-1] == (3, 3)
    assert not (tmp_path / "index" / PENDING).exists()


def test_long_documents_are_not_all_held_at_once(
    folder: Path, tmp_path: Path, embedder: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("index.sync")
    monkeypatch.setattr(module, "CHARACTERS_TOGETHER", 1_000)
    held: list[int] = []
    add = module.Pending.add

    def noted(pending: Pending, documents: list[tuple[Document, str]], progress: object) -> int:
        held.append(sum(len(document.text) for document, _ in documents))
        return int(add(pending, documents, progress))

    monkeypatch.setattr(module.Pending, "add", noted)
    for number in range(8):
        (folder / f"{number}.txt").write_text(f"The Loire rises in place {number}.\n" * 20)
    seen: list[tuple[int, int]] = []
    summary = sync(tmp_path / "index", [folder], embedder, lambda done, total: seen.append((done, total)))
    assert summary.documents == 11 and len(held) > 3 and max(held) < 1_000 + 1_000
    assert seen[0] == (0, 11) and seen[-1] == (11, 11) and seen == sorted(seen)


def test_large_files_are_not_read_ahead_of_each_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.documents, "AHEAD_BYTES", 1_000)
    files = [folder / f"{number}.txt" for number in range(6)]
    for number, file in enumerate(files):
        file.write_text(f"File {number}.\n" * 100)
    begun: list[Path] = []
    read = index.documents._document_or_error

    def noted(path: Path, *rest: Any) -> Document | SourceError:
        begun.append(path)
        return read(path, *rest)

    monkeypatch.setattr(index.documents, "_document_or_error", noted)
    with contextlib.closing(index.documents.read_documents(files)) as documents:
        for number, document in enumerate(documents):
            assert isinstance(document, Document) and document.path == str(files[number])
            assert len(begun) <= number + 1


def test_a_file_that_took_too_long_is_tried_again(
    folder: Path, tmp_path: Path, embedder: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02")
    sync(tmp_path / "index", [folder], embedder)
    slow = folder / "slow.csv"
    slow.write_text("name,length\n" + "Loire,1006\n" * 5_000)
    with monkeypatch.context() as hurried:
        hurried.setattr(index.parsers, "MOST_SECONDS", 0.005)
        for _ in range(2):
            [binary, late] = sync(tmp_path / "index", [folder], embedder).skipped
            assert (late.path, late.reason) == (str(slow), "it took longer than 0.005 s to be read")
    summary = sync(tmp_path / "index", [folder], embedder)
    assert summary.added == (str(slow),) and summary.skipped == (binary,)
    assert not sync(tmp_path / "index", [folder], embedder).added


def test_a_stopped_run_tries_a_file_again_that_took_too_long(
    folder: Path, tmp_path: Path, embedder: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(Exception):
        pass

    def stop_at_the_end(done: int, total: int) -> None:
        if done == total:
            raise Stopped

    (folder / "slow.csv").write_text("name,length\n" + "Loire,1006\n" * 5_000)
    with monkeypatch.context() as hurried, pytest.raises(Stopped):
        hurried.setattr(index.parsers, "MOST_SECONDS", 0.005)
        sync(tmp_path / "index", [folder], embedder, stop_at_the_end)
    assert (tmp_path / "index" / PENDING).exists()
    summary = sync(tmp_path / "index", [folder], embedder)
    assert len(summary.added) == 4 and not summary.skipped


def test_a_question_during_an_update_gets_the_old_index_or_the_new(folder: Path, tmp_path: Path) -> None:
    class Waiting(WordEmbedder):
        """Embeds when it is let."""

        let = threading.Event()

        def encode(self, texts: list[str]) -> np.ndarray:
            assert self.let.wait(60)
            return super().encode(texts)

    embedder = WordEmbedder()
    sync(tmp_path / "index", [folder], embedder)
    store = Store(tmp_path / "index", embedder)
    for number in range(200):
        (folder / f"{number}.txt").write_text(f"Attempt one wrote file {number}.\n")
    (folder / "page.html").unlink()
    before = documents(store, embedder)
    writer = threading.Thread(target=sync, args=(tmp_path / "index", [folder], Waiting()))
    writer.start()
    assert documents(store, embedder) == before  # the writer has begun, and a reader does not wait for it
    Waiting.let.set()
    seen = []
    while writer.is_alive():
        seen.append(len(documents(store, embedder)))
    writer.join()
    assert set(seen) <= {3, 202}
    assert len(documents(store, embedder)) == 202 and store.notes == []


def test_who_writes_is_known_while_it_writes(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    assert holder(tmp_path / "none") == ""
    with locked(tmp_path / "index"):
        assert re.fullmatch(
            rf"process {os.getpid()} since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d",
            holder(tmp_path / "index"),
        )
    assert holder(tmp_path / "index") == ""


def test_a_second_writer_waits_for_the_first(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    with locked(tmp_path / "index"):
        second = threading.Thread(target=sync, args=(tmp_path / "index", [folder], embedder))
        second.start()
        second.join(0.2)
        assert second.is_alive() and embedder.embedded == []
    second.join()
    assert len(documents(Store(tmp_path / "index", embedder), embedder)) == 3
