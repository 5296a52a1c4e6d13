import json
from pathlib import Path

import pytest

from index import Place, QuestionFileError
from qa.answer import Answer, Citation, FoundPassage, Outcome
from qa.evaluate import Question, Result, figures, read_questions


def result(answers: list[str], text: str, outcome: Outcome, path: str = "/a.txt", quote: str = "") -> Result:
    quote = quote or text
    citation = Citation("A", path, 0, len(quote), quote, Place(1, 1), quote, 0)
    citations = (citation,) if text else ()
    passages = (
        FoundPassage(Citation("B", "/b.txt", 0, 1, "x", Place(1, 1), "x", 0), 1, 1, 1, 1, 0),
        FoundPassage(citation, 1, 1, 1, 1, 0),
    )
    answer = Answer("q", outcome, text, 0.9, citations, (), passages, {"total": 0.2})
    return Result(Question("q", answers, ["a.txt"] if answers else []), answer)


def test_figures_by_hand() -> None:
    measured = figures(
        [
            result(["Sam Altman"], "OpenAI CEO Sam Altman", Outcome.ANSWERED),  # right: F1 2/3, cited
            result(["2018"], "2018", Outcome.ANSWERED, path="/b.txt"),  # right, cited at a wrong source
            result(["2018"], "2019", Outcome.ANSWERED),  # wrong
            result(["2018"], "2018", Outcome.UNSURE),  # counts as silence
            result([], "", Outcome.NOT_IN_SOURCES),
            result([], "x", Outcome.ANSWERED),
        ]
    )
    assert measured["answered_and_right"] == pytest.approx(2 / 4)
    assert measured["answerable_exact_match"] == pytest.approx(1 / 4)
    assert measured["answerable_f1"] == pytest.approx((2 / 3 + 1) / 4)
    assert measured["f1"] == pytest.approx((2 / 3 + 1 + 1) / 6)
    assert measured["abstaining_recall"] == pytest.approx(1 / 2)
    assert measured["abstaining_precision"] == pytest.approx(1 / 2)
    assert measured["citation_accuracy"] == pytest.approx(1 / 3)
    assert (measured["recall_at_1"], measured["recall_at_3"]) == (0.0, pytest.approx(3 / 4))
    assert measured["seconds_median"] == 0.2


def test_questions_are_read(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(
        '\ufeff{"question": "Who?", "answers": ["A"], "sources": ["a.txt"]}\n\n{"question": "B?", "answers": []}\n'
    )
    assert read_questions(file) == [Question("Who?", ["A"], ["a.txt"]), Question("B?", [], [])]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: not JSON"),
        ("[" * 100_000, "line 2: not JSON"),
        ("[]", 'line 2: expected an object with a text "question"'),
        ('{"question": 5}', 'line 2: expected an object with a text "question"'),
        ('{"question": " ", "answers": []}', 'line 2: "question" is empty'),
        ('{"question": "Who?"}', 'line 2: expected a list "answers"'),
        ('{"question": "Who?", "answers": "A"}', 'line 2: expected a list "answers"'),
        ('{"question": "Who?", "answers": [1]}', 'line 2: "answers" holds something that is not text'),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(json.dumps({"question": "Who?", "answers": []}) + "\n" + line + "\n")
    with pytest.raises(QuestionFileError) as raised:
        read_questions(file)
    assert message in str(raised.value)


def test_a_file_that_is_missing_binary_or_empty_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="No such file"):
        read_questions(tmp_path / "none.jsonl")
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QuestionFileError, match="it is not UTF-8 text"):
        read_questions(tmp_path / "b.jsonl")
    (tmp_path / "e.jsonl").write_text("\n")
    with pytest.raises(QuestionFileError, match="holds no question"):
        read_questions(tmp_path / "e.jsonl")
