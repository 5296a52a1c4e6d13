"""Spans that are no answer are not given as one."""

from pathlib import Path

import pytest

import qa
from qa.answer_type import is_no_address
from qa.no_answer import _ASKS_FOR_NOT, is_denied, says_nothing


@pytest.mark.parametrize(
    ("question", "before", "text", "expected"),
    [
        ("When is the dinner?", "The dinner is not on ", "12 June", True),
        ("Who led it?", "It wasn't ", "Anna Berg", True),
        ("When was the crane inspected?", "It was never inspected in ", "2021", True),
        ("When was it completed?", "It has not been completed in ", "2018", True),
        ("When was it completed?", "It was not completed until ", "2018", False),
        ("When was it completed?", "It was not completed ", "until 2018", False),
        ("When was it seen?", "It was not only seen in ", "2018", False),
        ("When may it open?", "Whether or not in ", "2018", False),
        ("What does the policy leave out?", "It does not cover ", "water damage", False),
        ("How many are there?", "There are not more than ", "five", False),
        ("When was it built?", "It was built in ", "1901", False),
        ("What is the code?", "The code is ", "not 4411", True),
        ("When is it?", "It is ", "not on Monday", True),
        ("What was the verdict?", "He was ", "not guilty", False),
    ],
)
def test_is_denied(question: str, before: str, text: str, expected: bool) -> None:
    assert is_denied(question, before, text) is expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Where does the ferry leave from?", "from", True),
        ("When is it?", "on", True),
        ("How old is the bakery?", "about", True),
        ("How high is the tower?", "high", True),
        ("How high is the tower?", "the towers", True),
        ("How high is the tower?", "40 m high", False),
        ("Is the valve open or closed?", "open", False),
        ("What is the capital of Luxembourg?", "Luxembourg", False),
        ("Is the heating on?", "off", False),
        ("Who pays?", "you", False),
        ("What stands there?", "—", True),
    ],
)
def test_says_nothing(question: str, text: str, expected: bool) -> None:
    assert says_nothing(question, text) is expected


def test_what_lacks_the_sign_of_an_address_is_none() -> None:
    for question, text, expected in (
        ("What is Joan Peel's e-mail address?", "01632 960 130", True),
        ("What is her email?", "joan (at) peel.org", False),
        ("What is the phone number for emergencies?", "112", False),
        ("What is the phone number of the office?", "the front desk", True),
        ("What is the website?", "the town hall", True),
        ("What does the e-mail say?", "nothing", False),
    ):
        assert is_no_address(question, text) is expected


def test_words_of_the_question_are_no_source(tmp_path: Path) -> None:
    for number, height in enumerate(("40 m", "45 m", "40 metres")):
        text = f"Notes on the tower\n\nThe tower of Ryd is {height} high and stands on the hill.\n"
        (tmp_path / f"{number}.txt").write_text(text)
    answer = qa.open([tmp_path]).ask("How high is the tower?")
    said = {answer.text, *(alternative.text for alternative in answer.alternatives)}
    assert answer.text.startswith("40") and len(answer.citations) == 2
    assert all(text[:2].isdigit() for text in said)


def test_a_question_for_what_is_not_takes_all() -> None:
    assert all(map(_ASKS_FOR_NOT.search, ("Who was banned?", "What is missing?", "Why was it ruled out?")))
    assert not any(
        map(_ASKS_FOR_NOT.search, ("When does the bank open?", "Where is the mission?", "Who rules?"))
    )


def test_what_a_sentence_denies_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "The crane of the yard was bought in 1998. It was never inspected in 2021.\n"
    )
    (tmp_path / "b.txt").write_text("The annual dinner is on 19 June in the old hall.\n")
    (tmp_path / "c.txt").write_text("Correction: the annual dinner is not on 12 June.\n")
    assistant = qa.open([tmp_path])
    dinner = assistant.ask("When is the annual dinner?")
    assert dinner.text.endswith("19 June") and {Path(c.path).name for c in dinner.citations} == {"b.txt"}
    assert not any("12" in alternative.text for alternative in dinner.alternatives)
    assert "2021" not in assistant.ask("When was the crane inspected?").text
    assert "12 June" in assistant.ask("When is the annual dinner not?").text
