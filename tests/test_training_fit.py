"""The fit of the decision: that it finds what tells right from wrong, and how sure one can be."""

from typing import Any

import numpy as np
import pytest

from qa.features import NAMES
from qa.report import calibration_error
from training.fit import chosen, cross_validate, fit, least_answered, least_unsure

CANDIDATES = 4


@pytest.fixture(scope="module")
def found() -> list[dict[str, Any]]:
    """Questions of which a candidate is right by a conditional logit over its first feature and its square."""
    generator = np.random.default_rng(3)
    questions = []
    for number in range(1_500):
        features = generator.normal(size=(CANDIDATES, len(NAMES)))
        scores = np.append(2 * features[:, 0] - features[:, 0] ** 2 + features[:, 1], 1.0)
        likely = np.exp(scores) / np.exp(scores).sum()
        drawn = generator.choice(CANDIDATES + 1, p=likely)
        same = np.eye(CANDIDATES, dtype=bool).tolist()
        right = [i == drawn for i in range(CANDIDATES)]
        questions.append(
            {"document": number % 100, "features": features.tolist(), "right": right, "same": same}
        )
    return questions


def test_the_fit_is_calibrated_on_questions_it_has_not_seen(found: list[dict[str, Any]]) -> None:
    confidence, right = cross_validate(found)
    assert calibration_error(confidence, right) < 0.05
    assert right.mean() == pytest.approx(confidence.mean(), abs=0.03)
    assert right[confidence > 0.6].mean() > 0.6 > right[confidence < 0.4].mean() + 0.2


def test_equal_candidates_count_together(found: list[dict[str, Any]]) -> None:
    decision = fit(found[:500])
    all_same = [example | {"same": [[True] * CANDIDATES] * CANDIDATES} for example in found[:50]]
    confidence, _ = chosen(decision, all_same)
    expected = [sum(decision.confidences(example["features"])) for example in all_same]
    assert confidence == pytest.approx(expected)


def test_half_of_the_wrong_silences_are_shown_as_candidates() -> None:
    confidence = np.array([0.9, 0.34, 0.3, 0.2, 0.1, 0.32, 0.01])
    right = np.array([True, True, True, True, True, False, False])
    # Right, and below a third, are 0.3, 0.2 and 0.1.
    assert least_unsure(confidence, right, 0.33) == 0.2
    assert least_unsure(np.array([0.9]), np.array([True]), 0.34) == 0.17


def test_85_of_100_unanswerable_questions_are_left() -> None:
    confidence = np.append(np.linspace(0, 0.995, 200), [0.9] * 50)
    answerable = np.arange(250) >= 200
    least = least_answered(confidence, answerable)
    assert least == 0.85 and (confidence[~answerable] < least).mean() == pytest.approx(0.85)
