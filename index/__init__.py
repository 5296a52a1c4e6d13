"""Documents to passages to vectors to a store that can be searched; nothing here knows of questions."""

from index.as_read import as_read
from index.bars import BAR
from index.changes import changed_since, stamp_of
from index.copying import copy_store
from index.documents import MOST_BYTES, read_document
from index.embed import BUNDLED, DeferredEncoder, Embedder, Encoder
from index.errors import (
    Error,
    ModelError,
    PrecisionError,
    QuestionError,
    QuestionFileError,
    SourceError,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreMismatch,
    StoreMissing,
    StoreOutdated,
)
from index.formats import CODE, RECORDS, suffix_of
from index.parse import SUFFIXES
from index.passages import title_and_headings
from index.sentences import sentence_spans, stop_belongs
from index.snapshot import Snapshot
from index.status import FileState, Status, status
from index.store import Store, stored_document
from index.sync import Summary, set_aside, sync
from index.types import Document, Passage, Place, Time
from index.walk import JUDGEMENTS, Skipped, reason_to_leave
from index.watch import watch

__all__ = [
    "BAR",
    "BUNDLED",
    "CODE",
    "JUDGEMENTS",
    "MOST_BYTES",
    "RECORDS",
    "SUFFIXES",
    "DeferredEncoder",
    "Document",
    "Embedder",
    "Encoder",
    "Error",
    "FileState",
    "ModelError",
    "Passage",
    "Place",
    "PrecisionError",
    "QuestionError",
    "QuestionFileError",
    "Skipped",
    "Snapshot",
    "SourceError",
    "Status",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "StoreError",
    "StoreMismatch",
    "StoreMissing",
    "StoreOutdated",
    "Summary",
    "Time",
    "as_read",
    "changed_since",
    "copy_store",
    "read_document",
    "reason_to_leave",
    "sentence_spans",
    "set_aside",
    "stamp_of",
    "status",
    "stop_belongs",
    "stored_document",
    "suffix_of",
    "sync",
    "title_and_headings",
    "watch",
]
