"""What the chat does when a person asks, saves, or says something of an answer."""

import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.concurrency import run_in_threadpool

from index import Error
from qa import api, chat_documents, chat_page
from qa.assistant import Assistant
from qa.chat_judged import Shown, judge, not_judged
from qa.chat_keep import file_html
from qa.export import Format, without_reading
from qa.question import QUESTION_CHARACTERS
from qa.waiting_line import WaitingLine

KEPT = 50  # questions that a page keeps showing

Messages = list[dict[str, str]]
Answers = list[Shown | None]  # one for each question; None where it failed
Outputs = tuple[str, Messages, Messages, Answers, dict[str, Any], Any, Any]


class Events:
    """The events of the page, over one assistant, which several threads call at once.

    :param line: where questions wait.
    :param feedback_folder: where what is said of answers is written down; None is the user's data folder.
    :param takes_documents: whether people can add documents.
    """

    def __init__(
        self, assistant: Assistant, line: WaitingLine, feedback_folder: Path | None, takes_documents: bool
    ) -> None:
        self._assistant = assistant
        self._line = line
        self._feedback_folder = feedback_folder
        self._takes_documents = takes_documents

    async def chat(
        self, question: str, shown: Messages, answers: Answers, only: list[str] | None, as_typed: bool = False
    ) -> AsyncIterator[Outputs]:
        """The page with the question at once, with its place in the line, and with the answer."""
        question = (question or "")[:QUESTION_CHARACTERS]
        asked = [*shown, {"role": "user", "content": chat_page.question_html(question)}][1 - 2 * KEPT :]

        def unanswered(html: str, typed: str = "") -> Outputs:
            said = [*asked, {"role": "assistant", "content": html}]
            return typed, said, shown, answers, gr.update(visible=False), gr.skip(), gr.skip()

        try:
            async with self._line.join() as place:
                async for ahead in place.ahead():
                    yield unanswered(chat_page.waiting_html(ahead))
                yield unanswered(chat_page.waiting_html())
                reply, answer = await run_in_threadpool(self._reply, question, answers, only, as_typed)
        except Error as busy:
            yield unanswered(chat_page.failure_html(str(busy)), question)
            return
        understood = answer.answer.understood if answer else ""
        asked[-1] = {"role": "user", "content": chat_page.question_html(question, understood)}
        answered = [*asked, {"role": "assistant", "content": reply}]
        changed = gr.update(visible=bool(understood))
        # The documents may have changed since the page was built: the store is kept in step.
        documents = await run_in_threadpool(self.refresh, only)
        yield "", answered, answered, [*answers, answer][-KEPT:], changed, *documents

    async def chat_example(
        self, shown: Messages, answers: Answers, only: list[str] | None, event: gr.SelectData
    ) -> AsyncIterator[Outputs]:
        """As `chat`, of an example that was clicked."""
        async for outputs in self.chat(str(event.value["text"]), shown, answers, only):
            yield outputs

    async def chat_as_typed(
        self, shown: Messages, answers: Answers, only: list[str] | None
    ) -> AsyncIterator[Outputs]:
        """As `chat`, of the last question, with nothing carried over."""
        last = answers[-1] if answers else None
        if last is not None:
            async for outputs in self.chat(last.answer.question, shown, answers, only, as_typed=True):
                yield outputs

    def save(self, answers: Answers, form: Format) -> str:
        """The conversation as the text that the page makes a file of."""
        return file_html([shown.answer for shown in answers if shown is not None], form)

    def refresh(self, only: list[str] | None) -> tuple[str, dict[str, Any]]:
        """The head of the page and the list of documents, as they are now."""
        return chat_documents.shown(self._assistant, only, self._takes_documents)

    def note(self, judgement: str, answers: Answers) -> str:
        """Writes down what a person said of an answer; see `qa.chat_judged`."""
        try:
            folder = self._feedback_folder or api.data_folder()
            return judge(self._assistant, folder, judgement or "", answers)
        except Error as error:
            return not_judged(judgement or "", error)

    def _reply(
        self, question: str, answers: Answers, only: Sequence[str] | None, as_typed: bool
    ) -> tuple[str, Shown | None]:
        """What the page shows for a question, and the answer in it, without what takes much memory."""
        try:
            turns = [before.answer.turn for before in answers if before is not None]
            if not self._assistant.documents:
                return chat_page.failure_html(chat_page.nothing_open(self._takes_documents)), None
            chosen = chat_documents.still_open(self._assistant, only)
            answer = self._assistant.ask(question, turns, chosen, as_typed)
            shown = Shown(without_reading(answer))
            return chat_page.answer_html(answer, shown.key), shown
        except Error as error:
            return chat_page.failure_html(str(error)), None
        except Exception:
            # An error of this program: the details are for its terminal, not for the page.
            logging.getLogger(__name__).exception("the chat met an error of this program")
            return chat_page.failure_html(
                "Something went wrong in this program; its terminal says what."
            ), None
