"""A promised precision to the lowest confidence that keeps it, with a guarantee for finite samples."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from index import PrecisionError

# The search for a threshold begins at the confidence of the surest sixteenth, eighth, quarter and half of the
# calibration questions, since few answers prove little and many may hold too many errors, and goes down from there.
# Each search may break the promise by luck in 0.5 % of cases, all together in 2 %. That is what makes it hold in 95 of
# 100 checks, whose questions have luck of their own (1 % for each: in 94 or 95 of the shipped calibration's halves).
LUCK = 0.005
STARTS = (16, 8, 4, 2)
STEP = 5  # only every fifth question's confidence is tried


def lowest_confidence(precision: float, calibration: Sequence[tuple[float, bool]]) -> float:
    """The lowest confidence from which answers are right in this share of cases, but for a chance of 2 %.

    Thresholds are tried from high to low, each by the exact binomial tail: how likely are so few errors among so
    many answers if the true precision were lower? The first that fails ends the search from its start
    (fixed-sequence testing from several starts; Angelopoulos et al. 2021, "Learn then Test", section 3). It holds
    for questions and documents like those of the calibration, as far as these are independent of each other.

    :param calibration: confidence of the answer, and whether it is right, for every calibration question.
    :raises PrecisionError: if the precision is not between 0 and 1, or cannot be promised from these questions.
    """
    if not 0 < precision < 1 or 1 - precision == 1:  # one so small that it is nothing beside 1
        raise PrecisionError(f"precision {precision} is not between 0 and 1")
    ordered = sorted(calibration, key=lambda pair: -pair[0])
    if not ordered:
        raise PrecisionError(
            f"a precision of {precision} cannot be promised: this reader has no calibration answers"
        )
    lowest = _lowest(precision, ordered)
    if lowest is None:
        # What can be promised, can be promised in hundredths up to this one.
        hundredths = range(1, math.ceil(100 * precision))
        highest = bisect_left(hundredths, True, key=lambda i: _lowest(i / 100, ordered) is None) / 100
        raise PrecisionError(
            f"a precision of {precision} cannot be promised: too many of the surest of {len(ordered)} calibration "
            f"answers are wrong; {f'ask for {highest} or less' if highest else 'nor can any other'}"
        )
    return lowest


def _lowest(precision: float, ordered: Sequence[tuple[float, bool]]) -> float | None:
    """The confidence of `lowest_confidence`, the surest answers first; None where nothing can be promised."""
    errors = list(accumulate(not right for _, right in ordered))
    # Who answers at a confidence answers all questions of that confidence: only the ends of ties are tried.
    ends = [
        given
        for given in range(1, len(ordered) + 1)
        if given == len(ordered) or ordered[given][0] < ordered[given - 1][0]
    ]
    lowest = None
    for start in (len(ordered) // part for part in STARTS):
        for given in [end for end in ends if end >= start][::STEP]:
            if _tail(errors[given - 1], given, 1 - precision) > LUCK:
                break
            lowest = min(ordered[given - 1][0], 1.0 if lowest is None else lowest)
    return lowest


def _tail(errors: int, given: int, rate: float) -> float:
    """The probability of at most so many errors among the answers given, each wrong at this rate."""
    logs = (
        math.lgamma(given + 1) - math.lgamma(k + 1) - math.lgamma(given - k + 1)
        + k * math.log(rate) + (given - k) * math.log1p(-rate)
        for k in range(errors + 1)
    )  # fmt: skip
    return math.fsum(math.exp(value) for value in logs)
