"""Reading source code, configuration and logs: each line is a block, and blank lines part them."""

from index.builder import TextBuilder
from index.characters import line_spans
from index.types import Document


def read_lines(source: str) -> Document:
    """Reads a text by its lines; the spaces in a line are kept, but not those before it."""
    builder = TextBuilder(source)
    for start, end in line_spans(source):
        line = source[start:end]
        if line.strip():
            builder.add(line, start, verbatim=True)
        builder.end_block(tight=bool(line.strip()))
    return builder.document("")
