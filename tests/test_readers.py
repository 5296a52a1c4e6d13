"""Reading models of other families than the bundled one, each made here: small, with random weights."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from transformers import (
    BertConfig,
    BertForQuestionAnswering,
    BertTokenizer,
    DebertaV2Config,
    DebertaV2ForQuestionAnswering,
    DistilBertConfig,
    DistilBertForQuestionAnswering,
    ElectraConfig,
    ElectraForQuestionAnswering,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForQuestionAnswering,
    RobertaTokenizer,
)

import qa
from index import ModelError
from qa.decode import ANSWER_TOKENS
from qa.read import BUNDLED_FOLDER, ExtractiveReader
from qa.windows import Text

PASSAGE = "The Forth Bridge opened in 1890. It was built of steel by Sir William Arrol, and painted red."
QUESTION = "Who built the bridge?"
SIZE = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}


def word_pieces() -> BertTokenizer:
    words = sorted({word.strip(".,?").lower() for word in f"{PASSAGE} {QUESTION}".split()} | set(".,?"))
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    return BertTokenizer(vocab={token: i for i, token in enumerate(special + words)})


def bytes_as_roberta() -> RobertaTokenizer:
    vocabulary = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "<mask>": 4}
    vocabulary |= {letter: i for i, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()), 5)}
    return RobertaTokenizer(vocab=vocabulary, merges=[])


def pieces_as_deberta() -> PreTrainedTokenizerFast:
    """Letters and white space as SentencePiece has them, joined as DeBERTa does, with types."""
    letters = sorted(set(f"{PASSAGE} {QUESTION}".replace(" ", "▁")) | {"▁"})
    special = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"]
    tokenizer = Tokenizer(models.Unigram([(token, -1.0) for token in special + letters], unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 1), ("[SEP]", 2)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]",
        unk_token="[UNK]", mask_token="[MASK]",
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )  # fmt: skip


def model_of(family: str) -> tuple[PreTrainedModel, PreTrainedTokenizerFast]:
    if family == "bert":
        tokenizer = word_pieces()
        return BertForQuestionAnswering(BertConfig(vocab_size=len(tokenizer), **SIZE)), tokenizer
    if family == "distilbert":
        tokenizer = word_pieces()
        config = DistilBertConfig(vocab_size=len(tokenizer), dim=16, n_layers=2, n_heads=2, hidden_dim=32)
        return DistilBertForQuestionAnswering(config), tokenizer
    if family == "electra":
        tokenizer = word_pieces()
        config = ElectraConfig(vocab_size=len(tokenizer), embedding_size=8, **SIZE)
        return ElectraForQuestionAnswering(config), tokenizer
    if family == "roberta":
        tokenizer = bytes_as_roberta()
        config = RobertaConfig(
            vocab_size=len(tokenizer), max_position_embeddings=130, type_vocab_size=1, pad_token_id=1, **SIZE
        )
        return RobertaForQuestionAnswering(config), tokenizer
    tokenizer = pieces_as_deberta()
    config = DebertaV2Config(
        vocab_size=len(tokenizer),
        relative_attention=True,
        pos_att_type=["p2c", "c2p"],
        type_vocab_size=0,
        **SIZE,
    )
    return DebertaV2ForQuestionAnswering(config), tokenizer


FAMILIES = ["bert", "distilbert", "electra", "roberta", "deberta"]


@pytest.fixture(scope="module", params=FAMILIES)
def saved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(5)
    model, tokenizer = model_of(request.param)
    model.eval()
    # Random weights give scores near nothing: made larger, the best span is well apart from the others.
    model.qa_outputs.weight.data *= 200
    folder = tmp_path_factory.mktemp(request.param)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def best_margin(folder: Path) -> float:
    """The margin of the best span by the plainest way: the tokenizer's own pair, every span tried."""
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForQuestionAnswering.from_pretrained(folder)
    pair = tokenizer(QUESTION, PASSAGE, return_tensors="pt")
    with torch.inference_mode():
        output = model(**pair)
    starts, ends = output.start_logits[0].numpy(), output.end_logits[0].numpy()
    passage = [i for i, side in enumerate(pair.sequence_ids(0)) if side == 1]
    best = max(starts[i] + ends[j] for i in passage for j in passage if i <= j < i + ANSWER_TOKENS)
    return float(best - starts[0] - ends[0])


def test_a_model_of_any_family_reads_as_it_does_alone(saved: Path) -> None:
    reader = ExtractiveReader(str(saved))
    [spans] = reader.read(QUESTION, [Text("", PASSAGE)])
    assert all(0 <= span.start < span.end <= len(PASSAGE) for span in spans)
    assert spans[0].margin == max(span.margin for span in spans)
    # On processors with bfloat16 the reader computes in it.
    assert spans[0].margin == pytest.approx(best_margin(saved), rel=0.05, abs=0.3)


def test_a_long_passage_stays_within_the_positions_of_the_model(saved: Path) -> None:
    reader = ExtractiveReader(str(saved))
    [spans] = reader.read("Who built it? " * 100, [Text("Bridges", f"{PASSAGE} " * 60)])
    assert spans


def test_a_reader_without_a_calibration_says_so(saved: Path, folder: Path) -> None:
    assistant = qa.open(folder, reader=str(saved))
    assert any("confidence is not calibrated" in note and "decision.json" in note for note in assistant.notes)
    answer = assistant.ask("When did the Forth Bridge open?")
    assert answer.passages


def test_the_calibration_of_a_reader_travels_with_it(tmp_path: Path, folder: Path) -> None:
    own = tmp_path / "reader"
    shutil.copytree(BUNDLED_FOLDER, own)
    assert not any("calibrated" in note for note in qa.open(folder, reader=str(own)).notes)
    decision = json.loads((own / "decision.json").read_text())
    (own / "decision.json").write_text(json.dumps(decision | {"answered": 1.1}))
    moved = tmp_path / "moved"
    own.rename(moved)
    answer = qa.open(folder, reader=str(moved)).ask("When did the Forth Bridge open?")
    assert answer.outcome is not qa.Outcome.ANSWERED
    (moved / "decision.json").write_text(json.dumps(decision | {"reader_sha256": "0" * 64}))
    third = tmp_path / "third"
    moved.rename(third)
    assert any("other weights" in note for note in qa.open(folder, reader=str(third)).notes)
    (third / "decision.json").write_text("{}")
    fourth = tmp_path / "fourth"
    third.rename(fourth)
    with pytest.raises(ModelError, match=r"decision\.json"):
        qa.open(folder, reader=str(fourth))


def test_a_folder_without_a_model_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot load reading model"):
        ExtractiveReader(str(tmp_path))


def test_scores_are_the_same_alone_and_in_a_batch() -> None:
    reader = ExtractiveReader()
    texts = [Text("", PASSAGE), Text("", f"{PASSAGE} It is 2,467 metres long and has three towers. " * 4)]
    together = reader.read(QUESTION, texts)
    alone = [reader.read(QUESTION, [text])[0] for text in texts]
    for a, b in zip(together, alone, strict=True):
        assert [(s.start, s.end) for s in a[:1]] == [(s.start, s.end) for s in b[:1]]
        assert np.allclose(a[0].margin, b[0].margin, atol=0.2)
