"""What is said of an answer goes to that answer, and is told with the file that it stands in."""

import html
import json
from pathlib import Path

import pytest

from index import Error
from qa import feedback
from qa.chat_judged import Shown, judge
from tests.chatting import musk

ASSISTANT = musk()


def test_of_two_answers_to_the_same_words_the_one_that_is_meant_is_judged(tmp_path: Path) -> None:
    first = Shown(ASSISTANT.ask("why?", [ASSISTANT.ask("When did Musk leave OpenAI?").turn]))
    second = Shown(ASSISTANT.ask("why?", [ASSISTANT.ask("Who turned the offer down?").turn]))
    assert first.answer.question == second.answer.question and first.key != second.key
    told = html.unescape(judge(ASSISTANT, tmp_path, f"1 wrong {first.key}", [None, first, None, second]))
    assert f"{first.key} wrong Noted in {tmp_path / feedback.FILE}" in told
    [line] = map(json.loads, (tmp_path / feedback.FILE).read_text().splitlines())
    assert line["question"] == first.answer.understood == "Why did Musk leave OpenAI?"
    assert "Taken out of" in judge(ASSISTANT, tmp_path, f"2 neither {first.key}", [first, second])
    assert (tmp_path / feedback.FILE).read_text() == ""


def test_marked_words_name_their_document(tmp_path: Path) -> None:
    shown, document = Shown(ASSISTANT.ask("When was it that Musk left?")), ASSISTANT.document(2)
    assert document is not None
    named = f"1 marked {shown.key} 2 {document.sha256[:16]}"
    judge(ASSISTANT, tmp_path, f"{named} left it in 2018", [shown])
    [line] = map(json.loads, (tmp_path / feedback.FILE).read_text().splitlines())
    assert (line["answers"], line["sources"]) == (["left it in 2018"], ["why.md"])
    for wrong in (named, f"1 marked {shown.key} 2 0000 left", f"1 marked {shown.key}"):
        with pytest.raises(Error):
            judge(ASSISTANT, tmp_path, wrong, [shown])


@pytest.mark.parametrize("judgement", ["", "1", "1 right", "1 right 0a1b", "1 praised {key}", "right {key}"])
def test_what_names_no_answer_is_told(tmp_path: Path, judgement: str) -> None:
    shown = Shown(ASSISTANT.ask("When was it that Musk left?"))
    with pytest.raises(Error, match="no longer keeps the answer; ask the question again"):
        judge(ASSISTANT, tmp_path, judgement.format(key=shown.key), [None, shown])
    assert not list(tmp_path.iterdir())
