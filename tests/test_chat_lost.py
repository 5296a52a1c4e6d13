"""A page in a real browser whose connection is lost, and a chat that is started again."""

from typing import Any

from tests.browsing import DESKTOP, browser, fresh, replied
from tests.browsing import ask as asked
from tests.chatting import musk, running
from tests.test_chat_composer import Stepwise, send

assert browser  # the fixture
QUESTIONS = ["When did Musk leave OpenAI?", "How much is the value they offer?"]
LOST = "Connection to the server was lost"


def opened(browser: Any, url: str) -> Any:
    page = fresh(browser, viewport=DESKTOP).new_page()
    page.goto(url)
    page.get_by_label("Your question").wait_for()
    return page


def lose(page: Any, question: str) -> None:
    """Sends a question that reaches nobody, and finds the chat again."""
    page.evaluate("window.isBefore = true")
    page.context.set_offline(True)
    send(page, question)
    page.get_by_text(LOST).first.wait_for()
    page.context.set_offline(False)
    until_loaded(page)


def until_loaded(page: Any) -> None:
    page.wait_for_function("() => !window.isBefore")
    page.wait_for_function("() => document.querySelector('#qa-composer textarea')?.value")


def test_a_lost_connection_loses_no_answer(browser: Any) -> None:
    with running(musk()) as url:
        page = opened(browser, url)
        for question in QUESTIONS:
            asked(page, question)
        messages = page.locator("[data-testid=user], [data-testid=bot]")
        before = messages.all_inner_texts()
        lose(page, "why?")
        page.locator(".qa-answer").nth(1).wait_for()
        page.locator(".qa-keep").nth(1).wait_for()
        assert messages.all_inner_texts() == before
        assert page.get_by_label("Your question").input_value() == "why?"
        page.get_by_label("Your question").press("Enter")
        replied(page, 2)
        # It is the same conversation for the server too.
        assert "Understood as: Why" in page.locator("[data-testid=user]").nth(2).inner_text()
        page.locator(".qa-answer").first.get_by_role("button", name="Right").click()
        page.get_by_text("Noted in").first.wait_for()
        page.wait_for_timeout(5500)  # by then the page would have told that all is gone
        assert page.locator(".qa-anew").count() == 0
        # Whoever loads the page anew begins a new conversation.
        page.reload()
        page.get_by_label("Your question").wait_for()
        page.wait_for_timeout(500)
        assert page.locator("[data-testid=user]").count() == 0
        page.context.close()


def test_an_answer_that_comes_while_the_connection_is_lost_is_shown(browser: Any) -> None:
    assistant = Stepwise()
    with running(assistant) as url:
        page = opened(browser, url)
        send(page, QUESTIONS[0])
        page.get_by_text("Reading the documents…").wait_for()
        try:
            lose(page, "zebras?")
            page.get_by_text("Reading the documents…").wait_for()
        finally:
            assistant.steps.release(2)
        assert "2018" in replied(page, 0).inner_text()
        page.get_by_label("Your question").press("Enter")
        assert "Not in the sources" in replied(page, 1).inner_text()
        assert assistant.asked == [QUESTIONS[0], "zebras?"]
        page.context.close()


def test_a_chat_that_was_started_again_says_so(browser: Any) -> None:
    gone = "The chat was started again: what stood here before is gone."
    with running(musk()) as url:
        page = opened(browser, url)
        for question in QUESTIONS:
            asked(page, question)
    page.evaluate("window.isBefore = true")
    send(page, "zebras?")
    page.get_by_text(LOST).first.wait_for()
    with running(musk(), port=int(url.rpartition(":")[2])):
        until_loaded(page)
        page.get_by_text(gone).wait_for()
        assert page.get_by_label("Your question").input_value() == "zebras?"
        page.get_by_label("Your question").press("Enter")
        assert "Not in the sources" in replied(page, 0).inner_text()
        assert page.get_by_text(gone).count() == 1
        page.context.close()
