"""`Assistant.ask`: the one way from a question to a cited answer, for all doors."""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index import (
    Document,
    Embedder,
    QuestionError,
    Skipped,
    SourceError,
    Store,
)
from qa.answer import Alternative, Answer, Citation, FoundPassage, Hit, Outcome, Turn
from qa.candidates import Candidate, as_sentences, read_candidates, within_statements
from qa.cite import check_quotes, citations_of, found_passage, mark_changed
from qa.decide import WORTH_SHOWING, Decision, Group, decide
from qa.follow_up import completed
from qa.lists import as_lists, asks_for_items, asks_for_several
from qa.look_up import look_up
from qa.no_answer import answering
from qa.question import asks_for_an_explanation, asks_yes_or_no, clean_question, plain_question
from qa.read import Reader
from qa.retrieve import CANDIDATES, READ, retrieve

ALTERNATIVES = 3
ITEMS = 8  # shown beside the answer where several things are asked for
# What another document says differently is shown from this confidence on: what has less speaks of something else.
LEFT = 0.01
READ_CHARACTERS = 20_000  # of a document, read at once


class Assistant:
    """Answers questions from one store; made by `qa.open`, safe to share between threads."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        reader: Reader,
        decision: Decision,
        notes: tuple[str, ...] = (),
        skipped: tuple[Skipped, ...] = (),
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._reader = reader
        self._decision = decision
        self._notes = notes
        read = {path for path, _ in self.tried} if skipped else set()
        self._passed_over = [item for item in skipped if item.path not in read]

    @property
    def documents(self) -> list[tuple[str, str]]:
        """Path and title of every document, by path."""
        with self._store.snapshot() as snapshot:
            return snapshot.documents()

    @property
    def tried(self) -> dict[tuple[str, str], str]:
        """Path and stamp of every file when it was read, and why it could not be, or ""; see `index.stamp_of`."""
        with self._store.snapshot() as snapshot:
            return snapshot.tried()

    def document(self, document_id: int) -> Document | None:
        """The document that a citation's `document_id` names, if it is still there."""
        with self._store.snapshot() as snapshot:
            return snapshot.find_document(document_id)

    def every_document(self) -> Iterator[Document]:
        """All documents whole, by path, one after the other."""
        with self._store.snapshot() as snapshot:
            yield from snapshot.every_document()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of how the documents were read and the store was opened, as it is now."""
        tried = self.tried
        read = {path for path, _ in tried}
        # Of files that are not read at all the store knows nothing: they are as they were when it was opened.
        others = [(item.path, item.reason) for item in self._passed_over if item.path not in read]
        skipped = sorted([*((path, reason) for (path, _), reason in tried.items() if reason), *others])
        told = (f"skipped {path}: {reason}" for path, reason in skipped if os.path.lexists(path))
        return (*self._notes, *self._store.notes, *told)

    def ask(
        self, question: str, turns: Sequence[Turn] = (), only: Sequence[str] = (), as_typed: bool = False
    ) -> Answer:
        """The answer that stands in the documents, cited, or the honest word that there is none.

        A misspelt word is put right by the documents, or by a dictionary; `answer.understood` says how.

        :param turns: the conversation so far (`answer.turn` of each answer), from which a question such as
            "why?" is completed; `answer.understood` says how.
        :param only: paths of documents, as in a citation: nothing else is searched. None named: all are.
        :param as_typed: whether the question is asked as it is: nothing carried over, no word put right.
        :raises QuestionError: if the question is empty.
        :raises SourceError: if no document has one of the paths.
        :raises StoreError: if the store was damaged since it was opened.
        """
        return self.explain(question, turns, only, as_typed)[0]

    def search(self, question: str, count: int = READ, only: Sequence[str] = ()) -> tuple[FoundPassage, ...]:
        """The different passages nearest to a question, best first, and copies of them; none is read for an answer.

        :param count: how many different ones, 1 to 50.
        :param only: as in `ask`.
        :raises QuestionError: if the question is empty, or the count out of range.
        :raises SourceError: if no document has one of the paths.
        :raises StoreError: if the store was damaged since it was opened.
        """
        if not isinstance(count, int) or not 1 <= count <= CANDIDATES:
            raise QuestionError(f"cannot search for {count} passages: ask for 1 to {CANDIDATES}")
        asked = plain_question(clean_question(question))
        with self._store.snapshot() as snapshot:
            vector = self._embedder.encode([asked])[0]
            hits, documents = retrieve(asked, vector, snapshot.within(only) if only else snapshot, count)
        return tuple(found_passage(hit, documents[hit.passage.document_id], {}) for hit in hits)

    def read(self, path: str | os.PathLike[str], start: int, end: int) -> Citation:
        """The characters `start` to `end` of a document's text, as a citation of them.

        An end behind the end of the text means that.

        :param path: of the document, as in a citation.
        :raises SourceError: if no document has the path, or there is nothing to read between the offsets.
        """
        with self._store.snapshot() as snapshot:
            document = snapshot.document_at(os.fspath(path))
        if document is None:
            raise SourceError(f"no open document has the path {path}: take it from an answer or a search")
        end = min(end, len(document.text))
        if not 0 <= start < end:
            raise SourceError(
                f"nothing stands from {start} to {end} in {path}: its text has {len(document.text)} characters"
            )
        if end - start > READ_CHARACTERS:
            raise SourceError(
                f"{end - start} characters are too many at once: read {READ_CHARACTERS} or fewer"
            )
        return Citation.of(document, start, end, (start, end))

    def explain(
        self, question: str, turns: Sequence[Turn] = (), only: Sequence[str] = (), as_typed: bool = False
    ) -> tuple[Answer, list[Group]]:
        """The answer, and all different answers that were weighed for it, the surest first.

        :param turns, only, as_typed: as in `ask`.
        :raises: as `ask` does.
        """
        started = time.perf_counter()
        question = clean_question(question)
        whole = question if as_typed else completed(question, turns)
        with self._store.snapshot() as snapshot:
            searched = snapshot.within(only) if only else snapshot
            understood, asked, vector, hits, documents = look_up(whole, self._embedder, searched, as_typed)
        retrieved = time.perf_counter()
        candidates = read_candidates(asked, vector, hits, documents, self._reader, self._embedder)
        read = time.perf_counter()
        groups = decide(asked, in_form(asked, candidates), self._decision)
        several = asks_for_items(asked)
        answer = self._answer(question, groups, hits, documents, candidates, several)
        chosen = [only] if isinstance(only, str | os.PathLike) else only
        answer = replace(
            answer,
            understood="" if understood == question else understood,
            only=tuple(os.fspath(path) for path in chosen),
        )
        decided = time.perf_counter()
        answer.timings.update(
            retrieve=retrieved - started,
            read=read - retrieved,
            decide=decided - read,
            total=decided - started,
        )
        check_quotes(answer, documents.values())
        return mark_changed(answer, documents.values()), groups

    def _answer(
        self,
        question: str,
        groups: list[Group],
        hits: list[Hit],
        documents: dict[int, Document],
        candidates: list[Candidate],
        several: bool,
    ) -> Answer:
        margins: dict[int, float] = {}
        for candidate in candidates:  # the highest margin first
            margins.setdefault(candidate.span.passage.id, candidate.span.margin)
        passages = tuple(found_passage(hit, documents[hit.passage.document_id], margins) for hit in hits)
        confidence = groups[0].confidence if groups else 0.0
        outcome = self._decision.outcome(confidence)
        if outcome is Outcome.NOT_IN_SOURCES:
            return Answer(question, outcome, "", confidence, passages=passages, several=several)
        alternatives = tuple(
            # What is named beside the first stands by itself, and is as likely as without it.
            Alternative(
                group.text,
                min(confidence, group.alone) if several else group.confidence,
                citations_of(group),
            )
            for group in _beside(groups, max(self._decision.unsure, WORTH_SHOWING * confidence), several)
        )
        return Answer(
            question,
            outcome,
            groups[0].text,
            confidence,
            citations_of(groups[0]),
            alternatives,
            passages,
            several=several,
        )


def _beside(groups: list[Group], least: float, several: bool) -> list[Group]:
    """The other answers that are shown beside the first.

    Another document that says something else is shown however sure the first is, unless hardly anything is left for
    it; and where several things are asked for, every other place that names one.

    :param least: the confidence from which any is shown.
    """
    cited = {candidate.document.path for candidate in groups[0].candidates}
    named = {(candidate.document.id, candidate.sentence) for candidate in groups[0].candidates}
    shown = []
    for group in groups[1:]:
        places = {(candidate.document.id, candidate.sentence) for candidate in group.candidates}
        elsewhere = any(candidate.document.path not in cited for candidate in group.candidates)
        if several and group.stands_alone and named.isdisjoint(places):
            named |= places
            shown.append(group)
        elif not several and (
            group.confidence >= least or (group.stands_alone and elsewhere and group.confidence >= LEFT)
        ):
            shown.append(group)
    return shown[: ITEMS if several else ALTERNATIVES]


def in_form(question: str, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates that the form of the question asks for: whole sentences, no headings, enumerations, or as read.

    What cannot be an answer is left out, but for a question that a sentence decides for yes or no.
    """
    if asks_yes_or_no(question):
        return as_sentences(candidates)
    candidates = answering(question, candidates)
    if asks_for_an_explanation(question):
        candidates = within_statements(candidates)
    return as_lists(candidates) if asks_for_several(question) else candidates
