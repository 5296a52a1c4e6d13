"""The YAML between `---` lines, or TOML, with which many notes begin: their title, date, the video they are about."""

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from math import isfinite
from typing import NamedTuple

import yaml

from index.characters import clean

MOST_CHARACTERS = 32_768  # the YAML parser is slow, and no note needs more
DEEPEST = 20  # lists and mappings in each other; the time that the YAML parser takes grows with their square

_YAML_LINE = re.compile(r"\s*$|\s+\S|#|- |-$|[^\s#:-][^:]*:(?:\s|$)")
_KEY_LINE = re.compile(r"^([\w-]+):[ \t]+(\S.*)$", re.MULTILINE)


class FrontMatter(NamedTuple):
    """What the front matter says, and how many lines it takes; 0 where there is none."""

    values: dict[str, object]
    lines: int
    notes: tuple[str, ...]


def read_front_matter(source: str, lines: Sequence[tuple[int, int]]) -> FrontMatter:
    """The front matter of a text, given where its lines start and end.

    What is no mapping, or has lines that are no YAML, is text between two rules, and so no front matter.
    Where the YAML is malformed, its plain `key: value` lines count, and a note says so. Between `+++` lines it is TOML.
    """
    none = FrontMatter({}, 0, ())
    if source[slice(*lines[0])].rstrip() == "+++":
        return _toml(source, lines) or none
    if source[slice(*lines[0])].rstrip() != "---":
        return none
    content: list[str] = []
    for start, end in lines[1:]:
        line = source[start:end]
        if line.rstrip() in ("---", "..."):
            break
        if end > MOST_CHARACTERS or not _YAML_LINE.match(line):
            return none
        content.append(line)
    else:
        return none
    text = "\n".join(content)
    try:
        values = _plain(_load(text))
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        lone: dict[str, object] = {key: clean(value.strip("\"' ")) for key, value in _KEY_LINE.findall(text)}
        note = f"its front matter is not valid YAML ({_reason(error)}): only plain lines of it were read"
        return FrontMatter(lone, len(content) + 2, (note,)) if lone else none
    return FrontMatter(values, len(content) + 2, ()) if isinstance(values, dict) and values else none


def _toml(source: str, lines: Sequence[tuple[int, int]]) -> FrontMatter | None:
    ends = (i for i, line in enumerate(lines[1:], 1) if source[slice(*line)].rstrip() == "+++")
    end = next(ends, 0)
    if not end or lines[end][1] > MOST_CHARACTERS:
        return None
    content = "\n".join(source[slice(*line)] for line in lines[1:end])
    try:
        values = _plain(tomllib.loads(content))
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return None
    return FrontMatter(values, end + 1, ()) if isinstance(values, dict) and values else None


def _load(text: str) -> object:
    """The value of some YAML. Aliases are refused: a few hundred bytes of them stand for millions of values.

    :raises yaml.YAMLError: if it is malformed or too deeply nested, or has an alias or anchor.
    """
    depth = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise yaml.YAMLError("it is too deeply nested")
        if getattr(event, "anchor", None) is not None:
            raise yaml.YAMLError("aliases are not read")
    return yaml.safe_load(text)


def _reason(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    line = f"line {mark.line + 2}: " if mark else ""
    return line + (getattr(error, "problem", None) or clean(str(error)))


def _plain(value: object) -> object:
    """The value as JSON can hold it.

    :raises ValueError: if a number is too large to write down.
    """
    match value:
        case dict():
            return {clean(str(_plain(key))): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case set():
            return sorted(clean(str(item)) for item in value)
        case str():
            return clean(value)
        case None | bool():
            return value
        case int() if -(2**63) <= value < 2**63:
            return value
        case float() if isfinite(value):
            return value
        case date():
            return value.isoformat()
    return clean(str(value))
