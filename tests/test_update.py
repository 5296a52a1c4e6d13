"""Bringing an index in step loads the embedding model only where there is something to embed."""

from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import DeferredEncoder, StoreMismatch, sync
from qa import api


@pytest.fixture(autouse=True)
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the models that were loaded, each in truth a small one."""
    loaded: list[str] = []

    def load(name: str) -> WordEmbedder:
        loaded.append(name)
        return WordEmbedder(name, DeferredEncoder.dimension)

    monkeypatch.setattr("qa.load.load_encoder", load)
    return loaded


def test_nothing_is_loaded_where_nothing_changed(folder: Path, tmp_path: Path, loads: list[str]) -> None:
    assert api.update([folder], tmp_path / "index").documents == 3
    assert set(loads) == {"all-MiniLM-L6-v2"}
    loads.clear()
    assert api.update([folder], tmp_path / "index").unchanged == 3
    (folder / "page.html").unlink()
    assert len(api.update([folder], tmp_path / "index").removed) == 1
    assert loads == []
    (folder / "rivers.txt").write_text("The Seine is shorter.\n")
    assert api.update([folder], tmp_path / "index").embedded == 1
    assert loads


def test_an_index_of_another_model_is_refused_without_loading(
    folder: Path, tmp_path: Path, embedder: WordEmbedder, loads: list[str]
) -> None:
    sync(tmp_path / "index", [folder], embedder)
    with pytest.raises(StoreMismatch, match="was made with embedding model words"):
        api.update([folder], tmp_path / "index")
    assert loads == []


def test_another_model_is_loaded_to_know_it(folder: Path, tmp_path: Path, loads: list[str]) -> None:
    for _ in range(2):
        loads.clear()
        api.update([folder], tmp_path / "index", embedder="words")
        assert loads == ["words"]
