"""Thirty people at once in one chat: is each answered, and as alone? And does memory stay flat?

    python -m benchmarks.crowd QUESTIONS.jsonl [--people 30] [--rounds 3] [--memory 2000] [--sources PATH] [--json OUT]

A chat is opened in a process of its own. The questions are asked over HTTP one after the other, and then all at once;
both in turns, and the medians are reported. For `--memory`, as many questions are asked by four people, and the memory
of the process is read after the first tenth and at the end.

Linux only: memory is read from /proc.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import httpx

from qa.questions import read_questions
from qa.serve import listen

OPENING_SECONDS = 120
ANSWER_SECONDS = 300
PEOPLE_FOR_MEMORY = 4
# What is not the same for the same question: the time that it took.
VARYING = {"timings"}


@contextmanager
def chat(sources: Path | None, home: str) -> Iterator[tuple[httpx.Client, int]]:
    """A client of a chat that is open, and the number of its process."""
    with listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qa", "chat", "--port", str(port)]
    command += ["--sources", str(sources)] if sources else []
    with subprocess.Popen(command, env={**os.environ, "QA_HOME": home}, stdout=subprocess.DEVNULL) as process:
        limits = httpx.Limits(max_connections=None)
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address, timeout=ANSWER_SECONDS, limits=limits, trust_env=False) as client:
            try:
                _wait(client)
                yield client, process.pid
            finally:
                process.terminate()


def _wait(client: httpx.Client) -> None:
    give_up = time.monotonic() + OPENING_SECONDS
    while time.monotonic() < give_up:
        try:
            if client.get("/").status_code == 200:
                return
        except httpx.ConnectError:
            pass
        time.sleep(0.2)
    raise SystemExit(f"the chat did not open within {OPENING_SECONDS} s")


def ask(client: httpx.Client, question: str) -> dict[str, Any]:
    """The answer of the endpoint `ask`, without what varies."""
    put = client.post("/gradio_api/call/ask", json={"data": [question]})
    put.raise_for_status()
    events = client.get(f"/gradio_api/call/ask/{put.json()['event_id']}").text
    if "event: complete" not in events:
        raise SystemExit(f"{question!r} was lost: {events[-300:]}")
    answer: dict[str, Any] = json.loads(events.rpartition("data: ")[2])[0]
    return {key: value for key, value in answer.items() if key not in VARYING}


def crowd(client: httpx.Client, questions: list[str], rounds: int) -> dict[str, Any]:
    """Seconds for all questions, one after the other and at once, and how many answers differ."""
    alone, together, different = [], [], 0
    for question in questions[:3]:
        ask(client, question)
    with ThreadPoolExecutor(len(questions)) as people:
        for _ in range(rounds):
            started = time.perf_counter()
            expected = [ask(client, question) for question in questions]
            alone.append(time.perf_counter() - started)
            started = time.perf_counter()
            answers = list(people.map(lambda question: ask(client, question), questions))
            together.append(time.perf_counter() - started)
            different += sum(a != b for a, b in zip(expected, answers, strict=True))
    one, all_ = statistics.median(alone), statistics.median(together)
    return {
        "people": len(questions),
        "seconds_one_after_the_other": round(one, 2),
        "seconds_at_once": round(all_, 2),
        "ratio": round(all_ / one, 3),
        "different_answers": different,
    }


def memory(client: httpx.Client, process: int, questions: list[str], count: int) -> dict[str, Any]:
    """Megabytes of the chat's process after a tenth of many questions, and after all."""
    many = list(islice(cycle(questions), count))
    tenth = count // 10
    with ThreadPoolExecutor(PEOPLE_FOR_MEMORY) as people:
        list(people.map(lambda question: ask(client, question), many[:tenth]))
        early = _megabytes(process)
        list(people.map(lambda question: ask(client, question), many[tenth:]))
    return {"questions": count, "megabytes_early": early, "megabytes_at_the_end": _megabytes(process)}


def _megabytes(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return round(int(kilobytes) / 1024, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("questions", type=Path, help="a question file")
    parser.add_argument("--people", type=int, default=30, help="how many ask at once")
    parser.add_argument("--rounds", type=int, default=3, help="of both ways, in turns")
    parser.add_argument("--memory", type=int, default=0, help="how many questions to ask for the memory")
    parser.add_argument("--sources", type=Path, help="the documents; by default the bundled ones")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    arguments = parser.parse_args()
    questions = [question.question for question in read_questions(arguments.questions)]
    with tempfile.TemporaryDirectory() as home, chat(arguments.sources, home) as (client, process):
        found: dict[str, Any] = {"crowd": crowd(client, questions[: arguments.people], arguments.rounds)}
        if arguments.memory:
            found["memory"] = memory(client, process, questions, arguments.memory)
    print(json.dumps(found, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
