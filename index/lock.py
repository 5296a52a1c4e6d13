"""One writer at a time: a lock on the folder of a store, and who holds it since when."""

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import StoreBusy, StoreError

LOCK_SECONDS = 10
LOOK_SECONDS = 0.3  # who only looks whether it is held holds it for a moment


@contextlib.contextmanager
def locked(
    folder: Path, wait: bool = True, waiting: Callable[[str], None] = lambda message: None
) -> Iterator[None]:
    """The right to write the store in a folder, which is made if there is none.

    The system frees the lock of a process that ends, however it ends.

    :param waiting: called once, with a message that names who is writing, when it has to wait.
    :raises StoreBusy: if another process has been writing for longer than ten seconds; for a moment if not to `wait`.
    :raises StoreError: if the folder cannot be written to.
    """
    owner = folder / "writer"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock")
        try:
            lock.acquire(timeout=LOOK_SECONDS)
        except Timeout:
            if not wait:
                raise
            waiting(f"waiting for {_who(owner)}, which is writing the index in {folder}")
            lock.acquire(timeout=LOCK_SECONDS)
    except Timeout as error:
        raise StoreBusy(
            f"the index in {folder} is being written by {_who(owner)}; try again when it has finished"
        ) from error
    except OSError as error:
        raise StoreError(
            f"cannot write the index in {folder}: {error.strerror}; choose another folder with --index"
        ) from error
    try:
        # Without room on the disk there is still a lock.
        with contextlib.suppress(OSError):
            owner.write_text(f"{os.getpid()} {datetime.now().astimezone().isoformat(' ', 'seconds')}\n")
        yield
    finally:
        with contextlib.suppress(OSError):
            owner.unlink(missing_ok=True)
        lock.release()


def holder(folder: Path) -> str:
    """Who writes the store in a folder now, and since when; "" if nobody does."""
    if not (folder / "lock").exists():
        return ""
    try:
        with FileLock(folder / "lock", timeout=0):
            return ""
    except Timeout:
        return _who(folder / "writer")
    except OSError:
        return ""  # in a folder that cannot be written to there is no writer


def _who(owner: Path) -> str:
    try:
        number, since = owner.read_text(errors="replace").strip().split(" ", 1)
    except (OSError, ValueError):
        return "another process"
    return f"process {number} since {since}"
