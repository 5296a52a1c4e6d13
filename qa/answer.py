"""What a question gives back: an answer in words of the documents, with the places they stand in."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from index import Document, Passage, Place


class Outcome(StrEnum):
    """What can be said of a question."""

    ANSWERED = "answered"  # the sources say it
    UNSURE = "unsure"  # the best candidate is shown as a candidate
    NOT_IN_SOURCES = "not_in_sources"  # the nearest passages are shown, and no answer


@dataclass(frozen=True)
class Hit:
    """A passage that was found, and how."""

    passage: Passage
    score: float  # of the fused ranking; higher is better
    similarity: float | None  # cosine with the question; None where only the words found it
    dense_rank: int | None  # from 1
    lexical_rank: int | None  # from 1


@dataclass(frozen=True)
class Span:
    """Words of a passage that the reader takes for an answer; offsets into the document's text.

    `margin` is the span's score minus the no-answer score of the same window: above 0, the reader would
    rather give this answer than none.
    """

    passage: Passage
    start: int
    end: int
    margin: float


@dataclass(frozen=True)
class Citation:
    """A quotation and the place it stands in: `document.text[start:end] == quote`, always."""

    title: str
    path: str
    start: int
    end: int
    quote: str
    place: Place
    context: str  # the sentences around the quote
    context_start: int  # offset of the context into the document's text
    document_id: int = 0  # of the store; 0 where the document is in none
    version: str = ""  # the hash of the file as it was read
    changed: bool = False  # whether the file has changed, or gone, since it was indexed

    @classmethod
    def of(cls, document: Document, start: int, end: int, context: tuple[int, int]) -> "Citation":
        """The citation of a span of a document, with the given span around it."""
        return cls(
            title=document.title or Path(document.path).stem,
            path=document.path,
            start=start,
            end=end,
            quote=document.text[start:end],
            place=document.place(start, end),
            context=document.text[slice(*context)],
            context_start=context[0],
            document_id=document.id,
            version=document.sha256,
        )

    @property
    def parts(self) -> tuple[str, str, str]:
        """The context cut in three: before the quote, the quote, after it."""
        first = self.start - self.context_start
        last = self.end - self.context_start
        return self.context[:first], self.context[first:last], self.context[last:]

    def to_json(self) -> dict[str, Any]:
        """The citation in JSON types."""
        return {
            "path": self.path,
            "title": self.title,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "place": {
                "line": self.place.line,
                "last_line": self.place.last_line,
                "heading": list(self.place.heading),
                "page": self.place.page,
                "label": self.place.label,
                "slide": self.place.slide,
                "sheet": self.place.sheet,
                "row": self.place.row,
                "column": self.place.column,
                "message": self.place.message,
                "date": self.place.date,
                "notebook_cell": self.place.notebook_cell,
                "time": self.place.time,
                "link": self.place.link,
            },
            "context": self.context,
            "context_start": self.context_start,
            "changed": self.changed,
        }


@dataclass(frozen=True)
class Alternative:
    """Another answer than the one given, with its own citations."""

    text: str
    confidence: float
    citations: tuple[Citation, ...]

    @property
    def sources(self) -> int:
        """How many documents say so."""
        return len({citation.path for citation in self.citations})

    def to_json(self) -> dict[str, Any]:
        """The alternative in JSON types."""
        return {
            "text": self.text,
            "confidence": self.confidence,
            "sources": self.sources,
            "citations": [citation.to_json() for citation in self.citations],
        }


@dataclass(frozen=True)
class FoundPassage:
    """A passage that was read for the question, as a citation of its whole text, and how it was found."""

    citation: Citation
    score: float
    similarity: float | None
    dense_rank: int | None
    lexical_rank: int | None
    margin: float | None  # of its best span

    def to_json(self) -> dict[str, Any]:
        """The passage in JSON types."""
        found = {key: value for key, value in vars(self).items() if key != "citation"}
        return self.citation.to_json() | found


@dataclass(frozen=True)
class Turn:
    """A question of a conversation as it was understood, its answer, and the sentences that hold the answer."""

    question: str
    answer: str = ""  # "" where there was none
    context: str = ""  # says which words are names, for questions typed without capitals


@dataclass(frozen=True)
class Answer:
    """The answer to a question; `text` is "" when the sources do not say."""

    question: str
    outcome: Outcome
    text: str
    confidence: float  # 0 to 1: how likely the candidate is right
    citations: tuple[Citation, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    passages: tuple[FoundPassage, ...] = ()  # what was read, the best found first
    timings: dict[str, float] = field(default_factory=dict, compare=False)  # seconds, by stage
    # The question completed from the turns before it, with misspelt words put right; "" where nothing was changed.
    understood: str = ""
    # Whether several things are asked for: the alternatives name more of them, and contradict none.
    several: bool = False
    only: tuple[str, ...] = ()  # the paths of the documents that alone were asked; none: all were

    @property
    def turn(self) -> Turn:
        """What a question that follows may take from this one."""
        context = self.citations[0].context if self.citations else ""
        return Turn(self.understood or self.question, self.text, context)

    @property
    def sources(self) -> int:
        """How many documents say so."""
        return len({citation.path for citation in self.citations})

    def to_json(self) -> dict[str, Any]:
        """The answer in JSON types; the same for the same index and question, but for `timings`."""
        return {
            "question": self.question,
            "understood": self.understood,
            "outcome": self.outcome.value,
            "text": self.text,
            "confidence": self.confidence,
            "sources": self.sources,
            "citations": [citation.to_json() for citation in self.citations],
            "alternatives": [alternative.to_json() for alternative in self.alternatives],
            "several": self.several,
            "only": list(self.only),
            "passages": [passage.to_json() for passage in self.passages],
            "timings": self.timings,
        }
