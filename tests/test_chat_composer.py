"""The question box in a real browser: what is typed, sent, refused and chosen, and what comes into sight."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from qa.answer import Answer
from tests.browsing import DESKTOP, PHONE, ask, browser, replied, visit
from tests.chatting import ARTICLE, WordAssistant, document, musk, running

assert browser  # the fixture
QUESTION = "When was it that Musk left?"


class Stepwise(WordAssistant):
    """Answers one question for each time that the test lets it."""

    def __init__(self) -> None:
        super().__init__([document("/docs/why.md", ARTICLE), document("/docs/garden.md", ARTICLE)])
        self.steps = threading.Semaphore(0)
        self.asked: list[str] = []

    def ask(self, question: str, *given: Any, **named: Any) -> Answer:
        self.asked.append(question)
        assert self.steps.acquire(timeout=120)
        return super().ask(question, *given, **named)


@contextmanager
def chatting(browser: Any, size: dict[str, int] = DESKTOP) -> Iterator[tuple[Any, Stepwise]]:
    assistant = Stepwise()
    with running(assistant) as url, visit(browser, url, size) as page:
        try:
            yield page, assistant
        finally:
            assistant.steps.release(100)


def send(page: Any, question: str) -> Any:
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    return box


def test_what_is_typed_meanwhile_stays(browser: Any) -> None:
    with chatting(browser) as (page, assistant):
        box = send(page, QUESTION)
        box.press_sequentially(" And now?")  # begun before the question shows, or after
        page.get_by_text("Reading the documents…").wait_for()
        assert box.input_value().strip() == "And now?"
        box.fill("When does")
        assistant.steps.release()
        replied(page, 0)
        page.wait_for_timeout(500)
        assert box.input_value() == "When does"
        box.fill("")
        assistant.steps.release()
        send(page, "zebras?")
        replied(page, 1)
        assert box.input_value() == ""
        assert assistant.asked == [QUESTION, "zebras?"]


def test_a_second_question_waits_for_the_first_and_both_are_answered(browser: Any) -> None:
    with chatting(browser) as (page, assistant):
        box = send(page, "When did Musk leave OpenAI?")
        page.get_by_text("Reading the documents…").wait_for()
        box.fill("why?")
        page.get_by_role("button", name="Ask", exact=True).dblclick()
        page.get_by_text("Waiting; 1 question is before yours…").wait_for()
        assert box.input_value() == ""
        shown = page.locator("[data-testid=user]")
        assert shown.all_inner_texts() == ["When did Musk leave OpenAI?", "why?"]
        assistant.steps.release()
        assert "2018" in replied(page, 0).inner_text()
        page.locator("[data-testid=bot]").nth(1).get_by_text("Reading the documents…").wait_for()
        page.wait_for_timeout(500)
        assert page.locator(".qa-waiting").count() == 1
        assistant.steps.release()
        replied(page, 1)
        # It follows up the first, although it was sent before that was answered.
        assert "Understood as: Why did Musk leave OpenAI?" in shown.nth(1).inner_text()
        page.wait_for_timeout(500)
        assert page.locator("[data-testid=bot]").count() == 2
        assert assistant.asked == ["When did Musk leave OpenAI?", "why?"]


def test_nothing_is_asked_with_an_empty_box(browser: Any) -> None:
    with chatting(browser) as (page, assistant):
        box = page.get_by_label("Your question")
        page.get_by_role("button", name="Ask", exact=True).click()
        send(page, "   ")
        box.press("Enter")
        page.wait_for_timeout(500)
        assert page.locator("[data-testid=user]").count() == 0
        assistant.steps.release()
        ask(page, QUESTION)
        assert assistant.asked == [QUESTION]


def test_a_question_that_is_refused_stands_in_the_box_again(browser: Any) -> None:
    assistant = musk()
    with running(assistant) as url, visit(browser, url, DESKTOP) as page:
        page.get_by_label("Ask only").click()
        page.get_by_role("option", name="why.md").click()
        page.keyboard.press("Escape")
        assistant._texts = assistant._texts[:1]
        question = "How much is the value\nthey offer?"
        assert "are no longer open" in ask(page, question).inner_text()
        box = page.get_by_label("Your question")
        assert box.input_value() == question
        page.wait_for_timeout(500)  # Gradio's client can lose what is sent the moment another event ends
        box.press("Enter")
        page.get_by_text("$97.4 billion").first.wait_for()
        assert page.locator("[data-testid=user]").count() == 1 and box.input_value() == ""
        page.wait_for_timeout(500)
        assert box.input_value() == ""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_only_documents_of_the_list_can_be_chosen(browser: Any, size: dict[str, int]) -> None:
    with chatting(browser, size) as (page, assistant):
        only, tokens = page.get_by_label("Ask only"), page.locator("#qa-only .token")
        only.press_sequentially("gard")
        only.press("Enter")
        tokens.first.wait_for()
        assert "garden.md" in tokens.first.inner_text()
        only.press_sequentially("zzz")
        only.press("Enter")
        page.get_by_label("Your question").click()
        assert tokens.count() == 1 and only.input_value() == ""
        only.press_sequentially("rent")
        page.get_by_label("Your question").click()
        page.wait_for_timeout(300)
        assert tokens.count() == 1 and only.input_value() == ""
        assistant.steps.release()
        answer = ask(page, QUESTION).inner_text()
        assert "garden.md" in answer and "why.md" not in answer


BEGINS_IN_SIGHT = """answer => {
  const frame = answer.closest("[role=log]").getBoundingClientRect(), place = answer.getBoundingClientRect();
  return place.top >= frame.top - 1 && place.top + 60 <= frame.bottom;
}"""
SCROLLED = "document.querySelector('[role=log]').scrollTop"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_answer_comes_into_sight_unless_the_reader_has_scrolled_up(
    browser: Any, size: dict[str, int]
) -> None:
    with chatting(browser, size) as (page, assistant):
        assistant.steps.release(3)
        for _ in range(3):
            ask(page, QUESTION)
        send(page, QUESTION)
        page.get_by_text("Reading the documents…").wait_for()
        assistant.steps.release()
        fourth = replied(page, 3)
        page.wait_for_timeout(300)
        assert fourth.evaluate(BEGINS_IN_SIGHT)
        send(page, QUESTION)
        page.get_by_text("Reading the documents…").wait_for()
        page.locator("[role=log]").hover()
        page.mouse.wheel(0, -400)
        page.wait_for_timeout(300)
        before = page.evaluate(SCROLLED)
        assistant.steps.release()
        replied(page, 4)
        page.wait_for_timeout(300)
        assert page.evaluate(SCROLLED) == before
        # Scrolled to the end again, the reader follows.
        send(page, QUESTION)
        page.get_by_text("Reading the documents…").wait_for()
        page.mouse.wheel(0, -200)
        page.mouse.wheel(0, 9000)
        page.wait_for_timeout(300)
        assistant.steps.release()
        sixth = replied(page, 5)
        page.wait_for_timeout(300)
        assert sixth.evaluate(BEGINS_IN_SIGHT)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_answer_to_a_long_question_is_in_sight(browser: Any, size: dict[str, int]) -> None:
    with chatting(browser, size) as (page, assistant):
        assistant.steps.release(2)
        ask(page, QUESTION)
        answer = ask(page, ("When was it that Musk left? " * 100)[:2000])
        page.wait_for_timeout(300)
        assert answer.evaluate(BEGINS_IN_SIGHT)
