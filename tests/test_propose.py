import json

import pytest

from index import Document
from qa.propose import propose, questions_of


def document(path: str, *sentences: str) -> Document:
    text = "\n".join(sentences)
    blocks, start = [], 0
    for sentence in sentences:
        blocks.append((start, start + len(sentence)))
        start += len(sentence) + 1
    return Document(path, "", text, "", blocks=tuple(blocks))


@pytest.mark.parametrize(
    ("sentence", "proposed"),
    [
        ("William Arrol built both bridges of steel.", ("Who built both bridges of steel?", "William Arrol")),
        (
            "The Forth Bridge was opened in March 1890 by a prince.",
            ("The Forth Bridge was opened in which year or on which date by a prince?", "March 1890"),
        ),
        ("It rests on three towers of steel.", ("It rests on how many towers of steel?", "three")),
        (
            "He was born in Houston, Texas, and built.", ("He was born in which place, and built?", "Houston, Texas"),
        ),
        ("Ada Lovelace was born in London.", ("Who was born in London?", "Ada Lovelace")),
        ("Acme Works was founded by Ann Lee.", ("What was founded by Ann Lee?", "Acme Works")),
        ("Forth Bridge was first opened by a prince.", ("What was first opened by a prince?", "Forth Bridge")),
        ("Tower Bridge had been officially built.", ("What had been officially built?", "Tower Bridge")),
        ("The Forth Bridge has three towers.", ("How many towers does the Forth Bridge have?", "three")),
        ("The town planted 40 trees in spring.", ("How many trees did the town plant in spring?", "40")),
        ("Ann Lee was foundering at sea.", ("Who was foundering at sea?", "Ann Lee")),
    ],
)  # fmt: skip
def test_questions_by_rule(sentence: str, proposed: tuple[str, str]) -> None:
    assert proposed in list(questions_of(sentence))


def test_a_question_that_two_sentences_make_has_both_answers() -> None:
    ann, bob = "Ann Lee joined the board of the bank.", "Bob Ray joined the board of the bank."
    documents = [document("/x/a.txt", ann), document("/x/b.txt", bob, bob)]
    expected = {
        "question": "Who joined the board of the bank?",
        "answers": ["Ann Lee", "Bob Ray"],
        "sources": ["a.txt", "b.txt"],
        "passage": [ann, bob],
    }
    for count in (1, 50):  # the other answer is right also where only one is drawn
        [line] = [proposed.to_json() for proposed in propose(documents, count)]
        assert line.pop("made").startswith("proposed by rule") and line == expected
    [same] = propose([documents[1]], 50)
    assert same.to_json()["passage"] == bob and same.answer == "Bob Ray"


def test_a_source_names_one_document_only() -> None:
    paths = ["/r/2023/summary.txt", "/r/2024/summary.txt", "/r/2024/other.txt"]
    documents = [
        document(path, f"Ann Lee{number} joined the board of bank {number}.")
        for number, path in enumerate(paths)
    ]
    sources = sorted(source for proposed in propose(documents, 50) for source in proposed.sources)
    assert sources == ["2023/summary.txt", "2024/summary.txt", "other.txt"]


def test_as_many_different_questions_are_proposed_as_there_are() -> None:
    lines = [f"Ann Lee joined board {number} of the bank." for number in range(5)]
    proposed = propose([document("/a.txt", *lines, *lines)], 5)
    assert len({item.question for item in proposed}) == 5 == len(proposed)
    assert json.dumps(
        [item.to_json() for item in propose([document("/a.txt", *lines, *lines)], 5)]
    ) == json.dumps([item.to_json() for item in proposed])


@pytest.mark.parametrize(
    "sentence",
    [
        "The lease runs for twenty-four months.",
        "The battery lives for three to five years in the cold.",
        "It weighs 12.5 tonnes when it is full of water.",
    ],
)
def test_a_part_of_a_number_is_no_count(sentence: str) -> None:
    assert list(questions_of(sentence)) == []
