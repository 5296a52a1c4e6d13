"""The question file that "Right" and "Wrong" write, and that `qa eval` reads."""

import dataclasses
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index import Error, QuestionFileError
from qa import feedback
from qa.metrics import normalise
from qa.questions import Question, read_questions
from tests.chatting import HOSTILE, WordAssistant, hostile, musk

RIGHT = musk().ask("How much is the value they offer?")
WRONG = musk().ask("When was it that Musk left?")
ABSENT = musk().ask("zebras")


def test_what_is_right_is_a_question_and_what_is_wrong_waits_to_be_corrected(tmp_path: Path) -> None:
    file = tmp_path / "home" / feedback.FILE
    feedback.note(file.parent, WRONG, False)
    with pytest.raises(QuestionFileError, match='no question that is ready: give right "answers"'):
        read_questions(file)
    feedback.note(file.parent, RIGHT, True)
    feedback.note(file.parent, ABSENT, True)
    ready = [
        Question("How much is the value they offer?", ["$97.4 billion"], ["musk-and-ai.md"]),
        Question("zebras", [], []),
    ]
    assert read_questions(file) == ready
    assert file.stat().st_mode & 0o077 == 0

    first, *others = file.read_text().splitlines()
    corrected = json.loads(first) | {"answers": ["in 2018"], "to_correct": False}
    file.write_text("\n".join([json.dumps(corrected), *others]))  # an editor may leave the last line end out
    assert read_questions(file) == [Question("When was it that Musk left?", ["in 2018"], []), *ready]
    feedback.note(file.parent, WRONG, False)
    assert json.loads(file.read_text().splitlines()[0]) == corrected


def test_the_last_word_counts_and_can_be_taken_back(tmp_path: Path) -> None:
    for right in (True, False, True, True):
        feedback.note(tmp_path, RIGHT, right)
    [line] = (tmp_path / feedback.FILE).read_text().splitlines()
    assert "to_correct" not in json.loads(line)
    feedback.note(tmp_path, RIGHT, None)
    assert (tmp_path / feedback.FILE).read_text() == ""


def test_many_say_something_at_once(tmp_path: Path) -> None:
    answers = [dataclasses.replace(RIGHT, question=f"{RIGHT.question} {number}") for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda answer: feedback.note(tmp_path, answer, True), answers))
    questions = read_questions(tmp_path / feedback.FILE)
    assert {question.question for question in questions} == {answer.question for answer in answers}


@pytest.mark.parametrize("payload", HOSTILE)
def test_any_text_makes_one_line(tmp_path: Path, payload: str) -> None:
    answer = dataclasses.replace(WordAssistant([hostile(payload)]).ask("hostile number"), text=payload)
    feedback.note(tmp_path, answer, True)
    if normalise(payload):
        assert read_questions(tmp_path / feedback.FILE)[0].answers == [payload]
    else:  # of signs only: no other answer can be compared with it
        [line] = (tmp_path / feedback.FILE).read_text().splitlines()
        assert json.loads(line)["to_correct"] and json.loads(line)["given"] == payload
    assert (tmp_path / feedback.FILE).read_bytes().isascii()


def test_a_file_that_is_full_or_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feedback.note(tmp_path, RIGHT, True)
    before = (tmp_path / feedback.FILE).read_bytes()
    monkeypatch.setattr(feedback, "FILE_BYTES", len(before) + 10)
    with pytest.raises(Error, match="is full: move it elsewhere"):
        feedback.note(tmp_path, WRONG, True)
    assert (tmp_path / feedback.FILE).read_bytes() == before
    (tmp_path / "file").write_text("")
    with pytest.raises(Error, match=r"^cannot write .*feedback\.jsonl: .+$"):
        feedback.note(tmp_path / "file", RIGHT, True)
    (tmp_path / feedback.FILE).write_bytes(b"\xff")
    with pytest.raises(Error, match="cannot write"):
        feedback.note(tmp_path, RIGHT, True)


def test_marked_words_are_the_answer_of_the_question_in_place_of_what_was_said(tmp_path: Path) -> None:
    assistant = musk()
    document = next(assistant.every_document())
    feedback.note(tmp_path, WRONG, False)
    feedback.note(tmp_path, RIGHT, True)
    for words in ("a group\n of   investors", "Sam Altman"):
        feedback.note_words(tmp_path, WRONG, document, words)
    marked = Question(WRONG.question, ["Sam Altman"], ["musk-and-ai.md"])
    right = Question(RIGHT.question, ["$97.4 billion"], ["musk-and-ai.md"])
    assert read_questions(tmp_path / feedback.FILE) == [right, marked]
    before = (tmp_path / feedback.FILE).read_bytes()
    for words in ("", " \n", "words of nobody", "Altman Sam"):
        with pytest.raises(Error, match=r"do not stand in musk-and-ai\.md"):
            feedback.note_words(tmp_path, WRONG, document, words)
    with pytest.raises(Error, match="mark more words"):
        feedback.note_words(tmp_path, WRONG, document, "the")
    long = dataclasses.replace(document, text="word " * 1_000)
    with pytest.raises(Error, match="mark 1000 or fewer"):
        feedback.note_words(tmp_path, WRONG, long, long.text)
    assert (tmp_path / feedback.FILE).read_bytes() == before
    feedback.note(tmp_path, WRONG, True)
    assert [question.answers for question in read_questions(tmp_path / feedback.FILE)] == [
        ["$97.4 billion"],
        [WRONG.text],
    ]


@pytest.mark.parametrize(
    "left", ["[]", "{", "[" * 100_000, '{"marked": true}', '"text"', '{"question": "What\u2028is\x85it?"}']
)
def test_what_an_editor_left_in_the_file_stays(tmp_path: Path, left: str) -> None:
    (tmp_path / feedback.FILE).write_text(f"{left}\n", encoding="utf-8")
    feedback.note_words(tmp_path, RIGHT, next(musk().every_document()), "Sam Altman")
    assert (tmp_path / feedback.FILE).read_text(encoding="utf-8").split("\n")[0] == left


def test_silence_of_chosen_documents_is_not_noted_as_right(tmp_path: Path) -> None:
    chosen = dataclasses.replace(ABSENT, only=("/docs/why.md",))
    with pytest.raises(Error, match="it was asked of the chosen documents only"):
        feedback.note(tmp_path, chosen, True)
    feedback.note(tmp_path, dataclasses.replace(RIGHT, only=("/docs/musk-and-ai.md",)), True)
    assert len(read_questions(tmp_path / feedback.FILE)) == 1
