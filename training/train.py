"""Fine-tunes the encoder of all-MiniLM-L6-v2 into the bundled reader.

    python -m training.train TRAIN_FOLDER OUT_FOLDER [--tokens 8.5e6]
    python -m training.train TRAIN_FOLDER OUT_FOLDER_2 --start OUT_FOLDER/reader --seed 50 --rate 1.3e-4

Each stage leaves the weights of its last step in OUT_FOLDER/last and their mean over the steps in OUT_FOLDER/reader. A
run that was interrupted goes on from the last checkpoint: the batches depend on the seed and the step alone, so that
the model is the same as without the interruption.
"""

import argparse
import os
import time
import warnings
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from index.embed import bundled_model_path
from qa.read import probe
from training.batches import BATCH_TOKENS, Batch, Question, Windows, batches_of_epoch
from training.loss import reader_loss
from training.prepare import SEED, prepare
from training.regularize import MeanOfWeights, share_dropout

# The span head is new, and learns three times as fast as the encoder.
HEAD_FACTOR = 3
WARM_UP = 0.06
# The rate falls to this share of its highest; what a decay to nothing would bring comes from the mean.
LAST_RATE = 0.1
DROPOUT = 0.1
# The mean of the weights begins after this share of the tokens, and takes every tenth step.
MEAN_FROM = 0.4
MEAN_EVERY = 10
WEIGHT_DECAY = 0.01
CHECKPOINT_EVERY = 150
LOG_EVERY = 20


def learning_rate_factor(progress: float) -> float:
    """Linear warm-up over the first 6 % of the tokens, then linear decay to a tenth."""
    if progress < WARM_UP:
        return progress / WARM_UP
    return LAST_RATE + (1 - LAST_RATE) * max(0.0, (1 - progress) / (1 - WARM_UP))


def train(
    questions: list[Question], model, windows: Windows, arguments: argparse.Namespace
) -> dict[str, torch.Tensor]:
    """Trains until `tokens` tokens (padding included) were seen, writing a checkpoint every 150 steps.

    Returns the mean of the weights; the model has those of the last step.
    """
    head = list(model.qa_outputs.parameters())
    encoder = [weight for weight in model.bert.parameters() if weight.requires_grad]
    rates = (arguments.rate, arguments.rate * HEAD_FACTOR)
    tokens = arguments.tokens
    _, bfloat16 = probe()
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": rates[0]}, {"params": head, "lr": rates[1]}],
        weight_decay=WEIGHT_DECAY,
        fused=True,
    )
    mean = MeanOfWeights(model)
    checkpoint = arguments.out / "checkpoint.pt"
    done = seen = epoch = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        mean.weights, mean.count = state["mean"], state["averaged"]
        done = state["step"]
    step, losses, clock = 0, [], time.monotonic()
    while seen < tokens:
        for batch in batches_of_epoch(questions, windows, arguments.seed + epoch):
            if seen >= tokens:
                break
            seen += batch.input_ids.numel()
            step += 1
            if step <= done:
                continue
            factor = learning_rate_factor(seen / tokens)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * factor
            losses.append(learn(batch, model, optimizer, bfloat16))
            if seen / tokens >= MEAN_FROM and step % MEAN_EVERY == 0:
                mean.add(model)
            if step % LOG_EVERY == 0:
                rate = LOG_EVERY * BATCH_TOKENS / (time.monotonic() - clock)
                print(
                    f"step {step}  {seen / tokens:6.1%}  loss {np.mean(losses):.3f}  about {rate:,.0f} tokens/s",
                    flush=True,
                )
                losses, clock = [], time.monotonic()
            if step % CHECKPOINT_EVERY == 0:
                save_checkpoint(checkpoint, model, optimizer, mean, step)
        epoch += 1
    save_checkpoint(checkpoint, model, optimizer, mean, step)
    return mean.weights


def learn(batch: Batch, model, optimizer: torch.optim.Optimizer, bfloat16: bool) -> float:
    """One step on a batch; returns its loss."""
    with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
        hidden = model.bert(
            input_ids=batch.input_ids,
            attention_mask=batch.attention_mask,
            token_type_ids=batch.token_type_ids,
        ).last_hidden_state
    # The head in single precision: margins are differences of its scores.
    loss = reader_loss(model.qa_outputs(hidden.float()), batch)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return loss.item()


def save_checkpoint(path: Path, model, optimizer, mean: MeanOfWeights, step: int) -> None:
    """Writes beside the old checkpoint and then replaces it, so that a kill leaves one of the two."""
    partial = path.with_suffix(".partial")
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "mean": mean.weights,
        "averaged": mean.count,
        "step": step,
    }
    torch.save(state, partial)
    os.replace(partial, path)


def line_and_times(text: str) -> tuple[int, int]:
    """`9244:1` as a line and how often the questions from there on are taken; without the second, twice."""
    line, _, times = text.partition(":")
    return int(line), int(times or 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder of training files")
    parser.add_argument("out", type=Path, help="where checkpoints and the model go")
    parser.add_argument("--tokens", type=float, default=8.5e6, help="how many tokens to train on")
    parser.add_argument("--rate", type=float, default=3e-4, help="the highest learning rate")
    parser.add_argument("--seed", type=int, default=SEED, help="of the rows, their order and windows")
    parser.add_argument("--start", type=Path, help="a reader to start from, in place of the sentence encoder")
    parser.add_argument("--share", type=float, default=1.0, help="of the sets and earlier questions of ours")
    parser.add_argument(
        "--new-from",
        type=line_and_times,
        nargs="+",
        default=[],
        metavar="LINE[:TIMES]",
        help="lines of written.jsonl where new questions begin, and how often an epoch takes them (twice)",
    )
    parser.add_argument(
        "--frozen", type=int, default=0, help="lower layers that stay as they are, with the embeddings"
    )
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    warnings.simplefilter("ignore")
    base = bundled_model_path()
    tokenizer = AutoTokenizer.from_pretrained(base)
    questions, contexts = prepare(
        arguments.folder,
        arguments.out,
        tokenizer,
        arguments.share,
        dict(arguments.new_from),
        arguments.seed,
    )
    model = AutoModelForQuestionAnswering.from_pretrained(
        arguments.start or base,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        dtype=torch.float32,
        # What is faster on a CPU.
        attn_implementation="eager" if probe()[1] else "sdpa",
    )
    share_dropout(model, DROPOUT)
    if arguments.frozen:
        for part in (model.bert.embeddings, *model.bert.encoder.layer[: arguments.frozen]):
            part.requires_grad_(False)
    model.train()
    print(f"{len(questions):,} questions, {arguments.tokens:,.0f} tokens", flush=True)
    mean = train(questions, model, Windows(tokenizer, contexts), arguments)
    for name, weights in (("last", model.state_dict()), ("reader", mean)):
        model.load_state_dict(weights)
        model.half().save_pretrained(arguments.out / name)
        tokenizer.save_pretrained(arguments.out / name)
        model.float()
        print(f"wrote {arguments.out / name}")


if __name__ == "__main__":
    main()
