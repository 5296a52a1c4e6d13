"""Writing the store: one writer at a time, one transaction, switched to at once by its commit."""

import contextlib
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from index.database import (
    APPLICATION_ID,
    DATABASE,
    LAYOUT,
    SCHEMA,
    check,
    connect,
    damage_reported,
    layout_of,
    read_meta,
)
from index.embed import Embedder
from index.errors import StoreBusy, StoreError
from index.passages import split, text_to_embed, title_and_headings
from index.store import rebuild
from index.types import Document

LOCK_SECONDS = 10
# Texts embedded in one go: enough to be sorted by length, few enough to show progress.
EMBED_TOGETHER = 256


class KnownDocument(NamedTuple):
    """A document of the store, as a file: the stamp says whether the file was touched since."""

    id: int
    sha256: str
    stamp: str


class Known(NamedTuple):
    """What the store holds, by path: documents, and files that could not be read, with stamp and reason."""

    documents: dict[str, KnownDocument]
    skipped: dict[str, tuple[str, str]]


class Writer:
    """Changes to the store within one transaction; see `writing`."""

    def __init__(self, connection: sqlite3.Connection, embedder: Embedder) -> None:
        self._connection = connection
        self._embedder = embedder

    def known(self) -> Known:
        """What the store holds now."""
        return known_files(self._connection)

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

    def add(self, documents: list[tuple[Document, str]]) -> int:
        """Puts in documents with their stamps; embeds the texts that have no vector yet, and says how many."""
        texts: dict[str, str] = {}
        windows: list[tuple[Document, str, list[tuple[int, int, str]]]] = []
        for document, stamp in documents:
            spans = []
            for start, end in split(document, self._embedder):
                text = text_to_embed(document, start, end, self._embedder)
                key = hashlib.sha256(text.encode()).hexdigest()
                texts[key] = text
                spans.append((start, end, key))
            windows.append((document, stamp, spans))
        vector_ids, embedded = self._embed(texts)
        for document, stamp, spans in windows:
            self._insert(document, stamp, [(start, end, vector_ids[key]) for start, end, key in spans])
        return embedded

    def _embed(self, texts: dict[str, str]) -> tuple[dict[str, int], int]:
        """The ids of the vectors of some texts, by the sha256 of the text, and how many were embedded."""
        ids: dict[str, int] = {}
        for key in texts:
            row = self._connection.execute("SELECT id FROM vectors WHERE text_sha256 = ?", (key,)).fetchone()
            if row:
                ids[key] = int(row[0])
        missing = [key for key in texts if key not in ids]
        for i in range(0, len(missing), EMBED_TOGETHER):
            keys = missing[i : i + EMBED_TOGETHER]
            for key, vector in zip(keys, self._embedder.encode([texts[key] for key in keys]), strict=True):
                cursor = self._connection.execute(
                    "INSERT INTO vectors (text_sha256, vector) VALUES (?, ?)", (key, vector.tobytes())
                )
                ids[key] = int(cursor.lastrowid or 0)
        return ids, len(missing)

    def _insert(self, document: Document, stamp: str, passages: list[tuple[int, int, int]]) -> None:
        cursor = self._connection.execute(
            "INSERT INTO documents (path, title, text, sha256, metadata, layout, stamp) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                document.path,
                document.title,
                document.text,
                document.sha256,
                json.dumps(document.metadata, ensure_ascii=False),
                layout_of(document),
                stamp,
            ),
        )
        document_id = cursor.lastrowid
        for start, end, vector_id in passages:
            passage_id = self._connection.execute(
                "INSERT INTO passages (document_id, start, end, vector_id) VALUES (?, ?, ?, ?)",
                (document_id, start, end, vector_id),
            ).lastrowid
            self._connection.execute(
                "INSERT INTO words (rowid, heading, text) VALUES (?, ?, ?)",
                (passage_id, title_and_headings(document, start, end), document.text[start:end]),
            )


def known_files(connection: sqlite3.Connection) -> Known:
    """What the store holds, as files."""
    documents = connection.execute("SELECT path, id, sha256, stamp FROM documents ORDER BY id").fetchall()
    skipped = connection.execute("SELECT path, stamp, reason FROM skipped ORDER BY path").fetchall()
    return Known(
        {path: KnownDocument(document_id, sha256, stamp) for path, document_id, sha256, stamp in documents},
        {path: (stamp, reason) for path, stamp, reason in skipped},
    )


@contextlib.contextmanager
def writing(folder: Path, embedder: Embedder) -> Iterator[Writer]:
    """A transaction on the store in a folder, which is made if there is none; committed when the block ends.

    The FAISS file is written under a new name and is on the disk before the commit that names it, so that a
    writer killed at any moment leaves the old index or the new one. An error in the block leaves the old one.

    :raises StoreBusy: if another process has been writing for longer than ten seconds.
    :raises StoreMismatch, StoreDamaged: if what is in the folder cannot be used.
    :raises StoreError: if the folder cannot be written to.
    """
    with _locked(folder), damage_reported(folder):
        connection = connect(folder / DATABASE, readonly=False)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
                check(connection, folder, embedder)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            _create(connection, embedder)
            yield Writer(connection, embedder)
            new = _publish(connection, folder)
            connection.execute("COMMIT")
            _remove_others(folder, new)
            # So that the database is whole without its log, on a read-only medium too.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except OSError as error:
            raise StoreError(f"cannot write the index in {folder}: {error.strerror or error}") from error
        finally:
            connection.close()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    owner = folder / "writer"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock")
        lock.acquire(timeout=LOCK_SECONDS)
    except Timeout as error:
        who = owner.read_text().strip() if owner.exists() else "unknown"
        raise StoreBusy(
            f"the index in {folder} is being written by another process (number {who}); "
            "try again when it has finished"
        ) from error
    except OSError as error:
        raise StoreError(
            f"cannot write the index in {folder}: {error.strerror}; choose another folder with --index"
        ) from error
    try:
        owner.write_text(f"{os.getpid()}\n")
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def _create(connection: sqlite3.Connection, embedder: Embedder) -> None:
    """The tables, if there are none, within the transaction."""
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
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
    connection.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", meta.items())
    return name


def _remove_others(folder: Path, name: str) -> None:
    for path in folder.glob("vectors-*.faiss*"):
        if path.name != name:
            # A reader on another system may still have it open; the next writer tries again.
            with contextlib.suppress(OSError):
                path.unlink()
