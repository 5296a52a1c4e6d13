"""The endpoints for programs, by the examples of docs/api.md, over a real index on models that need no weights."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio_client
import pytest
from conftest import WordEmbedder

from index import QuestionError, SourceError, Store, sync
from qa.assistant import READ_CHARACTERS, Assistant
from qa.guard import Credentials
from tests.answering import DECISION, NumberReader
from tests.chatting import call, request, running

GUIDE = (Path(__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:7860"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def assistant(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> Assistant:
    sync(tmp_path / "index", [folder], embedder)
    return Assistant(Store(tmp_path / "index", embedder), embedder, NumberReader(), DECISION)


@pytest.fixture
def url(assistant: Assistant) -> Iterator[str]:
    with running(assistant) as address:
        yield address


def given(events: str) -> Any:
    assert "event: complete" in events, events
    return json.loads(events.split("data: ")[-1])[0]


def test_the_examples_for_curl(url: str, folder: Path) -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("curl ")]
    assert len(lines) == 6
    results = []
    for first, second in zip(lines[::2], lines[1::2], strict=True):
        _, _, address, header, kind, data, body = shlex.split(first)
        assert (header, data) == ("-H", "-d") and address.startswith(ADDRESS)
        name, _, value = kind.partition(": ")
        path = address.removeprefix(ADDRESS)
        status, _, started = request(url, "POST", path, {name: value}, body.encode())
        assert status == 200
        fetch = shlex.split(second)[2].removeprefix(ADDRESS)
        fetch = fetch.replace("EVENT_ID", json.loads(started)["event_id"])
        results.append(given(request(url, "GET", fetch)[2].decode()))
    answer, found, documents = results
    assert (answer["outcome"], answer["text"]) == ("answered", "1890")
    assert [passage["title"] for passage in found] == ["Rivers of France", "Lakes"]
    assert found[0]["file"] == str(folder / "rivers.txt") and found[0]["place"]["line"] == 1
    assert {"start", "end", "quote", "score", "similarity", "dense_rank", "lexical_rank"} < set(found[0])
    assert documents == [
        {"file": str(folder / name), "title": title}
        for name, title in (
            ("bridges.md", "Bridges"),
            ("page.html", "Lakes"),
            ("rivers.txt", "Rivers of France"),
        )
    ]


def test_the_examples_for_python(
    assistant: Assistant, url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = blocks("python")
    names: dict[str, Any] = {}
    exec(first.replace(ADDRESS, url), names)
    names["client"].close()
    out = capsys.readouterr().out
    assert f"answered 1890 {folder / 'bridges.md'}\n" in out
    best = assistant.search("rivers of France", 2)[0]
    assert f"Rivers of France 1 {best.score} {best.citation.quote}" in out
    assert f"{folder / 'page.html'} Lakes\n" in out

    user, password = re.search(r'\("(\w+)", "([\w ]+)"\)', second).groups()
    with running(assistant, credentials=Credentials(user, password)) as closed:
        exec(second.replace(ADDRESS, closed), names)
        names["with_password"].close()
        with pytest.raises(Exception, match="credentials were not provided"):
            gradio_client.Client(closed, analytics_enabled=False, verbose=False)
    assert capsys.readouterr().out.endswith("1890\n")


def test_the_endpoints_say_what_is_wrong(url: str) -> None:
    for data, message in (
        (["?", 10], "the question is empty"),
        ([5, 10], "the question is not text"),
        (["river", "many"], "the count is not a whole number"),
        (["river", True], "the count is not a whole number"),
        (["river", 0], "cannot search for 0 passages: ask for 1 to 50"),
        (["river", 51], "cannot search for 51 passages"),
    ):
        events = call(url, *data, name="search")
        assert "event: error" in events and message in events


def test_a_search_gives_as_many_different_passages_as_asked_for(assistant: Assistant) -> None:
    for count in (1, 2, 3):
        found = assistant.search("Where in France does the longest river rise?", count)
        assert len(found) == count
        assert found[0].citation.title == "Rivers of France" and found[0].margin is None
        assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    with pytest.raises(QuestionError, match="1 to 50"):
        assistant.search("river", 51)
    with pytest.raises(QuestionError, match="empty"):
        assistant.search(" ")


def test_what_is_found_can_be_read_and_what_is_around_it(assistant: Assistant, folder: Path) -> None:
    [document] = [d for d in assistant.every_document() if d.title == "Bridges"]
    for found in assistant.search("Who built the Forth Bridge of steel?"):
        citation = found.citation
        assert assistant.read(citation.path, citation.start, citation.end).quote == citation.quote
    whole = assistant.read(document.path, 0, 10**9)
    assert (whole.quote, whole.end) == (document.text, len(document.text))
    for path, start, end, message in (
        (str(folder / "none.md"), 0, 5, "no open document has the path"),
        ("\udcff", 0, 5, "no open document"),
        (document.path, -1, 5, "nothing stands from -1 to 5"),
        (document.path, 5, 5, "nothing stands"),
        (document.path, len(document.text), 10**9, f"its text has {len(document.text)} characters"),
    ):
        with pytest.raises(SourceError, match=message):
            assistant.read(path, start, end)


def test_a_document_is_read_in_parts(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    (folder / "long.txt").write_text("A line that says little.\n\n" * 1000)
    sync(tmp_path / "index", [folder], embedder)
    assistant = Assistant(Store(tmp_path / "index", embedder), embedder, NumberReader(), DECISION)
    with pytest.raises(SourceError, match="20001 characters are too many"):
        assistant.read(str(folder / "long.txt"), 0, READ_CHARACTERS + 1)
    assert len(assistant.read(str(folder / "long.txt"), 7, 7 + READ_CHARACTERS).quote) == READ_CHARACTERS
