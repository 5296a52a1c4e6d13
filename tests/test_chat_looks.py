"""The chat in a real browser: all can be read on any screen, and nothing hostile runs, shows or loads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.opening import PAGE
from qa.question import QUESTION_CHARACTERS
from qa.uploads import Uploads
from tests.browsing import (
    CONTRAST,
    DESKTOP,
    ELEMENTS,
    FOREIGN_LINKS,
    HOSTILE_ELEMENTS,
    IN_VIEW,
    PHONE,
    SOURCE_ELEMENTS,
    TAGS,
    WIDTH,
    ask,
    browser,
    opened,
    replied,
    url,
    visit,
)
from tests.chatting import ARTICLE, HOSTILE, SUGGESTIONS, WordAssistant, document, hostile, running, together

assert browser and url  # the fixtures
TALL_PHONE, KEYBOARD = {"width": 390, "height": 844}, {"width": 390, "height": 480}
NAMES = [
    "Insurance, " + "renewed for one more year and " * 3,
    *(f"A document, the {n}th" for n in range(2, 9)),
]
# Where the question and the answers stand, in shares of the screen's height.
STANDS = """() => {
  const box = selector => document.querySelector(selector).getBoundingClientRect();
  const [asks, answers, high] = [box("#qa-composer"), box("#qa-messages"), innerHeight];
  return {top: asks.top, bottom: high - asks.bottom, answers: answers.height / high,
    beside: asks.top - answers.bottom, page: document.documentElement.scrollHeight - high};
}"""
OPAQUE = "e => getComputedStyle(e).backgroundColor"


def shelf() -> WordAssistant:
    """An assistant over 8 documents, with 2 notes."""
    body = ARTICLE.partition("\n")[2]
    documents = [
        document(f"/docs/{number}-{'long-name-' * 3}.md", f"{name}\n{body}")
        for number, name in enumerate(NAMES)
    ]
    return WordAssistant(documents, ("skipped /docs/empty.txt: it holds no text",) * 2)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(shelf(), SUGGESTIONS, uploads=Uploads(tmp_path_factory.mktemp("added"))) as address:
        yield address


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


def test_a_screen_too_low_for_all_scrolls(browser: Any, crowded: str) -> None:
    with visit(browser, crowded, {"width": 320, "height": 200}) as page:
        answer = ask(page, "When was it that Musk left?")
        answer.locator("mark").first.scroll_into_view_if_needed()
        page.get_by_label("Your question").scroll_into_view_if_needed()
        assert page.get_by_label("Your question").evaluate(IN_VIEW)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_whole_conversation_prints_dark_on_white(browser: Any, crowded: str, theme: str) -> None:
    with visit(browser, crowded, DESKTOP, theme) as page:
        for question in ("When was it that Musk left?", "why?"):
            ask(page, question)
        page.get_by_role("link", name="Open at the place").first.click()
        opened(page)
        page.emulate_media(media="print")
        conversation = page.locator("#qa-messages .bubble-wrap").evaluate(
            "e => [e.clientHeight, e.scrollHeight, document.documentElement.scrollHeight]"
        )
        assert conversation[1] <= conversation[0] <= conversation[2] and conversation[0] > 2_000
        for selector in ("#qa-composer", "#qa-only", "#qa-pane", "#qa-as-typed", ".qa-saves", ".qa-add"):
            assert not page.locator(selector).first.is_visible(), selector
        assert page.locator("#qa-messages :is(button, .qa-actions)").filter(visible=True).count() == 0
        for selector in ("h1", ".qa-question", ".qa-words", ".qa-badge", "blockquote", "mark", ".qa-place"):
            assert page.locator(selector).last.evaluate(CONTRAST) >= 4.5, selector
        for selector in ("body", ".gradio-container", ".bot.message"):
            assert page.locator(selector).first.evaluate(OPAQUE) == "rgb(255, 255, 255)", selector


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


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, TALL_PHONE], ids=["desktop", "phone"])
def test_asking_as_typed_is_a_quiet_link_under_the_answers(
    browser: Any, url: str, size: dict[str, int], theme: str
) -> None:
    with visit(browser, url, size, theme) as page:
        for question in ("When was it that Musk left?", "why?"):
            ask(page, question)
        link, above = page.locator("#qa-as-typed"), page.locator("#qa-messages").bounding_box()
        link.wait_for()
        box = link.bounding_box()
        assert link.evaluate(OPAQUE) == "rgba(0, 0, 0, 0)" and link.evaluate(CONTRAST) >= 4.5
        assert box["width"] < 160 and 0 <= box["y"] - above["y"] - above["height"] <= 8
        assert abs(box["x"] + box["width"] - above["x"] - above["width"]) <= 1  # where the questions are


def test_the_list_of_ask_only_has_the_colours_of_the_chat(browser: Any, crowded: str) -> None:
    with visit(browser, crowded, TALL_PHONE, "dark") as page:
        page.get_by_label("Ask only").click()
        page.get_by_role("option").first.wait_for()
        card = page.locator("#qa-composer").evaluate(OPAQUE)
        assert page.locator("#qa-only .options").evaluate(OPAQUE) == card
        assert page.get_by_role("option").last.evaluate(CONTRAST) >= 4.5
        page.get_by_role("option").first.click()
        assert page.locator("#qa-only .token-remove").first.evaluate(OPAQUE) == card
        ring = page.locator("#qa-only .wrap").last.evaluate(
            "e => [getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineOffset]"
        )
        assert ring == ["solid", "-2px"]  # what stands out is cut off
        wide = page.locator("#qa-only .token").first.bounding_box()
        assert wide["x"] + wide["width"] <= TALL_PHONE["width"] - 16


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
    context = browser.new_context(viewport=size, java_script_enabled=False)
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
