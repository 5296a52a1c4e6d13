"""What cannot be looked at for a moment is kept in the index; what is gone goes."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import WordEmbedder

from index import Store, changed_since, status, sync


class Disk:
    """Fails on paths, as a disk or a share does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.failing: dict[str, int] = {}
        for module, name in ((os, "scandir"), (os, "stat"), ("builtins", "open"), ("io", "open")):
            monkeypatch.setattr(*self._watched(module, name))

    def _watched(self, module: Any, name: str) -> tuple[str, Callable[..., Any]]:
        where = module if isinstance(module, str) else module.__name__
        real = getattr(__import__(where), name)

        def watched(path: Any = ".", *rest: Any, **named: Any) -> Any:
            number = self.failing.get(f"{name} {path}")
            if number:
                raise OSError(number, os.strerror(number), str(path))
            return real(path, *rest, **named)

        return f"{where}.{name}", watched


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    disk = Disk(monkeypatch)
    yield disk
    disk.failing.clear()


@pytest.fixture
def indexed(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> Path:
    """The three documents, and two more in folders below."""
    for name, text in (
        ("sub/tay.txt", "The Tay Bridge fell."),
        ("sub/deep/clyde.txt", "The Clyde is a river."),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    assert sync(tmp_path / "index", [folder], embedder).documents == 5
    return folder


@pytest.mark.parametrize(
    ("failing", "reason"),
    [
        ("scandir {}/sub", "cannot be listed: Input/output error"),
        ("stat {}/sub/.gitignore", "its .gitignore cannot be read: Input/output error"),
        ("stat {}/.qaignore", "its .qaignore cannot be read: Input/output error"),
        ("stat {}/sub/tay.txt", "cannot be read: Input/output error"),
        ("open {}/sub/tay.txt", "cannot be read: Input/output error"),
    ],
)
def test_what_cannot_be_looked_at_now_is_kept(
    failing: str, reason: str, indexed: Path, tmp_path: Path, embedder: WordEmbedder, disk: Disk
) -> None:
    if failing.startswith("open"):
        (indexed / "sub" / "tay.txt").write_text("The Tay Bridge was built again.")
    disk.failing[failing.format(indexed)] = errno.EIO
    (indexed / "bridges.md").unlink()
    (indexed / "new.txt").write_text("A new one.")
    summary = sync(tmp_path / "index", [indexed], embedder)
    assert reason in {skipped.reason for skipped in summary.skipped}
    lost = {str(indexed / "bridges.md")}
    assert set(summary.removed) == (set() if ".qaignore" in failing else lost)
    states = {file.path: file.state for file in status(tmp_path / "index", [indexed]).files}
    assert "gone" not in states.values()
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        assert {str(indexed / "sub" / "tay.txt"), str(indexed / "sub" / "deep" / "clyde.txt")} <= {
            path for path, _ in snapshot.documents()
        }
    disk.failing.clear()
    summary = sync(tmp_path / "index", [indexed], embedder)
    assert summary.documents == 5 and not summary.skipped


def test_a_repository_s_ignore_file_that_cannot_be_read_keeps_all(
    indexed: Path, tmp_path: Path, embedder: WordEmbedder, disk: Disk
) -> None:
    (tmp_path / ".git").mkdir()
    disk.failing[f"stat {tmp_path}/.gitignore"] = errno.EACCES
    [skipped] = sync(tmp_path / "index", [indexed], embedder).skipped
    assert (skipped.path, skipped.reason) == (
        str(indexed), ".gitignore above it cannot be read: Permission denied",
    )  # fmt: skip
    disk.failing.clear()
    assert sync(tmp_path / "index", [indexed], embedder).unchanged == 5


@pytest.mark.parametrize("number", [errno.ENOENT, errno.ENOTDIR])
def test_what_went_while_it_was_looked_at_is_gone(
    number: int, indexed: Path, tmp_path: Path, embedder: WordEmbedder, disk: Disk
) -> None:
    disk.failing[f"scandir {indexed}/sub"] = number
    assert len(sync(tmp_path / "index", [indexed], embedder).removed) == 2


def test_a_new_file_that_the_disk_did_not_give_is_tried_again(
    indexed: Path, tmp_path: Path, embedder: WordEmbedder, disk: Disk
) -> None:
    (indexed / "new.txt").write_text("A new one.")
    disk.failing[f"open {indexed}/new.txt"] = errno.EIO
    for _ in range(2):
        [skipped] = sync(tmp_path / "index", [indexed], embedder).skipped
        assert skipped.reason == "cannot be read: Input/output error"
    disk.failing.clear()
    assert sync(tmp_path / "index", [indexed], embedder).added == (str(indexed / "new.txt"),)


def test_a_file_that_cannot_be_read_now_is_still_shown_as_indexed(
    indexed: Path, tmp_path: Path, embedder: WordEmbedder, disk: Disk
) -> None:
    tay = indexed / "sub" / "tay.txt"
    tay.touch()
    disk.failing[f"open {tay}"] = errno.EACCES
    summary = sync(tmp_path / "index", [indexed], embedder)
    found = status(tmp_path / "index")
    assert found.counts == {"indexed": summary.documents} == {"indexed": 5}
    [state] = [file for file in found.files if file.path == str(tay)]
    assert (state.passages, state.reason) == (1, "cannot be read: Permission denied") and state.indexed_at


def test_one_that_the_next_sync_takes_out_is_shown_as_skipped_once(
    indexed: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    (indexed / "sub" / "tay.txt").unlink()
    (indexed / "sub" / "tay.txt").mkdir()
    (indexed / "rivers.txt").unlink()
    (indexed / "rivers.txt").symlink_to(tmp_path / "index" / "index.sqlite")
    states = [file.state for file in status(tmp_path / "index").files if file.path.endswith("rivers.txt")]
    assert states == ["skipped"]
    assert sync(tmp_path / "index", [indexed], embedder).documents == 3


@pytest.mark.parametrize(
    ("failing", "number", "changed"),
    [
        ("stat", errno.EACCES, False),
        ("stat", errno.EIO, False),
        ("open", errno.EACCES, False),
        ("stat", errno.ENOENT, True),
        ("stat", errno.ENOTDIR, True),
    ],
)
def test_only_what_is_known_to_have_changed_is_called_so(
    failing: str,
    number: int,
    changed: bool,
    indexed: Path,
    tmp_path: Path,
    embedder: WordEmbedder,
    disk: Disk,
) -> None:
    tay = indexed / "sub" / "tay.txt"
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        document = snapshot.document_at(str(tay))
    assert document is not None
    tay.touch()
    disk.failing[f"{failing} {tay}"] = number
    assert changed_since(document) is changed
