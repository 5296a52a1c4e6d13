"""An index is brought in step with its files: what changed, went, moved or is there twice."""

import sqlite3
from pathlib import Path

from conftest import WordEmbedder

from index import Store, sync
from index.database import DATABASE
from tests.stored import make


def names(paths: tuple[str, ...]) -> list[str]:
    return [Path(path).name for path in paths]


def titles(store: Store) -> list[str]:
    with store.snapshot() as snapshot:
        return sorted(title for _, title in snapshot.documents())


def test_indexing_again_touches_only_what_changed(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    store, _ = make(folder, tmp_path, embedder)
    before = (tmp_path / "index" / DATABASE).read_bytes()
    embedder.embedded.clear()
    again = sync(tmp_path / "index", [folder], embedder)
    assert (again.unchanged, again.added, again.embedded) == (3, (), 0)
    assert (tmp_path / "index" / DATABASE).read_bytes() == before
    text = (folder / "rivers.txt").read_text(encoding="utf-8")
    (folder / "rivers.txt").write_text(text + "\nThe Seine flows through Paris.\n", encoding="utf-8")
    changed = sync(tmp_path / "index", [folder], embedder)
    assert (names(changed.changed), changed.unchanged, changed.embedded) == (["rivers.txt"], 2, 1)
    assert len(embedder.embedded) == 1 and "Seine" in embedder.embedded[0]
    with store.snapshot() as snapshot:  # a store that was open before sees the new index
        assert snapshot.matching('"seine"', 5)
        assert len(snapshot.nearest(embedder.encode(["Seine Paris"])[0], 1)) == 1


def test_a_touched_file_is_read_but_not_embedded(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    make(folder, tmp_path, embedder)
    (folder / "rivers.txt").touch()
    embedder.embedded.clear()
    summary = sync(tmp_path / "index", [folder], embedder)
    assert (summary.unchanged, summary.changed, embedder.embedded) == (3, (), [])


def test_what_was_deleted_disappears_and_what_was_renamed_keeps_its_vectors(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    store, _ = make(folder, tmp_path, embedder)
    (folder / "page.html").unlink()
    (folder / "deep").mkdir()
    (folder / "bridges.md").rename(folder / "deep" / "spans.md")
    embedder.embedded.clear()
    summary = sync(tmp_path / "index", [folder], embedder)
    assert (names(summary.removed), names(summary.renamed)) == (["page.html"], ["spans.md"])
    assert embedder.embedded == []
    assert titles(store) == ["Bridges", "Rivers of France"]
    with store.snapshot() as snapshot:
        assert not snapshot.matching('"geneva"', 5)
        [(passage, _)] = snapshot.matching('"arrol"', 5)
        assert snapshot.document(passage.document_id).path.endswith("deep/spans.md")
    with sqlite3.connect(tmp_path / "index" / DATABASE) as connection:
        assert connection.execute("SELECT count(*) FROM vectors").fetchone() == (2,)


def test_a_file_whose_new_name_tells_another_recording_is_read_anew(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    talk = folder / "talk.vtt"
    talk.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nThe caisson sank slowly.\n")
    store, _ = make(folder, tmp_path, embedder)

    def link() -> str | None:
        with store.snapshot() as snapshot:
            [(passage, _)] = snapshot.matching('"caisson"', 5)
            return snapshot.document(passage.document_id).place(passage.start, passage.end).link

    assert link() is None
    for name, told, read in (
        ("talk [dQw4w9WgXcQ].vtt", "https://youtu.be/dQw4w9WgXcQ?t=1", True),
        ("other [dQw4w9WgXcQ].en.vtt", "https://youtu.be/dQw4w9WgXcQ?t=1", False),
        ("talk [aaaaaaaaaa1].vtt", "https://youtu.be/aaaaaaaaaa1?t=1", True),
        ("talk.vtt", None, True),
    ):
        talk = talk.rename(folder / name)
        embedder.embedded.clear()
        summary = sync(tmp_path / "index", [folder], embedder)
        assert (names(summary.added), names(summary.renamed)) == (([name], []) if read else ([], [name]))
        assert (link(), summary.embedded, embedder.embedded) == (told, 0, [])


def test_a_file_whose_new_name_makes_it_code_is_read_anew(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    (folder / "notes").write_text("One line\nand another caisson.\n")
    store, _ = make(folder, tmp_path, embedder)
    (folder / "notes").rename(folder / "Makefile")
    sync(tmp_path / "index", [folder], embedder)
    with store.snapshot() as snapshot:
        [(passage, _)] = snapshot.matching('"caisson"', 5)
        assert snapshot.document(passage.document_id).text == "One line\nand another caisson."


def test_two_files_that_swap_names_swap_answers(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    (folder / "a.txt").write_text("Alpha is the first letter.\n", encoding="utf-8")
    (folder / "b.txt").write_text("Beta is the second letter.\n", encoding="utf-8")
    store, _ = make(folder, tmp_path, embedder)
    (folder / "a.txt").rename(folder / "c")
    (folder / "b.txt").rename(folder / "a.txt")
    (folder / "c").rename(folder / "b.txt")
    sync(tmp_path / "index", [folder], embedder)
    with store.snapshot() as snapshot:
        [(passage, _)] = snapshot.matching('"alpha"', 5)
        assert snapshot.document(passage.document_id).path.endswith("b.txt")


def test_a_bad_file_is_skipped_with_its_reason_and_not_tried_again(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 8)
    _, summary = make(folder, tmp_path, embedder)
    [skipped] = summary.skipped
    assert skipped.path.endswith("binary.txt") and skipped.reason
    assert summary.documents == 3
    before = (tmp_path / "index" / DATABASE).read_bytes()
    assert sync(tmp_path / "index", [folder], embedder).skipped == (skipped,)
    assert (tmp_path / "index" / DATABASE).read_bytes() == before


def test_files_of_one_content_move_together(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    (folder / "sub").mkdir()
    for name in ("one.txt", "two.txt"):
        (folder / "sub" / name).write_text("The very same words stand here.\n")
    make(folder, tmp_path, embedder)
    (folder / "sub").rename(folder / "moved")
    _, summary = make(folder, tmp_path, embedder)
    assert names(summary.renamed) == ["one.txt", "two.txt"]
    assert (summary.added, summary.removed, summary.embedded) == ((), (), 0)


def test_what_was_skipped_and_is_gone_is_forgotten(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    (folder / "empty.txt").write_text(" \n")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 8)
    store, summary = make(folder, tmp_path, embedder)
    assert len(summary.skipped) == 2
    (folder / "rivers.txt").rename(folder / "empty.txt")
    (folder / ".qaignore").write_text("binary.txt\n")
    make(folder, tmp_path, embedder)
    with store.snapshot() as snapshot:
        assert not any(snapshot.tried().values())
