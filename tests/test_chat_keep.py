"""What a person takes away from the chat, in a real browser: copies, files, links; by keyboard, and under the guard."""

import html
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.chat_keep import file_html, kept_html, verbatim
from qa.export import Format, export, to_csl, to_json, to_markdown, to_quotation
from qa.guard import Credentials
from qa.question import QUESTION_CHARACTERS
from tests.browsing import DESKTOP, PHONE, ask, browser, fresh, visit
from tests.chatting import HOSTILE, WordAssistant, hostile, musk, running, together
from tests.sharing import QUESTION, url

assert browser and url  # the fixtures


def save(page: Any, label: str, file: Path) -> tuple[str, str]:
    """Saves the conversation by its menu, with the keyboard; gives the name and the text of the file."""
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    with page.expect_download() as started:
        page.get_by_role("button", name=f"Save as {label}", exact=True).press("Enter")
    started.value.save_as(file)
    page.locator("#qa-save").wait_for(state="hidden")
    return started.value.suggested_filename, file.read_text(encoding="utf-8")


@given(st.text())
def test_verbatim_text_is_one_line_without_markup_and_comes_back_whole(text: str) -> None:
    escaped = verbatim(text)
    assert "\n" not in escaped and not set(escaped.replace("&#", "").replace(";", "")) & set("<>&*_`#[]$\\~|")
    # Python's parser, as HTML itself, takes these numbers for other characters or none; no document has them.
    if not any((ord(sign) < 32 and sign not in "\t\n") or 127 <= ord(sign) < 160 for sign in text):
        assert html.unescape(escaped) == text


def test_an_answer_and_a_link_to_its_question_are_copied(browser: Any, url: str) -> None:
    with visit(browser, url, PHONE) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        answer = ask(page, QUESTION)
        copy = answer.get_by_role("button", name="Copy with sources")
        copy.focus()
        page.keyboard.press("Enter")
        answer.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("() => navigator.clipboard.readText()") == to_quotation(musk().ask(QUESTION))
        copy.wait_for()

        answer.get_by_role("button", name="Copy link").click()
        answer.get_by_role("button", name="Copied").wait_for()
        link = page.evaluate("() => navigator.clipboard.readText()")
        page.goto(link)
        page.get_by_label("Your question").wait_for()
        page.wait_for_function("() => document.querySelector('#qa-composer textarea').value !== ''")
        assert page.get_by_label("Your question").input_value() == QUESTION

        absent = ask(page, "zebras?")
        assert absent.get_by_role("button").all_inner_texts() == ["Copy link", "Right", "Wrong"]


