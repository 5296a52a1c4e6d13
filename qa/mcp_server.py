"""The documents as tools of the Model Context Protocol, over standard input and output."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from index import Error
from qa.export import without_reading
from qa.retrieve import CANDIDATES, READ

try:
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations
except ImportError as error:
    raise Error('qa mcp needs the package mcp: pip install "qa-with-citations[mcp]"') from error
from pydantic import Field

if TYPE_CHECKING:  # it imports the models' packages, which takes seconds
    from qa.assistant import Assistant

Told = TypeVar("Told")

INSTRUCTIONS = (
    "Answers questions from a fixed set of documents, in words that stand in them. An answer is a quotation with "
    "its place, or the word that the sources do not say; cite the title and place when you use one."
)

Question = Annotated[str, Field(description="A question in plain English.")]


def serve(open_assistant: Callable[[], "Assistant"]) -> None:
    """Serves the tools until standard input ends; the assistant is opened meanwhile, by a thread of its own.

    The protocol begins at once; a tool that is called early waits. Nothing else reaches standard output: the SDK
    turns it to the error output while it serves.
    """
    opened: Future[Assistant] = Future()
    again = threading.Lock()

    def work(opened: "Future[Assistant]") -> None:
        try:
            opened.set_result(open_assistant())
        except Exception as error:  # for the tools to tell
            opened.set_exception(error)

    def assistant() -> "Assistant":
        nonlocal opened
        with again:
            # A folder that was not there may be there by now.
            if opened.done() and isinstance(opened.exception(), Error):
                opened = Future()
                threading.Thread(target=work, args=(opened,), daemon=True).start()
        return opened.result()

    threading.Thread(target=work, args=(opened,), daemon=True).start()
    server(assistant).run("stdio")


def server(assistant: Callable[[], "Assistant"]) -> MCPServer:
    """A server whose tools ask the assistant that is given by a call, which may wait for it."""
    made = MCPServer(
        "qa",
        title="Ask your documents",
        instructions=INSTRUCTIONS,
        version=version("qa-with-citations"),
        log_level="ERROR",
    )
    tool = made.tool(annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))

    @tool
    def ask(question: Question) -> dict[str, Any]:
        """Answer one question of fact from the documents, quoted and cited.

        `outcome` is "answered"; "unsure", when `text` is a candidate to be checked; or "not_in_sources", when
        `passages` has the nearest ones. `alternatives` has what other passages say instead, or, where
        `several` things are asked for, what they name besides: tell them too.
        `sources` says how many documents say so.
        """
        return without_reading(_told(lambda: assistant().ask(question))).to_json()

    @tool
    def search(
        question: Question,
        count: Annotated[int, Field(description=f"How many passages, 1 to {CANDIDATES}.")] = READ,
    ) -> dict[str, Any]:
        """Find the passages nearest to a question, best first, with their documents, places and scores."""
        return {"passages": [found.to_json() for found in _told(lambda: assistant().search(question, count))]}

    @tool
    def read_passage(
        document: Annotated[str, Field(description='The "path" of a citation or a passage.')],
        start: Annotated[int, Field(description="The offset of the first character.")],
        end: Annotated[int, Field(description="The offset after the last character.")],
    ) -> dict[str, Any]:
        """Read a document's text between two offsets, as those of a citation, or wider, to see what is around it."""
        citation = _told(lambda: assistant().read(document, start, end)).to_json()
        return {key: citation[key] for key in ("path", "title", "start", "end", "place")} | {
            "text": citation["quote"]
        }

    return made


def _told(call: Callable[[], Told]) -> Told:
    try:
        return call()
    except Error as error:
        raise ToolError(" ".join(str(error).split())) from error
