"""The chat over HTTP: what it answers to the page and to programs."""

import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from qa.answer import Answer

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
gradio_client = pytest.importorskip("gradio_client", reason="the chat needs gradio")

from qa.chat import AT_ONCE, QUEUED  # noqa: E402
from qa.chat_events import KEPT  # noqa: E402
from qa.chat_page import question_html  # noqa: E402
from tests.chatting import (  # noqa: E402
    ARTICLE,
    HOSTILE,
    WordAssistant,
    call,
    chat,
    document,
    musk,
    post,
    request,
    running,
)
from tests.sharing import url  # noqa: E402
from tests.tags import Tags  # noqa: E402

assert url  # the fixture


def test_a_chosen_document_that_is_gone_fails_once_and_in_plain_words() -> None:
    assistant = musk()
    with running(assistant) as address:
        gone = assistant.documents[1][0]
        assistant._texts = assistant._texts[:1]
        first = chat(address, "When was it that Musk left?", only=[gone])
        assert "are no longer open&#59; nothing is chosen now" in first
        assert '["add",["value"],[]]' in first  # told as what differs from what was sent before
        assert "97&#46;4" in chat(address, "How much is the value they offer?", only=[])


def test_a_program_gets_the_answer_as_json(url: str) -> None:
    client = gradio_client.Client(url, verbose=False, analytics_enabled=False)
    try:
        answer = client.predict("How much is the value they offer?", api_name="/ask")
        expected = json.dumps(musk().ask("How much is the value they offer?").to_json())
        assert answer == json.loads(expected.replace('"path":', '"file":'))
        assert answer["citations"][0]["file"] == "/docs/musk-and-ai.md"
        assert list(client.view_api(return_format="dict", print_info=False)["named_endpoints"]) == [
            "/ask",
            "/search",
            "/documents",
        ]
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
            released.wait(60)
            return super().ask(question)

    released = threading.Event()
    with running(Waiting([document("/a.md", ARTICLE)])) as address:
        answers = [
            post(address, "/gradio_api/call/ask", {"data": [f"Musk {i}"]})
            for i in range(QUEUED + AT_ONCE + 3)
        ]
        assert {status for status, _ in answers} == {200}
        ids = [answer["event_id"] for _, answer in answers]
        refused = request(address, "GET", f"/gradio_api/call/ask/{ids[-1]}")[2].decode()
        assert "event: error" in refused and f"the chat is busy: {QUEUED} questions wait" in refused
        assert "The chat is busy&#58; 32 questions wait already" in chat(address, "Musk")
        released.set()
        taken = request(address, "GET", f"/gradio_api/call/ask/{ids[QUEUED]}")[2]
        assert b"event: complete" in taken


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


def test_a_follow_up_is_shown_as_it_was_understood(url: str) -> None:
    chat(url, "When did Musk leave OpenAI?", "follower")
    strings = list(_strings(chat(url, "why?", "follower")))
    shown = question_html("why?", "Why did Musk leave OpenAI?")
    # What comes later is told as what is to be added to what was sent before.
    assert question_html("why?") in strings and shown.removeprefix(question_html("why?")) in strings
    assert "Understood as: Why did Musk leave OpenAI" in Tags(shown).text
    assert question_html("why?") in "".join(_strings(chat(url, "why?", "stranger")))
    alone = list(_strings(chat(url, "When did Musk leave OpenAI?", "follower")))
    assert alone.count(question_html("When did Musk leave OpenAI?")) >= 2


def _strings(events: str) -> Iterator[str]:
    """Every string in the JSON of a stream of events."""
    pending: list[Any] = [json.loads(line[6:]) for line in events.split("\n") if line.startswith("data: ")]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, (dict, list)):
            pending += value.values() if isinstance(value, dict) else value
