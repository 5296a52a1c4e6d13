"""Spans that may be the answer, each with the passage and the sentences that it was read in."""

from bisect import bisect_right
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index import Document, Embedder, as_read, sentence_spans, title_and_headings
from qa.answer import Hit, Span
from qa.decode import Scored
from qa.read import Reader
from qa.windows import Text

KEPT = 12  # candidates with the highest margins, copies not counted; the answer is hardly ever below


@dataclass(frozen=True)
class Candidate:
    """A span that may be the answer, and what it was read in."""

    span: Span
    hit: Hit
    document: Document
    above: str  # title and headings of the passage
    sentence: tuple[int, int]  # the sentence of the span, or those from its first to its last
    sentence_similarity: float  # cosine of the question and that sentence with what stands above

    @property
    def text(self) -> str:
        """The words of the candidate."""
        return self.document.text[self.span.start : self.span.end]

    @property
    def passage_as_read(self) -> str:
        """What was read of the passage."""
        return as_read(self.document, self.span.passage.start, self.span.passage.end).text

    @property
    def sentence_as_read(self) -> str:
        """What was read of the sentence."""
        return as_read(self.document, *self.sentence).text

    @property
    def is_of_row(self) -> bool:
        """Whether it stands in a row of a sheet, or of a table under a header."""
        start, end = self.sentence
        return bool(self.document.cells or self.document.rows_within(start, end))

    @property
    def sentence_text(self) -> str:
        """The sentence that it stands in."""
        return self.document.text[slice(*self.sentence)]

    @property
    def passage_text(self) -> str:
        """The whole passage that it stands in."""
        return self.document.text[self.span.passage.start : self.span.passage.end]

    def overlaps(self, other: "Candidate") -> bool:
        """Whether both have characters of the document in common; passages overlap, so a span is read twice."""
        return (
            self.document.id == other.document.id
            and self.span.start < other.span.end
            and other.span.start < self.span.end
        )


def read_candidates(
    question: str,
    vector: NDArray[np.float32],
    hits: list[Hit],
    documents: dict[int, Document],
    reader: Reader,
    embedder: Embedder,
) -> list[Candidate]:
    """The spans that the reader finds in the passages of some hits, the highest margin first: 12, and copies.

    :param vector: the question's unit vector.
    :param documents: those of the hits, by id.
    """
    # Copies are read once, and their candidates stand together: they take no other candidate's place.
    groups: dict[Text, list[Hit]] = {}
    for hit in hits:
        document = documents[hit.passage.document_id]
        above = title_and_headings(document, hit.passage.start, hit.passage.end)
        text = as_read(document, hit.passage.start, hit.passage.end).text
        groups.setdefault(Text(above, text), []).append(hit)
    if not groups:
        return []
    found = [
        (scored, text)
        for text, spans in zip(groups, reader.read(question, list(groups)), strict=True)
        for scored in spans
    ]
    # A stable sort: of equal margins, the passage that was found first comes first.
    best = sorted(found, key=lambda pair: -pair[0].margin)[:KEPT]
    spans = [
        (_placed(scored, hit, documents[hit.passage.document_id]), hit, text.above)
        for scored, text in best
        for hit in groups[text]
    ]
    placed = [
        (span, hit, above)
        for span, hit, above in spans
        if span and not _crosses_cells(documents[hit.passage.document_id], span)
    ]
    return _with_sentences(placed, vector, documents, embedder)


def _placed(scored: Scored, hit: Hit, document: Document) -> Span | None:
    """Where a span of what was read of a passage stands in the document; None if at no one place."""
    read = as_read(document, hit.passage.start, hit.passage.end)
    place = read.in_document(scored.start, scored.end)
    return Span(hit.passage, *place, scored.margin) if place else None


def _crosses_cells(document: Document, span: Span) -> bool:
    """Whether a span goes from one cell of a sheet to the next."""
    next_cell = bisect_right(document.cells, span.start, key=lambda cell: cell.start)
    return next_cell < len(document.cells) and document.cells[next_cell].start < span.end


def _with_sentences(
    placed: list[tuple[Span, Hit, str]],
    vector: NDArray[np.float32],
    documents: dict[int, Document],
    embedder: Embedder,
) -> list[Candidate]:
    """Candidates of spans, hits and what stands above: with their sentences and the cosine of these."""
    sentences = [sentence_of(documents[span.passage.document_id], span) for span, _, _ in placed]
    embedded = [
        f"{above}\n{as_read(documents[span.passage.document_id], start, end).text}"
        for (span, _, above), (start, end) in zip(placed, sentences, strict=True)
    ]
    similarities = similarities_of(embedded, vector, embedder)
    return [
        Candidate(span, hit, documents[span.passage.document_id], above, sentence, similarities[text])
        for (span, hit, above), sentence, text in zip(placed, sentences, embedded, strict=True)
    ]


def as_sentences(candidates: list[Candidate]) -> list[Candidate]:
    """The sentences that the candidates stand in, each once: what decides a question for yes or no is a sentence.

    A heading or a question decides nothing: the sentence after it may, as in "Is parking free? No, it costs two euros."
    """
    widened: dict[tuple[int, int], Candidate] = {}
    for candidate in candidates:
        sentence = _statement(candidate)
        if sentence is not None:
            span = replace(candidate.span, start=sentence[0], end=sentence[1])
            decided = replace(candidate, span=span, sentence=sentence)
            widened.setdefault((candidate.document.id, sentence[0]), decided)
    return list(widened.values())


def within_statements(candidates: list[Candidate]) -> list[Candidate]:
    """Those that stand neither in a heading nor in a question: these name what the text below them explains.

    All of them, if there are no others.
    """
    return [one for one in candidates if _states(one.document, *one.sentence)] or candidates


def _statement(candidate: Candidate) -> tuple[int, int] | None:
    """The sentence of a candidate, or the next one of its passage that is neither a question nor a heading."""
    document, passage = candidate.document, candidate.span.passage
    after = [s for s in sentences_of(document, passage.start, passage.end) if s[0] >= candidate.sentence[1]]
    return next((s for s in (candidate.sentence, *after) if _states(document, *s)), None)


def _states(document: Document, start: int, end: int) -> bool:
    """Whether a sentence is neither a question nor a heading, unless that ends as a sentence."""
    text = document.text[start:end].rstrip("\"'”’») ")
    return text.endswith(".") or not (
        text.endswith("?") or any(heading.start == start for heading in document.headings)
    )


def similarities_of(texts: list[str], vector: NDArray[np.float32], embedder: Embedder) -> dict[str, float]:
    """The cosine of each different text with a unit vector."""
    different = list(dict.fromkeys(texts))
    return dict(zip(different, map(float, embedder.encode(different) @ vector), strict=True))


def sentence_of(document: Document, span: Span) -> tuple[int, int]:
    """The sentence of its passage that a span stands in, or the stretch from its first to its last."""
    touched = [
        sentence
        for sentence in sentences_of(document, span.passage.start, span.passage.end)
        if sentence[0] < span.end and sentence[1] > span.start
    ]
    if not touched:
        return span.start, span.end
    return min(span.start, touched[0][0]), max(span.end, touched[-1][1])


def sentences_of(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a stretch of a document, block by block."""
    return [
        sentence
        for block_start, block_end in document.blocks
        if block_start < end and block_end > start
        for sentence in sentence_spans(document.text, max(start, block_start), min(end, block_end))
    ]
