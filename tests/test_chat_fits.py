"""The chat in a real browser: the question stays in sight on any screen, and nothing is cut off."""

from pathlib import Path
from typing import Any

import pytest

from qa.opening import PAGE
from qa.question import QUESTION_CHARACTERS
from qa.uploads import Uploads
from tests.browsing import (
    DESKTOP,
    IN_VIEW,
    NAMES,
    TALL_PHONE,
    WIDTH,
    ask,
    browser,
    crowded,
    fresh,
    shelf,
    url,
    visit,
)
from tests.chatting import running
from tests.test_chat_uploads import Reading, file

assert browser and crowded and url  # the fixtures
KEYBOARD = {"width": 390, "height": 480}
# Where the question and the answers stand, in shares of the screen's height.
STANDS = """() => {
  const box = selector => document.querySelector(selector).getBoundingClientRect();
  const [asks, answers, high] = [box("#qa-composer"), box("#qa-messages"), innerHeight];
  return {top: asks.top, bottom: high - asks.bottom, answers: answers.height / high,
    beside: asks.top - answers.bottom, page: document.documentElement.scrollHeight - high};
}"""


# Whether an element is whole in sight, and in that of all that scrolls round it.
UNCUT = """element => {
  const box = element.getBoundingClientRect();
  for (let around = element.parentElement; around; around = around.parentElement) {
    const frame = around.getBoundingClientRect(), cuts = getComputedStyle(around).overflowY !== "visible";
    if (cuts && (box.top < frame.top - 1 || box.bottom > frame.bottom + 1)) return false;
  }
  return box.height > 0;
}"""


def assert_question_in_sight(page: Any) -> None:
    stands = page.evaluate(STANDS)
    assert stands["top"] > 0 and stands["bottom"] >= 0 and stands["beside"] >= 0, stands
    assert stands["answers"] > 0.3 and stands["page"] <= 0, stands


@pytest.mark.parametrize("size", [DESKTOP, TALL_PHONE, KEYBOARD], ids=["desktop", "phone", "keyboard"])
def test_the_question_stays_in_sight(browser: Any, crowded: str, size: dict[str, int]) -> None:
    with visit(browser, crowded, size) as page:
        ask(page, "When was it that Musk left?")
        ask(page, "why?")
        page.get_by_role("button", name="Ask it as typed").wait_for()
        assert_question_in_sight(page)
        for summary in page.locator(".qa-head summary").all():
            summary.click()
            assert_question_in_sight(page)
        page.locator(".qa-documents ul").focus()
        page.keyboard.press("End")
        page.wait_for_function("() => document.activeElement.scrollTop > 20")
        only = page.get_by_label("Ask only")
        for name in NAMES:
            only.click()
            page.get_by_role("option", name=name).click()
            assert_question_in_sight(page)
        assert page.locator("#qa-only .token").count() == len(NAMES)
        assert page.evaluate(WIDTH) <= size["width"]


@pytest.mark.parametrize("size", [TALL_PHONE, KEYBOARD], ids=["phone", "keyboard"])
def test_many_added_documents_leave_the_question_in_sight(
    browser: Any, tmp_path: Path, size: dict[str, int]
) -> None:
    names = [f"a-rather-long-name-of-a-scanned-invoice-of-a-shop-{number}" for number in range(8)]
    files = [
        {"name": f"{name}.{ending}", "mimeType": "text/plain", "buffer": b"Bees."}
        for name in names
        for ending in ("md", "what")
    ]
    with (
        running(shelf(), uploads=Uploads(tmp_path)) as url,
        visit(browser, url, size) as page,
    ):
        page.get_by_label("Files to add").set_input_files(files)
        page.get_by_text("no file of a kind").wait_for()
        assert page.locator("#qa-added li").count() == len(names)
        ask(page, "When was it that Musk left?")
        assert_question_in_sight(page)
        last = page.locator("#qa-added button").last
        last.scroll_into_view_if_needed()
        box, line = last.bounding_box(), page.locator("#qa-added bdi").last.bounding_box()
        assert box["y"] < line["y"] + line["height"]  # beside the name


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, TALL_PHONE], ids=["desktop", "phone"])
def test_open_lists_leave_what_can_be_done_in_sight(
    browser: Any, tmp_path: Path, size: dict[str, int], theme: str
) -> None:
    assistant = Reading(tmp_path)
    assistant.ready.set()
    files = [file(f"a-rather-long-name-of-an-invoice-{number}.md") for number in range(4)]
    with running(assistant, uploads=Uploads(tmp_path)) as url:
        with visit(browser, url, size, theme) as page:
            page.get_by_label("Files to add").set_input_files([*files, file("scan.pdf")])
            page.get_by_text("not read: it is <b>no</b> PDF file").wait_for()
            page.get_by_text("5 documents are open").click()
            page.get_by_text("5 documents added, 1 not read").wait_for()
            assert page.get_by_role("button", name="Add documents").evaluate(UNCUT)
            assert page.locator("#qa-added li button").first.evaluate(UNCUT)
            assert_question_in_sight(page)
        # Whoever comes back finds it folded.
        with visit(browser, url, size, theme) as page:
            page.get_by_text("5 documents added, 1 not read").wait_for()
            assert not page.locator("#qa-added li").first.is_visible()


