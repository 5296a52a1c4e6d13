"""Reading JSON and JSON Lines: each record becomes `key: value; key › key: value`, long texts paragraphs."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from index.builder import TextBuilder
from index.characters import line_spans
from index.errors import SourceError
from index.json_text import Leaf, Path, leaves
from index.lines import read_lines
from index.pieces import Decoded
from index.types import Document

LONG_TEXT = 200  # characters from which on a text is paragraphs of its own
LONG_RECORD = 800  # characters that one block holds, about what fits in a passage
KEYS_SHOWN = 4  # the last ones; the others are repeated too often to say more

_SENTENCE_ENDS = tuple(".!?…:。！？")


def read_json(source: str) -> Document:
    """Reads JSON; what is broken or nested too deeply is read by lines, with a note."""
    builder = TextBuilder(source)
    try:
        _add_records(builder, leaves(source, 0, len(source)))
    except SourceError as error:
        return replace(read_lines(source), notes=(f"read as lines of text: {error}",))
    return builder.document("", records=True)


def read_json_lines(source: str) -> Document:
    """Reads a JSON value from each line; lines that hold none are left out, with a note."""
    builder = TextBuilder(source)
    broken: list[int] = []
    for number, (start, end) in enumerate(line_spans(source), start=1):
        try:
            found = list(leaves(source, start, end))
        except SourceError:
            broken.append(number)
        else:
            _add_records(builder, found)
    notes = (
        (f"lines that are no JSON were left out: {len(broken)}, the first is line {broken[0]}",)
        if broken
        else ()
    )
    return builder.document("", notes=notes, records=True)


def _add_records(builder: TextBuilder, found: Iterable[Leaf]) -> None:
    for _, group in groupby(found, key=lambda leaf: _record(leaf.path)):
        record = list(group)
        start = builder.length
        is_long = sum(len(leaf.raw) for leaf in record) > LONG_RECORD
        _add_record(builder, record, is_long)
        builder.end_alone(start)


def _record(path: Path) -> Path:
    """The path of the record that a value is in: the outermost element of a list, or else the value at the top."""
    if len(path) > 1 and isinstance(path[1], int):
        return path[:2]
    for i, key in enumerate(path[1:-1], start=1):
        if isinstance(key, int):
            return path[: i + 1]
    return path[:1]


def _add_record(builder: TextBuilder, record: Iterable[Leaf], is_long: bool) -> None:
    begun = 0
    parent: Path = ()
    last: Path | None = None
    for leaf in record:
        in_list = len(leaf.path) > 1 and isinstance(leaf.path[-1], int)
        holder = leaf.path[:-1] if in_list else leaf.path
        if is_long and (holder[:-1] != parent or builder.length - begun > LONG_RECORD):
            builder.end_block(tight=True)
            last = None
        parent = holder[:-1]
        if not builder.in_block:
            begun = builder.length
        value = leaf.decoded()
        name = " › ".join([key for key in leaf.path if isinstance(key, str) and key][-KEYS_SHOWN:])
        if len(value.text) > LONG_TEXT or "\n" in value.text.strip():
            _add_text(builder, leaf, name, value)
            last = None
        elif value.text.strip():
            goes_on = in_list and holder == last
            builder.label(f"{name}:" if name and not goes_on else "", leaf.at, "," if goes_on else ";")
            value.add_to(builder, 0, len(value.text.rstrip()))
            last = holder


def _add_text(builder: TextBuilder, leaf: Leaf, name: str, value: Decoded) -> None:
    """Adds a long text as paragraphs under its key."""
    builder.end_block(tight=True)
    if name:
        builder.pin(f"{name}:", leaf.at)
        builder.end_block(tight=True)
    for start, end in _paragraphs(value.text):
        value.add_to(builder, start, end)
        builder.end_block(tight=True)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that end at a blank line, or at the end of a line that ends a sentence."""
    first = last = 0
    for start, end in line_spans(text):
        line = text[start:end].strip()
        if not line:
            if first < last:
                yield first, last
            first = end
        elif line.endswith(_SENTENCE_ENDS):
            yield first, end
            first = end
        last = end
    if first < last:
        yield first, last
