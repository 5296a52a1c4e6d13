"""The command on the bundled models: what it prints."""

import json
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from index import BUNDLED, Summary
from qa import cli_index
from qa import open as qa_open
from qa.paths import default_folder
from qa.serve import listen
from tests.commanding import qa, refused

assert qa  # the fixture


def test_index_then_ask(qa, folder: Path, tmp_path: Path) -> None:
    first = qa("index", folder, "--index", tmp_path / "i")
    assert first.out == f"3 documents in {tmp_path / 'i'}: 3 added, 3 passages embedded\n"
    again = qa("index", folder, "--index", tmp_path / "i")
    assert again.out == f"3 documents in {tmp_path / 'i'}: 0 passages embedded\n"
    for sources in ([], ["--sources", folder]):
        run = qa("ask", "Who built the Forth Bridge?", "--index", tmp_path / "i", *sources, "--json")
        answer = json.loads(run.out)
        assert (run.status, run.err) == (0, "")
        best = answer["citations"][0]
        assert "Arrol" in best["quote"] and best["path"] == str(folder / "bridges.md")
        assert best["place"]["line"] == 7 and best["place"]["heading"] == ["Bridges", "Materials"]


def test_two_files_are_asked(qa, folder: Path) -> None:
    run = qa(
        "ask",
        "Who built the Forth Bridge?",
        "--sources",
        folder / "bridges.md",
        folder / "rivers.txt",
        "--json",
    )
    assert run.status == 0 and "Arrol" in json.loads(run.out)["text"]


def test_index_and_status_as_json(qa, folder: Path, tmp_path: Path) -> None:
    (folder / "credentials.md").write_text("The password is swordfish.\n")
    done = json.loads(qa("index", folder, "--index", tmp_path / "i", "--json").out)
    assert (done["documents"], len(done["added"]), done["embedded"]) == (3, 3, 3)
    [skipped] = done["skipped"]
    assert skipped["path"] == str(folder / "credentials.md") and "credentials" in skipped["reason"]
    (folder / "rivers.txt").write_text("The Seine flows through Paris.\n")
    for arguments in ([folder], []):
        run = qa("status", *arguments, "--index", tmp_path / "i", "--json")
        assert json.loads(run.out)["counts"] == {"indexed": 2, "changed": 1, "skipped": 1}
    shown = qa("status", "--index", tmp_path / "i").out.splitlines()
    assert re.fullmatch(rf"indexed  {folder / 'bridges.md'} \(1 passage, 20\S+Z\)", shown[0])
    assert shown[1].startswith(f"skipped  {folder / 'credentials.md'}: by its name")
    assert shown[-1] == f"2 indexed, 1 changed, 1 skipped in {tmp_path / 'i'}"
    refused(qa("status", "--index", tmp_path / "none"), "there is no index in")


