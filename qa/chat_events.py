"""What the chat does when a person asks, saves, or says something of an answer."""

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import gradio as gr
from gradio.components.chatbot import ExampleMessage
from starlette.concurrency import run_in_threadpool

from index import Error
from qa import chat_documents, chat_page
from qa.assistant import Assistant
from qa.chat_judged import Shown, judge, not_judged
from qa.chat_keep import file_html
from qa.export import Format, without_reading
from qa.paths import data_folder
from qa.question import QUESTION_CHARACTERS
from qa.suggest import Suggestions
from qa.waiting_line import WaitingLine

KEPT = 50  # questions that a page keeps showing
IN_TURN = 8  # questions of one page that may wait until those before them are answered
_KEY = re.compile(r"[0-9a-f]{32}")

Messages = list[dict[str, str]]


@dataclass(eq=False)
class Exchange:
    """A question and what is said of it, as HTML."""

    question: str
    reply: str = ""

    @property
    def messages(self) -> Messages:
        """Both, as Gradio takes them."""
        return [{"role": "user", "content": self.question}, {"role": "assistant", "content": self.reply}]


class Conversation:
    """What one page shows: its questions are answered one after the other, so that each can follow up the last."""

    def __init__(self) -> None:
        self.answers: list[Shown | None] = []  # one for each question that was asked; None where it failed
        self.turns = WaitingLine(1, IN_TURN)
        self._said: list[Exchange] = []
        self._waiting: list[Exchange] = []
        self._refused: list[Exchange] = []  # at most one

    @property
    def messages(self) -> Messages:
        """All that is said; what is not answered yet comes last, and a refusal until something else is asked."""
        exchanges = [*self._said, *self._waiting, *self._refused][-KEPT:]
        return [message for exchange in exchanges for message in exchange.messages]

    @property
    def is_waiting(self) -> bool:
        """Whether a question is not answered yet."""
        return bool(self._waiting)

    @contextlib.contextmanager
    def exchange(self, question: str) -> Iterator[Exchange]:
        """A question that waits until it ends, is refused, or whoever asked it has left."""
        exchange = Exchange(chat_page.question_html(question))
        self._refused = []
        self._waiting.append(exchange)
        try:
            yield exchange
        finally:
            if exchange in self._waiting:
                self._waiting.remove(exchange)

    def end(self, exchange: Exchange, answer: Shown | None) -> None:
        """Keeps a question with what became of it."""
        self._waiting.remove(exchange)
        self._said = [*self._said, exchange][-KEPT:]
        self.answers = [*self.answers, answer][-KEPT:]

    def refuse(self, exchange: Exchange) -> None:
        """Shows why a question was not asked; it is none to follow up."""
        self._waiting.remove(exchange)
        self._refused = [exchange]


def as_examples(questions: Sequence[str]) -> list[ExampleMessage]:
    """Questions to begin with, as Gradio takes them."""
    return [{"text": question} for question in questions]


Outputs = tuple[Any, Any, Any, Any, Any]  # messages, conversation, "ask it as typed", head, documents


