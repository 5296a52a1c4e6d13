"""Adding documents in a real browser: chosen, dropped, named by an enemy, told apart and removed."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index import stamp_of
from qa.uploads import Uploads
from tests import browsing as seen
from tests.chatting import ARTICLE, HOSTILE, WordAssistant, document, running

browser = seen.browser  # the fixture
DROP = """names => {
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File(["Bees live in Lund."], name));
  for (const type of ["dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""
DRAG = """kind => {
  const data = new DataTransfer();
  if (kind === "file") data.items.add(new File(["x"], "x.md")); else data.setData("text/plain", "x");
  document.body.dispatchEvent(new DragEvent("dragover", {dataTransfer: data, bubbles: true, cancelable: true}));
  return document.body.classList.contains("qa-dropping");
}"""

# Whether the event was taken over, and the page says where to drop.
OVER_SOURCE = """kind => {
  const data = new DataTransfer();
  data.items.add(new File(["x"], "x.md"));
  const event = new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true});
  document.querySelector("#qa-pane iframe").contentDocument.body.dispatchEvent(event);
  return [event.defaultPrevented, document.body.classList.contains("qa-dropping")];
}"""


class Reading(WordAssistant):
    """Opens what was added as soon as the test lets it, all but the PDFs."""

    def __init__(self, folder: Path) -> None:
        super().__init__([document("/docs/why.md", ARTICLE)])
        self.folder = folder
        self.ready = threading.Event()

    def _added(self, is_pdf: bool) -> list[str]:
        files = sorted(self.folder.iterdir()) if self.ready.is_set() else []
        return [str(path) for path in files if (path.suffix == ".pdf") == is_pdf]

    @property
    def documents(self) -> list[tuple[str, str]]:
        return super().documents + [(path, path) for path in self._added(is_pdf=False)]

    @property
    def tried(self) -> dict[tuple[str, str], str]:
        read = [(path, "") for path in self._added(is_pdf=False)]
        read += [(path, "it is <b>no</b> PDF file") for path in self._added(is_pdf=True)]
        return {(path, stamp_of(Path(path))): reason for path, reason in read}


@pytest.fixture
def assistant(tmp_path: Path) -> Reading:
    (tmp_path / "added").mkdir()
    return Reading(tmp_path / "added")


@pytest.fixture
def url(assistant: Reading) -> Iterator[str]:
    with running(assistant, uploads=Uploads(assistant.folder)) as address:
        yield address


def choose(page: Any, files: list[dict[str, Any]]) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add documents").click()
    chooser.value.set_files(files)


def file(name: str, data: bytes = b"Bees live in Lund.") -> dict[str, Any]:
    return {"name": name, "mimeType": "text/plain", "buffer": data}


@pytest.mark.parametrize("size", [seen.DESKTOP, seen.PHONE], ids=["desktop", "phone"])
def test_a_chosen_file_is_read_told_and_removed(
    browser: Any, url: str, assistant: Reading, size: dict[str, int]
) -> None:
    with seen.visit(browser, url, size) as page:
        listed, status = page.locator("#qa-added li"), page.locator("#qa-added [role=status]")
        choose(page, [file("bees.md"), file("scan.pdf")])
        page.get_by_text("Added; it is being read.").wait_for()
        assert [line.split("\n")[:2] for line in listed.all_inner_texts()] == [
            ["bees.md", "being read …"],
            ["scan.pdf", "being read …"],
        ]
        assistant.ready.set()
        page.get_by_text("bees.md can be asked now. scan.pdf was not read.").wait_for()
        page.get_by_text("2 documents are open").wait_for()
        assert "not read: it is <b>no</b> PDF file" in listed.nth(1).inner_text()
        assert page.evaluate(seen.WIDTH) <= size["width"]
        page.get_by_role("button", name="Remove bees.md").click()
        page.get_by_text("bees.md is removed.").wait_for()
        assert listed.count() == 1 and status.inner_text() == "bees.md is removed."
        assert [path.name for path in assistant.folder.iterdir()] == ["scan.pdf"]
        page.reload()
        listed.first.wait_for()
        assert listed.count() == 1


def test_a_dropped_file_is_added_and_only_files_are_taken(browser: Any, url: str, assistant: Reading) -> None:
    with seen.visit(browser, url, seen.DESKTOP) as page:
        assert page.evaluate(DRAG, "text") is False
        assert page.evaluate(DRAG, "file") is True
        page.evaluate(DROP, ["bees.md"])
        page.get_by_text("Added; it is being read.").wait_for()
        assert page.evaluate("document.body.classList.contains('qa-dropping')") is False
    assert (assistant.folder / "bees.md").read_text() == "Bees live in Lund."


def test_a_file_over_an_open_source_is_for_the_page(browser: Any, url: str, assistant: Reading) -> None:
    with seen.visit(browser, url, seen.DESKTOP) as page:
        seen.ask(page, "When was it that Musk left?").get_by_role(
            "link", name="Open at the place"
        ).first.click()
        seen.opened(page)
        assert page.evaluate(OVER_SOURCE, "dragover") == [True, True]
        page.evaluate(DROP, ["bees.md"])
        page.locator("#qa-added bdi", has_text="bees.md").wait_for()
        assert page.evaluate(OVER_SOURCE, "drop") == [True, False]  # nor does it open in a tab


def test_a_document_of_the_same_name_is_said_to_be_replaced(
    browser: Any, url: str, assistant: Reading
) -> None:
    assistant.ready.set()
    with seen.visit(browser, url, seen.DESKTOP) as page:
        choose(page, [file("bees.md")])
        page.get_by_text("Added; it is being read.").wait_for()
        choose(page, [file("bees.md", b"Bees live in Malmo.")])
        page.get_by_text("bees.md took the place of the document of that name.").wait_for()
    assert (assistant.folder / "bees.md").read_text() == "Bees live in Malmo."


def test_a_dropped_folder_is_walked_and_both_of_two_files_of_one_name_are_kept(
    browser: Any, url: str, assistant: Reading
) -> None:
    # A script can make no folder to drop: this one behaves as a browser's.
    drop = """() => {
      const file = name => ({name, isDirectory: false, file: done => done(new File(["Bees."], name))});
      const folder = (name, ...held) => ({name, isDirectory: true, createReader: () => {
        const parts = [held.slice(0, 1), held.slice(1), []];
        return {readEntries: done => done(parts.shift() ?? [])};
      }});
      const notes = folder("notes", file("a.md"), file("song.mp3"), file(".hidden.md"), folder("old", file("a.md")));
      const event = new Event("drop", {bubbles: true, cancelable: true});
      event.dataTransfer = {types: ["Files"], items: [{webkitGetAsEntry: () => notes}], files: [new File([], "notes")]};
      document.body.dispatchEvent(event);
    }"""
    with seen.visit(browser, url, seen.DESKTOP) as page:
        page.evaluate(drop)
        page.get_by_text("1 file of other kinds left out.").wait_for()
        assert page.locator("#qa-added li bdi").all_inner_texts() == ["notes - a.md", "notes - old - a.md"]
    assert [path.name for path in sorted(assistant.folder.iterdir())] == [
        "notes - a.md",
        "notes - old - a.md",
    ]


def test_an_added_document_can_be_chosen_at_once_and_is_not_missed_when_it_is_gone(
    browser: Any, url: str, assistant: Reading
) -> None:
    assistant.ready.set()
    with seen.visit(browser, url, seen.DESKTOP) as page:
        choose(page, [file("bees.md")])
        page.get_by_text("2 documents are open").wait_for()
        page.get_by_label("Ask only").click()
        page.get_by_role("option", name="bees.md").click()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Remove bees.md").click()
        page.get_by_text("1 document is open").wait_for()
        page.locator("#qa-only .token").wait_for(state="detached")
        assert "2018" in seen.ask(page, "When was it that Musk left?").inner_text()
        assert page.locator("[data-testid=toast-body]").count() == 0


def test_a_document_that_another_window_removed_is_not_listed_any_more(
    browser: Any, url: str, assistant: Reading
) -> None:
    assistant.ready.set()
    with seen.visit(browser, url, seen.DESKTOP) as page:
        choose(page, [file("bees.md"), file("wasps.md"), file("ants.md")])
        page.get_by_text("4 documents are open").wait_for()
        listed = page.locator("#qa-added li bdi")
        (assistant.folder / "bees.md").unlink()
        seen.ask(page, "When was it that Musk left?")
        listed.nth(2).wait_for(state="detached")
        assert listed.all_inner_texts() == ["ants.md", "wasps.md"]
        (assistant.folder / "wasps.md").unlink()
        page.evaluate("dispatchEvent(new Event('focus'))")
        listed.nth(1).wait_for(state="detached")
        assert listed.all_inner_texts() == ["ants.md"]


def test_what_another_window_removed_can_be_removed_here(browser: Any, url: str, assistant: Reading) -> None:
    assistant.ready.set()
    with seen.visit(browser, url, seen.DESKTOP) as page:
        choose(page, [file("bees.md")])
        page.get_by_text("2 documents are open").wait_for()
        (assistant.folder / "bees.md").unlink()
        # What the chat says then, without the status 400 that a browser complains of.
        page.route(
            "**/added?name=*", lambda route: route.fulfill(json={"error": "no document bees.md was added"})
        )
        page.get_by_role("button", name="Remove bees.md").click()
        page.get_by_text("bees.md is removed.").wait_for()
        assert page.locator("#qa-added li").count() == 0


def test_many_added_documents_are_told_in_one_line_that_goes(
    browser: Any, url: str, assistant: Reading
) -> None:
    with seen.visit(browser, url, seen.PHONE) as page:
        status = page.locator("#qa-added [role=status]")
        choose(page, [file(f"invoice {number}.md") for number in range(4)])
        page.get_by_text("Added; it is being read.").wait_for()
        assistant.ready.set()
        page.get_by_text("4 documents can be asked now.").wait_for()
        assert status.inner_text() == "4 documents can be asked now."
        seen.ask(page, "When was it that Musk left?")
        assert status.inner_text() == ""
        page.get_by_text("4 documents added").click()
        page.get_by_role("button", name="Remove invoice 1.md").click()
        page.get_by_text("invoice 1.md is removed.").wait_for()
        page.get_by_text("invoice 1.md is removed.").wait_for(state="hidden")


def test_names_of_enemies_are_only_text(browser: Any, url: str, assistant: Reading) -> None:
    assistant.ready.set()
    with seen.visit(browser, url, seen.DESKTOP) as page:
        choose(page, [file("bees.md")])  # with two documents there is a list to choose from
        page.get_by_label("Ask only").wait_for()
        before = page.evaluate(seen.ELEMENTS, seen.HOSTILE_ELEMENTS)
        page.evaluate(DROP, [f"{payload.replace('/', '')[:80]}{i}.md" for i, payload in enumerate(HOSTILE)])
        page.locator("#qa-added li").nth(len(HOSTILE)).wait_for(state="attached")
        page.get_by_text(f"{len(HOSTILE) + 2} documents are open").click()
        assert page.evaluate(seen.ELEMENTS, seen.HOSTILE_ELEMENTS) == before


def test_axe_finds_nothing_serious_about_it(browser: Any, url: str, assistant: Reading) -> None:
    accessible = pytest.importorskip("tests.test_chat_accessible")
    assistant.ready.set()
    for theme in ("light", "dark"):
        with seen.visit(browser, url, seen.PHONE, theme) as page:
            choose(page, [file("bees.md"), file("scan.pdf")])
            page.locator("#qa-added li").nth(1).wait_for()
            assert accessible.grave(page) == []
