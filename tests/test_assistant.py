"""The line from documents to a cited answer, with models whose outputs can be computed by hand."""

import dataclasses
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import Store, sync
from qa.answer import Answer, Outcome
from qa.assistant import Assistant
from qa.chat_page import answer_html
from qa.cite import check_quotes
from qa.export import to_quotation
from qa.render import agreement, to_text, verdict
from tests.answering import DECISION, ask

assert ask  # the fixture


def test_where_no_document_is_left_nothing_is_answered(
    ask: Callable[[], Assistant], folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    assistant = ask()
    for file in folder.iterdir():
        file.unlink()
    sync(tmp_path / "index", [folder], embedder)
    answer = assistant.ask("When did the Forth Bridge open?")
    assert (answer.outcome, answer.citations, answer.passages) == (Outcome.NOT_IN_SOURCES, (), ())
    assert assistant.search("bridges") == ()


def test_an_answer_is_cited_with_its_place(ask: Callable[[], Assistant]) -> None:
    answer = ask().ask("When did the Forth Bridge open?")
    assert (answer.outcome, answer.text) == (Outcome.ANSWERED, "1890")
    [citation] = answer.citations
    assert (citation.title, Path(citation.path).name, citation.quote) == ("Bridges", "bridges.md", "1890")
    assert (citation.place.line, citation.place.heading, citation.place.link) == (3, ("Bridges",), None)
    assert citation.parts[0] == "The Forth Bridge opened in " and citation.parts[2].startswith(
        ". It is 2,467 metres"
    )


def test_nothing_is_answered_where_the_reader_finds_nothing(ask: Callable[[], Assistant]) -> None:
    answer = ask().ask("Which lake lies by Switzerland?")
    assert (answer.outcome, answer.text, answer.citations) == (Outcome.NOT_IN_SOURCES, "", ())
    assert answer.passages[0].citation.title == "Lakes"


def test_two_documents_that_agree_are_both_cited_and_others_stand_beside(
    ask: Callable[[], Assistant], folder: Path
) -> None:
    (folder / "also.txt").write_text("The Forth Bridge was opened by the Prince in 1890.\n")
    (folder / "other.txt").write_text("Another bridge, it is said, opened in 1964.\n")
    answer = ask().ask("When did the Forth Bridge open?")
    assert answer.text == "1890"
    assert {Path(c.path).name for c in answer.citations} == {"bridges.md", "also.txt"}
    assert [alternative.text for alternative in answer.alternatives] == ["1964"]
    assert agreement(answer) == "2 sources say 1890, 1 source says 1964."
    assert (answer.sources, answer.alternatives[0].sources) == (2, 1)
    assert agreement(answer) in to_text(answer)
    assert agreement(dataclasses.replace(answer, alternatives=())) == "2 sources say so."
    one = dataclasses.replace(answer, alternatives=(), citations=answer.citations[:1])
    assert agreement(one) == "" == agreement(dataclasses.replace(one, citations=(), text=""))


def test_what_other_places_name_adds_to_a_list_and_contradicts_nothing(
    ask: Callable[[], Assistant], folder: Path
) -> None:
    for number in range(1960, 1965):
        (folder / f"{number}.txt").write_text(f"A bridge was opened in {number}.\n")
    answer = ask().ask("In which years were bridges opened?")
    named = {answer.text, *(alternative.text for alternative in answer.alternatives)}
    assert named >= {str(number) for number in range(1960, 1965)}
    assert (answer.several, answer.to_json()["several"], agreement(answer)) == (True, True, "")
    assert len(answer.alternatives) == 5  # and the year of another bridge
    assert answer.confidence > 0.95 and all(0.9 < other.confidence < 0.96 for other in answer.alternatives)
    assert [line[:3] for line in to_text(answer).splitlines() if line.startswith("[")] == [
        f"[{number}]" for number in range(1, 7)
    ]
    for text in (to_text(answer), to_quotation(answer), answer_html(answer)):
        assert "Also named elsewhere" in text
        assert "Another passage says" not in text


def test_what_other_documents_say_of_one_thing_contradicts(
    ask: Callable[[], Assistant], folder: Path
) -> None:
    for cost in ("40 million", "55 million"):
        (folder / f"{cost}.txt").write_text(f"The museum's building costs were {cost}.\n")
    answer = ask().ask("What were the building costs?")
    assert (answer.several, len(answer.alternatives)) == (False, 1) and answer.confidence < 0.6
    assert agreement(answer) == "1 source says 40, 1 source says 55."


def test_sentences_and_what_hardly_anything_is_left_for_are_not_counted_against_an_answer(
    ask: Callable[[], Assistant], folder: Path
) -> None:
    (folder / "yes.txt").write_text("In 1890 dogs were allowed on the Forth Bridge.\n")
    (folder / "also.txt").write_text("Dogs were allowed on the Forth Bridge in 1890, with 2 exceptions.\n")
    answer = ask().ask("Were dogs allowed on the Forth Bridge?")
    assert answer.text.endswith(".") and " say" not in agreement(answer).replace("sources say so.", "")
    assistant = ask()
    assistant._decision = dataclasses.replace(DECISION, weights=(9.0, *DECISION.weights[1:]))
    assert len(assistant.ask("When did the Forth Bridge open?").alternatives) == 0


def test_a_near_copy_in_another_document_is_a_source_of_its_own(
    ask: Callable[[], Assistant], folder: Path
) -> None:
    for name, opens in (("a", "from 17 to 20"), ("b", "at 17")):
        (folder / f"{name}.txt").write_text(
            f"The hall of Holm\n\nThe hall of Holm is open {opens} on all days.\n"
        )
    answer = ask().ask("When is the hall of Holm open?")
    assert {Path(citation.path).name for citation in answer.citations} == {"a.txt", "b.txt"}


def test_a_promise_is_of_single_answers(ask: Callable[[], Assistant], folder: Path) -> None:
    for number in range(1960, 1965):
        (folder / f"{number}.txt").write_text(f"A bridge was opened in {number}.\n")
    assistant = ask()
    assistant._decision = dataclasses.replace(DECISION, promised=True)
    answer = assistant.ask("In which years were bridges opened?")
    assert (answer.outcome, answer.several) == (Outcome.NOT_IN_SOURCES, True) and answer.confidence < 0.2


def test_equal_files_are_embedded_once_and_both_cited(
    ask: Callable[[], Assistant], folder: Path, embedder: WordEmbedder
) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "copy.md").write_bytes((folder / "bridges.md").read_bytes())
    assistant = ask()
    assert len(embedder.embedded) == len(set(embedder.embedded))
    answer = assistant.ask("When did the Forth Bridge open?")
    assert {Path(citation.path).name for citation in answer.citations} == {"bridges.md", "copy.md"}


