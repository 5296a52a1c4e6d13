"""A store of a folder, and what stands in one."""

from pathlib import Path

from conftest import WordEmbedder

from index import Store, Summary, sync


def documents(store: Store, embedder: WordEmbedder) -> dict[str, str]:
    """The first two words of each document in the store, found through its vectors."""
    with store.snapshot() as snapshot:
        hits = snapshot.nearest(embedder.encode(["Attempt wrote file"])[0], 1000)
        found = [snapshot.document(passage.document_id) for passage, _ in hits]
    return {Path(d.path).name: " ".join(d.text.split()[:2]) for d in found}


def make(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> tuple[Store, Summary]:
    """The store of a folder, and what was done for it."""
    summary = sync(tmp_path / "index", [folder], embedder)
    return Store(tmp_path / "index", embedder), summary
