"""Opening the chat: it listens at once, tells how the opening goes, and answers when its models are loaded."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from errno import EADDRINUSE
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.types import ASGIApp

from index import Error
from qa.api import Progress
from qa.guard import WILDCARDS, Credentials, Guard, assert_protected, is_loopback
from qa.opening import Opening
from qa.uploads import Uploads

if TYPE_CHECKING:
    from fastapi import FastAPI

    from qa.assistant import Assistant
    from qa.suggest import Suggestions

# Gives the assistant, when it is loaded, and keeps its documents in step until it is left.
Opened = Callable[[Progress], AbstractContextManager["Assistant"]]

STOPPING_SECONDS = 25.0  # until a chat that was open is given up
LOADING_SECONDS = 2.0  # the same while it opens


def serve(
    opened: Opened,
    host: str = "127.0.0.1",
    port: int = 7860,
    credentials: Credentials | None = None,
    let_everyone_in: bool = False,
    uploads: Uploads | None = None,
    feedback_folder: Path | None = None,
) -> None:
    """Opens the chat and blocks until Ctrl-C; another host than this machine's own is open to the network.

    :param opened: is entered in a thread, while the page tells how far it is, and left there at the end.
    :param credentials: what a browser or program must know to get in; None lets in whoever reaches it.
    :param let_everyone_in: opens the chat to the network without credentials.
    :param uploads: where documents go that people add; None takes none.
    :param feedback_folder: where what is said of answers is written down; None is the user's data folder.
    :raises Error: if the port is in use, the host cannot be listened on, or it is open to the network with
        neither of the two; and what `opened` raises.
    :raises KeyboardInterrupt: if it is stopped while it opens; a thread may then still be loading models.
    """
    host = host.strip("[]")
    assert_protected(host, credentials, let_everyone_in)
    opening = Opening()
    with listen(host, port) as listener:
        try:
            asyncio.run(_serve(listener, host, opening, opened, credentials, uploads, feedback_folder))
        except KeyboardInterrupt:
            if not opening.is_done:
                raise


async def _serve(
    listener: socket.socket,
    host: str,
    opening: Opening,
    opened: Opened,
    credentials: Credentials | None,
    uploads: Uploads | None,
    feedback_folder: Path | None,
) -> None:
    shown = "127.0.0.1" if host in WILDCARDS else f"[{host}]" if ":" in host else host
    print(f"Chat: http://{shown}:{listener.getsockname()[1]}", flush=True)
    if credentials is not None:
        print("It asks for the name and password. The connection is not encrypted.", flush=True)
    elif not is_loopback(host):
        print("Whoever can reach it can ask and read the answers: there is no password.", flush=True)
    web = server(Guard(opening, host, credentials, uploads is not None))
    await run(web, listener, opening, opened, uploads, feedback_folder)


async def run(
    web: uvicorn.Server,
    listener: socket.socket,
    opening: Opening,
    opened: Opened,
    uploads: Uploads | None = None,
    feedback_folder: Path | None = None,
) -> None:
    """Serves the opening, and the chat as soon as it is loaded, until the server is told to stop.

    :raises: what `opened` raises.
    """
    serving = asyncio.ensure_future(web.serve(sockets=[listener]))
    loader = _Loader(opened, opening)
    loader.start()
    try:
        both: set[asyncio.Future[Any]] = {serving, loader.loaded}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not serving.done():
            try:
                chat = _application(*loader.loaded.result(), uploads, feedback_folder)
            except BaseException:
                web.should_exit = True
                await serving
                raise
            async with chat.router.lifespan_context(chat):
                opening.open(chat)
                await serving
        await serving
    finally:
        loader.stop()


class _Loader(threading.Thread):
    """Loads the assistant and keeps it, in a thread that the end of the program does not wait for."""

    def __init__(self, opened: Opened, opening: Opening) -> None:
        super().__init__(name="opening", daemon=True)
        self._opened = opened
        self._opening = opening
        self._loop = asyncio.get_running_loop()
        self._stopped = threading.Event()
        self.loaded: asyncio.Future[tuple[Assistant, Suggestions]] = self._loop.create_future()

    def run(self) -> None:
        """Loads, gives what it has loaded or the reason why not to the loop, and waits for the end."""
        try:
            with self._opened(self._show) as assistant:
                import qa.chat  # noqa: F401  it takes seconds, which are better spent in this thread
                from qa.suggest import Suggestions

                suggestions = Suggestions(assistant)
                suggestions.now()
                self._give(self.loaded.set_result, (assistant, suggestions))
                self._stopped.wait()
        except BaseException as error:
            self._give(self.loaded.set_exception, error)

    def stop(self) -> None:
        """Ends the thread where it can be ended: models that are being loaded are not waited for."""
        self._stopped.set()
        self.join(STOPPING_SECONDS if self._opening.is_done else LOADING_SECONDS)

    def _show(self, done: int, total: int) -> None:
        if self._stopped.is_set():
            raise KeyboardInterrupt
        self._opening.show(done, total)

    def _give(self, settle: Callable[[Any], None], result: object) -> None:
        def if_awaited() -> None:
            if not self.loaded.done():
                settle(result)

        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(if_awaited)


def _application(
    assistant: Assistant, suggestions: Suggestions, uploads: Uploads | None, feedback_folder: Path | None
) -> FastAPI:
    # The page is built inside the loop: outside of one, Gradio makes loops of its own and never closes them.
    from qa.chat import application, build

    page = build(assistant, suggestions, feedback_folder, uploads is not None)
    return application(page, assistant, uploads)


def server(web: ASGIApp) -> uvicorn.Server:
    """A server that at its end neither waits for the streams that pages keep open nor calls that an error."""
    quiet: dict[str, Any] = {"log_level": "critical", "server_header": False, "timeout_graceful_shutdown": 0}
    return uvicorn.Server(uvicorn.Config(web, ws="none", lifespan="off", **quiet))


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections; port 0 takes any free one.

    :raises Error: if the port is in use, or the host cannot be listened on.
    """
    if not 0 <= port < 65_536:
        raise Error(f"port {port} is none: choose one from 1 to 65535 with --port")
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        if error.errno == EADDRINUSE:
            reason = "it is in use; stop the program that uses it, or choose another with --port"
        else:
            reason = error.strerror or str(error)
        raise Error(f"cannot open the chat at port {port} of host {host}: {reason}") from error
