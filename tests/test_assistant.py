"""The line from documents to a cited answer, with models whose outputs can be computed by hand."""

import dataclasses
import json
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import WordEmbedder
from hypothesis import given
from hypothesis import strategies as st

from index import QuestionError, SourceError, Store, sync
from qa.answer import Answer, Outcome
from qa.assistant import Assistant
from qa.chat_page import answer_html
from qa.cite import check_quotes
from qa.decide import TERMS, Decision
from qa.decode import Scored
from qa.export import to_quotation
from qa.question import clean_question
from qa.render import agreement, to_text, verdict
from qa.retrieve import content_words, full_text_query
from qa.windows import Text

DECISION = Decision((0.0,) * 7, (1.0,) * 7, (1.0,) + (0.0,) * (TERMS - 1), 0.0, 0.7, 0.3, "", "", ())


class NumberReader:
    """Takes the first number of a passage for the answer; the margin is 3 if the question shares a word with it."""

    sha256 = ""

    def read(self, question: str, texts: list[Text]) -> list[list[Scored]]:
        return [self._spans(set(content_words(question)), text.text) for text in texts]

    @staticmethod
    def _spans(asked: set[str], text: str) -> list[Scored]:
        number = re.search(r"\d[\d,]*", text)
        margin = 3.0 if asked & set(content_words(text)) else -3.0
        return [Scored(*number.span(), margin)] if number else []


