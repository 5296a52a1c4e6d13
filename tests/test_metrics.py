import pytest

from qa.metrics import exact_match, f1, normalise


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
