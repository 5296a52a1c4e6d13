"""Asks every question of a file, and says what each answer is worth and where it failed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from qa.answer import Answer, Citation, Outcome
from qa.assistant import Assistant
from qa.metrics import exact_match, f1, normalise
from qa.questions import Question

RIGHT_F1 = 0.5  # an answer counts as right from this F1 to an accepted one
RECALL_AT = (1, 3, 5, 10)


class Failure(StrEnum):
    """Where a question failed, from the documents to the answer."""

    NOT_RETRIEVED = "not retrieved"  # no passage of a right source that was read holds an accepted answer
    NOT_READ = "not read"  # one does, and the reader marked other words
    RANKED_BELOW = "ranked below"  # the reader marked it, and another answer was surer
    SILENT = "silent"  # it was the surest answer, and not sure enough to be given
    ANSWERED = "answered though the documents do not say"


@dataclass(frozen=True)
class Result:
    """A question with its answer and what that is worth."""

    asked: Question
    answer: Answer
    candidates: tuple[tuple[str, float], ...]  # different answers and their confidence, the surest first

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
        return not self.abstained and self.accepts(self.given)

    @property
    def best_is_right(self) -> bool:
        """Whether the surest answer is right, given or not."""
        return any(self.accepts(text) for text, _ in self.candidates[:1])

    def accepts(self, text: str) -> bool:
        """Whether a text is right: an F1 of at least 0.5 to an accepted answer."""
        return bool(text) and f1(text, self.asked.answers) >= RIGHT_F1

    def from_right_source(self, citation: Citation) -> bool:
        """Whether a citation is of a file that the question names; any file is right where it names none."""
        return not self.asked.sources or Path(citation.path).name in self.asked.sources

    def holds_answer(self, citation: Citation) -> bool:
        """Whether the words of a citation hold an accepted answer."""
        quote = f" {normalise(citation.quote)} "
        return any(f" {normalise(answer)} " in quote for answer in self.asked.answers)

    @property
    def failure(self) -> Failure | None:
        """Where the question failed; None where it did not."""
        if not self.asked.answers:
            return None if self.abstained else Failure.ANSWERED
        if self.right:
            return None
        if self.best_is_right:
            return Failure.SILENT
        if any(self.accepts(text) for text, _ in self.candidates):
            return Failure.RANKED_BELOW
        read = any(
            self.holds_answer(found.citation) and self.from_right_source(found.citation)
            for found in self.answer.passages
        )
        return Failure.NOT_READ if read else Failure.NOT_RETRIEVED

    @property
    def measures(self) -> dict[str, float | None]:
        """What the answer is worth by each measure, 0 to 1; None where a measure does not ask about it.

        An outcome other than `answered` counts as abstaining. Over all questions, abstaining is right where
        there is no accepted answer (SQuAD 2.0). The measures of citations are over the answerable questions
        that were answered, and look at the first citation.
        """
        answerable, abstained = bool(self.asked.answers), self.abstained
        exact, overlap = exact_match(self.given, self.asked.answers), f1(self.given, self.asked.answers)
        cited = self.answer.citations[0] if answerable and not abstained else None
        sourced = cited is not None and self.from_right_source(cited)
        place = self._place_of_source() if answerable and self.asked.sources else None
        return {
            "exact_match": exact,
            "f1": overlap,
            "answerable_exact_match": exact if answerable else None,
            "answerable_f1": overlap if answerable else None,
            "answered_and_right": float(self.right) if answerable else None,
            "answered_of_answerable": float(not abstained) if answerable else None,
            "right_when_answered": None if abstained else float(self.right),
            "abstaining_precision": float(not answerable) if abstained else None,
            "abstaining_recall": None if answerable else float(abstained),
            **{f"recall_at_{k}": None if place is None else float(0 < place <= k) for k in RECALL_AT},
            "reciprocal_rank": None if place is None else (1 / place if place else 0.0),
            "citation_accuracy": None if cited is None else float(sourced and self.holds_answer(cited)),
            "citation_of_right_source": None if cited is None else float(sourced),
            "citation_f1": None if cited is None else f1(cited.quote, self.asked.answers),
        }

    def _place_of_source(self) -> int:
        """The place of the first passage of a right source among those read, from 1; 0 where there is none."""
        passages = enumerate(self.answer.passages, 1)
        return next((place for place, found in passages if self.from_right_source(found.citation)), 0)

    def to_json(self) -> dict[str, Any]:
        """The question, what was accepted, what was answered, and what that is worth."""
        return {
            "question": self.asked.question,
            "answers": self.asked.answers,
            "outcome": self.answer.outcome.value,
            "text": self.answer.text,
            "confidence": self.answer.confidence,
            "failure": self.failure,
            "candidates": [{"text": text, "confidence": confidence} for text, confidence in self.candidates],
            "citations": [citation.to_json() for citation in self.answer.citations],
            "measures": self.measures,
            "seconds": self.answer.timings["total"],
        }


def evaluate(
    assistant: Assistant,
    questions: list[Question],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Result]:
    """Asks every question, in order."""
    results = []
    for number, question in enumerate(questions):
        progress(number, len(questions))
        answer, groups = assistant.explain(question.question)
        candidates = tuple((group.text, group.confidence) for group in groups)
        results.append(Result(question, answer, candidates))
    progress(len(questions), len(questions))
    return results
