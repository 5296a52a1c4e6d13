"""Documents that people add in the chat: what is kept, under which name, and what is refused."""

import asyncio
import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qa.uploads as limits
from index import SourceError
from qa.uploads import NAME_CHARACTERS, Uploads, file_name
from tests.adding import BEES, add, left_in


def test_a_file_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "added")
    add(uploads, "bees.md", BEES[:20], BEES[20:])
    assert left_in(tmp_path / "added") == {"bees.md": BEES}
    assert stat.S_IMODE((tmp_path / "added" / "bees.md").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "added").stat().st_mode) == 0o700
    assert uploads.files() == [tmp_path / "added" / "bees.md"]


def test_the_same_name_is_the_newer_file(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    assert add(uploads, "bees.md", b"old") is False
    assert add(uploads, "bees.md", b"new") is True
    assert left_in(tmp_path) == {"bees.md": b"new"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/cron.d/bees.txt", "bees.txt"),
        ("C:\\Users\\ann\\bees.txt", "bees.txt"),
        ("/bees.txt", "bees.txt"),
        (".hidden.txt", "hidden.txt"),
        ("a\x00b\nc\u202etxt.md", "abctxt.md"),
        ('<img src="x" onerror=y>.txt', "img src=x onerror=y.txt"),
        ("Bee\u0301s.txt", "Be\u00e9s.txt"),
        ("é" * 60 + ".txt", "é" * 60 + ".txt"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert file_name(given) == kept


def test_long_names_stay_apart() -> None:
    first, second = (
        file_name("Отчёт о работе за год " * 5 + f"часть {part}.md") for part in ("первая", "вторая")
    )
    assert first != second and first.startswith("Отчёт о работе") and first.endswith(".md")
    assert len(first.encode()) <= NAME_CHARACTERS + len(".md") and file_name(first) == first


@pytest.mark.parametrize("given", ["", "..", "/", "dir/", "\x00\n", "...", "<>", ". . ."])
def test_no_name_is_refused(given: str) -> None:
    with pytest.raises(SourceError, match="is no name of a file"):
        file_name(given)


@given(st.text())
def test_a_name_stays_in_its_folder(given: str) -> None:
    try:
        name = file_name(given)
    except SourceError:
        return
    assert Path("/added", name).parent == Path("/added") and os.path.basename(name) == name
    assert name[0] != "." and name.isprintable() and len(name.encode()) <= 5 * NAME_CHARACTERS


def test_what_cannot_be_kept_is_refused_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = Uploads(tmp_path)
    add(uploads, "bees.md", BEES)
    monkeypatch.setattr(limits, "MOST_BYTES", 100)
    monkeypatch.setattr(limits, "FOLDER_BYTES", 150)
    monkeypatch.setattr(limits, "FILES", 2)
    for name, parts, reason in (
        ("song.mp3", (b"x",), "song.mp3: its format is not read yet"),
        ("bees", (b"x",), "its format is not read"),
        ("secrets.txt", (b"x",), "a key or credentials"),
        ("empty.txt", (), "empty.txt: the file is empty"),
        ("long.txt", (b"x" * 60, b"x" * 60), "too large; there is room for"),
        ("wasps.txt", (b"x" * 80,), "too large; there is room for"),
    ):
        with pytest.raises(SourceError, match=reason):
            add(uploads, name, *parts)
    add(uploads, "wasps.txt", b"x")
    with pytest.raises(SourceError, match="2 documents are added already; remove one first"):
        add(uploads, "ants.txt", b"x")
    assert left_in(tmp_path) == {"bees.md": BEES, "wasps.txt": b"x"}


def test_a_sender_who_goes_leaves_nothing(tmp_path: Path) -> None:
    class Gone(Exception):
        pass

    async def chunks() -> AsyncIterator[bytes]:
        yield b"half"
        raise Gone

    uploads = Uploads(tmp_path)
    with pytest.raises(Gone):
        asyncio.run(uploads.add("bees.md", chunks()))
    assert left_in(tmp_path) == {}


def test_what_a_killed_program_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / ".0123.partial").write_bytes(b"half")
    os.utime(tmp_path / ".0123.partial", (0, 0))
    (tmp_path / ".4567.partial").write_bytes(b"being sent to another chat")
    Uploads(tmp_path)
    assert list(left_in(tmp_path)) == [".4567.partial"]


def test_only_what_was_added_is_removed(tmp_path: Path) -> None:
    (tmp_path / "private.txt").write_text("mine")
    uploads = Uploads(tmp_path / "added")
    for name in ("../private.txt", "nothing.txt", ""):
        with pytest.raises(SourceError, match="was added"):
            uploads.remove(name)
    assert (tmp_path / "private.txt").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceError, match="added documents cannot be kept in"):
        Uploads(tmp_path / "file" / "added")


def test_files_that_are_sent_at_once_have_one_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FOLDER_BYTES", 100)
    monkeypatch.setattr(limits, "FILES", 3)
    uploads = Uploads(tmp_path)

    async def slow() -> AsyncIterator[bytes]:
        await asyncio.sleep(0.01)
        yield b"x" * 60

    async def at_once() -> list[bool | BaseException]:
        adding = (uploads.add(f"{number}.txt", slow()) for number in range(20))
        return await asyncio.gather(*adding, return_exceptions=True)

    results = asyncio.run(at_once())
    refused = [result for result in results if isinstance(result, SourceError)]
    assert len(refused) == 19 and len(uploads.files()) == 1
    assert not any(isinstance(result, BaseException) for result in results if result not in refused)
    monkeypatch.setattr(limits, "FOLDER_BYTES", 10_000)
    monkeypatch.setattr(limits, "MOST_BYTES", 100)
    uploads = Uploads(tmp_path / "others")
    assert sum(isinstance(result, SourceError) for result in asyncio.run(at_once())) == 17
