"""Definite noun phrases after a turn: "the company" is completed where it can stand for a name, and else left."""

import pytest

from qa.answer import Turn
from qa.follow_up import completed

TURNS = [
    Turn("Who designed the Forth Bridge?", "John Fowler", "The Forth Bridge was designed by John Fowler."),
    Turn(
        "When did Elon Musk leave OpenAI?", "2018", "Elon Musk left OpenAI’s board in 2018, the report says."
    ),
    Turn("Who founded Orbex?", "Kemal Aydin", "Orbex, a report said, was founded by Kemal Aydin in 1987."),
    Turn("Where was Rosa Quint born?", "in Bergen", "Rosa Quint was born in Bergen, near the school."),
    Turn("When was the Halden dam built?", "in 1931", "The Halden dam was built in 1931."),
    Turn("Which museum shows the Quint drawings?", "the Bergen Museum"),
    Turn("who wrote the salt road", "anna berg", "Anna Berg wrote The Salt Road."),
    Turn("How many people work at Norvik?", "4,000", "In the year 2020 Norvik had 4,000 employees."),
    Turn("Which film did Ida Falk make in 1999?", "Blue Hill", "Blue Hill is a film of 1999 by Ida Falk."),
    Turn("What is the deductible?", "300 euros", "The deductible is 300 euros for each claim."),
]
# Of contracts, handbooks, minutes, recipes, manuals, studies: each speaks of its own document's things.
ALONE = [
    "Who wrote the report?",
    "Is smoking allowed in the building?",
    "How many rooms does the house have?",
    "When is the rent for the flat due?",
    "Who pays for repairs of the roof?",
    "How much notice must the tenant give?",
    "May the landlord enter the flat?",
    "Are pets allowed in the house?",
    "What must be done before the party?",
    "Where does the group meet?",
    "How many players are on the team?",
    "Who chairs the committee?",
    "When does the event begin?",
    "How long is the paper?",
    "Who reviewed the article?",
    "What is the deadline for the project?",
    "Which version of the product is recalled?",
    "How is the product cleaned?",
    "What voltage does the pump need?",
    "How often must the filter be changed?",
    "How long must the dough rest?",
    "At what temperature is the cake baked?",
    "How many eggs are in the recipe?",
    "Who is the author of the book?",
    "What is the novel about?",
    "Who sings the song?",
    "How many tracks does the album have?",
    "What time does the show start?",
    "Who plays the main part in the play?",
    "Which magazine printed the story?",
    "How deep is the lake?",
    "How many people live on the island?",
    "Where is the station?",
    "How many beds does the ward have?",
    "Which platform does the train leave from?",
    "What fee does the club charge?",
    "Who preaches at the church?",
    "How many pupils attend the school?",
    "What did the model predict?",
    "How accurate was the model?",
    "Which painting hangs in the hall?",
    "How many crew members did the ship carry?",
    "Who owns the street?",
    "How does the game end?",
    "What does the podcast discuss?",
    "What did the study find?",
    "How many patients took part in the trial?",
    "When does the contract end?",
    "What does the insurance cover?",
    "Who signed the treaty?",
    "What did the court decide?",
    "How many votes did the motion get?",
    "What does the error mean?",
    "How do I reset the password?",
    "Where is the file stored?",
    "How heavy is the bicycle?",
    "what is the price of the ticket",
    "who approved the budget",
    "Which colour is the door?",
    # No auxiliary and no verb that is known.
    "Which plants attract bees?",
    "What triggers allergies?",
    "Which river feeds the lake?",
    "Which pipe leads into the tank?",
]
# Each of these speaks of what some of the turns above speak of; they stand alone after the first three.
ALONE_AFTER_OTHERS = [
    "What are the opening hours of the museum?",
    "How high is the tower?",
    "Who directed the film?",
    "How many students does the university have?",
    "What taxes does the city charge?",
    "Which river flows through the village?",
    "Who is the mayor of the town?",
    "What does the newspaper say?",
    "How old is the girl?",
    "What did the woman see?",
]


@pytest.mark.parametrize("question", ALONE)
def test_a_question_that_stands_alone_is_left_after_any_turn(question: str) -> None:
    assert {completed(question, [turn]) for turn in TURNS} == {question}
    assert completed(question, TURNS[:3]) == completed(question, TURNS[-3:]) == question


@pytest.mark.parametrize("question", ALONE_AFTER_OTHERS)
def test_a_question_that_stands_alone_is_left_after_a_turn_on_something_else(question: str) -> None:
    assert completed(question, TURNS[:3]) == question
    assert {completed(question, [turn]) for turn in TURNS[:3]} == {question}


