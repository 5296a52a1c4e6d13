"""Documents that people add in the chat: files in a folder of their own, which the index is made from too."""

import contextlib
import os
import secrets
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from index import SUFFIXES, SourceError, is_secret

FILE_BYTES = 50_000_000  # the most that is read of any file
FOLDER_BYTES = 500_000_000
FILES = 200
NAME_CHARACTERS = 120


@dataclass(frozen=True)
class Upload:
    """A file that was added: its name as people gave it, and where it lies."""

    name: str
    path: Path


class Uploads:
    """A folder of files that were added, which only its owner can read; what is added is whole or not there.

    :raises SourceError: if the folder cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in folder.glob(".*.partial"):  # by a program that was killed
                left.unlink()
        except OSError as error:
            raise SourceError(f"cannot keep added documents in {folder}: {error.strerror}") from error

    def files(self) -> list[Upload]:
        """What was added, by name."""
        found = sorted(path for path in self.folder.iterdir() if path.is_file() and path.name[0] != ".")
        return [Upload(path.name, path) for path in found]

    async def add(self, name: str, chunks: AsyncIterator[bytes]) -> Upload:
        """Keeps a file; one of the same name gives place to it.

        :raises SourceError: if it cannot be read, is too large or empty, or there is no room for it.
        """
        name = file_name(name)
        if Path(name).suffix.lower() not in SUFFIXES:
            raise SourceError(f"{name}: files of this kind cannot be read")
        if is_secret(name):
            raise SourceError(f"{name}: a file of this name may hold a password or a key, and is left out")
        used = {file.name: file.path.stat().st_size for file in self.files() if file.name != name}
        if len(used) >= FILES:
            raise SourceError(f"{name}: {FILES} documents are added already; remove one first")
        room = FOLDER_BYTES - sum(used.values())
        partial = self.folder / f".{secrets.token_hex(8)}.partial"
        try:
            size = await _written(partial, name, chunks, min(FILE_BYTES, room))
            if size == 0:
                raise SourceError(f"{name}: the file is empty")
            os.replace(partial, self.folder / name)
        except OSError as error:
            raise SourceError(f"{name}: cannot be kept: {error.strerror}") from error
        finally:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
        return Upload(name, self.folder / name)

    def remove(self, name: str) -> None:
        """Deletes a file that was added.

        :raises SourceError: if there is none of the name.
        """
        path = next((file.path for file in self.files() if file.name == name), None)
        if path is None:
            raise SourceError(f"no document {name} was added")
        try:
            path.unlink()
        except OSError as error:
            raise SourceError(f"{name}: cannot be removed: {error.strerror}") from error


def file_name(given: str) -> str:
    """A name for a file that someone else named: its last part, of printable characters, and never hidden.

    :raises SourceError: if nothing is left of it.
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(". ")
    stem, suffix = os.path.splitext(name)
    name = stem.encode()[:NAME_CHARACTERS].decode(errors="ignore") + suffix
    if not stem or len(suffix) > NAME_CHARACTERS:
        raise SourceError(f"{given[:NAME_CHARACTERS]!r} is no name of a file")
    return name


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
