"""What a person names as sources, and the folder that the index of them lies in."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_data_path

from index import BUNDLED, SourceError

SEEDS = Path(__file__).parent.parent / "seeds"

Sources = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def store_of(
    sources: Sources | None, index: str | os.PathLike[str] | None, embedder: str = BUNDLED
) -> tuple[list[Path] | None, Path]:
    """The sources and the folder of the index that are meant; no sources where an index is asked as it is."""
    if sources is None and index is not None:
        return None, _as_path(index)
    paths = [SEEDS] if sources is None else as_paths(sources)
    return paths, default_folder(paths, embedder) if index is None else _as_path(index)


def as_paths(sources: Sources) -> list[Path]:
    """Absolute paths of one source or of several, as they were named (symbolic links are not followed).

    :raises SourceError: if none is named, or one by a text that can name nothing.
    """
    several = [sources] if isinstance(sources, (str, os.PathLike)) else list(sources)
    if not several:
        raise SourceError("no sources are named: name at least one file or folder")
    return [_as_path(source) for source in several]


def _as_path(name: str | os.PathLike[str]) -> Path:
    text = os.fspath(name)
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        text = ""
    # An empty name is that of an unset variable, and not the current folder.
    if not text or "\0" in text:
        raise SourceError(f"{os.fspath(name)!r} names no file or folder: give a path")
    return Path(os.path.abspath(os.path.expanduser(text)))


def default_folder(paths: Sequence[Path], embedder: str = BUNDLED) -> Path:
    """The folder of the index of some sources in the user's data folder, or in QA_HOME where that is set.

    It is the same in whatever order, and however often, the sources are named.
    """
    paths = sorted(set(paths))
    key = "\n".join([embedder, *map(str, paths)])
    digest = hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    name = "".join(c if c.isascii() and c.isalnum() else "-" for c in paths[0].name)[:40]
    return data_folder() / "indexes" / f"{name or 'root'}-{digest}"


def data_folder() -> Path:
    """The user's data folder, or QA_HOME where that is set."""
    home = os.environ.get("QA_HOME")
    return _as_path(home) if home else user_data_path("qa", appauthor=False)
