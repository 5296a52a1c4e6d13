"""Documents that people add in the chat: files in a folder of their own, which the index is made from too."""

import contextlib
import hashlib
import os
import secrets
import time
import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path

from index import MOST_BYTES, SourceError, reason_to_leave

FOLDER_BYTES = 500_000_000
FILES = 200
NAME_CHARACTERS = 120
LEFT_SECONDS = (
    3600.0  # after which half a file is no longer being sent, but was left by a program that was killed
)


class Uploads:
    """A folder of files that were added, which only its owner can read; what is added is whole or not there.

    Its methods are called in one thread.

    :raises SourceError: if the folder cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._coming: list[int] = []  # the most bytes that each file may have that is being sent
        try:
            self._make()
            for left in folder.glob(".*.partial"):
                if left.stat().st_mtime < time.time() - LEFT_SECONDS:
                    left.unlink()
        except OSError as error:
            raise SourceError(f"added documents cannot be kept in {folder}: {error.strerror}") from error

    def files(self) -> list[Path]:
        """What was added, by name.

        :raises SourceError: if the folder cannot be read.
        """
        try:
            self._make()
            found = [path for path in self.folder.iterdir() if path.is_file() and path.name.isprintable()]
        except OSError as error:
            raise SourceError(f"cannot read {self.folder}: {error.strerror}") from error
        return sorted(path for path in found if path.name[0] != ".")

    async def add(self, name: str, chunks: AsyncIterator[bytes]) -> bool:
        """Keeps a file; one of the same name gives place to it. Returns whether there was one.

        :raises SourceError: if it cannot be read, is too large or empty, or there is no room for it.
        """
        name = file_name(name)
        if reason := reason_to_leave(name):
            raise SourceError(f"{name}: {reason}")
        others = [file for file in self.files() if file.name != name]
        if len(others) + len(self._coming) >= FILES:
            raise SourceError(f"{name}: {FILES} documents are added already; remove one first")
        partial = self.folder / f".{secrets.token_hex(8)}.partial"
        most = max(0, min(MOST_BYTES, FOLDER_BYTES - _size(others) - sum(self._coming)))
        self._coming.append(most)
        try:
            if await _written(partial, name, chunks, most) == 0:
                raise SourceError(f"{name}: the file is empty")
            replaced = (self.folder / name).exists()
            os.replace(partial, self.folder / name)
            return replaced
        except OSError as error:
            raise SourceError(f"{name}: cannot be kept: {error.strerror}") from error
        finally:
            self._coming.remove(most)
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Deletes a file that was added.

        :raises SourceError: if there is none of the name.
        """
        path = next((file for file in self.files() if file.name == name), None)
        if path is None:
            raise SourceError(f"no document {name} was added")
        try:
            path.unlink()
        except OSError as error:
            raise SourceError(f"{name}: cannot be removed: {error.strerror}") from error

    def _make(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def file_name(given: str) -> str:
    """A name for a file that someone else named: its last part, of printable characters, and never hidden.

    :raises SourceError: if nothing is left of it.
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(". ")
    stem, suffix = os.path.splitext(name)
    raw = stem.encode()
    if len(raw) > NAME_CHARACTERS:  # cut, and told from others that begin alike
        told_by = f"~{hashlib.sha256(raw).hexdigest()[:8]}"
        stem = raw[: NAME_CHARACTERS - len(told_by)].decode(errors="ignore") + told_by
    name = stem + suffix
    if not stem or len(suffix) > NAME_CHARACTERS:
        raise SourceError(f"{given[:NAME_CHARACTERS]!r} is no name of a file")
    return name


def _size(files: list[Path]) -> int:
    size = 0
    for file in files:
        with contextlib.suppress(OSError):  # it was removed at this moment
            size += file.stat().st_size
    return size


async def _written(path: Path, name: str, chunks: AsyncIterator[bytes], most: int) -> int:
    """Writes a file that only its owner can read; returns its size."""
    size = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        async for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise SourceError(f"{name}: too large; there is room for {most / 1e6:.0f} MB")
            file.write(chunk)
    return size
