"""Follow-up questions of invented people and things: what is carried over, and that nothing else is touched.

The rules were made on these; `tests/conversations.jsonl` measures them.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Place
from qa.answer import Answer, Citation, Outcome, Turn
from qa.follow_up import LONGEST, completed
from qa.question import QUESTION_CHARACTERS
from qa.questions import read_questions
from qa.render import to_text
from tests.follow_ups_of_holm import OF_HOLM
from tests.follow_ups_of_marlow import OF_MARLOW
from tests.follow_ups_of_olsen import OF_OLSEN

QUESTIONS = Path(__file__).with_name("questions.jsonl")
OTHER = Turn("Who painted the town hall of Visby?", "Marta Lind", "The town hall was painted by Marta Lind.")
# These point to something that they do not name, or name it where a misspelling hides it.
DANGLING = {
    "can it open scanned pages?",
    "how do i uninstall it again",
    "wich field was Karpathy a specalist in befor Tesla hired him",
}
CASES = [*OF_HOLM, *OF_OLSEN, *OF_MARLOW]


@pytest.mark.parametrize(("question", "answer", "follow_up", "understood"), CASES)
def test_what_is_left_out_is_carried_over(
    question: str, answer: str, follow_up: str, understood: str
) -> None:
    assert completed(follow_up, [Turn(question, answer)]) == understood


def test_questions_that_stand_alone_are_not_touched() -> None:
    asked = [line.question for line in read_questions(QUESTIONS)]
    assert {question for question in asked if completed(question, [OTHER]) != question} <= DANGLING
    assert all(completed(question, ()) == question for question in [*asked, "why?", "And he?"])


@pytest.mark.parametrize(
    "question",
    [
        "Did Brandt say that he was ill?",
        "What did Brandt do with his money?",
        "When the mill burned, who repaired it?",
        "Is there a bridge in Ryd?",
        "How long does it take to paint a house?",
        "Is it possible to swim in the lake at Ryd?",
        "What happened this year?",
        "And how high is the tower of Moss?",
        "How high is the tower that Brandt built?",
        "Anna Berg came to Moss. What did she do?",
        "capital of Norway",
        "Who is the captain of the ship?",
        "What does the chief of Norvik earn?",
        "Who wrote the book that Brandt printed?",
        "?",
    ],
)
def test_a_pronoun_that_the_question_explains_is_left(question: str) -> None:
    assert completed(question, [OTHER]) == question


NORVIK = Turn("Who founded Norvik?", "Anna Berg", "Anna Berg founded Norvik in 1990.")


@pytest.mark.parametrize(
    ("follow_up", "understood"),
    [
        ("Thanks! When was it founded?", "When was Norvik founded?"),
        ("Hi, when was it founded?", "When was Norvik founded?"),
        ("Yes, but where does she live?", "Where does Anna Berg live?"),
        ("Please tell me when it was founded.", "Tell me when Norvik was founded?"),
        ("When was it founded? And by whom?", "When was Norvik founded? And by whom?"),
        ("Is she married? If so, to whom?", "Is Anna Berg married? If so, to whom?"),
        ("What's its turnover?", "What is Norvik's turnover?"),
        ("Is that true?", "Is that true?"),
        ("How do you know that?", "How do you know that?"),
        ("No one knows Oslo?", "No one knows Oslo?"),
        ("Hi Bob", "Hi Bob"),
        ("Thanks, Anna!", "Thanks, Anna!"),
        ("Hello there", "Hello there"),
        ("Yes, please.", "Yes, please."),
    ],
)
def test_what_stands_round_a_follow_up_hides_nothing(follow_up: str, understood: str) -> None:
    assert completed(follow_up, [NORVIK]) == understood


def test_it_is_one_thing_and_none_of_several_that_answered() -> None:
    treaty = Turn("Which countries have signed the treaty?", "Norway, Sweden and Denmark")
    assert completed("Where was it signed?", [treaty]) == "Where was the treaty signed?"
    assert completed("Why did Norway sign it?", [treaty]) == "Why did Norway sign the treaty?"


def test_what_was_asked_of_a_thing_is_no_part_of_it() -> None:
    opening = Turn("When is the library open?", "Monday to Friday")
    assert completed("Is it open on Sundays?", [opening]) == "Is the library open on Sundays?"
    place = Turn("Where is the town hall?", "on the square")
    assert completed("When was it built?", [place]) == "When was the town hall built?"


def test_the_turn_before_the_last_helps_where_the_last_does_not() -> None:
    turns = [Turn("Who leads Norvik?", "Edda Krog"), Turn("How warm is the lake?", "20 degrees")]
    assert completed("Where does she live?", turns) == "Where does Edda Krog live?"
    assert completed("Where does she live?", [*turns, *[turns[1]] * 3]) == "Where does she live?"


def test_the_sentence_of_the_answer_says_what_is_a_name() -> None:
    turn = Turn("when did brandt leave norvik", "1987", "Ulf Brandt left Norvik in 1987.")
    assert completed("and where did he go", [turn]) == "where did brandt go"
    assert completed("and olsen?", [turn]) == "when did olsen leave norvik?"


def test_an_answer_that_was_not_given_is_not_spoken_of() -> None:
    turn = Turn("Who painted the town hall of Visby?")
    assert completed("When was he born?", [turn]) == "When was he born?"
    assert completed("How old is it?", [turn]) == "How old is the town hall of Visby?"


@given(st.text(max_size=60), st.lists(st.builds(Turn, st.text(), st.text(), st.text()), max_size=4))
def test_any_text_gives_a_question(question: str, turns: list[Turn]) -> None:
    result = completed(question, turns)
    assert result == completed(question, turns) and (result == question or result.strip())


PIECES = st.sampled_from(
    """and what about why when who how many which did does is was he she it its their that there this one the Brandt
    Norvik mill Anna's offer for in of 2019 left wrote , ? . and but first else not company happen""".split()
)


@given(st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=6))
def test_any_words_give_a_question(words: list[str], before: list[str], answer: list[str]) -> None:
    question = " ".join(words)
    result = completed(question, [Turn(" ".join(before), " ".join(answer))])
    assert result == question or result.strip(" ?")
    assert len(result) <= QUESTION_CHARACTERS


@pytest.mark.parametrize("piece", ["it ", "and ", "he, ", "Anna's ", "in it for ", "that "])
def test_long_texts_are_cut(piece: str) -> None:
    turn = Turn(piece * 50_000, piece * 50_000, piece * 50_000)
    assert completed(piece * LONGEST, [turn]) == piece * LONGEST
    assert len(completed((piece * 100)[:LONGEST], [turn] * 50)) <= QUESTION_CHARACTERS


def test_an_answer_tells_how_it_was_understood() -> None:
    citation = Citation("Mills", "/m.txt", 0, 4, "1987", Place(), "1987 was wet.", 0)
    answer = Answer("why?", Outcome.ANSWERED, "1987", 0.9, (citation,), understood="Why did Brandt leave?")
    assert answer.turn == Turn("Why did Brandt leave?", "1987", "1987 was wet.")
    assert answer.to_json()["understood"] == "Why did Brandt leave?"
    silent = Answer("why?", Outcome.NOT_IN_SOURCES, "", 0.1, understood="Why did Brandt leave?")
    assert to_text(silent).startswith("Understood as: Why did Brandt leave?\n")
    assert Answer("Why?", Outcome.NOT_IN_SOURCES, "", 0.1).turn == Turn("Why?")
