"""What keeps the reader from learning its paragraphs by heart: dropout, and the mean of its weights."""

import torch
from torch import nn


class SharedDropout(nn.Module):
    """Drops whole features of a window: one mask for all its tokens (Gal & Ghahramani 2016, section 4.2).

    As strong as dropout token by token, and free on a CPU, where drawing a number for each token and feature
    takes a fifth of the time of a training step.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """:param hidden: of shape (rows, length, features)."""
        if not self.training:
            return hidden
        kept = torch.empty(hidden.shape[0], 1, hidden.shape[2], dtype=hidden.dtype)
        return hidden * kept.bernoulli_(1 - self.share).div_(1 - self.share)


def share_dropout(model: nn.Module, share: float) -> None:
    """Puts `SharedDropout` in place of every dropout of hidden states; that of the attention is left alone."""
    places = [
        (parent, name)
        for parent in model.modules()
        for name, child in parent.named_children()
        if isinstance(child, nn.Dropout) and not name.startswith("attn") and not hasattr(parent, "query")
    ]
    for parent, name in places:
        setattr(parent, name, SharedDropout(share))


class MeanOfWeights:
    """The running mean of a model's weights over the steps it was shown (Izmailov et al. 2018, equation 1)."""

    def __init__(self, model: nn.Module) -> None:
        self.weights = {name: torch.zeros_like(weight) for name, weight in model.state_dict().items()}
        self.count = 0

    def add(self, model: nn.Module) -> None:
        """Takes the weights as they are now into the mean."""
        self.count += 1
        for name, weight in model.state_dict().items():
            if weight.is_floating_point():
                self.weights[name].lerp_(weight, 1 / self.count)
            else:
                self.weights[name].copy_(weight)
