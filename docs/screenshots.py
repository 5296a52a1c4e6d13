"""Takes the pictures of the chat in docs/images/, from a chat that is open on the bundled documents.

make chat &
.venv/bin/python docs/screenshots.py [http://127.0.0.1:7860]
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).with_name("images")
SIZES = {"chat": (1280, 800), "chat-phone": (375, 760)}
QUESTIONS = ("How much did Musk offer for OpenAI?", "Who is the president of France?")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def main() -> None:
    """The chat and an open source, in each size and theme, after two questions."""
    url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7860"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, (width, height) in SIZES.items():
            for theme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(f"{url}/?__theme={theme}")
                for number, question in enumerate(QUESTIONS[: 2 if width > 400 else 1], 1):
                    page.get_by_label("Your question").fill(question)
                    page.get_by_label("Your question").press("Enter")
                    page.locator(".qa-answer").nth(number - 1).wait_for()
                page.locator(".qa-question").first.scroll_into_view_if_needed()
                page.wait_for_timeout(500)
                dark = "-dark" if theme == "dark" else ""
                page.screenshot(path=IMAGES / f"{name}{dark}.png")
                page.locator("a.qa-open").first.click()
                page.locator("#qa-pane iframe.qa-loaded").wait_for()
                page.wait_for_timeout(300)
                page.screenshot(path=IMAGES / f"{name.replace('chat', 'source')}{dark}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
