"""Reading Jupyter notebooks: Markdown as Markdown, code by lines, outputs as they are shown."""

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from index.builder import TextBuilder
from index.characters import line_spans
from index.errors import SourceError
from index.html import read_html
from index.json_text import Leaf, Path, leaves
from index.markdown import read_markdown
from index.pieces import Decoded, Piece
from index.types import Document

MOST_MARKDOWN_CHARACTERS = 1_000_000  # of a cell; a longer one is read by lines


_READERS: dict[str, Callable[[str], Document]] = {"text/markdown": read_markdown, "text/html": read_html}
_TEXTS = (
    ("text",),
    ("ename",),
    ("evalue",),
)  # of an output: what was printed, and the error that it ended with
_OBJECT = re.compile(r"<(?:IPython\.core\.display\.\w+ object|Figure size [^<>]*)>")


def read_notebook(source: str) -> Document:
    """Reads the cells of a notebook of format 4, in order; images are left out.

    :raises SourceError: if it is no JSON, or no notebook of that format; the message is a reason.
    """
    found = list(leaves(source, 0, len(source)))
    if not any(leaf.path[1:] == ("nbformat",) for leaf in found):
        raise SourceError("it is no Jupyter notebook: it does not name its nbformat")
    builder = TextBuilder(source)
    cells = [leaf for leaf in found if leaf.path[1:2] == ("cells",) and len(leaf.path) > 3]
    for _, cell in groupby(cells, key=lambda leaf: leaf.path[2]):
        builder.notebook_cell()
        _add_cell(builder, list(cell))
    if not cells and any(leaf.path[1:2] == ("worksheets",) for leaf in found):
        raise SourceError("it is a Jupyter notebook of an old format: convert it to nbformat 4")
    builder.end_block()
    return builder.document(builder.first_heading())


def _add_cell(builder: TextBuilder, cell: Sequence[Leaf]) -> None:
    kind = next((leaf.raw for leaf in cell if leaf.path[3:] == ("cell_type",)), "")
    shown = _shown_forms(cell)
    # Of a cell's fields, sorted by name in the file, the outputs come before the source that they are the outputs of.
    for field, group in groupby(sorted(cell, key=_is_output), key=lambda leaf: _field(leaf.path[3:], shown)):
        text = _joined(list(group)) if field else Decoded([])
        form = "text/markdown" if (field, kind) == (("source",), "markdown") else field[-1] if field else ""
        reader = _READERS.get(str(form))
        if reader and len(text.text) <= MOST_MARKDOWN_CHARACTERS:
            builder.end_block()
            text.adopt(builder, reader(text.text))
            builder.end_block()
        else:
            _add_lines(builder, text)


def _shown_forms(cell: Sequence[Leaf]) -> set[Path]:
    """Of each output that has several forms, that which a person sees: the text, unless it only names an object."""
    outputs: dict[Path, dict[str, list[Leaf]]] = {}
    for leaf in cell:
        field = leaf.path[3:]
        if _is_output(leaf) and field[2:3] == ("data",) and len(field) > 3:
            outputs.setdefault(field[:3], {}).setdefault(str(field[3]), []).append(leaf)
    shown: set[Path] = set()
    for field, forms in outputs.items():
        names_object = _OBJECT.fullmatch(_joined(forms.get("text/plain", [])).text.strip())
        order = ["text/markdown", "text/html"] if names_object else ["text/markdown", "text/plain"]
        shown.update((*field, form) for form in [form for form in order if form in forms][:1])
    return shown


def _is_output(leaf: Leaf) -> bool:
    return leaf.path[3:4] == ("outputs",)


def _field(path: Path, shown: set[Path]) -> Path:
    """The field of a cell that a value is a line of: its source, or a text among its outputs; else nothing."""
    field = path[:-1] if isinstance(path[-1], int) else path
    output = field[2:] if field[:1] == ("outputs",) else ()
    return field if field == ("source",) or output in _TEXTS or field in shown else ()


def _joined(lines: Sequence[Leaf]) -> Decoded:
    """The text of a field, which a notebook keeps as one text or as a list of lines."""
    pieces: list[Piece] = []
    for leaf in lines:
        pieces += leaf.pieces()
    return Decoded(pieces)


def _add_lines(builder: TextBuilder, text: Decoded) -> None:
    builder.end_block()
    for start, end in line_spans(text.text):
        blank = not text.text[start:end].strip()
        text.add_to(builder, start, end, verbatim=True)
        builder.end_block(tight=not blank)
    builder.end_block()