def test_index_watch_goes_on_until_it_is_stopped(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "qa", "index", str(folder), "--index", str(tmp_path / "i"), "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None and process.stderr is not None
            assert process.stdout.readline().startswith("3 documents in")
            assert process.stderr.readline() == "Watching; Ctrl-C stops it.\n"
            (folder / "new.txt").write_text("The Tay Bridge fell in 1879.\n")
            assert "1 added" in process.stdout.readline()
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
            assert process.stdout.read() == process.stderr.read() == ""
        finally:
            process.kill()  # or a failure would wait for it for ever


def test_index_watch_prints_its_json_by_lines(qa, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = Summary(added=("new.txt",))

    def two_changes(sources, store, embedder, tell, failed):
        tell(done)
        tell(done)
        raise KeyboardInterrupt

    monkeypatch.setattr("qa.api.update", lambda *arguments, **named: done)
    monkeypatch.setattr("qa.api.kept_in_step", two_changes)
    lines = qa("index", folder, "--watch", "--json").out.splitlines()
    assert [json.loads(line)["added"] for line in lines] == [["new.txt"]] * 3


def test_a_chat_is_kept_in_step(qa, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    qa("index", folder, "--index", tmp_path / "i")
    assistant = qa_open(folder, tmp_path / "i")
    with cli_index.kept_in_step([folder], tmp_path / "i", BUNDLED):
        (folder / "tay.txt").write_text("The Tay Bridge fell in 1879.\n")
        waited = threading.Event()
        for _ in range(600):
            if len(assistant.documents) == 4 or waited.wait(0.1):
                break
        assert assistant.ask("When did the Tay Bridge fall?").text == "1879"
    assert capsys.readouterr().err == "kept in step: 1 added, 1 passages embedded\n"
    with cli_index.kept_in_step(None, tmp_path / "i", BUNDLED):  # nothing to be in step with
        assert not [thread for thread in threading.enumerate() if thread.name == "watcher"]


def test_ask_prints_an_answer_for_a_person(qa, folder: Path) -> None:
    run = qa("ask", "When did the Forth Bridge open?", "--sources", folder)
    assert run.status == 0
    assert re.match("1890\n(Sure|Likely|Not sure) · [0-9]+ %", run.out)
    assert "[1] Bridges · bridges.md, line 3" in run.out
    assert "opened in »1890«." in run.out


def test_ask_follows_what_was_asked_before(qa, folder: Path) -> None:
    asked = ["--after", "When did the Forth Bridge open?", "--after", "How long is it?"]
    run = qa("ask", "Who built it?", *asked, "--sources", folder, "--json")
    answer = json.loads(run.out)
    assert (answer["question"], answer["understood"]) == ("Who built it?", "Who built the Forth Bridge?")
    assert "Arrol" in answer["text"]
    refused(qa("ask", "Who built it?", "--after", " ", "--sources", folder), "the question is empty")
    refused(qa("ask", "Who built it?", *asked, "--as-typed", "--sources", folder), "leave out --after")


def test_ask_says_how_it_understood_a_misspelt_question(qa, folder: Path) -> None:
    question = "When did the Forht Brigde open?"
    assert qa("ask", question, "--sources", folder).out.startswith(
        "Understood as: When did the Forth Bridge open?\n1890\n"
    )
    assert "Understood" not in qa("ask", question, "--as-typed", "--sources", folder).out


def test_the_default_index_is_in_qa_home(qa, folder: Path, own_home: Path) -> None:
    run = qa("index", folder)
    assert str(own_home / "indexes" / "documents-") in run.out
    assert not list(folder.glob("*.sqlite"))


def test_eval_prints_and_writes_its_figures(qa, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(
        '{"question": "When did the Forth Bridge open?", "answers": ["1890"], "sources": ["bridges.md"]}\n'
        '{"question": "Who painted the Mona Lisa?", "answers": []}\n'
    )
    out = tmp_path / "out.json"
    run = qa("eval", file, "--sources", folder, "--json", out, "--html", tmp_path / "out.html")
    assert run.status == 0, run.err
    report = json.loads(out.read_text())
    assert report["figures"]["exact_match"] == 1.0
    assert [result["text"] for result in report["results"]] == ["1890", ""]
    assert "citation accuracy" in run.out and "100.0 %" in run.out
    assert "it is right in 100 % of cases" in run.out
    assert "Answers to q.jsonl" in (tmp_path / "out.html").read_text()

    again = qa("eval", file, "--sources", folder, "--baseline", out, "--fail-under", "f1=0.9")
    assert again.status == 0 and "change since the baseline" in again.out
    shared = [
        ("When did the Forth Bridge open?", "1890"),
        ("Who built the Forth Bridge?", "Sir William Arrol"),
    ]
    for right in (True, False):
        lines = [
            {"question": question + "?" * extra, "answers": [answer if right else "Nobody"]}
            for question, answer in shared
            for extra in range(4)
        ]
        file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        if right:
            assert qa("eval", file, "--sources", folder, "--json", out).status == 0
    worse = qa("eval", file, "--sources", folder, "--baseline", out, "--fail-under", "f1=0.9")
    assert worse.status == 1 and "f1 is 0.000, below 0.9" in worse.err and "f1 fell by 1.000" in worse.err
    assert "was right, now failed: When did the Forth Bridge open?" in worse.out
    refused_floor = qa("eval", file, "--sources", folder, "--fail-under", "speed=1")
    assert refused_floor.status == 1 and "'speed': not measured here" in refused_floor.err
    for floor, message in (("f1", "expected MEASURE=VALUE"), ("f1=nan", "a share"), ("f1=80", "a share")):
        refused(qa("eval", file, "--sources", folder, "--fail-under", floor), message)


def test_eval_proposes_questions_to_correct(qa, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.jsonl"
    run = qa("eval", file, "--make", "5", "--sources", folder)
    assert run.status == 0 and "read and correct them" in run.err
    proposed = [json.loads(line) for line in file.read_text().splitlines()]
    assert proposed
    for line in proposed:
        assert line["answers"][0] in line["passage"] and line["made"].startswith("proposed by rule")
    refused(qa("eval", file, "--make", "5", "--sources", folder), "is there already")
    assert qa("eval", "--make", "5", "--sources", folder).out == file.read_text()
    assert qa("eval", file, "--sources", folder).status == 0
    refused(qa("eval", "--sources", folder), "name a file of questions")


def test_an_answer_to_be_kept(qa, folder: Path) -> None:
    asked = ("ask", "When did the Forth Bridge open?", "--sources", folder)
    markdown = qa(*asked, "--format", "markdown").out
    assert markdown.startswith("# Questions and answers\n\n## When did the Forth Bridge open?\n\n**1890**\n")
    assert json.loads(qa(*asked, "--format", "json").out)["answers"][0]["text"] == "1890"
    [item] = json.loads(qa(*asked, "--format", "csl").out)
    assert (item["title"], item["type"], item["locator"]) == ("Bridges", "document", "line 3")
    refused(qa(*asked, "--format", "csl", "--json"), "give one of them")
    assert qa(*asked, "--format", "word").status == 2


def test_the_module_is_the_command() -> None:
    run = subprocess.run([sys.executable, "-m", "qa", "--help"], capture_output=True, text=True, check=True)
    assert all(command in run.stdout for command in ("index", "ask", "chat", "eval"))
    assert run.stderr == ""


def test_a_chat_is_stopped_while_it_reads(tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    for number in range(400):
        text = " ".join(f"The bridge number {number * i} opened in {1_000 + i}." for i in range(40))
        (tmp_path / "many" / f"{number}.txt").write_text(text)
    with listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qa", "chat", "--sources", str(tmp_path / "many"), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == f"Chat: http://127.0.0.1:{port}\n"
        try:
            for _ in range(1_200):
                said = httpx.get(f"http://127.0.0.1:{port}/opening", trust_env=False).json()["said"]
                if said.startswith("Reading documents"):
                    break
                time.sleep(0.05)
            assert said.startswith("Reading documents")
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 130
            assert process.stdout.read() == process.stderr.read() == ""
        finally:
            process.kill()


def test_the_order_of_the_sources_does_not_name_another_index(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "another"
    assert default_folder([one, other]) == default_folder([other, one, one])
    assert default_folder([one, other]) != default_folder([one])
