import json
import shutil
from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import SourceError, StoreMissing, Summary, status, sync
from index.lock import locked


def states(store: Path, sources: list[Path] | None = None) -> dict[str, str]:
    return {Path(file.path).name: file.state for file in status(store, sources).files}


def test_every_state_that_a_file_can_be_in(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    (folder / "old.txt").write_text("An old name.\n")
    (folder / "touched.txt").write_text("Touched, and that is all.\n")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 8)
    sync(tmp_path / "index", [folder], embedder)
    (folder / "bridges.md").write_text("The Tay Bridge fell in 1879.\n")
    (folder / "page.html").unlink()
    (folder / "new.txt").write_text("A new one.\n")
    (folder / "photo.xyz").write_bytes(b"")
    (folder / "old.txt").rename(folder / "newly-named.txt")
    (folder / "touched.txt").touch()
    found = status(tmp_path / "index")
    assert states(tmp_path / "index") == {
        "binary.txt": "skipped",
        "bridges.md": "changed",
        "new.txt": "new",
        "newly-named.txt": "renamed",
        "page.html": "gone",
        "photo.xyz": "skipped",
        "rivers.txt": "indexed",
        "touched.txt": "indexed",
    }
    assert found.counts == {"indexed": 2, "changed": 1, "renamed": 1, "new": 1, "gone": 1, "skipped": 2}
    by_name = {Path(file.path).name: file for file in found.files}
    assert by_name["photo.xyz"].reason == "its format is not read yet" and by_name["binary.txt"].reason
    assert (by_name["rivers.txt"].passages, by_name["new.txt"].passages) == (1, 0)
    assert by_name["rivers.txt"].indexed_at.startswith("20") and by_name["rivers.txt"].indexed_at.endswith(
        "Z"
    )
    assert by_name["new.txt"].indexed_at == ""
    assert json.loads(json.dumps(found.to_json()))["sources"] == [str(folder)]
    assert embedder.embedded and states(tmp_path / "index") == states(tmp_path / "index", [folder])


def test_a_sync_makes_all_indexed_and_its_summary_says_the_same(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    summary = sync(tmp_path / "index", [folder], embedder)
    assert set(states(tmp_path / "index").values()) == {"indexed"}
    assert summary.to_json() == {
        "documents": 3,
        "added": [str(folder / name) for name in ("bridges.md", "page.html", "rivers.txt")],
        "changed": [],
        "renamed": [],
        "removed": [],
        "unchanged": 0,
        "skipped": [],
        "notes": [],
        "embedded": 3,
    }
    assert Summary().to_json()["documents"] == 0


def test_without_a_store_all_files_are_new_if_sources_are_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        status(tmp_path / "index")
    assert set(states(tmp_path / "index", [folder]).values()) == {"new"}
    assert not (tmp_path / "index").exists()
    with pytest.raises(SourceError, match="does not exist"):
        status(tmp_path / "index", [tmp_path / "nowhere"])


def test_a_source_that_is_gone_is_told_by_its_documents(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    sync(tmp_path / "index", [folder], embedder)
    shutil.rmtree(folder)
    assert status(tmp_path / "index").counts == {"gone": 3}
    with pytest.raises(SourceError, match="does not exist"):
        status(tmp_path / "index", [folder])


def test_who_writes_is_said(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    sync(tmp_path / "index", [folder], embedder)
    with locked(tmp_path / "index"):
        assert status(tmp_path / "index").writer.startswith("process ")
    assert status(tmp_path / "index").writer == ""


def test_a_source_that_holds_nothing_yet_is_a_source(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    (tmp_path / "more").mkdir()
    sync(tmp_path / "index", [folder], embedder)
    sync(tmp_path / "index", [folder, tmp_path / "more"], embedder)
    (tmp_path / "more" / "new.txt").write_text("A new one.\n")
    assert states(tmp_path / "index")["new.txt"] == "new"
    sync(tmp_path / "index", [folder / "rivers.txt"], embedder)
    assert status(tmp_path / "index").sources == (str(folder / "rivers.txt"),)


def test_each_reason_for_which_files_of_a_folder_are_left_out_is_told(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    for name, left_out in ((".gitignore", "rivers.txt"), (".qaignore", "page.html")):
        (folder / name).write_text(f"{left_out}\n")
    summary = sync(tmp_path / "index", [folder], embedder)
    told = [file.reason for file in status(tmp_path / "index").files if file.state == "skipped"]
    assert len(told) == 2 and told == [item.reason for item in summary.skipped]
