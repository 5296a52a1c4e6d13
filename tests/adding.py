"""Documents that are added to a chat, and what is left in a folder of them."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from qa.uploads import Uploads

BEES = b"# The bees of Lund\n\nThe hives on the roof of the library were set up by Ylva Brandt in May 2016.\n"


def add(uploads: Uploads, name: str, *parts: bytes) -> bool:
    async def chunks() -> AsyncIterator[bytes]:
        for part in parts:
            yield part

    return asyncio.run(uploads.add(name, chunks()))


def left_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
