"""How files and documents go between a process and its children: frames of bytes, documents as JSON.

JSON and not pickle: what a child sends was made of a file that nobody vouches for.
"""

import json
from itertools import chain
from typing import IO, Any

from index.types import Cell, Document, Heading, Message, Run, Time

_LENGTH = 8  # bytes of the number before each frame


def send(stream: IO[bytes], *frames: bytes) -> None:
    """Writes frames."""
    for frame in frames:
        stream.write(len(frame).to_bytes(_LENGTH, "big"))
        stream.write(frame)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Reads a frame.

    :raises EOFError: if the other side has gone.
    """
    length = int.from_bytes(_exactly(stream, _LENGTH), "big")
    return _exactly(stream, length)


def packed_document(document: Document) -> dict[str, Any]:
    """A document without path, hash and id as JSON can hold it, its many small parts in few long lists."""
    return {
        "title": document.title,
        "text": document.text,
        "metadata": document.metadata,
        "blocks": list(chain.from_iterable(document.blocks)),
        "runs": _columns(document.runs),
        "headings": document.headings,
        "times": document.times,
        "pages": document.pages,
        "labels": document.labels,
        "slides": document.slides,
        "notebook_cells": document.notebook_cells,
        "messages": document.messages,
        "cells": _columns(document.cells),
        "columns": document.columns,
        "notes": document.notes,
        "records": document.records,
        "alone": document.alone,
    }


def unpacked_document(packed: dict[str, Any]) -> Document:
    """The document again; its path, hash and id are empty."""
    edges = iter(packed["blocks"])
    return Document(
        path="",
        title=packed["title"],
        text=packed["text"],
        sha256="",
        metadata=packed["metadata"],
        blocks=tuple(zip(edges, edges, strict=True)),
        runs=tuple(map(Run._make, zip(*packed["runs"], strict=True))),
        headings=tuple(map(Heading._make, packed["headings"])),
        times=tuple(map(Time._make, packed["times"])),
        pages=tuple(packed["pages"]),
        labels=tuple(packed["labels"]),
        slides=tuple(packed["slides"]),
        notebook_cells=tuple(packed["notebook_cells"]),
        messages=tuple(map(Message._make, packed["messages"])),
        cells=tuple(map(Cell._make, zip(*packed["cells"], strict=True))),
        columns=tuple((start, tuple(columns)) for start, columns in packed["columns"]),
        notes=tuple(packed["notes"]),
        records=packed["records"],
        alone=tuple(map(tuple, packed["alone"])),
    )


def packed_reply(reply: dict[str, Any]) -> bytes:
    """A reply of a child."""
    return json.dumps(reply, separators=(",", ":")).encode()


def _columns(rows: tuple[Any, ...]) -> list[Any]:
    return list(zip(*rows, strict=True))


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
