"""What stands in a store that the tests of the writer wrote."""

from pathlib import Path

from conftest import WordEmbedder

from index import Store


def documents(store: Store, embedder: WordEmbedder) -> dict[str, str]:
    """The first two words of each document in the store, found through its vectors."""
    with store.snapshot() as snapshot:
        hits = snapshot.nearest(embedder.encode(["Attempt wrote file"])[0], 1000)
        found = [snapshot.document(passage.document_id) for passage, _ in hits]
    return {Path(d.path).name: " ".join(d.text.split()[:2]) for d in found}
