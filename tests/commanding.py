"""What the tests of the command share: running it, and that it refuses in one line."""

import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from qa.cli import main


class Run(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def qa(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str | Path) -> Run:
        monkeypatch.setattr(sys, "argv", ["qa", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Run(status, out, err)

    return run


def refused(run: Run, message: str) -> None:
    """Status 1, nothing on the output, and one line with the message on the error output."""
    assert (run.status, run.out) == (1, "")
    assert run.err.startswith("qa: ") and run.err.count("\n") == 1, run.err
    assert message in run.err
