"""What differs between the files of some sources and the documents of a store."""

import hashlib
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from index.documents import Found
from index.formats import suffix_of
from index.ignore import HOLDS_KEY
from index.known import Known
from index.types import Document
from index.video import video_in_name
from index.walk import Skipped


@dataclass(frozen=True)
class Changes:
    """What has to be done to a store."""

    to_read: tuple[tuple[Path, str], ...]  # new or changed files, with their stamps
    moved: tuple[tuple[int, str, str], ...]  # id, new path, stamp; content is the same
    removed: tuple[tuple[int, str], ...]  # id and path
    touched: tuple[tuple[int, str, str], ...]  # as `moved`, but only the time of the file changed
    skipped: tuple[Skipped, ...]
    forgotten: tuple[str, ...]  # paths that were skipped, of which there is nothing to say any more

    def __bool__(self) -> bool:
        return bool(self.to_read or self.moved or self.removed or self.touched or self.forgotten)


def compare(found: Found, known: Known) -> Changes:
    """What has to be done to the store for it to hold the files found, and what it knows of those unreadable now."""
    to_read: list[tuple[Path, str]] = []
    moved: list[tuple[int, str, str]] = []
    touched: list[tuple[int, str, str]] = []
    skipped: list[Skipped] = []
    files = {str(file) for file in found.files}
    vanished = {path: known.documents[path] for path in _gone(known.documents.keys() - files, found)}
    by_content: dict[tuple[str, str, str], list[str]] = {}
    for path, gone in sorted(vanished.items()):
        # One that was named may hold a private key: under another name it is read anew.
        if path not in known.sources:
            by_content.setdefault(_reading(gone.sha256, Path(path)), []).append(path)
    for file in found.files:
        path = str(file)
        document = known.documents.get(path)
        try:
            stamp = stamp_of(file)
            # Who named it wanted it read even if it holds a private key; now it is one of its folder again.
            no_longer_named = path in known.sources and file not in found.named
            if document is not None and document.stamp == stamp and not no_longer_named:
                continue
            skipped_as, reason = known.skipped.get(path, ("", ""))
            if skipped_as == stamp and not (reason == HOLDS_KEY and file in found.named):
                skipped.append(Skipped(path, reason))
                continue
            sha256 = _sha256_of(file) if document is not None or by_content else ""
        except OSError as error:
            skipped.append(Skipped(path, f"cannot be read: {error.strerror}"))
            continue
        same = by_content.get(_reading(sha256, file)) if document is None else None
        previous = same.pop(0) if same else None
        if document is not None and document.sha256 == sha256 and not no_longer_named:
            touched.append((document.id, path, stamp))
        elif previous is not None:
            moved.append((vanished.pop(previous).id, path, stamp))
        else:
            to_read.append((file, stamp))
    removed = tuple((document.id, path) for path, document in sorted(vanished.items()))
    forgotten = tuple(sorted(_gone(known.skipped.keys() - files, found)))
    return Changes(tuple(to_read), tuple(moved), removed, tuple(touched), tuple(skipped), forgotten)


def _gone(paths: Set[str], found: Found) -> list[str]:
    """Those of some paths that are not found and not merely unreadable now."""
    return [path for path in paths if found.unreadable.isdisjoint((path, *map(str, Path(path).parents)))]


def stamp_of(file: Path) -> str:
    """Size and times of a file: while these stay, its content is taken to be the same."""
    status = file.stat()
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def changed_since(document: Document) -> bool:
    """Whether the file of a document of a store has gone, or says something else than when it was read.

    While size and times of the file are the same, it is not read. Of one that cannot be looked at now, nothing else
    than before is known.
    """
    file = Path(document.path)
    try:
        stamp = stamp_of(file)
        if stamp == document.stamp:
            return False
        same_size = stamp.split()[0] == document.stamp.split()[0]
        return not (same_size and _sha256_of(file) == document.sha256)
    except OSError as error:
        return isinstance(error, (FileNotFoundError, NotADirectoryError))


def _reading(sha256: str, file: Path) -> tuple[str, str, str]:
    """What a file is read by: its content, and what its name tells of it; a file moved under another is read anew."""
    return sha256, suffix_of(file.name), video_in_name(file.name)


def _sha256_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
