"""What the commands share: their options, the error output, a bar of progress."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from qa import api
from qa.render import printable

if TYPE_CHECKING:
    from qa.assistant import Assistant

errors = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

# Texts and not paths: an empty one, of a variable that is not set, would become the current folder.
SourcesOption = Annotated[
    list[str] | None,
    typer.Option("--sources", help="Files and folders to ask, one or several. Default: the bundled ones."),
]
IndexOption = Annotated[
    str | None,
    typer.Option("--index", help="The folder of the index. Default: one in your data folder (see QA_HOME)."),
]
EmbedderOption = Annotated[str, typer.Option(help="Another sentence-transformers model, by name or folder.")]
ReaderOption = Annotated[
    str,
    typer.Option(help="Another question-answering model, by name or folder.", show_default="the bundled one"),
]

PrecisionOption = Annotated[
    float | None,
    typer.Option(help="Answer only where this share of the answers is right, as 0.9; see the README."),
]


def expanded(path: Path | None) -> Path | None:
    """A file that is written or read, with `~` for the home folder: after `--json=` no shell puts that in."""
    return None if path is None else Path(os.path.expanduser(path))


def with_each_source(arguments: list[str]) -> list[str]:
    """The arguments of a command with `--sources A --sources B` for `--sources A B`.

    Of what follows the first source, the last is the command's own argument where it takes one and that stands
    neither before nor after "--": `ask --sources A B QUESTION`.
    """
    last = arguments.index("--") if "--" in arguments else len(arguments)  # after it, nothing is an option
    has_own = arguments[:1] in (["chat"], ["mcp"]) or not "".join(arguments[1:2]).startswith("-")
    has_own = has_own or last < len(arguments)
    made: list[str] = []
    at = 0
    while at < last:
        if arguments[at] != "--sources":
            made.append(arguments[at])
            at += 1
            continue
        end = next((i for i in range(at + 1, last) if arguments[i].startswith("-")), last)
        names, own = arguments[at + 1 : end], []
        if not has_own and len(names) > 1:
            names, own, has_own = names[:-1], names[-1:], True
        made += [part for name in names for part in ("--sources", name)] or ["--sources"]
        made += own
        at = end
    return made + arguments[last:]


def open_assistant(
    sources: Sequence[str | Path] | None,
    index: str | Path | None,
    embedder: str,
    reader: str,
    precision: float | None = None,
    also: api.Progress = lambda done, total: None,
    may_be_empty: bool = False,
) -> "Assistant":
    """What `qa.open` gives, with its progress and its notes on the error output.

    :param also: is told the progress too.
    :param may_be_empty: whether the sources may hold no document yet.
    """
    if errors.is_terminal:
        say("Loading the models …")
    with progress_bar("Reading documents") as bar:

        def progress(done: int, total: int) -> None:
            bar(done, total)
            also(done, total)

        assistant = api.open(
            sources or None,
            index,
            embedder=embedder,
            reader=reader,
            precision=precision,
            progress=progress,
            may_be_empty=may_be_empty,
        )
    for note in assistant.notes:
        say(note)
    return assistant


@contextmanager
def progress_bar(what: str) -> Iterator[api.Progress]:
    """A bar on the error output with rate and time left, shown only at a terminal and only when there is work."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(what, total=None, visible=False)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total > 0)

        yield show


class _Rate(ProgressColumn):
    """Files a second, as far as it is known."""

    def render(self, task: Task) -> Text:
        """The rate of the last half minute, as rich estimates it."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f} a second")


def say(message: str) -> None:
    """One line on the error output."""
    errors.print(printable(message.replace("\n", " ")))
