"""A chat on an assistant that needs no model, and requests to it just as they are given."""

import asyncio
import hashlib
import http.client
import json
import re
import socket
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from index import Document, QuestionError
from index.types import Heading, Run, Time
from qa.answer import Alternative, Answer, Citation, FoundPassage, Outcome, Turn
from qa.assistant import Assistant
from qa.chat import application, build
from qa.follow_up import completed
from qa.guard import Credentials, Guard
from qa.opening import Opening
from qa.serve import Opened, listen, run, server
from qa.suggest import Suggestions
from qa.uploads import Uploads
from tests.hostile import HOSTILE as HOSTILE

SENTENCE = re.compile(r"\S[^\n]*?(?:[.?!](?=\s|$)|(?=\n)|$)")
WORD = re.compile(r"\w{4,}")
SECONDS = 120  # at most, for what takes less than one: a machine may have much else to do
VALUE = re.compile(r"\$[\d.]+ billion|\b\d{4}\b")

SUGGESTIONS = ("When did Musk leave OpenAI?", "How much did Musk offer for OpenAI?")
NOTES = """Elon Musk and the contest for AI
The bid for OpenAI
According to reports, he stood at the head of a group of investors. Their offer put the value of OpenAI at \
$97.4 billion. Sam Altman is reported to have turned the offer down."""
ARTICLE = """What made Elon Musk walk away from OpenAI?
Why did Musk quit OpenAI?
Earlier reports gave a conflict of interest as the reason. When Musk left it in 2018, two other companies of \
his, Tesla and SpaceX, were building AI technologies of their own. A report by Semafor says that this is not \
the whole story."""


def together(payloads: Sequence[str], characters: int = 1_500) -> list[str]:
    """The payloads in few texts, each short enough to be a question: asking them one by one takes a browser long."""
    texts = [""]
    for payload in payloads:
        if len(texts[-1]) + len(payload) > characters:
            texts.append("")
        texts[-1] += f"{payload}\n"
    return [text.strip() for text in texts]


def document(path: str, text: str, video: str | None = None) -> Document:
    """A document whose first line is its title and whose second line is a heading."""
    lines = text.split("\n")
    starts = [0, len(lines[0]) + 1, len(lines[0]) + len(lines[1]) + 2]
    return Document(
        path=path,
        title=lines[0],
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        metadata={} if video is None else {"videoId": video},
        blocks=tuple(match.span() for match in re.finditer(r"[^\n]+", text)),
        runs=tuple(Run(start, start, line) for line, start in enumerate(starts, 1)),
        headings=(Heading(0, starts[1] - 1, 1, lines[0]), Heading(starts[1], starts[2] - 1, 2, lines[1])),
        times=() if video is None else (Time(starts[2], len(text), 713.0),),
    )


class WordAssistant(Assistant):
    """Takes the sentence that has the most words of the question, and a value in it; needs no model."""

    def __init__(self, documents: Sequence[Document], notes: tuple[str, ...] = ()) -> None:
        self._texts = [replace(document, id=number) for number, document in enumerate(documents, 1)]
        self._told = notes

    @property
    def documents(self) -> list[tuple[str, str]]:
        return [(document.path, document.title) for document in self._texts]

    @property
    def tried(self) -> dict[tuple[str, str], str]:
        return {}

    def every_document(self) -> Iterator[Document]:
        return iter(self._texts)

    def document(self, document_id: int) -> Document | None:
        return next((document for document in self._texts if document.id == document_id), None)

    @property
    def notes(self) -> tuple[str, ...]:
        return self._told

    def ask(
        self, question: str, turns: Sequence[Turn] = (), only: Sequence[str] = (), as_typed: bool = False
    ) -> Answer:
        if not any(character.isalnum() for character in question):
            raise QuestionError(f"the question {question!r} is empty: ask something in words")
        if question == "break":
            raise RuntimeError("secret of the program")
        understood = question if as_typed else completed(question, turns)
        carried = "" if understood == question else understood
        asked = {word.lower() for word in WORD.findall(understood)}
        texts = [document for document in self._texts if not only or document.path in only]
        found = sorted((self._best(document, asked) for document in texts), key=lambda best: -best[0])
        passages = tuple(_passage(document) for _, _, document in found)
        if not found:
            return Answer(question, Outcome.NOT_IN_SOURCES, "", 0.0)
        points, citation, _ = found[0]
        if points == 0:
            absent = Answer(question, Outcome.NOT_IN_SOURCES, "", 0.08, passages=passages, understood=carried)
            return replace(absent, only=tuple(only))
        outcome, confidence = (Outcome.ANSWERED, 0.93) if points > 1 else (Outcome.UNSURE, 0.42)
        others = tuple(Alternative(c.quote, 0.31, (c,)) for other, c, _ in found[1:] if other == points)
        return Answer(
            question,
            outcome,
            citation.quote,
            confidence,
            (citation,),
            others,
            passages,
            {"total": 0.0},
            carried,
            only=tuple(only),
        )

    @staticmethod
    def _best(document: Document, asked: set[str]) -> tuple[int, Citation, Document]:
        body = document.headings[1].end + 1
        best = (-1, body, len(document.text))
        for sentence in SENTENCE.finditer(document.text, body):
            words = {word.lower() for word in WORD.findall(sentence[0])}
            if sentence[0].strip() and len(asked & words) > best[0]:
                value = VALUE.search(document.text, *sentence.span())
                best = (len(asked & words), *(value or sentence).span())
        return best[0], Citation.of(document, *best[1:], (body, len(document.text))), document


