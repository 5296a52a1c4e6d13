"""Figures of a reader on one set of questions, each on its own paragraph."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

RESAMPLES = 1_000
SEED = 1
COVERAGES = tuple(range(10, 101, 10))
# The one that stands first in the question names its type; of two at one place, the first of this list.
TYPES = (
    ("how many", r"\bhow (?:many|much)\b"),
    ("how", r"\bhow\b"),
    ("why", r"\bwhy\b|\bwhat (?:reason|caused?)\b|\bfor what\b"),
    ("when", r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|decade|century)\b"),
    ("where", r"\bwhere\b|\b(?:what|which) (?:city|country|state|place|location|town|region)\b"),
    ("who", r"\bwho(?:m|se)?\b"),
    ("which", r"\bwhich\b"),
    ("what", r"\bwhat\b"),
)


@dataclass(frozen=True)
class Scored:
    """A question, what was accepted, what the reader marked, and what that scores from 0 to 1."""

    id: str
    question: str
    accepted: list[str]  # empty where the paragraph does not answer
    text: str
    margin: float
    exact_match: float
    f1: float


def question_type(question: str) -> str:
    """The kind of answer that a question asks for, by its words: "who", "how many", …, or "other"."""
    lowered = question.lower()
    found = [
        (match.start(), place, name)
        for place, (name, pattern) in enumerate(TYPES)
        if (match := re.search(pattern, lowered))
    ]
    return min(found)[2] if found else "other"


def figures(scored: list[Scored], threshold: float) -> dict[str, Any]:
    """All figures of a set, in per cent but for AUROC and thresholds.

    Sets without unanswerable questions: exact match and F1 of the best span (SQuAD 1.1). Sets with them: the
    official figures of SQuAD 2.0 at a threshold of the margin, at a margin of 0, and at the best threshold,
    chosen on the set itself as the official script does; AUROC of the margin of answerable against
    unanswerable questions. Both: 95 % intervals by bootstrap, F1 by question type, risk by coverage.

    :param threshold: the margin above which a span is given as the answer.
    """
    answerable = np.array([bool(item.accepted) for item in scored])
    margins = np.array([item.margin for item in scored])
    exact, f1s = (np.array([getattr(item, name) for item in scored]) for name in ("exact_match", "f1"))
    if answerable.all():
        found: dict[str, Any] = {"questions": len(scored)} | with_interval("exact_match", exact)
        found |= with_interval("f1", f1s)
        kept = f1s
    else:
        kept = at_threshold(margins, f1s, answerable, threshold)
        kept_exact = at_threshold(margins, exact, answerable, threshold)
        best_exact, _ = best_threshold(margins, exact, answerable)
        best_f1, best_margin = best_threshold(margins, f1s, answerable)
        found = {"questions": len(scored), "threshold": threshold}
        found |= with_interval("exact_match", kept_exact) | with_interval("f1", kept)
        found |= {
            "has_answer_exact_match": percent(kept_exact[answerable]),
            "has_answer_f1": percent(kept[answerable]),
            "no_answer_f1": percent(kept[~answerable]),
            "f1_at_margin_0": percent(at_threshold(margins, f1s, answerable, 0.0)),
            "best_exact_match": best_exact,
            "best_f1": best_f1,
            "best_f1_threshold": best_margin,
            "auroc": round(float(roc_auc_score(answerable, margins)), 4),
        }
    types = defaultdict(list)
    for item, score in zip(scored, kept, strict=True):
        types[question_type(item.question)].append(score)
    found["by_type"] = {
        name: {"questions": len(scores), "f1": percent(np.array(scores))}
        for name, scores in sorted(types.items(), key=lambda pair: -len(pair[1]))
    }
    found["risk_coverage"] = risk_coverage(margins, np.where(answerable, f1s, 0.0))
    return found


def at_threshold(
    margins: np.ndarray, scores: np.ndarray, answerable: np.ndarray, threshold: float
) -> np.ndarray:
    """Scores when only spans of a higher margin are given: silence is right where there is no answer."""
    return np.where(margins > threshold, np.where(answerable, scores, 0.0), ~answerable)


def best_threshold(margins: np.ndarray, scores: np.ndarray, answerable: np.ndarray) -> tuple[float, float]:
    """The highest score in per cent over all thresholds of the margin, and the threshold."""
    order = np.argsort(-margins, kind="stable")
    gains = np.where(answerable[order], scores[order], -1.0)
    totals = (~answerable).sum() + np.concatenate([[0.0], np.cumsum(gains)])
    best = int(np.argmax(totals))
    threshold = float(margins[order[best]]) if best < len(order) else float("-inf")
    return round(100 * float(totals[best]) / len(margins), 2), round(threshold, 3)


def risk_coverage(margins: np.ndarray, scores: np.ndarray) -> dict[str, float]:
    """The risk (100 - F1) of the answers given, when only the surest 10, 20 … 100 per cent are (El-Yaniv 2010)."""
    risks = 1 - scores[np.argsort(-margins, kind="stable")]
    return {
        str(coverage): percent(risks[: max(1, round(len(risks) * coverage / 100))]) for coverage in COVERAGES
    }


def with_interval(name: str, values: np.ndarray) -> dict[str, Any]:
    """The mean in per cent, and its 95 % interval over 1,000 resamples of the questions (Efron 1979)."""
    return {name: percent(values), f"{name}_interval": interval(values)}


def interval(values: np.ndarray) -> list[float]:
    """The 2.5th and the 97.5th percentile of the mean over resamples, in per cent."""
    generator = np.random.default_rng(SEED)
    means = [generator.choice(values, len(values)).mean() for _ in range(RESAMPLES)]
    low, high = np.percentile(means, [2.5, 97.5])
    return [round(100 * float(low), 2), round(100 * float(high), 2)]


def difference(now: dict[str, float], before: dict[str, float]) -> dict[str, Any]:
    """The mean change of the score over the questions that both reports have, with its paired 95 % interval.

    :raises ValueError: if the reports have no question in common.
    """
    common = sorted(now.keys() & before.keys())
    if not common:
        raise ValueError("the earlier report has no question in common with this one")
    changes = np.array([now[key] - before[key] for key in common])
    return {"questions": len(common), "change": percent(changes), "interval": interval(changes)}


def percent(values: np.ndarray) -> float:
    """The mean in per cent, to two places."""
    return round(100 * float(np.mean(values)), 2)
