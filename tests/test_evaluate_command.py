"""`qa eval` over a real index on models that need no weights: what it prints, writes and refuses."""

import json
import os
import sys
from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import Error, Store, sync
from qa import cli_eval
from qa.assistant import Assistant
from qa.cli import main
from qa.evaluate import Result
from qa.outputs import write_whole
from tests.answering import DECISION, NumberReader


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path):
    def opened(*_: object) -> Assistant:
        embedder = WordEmbedder()
        sync(tmp_path / "index", [folder], embedder)
        return Assistant(Store(tmp_path / "index", embedder), embedder, NumberReader(), DECISION)

    monkeypatch.setattr(cli_eval, "open_assistant", opened)

    def called(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["qa", "eval", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        return status, *capsys.readouterr()

    return called


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = [
        {"question": "When did the Forth Bridge open?", "answers": ["1890"], "sources": ["documents/bridges.md"],
         "passage": "The Forth Bridge opened in 1890.", "made": "proposed by rule"},
        {"question": "In which year did the bridge open?", "answers": ["1890"], "sources": ["bridge.md"],
         "passage": "The bridge opened in 1890."},
    ]  # fmt: skip
    path = tmp_path / "q.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_it_prints_and_writes_tables_intervals_and_notes(run, file: Path, tmp_path: Path) -> None:
    status, out, err = run(file, "--json", tmp_path / "r.json", "--html", tmp_path / "r.html")
    assert status == 0, err
    for heading in ("reliability: confidence", "mean confidence", "risk by coverage", "least confidence"):
        assert heading in out
    [p95] = [line for line in out.splitlines() if "p95" in line]
    assert p95.strip().startswith("seconds a question, p95") and " to " in p95
    assert out.splitlines()[-1].startswith("When it answers")
    measured = json.loads((tmp_path / "r.json").read_text())
    assert measured["figures"]["citation_place_accuracy"] == 0.5 and measured["asked_about"]["f1"] == 2
    assert (
        measured["figures"]["passage_recall_at_1"] == 0.5 and measured["figures"]["source_recall_at_1"] == 0.5
    )
    assert measured["reliability"] and measured["risk_coverage"] and measured["seconds"]["intervals"]["p95"]
    text = (tmp_path / "r.html").read_text()
    source, passage = measured["notes"]
    assert "'bridge.md'" in source and "passage" in passage
    for note in (source, passage):
        assert note in err and "In which year" in note
    assert 'class="bad">no open document' in text
    assert measured["made_by_rule"] == 1
    assert "1 of 2 questions were made by rule" in out and "1 of 2 questions were made by rule" in text


def test_a_comparison_is_printed_and_written(run, file: Path, tmp_path: Path) -> None:
    assert run(file, "--json", tmp_path / "before.json")[0] == 0
    arguments = (
        "--baseline",
        tmp_path / "before.json",
        "--json",
        tmp_path / "now.json",
        "--html",
        tmp_path / "r.html",
    )
    status, out, err = run(file, *arguments)
    assert status == 0, err
    changed = out[out.index("change since the baseline") :]
    assert "calibration error" in changed and "seconds a question, median" in changed
    measured = json.loads((tmp_path / "now.json").read_text())
    assert measured["since_baseline"]["changes"]["calibration_error"]["value"] == 0.0
    assert "Change since the baseline" in (tmp_path / "r.html").read_text()
    assert (
        run(file, "--baseline", tmp_path / "now.json")[0] == 0
    )  # a report with a comparison is a baseline too


def test_what_cannot_be_compared_is_refused_before_any_question_is_asked(
    run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(file, "--json", tmp_path / "before.json")[0] == 0
    monkeypatch.setattr(cli_eval, "open_assistant", lambda *_: pytest.fail("the documents were opened"))
    status, out, err = run(file, "--fail-under", "f1=0.5", "--fail-under", "f2=0.5")
    assert (status, out) == (1, "") and "'f2': not measured here" in err and "calibration_error" in err
    file.write_text('{"question": "Why?", "answers": []}\n')
    status, out, err = run(file, "--baseline", tmp_path / "before.json")
    assert (status, out) == (1, "") and "no question in common" in err


def test_a_calibration_error_fails_above_its_value(run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Result, "best_is_right", False)
    status, _, err = run(
        file, "--fail-under", "calibration_error=0.01", "--fail-under", "abstaining_recall=0.1"
    )
    assert status == 1
    assert "calibration_error is " in err and "above 0.01" in err
    assert (
        "abstaining_recall is not known: no question was answered, or none of the file asks about it" in err
    )
    assert run(file, "--fail-under", "calibration_error=1")[0] == 0


def test_proposed_questions_are_measured_as_made_by_rule(run, tmp_path: Path) -> None:
    made = tmp_path / "made.jsonl"
    assert run(made, "--make", "5")[0] == 0
    status, _, err = run(tmp_path / "all.jsonl", "--make", "500")
    count = len((tmp_path / "all.jsonl").read_text().splitlines())
    assert status == 0 and f"only {count} of 500" in err
    status, out, err = run(made)
    count = len(made.read_text().splitlines())
    assert status == 0 and f"{count} of {count} questions were made by rule" in out
    assert "no open document" not in err


def test_a_report_among_the_documents_is_told_of(run, file: Path, folder: Path, tmp_path: Path) -> None:
    assert "lies among the documents" in run(file, "--sources", folder, "--json", folder / "today.json")[2]
    (folder / "today.json").unlink()
    assert (
        "lies among the documents" not in run(file, "--sources", folder, "--json", tmp_path / "today.json")[2]
    )


def test_nothing_of_the_person_is_overwritten(
    run, file: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, earlier = folder / "bridges.md", tmp_path / "before.json"
    broken, link = folder / "broken.pdf", tmp_path / "link"
    broken.write_text("no PDF")
    link.symlink_to(document)
    assert run(file, "--json", earlier)[0] == 0
    kept = {path: path.read_bytes() for path in (file, document, broken, earlier)}
    monkeypatch.setattr("qa.evaluate.evaluate", lambda *_: pytest.fail("questions were asked"))
    for option in ("--json", "--html"):
        for arguments, what in (
            ((file,), "the questions"),
            ((document,), "a document of the sources"),
            ((broken,), "a document of the sources"),
            ((link,), "a document of the sources"),
            ((tmp_path / "documents/../q.jsonl",), "the questions"),
            ((earlier, "--baseline", earlier), "the baseline"),
        ):
            status, out, err = run(file, option, *arguments)
            assert (status, out) == (1, ""), arguments
            assert f"{option} {arguments[0]} would overwrite" in err and what in err
    status, _, err = run(file, "--json", tmp_path / "r", "--html", tmp_path / "documents/../r")
    assert status == 1 and "both name" in err and not (tmp_path / "r").exists()
    assert all(path.read_bytes() == content for path, content in kept.items())


def test_an_output_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, link = tmp_path / "report.json", tmp_path / "link.json"
    file.write_text("earlier")
    file.chmod(0o640)
    link.symlink_to(file)
    write_whole(link, '"caf\udce9"')
    assert json.loads(file.read_text()) == "caf\udce9" and link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    for raising in ("fsync", "replace"):
        with monkeypatch.context() as patched, pytest.raises(Error, match=r"cannot write .*: No space left"):
            patched.setattr(
                os, raising, lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
            )
            write_whole(file, "new")
        assert json.loads(file.read_text()) == "caf\udce9"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.json", "report.json"]
    with pytest.raises(Error, match="cannot write"):
        write_whole(tmp_path, "new")
    with pytest.raises(Error, match=r"cannot write .*: No such file"):
        write_whole(tmp_path / "none" / "report.json", "new")
    write_whole(Path(os.devnull), "new")
    assert not Path(os.devnull).is_file()


def test_half_a_character_is_refused_and_the_earlier_report_stays(run, file: Path, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text("earlier")
    file.write_text(file.read_text() + '{"question": "Is it \\ud83d?", "answers": []}\n')
    status, out, err = run(file, "--json", tmp_path / "r.json")
    assert (status, out) == (1, "") and "line 3" in err and "half a character" in err
    assert (tmp_path / "r.json").read_text() == "earlier"


def test_answers_are_not_measured_on_documents_that_hold_them(run, file: Path, folder: Path) -> None:
    among = folder / "mine.jsonl"
    among.write_bytes(file.read_bytes())
    status, out, err = run(among)
    assert (status, out) == (1, "") and "are among the documents that are asked" in err
    among.unlink()
    earlier = folder / "before.json"
    assert run(file, "--json", earlier)[0] == 0
    status, out, err = run(file, "--baseline", earlier)
    assert (status, out) == (1, "") and f"the baseline, {earlier}, are among the documents" in err


def test_what_cannot_be_written_is_told_before_any_question_is_asked(
    run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.evaluate.evaluate", lambda *_: pytest.fail("questions were asked"))
    for arguments, message in (
        (("--json", tmp_path / "none" / "r.json"), f"there is no folder {tmp_path / 'none'}"),
        (("--html", tmp_path), "it is a folder"),
        (("--make", "1", "--json", tmp_path / "r.json"), "--make proposes questions and stops"),
        (("--fail-under", "f1=0.99", "--fail-under", "f1=0.1"), "'f1' is given twice"),
    ):
        status, out, err = run(file, *arguments)
        assert (status, out) == (1, "") and message in err


def test_reports_are_written_before_anything_is_printed(
    run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_: object) -> None:
        raise Error("who reads has gone")

    monkeypatch.setattr("qa.report_tables.print_report", ended)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert run(file, "--json", "~/r.json", "--html", "~/r.html")[0] == 1
    assert json.loads((tmp_path / "r.json").read_text())["results"] and (tmp_path / "r.html").exists()
