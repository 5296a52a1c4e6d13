"""A file of questions: what is read of it, and what is refused."""

import json
from pathlib import Path

import pytest

from index import QuestionFileError
from qa.questions import Question, read_questions


def test_questions_are_read(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(
        '\ufeff{"question": "Who?", "answers": ["B"], "sources": ["a.txt"]}\n\n{"question": "B?", "answers": []}\n'
    )
    assert read_questions(file) == [Question("Who?", ["B"], ["a.txt"]), Question("B?", [], [])]


def test_nothing_may_be_null_and_one_source_a_text(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(
        '{"question": "Who?", "answers": ["B"], "sources": null, "passage": null}\n'
        '{"question": "When?", "answers": ["C"], "sources": "a.txt"}\n'
    )
    assert read_questions(file) == [Question("Who?", ["B"], []), Question("When?", ["C"], ["a.txt"])]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: not JSON"),
        ("[" * 100_000, "line 2: not JSON"),
        ("[]", 'line 2: expected an object with a text "question"'),
        ('{"question": 5}', 'line 2: expected an object with a text "question"'),
        ('{"question": " ", "answers": []}', 'line 2: "question" is empty'),
        ('{"question": "Who?"}', 'line 2: expected a list "answers"'),
        ('{"question": "Who?", "answers": "A"}', 'line 2: expected a list "answers"'),
        ('{"question": "Who?", "answers": [1]}', 'line 2: "answers" holds something that is not text'),
        (
            '{"question": "Who?", "answers": ["A b", ""]}',
            "line 2: \"answers\" holds '', of which nothing is compared",
        ),
        (
            '{"question": "Who?", "answers": ["the"]}',
            "line 2: \"answers\" holds 'the', of which nothing is compared",
        ),
        (
            '{"question": "Who?", "answers": ["?!"]}',
            "line 2: \"answers\" holds '?!', of which nothing is compared",
        ),
        ('{"question": "Who \\ud83d?", "answers": []}', "line 2: 'Who \\ud83d?' holds half a character"),
        ('{"question": "Who?", "answers": ["A \\udc80"]}', "line 2: 'A \\udc80' holds half a character"),
        (
            '{"question": "Who?", "answers": [], "passage": "A \\ud83d"}',
            "line 2: 'A \\ud83d' holds half a character",
        ),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(json.dumps({"question": "Who?", "answers": []}) + "\n" + line + "\n")
    with pytest.raises(QuestionFileError) as raised:
        read_questions(file)
    assert message in str(raised.value)


def test_whole_characters_names_of_bytes_and_lines_to_correct_are_read(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(
        '{"question": "Who \\ud83d\\ude00?", "answers": ["\\u00e9"], "sources": ["caf\\udce9.txt"]}\n'
        '{"question": "Who?", "answers": [""], "to_correct": true}\n'
    )
    assert read_questions(file) == [Question("Who \U0001f600?", ["\u00e9"], ["caf\udce9.txt"])]


def test_a_file_that_is_missing_binary_or_empty_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="No such file"):
        read_questions(tmp_path / "none.jsonl")
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QuestionFileError, match="it is not UTF-8 text"):
        read_questions(tmp_path / "b.jsonl")
    (tmp_path / "e.jsonl").write_text("\n")
    with pytest.raises(QuestionFileError, match="holds no question"):
        read_questions(tmp_path / "e.jsonl")
