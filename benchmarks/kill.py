"""Kills a writer at random moments of indexing and updating, and looks after each kill whether anything is lost.

    python -m benchmarks.kill [--kills 200] [--files 60] [--seed 1]

Between the kills files are added, changed, renamed and removed, or nothing is done, so that the next run has to go
on. After each kill the store must hold the old documents or the new ones, whole, and find them by words and by
vector; and no text may be embedded twice but those of the one part that was cut off. At the end a run that nobody
kills must have everything, and nothing else may lie in the folder of the store.

Linux and macOS only.
"""

import argparse
import json
import multiprocessing
import os
import random
import tempfile
import time
import zlib
from collections import Counter
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

import index.pending
from index import Store, StoreMissing, sync

TEXTS_TOGETHER = 8  # so small that a run has many parts
FILES_TOGETHER = 4
SLOWNESS = 0.002  # seconds for a call of the model, so that kills hit it as they hit a real one
LEFT = {"index.sqlite", "index.sqlite-shm", "index.sqlite-wal", "lock"}


class SlowWords:
    """A bag of words; each text that it was given is noted in a file before it gives back its vector."""

    name = "slow words"
    sha256 = "0"
    dimension = 64
    max_tokens = 254

    def __init__(self, log: Path | None = None) -> None:
        self._log = log

    def encode(self, texts: list[str]) -> np.ndarray:
        """Unit vectors of the counts of their words."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in text.split():
                row[zlib.crc32(word.encode()) % self.dimension] += 1
            row /= max(1.0, float(np.linalg.norm(row)))
        if self._log:
            time.sleep(SLOWNESS)
            with self._log.open("a", encoding="utf-8") as log:
                log.write("".join(json.dumps(text) + "\n" for text in texts))
        return vectors

    def token_offsets(self, texts: list[str]) -> list[list[tuple[int, int]]]:
        """A word is a token."""
        found = []
        for text in texts:
            end, spans = 0, []
            for word in text.split():
                start = text.index(word, end)
                end = start + len(word)
                spans.append((start, end))
            found.append(spans)
        return found


class Folder:
    """A folder of files that changes at random; no content ever comes twice."""

    def __init__(self, path: Path, files: int, chance: random.Random) -> None:
        self.path = path
        self.texts: dict[str, str] = {}
        self._size = files
        self._chance = chance
        self._serial = 0
        path.mkdir()
        for _ in range(files):
            self._write(f"{self._serial}.txt")

    def change(self) -> None:
        """Adds, changes, renames and removes up to a third of the files."""
        for _ in range(self._chance.randrange(1, max(2, self._size // 3))):
            name = self._chance.choice(sorted(self.texts))
            what = self._chance.choice(["add", "change", "change", "rename", "remove"])
            if what == "add" or len(self.texts) < self._size // 2:
                self._write(f"{self._serial}.txt")
            elif what == "change":
                self._write(name)
            elif what == "rename":
                new = f"renamed-{self._serial}.txt"
                self._serial += 1
                (self.path / name).rename(self.path / new)
                self.texts[new] = self.texts.pop(name)
            else:
                (self.path / name).unlink()
                del self.texts[name]

    def _write(self, name: str) -> None:
        self._serial += 1
        paragraphs = [f"Words {self._serial}-{i} " + f"stand in paragraph {i} " * 40 for i in range(3)]
        self.texts[name] = "\n\n".join(paragraph.strip() for paragraph in paragraphs)
        (self.path / name).write_text(self.texts[name] + "\n", encoding="utf-8")


def write(store: Path, folder: Path, log: Path, ready: Connection) -> None:
    """What the process that is killed does."""
    index.pending.EMBED_TOGETHER = TEXTS_TOGETHER
    import_module("index.sync").READ_TOGETHER = FILES_TOGETHER
    ready.send(os.getpid())
    sync(store, [folder], SlowWords(log))


def state(store: Path, chance: random.Random) -> dict[str, str]:
    """The texts that the store holds, by name; some of them are looked for by their words and vectors."""
    try:
        opened = Store(store, SlowWords())
    except StoreMissing:
        return {}
    assert not opened.notes, opened.notes
    with opened.snapshot() as snapshot:
        documents = {document.id: document for document in snapshot.every_document()}
        for number in chance.sample(sorted(documents), min(5, len(documents))):
            for passage in snapshot.passages_of(number):
                word = documents[number].text[passage.start :].split()[1]
                _, holding = snapshot.holding([word], [passage.id])[word]
                assert passage.id in holding, word
            everything = snapshot.nearest(SlowWords().encode([word])[0], 10_000)
            assert {hit.document_id for hit, _ in everything} == documents.keys()
    return {Path(document.path).name: document.text for document in documents.values()}


def run(work: Path, kills: int, files: int, seed: int) -> dict[str, Any]:
    """Kills so many writers; raises AssertionError where something is lost. Returns what happened."""
    chance = random.Random(seed)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["index", "numpy"])
    folder, store, log = Folder(work / "documents", files, chance), work / "index", work / "embedded.jsonl"
    log.touch()
    before: dict[str, str] = {}
    outcomes: Counter[str] = Counter()
    whole = 0.0  # seconds that the first run takes
    attempt = -1
    while outcomes["kills"] < kills:
        if attempt > 0 and (attempt % 3 == 0 or before == folder.texts):
            folder.change()
        receiver, sender = context.Pipe(duplex=False)
        target = work / "timed" if attempt < 0 else store
        process = context.Process(target=write, args=(target, folder.path, log, sender))
        process.start()
        receiver.recv()
        started = time.monotonic()
        process.join(chance.uniform(0, chance.choice([0.1, 0.3, 1.0]) * whole) if attempt >= 0 else None)
        finished = process.exitcode == 0
        process.kill()
        process.join()
        assert process.exitcode in (-9, 0), process.exitcode
        for end in (receiver, sender, process):
            end.close()
        if attempt < 0:
            whole = time.monotonic() - started
            log.write_text("")
            attempt = 0
            continue
        attempt += 1
        after = state(store, chance)
        assert after in (before, folder.texts), "a mixture of the old index and the new one"
        outcomes["kills"] += not finished
        outcomes["finished before" if finished else "new index" if after != before else "old index"] += 1
        outcomes["old index, something kept"] += after != folder.texts and (store / "pending.sqlite").exists()
        before = after
    sync(store, [folder.path], SlowWords(log))
    assert state(store, chance) == folder.texts
    left = {path.name for path in store.iterdir()} - LEFT
    assert len(left) == 1 and next(iter(left)).startswith("vectors-"), left
    texts = Counter(log.read_text(encoding="utf-8").splitlines())
    twice = sum(texts.values()) - len(texts)
    assert twice <= kills * TEXTS_TOGETHER, f"{twice} texts were embedded again after {kills} kills"
    return {**outcomes, "texts": len(texts), "embedded again": twice}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as work:
        result = run(Path(work), arguments.kills, arguments.files, arguments.seed)
    print(json.dumps({**result, "seconds": round(time.monotonic() - started, 1)}, indent=2))


if __name__ == "__main__":
    main()
