"""Files made to hurt, and broken ones by the hundred: each is read or reported, and the next one is read."""

import random
from collections.abc import Iterator
from pathlib import Path

import bombs
import offices
import pytest
from docxs import changed
from mapped import assert_whole

import index.parsers
from index import SourceError
from index.documents import read_documents
from index.packed import parts_of
from index.parsers import Parsers

WORDS = "The Loire is the longest river in France."
OURS = ("its parser failed", "its parser crashed")  # what a fault of this program would be reported as
MUTANTS = 40  # of each format


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    made = Parsers()
    yield made
    made.close()


@pytest.mark.parametrize("name", bombs.BOMBS)
def test_a_file_made_to_hurt_costs_only_itself(parsers, monkeypatch, name):
    # Less than a user's files may have: the test need not last as long.
    monkeypatch.setattr(index.parsers, "MOST_SECONDS", 3.0)
    monkeypatch.setattr(index.parsers, "MOST_BYTES", 600_000_000)
    try:
        assert_whole(parsers.parse(Path(name).suffix, bombs.BOMBS[name]()))
    except SourceError as error:
        assert not str(error).startswith(OURS), error
    assert parsers.parse(".md", WORDS.encode()).text == WORDS


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        *((f"zip{suffix}", "it unpacks to more than 60 MB of text") for suffix in bombs.PARTS),
        ("parts.docx", "it packs 20000 parts, and 5000 is the most"),
        ("laughs.odt", "it is a broken ODT file: Maximum entity amplification"),
        ("laughs.pptx", "it is a broken PPTX file: Maximum entity amplification"),
        ("deep.odt", "it is a broken ODT file: Excessive depth"),
        ("endless.pptx", "it is a PPTX of 300003 slides, and 5000 is the most"),
        ("endless.pdf", "it is a PDF of 40000 pages, and 5000 is the most"),
        ("repeated.xlsx", "it is an XLSX of more than 20000000 characters"),
    ],
)
def test_the_reason_says_what_was_too_much(parsers, name, reason):
    with pytest.raises(SourceError) as caught:
        parsers.parse(Path(name).suffix, bombs.BOMBS[name]())
    assert str(caught.value).startswith(reason)


def broken(data: bytes, generator: random.Random) -> bytes:
    """The data cut off, or with bytes changed, a stretch repeated, taken out or moved."""
    start, end = sorted(generator.randrange(len(data)) for _ in range(2))
    other = generator.randrange(len(data))
    kind = generator.randrange(5)
    if kind == 0:
        return data[:start]
    if kind == 1:
        found = bytearray(data)
        for _ in range(generator.choice((1, 5, 50))):
            found[generator.randrange(len(found))] = generator.randrange(256)
        return bytes(found)
    if kind == 2:
        return data[:end] + data[start:end] * generator.choice((1, 3, 20)) + data[end:]
    if kind == 3:
        return data[:start] + data[end:]
    return data[:other] + data[start:end] + data[other:]


def mutants(suffix: str) -> list[bytes]:
    """Broken files of a format; of the packed ones, every second is whole as an archive and broken inside."""
    generator = random.Random(suffix)
    data = offices.MAKERS[suffix]()
    parts = parts_of(data, (".xml", ".rels", ".opf", ".xhtml")) if suffix in bombs.PARTS else {}
    made = []
    for number in range(MUTANTS):
        if parts and number % 2:
            name = bombs.PARTS[suffix] if number % 4 == 1 else generator.choice(sorted(parts))
            made.append(changed(data, {name: broken(parts[name], generator)}))
        else:
            made.append(broken(data, generator))
    return made


@pytest.mark.parametrize("suffix", offices.MAKERS)
def test_broken_files_are_read_or_reported_each_with_its_path(tmp_path, suffix):
    paths = []
    for number, data in enumerate(mutants(suffix)):
        paths.append(tmp_path / f"{number:02}{suffix}")
        paths[-1].write_bytes(data)
    paths.append(tmp_path / "whole.md")
    paths[-1].write_text(WORDS)
    *others, last = read_documents(paths)
    for path, document in zip(paths, others, strict=False):
        if isinstance(document, SourceError):
            assert str(document).startswith(f"{path}: it") and len(str(document)) < 500
            assert not str(document).removeprefix(f"{path}: ").startswith(OURS), document
        else:
            assert_whole(document)
            assert document.path == str(path)
            for start, end in document.blocks:
                document.place(start, end)
    assert len(others) == MUTANTS
    assert not isinstance(last, SourceError) and last.text == WORDS
