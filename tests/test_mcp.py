"""The MCP server over a real subprocess, asked by the SDK's own client."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

mcp = pytest.importorskip("mcp", reason="the package mcp is not installed")

from mcp import Client, StdioServerParameters  # noqa: E402

ROOT = Path(__file__).parent.parent


def run_with_client(folder: Path, home: Path, script: Any) -> Any:
    """What a coroutine gets that talks to `qa mcp --sources folder`."""
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "qa", "mcp", "--sources", str(folder)],
        env={"QA_HOME": str(home), "OMP_NUM_THREADS": "1"},
        cwd=ROOT,
    )

    async def talk() -> Any:
        async with Client(parameters, mode="legacy", read_timeout_seconds=120) as client:
            return await script(client)

    return asyncio.run(talk())


def test_a_client_asks_searches_and_reads(folder: Path, own_home: Path) -> None:
    async def script(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == ["ask", "search", "read_passage"]
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)

        answer = await called(client, "ask", question="When did the Forth Bridge open?")
        assert (answer["text"], answer["outcome"], answer["passages"]) == ("1890", "answered", [])
        [citation] = answer["citations"]
        assert citation["quote"] == "1890" and citation["place"]["line"] == 3

        found = await called(client, "search", question="longest river in France", count=2)
        assert [passage["title"] for passage in found["passages"]] == ["Rivers of France", "Lakes"]
        best = found["passages"][0]

        read = await called(client, "read_passage", document=best["path"], start=best["start"], end=10**6)
        assert read["text"].startswith(best["quote"]) and read["place"]["line"] == best["place"]["line"]

        for name, given, message in (
            ("ask", {"question": " "}, "the question is empty: ask something in words"),
            (
                "read_passage",
                {"document": "/none", "start": 0, "end": 5},
                "no open document has the path /none",
            ),
            ("read_passage", {"document": best["path"], "start": 10**6, "end": 10**7}, "nothing stands from"),
        ):
            refused = await client.call_tool(name, given)
            assert refused.is_error
            assert message in refused.content[0].text and "\n" not in refused.content[0].text
        assert (await client.call_tool("search", {"question": "river", "count": 99})).is_error
        assert (await client.call_tool("ask", {})).is_error

    run_with_client(folder, own_home, script)


async def called(client: Client, name: str, **given: object) -> Any:
    result = await client.call_tool(name, given)
    assert not result.is_error, result
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


def test_it_begins_before_the_documents_are_read_and_tells_what_is_wrong_with_them(
    tmp_path: Path, own_home: Path
) -> None:
    async def script(client: Client) -> str:
        result = await client.call_tool("ask", {"question": "Who?"})
        assert result.is_error
        return result.content[0].text

    assert f"{tmp_path / 'none'}" in run_with_client(tmp_path / "none", own_home, script)


def test_documents_that_come_later_are_found_then_and_errors_are_one_line(
    tmp_path: Path, folder: Path, own_home: Path
) -> None:
    async def script(client: Client) -> None:
        assert client.server_info.version
        assert (await client.call_tool("search", {"question": "rivers"})).is_error
        folder.rename(tmp_path / "late")
        found = await client.call_tool("search", {"question": "rivers", "count": 1})
        assert not found.is_error, found.content[0].text
        many = await client.call_tool("search", {"question": "rivers", "count": 51})
        assert many.is_error and many.content[0].text.endswith(
            "cannot search for 51 passages: ask for 1 to 50"
        )

    run_with_client(tmp_path / "late", own_home, script)


def test_nothing_but_the_protocol_is_on_the_output(folder: Path, own_home: Path) -> None:
    (folder / "scan.pdf").write_bytes(b"not a PDF")  # which is said, but not there
    requests = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
         "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call",
         "params": {"name": "ask", "arguments": {"question": "When did the Forth Bridge open?"}}},
    ]  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "qa", "mcp", "--sources", str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    ) as server:  # fmt: skip
        assert server.stdin and server.stdout and server.stderr
        server.stdin.write("".join(json.dumps(request) + "\n" for request in requests))
        server.stdin.flush()
        answers = [json.loads(server.stdout.readline()) for _ in range(2)]
        server.stdin.close()
        assert server.stdout.read() == ""
        errors = server.stderr.read()
        assert server.wait(30) == 0
    assert [answer["id"] for answer in answers] == [1, 2]
    assert answers[0]["result"]["serverInfo"]["name"] == "qa"
    assert answers[1]["result"]["structuredContent"]["text"] == "1890"
    assert "skipped" in errors and "Traceback" not in errors
