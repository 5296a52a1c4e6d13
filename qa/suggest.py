"""Questions to begin with, made from the documents that are open, and asked before they are suggested."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from index import Document
from qa.answer import Outcome
from qa.assistant import Assistant
from qa.metrics import f1
from qa.propose import propose
from qa.question import QUESTION_CHARACTERS
from qa.version import version_of

SUGGESTED = 4
DOCUMENTS = 20  # that are looked at, and
TRIED = 10  # questions that are asked, so that a chat opens as fast on many documents
PROPOSED = 50  # of a document, by rule; few of them read well
HEADING_WORDS = (4, 14)
RIGHT_F1 = 0.5
# What a rule makes of other sentences reads as if a program had made it.
_NATURAL = re.compile(r"When (?:did|was|were) |How many |Who (?!is |was |has |had )")


class Suggestions:
    """The suggestions for the documents as they are; its methods are called by one thread at a time.

    :param first: those that there are already; None has them made.
    """

    def __init__(self, assistant: Assistant, first: Sequence[str] | None = None) -> None:
        self._assistant = assistant
        self._questions = list(first or ())
        self._version = "" if first is None else version_of(assistant)

    @property
    def last(self) -> list[str]:
        """Those that were made last."""
        return self._questions

    def now(self) -> list[str]:
        """Those for the documents as they are now; where these have changed, it takes some seconds.

        :raises StoreError: if the store was damaged since it was opened.
        """
        version = version_of(self._assistant)
        if version != self._version:
            self._questions = suggestions(self._assistant)
            self._version = version
        return self._questions


def suggestions(assistant: Assistant, count: int = SUGGESTED) -> list[str]:
    """Up to `count` questions that the documents answer, each of another document where there are several.

    They are headings that ask something, and questions made by rule from sentences (`qa.propose`) that get
    the answer of their sentence. The same for the same documents.
    """
    of_documents = [_of(document) for document in islice(assistant.every_document(), DOCUMENTS)]
    found: list[str] = []
    tried = [asked for turn in zip_longest(*of_documents) for asked in turn if asked is not None]
    for question, expected in tried[:TRIED]:
        if len(found) == count:
            break
        answer = assistant.ask(question)
        right = not expected or f1(answer.text, [expected]) >= RIGHT_F1
        if answer.outcome is Outcome.ANSWERED and right and question not in found:
            found.append(question)
    return found


def _of(document: Document) -> Iterator[tuple[str, str]]:
    """Questions on a document, each with the answer that is expected, "" where any will do."""
    for heading in document.headings:
        text = " ".join(heading.text.split())
        if text.endswith("?") and HEADING_WORDS[0] <= len(text.split()) <= HEADING_WORDS[1]:
            yield text[:QUESTION_CHARACTERS], ""
    for proposed in propose([document], PROPOSED):
        if _NATURAL.match(proposed.question):
            yield proposed.question, proposed.answer
