"""Finding the files that can be read in folders, and reading each into a Document."""

import hashlib
import os
import stat
from collections import deque
from collections.abc import Collection, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import SourceError, SourceUnreadable
from index.formats import suffix_of
from index.ignore import HOLDS_KEY, holds_key
from index.parsers import Parsers
from index.types import Document
from index.video import video_in_name, with_video
from index.walk import Skipped, Walk, shown

MOST_BYTES = 50_000_000
AHEAD_BYTES = 20_000_000  # of files that are read while what became of another is waited for


_PARSERS = Parsers()  # for files read one by one


@dataclass(frozen=True)
class Found:
    """The files to read, absolute and sorted, and those passed over."""

    files: tuple[Path, ...]
    skipped: tuple[Skipped, ...]
    unreadable: frozenset[
        str
    ]  # paths of files and folders of which nothing is known now, nor of what is in them
    named: frozenset[Path]  # the files that are sources themselves


def read_document(path: Path) -> Document:
    """Reads a file of any format that is known; which it is, its name and its content tell.

    It is parsed in another process, which stays for the next file.

    :raises SourceError: if it cannot be read, is too large, is of another format, holds no words, or its parser
        takes too long, needs too much memory or crashes.
    :raises Error: if no process can be started.
    """
    return _document(path, _PARSERS, named=True)


def read_documents(paths: Sequence[Path], named: Collection[Path] = ()) -> Generator[Document | SourceError]:
    """Reads files as `read_document` does, several at once; what became of each comes in the order of the paths.

    The processes end with the iterator, so close it if it is not read to its end.

    :param named: files that are read even if they hold a private key; any other of that kind is an error.
    :raises Error: if no process can be started.
    """
    parsers = Parsers()
    pending: deque[tuple[Future[Document | SourceError], int]] = deque()
    ahead = 0  # bytes
    with ThreadPoolExecutor(min(_cores(), len(paths) or 1), thread_name_prefix="read") as threads:
        try:
            for path in paths:
                size = _size(path)
                while pending and (len(pending) > 2 * _cores() or ahead + size > AHEAD_BYTES):
                    future, done = pending.popleft()
                    ahead -= done
                    yield future.result()
                pending.append((threads.submit(_document_or_error, path, parsers, path in named), size))
                ahead += size
            while pending:
                yield pending.popleft()[0].result()
        finally:
            for future, _ in pending:
                future.cancel()
            parsers.close()


def _document_or_error(path: Path, parsers: Parsers, named: bool) -> Document | SourceError:
    try:
        return _document(path, parsers, named)
    except SourceError as error:
        return error


def _document(path: Path, parsers: Parsers, named: bool) -> Document:
    path = Path(os.path.abspath(path))
    try:
        data = _read(path)
        if not named and holds_key(data):
            raise SourceError(HOLDS_KEY)
        document = with_video(parsers.parse(suffix_of(path.name), data), video_in_name(path.name))
    except SourceError as error:
        raise type(error)(f"{shown(path)}: {error}") from error
    except OSError as error:
        raise SourceUnreadable(f"{shown(path)}: cannot be read: {error.strerror}") from error
    return replace(
        document,
        path=shown(path),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def find_files(sources: Sequence[Path]) -> Found:
    """The files that the sources name or hold, each once.

    A file that is named is taken whatever its suffix and name; a folder gives the files of known suffixes in it
    and below it, but no hidden ones, none that a .gitignore or .qaignore leaves out, no keys and credentials.
    A link gives its file only if that lies in the folder and is not left out under its own name either; and of several
    names of one file it has one, its own if that is among them.

    :raises SourceError: if a source does not exist.
    """
    files: set[Path] = set()
    named: set[Path] = set()
    walk = Walk()
    for source in sources:
        path = Path(os.path.abspath(source))
        if not os.path.exists(path):
            raise SourceError(f"{shown(path)} does not exist")
        if os.path.isdir(path):
            files.update(filter(walk.is_file, walk.files(path)))
        elif walk.is_file(path):
            files.add(path)
            named.add(path)
    for link, real in _links(files).items():
        files.remove(link)
        named |= {real} if link in named else set()
        walk.skip(link, f"it is a link to {shown(real)}, which is read")
    passed_over = (entry for entry in dict.fromkeys(walk.skipped) if Path(entry.path) not in files)
    return Found(tuple(sorted(files)), tuple(passed_over), frozenset(walk.unreadable), frozenset(named))


def _links(files: Iterable[Path]) -> dict[Path, Path]:
    """Those of some files that are another name of one among them, and that one."""
    names: dict[str, list[Path]] = {}
    for file in sorted(files):
        names.setdefault(os.path.realpath(file), []).append(file)
    found: dict[Path, Path] = {}
    for real, same in names.items():
        kept = Path(real) if Path(real) in same else same[0]
        found |= {file: kept for file in same if file != kept}
    return found


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceError("it does not exist") from error
    if not stat.S_ISREG(mode):
        raise SourceError("it is no regular file")
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise SourceError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    return data


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # that it cannot be read comes out when it is


def _cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
