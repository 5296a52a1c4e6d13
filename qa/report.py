"""Results to figures with intervals, risk by coverage, calibration, and the change since an earlier report."""

import json
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import QuestionFileError
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
    """The mean of every measure of `Result.measures` that asks about a question, and the calibration error."""
    found = {}
    for name in results[0].measures:
        values = np.array([result.measures[name] for result in results], dtype=np.float64)
        if not np.isnan(values).all():
            found[name] = _figure(values[~np.isnan(values)])
    confidence, right = _confidence(results), _best_is_right(results)
    errors = [
        calibration_error(confidence[chosen], right[chosen]) for chosen in _resamples(len(results), RESAMPLES)
    ]
    low, high = np.percentile(errors, [2.5, 97.5])
    value = calibration_error(confidence, right)
    found["calibration_error"] = Figure(value, float(low), float(high), len(results))
    return found


def _figure(values: NDArray[np.float64]) -> Figure:
    means = [values[chosen].mean() for chosen in _resamples(len(values), RESAMPLES)]
    low, high = np.percentile(means, [2.5, 97.5])
    return Figure(float(values.mean()), float(low), float(high), len(values))


def _resamples(count: int, times: int) -> NDArray[np.int64]:
    """Indices drawn with replacement, of shape (times, count): the same at every call."""
    return np.random.default_rng(SEED).integers(0, count, (times, count))


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


def read_report(path: Path) -> dict[str, Any]:
    """A report that `qa eval --json` wrote.

    :raises QuestionFileError: if it cannot be read or is something else.
    """
    try:
        earlier: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for result in earlier["results"]:
            result["question"], result["failure"], dict(result["measures"])
    except OSError as error:
        raise QuestionFileError(f"cannot read report {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise QuestionFileError(f"{path} is not a report that `qa eval --json` wrote") from error
    return earlier


@dataclass(frozen=True)
class Change:
    """The mean change of a measure over the questions of both reports, and its paired 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def is_fall(self) -> bool:
        """Whether it fell by more than chance explains: the whole interval lies below nothing."""
        return self.high < 0


def changes(now: dict[str, Any], before: dict[str, Any]) -> dict[str, Change]:
    """How every measure changed, over the questions that stand in both reports.

    :raises QuestionFileError: if there is no such question.
    """
    pairs = common(now, before)
    if not pairs:
        raise QuestionFileError("the earlier report has no question in common with this one")
    found = {}
    for name in pairs[0][0]["measures"]:
        values = [
            (new["measures"][name], old["measures"][name])
            for new, old in pairs
            if new["measures"].get(name) is not None and old["measures"].get(name) is not None
        ]
        if values:
            figure = _figure(np.array([new - old for new, old in values]))
            found[name] = Change(figure.value, figure.low, figure.high)
    return found


def common(now: dict[str, Any], before: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The results of questions that stand in both reports, in the order of the new one."""
    earlier = {result["question"]: result for result in before["results"]}
    return [
        (result, earlier[result["question"]]) for result in now["results"] if result["question"] in earlier
    ]
