"""The command `qa eval`: how good the answers are, on anybody's documents and questions."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from index import BUNDLED, Error, QuestionFileError
from qa.outputs import is_same, refuse_to_overwrite, write_whole
from qa.terminal import (
    EmbedderOption,
    IndexOption,
    PrecisionOption,
    ReaderOption,
    SourcesOption,
    expanded,
    open_assistant,
    progress_bar,
    say,
)

if TYPE_CHECKING:
    from qa.assistant import Assistant
    from qa.questions import Question

SHOWN = 20  # notes on the question file, at the most


def evaluate(
    questions: Annotated[
        Path | None,
        typer.Argument(help="A JSON Lines file of questions.", show_default=False, callback=expanded),
    ] = None,
    sources: SourcesOption = None,
    index: IndexOption = None,
    as_json: Annotated[
        Path | None,
        typer.Option("--json", help="Also write the whole report to this file.", callback=expanded),
    ] = None,
    as_html: Annotated[
        Path | None,
        typer.Option(
            "--html", help="Also write the report as one page that works offline.", callback=expanded
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            help="An earlier --json report; the status is 1 where a measure fell by more than its interval.",
            callback=expanded,
        ),
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MEASURE=VALUE",
            help="Status 1 where a measure is below this, 0 to 1; calibration_error: where it is above this.",
        ),
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
    from qa.compare import read_report, refuse_unrelated, since
    from qa.questions import read_questions
    from qa.report import promise
    from qa.report_page import page
    from qa.report_tables import print_report

    if make is not None:
        if any(option is not None for option in (as_json, as_html, baseline, fail_under, precision)):
            raise Error(
                "--make proposes questions and stops: "
                "leave out --json, --html, --baseline, --fail-under and --precision"
            )
        _propose(questions, make, sources, index, embedder, reader)
        return
    if questions is None:
        raise QuestionFileError("name a file of questions, or propose one: qa eval FILE --make 50")
    floors = _floors(fail_under or [])
    outputs = {"--json": as_json, "--html": as_html}
    refuse_to_overwrite(outputs, [("the questions", questions)])
    if baseline is not None:  # after a fall it would be the worse report, and the next run would see no fall
        refuse_to_overwrite(outputs, [("the baseline", baseline)])
    earlier = None if baseline is None else read_report(baseline)
    asked = read_questions(questions)
    if earlier is not None:
        refuse_unrelated(earlier, [question.question for question in asked])
    assistant = open_assistant(sources, index, embedder, reader, precision)
    refuse_to_overwrite(
        outputs, ((f"{path}, a document of the sources", path) for path, _ in assistant.tried)
    )
    _refuse_to_ask({"the questions": questions, "the baseline": baseline}, assistant)
    measured = _measure(assistant, asked)
    if earlier is not None:
        measured["since_baseline"] = since(measured, earlier)
    # Before anything is printed: who reads that may end us (`qa eval … | head`).
    if as_json:
        write_whole(as_json, json.dumps(measured, ensure_ascii=False, indent=2) + "\n")
    if as_html:
        write_whole(as_html, page(measured, promise(measured), f"Answers to {questions.name}"))
    _say_if_read_next(outputs, sources or [])
    print_report(measured, Console(highlight=False, markup=False, emoji=False))
    failed = _beyond(measured["figures"], floors) + _worse(measured)
    if failed:
        raise Error("; ".join(failed))


def _refuse_to_ask(files: dict[str, Path | None], assistant: "Assistant") -> None:
    """Refuses to measure on documents among which the very answers stand.

    :raises QuestionFileError: if one of the files is an open document.
    """
    for what, file in files.items():
        if file is not None and any(is_same(file, path) for path, _ in assistant.documents):
            raise QuestionFileError(
                f"{what}, {file}, are among the documents that are asked, and hold the answers: move them elsewhere, "
                "or name them in a .qaignore there"
            )


def _say_if_read_next(outputs: dict[str, Path | None], sources: list[str]) -> None:
    """Says which reports lie in a folder that is asked: the next run would read the answers there."""
    folders = [Path(source).expanduser().resolve() for source in sources]
    for path in outputs.values():
        if path is not None and any(path.resolve().is_relative_to(folder) for folder in folders):
            say(
                f"{path} lies among the documents: before you ask again, move it, or name it in a .qaignore there"
            )


def _measure(assistant: "Assistant", asked: "list[Question]") -> dict[str, Any]:
    """The report on the answers to the questions; says what in their file fits none of the documents."""
    from qa.evaluate import evaluate as ask_all
    from qa.report import report, unmatched_passages
    from qa.right_places import unmatched_sources

    of_sources = unmatched_sources(asked, [path for path, _ in assistant.documents])
    _say_notes(of_sources)
    with progress_bar("Asking") as progress:
        results = ask_all(assistant, asked, progress)
    of_passages = unmatched_passages(results)
    _say_notes(of_passages)
    return report(results, of_sources + of_passages)


def _say_notes(notes: list[str]) -> None:
    for note in notes[:SHOWN]:
        say(note)
    if len(notes) > SHOWN:
        say(f"{len(notes) - SHOWN} more of the kind; --json and --html list them all")


def _propose(
    file: Path | None,
    count: int,
    sources: list[str] | None,
    index: str | None,
    embedder: str,
    reader: str,
) -> None:
    from qa.propose import propose

    if file is not None and file.exists():
        raise QuestionFileError(f"{file} is there already; proposed questions go to a new file")
    refuse_to_overwrite({"the file": file}, ())
    proposed = propose(list(open_assistant(sources, index, embedder, reader).every_document()), count)
    if not proposed:
        raise QuestionFileError("no sentence of these documents makes a question by rule")
    lines = "".join(json.dumps(item.to_json(), ensure_ascii=False) + "\n" for item in proposed)
    if len(proposed) < count:
        say(f"only {len(proposed)} of {count}: no other sentence of these documents makes a question by rule")
    if file is None:
        print(lines, end="")
        return
    write_whole(file, lines)
    say(f"wrote {len(proposed)} questions made by rule to {file}: read and correct them before you measure")


def _floors(named: list[str]) -> dict[str, float]:
    from qa.report import measure_names

    floors = {}
    for text in named:
        name, _, value = (part.strip() for part in text.partition("="))
        if name in floors:
            raise Error(f"--fail-under {name!r} is given twice")
        try:
            floors[name] = float(value)
        except ValueError as error:
            raise Error(f"--fail-under {text!r}: expected MEASURE=VALUE, as in f1=0.8") from error
        if not 0 <= floors[name] <= 1:
            raise Error(f"--fail-under {text!r}: the value is a share, 0 to 1")
        if name not in measure_names():
            raise Error(f"--fail-under {name!r}: not measured here; there are {', '.join(measure_names())}")
    return floors


def _beyond(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """Which measures are on the wrong side of their value; of the calibration error less is better."""
    from qa.report import CALIBRATION_ERROR

    failed = []
    for name, value in floors.items():
        if name not in figures:
            failed.append(f"{name} is not known: no question was answered, or none of the file asks about it")
        elif name == CALIBRATION_ERROR and figures[name] > value:
            failed.append(f"{name} is {figures[name]:.3f}, above {value}")
        elif name != CALIBRATION_ERROR and figures[name] < value:
            failed.append(f"{name} is {figures[name]:.3f}, below {value}")
    return failed


def _worse(measured: dict[str, Any]) -> list[str]:
    """Which measures got worse since the baseline by more than their intervals."""
    changed = measured["since_baseline"]["changes"] if "since_baseline" in measured else {}
    return [
        f"{name} {'rose' if change['value'] > 0 else 'fell'} by {abs(change['value']):.3f}"
        for name, change in changed.items()
        if change["worse"]
    ]
