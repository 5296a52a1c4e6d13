"""What a sync has read and embedded but not yet switched to: a file of its own, from which a killed run goes on.

Nothing in it is ever asked, so it may be lost or damaged: then that part is read and embedded again.
"""

import contextlib
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from index.database import LAYOUT, connect, is_damage, layout_of
from index.embed import Embedder
from index.errors import StoreError
from index.ignore import HOLDS_KEY
from index.passages import names_over, split, text_to_embed, title_and_headings
from index.types import Document

PENDING = "pending.sqlite"
# Texts embedded in one go, and then kept: enough to be sorted by length, few enough to lose little.
EMBED_TOGETHER = 128
_TABLES = """
CREATE TABLE IF NOT EXISTS made_for (value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS documents (path TEXT PRIMARY KEY, row TEXT NOT NULL, checksum TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS vectors (text_sha256 TEXT PRIMARY KEY, vector BLOB NOT NULL, checksum INTEGER NOT NULL)
STRICT;
"""


class PendingPassage(NamedTuple):
    """A passage to be, with the title and headings over it and the sha256 of the text that its vector is of."""

    start: int
    end: int
    heading: str
    text_sha256: str


class PendingDocument(NamedTuple):
    """A file that was read, as its row in the store will be; or why it could not be read."""

    path: str
    stamp: str
    reason: str  # "" if it was read
    passing: bool = False  # whether the reason may not hold another time
    named: bool = False  # whether it was a source itself, and so read even if it holds a private key
    title: str = ""
    text: str = ""
    sha256: str = ""
    metadata: str = ""
    layout: str = ""
    passages: tuple[PendingPassage, ...] = ()
    notes: tuple[str, ...] = ()