def _passage(document: Document) -> FoundPassage:
    start, end = document.headings[1].start, len(document.text)
    return FoundPassage(Citation.of(document, start, end, (start, end)), 0.5, 0.4, 1, 1, -1.0)


def musk() -> WordAssistant:
    """An assistant over two documents, one of which has a recording."""
    notes = document("/docs/musk-and-ai.md", NOTES, "R4TzivjuseY")
    return WordAssistant(
        [notes, document("/docs/why.md", ARTICLE)], ("skipped /docs/scan.pdf: no text in it",)
    )


def hostile(payload: str) -> Document:
    """A document that has the payload in its path, title, heading and text."""
    line = " ".join(payload.split())
    text = f"{line}\n{line}\nBefore {payload} the hostile number is 2018 {payload} and after."
    return document(f"/docs/{line}", text, 'R4Tz"><script>alert(1)</script>')


@contextmanager
def running(
    assistant: Assistant,
    suggestions: Sequence[str] = (),
    host: str = "127.0.0.1",
    credentials: Credentials | None = None,
    uploads: Uploads | None = None,
    port: int = 0,
) -> Iterator[str]:
    """The address of a chat, on a free port where none is named."""
    started: list[Any] = []

    async def serve(listener: socket.socket) -> None:
        page = build(assistant, Suggestions(assistant, suggestions), takes_documents=uploads is not None)
        chat = application(page, assistant, uploads)
        async with chat.router.lifespan_context(chat):
            started.append(server(Guard(chat, host, credentials, uploads is not None)))
            await started[0].serve(sockets=[listener])

    with _served(serve, started, port) as url:
        yield url


@contextmanager
def opening(opened: Opened) -> Iterator[str]:
    """The address of a chat that opens as that of a person does."""
    started: list[Any] = []

    async def serve(listener: socket.socket) -> None:
        page = Opening()
        started.append(server(Guard(page, "127.0.0.1")))
        await run(started[0], listener, page, opened)

    with _served(serve, started) as url:
        yield url


@contextmanager
def _served(
    serve: Callable[[socket.socket], Coroutine[Any, Any, None]], started: list[Any], port: int = 0
) -> Iterator[str]:
    """The address at which a thread serves until the block ends; `started` gets the server to stop.

    It waits for the server however slow the machine is, and fails at once where it cannot start.
    """
    with listen("127.0.0.1", port) as listener, ThreadPoolExecutor(1) as thread:
        served = thread.submit(lambda: asyncio.run(serve(listener)))
        while not started and not served.done():
            wait([served], 0.01)
        if not started:
            served.result()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            started[0].should_exit = True
            served.result()


def request(
    url: str, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a request whose path and headers are sent just as they are given."""
    netloc = url.removeprefix("http://")
    connection = http.client.HTTPConnection(netloc, timeout=SECONDS)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        given = (
            {"Host": netloc} | ({} if body is None else {"Content-Length": str(len(body))}) | (headers or {})
        )
        for name, value in given.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    finally:
        connection.close()


def post(url: str, path: str, data: object, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    """Status and JSON of a POST."""
    kind = {"Content-Type": "application/json"}
    status, _, body = request(url, "POST", path, kind | (headers or {}), json.dumps(data).encode())
    return status, json.loads(body) if body[:1] in (b"{", b"[") else body.decode()


def call(url: str, *data: object, name: str = "ask", headers: dict[str, str] | None = None) -> str:
    """The events of one call of an endpoint, as a program without Gradio's client sees them."""
    status, started = post(url, f"/gradio_api/call/{name}", {"data": data}, headers)
    assert status == 200, started
    return request(url, "GET", f"/gradio_api/call/{name}/{started['event_id']}", headers)[2].decode()


def chat(url: str, question: object, session: str = "session", only: Sequence[str] = ()) -> str:
    """What the server sends to the page when a person asks."""
    config = json.loads(request(url, "GET", "/config")[2])
    page_call = next(d for d in config["dependencies"] if any(event == "submit" for _, event in d["targets"]))
    states = [None] * (len(page_call["inputs"]) - 2)  # are kept by the server
    join = {"data": [question, *states, [*only]], "fn_index": page_call["id"], "session_hash": session}
    status, _ = post(url, "/gradio_api/queue/join", join)
    assert status == 200
    return request(url, "GET", f"/gradio_api/queue/data?session_hash={session}")[2].decode()
