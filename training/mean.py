"""The mean of several readers of one origin: a reader that is better than each of them.

    python -m training.mean OUT READER=SHARE [READER=SHARE ...]

Model soups (Wortsman et al. 2022, section 2): readers that were trained on from the same weights lie in one basin,
and the mean of their weights reads unseen paragraphs better. The shares are made to sum to 1.
"""

import argparse
from pathlib import Path

import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer


def mean_of(folders: list[Path], shares: list[float]) -> torch.nn.Module:
    """The model whose weights are the weighted mean of those in the folders, in single precision.

    :raises ValueError: if the shares are not positive.
    """
    if min(shares) <= 0:
        raise ValueError(f"shares are {shares}: each has to be above 0")
    models = [
        AutoModelForQuestionAnswering.from_pretrained(folder, dtype=torch.float32) for folder in folders
    ]
    states = [model.state_dict() for model in models]
    parts = [share / sum(shares) for share in shares]
    mean = {
        name: sum(part * state[name] for part, state in zip(parts, states, strict=True))
        if weight.is_floating_point()
        else weight
        for name, weight in states[0].items()
    }
    models[0].load_state_dict(mean)
    model: torch.nn.Module = models[0]
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path, help="where the mean is written")
    parser.add_argument("readers", nargs="+", help="folder=share, such as OUT/reader=0.5")
    arguments = parser.parse_args()
    folders, shares = zip(*(reader.rsplit("=", 1) for reader in arguments.readers), strict=True)
    model = mean_of([Path(folder) for folder in folders], [float(share) for share in shares])
    model.half().save_pretrained(arguments.out)
    AutoTokenizer.from_pretrained(folders[0]).save_pretrained(arguments.out)


if __name__ == "__main__":
    main()
