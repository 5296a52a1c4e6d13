import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from conftest import WordEmbedder
from filelock import FileLock

import index.lock
from index import SourceError, Store, StoreBusy, StoreError, sync

KILLS = 12


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
        with pytest.raises(StoreBusy, match="written by process 4711 since 2026-11-21 10:00:00"):
            sync(tmp_path / "index", [folder], embedder)
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


def test_a_folder_that_cannot_be_made_is_named(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"cannot write the index in .*/file/index: .*--index"):
        sync(tmp_path / "file" / "index", [folder], embedder)


def test_a_writer_killed_at_any_moment_leaves_the_old_index_or_the_new(folder: Path, tmp_path: Path) -> None:
    script = textwrap.dedent(f"""
        import sys
        sys.path[:0] = {[str(Path(__file__).parent), str(Path(__file__).parent.parent)]!r}
        from pathlib import Path
        from conftest import WordEmbedder
        from index import sync
        print("ready", flush=True)
        sync(Path(sys.argv[1]), [Path(sys.argv[2])], WordEmbedder())
    """)
    generator = random.Random(3)
    embedder, store = WordEmbedder(), tmp_path / "index"
    sync(store, [folder], embedder)
    for attempt in range(KILLS):
        before = documents(store, embedder)
        for number in range(40):
            (folder / f"{number}.txt").write_text(f"Attempt {attempt} wrote file {number}.\n" * 20)
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(store), str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        time.sleep(generator.uniform(0, 0.15))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        after = documents(store, embedder)
        new = {f"{number}.txt": f"Attempt {attempt}" for number in range(40)}
        assert after in (before, before | new)
    assert sync(store, [folder], embedder).documents == 43
    assert documents(store, embedder)["39.txt"] == f"Attempt {KILLS - 1}"
    assert len(list(store.glob("vectors-*.faiss"))) == 1


def documents(folder: Path, embedder: WordEmbedder) -> dict[str, str]:
    """The first two words of each document in the store, found through its vectors."""
    with Store(folder, embedder).snapshot() as snapshot:
        hits = snapshot.nearest(embedder.encode(["Attempt wrote file"])[0], 1000)
        found = [snapshot.document(passage.document_id) for passage, _ in hits]
    return {Path(d.path).name: " ".join(d.text.split()[:2]) for d in found}
