"""The files of a folder that are to be read; which are passed over and why, and what could not be looked at."""

import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.database import DATABASE
from index.decode import is_text
from index.formats import PICTURES_AND_RECORDINGS, is_for_programs, suffix_of
from index.ignore import Rules, ignoring, is_secret, rules_above, rules_in
from index.parse import SUFFIXES, is_document
from index.pending import PENDING

# What the programs that ask an index keep beside it: judgements of answers, and documents added in a chat.
JUDGEMENTS, ADDED = "feedback.jsonl", "added"
_VECTORS = re.compile(r"vectors-[0-9]+\.faiss.*")
_BEGINNING_BYTES = 4096
_UNKNOWN = "its format is not read yet"
_SECRET = "by its name it holds a key or credentials: name it as a source to have it read"


@dataclass(frozen=True)
class Skipped:
    """A file or folder that was passed over, and why."""

    path: str
    reason: str


class Walk:
    """Files found in folders; those passed over, and what may hold documents but could not be looked at."""

    def __init__(self) -> None:
        self.skipped: list[Skipped] = []
        self.unreadable: set[str] = set()  # paths of files and folders; nothing is known of what is there now
        self._top = ""  # the folder that is walked
        self._above: tuple[Rules, ...] = ()  # the rules over it
        self._rules: dict[str, tuple[Rules, ...]] = {}  # for what lies in a folder, the nearest last

    def files(self, folder: Path) -> Iterator[Path]:
        """The files of a folder and those below it that are to be read."""
        root = os.path.realpath(folder)
        self._top, self._rules = str(folder), {}
        try:
            self._above = rules_above(self._top)
        except OSError as error:
            self._not_looked_at(self._top, f"{_name(error)} above it cannot be read", error)
            return
        for parent, folders, names in os.walk(folder, onerror=self._not_listed):
            try:
                here = self._rules_in(parent)
            except OSError as error:
                self._not_looked_at(parent, f"its {_name(error)} cannot be read", error)
                folders.clear()
                continue
            names = self._without_index(parent, folders, names)
            folders[:] = [name for name in folders if self._enters(os.path.join(parent, name), here)]
            ignored: Counter[str] = Counter()
            for name in sorted(names):
                path = Path(parent, name)
                file = ignoring(str(path), False, here)
                if file and is_known(path):
                    ignored[file] += 1
                reason = "" if file else self._reason_to_leave(path, root)
                if reason:
                    self.skip(path, reason)
                elif not (file or name.startswith(".")):
                    yield path
            for file, count in ignored.items():
                files = "1 file in it is" if count == 1 else f"{count} files in it are"
                self.skip(Path(parent), f"{files} ignored by {shown(Path(file))}")

    def is_file(self, path: Path) -> bool:
        """Whether a path is a file that can be read; if it is not, that goes on the list."""
        try:
            os.fsencode(path).decode("utf-8")
            mode = path.stat().st_mode
        except UnicodeDecodeError:
            self.skip(path, "its name is not valid UTF-8")
            return False
        except OSError as error:
            self._not_looked_at(str(path), "cannot be read", error)
            return False
        if not stat.S_ISREG(mode):
            self.skip(path, "it is no regular file")
        return stat.S_ISREG(mode)

    def skip(self, path: Path, reason: str) -> None:
        """Puts a path on the list of those passed over."""
        self.skipped.append(Skipped(shown(path), reason))

    def _not_listed(self, error: OSError) -> None:
        self._not_looked_at(error.filename, "cannot be listed", error)

    def _not_looked_at(self, path: str, what: str, error: OSError) -> None:
        self.skip(Path(path), f"{what}: {error.strerror}")
        if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
            self.unreadable.add(path)

    def _rules_in(self, folder: str) -> tuple[Rules, ...]:
        """The rules for what lies in a folder, the top one or one below it."""
        if folder not in self._rules:
            over = self._above if folder == self._top else self._rules_in(os.path.dirname(folder))
            self._rules[folder] = over + rules_in(folder)
        return self._rules[folder]

    def _without_index(self, parent: str, folders: list[str], names: list[str]) -> list[str]:
        """The files of a folder but for those of an index in it; its folder of added documents is not entered."""
        if not _is_index(parent):  # the folder that is walked itself: those below it are not entered
            return names
        if ADDED in folders:
            folders.remove(ADDED)
            self.skip(Path(parent, ADDED), "it holds what is added in chats: the index lies beside it")
        return [name for name in names if not is_of_index(Path(parent, name), Path(parent))]

    def _enters(self, folder: str, rules: tuple[Rules, ...]) -> bool:
        """Whether a folder is looked into; if it is not, and not because it is hidden, that goes on the list."""
        if os.path.basename(folder).startswith(".") or _is_index(folder):
            return False
        file = ignoring(folder, True, rules)
        if file:
            self.skip(Path(folder), f"ignored by {shown(Path(file))}")
        elif os.path.islink(folder):
            self.skip(Path(folder), "it is a link to a folder")
        return not file

    def _reason_to_leave(self, path: Path, root: str) -> str:
        """Why a file of a folder is not read, as far as a person should know; "" for a hidden one too."""
        if path.name.startswith(".") and not is_secret(path.name):
            return ""
        reason = reason_to_leave(path.name)
        if reason and not (reason == _UNKNOWN and not os.path.islink(path) and _is_known_by_content(path)):
            return reason
        return self._reason_to_leave_link(path, root) if os.path.islink(path) else ""

    def _reason_to_leave_link(self, link: Path, root: str) -> str:
        """Why what a link leads to is not read: it would not be under its own name, or is not in the folder."""
        real = Path(os.path.realpath(link))
        if not real.is_relative_to(root):
            return "it is a link that leads out of its folder"
        if is_secret(real.name):
            return f"it is a link to {shown(real)}: {_SECRET}"
        parts = real.relative_to(root).parts
        if any(part.startswith(".") for part in parts):
            return f"it is a link to a hidden file, {shown(real)}"
        path = self._top
        for i, part in enumerate(parts):
            try:
                rules = self._rules_in(path)
            except OSError as error:
                self.unreadable.add(str(link))
                return f"it is a link to {shown(real)}, and {_name(error)} there cannot be read: {error.strerror}"
            path = os.path.join(path, part)
            if file := ignoring(path, i < len(parts) - 1, rules):
                return f"it is a link to {shown(real)}, which is ignored by {shown(Path(file))}"
        return ""


