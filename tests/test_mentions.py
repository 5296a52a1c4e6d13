"""What a text speaks of, whatever words it is made of."""

from hypothesis import given
from hypothesis import strategies as st

from qa.mentions import Kind, mentions
from qa.words import DETERMINERS

WORDS = (
    "the a each other another's other's who whose did does is was Anna's Olsen users' may May in of last own their"
    " bridge bridges leave left many much 2019 $40 NASA Oslo and not to , . ? “ ” - don't"
).split()


def test_mentions_are_told_apart() -> None:
    found = mentions("When did Anna's brother leave the old bridge in 2019?")
    assert [(mention.text, mention.kind) for mention in found] == [
        ("Anna", Kind.NAME),
        ("Anna's brother", Kind.NOUN),
        ("the old bridge", Kind.NOUN),
        ("2019", Kind.TIME),
    ]


def test_a_verb_that_is_not_known_ends_a_mention() -> None:
    assert [mention.text for mention in mentions("did the council ratify the treaty")] == [
        "the council",
        "the treaty",
    ]


def test_a_possessive_of_nothing_is_no_mention() -> None:
    assert mentions("Is it each other's?") == []
    assert [mention.text for mention in mentions("Do they read each other's letters?")] == [
        "each other's letters"
    ]


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=60))
def test_mentions_are_words_of_their_text_in_order(text: str) -> None:
    found = mentions(text)
    assert all(text[mention.start : mention.end] == mention.text for mention in found)
    assert all(any(word.lower not in DETERMINERS for word in mention.words) for mention in found)
    assert [mention.end for mention in found] == sorted(mention.end for mention in found)
