"""The program that a child process runs: it parses files that come in, one after the other, until there are no more.

Input, in frames: the limits as JSON `{"path": sys.path, "seconds": …, "bytes": …, "held": …}`, then for each file
its suffix, as JSON, and its bytes. Output, in frames: "ready", then for each file JSON: `{"document": …}`,
`{"error": reason}` or `{"memory": true}`; where it has `"last": true`, the process should get no other file.
"""

import contextlib
import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any


def main() -> None:
    """Serves until the input ends."""
    from index.transfer import packed_reply, receive, send

    # What a parser prints must not get between the frames.
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limits = json.loads(receive(source))
    sys.path[:] = limits["path"]
    _limit_memory(limits["bytes"])
    from index.parse import parse  # noqa: F401

    send(target, b"ready")
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            suffix, data = json.loads(receive(source)), receive(source)
            send(target, packed_reply(_reply(suffix, data, limits)))


def _reply(suffix: str, data: bytes, limits: dict[str, Any]) -> dict[str, Any]:
    """What became of a file; a process that takes longer is ended by the system."""
    from index.characters import clean
    from index.errors import SourceError
    from index.parse import parse
    from index.transfer import packed_document

    _limit_time(limits["seconds"])
    try:
        reply: dict[str, Any] = {"document": packed_document(parse(suffix, data))}
    except SourceError as error:
        reply = {"memory": True} if _for_memory(error) else {"error": str(error)}
    except Exception as error:
        what = f"{type(error).__name__}: {clean(str(error))[:200]}".removesuffix(": ")
        reply = {"memory": True} if _for_memory(error) else {"error": f"its parser failed: {what}"}
    _limit_time(0)
    reply["last"] = "memory" in reply or _held() > limits["held"]
    return reply


def _for_memory(error: BaseException | None) -> bool:
    """Whether an error comes of having had too little memory."""
    while error is not None:
        if isinstance(error, MemoryError) or "Memory allocation failed" in str(error):  # libxml2
            return True
        error = error.__cause__ or error.__context__
    return False


def _limit_memory(size: int) -> None:
    """Lets the process have no more memory than this, where the system can hold it to it (Linux)."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # Not the address space: libraries reserve much of it that they never use.
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def _limit_time(seconds: float) -> None:
    """Has the system end the process after so many seconds of computing; 0 takes the limit off."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _held() -> int:
    """How much memory the process holds now, in bytes; 0 where the system does not tell."""
    # Not the most it has held: that is counted from the process on that started this one.
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


if __name__ == "__main__":
    # The package as its parsers need it: its own `__init__` would load the search index as well. They need no
    # numpy either, which openpyxl loads where it can.
    package = ModuleType("index")
    package.__path__ = [str(Path(__file__).parent)]
    sys.modules["index"] = package
    sys.modules["numpy"] = None  # type: ignore[assignment]
    main()
