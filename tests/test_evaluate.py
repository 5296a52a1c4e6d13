import json
from pathlib import Path
from typing import Any

import pytest

from index import Place, QuestionFileError
from qa.answer import Answer, Citation, FoundPassage, Outcome
from qa.compare import changes, read_report
from qa.evaluate import Failure, Result
from qa.propose import questions_of
from qa.questions import Question, read_questions
from qa.report import figures, promise, reliability, report, risk_coverage
from qa.report_page import page


def result(
    answers: list[str],
    text: str,
    outcome: Outcome,
    path: str = "/a.txt",
    candidates: tuple[tuple[str, float], ...] | None = None,
    question: str = "q",
) -> Result:
    quote = text or "x"
    citation = Citation("A", path, 0, len(quote), quote, Place(1, 1), quote, 0)
    citations = (citation,) if text else ()
    passages = (
        FoundPassage(Citation("B", "/b.txt", 0, 1, "x", Place(1, 1), "x", 0), 1, 1, 1, 1, 0),
        FoundPassage(citation, 1, 1, 1, 1, 0),
    )
    if candidates is None:
        candidates = ((text, 0.9),) if text else ()
    confidence = candidates[0][1] if candidates else 0.0
    answer = Answer(question, outcome, text, confidence, citations, (), passages, {"total": 0.2})
    return Result(Question(question, answers, ["a.txt"] if answers else []), answer, candidates)


RESULTS = [
    # Right: F1 2/3, cited.
    result(["Sam Altman"], "OpenAI CEO Sam Altman", Outcome.ANSWERED, question="Who?"),
    # Right, cited at a wrong source.
    result(["2018"], "2018", Outcome.ANSWERED, path="/b.txt", question="When did he go?"),
    # Wrong.
    result(["2018"], "2019", Outcome.ANSWERED, question="When did he come?"),
    # Right, and counts as silence.
    result(["2018"], "2018", Outcome.UNSURE, candidates=(("2018", 0.3),), question="When?"),
    result([], "", Outcome.NOT_IN_SOURCES, question="Why?"),
    result([], "x", Outcome.ANSWERED, question="Where?"),
]


def test_figures_by_hand() -> None:
    measured = {name: figure.value for name, figure in figures(RESULTS).items()}
    assert measured["answered_and_right"] == pytest.approx(2 / 4)
    assert measured["answered_of_answerable"] == pytest.approx(3 / 4)
    assert measured["right_when_answered"] == pytest.approx(2 / 4)
    assert measured["answerable_exact_match"] == pytest.approx(1 / 4)
    assert measured["answerable_f1"] == pytest.approx((2 / 3 + 1) / 4)
    assert measured["f1"] == pytest.approx((2 / 3 + 1 + 1) / 6)
    assert measured["abstaining_recall"] == pytest.approx(1 / 2)
    assert measured["abstaining_precision"] == pytest.approx(1 / 2)
    assert measured["citation_accuracy"] == pytest.approx(1 / 3)
    assert measured["citation_of_right_source"] == pytest.approx(2 / 3)
    assert measured["citation_f1"] == pytest.approx((2 / 3 + 1) / 3)
    assert (measured["recall_at_1"], measured["recall_at_3"]) == (0.0, pytest.approx(3 / 4))
    assert measured["reciprocal_rank"] == pytest.approx(3 / 8)
    # Five are in the bin of 0.9 or of 0.0 and 0.3: |0.9 - 2/4| * 4/6, |0.3 - 1| / 6, |0 - 0| / 6.
    assert measured["calibration_error"] == pytest.approx(0.4 * 4 / 6 + 0.7 / 6)


def test_an_interval_holds_its_value_and_counts_its_questions() -> None:
    for name, figure in figures(RESULTS * 5).items():
        assert figure.low <= figure.value <= figure.high, name
    assert figures(RESULTS)["abstaining_recall"].questions == 2
    sure = figures([RESULTS[4]] * 3)["abstaining_recall"]  # three of three: nobody knows that it is always so
    assert (sure.value, sure.high) == (1.0, 1.0) and sure.low == pytest.approx(0.438, abs=1e-3)
    assert "recall_at_1" not in figures(RESULTS[4:])


