"""Question files with what they say for measuring only: the passages that are cited rightly, and who made a line."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import QuestionFileError
from qa.questions import Question, read_questions


@dataclass(frozen=True)
class AnnotatedQuestion(Question):
    """A line of a question file, with where its answer stands."""

    passages: tuple[
        str, ...
    ] = ()  # stretches of documents, any of which is a right place; empty when not said
    made: bool = False  # by rule, and not corrected by a person

    @classmethod
    def of(cls, question: Question) -> "AnnotatedQuestion":
        """The question itself, or one without annotations."""
        if isinstance(question, cls):
            return question
        return cls(question.question, question.answers, question.sources)


def read_annotated(path: Path) -> list[AnnotatedQuestion]:
    """The questions of a JSON Lines file, as `read_questions` gives them, with "passage" and "made" of their lines.

    :raises QuestionFileError: as `read_questions` does, and if a "passage" is neither a text nor a list of texts.
    """
    questions = read_questions(path)  # from here on every line is known to be an object
    records = [
        (json.loads(line), f"{path}, line {number}")
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1)
        if line.strip()
    ]
    ready = [(record, where) for record, where in records if not record.get("to_correct")]
    return [
        AnnotatedQuestion(
            question.question,
            question.answers,
            question.sources,
            _passages(record, where),
            bool(record.get("made")),
        )
        for question, (record, where) in zip(questions, ready, strict=True)
    ]


def _passages(record: dict[str, Any], where: str) -> tuple[str, ...]:
    given = record.get("passage", [])
    passages = [given] if isinstance(given, str) else given
    if not isinstance(passages, list) or not all(isinstance(passage, str) for passage in passages):
        raise QuestionFileError(
            f'{where}: "passage" is {given!r}: give words of the document, or a list of them'
        )
    return tuple(passage for passage in passages if passage.strip())
