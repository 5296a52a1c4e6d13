"""Which state of its documents an assistant is in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.assistant import Assistant


def version_of(assistant: Assistant) -> str:
    """A text that is another one as soon as a document is added, changed, removed, or could not be read.

    :raises StoreError: if the store was damaged since it was opened.
    """
    state = repr((assistant.documents, sorted(assistant.tried.items())))
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()
