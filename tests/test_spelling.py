"""Misspelt words are put right, and all others left alone."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.question import QUESTION_CHARACTERS
from qa.spelling import corrected, load_dictionary

TEXTS = [
    "Castellan",
    "The Castellan insures Matić's workshop against overdrafts; Tveit, who led the trial in Lindholm, was checkmated.",
    "Symbolic interactions were described as Brutalism by the glaciologist Antisana.",
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how mnay poeple did the trail in Lindolm have", "how many people did the trail in Lindholm have"),
        ("Wich company insres Castelan?", "Which company insures Castellan?"),
        (
            "who payed for castellan's seperate accomodation",
            "who payed for castellan's separate accommodation",
        ),
        ("whta was the goverment's arguement", "what was the government's argument"),
        ("What did the glaceologst say?", "What did the glaciologist say?"),  # two errors in a long word
    ],
)
def test_misspelt_words_are_put_right(typed: str, meant: str) -> None:
    assert corrected(typed, TEXTS) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Who couldn't insure the Castellan, and why wasn't Tveit's trial held?",
        "what is an overdraft",  # another form of a word of the texts
        "Which Brutalist built it, and what is interactionism?",
        "How can I unpair a computer?",  # a rare word, one letter from "unfair"
        "Who is Castellano?",
        "Where is Lindhelm's file trail.mdd, version 2b, of user@exampel.org?",
        'Who said "goverment" in the trial?',
        "Was ist die Entschädigung für Überziehungen wert?",
        "¿Quién aseguró el castillo contra los descubiertos?",
        "城は誰のものですか",
        "NASSA IBMM",
        "",
        "?!",
    ],
)
def test_other_words_are_left_alone(question: str) -> None:
    assert corrected(question, ["The overdraft of Symbolic interactions, Brutalism, Castellan."]) == question


def test_contractions_get_their_apostrophe() -> None:
    assert (
        corrected("Why dont the lamps work, and isnt it odd?", [])
        == "Why don't the lamps work, and isn't it odd?"
    )
    for question in (
        "What is dont?",
        "When did Jony Ive leave?",
        "Who is Arent?",
        "Was macht die Firma im Winter?",
    ):
        assert corrected(question, ["A dont is a thing."]) == question


def test_a_name_is_put_right_by_the_texts_only() -> None:
    assert corrected("Where was Lisboa mentioned by Helsinkki?", ["Helsinki"]) == (
        "Where was Lisboa mentioned by Helsinki?"
    )
    assert corrected("Where did Grok meet Colman?", []) == "Where did Grok meet Colman?"
    assert corrected("Where did Marta meet Tvert?", ["Marya Tveit"]) == "Where did Marta meet Tvert?"
    assert corrected("Where did Mraya meet Tviet?", ["Marya Tveit"]) == "Where did Marya meet Tveit?"
    assert corrected("Where is Lindhokm?", ["Lindholm"]) == "Where is Lindholm?"


def test_the_texts_come_before_the_dictionary() -> None:
    assert corrected("who paid the webers for the roofs of the cuorts", ["the Weebers", "coarts"]) == (
        "who paid the webers for the roofs of the courts"
    )
    assert corrected("who sold the beell", []) == "who sold the bell"
    assert corrected("who sold the brell", ["the bruell"]) == "who sold the bruell"


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_nothing_but_letters_of_words_is_changed(question: str, texts: list[str]) -> None:
    def without_letters(text: str) -> list[str]:
        return [part for part in re.split(r"[^\W\d_]+", text) if part]

    assert without_letters(corrected(question, texts)) == without_letters(question)


@settings(max_examples=30)
@given(st.lists(st.sampled_from(sorted(load_dictionary().words)), min_size=1, max_size=8))
def test_words_of_the_dictionary_stay(words: list[str]) -> None:
    assert corrected(" ".join(words), []) == " ".join(words)


def test_a_long_question_takes_no_more_than_its_length() -> None:
    texts = [
        " ".join(f"wo{chr(97 + i % 26)}rd{chr(97 + i // 26 % 26)}t" for i in range(n)) for n in (400, 676)
    ]

    def seconds(length: int) -> float:
        question = "wxoardt " * (length // 8)
        clock = time.process_time()
        corrected(question, texts)
        return time.process_time() - clock

    seconds(80)
    short, whole = (
        min(seconds(length) for _ in range(3)) for length in (QUESTION_CHARACTERS // 2, QUESTION_CHARACTERS)
    )
    assert whole < 4 * short
