"""The parts of the training that one can compute by hand; the training itself takes hours."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from index.embed import bundled_model_path
from tests.answering import NumberReader
from tests.conftest import WordEmbedder
from training.asked import documents_of, is_left_out, write_corpus
from training.batches import Batch, Windows, batches_of_epoch, tokenize
from training.calibrate import asked_or_remembered
from training.data import Row, read_rows
from training.loss import reader_loss, shared_loss
from training.negatives import nearest_lacking
from training.rules import answer_sentence, as_typed, keywords, misspelt, swapped, without_answer_sentence
from training.thesaurus import reworded, thesaurus
from training.written import as_set, own_documents

BRIDGES = (
    "The Forth Bridge in Scotland was opened in 1890 by the Prince of Wales. The Tay Bridge had fallen in 1879 "
    "while a train crossed it. After that, William Arrol built both bridges of steel, which many thought wise."
)


def row(question: str, answer: str, context: str = BRIDGES, title: str = "Bridges") -> Row:
    start = context.index(answer)
    return Row(title, context, question, start, start + len(answer))


def test_a_swapped_question_asks_for_a_name_of_another_sentence() -> None:
    asked = row("When was the Forth Bridge opened?", "1890")
    changed = {other.question for seed in range(30) if (other := swapped(asked, random.Random(seed)))}
    assert changed == {"When was the Tay Bridge opened?", "When was the William Arrol opened?"}
    other = swapped(asked, random.Random(1))
    assert other is not None and (other.answer, other.context) == ("", BRIDGES)


def test_a_name_is_not_swapped_for_a_form_of_itself() -> None:
    context = (
        "Elon Musk helped to found a company, OpenAI, in 2015 with others. In 2018 Musk left OpenAI again."
    )
    asked = row("When did Musk leave?", "2018", context)
    assert all(
        "Elon" not in other.question for seed in range(20) if (other := swapped(asked, random.Random(seed)))
    )


def test_a_question_without_a_name_or_opposite_is_not_swapped() -> None:
    assert swapped(row("Who opened it?", "the Prince of Wales"), random.Random(0)) is None


def test_a_word_gives_place_to_its_opposite_only_where_the_paragraph_does_not_say_it() -> None:
    asked = row("What fell before the inquiry?", "The Tay Bridge")
    assert swapped(asked, random.Random(0)) is None  # "After" stands in the paragraph
    asked = row("Which was the first bridge?", "The Tay Bridge")
    other = swapped(asked, random.Random(0))
    assert other is not None and other.question == "Which was the last bridge?"


def test_the_paragraph_without_its_answer_sentence() -> None:
    asked = row("When did it fall?", "1879", BRIDGES + " " + BRIDGES.replace("1879", "March") * 2)
    assert asked.context[slice(*answer_sentence(asked))] == (
        "The Tay Bridge had fallen in 1879 while a train crossed it."
    )
    rest = without_answer_sentence(asked)
    assert rest is not None and "1879" not in rest and rest.startswith("The Forth Bridge in Scotland")
    assert without_answer_sentence(row("When?", "1890", BRIDGES + " It was 1890.")) is None
    assert without_answer_sentence(row("When?", "1890", "It opened in 1890.")) is None


@given(st.text(max_size=60), st.integers(0, 9))
def test_any_question_can_be_typed_in_haste(question: str, seed: int) -> None:
    assert abs(len(misspelt(question, random.Random(seed))) - len(question)) <= 1
    as_typed(question, random.Random(seed))


def test_keywords_keep_what_is_asked_for() -> None:
    assert keywords("When was the Forth Bridge opened?") == "When Forth Bridge opened"
    assert keywords("Who is it?") == "Who is it?"


def test_the_thesaurus_has_near_words_that_ask_for_the_same() -> None:
    # Words on a line: the cosine of neighbours is high. "paris" is mostly written with a capital.
    places = {
        "movie": 0.0, "film": 0.1, "films": 0.12, "moving": 0.05, "paris": 0.0, "first": 1.5, "last": 1.5, "year": 0.1
    }  # fmt: skip

    def encode(texts: list[str]) -> np.ndarray:
        angles = np.array([places.get(text, 3.0) for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)

    context = (
        "the movie or film and films are moving to paris first and last year, so Paris, in Paris and Paris"
    )
    rows = [Row("", context, "what of it", -1, -1)]
    words = thesaurus(rows, encode)
    assert words["movie"] == ["film"] and words["film"] == ["movie"]
    assert "paris" not in words and "year" not in words and "first" not in words
    assert reworded("which movie was it", words, random.Random(1)) == "which film was it"
    assert reworded("who was Paris", words, random.Random(1)) == "who was Paris"


def test_negatives_are_the_nearest_paragraphs_without_the_answer() -> None:
    contexts = [BRIDGES, "The Forth Bridge opened in 1890.", "The Forth Bridge is red.", "Bread is baked."]
    [found] = nearest_lacking(
        [row("When was the Forth Bridge opened?", "1890")], contexts, WordEmbedder().encode
    )
    assert found == [2, 3]


@pytest.fixture(scope="module")
def tokenizer() -> PreTrainedTokenizerBase:
    return AutoTokenizer.from_pretrained(bundled_model_path())


def batches(rows: list[Row], tokenizer: PreTrainedTokenizerBase, seed: int) -> list[Batch]:
    contexts = [("Bridges", BRIDGES), ("Bread", "Bread is baked of flour, water and salt. " * 40)]
    questions, encoded = tokenize(rows, [r.question for r in rows], contexts, [[1]] * len(rows), tokenizer)
    return list(batches_of_epoch(questions, Windows(tokenizer, encoded), seed))


def test_a_batch_marks_the_answer_in_every_crop(tokenizer: PreTrainedTokenizerBase) -> None:
    rows = [row("Who built both bridges?", "William Arrol"), row("When did the Tay Bridge fall?", "1879")]
    seen = set()
    for seed in range(20):
        for batch in batches(rows, tokenizer, seed):
            for i in range(len(batch.group)):
                start, end = int(batch.start_positions[i]), int(batch.end_positions[i])
                assert batch.allowed[i, 0] and batch.allowed[i, start] and batch.allowed[i, end]
                seen.add(tokenizer.decode(batch.input_ids[i, start : end + 1]) if start else "")
            # The windows of one question share its number, and the second has no answer.
            assert all(
                batch.start_positions[i] == 0
                for i in range(1, len(batch.group))
                if batch.group[i] == batch.group[i - 1]
            )
    assert seen == {"", "william arrol", "1879"}


def test_the_same_seed_gives_the_same_batches(tokenizer: PreTrainedTokenizerBase) -> None:
    rows = [row("Who built both bridges?", "William Arrol")] * 50
    first, second, other = (batches(rows, tokenizer, seed) for seed in (3, 3, 4))
    assert all(torch.equal(a.input_ids, b.input_ids) for a, b in zip(first, second, strict=True))
    assert len(first) != len(other) or not all(
        torch.equal(a.input_ids, b.input_ids) for a, b in zip(first, other, strict=True)
    )


def test_the_shared_loss_by_hand() -> None:
    # Two windows of question 0 and one of question 1, which has no part in it. Relative scores: ln 2, ln 3 and
    # ln 4, -inf; with the no-answer of 1 the sum is 10, and the right place has 3 of it.
    scores = torch.tensor(
        [
            [1.0, 1 + np.log(2), 1 + np.log(3)],
            [-2.0, -2 + np.log(4), float("-inf")],
            [0.0, 5.0, 5.0],
        ]
    )
    targets, group = torch.tensor([2, 0, 1]), torch.tensor([0, 0, 1])
    assert float(shared_loss(scores, targets, group)) == pytest.approx(np.log(10 / 3) / 3)


def test_the_loss_has_a_gradient_everywhere(tokenizer: PreTrainedTokenizerBase) -> None:
    [batch] = batches([row("Who built both bridges?", "William Arrol")] * 5, tokenizer, 0)
    logits = torch.zeros((*batch.input_ids.shape, 2), requires_grad=True)
    reader_loss(logits, batch).backward()
    assert logits.grad is not None and torch.isfinite(logits.grad).all() and logits.grad.abs().sum() > 0


def test_the_corpus_has_our_documents_whole_but_for_what_is_left_out(tmp_path: Path) -> None:
    title, paragraphs = next(
        (t, ps) for t, ps in own_documents().items() if len({*map(is_left_out, ps)}) == 2
    )
    put_in = [paragraph for paragraph in paragraphs if not is_left_out(paragraph)]
    alone = next(text for text in map("Some text {}.".format, range(100)) if not is_left_out(text))
    rows = [Row(title, text, "?", -1, -1) for text in paragraphs] + [Row(title, alone, "?", -1, -1)] * 2
    write_corpus(documents_of(rows), tmp_path)
    assert sorted(path.read_text(encoding="utf-8") for path in tmp_path.iterdir()) == sorted(
        ["\n\n".join([title, *put_in]) + "\n", f"{title}\n\n{alone}\n"]
    )


def test_a_calibration_asks_its_own_documents_only(tmp_path: Path, embedder: WordEmbedder) -> None:
    texts = [text for text in map("The mill of {} sold 12 sacks.".format, range(20)) if not is_left_out(text)]
    asked, other = (row("How many sacks did the mill sell?", "12", text) for text in texts[:2])
    both = asked_or_remembered([asked], [asked, other], tmp_path, embedder, NumberReader())
    alone = asked_or_remembered([asked], [asked], tmp_path, embedder, NumberReader())
    assert [len(example["features"]) for example in both + alone] == [2, 1]
    assert len(list((tmp_path / "corpus").iterdir())) == 1


def test_our_questions_take_the_form_of_a_set(tmp_path: Path) -> None:
    rows = [Row("Bees", "They fly in May.", "When?", 12, 15), Row("Bees", "They fly in May.", "Why?", -1, -1)]
    (tmp_path / "set.jsonl").write_text("".join(json.dumps(record) + "\n" for record in as_set(rows)))
    assert read_rows(tmp_path / "set.jsonl") == rows
