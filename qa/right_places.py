"""The places that a question file calls right: documents by the ends of their paths, passages by their words."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from index import Document
from qa.questions import Question


class Stretch(NamedTuple):
    """A part of a document's text: the characters `start` to `end`."""

    path: str
    start: int
    end: int


def is_named(path: str, sources: Sequence[str]) -> bool:
    """Whether a path ends with one of the sources, in whole parts: "2024/a.txt" names "/x/2024/a.txt"."""
    whole = f"/{_composed(path)}"
    return any(whole.endswith(f"/{_composed(source)}") for source in sources)


def _composed(path: str) -> str:
    """A path with "/" between its parts; some systems part accents from their letters in names."""
    return unicodedata.normalize("NFC", PurePath(path).as_posix())


def _ends(path: str) -> list[str]:
    parts = PurePath(_composed(path)).parts
    return [PurePath(*parts[-count:]).as_posix() for count in range(1, len(parts) + 1)]


def find_stretches(questions: Sequence[Question], documents: Iterable[Document]) -> list[tuple[Stretch, ...]]:
    """For every question the stretches that its passages are, in the documents that it names, or in any.

    White space of a passage stands for any white space; its letters are compared as they are.
    """
    asked = [
        (number, question.sources, re.compile(r"\s+".join(map(re.escape, passage.split()))))
        for number, question in enumerate(questions)
        for passage in question.passages
    ]
    found: list[list[Stretch]] = [[] for _ in questions]
    for document in documents if asked else ():
        for number, sources, passage in asked:
            if not sources or is_named(document.path, sources):
                stretches = (match.span() for match in passage.finditer(document.text))
                found[number] += [Stretch(document.path, start, end) for start, end in stretches]
    return [tuple(stretches) for stretches in found]


def unmatched_sources(questions: Iterable[Question], paths: Sequence[str]) -> list[str]:
    """A note for every source of a question that names none of the documents with these paths."""
    known = {end for path in paths for end in _ends(path)}
    return [
        f"no open document has a path that ends with {source!r}, a source of {question.question!r}: "
        "nothing counts as cited from it; correct its name, or open it too"
        for question in questions
        for source in question.sources
        if _composed(source) not in known
    ]
