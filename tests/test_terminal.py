"""The arguments of a command, as they are typed and as they are parsed."""

import pytest

from qa.terminal import with_each_source


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ask Q? --sources a b --json", "ask Q? --sources a --sources b --json"),
        ("ask --sources a b Q?", "ask --sources a --sources b Q?"),
        ("ask --sources a Q?", "ask --sources a Q?"),
        ("ask Q? --sources a --sources b c", "ask Q? --sources a --sources b --sources c"),
        ("chat --sources a b --port 80", "chat --sources a --sources b --port 80"),
        ("eval q.jsonl --sources a b", "eval q.jsonl --sources a --sources b"),
        ("ask Q? --sources", "ask Q? --sources"),
        ("index a b", "index a b"),
        ("ask -- --sources a b", "ask -- --sources a b"),
        ("ask --sources a b -- Q?", "ask --sources a --sources b -- Q?"),
        ("", ""),
    ],
)
def test_several_sources_may_follow_the_option(typed: str, meant: str) -> None:
    assert with_each_source(typed.split()) == meant.split()
