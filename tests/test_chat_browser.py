"""The chat in a real browser: asking, following up, waiting, and what an answer comes with."""

import threading
from typing import Any

from qa.answer import Answer
from qa.chat import AT_ONCE, QUEUED
from tests.browsing import DESKTOP, PHONE, WIDTH, ask, browser, fresh, opened, replied, url, visit
from tests.chatting import ARTICLE, SUGGESTIONS, WordAssistant, document, musk, opening, post, running
from tests.test_opening import Slow

assert browser and url  # the fixtures
BRIDGES = """Bridges
Of steel
The Forth Bridge was opened in 1890 by a prince."""


def test_a_typed_question_is_answered_with_mark_place_and_badge(browser: Any, url: str) -> None:
    with visit(browser, url, DESKTOP) as page:
        answer = ask(page, "How much is the value they offer?")
        assert answer.locator(".qa-words").inner_text() == "$97.4 billion"
        assert answer.locator(".qa-badge.qa-sure").inner_text() == "Sure · 93 %"
        assert answer.locator("mark").inner_text() == "$97.4 billion"
        assert (
            "musk-and-ai.md, line 3 · The bid for OpenAI · 0:11:53"
            in answer.locator(".qa-place").inner_text()
        )
        assert answer.locator(".qa-title").inner_text() == "Elon Musk and the contest for AI"
        link = answer.get_by_role("link", name="Watch at 0:11:53")
        assert link.get_attribute("href") == "https://youtu.be/R4TzivjuseY?t=713"
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert link.get_attribute("target") == "_blank"
        assert page.get_by_label("Your question").input_value() == ""


def test_a_follow_up_is_completed_and_one_click_asks_it_as_typed(browser: Any, url: str) -> None:
    with visit(browser, url, DESKTOP) as page:
        as_typed = page.get_by_role("button", name="Ask it as typed")
        ask(page, "When did Musk leave OpenAI?")
        assert page.locator(".qa-understood").count() == 0
        assert as_typed.count() == 0 or not as_typed.is_visible()
        ask(page, "why?")
        understood = page.locator(".qa-understood")
        assert understood.inner_text() == "Understood as: Why did Musk leave OpenAI?"
        as_typed.click()
        assert replied(page, 2).locator(".qa-badge").inner_text() == "Not in the sources"
        assert understood.count() == 1
        assert page.locator(".qa-question").last.inner_text() == "why?"
        as_typed.wait_for(state="hidden")


def test_the_outcomes_and_an_error_look_like_what_they_are(browser: Any, url: str) -> None:
    with visit(browser, url, DESKTOP) as page:
        unsure = ask(page, "reports")
        assert unsure.locator(".qa-badge.qa-unsure").inner_text() == "Not sure enough · 42 %"
        assert "Another passage says:" in unsure.locator(".qa-other").inner_text()
        absent = ask(page, "zebras?")
        assert absent.locator(".qa-badge.qa-absent").inner_text() == "Not in the sources"
        assert (absent.locator("blockquote").count(), absent.locator("mark").count()) == (2, 0)
        assert ask(page, "?").inner_text() == "The question '?' is empty: ask something in words"
        assert page.locator("[data-testid=user]").all_inner_texts() == ["reports", "zebras?", "?"]


def test_a_click_asks_an_example_and_the_button_asks_what_is_typed(browser: Any, url: str) -> None:
    with visit(browser, url, PHONE) as page:
        page.get_by_text(SUGGESTIONS[1]).click()
        assert "OpenAI" in replied(page, 0).locator(".qa-answer").inner_text()
        assert page.locator("[data-testid=user]").inner_text() == SUGGESTIONS[1]
        page.get_by_label("Your question").fill("When was it that Musk left?")
        page.get_by_role("button", name="Ask", exact=True).click()
        assert replied(page, 1).locator(".qa-words").inner_text() == "2018"


