"""Data flows one way: a package or module imports only from those before it."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
# In the order of the flow; a module may import from those above it. `api` and `cli` import doors when asked.
QA_ORDER = [
    "metrics", "answer", "question", "words", "mentions", "clause", "complement", "answered", "referents",
    "ellipsis", "sentence", "slot", "expletive", "bound", "dangling", "said", "called", "follow_up", "names",
    "render", "export", "copies", "spelled_out", "dates", "retrieve", "windows", "decode", "read",
    "candidates", "enumeration", "lists", "answer_type", "features", "no_answer", "spelling", "look_up",
    "same", "promise", "decide", "cite", "load", "assistant", "version", "paths", "api",
    "outputs", "questions", "right_places", "evaluate",
    "report", "compare", "report_page",
    "report_tables", "propose", "suggest", "pdf_child", "pdf_image", "source_blocks", "source_page",
    "chat_source", "feedback", "chat_keep", "chat_page", "uploads", "chat_uploads", "opening", "inline_scripts",
    "guard", "waiting_line", "chat_judged", "chat_documents", "chat_events", "chat_api", "chat", "serve",
    "mcp_server", "terminal", "cli_eval", "cli_index", "cli_show", "cli",
]  # fmt: skip


def imported(path: Path) -> set[str]:
    """Every module that a file imports, at the top or inside a function."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_index_never_imports_qa() -> None:
    files = list((ROOT / "index").glob("*.py"))
    assert len(files) > 10
    for path in files:
        assert not any(name.split(".")[0] in ("qa", "training", "tests") for name in imported(path)), path


def test_the_packages_need_neither_training_nor_tests() -> None:
    for path in [*(ROOT / "qa").glob("*.py"), *(ROOT / "index").glob("*.py")]:
        assert not any(
            name.split(".")[0] in ("training", "tests", "benchmarks") for name in imported(path)
        ), path


def test_qa_imports_one_way() -> None:
    for path in (ROOT / "qa").glob("*.py"):
        if path.stem in ("__init__", "__main__"):
            continue
        later = QA_ORDER[QA_ORDER.index(path.stem) :]
        for name in imported(path):
            parts = name.split(".")
            if parts[0] == "qa" and len(parts) > 1 and parts[1] in QA_ORDER:
                assert parts[1] not in later, f"{path.name} imports {name}"


def test_qa_uses_only_what_index_exports() -> None:
    import index

    for path in (ROOT / "qa").glob("*.py"):
        for name in imported(path):
            if name.startswith("index."):
                assert name.removeprefix("index.") in index.__all__, f"{path.name} imports {name}"


def test_public_names_are_there() -> None:
    import index
    import qa

    for package in (index, qa):
        assert all(hasattr(package, name) for name in package.__all__)
