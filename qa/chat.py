"""The chat: a page in the browser, and one endpoint for programs, over one assistant.

Nothing is sent off the machine: no analytics, no fonts, no share link. A page of another site that knows the
address can neither read answers nor ask: a request must name a host that this one serves, come from its own
page, and go to one of the few routes that the page needs; see `qa.guard`.
"""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

# Set before Gradio is imported, which may report at once. The second is how many questions lie between two
# summaries for its page of statistics, which is closed here.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"

import gradio as gr
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse

from qa import chat_api, chat_documents, chat_page, chat_source, chat_uploads
from qa.assistant import Assistant
from qa.chat_events import Conversation, Events, as_examples
from qa.chat_keep import SCRIPT
from qa.export import Format
from qa.question import QUESTION_CHARACTERS
from qa.suggest import Suggestions
from qa.uploads import Uploads
from qa.waiting_line import WaitingLine

QUEUED = 32  # questions that may wait; one more is told that the chat is busy
AT_ONCE = max(1, min(4, os.cpu_count() or 1))  # questions being answered; each uses the processor fully
SESSIONS = 200  # pages whose questions the server remembers, so that its memory has an end


def build(
    assistant: Assistant,
    suggestions: Suggestions,
    feedback_folder: Path | None = None,
    takes_documents: bool = False,
) -> gr.Blocks:
    """The page, and the endpoints for programs.

    The assistant is called by several threads at once.

    :param suggestions: questions that a click asks, which follow the documents.
    :param feedback_folder: where what is said of answers is written down; None is the user's data folder.
    :param takes_documents: whether people can add documents; the page then says how.
    """
    line = WaitingLine(AT_ONCE, QUEUED)
    events = Events(assistant, line, suggestions, feedback_folder, takes_documents)
    page: gr.Blocks = gr.Blocks(title="Ask your documents", analytics_enabled=False, fill_height=True)
    with page:
        top = gr.Markdown(
            chat_documents.head(assistant, takes_documents), latex_delimiters=[], elem_id="qa-top"
        )
        box, button, messages, as_typed, only = _layout(suggestions.last, assistant)
        # What was said is kept here and not read back from the page: Gradio would build whatever component a
        # client names in one.
        conversation = gr.State(Conversation(), time_to_live=24 * 3600)
        outputs = [messages, conversation, as_typed, top, only]
        # Whoever asks waits in the line, where the page can be told so, and not in Gradio's queue.
        limits: dict[str, Any] = {"concurrency_limit": None}
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        # Gradio's client can lose a question that is asked as another event of the queue ends.
        aside = quiet | {"queue": False, "trigger_mode": "multiple"}
        # Preprocessed, a question that is asked as a chosen document goes would be refused in words of Gradio: see
        # `chat_documents.still_open`.
        asking = quiet | limits | {"preprocess": False}
        # The conversation lets questions wait for each other; as "once", the second would be dropped.
        several = asking | {"trigger_mode": "multiple"}
        gr.on([box.submit, button.click], events.chat, [box, conversation, only], outputs, **several)
        messages.example_select(events.chat_example, [conversation, only], outputs, **asking)
        as_typed.click(events.chat_as_typed, [conversation, only], outputs, **asking)
        with gr.Row(elem_id="qa-save"):
            saving = [(gr.Button(f"Save as {form.label}", size="sm"), form) for form in Format]
        file = gr.Markdown(elem_id="qa-file", latex_delimiters=[])
        judged, noted = gr.Textbox(elem_id="qa-judged"), gr.Markdown(elem_id="qa-noted", latex_delimiters=[])
        judged.change(events.note, [judged, conversation], noted, **aside)
        changes = gr.Textbox(elem_id="qa-changes")  # written by the script: documents have changed
        changes.change(events.refresh, [only], [top, only], preprocess=False, **aside)
        changes.change(
            events.begin, [changes, conversation], [messages, conversation], preprocess=False, **aside
        )
        for press, form in saving:
            press.click(partial(events.save, form=form), conversation, file, **quiet)
        chat_api.add_endpoints(assistant, line, **limits)
    page.queue(max_size=QUEUED, api_open=False)
    return page


def _layout(
    suggestions: Sequence[str], assistant: Assistant
) -> tuple[gr.Textbox, gr.Button, gr.Chatbot, gr.Button, gr.Dropdown]:
    messages = gr.Chatbot(
        show_label=False,
        examples=as_examples(suggestions),
        placeholder='<p class="qa-empty">Ask something that your documents could answer.</p>',
        latex_delimiters=[],
        buttons=[],
        elem_id="qa-messages",
        autoscroll=False,
        height="14rem",  # at least; it takes what the screen has
        scale=1,
    )
    as_typed = gr.Button("Ask it as typed", size="sm", visible=False, elem_id="qa-as-typed")
    only = chat_documents.document_list(assistant)
    with gr.Row(elem_id="qa-composer"):
        box = gr.Textbox(label="Your question", max_lines=4, max_length=QUESTION_CHARACTERS, autofocus=True)
        button = gr.Button("Ask", variant="primary", scale=0, min_width=96)
    return box, button, messages, as_typed, only


def application(page: gr.Blocks, assistant: Assistant, uploads: Uploads | None = None) -> FastAPI:
    """The page as a web application, to be put behind `qa.guard.Guard`.

    :param assistant: whose documents the page shows at their places.
    :param uploads: where documents go that people add; None takes none.
    """

    def source(request: Request) -> HTMLResponse:
        return chat_source.source_answer(assistant, request)

    own = FastAPI(openapi_url=None)
    own.add_route(chat_source.ROUTE, source, ["GET", "HEAD"])
    if uploads is not None:

        async def added(request: Request) -> JSONResponse:
            return await chat_uploads.added_answer(assistant, uploads, request)

        own.add_route(chat_uploads.ROUTE, added, chat_uploads.METHODS)
    page.state_session_capacity = SESSIONS
    fonts = [gr.themes.Font("system-ui"), gr.themes.Font("sans-serif")]
    web: FastAPI = gr.mount_gradio_app(
        own,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        root_path="",
        ssr_mode=False,
        mcp_server=False,
        theme=gr.themes.Base(font=fonts, font_mono=fonts),
        css_paths=Path(__file__).with_name("chat.css"),
        head=chat_page.SCRIPT + SCRIPT + (chat_uploads.SCRIPT if uploads is not None else ""),
    )
    return web
