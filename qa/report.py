"""Results to figures with intervals, risk by coverage, calibration, and what a reader of them is to know."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.answer import Answer, Outcome
from qa.evaluate import Failure, Result
from qa.questions import Question

RESAMPLES = 1_000
SEED = 1
BINS = 10
TIMES = (50, 95)  # percentiles
COVERAGES = tuple(range(10, 101, 10))
CALIBRATION_ERROR = "calibration_error"  # the measure of which less is better


@dataclass(frozen=True)
class Figure:
    """A measure over all questions that it asks about, and its 95 % interval by bootstrap over the questions."""

    value: float
    low: float
    high: float
    questions: int


def measure_names() -> list[str]:
    """The names of all measures of `figures`, whether or not a question asks about them."""
    silent = Result(Question("", [], []), Answer("", Outcome.NOT_IN_SOURCES, "", 0.0), ())
    return [*silent.measures, CALIBRATION_ERROR]


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
    gaps = gaps_by_bin(_confidence(results), _best_is_right(results))
    errors = [error_of_gaps(gaps[chosen]) for chosen in _resamples(len(results))]
    value = error_of_gaps(gaps)
    low, high = 2 * value - np.percentile(errors, [97.5, 2.5])
    found[CALIBRATION_ERROR] = Figure(value, max(0.0, float(low)), float(high), len(results))
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
    return error_of_gaps(gaps_by_bin(confidence, right))


def gaps_by_bin(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Confidence less 1 or 0 for right, of shape (answers, 10): each in the column of its bin, 0 in the others."""
    gaps = np.zeros((len(confidence), BINS))
    gaps[np.arange(len(confidence)), _bins(confidence)] = confidence - right
    return gaps


def error_of_gaps(gaps: NDArray[np.float64]) -> float:
    """The calibration error of answers from their gaps: a bin's share times its mean gap is its sum over all."""
    return float(np.abs(gaps.sum(axis=0)).sum()) / max(1, len(gaps))


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


def seconds(results: list[Result]) -> dict[str, Any]:
    """Median and 95th percentile of the seconds that a question took, and their 95 % intervals by bootstrap.

    Percentiles are interpolated linearly (Hyndman & Fan 1996, definition 7).
    """
    times = np.array([result.answer.timings["total"] for result in results])
    drawn = np.percentile(times[_resamples(len(times))], TIMES, axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5], axis=1)
    names = ("median", "p95")
    return {
        **dict(zip(names, np.percentile(times, TIMES).tolist(), strict=True)),
        "intervals": dict(zip(names, np.stack([low, high], axis=1).tolist(), strict=True)),
    }


def unmatched_passages(results: list[Result]) -> list[str]:
    """A note for every question none of whose passages stands in a document that it names."""
    return [
        f"no open document {'that it names ' if result.asked.sources else ''}holds the passage of "
        f"{result.asked.question!r}: its citation counts as wrong; copy the passage from an open source"
        for result in results
        if result.asked.answers and result.asked.passages and not result.stretches
    ]


def report(results: list[Result], notes: Sequence[str] = ()) -> dict[str, Any]:
    """All that `qa eval` measures, in JSON types; the form of its `--json` file.

    :param notes: what a person should know of the question file before they trust the figures.
    """
    answerable = sum(bool(result.asked.answers) for result in results)
    measured = figures(results)
    return {
        "questions": len(results),
        "answerable": answerable,
        "unanswerable": len(results) - answerable,
        "made_by_rule": sum(result.asked.made for result in results),
        "notes": list(notes),
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


def caution(measured: dict[str, Any]) -> str:
    """How many of the questions no person has corrected, and what that means for the figures; "" for none."""
    made = measured["made_by_rule"]
    if not made:
        return ""
    return (
        f"{made} of {measured['questions']} questions were made by rule and not corrected by a person: they use the "
        "words of their sentences, which makes them easier than what people ask."
    )
