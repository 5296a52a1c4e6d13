"""Asks every question of a file, and says what each answer is worth and where it failed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qa.answer import Answer, Citation, Outcome
from qa.assistant import Assistant
from qa.metrics import exact_match, f1, holds
from qa.questions import Question
from qa.right_places import Stretch, find_stretches, is_named

RIGHT_F1 = 0.5  # an answer counts as right from this F1 to an accepted one
PASSAGE_RECALL_AT = (1, 5, 10)
SOURCE_RECALL_AT = (1, 3, 5, 10)


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
    stretches: tuple[Stretch, ...] = ()  # what the passages of the question are in the documents

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
        return bool(text and self.asked.answers) and f1(text, self.asked.answers) >= RIGHT_F1

    def from_right_source(self, citation: Citation) -> bool:
        """Whether a citation is of a file that the question names; any file is right where it names none."""
        return not self.asked.sources or is_named(citation.path, self.asked.sources)

    def from_right_place(self, citation: Citation) -> bool:
        """Whether the quote of a citation, or the sentences around it, overlap a passage of the question."""
        first = min(citation.start, citation.context_start)
        last = max(citation.end, citation.context_start + len(citation.context))
        return any(
            stretch.path == citation.path and stretch.start < last and first < stretch.end
            for stretch in self.stretches
        )

    def holds_answer(self, citation: Citation) -> bool:
        """Whether the words of a citation hold an accepted answer."""
        return holds(citation.quote, self.asked.answers)

    @property
    def passage_rank(self) -> int:
        """The rank, from 1, of the first passage read of a right source that holds an accepted answer; 0: none.

        Where the question names passages that are in the documents, it overlaps one of them.
        """
        return self._first(
            lambda passage: (
                self.from_right_source(passage)
                and self.holds_answer(passage)
                and (not self.stretches or self.from_right_place(passage))
            )
        )

    @property
    def source_rank(self) -> int:
        """The rank, from 1, of the first passage read that is of a right source, whatever it says; 0: none."""
        return self._first(self.from_right_source)

    def _first(self, is_right: Callable[[Citation], bool]) -> int:
        passages = enumerate(self.answer.passages, 1)
        return next((rank for rank, found in passages if is_right(found.citation)), 0)

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
        return Failure.NOT_READ if self.passage_rank else Failure.NOT_RETRIEVED

    @property
    def measures(self) -> dict[str, float | None]:
        """What the answer is worth by each measure, 0 to 1; None where a measure does not ask about it.

        An outcome other than `answered` counts as abstaining. Over all questions, abstaining is right where
        there is no accepted answer (SQuAD 2.0). Passage recall is over the answerable questions, source recall
        over those of them that name a source. The measures of citations are over the answerable questions that
        were answered, that of the place over those of them that name a passage, and look at the first citation.
        """
        answerable, abstained = bool(self.asked.answers), self.abstained
        # Where no answer is accepted, silence is right, and not an answer of signs alone, which compares as none.
        silent = float(abstained)
        exact = exact_match(self.given, self.asked.answers) if answerable else silent
        overlap = f1(self.given, self.asked.answers) if answerable else silent
        cited = self.answer.citations[0] if answerable and not abstained else None
        sourced = cited is not None and self.from_right_source(cited)
        placed = None if cited is None or not self.asked.passages else self.from_right_place(cited)
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
            **_recall("passage", PASSAGE_RECALL_AT, self.passage_rank if answerable else None),
            **_recall(
                "source", SOURCE_RECALL_AT, self.source_rank if answerable and self.asked.sources else None
            ),
            "citation_accuracy": None if cited is None else float(sourced and self.holds_answer(cited)),
            "citation_place_accuracy": None if placed is None else float(placed),
            "citation_of_right_source": None if cited is None else float(sourced),
            "citation_f1": None if cited is None else f1(cited.quote, self.asked.answers),
        }

    def to_json(self) -> dict[str, Any]:
        """The question, what was accepted, what was answered, and what that is worth."""
        return {
            "question": self.asked.question,
            "answers": self.asked.answers,
            "made_by_rule": self.asked.made,
            "outcome": self.answer.outcome.value,
            "text": self.answer.text,
            "confidence": self.answer.confidence,
            "failure": self.failure,
            "candidates": [{"text": text, "confidence": confidence} for text, confidence in self.candidates],
            "citations": [citation.to_json() for citation in self.answer.citations],
            "measures": self.measures,
            "seconds": self.answer.timings["total"],
        }


def _recall(of: str, ranks: Sequence[int], rank: int | None) -> dict[str, float | None]:
    """Recall at each of the ranks and the reciprocal rank of what stands at a rank, 0 where it was not found."""
    recalls = {f"{of}_recall_at_{k}": None if rank is None else float(0 < rank <= k) for k in ranks}
    return recalls | {f"{of}_reciprocal_rank": None if rank is None else (1 / rank if rank else 0.0)}


def evaluate(
    assistant: Assistant,
    questions: Sequence[Question],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Result]:
    """Asks every question, in order."""
    stretches = find_stretches(questions, assistant.every_document())
    results = []
    for number, question in enumerate(questions):
        progress(number, len(questions))
        answer, groups = assistant.explain(question.question)
        candidates = tuple((group.text, group.confidence) for group in groups)
        results.append(Result(question, answer, candidates, stretches[number]))
    progress(len(questions), len(questions))
    return results
