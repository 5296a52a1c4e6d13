"""What candidates become where the form of the question asks for it."""

from index import Document, Passage, sentence_spans
from index.types import Heading
from qa.answer import Hit, Span
from qa.assistant import in_form
from qa.candidates import Candidate, as_sentences, within_statements

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
