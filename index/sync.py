"""Brings a store in step with folders and files: only what is new or changed is read, and what is gone goes."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from index.database import DATABASE, check, connect, damage_reported
from index.documents import Skipped, find_files, read_documents
from index.embed import Embedder
from index.errors import SourceError
from index.types import Document
from index.writer import Known, Writer, known_files, writing

# Documents split and embedded in one go: their passages fill batches, and memory stays flat.
READ_TOGETHER = 64


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

    def with_note(self, note: str) -> "Summary":
        """The same with one more note, before the others."""
        return replace(self, notes=(note, *self.notes))


@dataclass(frozen=True)
class Changes:
    """What differs between the files and the store."""

    to_read: tuple[tuple[Path, str], ...]  # new or changed files, with their stamps
    moved: tuple[tuple[int, str, str], ...]  # id, new path, stamp; content is the same
    removed: tuple[tuple[int, str], ...]  # id and path
    touched: tuple[tuple[int, str, str], ...]  # as `moved`, but only the time of the file changed
    skipped: tuple[Skipped, ...]

    def __bool__(self) -> bool:
        return bool(self.to_read or self.moved or self.removed or self.touched)


def sync(
    folder: Path,
    sources: Sequence[Path],
    embedder: Embedder,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Summary:
    """Makes the store in `folder` hold exactly the documents that the sources hold.

    A file whose size and times did not change is not read; one whose content did not change is not embedded.
    A file that cannot be read is skipped with its reason; what was indexed of it before is kept if it is
    merely unreadable now. The old index stays in use until the new one is whole.

    :param progress: called with documents read so far and documents to read.
    :raises SourceError: if a source does not exist.
    :raises StoreError: if the store cannot be used or written.
    """
    found = find_files(sources)
    if (folder / DATABASE).exists():
        known = _known(folder, embedder)
        changes = compare(found.files, known)
        if not changes:
            return Summary(unchanged=len(known.documents), skipped=found.skipped + changes.skipped)
    with writing(folder, embedder) as writer:
        changes = compare(found.files, known := writer.known())
        summary = apply(writer, changes, known, progress)
    return replace(summary, skipped=found.skipped + summary.skipped)


def set_aside(folder: Path) -> str:
    """Renames a damaged database, so that the index can be made anew; says so in one line."""
    aside = folder / f"{DATABASE}.damaged"
    for suffix in ("-wal", "-shm"):
        (folder / f"{DATABASE}{suffix}").unlink(missing_ok=True)
    os.replace(folder / DATABASE, aside)
    return f"the index in {folder} was damaged: made anew from the documents (the old file is {aside.name})"


def _known(folder: Path, embedder: Embedder) -> Known:
    with damage_reported(folder):
        connection = connect(folder / DATABASE, readonly=True)
        try:
            check(connection, folder, embedder)
            return known_files(connection)
        finally:
            connection.close()


def compare(files: Sequence[Path], known: Known) -> Changes:
    """What has to be done to the store for it to hold these files."""
    to_read, moved, touched, skipped = [], [], [], []
    vanished = {
        path: known.documents[path] for path in known.documents.keys() - {str(file) for file in files}
    }
    by_content = {(document.sha256, Path(path).suffix): path for path, document in sorted(vanished.items())}
    for file in files:
        path = str(file)
        document = known.documents.get(path)
        try:
            stamp = stamp_of(file)
            if document is not None and document.stamp == stamp:
                continue
            if path in known.skipped and known.skipped[path][0] == stamp:
                skipped.append(Skipped(path, known.skipped[path][1]))
                continue
            with file.open("rb") as content:
                sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        except OSError as error:
            skipped.append(Skipped(path, f"cannot be read: {error.strerror}"))
            continue
        # Another suffix may be read in another way, so it counts as another document.
        previous = by_content.pop((sha256, file.suffix), None) if document is None else None
        if document is not None and document.sha256 == sha256:
            touched.append((document.id, path, stamp))
        elif previous is not None:
            moved.append((vanished.pop(previous).id, path, stamp))
        else:
            to_read.append((file, stamp))
    removed = tuple((document.id, path) for path, document in sorted(vanished.items()))
    return Changes(tuple(to_read), tuple(moved), removed, tuple(touched), tuple(skipped))


def apply(writer: Writer, changes: Changes, known: Known, progress: Callable[[int, int], None]) -> Summary:
    """Does the changes, and says what was done."""
    for document_id, _ in changes.removed:
        writer.remove(document_id)
    for moved in (*changes.moved, *changes.touched):
        writer.move(*moved)
    summary = Summary(
        renamed=tuple(path for _, path, _ in changes.moved),
        removed=tuple(path for _, path in changes.removed),
        skipped=changes.skipped,
    )
    with closing(read_documents([file for file, _ in changes.to_read])) as read:
        for i in range(0, len(changes.to_read), READ_TOGETHER):
            progress(i, len(changes.to_read))
            summary = _read(writer, changes.to_read[i : i + READ_TOGETHER], read, known, summary)
    progress(len(changes.to_read), len(changes.to_read))
    gone = len(summary.renamed) + len(summary.changed) + len(summary.removed)
    return replace(summary, unchanged=len(known.documents) - gone)


def _read(
    writer: Writer,
    files: Sequence[tuple[Path, str]],
    read: Iterator[Document | SourceError],
    known: Known,
    summary: Summary,
) -> Summary:
    """Takes new and changed files, as they come `read`, into the store; adds what was done to the summary."""
    documents: list[tuple[Document, str]] = []
    added: list[str] = []
    changed: list[str] = []
    removed: list[str] = []
    skipped: list[Skipped] = []
    notes: list[str] = []
    for (file, stamp), document in zip(files, read, strict=False):
        path = str(file)
        previous = known.documents.get(path)
        if previous:
            writer.remove(previous.id)
        if isinstance(document, SourceError):
            reason = str(document).removeprefix(f"{path}: ")
            writer.remember_skipped(path, stamp, reason)
            skipped.append(Skipped(path, reason))
            removed += [path] if previous else []
            continue
        documents.append((document, stamp))
        (changed if previous else added).append(path)
        notes += [f"{path}: {note}" for note in document.notes]
    embedded = writer.add(documents)
    return replace(
        summary,
        added=(*summary.added, *added),
        changed=(*summary.changed, *changed),
        removed=(*summary.removed, *removed),
        skipped=(*summary.skipped, *skipped),
        notes=(*summary.notes, *notes),
        embedded=summary.embedded + embedded,
    )


def stamp_of(file: Path) -> str:
    """Size and times of a file: while these stay, its content is taken to be the same."""
    status = file.stat()
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"
