"""Opening the chat: it listens at once, tells how the opening goes, and answers when its models are loaded."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from errno import EADDRINUSE
from typing import TYPE_CHECKING, Any, TypeVar

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

T = TypeVar("T")
# Gives the assistant, when it is loaded, and keeps its documents in step until it is left.
Opened = Callable[[Progress], AbstractContextManager["Assistant"]]


def serve(
    opened: Opened,
    host: str = "127.0.0.1",
    port: int = 7860,
    credentials: Credentials | None = None,
    let_everyone_in: bool = False,
    uploads: Uploads | None = None,
) -> None:
    """Opens the chat and blocks until Ctrl-C; another host than this machine's own is open to the network.

    :param opened: is entered in a thread, while the page tells how far it is.
    :param credentials: what a browser or program must know to get in; None lets in whoever reaches it.
    :param let_everyone_in: opens the chat to the network without credentials.
    :param uploads: where documents go that people add; None takes none.
    :raises Error: if the port is in use, the host cannot be listened on, or it is open to the network with
        neither of the two; and what `opened` raises.
    """
    host = host.strip("[]")
    assert_protected(host, credentials, let_everyone_in)
    with listen(host, port) as listener, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(listener, host, opened, credentials, uploads))


async def _serve(
    listener: socket.socket,
    host: str,
    opened: Opened,
    credentials: Credentials | None,
    uploads: Uploads | None,
) -> None:
    opening = Opening()
    shown = "127.0.0.1" if host in WILDCARDS else f"[{host}]" if ":" in host else host
    print(f"Chat: http://{shown}:{listener.getsockname()[1]}", flush=True)
    if credentials is not None:
        print("It asks for the name and password. The connection is not encrypted.", flush=True)
    elif not is_loopback(host):
        print("Whoever can reach it can ask and read the answers: there is no password.", flush=True)
    web = server(Guard(opening, host, credentials, uploads is not None))
    await run(web, listener, opening, opened, uploads)


async def run(
    web: uvicorn.Server,
    listener: socket.socket,
    opening: Opening,
    opened: Opened,
    uploads: Uploads | None = None,
) -> None:
    """Serves the opening, and the chat as soon as it is loaded, until the server is told to stop.

    :raises: what `opened` raises.
    """
    with contextlib.ExitStack() as stack:
        serving = asyncio.ensure_future(web.serve(sockets=[listener]))
        loading = _in_thread(lambda: _load(stack.enter_context(opened(opening.show))))
        both: set[asyncio.Future[Any]] = {serving, loading}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not serving.done():
            try:
                assistant, suggestions = loading.result()
                chat = _application(assistant, suggestions, uploads)
            except BaseException:
                web.should_exit = True
                await serving
                raise
            async with chat.router.lifespan_context(chat):
                opening.open(chat)
                await serving
        await serving


def _load(assistant: "Assistant") -> tuple["Assistant", list[str]]:
    import qa.chat  # noqa: F401  it takes seconds, which are better spent in this thread
    from qa.suggest import suggestions

    return assistant, suggestions(assistant)


def _application(assistant: "Assistant", suggestions: list[str], uploads: Uploads | None) -> "FastAPI":
    # The page is built inside the loop: outside of one, Gradio makes loops of its own and never closes them.
    from qa.chat import application, build

    return application(build(assistant, suggestions), assistant, uploads)


def _in_thread(work: Callable[[], T]) -> "asyncio.Future[T]":
    """The result of some work in a thread that the end of the program does not wait for."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def in_thread() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as raised:
            error = raised
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=in_thread, name="opening", daemon=True).start()
    return future


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
