"""The endpoints of the chat for programs: /ask, /search and /documents."""

from typing import Any

import gradio as gr
from gradio.events import api
from starlette.concurrency import run_in_threadpool

from index import Error
from qa.assistant import Assistant
from qa.retrieve import READ
from qa.waiting_line import WaitingLine


def add_endpoints(assistant: Assistant, line: WaitingLine, **limits: Any) -> None:
    """Adds the endpoints to the page that is being built.

    :param line: where calls wait that use a model.
    :param limits: Gradio's for these.
    """

    async def ask(question: str) -> dict[str, Any]:
        """Answer a question in words of the documents, with the places they stand in."""
        _assert_text(question)
        try:
            async with line.join() as place:
                await place.turn()
                answer = await run_in_threadpool(assistant.ask, question)
            found: dict[str, Any] = _for_client(answer.to_json())
            return found
        except Error as error:
            raise _shown(error) from error

    async def search(question: str, count: int = READ) -> list[dict[str, Any]]:
        """The passages nearest to a question, best first, with their documents, places and scores."""
        _assert_text(question)
        if not isinstance(count, int) or isinstance(count, bool):
            raise gr.Error("the count is not a whole number", print_exception=False)
        try:
            async with line.join() as place:
                await place.turn()
                passages = await run_in_threadpool(assistant.search, question, count)
            return [_for_client(found.to_json()) for found in passages]
        except Error as error:
            raise _shown(error) from error

    def documents() -> list[dict[str, str]]:
        """The file and title of every document that is open."""
        try:
            return [{"file": path, "title": title} for path, title in assistant.documents]
        except Error as error:
            raise _shown(error) from error

    api(ask, api_name="ask", **limits)
    api(search, api_name="search", **limits)
    api(documents, api_name="documents")


def _assert_text(question: object) -> None:
    if not isinstance(question, str):
        raise gr.Error("the question is not text", print_exception=False)


def _shown(error: Error) -> gr.Error:
    return gr.Error(str(error), print_exception=False)


def _for_client(value: Any) -> Any:
    """JSON with "file" for each key "path": Gradio's client takes whatever has a "path" for a file to fetch."""
    if isinstance(value, dict):
        return {"file" if key == "path" else key: _for_client(item) for key, item in value.items()}
    return [_for_client(item) for item in value] if isinstance(value, list) else value
