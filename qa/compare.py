"""What changed since an earlier report, measure by measure and question by question."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import QuestionFileError
from qa.evaluate import RIGHT_F1
from qa.metrics import f1
from qa.report import CALIBRATION_ERROR, error_of_gaps, gaps_by_bin

RESAMPLES = 2_000
SEED = 1
PROVING = 4  # so many questions at least have to differ: of fewer an interval says nothing

Pair = tuple[dict[str, Any], dict[str, Any]]  # the results of a question, now and before


@dataclass(frozen=True)
class Change:
    """How a measure changed over the questions of both reports, with its paired 95 % interval."""

    value: float
    low: float
    high: float
    worse: bool  # by more than its interval

    def to_json(self) -> dict[str, Any]:
        """The change in JSON types."""
        return dict(vars(self))


def read_report(path: Path) -> dict[str, Any]:
    """A report that `qa eval --json` wrote.

    :raises QuestionFileError: if it cannot be read or is something else.
    """
    try:
        earlier: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for result in earlier["results"]:
            hash(result["question"]), result["failure"], _best_is_right(result)
            float(result["confidence"]), float(result["seconds"])
            for value in result["measures"].values():
                float(0 if value is None else value)
    except OSError as error:
        raise QuestionFileError(f"cannot read report {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise QuestionFileError(f"{path} is not a report that `qa eval --json` wrote") from error
    return earlier


def refuse_unrelated(before: dict[str, Any], questions: Sequence[str]) -> None:
    """Refuses an earlier report that has none of these questions, before they are asked.

    :raises QuestionFileError: if there is none.
    """
    if not {result["question"] for result in before["results"]} & set(questions):
        raise QuestionFileError(
            "the earlier report has no question in common with this one: name a report on the same questions"
        )


def since(now: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """What changed since an earlier report, in JSON types: the `since_baseline` of a report.

    :raises QuestionFileError: if the reports have no question in common.
    """
    pairs = common(now, before)
    return {
        "questions": len(pairs),
        "not_asked_now": len(before["results"]) - len(pairs),
        "not_asked_then": len(now["results"]) - len(pairs),
        "other_answers_accepted": sum(result["answers"] != earlier["answers"] for result, earlier in pairs),
        "changes": {name: change.to_json() for name, change in changes(now, before).items()},
        "median_seconds": _time_change(pairs).to_json(),
        "now_failed": [
            {"question": result["question"], "failure": result["failure"]}
            for result, earlier in pairs
            if result["failure"] and not earlier["failure"]
        ],
        "now_right": [
            result["question"] for result, earlier in pairs if earlier["failure"] and not result["failure"]
        ],
    }


def compared(changed: dict[str, Any]) -> str:
    """Which questions the changes are about, and how many they are not about, in words."""
    said = (
        ("not_asked_now", "{} of the baseline not asked now"),
        ("not_asked_then", "{} new"),
        ("other_answers_accepted", "other answers accepted for {}"),
    )
    notes = ", ".join(words.format(changed[name]) for name, words in said if changed[name])
    return f"{changed['questions']} questions of both" + (f" ({notes})" if notes else "")


def common(now: dict[str, Any], before: dict[str, Any]) -> list[Pair]:
    """The results of questions that stand in both reports, in the order of the new one.

    Of a question that stands in them several times the first is paired with the first, the second with the second.

    :raises QuestionFileError: if there is no such question.
    """
    refuse_unrelated(before, [result["question"] for result in now["results"]])
    earlier = _by_occurrence(before["results"])
    return [
        (result, earlier[asked])
        for asked, result in _by_occurrence(now["results"]).items()
        if asked in earlier
    ]


def _by_occurrence(results: list[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    """The results by their questions, and how often each was asked before in the report."""
    asked = Counter[str]()
    found = {}
    for result in results:
        found[result["question"], asked[result["question"]]] = result
        asked[result["question"]] += 1
    return found


def changes(now: dict[str, Any], before: dict[str, Any]) -> dict[str, Change]:
    """How every measure changed, over the questions that stand in both reports.

    A measure that asks about some questions only (those answered, say) may ask about others now than before: its
    mean now is compared with its mean then. The interval is by bootstrap over the questions.

    :raises QuestionFileError: if there is no such question.
    """
    pairs = common(now, before)
    found = {}
    for name in pairs[0][0]["measures"]:
        both = np.array(
            [[result["measures"].get(name) for result in pair] for pair in pairs], dtype=np.float64
        )
        if not np.isnan(both).all(axis=0).any():
            found[name] = _change(both)
    found[CALIBRATION_ERROR] = _calibration_change(pairs)
    return found


def _change(both: NDArray[np.float64]) -> Change:
    """The change of a measure whose values now and before are the columns; NaN where it does not ask."""
    generator = np.random.default_rng(SEED)
    value = float(_difference(both[None])[0])
    drawn = _difference(both[generator.integers(0, len(both), (RESAMPLES, len(both)))])
    low, high = map(float, np.nanpercentile(drawn, [2.5, 97.5]))
    differ = int((np.nan_to_num(both[:, 0], nan=-1) != np.nan_to_num(both[:, 1], nan=-1)).sum())
    return Change(value, low, high, high < 0 and differ >= PROVING)


def _difference(drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean now less mean before, of arrays of shape (times, questions, 2)."""
    counts = (~np.isnan(drawn)).sum(axis=1)
    sums = np.nan_to_num(drawn).sum(axis=1)
    means = np.divide(sums, counts, where=counts > 0, out=np.full(sums.shape, np.nan))
    result: NDArray[np.float64] = means[:, 0] - means[:, 1]
    return result


def _calibration_change(pairs: list[Pair]) -> Change:
    """The change of the calibration error; its interval is turned round, as that of the error itself is."""
    now, before = (_gaps([pair[column] for pair in pairs]) for column in (0, 1))
    generator = np.random.default_rng(SEED)
    value = error_of_gaps(now) - error_of_gaps(before)
    drawn = [
        error_of_gaps(now[chosen]) - error_of_gaps(before[chosen])
        for chosen in generator.integers(0, len(pairs), (RESAMPLES, len(pairs)))
    ]
    low, high = (float(end) for end in 2 * value - np.percentile(drawn, [97.5, 2.5]))
    differ = int((now != before).any(axis=-1).sum())
    return Change(value, low, high, low > 0 and differ >= PROVING)


def _gaps(results: list[dict[str, Any]]) -> NDArray[np.float64]:
    confidence = np.array([result["confidence"] for result in results], dtype=np.float64)
    return gaps_by_bin(confidence, np.array([_best_is_right(result) for result in results]))


def _time_change(pairs: list[Pair]) -> Change:
    """The change of the median time in seconds; never worse, since times depend on the machine and its load."""
    seconds = np.array([[result["seconds"] for result in pair] for pair in pairs], dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(pairs), (RESAMPLES, len(pairs)))
    medians = np.median(seconds[drawn], axis=1)
    low, high = np.percentile(medians[:, 0] - medians[:, 1], [2.5, 97.5])
    now, before = np.median(seconds, axis=0)
    return Change(float(now - before), float(low), float(high), worse=False)


def _best_is_right(result: dict[str, Any]) -> bool:
    """Whether the surest answer of a result in JSON is right, given or not."""
    return any(
        f1(candidate["text"], result["answers"]) >= RIGHT_F1 and bool(candidate["text"] and result["answers"])
        for candidate in result["candidates"][:1]
    )
