"""Who may use the chat: from which site, by which routes, and with which password."""

import base64
import binascii
import contextlib
import hmac
import ipaddress
import re
import secrets
import socket
import time
from collections import deque
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index import MOST_BYTES, Error
from qa import chat_keep, chat_page, chat_source, chat_uploads, opening, source_page
from qa.inline_scripts import WholePage, hashes

BODY_BYTES = 65_536  # of a request; a question of the longest length is at most 24,000
PASSWORD_CHARACTERS = 8  # at least
TRIES = 10  # wrong passwords that one address may send in
TRIES_SECONDS = 60.0
ADDRESSES = 4_096  # whose tries are remembered, so that the memory has an end
WILDCARDS = ("0.0.0.0", "::")

_READ = re.compile(
    rf"/|{opening.ROUTE}|{chat_source.ROUTE}|/config/?|/theme\.css|/favicon\.ico|/manifest\.json"
    r"|/(static|assets)(/\w[\w.@-]*)+"
    r"|/gradio_api/(info|openapi\.json|startup-events|app_id|queue/data)/?"
    r"|/gradio_api/call/(ask|search|documents)/\w+/?"
)
# Each page would hold a connection open for it, and browsers have six for one address: the sixth page would hang. So
# Gradio is not told that a page has gone; what the server keeps of it goes after a day, or 200 pages later.
_HEARTBEAT = re.compile(r"/gradio_api/heartbeat/\w+/?")
# run/predict is for the events of the page that go past the queue; Gradio refuses all others there.
_ASK = re.compile(r"/gradio_api/(queue/join|call/(ask|search|documents)|run/predict|reset|cancel)/?")
# Gradio puts these into its page by a script.
_OWN_SCRIPTS = hashes(chat_page.SCRIPT + chat_keep.SCRIPT + chat_uploads.SCRIPT)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_ASK_FOR_PASSWORD = {"WWW-Authenticate": 'Basic realm="Ask your documents", charset="UTF-8"'}


class Credentials:
    """The name and password of those who may use the chat; only a keyed hash of them is kept.

    :raises Error: if the name is empty or has a colon, or the password is too short.
    """

    def __init__(self, user: str, password: str) -> None:
        if not user or ":" in user:
            raise Error("the name of --auth is empty or has a colon: give USER:PASSWORD")
        if len(password) < PASSWORD_CHARACTERS:
            raise Error(f"the password of --auth is short: give {PASSWORD_CHARACTERS} characters or more")
        self._key = secrets.token_bytes(32)
        self._digest = self._hash(f"{user}:{password}".encode())

    @classmethod
    def parse(cls, text: str) -> "Credentials":
        """The credentials of a text "USER:PASSWORD"; the password may have colons.

        :raises Error: as the class does.
        """
        user, colon, password = text.partition(":")
        if not colon:
            raise Error("--auth has no colon: give USER:PASSWORD")
        return cls(user, password)

    def match(self, authorization: str) -> bool:
        """Whether a header "Authorization" has this name and password, by HTTP's basic scheme.

        The time it takes does not depend on how much of them is right.
        """
        scheme, _, encoded = authorization.partition(" ")
        try:
            given = base64.b64decode(encoded.strip(), validate=True)
        except (binascii.Error, ValueError):
            given = b""
        return hmac.compare_digest(self._hash(given), self._digest) and scheme.lower() == "basic"

    def _hash(self, given: bytes) -> bytes:
        return hmac.digest(self._key, given, "sha256")


