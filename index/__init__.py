"""Documents to passages to vectors to a store that can be searched; nothing here knows of questions."""

from index.documents import Skipped, read_document
from index.embed import BUNDLED, Embedder, Encoder
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
)
from index.formats import CODE
from index.passages import title_and_headings
from index.sentences import sentence_spans
from index.store import Snapshot, Store, stored_document
from index.sync import Summary, set_aside, sync
from index.types import Document, Passage, Place, Time

__all__ = [
    "BUNDLED",
    "CODE",
    "Document",
    "Embedder",
    "Encoder",
    "Error",
    "ModelError",
    "Passage",
    "Place",
    "PrecisionError",
    "QuestionError",
    "QuestionFileError",
    "Skipped",
    "Snapshot",
    "SourceError",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "StoreError",
    "StoreMismatch",
    "StoreMissing",
    "Summary",
    "Time",
    "read_document",
    "sentence_spans",
    "set_aside",
    "stored_document",
    "sync",
    "title_and_headings",
]
