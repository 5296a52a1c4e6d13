"""A chat that all tests of a file share, and a question that it answers."""

from collections.abc import Iterator

import pytest

from tests.chatting import musk, running

QUESTION = "How much is the value they offer?"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(musk()) as address:
        yield address
