import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, ModelError, Passage, PrecisionError
from qa.answer import Hit, Outcome, Span
from qa.answer_type import fits
from qa.candidates import Candidate
from qa.decide import TERMS, Decision, decide
from qa.features import NAMES, coverage

# Only the margin counts here: the confidence of a candidate is its exponential, as a share of all and 1 for none.
BY_MARGIN = Decision(
    means=(0.0,) * 7, scales=(1.0,) * 7, weights=(1.0,) + (0,) * (TERMS - 1), none=0.0,
    answered=0.7, unsure=0.3, reader_sha256="", embedder_sha256="", calibration=(),
)  # fmt: skip


def candidate(text: str, answer: str, margin: float, document_id: int = 1, passage_id: int = 1) -> Candidate:
    document = Document(f"/{document_id}.txt", "Title", text, "", blocks=((0, len(text)),), id=document_id)
    passage = Passage(passage_id, document_id, 0, len(text))
    start = text.index(answer)
    return Candidate(
        Span(passage, start, start + len(answer), margin), Hit(passage, 0.03, 0.5, 1, 1), document, "Title",
        (0, len(text)), 0.5,
    )  # fmt: skip


def test_confidences_are_the_shares_of_the_weighed_terms() -> None:
    # The terms: the two features that count, standardised, and the product of the first with itself.
    weights = [1.0, 2.0, *[0] * 5, 0.5, *[0] * 27]
    decision = Decision((1.0,) * 7, (2.0,) * 7, tuple(weights), -0.5, 0.7, 0.3, "", "", ())
    first, second = [5.0, 3.0, *[9] * 5], [1.0, 1.0, *[9] * 5]
    assert decision.terms([first]).shape == (1, TERMS)
    likely = [math.exp(2 + 2 * 1 + 0.5 * 2 * 2), math.exp(0.0)]
    expected = [one / (sum(likely) + math.exp(-0.5)) for one in likely]
    assert decision.confidences([first, second]) == pytest.approx(expected)


