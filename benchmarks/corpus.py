"""Paragraphs of question sets as a folder of files, the way a person's documents are."""

import json
from pathlib import Path
from typing import Any

from index import Document, Passage
from qa.copies import text_of
from qa.metrics import normalise

NAME_CHARACTERS = 60


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write_corpus(paragraphs: list[tuple[str, str]], folder: Path) -> dict[str, str]:
    """One text file for each different paragraph, named after its title; returns the names by paragraph.

    Other text files that an earlier run left in the folder are removed: they would be distractors.

    :param paragraphs: title and text of each.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names: dict[str, str] = {}
    for title, text in paragraphs:
        if text not in names:
            plain = "".join(c if c.isalnum() else " " for c in title or "page").strip()[:NAME_CHARACTERS]
            names[text] = f"{plain} {len(names)}.txt"
            (folder / names[text]).write_text(text, encoding="utf-8")
    for left in set(folder.glob("*.txt")) - {folder / name for name in names.values()}:
        left.unlink()
    return names


def holds_answer(document: Document, passage: Passage, accepted: list[str]) -> bool:
    """Whether the words of a passage hold an accepted answer."""
    text = f" {normalise(text_of(passage, document))} "
    return any(f" {normalise(answer)} " in text for answer in accepted)
