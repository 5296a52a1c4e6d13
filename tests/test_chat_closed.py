"""What the chat refuses: foreign hosts, files, uploads, other pages, long requests."""

import json
import socket
from pathlib import Path

import httpx
import pytest

from tests.chatting import HOSTILE, WordAssistant, hostile, musk, post, request, running
from tests.sharing import url

assert url  # the fixture
ROUTES = [
    ("GET", "/"),
    ("HEAD", "/"),
    ("GET", "/config"),
    ("GET", "/theme.css"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/heartbeat/abc"),
    ("GET", "/gradio_api/queue/data?session_hash=abc"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/call/ask"),
    ("POST", "/gradio_api/upload"),
    ("GET", "/gradio_api/mcp/sse"),
    ("OPTIONS", "/gradio_api/call/ask"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_foreign_hosts_are_refused_everywhere(url: str, method: str, path: str) -> None:
    port = url.rpartition(":")[2]
    for host in (
        "evil.example",
        f"evil.example:{port}",
        f"127.0.0.1.evil.example:{port}",
        "localhost.evil.example",
        "127.0.0.1@evil.example",
        "[::1].evil.example",
        "192.0.2.7",
        "",
    ):
        assert request(url, method, path, {"Host": host}, b"{}" if method == "POST" else None)[0] == 400, host


def test_the_names_of_this_machine_are_served(url: str) -> None:
    port = url.rpartition(":")[2]
    for host in ("127.0.0.1", f"localhost:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"):
        assert request(url, "GET", "/config", {"Host": host})[0] == 200, host


def test_an_open_chat_is_served_by_number_and_by_its_own_name_only() -> None:
    with running(musk(), host="0.0.0.0") as address:
        for host in (
            "192.0.2.7:7860",
            "[2001:db8::1]",
            socket.gethostname(),
            f"{socket.gethostname()}.local",
        ):
            assert request(address, "GET", "/config", {"Host": host})[0] == 200, host
        for host in ("evil.example", "0.0.0.0.evil.example", "1.2.3.4.5"):
            assert request(address, "GET", "/config", {"Host": host})[0] == 400, host
    with running(musk(), host="Chat.Example") as address:
        assert request(address, "GET", "/config", {"Host": "chat.example:7860"})[0] == 200
        assert request(address, "GET", "/config", {"Host": "192.0.2.7"})[0] == 400


def test_pages_of_other_sites_cannot_ask(url: str) -> None:
    port = int(url.rpartition(":")[2])
    question = {"data": ["When was it that Musk left?"]}
    for origin in (
        "http://evil.example",
        "null",
        f"http://127.0.0.1:{port + 1}",
        "https://127.0.0.1",
        "file://",
    ):
        assert post(url, "/gradio_api/call/ask", question, {"Origin": origin})[0] == 403, origin
        preflight = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        status, headers, _ = request(url, "OPTIONS", "/gradio_api/call/ask", preflight)
        assert status == 403
        assert "access-control-allow-origin" not in headers
    assert post(url, "/gradio_api/call/ask", question, {"Origin": url})[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/upload/",
        "/gradio_api/upload?upload_id=1",
        "/gradio_api/%75pload",
        "/gradio_api%2Fupload",
        "/gradio_api/upload%2F",
        "/gradio_api/upload;a",
        "//gradio_api/upload",
        "/gradio_api//upload",
        "/gradio_api/./upload",
        "/gradio_api/queue/../upload",
        "/GRADIO_API/UPLOAD",
        "/upload",
        "/gradio_api/upload_progress?upload_id=1",
        "/gradio_api/stream/x",
        "/gradio_api/component_server",
        "/gradio_api/process_recording",
        "/gradio_api/run/ask",
        "/gradio_api/run/note",
        "/gradio_api/api/chat",
        "/gradio_api/call/chat",
        "/gradio_api/vibe-edit",
        "/login",
    ],
)
def test_uploads_and_what_the_page_does_not_need_are_closed(url: str, path: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhello\r\n--b--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    for method in ("POST", "PUT", "GET"):
        if not (method == "GET" and path == "/"):
            assert request(url, method, path, kind, body)[0] == 403, (method, path)


def test_a_page_holds_no_connection_open_and_finds_the_chat_again(url: str) -> None:
    """Browsers have six connections for one address; and by `app_id` Gradio's page sees that the server is back."""
    beat = httpx.get(f"{url}/gradio_api/heartbeat/abc", trust_env=False)
    assert (beat.status_code, beat.content) == (204, b"")
    assert httpx.get(f"{url}/gradio_api/app_id", trust_env=False).json()["app_id"]


def test_what_goes_past_the_queue_opens_no_way_to_ask(url: str) -> None:
    config = json.loads(request(url, "GET", "/config")[2])
    for call_of in config["dependencies"]:
        data = [None] * len(call_of["inputs"])
        asked = {"data": data, "fn_index": call_of["id"], "session_hash": "x"}
        status, _ = post(url, "/gradio_api/run/predict", asked)
        expected = 200 if call_of["api_name"] in ("refresh", "begin", "note") else 404
        assert status == expected, call_of["api_name"]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file={}",
        "/file={}",
        "/gradio_api/file/{}",
        "/gradio_api/file=file://{}",
        "/gradio_api/file=http://127.0.0.1:1/{}",
        "/gradio_api/proxy=http://127.0.0.1:1/{}",
        "/static/../../../../../../../..{}",
        "/static/%2e%2e/%2e%2e/%2e%2e{}",
        "/assets/..%2f..%2f..%2f..%2f..%2f..{}",
        "/static/{}",
        "/assets//{}",
        "/gradio_api/custom_component/x/client/component/..%2f..{}",
        "/svelte/../../{}",
        "/gradio_api/deep_link?session_hash=x",
        "/monitoring",
        "/gradio_api/runs",
    ],
)
def test_no_file_is_served(url: str, path: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary", encoding="utf-8")
    status, _, body = request(url, "GET", path.format(secret))
    assert status in (403, 404)
    assert b"canary" not in body


def test_every_answer_has_the_safety_headers(url: str) -> None:
    answers = [
        request(url, "GET", "/"),
        request(url, "GET", "/nothing"),
        request(url, "GET", "/", {"Host": "evil"}),
    ]
    assert [status for status, _, _ in answers] == [200, 403, 400]
    for _, headers, _ in answers:
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "script-src 'self'" in policy
        assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_long_requests_are_refused(url: str) -> None:
    kind = {"Content-Type": "application/json"}
    assert request(url, "POST", "/gradio_api/call/ask", kind, b" " * 65_537)[0] == 413
    assert request(url, "POST", "/gradio_api/call/ask", kind | {"Transfer-Encoding": "chunked"})[0] == 413
    both = kind | {"Content-Length": "10", "Transfer-Encoding": "chunked"}
    assert request(url, "POST", "/gradio_api/queue/join", both)[0] in (400, 413)
    assert request(url, "POST", "/gradio_api/call/ask", kind | {"Content-Length": "-1"})[0] in (400, 413)


def test_suggestions_and_titles_stay_text_in_the_first_page() -> None:
    assistant = WordAssistant([hostile(payload) for payload in HOSTILE], tuple(HOSTILE))
    with running(assistant, HOSTILE) as address:
        page = request(address, "GET", "/")[2].decode()
    assert "alert(1)</script>" not in page
    assert "<img src=x" not in page
    assert 'src="http://evil' not in page
