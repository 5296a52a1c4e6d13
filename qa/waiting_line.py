"""The line of those who ask the chat: some are answered at once, some more may wait, and the next is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from index import Error


class WaitingLine:
    """Who asks first is answered first. It belongs to one event loop.

    Gradio's own queue tells a page nothing of what waits in it, so that the page would seem not to have heard.

    :param at_once: how many are answered at the same time.
    :param most: how many may wait beside them.
    """

    def __init__(self, at_once: int, most: int) -> None:
        self._at_once = at_once
        self._most = most
        self._line: list[Place] = []
        self._moved = asyncio.Event()

    @asynccontextmanager
    async def join(self) -> AsyncIterator["Place"]:
        """A place at the end of the line, until the block ends.

        :raises Error: if too many wait already.
        """
        if len(self._line) >= self._at_once + self._most:
            raise Error(f"the chat is busy: {self._most} questions wait already; ask again in a moment")
        place = Place(self)
        self._line.append(place)
        try:
            yield place
        finally:
            self._line.remove(place)
            self._moved.set()
            self._moved = asyncio.Event()

    async def ahead(self, place: "Place") -> AsyncIterator[int]:
        """How many are answered before a place, now and after every change, until it is its turn."""
        told = -1
        while (before := self._line.index(place)) >= self._at_once:
            if before != told:
                yield before
                told = before
            await self._moved.wait()


class Place:
    """Where one question stands in the line."""

    def __init__(self, line: WaitingLine) -> None:
        self._line = line

    def ahead(self) -> AsyncIterator[int]:
        """How many are answered before this one, now and after every change, until it is its turn."""
        return self._line.ahead(self)

    async def turn(self) -> None:
        """Waits until it is its turn."""
        async for _ in self.ahead():
            pass
