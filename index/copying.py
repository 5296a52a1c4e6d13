"""A copy of a store, so that another one with the same documents begins with their vectors."""

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

from index.database import DATABASE, check_model, connect, read_meta
from index.embed import Embedder
from index.errors import StoreMismatch
from index.lock import locked


def copy_store(folder: Path, to: Path, embedder: Embedder) -> None:
    """Copies the index in `folder` to `to`, where there is none yet.

    Nothing is copied where that cannot be done, or the index was made with another model or layout: a copy only
    saves the time of making the index anew.

    :raises StoreBusy: if another process is writing in `to`.
    :raises StoreError: if `to` cannot be written to.
    """
    if not (folder / DATABASE).exists() or (to / DATABASE).exists():
        return
    with locked(to):
        partial = to / f"{DATABASE}.{os.getpid()}.partial"
        try:
            if (to / DATABASE).exists():
                return
            with (
                contextlib.closing(connect(folder / DATABASE, readonly=True)) as source,
                contextlib.closing(sqlite3.connect(partial)) as target,
            ):
                source.backup(target)
                check_model(target, to, embedder)
                vectors = read_meta(target, "vectors_file")
            # Its hash is in the database: a file that a writer replaced meanwhile is made anew when it is opened.
            with contextlib.suppress(OSError):
                shutil.copyfile(folder / vectors, to / vectors)
            os.replace(partial, to / DATABASE)
        except (sqlite3.Error, OSError, ValueError, StoreMismatch):
            return
        finally:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
