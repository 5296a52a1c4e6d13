"""Child processes that parse files, so that a file which hangs, crashes or bloats its parser costs only itself."""

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from index.errors import Error, SourceError, SourceSlow
from index.transfer import receive, send, unpacked_document
from index.types import Document

MOST_SECONDS = 10.0  # of computing, for a file
# For a file, waiting included: on a busy machine computing takes its time, and a parser that waits for what never
# comes computes nothing.
MOST_SECONDS_WAITED = 30.0
MOST_BYTES = 1_000_000_000  # of memory, for a process
# A process that holds this much after a file is not used again: a fresh one gives the next file the same room.
MOST_BYTES_HELD = 200_000_000

_PROGRAM = Path(__file__).with_name("parser_process.py")


class Parsers:
    """Processes that parse, as many as there are threads that ask at once; they are started when needed.

    They end with `close`, with this process, or when this process is gone. They run a program of their own, so
    that it does not matter how this one was started (script, notebook, thread), and get no Ctrl-C.
    """

    def __init__(self) -> None:
        self._have_none()
        atexit.register(self.close)

    def _have_none(self) -> None:
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._processes: set[_Process] = set()
        self._idle: list[_Process] = []
        self._closed = False

    def parse(self, suffix: str, data: bytes) -> Document:
        """What `index.parse.parse` reads of a file, done by a child process.

        :raises SourceSlow: if it takes too long.
        :raises SourceError: also if it takes too much memory, or its parser crashes.
        :raises Error: if no process can be started.
        """
        process = self._take()
        try:
            document = process.parse(suffix, data)
        finally:
            self._give_back(process)
        return document

    def close(self) -> None:
        """Ends the processes, those too that are parsing; what they were asked for fails."""
        atexit.unregister(self.close)
        if self._owner != os.getpid():
            return  # they are those of the process that this one was forked from
        with self._lock:
            processes, self._processes, self._idle = self._processes, set(), []
            self._closed = True
        for process in processes:
            process.end()

    def _take(self) -> "_Process":
        if self._owner != os.getpid():
            self._have_none()
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.alive:
                    return process
                self._processes.discard(process)
                process.end()
            if self._closed:
                raise Error("the processes that read files have been ended")
            process = _Process()
            self._processes.add(process)
            return process

    def _give_back(self, process: "_Process") -> None:
        with self._lock:
            keep = process.fresh and not self._closed
            if keep:
                self._idle.append(process)
            else:
                self._processes.discard(process)
        if not keep:
            process.end()


class _Process:
    """A child process that parses; one thread uses it at a time."""

    def __init__(self) -> None:
        self.fresh = False  # whether it can take another file
        self._ready = False
        self._late = False
        try:
            self._child = subprocess.Popen(
                # Without its own folder on the path: there are modules in it that are called as those of Python.
                [sys.executable, "-P", str(_PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C is for this process, which ends the other
            )
        except OSError as error:
            raise Error(f"cannot start a process to read files: {error.strerror or error}") from error
        assert self._child.stdin is not None and self._child.stdout is not None
        self._to, self._from = self._child.stdin, self._child.stdout
        limits = {"path": sys.path, "seconds": MOST_SECONDS, "bytes": MOST_BYTES, "held": MOST_BYTES_HELD}
        with contextlib.suppress(OSError):  # it has ended already, which `parse` will tell
            send(self._to, json.dumps(limits).encode())

    @property
    def alive(self) -> bool:
        """Whether it is still running."""
        return self._child.poll() is None

    def parse(self, suffix: str, data: bytes) -> Document:
        """Has a file parsed."""
        self.fresh = False
        timer = threading.Timer(MOST_SECONDS_WAITED, self._stop)
        timer.daemon = True
        timer.start()
        try:
            if not self._ready:
                receive(self._from)  # else a parser that cannot even start would be the fault of the file
                self._ready = True
            send(self._to, json.dumps(suffix).encode(), data)
            reply = json.loads(receive(self._from))
        except (OSError, EOFError, ValueError) as error:  # a ValueError: its pipe was closed, to end it
            why = self._why_it_ended()
            if not self._ready:
                raise Error(f"a process to read files does not start with {sys.executable}: {why}") from error
            raise why from error
        finally:
            timer.cancel()
        self.fresh = not reply["last"] and not self._late
        if "memory" in reply:
            raise SourceError(f"it needed more than {MOST_BYTES / 1e9:g} GB of memory to be read")
        if "error" in reply:
            raise SourceError(reply["error"])
        return unpacked_document(reply["document"])

    def end(self) -> None:
        """Ends it, whatever it does, and waits until it has gone."""
        self._child.kill()
        self._child.wait()
        for pipe in (self._to, self._from):
            # What was still to be written can be written no more; a thread that reads closes with its read.
            with contextlib.suppress(OSError, RuntimeError):
                pipe.close()

    def _stop(self) -> None:
        self._late = True
        self._child.kill()

    def _why_it_ended(self) -> SourceError:
        try:
            status = self._child.wait(timeout=5)
        except subprocess.TimeoutExpired:  # it only closed its pipe
            self._child.kill()
            status = self._child.wait()
        if self._late:
            return SourceSlow(f"it took longer than {MOST_SECONDS_WAITED:g} s to be read")
        if hasattr(signal, "SIGPROF") and status == -signal.SIGPROF:
            return SourceSlow(f"it took longer than {MOST_SECONDS:g} s to be read")
        how = f"status {status}"
        with contextlib.suppress(ValueError):
            how = signal.Signals(-status).name
        return SourceError(f"its parser crashed ({how})")
