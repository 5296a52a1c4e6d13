"""What keeps the reader from learning by heart, the mean of readers, and the questions that we wrote ourselves."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
import torch
from torch import nn
from transformers import BertConfig, BertForQuestionAnswering

from training.data import SOURCES
from training.mean import mean_of
from training.prepare import rows_of_epoch
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


def test_an_epoch_takes_new_questions_as_often_as_told_and_a_share_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets = tmp_path / "data" / "train"
    sets.mkdir(parents=True)
    for name in SOURCES:
        lines = [
            {"title": "", "context": f"{name} {i} is blue.", "question": f"What is {i}?", "answers": []}
            for i in range(20)
        ]
        (sets / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)))
    texts = [{"title": f"Notes {i}", "text": f"It rained {i} days."} for i in range(60)]
    written = [
        {"file": "texts.jsonl", "line": i, "paragraph": short_hash(record["text"])}
        | {"questions": [[f"how long did it rain in {i}", 10, 11]]}
        for i, record in enumerate(texts)
    ]
    monkeypatch.setattr("training.written.FILE", tmp_path / "written.jsonl")
    monkeypatch.setattr("training.written.TEXTS", tmp_path / "texts.jsonl")
    (tmp_path / "texts.jsonl").write_text("\n".join(map(json.dumps, texts)))
    (tmp_path / "written.jsonl").write_text("\n".join(map(json.dumps, written)))
    every, ours = rows_of_epoch(sets, 1.0, {}, seed=1)
    assert set(Counter(row.question for row in ours).values()) == {4}
    asked = {row.question for row in ours}
    some, some_of_ours = rows_of_epoch(sets, 0.5, {40: 2, 50: 3}, seed=1)
    counted = Counter(row.question for row in some_of_ours)
    number = {question: int(question.split()[-1]) for question in asked}
    for times, first, end in ((2, 40, 50), (3, 50, 60)):
        new = {question for question in asked if first <= number[question] < end}
        assert {question for question, often in counted.items() if often == times} == new
    earlier = [question for question in asked if number[question] < 40]
    assert list(counted.values()).count(1) == round(0.5 * len(earlier))
    assert set(some) < set(every) and len(some) == round(0.5 * len(every))
    assert rows_of_epoch(sets, 0.5, {40: 2, 50: 3}, seed=1) == (some, some_of_ours)
    others, others_of_ours = rows_of_epoch(sets, 0.5, {40: 2, 50: 3}, seed=2)
    assert set(others) != set(some) and set(others_of_ours) != set(some_of_ours)