class Events:
    """The events of the page, over one assistant, which several threads call at once.

    :param line: where questions wait.
    :param suggestions: questions to begin with, for the documents as they are.
    :param feedback_folder: where what is said of answers is written down; None is the user's data folder.
    :param takes_documents: whether people can add documents.
    """

    def __init__(
        self,
        assistant: Assistant,
        line: WaitingLine,
        suggestions: Suggestions,
        feedback_folder: Path | None,
        takes_documents: bool,
    ) -> None:
        self._assistant = assistant
        self._line = line
        self._suggestions = suggestions
        self._suggesting = asyncio.Lock()
        # By the keys of their pages, for as long as Gradio keeps them.
        self._pages: WeakValueDictionary[str, Conversation] = WeakValueDictionary()
        self._feedback_folder = feedback_folder
        self._takes_documents = takes_documents

    async def chat(
        self, question: object, conversation: Conversation, only: list[str] | None, as_typed: bool = False
    ) -> AsyncIterator[Outputs]:
        """The page with the question at once, with its place in the line, and with the answer."""
        question = str(question or "")[:QUESTION_CHARACTERS]
        carried = False
        with conversation.exchange(question) as exchange:

            def said() -> Outputs:
                return conversation.messages, conversation, gr.skip(), gr.skip(), gr.skip()

            def waiting(ahead: int = 0) -> Outputs:
                exchange.reply = chat_page.waiting_html(ahead)
                return conversation.messages, conversation, gr.update(visible=False), gr.skip(), gr.skip()

            try:
                async with conversation.turns.join() as turn:
                    async for ahead in turn.ahead():
                        yield waiting(ahead)
                    async with self._line.join() as place:
                        async for ahead in place.ahead():
                            yield waiting(ahead)
                        yield waiting()
                        exchange.reply, answer = await run_in_threadpool(
                            self._reply, question, conversation.answers, only, as_typed
                        )
                    understood = answer.answer.understood if answer else ""
                    asked = answer.answer.only if answer else ()
                    exchange.question = chat_page.question_html(question, understood, asked)
                    conversation.end(exchange, answer)
                    carried = bool(understood)
                    # Still in its turn: what the next one shows must not reach the page before this.
                    yield said()
            except Error as refused:
                exchange.reply = chat_page.failure_html(str(refused), again=True)
                conversation.refuse(exchange)
                yield said()
        # Apart from the messages: Gradio sends the last of these once more at the end, when the next question may have
        # shown something. And its page loses an update of a component after which another comes in the same moment.
        # The documents may have changed since the page was built: the store is kept in step.
        documents = await run_in_threadpool(self.refresh, only)
        yield gr.skip(), gr.skip(), gr.update(visible=carried and not conversation.is_waiting), *documents

    async def chat_example(
        self, conversation: Conversation, only: list[str] | None, event: gr.SelectData
    ) -> AsyncIterator[Outputs]:
        """As `chat`, of an example that was clicked."""
        async for outputs in self.chat(event.value["text"], conversation, only):
            yield outputs

    async def chat_as_typed(
        self, conversation: Conversation, only: list[str] | None
    ) -> AsyncIterator[Outputs]:
        """As `chat`, of the last question, with nothing carried over."""
        last = conversation.answers[-1] if conversation.answers else None
        if last is not None:
            async for outputs in self.chat(last.answer.question, conversation, only, as_typed=True):
                yield outputs

    def save(self, conversation: Conversation, form: Format) -> str:
        """The conversation as the text that the page makes a file of."""
        return file_html([shown.answer for shown in conversation.answers if shown is not None], form)

    def refresh(self, only: list[str] | None) -> tuple[str, dict[str, Any]]:
        """The head of the page and the list of documents, as they are now."""
        return chat_documents.shown(self._assistant, only, self._takes_documents)

    async def begin(self, look: object, conversation: Conversation) -> tuple[Any, Any]:
        """What the page shows before a question is asked of it: questions to begin with, or what it showed before.

        Gradio's page loads itself anew after the connection was lost; the server still has its conversation then.

        :param look: a number that makes it differ from the one before, and the page's key, which only it knows; with
            the word "again" where what it showed before was not all answered.
        """
        _, key, again = (*str(look or "").split(" ", 2), "", "")[:3]
        kept = self._pages.setdefault(key, conversation) if _KEY.fullmatch(key) else conversation
        if kept is not conversation or again:
            return kept.messages, kept
        if not conversation.messages:
            with contextlib.suppress(Error):  # what cannot be read is told in the head
                async with self._suggesting:
                    questions = await run_in_threadpool(self._suggestions.now)
                # Beside the messages of a question that was asked meanwhile, Gradio's page could lose these.
                if not conversation.messages:
                    return gr.update(examples=as_examples(questions)), gr.skip()
        return gr.skip(), gr.skip()

    def note(self, judgement: str, conversation: Conversation) -> str:
        """Writes down what a person said of an answer; see `qa.chat_judged`."""
        try:
            folder = self._feedback_folder or data_folder()
            return judge(self._assistant, folder, judgement or "", conversation.answers)
        except Error as error:
            return not_judged(judgement or "", error)

    def _reply(
        self, question: str, answers: Sequence[Shown | None], only: Sequence[str] | None, as_typed: bool
    ) -> tuple[str, Shown | None]:
        """What the page shows for a question, and the answer in it, without what takes much memory.

        :raises NoneOpenError: if none of the chosen documents is open.
        """
        try:
            turns = [before.answer.turn for before in answers if before is not None]
            if not self._assistant.documents:
                return chat_page.failure_html(chat_page.nothing_open(self._takes_documents)), None
            chosen = chat_documents.still_open(self._assistant, only)
            answer = self._assistant.ask(question, turns, chosen, as_typed)
            shown = Shown(without_reading(answer))
            return chat_page.answer_html(answer, shown.key), shown
        except chat_documents.NoneOpenError:
            raise
        except Error as error:
            return chat_page.failure_html(str(error)), None
        except Exception:
            # An error of this program: the details are for its terminal, not for the page.
            logging.getLogger(__name__).exception("the chat met an error of this program")
            return chat_page.failure_html(
                "Something went wrong in this program; its terminal says what."
            ), None
