"""Questions and passages to the windows that the reading model sees."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from transformers import BatchEncoding, PreTrainedTokenizerBase

QUESTION_TOKENS = 64
ABOVE_TOKENS = 32
WINDOW_TOKENS = 384
# Consecutive windows of a long passage share this many tokens.
OVERLAP_TOKENS = 128


@dataclass(frozen=True)
class Text:
    """A passage as the reader takes it: its own text, and the title and headings that stand above it."""

    above: str
    text: str


@dataclass(frozen=True)
class Window:
    """A part of a passage with the question before it, as token ids.

    The tokens of the passage begin at position `first`; `offsets` gives their characters in its text. `own`
    says for which of them this is the window with the most context: a token is scored there and nowhere else.
    """

    passage: int  # index into the list of passages
    input_ids: list[int]
    token_type_ids: list[int] | None
    first: int
    offsets: NDArray[np.int64]  # shape (tokens, 2)
    own: NDArray[np.bool_]  # shape (tokens,)


class Windower:
    """Lays windows out as `[CLS] question [SEP] above text [SEP]`, in the way of any tokenizer that takes pairs."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, limit: int) -> None:
        """:param limit: the longest input of the model, in tokens."""
        self._tokenizer = tokenizer
        self._length = min(WINDOW_TOKENS, limit)
        # transformers 5 has no function that joins two lists of ids, so the special tokens of a pair are read
        # off an encoded one.
        pair = tokenizer("a", "b")
        ids, sides = pair["input_ids"], pair.sequence_ids(0)
        question, passage = sides.index(0), sides.index(1)
        self._before, self._between = ids[:question], ids[sides.index(None, question) : passage]
        self._after = ids[len(sides) - sides[::-1].index(1) :]
        types = pair.get("token_type_ids")
        self._types = None if types is None else (types[question], types[passage])

    def windows(self, question: str, texts: list[Text]) -> list[Window]:
        """The windows of all passages; a passage without a token has none."""
        # Cut before anything else: the fast tokenizer panics when a question leaves no room for a stride.
        asked = self._encode([question])["input_ids"][0][: min(QUESTION_TOKENS, self._length // 3)]
        above = self._encode([f"{text.above}." if text.above else "" for text in texts])["input_ids"]
        encoded = self._encode([text.text for text in texts])
        windows = []
        for i, ids in enumerate(encoded["input_ids"]):
            offsets = np.asarray(encoded["offset_mapping"][i], dtype=np.int64).reshape(-1, 2)
            windows += self._of_passage(
                i, asked, above[i][-min(ABOVE_TOKENS, self._length // 6) :], ids, offsets
            )
        return windows

    def _encode(self, texts: list[str]) -> BatchEncoding:
        encoded: BatchEncoding = self._tokenizer(
            texts, add_special_tokens=False, return_offsets_mapping=True, truncation=False, verbose=False
        )
        return encoded

    def _of_passage(
        self, passage: int, asked: list[int], above: list[int], ids: list[int], offsets: NDArray[np.int64]
    ) -> list[Window]:
        before = [*self._before, *asked, *self._between]
        room = self._length - len(before) - len(above) - len(self._after)
        step = room - min(OVERLAP_TOKENS, room // 2)
        spans = [
            (start, min(start + room, len(ids))) for start in range(0, max(1, len(ids) - room + step), step)
        ]
        owners = most_context(spans, len(ids))
        windows = []
        for number, (start, end) in enumerate(spans):
            if start == end:
                continue
            input_ids = [*before, *above, *ids[start:end], *self._after]
            types = None
            if self._types is not None:
                types = [self._types[0]] * len(before) + [self._types[1]] * (len(input_ids) - len(before))
            first = len(before) + len(above)
            own = owners[start:end] == number
            windows.append(Window(passage, input_ids, types, first, offsets[start:end], own))
        return windows


def most_context(spans: list[tuple[int, int]], tokens: int) -> NDArray[np.int64]:
    """For each token, the number of the window in which it is farthest from an edge; ties go to the first.

    :param spans: first and last (exclusive) token of each window.
    """
    best = np.full(tokens, -1, dtype=np.int64)
    owners = np.zeros(tokens, dtype=np.int64)
    for number, (start, end) in enumerate(spans):
        places = np.arange(start, end)
        context = np.minimum(places - start, end - 1 - places)
        better = context > best[start:end]
        best[start:end][better] = context[better]
        owners[start:end][better] = number
    return owners
