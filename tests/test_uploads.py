"""Documents that people add in the chat: what is kept, under which name, what is refused, and that it answers."""

import asyncio
import contextlib
import json
import os
import sqlite3
import stat
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qa
import qa.uploads as limits
from index import BUNDLED, SourceError
from qa import api
from qa.assistant import Assistant
from qa.guard import Credentials
from qa.uploads import NAME_CHARACTERS, Uploads, file_name
from tests.chatting import call, musk, request, running

BEES = b"# The bees of Lund\n\nThe hives on the roof of the library were set up by Ylva Brandt in May 2016.\n"
PROGRAM = {"Content-Type": "application/octet-stream"}


def add(uploads: Uploads, name: str, *parts: bytes) -> bool:
    async def chunks() -> AsyncIterator[bytes]:
        for part in parts:
            yield part

    return asyncio.run(uploads.add(name, chunks()))


def chat_of(sources: list[Path], index: Path) -> tuple[list[Path], Path, Uploads]:
    """What `qa chat` opens: the sources with what is added, the index of both, and what is added."""
    uploads = Uploads(index / "added")
    api.begin_chat_index(index, index / "chat")
    return [*sources, uploads.folder], index / "chat", uploads


def left_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


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
        ("é" * 200 + ".txt", "é" * 60 + ".txt"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert file_name(given) == kept


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


def send(url: str, name: str, data: bytes, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    status, _, body = request(
        url, "POST", f"/added?name={quote(name, safe='')}", PROGRAM | (headers or {}), data
    )
    return status, body


def test_other_sites_and_strangers_add_nothing(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    with running(musk(), uploads=uploads) as url:
        for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}):
            assert send(url, "bees.md", BEES, headers)[0] == 403
            assert request(url, "DELETE", "/added?name=bees.md", headers)[0] == 403
        assert send(url, "bees.md", BEES, {"Host": "evil.example"})[0] == 400
        assert request(url, "POST", "/added?name=a.md", {"Content-Length": str(10**9)})[0] == 413
        both = {"Content-Length": "1", "Transfer-Encoding": "chunked"}
        assert request(url, "POST", "/added?name=a.md", both)[0] in (400, 413)
        assert request(url, "PUT", "/added?name=a.md", body=BEES)[0] == 403
    with running(musk(), uploads=uploads, credentials=Credentials.parse("ann:password")) as url:
        assert send(url, "bees.md", BEES)[0] == 401
    with running(musk()) as url:
        assert send(url, "bees.md", BEES)[0] == 403
        assert request(url, "GET", "/added")[0] == 403
    assert left_in(tmp_path) == {}


def test_a_refusal_is_one_line(tmp_path: Path) -> None:
    with running(musk(), uploads=Uploads(tmp_path)) as url:
        status, body = send(url, "song.mp3", b"x")
        assert status == 400
        assert json.loads(body) == {"error": "song.mp3: its format is not read yet"}
        status, _, answer = request(url, "DELETE", "/added?name=bees.md")
        assert status == 400 and json.loads(answer) == {"error": "no document bees.md was added"}


def test_the_index_of_a_chat_begins_as_a_copy_and_leaves_the_other_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_HOME", str(tmp_path / "home"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "tea.txt").write_text("Tea came to Lund in 1702. It was sold by a chemist.")
    sources = [tmp_path / "docs"]
    for alone in (api.default_folder(sources), tmp_path / "named"):
        assert api.update(sources, alone).embedded == 1
        every, folder, uploads = chat_of(sources, alone)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert api.update(every, folder).embedded == 0
        add(uploads, "bees.md", BEES)
        assert api.update(every, folder).embedded == 1
        assert [Path(path).name for path, _ in qa.open(every, folder).documents] == ["tea.txt", "bees.md"]
        assert [Path(path).name for path, _ in qa.open(sources, alone).documents] == ["tea.txt"]
        assert [Path(path).name for path, _ in qa.open(index=alone).documents] == ["tea.txt"]


def test_an_index_that_cannot_be_copied_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_HOME", str(tmp_path / "home"))
    (tmp_path / "tea.txt").write_text("Tea came to Lund in 1702.")
    sources = [tmp_path / "tea.txt"]
    alone = api.default_folder(sources)
    alone.mkdir(parents=True)
    (alone / "index.sqlite").write_bytes(b"no database at all")
    every, folder, _ = chat_of(sources, alone)
    assert not list(folder.glob("*.partial")) and not (folder / "index.sqlite").exists()
    assert api.update(every, folder).documents == 1


def test_an_index_of_an_older_program_is_not_copied(tmp_path: Path) -> None:
    (tmp_path / "tea.txt").write_text("Tea came to Lund in 1702.")
    sources, alone = [tmp_path / "tea.txt"], tmp_path / "index"
    api.update(sources, alone)
    with contextlib.closing(sqlite3.connect(alone / "index.sqlite")) as connection, connection:
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'layout'")
    every, folder, _ = chat_of(sources, alone)
    assert api.update(every, folder).documents == 1


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


def test_a_folder_that_is_gone_is_made_again_and_odd_names_are_left_out(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "added")
    (tmp_path / "added").rmdir()
    with running(musk(), uploads=uploads) as url:
        assert request(url, "GET", "/added")[0] == 200
        (tmp_path / "added").rmdir()
        assert send(url, "bees.md", BEES)[0] == 200
        (tmp_path / "added" / os.fsdecode(b"\xff.txt")).write_text("x")
        added = json.loads(request(url, "GET", "/added")[2])["added"]
        assert [file["name"] for file in added] == ["bees.md"]


def test_a_chat_opens_on_nothing_and_what_is_skipped_is_what_lies_there_now(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    every, folder, uploads = chat_of([tmp_path / "docs"], tmp_path / "index")
    with pytest.raises(SourceError, match="no document to read"):
        qa.open(every, folder)
    (tmp_path / "docs" / "secrets.txt").write_bytes(b"x")
    (tmp_path / "docs" / "scan.pdf").write_bytes(b"no PDF at all")
    assistant = qa.open(every, folder, may_be_empty=True)
    assert assistant.documents == [] and assistant.ask("Who set up the hives?").passages == ()

    def skipped(assistant: Assistant) -> list[str]:
        return [Path(note.split(":")[0]).name for note in assistant.notes]

    assert skipped(assistant) == ["scan.pdf", "secrets.txt"]
    assert skipped(qa.open(index=folder)) == ["scan.pdf"]  # of the others an index knows nothing
    add(uploads, "bees.md", BEES)
    add(uploads, "bad.pdf", b"no PDF either")
    (tmp_path / "docs" / "scan.pdf").unlink()
    (tmp_path / "docs" / "secrets.txt").unlink()
    api.update(every, folder)
    assert skipped(assistant) == ["bad.pdf"]
    assert "Ylva Brandt" in assistant.ask("Who set up the hives on the roof of the library?").text


def test_what_is_added_answers_until_it_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_HOME", str(tmp_path / "home"))
    (tmp_path / "tea.txt").write_text("Tea came to Lund in 1702. It was sold by a chemist.")
    every, folder, uploads = chat_of([tmp_path / "tea.txt"], tmp_path / "index")
    assistant = qa.open(every, folder)
    told: list[str] = []

    def state(url: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(request(url, "GET", "/added")[2])
        return answer

    def until(true: Callable[[], bool]) -> None:
        give_up = time.monotonic() + 60
        while not true():
            assert time.monotonic() < give_up, told
            time.sleep(0.1)

    with (
        api.kept_in_step(every, folder, BUNDLED, lambda summary: None, told.append),
        running(assistant, uploads=uploads) as url,
    ):
        status, body = send(url, "bees.md", BEES)
        assert status == 200 and json.loads(body)["added"][0]["name"] == "bees.md"
        send(url, "scan.pdf", b"no PDF at all")
        until(lambda: [f["state"] for f in state(url)["added"]] == ["open", "skipped"])
        assert state(url)["documents"] == 2 and state(url)["added"][1]["reason"]
        # A file that is sent again is told as it is then, and not as it was.
        status, body = send(url, "scan.pdf", b"again no PDF")
        assert json.loads(body)["added"][1]["state"] == "new"
        until(lambda: state(url)["added"][1]["state"] == "skipped")
        assert "Ylva Brandt" in call(url, "Who set up the hives on the roof of the library?")
        assert request(url, "DELETE", "/added?name=bees.md")[0] == 200
        until(lambda: state(url)["documents"] == 1)
        assert "Ylva" not in call(url, "Who set up the hives on the roof of the library?")
    assert told == []
