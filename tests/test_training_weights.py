"""What keeps the reader from learning by heart, the mean of readers, and the questions that we wrote ourselves."""

import hashlib
import json
from pathlib import Path

import pytest
import torch
from torch import nn
from transformers import BertConfig, BertForQuestionAnswering

from training.mean import mean_of
from training.regularize import MeanOfWeights, SharedDropout, share_dropout
from training.written import FILE, TEXTS, is_kept, read_written, short_hash

TINY = {"vocab_size": 30, "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2}


def tiny(value: float) -> BertForQuestionAnswering:
    """A model all of whose weights are one number."""
    model = BertForQuestionAnswering(BertConfig(**TINY, intermediate_size=8))
    for weight in model.parameters():
        nn.init.constant_(weight, value)
    return model


def test_dropout_drops_the_same_features_for_all_tokens_and_keeps_the_mean() -> None:
    torch.manual_seed(0)
    dropped = SharedDropout(0.25)(torch.ones(4, 7, 1000))
    assert torch.equal(dropped, dropped[:, :1].expand_as(dropped))
    assert dropped.unique().tolist() == [0.0, pytest.approx(4 / 3)]
    assert dropped.mean().item() == pytest.approx(1, abs=0.05)


def test_dropout_does_nothing_outside_of_training() -> None:
    hidden = torch.ones(2, 3, 4)
    assert torch.equal(SharedDropout(0.9).eval()(hidden), hidden)


def test_every_dropout_of_hidden_states_is_shared_and_none_of_the_attention() -> None:
    model = tiny(0.1)
    share_dropout(model, 0.2)
    shared = [name for name, module in model.named_modules() if isinstance(module, SharedDropout)]
    assert len(shared) == 3
    assert all("self" not in name for name in shared)


def test_the_mean_of_weights_is_their_mean() -> None:
    mean = MeanOfWeights(tiny(0))
    for value in (1.0, 2.0, 6.0):
        mean.add(tiny(value))
    assert mean.weights["qa_outputs.bias"].tolist() == pytest.approx([3.0, 3.0])


def test_readers_are_mixed_by_their_shares(tmp_path: Path) -> None:
    for name, value in (("a", 1.0), ("b", 5.0)):
        tiny(value).save_pretrained(tmp_path / name)
    mixed = mean_of([tmp_path / "a", tmp_path / "b"], [3, 1])
    assert all(torch.allclose(weight, torch.full_like(weight, 2.0)) for weight in mixed.parameters())


def test_a_share_has_to_be_positive() -> None:
    with pytest.raises(ValueError, match="above 0"):
        mean_of([Path("a")], [0.0])


def test_written_questions_find_their_paragraph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Ada Lovelace was born in 1815."
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a.jsonl").write_text(json.dumps({"title": "Ada_L", "text": text}) + "\n")
    (tmp_path / "texts.jsonl").write_text(json.dumps({"title": "A day out", "text": "It rained."}) + "\n")
    lines = [
        {"file": "text/a.jsonl", "line": 0, "paragraph": short_hash(text)}
        | {"questions": [["in which year did she come to the world", 25, 29], ["where did she die", -1, -1]]},
        {"file": "texts.jsonl", "line": 0, "paragraph": short_hash("It rained.")}
        | {"questions": [["what was the weather like", 0, 9]]},
    ]
    monkeypatch.setattr("training.written.FILE", tmp_path / "written.jsonl")
    monkeypatch.setattr("training.written.TEXTS", tmp_path / "texts.jsonl")
    (tmp_path / "written.jsonl").write_text("\n".join(map(json.dumps, lines)))
    read = read_written(tmp_path, kept=False) + read_written(tmp_path, kept=True)
    assert sorted((row.title, row.answer) for row in read) == [
        ("A day out", "It rained"),
        ("Ada L", ""),
        ("Ada L", "1815"),
    ]
    (tmp_path / "text" / "a.jsonl").write_text(json.dumps({"text": "Another."}) + "\n")
    with pytest.raises(ValueError, match="another paragraph"):
        read_written(tmp_path, kept=True)


def test_one_paragraph_in_eight_is_kept_for_the_calibration() -> None:
    kept = sum(is_kept(f"paragraph {number}") for number in range(2_000))
    assert 0.1 < kept / 2_000 < 0.25


def test_the_written_questions_hold_no_sentence_of_others() -> None:
    records = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    assert records
    for record in records:
        assert set(record) == {"file", "line", "paragraph", "questions"}
        assert len(record["paragraph"]) == len(hashlib.sha256().hexdigest()[:16])
        for question, start, end in record["questions"]:
            assert question.strip()
            assert (start == -1) == (end == -1) and start <= end


def test_the_written_questions_on_our_own_texts_find_them() -> None:
    texts = [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    for record in map(json.loads, FILE.read_text(encoding="utf-8").splitlines()):
        if record["file"] == TEXTS.name:
            text = texts[record["line"]]["text"]
            assert short_hash(text) == record["paragraph"]
            assert all(text[start:end].strip() for _, start, end in record["questions"] if start >= 0)
