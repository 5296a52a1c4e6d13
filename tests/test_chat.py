"""The chat over HTTP: what it answers, what it refuses, and that text stays text."""

import asyncio
import html
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, Error, QuestionError
from index.types import Heading, Run, Time
from qa.answer import Alternative, Answer, Citation, FoundPassage, Outcome
from qa.assistant import Assistant

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
gradio_client = pytest.importorskip("gradio_client", reason="the chat needs gradio")

from qa.chat import KEPT, application, build, listen, serve, server  # noqa: E402
from qa.chat_page import answer_html, failure_html, head_html, plain, question_html  # noqa: E402
from qa.render import printable  # noqa: E402

SENTENCE = re.compile(r"\S[^\n]*?(?:[.?!](?=\s|$)|(?=\n)|$)")
WORD = re.compile(r"\w{4,}")
VALUE = re.compile(r"\$[\d.]+ billion|\b\d{4}\b")

NOTES = """Elon Musk and the contest for AI
The bid for OpenAI
According to reports, he stood at the head of a group of investors. Their offer put the value of OpenAI at \
$97.4 billion. Sam Altman is reported to have turned the offer down."""
ARTICLE = """What made Elon Musk walk away from OpenAI?
Why did Musk quit OpenAI?
Earlier reports gave a conflict of interest as the reason. When Musk left it in 2018, two other companies of \
his, Tesla and SpaceX, were building AI technologies of their own. A report by Semafor says that this is not \
the whole story."""

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="http://evil.example/beacon.png">',
    "![beacon](http://evil.example/beacon.png)",
    "[click](javascript:alert(1))",
    "[click](http://evil.example)",
    "<http://evil.example>",
    "http://evil.example/plain www.evil.example me@evil.example",
    '<a href="javascript:alert(1)">click</a>',
    '<form action="http://evil.example"><input name=q><button>go</button></form>',
    '<iframe src="http://evil.example"></iframe>',
    "<svg/onload=alert(1)>",
    '<div style="position:fixed;inset:0;background:red">over all</div>',
    "<style>*{display:none}</style>",
    '</p></div></mark><script>alert("out")</script>',
    "```mermaid\ngraph TD; A-->B\n```",
    "$$\\href{javascript:alert(1)}{x}$$ \\(x\\) \\[y\\] $z$",
    "# heading\n\n- list\n\n> quote\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "**bold** _it_ ~~gone~~ `code` <b>b</b> ==m==",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
    "\"onmouseover=\"alert(1)\" 'onclick='alert(1)'",
    "<details open ontoggle=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<!--<img src=--><img src=x onerror=alert(1)//>",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} {% raw %}",
    "\u202egnp.exe\u202c \u2066x\u2069 \x1b[31mred\x1b[0m \u200f",
    "<think>hidden</think> <thinking>x</thinking>",
    "</script><script>alert(1)</script>",
    "<base href=http://evil.example/> <meta http-equiv=refresh content=0;url=http://evil.example>",
    "<video src=http://evil.example/v autoplay></video><object data=http://evil.example/o></object>",
    "W" * 300,
]


def document(path: str, text: str, video: str | None = None) -> Document:
    """A document whose first line is its title and whose second line is a heading."""
    lines = text.split("\n")
    starts = [0, len(lines[0]) + 1, len(lines[0]) + len(lines[1]) + 2]
    return Document(
        path=path,
        title=lines[0],
        text=text,
        sha256="",
        metadata={} if video is None else {"videoId": video},
        runs=tuple(Run(start, start, line) for line, start in enumerate(starts, 1)),
        headings=(Heading(0, starts[1] - 1, 1, lines[0]), Heading(starts[1], starts[2] - 1, 2, lines[1])),
        times=() if video is None else (Time(starts[2], len(text), 713.0),),
    )


