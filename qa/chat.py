"""The chat: a page in the browser, and one endpoint for programs, over one assistant.

Nothing is sent off the machine: no analytics, no fonts, no share link. A page of another site that knows the
address can neither read answers nor ask: a request must name a host that this one serves, come from its own
page, and go to one of the few routes that the page needs; see `qa.guard`.
"""

import contextlib
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
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

from index import Error
from qa import api, chat_api, chat_page, chat_source, chat_uploads, feedback
from qa.answer import Answer
from qa.assistant import Assistant
from qa.chat_keep import SCRIPT, file_html
from qa.export import Format, without_reading
from qa.question import QUESTION_CHARACTERS
from qa.uploads import Uploads

QUEUED = 32  # questions that may wait; one more is told that the chat is busy
AT_ONCE = max(1, min(4, os.cpu_count() or 1))  # questions being answered; each uses the processor fully
KEPT = 50  # questions that a page keeps showing, and
SESSIONS = 200  # pages whose questions the server remembers, so that its memory has an end

JUDGEMENTS = {"right": True, "wrong": False, "neither": None}

Messages = list[dict[str, str]]
Answers = list[Answer | None]
Shown = tuple[str, Messages, Messages, Answers, dict[str, Any], Any, Any]


def build(assistant: Assistant, suggestions: Sequence[str] = ()) -> gr.Blocks:
    """The page, and the endpoints for programs; `suggestions` are questions that a click asks.

    The assistant is called by several threads at once.
    """

    def chat(
        question: str, shown: Messages, answers: Answers, only: list[str], as_typed: bool = False
    ) -> Iterator[Shown]:
        question = (question or "")[:QUESTION_CHARACTERS]
        asked = [*shown, {"role": "user", "content": chat_page.question_html(question)}][1 - 2 * KEPT :]
        waiting = {"role": "assistant", "content": chat_page.waiting_html()}
        yield "", [*asked, waiting], shown, answers, gr.update(visible=False), gr.skip(), gr.skip()
        reply, answer = _reply(assistant, question, answers, only or (), as_typed)
        understood = answer.understood if answer else ""
        asked[-1] = {"role": "user", "content": chat_page.question_html(question, understood)}
        answered = [*asked, {"role": "assistant", "content": reply}]
        changed = gr.update(visible=bool(understood))
        offered = choices()
        # The documents may have changed since the page was built: the store is kept in step. Not an event of the
        # page's loading: Gradio's client can lose a question that is asked as another event ends.
        yield (
            "",
            answered,
            answered,
            [*answers, answer][-KEPT:],
            changed,
            head(),
            gr.update(choices=offered, visible=len(offered) > 1),
        )

    def chat_example(
        shown: Messages, answers: Answers, only: list[str], event: gr.SelectData
    ) -> Iterator[Shown]:
        yield from chat(str(event.value["text"]), shown, answers, only)

    def chat_as_typed(shown: Messages, answers: Answers, only: list[str]) -> Iterator[Shown]:
        last = answers[-1] if answers else None
        if last is not None:
            yield from chat(last.question, shown, answers, only, as_typed=True)

    def save(answers: Answers, form: Format) -> str:
        return file_html([answer for answer in answers if answer is not None], form)

    def head() -> str:
        try:
            return chat_page.head_html(assistant.documents, assistant.notes)
        except Error as error:
            return chat_page.failure_html(str(error))

    def choices() -> list[tuple[str, str]]:
        with contextlib.suppress(Error):
            return chat_page.choices(assistant.documents)
        return []

    page: gr.Blocks = gr.Blocks(title="Ask your documents", analytics_enabled=False, fill_height=True)
    with page:
        top = gr.Markdown(head(), latex_delimiters=[], elem_id="qa-top")
        box, button, messages, as_typed, only = _layout(suggestions, choices())
        # The messages are kept here and not read back from the page: Gradio would build whatever
        # component a client names in one.
        shown = gr.State([], time_to_live=24 * 3600)
        answers = gr.State([], time_to_live=24 * 3600)  # one for each question; None where it failed
        outputs = [box, messages, shown, answers, as_typed, top, only]
        limits: dict[str, Any] = {"concurrency_id": "ask", "concurrency_limit": AT_ONCE}
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        hidden = quiet | limits
        gr.on([box.submit, button.click], chat, [box, shown, answers, only], outputs, **hidden)
        messages.example_select(chat_example, [shown, answers, only], outputs, **hidden)
        as_typed.click(chat_as_typed, [shown, answers, only], outputs, **hidden)
        with gr.Row(elem_id="qa-save"):
            saving = [(gr.Button(f"Save as {form.label}", size="sm"), form) for form in Format]
        file = gr.Markdown(elem_id="qa-file", latex_delimiters=[])
        judged = gr.Textbox(elem_id="qa-judged")
        judged.change(partial(_judge, assistant), [judged, answers], None, **quiet)
        for press, form in saving:
            press.click(partial(save, form=form), answers, file, **quiet)
        chat_api.add_endpoints(assistant, **limits)
    page.queue(max_size=QUEUED)
    return page


