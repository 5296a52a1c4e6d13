"""The command `qa`: thin doors to the core; every error is one line, and the exit status is not zero."""

import contextlib
import errno
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from index import BUNDLED, Error, SourceError
from qa import api, cli_eval, cli_index, cli_show
from qa.answer import Turn
from qa.export import Format, export
from qa.paths import as_paths, store_of
from qa.render import to_text
from qa.terminal import (
    EmbedderOption,
    IndexOption,
    PrecisionOption,
    ReaderOption,
    SourcesOption,
    errors,
    open_assistant,
    say,
    with_each_source,
)

if TYPE_CHECKING:
    from qa.assistant import Assistant

# A full disk, or an output that was closed: of all other files the name is told.
_OF_OUTPUT = (errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers questions with words that stand in your documents, and shows where.",
)
app.command(name="eval")(cli_eval.evaluate)
app.command(name="show")(cli_show.show)


@app.command()
def index(
    paths: Annotated[list[str], typer.Argument(help="Files and folders to index.", show_default=False)],
    index: IndexOption = None,
    embedder: EmbedderOption = BUNDLED,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on until Ctrl-C: index again what changes.")
    ] = False,
) -> None:
    """Index files and folders, so that asking them starts at once; only what changed is read again."""
    cli_index.index(as_paths(paths), index, embedder, as_json, watch)


@app.command()
def status(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files and folders. Default: what the index was made from.", show_default=False),
    ] = None,
    index: IndexOption = None,
    embedder: EmbedderOption = BUNDLED,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Say how an index stands to its files: indexed, changed since, new, gone, skipped and why."""
    cli_index.status(paths or None, index, embedder, as_json)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.", show_default=False)],
    sources: SourcesOption = None,
    index: IndexOption = None,
    after: Annotated[
        list[str] | None,
        typer.Option(help="A question asked before this one, which follows it; may be given several times."),
    ] = None,
    as_typed: Annotated[
        bool, typer.Option("--as-typed", help="Leave words as they are that seem misspelt.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")] = False,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="Print it with its citations to be kept; csl is CSL-JSON."),
    ] = None,
    embedder: EmbedderOption = BUNDLED,
    reader: ReaderOption = BUNDLED,
    precision: PrecisionOption = None,
) -> None:
    """Answer one question, with the places that the answer stands in."""
    from qa.question import clean_question

    if as_typed and after:
        raise Error("--as-typed takes nothing over from questions before: leave out --after, or it")
    if as_json and form is not None:
        raise Error("--json and --format both say how to print the answer: give one of them")
    for asked in (*(after or ()), question):
        clean_question(asked)
    assistant = open_assistant(sources, index, embedder, reader, precision)
    turns: list[Turn] = []
    for earlier in after or ():
        turns.append(assistant.ask(earlier, turns).turn)
    answer = assistant.ask(question, turns, as_typed=as_typed)
    if form is not None:
        print(export([answer], form), end="")
    else:
        print(json.dumps(answer.to_json(), ensure_ascii=False, indent=2) if as_json else to_text(answer))


@app.command()
def chat(
    sources: SourcesOption = None,
    index: IndexOption = None,
    host: Annotated[
        str, typer.Option(help="The address to listen at; another than this machine's own needs --auth.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen at.", min=1, max=65535)] = 7860,
    auth: Annotated[
        str | None,
        typer.Option(metavar="USER:PASSWORD", envvar="QA_AUTH", help="Ask for this name and password."),
    ] = None,
    no_auth: Annotated[
        bool, typer.Option("--no-auth", help="Let in whoever reaches another host, with no password.")
    ] = False,
    embedder: EmbedderOption = BUNDLED,
    reader: ReaderOption = BUNDLED,
    precision: PrecisionOption = None,
) -> None:
    """Open the chat in a browser at the address that is printed."""
    from qa.guard import Credentials, assert_protected
    from qa.serve import serve
    from qa.uploads import Uploads

    credentials = None if auth is None else Credentials.parse(auth)
    assert_protected(host, credentials, no_auth)
    paths, alone = store_of(sources or None, index, embedder)
    for path in paths or ():
        if not path.exists():  # before the address is printed
            raise SourceError(f"{path} does not exist")
    folder, uploads = alone, None
    if paths is not None and not no_auth:
        try:
            uploads = Uploads(alone / "added")
        except SourceError as error:
            say(f"{error}; so none can be added")
        else:
            paths, folder = [*paths, uploads.folder], alone / "chat"

    @contextlib.contextmanager
    def opened(progress: api.Progress) -> Iterator["Assistant"]:
        if uploads is not None:
            api.begin_chat_index(alone, folder, embedder)
        # Who opens a chat on nothing yet can drop documents into it.
        empty = uploads is not None
        assistant = open_assistant(paths, folder, embedder, reader, precision, progress, may_be_empty=empty)
        with cli_index.kept_in_step(paths, folder, embedder):
            yield assistant

    try:
        # Beside the index of the sources, so that `qa eval FILE --sources …` asks what was asked here.
        serve(opened, host, port, credentials, no_auth, uploads, feedback_folder=alone)
    except KeyboardInterrupt:
        # A thread that loads models cannot be ended, and Python's own end would abort under it.
        errors.show_cursor(True)
        sys.stdout.flush()
        os._exit(130)


@app.command()
def mcp(
    sources: SourcesOption = None,
    index: IndexOption = None,
    embedder: EmbedderOption = BUNDLED,
    reader: ReaderOption = BUNDLED,
    precision: PrecisionOption = None,
) -> None:
    """Serve the documents to a program that speaks the Model Context Protocol, over standard input and output."""
    from qa.mcp_server import serve

    serve(lambda: open_assistant(sources, index, embedder, reader, precision))


def main() -> None:
    """Runs the command; turns errors into one line and an exit status."""
    for stream in filter(None, (sys.stdout, sys.stderr)):  # None: it was closed before we began
        # Documents hold any character; a terminal that cannot show one shows a question mark.
        stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app(with_each_source(sys.argv[1:]))
    except Error as error:
        say(f"qa: {error}")
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
        if isinstance(error, OSError) and error.errno in _OF_OUTPUT and error.filename is None:
            say(f"qa: cannot write the output: {error.strerror or error}")
            sys.exit(1)
        say(f"qa: internal error, {type(error).__name__}: {error} (QA_DEBUG=1 shows where)")
        sys.exit(70)