@pytest.fixture
def ask(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> Callable[[], Assistant]:
    def make() -> Assistant:
        sync(tmp_path / "index", [folder], embedder)
        return Assistant(Store(tmp_path / "index", embedder), embedder, NumberReader(), DECISION)

    return make


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
    assert citation.parts[0].endswith("opened in ") and citation.parts[2].startswith(". It is 2,467 metres")


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
        "passages", "timings",
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


def test_a_question_for_yes_or_no_is_answered_by_the_sentence_that_decides(
    ask: Callable[[], Assistant],
) -> None:
    answer = ask().ask("Did the Forth Bridge open in 1890?")
    assert answer.text == "The Forth Bridge opened in 1890."
    assert answer.citations[0].quote == answer.text


def test_polite_words_change_nothing_but_the_question_shown(ask: Callable[[], Assistant]) -> None:
    plain, polite = (
        ask().ask(q)
        for q in ("when the Forth Bridge opened?", "Can you tell me when the Forth Bridge opened?")
    )
    assert (plain.text, plain.confidence) == (polite.text, polite.confidence)
    assert polite.question == "Can you tell me when the Forth Bridge opened?"


@pytest.mark.parametrize("question", ["", "   ", "\x00\n", "\ud800", "?!…", "。"])
def test_a_question_without_words_is_refused(ask: Callable[[], Assistant], question: str) -> None:
    with pytest.raises(QuestionError, match="the question is empty: ask something in words"):
        ask().ask(question)


@pytest.mark.parametrize(
    "question",
    [
        "when did the Forth Bridge open " + "x" * 100_000,
        "when did the Forth Bridge open" * 4000,
        "When did\x00 the\x07 Forth\u202e Bridge \ud800open?",
        '"Forth" AND (NEAR OR NOT "bridge* open:1890 - ^ {}',
        "\N{CJK UNIFIED IDEOGRAPH-6C34}" * 50_000 + " Forth Bridge",
        "'; DROP TABLE passages; -- Forth bridge",
    ],
)
def test_any_other_question_is_answered_or_not_but_never_fails(
    ask: Callable[[], Assistant], question: str
) -> None:
    answer = ask().ask(question)
    assert len(answer.question) <= 2_000
    json.dumps(answer.to_json(), ensure_ascii=False).encode("utf-8")


@given(st.text(max_size=60))
def test_full_text_queries_hold_only_quoted_words(question: str) -> None:
    assert re.fullmatch(r'("[^"]+"( OR "[^"]+")*)?', full_text_query(question))


def test_function_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert (
        full_text_query("When did Karpathy leave Tesla's team?")
        == '"karpathy" OR "leave" OR "tesla" OR "team"'
    )
    assert full_text_query("Who are you?") == '"who" OR "are" OR "you"'


def test_clean_question_keeps_what_a_person_wrote() -> None:
    assert clean_question("  Où est  l’Ardèche ?\n") == "Où est l’Ardèche ?"


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


def test_a_question_takes_up_the_turns_before_it(ask: Callable[[], Assistant]) -> None:
    assistant = ask()
    first = assistant.ask("When did the Forth Bridge open?")
    second = assistant.ask("how long is it?", [first.turn])
    whole = assistant.ask("How long is the Forth Bridge?")
    assert (first.understood, second.question) == ("", "how long is it?")
    assert second.understood == whole.question
    assert (second.text, second.citations, second.confidence) == (
        whole.text,
        whole.citations,
        whole.confidence,
    )


@pytest.mark.parametrize(
    ("outcome", "confidence", "words"),
    [
        (Outcome.ANSWERED, 0.8, "Sure · 80 %"),
        (Outcome.ANSWERED, 0.79, "Likely · 79 %"),
        (Outcome.ANSWERED, 0.6, "Likely · 60 %"),
        (Outcome.ANSWERED, 0.54, "Not sure · 54 %: check the sources"),
        (Outcome.UNSURE, 0.25, "Not sure · 25 %: check the sources"),
        (Outcome.NOT_IN_SOURCES, 0.1, "Not in the sources; the nearest passages are:"),
    ],
)
def test_how_sure_an_answer_is_in_words(outcome: Outcome, confidence: float, words: str) -> None:
    assert verdict(Answer("Why?", outcome, "because", confidence)) == words


def test_a_misspelt_question_is_asked_as_it_was_meant(ask: Callable[[], Assistant]) -> None:
    assistant = ask()
    answer = assistant.ask("Can you tell me when the Forht Brigde openned, please?")
    meant = assistant.ask("Can you tell me when the Forth Bridge opened, please?")
    assert (answer.understood, meant.understood) == (meant.question, "")
    assert (answer.text, answer.citations, answer.confidence, answer.passages) == (
        meant.text,
        meant.citations,
        meant.confidence,
        meant.passages,
    )
    as_typed = assistant.ask(answer.question, as_typed=True)
    assert (as_typed.understood, as_typed.outcome) == ("", Outcome.NOT_IN_SOURCES)
    follows = assistant.ask("how long is it?", [answer.turn], as_typed=True)
    assert follows.understood == ""
    assert assistant.ask("how lnog is it?", [answer.turn]).understood == "How long is the Forth Bridge?"


def test_only_the_chosen_documents_are_asked(ask: Callable[[], Assistant], folder: Path) -> None:
    assistant = ask()
    bridges, rivers = str(folder / "bridges.md"), str(folder / "rivers.txt")
    question = "When did the Forth Bridge open?"
    assert assistant.ask(question, only=[bridges]).text == "1890"
    elsewhere = assistant.ask(question, only=[rivers])
    assert elsewhere.outcome is Outcome.NOT_IN_SOURCES
    assert {found.citation.path for found in elsewhere.passages} == {rivers}
    both = assistant.search(question, only=[rivers, bridges])
    assert {found.citation.path for found in both} == {rivers, bridges}
    assert [found.citation.path for found in assistant.search("bridge", 1, only=[rivers])] == [rivers]


def test_a_document_that_is_not_open_cannot_be_chosen(ask: Callable[[], Assistant]) -> None:
    with pytest.raises(SourceError, match="no open document has the path /nowhere"):
        ask().ask("When did the Forth Bridge open?", only=["/nowhere.txt"])
    with pytest.raises(SourceError, match="no open document"):
        ask().ask("When did the Forth Bridge open?", only=["\udcff'; DROP TABLE documents"])
