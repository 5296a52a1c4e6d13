import multiprocessing
import os
import re
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import Store, StoreError, sync
from tests.stored import documents

NOBODY = 65534


def test_a_folder_that_cannot_be_made_is_named(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"cannot write the index in .*/file/index: .*--index"):
        sync(tmp_path / "file" / "index", [folder], embedder)


@pytest.mark.parametrize("size", [0, 1_000, 30_000, 60_000, 100_000, 200_000, 260_000])
def test_a_disk_that_is_full_leaves_the_old_index(size: int, folder: Path, tmp_path: Path) -> None:
    """No file may grow beyond a size: the writes of one part or another fail."""
    embedder = WordEmbedder()
    sync(tmp_path / "index", [folder], embedder)
    before = documents(Store(tmp_path / "index", embedder), embedder)
    for number in range(60):
        (folder / f"{number}.txt").write_text(f"Attempt one wrote file {number}.\n" * 20)
    error = in_child(limited_sync, tmp_path / "index", folder, size)
    assert re.match(
        "cannot write the index in .*: (disk I/O error|File too large); the old index is whole", error
    ), error
    assert documents(Store(tmp_path / "index", embedder), embedder) == before
    assert sync(tmp_path / "index", [folder], embedder).documents == 63
    assert len(list((tmp_path / "index").glob("vectors-*"))) == 1


def test_a_disk_without_room(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    """A file system of its own, so small that it fills up."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "none", disk], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("may not mount a file system")
    try:
        sync(disk / "index", [folder], embedder)
        before = documents(Store(disk / "index", embedder), embedder)
        for number in range(300):
            (folder / f"{number}.txt").write_text(f"Attempt one wrote file {number}.\n" * 20)
        with pytest.raises(StoreError, match="database or disk is full; the old index is whole"):
            sync(disk / "index", [folder], embedder)
        assert documents(Store(disk / "index", embedder), embedder) == before
        for number in range(298):
            (folder / f"{number}.txt").unlink()
        subprocess.run(["mount", "-o", "remount,size=2m", disk], check=True)
        assert sync(disk / "index", [folder], embedder).documents == 5
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_folder_that_cannot_be_written_to_is_read_and_named(folder: Path) -> None:
    # Not in tmp_path, which others than its owner cannot enter.
    with tempfile.TemporaryDirectory() as place:
        store, documents = Path(place, "index"), Path(place, "documents")
        Path(place).chmod(0o755)
        shutil.copytree(folder, documents)
        sync(store, [documents], WordEmbedder())
        for path in [store, *store.iterdir()]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        assert in_child(plain_sync, store, documents) == "3 documents"
        (documents / "new.txt").write_text("A new one.\n")
        assert in_child(plain_sync, store, documents) == (
            f"cannot write the index in {store}: Permission denied; choose another folder with --index"
        )
        assert in_child(plain_read, store, documents) == "3 documents"
        store.chmod(0o755)


def limited_sync(store: Path, folder: Path, size: int) -> str:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return plain_sync(store, folder)


def plain_sync(store: Path, folder: Path) -> str:
    try:
        return f"{sync(store, [folder], WordEmbedder()).documents} documents"
    except StoreError as error:
        return str(error)


def plain_read(store: Path, folder: Path) -> str:
    return f"{len(documents(Store(store, WordEmbedder()), WordEmbedder()))} documents"


def in_child(job: Callable[..., str], *arguments: object) -> str:
    """What a job gives back in a process of its own, where it is not root."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["index", "numpy", "conftest"])
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, job, arguments))
    process.start()
    answer = receiver.recv()
    process.join()
    receiver.close()
    sender.close()
    process.close()
    return str(answer)


def _work(sender: Connection, job: Callable[..., str], arguments: tuple[object, ...]) -> None:
    try:
        if job is not limited_sync and os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        sender.send(job(*arguments))
    except Exception as error:
        sender.send(repr(error))
