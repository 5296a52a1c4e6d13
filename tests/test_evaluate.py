import json
from dataclasses import replace
from pathlib import Path

import pytest

from index import Place, QuestionFileError
from qa.answer import Answer, Citation, FoundPassage, Outcome
from qa.compare import read_report
from qa.evaluate import Failure, Result
from qa.questions import Question
from qa.report import caution, figures, measure_names, promise, reliability, report, risk_coverage, seconds
from qa.report_page import page
from qa.right_places import Stretch


def result(
    answers: list[str],
    text: str,
    outcome: Outcome,
    path: str = "/a.txt",
    candidates: tuple[tuple[str, float], ...] | None = None,
    question: str = "q",
    sources: tuple[str, ...] = ("a.txt",),
    took: float = 0.2,
    made: bool = False,
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
    answer = Answer(question, outcome, text, confidence, citations, (), passages, {"total": took})
    asked = Question(question, answers, list(sources) if answers else [], made=made)
    return Result(asked, answer, candidates)


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
    # Every second passage is what was cited: it holds "Sam Altman" or "2018" three times, once of a wrong source.
    assert (measured["passage_recall_at_1"], measured["passage_recall_at_5"]) == (0.0, pytest.approx(2 / 4))
    assert measured["passage_reciprocal_rank"] == pytest.approx(2 / 8)
    assert (measured["source_recall_at_1"], measured["source_recall_at_3"]) == (0.0, pytest.approx(3 / 4))
    assert measured["source_reciprocal_rank"] == pytest.approx(3 / 8)
    # Five are in the bin of 0.9 or of 0.0 and 0.3: |0.9 - 2/4| * 4/6, |0.3 - 1| / 6, |0 - 0| / 6.
    assert measured["calibration_error"] == pytest.approx(0.4 * 4 / 6 + 0.7 / 6)


def test_an_interval_holds_its_value_and_counts_its_questions() -> None:
    for name, figure in figures(RESULTS * 5).items():
        assert figure.low <= figure.value <= figure.high, name
    assert figures(RESULTS)["abstaining_recall"].questions == 2
    sure = figures([RESULTS[4]] * 3)["abstaining_recall"]  # three of three: nobody knows that it is always so
    assert (sure.value, sure.high) == (1.0, 1.0) and sure.low == pytest.approx(0.438, abs=1e-3)
    assert not {"passage_recall_at_1", "source_recall_at_1"} & figures(RESULTS[4:]).keys()


def test_every_measure_is_known_by_name_before_a_question_is_asked() -> None:
    placed = replace(RESULTS[0], asked=replace(RESULTS[0].asked, passages=("p",)))
    assert set(figures([*RESULTS, placed])) == set(measure_names())


def test_passage_recall_asks_for_the_words_and_not_only_for_the_file() -> None:
    """With one file every passage is of the right source; without `sources` recall was not measured at all."""
    for sources in (("a.txt", "b.txt"), ()):
        asked = result(["2018"], "the 2018", Outcome.ANSWERED, sources=sources)
        assert asked.passage_rank == 2
        assert asked.measures["passage_recall_at_1"] == 0.0 and asked.measures["passage_recall_at_5"] == 1.0
        assert asked.measures["source_recall_at_1"] == (1.0 if sources else None)
        lost = result(["2018"], "2019", Outcome.ANSWERED, sources=sources)
        assert lost.passage_rank == 0 and lost.measures["passage_reciprocal_rank"] == 0.0
    assert result(["2018"], "2018", Outcome.ANSWERED, path="/c.txt").passage_rank == 0
    assert result(["The"], "1", Outcome.ANSWERED).passage_rank == 0  # "the" is nothing once it is normalised


def test_a_passage_that_is_named_is_the_one_to_retrieve() -> None:
    asked = result(["two"], "two", Outcome.ANSWERED)
    assert asked.passage_rank == 2
    assert replace(asked, stretches=(Stretch("/a.txt", 0, 3),)).passage_rank == 2
    elsewhere = replace(asked, stretches=(Stretch("/a.txt", 90, 99),))
    assert elsewhere.passage_rank == 0
    silent = replace(
        elsewhere, candidates=(("three", 0.9),), answer=replace(elsewhere.answer, outcome=Outcome.UNSURE)
    )
    assert silent.failure is Failure.NOT_RETRIEVED


def test_a_source_may_be_the_end_of_a_path() -> None:
    for source, right in (
        ("2024/summary.txt", True), ("summary.txt", True), ("./2024/summary.txt", True), ("/r/2024/summary.txt", True),
        ("2023/summary.txt", False), ("4/summary.txt", False), ("/2024/summary.txt", False), ("", False),
    ):  # fmt: skip
        asked = result(["x"], "x", Outcome.ANSWERED, path="/r/2024/summary.txt", sources=(source,))
        assert asked.measures["citation_of_right_source"] == float(right), source


def test_an_answer_of_signs_alone_is_wrong_where_none_is_accepted() -> None:
    wrong = result([], "A", Outcome.ANSWERED)  # "a" is nothing once it is normalised
    assert not wrong.best_is_right and not wrong.right and wrong.failure is Failure.ANSWERED
    assert (wrong.measures["exact_match"], wrong.measures["f1"]) == (0.0, 0.0)
    silent = result([], "A", Outcome.NOT_IN_SOURCES)
    assert (silent.measures["exact_match"], silent.measures["f1"]) == (1.0, 1.0)


def test_times_have_intervals() -> None:
    times = seconds([result(["a"], "a", Outcome.ANSWERED, took=number / 100) for number in range(101)])
    assert (times["median"], times["p95"]) == (pytest.approx(0.5), pytest.approx(0.95))
    for name in ("median", "p95"):
        low, high = times["intervals"][name]
        assert low < times[name] < high and high - low < 0.3, name
    one = seconds([RESULTS[0]])
    assert one["intervals"] == {"median": [0.2, 0.2], "p95": [0.2, 0.2]}


def test_questions_that_no_person_corrected_are_counted() -> None:
    measured = report([result(["a"], "a", Outcome.ANSWERED, made=True), *RESULTS])
    assert measured["made_by_rule"] == 1 and measured["results"][0]["made_by_rule"]
    assert (
        caution(measured).startswith("1 of 7 questions were made by rule") and caution(report(RESULTS)) == ""
    )
    assert caution(measured) in page(measured, "", "")


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


def test_the_page_has_no_control_or_direction_characters() -> None:
    sly = "a\u202e\u0007b\ud83d\u2066 c\td"
    measured = report([result([sly], sly, Outcome.ANSWERED, question=sly)], [f"a note on {sly}"])
    text = page(measured, promise(measured), f"Answers to {sly}.jsonl")
    assert text.count("ab c d") == 6  # twice in the title, in the note, and as question, accepted and answer
    assert not any(character in text for character in "\u202e\u0007\ud83d\u2066\t")


def test_the_page_has_every_table_and_note() -> None:
    measured = report(RESULTS, ["no document is <b>named</b> so"])
    text = page(measured, "", "")
    for heading in ("Reliability", "Risk by coverage", "Where questions failed", "Figures", "Questions"):
        assert f"<h2>{heading}</h2>" in text
    assert "no document is &lt;b&gt;named" in text and "<h2>Change since" not in text
    # 0.9 four times, twice right; the surest tenth is one question.
    row = '<tr><td>0.9 to 1.0</td><td class="number">4</td><td class="number">0.900</td><td class="number">0.500</td>'
    assert row in text
    assert (
        '<tr><td>the surest 10%</td><td class="number">0.000</td><td class="number">0.900</td></tr>' in text
    )
    assert "<td>seconds a question, p95</td>" in text and "p95 0" not in text


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"results": [{}]}', '{"results": [1]}'])
def test_what_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(text)
    with pytest.raises(QuestionFileError, match="is not a report"):
        read_report(file)
