"""The chat while it opens: a page at once that tells how far it is, then the chat, or one line of why not."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import Error
from qa.api import Progress
from qa.assistant import Assistant
from qa.serve import serve
from tests.chatting import SECONDS, call, musk, opening, request


def state(url: str) -> dict[str, object]:
    answer: dict[str, object] = json.loads(request(url, "GET", "/opening")[2])
    return answer


def until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.02)


class Slow:
    """Opens when the test lets it."""

    def __init__(self) -> None:
        self.read, self.ready = threading.Event(), threading.Event()
        self.left = False

    @contextmanager
    def opened(self, progress: Progress) -> Iterator[Assistant]:
        assert self.read.wait(SECONDS)
        progress(0, 0)  # nothing to read is nothing to tell
        progress(12, 40)
        assert self.ready.wait(SECONDS)
        yield musk()
        self.left = True


def test_a_page_is_there_at_once_and_then_the_chat() -> None:
    slow = Slow()
    with opening(slow.opened) as url:
        status, headers, body = request(url, "GET", "/?q=When")
        assert (status, headers["retry-after"]) == (503, "2")
        assert b"Ask your documents" in body and headers["content-security-policy"]
        assert state(url) == {"ready": False, "said": "Loading the models …"}
        slow.read.set()
        until(lambda: state(url)["said"] == "Reading documents: 12 of 40 …")
        # A program that does not look at the page waits for its answer.
        answers: list[str] = []
        program = threading.Thread(target=lambda: answers.append(call(url, "When was it that Musk left?")))
        program.start()
        program.join(0.3)
        assert answers == []
        slow.ready.set()
        program.join(SECONDS)
        assert "2018" in answers[0]
        assert state(url)["ready"] is True
        assert request(url, "GET", "/")[0] == 200
        assert request(url, "GET", "/opening", {"Host": "evil.example"})[0] == 400
        assert not slow.left
    assert slow.left


def test_what_cannot_be_opened_ends_the_chat_with_its_reason() -> None:
    @contextmanager
    def opened(progress: Progress) -> Iterator[Assistant]:
        raise Error("no document to read in /docs")
        yield

    with pytest.raises(Error, match=r"^no document to read in /docs$"):
        serve(opened, port=0)


def test_a_chat_is_stopped_while_it_opens() -> None:
    slow = Slow()
    with opening(slow.opened) as url:
        assert request(url, "GET", "/")[0] == 503
        stopped = time.monotonic()
    assert time.monotonic() - stopped < SECONDS / 2
    slow.read.set()
    slow.ready.set()


def test_the_chat_listens_before_anything_heavy_is_loaded() -> None:
    program = (
        "import sys\n"
        "import qa.cli\n"
        "from contextlib import contextmanager\n"
        "from index import Error\n"
        "from qa.serve import serve\n"
        "@contextmanager\n"
        "def opened(progress):\n"
        "    heavy = {'torch', 'transformers', 'sentence_transformers', 'gradio'}\n"
        "    raise Error(f'loaded: {sorted(heavy & set(sys.modules))}')\n"
        "    yield\n"
        "try:\n"
        "    serve(opened, port=0)\n"
        "except Error as error:\n"
        "    print(error)\n"
    )
    root = Path(__file__).parent.parent
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=root, timeout=SECONDS, check=True
    )
    listens, loaded = ran.stdout.splitlines()
    assert listens.startswith("Chat: http://") and loaded == "loaded: []"