def test_an_answer_says_when_its_source_changed_after_indexing(
    ask: Callable[[], Assistant], folder: Path
) -> None:
    assistant = ask()
    question, file = "When did the Forth Bridge open?", folder / "bridges.md"
    file.touch()  # its time is another, its words are the same
    assert assistant.ask(question).citations[0].changed is False
    text = file.read_text()
    for change in (lambda: file.write_text(text.replace("1890", "1889")), lambda: file.unlink()):
        change()
        answer = assistant.ask(question)
        assert answer.text == "1890"  # what was indexed, and said to be that
        assert [citation.changed for citation in answer.citations] == [True]
        assert answer.to_json()["citations"][0]["changed"] is True
        assert "line 3 · changed since it was indexed" in to_text(answer)
        others = [found.citation for found in answer.passages if found.citation.path != str(file)]
        assert not any(citation.changed for citation in others)


def test_a_far_less_likely_answer_is_no_alternative(ask: Callable[[], Assistant], folder: Path) -> None:
    (folder / "other.txt").write_text("A hill of 1964 metres.\n")  # no word of the question: margin -3
    assert ask().ask("When did the Forth Bridge open?").alternatives == ()


def test_json_has_the_promised_keys_and_is_the_same_each_time(ask: Callable[[], Assistant]) -> None:
    assistant = ask()
    first, second = (assistant.ask("When did the Forth Bridge open?") for _ in range(2))
    record = first.to_json()
    assert list(record) == [
        "question", "understood", "outcome", "text", "confidence", "sources", "citations", "alternatives", "several",
        "only", "passages", "timings",
    ]  # fmt: skip
    assert {"path", "title", "start", "end", "quote", "place", "context"} <= record["citations"][0].keys()
    assert {"line", "heading", "page", "time", "link"} <= record["citations"][0]["place"].keys()
    assert json.dumps(record | {"timings": 0}) == json.dumps(second.to_json() | {"timings": 0})
    assert set(first.timings) == {"retrieve", "read", "decide", "total"}


def test_the_promise_is_checked_when_an_answer_leaves(ask: Callable[[], Assistant], tmp_path: Path) -> None:
    assistant = ask()
    answer = assistant.ask("When did the Forth Bridge open?")
    with Store(tmp_path / "index", WordEmbedder()).snapshot() as snapshot:
        documents = [snapshot.document(i) for i in (1, 2, 3)]
    check_quotes(answer, documents)
    false = dataclasses.replace(answer.citations[0], quote="1891")
    with pytest.raises(AssertionError, match="is not '1891'"):
        check_quotes(dataclasses.replace(answer, citations=(false,)), documents)


def test_many_threads_get_the_answers_of_one(ask: Callable[[], Assistant]) -> None:
    assistant = ask()
    questions = ["When did the Forth Bridge open?", "How long is it in metres?", "Which lake?"] * 8
    alone = [assistant.ask(question).text for question in questions]
    together: dict[int, str] = {}
    threads = [
        threading.Thread(target=lambda i=i, q=q: together.update({i: assistant.ask(q).text}))
        for i, q in enumerate(questions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[i] for i in range(len(questions))] == alone


@pytest.mark.parametrize(
    ("outcome", "confidence", "words"),
    [
        (Outcome.ANSWERED, 0.8, "Sure · 80 %"),
        (Outcome.ANSWERED, 0.79, "Likely · 79 %"),
        (Outcome.ANSWERED, 0.6, "Likely · 60 %"),
        (Outcome.ANSWERED, 0.796, "Sure · 80 %"),
        (Outcome.ANSWERED, 0.596, "Likely · 60 %"),
        (Outcome.ANSWERED, 0.594, "Not sure · 59 %: check the sources"),
        (Outcome.ANSWERED, 0.54, "Not sure · 54 %: check the sources"),
        (Outcome.UNSURE, 0.25, "Not sure enough · 25 %: check the sources"),
        (Outcome.NOT_IN_SOURCES, 0.1, "Not in the sources; the nearest passages are:"),
    ],
)
def test_how_sure_an_answer_is_in_words(outcome: Outcome, confidence: float, words: str) -> None:
    assert verdict(Answer("Why?", outcome, "because", confidence)) == words
