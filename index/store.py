"""The store: one folder with a SQLite database, which is the truth, and a FAISS file derived from it."""

import contextlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.database import (
    DATABASE,
    check,
    check_whole,
    connect,
    damage_reported,
    document_of,
    is_empty,
    read_meta,
)
from index.embed import Embedder
from index.errors import SourceError, StoreMissing
from index.snapshot import Snapshot
from index.types import Document
from index.vectors import VectorIndex

VECTORS_TOGETHER = 4096  # taken from the database at once, so that they lie in memory once and no more


class Loaded(NamedTuple):
    """The FAISS index in memory, and the name and hash of the file it came from.

    Every write makes a new name, but for an index that was deleted and made anew.
    """

    name: str
    sha256: str
    vectors: VectorIndex


class Store:
    """An index on disk, open for reading; any number of threads and processes may read while one writes.

    :raises StoreMissing: if there is no index in the folder.
    :raises StoreMismatch: if it was made with another embedding model or another layout.
    :raises StoreDamaged: if the database fails SQLite's check.
    """

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.folder = folder
        self.notes: list[str] = []
        self._lock = threading.Lock()
        self._loaded: Loaded | None = None
        if not (folder / DATABASE).exists():
            raise missing(folder)
        with damage_reported(folder), self._reading() as connection:
            if is_empty(connection):
                raise missing(folder)
            check(connection, folder, embedder)
            self._vectors(connection)

    @property
    def sources(self) -> tuple[str, ...]:
        """The files and folders that it was made from."""
        with damage_reported(self.folder), self._reading() as connection:
            return tuple(json.loads(read_meta(connection, "sources")))

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One consistent view of passages, words and vectors, for the length of a `with` block."""
        with damage_reported(self.folder), self._reading() as connection:
            yield Snapshot(connection, self._vectors(connection))

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        connection = connect(self.folder / DATABASE, readonly=True)
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.close()

    def _vectors(self, connection: sqlite3.Connection) -> VectorIndex:
        """The FAISS index that belongs to what this connection sees; rebuilt when its file is not whole."""
        name, sha256 = read_meta(connection, "vectors_file"), read_meta(connection, "vectors_sha256")
        with self._lock:
            if self._loaded is None or self._loaded[:2] != (name, sha256):
                vectors = VectorIndex.read(self.folder / name, sha256)
                if vectors is None:
                    vectors = rebuild(connection)
                    # A writer that has switched since this view began has removed the file that it names.
                    if (self.folder / name).exists() or not list(self.folder.glob("vectors-*.faiss")):
                        self._repair(vectors, name, sha256)
                self._loaded = Loaded(name, sha256, vectors)
            return self._loaded.vectors

    def _repair(self, vectors: VectorIndex, name: str, sha256: str) -> None:
        note = f"the vector file {self.folder / name} was missing or damaged: rebuilt from the database"
        partial = self.folder / f"{name}.{os.getpid()}.partial"
        try:
            # The same vectors in the same order make the same bytes, so the recorded hash still holds.
            if vectors.write(partial) == sha256:
                os.replace(partial, self.folder / name)
        except OSError as error:
            note += f", in memory only ({error.strerror})"
        finally:
            partial.unlink(missing_ok=True)
        self.notes.append(note)


def stored_document(folder: Path, path: Path) -> Document:
    """The document of a path as it was indexed; needs no embedding model.

    :raises StoreError: if there is no index in the folder, or it cannot be used.
    :raises SourceError: if it does not hold the path.
    """
    if not (folder / DATABASE).exists():
        raise missing(folder)
    shown = os.fsencode(path).decode("utf-8", errors="replace")
    with damage_reported(folder), contextlib.closing(connect(folder / DATABASE, readonly=True)) as connection:
        if is_empty(connection):
            raise missing(folder)
        check_whole(connection, folder)
        row = connection.execute("SELECT * FROM documents WHERE path = ?", (shown,)).fetchone()
        if row is None:
            raise SourceError(
                f"{shown} is not in the index in {folder}; add it with: qa index PATH --index {folder}"
            )
        return document_of(row)


def missing(folder: Path) -> StoreMissing:
    """The error of a folder that has no index."""
    return StoreMissing(f"there is no index in {folder}; make one with: qa index PATH --index {folder}")


def rebuild(connection: sqlite3.Connection) -> VectorIndex:
    """The FAISS index made from the vectors in the database, in the order of their ids."""
    index = VectorIndex.empty(int(read_meta(connection, "dimension")))
    rows = connection.execute("SELECT id, vector FROM vectors ORDER BY id")
    while part := rows.fetchmany(VECTORS_TOGETHER):
        vectors = np.frombuffer(b"".join(vector for _, vector in part), dtype=np.float32)
        index.add(np.array([i for i, _ in part], dtype=np.int64), vectors.reshape(len(part), -1))
    return index
