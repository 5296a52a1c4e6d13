"""Questions answered with words that stand in documents, cited, or with an honest "not in the sources"."""

from index import Document, Error, Place
from qa.answer import Alternative, Answer, Citation, FoundPassage, Outcome, Turn
from qa.api import ask, open

__all__ = [
    "Alternative",
    "Answer",
    "Citation",
    "Document",
    "Error",
    "FoundPassage",
    "Outcome",
    "Place",
    "Turn",
    "ask",
    "open",
]
