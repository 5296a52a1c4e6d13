"""The fit of the decision: that it finds what tells right from wrong, and how sure one can be."""

from typing import Any

import numpy as np
import pytest

from qa.features import NAMES
from qa.report import calibration_error
from training.fit import chosen, cross_validate, fit, thresholds

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
    assert right[confidence > 0.7].mean() > 0.7 > right[confidence < 0.4].mean() + 0.2


def test_equal_candidates_count_together(found: list[dict[str, Any]]) -> None:
    decision = fit(found[:500])
    all_same = [example | {"same": [[True] * CANDIDATES] * CANDIDATES} for example in found[:50]]
    confidence, _ = chosen(decision, all_same)
    expected = [sum(decision.confidences(example["features"])) for example in all_same]
    assert confidence == pytest.approx(expected)


def test_nine_in_ten_unanswerable_questions_are_left() -> None:
    confidence = np.array([0.9, 0.7, 0.4, 0.2, *np.linspace(0.05, 0.5, 10)])
    right = np.array([True, True, True, True, *[False] * 10])
    answerable = np.array([True] * 4 + [False] * 10)
    # Of the ten, those up to 0.45 are below 0.46. Right, and silent there, are 0.4 and 0.2.
    assert thresholds(confidence, right, answerable) == (0.46, 0.3)