BRIDGE, MUSK = TURNS[:2]
COMPLETED = [
    (BRIDGE, "How long is the bridge?", "How long is the Forth Bridge?"),
    (BRIDGE, "How old was the man?", "How old was John Fowler?"),
    (MUSK, "Who runs the company?", "Who runs OpenAI?"),
    (MUSK, "How big is this organisation?", "How big is OpenAI?"),
    (
        Turn("Which company makes the Zephyr?", "Norvik"),
        "Where is the company based?",
        "Where is Norvik based?",
    ),
    (Turn("How many people work at Norvik?", "40"), "Who leads the firm?", "Who leads Norvik?"),
    (Turn("What is Orbex's turnover?", "3 million"), "When did the company start?", "When did Orbex start?"),
    (Turn("Who is the CEO of Varda?", "Ella Frisk"), "What does the firm sell?", "What does Varda sell?"),
    (Turn("Who invested in Varda?", "Norvik"), "What does the startup make?", "What does Varda make?"),
    (
        Turn("How many students has Lund University?", "40,000"),
        "Who founded the university?",
        "Who founded Lund University?",
    ),
    (
        Turn("Who is the treasurer of the Moss Rowing Club?", "Tom Hale"),
        "How much does the club charge?",
        "How much does the Moss Rowing Club charge?",
    ),
    (
        Turn("Which book did Anna Berg write in 1990?", "The Salt Road"),
        "What is the book about?",
        "What is The Salt Road about?",
    ),
    (
        Turn("What is the biggest museum in Ryd?", "Kvarnhuset"),
        "Who leads the museum?",
        "Who leads Kvarnhuset?",
    ),
    (
        Turn("What is the name of Olsen's ship?", "Havørn"),
        "How fast is the ship?",
        "How fast is Havørn?",
    ),
    (
        Turn("Who directed Blue Hill?", "Ida Falk", "Ida Falk directed Blue Hill, a quiet film about bees."),
        "How long is the film?",
        "How long is Blue Hill?",
    ),
    (
        Turn("When was Amber released?", "in 2021", "Amber is a small language model of 2021."),
        "How large is the model?",
        "How large is Amber?",
    ),
    (
        Turn("Who made Quill?", "Edda Krog", "The chatbot Quill was made by Edda Krog."),
        "What can the chatbot do?",
        "What can Quill do?",
    ),
    (
        Turn("Who painted the ship called Havørn?", "Lena Dorn"),
        "Where is the ship now?",
        "Where is Havørn now?",
    ),
    (
        Turn("Who rules the island of Moen?", "a duke"),
        "How large is the island?",
        "How large is Moen?",
    ),
    (
        Turn("Where was Rosa Quint born?", "in Bergen"),
        "How many people live in the city?",
        "How many people live in Bergen?",
    ),
    (
        Turn("Where was Rosa Quint born?", "in Bergen"),
        "What did the woman discover?",
        "What did Rosa Quint discover?",
    ),
    (Turn("Who wrote it?", "Karl Voss"), "How old is the person?", "How old is Karl Voss?"),
    # What was said with a common noun is said with the same words again.
    (
        Turn("Who designed the old bridge of Ryd?", "Nils Brandt"),
        "How long is the bridge?",
        "How long is the old bridge of Ryd?",
    ),
    (
        Turn("When was the library of Ryd opened?", "1901"),
        "Who designed the library?",
        "Who designed the library of Ryd?",
    ),
    (
        Turn("When was the University of Lund founded?", "1666"),
        "How large is the university?",
        "How large is the University of Lund?",
    ),
    (
        Turn("Who wrote the report on the Forth Bridge?", "Karl Voss"),
        "When was the report published?",
        "When was the report published?",
    ),
    (
        Turn("Who published the Norvik report?", "Varda"),
        "How long is the report?",
        "How long is the Norvik report?",
    ),
]


@pytest.mark.parametrize(("turn", "follow_up", "understood"), COMPLETED)
def test_what_the_turn_calls_so_is_put_in(turn: Turn, follow_up: str, understood: str) -> None:
    assert completed(follow_up, [turn]) == understood


def test_an_earlier_turn_may_say_what_a_name_is_called() -> None:
    turns = [Turn("Which company makes the Zephyr?", "Norvik"), Turn("Where is Norvik based?", "in Ryd")]
    assert completed("Who leads the company?", turns) == "Who leads Norvik?"


@pytest.mark.parametrize(
    "context",
    [
        "Varda opened in 1950, the report says.",
        "In Varda, the report says, rain is rare.",
        "The report Varda wrote is long.",
        "Varda is the owner of the report.",
        "Varda has a report.",
        "Varda said that the report was late.",
    ],
)
def test_a_noun_beside_a_name_does_not_say_what_it_is(context: str) -> None:
    turn = Turn("When was Varda opened?", "1950", context)
    assert completed("Who wrote the report?", [turn]) == "Who wrote the report?"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is the report about?", "the Forth Bridge"),
        ("What is the report?", "a history of the Forth Bridge"),
        ("What is the subject of the report?", "the Forth Bridge"),
        ("What does the report describe?", "the Forth Bridge"),
    ],
)
def test_what_a_thing_is_about_is_not_its_name(question: str, answer: str) -> None:
    assert completed("Who wrote the report?", [Turn(question, answer)]) == "Who wrote the report?"
