"""The password of a chat that the network can reach: who is let in, who must wait, what is refused outright."""

import base64
from contextlib import nullcontext

import gradio_client
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Error
from qa.chat_source import source_link
from qa.guard import ADDRESSES, TRIES, TRIES_SECONDS, Credentials, Tries, assert_protected
from qa.serve import serve
from tests.chatting import call, musk, post, request, running

USER, PASSWORD = "ann", "pass:wörter"


def basic(user: str, password: str, scheme: str = "Basic") -> dict[str, str]:
    encoded = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"{scheme} {encoded}"}


RIGHT = basic(USER, PASSWORD)


def credentials() -> Credentials:
    return Credentials.parse(f"{USER}:{PASSWORD}")


def test_nothing_is_seen_without_the_password() -> None:
    with running(musk(), credentials=credentials()) as url:
        for method, path in (
            ("GET", "/"),
            ("GET", "/config"),
            ("GET", "/gradio_api/info"),
            ("GET", "/static/img/logo.svg"),
            ("GET", "/nothing"),
            ("POST", "/gradio_api/call/ask"),
            ("POST", "/gradio_api/queue/join"),
            ("OPTIONS", "/"),
        ):
            status, headers, body = request(url, method, path, body=b"{}" if method == "POST" else None)
            assert status == 401 and headers["www-authenticate"].startswith("Basic realm="), path
            assert b"Musk" not in body and b"musk" not in body
            assert "content-security-policy" in headers
        assert request(url, "GET", "/config", {"Host": "evil.example"} | RIGHT)[0] == 400
        assert post(url, "/gradio_api/call/ask", {}, {"Origin": "http://evil.example"} | RIGHT)[0] == 403
        assert request(url, "GET", "/config", RIGHT)[0] == 200
        assert request(url, "GET", "/config", basic(USER, PASSWORD, "basic"))[0] == 200
        assert "2018" in call(url, "When was it that Musk left?", headers=RIGHT)


def test_no_source_is_seen_without_the_password() -> None:
    assistant = musk()
    address = source_link(assistant.ask("When was it that Musk left?").citations[0])
    assert address is not None
    path = address.partition("#")[0]
    with running(assistant, credentials=credentials()) as url:
        for method in ("GET", "HEAD"):
            status, headers, body = request(url, method, path)
            assert status == 401 and headers["www-authenticate"].startswith("Basic realm=")
            assert b"Musk" not in body
        assert request(url, "GET", path, basic(USER, "guess"))[0] == 401
        status, _, body = request(url, "GET", path, RIGHT)
        assert status == 200 and b"Musk" in body


def test_gradios_own_client_gets_in_with_the_password() -> None:
    with running(musk(), credentials=credentials()) as url:
        client = gradio_client.Client(
            url, analytics_enabled=False, verbose=False, httpx_kwargs={"auth": (USER, PASSWORD)}
        )
        try:
            assert client.predict("When was it that Musk left?", api_name="/ask")["text"] == "2018"
        finally:
            client.close()


def test_who_guesses_must_wait_and_cannot_go_on_guessing_meanwhile() -> None:
    with running(musk(), credentials=credentials()) as url:
        for number in range(TRIES):
            assert request(url, "GET", "/config")[0] == 401  # asks for a password, and is no try
            assert request(url, "GET", "/config", basic(USER, f"guess {number}"))[0] == 401
        for headers in (basic(USER, "another"), RIGHT):
            status, answer, _ = request(url, "GET", "/config", headers)
            assert status == 429 and 0 < int(answer["retry-after"]) <= TRIES_SECONDS + 1


@given(
    tried=st.text()
    | st.binary().map(lambda raw: "Basic " + base64.b64encode(raw).decode())
    | st.tuples(st.text(), st.text()).map(lambda pair: basic(*pair)["Authorization"])
)
def test_no_other_header_is_right(tried: str) -> None:
    assert not CREDENTIALS.match(tried)
    assert CREDENTIALS.match(RIGHT["Authorization"])


CREDENTIALS = credentials()


def test_tries_are_counted_by_address_and_forgotten_after_a_minute() -> None:
    now = 0.0
    tries = Tries(lambda: now)
    for _ in range(TRIES):
        assert tries.wait("192.0.2.1") == 0
        tries.add("192.0.2.1")
        now += 1
    assert tries.wait("192.0.2.1") == TRIES_SECONDS - TRIES
    assert tries.wait("192.0.2.2") == 0
    now = TRIES_SECONDS
    assert tries.wait("192.0.2.1") == 0  # the first of them is a minute old
    for number in range(TRIES):
        tries.add(f"2001:db8::{number}")
    assert tries.wait("2001:db8::ffff") > 0  # one customer has all of these
    for number in range(ADDRESSES):
        tries.add(f"host {number}")
    assert tries.wait("2001:db8::ffff") == 0


@pytest.mark.parametrize("text", ["", "ann", "ann:", "ann:short", ":longenough"])
def test_credentials_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(Error, match="--auth"):
        Credentials.parse(text)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "chat.example", "[::]", ""])
def test_another_host_than_this_machines_own_needs_a_password_or_the_word(host: str) -> None:
    for refused in (
        lambda: assert_protected(host, None, False),
        lambda: serve(lambda progress: nullcontext(musk()), host, 0),
    ):
        with pytest.raises(Error, match=r"opens the chat to the network: .*--auth.*QA_AUTH.*--no-auth$"):
            refused()
    assert_protected(host, credentials(), False)
    assert_protected(host, None, True)
    with pytest.raises(Error, match="give one of them"):
        assert_protected(host, credentials(), True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "::1", "[::1]", "127.0.0.2"])
def test_this_machine_needs_none(host: str) -> None:
    assert_protected(host, None, False)
