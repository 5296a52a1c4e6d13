"""Small working models whose outputs can be computed by hand, and folders of their own for every test."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

WORD = re.compile(r"\S+")


class WordEmbedder:
    """A bag of words: each word adds one to the component of its checksum; a token is a word."""

    def __init__(self, name: str = "words", dimension: int = 512, max_tokens: int = 254) -> None:
        self.name = name
        self.sha256 = f"{zlib.crc32(name.encode()):08x}"
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.embedded: list[str] = []

    def encode(self, texts: list[str]) -> np.ndarray:
        self.embedded += texts
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                row[zlib.crc32(word.encode()) % self.dimension] += 1
            row /= max(1.0, float(np.linalg.norm(row)))
        return vectors

    def token_offsets(self, texts: list[str]) -> list[list[tuple[int, int]]]:
        return [[match.span() for match in WORD.finditer(text)] for text in texts]


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """No test reads or writes the index of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("QA_HOME", str(home))
    yield home


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three documents."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "bridges.md").write_text(
        "# Bridges\n\nThe Forth Bridge opened in 1890. It is 2,467 metres long.\n\n"
        "## Materials\n\nIt was built of steel by Sir William Arrol.\n",
        encoding="utf-8",
    )
    (documents / "rivers.txt").write_text(
        "Rivers of France\n\nThe Loire is the longest river in France. It rises in the Ardèche.\n",
        encoding="utf-8",
    )
    (documents / "page.html").write_text(
        "<html><head><title>Lakes</title></head><body><nav>Home</nav><p>Lake Geneva lies between "
        "France and Switzerland.</p></body></html>",
        encoding="utf-8",
    )
    return documents