class Pending:
    """The files read and the texts embedded since the last switch; see `opened`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        embedder: Embedder,
        store: sqlite3.Connection | None,
        named: Collection[Path] = (),
    ) -> None:
        self._connection = connection
        self._embedder = embedder
        self._store = store
        self._named = {str(file) for file in named}

    def has(self, path: str, stamp: str) -> bool:
        """Whether a file of this stamp was read and embedded whole."""
        document = self.document(path)
        return (
            document is not None
            and document.stamp == stamp
            and not document.passing
            and document.reason != HOLDS_KEY  # it may be named as a source by now
            and (path in self._named or not document.named)
            and all(self._is_embedded(passage.text_sha256) for passage in document.passages)
        )

    def document(self, path: str) -> PendingDocument | None:
        """What was read of a file, if it was."""
        row = self._connection.execute(
            "SELECT row, checksum FROM documents WHERE path = ?", (path,)
        ).fetchone()
        if row is None or hashlib.sha256(row[0].encode()).hexdigest() != row[1]:
            return None
        *values, passages, notes = json.loads(row[0])
        return PendingDocument._make([*values, tuple(PendingPassage(*one) for one in passages), tuple(notes)])

    def vector(self, text_sha256: str) -> bytes | None:
        """The vector of a text that was embedded since the last switch."""
        row = self._connection.execute(
            "SELECT vector, checksum FROM vectors WHERE text_sha256 = ?", (text_sha256,)
        ).fetchone()
        return bytes(row[0]) if row and zlib.crc32(row[0]) == row[1] else None

    def skip(self, path: str, stamp: str, reason: str, passing: bool) -> None:
        """Keeps why a file could not be read, and whether that may not hold another time."""
        self._keep(PendingDocument(path, stamp, reason, passing))

    def add(
        self,
        documents: list[tuple[Document, str]],
        progress: Callable[[float], None] = lambda share: None,
    ) -> int:
        """Keeps documents with their stamps; embeds the texts that have no vector yet, and says how many.

        :param progress: called with the share of the texts that have been embedded, 0 to 1.
        """
        texts: dict[str, str] = {}
        rows = []
        for document, stamp in documents:
            passages = []
            for start, end in split(document, self._embedder):
                text = text_to_embed(document, start, end, self._embedder)
                key = hashlib.sha256(text.encode()).hexdigest()
                texts[key] = text
                above = f"{title_and_headings(document, start, end)} {names_over(document, start, end)}"
                passages.append(PendingPassage(start, end, above.strip(), key))
            rows.append(_row(document, stamp, document.path in self._named, tuple(passages)))
        missing = [key for key in texts if not self._is_embedded(key)]
        for i in range(0, len(missing), EMBED_TOGETHER):
            progress(i / len(missing))
            keys = missing[i : i + EMBED_TOGETHER]
            self._embed(keys, [texts[key] for key in keys])
        with self._one_commit():
            for row in rows:
                self._keep(row)
        return len(missing)

    def _embed(self, keys: list[str], texts: list[str]) -> None:
        vectors = [vector.tobytes() for vector in self._embedder.encode(texts)]
        rows = [(key, vector, zlib.crc32(vector)) for key, vector in zip(keys, vectors, strict=True)]
        with self._one_commit():
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def _keep(self, document: PendingDocument) -> None:
        row = json.dumps(document, ensure_ascii=False)
        self._connection.execute(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?)",
            (document.path, row, hashlib.sha256(row.encode()).hexdigest()),
        )

    def _is_embedded(self, text_sha256: str) -> bool:
        query = "SELECT 1 FROM vectors WHERE text_sha256 = ?"
        in_store = self._store is not None and self._store.execute(query, (text_sha256,)).fetchone()
        return bool(in_store) or self.vector(text_sha256) is not None

    @contextlib.contextmanager
    def _one_commit(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        yield
        self._connection.execute("COMMIT")


def _row(
    document: Document, stamp: str, named: bool, passages: tuple[PendingPassage, ...]
) -> PendingDocument:
    return PendingDocument(
        path=document.path,
        stamp=stamp,
        reason="",
        named=named,
        title=document.title,
        text=document.text,
        sha256=document.sha256,
        metadata=json.dumps(document.metadata, ensure_ascii=False),
        layout=layout_of(document),
        passages=passages,
        notes=document.notes,
    )


@contextlib.contextmanager
def opened(
    folder: Path, embedder: Embedder, store: sqlite3.Connection | None, named: Collection[Path]
) -> Iterator[Pending]:
    """What an earlier run left in the folder of a store, to go on from; removed when the block ends well.

    The caller holds the lock of the folder.

    :param store: a connection to the store, for the vectors that it has; None if there is none yet.
    :param named: the files that are sources themselves.
    """
    made_for = f"layout {LAYOUT}, {embedder.name} {embedder.dimension} {embedder.sha256}"
    connection = _connected(folder, made_for)
    try:
        yield Pending(connection, embedder, store, named)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        connection.close()
        _remove(folder)
        raise StoreError(
            f"what an earlier run left in {folder / PENDING} was damaged ({error}) and is removed: run it again"
        ) from error
    finally:
        connection.close()
    _remove(folder)


def _connected(folder: Path, made_for: str) -> sqlite3.Connection:
    for _ in range(2):
        connection = connect(folder / PENDING, readonly=False)
        try:
            if _is_sound(connection, made_for):
                return connection
        except (sqlite3.DatabaseError, ValueError) as error:
            if not is_damage(error):
                connection.close()
                raise
        connection.close()
        _remove(folder)
    raise StoreError(f"cannot use {folder / PENDING}: delete it and run it again")


def _is_sound(connection: sqlite3.Connection, made_for: str) -> bool:
    connection.execute("PRAGMA journal_mode = WAL")
    # A process that is killed loses nothing by it; what a power cut damages is found and made again.
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(_TABLES)
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        return False
    rows = connection.execute("SELECT value FROM made_for").fetchall()
    if not rows:
        connection.execute("INSERT INTO made_for VALUES (?)", (made_for,))
    return rows in ([], [(made_for,)])


def _remove(folder: Path) -> None:
    for suffix in ("-wal", "-shm", "-journal", ""):
        (folder / f"{PENDING}{suffix}").unlink(missing_ok=True)
