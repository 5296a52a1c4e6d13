"""The command `qa`: thin doors to the core; every error is one line, and the exit status is not zero."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from index import BUNDLED, Error, Summary
from qa import api
from qa.render import printable, to_text

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers questions with words that stand in your documents, and shows where.",
)
errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

SourcesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--sources", help="A file or folder to ask; may be given several times. Default: the bundled ones."
    ),
]
IndexOption = Annotated[
    Path | None,
    typer.Option("--index", help="The folder of the index. Default: one in your data folder (see QA_HOME)."),
]
EmbedderOption = Annotated[str, typer.Option(help="Another sentence-transformers model, by name or folder.")]
ReaderOption = Annotated[str, typer.Option(help="Another question-answering model, by name or folder.")]


@app.command()
def index(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders to index.", show_default=False)],
    index: IndexOption = None,
    embedder: EmbedderOption = BUNDLED,
) -> None:
    """Index files and folders, so that asking them starts at once; only what changed is read again."""
    sources = api.as_paths(list(paths))
    folder = index or api.default_folder(sources, embedder)
    with _progress("Reading documents") as progress:
        summary = api.update(sources, folder, embedder, progress)
    for note in api.notes_of(summary):
        _say(note)
    print(printable(_summary_line(summary, folder)))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.", show_default=False)],
    sources: SourcesOption = None,
    index: IndexOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")] = False,
    embedder: EmbedderOption = BUNDLED,
    reader: ReaderOption = BUNDLED,
) -> None:
    """Answer one question, with the places that the answer stands in."""
    from qa.assistant import clean_question

    clean_question(question)
    answer = _open(sources, index, embedder, reader).ask(question)
    print(json.dumps(answer.to_json(), ensure_ascii=False, indent=2) if as_json else to_text(answer))


@app.command()
def chat(
    sources: SourcesOption = None,
    index: IndexOption = None,
    host: Annotated[
        str, typer.Option(help="The address to listen at; others than this machine can use it then.")
    ] = ("127.0.0.1"),
    port: Annotated[int, typer.Option(help="The port to listen at.", min=1, max=65535)] = 7860,
    embedder: EmbedderOption = BUNDLED,
    reader: ReaderOption = BUNDLED,
) -> None:
    """Open the chat in a browser at the address that is printed."""
    assistant = _open(sources, index, embedder, reader)
    from qa.chat import SUGGESTIONS, serve

    bundled = not sources and index is None
    serve(assistant, host, port, SUGGESTIONS if bundled else ())


@app.command(name="eval")
def evaluate(
    questions: Annotated[Path, typer.Argument(help="A JSON Lines file of questions.", show_default=False)],
    sources: SourcesOption = None,
    index: IndexOption = None,
    as_json: Annotated[
        Path | None, typer.Option("--json", help="Also write figures and answers to this file.")
    ] = None,
    embedder: EmbedderOption = BUNDLED,
    reader: ReaderOption = BUNDLED,
) -> None:
    """Measure the answers to a file of questions whose right answers are known."""
    from qa.evaluate import evaluate as ask_all
    from qa.evaluate import figures, read_questions

    asked = read_questions(questions)
    assistant = _open(sources, index, embedder, reader)
    with _progress("Asking") as progress:
        results = ask_all(assistant, asked, progress)
    measured = figures(results)
    _print_figures(measured)
    if as_json:
        report = {"figures": measured, "results": [result.to_json() for result in results]}
        try:
            as_json.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise Error(f"cannot write {as_json}: {error.strerror}") from error


def _open(sources: list[Path] | None, index: Path | None, embedder: str, reader: str) -> Any:
    if sys.stderr.isatty():
        _say("Loading the models …")
    with _progress("Reading documents") as progress:
        assistant = api.open(sources or None, index, embedder=embedder, reader=reader, progress=progress)
    for note in assistant.notes:
        _say(note)
    return assistant


@contextmanager
def _progress(what: str) -> Iterator[api.Progress]:
    """A bar on the error output with the time left, shown only at a terminal and only when there is work."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(what, total=None, visible=False)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total > 0)

        yield show


def _summary_line(summary: Summary, folder: Path) -> str:
    parts = [f"{summary.documents} documents in {folder}"]
    for name in ("added", "changed", "renamed", "removed", "skipped"):
        count = len(getattr(summary, name))
        parts += [f"{count} {name}"] if count else []
    parts.append(f"{summary.embedded} passages embedded")
    return ": ".join((parts[0], ", ".join(parts[1:])))


def _print_figures(measured: dict[str, float | None]) -> None:
    table = Table("measure", "value", box=None)
    for name, value in measured.items():
        if value is None:
            shown = "-"
        elif isinstance(value, int):
            shown = str(value)
        else:
            shown = f"{value:.3f} s" if name.startswith("seconds") else f"{100 * value:.1f} %"
        table.add_row(name.replace("_", " "), shown)
    Console(highlight=False).print(table)


def _say(message: str) -> None:
    errors.print(printable(message.replace("\n", " ")))


def main() -> None:
    """Runs the command; turns errors into one line and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        # Documents hold any character; a terminal that cannot show one shows a question mark.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except Error as error:
        _say(f"qa: {error}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Who reads our output has gone (`qa ask … | head`); nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("QA_DEBUG"):
            raise
        _say(f"qa: internal error, {type(error).__name__}: {error} (QA_DEBUG=1 shows where)")
        sys.exit(70)
