"""Writing the store: one transaction, switched to at once by its commit."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.database import (
    APPLICATION_ID,
    DATABASE,
    DIGEST,
    LAYOUT,
    SCHEMA,
    check_model,
    connect,
    digest_of,
    is_empty,
    no_room,
    read_meta,
    sqlite_reported,
)
from index.embed import Embedder
from index.errors import StoreError
from index.pending import Pending, PendingDocument
from index.store import rebuild


class Writer:
    """Changes to the store within one transaction; see `writing`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def remove(self, document_id: int) -> None:
        """Takes a document out, with its passages and words; vectors stay until the commit."""
        self._connection.execute(
            "DELETE FROM words WHERE rowid IN (SELECT id FROM passages WHERE document_id = ?)", (document_id,)
        )
        self._connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))

    def move(self, document_id: int, path: str, stamp: str) -> None:
        """Gives a document another path and stamp; nothing of it is embedded again."""
        self._connection.execute(
            "UPDATE documents SET path = ?, stamp = ? WHERE id = ?", (path, stamp, document_id)
        )

    def remember_skipped(self, path: str, stamp: str, reason: str) -> None:
        """Notes that a file could not be read, so that it is tried again only when it changes."""
        self._connection.execute("INSERT OR REPLACE INTO skipped VALUES (?, ?, ?)", (path, stamp, reason))

    def forget_skipped(self, path: str) -> None:
        """Takes a file off those that could not be read: it is gone, or another one has its name."""
        self._connection.execute("DELETE FROM skipped WHERE path = ?", (path,))

    def add(self, document: PendingDocument, pending: Pending) -> None:
        """Puts in a document that was read, with the vectors of its passages; that it once was not is forgotten.

        :raises StoreError: if a vector is not there that was.
        """
        cursor = self._connection.execute(
            "INSERT INTO documents (path, stamp, title, text, sha256, metadata, layout, indexed_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
            (
                document.path,
                document.stamp,
                document.title,
                document.text,
                document.sha256,
                document.metadata,
                document.layout,
            ),
        )
        document_id = cursor.lastrowid
        self.forget_skipped(document.path)
        for start, end, heading, text_sha256 in document.passages:
            passage_id = self._connection.execute(
                "INSERT INTO passages (document_id, start, end, vector_id) VALUES (?, ?, ?, ?)",
                (document_id, start, end, self._vector_id(text_sha256, pending)),
            ).lastrowid
            self._connection.execute(
                "INSERT INTO words (rowid, heading, text) VALUES (?, ?, ?)",
                (passage_id, heading, document.text[start:end]),
            )

    def note_sources(self, sources: Sequence[Path]) -> None:
        """Notes the files and folders that the store was made from."""
        self._connection.execute(
            "INSERT OR REPLACE INTO meta VALUES ('sources', ?)",
            (json.dumps([str(path) for path in sources]),),
        )

    def _vector_id(self, text_sha256: str, pending: Pending) -> int:
        row = self._connection.execute(
            "SELECT id FROM vectors WHERE text_sha256 = ?", (text_sha256,)
        ).fetchone()
        if row:
            return int(row[0])
        vector = pending.vector(text_sha256)
        if vector is None:
            raise StoreError("a vector that was just made cannot be read back: run it again")
        cursor = self._connection.execute(
            "INSERT INTO vectors (text_sha256, vector) VALUES (?, ?)", (text_sha256, vector)
        )
        return int(cursor.lastrowid or 0)


@contextlib.contextmanager
def writing(folder: Path, embedder: Embedder) -> Iterator[Writer]:
    """A transaction on the store in a folder, committed when the block ends; the caller holds the folder's lock.

    The FAISS file is written under a new name and is on the disk before the commit that names it, so that a
    writer killed at any moment leaves the old index or the new one. An error in the block leaves the old one.

    :raises StoreMismatch, StoreDamaged: if what is in the folder cannot be used.
    :raises StoreError: if the folder cannot be written to.
    """
    with sqlite_reported(folder):
        connection = connect(folder / DATABASE, readonly=False)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            if not is_empty(connection):
                check_model(connection, folder, embedder)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            _create(connection, embedder)
            yield Writer(connection)
            new = _publish(connection, folder)
            connection.execute("COMMIT")
            _remove_others(folder, new)
            # So that the database is whole without its log, on a read-only medium too.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except OSError as error:
            raise StoreError(no_room(folder, error.strerror or str(error))) from error
        finally:
            connection.close()


def _create(connection: sqlite3.Connection, embedder: Embedder) -> None:
    """The tables, if there are none, within the transaction."""
    if not is_empty(connection):
        return
    for statement in SCHEMA.read_text(encoding="utf-8").split(";\n"):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    meta = {
        "layout": LAYOUT,
        "embedder": embedder.name,
        "dimension": str(embedder.dimension),
        "embedder_sha256": embedder.sha256,
        "generation": "0",
    }
    connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", meta.items())


def _publish(connection: sqlite3.Connection, folder: Path) -> str:
    """Drops vectors that no passage has, and writes the FAISS file that the commit will name."""
    connection.execute("DELETE FROM vectors WHERE id NOT IN (SELECT vector_id FROM passages)")
    generation = int(read_meta(connection, "generation")) + 1
    name = f"vectors-{generation:06}.faiss"
    # One of this name is left of a writer that was killed before its commit.
    (folder / name).unlink(missing_ok=True)
    sha256 = rebuild(connection).write(folder / name)
    meta = {"generation": str(generation), "vectors_file": name, "vectors_sha256": sha256}
    set_meta = "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"
    connection.executemany(set_meta, meta.items())
    connection.execute(set_meta, (DIGEST, digest_of(connection)))
    return name


def _remove_others(folder: Path, name: str) -> None:
    for path in folder.glob("vectors-*.faiss*"):
        if path.name != name:
            # A reader on another system may still have it open; the next writer tries again.
            with contextlib.suppress(OSError):
                path.unlink()
