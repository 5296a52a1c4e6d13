"""Files that a command writes: none of the person's own is lost for one, and none is left half written."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from index import Error


def refuse_to_overwrite(outputs: Mapping[str, Path | None], kept: Iterable[tuple[str, str | Path]]) -> None:
    """Refuses outputs that have no folder, or would take the place of a file that is to stay, before anything is done.

    :param outputs: the options and the files that they name, if any.
    :param kept: files that are to stay, each with what it is before it.
    :raises Error: if an output is one of them under whatever name, or two outputs are one file; if it is a folder, or
        its folder is not there.
    """
    named = [(option, path) for option, path in outputs.items() if path is not None]
    staying = list(kept)
    for number, (option, path) in enumerate(named):
        if path.is_dir():
            raise Error(f"cannot write {path}: it is a folder; give {option} a file")
        if not path.parent.is_dir():
            raise Error(
                f"cannot write {path}: there is no folder {path.parent}; make it, or give {option} another"
            )
        for other, written in named[:number]:
            if os.path.realpath(path) == os.path.realpath(written):
                raise Error(f"{other} and {option} both name {path}: name two files")
        # A pipe or a device loses nothing, though the questions may come from the same.
        for what, file in staying if path.is_file() else ():
            if is_same(path, file):
                raise Error(f"{option} {path} would overwrite {what}: name another file")


def is_same(path: Path, file: str | Path) -> bool:
    """Whether two names are of one file that is there."""
    try:
        return os.path.samefile(path, file)
    except (OSError, ValueError):
        return False


def write_whole(path: Path, text: str) -> None:
    r"""Writes a file of UTF-8 whole or not at all: what stood there stays until all of the new is on the disk.

    A lone surrogate, which no UTF-8 can hold, stands as "\udc80", as JSON writes it: in a file's name it is a byte.

    :raises Error: if it cannot be written.
    """
    content = text.encode("utf-8", "backslashreplace")
    file = Path(os.path.realpath(path))
    try:
        if file.exists() and not file.is_file():  # a pipe or a device is written to, not replaced
            file.write_bytes(content)
            return
        with tempfile.TemporaryDirectory(prefix=".qa-", dir=file.parent) as beside:
            partial = Path(beside, "partial")
            with partial.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            if file.exists():
                shutil.copymode(file, partial)
            os.replace(partial, file)
    except OSError as error:
        raise Error(f"cannot write {path}: {error.strerror or error}") from error
