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


@pytest.mark.parametrize(
    "question",
    [
        "Ok, tell me when the fuse blew",
        "And finally, who signed the lease?",
        "and just to be clear, who feeds the cat?",
        "Ok next question: who grows barley?",
        "One more thing: who grows barley?",
        "Okay, new topic. Who grows barley?",
        "So the fuse blew when?",
        "Ok show me the rota",
        "And list all tenants",
        "and let me know the price of hay",
        "And compare the two barns",
        "And Tom sold his boat?",
        "And Varda bought Telma in 1990?",
        "And tenants pay the fee?",
        "So the fee includes heating?",
        "So Tom owns bees?",
        "And bees sleep in winter?",
        "so we start at 9?",
        "so you're sure?",
        "How about you tell me who grows barley?",
        "and people who swim?",
        "So what?",
        "ok thanks",
        "Ok, got it",
        "ok that's fine",
    ],
)
def test_a_sentence_after_a_joining_word_is_no_phrase(question: str) -> None:
    assert left(question)


@pytest.mark.parametrize("question", ["And he?", "and it?", "And Nils Brandt?", "And hers?"])
def test_a_question_is_not_asked_again_of_what_it_names(question: str) -> None:
    assert completed(question, [Turn("Who is the wife of Nils Brandt?", "Edda Krog")]) == question


@pytest.mark.parametrize(
    "question",
    [
        "What is it like to work in Leeds?",
        "What is it like in Leeds?",
        "When it rains, what happens to the field?",
        "How far is it to Leeds?",
        "How hot is it in Leeds?",
        "What is it called when a bee swarms?",
        "How late is it?",
        "What day is it?",
        "What closes when it gets dark?",
        "How much does it cost to keep a hive?",
        "Is it legal to keep bees?",
        "Is it common for bees to swarm?",
        "Is it known who wrote the minutes?",
        "Was it Tom who broke the pump?",
    ],
)
def test_it_may_stand_for_nothing(question: str) -> None:
    assert left(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who gave up his seat?",
        "Who chose their own office?",
        "Which runner lost her shoe?",
        "Did anybody lose his key?",
        "Must everyone clean their own room?",
        "If a tenant pays late, what must he pay?",
        "If anyone pays late, what must he pay?",
        "What must a member do if he loses his card?",
        "Must the tenant insure his car?",
    ],
)
def test_whoever_is_asked_for_explains_a_pronoun(question: str) -> None:
    assert left(question)


def test_the_answer_to_where_is_nobody() -> None:
    assert completed("Who wrote his memoirs?", [TURNS[0]]) == "Who wrote his memoirs?"
    assert completed("Where did he go?", [Turn("Which city did Ida visit?", "Hull")]) == "Where did he go?"
