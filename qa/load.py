"""The models of a process: each is loaded once, whichever thread comes first."""

import functools
import threading

from index import BUNDLED, Embedder, Encoder, ModelError
from qa.decide import Decision
from qa.read import BUNDLED_FOLDER, ExtractiveReader

DECISION_FILE = "decision.json"

_loading = threading.RLock()


def load_encoder(name: str = BUNDLED) -> Encoder:
    """The embedding model of a name, loaded once in a process, whichever thread comes first.

    :raises ModelError: if there is none.
    """
    _refuse_nameless(name, "embedding")
    with _loading:
        return _encoder(name)


def load_reader(name: str = BUNDLED) -> ExtractiveReader:
    """The reading model of a name, loaded once in a process, whichever thread comes first.

    :raises ModelError: if there is none.
    """
    _refuse_nameless(name, "reading")
    with _loading:
        return _reader(str(BUNDLED_FOLDER) if name == BUNDLED else name)


def load_decision(reader: ExtractiveReader, embedder: Embedder) -> tuple[Decision, tuple[str, ...]]:
    """The decision that stands beside a reader, or else the bundled one, and a note where it was fitted for others.

    :raises ModelError: if the file beside the reader is damaged.
    """
    own = reader.file(DECISION_FILE)
    decision = Decision.load(own or BUNDLED_FOLDER / DECISION_FILE)
    if own is None:
        why = f"reading model {reader.name!r} has no {DECISION_FILE}"
    elif not reader.sha256 or decision.reader_sha256 != reader.sha256:
        why = f"that of reading model {reader.name!r} was fitted for other weights"
    elif decision.embedder_sha256 != embedder.sha256:
        why = f"it was fitted with another embedding model than {embedder.name!r}"
    else:
        return decision, ()
    return decision, (f"confidence is not calibrated: {why}",)


def _refuse_nameless(name: str, kind: str) -> None:
    if not name.strip():
        raise ModelError(f"{name!r} names no {kind} model: give its name or its folder")


@functools.cache
def _encoder(name: str) -> Encoder:
    return Encoder(name)


@functools.cache
def _reader(name: str) -> ExtractiveReader:
    return ExtractiveReader(name)
