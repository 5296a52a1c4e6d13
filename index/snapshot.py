"""What a reader sees of the store: its documents, passages, words and vectors at one moment."""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.database import document_of
from index.errors import SourceError
from index.types import Document, Passage
from index.vectors import VectorIndex

# How many of the parameters of one statement SQLite takes at the least.
MANY = 500
Hit = TypeVar("Hit")
COPIES = 10  # passages of one text that are found, so that they do not take the places of others


class Snapshot:
    """The index as it was at one moment, whatever a writer does meanwhile; see `Store.snapshot`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        vectors: VectorIndex,
        only: frozenset[int] | None = None,
    ) -> None:
        self._connection = connection
        self._vectors = vectors
        self._only = only  # the documents to search; None for all

    def within(self, paths: Iterable[str | os.PathLike[str]] | os.PathLike[str]) -> "Snapshot":
        """The same moment, but only passages of the documents at these paths are found, and counted.

        :param paths: of documents; of one, its path itself will do.
        :raises SourceError: if there is no document at one of them.
        """
        ids = set()
        for named in [paths] if isinstance(paths, str | os.PathLike) else paths:
            path = os.fspath(named)
            row = self._connection.execute(
                "SELECT id FROM documents WHERE path = ?", (_shown(path),)
            ).fetchone()
            if row is None:
                raise SourceError(f"no open document has the path {path}: choose among those that are open")
            ids.add(int(row[0]))
        return Snapshot(self._connection, self._vectors, frozenset(ids))

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[Passage, float]]:
        """The passages whose vectors are nearest, and their cosines, best first: `count`, and as many copies of them.

        Of passages of one text there are ten at the most.
        """
        scores = dict(self._vectors.search(vector, count, self._vector_ids()))
        passages = self._passages("vector_id", list(scores))
        found = [
            (passage, scores[vector_id])
            for vector_id, passage in passages
            if self._only is None or passage.document_id in self._only
        ]
        vectors = {passage.id: vector_id for vector_id, passage in passages}
        ordered = sorted(found, key=lambda hit: (-hit[1], hit[0].id))
        return _few_of_each(((vectors[hit[0].id], hit) for hit in ordered), count)

    def matching(self, words: str, count: int) -> list[tuple[Passage, float]]:
        """The passages that a full-text query matches, and their BM25 scores (higher is better), best first.

        They are as many as `nearest` gives, with as many copies.

        :param words: an FTS5 query; whoever builds it quotes what a user wrote.
        """
        own, chosen = self._own_words()
        rows = self._connection.execute(
            "SELECT (SELECT vector_id FROM passages WHERE id = found.rowid), rowid, score FROM "
            "(SELECT rowid, -bm25(words, 0.5, 1.0) AS score FROM words WHERE words MATCH ? "
            f"{own}ORDER BY score DESC, rowid LIMIT ?) AS found ORDER BY score DESC, rowid",
            (words, *chosen, COPIES * count),
        )
        kept = _few_of_each(((int(vector), (int(i), float(score))) for vector, i, score in rows), count)
        by_id = {passage.id: passage for _, passage in self._passages("id", [i for i, _ in kept])}
        return [(by_id[i], score) for i, score in kept]

    def holding(self, words: Iterable[str], ids: Iterable[int]) -> dict[str, tuple[int, frozenset[int]]]:
        """For each word, the number of passages that hold it in any form, and which of some passages do.

        Title and headings count as words of a passage.

        :param ids: of the passages in question.
        """
        asked = json.dumps(sorted(ids))
        among, chosen = self._own_words()
        found = {}
        for word in words:
            quoted = '"' + word.replace('"', '""') + '"'
            count, own = self._connection.execute(
                "SELECT count(*), json_group_array(rowid) FILTER (WHERE rowid IN (SELECT value FROM json_each(?))) "
                f"FROM words WHERE words MATCH ? {among}",
                (asked, quoted, *chosen),
            ).fetchone()
            found[word] = int(count), frozenset(map(int, json.loads(own)))
        return found

    def passage_count(self) -> int:
        """How many passages there are, in all documents that are searched."""
        own, chosen = self._own()
        (count,) = self._connection.execute(f"SELECT count(*) FROM passages {own}", chosen).fetchone()
        return int(count)

    def document(self, document_id: int) -> Document:
        """The document with an id that a passage has."""
        document = self.find_document(document_id)
        assert document is not None, f"there is no document {document_id}"
        return document

    def find_document(self, document_id: int) -> Document | None:
        """The document with an id, if it is there."""
        row = self._connection.execute("SELECT * FROM documents WHERE id = ?", (document_id,)).fetchone()
        return None if row is None else document_of(row)

    def document_at(self, path: str) -> Document | None:
        """The document with a path, if it is there."""
        row = self._connection.execute("SELECT * FROM documents WHERE path = ?", (_shown(path),)).fetchone()
        return None if row is None else document_of(row)

    def documents(self) -> list[tuple[str, str]]:
        """Path and title of every document, by path."""
        rows = self._connection.execute("SELECT path, title FROM documents ORDER BY path").fetchall()
        return [(str(path), str(title)) for path, title in rows]

    def tried(self) -> dict[tuple[str, str], str]:
        """Path and stamp (see `stamp_of`) of every file when it was read, and why it could not be, or ""."""
        rows = self._connection.execute(
            "SELECT path, stamp, reason FROM skipped UNION ALL SELECT path, stamp, '' FROM documents"
        ).fetchall()
        return {(str(path), str(stamp)): str(reason) for path, stamp, reason in rows}

    def every_document(self) -> Iterator[Document]:
        """All documents whole, by path, one after the other."""
        ids = self._connection.execute("SELECT id FROM documents ORDER BY path").fetchall()
        return (self.document(int(document_id)) for (document_id,) in ids)

    def passages_of(self, document_id: int) -> list[Passage]:
        """The passages of a document, in the order of its text."""
        rows = self._connection.execute(
            "SELECT id, document_id, start, end FROM passages WHERE document_id = ? ORDER BY start, id",
            (document_id,),
        )
        return [Passage(*map(int, row)) for row in rows]

    def _vector_ids(self) -> NDArray[np.int64] | None:
        """The vectors of the passages to search; None for all."""
        own, chosen = self._own()
        if not own:
            return None
        rows = self._connection.execute(f"SELECT DISTINCT vector_id FROM passages {own}", chosen)
        return np.array([vector_id for (vector_id,) in rows], dtype=np.int64)

    def _own(self) -> tuple[str, list[str]]:
        """The condition on passages to be searched, and its parameters; none where all are."""
        if self._only is None:
            return "", []
        return "WHERE document_id IN (SELECT value FROM json_each(?))", [json.dumps(sorted(self._only))]

    def _own_words(self) -> tuple[str, list[str]]:
        """The same for the words of passages, after another condition."""
        own, chosen = self._own()
        return (f"AND rowid IN (SELECT id FROM passages {own}) " if own else ""), chosen

    def _passages(self, column: str, values: list[int]) -> list[tuple[int, Passage]]:
        found = []
        for i in range(0, len(values), MANY):
            part = values[i : i + MANY]
            marks = ",".join("?" * len(part))
            rows = self._connection.execute(
                f"SELECT {column}, id, document_id, start, end FROM passages WHERE {column} IN ({marks})",
                part,
            )
            found += [(int(key), Passage(*map(int, rest))) for key, *rest in rows]
        return found


def _few_of_each(ordered: Iterable[tuple[int, Hit]], count: int) -> list[Hit]:
    """The first hits of so many different vectors, at most ten of each, and half of them copies at the most."""
    taken: Counter[int] = Counter()
    kept: list[Hit] = []
    for vector, hit in ordered:
        is_copy = vector in taken
        if is_copy and (taken[vector] == COPIES or len(kept) - len(taken) == count):
            continue
        if not is_copy and len(taken) == count:
            continue
        taken[vector] += 1
        kept.append(hit)
    return kept


def _shown(path: str) -> str:
    """A path as the store has it: what is no Unicode in a name is a question mark there."""
    return path.encode("utf-8", "replace").decode()
