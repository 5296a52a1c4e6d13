"""The chat in a real browser: a citation opens its source at the quotation, beside the answer."""

from typing import Any

import pytest

from tests.browsing import DESKTOP, IN_VIEW, PHONE, WIDTH, ask, browser, focused, fresh, opened, url, visit
from tests.chatting import WordAssistant, document, request, running

assert browser and url  # the fixtures


# Whether the yellow ends before the character after it begins.
ENDS = """mark => {
  const range = document.createRange();
  range.setStart(mark.nextSibling, 0);
  range.setEnd(mark.nextSibling, 1);
  return mark.getBoundingClientRect().right <= range.getBoundingClientRect().left + .01;
}"""


def long_source() -> WordAssistant:
    """An assistant over one document that is longer than any screen."""
    lines = [f"Line {number} tells of the year in which nothing came to pass." for number in range(300)]
    lines[150] = "The zebra crossing was painted in 1951 by the town."
    return WordAssistant([document("/docs/town.txt", "\n".join(["The town", "Its streets", *lines]))])


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_citation_opens_its_source_at_the_quotation(browser: Any, size: dict[str, int]) -> None:
    with running(long_source()) as url, visit(browser, url, size) as page:
        answer = ask(page, "When was the zebra crossing painted?")
        link = answer.get_by_role("link", name="Open at the place")
        link.focus()
        page.keyboard.press("Enter")
        source = opened(page)
        assert source.locator("mark").inner_text() == "1951"
        assert source.locator("mark").evaluate(IN_VIEW)
        assert focused(page) == "Close"
        pane = page.get_by_role("dialog", name="Source")
        frame, answered = pane.bounding_box(), answer.bounding_box()
        if size is DESKTOP:
            assert answered["x"] + answered["width"] <= frame["x"]  # beside it
            assert frame["x"] + frame["width"] == size["width"]
            page.get_by_label("Your question").fill("The chat goes on beside it.")
        else:
            assert (frame["x"], frame["width"]) == (0, size["width"])
            assert frame["y"] < 60 and frame["y"] + frame["height"] == size["height"]
        assert page.evaluate(WIDTH) <= size["width"]
        page.get_by_role("button", name="Close the source").click()
        assert pane.count() == 0 and focused(page) == "Open at the place"


def test_a_passage_that_is_only_near_is_not_shown_as_an_answer(browser: Any) -> None:
    with running(long_source()) as url, visit(browser, url, DESKTOP) as page:
        ask(page, "Giraffes?").get_by_role("link", name="Open at the place").click()
        source = opened(page)
        assert source.locator("mark, .quoted").count() == 0
        assert source.get_by_role("link", name="To the passage").count() == 1
        assert source.locator("#quote").evaluate(IN_VIEW)
        first = source.locator(".near").first
        assert first.evaluate("e => getComputedStyle(e, '::after').width") == "3px"
        assert first.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
        answer = ask(page, "When was the zebra crossing painted?")
        answer.locator(".qa-how summary").click()
        answer.locator(".qa-how a").first.click()  # it was read, and is no quotation either
        assert opened(page).locator("mark").count() == 0
        answer.get_by_role("link", name="Open at the place").click()
        assert opened(page).get_by_role("link", name="To the quotation").count() == 1
        address = page.locator(".qa-how a").first.get_attribute("href").partition("#")[0]
        assert request(url, "GET", address)[0] == 200
        assert request(url, "GET", address.replace("as=passage", "as=anything"))[0] == 400


def test_the_yellow_ends_with_the_quotation(browser: Any) -> None:
    ending = document("/docs/a.txt", "The town\nIts streets\nIts crossing was painted in 1951. It is white.")
    with running(WordAssistant([ending])) as url, visit(browser, url, DESKTOP) as page:
        ask(page, "When was the crossing painted?").get_by_role("link", name="Open at the place").click()
        assert opened(page).locator("mark").evaluate(ENDS)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_escape_closes_the_source_from_the_pane_and_from_its_page(browser: Any, url: str, size: Any) -> None:
    with visit(browser, url, size) as page:
        answer = ask(page, "How much is the value they offer?")
        for inside in (False, True):
            answer.get_by_role("link", name="Open at the place").click()
            source = opened(page)
            if inside:
                source.locator("mark").click()
            page.keyboard.press("Escape")
            page.locator("#qa-pane").wait_for(state="hidden")
            assert focused(page) == "Open at the place"
            assert page.locator(".qa-opened, iframe").count() == 0


def test_another_citation_takes_the_place_of_the_first_and_history_is_left_alone(
    browser: Any, url: str
) -> None:
    with visit(browser, url, DESKTOP) as page:
        answer = ask(page, "reports")
        links = answer.get_by_role("link", name="Open at the place")
        steps = page.evaluate("history.length")
        seen = set()
        for number in range(links.count()):
            links.nth(number).click()
            seen.add(opened(page).locator("h1").inner_text())
            assert page.locator(".qa-opened").count() == 1
        assert len(seen) == 2 and page.evaluate("history.length") == steps


def test_the_middle_button_opens_a_source_in_a_tab_of_its_own(browser: Any, url: str) -> None:
    context = fresh(browser, viewport=DESKTOP)
    page = context.new_page()
    page.goto(url)
    answer = ask(page, "How much is the value they offer?")
    with context.expect_page() as tab:
        answer.get_by_role("link", name="Open at the place").click(button="middle")
    assert tab.value.locator("mark").inner_text() == "$97.4 billion"
    assert page.locator("#qa-pane").count() == 0
    answer.get_by_role("link", name="Open at the place").click()
    with context.expect_page() as tab:
        page.get_by_role("link", name="Open in a new tab").click()
    assert tab.value.locator("mark").inner_text() == "$97.4 billion"
    context.close()