def test_a_screen_too_low_for_all_scrolls(browser: Any, crowded: str) -> None:
    with visit(browser, crowded, {"width": 320, "height": 200}) as page:
        answer = ask(page, "When was it that Musk left?")
        answer.locator("mark").first.scroll_into_view_if_needed()
        page.get_by_label("Your question").scroll_into_view_if_needed()
        assert page.get_by_label("Your question").evaluate(IN_VIEW)


@pytest.mark.parametrize("size", [DESKTOP, TALL_PHONE], ids=["desktop", "phone"])
def test_a_very_long_question_is_scrolled_with_the_keyboard(
    browser: Any, url: str, size: dict[str, int]
) -> None:
    with visit(browser, url, size) as page:
        ask(page, ("When was it that Musk left? " * 100)[:QUESTION_CHARACTERS])
        ask(page, "When was it that Musk left?")
        question, short = page.locator(".qa-question").all()
        assert question.bounding_box()["height"] <= 200
        question.focus()
        page.keyboard.press("End")
        page.wait_for_function("() => document.activeElement.scrollTop > 100")
        assert short.evaluate("e => e.tabIndex") == -1


def test_how_an_answer_was_found_is_whole_on_a_phone(browser: Any, crowded: str) -> None:
    with visit(browser, crowded, TALL_PHONE) as page:
        how = ask(page, "When was it that Musk left?").locator(".qa-how")
        how.locator("summary").click()
        assert how.locator(".qa-scroll").evaluate("e => e.scrollWidth - e.clientWidth") == 0
        assert "A dash (–): not found that way" in how.locator("p").first.inner_text()
        figures = [figure.bounding_box() for figure in how.locator("tbody tr").first.locator("td").all()]
        assert len(figures) == 4 and len({figure["y"] for figure in figures}) == 1
        assert all(figure["x"] + figure["width"] <= TALL_PHONE["width"] - 16 for figure in figures)


@pytest.mark.parametrize("size", [DESKTOP, TALL_PHONE], ids=["desktop", "phone"])
def test_the_head_stands_as_on_the_opening_page(browser: Any, crowded: str, size: dict[str, int]) -> None:
    context = fresh(browser, viewport=size, java_script_enabled=False)
    before = context.new_page()
    before.set_content(PAGE)
    opening = [before.locator(f"main > {part}").first.bounding_box() for part in ("h1", "p")]
    context.close()
    with visit(browser, crowded, size) as page:
        head = [page.locator(f".qa-head > {part}").first.bounding_box() for part in ("h1", "p")]
        for was, now in zip(opening, head, strict=True):
            assert all(abs(was[side] - now[side]) < 1 for side in ("x", "y", "height")), (was, now)
        if size is TALL_PHONE:
            add = page.get_by_role("button", name="Add documents")
            assert add.evaluate("e => getComputedStyle(e).paddingLeft") == "0px"
            assert add.bounding_box()["x"] == head[0]["x"]
