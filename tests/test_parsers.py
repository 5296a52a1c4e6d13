"""Parsing in child processes: files that hang, crash or bloat a parser cost only themselves."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import offices
import pytest

import index.parsers
from index import Error, SourceError
from index.documents import read_document, read_documents
from index.errors import SourceSlow
from index.parse import parse
from index.parsers import Parsers

ROOT = Path(__file__).parent.parent
WORDS = "The Loire is the longest river in France."


@pytest.fixture
def parsers():
    made = Parsers()
    yield made
    made.close()


def children(of: int | None = None) -> list[int]:
    """The processes that this or another one has started and not yet seen end, zombies too."""
    found = []
    for task in Path(f"/proc/{of or os.getpid()}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # a thread that ended at this moment
            found += [int(number) for number in task.read_text().split()]
    return found


def until(holds, seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("suffix", offices.MAKERS)
def test_a_document_comes_from_a_child_as_it_was_read_there(parsers, suffix):
    data = offices.MAKERS[suffix]()
    assert parsers.parse(suffix, data) == parse(suffix, data)


def test_a_process_serves_many_files_and_holds_nothing_that_it_need_not(parsers):
    before = children()
    for _ in range(3):
        parsers.parse(".md", WORDS.encode())
    [process] = set(children()) - set(before)
    loaded = Path(f"/proc/{process}/maps").read_text()
    assert not any(name in loaded for name in ("numpy", "faiss", "torch"))
    parsers.close()
    assert set(children()) == set(before)


def test_what_takes_too_long_is_ended(parsers, monkeypatch):
    monkeypatch.setattr(index.parsers, "MOST_SECONDS", 0.3)
    with pytest.raises(SourceSlow, match=r"^it took longer than 0\.3 s to be read$"):
        parsers.parse(".csv", b"name,length\n" + b"Loire,1006\n" * 300_000)
    assert parsers.parse(".md", WORDS.encode()).text == WORDS


def test_what_needs_too_much_memory_is_ended(parsers, monkeypatch):
    monkeypatch.setattr(index.parsers, "MOST_BYTES", 100_000_000)
    with pytest.raises(SourceError, match=r"^it needed more than 0\.1 GB of memory to be read$"):
        parsers.parse(".csv", b"name,length\n" + b"Loire,1006\n" * 300_000)
    assert parsers.parse(".md", WORDS.encode()).text == WORDS


def test_a_process_that_holds_much_memory_is_not_used_again(parsers, monkeypatch):
    before = set(children())
    parsers.parse(".md", WORDS.encode())
    [first] = set(children()) - before
    parsers.parse(".md", WORDS.encode())
    assert first in children()
    parsers.close()
    monkeypatch.setattr(index.parsers, "MOST_BYTES_HELD", 1_000_000)
    others = Parsers()
    others.parse(".md", WORDS.encode())
    assert set(children()) == before
    others.close()


@pytest.mark.parametrize("sent", [signal.SIGSEGV, signal.SIGKILL, signal.SIGSTOP])
def test_a_parser_that_crashes_or_hangs_costs_only_its_file(parsers, monkeypatch, sent):
    monkeypatch.setattr(index.parsers, "MOST_SECONDS_WAITED", 3.0 if sent == signal.SIGSTOP else 60.0)
    before = set(children())
    parsers.parse(".md", WORDS.encode())
    [process] = set(children()) - before
    errors: list[SourceError] = []

    def read() -> None:
        try:
            parsers.parse(".csv", b"name,length\n" + b"Loire,1006\n" * 1_000_000)
        except SourceError as error:
            errors.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    until(lambda: int(Path(f"/proc/{process}/statm").read_text().split()[1]) > 15_000)
    os.kill(process, sent)
    thread.join(60)
    expected = (
        "it took longer than 3 s to be read"
        if sent == signal.SIGSTOP
        else f"its parser crashed ({sent.name})"
    )
    assert [str(error) for error in errors] == [expected]
    assert parsers.parse(".md", WORDS.encode()).text == WORDS
    assert process not in children()


def test_an_idle_process_that_is_gone_costs_nothing(parsers):
    before = set(children())
    parsers.parse(".md", WORDS.encode())
    [process] = set(children()) - before
    os.kill(process, signal.SIGKILL)
    until(lambda: Path(f"/proc/{process}/stat").read_text().split()[2] == "Z")
    assert parsers.parse(".md", WORDS.encode()).text == WORDS


def test_what_is_no_python_is_an_error_and_no_fault_of_the_file(parsers, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Error, match="a process to read files does not start with /bin/false") as caught:
        parsers.parse(".md", WORDS.encode())
    assert not isinstance(caught.value, SourceError)


def test_files_are_read_in_order_with_what_became_of_each(tmp_path, monkeypatch):
    before = children()
    paths = [tmp_path / f"{number}.md" for number in range(40)]
    for number, path in enumerate(paths):
        path.write_text(f"# Number {number}\n\n" + f"{WORDS}\n\n" * (number % 7 * 50))
    paths[7].write_bytes(b"\x00\x01\x02")
    paths[9].unlink()
    read = list(read_documents(paths))
    alone = [read_document(path) for number, path in enumerate(paths) if number not in (7, 9)]
    assert [document for document in read if not isinstance(document, SourceError)] == alone
    assert [str(error) for error in read if isinstance(error, SourceError)] == [
        f"{paths[7]}: it is binary, not text: it has zero bytes",
        f"{paths[9]}: it does not exist",
    ]
    assert isinstance(read[7], SourceError) and isinstance(read[9], SourceError)
    assert list(read_documents([])) == []
    assert len(children()) <= len(before) + 1  # that of `read_document`


def test_files_left_unread_leave_no_process(tmp_path):
    paths = [tmp_path / f"{number}.csv" for number in range(30)]
    for path in paths:
        path.write_text("name,length\n" + "Loire,1006\n" * 20_000)
    before = children()
    documents = read_documents(paths)
    assert not isinstance(next(documents), SourceError)
    assert len(children()) > len(before)
    documents.close()
    assert set(children()) == set(before)


def test_threads_share_the_processes(parsers):
    found = {}

    def read(number: int) -> None:
        found[number] = [parsers.parse(".md", f"Number {number} {i}".encode()).text for i in range(20)]

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: [f"Number {number} {i}" for i in range(20)] for number in range(4)}


def test_a_fork_has_processes_of_its_own(tmp_path):
    code = (
        "import os\nfrom pathlib import Path\nfrom index.documents import read_document\n"
        f"path = Path({str(tmp_path / 'a.md')!r})\nread_document(path)\n"
        "child = os.fork()\nassert read_document(path).text\n"
        "if child:\n    assert os.waitpid(child, 0)[1] == 0\n    assert read_document(path).text\n    print('both')\n"
    )
    (tmp_path / "a.md").write_text(WORDS)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (done.stdout, done.stderr) == ("both\n", "")


def test_a_script_without_a_guard_reads(tmp_path):
    (tmp_path / "a.md").write_text(WORDS)
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pathlib import Path\n"
        "from index.documents import read_documents\nprint('read')\n"
        f"print(*(d.text for d in read_documents([Path({str(tmp_path / 'a.md')!r})] * 3)), sep='\\n')\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=300, cwd=tmp_path)
    assert (done.stdout, done.stderr) == (f"read\n{WORDS}\n{WORDS}\n{WORDS}\n", "")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_its_parent(tmp_path, sent):
    path = tmp_path / "a.csv"
    path.write_text("name,length\n" + "Loire,1006\n" * 100_000)
    code = (
        "from pathlib import Path\nfrom index.documents import read_documents\nprint('begun', flush=True)\n"
        f"list(read_documents([Path({str(path)!r})] * 8))\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert parent.stdout and parent.stdout.readline() == "begun\n"
    until(lambda: len(children(parent.pid)) > 0)
    time.sleep(0.3)
    started = children(parent.pid)
    os.kill(parent.pid, sent)
    _, errors = parent.communicate(timeout=120)
    assert parent.returncode == -sent if sent == signal.SIGKILL else errors.endswith("KeyboardInterrupt\n")
    until(lambda: not any(Path(f"/proc/{process}").exists() for process in started))


def test_a_path_with_any_name_is_read(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a.\xffmd"))
    path.write_text(WORDS)
    document = read_document(path)
    assert replace(document, path="").text == WORDS
