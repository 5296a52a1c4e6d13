import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    "expected",
    [
        ["He came.", "She left!", "Did they?", "Yes."],
        ["went to see the boat today.", "it is a westerly, e.g. a good one.", "no trailer included."],
        ["we waited... and left.", "is it ok?", "see p. 5 for more"],
        ["the so-called int. standard is used.", "They say so."],
        ["Dr. Smith met Mr. J. R. Ewing at St. Mary's.", "They spoke."],
        ["It cost 3.5 million, i.e. 2.1 % of sales.", "Prof. No. 5 paid."],
        ["George W. Bush spoke.", "He sat down."],
        ["He moved to the U.S. in 1990.", "The U.S. Army agreed."],
        ["They live in the U.S.", "The rest live elsewhere."],
        ["Acme Inc. bought Foo Corp. last year.", "It was cheap."],
        ["“Is it true?” she asked.", "“It is.”", "He nodded."],
        ["Well... maybe not.", "Wait…", "Now go."],
        ["1. Open the lid.", "2. Pour the water."],
        ["See fig. 3 and p. 12.", "Then go on."],
        ["(It rained.)", "[It did.]", "So they went."],
        ["The version is 3.11.7 and the file is a.txt.", "Use it."],
        ["これは本です。", "あれは何ですか？", "はい。"],
        ["He was born in Jan. 1960.", "The year was cold."],
        ["No.", "That is wrong."],
        ["It opened in 1987.[2]", "A second one followed![3][a]", "Then it closed.[12]"],
        ["See a[1] and b[2].", "Then [sic] go."],
        ["It was built c. 1450 by monks (d. 1901).", "Adm. Nimitz saw it for Rs. 500."],
        ["See tab. 3, art. 5 and app. 2.", "Cpl. Jones left."],
        [
            "He studied art.",
            "He moved to Paris.",
            "It is 30 ft.",
            "The wall is by Smith et al.",
            "The app.",
            "It works.",
        ],
        ["It has 12 V.", "The lamp is green.", "It is vitamin C.", "He took it."],
        ["no end at all"],
    ],
)
def test_sentences(expected: list[str]) -> None:
    joiner = "" if expected[0].endswith("。") else " "
    assert sentences(joiner.join(expected)) == expected


def test_offsets_are_into_the_whole_text() -> None:
    text = "Skip this. One here. Two here. Not this."
    assert [text[a:b] for a, b in sentence_spans(text, 11, 30)] == ["One here.", "Two here."]


@given(st.text(alphabet='aB1 .!?…"”’)(\n\t。Mr', max_size=80))
def test_sentences_keep_every_word_in_order(text: str) -> None:
    spans = sentence_spans(text, 0, len(text))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a < b and not text[a].isspace() and not text[b - 1].isspace() for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "hostile", [".", ". ", "a.", '."', "Mr. ", "U.S. ", "。", "?! ", "( ", "[1]", ".[1] "]
)
def test_a_megabyte_of_punctuation_ends(hostile: str) -> None:
    text = hostile * (500_000 // len(hostile))
    spans = sentence_spans(text, 0, len(text))
    assert sum(b - a for a, b in spans) <= len(text)
