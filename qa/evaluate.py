"""How good the answers to a file of questions are: `qa eval`."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import QuestionFileError
from qa.answer import Answer, Citation, Outcome
from qa.assistant import Assistant
from qa.metrics import exact_match, f1, normalise

RIGHT_F1 = 0.5  # an answer counts as right from this F1 to an accepted one
RECALL_AT = (1, 3, 5, 10)


@dataclass(frozen=True)
class Question:
    """A line of a question file."""

    question: str
    answers: list[str]  # accepted texts; empty when the sources do not say
    sources: list[str]  # file names, any of which is right; empty when not said


@dataclass(frozen=True)
class Result:
    """A question with its answer and what that is worth."""

    asked: Question
    answer: Answer

    @property
    def given(self) -> str:
        """The text that counts: only that of an outcome `answered`."""
        return self.answer.text if self.answer.outcome is Outcome.ANSWERED else ""

    @property
    def abstained(self) -> bool:
        """Whether no answer was given; a candidate that is only shown is none."""
        return self.answer.outcome is not Outcome.ANSWERED

    @property
    def right(self) -> bool:
        """For a question with accepted answers: answered, with an F1 of at least 0.5 to one of them."""
        return not self.abstained and f1(self.given, self.asked.answers) >= RIGHT_F1

    @property
    def well_cited(self) -> bool:
        """Whether the first citation is of a right source and its quote holds an accepted answer."""
        citation = self.answer.citations[0]
        quote = f" {normalise(citation.quote)} "
        holds = any(f" {normalise(answer)} " in quote for answer in self.asked.answers)
        return holds and self.from_right_source(citation)

    def from_right_source(self, citation: Citation) -> bool:
        """Whether a citation is of a file that the question names; any file is right where it names none."""
        return not self.asked.sources or Path(citation.path).name in self.asked.sources

    def to_json(self) -> dict[str, Any]:
        """The question, what was accepted, and what was answered."""
        return {
            "question": self.asked.question,
            "answers": self.asked.answers,
            "outcome": self.answer.outcome.value,
            "text": self.answer.text,
            "confidence": self.answer.confidence,
            "f1": f1(self.given, self.asked.answers),
            "citations": [citation.to_json() for citation in self.answer.citations],
            "seconds": self.answer.timings["total"],
        }


def read_questions(path: Path) -> list[Question]:
    """The questions of a JSON Lines file, blank lines left out.

    :raises QuestionFileError: if it cannot be read, is empty, or a line is not what is expected.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise QuestionFileError(f"cannot read questions {path}: {reason}") from error
    questions = [
        _question(line, f"{path}, line {number}")
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    ]
    if not questions:
        raise QuestionFileError(f"{path} holds no question; write one JSON object a line")
    return questions


def _question(line: str, where: str) -> Question:
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
        values = record.get(key, [])
        if (key == "answers" and key not in record) or not isinstance(values, list):
            raise QuestionFileError(f'{where}: expected a list "{key}"')
        if not all(isinstance(value, str) for value in values):
            raise QuestionFileError(f'{where}: "{key}" holds something that is not text')
        lists.append(values)
    return Question(record["question"], *lists)


def evaluate(
    assistant: Assistant,
    questions: list[Question],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Result]:
    """Asks every question, in order."""
    results = []
    for number, question in enumerate(questions):
        progress(number, len(questions))
        results.append(Result(question, assistant.ask(question.question)))
    progress(len(questions), len(questions))
    return results


def figures(results: list[Result]) -> dict[str, float | None]:
    """The measures over all results, 0 to 1 but for counts and seconds; None where there is nothing to measure.

    An outcome other than `answered` counts as abstaining. Over all questions, abstaining is right where there
    is no accepted answer (SQuAD 2.0). Citation accuracy is over the answerable questions that were answered.
    """
    answerable = [result for result in results if result.asked.answers]
    unanswerable = [result for result in results if not result.asked.answers]
    abstained = [result for result in results if result.abstained]
    answered = [result for result in answerable if not result.abstained]
    sourced = [result for result in answerable if result.asked.sources]
    seconds = sorted(result.answer.timings["total"] for result in results)
    return {
        "questions": len(results),
        "answerable": len(answerable),
        "unanswerable": len(unanswerable),
        "exact_match": _mean([exact_match(r.given, r.asked.answers) for r in results]),
        "f1": _mean([f1(r.given, r.asked.answers) for r in results]),
        "answerable_exact_match": _mean([exact_match(r.given, r.asked.answers) for r in answerable]),
        "answerable_f1": _mean([f1(r.given, r.asked.answers) for r in answerable]),
        "answered_and_right": _mean([r.right for r in answerable]),
        "abstaining_precision": _mean([not r.asked.answers for r in abstained]),
        "abstaining_recall": _mean([r.abstained for r in unanswerable]),
        **{f"recall_at_{k}": _mean([_found_within(r, k) for r in sourced]) for k in RECALL_AT},
        "citation_accuracy": _mean([r.well_cited for r in answered]),
        "seconds_median": seconds[len(seconds) // 2],
        "seconds_p95": seconds[min(len(seconds) - 1, math.ceil(0.95 * len(seconds)) - 1)],
    }


def _found_within(result: Result, k: int) -> bool:
    return any(result.from_right_source(found.citation) for found in result.answer.passages[:k])


def _mean(values: list[bool] | list[float]) -> float | None:
    return sum(values) / len(values) if values else None
