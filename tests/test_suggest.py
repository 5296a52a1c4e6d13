"""Questions to begin with, over a real index on models that need no weights."""

from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import Store, sync
from qa.assistant import Assistant
from qa.propose import questions_of
from qa.suggest import TRIED, Suggestions, suggestions
from tests.answering import DECISION, NumberReader


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder


def opened(documents: Path, tmp_path: Path) -> Assistant:
    embedder = WordEmbedder()
    sync(tmp_path / "index", [documents], embedder)
    return Assistant(Store(tmp_path / "index", embedder), embedder, NumberReader(), DECISION)


def test_headings_that_ask_and_sentences_make_suggestions(documents: Path, tmp_path: Path) -> None:
    (documents / "a.md").write_text("# A\n\n## How long is the Forth Bridge?\n\nIt is 2467 metres long.\n")
    (documents / "b.md").write_text("# B\n\nThe Eiffel Tower was opened in 1889 by a minister.\n")
    assert suggestions(opened(documents, tmp_path)) == [
        "How long is the Forth Bridge?",
        "When was the Eiffel Tower opened?",
    ]


def test_what_gets_another_answer_is_not_suggested(documents: Path, tmp_path: Path) -> None:
    (documents / "a.md").write_text(
        "# A\n\nIn 12 years the Eiffel Tower grew. The Eiffel Tower was opened in 1889.\n"
    )
    assert suggestions(opened(documents, tmp_path)) == []


def test_no_more_questions_are_asked_on_many_documents(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in map(chr, range(ord("a"), ord("z"))):
        (documents / f"{name}.md").write_text(f"# T\n\n## What is so odd about {name * 4}?\n\nNothing.\n")
    assistant = opened(documents, tmp_path)
    asked = []
    monkeypatch.setattr(
        Assistant,
        "ask",
        lambda self, question: asked.append(question) or Assistant.explain(self, question)[0],
    )
    assert suggestions(assistant) == []
    assert len(set(asked)) == TRIED


def test_they_follow_the_documents_and_are_made_once_for_each_state_of_them(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = opened(documents, tmp_path)
    made = Suggestions(assistant)
    assert made.now() == []
    (documents / "a.md").write_text("# A\n\n## How long is the Forth Bridge?\n\nIt is 2467 metres long.\n")
    (documents / "b.md").write_text("# B\n\nThe Eiffel Tower was opened in 1889 by a minister.\n")
    sync(tmp_path / "index", [documents], WordEmbedder())
    assert made.last == []
    assert made.now() == ["How long is the Forth Bridge?", "When was the Eiffel Tower opened?"]
    (documents / "a.md").unlink()
    sync(tmp_path / "index", [documents], WordEmbedder())
    assert made.now() == made.last == ["When was the Eiffel Tower opened?"]
    monkeypatch.setattr(Assistant, "ask", None)
    assert made.now() == ["When was the Eiffel Tower opened?"]
    assert Suggestions(assistant, ["Why?"]).now() == ["Why?"]


def test_a_folder_without_such_questions_gets_none(folder: Path, tmp_path: Path) -> None:
    (folder / "bridges.md").unlink()
    assert suggestions(opened(folder, tmp_path)) == []


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("The bridge was opened in 1890.", "When was the bridge opened?"),
        (
            "Ada Lovelace left the Bank of England in May 1841.",
            "When did Ada Lovelace leave the Bank of England?",
        ),
        ("When Musk left it in 2018, all changed.", None),
        ("That Musk left OpenAI in 2018 was odd.", None),
    ],
)
def test_natural_questions(sentence: str, asked: str | None) -> None:
    natural = ("When did ", "When was ", "Who ")
    found = [question for question, _ in questions_of(sentence) if question.startswith(natural)]
    assert [question for question in found if question.startswith("When")] == ([asked] if asked else [])
