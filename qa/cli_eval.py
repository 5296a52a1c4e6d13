"""The command `qa eval`: how good the answers are, on anybody's documents and questions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from index import BUNDLED, Error, QuestionFileError
from qa.render import printable
from qa.terminal import (
    EmbedderOption,
    IndexOption,
    PrecisionOption,
    ReaderOption,
    SourcesOption,
    open_assistant,
    progress_bar,
    say,
)

SHOWN = 20  # questions that changed, at the most


def evaluate(
    questions: Annotated[
        Path | None, typer.Argument(help="A JSON Lines file of questions.", show_default=False)
    ] = None,
    sources: SourcesOption = None,
    index: IndexOption = None,
    as_json: Annotated[
        Path | None, typer.Option("--json", help="Also write the whole report to this file.")
    ] = None,
    as_html: Annotated[
        Path | None, typer.Option("--html", help="Also write the report as one page that works offline.")
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            help="An earlier --json report; the status is 1 where a measure fell by more than chance."
        ),
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE=VALUE", help="Status 1 where a measure is below this, 0 to 1."),
    ] = None,
    make: Annotated[
        int | None,
        typer.Option(
            min=1, help="Propose so many questions from the documents, for you to correct, and stop."
        ),
    ] = None,
    embedder: EmbedderOption = BUNDLED,
    reader: ReaderOption = BUNDLED,
    precision: PrecisionOption = None,
) -> None:
    """Measure the answers to a file of questions whose right answers are known."""
    from qa.compare import read_report
    from qa.evaluate import evaluate as ask_all
    from qa.questions import read_questions
    from qa.report import promise, report
    from qa.report_page import page

    if make is not None:
        _propose(questions, make, sources, index, embedder, reader)
        return
    if questions is None:
        raise QuestionFileError("name a file of questions, or propose one: qa eval FILE --make 50")
    floors = _floors(fail_under or [])
    earlier = None if baseline is None else read_report(baseline)
    asked = read_questions(questions)
    assistant = open_assistant(sources, index, embedder, reader, precision)
    with progress_bar("Asking") as progress:
        results = ask_all(assistant, asked, progress)
    measured = report(results)
    console = Console(highlight=False, markup=False)
    console.print(_figures_table(measured))
    console.print(_failures_table(measured))
    console.print(promise(measured), soft_wrap=True)
    if as_json:
        _write(as_json, json.dumps(measured, ensure_ascii=False, indent=2) + "\n")
    if as_html:
        _write(as_html, page(measured, promise(measured), f"Answers to {questions.name}"))
    failed = _below(measured["figures"], floors) + _fallen(measured, earlier, console)
    if failed:
        raise Error("; ".join(failed))


def _propose(
    file: Path | None,
    count: int,
    sources: list[Path] | None,
    index: Path | None,
    embedder: str,
    reader: str,
) -> None:
    from qa.propose import propose

    if file is not None and file.exists():
        raise QuestionFileError(f"{file} is there already; proposed questions go to a new file")
    proposed = propose(list(open_assistant(sources, index, embedder, reader).every_document()), count)
    if not proposed:
        raise QuestionFileError("no sentence of these documents makes a question by rule")
    lines = "".join(json.dumps(item.to_json(), ensure_ascii=False) + "\n" for item in proposed)
    if file is None:
        print(lines, end="")
        return
    _write(file, lines)
    say(f"wrote {len(proposed)} questions made by rule to {file}: read and correct them before you measure")


def _floors(named: list[str]) -> dict[str, float]:
    floors = {}
    for text in named:
        name, _, value = text.partition("=")
        try:
            floors[name.strip()] = float(value)
        except ValueError as error:
            raise Error(f"--fail-under {text!r}: expected MEASURE=VALUE, as in f1=0.8") from error
        if not 0 <= floors[name.strip()] <= 1:
            raise Error(f"--fail-under {text!r}: the value is a share, 0 to 1")
    return floors


def _below(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    # Of the calibration error less is better.
    known = [name for name in figures if name != "calibration_error"]
    unknown = floors.keys() - set(known)
    if unknown:
        raise Error(f"--fail-under {min(unknown)!r}: not measured here; there are {', '.join(known)}")
    return [
        f"{name} is {figures[name]:.3f}, below {value}"
        for name, value in floors.items()
        if figures[name] < value
    ]


def _fallen(measured: dict[str, Any], earlier: dict[str, Any] | None, console: Console) -> list[str]:
    """Prints what changed since an earlier report, and says which measures fell."""
    from qa.compare import changes

    if earlier is None:
        return []
    changed = changes(measured, earlier)
    console.print(_changes_table(changed))
    _say_moves(measured, earlier, console)
    return [f"{name} fell by {-change.value:.3f}" for name, change in changed.items() if change.is_fall]


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Error(f"cannot write {path}: {error.strerror}") from error


def _figures_table(measured: dict[str, Any]) -> Table:
    table = Table("measure", box=None)
    for heading in ("value", "95 % interval", "questions"):
        table.add_column(heading, justify="right")
    for name, value in measured["figures"].items():
        low, high = measured["intervals"][name]
        shown = f"{100 * low:.1f} to {100 * high:.1f}"
        count = str(measured["asked_about"][name])
        table.add_row(name.replace("_", " "), f"{100 * value:.1f} %", shown, count)
    times = measured["seconds"]
    table.add_row("seconds a question", f"{times['median']:.3f}", f"p95 {times['p95']:.3f}", "")
    return table


def _failures_table(measured: dict[str, Any]) -> Table:
    table = Table("where questions failed", box=None)
    table.add_column("questions", justify="right")
    for name, count in measured["failures"].items():
        table.add_row(name, str(count))
    return table


def _changes_table(changed: dict[str, Any]) -> Table:
    table = Table("change since the baseline", box=None)
    for heading in ("points", "95 % interval"):
        table.add_column(heading, justify="right")
    for name, change in changed.items():
        interval = f"{100 * change.low:+.1f} to {100 * change.high:+.1f}"
        table.add_row(name.replace("_", " "), f"{100 * change.value:+.1f}", interval)
    return table


def _say_moves(measured: dict[str, Any], earlier: dict[str, Any], console: Console) -> None:
    from qa.compare import common

    pairs = common(measured, earlier)
    moves: list[tuple[str, Callable[[Any, Any], bool]]] = [
        ("was right, now failed", lambda now, before: now["failure"] and not before["failure"]),
        ("failed, now right", lambda now, before: not now["failure"] and before["failure"]),
    ]
    for heading, moved in moves:
        questions = [(now["question"], now["failure"]) for now, before in pairs if moved(now, before)]
        for question, failure in questions[:SHOWN]:
            said = f"{heading}: {question}" + (f" ({failure})" if failure else "")
            console.print(printable(said), soft_wrap=True)
        if len(questions) > SHOWN:
            console.print(f"{heading}: {len(questions) - SHOWN} more")
