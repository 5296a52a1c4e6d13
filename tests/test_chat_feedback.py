"""What a person says of an answer, in a real browser: that it is right or wrong, and which words are right."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import DESKTOP, PHONE, WIDTH, ask, browser, fresh, visit
from tests.sharing import QUESTION, url

assert browser and url  # the fixtures


def test_what_a_person_says_of_an_answer_is_noted(browser: Any, url: str, own_home: Path) -> None:
    file = own_home / "feedback.jsonl"

    def noted(page: Any, count: int) -> list[dict[str, object]]:
        for _ in range(100):
            lines = file.read_text().splitlines() if file.exists() else []
            if len(lines) == count:
                break
            page.wait_for_timeout(50)
        return [json.loads(line) for line in lines]

    with visit(browser, url, DESKTOP) as page:
        first, _, absent = (ask(page, question) for question in (QUESTION, "?", "zebras?"))
        right, wrong = (first.get_by_role("button", name=name) for name in ("Right", "Wrong"))
        right.focus()
        page.keyboard.press("Enter")
        up = {"question": QUESTION, "answers": ["$97.4 billion"], "sources": ["musk-and-ai.md"]}
        assert noted(page, 1) == [up]
        first.get_by_text(f"Noted in {file}").wait_for()
        assert right.get_attribute("aria-pressed") == "true"

        absent.get_by_role("button", name="Wrong").click()
        down = {"question": "zebras?", "answers": [], "sources": [], "to_correct": True, "given": ""}
        assert noted(page, 2) == [up, down]

        wrong.click()
        page.wait_for_timeout(500)
        assert [line["question"] for line in noted(page, 2)] == ["zebras?", QUESTION]
        assert (right.get_attribute("aria-pressed"), wrong.get_attribute("aria-pressed")) == ("false", "true")
        wrong.click()
        first.get_by_text(f"Taken out of {file}").wait_for()
        assert noted(page, 1) == [down]
        right.click()
        assert noted(page, 2) == [down, up]
        ask(page, "zebras again")
        assert right.get_attribute("aria-pressed") == "true"
        assert page.locator("[data-testid=toast-body]").count() == 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_right_words_are_marked_in_the_source(
    browser: Any, url: str, own_home: Path, size: dict[str, int]
) -> None:
    def mark(page: Any, first: str, last: str) -> None:
        page.frame_locator("#qa-pane iframe").locator("article").evaluate(
            """(article, [first, last]) => {
              const range = new Range(), walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
              for (let node; (node = walker.nextNode());) {
                if (node.data.includes(first)) range.setStart(node, node.data.indexOf(first));
                if (node.data.includes(last)) { range.setEnd(node, node.data.indexOf(last) + last.length); break; }
              }
              getSelection().removeAllRanges();
              getSelection().addRange(range);
            }""",
            [first, last],
        )

    file = own_home / "feedback.jsonl"
    with visit(browser, url, size) as page:
        answer = ask(page, QUESTION)
        answer.get_by_role("button", name="Right", exact=True).click()
        answer.locator("a.qa-open").first.click()
        page.locator("#qa-pane iframe.qa-loaded").wait_for()
        press = page.get_by_role("button", name="These words are right")
        assert press.count() == 0
        mark(page, "a group", "OpenAI at")
        press.click()
        page.get_by_role("button", name="Noted").wait_for()
        for _ in range(100):
            if file.exists() and '"marked"' in file.read_text():
                break
            page.wait_for_timeout(50)
        [line] = map(json.loads, file.read_text().splitlines())
        assert line["question"] == QUESTION and line["sources"] == ["musk-and-ai.md"]
        assert line["answers"] == ["a group of investors. Their offer put the value of OpenAI at"]
        assert page.evaluate(WIDTH) <= size["width"]
        page.get_by_role("button", name="Close the source").click()
        judged = answer.get_by_role("button", name="Right", exact=True)
        assert judged.get_attribute("aria-pressed") == "false"
        assert page.locator("[data-testid=toast-body]").count() == 0


def test_of_two_answers_to_the_same_words_the_one_that_is_meant_is_judged_and_linked(
    browser: Any, url: str, own_home: Path
) -> None:
    with visit(browser, url, DESKTOP) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        ask(page, "When did Musk leave OpenAI?")
        first = ask(page, "why?")
        ask(page, QUESTION)
        ask(page, "why?")
        first.get_by_role("button", name="Wrong").click()
        first.get_by_text("Noted in").wait_for()
        [line] = map(json.loads, (own_home / "feedback.jsonl").read_text().splitlines())
        assert line["question"] == "Why did Musk leave OpenAI?"
        assert page.locator(".qa-judge[aria-pressed=true]").count() == 1
        first.get_by_role("button", name="Copy link").click()
        first.get_by_role("button", name="Copied").wait_for()
        link = page.evaluate("() => navigator.clipboard.readText()")
        assert link == f"{url}/?q=Why%20did%20Musk%20leave%20OpenAI%3F"


def test_what_cannot_be_noted_is_told_and_nothing_seems_pressed(
    browser: Any, url: str, own_home: Path
) -> None:
    context = fresh(browser, viewport=DESKTOP)
    page = context.new_page()
    page.goto(url)
    answer = ask(page, QUESTION)
    (own_home / "feedback.jsonl").mkdir()
    answer.get_by_role("button", name="Right", exact=True).click()
    answer.locator(".qa-noted-in").get_by_text("cannot write").wait_for()
    assert page.locator(".qa-judge[aria-pressed=true]").count() == 0
    context.close()
