"""Whole questions that look like follow-ups: each is left letter by letter, whatever was asked before."""

import pytest

from qa.answer import Turn
from qa.follow_up import completed

TURNS = [
    Turn("Where does Anna Lindqvist work?", "Gothenburg", "Anna Lindqvist works in Gothenburg."),
    Turn("Who owns the mill?", "Nils Brandt", "Nils Brandt owns the mill."),
    Turn("When did Olsen leave Norvik?", "1987"),
]


def left(question: str) -> bool:
    return {completed(question, [turn]) for turn in TURNS} == {question}


@pytest.mark.parametrize(
    "question",
    [
        "Who runs IT?",
        "What does IT stand for?",
        "What is HE short for?",
        "Does the IT desk answer HER letters?",
        'Who said "I opened it with her money"?',
        "Who wrote “Where he went”?",
        "Who sang 'Give it to them'?",
        'Is "the company" a defined term?',
    ],
)
def test_abbreviations_and_quoted_words_are_no_pronouns(question: str) -> None:
    assert left(question)


def test_a_question_in_capitals_has_pronouns() -> None:
    assert completed("WHO RUNS IT?", [TURNS[1]]) == "WHO RUNS the mill?"
    assert completed("Who said “No” to him?", [TURNS[1]]) == "Who said “No” to Nils Brandt?"
