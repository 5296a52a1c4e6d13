import json
from dataclasses import replace
from pathlib import Path

import pytest

from index import Document, Place, QuestionFileError
from qa.answer import Citation, Outcome
from qa.names import file_names
from qa.questions import Question, read_questions
from qa.report import unmatched_passages
from qa.right_places import Stretch, find_stretches, is_named, unmatched_sources
from tests.test_evaluate import result

TEXT = (
    "It rained. The bridge opened in\n1890. A prince came. Nobody paid. The tower opened in 1890. It stands."
)


def cited(quote: str, start: int, context: str) -> Citation:
    """A quote of the document, with the sentences round it."""
    assert TEXT[start:].startswith(quote)
    return Citation(
        "A", "/x/a.txt", start, start + len(quote), quote, Place(1, 1), context, TEXT.index(context)
    )


def test_annotations_are_read_beside_the_questions(tmp_path: Path) -> None:
    lines = [
        {"question": "Who?", "answers": ["Ann"], "passage": "Ann did.", "made": "proposed by rule"},
        {"question": "Wrong?", "answers": [], "to_correct": True, "passage": "left out"},
        {"question": "When?", "answers": ["1"], "sources": ["a.txt"], "passage": ["In 1.", " ", "At 1."]},
        {"question": "Why?", "answers": []},
    ]
    file = tmp_path / "q.jsonl"
    file.write_text("\ufeff" + "\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert read_questions(file) == [
        Question("Who?", ["Ann"], [], ("Ann did.",), made=True),
        Question("When?", ["1"], ["a.txt"], ("In 1.", "At 1.")),
        Question("Why?", [], []),
    ]


@pytest.mark.parametrize("passage", [5, [5], {"a": 1}, False])
def test_a_passage_that_is_no_text_is_named(tmp_path: Path, passage: object) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(json.dumps({"question": "Who?", "answers": ["Ann"], "passage": passage}))
    with pytest.raises(QuestionFileError, match=r'line 1: "passage" is .*: give words of the document'):
        read_questions(file)


def test_passages_are_found_where_they_stand_whatever_their_white_space() -> None:
    documents = [
        Document("/x/a.txt", "", TEXT, ""),
        Document("/y/b.txt", "", "The bridge opened in 1890.", ""),
    ]
    asked = Question("When?", ["1890"], [], ("The bridge  opened in 1890.",))
    named = replace(asked, sources=["x/a.txt"])
    start = TEXT.index("The bridge")
    here = Stretch("/x/a.txt", start, start + 26)
    assert find_stretches([asked, named, Question("?", [], [])], documents) == [
        (here, Stretch("/y/b.txt", 0, 26)),
        (here,),
        (),
    ]
    assert find_stretches([replace(asked, passages=("opened in (1890",))], documents) == [()]


@pytest.mark.parametrize(
    ("citation", "right"),
    [
        (cited("1890", TEXT.index("1890"), "The bridge opened in\n1890."), 1.0),
        (cited("prince", TEXT.index("prince"), TEXT[11:52]), 1.0),  # the sentence before it is the passage
        (cited("1890", TEXT.rindex("1890"), TEXT[53:]), 0.0),  # the same words elsewhere
        (cited("1890", TEXT.rindex("1890"), "The tower opened in 1890."), 0.0),
    ],
)
def test_a_citation_is_of_the_right_place(citation: Citation, right: float) -> None:
    asked = Question("When?", ["1890"], ["a.txt"], ("The bridge opened in 1890.",))
    answered = result(["1890"], "1890", Outcome.ANSWERED)
    stretches = tuple(find_stretches([asked], [Document("/x/a.txt", "", TEXT, "")])[0])
    answer = replace(answered.answer, citations=(citation,))
    placed = replace(answered, asked=asked, answer=answer, stretches=stretches)
    assert placed.measures["citation_place_accuracy"] == right
    assert replace(placed, asked=replace(asked, passages=())).measures["citation_place_accuracy"] is None
    silent = replace(answer, outcome=Outcome.UNSURE)
    assert replace(placed, answer=silent).measures["citation_place_accuracy"] is None
    lost = replace(placed, stretches=())
    assert lost.measures["citation_place_accuracy"] == 0.0
    [note] = unmatched_passages([placed, lost])
    assert "'When?'" in note


def test_names_are_compared_as_they_are_read() -> None:
    assert is_named("/x/Mu\u0308ller.txt", ["M\u00fcller.txt"]) and is_named(
        "/x/M\u00fcller.txt", ["Mu\u0308ller.txt"]
    )
    assert unmatched_sources([Question("Who?", ["Ada"], ["M\u00fcller.txt"])], ["/x/Mu\u0308ller.txt"]) == []


def test_a_source_that_names_no_document_is_told() -> None:
    questions = [
        Question("Who?", ["A"], ["2024/summary.txt", "2024/sumary.txt"]),
        Question("When?", [], ["2023/summary.txt", "summary.txt"]),
    ]
    notes = unmatched_sources(questions, ["/r/2024/summary.txt", "/r/2022/summary.txt"])
    assert len(notes) == 2
    assert "'2024/sumary.txt'" in notes[0] and "'Who?'" in notes[0]
    assert "'2023/summary.txt'" in notes[1] and "'When?'" in notes[1]


def test_names_are_as_short_as_they_can_be() -> None:
    assert file_names(["/a.txt", "/x/a.txt", "/x/y/a.txt", "/x/b.txt"]) == {
        "/a.txt": "/a.txt",
        "/x/a.txt": "x/a.txt",
        "/x/y/a.txt": "y/a.txt",
        "/x/b.txt": "b.txt",
    }
