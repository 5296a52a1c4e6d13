"""Rows to token windows to batches: random crops round the answer, sorted by length, in a fixed order by seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from transformers import PreTrainedTokenizerBase

from training.data import Row

QUESTION_TOKENS = 48
TITLE_TOKENS = 24
# Total lengths of the windows and how often each is drawn. Short ones cost less and turn the rest of a
# paragraph into a passage without the answer; the long ones keep the later positions trained.
WINDOWS = (96, 128, 192, 256)
WINDOW_WEIGHTS = (25, 35, 30, 10)
NEGATIVE_CROP_SHARE = 0.06
TITLE_SHARE = 0.5
QUESTION_MARK_DROP_SHARE = 0.2
PAD_MULTIPLE = 16
BATCH_TOKENS = 4096
BATCH_ROWS = 64
BATCHES_SORTED_TOGETHER = 40


@dataclass(frozen=True)
class Tokens:
    """A row as token ids; `start` and `end` are the first and last token of the answer in `context`, or -1."""

    question: list[int]
    title: list[int]
    context: list[int]
    start: int
    end: int


@dataclass(frozen=True)
class Batch:
    """Tensors of shape (rows, length), and the answer's first and last position of shape (rows,)."""

    input_ids: torch.Tensor
    attention_mask: torch.Tensor
    token_type_ids: torch.Tensor
    start_positions: torch.Tensor
    end_positions: torch.Tensor


def tokenize(rows: list[Row], tokenizer: PreTrainedTokenizerBase) -> list[Tokens]:
    """The rows as token ids; a row whose answer touches no token is left out."""
    questions = tokenizer([row.question for row in rows], add_special_tokens=False)["input_ids"]
    titles = tokenizer([row.title for row in rows], add_special_tokens=False)["input_ids"]
    contexts = tokenizer([row.context for row in rows], add_special_tokens=False, return_offsets_mapping=True)
    tokenized = []
    for i, row in enumerate(rows):
        start = end = -1
        if row.start >= 0:
            offsets = np.asarray(contexts["offset_mapping"][i]).reshape(-1, 2)
            inside = np.flatnonzero((offsets[:, 1] > row.start) & (offsets[:, 0] < row.end))
            if not len(inside):
                continue
            start, end = int(inside[0]), int(inside[-1])
        tokenized.append(
            Tokens(
                questions[i][:QUESTION_TOKENS], titles[i][:TITLE_TOKENS], contexts["input_ids"][i], start, end
            )
        )
    return tokenized


class Windows:
    """Draws a window of a row, and lays it out as `[CLS] question [SEP] title context [SEP]`."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        self.cls: int = tokenizer.cls_token_id
        self.sep: int = tokenizer.sep_token_id
        self.pad: int = tokenizer.pad_token_id
        self.question_mark: int = tokenizer.convert_tokens_to_ids("?")
        self.full_stop: int = tokenizer.convert_tokens_to_ids(".")

    def draw(self, row: Tokens, generator: random.Random) -> tuple[list[int], int, int, int]:
        """Token ids, length of the question part, and the answer's first and last position (0: no answer)."""
        question = row.question
        if question and question[-1] == self.question_mark and generator.random() < QUESTION_MARK_DROP_SHARE:
            question = question[:-1]
        title = [*row.title, self.full_stop] if row.title and generator.random() < TITLE_SHARE else []
        head = [self.cls, *question, self.sep, *title]
        room = generator.choices(WINDOWS, WINDOW_WEIGHTS)[0] - len(head) - 1
        first, last = self._crop(row, max(room, 16), generator)
        ids = [*head, *row.context[first:last], self.sep]
        question_length = len(question) + 2
        if row.start < first or row.end >= last:
            return ids, question_length, 0, 0
        shift = len(head) - first
        return ids, question_length, row.start + shift, row.end + shift

    @staticmethod
    def _crop(row: Tokens, room: int, generator: random.Random) -> tuple[int, int]:
        length = len(row.context)
        if length <= room:
            return 0, length
        if row.start < 0 or row.end - row.start >= room:
            first = generator.randint(0, length - room)
            return first, first + room
        if generator.random() < NEGATIVE_CROP_SHARE:
            before, after = row.start, length - row.end - 1
            if max(before, after) >= 24:
                return (
                    (max(0, before - room), before)
                    if before > after
                    else (
                        row.end + 1,
                        min(length, row.end + 1 + room),
                    )
                )
        first = generator.randint(max(0, row.end + 1 - room), min(row.start, length - room))
        return first, first + room

    def batch(self, drawn: list[tuple[list[int], int, int, int]]) -> Batch:
        """One padded batch; the length is rounded up to a multiple of 16, so that few shapes occur."""
        longest = max(len(ids) for ids, *_ in drawn)
        length = -(-longest // PAD_MULTIPLE) * PAD_MULTIPLE
        input_ids = torch.full((len(drawn), length), self.pad)
        attention_mask = torch.zeros((len(drawn), length), dtype=torch.long)
        token_type_ids = torch.zeros((len(drawn), length), dtype=torch.long)
        for i, (ids, question_length, _, _) in enumerate(drawn):
            input_ids[i, : len(ids)] = torch.tensor(ids)
            attention_mask[i, : len(ids)] = 1
            token_type_ids[i, question_length : len(ids)] = 1
        starts = torch.tensor([start for _, _, start, _ in drawn])
        ends = torch.tensor([end for _, _, _, end in drawn])
        return Batch(input_ids, attention_mask, token_type_ids, starts, ends)


def batches_of_epoch(rows: list[Tokens], windows: Windows, seed: int) -> Iterator[Batch]:
    """All rows once, in batches of up to 4,096 tokens of about one length; the same for the same seed."""
    generator = random.Random(seed)
    order = list(range(len(rows)))
    generator.shuffle(order)
    pool: list[tuple[list[int], int, int, int]] = []
    tokens = 0
    for i in order:
        pool.append(windows.draw(rows[i], generator))
        tokens += len(pool[-1][0])
        if tokens >= BATCH_TOKENS * BATCHES_SORTED_TOGETHER:
            yield from _sorted_batches(pool, windows, generator)
            pool, tokens = [], 0
    if pool:
        yield from _sorted_batches(pool, windows, generator)


def _sorted_batches(
    pool: list[tuple[list[int], int, int, int]], windows: Windows, generator: random.Random
) -> Iterator[Batch]:
    pool.sort(key=lambda drawn: len(drawn[0]))
    groups: list[list[tuple[list[int], int, int, int]]] = [[]]
    for drawn in pool:
        group = groups[-1]
        if group and (len(group) == BATCH_ROWS or (len(group) + 1) * len(drawn[0]) > BATCH_TOKENS):
            groups.append(group := [])
        group.append(drawn)
    generator.shuffle(groups)
    for group in groups:
        yield windows.batch(group)
