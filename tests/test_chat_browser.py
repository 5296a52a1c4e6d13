"""The chat in a real browser: asking, what is seen, and that nothing hostile runs or leaves the machine.

Needs the package playwright and Chromium (`apt-get install chromium`); is skipped without them.
"""

import os
import shutil
import threading
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

from qa.answer import Answer  # noqa: E402
from qa.chat import AT_ONCE, QUEUED  # noqa: E402
from tests.chatting import (  # noqa: E402
    ARTICLE,
    HOSTILE,
    SUGGESTIONS,
    WordAssistant,
    document,
    hostile,
    musk,
    opening,
    post,
    running,
    together,
)
from tests.test_opening import Slow  # noqa: E402

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
FOREIGN_LINKS = (
    "() => [...document.querySelectorAll('a')].map(a => a.href).filter(a => !/\\/source\\?/.test(a))"
)
TAGS = "elements => elements.map(e => e.tagName).sort()"
SOURCE_ELEMENTS = ["META", "META", "META", "META", "STYLE"]
IN_VIEW = """element => {
  const box = element.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
}"""
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


def opened(page: Any) -> Any:
    """The page in the pane, when it is there."""
    page.locator("#qa-pane[open] iframe.qa-loaded").wait_for()
    return page.frame_locator("#qa-pane iframe")


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


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
            ".qa-title",
            ".qa-place",
            ".qa-actions a",
            ".qa-how summary",
            ".qa-how th",
            ".qa-how td",
            ".qa-question",
            ".qa-failure",
            "blockquote",
            "#qa-composer label > span",
            "#qa-composer textarea",
            "#qa-composer button",
            ".qa-copy",
            ".qa-judge",
            ".qa-saves",
            "#qa-save button",
        ):
            assert page.locator(selector).count() > 0, selector
            colours += [element.evaluate(CONTRAST) for element in page.locator(selector).all()]
        assert min(colours) >= 4.5
        assert page.evaluate("() => document.body.classList.contains('dark')") == (theme == "dark")


def test_nothing_hostile_runs_shows_or_loads(browser: Any) -> None:
    assistant = WordAssistant([hostile(payload) for payload in HOSTILE], tuple(HOSTILE))
    with running(assistant, HOSTILE) as url, visit(browser, url, DESKTOP) as page:
        for summary in page.locator(".qa-head summary").all():
            summary.click()
        page.get_by_text(HOSTILE[1], exact=True).last.click()
        replied(page, 0)
        ask(page, "first harmless question")
        before = page.evaluate(ELEMENTS, HOSTILE_ELEMENTS)
        answer = ask(page, "hostile number")
        assert answer.locator(".qa-other").count() == len(HOSTILE) - 1
        answer.locator(".qa-how summary").click()
        for link in answer.locator(".qa-sources .qa-open").all()[:: len(HOSTILE) // 4]:
            link.click()
            source = opened(page)
            assert source.locator("mark").inner_text() == "2018"
            assert source.locator(HOSTILE_ELEMENTS).evaluate_all(TAGS) == SOURCE_ELEMENTS
            page.keyboard.press("Escape")
        asked = together(HOSTILE)
        for text in asked:
            ask(page, text)
        assert page.evaluate(ELEMENTS, HOSTILE_ELEMENTS) == before
        inside = page.evaluate(
            ELEMENTS, "[data-testid=bot] .prose *, [data-testid=user] .prose *, .qa-head *"
        )
        allowed = {*"a blockquote br button details div h1 li mark p pre small span strong summary".split()}
        allowed |= {*"table tbody td th thead tr ul".split()}
        assert set(inside.lower().split()) <= allowed
        assert page.evaluate(FOREIGN_LINKS) == []
        assert page.evaluate("() => [...document.querySelectorAll('.prose [style]')].length") == 0
        shown = page.locator("[data-testid=user]").last.inner_text()
        assert shown.endswith(HOSTILE[-1])


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
    context = browser.new_context(viewport=DESKTOP)
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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_source_and_its_bar_can_be_read(browser: Any, url: str, theme: str) -> None:
    with visit(browser, url, DESKTOP, theme) as page:
        ask(page, "How much is the value they offer?").get_by_role("link", name="Open at the place").click()
        source = opened(page)
        shown = [page.locator("#qa-pane").locator(part).first for part in ("h2", "a", "button")]
        shown += [
            source.locator(part).first for part in ("mark", "article p", "header p", "header a", "a.time")
        ]
        assert min(element.evaluate(CONTRAST) for element in shown) >= 4.5
        dark = source.locator("body").evaluate("body => getComputedStyle(body).colorScheme")
        assert dark == theme


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
        assert "Their offer put" in opened(page).locator("mark").last.inner_text()
        assert page.evaluate(WIDTH) <= PHONE["width"]


def test_an_answer_comes_with_the_documents_of_then(browser: Any) -> None:
    assistant = musk()
    with running(assistant) as url, visit(browser, url, DESKTOP) as page:
        page.get_by_text("2 documents are open").wait_for()
        assistant._texts.append(document("/docs/later.md", ARTICLE))
        ask(page, "zebras?")
        page.get_by_text("3 documents are open").wait_for()


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
    context = browser.new_context()
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
        page.get_by_role("button", name="Remove").last.click()
        assert "2018" in ask(page, "When did Musk leave OpenAI?").inner_text()


def test_the_page_tells_how_far_the_opening_is_and_becomes_the_chat(browser: Any) -> None:
    slow = Slow()
    with opening(slow.opened) as url:
        page = browser.new_page(viewport=PHONE)
        page.goto(f"{url}/?q=When+did+Musk+leave")
        page.get_by_text("Loading the models …").wait_for()
        assert page.evaluate(WIDTH) <= PHONE["width"]
        slow.read.set()
        page.get_by_text("Reading documents: 12 of 40 …").wait_for()
        slow.ready.set()
        page.get_by_label("Your question").wait_for()
        assert page.get_by_label("Your question").input_value() == "When did Musk leave"
        page.close()