def test_a_page_without_a_clipboard_copies_too(browser: Any, url: str) -> None:
    with visit(browser, url, DESKTOP) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.evaluate("() => { window.kept = navigator.clipboard; }")
        page.evaluate("() => Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        answer = ask(page, QUESTION)
        answer.get_by_role("button", name="Copy with sources").click()
        answer.get_by_role("button", name="Copied").wait_for()
        copied = page.evaluate("() => window.kept.readText()")
        assert copied == to_quotation(musk().ask(QUESTION))


def test_the_conversation_is_saved_as_files(browser: Any, url: str, tmp_path: Path) -> None:
    with visit(browser, url, DESKTOP) as page:
        assert page.get_by_role("button", name="Save").count() == 0
        asked = [QUESTION, "zebras?", "When was it that Musk left?"]
        for question in [*asked, "?"]:  # the last of them fails, and is not in the files
            ask(page, question)
        answers = [musk().ask(question) for question in asked]
        for label, name, expected in (
            ("Markdown", "conversation.md", to_markdown(answers)),
            ("JSON", "conversation.json", {"answers": to_json(answers)}),
            ("CSL-JSON", "conversation.csl.json", to_csl(answers)),
            ("Markdown", "conversation.md", to_markdown(answers)),
            ("Markdown", "conversation.md", to_markdown(answers)),
        ):
            saved, text = save(page, label, tmp_path / "saved")
            assert saved == name
            assert text == expected if isinstance(expected, str) else json.loads(text) == expected


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_is_kept_stands_in_one_row_and_a_menu_out_of_the_way(
    browser: Any, url: str, size: dict[str, int]
) -> None:
    with visit(browser, url, size) as page:
        answer = ask(page, QUESTION)
        tops = [b.bounding_box()["y"] for b in answer.locator(".qa-keep").get_by_role("button").all()]
        assert len(tops) == 4 and len(set(tops)) == 1
        if size is DESKTOP:  # beside the pane too
            answer.get_by_role("link", name="Open at the place").click()
        menu = page.locator("#qa-save")
        assert not menu.is_visible()
        for close in (lambda: page.keyboard.press("Escape"), lambda: page.locator("h1").first.click()):
            opener = page.get_by_role("button", name="Save", exact=True)
            opener.click()
            box, at = menu.bounding_box(), opener.bounding_box()
            assert box["x"] >= 0 and box["y"] >= at["y"] + at["height"]
            assert abs(box["x"] + box["width"] - at["x"] - at["width"]) < 1
            assert page.get_by_role("button", name="Save as").count() == len(Format)
            close()
            menu.wait_for(state="hidden")
            assert page.get_by_role("dialog", name="Source").count() == (size is DESKTOP)


def test_hostile_documents_are_copied_and_saved_as_text(browser: Any, tmp_path: Path) -> None:
    assistant = WordAssistant([hostile(payload) for payload in HOSTILE])
    with running(assistant) as url, visit(browser, url, DESKTOP) as page:
        ask(page, "hostile number")
        asked = together(HOSTILE)
        for text in asked:
            ask(page, text)
        for form in Format:
            _, text = save(page, form.label, tmp_path / "saved")
            expected = export([assistant.ask(question) for question in ("hostile number", *asked)], form)
            assert text == expected


def test_conversations_are_kept_apart_and_gone_with_the_page(browser: Any, url: str, tmp_path: Path) -> None:
    with visit(browser, url, DESKTOP) as one, visit(browser, url, DESKTOP) as other:
        ask(one, QUESTION)
        ask(other, "zebras?")
        saved = json.loads(save(other, "JSON", tmp_path / "saved")[1])
        assert [answer["question"] for answer in saved["answers"]] == ["zebras?"]
        one.reload()
        one.get_by_label("Your question").wait_for()
        assert one.get_by_role("button", name="Save").count() == 0


@pytest.mark.parametrize("text", [QUESTION, *together(HOSTILE[::4])[:2], "a" * 5000])
def test_a_link_fills_in_the_question_and_asks_nothing(browser: Any, url: str, text: str) -> None:
    from urllib.parse import quote

    with visit(browser, url, DESKTOP) as page:
        page.goto(f"{url}/?q={quote(text)}")
        page.wait_for_function("() => document.querySelector('#qa-composer textarea')?.value")
        expected = text[:QUESTION_CHARACTERS].replace("\r\n", "\n")
        assert page.get_by_label("Your question").input_value() == expected
        page.wait_for_timeout(200)
        assert page.locator("[data-testid=user]").count() == 0
        if text == QUESTION:
            page.keyboard.press("Enter")
            page.locator(".qa-answer").wait_for()
            assert page.locator(".qa-words").inner_text() == "$97.4 billion"


def test_the_page_works_behind_a_password(browser: Any) -> None:
    with running(musk(), credentials=Credentials("ann", "long enough")) as url:
        context = fresh(browser, http_credentials={"username": "ann", "password": "long enough"})
        wrong: list[str] = []
        page = context.new_page()
        page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
        try:
            page.goto(url)
            assert ask(page, QUESTION).locator(".qa-words").inner_text() == "$97.4 billion"
            assert wrong == []
        finally:
            context.close()


def test_what_is_kept_is_one_line_of_text() -> None:
    for payload in HOSTILE:
        answer = WordAssistant([hostile(payload)]).ask("hostile number")
        for made in (kept_html(answer), *(file_html([answer], form) for form in Format)):
            assert "\n" not in made and "<script" not in made and "<img" not in made
