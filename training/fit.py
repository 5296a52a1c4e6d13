"""The decision fitted on the candidates of many questions, and what it would have done on each of them."""

from typing import Any

import numpy as np
import torch
from sklearn.model_selection import GroupKFold

from qa.decide import Decision, grouped

FOLDS = 5
# Of the squared weights; chosen by cross-validation on the calibration questions, see docs/decisions/0003.
PENALTY = 3e-3
# Of the unanswerable calibration questions, whose near misses are harder than most, this share is left unanswered.
LEFT = 0.85


def fit(found: list[dict[str, Any]]) -> Decision:
    """The decision whose probabilities make the right candidates, or none where none is right, the likeliest.

    A conditional logit over the candidates of a question and "none of them" (McFadden 1974); several right
    candidates of a question count by the sum of their probabilities. Its thresholds are not set.
    """
    features = np.concatenate([np.array(example["features"]) for example in found])
    unfitted = Decision.unfitted(features.mean(axis=0), features.std(axis=0))
    terms = unfitted.terms(features)
    means, scales = terms.mean(axis=0), terms.std(axis=0) + 1e-9
    inputs = torch.tensor((terms - means) / scales)
    question = torch.tensor(np.repeat(np.arange(len(found)), [len(example["features"]) for example in found]))
    right = torch.tensor(np.concatenate([np.array(example["right"], dtype=float) for example in found]))
    none_right = torch.tensor([float(not any(example["right"])) for example in found], dtype=torch.double)
    weights = torch.zeros(inputs.shape[1], dtype=torch.double, requires_grad=True)
    none = torch.zeros(1, dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, none], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        likely = torch.exp(inputs @ weights)
        every = torch.zeros(len(found), dtype=torch.double)
        total = every.index_add(0, question, likely) + torch.exp(none)
        good = every.index_add(0, question, likely * right) + none_right * torch.exp(none)
        value = torch.log(total / good).mean() + PENALTY * (weights**2).sum()
        value.backward()
        return value

    optimizer.step(loss)
    # What the terms were standardised by goes into the weights, and what is the same for all candidates into "none".
    plain = weights.detach().numpy() / scales
    return unfitted.with_weights(plain, float(none.detach()) + float(means @ plain))


def chosen(decision: Decision, found: list[dict[str, Any]]) -> tuple[np.ndarray, np.ndarray]:
    """The confidence in the answer to each question, and whether it is right."""
    confidences, right = [], []
    for example in found:
        likely = decision.confidences(example["features"])
        groups = grouped(likely, lambda i, j, same=example["same"]: same[i][j])
        confidence, members = max(groups, key=lambda group: group[0])
        confidences.append(confidence)
        right.append(example["right"][members[0]])
    return np.array(confidences), np.array(right)


def cross_validate(found: list[dict[str, Any]]) -> tuple[np.ndarray, np.ndarray]:
    """Confidence and correctness of the answers, each from a fit that did not see its document."""
    confidence, right = np.zeros(len(found)), np.zeros(len(found), dtype=bool)
    groups = [example["document"] for example in found]
    for fitted_on, measured_on in GroupKFold(FOLDS).split(found, groups=groups):
        decision = fit([found[i] for i in fitted_on])
        confidence[measured_on], right[measured_on] = chosen(decision, [found[i] for i in measured_on])
    return confidence, right


def least_answered(confidence: np.ndarray, answerable: np.ndarray) -> float:
    """The lowest confidence of an answer: from it on, 85 % of the unanswerable questions are left, in hundredths."""
    return float(np.ceil(100 * np.quantile(confidence[~answerable], LEFT)) / 100)


def least_unsure(confidence: np.ndarray, right: np.ndarray, answered: float) -> float:
    """The lowest confidence of a candidate that is shown as one.

    It lifts half of the wrong silences: the median confidence of the right candidates that are not answered.

    :param answered: the lowest confidence of an answer.
    """
    silent = confidence[right & (confidence < answered)]
    return round(float(np.median(silent)) if len(silent) else answered / 2, 2)