def is_of_index(path: Path, folder: Path) -> bool:
    """Whether a file is one of the index in a folder, or of another: these change when an index does."""
    name = path.name
    own = name in ("lock", "writer") or name.startswith(JUDGEMENTS)
    return (
        (own and path.parent == folder)
        or name.startswith((DATABASE, PENDING))
        or bool(_VECTORS.fullmatch(name))
    )


def _is_index(folder: str) -> bool:
    """Whether a folder is that of an index, made or being made: it may stand among its own sources."""
    names = [os.path.join(folder, name) for name in ("lock", "writer", DATABASE, PENDING)]
    lock, *files = map(os.path.exists, names)
    return lock and any(files)


def reason_to_leave(name: str) -> str:
    """Why a file of this name is not read where a folder holds it; "" if it is."""
    if is_secret(name):
        return _SECRET
    if is_for_programs(name):
        return "by its name it is for programs, or a copy: name it as a source to have it read"
    return "" if is_known(Path(name)) else _UNKNOWN


def is_known(path: Path) -> bool:
    """Whether a file of this name is of a format that is read."""
    return suffix_of(path.name) in SUFFIXES


def _is_known_by_content(path: Path) -> bool:
    """Whether a file whose name tells no format that is read is text or a document; not if it cannot be read."""
    if suffix_of(path.name) in PICTURES_AND_RECORDINGS:  # a folder may hold thousands, far away
        return False
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            if is_text(file.read(_BEGINNING_BYTES)):
                return True
            file.seek(0)
            return is_document(file)
    except OSError:
        return False


def shown(path: Path) -> str:
    """The path as text that can be printed and stored: bytes of it that are no UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def _name(error: OSError) -> str:
    return shown(Path(os.path.basename(error.filename)))
