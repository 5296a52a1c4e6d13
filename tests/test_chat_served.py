"""How the chat is served: at its own port until it is stopped; and a source, at one address, under its own policy."""

import os
import re
import signal
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from index import Error
from qa.serve import serve
from qa.source_page import POLICY
from tests.chatting import SECONDS, call, musk, post, request
from tests.sharing import url

assert url  # the fixture


def test_a_port_in_use_is_said_in_one_line(url: str) -> None:
    port = int(url.rpartition(":")[2])
    with pytest.raises(
        Error, match=rf"^cannot open .* port {port} of host 127\.0\.0\.1: it is in use; .* --port$"
    ):
        serve(lambda progress: nullcontext(musk()), port=port)
    for host, port in (("192.0.2.1", 0), ("127.0.0.1", 70_000), ("127.0.0.1", -1), ("no such host", 0)):
        with pytest.raises(
            Error, match=r"^(cannot open the chat at port \d+ of host .+: .+|port .+ is none: .+)$"
        ) as raised:
            serve(lambda progress: nullcontext(musk()), host, port, let_everyone_in=True)
        assert "\n" not in str(raised.value)


def test_serve_says_where_it_is_asks_nobody_else_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    program = tmp_path / "chat.py"
    program.write_text(
        "import sys\n"
        "def heard(event, given):\n"
        "    if event in ('socket.getaddrinfo', 'socket.connect', 'socket.gethostbyname'):\n"
        "        host = given[0] if event != 'socket.connect' else given[1][0]\n"
        "        if host not in (None, '127.0.0.1', 'localhost', '::1'):\n"
        "            print('looked up', host, flush=True)\n"
        "sys.addaudithook(heard)\n"
        "from contextlib import nullcontext\n"
        "from qa.serve import serve\n"
        "from tests.chatting import musk\n"
        "serve(lambda progress: nullcontext(musk()), port=0)\n"
        "print('ended')\n",
        encoding="utf-8",
    )
    root = str(Path(__file__).parent.parent)
    env = {
        **os.environ,
        "PYTHONPATH": root,
        "HTTP_PROXY": "http://192.0.2.1:9",
        "GRADIO_ANALYTICS_ENABLED": "True",
    }
    started = subprocess.Popen(
        [sys.executable, program], stdout=subprocess.PIPE, text=True, cwd=root, env=env
    )
    with started:
        assert started.stdout is not None
        first = started.stdout.readline()
        try:
            address = re.fullmatch(r"Chat: (http://127\.0\.0\.1:\d+)\n", first)
            assert address, first
            assert "2018" in call(address[1], "When was it that Musk left?")
            with httpx.stream(
                "GET", f"{address[1]}/gradio_api/queue/data?session_hash=abc", trust_env=False
            ) as stream:
                assert stream.status_code == 200
                started.send_signal(signal.SIGINT)
                assert started.wait(SECONDS) == 0
            assert started.stdout.read() == "ended\n"
        finally:
            started.kill()


def source(url: str, **changed: object) -> tuple[int, dict[str, str], str]:
    """What the route of the sources answers for a place in the first document, with some of it changed."""
    first = musk().document(1)
    assert first is not None
    asked = {"document": 1, "start": 159, "end": 172, "version": first.sha256[:16]} | changed
    status, headers, body = request(url, "GET", f"/source?{urlencode(asked)}")
    return status, headers, body.decode()


def test_a_source_is_served_under_its_own_policy(url: str) -> None:
    status, headers, body = source(url)
    assert status == 200
    assert '<mark id="quote">$97.4 billion</mark>' in body
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert 'lang="en" data-theme=dark>' in source(url, theme="dark")[2]
    assert "data-theme" not in source(url, theme='"><script>')[2].partition("<style>")[0]
    assert request(url, "HEAD", "/source?document=1")[0] == 400
    assert request(url, "GET", "/source?document=1", {"Host": "evil.example"})[0] == 400
    assert post(url, "/source", {})[0] == 403


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"document": 3}, 404, "no longer open"),
        ({"document": "/docs/why.md"}, 400, "no place in a document"),
        ({"document": "../1"}, 400, "no place in a document"),
        ({"document": "1" * 12}, 404, "no longer open"),
        ({"document": "²"}, 400, "no place in a document"),
        ({"start": -1}, 400, "no place in a document"),
        ({"start": 172}, 400, "no place in the document"),
        ({"end": 99_999}, 400, "no place in the document"),
        ({"version": "0" * 16}, 410, "has changed since this answer"),
        ({"version": ""}, 410, "has changed since this answer"),
    ],
)
def test_a_source_is_opened_only_at_a_place_of_an_open_document(
    url: str, changed: dict[str, object], status: int, said: str
) -> None:
    answer = source(url, **changed)
    assert (answer[0], said in answer[2]) == (status, True)
    assert "Musk" not in answer[2]
    assert answer[1]["content-security-policy"] == POLICY


@pytest.mark.parametrize("path", ["/source/", "/source/1", "/source%2F", "/Source", "//source", "/source;x"])
def test_a_source_has_one_address(url: str, path: str) -> None:
    assert request(url, "GET", f"{path}?document=1&start=0&end=1")[0] == 403
