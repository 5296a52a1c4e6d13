"""The chat over HTTP: what it answers, and that text stays text."""

import html
import json
import os
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Answer, Outcome

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
gradio_client = pytest.importorskip("gradio_client", reason="the chat needs gradio")

from qa.chat import AT_ONCE, QUEUED  # noqa: E402
from qa.chat_events import KEPT  # noqa: E402
from qa.chat_page import answer_html, failure_html, head_html, plain, question_html  # noqa: E402
from qa.render import printable  # noqa: E402
from tests.chatting import (  # noqa: E402
    ARTICLE,
    HOSTILE,
    NOTES,
    WordAssistant,
    call,
    chat,
    document,
    hostile,
    musk,
    post,
    request,
    running,
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(musk()) as address:
        yield address


SOURCE = r"/source\?document=\d+&start=\d+&end=\d+&version=[0-9a-f]{16}(?:&as=passage)?#quote"


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
    ours = "a blockquote br details div h1 header li mark p pre small span strong summary table tbody td th thead tr ul"
    assert tags.names <= set(ours.split())
    for name, value in tags.attributes:
        assert name in ("class", "dir", "href", "rel", "scope", "tabindex", "target")
        assert re.fullmatch(rf"[\w -]+|{SOURCE}", str(value)) or str(value).startswith("https://youtu.be/")
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
        assert " ".join(shown.split()).casefold() in " ".join(Tags(page).text.split()).casefold()
        assert all(
            re.fullmatch(SOURCE, str(value)) for name, value in Tags(page).attributes if name == "href"
        )


def test_an_answer_shows_its_words_its_place_and_how_sure_it_is() -> None:
    page = answer_html(musk().ask("How much is the value they offer?"))
    assert re.search(r'"qa-words"[^>]*>&#36;97&#46;4 billion<', page)
    assert "at <mark>&#36;97&#46;4 billion</mark>&#46; Sam" in page
    assert re.search(r'qa-sure">Sure · 93 &#37;<', page)
    assert "musk-and-ai.md, line 3 · The bid for OpenAI · 0:11:53" in Tags(page).text
    link = '<a href="https://youtu.be/R4TzivjuseY?t=713" target="_blank" rel="noopener noreferrer">'
    assert page.count("https://") == 1
    assert link in page
    assert re.search(
        r'"qa-open" href="/source\?document=1&amp;start=159&amp;end=172&amp;version=\w{16}#quote"', page
    )


def test_the_card_of_a_file_that_has_changed_says_so() -> None:
    answer = musk().ask("How much is the value they offer?")
    place = r'<p class="qa-place"[^>]*>([^<]*)</p>'
    assert "changed" not in Tags(answer_html(answer)).text
    changed = replace(answer, citations=tuple(replace(one, changed=True) for one in answer.citations))
    [shown] = re.findall(place, answer_html(changed))
    assert html.unescape(shown).endswith("The bid for OpenAI · 0:11:53 · changed since it was indexed")


def test_how_an_answer_was_found_unfolds() -> None:
    page = answer_html(musk().ask("How much is the value they offer?"))
    found = Tags(page[page.index('<details class="qa-how">') :])
    assert "open" not in dict(found.attributes)
    assert found.text.startswith("How was this found?")
    assert "musk-and-ai.md, line 2 · The bid for OpenAI110.40−1.00" in found.text
    assert "Time: total 0.00 s" in found.text
    some = musk().ask("their offer")
    unranked = replace(some.passages[0], dense_rank=None, similarity=None, margin=None)
    assert "–1––" in Tags(answer_html(replace(some, passages=(unranked,), timings={}))).text


def test_an_unsure_answer_and_another_one_say_so() -> None:
    page = answer_html(musk().ask("reports"))
    assert re.search(r'qa-unsure">Not sure · 42 &#37;</span> Check the sources', page)
    assert page.count("Another passage says&#58; <strong>") == 1
    assert "31 %" in Tags(page).text
    assert "source says" not in Tags(page).text  # two sentences may say the same
    both = Tags(answer_html(musk().ask("OpenAI offer companies left"))).text
    assert "1 source says $97.4 billion, 1 source says 2018." in both


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
    assert "youtu" not in answer_html(answer)


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


def test_the_head_of_a_chat_without_documents_says_what_to_do() -> None:
    assert "No document is open: drop files on this page" in Tags(head_html([], (), True)).text
    assert "No document is open: its sources hold none." in Tags(head_html([], ())).text
    with running(WordAssistant([])) as address:
        assert "No document is open" in html.unescape(chat(address, "zebras?"))


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


@given(st.text(), st.text(min_size=1))
def test_what_was_understood_is_only_text(question: str, understood: str) -> None:
    assert_only_text(question_html(f"x{question}", understood))


def _strings(events: str) -> Iterator[str]:
    """Every string in the JSON of a stream of events."""
    pending: list[Any] = [json.loads(line[6:]) for line in events.split("\n") if line.startswith("data: ")]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, (dict, list)):
            pending += value.values() if isinstance(value, dict) else value
