"""The database of the store: how it is opened, checked, and how a document lies in it."""

import contextlib
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from index.embed import Embedder
from index.errors import StoreBusy, StoreDamaged, StoreError, StoreMismatch, StoreOutdated
from index.types import Cell, Document, Heading, Message, Run, Time

DATABASE = "index.sqlite"
LAYOUT = "9"  # of the tables and of what documents are read to; another number means that the index has to be made anew
APPLICATION_ID = 0x71615F31  # "qa_1", so that a database of another program is never taken for an index
DIGEST = "content_sha256"  # the key in the table meta of what `digest_of` said when it was written
SCHEMA = Path(__file__).with_name("schema.sql")


def connect(path: Path, readonly: bool) -> sqlite3.Connection:
    """A connection to the database, in autocommit mode, with foreign keys on."""
    mode = "ro" if readonly else "rwc"
    # A database in a folder that cannot be written to needs its log files left alone.
    if readonly and not os.access(path.parent, os.W_OK):
        mode = "ro&immutable=1"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=10)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


@contextlib.contextmanager
def damage_reported(folder: Path) -> Iterator[None]:
    """Turns errors of SQLite, and those of values that are not what was written, into ours.

    :raises StoreDamaged: if the database is not whole.
    :raises StoreError: as `sqlite_reported` does.
    """
    try:
        with sqlite_reported(folder):
            yield
    except ValueError as error:
        raise StoreDamaged(_damage(folder, error)) from error