class WordAssistant(Assistant):
    """Takes the sentence that has the most words of the question, and a value in it; needs no model."""

    def __init__(self, documents: Sequence[Document], notes: tuple[str, ...] = ()) -> None:
        self._texts = list(documents)
        self._told = notes

    @property
    def documents(self) -> list[tuple[str, str]]:
        return [(document.path, document.title) for document in self._texts]

    @property
    def notes(self) -> tuple[str, ...]:
        return self._told

    def ask(self, question: str) -> Answer:
        if not any(character.isalnum() for character in question):
            raise QuestionError(f"the question {question!r} is empty: ask something in words")
        if question == "break":
            raise RuntimeError("secret of the program")
        asked = {word.lower() for word in WORD.findall(question)}
        found = sorted((self._best(document, asked) for document in self._texts), key=lambda best: -best[0])
        passages = tuple(_passage(document) for _, _, document in found)
        points, citation, _ = found[0]
        if points == 0:
            return Answer(question, Outcome.NOT_IN_SOURCES, "", 0.08, passages=passages)
        outcome, confidence = (Outcome.ANSWERED, 0.93) if points > 1 else (Outcome.UNSURE, 0.42)
        others = tuple(Alternative(c.quote, 0.31, (c,)) for other, c, _ in found[1:] if other == points)
        return Answer(
            question, outcome, citation.quote, confidence, (citation,), others, passages, {"total": 0.0}
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
def running(assistant: Assistant, suggestions: Sequence[str] = (), host: str = "127.0.0.1") -> Iterator[str]:
    """The address of a chat on a free port."""
    started: list[Any] = []

    async def run(listener: socket.socket) -> None:
        started.append(server(application(build(assistant, suggestions), host)))
        await started[0].serve(sockets=[listener])

    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=lambda: asyncio.run(run(listener)))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            started[0].should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(musk()) as address:
        yield address


