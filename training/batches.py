"""Questions to token windows to batches: random crops round the answer, in a fixed order by seed."""

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
WINDOW_WEIGHTS = (15, 30, 45, 10)
NEGATIVE_CROP_SHARE = 0.06
# How many passages without the answer stand beside the one with it, 0 to 3, and how often: in use there are nine. The
# nearest are drawn most often, each a third less often than the one before.
NEGATIVE_PASSAGE_WEIGHTS = (40, 25, 20, 15)
NEARER_FACTOR = 0.67
TITLE_SHARE = 0.5
QUESTION_MARK_DROP_SHARE = 0.2
VARIED_SHARE = 0.2
PAD_MULTIPLE = 16
BATCH_TOKENS = 4096
BATCH_ROWS = 64
BATCHES_SORTED_TOGETHER = 40


@dataclass(frozen=True)
class Context:
    """A paragraph and its title as token ids."""

    title: list[int]
    ids: list[int]


@dataclass(frozen=True)
class Question:
    """A question as token ids, as it stands and otherwise worded or typed, and where its answer is.

    `context` is an index into the list of contexts; `start` and `end` are the first and last token of the
    answer in it, or -1. `negatives` are contexts without the answer, the nearest first.
    """

    ids: list[int]
    varied: list[int]
    context: int
    start: int
    end: int
    negatives: list[int]


@dataclass(frozen=True)
class Window:
    """A window's token ids, where its parts begin, and the answer's first and last position (0: no answer)."""

    ids: list[int]
    question_length: int
    first: int
    start: int
    end: int


@dataclass(frozen=True)
class Batch:
    """Tensors of shape (rows, length), and of shape (rows,): the answer's positions and the question's number.

    `allowed` holds where an answer may be: the tokens of the passage, and position 0 for none.
    """

    input_ids: torch.Tensor
    attention_mask: torch.Tensor
    token_type_ids: torch.Tensor
    allowed: torch.Tensor
    start_positions: torch.Tensor
    end_positions: torch.Tensor
    group: torch.Tensor


def tokenize(
    rows: list[Row],
    varied: list[str],
    contexts: list[tuple[str, str]],
    negatives: list[list[int]],
    tokenizer: PreTrainedTokenizerBase,
) -> tuple[list[Question], list[Context]]:
    """Rows and paragraphs as token ids; a row whose answer touches no token is left out.

    :param varied: the question of each row in other words, misspelt, or as keywords.
    :param contexts: title and text of all paragraphs, those of the rows among them.
    :param negatives: for each row, indices into `contexts`.
    """

    def encode(texts: list[str]) -> list[list[int]]:
        return tokenizer(texts, add_special_tokens=False)["input_ids"]

    titles = encode([title for title, _ in contexts])
    encoded = tokenizer([text for _, text in contexts], add_special_tokens=False, return_offsets_mapping=True)
    index = {text: i for i, (_, text) in enumerate(contexts)}
    ids, varied_ids = encode([row.question for row in rows]), encode(varied)
    questions = []
    for i, row in enumerate(rows):
        context = index[row.context]
        start = end = -1
        if row.start >= 0:
            offsets = np.asarray(encoded["offset_mapping"][context]).reshape(-1, 2)
            inside = np.flatnonzero((offsets[:, 1] > row.start) & (offsets[:, 0] < row.end))
            if not len(inside):
                continue
            start, end = int(inside[0]), int(inside[-1])
        asked, otherwise = ids[i][:QUESTION_TOKENS], varied_ids[i][:QUESTION_TOKENS]
        questions.append(Question(asked, otherwise, context, start, end, negatives[i]))
    texts = encoded["input_ids"]
    return questions, [Context(title[:TITLE_TOKENS], text) for title, text in zip(titles, texts, strict=True)]


