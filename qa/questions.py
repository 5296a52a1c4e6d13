"""Files of questions whose right answers are known."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import QuestionFileError
from qa.metrics import normalise

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")  # of a pair JSON makes one character


@dataclass(frozen=True)
class Question:
    """A line of a question file."""

    question: str
    answers: list[str]  # accepted texts; empty when the sources do not say
    sources: list[str]  # file names, any of which is right; empty when not said
    # Stretches of documents, any of which is a right place; empty when not said.
    passages: tuple[str, ...] = ()
    made: bool = False  # by rule, and not corrected by a person


def read_questions(path: Path) -> list[Question]:
    """The questions of a JSON Lines file; blank lines and those that are still "to_correct" are left out.

    :raises QuestionFileError: if it cannot be read, is empty, or a line is not what is expected.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise QuestionFileError(f"cannot read questions {path}: {reason}") from error
    found = [
        _question(line, f"{path}, line {number}")
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    ]
    questions = [question for question in found if question is not None]
    if found and not questions:
        raise QuestionFileError(
            f'{path} holds no question that is ready: give right "answers", and take "to_correct" off'
        )
    if not questions:
        raise QuestionFileError(f"{path} holds no question; write one JSON object a line")
    return questions


def _question(line: str, where: str) -> Question | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QuestionFileError(f"{where}: not JSON ({error})") from error
    if not isinstance(record, dict) or not isinstance(record.get("question"), str):
        raise QuestionFileError(f'{where}: expected an object with a text "question"')
    if not any(character.isalnum() for character in record["question"]):
        raise QuestionFileError(f'{where}: "question" is empty')
    lists = []
    for key in ("answers", "sources"):
        values = record.get(key)
        if key == "sources" and (values is None or isinstance(values, str)):
            values = [] if values is None else [values]  # null is what programs write for nothing
        if (key == "answers" and key not in record) or not isinstance(values, list):
            raise QuestionFileError(f'{where}: expected a list "{key}"')
        if not all(isinstance(value, str) for value in values):
            raise QuestionFileError(f'{where}: "{key}" holds something that is not text')
        lists.append(values)
    named = record.get("passage")
    passages = _passages([] if named is None else named, where)
    if record.get("to_correct"):
        return None
    answers, sources = lists
    _refuse_what_is_not_compared(record["question"], answers, passages, where)
    return Question(record["question"], answers, sources, passages, bool(record.get("made")))


def _refuse_what_is_not_compared(
    question: str, answers: list[str], passages: tuple[str, ...], where: str
) -> None:
    for answer in answers:
        if not normalise(answer):
            raise QuestionFileError(
                f'{where}: "answers" holds {answer!r}, of which nothing is compared, since signs and "a", "an" and '
                '"the" do not count: give more words, or [] where the documents do not say'
            )
    # A source may hold one: it is a byte of a file's name that is no text.
    for text in (question, *answers, *passages):
        if _LONE_SURROGATE.search(text):
            raise QuestionFileError(
                f"{where}: {text!r} holds half a character (a lone surrogate): write it anew"
            )


def _passages(given: Any, where: str) -> tuple[str, ...]:
    passages = [given] if isinstance(given, str) else given
    if not isinstance(passages, list) or not all(isinstance(passage, str) for passage in passages):
        raise QuestionFileError(
            f'{where}: "passage" is {given!r}: give words of the document, or a list of them'
        )
    return tuple(passage for passage in passages if passage.strip())
