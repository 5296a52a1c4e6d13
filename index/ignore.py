"""What a folder's own rules, or good sense, keep out of the index: ignored files, and keys and credentials."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pathspec import GitIgnoreSpec

# Later ones have the last word: `!notes.txt` in .qaignore brings back what .gitignore leaves out.
IGNORE_FILES = (".gitignore", ".qaignore")
MOST_BYTES = 1_000_000
# Matching takes time that grows with the length of a name to the power of the stars in a pattern.
MOST_STARS = 3
HOLDS_KEY = "it holds a private key: name it as a source to have it read"
KEY_WITHIN_BYTES = 4096

_SECRET = re.compile(
    r"\.env.*|.*\.env|.*\.(pem|key|p12|pfx|jks|keystore|kdbx?|ppk|gpg|pgp|ovpn|htpasswd)"
    r"|id_(rsa|dsa|ecdsa|ed25519).*|client_secrets?.*"
    r"|secrets?(\.(json|ya?ml|toml|ini|cfg|conf|txt|properties))?|\.(netrc|pgpass|npmrc|pypirc|git-credentials|htpasswd)|service[-_]account.*\.json",
    re.IGNORECASE,
)
_COPY = r"(?:[ _-]*\([0-9]+\)|[ _-]+(?:[0-9]+|copy|list|backup|export|old|new))*"
# Not "credentials for teaching": after more than these words, or before others, it is what a document speaks of.
_CREDENTIALS = re.compile(
    rf"(?:[^ ]+ ){{0,2}}[^ ]*credentials?[0-9]*(?:{_COPY}|[-_.].*)(?:\..*)?", re.IGNORECASE
)
# A list of passwords is called just that, with whose or which program's they are; "How to choose a password" is
# none, nor is code, or a page, about them. Tokens are kept in files for programs; in others they are a subject.
_PASSWORDS = re.compile(
    r"(?:(?:[0-9]+|my|our|all|old|new|saved|exported|meine|alle|google|chrome|microsoft|edge|firefox|mozilla|safari"
    r"|apple|icloud|opera|brave|vivaldi|browser|wi-?fi|wlan)[ _-]+)*"
    r"(?:pass(?:word|phrase|code)s?|passw(?:ort|örter|oerter)|kennw(?:ort|örter|oerter)|mots? de passe|contraseñas?"
    r"|wachtwoord(?:en)?|senhas?)[ _-]?(?:liste?)?"
    rf"{_COPY}(?:\.(?:txt|text|md|csv|tsv|json|ya?ml|toml|ini|cfg|conf|properties|xml|pdf|rtf|docx?|xlsx?|od[ts]))?"
    r"|(?:(?:api|access|auth|bearer|refresh|github|gitlab|bot)[ _-]*)?tokens?"
    rf"{_COPY}(?:\.(?:txt|csv|json|ya?ml|toml|ini|cfg|conf|properties))?"
    r"|logins\.csv"  # as Firefox exported them
    r"|(?:1password|bitwarden|lastpass|dashlane|nordpass|keepassx?c?|proton ?pass)"
    r"[ _-]*(?:encrypted[ _-]*)?(?:vault[ _-]*)?export[ \w().-]*\.(?:csv|json|xml|txt|1pux)",
    re.IGNORECASE,
)
_FOLDER_MARK = "ps_d"  # the group of a pattern of pathspec that takes the "/" after a folder which it matches
_KEY = re.compile(rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")


class Rules(NamedTuple):
    """The patterns of one ignore file, for all that lies in its folder and below it."""

    file: str  # its path
    patterns: GitIgnoreSpec


def is_secret(name: str) -> bool:
    """Whether a file of this name is likely to hold a key, a password or a token."""
    name = unicodedata.normalize("NFC", name)
    return any(pattern.fullmatch(name) for pattern in (_SECRET, _CREDENTIALS, _PASSWORDS))


def holds_key(data: bytes) -> bool:
    """Whether a file begins with a private key in its usual form, whatever its name; in UTF-16 too."""
    return _KEY.search(data[:KEY_WITHIN_BYTES].replace(b"\0", b"")) is not None


def rules_in(folder: str) -> tuple[Rules, ...]:
    """The ignore files of one folder, the one that has the last word last.

    :raises OSError: if one is there and cannot be read: better no document than one that was to be left out.
    """
    found = []
    for name in IGNORE_FILES:
        path = os.path.join(folder, name)
        try:
            if not stat.S_ISREG(os.stat(path).st_mode):
                continue
            with open(path, "rb") as file:
                lines = file.read(MOST_BYTES).decode("utf-8-sig", errors="replace").split("\n")
        except (FileNotFoundError, NotADirectoryError):
            continue
        patterns = [
            line for line in (_within(_quick(line.removesuffix("\r"))) for line in lines) if _is_pattern(line)
        ]
        found.append(Rules(path, GitIgnoreSpec.from_lines(patterns)))
    return tuple(found)


def rules_above(folder: str) -> tuple[Rules, ...]:
    """The ignore files between a folder and the top of the repository that it lies in, the nearest last.

    None count if they leave out the folder itself: who names it wants what is in it.
    """
    above = []
    for parent in Path(folder).parents:
        above.append(str(parent))
        if (parent / ".git").exists():
            break
    else:
        return ()
    rules: tuple[Rules, ...] = ()
    for parent_name in reversed(above):
        rules += rules_in(parent_name)
    return () if any(ignoring(path, True, rules) for path in _from_top(folder, above[-1])) else rules


def ignoring(path: str, is_folder: bool, rules: tuple[Rules, ...]) -> str | None:
    """The ignore file that leaves out a path, if one does; `rules` are those over it, the nearest last."""
    for file, patterns in reversed(rules):
        relative = os.path.relpath(path, os.path.dirname(file)).replace(os.sep, "/")
        include = _include(patterns, f"{relative}/" if is_folder else relative)
        if include is not None:
            return file if include else None
    return None


def _include(patterns: GitIgnoreSpec, path: str) -> bool | None:
    """What the last pattern that matches a path says of it, as git does: not one that matches a folder above it only.

    What lies in a folder that is left out is not looked at, so that of folders above nothing has to be asked.

    :param path: relative to the ignore file; of a folder it ends in "/".
    """
    for pattern in reversed(list(patterns.patterns)):
        if pattern.include is None or pattern.regex is None:
            continue
        for found in pattern.regex.finditer(path):
            folder_ends = found.start(_FOLDER_MARK) if _FOLDER_MARK in pattern.regex.groupindex else -1
            if folder_ends in (-1, len(path) - 1):
                return bool(pattern.include)
    return None


def _from_top(folder: str, top: str) -> Iterator[str]:
    parts = Path(folder).relative_to(top).parts
    return (os.path.join(top, *parts[: i + 1]) for i in range(len(parts)))


def _quick(line: str) -> str:
    """A pattern that takes no long time to match: one of many stars is cut after the last that counts.

    It leaves out more then, never less: such a one that brings files back is dropped.
    """
    stars = [match.end() for match in re.finditer(r"\*+", line.removeprefix("**/").removesuffix("/**"))]
    if len(stars) <= MOST_STARS:
        return line
    return "" if line.startswith("!") else line[: stars[MOST_STARS - 1] + 3 * line.startswith("**/")]


def _within(line: str) -> str:
    """A pattern of all that lies in a folder, so that it does not match the folder itself: "a/**" as "a/**/*"."""
    return re.sub(r"(?<=.)/\*\*(/?)$", r"/**/*\1", line)


def _is_pattern(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:  # one that is none matches nothing, for git too
        return False
    return True
