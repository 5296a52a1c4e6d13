"""The chat in a real browser: asking, what is seen, and that nothing hostile runs or leaves the machine.

Needs the package playwright and Chromium (`apt-get install chromium`); is skipped without them.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install playwright"
)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
if not CHROMIUM:
    pytest.skip("Chromium is not installed: apt-get install chromium", allow_module_level=True)

from qa.chat_page import SUGGESTIONS  # noqa: E402
from tests.chatting import ARTICLE, HOSTILE, WordAssistant, document, hostile, musk, running  # noqa: E402

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 375, "height": 760}
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
    " --no-first-run"
).split()
HOSTILE_ELEMENTS = (
    "img, iframe, script, form, object, embed, video, audio, base, meta, style, link, math, input"
)
# Contrast of the text of an element with the first background under it that has a colour (WCAG 2.2, 1.4.3).
CONTRAST = """element => {
  const rgb = colour => colour.match(/[\\d.]+/g).map(Number);
  const shine = colour => rgb(colour).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let under = element;
  const clear = e => { const c = rgb(getComputedStyle(e).backgroundColor); return c.length === 4 && c[3] === 0; };
  while (clear(under)) under = under.parentElement;
  const [low, high] = [getComputedStyle(element).color, getComputedStyle(under).backgroundColor]
    .map(shine).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""
ELEMENTS = "selector => [...document.querySelectorAll(selector)].map(e => e.tagName).sort().join(' ')"
LINKS = "() => [...document.querySelectorAll('a')].map(a => a.href)"
WIDTH = "() => document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(musk(), SUGGESTIONS) as address:
        yield address


@contextmanager
def visit(browser: Any, url: str, size: dict[str, int], theme: str = "light") -> Iterator[Any]:
    """A page of the chat, of which nothing may complain, open a dialog, or ask anyone but the chat."""
    context = browser.new_context(viewport=size)
    page = context.new_page()
    wrong: list[str] = []
    page.on(
        "console",
        lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda popup: wrong.append(f"popup {popup.url}"))
    page.on(
        "request", lambda request: None if is_ours(request.url, url) else wrong.append(f"asked {request.url}")
    )
    page.on(
        "response",
        lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
    )
    try:
        page.goto(f"{url}/?__theme={theme}")
        page.get_by_label("Your question").wait_for()
        yield page
        assert wrong == []
    finally:
        context.close()


def is_ours(address: str, url: str) -> bool:
    return address.startswith((f"{url}/", "data:", "blob:"))


def ask(page: Any, question: str) -> Any:
    """Types a question, presses Enter, and gives what is answered."""
    answered = page.locator("[data-testid=bot]").count()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    return replied(page, answered)


def replied(page: Any, before: int) -> Any:
    answer = page.locator("[data-testid=bot]").nth(before)
    answer.locator(".qa-answer, .qa-failure").wait_for()
    return answer


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
        link = answer.get_by_role("link", name="Watch at 0:11:53")
        assert link.get_attribute("href") == "https://youtu.be/R4TzivjuseY?t=713"
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert link.get_attribute("target") == "_blank"
        assert page.get_by_label("Your question").input_value() == ""


def test_the_outcomes_and_an_error_look_like_what_they_are(browser: Any, url: str) -> None:
    with visit(browser, url, DESKTOP) as page:
        unsure = ask(page, "reports")
        assert unsure.locator(".qa-badge.qa-unsure").inner_text() == "Not sure · 42 %"
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


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_scrolls_sideways_and_all_can_be_read(browser: Any, size: dict[str, int], theme: str) -> None:
    assistant = WordAssistant([document("/docs/why.md", ARTICLE), hostile("W" * 300)], ("W" * 300,))
    with running(assistant, SUGGESTIONS) as url, visit(browser, url, size, theme) as page:
        assert page.evaluate(WIDTH) <= size["width"]
        colours = [page.locator(".example-text").first.evaluate(CONTRAST)]
        for summary in page.locator("summary").all():
            summary.click()
        for question in (
            "hostile number",
            "When was it that Musk left?",
            "reports",
            "zebras",
            "?",
            "W" * 300,
        ):
            ask(page, question)
            assert page.evaluate(WIDTH) <= size["width"], question
        for selector in (
            "h1",
            ".qa-head > p",
            ".qa-head summary",
            ".qa-head small",
            "mark",
            ".qa-words",
            ".qa-sure",
            ".qa-unsure",
            ".qa-absent",
            ".qa-verdict",
            ".qa-place",
            ".qa-question",
            ".qa-failure",
            "blockquote",
            "#qa-composer label > span",
            "#qa-composer textarea",
            "#qa-composer button",
        ):
            assert page.locator(selector).count() > 0, selector
            colours += [element.evaluate(CONTRAST) for element in page.locator(selector).all()]
        assert min(colours) >= 4.5
        assert page.evaluate("() => document.body.classList.contains('dark')") == (theme == "dark")


def test_nothing_hostile_runs_shows_or_loads(browser: Any) -> None:
    assistant = WordAssistant([hostile(payload) for payload in HOSTILE], tuple(HOSTILE))
    with running(assistant, HOSTILE) as url, visit(browser, url, DESKTOP) as page:
        for summary in page.locator("summary").all():
            summary.click()
        page.get_by_text(HOSTILE[1], exact=True).last.click()
        replied(page, 0)
        ask(page, "first harmless question")
        before = page.evaluate(ELEMENTS, HOSTILE_ELEMENTS)
        answer = ask(page, "hostile number")
        assert answer.locator(".qa-other").count() == len(HOSTILE) - 1
        for payload in HOSTILE:
            ask(page, payload)
        assert page.evaluate(ELEMENTS, HOSTILE_ELEMENTS) == before
        inside = page.evaluate(
            ELEMENTS, "[data-testid=bot] .prose *, [data-testid=user] .prose *, .qa-head *"
        )
        allowed = "blockquote br details div h1 li mark p small span strong summary ul".upper().split()
        assert set(inside.split()) <= set(allowed)
        assert page.evaluate(LINKS) == []
        assert page.evaluate("() => [...document.querySelectorAll('.prose [style]')].length") == 0
        shown = page.locator("[data-testid=user]").last.inner_text()
        assert shown == HOSTILE[-1]