def test_a_new_answer_is_shown_from_its_beginning(browser: Any, url: str) -> None:
    with visit(browser, url, PHONE) as page:
        for _ in range(3):
            ask(page, "reports")
        page.wait_for_timeout(300)
        question = page.locator("[data-testid=user]").last
        frame = page.locator("[role=log]").bounding_box()
        assert frame["y"] - 1 <= question.bounding_box()["y"] < frame["y"] + 60


def test_no_documents_of_one_page_show_in_another(browser: Any, url: str) -> None:
    with visit(browser, url, DESKTOP) as page:
        ask(page, "reports")
        page.reload()
        page.get_by_label("Your question").wait_for()
        ask(page, "zebras?")
        assert page.locator("[data-testid=user]").all_inner_texts() == ["zebras?"]


def test_screen_readers_hear_words_and_not_markup(browser: Any, url: str) -> None:
    with visit(browser, url, DESKTOP) as page:
        ask(page, "reports")
        assert page.locator("[role=log] [data-testid][aria-label]").count() == 0
        assert page.get_by_role("log").count() == 1
        assert page.get_by_role("heading", name="Ask your documents").count() == 1
        for button in page.get_by_role("button").all():
            assert button.inner_text() or button.get_attribute("aria-label") or button.get_attribute("title")


def test_how_an_answer_was_found_is_closed_until_it_is_asked_for(browser: Any, url: str) -> None:
    with visit(browser, url, PHONE) as page:
        answer = ask(page, "How much is the value they offer?")
        table = answer.locator(".qa-how table")
        assert not table.is_visible()
        answer.get_by_text("How was this found?").click()
        assert table.locator("thead th").all_inner_texts()[1:] == [
            "By meaning",
            "By words",
            "Similarity",
            "Margin",
        ]
        table.get_by_role("link").first.click()
        assert "Their offer put" in opened(page).locator(".near").last.inner_text()
        assert page.evaluate(WIDTH) <= PHONE["width"]


def test_an_answer_comes_with_the_documents_of_then(browser: Any) -> None:
    assistant = musk()
    with running(assistant) as url, visit(browser, url, DESKTOP) as page:
        page.get_by_text("2 documents are open").wait_for()
        assistant._texts.append(document("/docs/later.md", ARTICLE))
        ask(page, "zebras?")
        page.get_by_text("3 documents are open").wait_for()


def test_the_questions_to_begin_with_are_those_of_the_documents_that_are_open(browser: Any) -> None:
    assistant = WordAssistant([])
    with running(assistant) as url, visit(browser, url, DESKTOP) as page:
        page.get_by_text("No document is open").wait_for()
        examples = page.locator("#qa-messages .example")
        assert examples.count() == 0
        assistant._texts.append(document("/docs/bridges.md", BRIDGES))
        page.reload()
        examples.first.wait_for()
        assert examples.all_inner_texts() == ["When was the Forth Bridge opened?"]
        examples.first.click()
        assert "1890" in replied(page, 0).inner_text()
        # Gone with its document, while the page stays open.
        page.reload()
        examples.first.wait_for()
        assistant._texts.clear()
        page.evaluate("dispatchEvent(new Event('qa-changed'))")
        page.get_by_text("No document is open").wait_for()
        examples.first.wait_for(state="detached")


class Held(WordAssistant):
    """Answers when the test lets it."""

    def __init__(self) -> None:
        super().__init__([document("/docs/why.md", ARTICLE)])
        self.released = threading.Event()

    def ask(self, *given: Any, **named: Any) -> Answer:
        assert self.released.wait(120)
        return super().ask(*given, **named)