def _judge(assistant: Assistant, judgement: str, answers: Answers) -> None:
    """Writes down what a person said of the answer to a question, as "right When did the bridge open?".

    Words that were marked come as "marked 7 0a1b in 1890\\tWhen did the bridge open?", after the number and the
    version of the document that they stand in; see `qa.chat_source`.
    """
    word, _, question = (judgement or "").partition(" ")
    before, _, last = question.rpartition("\t")
    question = last if word == "marked" else question
    asked = [answer for answer in answers if answer is not None and answer.question == question]
    if not asked:
        return
    # In the file it stands alone: as it was understood.
    whole = replace(asked[-1], question=asked[-1].understood or asked[-1].question)
    try:
        if word in JUDGEMENTS:
            feedback.note(api.data_folder(), whole, JUDGEMENTS[word])
        elif word == "marked":
            number, version, words = (*before.split(" ", 2), "", "")[:3]
            document = chat_source.document_of(assistant, number, version)
            feedback.note_words(api.data_folder(), whole, document, words)
    except Error as error:
        raise gr.Error(chat_page.plain(str(error)), print_exception=False) from error


def _layout(
    suggestions: Sequence[str], choices: list[tuple[str, str]]
) -> tuple[gr.Textbox, gr.Button, gr.Chatbot, gr.Button, gr.Dropdown]:
    messages = gr.Chatbot(
        show_label=False,
        examples=[{"text": question} for question in suggestions],
        placeholder='<p class="qa-empty">Ask something that your documents could answer.</p>',
        latex_delimiters=[],
        buttons=[],
        elem_id="qa-messages",
        autoscroll=False,
        height="14rem",  # at least; it takes what the screen has
        scale=1,
    )
    as_typed = gr.Button("Ask it as typed", size="sm", visible=False, elem_id="qa-as-typed")
    only = gr.Dropdown(
        choices,
        label="Ask only (none chosen: all)",
        multiselect=True,
        visible=len(choices) > 1,
        elem_id="qa-only",
    )
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


def _reply(
    assistant: Assistant,
    question: str,
    answers: Sequence[Answer | None],
    only: Sequence[str],
    as_typed: bool,
) -> tuple[str, Answer | None]:
    """What the page shows for a question, and the answer in it, without what takes much memory."""
    try:
        turns = [before.turn for before in answers if before is not None]
        answer = assistant.ask(question, turns, only, as_typed)
        return chat_page.answer_html(answer), without_reading(answer)
    except Error as error:
        return chat_page.failure_html(str(error)), None
    except Exception:
        # An error of this program: the details are for its terminal, not for the page.
        logging.getLogger(__name__).exception("the chat met an error of this program")
        return chat_page.failure_html("Something went wrong in this program; its terminal says what."), None
