"""`qa.open` and `qa.ask`: the Python door. Models are imported when they are first needed."""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index import (
    BUNDLED,
    PrecisionError,
    SourceError,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreOutdated,
    Summary,
)
from qa.paths import SEEDS, Sources, store_of

if TYPE_CHECKING:
    from index import Embedder
    from qa.answer import Answer
    from qa.assistant import Assistant

SKIPPED_SHOWN = 5
STOPPING_SECONDS = 20  # what is being embedded is finished; what was is kept
BEING_WRITTEN = "another process is writing the index; answers are from it as it was"

Progress = Callable[[int, int], None]


def ask(question: str, sources: Sources | None = None) -> "Answer":
    """The answer to one question from the bundled documents, or from files and folders of yours.

    The index is brought in step with the files first; models are loaded once in a process. For many questions
    on the same documents use `open`, which opens the index once.

    :raises QuestionError: if the question is empty.
    :raises SourceError: if a source does not exist or holds no document.
    """
    return open(sources).ask(question)


def open(
    sources: Sources | None = None,
    index: str | os.PathLike[str] | None = None,
    *,
    embedder: str = BUNDLED,
    reader: str = BUNDLED,
    precision: float | None = None,
    progress: Progress = lambda done, total: None,
    may_be_empty: bool = False,
) -> "Assistant":
    """An assistant for many questions on some files and folders; the bundled documents if none are named.

    The index is brought in step with them first. Where another process is writing it, it is opened as it was,
    which the assistant's notes say.

    :param index: the folder of the index; by default one of the user's data folder, by the sources' paths.
        With an index and no sources, the index is asked as it is.
    :param embedder, reader: names or folders of other models than the bundled ones.
    :param precision: the share of its answers that should be right, 0 to 1: it answers less, or more, to keep
        that; by default as much as the measured balance of answers and silence allows. It is promised for
        documents and questions like those of the calibration; measure yours with `qa eval`.
    :param progress: called with documents read so far and documents to read, while indexing.
    :param may_be_empty: whether the sources may hold no document yet, since some will come.
    :raises SourceError: if a source does not exist or holds no document.
    :raises StoreError: if the index cannot be used; see `index.errors`.
    :raises ModelError: if a model cannot be loaded.
    :raises PrecisionError: if the precision cannot be promised.
    """
    from index import Store
    from qa.assistant import Assistant
    from qa.load import load_decision, load_encoder, load_reader
    from qa.spelling import load_dictionary

    load_dictionary()  # so that no question waits for it
    encoder = load_encoder(embedder)
    paths, folder = store_of(sources, index, embedder)
    # What cannot be promised is told before hours of reading.
    decision, decision_notes = load_decision(load_reader(reader), encoder)
    if precision is not None and decision_notes:
        raise PrecisionError(f"a precision of {precision} cannot be promised: {decision_notes[0]}")
    if precision is not None:
        decision = decision.with_precision(precision)
    summary = Summary()
    if paths is not None:
        summary = _update_or_leave(paths, folder, embedder, progress, may_be_empty)
    store = Store(folder, encoder)
    notes = (*summary.notes, *decision_notes)
    return Assistant(store, encoder, load_reader(reader), decision, notes, summary.skipped)


def begin_chat_index(index: Path, chat: Path, embedder: str = BUNDLED) -> None:
    """Makes the index of a chat that documents can be added to: at first a copy of the index of its sources.

    It is another one, so that what is added in a chat answers only there, and its owner's alone.
    """
    from index import copy_store
    from qa.load import load_encoder

    with contextlib.suppress(OSError):  # what cannot be made is told when it is to be written
        chat.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy_store(index, chat, load_encoder(embedder))


@contextlib.contextmanager
def kept_in_step(
    sources: Sources | None,
    index: str | os.PathLike[str] | None,
    embedder: str,
    done: Callable[[Summary], None],
    failed: Callable[[str], None],
) -> Iterator[None]:
    """Keeps an index in step with its sources, in a thread, while the block runs; see `index.watch`.

    An index that is asked without its sources stays as it is.
    """
    from index import watch

    paths, folder = store_of(sources, index, embedder)
    stop = threading.Event()

    def run() -> None:
        try:
            watch(folder, paths or [], _encoder(embedder), done, failed, stop)
        except Exception as error:  # whatever it is, questions are answered on
            failed(f"the index is no longer kept in step: {error}")

    watcher = threading.Thread(target=run, name="watcher", daemon=True)
    if paths is not None:
        watcher.start()
    try:
        yield
    finally:
        stop.set()
        if paths is not None:
            watcher.join(STOPPING_SECONDS)


def update(
    paths: Sequence[Path],
    folder: Path,
    embedder: str = BUNDLED,
    progress: Progress = lambda done, total: None,
    may_be_empty: bool = False,
    wait: bool = True,
    waiting: Callable[[str], None] = lambda message: None,
) -> Summary:
    """Brings the index in a folder in step with files and folders.

    A database that is damaged, or of an earlier version, is set aside, and the index made anew from the documents,
    which are the truth.

    :param may_be_empty: whether there may be no document to read.
    :param wait: whether to wait, some seconds, where another process is writing the index.
    :param waiting: called with a message that names that process, when it is waited for.
    :raises SourceError: if a source does not exist, or there is no document to read.
    :raises StoreBusy: if another process is writing the index.
    :raises StoreError: if the index cannot be used or written.
    """
    from index import set_aside, sync

    encoder = _encoder(embedder)
    try:
        summary = sync(folder, paths, encoder, progress, wait, waiting)
    except (StoreDamaged, StoreOutdated) as error:
        note = set_aside(folder, error)
        summary = sync(folder, paths, encoder, progress, wait, waiting)
        summary = summary.with_note(note) if note else summary
    if summary.documents == 0 and not may_be_empty:
        named = ", ".join(map(str, paths))
        reasons = "; ".join(
            f"{skipped.path}: {skipped.reason}" for skipped in summary.skipped[:SKIPPED_SHOWN]
        )
        raise SourceError(
            f"no document to read in {named}"
            + (f" ({reasons})" if reasons else ": it holds no file of a kind that can be read")
        )
    # What is left out of the bundled documents is so for everybody, and no news.
    return replace(summary, skipped=tuple(item for item in summary.skipped if item.path != str(SEEDS)))


def _encoder(embedder: str) -> "Embedder":
    """The embedding model of a name: the bundled one is loaded, and what loads it imported, on its first use."""
    from index import DeferredEncoder

    def load() -> "Embedder":
        from qa.load import load_encoder

        return load_encoder(embedder)

    return DeferredEncoder(load) if embedder == BUNDLED else load()


def _update_or_leave(
    paths: Sequence[Path], folder: Path, embedder: str, progress: Progress, may_be_empty: bool
) -> Summary:
    """As `update`, but where another process is writing an index of these sources, that is asked as it is."""
    from index import Store
    from qa.load import load_encoder

    try:
        return update(paths, folder, embedder, progress, may_be_empty, wait=False)
    except StoreBusy:
        with contextlib.suppress(StoreError):  # there is none yet, or what is there is being put right
            if set(Store(folder, load_encoder(embedder)).sources) == set(map(str, paths)):
                return Summary(notes=(BEING_WRITTEN,))
        return update(paths, folder, embedder, progress, may_be_empty)


def notes_of(summary: Summary) -> tuple[str, ...]:
    """What of a summary a person should be told before asking."""
    skipped = tuple(f"skipped {item.path}: {item.reason}" for item in summary.skipped)
    return (*summary.notes, *skipped)
