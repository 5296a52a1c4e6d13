import random

import numpy as np
import pytest

from index import PrecisionError
from qa.decide import Decision
from qa.promise import _tail, lowest_confidence
from qa.read import BUNDLED_FOLDER


def questions(count: int, seed: int) -> list[tuple[float, bool]]:
    """Perfectly calibrated: an answer of confidence c is right with probability c."""
    generator = np.random.default_rng(seed)
    confidence = generator.random(count)
    return [(float(c), bool(r < c)) for c, r in zip(confidence, generator.random(count), strict=True)]


def test_the_tail_by_hand() -> None:
    assert _tail(0, 3, 0.5) == pytest.approx(1 / 8)
    assert _tail(1, 3, 0.5) == pytest.approx(4 / 8)
    assert _tail(3, 3, 0.2) == pytest.approx(1.0)


def test_the_promise_holds_in_95_of_100_splits() -> None:
    refused = broken = 0
    for seed in range(100):
        both = questions(2_000, seed)
        try:
            threshold = lowest_confidence(0.8, both[:1_000])
        except PrecisionError:
            refused += 1
            continue
        given = [right for confidence, right in both[1_000:] if confidence >= threshold]
        broken += sum(given) / len(given) < 0.8
    assert broken <= 5 and refused <= 10


def test_the_promise_holds_in_95_of_100_halves_of_the_shipped_calibration() -> None:
    shipped = list(Decision.load(BUNDLED_FOLDER / "decision.json").calibration)
    half, broken = len(shipped) // 2, 0
    for seed in range(100):
        random.Random(seed).shuffle(shipped)
        threshold = lowest_confidence(0.75, shipped[:half])
        given = [right for confidence, right in shipped[half:] if confidence >= threshold]
        broken += sum(given) / len(given) < 0.75
    assert broken <= 5


def test_more_precision_asks_for_more_confidence() -> None:
    calibration = questions(4_000, 1)
    thresholds = [lowest_confidence(precision, calibration) for precision in (0.6, 0.7, 0.8, 0.9)]
    assert thresholds == sorted(thresholds) and thresholds[0] < thresholds[-1]


@pytest.mark.parametrize("precision", [0.0, 1.0, -1.0, 2.0, float("nan")])
def test_what_is_no_precision_is_refused(precision: float) -> None:
    with pytest.raises(PrecisionError, match="is not between 0 and 1"):
        lowest_confidence(precision, questions(100, 1))


def test_answers_of_one_confidence_stand_or_fall_together() -> None:
    with pytest.raises(PrecisionError):
        lowest_confidence(0.9, [(0.9, True)] * 500 + [(0.9, False)] * 500)
    assert lowest_confidence(0.9, [(0.9, True)] * 500 + [(0.8, False)] * 500) == 0.9


def test_what_can_be_promised_instead_is_said() -> None:
    calibration = [(1 - number / 1_000, number % 10 > 1) for number in range(1_000)]  # eight in ten are right
    with pytest.raises(PrecisionError, match=r"ask for 0\.[0-9]+ or less") as refused:
        lowest_confidence(0.9, calibration)
    highest = float(str(refused.value).split("ask for ")[1].split()[0])
    assert 0.7 <= highest < 0.8 and lowest_confidence(highest, calibration) > 0
    with pytest.raises(PrecisionError):
        lowest_confidence(highest + 0.01, calibration)


@pytest.mark.parametrize("calibration", [[], [(0.9, True)] * 10, [(0.9, False)] * 500])
def test_what_cannot_be_promised_is_said(calibration: list[tuple[float, bool]]) -> None:
    with pytest.raises(PrecisionError, match="cannot be promised"):
        lowest_confidence(0.9, calibration)