class Tries:
    """How many wrong passwords an address has sent of late."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: dict[str, deque[float]] = {}

    def wait(self, address: str) -> float:
        """The seconds until the address may try again; 0 when it may now."""
        times = self._wrong.get(_network(address), ())
        recent = [moment for moment in times if moment > self._clock() - TRIES_SECONDS]
        return recent[-TRIES] + TRIES_SECONDS - self._clock() if len(recent) >= TRIES else 0.0

    def add(self, address: str) -> None:
        """Remembers a wrong password."""
        times = self._wrong.pop(_network(address), None) or deque(maxlen=TRIES)
        times.append(self._clock())
        self._wrong[_network(address)] = times
        if len(self._wrong) > ADDRESSES:
            del self._wrong[next(iter(self._wrong))]  # the one that was quiet for longest


def is_loopback(host: str) -> bool:
    """Whether only programs of this machine can reach what listens at the host."""
    host = host.strip("[]").lower()
    if host in _LOOPBACK:
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def assert_protected(host: str, credentials: Credentials | None, let_everyone_in: bool) -> None:
    """A chat that the network can reach has a password, or its owner said that it needs none.

    :raises Error: otherwise, and if both are asked for.
    """
    if credentials is not None and let_everyone_in:
        raise Error("--auth asks for a password and --no-auth for none: give one of them")
    if credentials is None and not let_everyone_in and not is_loopback(host):
        raise Error(
            f"host {host} opens the chat to the network: say who may use it with --auth USER:PASSWORD "
            "(or QA_AUTH in the environment), or let in whoever reaches it with --no-auth"
        )


class Guard:
    """Lets through what the page and its endpoints need, from this site only, and adds the safety headers.

    Gradio has more routes (uploads, files, proxies) than this page uses; they are refused here, by a list of
    what is allowed, so that no other spelling of a path gets by.
    """

    def __init__(
        self, web: ASGIApp, host: str, credentials: Credentials | None = None, takes_documents: bool = False
    ) -> None:
        self._web = web
        self._takes_documents = takes_documents
        self._credentials = credentials
        self._tries = Tries()
        self._hosts = {*_LOOPBACK, host.lower()} - {*WILDCARDS}
        # A site that points its own name at this machine (DNS rebinding) sends that name, never a number.
        self._any_number = host in WILDCARDS
        if self._any_number:
            name = socket.gethostname().lower()
            self._hosts |= {name, f"{name}.local"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it with 204, 400, 401, 403, 413 or 429."""
        if scope["type"] == "lifespan":
            await self._web(scope, receive, send)
            return

        policy = source_page.POLICY if scope["path"] == chat_source.ROUTE else chat_page.POLICY
        if scope["path"] == "/":
            send = WholePage(send, _OWN_SCRIPTS)
            # What is packed could not be looked into.
            packed = b"accept-encoding"
            scope = {**scope, "headers": [entry for entry in scope["headers"] if entry[0] != packed]}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        web = self._refusal(scope) or self._web
        await web(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        hosts, origin = headers.getlist("host"), headers.get("origin")
        if len(hosts) != 1 or not self._is_ours(hosts[0]):
            return PlainTextResponse("This address is not served here.", 400)
        if origin is not None and origin.partition("://")[2] != hosts[0]:
            return PlainTextResponse("Requests of other sites are refused.", 403)
        if stranger := self._stranger(headers.getlist("authorization"), (scope.get("client") or ("",))[0]):
            return stranger
        added = chat_uploads.METHODS if self._takes_documents else ()
        is_added = scope["path"] == chat_uploads.ROUTE and scope["method"] in added
        if scope["method"] == "GET" and _HEARTBEAT.fullmatch(scope["path"]):
            return Response(status_code=204)
        routes = {"GET": _READ, "HEAD": _READ, "POST": _ASK}.get(scope["method"])
        if not is_added and (routes is None or not routes.fullmatch(scope["path"])):
            return PlainTextResponse("There is nothing here.", 403)
        length = headers.get("content-length", "" if scope["method"] == "POST" else "0")
        # In chunks a request can be longer than it says.
        chunked = "transfer-encoding" in headers
        if chunked or not length.isdecimal() or int(length) > (MOST_BYTES if is_added else BODY_BYTES):
            return PlainTextResponse("The request is too long.", 413)
        return None

    def _stranger(self, authorizations: list[str], address: str) -> ASGIApp | None:
        """The refusal of someone without the password.

        While an address waits, its right password is refused too: else it could go on guessing.
        """
        if self._credentials is None:
            return None
        if not authorizations:
            return PlainTextResponse("This chat has a password.", 401, _ASK_FOR_PASSWORD)
        if seconds := self._tries.wait(address):
            retry = {"Retry-After": str(int(seconds) + 1)}
            return PlainTextResponse("Too many wrong passwords: wait a minute.", 429, retry)
        if len(authorizations) == 1 and self._credentials.match(authorizations[0]):
            return None
        self._tries.add(address)
        return PlainTextResponse("The name or the password is wrong.", 401, _ASK_FOR_PASSWORD)

    def _is_ours(self, host: str) -> bool:
        match = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:/@\s]+)(:[0-9]+)?", host)
        name = match[1].strip("[]").lower() if match else ""
        if name in self._hosts:
            return True
        with contextlib.suppress(ValueError):
            return self._any_number and bool(ipaddress.ip_address(name))
        return False


def _network(address: str) -> str:
    """An address, or for IPv6 the network of it that one customer has."""
    with contextlib.suppress(ValueError):
        if ipaddress.ip_address(address).version == 6:
            return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))
    return address
