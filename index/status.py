"""The state of a store, file by file, beside the files as they are now; nothing is read into it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.changes import compare
from index.database import damage_reported
from index.documents import find_files
from index.known import NOTHING, for_reading, look
from index.lock import holder
from index.store import missing

STATES = ("indexed", "changed", "renamed", "new", "gone", "skipped")


@dataclass(frozen=True)
class FileState:
    """A file, or a folder that was passed over, and how it stands to the store."""

    path: str
    state: str  # one of STATES; "changed": its content is not what was indexed; "gone": only the index has it
    passages: int = 0  # in the index
    indexed_at: str = ""  # UTC, ISO 8601; "" if it is not in the index
    reason: str = ""  # why it is skipped, or, of one that stays indexed, why it cannot be read now


@dataclass(frozen=True)
class Status:
    """A store and the files that it is made from."""

    folder: str
    sources: tuple[str, ...]
    files: tuple[FileState, ...]  # by path
    writer: str = ""  # who is writing it, if someone is

    @property
    def counts(self) -> dict[str, int]:
        """How many files there are of each state that there is."""
        states = [file.state for file in self.files]
        return {state: states.count(state) for state in STATES if state in states}

    def to_json(self) -> dict[str, Any]:
        """The status in JSON types."""
        files = [vars(file) for file in self.files]
        return {**vars(self), "sources": list(self.sources), "counts": self.counts, "files": files}


def status(folder: Path, sources: Sequence[Path] | None = None) -> Status:
    """The state of the store in a folder against its sources, which are those it was made from if none are named.

    :raises StoreMissing: if there is no store, and no sources are named.
    :raises StoreError: if it is damaged.
    :raises SourceError: if a source that is named does not exist.
    """
    known = look(folder, None)
    if known is None and sources is None:
        raise missing(folder)
    details = _details(folder)
    # Of a source that is gone all documents are.
    noted = [Path(source) for source in known.sources if os.path.lexists(source)] if known else []
    paths = noted if sources is None else list(sources)
    found = find_files(paths)
    known = known or NOTHING
    changes = compare(found, known)
    left_out = [*found.skipped, *changes.skipped]
    reasons = {item.path: item.reason for item in left_out}
    unread = {str(file) for file, _ in changes.to_read}
    moved = {path: document_id for document_id, path, _ in changes.moved}
    gone = {document_id for document_id, _ in changes.removed}
    kept = {
        path: document.id for path, document in known.documents.items() if document.id not in moved.values()
    }
    for path in reasons.keys() & kept.keys():
        if kept[path] in gone:
            del kept[path]  # the next sync takes it out, for the reason why it is skipped
    states = [
        FileState(item.path, "skipped", reason=item.reason) for item in left_out if item.path not in kept
    ]
    states += [FileState(path, "new") for path in unread - known.documents.keys()]
    states += [FileState(path, "renamed", *details[document_id]) for path, document_id in moved.items()]
    for path, document_id in kept.items():
        state = "gone" if document_id in gone else "changed" if path in unread else "indexed"
        states.append(FileState(path, state, *details[document_id], reasons.get(path, "")))
    ordered = sorted(states, key=lambda file: file.path)
    return Status(str(folder), tuple(map(str, paths)), tuple(ordered), holder(folder))


def _details(folder: Path) -> dict[int, tuple[int, str]]:
    """The number of passages and the time of indexing of each document, by id."""
    with damage_reported(folder), for_reading(folder) as connection:
        if connection is None:
            return {}
        rows = connection.execute(
            "SELECT documents.id, count(passages.id), indexed_at FROM documents "
            "LEFT JOIN passages ON passages.document_id = documents.id GROUP BY documents.id"
        ).fetchall()
    return {int(i): (int(count), str(when)) for i, count, when in rows}
