"""Brings a store in step with folders and files: only what is new or changed is read, and what is gone goes."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from index.changes import Changes, compare
from index.database import DATABASE, sqlite_reported
from index.documents import find_files, read_documents
from index.embed import Embedder
from index.errors import SourceError, SourcePassing, StoreDamaged, StoreError, StoreOutdated
from index.known import NOTHING, Known, for_reading, known_files, look
from index.lock import locked
from index.pending import Pending, opened
from index.types import Document
from index.walk import Skipped
from index.writer import Writer, writing

# Documents split and embedded in one go: their passages fill batches, and memory stays flat, whatever their length.
READ_TOGETHER = 64
CHARACTERS_TOGETHER = 2_000_000


@dataclass(frozen=True)
class Summary:
    """What a sync did; the paths are those of the documents."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()  # what the user should know of how files were read
    embedded: int = 0  # texts that had no vector yet

    @property
    def documents(self) -> int:
        """How many documents the store has now."""
        return len(self.added) + len(self.changed) + len(self.renamed) + self.unchanged

    def to_json(self) -> dict[str, Any]:
        """The summary in JSON types."""
        return {
            "documents": self.documents,
            "added": list(self.added),
            "changed": list(self.changed),
            "renamed": list(self.renamed),
            "removed": list(self.removed),
            "unchanged": self.unchanged,
            "skipped": [{"path": item.path, "reason": item.reason} for item in self.skipped],
            "notes": list(self.notes),
            "embedded": self.embedded,
        }

    def with_note(self, note: str) -> "Summary":
        """The same with one more note, before the others."""
        return replace(self, notes=(note, *self.notes))


def sync(
    folder: Path,
    sources: Sequence[Path],
    embedder: Embedder,
    progress: Callable[[int, int], None] = lambda done, total: None,
    wait: bool = True,
    waiting: Callable[[str], None] = lambda message: None,
) -> Summary:
    """Makes the store in `folder` hold exactly the documents that the sources hold.

    A file whose size and times did not change is not read; one whose content did not change is not embedded.
    A file that cannot be read is skipped with its reason, until it changes; one that only took too long to be
    read, or that the system did not give, is tried again each time. What was indexed of a file before is kept if
    the file, its folder or the ignore file over it is merely unreadable now.
    The old index stays in use until the new one is whole. A run that is stopped or killed keeps what it has
    read and embedded for the next one.

    :param progress: called with documents read so far and documents to read; what it raises stops the run.
    :param wait: whether to wait, some seconds, where another process is writing the store.
    :param waiting: called with a message that names that process, when it is waited for.
    :raises SourceError: if a source does not exist.
    :raises StoreBusy: if another process is writing the store.
    :raises StoreError: if the store cannot be used or written.
    """
    found = find_files(sources)
    known = look(folder, embedder)
    if known is not None:
        changes = compare(found, known)
        if not changes and known.sources == tuple(map(str, sources)):
            return Summary(unchanged=len(known.documents), skipped=found.skipped + changes.skipped)
    with locked(folder, wait, waiting), sqlite_reported(folder), for_reading(folder) as store:
        now = known_files(store) if store else NOTHING
        if now != known:  # nothing was there, or who held the lock before has written
            if now != (known or NOTHING):
                found = find_files(sources)
            changes = compare(found, now)
        with opened(folder, embedder, store, found.named) as pending:
            embedded = _read_all(pending, changes, found.named, progress)
            with writing(folder, embedder) as writer:
                writer.note_sources(sources)
                summary = _switch(writer, pending, changes, now)
    return replace(summary, skipped=found.skipped + summary.skipped, embedded=embedded)


def set_aside(folder: Path, error: StoreDamaged | StoreOutdated) -> str:
    """Renames a database that cannot be used, so that the index can be made anew; says so in one line.

    It says nothing where another process has put it right by now.

    :raises StoreBusy: if another process is writing the store.
    """
    with locked(folder):
        try:
            look(folder, None)
        except (StoreDamaged, StoreOutdated):
            return _renamed(folder, error)
    return ""


