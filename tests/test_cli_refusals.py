"""The command on bad input: one line and a status, never a traceback."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

import index.lock
from index import StoreOutdated, set_aside
from tests.commanding import qa, refused

assert qa  # the fixture


@pytest.mark.parametrize("question", ["", "  ", "???", "\x00"])
def test_an_empty_question(qa, question: str) -> None:
    refused(qa("ask", question), "the question is empty: ask something in words")


@pytest.mark.parametrize(
    ("precision", "message"),
    [("2", "not between 0 and 1"), ("1e-17", "not between 0 and 1"), ("0.9999", "cannot be promised")],
)
def test_a_precision_that_cannot_be_promised(qa, folder: Path, precision: str, message: str) -> None:
    index = folder.parent / "not made"
    refused(qa("ask", "Who?", "--sources", folder, "--index", index, "--precision", precision), message)
    assert not index.exists()  # it is told before anything is read


def test_odd_questions_are_answered_or_not(qa, folder: Path) -> None:
    for question in ("when " * 20_000, "When did\x07 the Forth \x1b[31mBridge open?", "\udcff Forth Bridge"):
        run = qa("ask", question, "--sources", folder)
        assert run.status == 0 and "\x1b" not in run.out and "\x07" not in run.out


def test_missing_and_empty_folders(qa, tmp_path: Path) -> None:
    refused(qa("ask", "Who?", "--sources", tmp_path / "none"), f"{tmp_path / 'none'}")
    (tmp_path / "empty").mkdir()
    refused(qa("index", tmp_path / "empty"), f"no document to read in {tmp_path / 'empty'}")


def test_an_empty_name_is_not_the_current_folder(qa) -> None:
    for arguments in (
        ("ask", "Who?", "--sources", ""), ("ask", "Who?", "--index", ""), ("index", ""), ("status", ""),
        ("index", "seeds", "--index", ""), ("show", ""), ("show", "a.md", "--index", ""), ("chat", "--sources", ""),
    ):  # fmt: skip
        refused(qa(*arguments), "'' names no file or folder")


def test_an_index_of_other_documents_is_not_asked_while_it_is_written(
    qa, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "mayor.txt").write_text("Anna Berg is the mayor of Ryd.\n")
    qa("index", other, "--index", tmp_path / "i")
    monkeypatch.setattr(index.lock, "LOCK_SECONDS", 0.1)
    with FileLock(tmp_path / "i" / "lock"):
        run = qa("ask", "Who is the mayor of Ryd?", "--index", tmp_path / "i", "--sources", folder)
        refused(run, "is being written by another process")


def test_an_output_that_is_full_or_closed_is_no_traceback(folder: Path, own_home: Path) -> None:
    command = [sys.executable, "-m", "qa", "ask", "Which river is long?", "--sources", str(folder)]
    with open("/dev/full", "w") as full:
        run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (run.returncode, run.stderr) == (1, "qa: cannot write the output: No space left on device\n")
    closed = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *command], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in closed.stderr


def test_a_binary_file_is_skipped_or_refused_when_it_is_all(qa, folder: Path, tmp_path: Path) -> None:
    binary = folder / "photo.txt"
    binary.write_bytes(os.urandom(5000))
    run = qa("index", folder)
    assert run.status == 0 and "1 skipped" in run.out
    assert run.err.startswith(f"skipped {binary}: ")
    refused(qa("ask", "Who?", "--sources", binary), f"no document to read in {binary}")


def test_an_unreadable_file_is_skipped(qa, folder: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read every file")
    (folder / "rivers.txt").chmod(0)
    run = qa("index", folder)
    assert run.status == 0 and "Permission denied" in run.err


def test_damaged_stores(qa, folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "i"
    qa("index", folder, "--index", store)
    next(store.glob("vectors-*.faiss")).write_bytes(b"junk")
    run = qa("ask", "When did the Forth Bridge open?", "--index", store)
    assert run.status == 0 and "1890" in run.out and "rebuilt from the database" in run.err
    (store / "index.sqlite").write_bytes(b"junk" * 1000)
    refused(qa("ask", "When did the Forth Bridge open?", "--index", store), "your documents are untouched")
    run = qa("ask", "When did the Forth Bridge open?", "--index", store, "--sources", folder)
    assert run.status == 0 and "1890" in run.out and "made anew from the documents" in run.err
    assert (store / "index.sqlite.damaged").read_bytes() == b"junk" * 1000


def test_a_store_of_an_earlier_version_is_made_anew(qa, folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "i"
    qa("index", folder, "--index", store)
    with contextlib.closing(sqlite3.connect(store / "index.sqlite")) as connection, connection:
        connection.execute("UPDATE meta SET value = '5' WHERE key = 'layout'")
    refused(
        qa("ask", "When did the Forth Bridge open?", "--index", store), "has layout 5, this program reads"
    )
    run = qa("ask", "When did the Forth Bridge open?", "--index", store, "--sources", folder)
    assert run.status == 0 and "1890" in run.out
    assert "was made by an earlier version: made anew from the documents" in run.err
    assert qa("ask", "When did the Forth Bridge open?", "--index", store).err == ""
    assert set_aside(store, StoreOutdated()) == ""  # it was put right in the meantime
    with contextlib.closing(sqlite3.connect(store / "index.sqlite")) as connection, connection:
        connection.execute("UPDATE meta SET value = '999' WHERE key = 'layout'")
    refused(qa("index", folder, "--index", store), "has layout 999, this program reads")


def test_a_store_that_is_being_written(
    qa, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.lock, "LOCK_SECONDS", 0.1)
    qa("index", folder, "--index", tmp_path / "i")
    (folder / "new.txt").write_text("The Tay Bridge fell in 1879.\n")
    with FileLock(tmp_path / "i" / "lock"):
        run = qa("index", folder, "--index", tmp_path / "i")
        waiting, refusal = run.err.splitlines(keepends=True)
        assert waiting == f"waiting for another process, which is writing the index in {tmp_path / 'i'}\n"
        refused(run._replace(err=refusal), "is being written by another process")
        assert qa("ask", "When did the Forth Bridge open?", "--index", tmp_path / "i").status == 0
        monkeypatch.setattr(index.lock, "LOCK_SECONDS", 600)  # a reader does not wait for it
        run = qa("ask", "When did the Forth Bridge open?", "--index", tmp_path / "i", "--sources", folder)
        assert run.status == 0 and "1890" in run.out
        assert "another process is writing the index; answers are from it as it was" in run.err
    monkeypatch.setattr(index.lock, "LOCK_SECONDS", 0.1)
    (tmp_path / "none").mkdir()
    with FileLock(tmp_path / "none" / "lock"):  # no index to answer from yet
        message = "is being written by another process"
        refused(qa("ask", "Who?", "--index", tmp_path / "none", "--sources", folder), message)


def test_other_mistakes(qa, tmp_path: Path, folder: Path) -> None:
    refused(qa("ask", "Who?", "--index", tmp_path / "none"), "there is no index in")
    refused(qa("eval", tmp_path / "none.jsonl"), "cannot read questions")
    refused(qa("ask", "Who?", "--sources", folder, "--reader", str(tmp_path)), "cannot load reading model")
    refused(
        qa("ask", "Who?", "--sources", folder, "--embedder", str(tmp_path)), "cannot load embedding model"
    )
    refused(qa("ask", "Who?", "--sources", folder, "--embedder", ""), "'' names no embedding model")
    refused(qa("ask", "Who?", "--sources", folder, "--reader", " "), "' ' names no reading model")
    assert ":key:" in qa("ask", "Who?", "--sources", ":key:").err
    assert qa("ask").status == 2
    assert qa("chat", "--port", "99999").status == 2


def test_a_chat_for_the_network_needs_a_password(qa, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(qa("chat", "--host", "0.0.0.0"), "say who may use it with --auth USER:PASSWORD")
    refused(qa("chat", "--host", "0.0.0.0", "--auth", "ann:short"), "give 8 characters or more")
    refused(qa("chat", "--auth", "ann:long enough", "--no-auth"), "give one of them")
    monkeypatch.setenv("QA_AUTH", "ann")
    secret = qa("chat", "--host", "0.0.0.0")
    refused(secret, "--auth has no colon: give USER:PASSWORD")


def test_what_is_missing_for_mcp_is_said() -> None:
    program = (
        "import sys; sys.modules['mcp'] = None; sys.argv = ['qa', 'mcp']; from qa.cli import main; main()"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == 'qa: qa mcp needs the package mcp: pip install "qa-with-citations[mcp]"\n'


def test_a_chat_of_what_is_not_there_says_so_before_its_address(qa, tmp_path: Path) -> None:
    refused(qa("chat", "--sources", tmp_path / "none", "--port", "7899"), "none does not exist")
    (tmp_path / "empty").mkdir()
    # One that takes documents opens on nothing; see tests/test_uploads_served.py.
    run = qa("chat", "--sources", tmp_path / "empty", "--port", "7899", "--no-auth")
    assert run.status == 1 and run.err.startswith("qa: no document to read in")
