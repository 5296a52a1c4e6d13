"""Candidates to a decision: which answer, how sure, and whether to give it at all."""

import json
import math
from dataclasses import dataclass, replace
from pathlib import Path

from index import ModelError
from qa.answer import Outcome
from qa.candidates import Candidate
from qa.features import NAMES, features
from qa.metrics import normalise
from qa.promise import lowest_confidence

# A place is cited for an answer, and another answer is shown beside it, only if it is this likely itself,
# as a share of the best one's confidence.
WORTH_SHOWING = 0.5
# "2018" and "in 2018" are one answer.
_LEADING = frozenset("in on at by of for from to about around since until during over with".split())


@dataclass(frozen=True)
class Decision:
    """A logistic model of "this candidate is right", fitted on questions kept out of the reader's training."""

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float
    answered: float  # lowest confidence of an answer
    unsure: float  # lowest confidence of a candidate that is shown as one
    reader_sha256: str
    embedder_sha256: str
    calibration: tuple[
        tuple[float, bool], ...
    ]  # confidence of each calibration answer, and whether it was right

    @classmethod
    def load(cls, path: Path) -> "Decision":
        """:raises ModelError: if the file is missing or not what `training.calibrate` writes."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            if values["features"] != list(NAMES):
                raise ValueError(f"features are {values['features']}, expected {list(NAMES)}")
            if {len(values[key]) for key in ("means", "scales", "weights")} != {len(NAMES)}:
                raise ValueError(f"it has not {len(NAMES)} numbers for the features")
            means, scales, weights = (
                tuple(map(float, values[key])) for key in ("means", "scales", "weights")
            )
            intercept, answered, unsure = (float(values[key]) for key in ("intercept", "answered", "unsure"))
            calibration = tuple(
                (float(confidence), bool(right)) for confidence, right in values["calibration"]
            )
            reader, embedder = (str(values[f"{model}_sha256"]) for model in ("reader", "embedder"))
            return cls(means, scales, weights, intercept, answered, unsure, reader, embedder, calibration)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"cannot use decision file {path}: {error}; make it anew with training.calibrate, or reinstall"
            ) from error

    def with_precision(self, precision: float) -> "Decision":
        """The decision that answers only where it is right in this share of cases; see `qa.promise`.

        :raises PrecisionError: if that cannot be promised.
        """
        answered = lowest_confidence(precision, self.calibration)
        return replace(self, answered=answered, unsure=min(self.unsure, answered))

    def confidence(self, values: list[float]) -> float:
        """The probability that a candidate with these features is right, 0 to 1."""
        terms = zip(values, self.means, self.scales, self.weights, strict=True)
        z = self.intercept + sum(weight * (value - mean) / scale for value, mean, scale, weight in terms)
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, z))))

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
    weighed = []
    for candidate in candidates:
        others = [other for other in candidates if not same_answer(candidate, other)]
        # With nothing to compare with, the no-answer score itself, whose margin is 0.
        lead = candidate.span.margin - max((other.span.margin for other in others), default=0.0)
        nearest = max((other.sentence_similarity for other in others), default=0.0)
        rank = ranks[candidate.above, candidate.passage_text]
        weighed.append(features(question, candidate, rank, lead, lowest, nearest))
    return weighed


def decide(question: str, candidates: list[Candidate], decision: Decision) -> list[Group]:
    """The different answers, the most likely first, each with the places that are worth citing for it."""
    scored = [
        (decision.confidence(values), candidate)
        for values, candidate in zip(weigh(question, candidates), candidates, strict=True)
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1].document.path, pair[1].span.start))
    groups: list[list[tuple[float, Candidate]]] = []
    for confidence, candidate in scored:
        group = next((members for members in groups if same_answer(members[0][1], candidate)), None)
        if group is None:
            groups.append([(confidence, candidate)])
        elif confidence >= WORTH_SHOWING * group[0][0] and not any(
            candidate.overlaps(other) for _, other in group
        ):
            group.append((confidence, candidate))
    return [Group(tuple(candidate for _, candidate in members), members[0][0]) for members in groups]


def same_answer(a: Candidate, b: Candidate) -> bool:
    """Whether two candidates are one answer: the same place, or texts that say the same."""
    return a.overlaps(b) or same(answer_key(a.text), answer_key(b.text))


def answer_key(text: str) -> str:
    """What of an answer is compared: its normalised words without a preposition before them."""
    words = normalise(text).split()
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    return " ".join(words)


def same(a: str, b: str) -> bool:
    """Whether two answers say the same: equal words, or a short one that stands whole in the other.

    "Musk" and "Elon Musk" are one; "2" and "2018" are two.
    """
    if a == b:
        return True
    shorter, longer = sorted((a, b), key=len)
    extra = len(longer.split()) - len(shorter.split())
    return bool(shorter) and extra <= 2 and f" {shorter} " in f" {longer} "