@contextlib.contextmanager
def sqlite_reported(folder: Path) -> Iterator[None]:
    """Turns SQLite's own errors into ours.

    :raises StoreBusy: if another process kept the database locked.
    :raises StoreDamaged: if the database is not whole.
    :raises StoreError: for every other complaint (no room on the disk, no permission).
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = _code(error)
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreBusy(f"the index in {folder} is locked by another process; try again later") from error
        if is_damage(error):
            raise StoreDamaged(_damage(folder, error)) from error
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise StoreError(no_room(folder, str(error))) from error
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            what = "open" if code == sqlite3.SQLITE_CANTOPEN else "write"
            raise StoreError(
                f"cannot {what} the index in {folder}: {error}; choose another folder with --index"
            ) from error
        raise StoreError(f"cannot use the index in {folder}: {error}") from error


def no_room(folder: Path, reason: str) -> str:
    """What to say when the disk takes no more."""
    return (
        f"cannot write the index in {folder}: {reason}; the old index is whole, and what was read is kept: "
        "make room on the disk and run it again"
    )


def is_damage(error: Exception) -> bool:
    """Whether an error of SQLite, or of what is made of its values, means that the file is not whole."""
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def _code(error: Exception) -> int:
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)) & 0xFF


def _damage(folder: Path, error: Exception) -> str:
    return (
        f"the index in {folder} cannot be read ({' '.join(str(error).split())}); your documents are untouched: "
        f"delete that folder and run: qa index PATH --index {folder}"
    )


def check(connection: sqlite3.Connection, folder: Path, embedder: Embedder) -> None:
    """Whether a database is a whole index of ours, made with this embedding model.

    :raises StoreMismatch: if it was made by another program, with another layout or model.
    :raises StoreDamaged: if it does not hold what was written.
    """
    check_model(connection, folder, embedder)
    check_whole(connection, folder)


def check_whole(connection: sqlite3.Connection, folder: Path) -> None:
    """Whether a database is an index of ours that holds what was written, bit for bit.

    Everything is read, so the time grows with the size (0.8 s for 30,000 passages).

    :raises StoreMismatch: if it was made by another program, or with another layout.
    :raises StoreDamaged: if it fails SQLite's check, or what its tables hold has another hash than was noted.
    """
    _check_layout(connection, folder)
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict == "ok" and digest_of(connection) != read_meta(connection, DIGEST):
        verdict = "what it holds was changed"
    if verdict != "ok":
        raise StoreDamaged(_damage(folder, sqlite3.DatabaseError(verdict)))


def check_model(connection: sqlite3.Connection, folder: Path, embedder: Embedder) -> None:
    """Whether a database is an index of ours, made with this embedding model; quick.

    :raises StoreMismatch: if it was made by another program, with another layout or model.
    """
    _check_layout(connection, folder)
    made_with = tuple(read_meta(connection, key) for key in ("embedder", "dimension", "embedder_sha256"))
    asked_with = (embedder.name, str(embedder.dimension), embedder.sha256)
    if made_with != asked_with:
        raise StoreMismatch(
            f"the index in {folder} was made with embedding model {_model(made_with)}, "
            f"not with {_model(asked_with)}; {_rebuild(folder)}"
        )


def _check_layout(connection: sqlite3.Connection, folder: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise StoreMismatch(f"{folder / DATABASE} is not an index of this program; choose another folder")
    layout = read_meta(connection, "layout")
    if layout != LAYOUT:
        earlier = layout.isdecimal() and int(layout) < int(LAYOUT)
        raise (StoreOutdated if earlier else StoreMismatch)(
            f"the index in {folder} has layout {layout}, this program reads {LAYOUT}; {_rebuild(folder)}"
        )


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether a database has no tables: a writer was killed before its first commit."""
    (count,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return int(count) == 0


def digest_of(connection: sqlite3.Connection) -> str:
    """The sha256 of all rows of all tables, those of the full-text index too, and of the tables' definitions.

    SQLite has no checksums of its own: a changed letter in a text is no damage to it.
    """
    digest = hashlib.sha256()
    schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
    digest.update(repr(schema).encode())
    stored = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
    for (name,) in connection.execute(stored).fetchall():
        left_out = f" WHERE key <> '{DIGEST}'" if name == "meta" else ""
        for row in connection.execute(f'SELECT * FROM "{name}"{left_out}'):
            digest.update(repr([len(v) if isinstance(v, bytes) else v for v in row]).encode())
            for value in row:
                if isinstance(value, bytes):
                    digest.update(value)
    return digest.hexdigest()


def _rebuild(folder: Path) -> str:
    return f"delete {folder} and run `qa index` again, or choose another folder with --index"


def _model(model: tuple[str, ...]) -> str:
    name, dimension, sha256 = model
    return f"{name} ({dimension} dimensions, weights {sha256[:12]})"


def read_meta(connection: sqlite3.Connection, key: str) -> str:
    """A value of the table `meta`; an absent one means that the database is not whole."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise sqlite3.DatabaseError(f"it has no {key!r} in its table meta")
    return str(row[0])


def document_of(row: tuple[object, ...]) -> Document:
    """A document from its row in the database."""
    document_id, path, title, text, sha256, metadata, layout, stamp, *_ = row
    parts = json.loads(str(layout))
    return Document(
        id=int(str(document_id)),
        path=str(path),
        title=str(title),
        text=str(text),
        sha256=str(sha256),
        metadata=json.loads(str(metadata)),
        blocks=tuple((start, end) for start, end in parts["blocks"]),
        runs=tuple(Run(*run) for run in parts["runs"]),
        headings=tuple(Heading(*heading) for heading in parts["headings"]),
        times=tuple(Time(*time) for time in parts["times"]),
        pages=tuple(parts["pages"]),
        labels=tuple(parts["labels"]),
        slides=tuple(parts["slides"]),
        notebook_cells=tuple(parts["notebook_cells"]),
        messages=tuple(Message(*message) for message in parts["messages"]),
        cells=tuple(Cell(*cell) for cell in parts["cells"]),
        columns=tuple((start, tuple(columns)) for start, columns in parts["columns"]),
        notes=tuple(parts["notes"]),
        stamp=str(stamp),
    )


def layout_of(document: Document) -> str:
    """The parts of a document that map it to its file, as JSON."""
    return json.dumps(
        {
            "blocks": document.blocks,
            "runs": document.runs,
            "headings": document.headings,
            "times": document.times,
            "pages": document.pages,
            "labels": document.labels,
            "slides": document.slides,
            "notebook_cells": document.notebook_cells,
            "messages": document.messages,
            "cells": document.cells,
            "columns": document.columns,
            "notes": document.notes,
        }
    )
