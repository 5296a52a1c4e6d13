"""The open documents in the chat: the head that names them, and the list to choose among those to ask only."""

import contextlib
from collections.abc import Sequence
from typing import Any

import gradio as gr

from index import Error, SourceError
from qa import chat_page
from qa.assistant import Assistant


class NoneOpenError(SourceError):
    """Some documents are chosen, and none of them is open."""


def document_list(assistant: Assistant) -> gr.Dropdown:
    """The list as it is when the page is built; see `shown`."""
    choices = chat_page.choices(_documents(assistant))
    return gr.Dropdown(
        choices,
        label="Ask only (none chosen: all)",
        multiselect=True,
        visible=len(choices) > 1,
        elem_id="qa-only",
    )


def head(assistant: Assistant, takes_documents: bool) -> str:
    """The HTML of the head of the page."""
    try:
        return chat_page.head_html(assistant.documents, assistant.notes, takes_documents)
    except Error as error:
        return chat_page.failure_html(str(error))


def shown(
    assistant: Assistant, only: Sequence[str] | None, takes_documents: bool
) -> tuple[str, dict[str, Any]]:
    """The head, and the list without what is no longer open, as the page is to show them now."""
    choices = chat_page.choices(_documents(assistant))
    paths = {path for _, path in choices}
    chosen = [path for path in only or () if path in paths]
    # A list with something chosen stays visible: who cannot see the choice could not take it back. A choice that stands
    # is not sent, since another one may have been made meanwhile.
    update = gr.update(choices=choices, visible=len(choices) > 1 or bool(chosen))
    if chosen != list(only or ()):
        update["value"] = chosen
    return head(assistant, takes_documents), update


def still_open(assistant: Assistant, only: Sequence[str] | None) -> list[str]:
    """The chosen documents that are open.

    :raises NoneOpenError: if some are chosen and none of them is open: to ask all instead would not be what was meant.
    """
    if not only:
        return []
    paths = {path for path, _ in assistant.documents}
    chosen = [path for path in only if path in paths]
    if not chosen:
        raise NoneOpenError(
            'the documents chosen under "Ask only" are no longer open; nothing is chosen now: ask again to ask all'
        )
    return chosen


def _documents(assistant: Assistant) -> list[tuple[str, str]]:
    with contextlib.suppress(Error):
        return assistant.documents
    return []