@given(st.lists(st.lists(st.floats(-1e12, 1e12), min_size=7, max_size=7), min_size=1, max_size=12))
def test_confidences_are_probabilities(features: list[list[float]]) -> None:
    found = replace(BY_MARGIN, weights=(9.0,) + (-7.0, 9.0) * (TERMS // 2)).confidences(features)
    assert all(0 <= confidence <= 1 for confidence in found) and sum(found) <= 1 + 1e-9


def test_the_plainer_of_two_plain_answers_is_surer() -> None:
    # Both margins are farther from the mean than other features may be.
    plain, plainer = [8.0, *[0.0] * 6], [20.0, *[0.0] * 6]
    likely = BY_MARGIN.confidences([plain, plainer])
    assert likely[1] > 0.99 > likely[0]


def test_what_several_candidates_say_is_as_likely_as_they_are_together() -> None:
    candidates = [
        candidate("Musk left the firm in 2018.", "2018", 1.0, 1, 1),
        candidate("Some say 2019.", "2019", 1.5, 2, 2),
        candidate("He left in 2018 for good.", "in 2018", 1.0, 3, 3),
    ]
    groups = decide("When did Musk leave?", candidates, BY_MARGIN)
    total = 2 * math.exp(1) + math.exp(1.5) + 1
    assert [group.text for group in groups] == ["2018", "2019"]
    assert [group.confidence for group in groups] == pytest.approx(
        [2 * math.exp(1) / total, math.exp(1.5) / total]
    )
    assert decide("When?", [], BY_MARGIN) == []


def test_three_outcomes() -> None:
    assert [BY_MARGIN.outcome(c) for c in (0.7, 0.69, 0.3, 0.29)] == [
        Outcome.ANSWERED, Outcome.UNSURE, Outcome.UNSURE, Outcome.NOT_IN_SOURCES,
    ]  # fmt: skip


def test_equal_answers_of_several_documents_are_one_and_others_are_alternatives() -> None:
    groups = decide(
        "When did Musk leave?",
        [
            candidate("He left in 2018 for good.", "in 2018", 2.0, 1, 1),
            candidate("Musk left the firm in 2018.", "2018", 1.5, 2, 2),
            candidate("Some say 2019.", "2019", 1.0, 3, 3),
            candidate("Far below: 2018.", "2018", -9.0, 4, 4),
        ],
        BY_MARGIN,
    )
    assert [(group.text, len(group.candidates)) for group in groups] == [("in 2018", 2), ("2019", 1)]
    assert [c.document.id for c in groups[0].candidates] == [1, 2]


def test_a_source_that_the_reader_finds_the_answer_in_is_cited_however_it_compares() -> None:
    candidates = [
        candidate("Samir Haddad holds plot 7B.", "Samir Haddad", 9.0, 1, 1),
        candidate("7B | Samir Haddad", "Samir Haddad", 4.0, 2, 2),
        candidate("Samir Haddad was at the meeting.", "Samir Haddad", 2.0, 3, 3),
    ]
    for threshold, cited in ((math.inf, [1]), (3.0, [1, 2])):
        decision = replace(BY_MARGIN, none=6.0, margin_threshold=threshold)
        [group] = decide("Who holds plot 7B?", candidates, decision)
        assert [c.document.id for c in group.candidates] == cited


def test_copies_of_a_passage_say_no_more_than_one_of_it() -> None:
    text, other = "The council met on 4 March 2019.", "They say it met in May."
    one = [candidate(text, "4 March 2019", 0.5), candidate(other, "May", 0.2, 9, 9)]
    [alone, _] = decide("When was it built?", one, BY_MARGIN)
    copies = [candidate(text, "4 March 2019", 0.5, number, number) for number in range(1, 6)]
    [first, second] = decide("When was it built?", [*copies, one[1]], BY_MARGIN)
    assert first.confidence == pytest.approx(alone.confidence)
    assert [c.document.id for c in first.candidates] == [1, 2, 3, 4, 5] and second.text == "May"


def test_an_answer_stands_alone_where_it_is_likelier_than_none() -> None:
    candidates = [
        candidate("The bridge was opened in 1931.", "1931", 2.0, 1, 1),
        candidate("The bridge was opened in 1931, as all know.", "1931", 2.5, 2, 2),
        candidate("It was opened in 1934.", "1934", 1.5, 3, 3),
        candidate("Nobody opened it in 1950.", "1950", -1.5, 4, 4),
        candidate("A bridge of 1931.", "1931", 0.5, 5, 5),
    ]
    groups = decide("When was it opened?", candidates, BY_MARGIN)
    assert [(group.text, group.stands_alone) for group in groups] == [
        ("1931", True),
        ("1934", True),
        ("1950", False),
    ]
    # All that say 1931 are cited, however many share the confidence.
    assert [c.document.id for c in groups[0].candidates] == [2, 1, 5]
    assert BY_MARGIN.alone([[0.0] * 7, [2.0, *[0.0] * 6]]) == pytest.approx([0.5, 1 / (1 + math.exp(-2))])
    assert replace(BY_MARGIN, none=1e6).alone([[0.0] * 7]) == pytest.approx([0.0])


def test_an_answer_is_cited_once_in_a_passage() -> None:
    text = "It opened in 1890. In 1890 it was the longest."
    document = candidate(text, "1890", 2.0)
    again = replace(document, span=replace(document.span, start=22, end=26, margin=1.9))
    [group] = decide("When?", [document, again], BY_MARGIN)
    assert [c.span.start for c in group.candidates] == [13]


def test_words_read_twice_in_overlapping_passages_are_cited_once() -> None:
    text = "He left in 2018 for good."
    [group] = decide(
        "When?", [candidate(text, "2018", 2.0, 1, 1), candidate(text, "in 2018", 1.9, 1, 2)], BY_MARGIN
    )
    assert len(group.candidates) == 1


@pytest.mark.parametrize(
    ("question", "answer", "score"),
    [
        ("When did he leave?", "in 2018", 1.0),
        ("when did he leave", "a conflict of interest", -1.0),
        ("How many users?", "over 100 million", 1.0),
        ("How much did it cost?", "Sam Altman", -1.0),
        ("How long did he stay?", "nearly five years", 1.0),
        ("Who leads it?", "Sam Altman", 1.0),
        ("who leads it", "a year later", -1.0),
        ("Why did he leave?", "2018", 0.0),
        ("When was the plant opened?", "Mary Decker", -1.0),
        ("In which year did it open?", "Marsh & Co", -1.0),
        ("When is it due?", "by the end of Sept.", 1.0),
        ("Who was CEO when the merger was signed?", "Anna Berg", 1.0),
        ("Who won?", "March 2018", -1.0),
        ("Who won?", "45 %", -1.0),
        ("How much does it cost?", "in 2018", -1.0),
        ("How many came?", "12 May 2018", -1.0),
        ("How many came?", "sixty", 1.0),
        ("How long is the bridge?", "1890", -1.0),
        ("How long is the bridge?", "2,467 metres", 1.0),
        ("Tell me about whooping cranes", "2018", 0.0),
        ("Where did he die?", "2018", -1.0),
        ("Where did he die?", "Lund", 0.0),
        ("How wide is the chimney?", "62 m tall", -1.0),
        ("How tall is the chimney?", "62 m high", 1.0),
        ("How wide is the road?", "12 minutes", -1.0),
        ("How wide is the road?", "8 m", 1.0),
        ("How long is the walk?", "12 minutes", 1.0),
        ("How old is the oak?", "400 years", 1.0),
        ("How old is the oak?", "20 m", -1.0),
        ("How heavy is the bell?", "4 tonnes", 1.0),
        ("What is Mei Chen's email?", "555-0103", -1.0),
        ("What is the e-mail address of Mei Chen?", "mei@arlford.example", 1.0),
        ("What does the email say?", "555-0103", 0.0),
        ("Which phone number can I call?", "0161 496 0101", 1.0),
        ("What is the phone number of the office?", "office@lund.example", -1.0),
        ("What is their website?", "www.lund.example", 1.0),
    ],
)
def test_type_of_answer(question: str, answer: str, score: float) -> None:
    assert fits(question, answer) == score


def test_what_follows_an_answer_says_what_it_measures() -> None:
    assert fits("How wide is the chimney?", "62 m", " tall and of brick.") == -1.0
    assert fits("How tall is the chimney?", "62 m", " tall and of brick.") == 1.0
    assert fits("How tall is the chimney?", "62 m", " and 4 m wide.") == 1.0


def test_coverage_counts_the_words_that_the_passage_has() -> None:
    text = "He invested in Microsoft."
    assert coverage("What is his investment in Microsoft?", text) == 1.0
    assert coverage("What is his investment in Apple?", text) == 0.5
    assert coverage("what is it?", text) == 0.0
    assert coverage("Where did Zoë live?", "Zoe\u0308 lived here.") == 1.0


def test_a_decision_file_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    good = {
        "reader_sha256": "x", "embedder_sha256": "y", "features": list(NAMES), "means": [0] * 7, "scales": [1] * 7,
        "weights": [1] * TERMS, "none": 0, "answered": 0.5, "unsure": 0.2,
        "calibration": [[0.9, True], [0.1, False]],
    }  # fmt: skip
    file = tmp_path / "decision.json"
    file.write_text(json.dumps(good))
    assert Decision.load(file).answered == 0.5
    assert Decision.load(file).calibration == ((0.9, True), (0.1, False))
    for bad in (
        "",
        "{}",
        json.dumps(good | {"features": ["margin"]}),
        json.dumps(good | {"means": None}),
        json.dumps(good | {"weights": [1] * 7}),
    ):
        file.write_text(bad)
        with pytest.raises(ModelError, match="cannot use decision file"):
            Decision.load(file)


def test_a_promised_precision_moves_both_thresholds() -> None:
    calibration = tuple((1 - number / 1_000, number < 300) for number in range(1_000))
    decision = replace(BY_MARGIN, calibration=calibration).with_precision(0.9)
    # The surest 300 are right; from there on all are wrong: at most some 20 more may be answered.
    assert 0.67 < decision.answered < 0.7 and decision.unsure == 0.3
    assert decision.promised and not BY_MARGIN.promised
    low = replace(BY_MARGIN, calibration=tuple((c / 4, right) for c, right in calibration)).with_precision(
        0.9
    )
    assert low.answered == low.unsure < 0.3
    with pytest.raises(PrecisionError, match="cannot be promised"):
        BY_MARGIN.with_precision(0.9)
