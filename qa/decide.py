"""Candidates to a decision: which answer, how sure, and whether to give it at all."""

import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index import ModelError
from qa.answer import Outcome
from qa.candidates import Candidate
from qa.features import NAMES, features
from qa.lists import asks_for_items
from qa.promise import lowest_confidence
from qa.same import answer_key, same

# A place is cited for an answer, and another answer is shown beside it, if it is this likely as a share of the best
# one's confidence; or if it is more likely right than not where there is no other.
WORTH_SHOWING = 0.5
ALONE = 0.5
FARTHEST = 3.0  # standard deviations from the mean that a feature counts for, so that products stay in bounds
TERMS = len(NAMES) + len(NAMES) * (len(NAMES) + 1) // 2


@dataclass(frozen=True)
class Decision:
    """A model of which candidate of a question is right, or that none is.

    It was fitted on questions kept out of the reader's training.
    """

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]  # of the terms, see `terms`
    none: float  # the score of "none of them"
    answered: float  # lowest confidence of an answer
    unsure: float  # lowest confidence of a candidate that is shown as one
    reader_sha256: str
    embedder_sha256: str
    calibration: tuple[
        tuple[float, bool], ...
    ]  # confidence of each calibration answer, and whether it was right
    promised: bool = (
        False  # whether a share of right answers is promised, which is known of single answers only
    )
    margin_threshold: float = math.inf  # above it a passage that is read alone answers

    @classmethod
    def unfitted(cls, means: Sequence[float], scales: Sequence[float]) -> "Decision":
        """A decision that takes all candidates and none of them for equally likely."""
        given = tuple(map(float, means)), tuple(map(float, scales))
        return cls(*given, (0.0,) * TERMS, 0.0, 0.5, 0.5, "", "", ())

    @classmethod
    def load(cls, path: Path) -> "Decision":
        """:raises ModelError: if the file is missing or not what `training.calibrate` writes."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            if values["features"] != list(NAMES):
                raise ValueError(f"features are {values['features']}, expected {list(NAMES)}")
            means, scales, weights = (
                tuple(map(float, values[key])) for key in ("means", "scales", "weights")
            )
            if len(means) != len(NAMES) or len(scales) != len(NAMES) or len(weights) != TERMS:
                raise ValueError(f"it has not {len(NAMES)} means and scales and {TERMS} weights")
            none, answered, unsure = (float(values[key]) for key in ("none", "answered", "unsure"))
            calibration = tuple(
                (float(confidence), bool(right)) for confidence, right in values["calibration"]
            )
            reader, embedder = (str(values[f"{model}_sha256"]) for model in ("reader", "embedder"))
            threshold = float(values.get("margin_threshold", math.inf))
            fitted = means, scales, weights, none, answered, unsure, reader, embedder, calibration
            return cls(*fitted, margin_threshold=threshold)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"cannot use decision file {path}: {error}; make it anew with training.calibrate, or reinstall"
            ) from error

    def with_precision(self, precision: float) -> "Decision":
        """The decision that answers only where it is right in this share of cases; see `qa.promise`.

        :raises PrecisionError: if that cannot be promised.
        """
        answered = lowest_confidence(precision, self.calibration)
        return replace(self, answered=answered, unsure=min(self.unsure, answered), promised=True)

    def with_weights(self, weights: Sequence[float], none: float) -> "Decision":
        """The same with other weights of the terms, and another score of "none of them"."""
        return replace(self, weights=tuple(map(float, weights)), none=float(none))

    def terms(self, features: ArrayLike) -> NDArray[np.float64]:
        """The standardised features, within ±3, and the products of any two of them, shape (n, 35).

        The margin itself has no bound: what is plainly said has a margin that hardly any calibration question has,
        and the plainer of two answers must not come out equal to the other.

        :param features: of each candidate, shape (n, 7).
        """
        values = (np.asarray(features, dtype=float) - self.means) / self.scales
        margins = values[:, :1]
        values = np.clip(values, -FARTHEST, FARTHEST)
        rows, columns = np.triu_indices(values.shape[1])
        return np.hstack([margins, values[:, 1:], values[:, rows] * values[:, columns]])

    def confidences(self, features: ArrayLike, copies: ArrayLike = 1) -> list[float]:
        """The probability of each candidate of a question to be right, 0 to 1; what they lack to 1 is for none.

        A conditional logit (McFadden 1974): candidates compete with each other and with "none of them".

        :param features: of each candidate, shape (n, 7).
        :param copies: how many candidates there are of each, it too: they share what one would have.
        """
        scores = self.terms(features) @ np.array(self.weights) - np.log(copies)
        highest = max(float(scores.max()), self.none)
        likely = np.exp(scores - highest)
        found: list[float] = (likely / (likely.sum() + np.exp(self.none - highest))).tolist()
        return found

    def alone(self, features: ArrayLike) -> list[float]:
        """How likely each candidate would be right if there were no other, 0 to 1.

        Sources that say the same share the confidence, and those that say otherwise have only what is left of it: this
        does not depend on how many there are.

        :param features: of each candidate, shape (n, 7).
        """
        scores = self.terms(features) @ np.array(self.weights) - self.none
        found: list[float] = (1 / (1 + np.exp(np.clip(-scores, -700, 700)))).tolist()
        return found

    def outcome(self, confidence: float) -> Outcome:
        """What may be said at a confidence."""
        if confidence >= self.answered:
            return Outcome.ANSWERED
        return Outcome.UNSURE if confidence >= self.unsure else Outcome.NOT_IN_SOURCES


@dataclass(frozen=True)
class Group:
    """One answer: all candidates that say the same, the most likely first."""

    candidates: tuple[Candidate, ...]
    confidence: float
    alone: float  # how likely it would be right if no other answer stood beside it

    @property
    def stands_alone(self) -> bool:
        """Whether it would be likelier right than not without the others."""
        return self.alone >= ALONE

    @property
    def text(self) -> str:
        """The answer in the words of its most likely candidate."""
        return self.candidates[0].text


def weigh(question: str, candidates: list[Candidate]) -> list[list[float]]:
    """The features of each candidate, in their order; see `qa.features`."""
    # Copies of a passage have the rank of the best one.
    scores: dict[tuple[str, str], float] = {}
    for candidate in sorted(candidates, key=lambda c: (-c.hit.score, c.hit.passage.id)):
        scores.setdefault((candidate.above, candidate.passage_text), candidate.hit.score)
    ranks = {key: rank for rank, key in enumerate(scores, 1)}
    lowest = min((c.hit.similarity for c in candidates if c.hit.similarity is not None), default=0.0)
    return [
        features(question, candidate, ranks[candidate.above, candidate.passage_text], lowest)
        for candidate in candidates
    ]


def decide(question: str, candidates: list[Candidate], decision: Decision) -> list[Group]:
    """The different answers, the most likely first, each with the places that are worth citing for it."""
    if not candidates:
        return []
    # Of equal confidence, the one that stands first.
    candidates = sorted(candidates, key=lambda c: (c.document.path, c.span.start))
    features = weigh(question, candidates)
    # A passage that stands in several files letter by letter says no more than one that stands in one.
    count = Counter(map(_as_read, candidates))
    copies = [count[_as_read(candidate)] for candidate in candidates]
    shares, alone = decision.confidences(features, copies), decision.alone(features)
    likely = [share * number for share, number in zip(shares, copies, strict=True)]
    groups: list[Group] = []
    for _, members in grouped(likely, lambda i, j: same_answer(candidates[i], candidates[j])):
        shown: list[Candidate] = []
        for i in members:
            # Another document that the reader finds the same answer in is another source, however it compares.
            answers = candidates[i].span.margin >= decision.margin_threshold
            worth = likely[i] >= WORTH_SHOWING * likely[members[0]] or alone[i] >= ALONE or answers
            if worth and not any(_in_one_place(candidates[i], other) for other in shown):
                shown.append(candidates[i])
        groups.append(Group(tuple(shown), sum(shares[i] for i in members), alone[members[0]]))
    groups.sort(key=lambda group: -group.confidence)
    return _with_items(groups) if asks_for_items(question) and not decision.promised else groups


def _as_read(candidate: Candidate) -> tuple[str, str, int, int]:
    """What the reader was given and marked: the same for a copy of the passage in another file."""
    span, passage = candidate.span, candidate.span.passage
    return candidate.above, candidate.passage_text, span.start - passage.start, span.end - passage.start


def _with_items(groups: list[Group]) -> list[Group]:
    """The answers to a question for items: those of other documents do not speak against the first.

    It is as likely right as it and those of them that stand alone are together.
    """
    first, *others = groups
    paths = {candidate.document.path for candidate in first.candidates}
    for group in others if first.stands_alone else []:
        own = {candidate.document.path for candidate in group.candidates}
        if group.stands_alone and paths.isdisjoint(own):
            paths |= own
            first = replace(first, confidence=first.confidence + group.confidence)
    return [first, *others]


def grouped(likely: list[float], same: Callable[[int, int], bool]) -> list[tuple[float, list[int]]]:
    """The different answers: how likely each is, and its candidates, the likeliest first.

    An answer is as likely as its candidates together.

    :param likely: the probability of each candidate.
    :param same: whether two candidates say the same.
    """
    groups: list[list[int]] = []
    for i in sorted(range(len(likely)), key=lambda i: -likely[i]):
        group = next((members for members in groups if same(members[0], i)), None)
        if group is None:
            groups.append([i])
        else:
            group.append(i)
    return [(sum(likely[i] for i in members), members) for members in groups]


def same_answer(a: Candidate, b: Candidate) -> bool:
    """Whether two candidates are one answer: the same place, or texts that say the same."""
    return a.overlaps(b) or same(answer_key(a.text), answer_key(b.text))


def _in_one_place(a: Candidate, b: Candidate) -> bool:
    """Whether one of two candidates that say the same is enough: they overlap, or stand in one passage."""
    return a.overlaps(b) or a.span.passage.id == b.span.passage.id
