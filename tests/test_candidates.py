"""What candidates become where the form of the question asks for it."""

from pathlib import Path

from conftest import WordEmbedder

from index import Document, Passage, Store, sentence_spans, sync
from index.types import Heading
from qa.answer import Hit, Span
from qa.assistant import in_form
from qa.candidates import Candidate, as_sentences, read_candidates, within_statements
from qa.decode import Scored
from qa.retrieve import retrieve
from qa.windows import Text

TEXT = "Parking\n\nIs parking free? No, you pay two euros an hour. Dogs may come along.\n\nCan I smoke?"


def read(*answers: str) -> list[Candidate]:
    blocks = ((0, 7), (9, TEXT.index("\n\nCan")), (TEXT.index("Can"), len(TEXT)))
    document = Document(
        "/faq.md", "Parking", TEXT, "", blocks=blocks, headings=(Heading(0, 7, 1, "Parking"),), id=1
    )
    passage = Passage(1, 1, 0, len(TEXT))
    found = []
    for answer in answers:
        start = TEXT.index(answer)
        sentence = next(
            (first, last)
            for block in blocks
            for first, last in sentence_spans(TEXT, *block)
            if first <= start < last
        )
        span = Span(passage, start, start + len(answer), 1.0)
        found.append(Candidate(span, Hit(passage, 0.5, 0.5, 1, 1), document, "Parking", sentence, 0.5))
    return found


def test_a_statement_decides_and_no_question_or_heading() -> None:
    pays = "No, you pay two euros an hour."
    assert [c.text for c in as_sentences(read("two euros"))] == [pays]
    assert [c.text for c in as_sentences(read("parking free"))] == [pays]
    assert [c.text for c in as_sentences(read("Parking"))] == [pays]
    assert [c.text for c in as_sentences(read("Dogs", "two", "free"))] == ["Dogs may come along.", pays]
    assert as_sentences(read("smoke")) == []  # nothing after it decides


def test_headings_and_questions_explain_nothing() -> None:
    assert [c.text for c in within_statements(read("Parking", "two euros", "free"))] == ["two euros"]
    assert [c.text for c in within_statements(read("Parking", "free"))] == ["Parking", "free"]


def test_a_question_for_a_reason_is_not_answered_by_a_heading() -> None:
    assert [c.text for c in in_form("Why do I pay?", read("Parking", "two euros"))] == ["two euros"]
    assert [c.text for c in in_form("What is paid for?", read("Parking", "two euros"))] == [
        "Parking",
        "two euros",
    ]


def test_a_heading_that_is_a_sentence_decides() -> None:
    text = "The office is closed on Friday.\n\nAsk Lena for the key."
    document = Document(
        "/a.md", "", text, "", blocks=((0, 31), (33, len(text))), headings=(Heading(0, 31, 1, ""),)
    )
    passage = Passage(1, 1, 0, len(text))
    span = Span(passage, 14, 20, 1.0)
    [decided] = as_sentences([Candidate(span, Hit(passage, 0.5, 0.5, 1, 1), document, "", (0, 31), 0.5)])
    assert decided.text == "The office is closed on Friday."


class Marking:
    """Marks the same words in every passage that has them."""

    sha256 = ""

    def __init__(self, *words: str) -> None:
        self.words = words

    def read(self, question: str, texts: list[Text]) -> list[list[Scored]]:
        return [
            [Scored(text.text.index(words), text.text.index(words) + len(words), 1.0) for words in self.words]
            for text in texts
        ]


def test_no_candidate_goes_over_two_cells(tmp_path: Path, embedder: WordEmbedder) -> None:
    (tmp_path / "rota.csv").write_text("Day,Morning,Afternoon\nMonday,Anna Lind,Ben\n")
    sync(tmp_path / "index", [tmp_path / "rota.csv"], embedder)
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        vector = embedder.encode(["Who?"])[0]
        hits, documents = retrieve("Who?", vector, snapshot)
        reader = Marking("Anna Lind; Afternoon: Ben", "Anna Lind")
        found = read_candidates("Who?", vector, hits, documents, reader, embedder)
    assert [candidate.text for candidate in found] == ["Anna Lind"]