def test_who_waits_is_told_so_at_once_and_a_full_line_too(browser: Any) -> None:
    assistant = Held()
    with running(assistant) as url, visit(browser, url, DESKTOP) as page:

        def others(count: int) -> None:
            for _ in range(count):
                assert post(url, "/gradio_api/call/ask", {"data": ["When was it that Musk left?"]})[0] == 200

        def send(question: str) -> None:
            page.get_by_label("Your question").fill(question)
            page.get_by_label("Your question").press("Enter")

        others(AT_ONCE + 1)
        send("When was it that Musk left?")
        page.get_by_text(f"Waiting; {AT_ONCE + 1} questions are before yours").wait_for()
        assert page.locator("[data-testid=user]").all_inner_texts() == ["When was it that Musk left?"]
        assert page.get_by_label("Your question").input_value() == ""
        others(QUEUED - 2)
        with visit(browser, url, PHONE) as late:
            late.get_by_label("Your question").fill("Why did Musk quit?")
            late.get_by_label("Your question").press("Enter")
            late.get_by_text(f"The chat is busy: {QUEUED} questions wait already").wait_for()
            assert late.get_by_label("Your question").input_value() == "Why did Musk quit?"
            assistant.released.set()
            assert "2018" in replied(page, 0).inner_text()
            assert late.locator("[data-testid=toast-body]").count() == 0


def test_a_script_that_a_text_would_bring_in_does_not_run(browser: Any, url: str) -> None:
    context = fresh(browser)
    page = context.new_page()
    page.goto(url)
    page.get_by_label("Your question").wait_for()
    page.evaluate("""() => {
      const made = Object.assign(document.createElement("script"), {textContent: "window.ran = 1"});
      document.body.append(made);
      document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = 2'>");
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.ran ?? 0") == 0
    context.close()


def test_only_the_chosen_documents_answer(browser: Any, url: str) -> None:
    with visit(browser, url, DESKTOP) as page:
        assert "2018" in ask(page, "When did Musk leave OpenAI?").inner_text()
        page.get_by_label("Ask only").click()
        page.get_by_role("option", name="Elon Musk and the contest for AI").click()
        page.keyboard.press("Escape")
        answer = ask(page, "When did Musk leave OpenAI?")
        assert "2018" not in answer.inner_text() and "musk-and-ai.md" in answer.inner_text()
        assert page.locator(".qa-understood").inner_text() == "Asked only: musk-and-ai.md"
        page.get_by_role("button", name="Remove").last.click()
        assert "2018" in ask(page, "When did Musk leave OpenAI?").inner_text()


def test_many_tabs_leave_each_other_room(browser: Any, url: str) -> None:
    with visit(browser, url, DESKTOP) as page:
        for _ in range(7):
            page.context.new_page().goto(url)
        assert "2018" in ask(page, "When did Musk leave OpenAI?").inner_text()


def test_a_page_finds_the_chat_again_and_keeps_what_was_typed(browser: Any, url: str) -> None:
    context = fresh(browser)
    page = context.new_page()
    page.goto(url)
    ask(page, "When did Musk leave OpenAI?")
    context.set_offline(True)
    box = page.get_by_label("Your question")
    box.fill("When was it that Musk left?")
    box.press("Enter")
    page.get_by_text("Connection to the server was lost").wait_for()
    context.set_offline(False)
    page.locator(".qa-question").first.wait_for(state="detached")  # it has loaded anew
    while not box.input_value():
        page.wait_for_timeout(100)
    assert box.input_value() == "When was it that Musk left?"
    box.press("Enter")
    assert "2018" in replied(page, 0).inner_text()
    context.close()


def test_the_page_tells_how_far_the_opening_is_and_becomes_the_chat(browser: Any) -> None:
    slow = Slow()
    with opening(slow.opened) as url:
        page = fresh(browser, viewport=PHONE).new_page()
        page.goto(f"{url}/?q=When+did+Musk+leave")
        page.get_by_text("Loading the models …").wait_for()
        assert page.evaluate(WIDTH) <= PHONE["width"]
        slow.read.set()
        page.get_by_text("Reading documents: 12 of 40 …").wait_for()
        slow.ready.set()
        page.get_by_label("Your question").wait_for()
        assert page.get_by_label("Your question").input_value() == "When did Musk leave"
        page.context.close()
