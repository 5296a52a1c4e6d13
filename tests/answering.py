"""An assistant over a real index on models whose outputs can be computed by hand."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import Store, sync
from qa.assistant import Assistant
from qa.decide import TERMS, Decision
from qa.decode import Scored
from qa.retrieve import content_words
from qa.windows import Text

DECISION = Decision((0.0,) * 7, (1.0,) * 7, (1.0,) + (0.0,) * (TERMS - 1), 0.0, 0.7, 0.3, "", "", ())


class NumberReader:
    """Takes the first number of a passage for the answer; the margin is 3 if the question shares a word with it."""

    sha256 = ""

    def read(self, question: str, texts: list[Text]) -> list[list[Scored]]:
        return [self._spans(set(content_words(question)), text.text) for text in texts]

    @staticmethod
    def _spans(asked: set[str], text: str) -> list[Scored]:
        number = re.search(r"\d[\d,]*", text)
        margin = 3.0 if asked & set(content_words(text)) else -3.0
        return [Scored(*number.span(), margin)] if number else []


@pytest.fixture
def ask(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> Callable[[], Assistant]:
    def make() -> Assistant:
        sync(tmp_path / "index", [folder], embedder)
        return Assistant(Store(tmp_path / "index", embedder), embedder, NumberReader(), DECISION)

    return make
