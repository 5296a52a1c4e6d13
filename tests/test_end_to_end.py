"""The bundled models on the bundled documents: the fixed question set, and what is promised of every answer."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import qa
from qa.answer import Outcome
from qa.assistant import Assistant
from qa.evaluate import Result, evaluate
from qa.load import load_decision, load_encoder, load_reader
from qa.paths import SEEDS
from qa.questions import read_questions
from qa.report import figures
from qa.windows import Text

QUESTIONS = Path(__file__).with_name("questions.jsonl")


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return qa.open(SEEDS, tmp_path_factory.mktemp("index"))


def test_where_the_bundled_documents_come_from_is_none_of_them(assistant: Assistant) -> None:
    assert (SEEDS / "SOURCES.md").exists()
    assert {Path(path).name for path, _ in assistant.documents} == {
        file.name for file in SEEDS.iterdir() if file.suffix in (".md", ".txt") and file.name != "SOURCES.md"
    }
    assert assistant.notes == ()


@pytest.fixture(scope="module")
def results(assistant: Assistant) -> list[Result]:
    return evaluate(assistant, read_questions(QUESTIONS))


def test_the_fixed_question_set(results: list[Result]) -> None:
    # What this build reaches, less two or three questions for the precision of another processor. The goal is
    # 75 %, 75 % and 90 %: the first three floors only ever go up.
    measured = {name: figure.value for name, figure in figures(results).items()}
    assert len(results) >= 100 and sum(not result.asked.answers for result in results) >= 35
    assert measured["answered_and_right"] >= 0.58, measured
    assert measured["abstaining_recall"] >= 0.88, measured
    assert measured["citation_accuracy"] >= 0.73, measured
    assert measured["source_recall_at_10"] >= 0.95, measured


def test_every_outcome_shows_what_it_should(results: list[Result]) -> None:
    outcomes = {result.answer.outcome for result in results}
    assert outcomes == set(Outcome)
    for answer in (result.answer for result in results):
        if answer.outcome is Outcome.NOT_IN_SOURCES:
            assert (answer.text, answer.citations) == ("", ()) and answer.passages
        else:
            assert answer.citations[0].quote == answer.text


def test_every_quote_stands_in_its_file(results: list[Result]) -> None:
    """Not only in the cleaned text: its first and last word stand in the line of the file that is cited."""
    cited = [citation for result in results for citation in result.answer.citations]
    assert len(cited) > 50
    for citation in cited:
        lines = Path(citation.path).read_text(encoding="utf-8").splitlines()
        assert citation.place.line is not None and citation.place.last_line is not None
        assert citation.quote.split()[0] in lines[citation.place.line - 1]
        assert citation.quote.split()[-1] in lines[citation.place.last_line - 1]


def test_the_bundled_sources_are_the_documents_and_not_their_origins(assistant: Assistant) -> None:
    names = [Path(path).name for path, _ in assistant.documents]
    assert names == [
        "elon-musk-and-ai.md",
        "guide.md",
        "karpathy-rejoins-openai.txt",
        "why-musk-left-openai.md",
    ]


def test_a_time_in_a_video_is_cited_with_its_link(assistant: Assistant) -> None:
    answer = assistant.ask("How much did Musk pay for Twitter?")
    links = [citation.place.link for citation in answer.citations]
    assert links[0] is not None and links[0].startswith("https://youtu.be/R4TzivjuseY?t=676"), (
        answer.to_json()
    )
    assert answer.text and "[[" not in answer.passages[0].citation.quote


def test_the_same_question_has_the_same_answer_byte_for_byte(assistant: Assistant) -> None:
    first, second = (assistant.ask("Who is the CEO of OpenAI?").to_json() | {"timings": {}} for _ in range(2))
    assert json.dumps(first) == json.dumps(second)


def test_the_decision_was_fitted_for_the_bundled_reader() -> None:
    assert load_decision(load_reader(), load_encoder())[1] == ()


def test_the_reader_finds_a_span_in_any_part_of_a_long_passage() -> None:
    filler = "The committee met again and nothing was decided about the harbour. " * 40
    text = f"{filler}The lighthouse was designed by Augustin Fresnel. {filler}"
    [spans] = load_reader().read("Who designed the lighthouse?", [Text("", text)])
    assert text[spans[0].start : spans[0].end] == "Augustin Fresnel"
    assert spans[0].margin > 0


def test_the_reader_takes_empty_passages_and_reads_the_same_alone_and_together() -> None:
    texts = [Text("", "Marie Curie was born in Warsaw."), Text("", ""), Text("", "It rained. " * 60)]
    together = load_reader().read("Where was Marie Curie born?", texts)
    alone = [load_reader().read("Where was Marie Curie born?", [text])[0] for text in texts]
    assert together[1] == [] == alone[1]
    assert [[span[:2] for span in spans] for spans in together] == [
        [span[:2] for span in spans] for spans in alone
    ]
    for one, other in zip(together, alone, strict=True):
        assert [s.margin for s in one] == pytest.approx([s.margin for s in other], abs=0.05)


def test_nothing_leaves_the_machine(tmp_path: Path) -> None:
    """A process of its own: indexing, asking and building the chat look up no name and connect to no address."""
    script = textwrap.dedent("""
        import sys
        asked = []
        def hook(event, arguments):
            if event in ("socket.getaddrinfo", "socket.connect", "socket.gethostbyname"):
                asked.append((event, str(arguments)))
        sys.addaudithook(hook)
        import qa
        answer = qa.ask("When did Musk leave OpenAI?")
        from qa import chat
        assert answer.passages and not asked, asked
    """)
    subprocess.run([sys.executable, "-c", script], check=True, timeout=300)
