"""What an answer cites: the places of its spans and of what was read, checked letter by letter."""

from collections.abc import Iterable
from dataclasses import replace

from index import Document, changed_since
from qa.answer import Answer, Citation, FoundPassage, Hit
from qa.candidates import Candidate, sentences_of
from qa.decide import Group


def check_quotes(answer: Answer, documents: Iterable[Document]) -> None:
    """Promise 1: every quote stands, letter by letter, where its citation says.

    :raises AssertionError: otherwise; that would be an error of this program.
    """
    texts = {document.path: document.text for document in documents}
    cited = [*answer.citations, *(found.citation for found in answer.passages)]
    cited += [citation for alternative in answer.alternatives for citation in alternative.citations]
    for citation in cited:
        if texts[citation.path][citation.start : citation.end] != citation.quote or not citation.quote:
            raise AssertionError(
                f"{citation.path}[{citation.start}:{citation.end}] is not {citation.quote!r}"
            )


def mark_changed(answer: Answer, documents: Iterable[Document]) -> Answer:
    """The answer with the citations marked whose files have changed since they were indexed."""
    changed = {document.path for document in documents if changed_since(document)}
    if not changed:
        return answer

    def marked(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(replace(citation, changed=citation.path in changed) for citation in citations)

    return replace(
        answer,
        citations=marked(answer.citations),
        alternatives=tuple(
            replace(other, citations=marked(other.citations)) for other in answer.alternatives
        ),
        passages=tuple(replace(found, citation=marked((found.citation,))[0]) for found in answer.passages),
    )


def citations_of(group: Group) -> tuple[Citation, ...]:
    """The places that are cited for an answer, each with the sentences round it."""
    return tuple(Citation.of(c.document, c.span.start, c.span.end, _context(c)) for c in group.candidates)


def _context(candidate: Candidate) -> tuple[int, int]:
    """The sentences of the span, which may be a list of several, and one on each side, within its passage.

    No heading is one of those beside it: where it stands says that already.
    """
    span, (first, last) = candidate.span, candidate.sentence
    passage, first, last = span.passage, min(first, span.start), max(last, span.end)
    sentences = sentences_of(candidate.document, passage.start, passage.end)
    headings = {heading.start for heading in candidate.document.headings}
    before = next((s for s in reversed(sentences) if s[1] <= first), None)
    after = next((s for s in sentences if s[0] >= last), None)
    if before and before[0] not in headings:
        first = before[0]
    if after and after[0] not in headings:
        last = after[1]
    return first, last


def found_passage(hit: Hit, document: Document, margins: dict[int, float]) -> FoundPassage:
    """A passage that was found, as a citation of all of it.

    :param margins: of the best span of each passage that was read, by its id.
    """
    start, end = hit.passage.start, hit.passage.end
    citation = Citation.of(document, start, end, (start, end))
    margin = margins.get(hit.passage.id)
    return FoundPassage(citation, hit.score, hit.similarity, hit.dense_rank, hit.lexical_rank, margin)
