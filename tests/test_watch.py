import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
import watchfiles
from conftest import WordEmbedder

from index import Store, Summary, sync, watch

SECONDS = 120  # at most, for what takes less than one


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("index.watch")
    monkeypatch.setattr(module, "QUIET_MS", 50)
    monkeypatch.setattr(module, "LOOK_MS", 200)
    monkeypatch.setattr(module, "RETRY_LOOKS", 2)


@contextmanager
def watching(store: Path, *sources: Path) -> Iterator[Queue[Summary | str]]:
    """What a watcher tells, in order."""
    told: Queue[Summary | str] = Queue()
    stop = threading.Event()
    watcher = threading.Thread(target=watch, args=(store, sources, WordEmbedder(), told.put, told.put, stop))
    watcher.start()
    try:
        yield told
    finally:
        stop.set()
        watcher.join(SECONDS)
        assert not watcher.is_alive()


def changes(told: Queue[Summary | str]) -> dict[str, list[str]]:
    summary = told.get(timeout=SECONDS)
    assert isinstance(summary, Summary), summary
    found = {name: getattr(summary, name) for name in ("added", "changed", "renamed", "removed")}
    return {name: [Path(path).name for path in paths] for name, paths in found.items() if paths}


def test_a_store_is_kept_in_step_with_a_folder(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    sync(tmp_path / "index", [folder], embedder)
    store = Store(tmp_path / "index", embedder)
    with watching(tmp_path / "index", folder) as told:
        (folder / "late.txt").write_text("Written before the watcher looked.\n")
        assert changes(told) == {"added": ["late.txt"]}
        partial = folder / ".late.txt.swp"
        partial.write_text("The Tay Bridge fell in 1879.\n")
        partial.replace(folder / "late.txt")  # as editors save
        assert changes(told) == {"changed": ["late.txt"]}
        with store.snapshot() as snapshot:
            assert snapshot.matching('"tay"', 5)
        (folder / "deep").mkdir()
        (folder / "late.txt").rename(folder / "deep" / "later.txt")
        assert changes(told) == {"renamed": ["later.txt"]}
        (folder / ".qaignore").write_text("deep\n")
        assert changes(told) == {"removed": ["later.txt"]}
        (folder / "rivers.txt").unlink()
        assert changes(told) == {"removed": ["rivers.txt"]}
    assert told.empty()


def test_files_that_are_named_are_looked_at(folder: Path, tmp_path: Path) -> None:
    with watching(tmp_path / "index", folder / "rivers.txt") as told:
        assert changes(told) == {"added": ["rivers.txt"]}
        (folder / "rivers.txt").write_text("The Seine flows through Paris.\n")
        assert changes(told) == {"changed": ["rivers.txt"]}
        (folder / "other.txt").write_text("Not asked for.\n")
    assert told.empty()


def test_an_error_is_told_once_and_ends_nothing(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    sync(tmp_path / "index", [folder], embedder)
    kept = tmp_path / "kept"
    with watching(tmp_path / "index", folder) as told:
        shutil.move(folder, kept)
        assert told.get(timeout=SECONDS) == f"{folder} does not exist"
        shutil.move(kept, folder)
        (folder / "new.txt").write_text("A new one.\n")
        assert changes(told) == {"added": ["new.txt"]}
        (folder / "newer.txt").write_text("A newer one.\n")  # the folder that came back is watched
        assert changes(told) == {"added": ["newer.txt"]}
    assert told.empty()


def test_a_folder_may_go_in_the_moment_before_it_is_watched(
    folder: Path, tmp_path: Path, embedder: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(tmp_path / "index", [folder], embedder)
    kept, watched = tmp_path / "kept", watchfiles.watch

    def late(*folders: str, **options: Any) -> Any:
        if not kept.exists():
            shutil.move(folder, kept)
        return watched(*folders, **options)

    monkeypatch.setattr(watchfiles, "watch", late)
    with watching(tmp_path / "index", folder) as told:
        assert told.get(timeout=SECONDS) == f"{folder} does not exist"
        monkeypatch.setattr(watchfiles, "watch", watched)
        shutil.move(kept, folder)
        (folder / "new.txt").write_text("A new one.\n")
        assert changes(told) == {"added": ["new.txt"]}
    assert told.empty()


def test_a_store_among_the_documents_does_not_wake_the_watcher(folder: Path) -> None:
    with watching(folder / "index", folder) as told:
        assert len(changes(told)["added"]) == 3
        (folder / "new.txt").write_text("A new one.\n")
        assert changes(told) == {"added": ["new.txt"]}
    assert told.empty()


def test_a_folder_that_its_own_index_lies_in_or_above_is_watched(folder: Path) -> None:
    for index in (folder, folder.parent):
        with watching(index, folder) as told:
            assert changes(told)
            (folder / f"new-{index.name}.txt").write_text("A new one.\n")
            assert changes(told) == {"added": [f"new-{index.name}.txt"]}
        assert told.empty()
        (folder / "last.txt").write_text(f"Changed for {index}.\n")


def test_a_source_in_a_hidden_folder_of_another_source_is_watched(folder: Path, tmp_path: Path) -> None:
    hidden = folder / ".data" / "added"
    hidden.mkdir(parents=True)
    with watching(tmp_path / "index", folder, hidden) as told:
        assert len(changes(told)["added"]) == 3
        (hidden / "late.txt").write_text("The Tay Bridge fell in 1879.\n")
        assert changes(told) == {"added": ["late.txt"]}
