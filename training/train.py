"""Fine-tunes the encoder of all-MiniLM-L6-v2 into the bundled reader.

    python -m training.train TRAIN_FOLDER OUT_FOLDER [--tokens 8.5e6]
    python -m training.train TRAIN_FOLDER OUT_FOLDER_2 --start OUT_FOLDER/reader --seed 21 --rate 2.5e-4

Each stage leaves its result in OUT_FOLDER, and a run that was interrupted goes on from the last checkpoint:
the batches depend on the seed and the step alone, so that the model is the same as without the interruption.
"""

import argparse
import json
import os
import time
import warnings
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from index.embed import Encoder, bundled_model_path
from training.batches import BATCH_TOKENS, Tokens, Windows, batches_of_epoch, tokenize
from training.data import SOURCES, is_held_out, read_rows, sha256_of, training_rows
from training.negatives import retrieved_negatives

SEED = 20
# The span head is new, and learns three times as fast as the encoder.
HEAD_FACTOR = 3
WARM_UP = 0.06
WEIGHT_DECAY = 0.01
RETRIEVED_NEGATIVES = 9_000
CHECKPOINT_EVERY = 150
LOG_EVERY = 20


def prepare(folder: Path, out: Path, tokenizer) -> list[Tokens]:
    """All rows of an epoch as token ids, negatives included; kept in `rows.json` for the runs that resume."""
    cache = out / "rows.json"
    if cache.exists():
        return [Tokens(*row) for row in json.loads(cache.read_text())]
    rows = training_rows(folder, SEED)
    paragraphs = [
        row
        for name in ("squad1", "squadshifts_new_wiki", "nq_qed")
        for row in read_rows(folder / f"{name}.jsonl")
        if not is_held_out(row.context)
    ]
    negatives = retrieved_negatives(paragraphs, RETRIEVED_NEGATIVES, Encoder().encode, SEED)
    tokenized = tokenize(rows + negatives, tokenizer)
    manifest = {
        "seed": SEED,
        "rows": len(rows),
        "retrieved_negatives": len(negatives),
        "data": {name: sha256_of(folder / f"{name}.jsonl") for name in SOURCES},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    partial = cache.with_suffix(".partial")
    partial.write_text(json.dumps([[t.question, t.title, t.context, t.start, t.end] for t in tokenized]))
    partial.replace(cache)
    return tokenized


def learning_rate_factor(progress: float) -> float:
    """Linear warm-up over the first 6 % of the tokens, then linear decay to nothing."""
    if progress < WARM_UP:
        return progress / WARM_UP
    return max(0.0, (1 - progress) / (1 - WARM_UP))


def train(rows: list[Tokens], model, windows: Windows, arguments: argparse.Namespace) -> None:
    """Trains until `tokens` tokens (padding included) were seen, writing a checkpoint every 150 steps."""
    head = list(model.qa_outputs.parameters())
    encoder = list(model.bert.parameters())
    rates = (arguments.rate, arguments.rate * HEAD_FACTOR)
    tokens = arguments.tokens
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": rates[0]}, {"params": head, "lr": rates[1]}],
        weight_decay=WEIGHT_DECAY,
        fused=True,
    )
    checkpoint = arguments.out / "checkpoint.pt"
    done = seen = epoch = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        done = state["step"]
    step, losses, clock = 0, [], time.monotonic()
    while seen < tokens:
        for batch in batches_of_epoch(rows, windows, arguments.seed + epoch):
            if seen >= tokens:
                break
            seen += batch.input_ids.numel()
            step += 1
            if step <= done:
                continue
            factor = learning_rate_factor(seen / tokens)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * factor
            loss = model(**vars(batch)).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            losses.append(loss.item())
            if step % LOG_EVERY == 0:
                rate = LOG_EVERY * BATCH_TOKENS / (time.monotonic() - clock)
                print(
                    f"step {step}  {seen / tokens:6.1%}  loss {np.mean(losses):.3f}  about {rate:,.0f} tokens/s",
                    flush=True,
                )
                losses, clock = [], time.monotonic()
            if step % CHECKPOINT_EVERY == 0:
                save_checkpoint(checkpoint, model, optimizer, step)
        epoch += 1
    save_checkpoint(checkpoint, model, optimizer, step)


def save_checkpoint(path: Path, model, optimizer, step: int) -> None:
    """Writes beside the old checkpoint and then replaces it, so that a kill leaves one of the two."""
    partial = path.with_suffix(".partial")
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, partial)
    os.replace(partial, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder of training files")
    parser.add_argument("out", type=Path, help="where checkpoints and the model go")
    parser.add_argument("--tokens", type=float, default=8.5e6, help="how many tokens to train on")
    parser.add_argument("--rate", type=float, default=3e-4, help="the highest learning rate")
    parser.add_argument("--seed", type=int, default=SEED, help="of the order and the windows of the rows")
    parser.add_argument("--start", type=Path, help="a reader to start from, in place of the sentence encoder")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    warnings.simplefilter("ignore")
    base = bundled_model_path()
    tokenizer = AutoTokenizer.from_pretrained(base)
    rows = prepare(arguments.folder, arguments.out, tokenizer)
    # Without dropout: one pass and a half over the rows does not overfit, and dropout halves the speed on a CPU.
    model = AutoModelForQuestionAnswering.from_pretrained(
        arguments.start or base,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        dtype=torch.float32,
    )
    model.train()
    print(f"{len(rows):,} rows, {arguments.tokens:,.0f} tokens", flush=True)
    train(rows, model, Windows(tokenizer), arguments)
    final = arguments.out / "reader"
    model.half().save_pretrained(final)
    tokenizer.save_pretrained(final)
    print(f"wrote {final}")


if __name__ == "__main__":
    main()