def request(
    url: str, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a request whose path and headers are sent just as they are given."""
    netloc = url.removeprefix("http://")
    connection = http.client.HTTPConnection(netloc, timeout=20)
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


def call(url: str, *data: object) -> str:
    """The events of one call of the endpoint, as a program without Gradio's client sees them."""
    status, started = post(url, "/gradio_api/call/ask", {"data": data})
    assert status == 200, started
    return request(url, "GET", f"/gradio_api/call/ask/{started['event_id']}")[2].decode()


def chat(url: str, question: object, session: str = "session") -> str:
    """What the server sends to the page when a person asks."""
    config = json.loads(request(url, "GET", "/config")[2])
    page_call = next(
        d["id"] for d in config["dependencies"] if any(event == "submit" for _, event in d["targets"])
    )
    join = {"data": [question, None], "fn_index": page_call, "session_hash": session}
    status, _ = post(url, "/gradio_api/queue/join", join)
    assert status == 200
    return request(url, "GET", f"/gradio_api/queue/data?session_hash={session}")[2].decode()


class Tags(HTMLParser):
    """Names and attributes of all elements, and the text between them."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= set(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_only_text(source: str) -> None:
    """Nothing in it is markup but ours, for HTML or for Markdown."""
    tags = Tags(source)
    ours = "a blockquote br details div h1 header li mark p small span strong summary ul"
    assert tags.names <= set(ours.split())
    for name, value in tags.attributes:
        assert name in ("class", "dir", "href", "rel", "target")
        assert re.fullmatch(r"[\w -]+", str(value)) or str(value).startswith("https://youtu.be/")
    between = re.sub(r"<[^<>]+>|&#\d+;", "", source)
    assert not re.search(r"[!-+/;-@\[-`{-~]", between), between  # what is left has no sign that starts markup


@given(st.text())
def test_plain_text_has_no_ascii_sign(text: str) -> None:
    escaped = plain(text)
    assert re.fullmatch(r"(?:[^\x00-\x7f]|[A-Za-z0-9 ]|&#\d+;)*", escaped)
    assert html.unescape(escaped) == printable(" ".join(text.split()))


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_is_only_text(payload: str) -> None:
    assistant = WordAssistant([hostile(payload), hostile(payload)], (payload,))
    answer = assistant.ask("hostile number")
    absent = assistant.ask("nothing about zebras")
    assert (answer.outcome, absent.outcome) == (Outcome.ANSWERED, Outcome.NOT_IN_SOURCES)
    shown = printable(" ".join(payload.split()))
    pages = [
        answer_html(answer),
        answer_html(absent),
        question_html(payload),
        failure_html(payload),
        head_html(assistant.documents, assistant.notes),
    ]
    for page in pages:
        assert_only_text(page)
        assert " ".join(shown.split()).lower() in " ".join(Tags(page).text.split()).lower()
        assert "a" not in Tags(page).names


def test_an_answer_shows_its_words_its_place_and_how_sure_it_is() -> None:
    page = answer_html(musk().ask("How much is the value they offer?"))
    assert re.search(r'"qa-words"[^>]*>&#36;97&#46;4 billion<', page)
    assert "at <mark>&#36;97&#46;4 billion</mark>&#46; Sam" in page
    assert re.search(r'qa-sure">Sure · 93 &#37;<', page)
    assert "musk-and-ai.md, line 3 · The bid for OpenAI · 0:11:53 Watch at 0:11:53" in Tags(page).text
    link = '<a href="https://youtu.be/R4TzivjuseY?t=713" target="_blank" rel="noopener noreferrer">'
    assert page.count("href") == 1
    assert link in page


def test_an_unsure_answer_and_another_one_say_so() -> None:
    page = answer_html(musk().ask("reports"))
    assert re.search(r'qa-unsure">Not sure · 42 &#37;</span> Check the sources', page)
    assert page.count("Another passage says: <strong>") == 1
    assert "31 %" in Tags(page).text


def test_what_is_not_in_the_sources_shows_the_three_nearest_passages() -> None:
    page = answer_html(WordAssistant([document(f"/{i}.md", ARTICLE) for i in range(4)]).ask("zebras"))
    assert 'qa-absent">Not in the sources</span> The nearest passages are&#58;' in page
    assert page.count("<blockquote") == 3
    assert "<mark>" not in page
    assert "Why did Musk quit OpenAI&#63;<br>Earlier reports" in page


@pytest.mark.parametrize(
    "video", ["short", "x" * 21, "a b c d e f", "../../../x", 'R4Tz"onclick="x', "R4Tzivj?x=1"]
)
def test_a_strange_video_has_no_link(video: str) -> None:
    answer = WordAssistant([document("/a.md", NOTES, video)]).ask("their offer")
    assert "href" not in answer_html(answer)


def test_many_places_unfold() -> None:
    answer = musk().ask("their offer")
    several = Answer(**(vars(answer) | {"citations": answer.citations * 5}))
    assert "<summary>3 more places</summary>" in answer_html(several)


def test_the_head_names_the_documents_and_the_notes() -> None:
    text = Tags(head_html(musk().documents, musk().notes)).text
    assert "2 documents are open" in text
    assert "What made Elon Musk walk away from OpenAI? why.md" in text
    assert "1 note" in text
    assert "skipped /docs/scan.pdf: no text in it" in text
    many = head_html([(f"/{i}.md", f"Title {i}") for i in range(1000)], ())
    assert "and 800 more" in many
    assert "qa-notes" not in many


def test_a_program_gets_the_answer_as_json(url: str) -> None:
    client = gradio_client.Client(url, verbose=False, analytics_enabled=False)
    try:
        answer = client.predict("How much is the value they offer?", api_name="/ask")
        expected = json.dumps(musk().ask("How much is the value they offer?").to_json())
        assert answer == json.loads(expected.replace('"path":', '"file":'))
        assert answer["citations"][0]["file"] == "/docs/musk-and-ai.md"
        assert list(client.view_api(return_format="dict", print_info=False)["named_endpoints"]) == ["/ask"]
        with pytest.raises(
            gradio_client.exceptions.AppError, match=r"^the question ' ' is empty: ask something"
        ):
            client.predict(" ", api_name="/ask")
    finally:
        client.close()


def test_the_endpoint_answers_without_a_client_library(url: str) -> None:
    events = call(url, "When was it that Musk left?")
    assert "event: complete" in events
    assert json.loads(events.split("data: ")[-1])[0]["text"] == "2018"


@pytest.mark.parametrize(
    ("question", "message"),
    [(5, "the question is not text"), ("?", "the question '?' is empty"), ("break", "null")],
)
def test_the_endpoint_says_what_is_wrong_and_no_more(
    url: str, question: object, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    events = call(url, question)
    assert "event: error" in events
    assert message in events
    assert "secret" not in events
    assert ("secret" in capfd.readouterr().err) == (question == "break")


def test_many_ask_at_once_and_each_gets_its_answer(url: str) -> None:
    asked = ["When was it that Musk left?", "How much is the value they offer?"] * 8
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda question: call(url, question), asked))
    texts = [json.loads(events.split("data: ")[-1])[0]["text"] for events in answers]
    assert texts == ["2018", "$97.4 billion"] * 8


def test_more_questions_than_may_wait_are_told_so() -> None:
    class Waiting(WordAssistant):
        def ask(self, question: str) -> Answer:
            released.wait(30)
            return super().ask(question)

    released = threading.Event()
    with running(Waiting([document("/a.md", ARTICLE)])) as address:
        answers = [post(address, "/gradio_api/call/ask", {"data": [f"Musk {i}"]}) for i in range(45)]
        released.set()
        refused = [answer for status, answer in answers if status == 503]
        assert 5 <= len(refused) < 45 - 32 + 1
        assert "Queue is full" in str(refused[0])
        taken = [answer["event_id"] for status, answer in answers if status == 200]
        last = request(address, "GET", f"/gradio_api/call/ask/{taken[-1]}")[2]
        assert b"event: complete" in last


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_reaches_the_page_escaped(url: str, payload: str) -> None:
    events = chat(url, payload, f"session{HOSTILE.index(payload)}")
    assert "process_completed" in events
    for signs in (
        "<script",
        "<img",
        "<iframe",
        "<form",
        "<svg",
        "<style",
        "<base",
        "onerror=",
        "](",
        "```",
        "$$",
        "**",
    ):
        assert signs not in events
    assert question_html(payload) in "".join(_strings(events))


def test_the_page_is_told_of_errors_without_details(url: str, caplog: pytest.LogCaptureFixture) -> None:
    assert "The question &#39;&#63;&#39; is empty" in chat(url, "?", "empty")
    broken = chat(url, "break", "broken")
    assert "Something went wrong in this program" in broken
    assert "secret" not in broken
    assert "Traceback" not in broken
    assert "secret of the program" in caplog.text
    assert "is empty" in chat(url, None, "none")
    assert len(chat(url, "a" * 60_000, "long")) < 60_000


def test_a_page_shows_the_last_questions_only(url: str) -> None:
    for number in range(KEPT + 2):
        events = chat(url, f"zebra {number}", "loyal")
    roles = [line for line in _strings(events) if "qa-question" in line]
    assert not any(question_html("zebra 1") == line for line in roles)
    assert question_html(f"zebra {KEPT + 1}") in roles


def _strings(events: str) -> Iterator[str]:
    """Every string in the JSON of a stream of events."""
    pending: list[Any] = [json.loads(line[6:]) for line in events.splitlines() if line.startswith("data: ")]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, (dict, list)):
            pending += value.values() if isinstance(value, dict) else value


ROUTES = [
    ("GET", "/"),
    ("HEAD", "/"),
    ("GET", "/config"),
    ("GET", "/theme.css"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/heartbeat/abc"),
    ("GET", "/gradio_api/queue/data?session_hash=abc"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/call/ask"),
    ("POST", "/gradio_api/upload"),
    ("GET", "/gradio_api/mcp/sse"),
    ("OPTIONS", "/gradio_api/call/ask"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_foreign_hosts_are_refused_everywhere(url: str, method: str, path: str) -> None:
    port = url.rpartition(":")[2]
    for host in (
        "evil.example",
        f"evil.example:{port}",
        f"127.0.0.1.evil.example:{port}",
        "localhost.evil.example",
        "127.0.0.1@evil.example",
        "[::1].evil.example",
        "192.0.2.7",
        "",
    ):
        assert request(url, method, path, {"Host": host}, b"{}" if method == "POST" else None)[0] == 400, host


def test_the_names_of_this_machine_are_served(url: str) -> None:
    port = url.rpartition(":")[2]
    for host in ("127.0.0.1", f"localhost:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"):
        assert request(url, "GET", "/config", {"Host": host})[0] == 200, host


def test_an_open_chat_is_served_by_number_and_by_its_own_name_only() -> None:
    with running(musk(), host="0.0.0.0") as address:
        for host in (
            "192.0.2.7:7860",
            "[2001:db8::1]",
            socket.gethostname(),
            f"{socket.gethostname()}.local",
        ):
            assert request(address, "GET", "/config", {"Host": host})[0] == 200, host
        for host in ("evil.example", "0.0.0.0.evil.example", "1.2.3.4.5"):
            assert request(address, "GET", "/config", {"Host": host})[0] == 400, host
    with running(musk(), host="Chat.Example") as address:
        assert request(address, "GET", "/config", {"Host": "chat.example:7860"})[0] == 200
        assert request(address, "GET", "/config", {"Host": "192.0.2.7"})[0] == 400


def test_pages_of_other_sites_cannot_ask(url: str) -> None:
    port = int(url.rpartition(":")[2])
    question = {"data": ["When was it that Musk left?"]}
    for origin in (
        "http://evil.example",
        "null",
        f"http://127.0.0.1:{port + 1}",
        "https://127.0.0.1",
        "file://",
    ):
        assert post(url, "/gradio_api/call/ask", question, {"Origin": origin})[0] == 403, origin
        preflight = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        status, headers, _ = request(url, "OPTIONS", "/gradio_api/call/ask", preflight)
        assert status == 403
        assert "access-control-allow-origin" not in headers
    assert post(url, "/gradio_api/call/ask", question, {"Origin": url})[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/upload/",
        "/gradio_api/upload?upload_id=1",
        "/gradio_api/%75pload",
        "/gradio_api%2Fupload",
        "/gradio_api/upload%2F",
        "/gradio_api/upload;a",
        "//gradio_api/upload",
        "/gradio_api//upload",
        "/gradio_api/./upload",
        "/gradio_api/queue/../upload",
        "/GRADIO_API/UPLOAD",
        "/upload",
        "/gradio_api/upload_progress?upload_id=1",
        "/gradio_api/stream/x",
        "/gradio_api/component_server",
        "/gradio_api/process_recording",
        "/gradio_api/run/ask",
        "/gradio_api/api/chat",
        "/gradio_api/call/chat",
        "/gradio_api/vibe-edit",
        "/login",
    ],
)
def test_uploads_and_what_the_page_does_not_need_are_closed(url: str, path: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhello\r\n--b--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    for method in ("POST", "PUT", "GET"):
        if not (method == "GET" and path == "/"):
            assert request(url, method, path, kind, body)[0] == 403, (method, path)


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file={}",
        "/file={}",
        "/gradio_api/file/{}",
        "/gradio_api/file=file://{}",
        "/gradio_api/file=http://127.0.0.1:1/{}",
        "/gradio_api/proxy=http://127.0.0.1:1/{}",
        "/static/../../../../../../../..{}",
        "/static/%2e%2e/%2e%2e/%2e%2e{}",
        "/assets/..%2f..%2f..%2f..%2f..%2f..{}",
        "/static/{}",
        "/assets//{}",
        "/gradio_api/custom_component/x/client/component/..%2f..{}",
        "/svelte/../../{}",
        "/gradio_api/deep_link?session_hash=x",
        "/monitoring",
        "/gradio_api/runs",
    ],
)
def test_no_file_is_served(url: str, path: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary", encoding="utf-8")
    status, _, body = request(url, "GET", path.format(secret))
    assert status in (403, 404)
    assert b"canary" not in body


def test_every_answer_has_the_safety_headers(url: str) -> None:
    answers = [
        request(url, "GET", "/"),
        request(url, "GET", "/nothing"),
        request(url, "GET", "/", {"Host": "evil"}),
    ]
    assert [status for status, _, _ in answers] == [200, 403, 400]
    for _, headers, _ in answers:
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_long_requests_are_refused(url: str) -> None:
    kind = {"Content-Type": "application/json"}
    assert request(url, "POST", "/gradio_api/call/ask", kind, b" " * 65_537)[0] == 413
    assert request(url, "POST", "/gradio_api/call/ask", kind | {"Transfer-Encoding": "chunked"})[0] == 413
    assert request(url, "POST", "/gradio_api/call/ask", kind | {"Content-Length": "-1"})[0] in (400, 413)


def test_suggestions_and_titles_stay_text_in_the_first_page() -> None:
    assistant = WordAssistant([hostile(payload) for payload in HOSTILE], tuple(HOSTILE))
    with running(assistant, HOSTILE) as address:
        page = request(address, "GET", "/")[2].decode()
    assert "alert(1)</script>" not in page
    assert "<img src=x" not in page
    assert 'src="http://evil' not in page


def test_a_port_in_use_is_said_in_one_line(url: str) -> None:
    port = int(url.rpartition(":")[2])
    with pytest.raises(
        Error, match=rf"^cannot open .* port {port} of host 127\.0\.0\.1: it is in use; .* --port$"
    ):
        serve(musk(), port=port)
    for host, port in (("192.0.2.1", 0), ("127.0.0.1", 70_000), ("127.0.0.1", -1), ("no such host", 0)):
        with pytest.raises(
            Error, match=r"^(cannot open the chat at port \d+ of host .+: .+|port .+ is none: .+)$"
        ) as raised:
            serve(musk(), host, port)
        assert "\n" not in str(raised.value)


def test_serve_says_where_it_is_asks_nobody_else_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    program = tmp_path / "chat.py"
    program.write_text(
        "import sys\n"
        "def heard(event, given):\n"
        "    if event in ('socket.getaddrinfo', 'socket.connect', 'socket.gethostbyname'):\n"
        "        host = given[0] if event != 'socket.connect' else given[1][0]\n"
        "        if host not in (None, '127.0.0.1', 'localhost', '::1'):\n"
        "            print('looked up', host, flush=True)\n"
        "sys.addaudithook(heard)\n"
        "from tests.test_chat import musk, serve\n"
        "serve(musk(), port=0)\n"
        "print('ended')\n",
        encoding="utf-8",
    )
    root = str(Path(__file__).parent.parent)
    env = {
        **os.environ,
        "PYTHONPATH": root,
        "HTTP_PROXY": "http://192.0.2.1:9",
        "GRADIO_ANALYTICS_ENABLED": "True",
    }
    started = subprocess.Popen(
        [sys.executable, program], stdout=subprocess.PIPE, text=True, cwd=root, env=env
    )
    with started:
        assert started.stdout is not None
        first = started.stdout.readline()
        try:
            address = re.fullmatch(r"Chat: (http://127\.0\.0\.1:\d+)\n", first)
            assert address, first
            assert "2018" in call(address[1], "When was it that Musk left?")
            with httpx.stream("GET", f"{address[1]}/gradio_api/heartbeat/abc", trust_env=False) as stream:
                assert stream.status_code == 200
                started.send_signal(signal.SIGINT)
                asked = time.monotonic()
                assert started.wait(20) == 0
            assert time.monotonic() - asked < 10
            assert started.stdout.read() == "ended\n"
        finally:
            started.kill()
