"""How documents and indexes are named: nothing that a person or a variable may give ends in a traceback."""

from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import SourceError, Store, sync
from qa.paths import as_paths, data_folder, store_of


def test_paths_are_those_of_the_moment_they_were_named(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("QA_HOME", "~/kept")
    assert store_of(folder.name, "index") == ([tmp_path / folder.name], tmp_path / "index")
    assert store_of(None, "~/index") == (None, tmp_path / "home" / "index")
    assert data_folder() == tmp_path / "home" / "kept"


@pytest.mark.parametrize("name", ["", "a\0b", "\ud800"])
def test_what_can_name_nothing_is_refused(name: str) -> None:
    for named in (lambda: as_paths([name]), lambda: store_of(None, name)):
        with pytest.raises(SourceError, match="names no file or folder: give a path"):
            named()


def test_one_document_is_chosen_by_its_path_itself(
    tmp_path: Path, folder: Path, embedder: WordEmbedder
) -> None:
    sync(tmp_path / "index", [folder], embedder)
    path = folder / "bridges.md"
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        for chosen in (path, str(path), [path], [str(path)]):
            found = snapshot.within(chosen).nearest(embedder.encode(["bridge"])[0], 50)
            documents = {snapshot.document(passage.document_id).path for passage, _ in found}
            assert documents == {str(path)}
