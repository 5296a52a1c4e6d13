"""The FAISS file: derived from the vectors in SQLite, hashed, and never read before its hash was checked."""

import contextlib
import hashlib
import os
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

WRITTEN_TOGETHER = 1 << 20


class VectorIndex:
    """An exact inner-product index over unit vectors, by the ids that the store gave them."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def empty(cls, dimension: int) -> "VectorIndex":
        """An index to add vectors of a dimension to."""
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)))

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """:param ids: shape (n,); :param vectors: unit vectors, shape (n, dimension)."""
        self._index.add_with_ids(vectors, ids)

    def search(
        self, vector: NDArray[np.float32], count: int, among: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Ids and cosines of the `count` nearest, best first; equal cosines in the order of their ids.

        :param among: the ids that are looked at; None for all.
        """
        count = min(count, self._index.ntotal if among is None else len(among))
        if count == 0:
            return []
        chosen = None
        if among is not None:
            chosen = faiss.SearchParameters(sel=faiss.IDSelectorBatch(among))  # type: ignore[call-arg]
        scores, ids = self._index.search(vector.reshape(1, -1), count, params=chosen)
        found = [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def write(self, path: Path) -> str:
        """Writes to a new file, which is on the disk when this returns; gives back its sha256."""
        digest = hashlib.sha256()
        with path.open("xb") as file:

            def write(data: bytes) -> int:
                digest.update(data)
                return file.write(data)

            writer = faiss.PyCallbackIOWriter(write, WRITTEN_TOGETHER)  # type: ignore[attr-defined]
            faiss.write_index(self._index, writer)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
        return digest.hexdigest()

    @classmethod
    def read(cls, path: Path, sha256: str) -> "VectorIndex | None":
        """The index in a file, or None if the file is missing or is not the one that was written.

        The bytes that were hashed are the bytes that FAISS parses: it has no checksum of its own, and a
        damaged body loads without a word.
        """
        with contextlib.suppress(OSError):
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() == sha256:
                return cls(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))
        return None


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable, where the system can do that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
