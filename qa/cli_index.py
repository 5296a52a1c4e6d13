"""`qa index` and `qa status`: what was done to an index, and how it stands to its files."""

import contextlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import typer

from index import Summary
from index import status as status_of
from qa import api
from qa.paths import store_of
from qa.render import printable
from qa.terminal import progress_bar, say


def index(sources: list[Path], folder: str | None, embedder: str, as_json: bool, watch: bool) -> None:
    """Indexes, says what was done, and goes on with what changes if it is to watch."""
    _, store = store_of(sources, folder, embedder)
    try:
        with progress_bar("Reading documents") as progress:
            summary = api.update(sources, store, embedder, progress, waiting=say)
    except KeyboardInterrupt:
        say("stopped: what was read is kept, and the same command goes on from there")
        raise typer.Exit(130) from None
    _tell(summary, store, as_json, watch)
    if watch:
        _watch(sources, store, embedder, as_json)


def _watch(sources: list[Path], store: Path, embedder: str, as_json: bool) -> None:
    say("Watching; Ctrl-C stops it.")
    with (
        contextlib.suppress(KeyboardInterrupt),
        api.kept_in_step(sources, store, embedder, lambda summary: _tell(summary, store, as_json, True), say),
    ):
        threading.Event().wait()


def _tell(summary: Summary, store: Path, as_json: bool, watching: bool) -> None:
    """Says what was done; as JSON it is one line if more will follow, so that each can be read as it comes."""
    if as_json:
        indent = None if watching else 2
        print(
            json.dumps({"index": str(store), **summary.to_json()}, ensure_ascii=False, indent=indent),
            flush=True,
        )
        return
    for note in api.notes_of(summary):
        say(note)
    print(printable(_line(summary, store)), flush=True)


@contextlib.contextmanager
def kept_in_step(sources: list[Path] | None, folder: Path | None, embedder: str) -> Iterator[None]:
    """Keeps the index of a chat in step while the block runs, and says on the error output what it does."""

    def done(summary: Summary) -> None:
        say(f"kept in step: {_counts(summary)}")

    with api.kept_in_step(sources, folder, embedder, done, say):
        yield


def status(sources: list[str] | None, folder: str | None, embedder: str, as_json: bool) -> None:
    """Prints the state of an index, file by file."""
    paths, store = store_of(sources, folder, embedder)
    found = status_of(store, paths)
    if as_json:
        print(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
        return
    lines = []
    for file in found.files:
        passages = "1 passage" if file.passages == 1 else f"{file.passages} passages"
        details = (
            f": {file.reason}"
            if file.reason
            else f" ({passages}, {file.indexed_at})"
            if file.indexed_at
            else ""
        )
        lines.append(f"{file.state:8} {file.path}{details}".replace("\n", " "))
    counts = ", ".join(f"{count} {state}" for state, count in found.counts.items()) or "no file"
    lines.append(
        f"{counts} in {found.folder}" + (f"; being written by {found.writer}" if found.writer else "")
    )
    print(printable("\n".join(lines)))


def _line(summary: Summary, store: Path) -> str:
    return f"{summary.documents} documents in {store}: {_counts(summary)}"


def _counts(summary: Summary) -> str:
    parts = []
    for name in ("added", "changed", "renamed", "removed", "skipped"):
        count = len(getattr(summary, name))
        parts += [f"{count} {name}"] if count else []
    return ", ".join([*parts, f"{summary.embedded} passages embedded"])