def _renamed(folder: Path, error: StoreDamaged | StoreOutdated) -> str:
    outdated = isinstance(error, StoreOutdated)
    aside = folder / f"{DATABASE}.{'outdated' if outdated else 'damaged'}"
    for suffix in ("-wal", "-shm"):
        (folder / f"{DATABASE}{suffix}").unlink(missing_ok=True)
    os.replace(folder / DATABASE, aside)
    why = "was made by an earlier version" if outdated else "was damaged"
    return f"the index in {folder} {why}: made anew from the documents (the old file is {aside.name})"


def _read_all(
    pending: Pending, changes: Changes, named: frozenset[Path], progress: Callable[[int, int], None]
) -> int:
    """Reads and embeds all new and changed files that no earlier run has; says how many texts were embedded."""
    files = [(file, stamp) for file, stamp in changes.to_read if not pending.has(str(file), stamp)]
    total = len(changes.to_read)
    done = total - len(files)
    embedded = 0
    with closing(read_documents([file for file, _ in files], named)) as read:
        coming = zip(files, read, strict=True)
        while done < total:
            progress(done, total)
            count, documents = _read(pending, coming)
            embedded += pending.add(documents, _shares(progress, done, count, total))
            done += count
            progress(done, total)
    return embedded


def _shares(
    progress: Callable[[int, int], None], done: int, size: int, total: int
) -> Callable[[float], None]:
    """The progress within some files, as a share of them, told as whole files."""
    return lambda share: progress(done + int(share * size), total)


def _read(
    pending: Pending, coming: Iterator[tuple[tuple[Path, str], Document | SourceError]]
) -> tuple[int, list[tuple[Document, str]]]:
    """Takes as many of the files to come as go together; how many, and the documents among them with their stamps.

    Why the others could not be read is kept.
    """
    count = characters = 0
    documents: list[tuple[Document, str]] = []
    for (file, stamp), document in islice(coming, READ_TOGETHER):
        count += 1
        if isinstance(document, SourceError):
            path = str(file)
            reason = str(document).removeprefix(f"{path}: ")
            pending.skip(path, stamp, reason, passing=isinstance(document, SourcePassing))
            continue
        documents.append((document, stamp))
        characters += len(document.text)
        if characters >= CHARACTERS_TOGETHER:
            break
    return count, documents


def _switch(writer: Writer, pending: Pending, changes: Changes, known: Known) -> Summary:
    """Makes the changes in the store, and says what was done."""
    for document_id, _ in changes.removed:
        writer.remove(document_id)
    for moved in (*changes.moved, *changes.touched):
        writer.move(*moved)
    for path in (*changes.forgotten, *(path for _, path, _ in changes.moved)):
        writer.forget_skipped(path)
    added: list[str] = []
    changed: list[str] = []
    removed = [path for _, path in changes.removed]
    skipped = list(changes.skipped)
    notes: list[str] = []
    for file, stamp in changes.to_read:
        path = str(file)
        document = pending.document(path)
        if document is None:
            raise StoreError(f"what was just read of {path} cannot be read back: run it again")
        previous = known.documents.get(path)
        if document.reason:
            skipped.append(Skipped(path, document.reason))
        if document.passing:
            continue
        if previous:
            writer.remove(previous.id)
        if document.reason:
            writer.remember_skipped(path, stamp, document.reason)
            removed += [path] if previous else []
            continue
        writer.add(document, pending)
        (changed if previous else added).append(path)
        notes += [f"{path}: {note}" for note in document.notes]
    return Summary(
        added=tuple(added),
        changed=tuple(changed),
        renamed=tuple(path for _, path, _ in changes.moved),
        removed=tuple(removed),
        unchanged=len(known.documents) - len(changes.moved) - len(changed) - len(removed),
        skipped=tuple(skipped),
        notes=tuple(notes),
    )
