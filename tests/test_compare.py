from typing import Any

import numpy as np
import pytest

from index import QuestionFileError
from qa.answer import Outcome
from qa.compare import changes, compared, refuse_unrelated, since
from qa.report import CALIBRATION_ERROR, calibration_error, report
from qa.report_page import page
from tests.test_evaluate import RESULTS, result


def answers(
    right: int, wrong: int, silent: int = 0, sure: float = 0.9, took: float = 0.2, mark: str = "q"
) -> dict[str, Any]:
    outcomes = [("a", Outcome.ANSWERED)] * right + [("b", Outcome.ANSWERED)] * wrong
    outcomes += [("", Outcome.NOT_IN_SOURCES)] * silent
    return report(
        [
            result(
                ["a"], text, outcome,
                candidates=((text, sure),) if text else (), question=f"{mark}{number}", took=took + number / 1000,
            )
            for number, (text, outcome) in enumerate(outcomes)
        ]
    )  # fmt: skip


def test_a_fall_is_one_that_chance_does_not_explain() -> None:
    good, bad = answers(30, 0), answers(15, 15)
    assert changes(bad, good)["f1"].value == pytest.approx(-0.5)
    assert changes(bad, good)["f1"].worse and not changes(good, bad)["f1"].worse
    assert not changes(answers(29, 1), good)["f1"].worse
    assert not changes(answers(0, 1), answers(1, 0))["f1"].worse  # one question proves nothing
    assert changes(answers(0, 5), answers(5, 0))["f1"].worse
    ten_points = changes(answers(45, 5), answers(50, 0))["f1"]
    assert ten_points.high < 0 and ten_points.worse
    with pytest.raises(QuestionFileError, match="no question in common"):
        changes(report(RESULTS), good)


def test_a_measure_of_those_answered_falls_by_those_newly_answered_wrongly() -> None:
    change = changes(answers(10, 20), answers(10, 0, silent=20))["right_when_answered"]
    assert change.value == pytest.approx(1 / 3 - 1) and change.worse
    assert change.low <= change.value <= change.high


def test_a_calibration_error_is_worse_where_it_rises() -> None:
    good, bad = answers(27, 3), answers(27, 3, sure=0.45)  # 0.9 is right, 0.45 is wrong by as much
    change = changes(bad, good)[CALIBRATION_ERROR]
    assert change.value == pytest.approx(0.45) and change.worse
    assert change.low <= change.value <= change.high
    better = changes(good, bad)[CALIBRATION_ERROR]
    assert better.value == pytest.approx(-0.45) and not better.worse
    same = changes(good, good)[CALIBRATION_ERROR]
    assert (same.value, same.low, same.high, same.worse) == (0.0, 0.0, 0.0, False)


def test_the_change_of_the_calibration_error_is_that_of_the_reports() -> None:
    generator = np.random.default_rng(2)
    both = []
    for _ in range(2):
        confidence, right = generator.random(40), generator.random(40) < 0.6
        results = [
            result(["a"], "a" if good else "b", Outcome.ANSWERED, candidates=(("a" if good else "b", float(sure)),),
                   question=f"q{number}")
            for number, (sure, good) in enumerate(zip(confidence, right, strict=True))
        ]  # fmt: skip
        both.append(report(results))
        assert both[-1]["figures"][CALIBRATION_ERROR] == pytest.approx(calibration_error(confidence, right))
    now, before = (measured["figures"][CALIBRATION_ERROR] for measured in both)
    assert changes(*both)[CALIBRATION_ERROR].value == pytest.approx(now - before)


def test_a_median_time_is_compared_and_is_never_a_failure() -> None:
    slower = since(answers(20, 0, took=2.0), answers(20, 0, took=1.0))["median_seconds"]
    assert slower["value"] == pytest.approx(1.0) and not slower["worse"]
    assert 0.9 < slower["low"] <= slower["value"] <= slower["high"] < 1.1


def test_it_is_said_which_questions_were_not_compared() -> None:
    now, before = answers(3, 0), answers(5, 0)
    now["results"][0]["answers"] = ["a", "b"]
    changed = since(now, before)
    counts = ("questions", "not_asked_now", "not_asked_then", "other_answers_accepted")
    assert [changed[name] for name in counts] == [3, 2, 0, 1]
    assert (
        compared(changed)
        == "3 questions of both (2 of the baseline not asked now, other answers accepted for 1)"
    )
    assert compared(since(before, before)) == "5 questions of both"


def test_a_question_asked_twice_is_paired_with_itself() -> None:
    def twice(*texts: str) -> dict[str, Any]:
        return report([result(["a"], text, Outcome.ANSWERED, question="q") for text in texts * 20])

    same = since(twice("a", "b"), twice("a", "b"))
    assert same["questions"] == 40 and same["now_failed"] == same["now_right"] == []
    assert not any(change["worse"] or change["value"] for change in same["changes"].values())
    assert since(twice("b", "b"), twice("a", "b"))["changes"]["f1"]["worse"]
    assert (
        since(twice("a", "b", "b"), twice("a", "b"))["questions"] == 40
    )  # what was not asked then has no pair


def test_the_differences_stand_in_the_report_and_on_its_page() -> None:
    measured = answers(29, 1)
    measured["since_baseline"] = since(measured, answers(30, 0, mark="q"))
    assert measured["since_baseline"]["questions"] == 30
    assert measured["since_baseline"]["now_failed"] == [{"question": "q29", "failure": "not retrieved"}]
    assert measured["since_baseline"]["now_right"] == []
    text = page(measured, "", "")
    assert "Change since the baseline, on 30 questions of both" in text
    assert "<li>q29 (not retrieved)</li>" in text and "Failed, now right" not in text
    assert (
        '<td>f1</td><td class="number">-0.033</td>' in text and "<td>seconds a question, median</td>" in text
    )


def test_a_report_on_other_questions_is_refused_before_any_is_asked() -> None:
    refuse_unrelated(answers(2, 0), ["q1", "other"])
    with pytest.raises(QuestionFileError, match="no question in common"):
        refuse_unrelated(answers(2, 0), ["other"])