class Windows:
    """Draws the windows of a question, each laid out as `[CLS] question [SEP] title context [SEP]`."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, contexts: list[Context]) -> None:
        self.contexts = contexts
        self.cls: int = tokenizer.cls_token_id
        self.sep: int = tokenizer.sep_token_id
        self.pad: int = tokenizer.pad_token_id
        self.question_mark: int = tokenizer.convert_tokens_to_ids("?")
        self.full_stop: int = tokenizer.convert_tokens_to_ids(".")

    def draw(self, question: Question, generator: random.Random) -> list[Window]:
        """The window of a question and, where it has any, those of up to three passages without its answer."""
        ids = question.varied if generator.random() < VARIED_SHARE else question.ids
        if ids and ids[-1] == self.question_mark and generator.random() < QUESTION_MARK_DROP_SHARE:
            ids = ids[:-1]
        length = generator.choices(WINDOWS, WINDOW_WEIGHTS)[0]
        drawn = [self._window(ids, question.context, question.start, question.end, length, generator)]
        count = generator.choices(range(len(NEGATIVE_PASSAGE_WEIGHTS)), NEGATIVE_PASSAGE_WEIGHTS)[0]
        left = list(enumerate(question.negatives))
        for _ in range(min(count, len(left))):
            weights = [NEARER_FACTOR**place for place, _ in left]
            chosen = generator.choices(left, weights)[0]
            left.remove(chosen)
            drawn.append(self._window(ids, chosen[1], -1, -1, length, generator))
        return drawn

    def _window(
        self, ids: list[int], number: int, start: int, end: int, length: int, generator: random.Random
    ) -> Window:
        context = self.contexts[number]
        title = [*context.title, self.full_stop] if context.title and generator.random() < TITLE_SHARE else []
        head = [self.cls, *ids, self.sep, *title]
        room = max(length - len(head) - 1, 16)
        first, last = _crop(len(context.ids), start, end, room, generator)
        tokens = [*head, *context.ids[first:last], self.sep]
        if start < first or end >= last:
            return Window(tokens, len(ids) + 2, len(head), 0, 0)
        shift = len(head) - first
        return Window(tokens, len(ids) + 2, len(head), start + shift, end + shift)

    def batch(self, groups: list[list[Window]]) -> Batch:
        """One padded batch; the length is rounded up to a multiple of 16, so that few shapes occur."""
        drawn = [window for group in groups for window in group]
        longest = max(len(window.ids) for window in drawn)
        length = -(-longest // PAD_MULTIPLE) * PAD_MULTIPLE
        input_ids = torch.full((len(drawn), length), self.pad)
        attention_mask = torch.zeros((len(drawn), length), dtype=torch.long)
        token_type_ids = torch.zeros((len(drawn), length), dtype=torch.long)
        allowed = torch.zeros((len(drawn), length), dtype=torch.bool)
        allowed[:, 0] = True
        for i, window in enumerate(drawn):
            tokens = len(window.ids)
            input_ids[i, :tokens] = torch.tensor(window.ids)
            attention_mask[i, :tokens] = 1
            token_type_ids[i, window.question_length : tokens] = 1
            allowed[i, window.first : tokens - 1] = True
        starts = torch.tensor([window.start for window in drawn])
        ends = torch.tensor([window.end for window in drawn])
        group = torch.tensor([number for number, group in enumerate(groups) for _ in group])
        return Batch(input_ids, attention_mask, token_type_ids, allowed, starts, ends, group)


def _crop(length: int, start: int, end: int, room: int, generator: random.Random) -> tuple[int, int]:
    """First and last (exclusive) token of a crop: round the answer, or now and then the longer side beside it."""
    if length <= room:
        return 0, length
    if start < 0 or end - start >= room:
        first = generator.randint(0, length - room)
        return first, first + room
    if generator.random() < NEGATIVE_CROP_SHARE:
        before, after = start, length - end - 1
        if before >= max(after, 24):
            return max(0, before - room), before
        if after >= 24:
            return end + 1, min(length, end + 1 + room)
    first = generator.randint(max(0, end + 1 - room), min(start, length - room))
    return first, first + room


def batches_of_epoch(questions: list[Question], windows: Windows, seed: int) -> Iterator[Batch]:
    """All questions once, in batches of up to 4,096 tokens of about one length; the same for the same seed.

    The windows of a question are in one batch.
    """
    generator = random.Random(seed)
    order = list(range(len(questions)))
    generator.shuffle(order)
    pool: list[list[Window]] = []
    tokens = 0
    for i in order:
        pool.append(windows.draw(questions[i], generator))
        tokens += sum(len(window.ids) for window in pool[-1])
        if tokens >= BATCH_TOKENS * BATCHES_SORTED_TOGETHER:
            yield from _sorted_batches(pool, windows, generator)
            pool, tokens = [], 0
    if pool:
        yield from _sorted_batches(pool, windows, generator)


def _sorted_batches(pool: list[list[Window]], windows: Windows, generator: random.Random) -> Iterator[Batch]:
    pool.sort(key=lambda group: max(len(window.ids) for window in group))
    batches: list[list[list[Window]]] = [[]]
    rows = 0
    for group in pool:
        longest = max(len(window.ids) for window in group)
        if rows and (rows + len(group) > BATCH_ROWS or (rows + len(group)) * longest > BATCH_TOKENS):
            batches.append([])
            rows = 0
        batches[-1].append(group)
        rows += len(group)
    generator.shuffle(batches)
    for groups in batches:
        yield windows.batch(groups)