@pytest.mark.parametrize(
    ("failed", "where"),
    [
        (RESULTS[0], None),
        (RESULTS[4], None),
        (RESULTS[3], Failure.SILENT),
        (RESULTS[5], Failure.ANSWERED),
        (result(["a b"], "c", Outcome.ANSWERED, candidates=(("c", 0.9), ("a b", 0.8))), Failure.RANKED_BELOW),
        (result(["x"], "", Outcome.NOT_IN_SOURCES, candidates=(("c", 0.1),)), Failure.NOT_READ),
        (result(["y"], "", Outcome.NOT_IN_SOURCES), Failure.NOT_RETRIEVED),
    ],
)
def test_where_a_question_failed(failed: Result, where: Failure | None) -> None:
    assert failed.failure == where


def test_risk_grows_with_coverage() -> None:
    results = [
        result(
            ["a"],
            "a" if number < 5 else "b",
            Outcome.ANSWERED,
            candidates=(("a" if number < 5 else "b", 0.95 - number / 10),),
        )
        for number in range(10)
    ]
    points = risk_coverage(results)
    assert [(p["coverage"], p["risk"]) for p in points[::3]] == [
        (0.1, 0.0), (0.4, 0.0), (0.7, pytest.approx(2 / 7)), (1.0, 0.5)
    ]  # fmt: skip
    assert points[-1]["confidence"] == pytest.approx(0.05)
    assert reliability(results)[0] == {
        "from": 0.0, "to": 0.1, "questions": 1, "confidence": pytest.approx(0.05), "right": 0.0
    }  # fmt: skip


def test_a_report_is_a_sentence_a_file_and_a_page(tmp_path: Path) -> None:
    measured = report(RESULTS)
    assert promise(measured) == (
        "When it answers, it is right in 50 % of cases; it answers 75 % of the questions that the documents can "
        "answer; it stays silent on 50 % of those that they cannot."
    )
    assert measured["failures"]["silent"] == 1 and sum(measured["failures"].values()) == 3
    file = tmp_path / "report.json"
    file.write_text(json.dumps(measured))
    assert read_report(file) == measured
    hostile = report([result(["<b>a</b>"], "<script>x</script>", Outcome.ANSWERED, question="<img src=x>")])
    text = page(hostile, promise(hostile), "Answers to <i>q</i>.jsonl")
    assert "<script" not in text and "<img" not in text and "<i>" not in text and "&lt;script&gt;" in text
    assert "http" not in text.replace("http-equiv", "")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"results": [{}]}', '{"results": [1]}'])
def test_what_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(text)
    with pytest.raises(QuestionFileError, match="is not a report"):
        read_report(file)


def answers(right: int, wrong: int, silent: int = 0) -> dict[str, Any]:
    outcomes = [("a", Outcome.ANSWERED)] * right + [("b", Outcome.ANSWERED)] * wrong
    outcomes += [("", Outcome.NOT_IN_SOURCES)] * silent
    return report(
        [
            result(["a"], text, outcome, question=f"q{number}")
            for number, (text, outcome) in enumerate(outcomes)
        ]
    )


def test_a_fall_is_one_that_chance_does_not_explain() -> None:
    good, bad = answers(30, 0), answers(15, 15)
    assert changes(bad, good)["f1"].value == pytest.approx(-0.5)
    assert changes(bad, good)["f1"].is_fall and not changes(good, bad)["f1"].is_fall
    assert not changes(answers(29, 1), good)["f1"].is_fall
    assert not changes(answers(0, 1), answers(1, 0))["f1"].is_fall  # one question proves nothing
    with pytest.raises(QuestionFileError, match="no question in common"):
        changes(report(RESULTS), good)


def test_a_measure_of_those_answered_falls_by_those_newly_answered_wrongly() -> None:
    change = changes(answers(10, 20), answers(10, 0, silent=20))["right_when_answered"]
    assert change.value == pytest.approx(1 / 3 - 1) and change.is_fall
    assert change.low <= change.value <= change.high


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
    ],
)  # fmt: skip
def test_questions_by_rule(sentence: str, proposed: tuple[str, str]) -> None:
    assert proposed in list(questions_of(sentence))


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
