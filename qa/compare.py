"""What changed since an earlier report, measure by measure and question by question."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import QuestionFileError

RESAMPLES = 2_000
SEED = 1
CHANCE = 0.025


@dataclass(frozen=True)
class Change:
    """How a measure changed over the questions of both reports, with its paired 95 % interval."""

    value: float
    low: float
    high: float
    chance: float  # how likely a fall like this is where the reports differ by chance only

    @property
    def is_fall(self) -> bool:
        """Whether it fell by more than chance explains (one-sided, at 2.5 %)."""
        return self.value < 0 and self.chance <= CHANCE


def read_report(path: Path) -> dict[str, Any]:
    """A report that `qa eval --json` wrote.

    :raises QuestionFileError: if it cannot be read or is something else.
    """
    try:
        earlier: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for result in earlier["results"]:
            hash(result["question"]), result["failure"]
            for value in result["measures"].values():
                float(0 if value is None else value)
    except OSError as error:
        raise QuestionFileError(f"cannot read report {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise QuestionFileError(f"{path} is not a report that `qa eval --json` wrote") from error
    return earlier


def common(now: dict[str, Any], before: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The results of questions that stand in both reports, in the order of the new one.

    :raises QuestionFileError: if there is no such question.
    """
    earlier = {result["question"]: result for result in before["results"]}
    pairs = [
        (result, earlier[result["question"]]) for result in now["results"] if result["question"] in earlier
    ]
    if not pairs:
        raise QuestionFileError("the earlier report has no question in common with this one")
    return pairs


def changes(now: dict[str, Any], before: dict[str, Any]) -> dict[str, Change]:
    """How every measure changed, over the questions that stand in both reports.

    A measure that asks about some questions only (those answered, say) may ask about others now than before: its
    mean now is compared with its mean then. The interval is by bootstrap over the questions, the chance by
    exchanging the two results of a question at random (a paired randomisation test; Smucker et al. 2007).
    """
    pairs = common(now, before)
    found = {}
    for name in pairs[0][0]["measures"]:
        both = np.array(
            [[result["measures"].get(name) for result in pair] for pair in pairs], dtype=np.float64
        )
        if not np.isnan(both).all(axis=0).any():
            found[name] = _change(both)
    return found


def _change(both: NDArray[np.float64]) -> Change:
    """The change of a measure whose values now and before are the columns; NaN where it does not ask."""
    generator = np.random.default_rng(SEED)
    value = float(_difference(both[None])[0])
    drawn = _difference(both[generator.integers(0, len(both), (RESAMPLES, len(both)))])
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    exchanged = np.where(generator.random((RESAMPLES, len(both), 1)) < 0.5, both, both[:, ::-1])
    as_low = np.nan_to_num(_difference(exchanged), nan=-np.inf) <= value + 1e-12
    return Change(value, float(low), float(high), float((1 + as_low.sum()) / (1 + RESAMPLES)))


def _difference(drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean now less mean before, of arrays of shape (times, questions, 2)."""
    counts = (~np.isnan(drawn)).sum(axis=1)
    sums = np.nan_to_num(drawn).sum(axis=1)
    means = np.divide(sums, counts, where=counts > 0, out=np.full(sums.shape, np.nan))
    result: NDArray[np.float64] = means[:, 0] - means[:, 1]
    return result
