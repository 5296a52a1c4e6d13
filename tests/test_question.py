import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question import (
    QUESTION_CHARACTERS,
    asks_for_an_explanation,
    asks_yes_or_no,
    clean_question,
    plain_question,
)

WHEN = "when Musk left OpenAI?"


@pytest.mark.parametrize(
    "question",
    [
        "Can you tell me when Musk left OpenAI?",
        "Hi, could you please tell me when Musk left OpenAI?",
        "Do you know when Musk left OpenAI?",
        "I'd like to know when Musk left OpenAI?",
        "i would want to know when Musk left OpenAI?",
        "I'm wondering when Musk left OpenAI?",
        "i wonder when Musk left OpenAI, please?",
        "Tell me when Musk left OpenAI, thanks?",
        "So when Musk left OpenAI?",
        "when Musk left OpenAI? Thanks!?",
        "when Musk left OpenAI? THANKS!?",
        "any idea when Musk left OpenAI?",
        "Does anyone know when Musk left OpenAI?",
    ],
)
def test_polite_words_are_taken_off(question: str) -> None:
    assert plain_question(question) == WHEN


@pytest.mark.parametrize(
    "question",
    [
        "When did Musk leave OpenAI?",
        "Who can tell me apart from my brother?",
        "Did Musk leave OpenAI?",
        "The day when Musk left OpenAI?",
        "Who said please?",
        "How do you say thanks?",
        "What is Finnish for thank you?",
        "So Solid Crew members",
        "Who wrote the song, Thank You?",
        "",
    ],
)
def test_other_questions_stay_as_they_are(question: str) -> None:
    assert plain_question(question) == question


def test_what_is_asked_for_may_be_a_thing() -> None:
    assert plain_question("Can you tell me the year Musk left OpenAI?") == "the year Musk left OpenAI?"
    assert plain_question("Do you know the capital of France?") == "the capital of France?"
    assert plain_question("Can you tell me whether parking is free?") == "whether parking is free?"


@given(st.text(max_size=300))
def test_the_plain_question_is_a_part_of_what_was_typed(question: str) -> None:
    plain = plain_question(question)
    assert plain.rstrip("?.!") in question


@pytest.mark.parametrize("piece", ["so ", "please ", "can you tell me ", "did ", ", please", " ", "x"])
def test_the_longest_question_is_cut_before_it_is_looked_at(piece: str) -> None:
    question = clean_question("a" + piece * 50_000)
    assert len(question) <= QUESTION_CHARACTERS
    assert len(plain_question(question)) <= QUESTION_CHARACTERS and not asks_yes_or_no(question)


@pytest.mark.parametrize(
    ("question", "yes_or_no"),
    [
        ("Did Musk leave OpenAI in 2018?", True),
        ("is sam altman the ceo", True),
        ("So, was it painted red?", True),
        ("Isn't it red?", True),
        ("Will it open next year?", True),
        ("can i bring my dog", True),
        ("should I wear a helmet", True),
        ("couldn't it be returned", True),
        ("will smith birth year", False),
        ("can opener warranty", False),
        ("Can't I bring it", True),
        ("Can guests bring it?", True),
        ("Can you tell me when he left?", False),
        ("Can you tell me the year he left?", False),
        ("Could you give me the date of the meeting?", False),
        ("Do you know the capital of France?", False),
        ("Will Smith birth year", False),
        ("May 2018 revenue?", False),
        ("Do they say why he left?", False),
        ("When did he leave?", False),
        ("Island of the birds", False),
        ("May", False),
        # A question word in a side clause asks for nothing.
        ("Is the pool closed when there is a thunderstorm?", True),
        ("Is music allowed after 10 pm when there is a party?", True),
        ("Is the pool, when it rains, closed?", True),
        ("Does the pool close when it rains?", True),
        ("Is there a fee for guests who stay overnight?", True),
        ("Is Anna the one who won?", True),
        ("Was it Anna who won?", True),
        ("Was gold found when the mine was opened?", True),
        ("Is there a room in which people may smoke?", True),
        ("Is the house where Anna lives large?", True),
        ("Did Anna say anything when she left?", True),
        ("Am I allowed to bring a dog?", True),
        ("Am I allowed in when it rains?", True),
        ("Shall we meet on Monday?", True),
        ("AM radio stations?", False),
        ("Shall we meet", False),
        # After a verb of saying and the like it asks.
        ("Is it known when the pool closes?", False),
        ("Isn't it clear who won?", False),
        ("Was it announced when it opens?", False),
        ("Was it decided who will lead?", False),
        ("Can you tell me who won?", False),
        ("Did he tell Anna when to come?", False),
        ("Does the report show where it was found?", False),
        ("Does the letter say exactly when it was sent?", False),
        ("Do the minutes say in which room they met?", False),
        ("Has anyone found out who wrote it?", False),
        ("Has anyone said why it failed?", False),
        ("Is there any record of who was there?", False),
        ("Is there a rule about which dogs may come in?", False),
        ("Is the pool open, and when?", False),
        ("Is the pool open, and when does it close?", False),
        ("Is the pool open? When does it close?", False),
        ("Do we have to pay, and to whom?", False),
        ("Does it matter which bus I take?", False),
        ("Do you accept credit cards?", True),
        ("Are you open on Sundays?", True),
        ("Can you park there?", True),
        ("Do you think it is safe?", True),
        ("Can you list the members?", False),
        ("Can you identify who signed it?", False),
        ("Could you check when it opens?", False),
        ("Would you kindly explain the rule?", False),
        ("whether parking is free?", True),
        ("If it rains, is it closed?", False),
        ("If it rains what happens?", False),
    ],
)
def test_yes_or_no(question: str, yes_or_no: bool) -> None:
    assert asks_yes_or_no(question) == yes_or_no


@pytest.mark.parametrize(
    ("question", "explanation"),
    [
        ("Why did it fail?", True),
        ("how does radiation kill microbes", True),
        ("How to open the case?", True),
        ("How come nobody noticed?", True),
        ("How many were there?", False),
        ("How long did it take?", False),
        ("How is the street called?", False),
        ("What is the reason why it failed?", False),
        ("Who knows why?", False),
    ],
)
def test_why_and_how_ask_for_an_explanation(question: str, explanation: bool) -> None:
    assert asks_for_an_explanation(question) == explanation
