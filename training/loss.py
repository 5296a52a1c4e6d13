"""The losses of the reader: one for each window, and one over all windows of a question."""

import torch
from torch.nn.functional import cross_entropy

from training.batches import Batch

# Of the shared loss, beside 1 for that of the windows.
SHARED_WEIGHT = 0.5


def reader_loss(logits: torch.Tensor, batch: Batch) -> torch.Tensor:
    """The mean over start and end of the windows' loss plus half of the shared one.

    :param logits: of shape (rows, length, 2), start and end.
    """
    total = logits.new_zeros(())
    for side, targets in enumerate((batch.start_positions, batch.end_positions)):
        scores = logits[:, :, side].masked_fill(~batch.allowed, float("-inf"))
        total = (
            total + cross_entropy(scores, targets) + SHARED_WEIGHT * shared_loss(scores, targets, batch.group)
        )
    return total / 2


def shared_loss(scores: torch.Tensor, targets: torch.Tensor, group: torch.Tensor) -> torch.Tensor:
    """Negative log-likelihood of the right place among all places of all windows of a question.

    Shared-norm (Clark & Gardner 2018, section 3.3) over scores taken relative to the no-answer position of
    their own window, with one no-answer of score 0 a question: what it makes comparable is the margin, by
    which the answer is chosen later. Questions with one window only, or without an answer, have no part in
    it. The mean is over all windows, so that it is in proportion to the windows' own loss.

    :param scores: of shape (rows, length), -inf where no answer may be; position 0 is the no-answer.
    :param group: of shape (rows,), the number of the question of each window, from 0.
    """
    relative = scores[:, 1:] - scores[:, :1]
    windows = torch.logsumexp(relative, dim=1)
    groups = int(group.max()) + 1
    sizes = torch.zeros(groups, dtype=torch.long).index_add_(0, group, torch.ones_like(group))
    highest = windows.new_zeros(groups).scatter_reduce(0, group, windows.detach(), "amax")
    summed = torch.exp(-highest).index_add(0, group, torch.exp(windows - highest[group]))
    norm = highest + torch.log(summed)
    counted = (targets > 0) & (sizes[group] > 1)
    right = relative.gather(1, (targets - 1).clamp(min=0)[:, None])[:, 0]
    losses = torch.where(counted, norm[group] - right, 0.0)
    return losses.sum() / len(scores)
