"""The scripts that stand in a page itself, by their hashes: a browser runs these, and none that a text brings in."""

import base64
import hashlib
import re
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
_FROM_FILE = re.compile(r"\ssrc\s*=")


def hashes(html: str) -> list[str]:
    """The sources for "script-src" of a Content-Security-Policy that allow the inline scripts of the HTML."""
    texts = [match["text"] for match in _SCRIPT.finditer(html) if not _FROM_FILE.search(match["attributes"])]
    digests = (hashlib.sha256(text.encode()).digest() for text in dict.fromkeys(texts))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


class WholePage:
    """Sends a page on when it is whole, with the leave for the scripts that stand in it in its policy.

    Gradio's page starts by scripts of its own, of which one holds what differs from visit to visit.

    :param others: the hashes of scripts that come into the page later.
    """

    def __init__(self, send: Send, others: Sequence[str]) -> None:
        self._send = send
        self._others = others
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Takes a message of the answer, and sends all of them with the last."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = MutableHeaders(scope=self._start)
        scripts = " ".join([*self._others, *hashes(self._body.decode("utf-8", "replace"))])
        policy = headers["Content-Security-Policy"]
        headers["Content-Security-Policy"] = policy.replace(
            "script-src 'self'", f"script-src 'self' {scripts}"
        )
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": self._body})
