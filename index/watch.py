"""Keeping a store in step with its sources while they change."""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import watchfiles

from index.changes import stamp_of
from index.embed import Embedder
from index.errors import Error
from index.ignore import IGNORE_FILES
from index.sync import Summary, sync
from index.walk import is_of_index

QUIET_MS = 400  # without another change, before a sync begins; saving a file is several changes
LONGEST_WAIT_MS = 5_000  # while changes go on and on
RETRY_LOOKS = 15  # after so many of the next, what failed is tried again
LOOK_MS = 2_000  # how often files that were named themselves, and the sources' existence, are looked at


class _Stopped(Exception):
    """Ends a sync between two of its parts."""


def watch(
    folder: Path,
    sources: Sequence[Path],
    embedder: Embedder,
    done: Callable[[Summary], None],
    failed: Callable[[str], None],
    stop: threading.Event,
) -> None:
    """Brings the store in `folder` in step with its sources now and after every change, until `stop` is set.

    An error (a disk that is full, a source that is gone) is told once, not each time it comes again, and ends
    nothing: it is tried again at the next change, when a source is back, and every half minute.

    :param done: called after a sync that changed the store.
    :param failed: called with the message of an error that is not the last one told.
    :raises OSError: if the system cannot watch the folders (it has a limit on their number, say).
    """
    last_error = ""

    def try_sync() -> None:
        nonlocal last_error
        try:
            summary = sync(folder, sources, embedder, lambda read, total: _end_if(stop))
        except (Error, OSError) as error:
            if str(error) != last_error:
                last_error = str(error)
                failed(last_error)
        else:
            last_error = ""
            if summary.added or summary.changed or summary.renamed or summary.removed:
                done(summary)

    with contextlib.suppress(_Stopped):
        while not stop.is_set():
            seen: list[str] = []
            quiet = 0
            for changed in _events(folder, sources, stop):
                now = [_identity(source) for source in sources]
                quiet = 0 if changed or now != seen else quiet + 1
                if quiet == 0 or (last_error and quiet % RETRY_LOOKS == 0):
                    try_sync()
                if seen and now != seen:
                    break  # a source has come, gone or been put in another's place: another one is to be watched
                seen = now


def _events(folder: Path, sources: Sequence[Path], stop: threading.Event) -> Iterator[bool]:
    """At least every two seconds, whether something has changed in the folders among the sources."""
    folder = Path(os.path.abspath(folder))
    folders = [str(source) for source in sources if source.is_dir()]

    def matters(_: watchfiles.Change, path: str) -> bool:
        if is_of_index(Path(path), folder):
            return False
        above = max((source for source in folders if Path(path).is_relative_to(source)), key=len, default="/")
        *parents, name = Path(path).relative_to(above).parts or ("",)
        return name in IGNORE_FILES or not any(part.startswith(".") for part in (*parents, name))

    if not folders:
        while not stop.wait(LOOK_MS / 1000):
            yield False
        return
    options: dict[str, Any] = {"step": QUIET_MS, "debounce": LONGEST_WAIT_MS, "rust_timeout": LOOK_MS}
    try:
        for changes in watchfiles.watch(
            *folders,
            watch_filter=matters,
            stop_event=stop,
            yield_on_timeout=True,
            raise_interrupt=False,
            **options,
        ):
            yield bool(changes)
    except FileNotFoundError:  # a folder went after it was looked for, and before it was watched
        stop.wait(LOOK_MS / 1000)
        yield True


def _identity(source: Path) -> str:
    """What tells whether a folder is still the same one, and whether a file has changed."""
    try:
        status = source.stat()
    except OSError:
        return "gone"
    return f"{status.st_dev} {status.st_ino}" + ("" if source.is_dir() else f" {stamp_of(source)}")


def _end_if(stop: threading.Event) -> None:
    if stop.is_set():
        raise _Stopped
