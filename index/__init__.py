"""Documents to passages to vectors to a store that can be searched; nothing here knows of questions."""

from index.documents import Skipped
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
from index.passages import title_and_headings
from index.sentences import sentence_spans
from index.store import Snapshot, Store
from index.sync import Summary, set_aside, sync
from index.types import Document, Passage, Place

__all__ = [
    "BUNDLED",
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
    "sentence_spans",
    "set_aside",
    "sync",
    "title_and_headings",
]
