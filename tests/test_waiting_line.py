"""The line of those who ask: in order, so many at once, and everyone is told how many come first."""

import asyncio
import gc

import pytest

from index import Error
from qa.waiting_line import WaitingLine


async def served(line: WaitingLine, name: str, told: list[str], go: asyncio.Event) -> None:
    async with line.join() as place:
        async for ahead in place.ahead():
            told.append(f"{name} {ahead}")
        told.append(f"{name} served")
        await go.wait()


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_who_asks_first_is_answered_first_and_each_is_told_how_many_come_before() -> None:
    async def ask() -> list[str]:
        line = WaitingLine(2, 3)
        told: list[str] = []
        goes = {name: asyncio.Event() for name in "abcde"}
        asked = [asyncio.create_task(served(line, name, told, goes[name])) for name in goes]
        await settled()
        assert told == ["a served", "b served", "c 2", "d 3", "e 4"]
        with pytest.raises(Error, match="the chat is busy: 3 questions wait already; ask again in a moment"):
            async with line.join():
                pass
        told.clear()
        for name in goes:
            goes[name].set()
            await settled()
        await asyncio.gather(*asked)
        return told

    assert asyncio.run(ask()) == ["c served", "d 2", "e 3", "d served", "e 2", "e served"]


def test_who_goes_away_or_fails_gives_the_place_to_the_next() -> None:
    async def ask() -> list[str]:
        line, go = WaitingLine(1, 3), asyncio.Event()
        told: list[str] = []
        first, second, third = [asyncio.create_task(served(line, name, told, go)) for name in "abc"]
        await settled()
        second.cancel()  # while it waits
        await settled()
        first.cancel()  # while it is served
        go.set()
        await third
        await asyncio.gather(first, second, return_exceptions=True)
        return told

    assert asyncio.run(ask()) == ["a served", "b 1", "c 2", "c 1", "c served"]


def test_a_page_that_is_closed_leaves_no_place_behind() -> None:
    async def ask() -> int:
        line = WaitingLine(1, 0)

        async def steps():  # type: ignore[no-untyped-def]
            async with line.join():
                yield 1
                yield 2

        asked = steps()
        await anext(asked)
        del asked  # as Gradio drops what a page does not wait for any more
        gc.collect()
        await settled()
        async with line.join() as place:
            await place.turn()
            return 1

    assert asyncio.run(ask()) == 1
