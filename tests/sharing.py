"""A chat that all tests of a file share."""

from collections.abc import Iterator

import pytest

from tests.chatting import musk, running


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(musk()) as address:
        yield address
