"""The chat in a real browser: all can be read on any screen, and nothing hostile runs, shows or loads."""

from typing import Any

import pytest

from tests.browsing import (
    CONTRAST,
    DESKTOP,
    ELEMENTS,
    FOREIGN_LINKS,
    HOSTILE_ELEMENTS,
    PHONE,
    SOURCE_ELEMENTS,
    TAGS,
    TALL_PHONE,
    WIDTH,
    ask,
    browser,
    crowded,
    opened,
    replied,
    url,
    visit,
)
from tests.chatting import ARTICLE, HOSTILE, SUGGESTIONS, WordAssistant, document, hostile, running, together

assert browser and crowded and url  # the fixtures
OPAQUE = "e => getComputedStyle(e).backgroundColor"


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
        allowed = {
            *"a blockquote br button details div h1 h2 li mark p pre small span strong summary".split()
        }
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
        link = page.locator("#qa-as-typed")
        link.wait_for()
        box, above = link.bounding_box(), page.locator("#qa-messages").bounding_box()
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
