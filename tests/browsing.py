"""What the tests of the chat in a real browser share; where there is none, they are skipped.

They need the package playwright and Chromium (`apt-get install chromium`).
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

from qa.uploads import Uploads  # noqa: E402
from tests.chatting import ARTICLE, SECONDS, SUGGESTIONS, WordAssistant, document, musk, running  # noqa: E402

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 375, "height": 760}
TALL_PHONE = {"width": 390, "height": 844}
NAMES = [
    "Insurance, " + "renewed for one more year and " * 3,
    *(f"A document, the {n}th" for n in range(2, 9)),
]
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


def fresh(browser: Any, **options: Any) -> Any:
    """A context of the browser that waits however slow the machine is."""
    context = browser.new_context(**options)
    context.set_default_timeout(SECONDS * 1000)
    return context


@contextmanager
def visit(browser: Any, url: str, size: dict[str, int], theme: str = "light") -> Iterator[Any]:
    """A page of the chat, of which nothing may complain, open a dialog, or ask anyone but the chat."""
    context = fresh(browser, viewport=size)
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
