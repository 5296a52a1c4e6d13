import numpy as np
import pytest

from training.compare import summary
from training.errors import kind_of, page
from training.figures import (
    Scored,
    best_threshold,
    difference,
    figures,
    interval,
    question_type,
    risk_coverage,
)


def scored(question: str, accepted: list[str], text: str, margin: float, exact: float, f1: float) -> Scored:
    return Scored(question, question, accepted, text, margin, exact, f1)


MIXED = [
    scored("Who built it?", ["William Arrol"], "William Arrol", 5.0, 1, 1),
    scored("When?", ["1890"], "1890", -1.0, 1, 1),
    scored("How many spans?", ["two"], "two spans", 2.0, 0, 0.5),
    scored("Who painted it?", [], "William Arrol", 1.0, 0, 0),
    scored("Why is it pink?", [], "steel", -3.0, 0, 0),
]


def test_figures_of_a_set_with_unanswerable_questions_by_hand() -> None:
    found = figures(MIXED, threshold=1.5)
    assert (found["questions"], found["threshold"]) == (5, 1.5)
    # Given: the first (1) and the third (0.5); silent rightly: the last two.
    assert found["f1"] == pytest.approx(100 * 3.5 / 5)
    assert found["exact_match"] == pytest.approx(100 * 3 / 5)
    assert found["has_answer_f1"] == pytest.approx(50.0)
    assert found["no_answer_f1"] == 100.0
    assert found["f1_at_margin_0"] == pytest.approx(100 * 2.5 / 5)
    # All but the last given: 1 + 1 + 0.5 + 0 + 1; or the two surest: 1 + 0.5 + 2. Both make 3.5.
    assert found["best_f1"] == pytest.approx(70.0)
    assert found["auroc"] == pytest.approx(5 / 6, abs=1e-4)  # of six pairs one is upside down
    assert found["by_type"]["who"] == {"questions": 2, "f1": 100.0}
    assert found["by_type"]["how many"] == {"questions": 1, "f1": 50.0}
    low, high = found["f1_interval"]
    assert 0 <= low < found["f1"] < high <= 100


def test_figures_of_a_set_with_answers_only() -> None:
    found = figures(MIXED[:3], threshold=100.0)  # which has no part in it
    assert (found["exact_match"], found["f1"]) == (66.67, 83.33)
    assert "auroc" not in found


def test_readers_are_compared_by_a_line_for_each_kind_of_question() -> None:
    assert summary(MIXED) == "83.3 / 70.0 / 0.833"
    assert summary(MIXED[:3]) == "83.3"


def test_the_best_threshold_may_be_to_say_nothing() -> None:
    margins, answerable = np.array([3.0, 2.0]), np.array([False, False])
    assert best_threshold(margins, np.zeros(2), answerable) == (100.0, 3.0)


def test_risk_grows_with_coverage_where_the_margin_is_right() -> None:
    margins = np.arange(10.0)[::-1]
    risks = risk_coverage(margins, np.array([1.0] * 5 + [0.0] * 5))
    assert (risks["10"], risks["50"], risks["100"]) == (0.0, 0.0, 50.0)


def test_the_interval_of_equal_values_has_no_width() -> None:
    assert interval(np.ones(20)) == [100.0, 100.0]


def test_reports_are_compared_question_by_question() -> None:
    found = difference({"a": 1.0, "b": 0.5, "new": 1.0}, {"a": 0.0, "b": 0.5, "old": 0.0})
    assert (found["questions"], found["change"]) == (2, 50.0)
    with pytest.raises(ValueError, match="no question in common"):
        difference({"a": 1.0}, {"b": 1.0})


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who built the bridge?", "who"),
        ("In what year did it open?", "when"),
        ("How many trains cross it?", "how many"),
        ("How was it painted?", "how"),
        ("Why did it fall?", "why"),
        ("Which river does it cross?", "which"),
        ("In which city does it end?", "where"),
        ("bridge builder", "other"),
        ("Who was king when the bridge opened?", "who"),
        ("What happened when it fell?", "what"),
    ],
)
def test_question_types(question: str, kind: str) -> None:
    assert question_type(question) == kind


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        (MIXED[0], None),
        (MIXED[1], "silent"),
        (MIXED[2], "too long"),
        (MIXED[3], "answered where there is no answer"),
        (MIXED[4], None),
        (scored("q", ["William Arrol"], "Arrol", 1.0, 0, 2 / 3), "too short"),
        (scored("q", ["William Arrol"], "Arrol built", 1.0, 0, 0.5), "overlapping"),
        (scored("q", ["William Arrol"], "steel", 1.0, 0, 0), "other words of the paragraph"),
    ],
)
def test_kinds_of_errors(item: Scored, kind: str | None) -> None:
    assert kind_of(item) == kind


def test_the_page_counts_every_error_and_escapes_the_table() -> None:
    text = page([*MIXED, scored("a | b?", ["x"], "y\nz", 9.0, 0, 0)], "bridges")
    assert text.startswith("## bridges: 4 errors in 6 questions")
    assert "| a \\| b? | other | y z | x | 9.0 |" in text
