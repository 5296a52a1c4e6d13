import pytest

from qa.metrics import exact_match, f1, holds, normalise


def test_normalise_as_squad_does() -> None:
    assert normalise("The  $44 Billion, a deal.") == "44 billion deal"


@pytest.mark.parametrize(
    ("text", "accepted", "exact", "score"),
    [
        ("the Eiffel Tower", ["Eiffel Tower"], 1.0, 1.0),
        ("in 2018", ["2018"], 0.0, 2 / 3),
        ("Sam Altman", ["Elon Musk", "OpenAI CEO Sam Altman"], 0.0, 2 * 1.0 * 0.5 / 1.5),
        ("", [], 1.0, 1.0),
        ("something", [], 0.0, 0.0),
        ("", ["something"], 0.0, 0.0),
        ("x x y", ["x y y"], 0.0, 2 / 3),
    ],
)
def test_scores(text: str, accepted: list[str], exact: float, score: float) -> None:
    assert exact_match(text, accepted) == exact
    assert f1(text, accepted) == pytest.approx(score)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("The bridge (1890-1895) is long.", "1890"),
        ("The bridge (1890–1895) is long.", "1895"),
        ("a ferry—Stena Ryd—for cars", "Stena Ryd"),
        ("the ferry “Stena Ryd”", "Stena Ryd"),
        ("Anna's ferry", "Anna"),
        ("open in 2018/2019", "2018"),
        ("send an e-mail", "email"),
        ("the well-known bridge", "well known"),
        ("in the US", "U.S."),
        ("it costs 1,890 euros", "1890"),
    ],
)
def test_a_text_holds_an_answer_as_words(text: str, accepted: str) -> None:
    assert holds(text, ["nothing of it", accepted])


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("in 1890", "189"),
        ("in 1890-1895", "189"),
        ("it costs 1,890 euros", "890"),
        ("open at 10:30", "10"),
        ("5.5 metres", "5"),
        ("$500", "€500"),
        ("ferries—many—left", "ferry"),
        ("the bridge", "the"),
        ("anything", ""),
    ],
)
def test_a_part_of_a_word_is_no_answer(text: str, accepted: str) -> None:
    assert not holds(text, [accepted])
    assert not holds(text, [])
