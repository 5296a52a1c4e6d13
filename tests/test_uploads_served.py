"""Documents that people add in the chat: who may add them, which index they come into, and that they answer."""

import contextlib
import json
import os
import sqlite3
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

import qa
from index import BUNDLED, SourceError
from qa import api
from qa.assistant import Assistant
from qa.guard import Credentials
from qa.paths import default_folder
from qa.uploads import Uploads
from tests.adding import BEES, add, left_in
from tests.chatting import call, musk, request, running

PROGRAM = {"Content-Type": "application/octet-stream"}


def chat_of(sources: list[Path], index: Path) -> tuple[list[Path], Path, Uploads]:
    """What `qa chat` opens: the sources with what is added, the index of both, and what is added."""
    uploads = Uploads(index / "added")
    api.begin_chat_index(index, index / "chat")
    return [*sources, uploads.folder], index / "chat", uploads


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
    for alone in (default_folder(sources), tmp_path / "named"):
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
    alone = default_folder(sources)
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
        give_up = time.monotonic() + 120
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
