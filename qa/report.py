"""Results to figures with intervals, risk by coverage, calibration, and the change since an earlier report."""

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.evaluate import Failure, Result

RESAMPLES = 1_000
SEED = 1
BINS = 10
COVERAGES = tuple(range(10, 101, 10))


@dataclass(frozen=True)
class Figure:
    """A measure over all questions that it asks about, and its 95 % interval by bootstrap over the questions."""

    value: float
    low: float
    high: float
    questions: int


def figures(results: list[Result]) -> dict[str, Figure]:
    """The mean of every measure of `Result.measures` that asks about a question, and the calibration error.

    Intervals: Wilson's for shares, which have some width even where all are right; by bootstrap for means. The
    calibration error of a resample is too high on average, so its interval is turned round (basic bootstrap).
    """
    measured = [result.measures for result in results]
    found = {}
    for name in measured[0]:
        values = np.array([measures[name] for measures in measured], dtype=np.float64)
        if not np.isnan(values).all():
            found[name] = _figure(values[~np.isnan(values)])
    confidence, right = _confidence(results), _best_is_right(results)
    errors = [calibration_error(confidence[chosen], right[chosen]) for chosen in _resamples(len(results))]
    value = calibration_error(confidence, right)
    low, high = 2 * value - np.percentile(errors, [97.5, 2.5])
    found["calibration_error"] = Figure(value, max(0.0, float(low)), float(high), len(results))
    return found


def _figure(values: NDArray[np.float64]) -> Figure:
    mean, count = float(values.mean()), len(values)
    if np.isin(values, (0.0, 1.0)).all():
        return Figure(mean, *_wilson(mean, count), count)
    low, high = np.percentile(values[_resamples(count)].mean(axis=1), [2.5, 97.5])
    return Figure(mean, float(low), float(high), count)


def _wilson(share: float, count: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927)."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def _resamples(count: int) -> NDArray[np.int64]:
    """Indices drawn with replacement, of shape (1000, count): the same at every call."""
    return np.random.default_rng(SEED).integers(0, count, (RESAMPLES, count))


def _confidence(results: list[Result]) -> NDArray[np.float64]:
    return np.array([result.answer.confidence for result in results])


def _best_is_right(results: list[Result]) -> NDArray[np.bool_]:
    return np.array([result.best_is_right for result in results])


def reliability(results: list[Result]) -> list[dict[str, float]]:
    """For each tenth of the confidence that occurs: how sure it was on average, and how often it was right."""
    confidence, right = _confidence(results), _best_is_right(results)
    bins = _bins(confidence)
    return [
        {
            "from": b / BINS,
            "to": (b + 1) / BINS,
            "questions": int((bins == b).sum()),
            "confidence": float(confidence[bins == b].mean()),
            "right": float(right[bins == b].mean()),
        }
        for b in range(BINS)
        if (bins == b).any()
    ]


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Expected calibration error over ten bins of equal width (Guo et al. 2017, equation 3), 0 to 1."""
    bins = _bins(confidence)
    gaps = [
        abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
        for b in range(BINS)
        if (bins == b).any()
    ]
    return float(sum(gaps))


def _bins(confidence: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.minimum((confidence * BINS).astype(np.int64), BINS - 1)


def risk_coverage(results: list[Result]) -> list[dict[str, float]]:
    """The share of wrong answers if only the surest 10, 20 … 100 % of all questions were answered.

    With the least confidence that this asks for. (El-Yaniv & Wiener 2010; the answer is the surest one.)
    """
    confidence, right = _confidence(results), _best_is_right(results)
    order = np.argsort(-confidence, kind="stable")
    points = []
    for coverage in COVERAGES:
        given = order[: max(1, math.ceil(len(order) * coverage / 100))]
        points.append(
            {
                "coverage": coverage / 100,
                "risk": float(1 - right[given].mean()),
                "confidence": float(confidence[given[-1]]),
            }
        )
    return points


def chosen_point(results: list[Result]) -> dict[str, float]:
    """Coverage and risk as the answers were given."""
    given = [result for result in results if not result.abstained]
    wrong = sum(not result.right for result in given)
    return {"coverage": len(given) / len(results), "risk": wrong / len(given) if given else 0.0}


def failures(results: list[Result]) -> dict[str, int]:
    """How many questions failed where, in the order of the flow."""
    counts = Counter(result.failure for result in results)
    return {failure.value: counts[failure] for failure in Failure}


def seconds(results: list[Result]) -> dict[str, float]:
    """Median and 95th percentile of the time that a question took."""
    times = sorted(result.answer.timings["total"] for result in results)
    return {
        "median": times[len(times) // 2],
        "p95": times[min(len(times) - 1, math.ceil(0.95 * len(times)) - 1)],
    }


def report(results: list[Result]) -> dict[str, Any]:
    """All that `qa eval` measures, in JSON types; the form of its `--json` file."""
    answerable = sum(bool(result.asked.answers) for result in results)
    measured = figures(results)
    return {
        "questions": len(results),
        "answerable": answerable,
        "unanswerable": len(results) - answerable,
        "figures": {name: figure.value for name, figure in measured.items()},
        "intervals": {name: [figure.low, figure.high] for name, figure in measured.items()},
        "asked_about": {name: figure.questions for name, figure in measured.items()},
        "failures": failures(results),
        "risk_coverage": risk_coverage(results),
        "chosen_point": chosen_point(results),
        "reliability": reliability(results),
        "seconds": seconds(results),
        "results": [result.to_json() for result in results],
    }


def promise(measured: dict[str, Any]) -> str:
    """What was measured, in a sentence for a person; a part of it that no question asks about is left out."""
    parts = (
        ("right_when_answered", "when it answers, it is right in {} of cases"),
        ("answered_of_answerable", "it answers {} of the questions that the documents can answer"),
        ("abstaining_recall", "it stays silent on {} of those that they cannot"),
    )
    found = measured["figures"]
    said = [text.format(f"{100 * found[name]:.0f} %") for name, text in parts if name in found]
    return "; ".join(said).capitalize() + "."
