"""What the chat shows until it is there: models take some seconds to load, and new documents longer to be read."""

import asyncio
from pathlib import Path

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

ROUTE = "/opening"
PAGE = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")


class Opening:
    """A web application that tells how the opening goes, and is the chat once that is there.

    The page comes with status 503, so that a program that waits for the chat goes on waiting. Every other request
    waits until the chat can answer it.
    """

    def __init__(self) -> None:
        self._chat: ASGIApp | None = None
        self._there = asyncio.Event()
        self._said = "Loading the models …"

    @property
    def is_done(self) -> bool:
        """Whether the chat answers."""
        return self._chat is not None

    def show(self, done: int, total: int) -> None:
        """Takes how many documents are read of how many; any thread may call it."""
        if total:
            self._said = f"Reading documents: {done} of {total} …" if done < total else "Loading the models …"

    def open(self, chat: ASGIApp) -> None:
        """Lets the chat answer from now on."""
        self._chat = chat
        self._there.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers with the page or its state until the chat is there."""
        answer: Response
        if scope["path"] == ROUTE:
            answer = JSONResponse({"ready": self.is_done, "said": self._said})
        elif self._chat is None and scope["path"] == "/":
            answer = HTMLResponse(PAGE, 503, {"Retry-After": "2", "Cache-Control": "no-store"})
        else:
            await self._there.wait()
            assert self._chat is not None
            await self._chat(scope, receive, send)
            return
        await answer(scope, receive, send)
