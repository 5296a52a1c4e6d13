import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast

from index.embed import bundled_model_path
from qa.windows import QUESTION_TOKENS, WINDOW_TOKENS, Text, Windower


def byte_level_tokenizer() -> PreTrainedTokenizerFast:
    """A tokenizer of single bytes that joins pairs as RoBERTa does: <s> a </s></s> b </s>, without types."""
    vocabulary = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    vocabulary |= {letter: i for i, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()), 4)}
    tokenizer = Tokenizer(models.BPE(vocabulary, [], unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", cls_token="<s>", sep_token="</s>",
        model_input_names=["input_ids", "attention_mask"],
    )  # fmt: skip


def bert_tokenizer() -> PreTrainedTokenizerFast:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(bundled_model_path(), local_files_only=True)


@pytest.mark.parametrize("tokenizer", [bert_tokenizer(), byte_level_tokenizer()], ids=["bert", "bytes"])
def test_a_window_is_laid_out_as_the_tokenizer_joins_pairs(tokenizer: PreTrainedTokenizerFast) -> None:
    [window] = Windower(tokenizer, 512).windows("who left", [Text("", "He left in 2018.")])
    pair = tokenizer("who left", "He left in 2018.", return_offsets_mapping=True)
    assert window.input_ids == pair["input_ids"]
    assert window.token_type_ids == pair.get("token_type_ids")
    passage = [i for i, side in enumerate(pair.sequence_ids(0)) if side == 1]
    assert (window.first, len(window.offsets)) == (passage[0], len(passage))
    assert [tuple(pair) for pair in window.offsets] == [pair["offset_mapping"][i] for i in passage]
    assert window.own.all()


def test_what_stands_above_is_read_and_is_no_part_of_the_passage() -> None:
    tokenizer = bert_tokenizer()
    [window] = Windower(tokenizer, 512).windows("who left", [Text("Musk › OpenAI", "He left.")])
    assert tokenizer.decode(window.input_ids) == "[CLS] who left [SEP] musk › openai. he left. [SEP]"
    assert tokenizer.decode(window.input_ids[window.first :]) == "he left. [SEP]"
    assert window.token_type_ids == [0] * 4 + [1] * (len(window.input_ids) - 4)


def test_a_long_passage_has_overlapping_windows_that_own_each_token_once() -> None:
    text = " ".join(f"w{i}" for i in range(900))
    windows = Windower(bert_tokenizer(), 512).windows(
        "who left", [Text("Title", "short"), Text("", text), Text("", "")]
    )
    assert {window.passage for window in windows} == {0, 1}
    long = [window for window in windows if window.passage == 1]
    assert len(long) > 3
    assert all(len(window.input_ids) <= WINDOW_TOKENS for window in long)
    owned = np.concatenate([window.offsets[window.own] for window in long])
    everything = bert_tokenizer()(text, add_special_tokens=False, return_offsets_mapping=True)[
        "offset_mapping"
    ]
    assert sorted(map(tuple, owned)) == everything


@pytest.mark.parametrize("limit", [32, 128, 512])
def test_a_long_question_is_cut_and_leaves_room(limit: int) -> None:
    windows = Windower(bert_tokenizer(), limit).windows(
        "why " * 10_000, [Text("so " * 50, "It is so. " * 200)]
    )
    assert all(len(window.input_ids) <= limit for window in windows)
    assert windows[0].input_ids.count(windows[0].input_ids[1]) <= QUESTION_TOKENS
    assert all(len(window.offsets) > 0 for window in windows)
