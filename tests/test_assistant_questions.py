"""How the assistant takes questions, with models whose outputs can be computed by hand."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import QuestionError, SourceError
from qa.answer import Outcome
from qa.assistant import Assistant
from qa.question import clean_question
from qa.retrieve import full_text_query
from tests.answering import ask

assert ask  # the fixture


def test_a_question_for_yes_or_no_is_answered_by_the_sentence_that_decides(
    ask: Callable[[], Assistant],
) -> None:
    answer = ask().ask("Did the Forth Bridge open in 1890?")
    assert answer.text == "The Forth Bridge opened in 1890."
    assert answer.citations[0].quote == answer.text


def test_polite_words_change_nothing_but_the_question_shown(ask: Callable[[], Assistant]) -> None:
    plain, polite = (
        ask().ask(q)
        for q in ("when the Forth Bridge opened?", "Can you tell me when the Forth Bridge opened?")
    )
    assert (plain.text, plain.confidence) == (polite.text, polite.confidence)
    assert polite.question == "Can you tell me when the Forth Bridge opened?"


@pytest.mark.parametrize("question", ["", "   ", "\x00\n", "\ud800", "?!…", "。"])
def test_a_question_without_words_is_refused(ask: Callable[[], Assistant], question: str) -> None:
    with pytest.raises(QuestionError, match="the question is empty: ask something in words"):
        ask().ask(question)


@pytest.mark.parametrize(
    "question",
    [
        "when did the Forth Bridge open " + "x" * 100_000,
        "when did the Forth Bridge open" * 4000,
        "When did\x00 the\x07 Forth\u202e Bridge \ud800open?",
        '"Forth" AND (NEAR OR NOT "bridge* open:1890 - ^ {}',
        "\N{CJK UNIFIED IDEOGRAPH-6C34}" * 50_000 + " Forth Bridge",
        "'; DROP TABLE passages; -- Forth bridge",
    ],
)
def test_any_other_question_is_answered_or_not_but_never_fails(
    ask: Callable[[], Assistant], question: str
) -> None:
    answer = ask().ask(question)
    assert len(answer.question) <= 2_000
    json.dumps(answer.to_json(), ensure_ascii=False).encode("utf-8")


@given(st.text(max_size=60))
def test_full_text_queries_hold_only_quoted_words(question: str) -> None:
    assert re.fullmatch(r'("[^"]+"( OR "[^"]+")*)?', full_text_query(question))


def test_function_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert (
        full_text_query("When did Karpathy leave Tesla's team?")
        == '"karpathy" OR "leave" OR "tesla" OR "team"'
    )
    assert full_text_query("Who are you?") == '"who" OR "are" OR "you"'


def test_clean_question_keeps_what_a_person_wrote() -> None:
    assert clean_question("  Où est  l’Ardèche ?\n") == "Où est l’Ardèche ?"


def test_a_question_takes_up_the_turns_before_it(ask: Callable[[], Assistant]) -> None:
    assistant = ask()
    first = assistant.ask("When did the Forth Bridge open?")
    second = assistant.ask("how long is it?", [first.turn])
    whole = assistant.ask("How long is the Forth Bridge?")
    assert (first.understood, second.question) == ("", "how long is it?")
    assert second.understood == whole.question
    assert (second.text, second.citations, second.confidence) == (
        whole.text,
        whole.citations,
        whole.confidence,
    )


def test_a_misspelt_question_is_asked_as_it_was_meant(ask: Callable[[], Assistant]) -> None:
    assistant = ask()
    answer = assistant.ask("Can you tell me when the Forht Brigde openned, please?")
    meant = assistant.ask("Can you tell me when the Forth Bridge opened, please?")
    assert (answer.understood, meant.understood) == (meant.question, "")
    assert (answer.text, answer.citations, answer.confidence, answer.passages) == (
        meant.text,
        meant.citations,
        meant.confidence,
        meant.passages,
    )
    as_typed = assistant.ask(answer.question, as_typed=True)
    assert (as_typed.understood, as_typed.outcome) == ("", Outcome.NOT_IN_SOURCES)
    follows = assistant.ask("how long is it?", [answer.turn], as_typed=True)
    assert follows.understood == ""
    assert assistant.ask("how lnog is it?", [answer.turn]).understood == "How long is the Forth Bridge?"


def test_only_the_chosen_documents_are_asked(ask: Callable[[], Assistant], folder: Path) -> None:
    assistant = ask()
    bridges, rivers = str(folder / "bridges.md"), str(folder / "rivers.txt")
    question = "When did the Forth Bridge open?"
    assert assistant.ask(question, only=[bridges]).text == "1890"
    elsewhere = assistant.ask(question, only=[rivers])
    assert elsewhere.outcome is Outcome.NOT_IN_SOURCES
    assert {found.citation.path for found in elsewhere.passages} == {rivers}
    both = assistant.search(question, only=[rivers, bridges])
    assert {found.citation.path for found in both} == {rivers, bridges}
    assert [found.citation.path for found in assistant.search("bridge", 1, only=[rivers])] == [rivers]


def test_a_document_that_is_not_open_cannot_be_chosen(ask: Callable[[], Assistant]) -> None:
    with pytest.raises(SourceError, match="no open document has the path /nowhere"):
        ask().ask("When did the Forth Bridge open?", only=["/nowhere.txt"])
    with pytest.raises(SourceError, match="no open document"):
        ask().ask("When did the Forth Bridge open?", only=["\udcff'; DROP TABLE documents"])
