"""What a store holds, as files: what a sync compares with those on the disk."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from index.database import DATABASE, check, check_whole, connect, damage_reported, is_empty, read_meta
from index.embed import Embedder


class KnownDocument(NamedTuple):
    """A document of the store, as a file: the stamp says whether the file was touched since."""

    id: int
    sha256: str
    stamp: str


class Known(NamedTuple):
    """What the store holds, by path: documents, and files that could not be read, with stamp and reason."""

    documents: dict[str, KnownDocument]
    skipped: dict[str, tuple[str, str]]
    sources: tuple[str, ...]  # that it was made from


NOTHING = Known({}, {}, ())


def look(folder: Path, embedder: Embedder | None) -> Known | None:
    """What the store in a folder holds, as files; None if there is no store, or none was ever finished.

    :param embedder: the model that it has to be made with; None for any.
    :raises StoreError: if it is damaged or made with another model.
    """
    with damage_reported(folder), for_reading(folder) as connection:
        if connection is None:
            return None
        if embedder is None:
            check_whole(connection, folder)
        else:
            check(connection, folder, embedder)
        return known_files(connection)


@contextlib.contextmanager
def for_reading(folder: Path) -> Iterator[sqlite3.Connection | None]:
    """A connection to the database of a store; None if there is none yet."""
    if not (folder / DATABASE).exists():
        yield None
        return
    connection = connect(folder / DATABASE, readonly=True)
    try:
        yield None if is_empty(connection) else connection
    finally:
        connection.close()


def known_files(connection: sqlite3.Connection) -> Known:
    """What the store holds, as files."""
    documents = connection.execute("SELECT path, id, sha256, stamp FROM documents ORDER BY id").fetchall()
    skipped = connection.execute("SELECT path, stamp, reason FROM skipped ORDER BY path").fetchall()
    return Known(
        {path: KnownDocument(document_id, sha256, stamp) for path, document_id, sha256, stamp in documents},
        {path: (stamp, reason) for path, stamp, reason in skipped},
        tuple(json.loads(read_meta(connection, "sources"))),
    )
