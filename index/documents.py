"""Finding the files that can be read in folders, and reading each into a Document."""

import hashlib
import os
import stat
from collections import Counter, deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import SourceError
from index.ignore import Rules, ignoring, is_secret, rules_above, rules_in
from index.parse import SUFFIXES
from index.parsers import Parsers
from index.types import Document

MOST_BYTES = 50_000_000
ORIGINS = "SOURCES.md"  # tells where the other files of its folder come from


_PARSERS = Parsers()  # for files read one by one


@dataclass(frozen=True)
class Skipped:
    """A file or folder that was passed over, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Found:
    """The files to read, absolute and sorted, and those passed over."""

    files: tuple[Path, ...]
    skipped: tuple[Skipped, ...]


def read_document(path: Path) -> Document:
    """Reads a file of any format that is known; which it is, its name and its content tell.

    It is parsed in another process, which stays for the next file.

    :raises SourceError: if it cannot be read, is too large, is of another format, holds no words, or its parser
        takes too long, needs too much memory or crashes.
    :raises Error: if no process can be started.
    """
    return _document(path, _PARSERS)


def read_documents(paths: Sequence[Path]) -> Generator[Document | SourceError]:
    """Reads files as `read_document` does, several at once; what became of each comes in the order of the paths.

    The processes end with the iterator, so close it if it is not read to its end.

    :raises Error: if no process can be started.
    """
    parsers = Parsers()
    pending: deque[Future[Document | SourceError]] = deque()
    with ThreadPoolExecutor(min(_cores(), len(paths) or 1), thread_name_prefix="read") as threads:
        try:
            for path in paths:
                pending.append(threads.submit(_document_or_error, path, parsers))
                if len(pending) > 2 * _cores():
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()
            parsers.close()


def _document_or_error(path: Path, parsers: Parsers) -> Document | SourceError:
    try:
        return _document(path, parsers)
    except SourceError as error:
        return error


def _document(path: Path, parsers: Parsers) -> Document:
    path = Path(os.path.abspath(path))
    try:
        data = _read(path)
        document = parsers.parse(path.suffix.lower(), data)
    except SourceError as error:
        raise type(error)(f"{_shown(path)}: {error}") from error
    except OSError as error:
        raise SourceError(f"{_shown(path)}: cannot be read: {error.strerror}") from error
    return replace(
        document,
        path=_shown(path),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def find_files(sources: Sequence[Path]) -> Found:
    """The files that the sources name or hold, each once.

    A file that is named is taken whatever its suffix and name; a folder gives the files of known suffixes in it
    and below it, but no hidden ones, none that a .gitignore or .qaignore leaves out, no keys and credentials.

    :raises SourceError: if a source does not exist.
    """
    files: set[Path] = set()
    skipped: list[Skipped] = []
    for source in sources:
        path = Path(os.path.abspath(source))
        if not os.path.exists(path):
            raise SourceError(f"{_shown(path)} does not exist")
        for file in _walk(path, skipped) if os.path.isdir(path) else [path]:
            reason = _reason_to_skip(file)
            if reason:
                skipped.append(Skipped(_shown(file), reason))
            else:
                files.add(file)
    passed_over = (entry for entry in dict.fromkeys(skipped) if Path(entry.path) not in files)
    return Found(tuple(sorted(files)), tuple(passed_over))


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise SourceError("it is no regular file" if path.exists() else "it does not exist")
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise SourceError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    return data


def _cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _walk(folder: Path, skipped: list[Skipped]) -> Iterator[Path]:
    """The files of a folder and those below it that are to be read; those passed over are put on the list."""

    def report(error: OSError) -> None:
        skipped.append(Skipped(_shown(Path(error.filename)), f"cannot be listed: {error.strerror}"))

    root = os.path.realpath(folder)
    rules = {str(folder): rules_above(str(folder))}
    for parent, folders, names in os.walk(folder, onerror=report):
        try:
            here = rules.pop(parent) + rules_in(parent)
        except OSError as error:
            skipped.append(
                Skipped(_shown(Path(parent)), f"its {_name(error)} cannot be read: {error.strerror}")
            )
            folders.clear()
            continue
        folders[:] = [name for name in folders if _enters(os.path.join(parent, name), here, skipped)]
        rules |= {os.path.join(parent, name): here for name in folders}
        ignored: Counter[str] = Counter()
        for name in sorted(names):
            path = Path(parent, name)
            file = ignoring(str(path), False, here)
            if file and _is_known(path):
                ignored[file] += 1
            reason = "" if file else _reason_to_leave(path, root)
            if reason:
                skipped.append(Skipped(_shown(path), reason))
            elif not (file or name.startswith(".") or name == ORIGINS):
                yield path
        for file, count in ignored.items():
            files = "1 file in it is" if count == 1 else f"{count} files in it are"
            skipped.append(Skipped(_shown(Path(parent)), f"{files} ignored by {_shown(Path(file))}"))


def _enters(folder: str, rules: tuple[Rules, ...], skipped: list[Skipped]) -> bool:
    """Whether a folder is looked into; if it is not, and not because it is hidden, that goes on the list."""
    if os.path.basename(folder).startswith("."):
        return False
    file = ignoring(folder, True, rules)
    if file:
        skipped.append(Skipped(_shown(Path(folder)), f"ignored by {_shown(Path(file))}"))
    elif os.path.islink(folder):
        skipped.append(Skipped(_shown(Path(folder)), "it is a link to a folder"))
    return not file


def reason_to_leave(name: str) -> str:
    """Why a file of this name is not read where a folder holds it; "" if it is."""
    if is_secret(name):
        return "by its name it holds a key or credentials: name it as a source to have it read"
    if name == ORIGINS:
        return "by its name it tells where the other files come from"
    return "" if _is_known(Path(name)) else "its format is not read yet"


def _reason_to_leave(path: Path, root: str) -> str:
    """Why a file of a folder is not read, as far as a person should know; "" for a hidden one too."""
    if (path.name.startswith(".") or path.name == ORIGINS) and not is_secret(path.name):
        return ""
    if reason := reason_to_leave(path.name):
        return reason
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
        return "it is a link that leads out of its folder"
    return ""


def _is_known(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def _name(error: OSError) -> str:
    return _shown(Path(os.path.basename(error.filename)))


def _reason_to_skip(file: Path) -> str:
    try:
        os.fsencode(file).decode("utf-8")
        mode = file.stat().st_mode
    except UnicodeDecodeError:
        return "its name is not valid UTF-8"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return "" if stat.S_ISREG(mode) else "it is no regular file"


def _shown(path: Path) -> str:
    """The path as text that can be printed and stored: bytes of it that are no UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", errors="replace")
