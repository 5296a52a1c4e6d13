"""The chat and the page of a source by axe: nothing serious that people with aids would stumble over."""

from typing import Any

import pytest

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright",
    reason="axe is not installed: pip install axe-playwright-python",
)
from tests import browsing as seen  # noqa: E402 - skips this file too where there is no Chromium

SIZES = {"desktop": seen.DESKTOP, "phone": seen.PHONE}
GRAVE = ("serious", "critical")
browser, url = seen.browser, seen.url  # the fixtures


def grave(page: Any) -> list[str]:
    """What axe calls serious or critical, each with the elements that it means."""
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, url: str, size: str, theme: str) -> None:
    with seen.visit(browser, url, SIZES[size], theme) as page:
        assert grave(page) == []
        seen.ask(page, "How much did Musk offer for OpenAI?")
        page.get_by_text("How was this found?").first.click()
        assert grave(page) == []
        page.get_by_role("link", name="Open at the place").first.click()
        page.frame_locator("iframe").locator("mark").first.wait_for()
        assert grave(page) == []


def test_axe_sees_what_is_wrong(browser: Any) -> None:
    context = seen.fresh(browser)
    page = context.new_page()
    page.set_content("<html lang=en><title>t</title><main><img src='data:,'><button></button></main></html>")
    assert {entry.split(":")[0] for entry in grave(page)} == {"image-alt", "button-name"}
    context.close()
