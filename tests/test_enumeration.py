"""The whole enumeration that a marked span stands in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.enumeration import enumeration


@pytest.mark.parametrize(
    ("sentence", "marked", "whole"),
    [
        ("It was founded by Elon Musk, Sam Altman and Greg Brockman in 2015.", "Sam Altman", None),
        ("The UK, Norway, and Belgium took part.", "Norway, and Belgium", "The UK, Norway, and Belgium"),
        ("There will be milk, butter, and cheese.", "milk", "milk, butter, and cheese"),
        ("He met J. R. Smith and Anna of Kiev.", "Anna of Kiev", "J. R. Smith and Anna of Kiev"),
        ("It rained in Oslo. Bergen and Rome were dry.", "Bergen", "Bergen and Rome"),
        ("The paint contains lead and is toxic.", "lead", "lead"),
        ("It keeps milk and stays fresh.", "milk", "milk"),
        ("They sell milk and drinks.", "milk", "milk and drinks"),
        (
            "They are Côte d'Ivoire, Ghana and São Tomé.",
            "Ghana",
            "Côte d'Ivoire, Ghana and São Tomé",
        ),
        ("It lasted for ten years.", "ten years", "ten years"),
        ("Paris, which is large, lies on the Seine.", "Paris", "Paris"),
        # What opens a sentence or a clause is no item.
        ("On Monday, Anna Berg and Carl Lind met.", "Carl Lind", "Anna Berg and Carl Lind"),
        ("On Monday, Anna Berg and Carl Lind, both of Ryd, met.", "Carl Lind", "Anna Berg and Carl Lind"),
        ("Last Monday, Anna Berg and Carl Lind met.", "Carl Lind", "Anna Berg and Carl Lind"),
        ("However, Norway and Sweden signed.", "Norway and Sweden", "Norway and Sweden"),
        ("Officially, Norway and Sweden signed.", "Sweden", "Norway and Sweden"),
        ("According to Reuters, Peru and Chile signed.", "Chile", "Peru and Chile"),
        ("It ended; later, Peru and Chile signed.", "Peru", "Peru and Chile"),
        ("After the fall of Berlin, Norway and Sweden met.", "Norway", "Norway and Sweden"),
        ("When he left Paris, Anna Berg and Carl Lind stayed.", "Anna Berg", "Anna Berg and Carl Lind"),
        ("Born in Oslo, Anna Berg and Carl Lind moved.", "Carl Lind", "Anna Berg and Carl Lind"),
        ("In Paris, Anna Berg met Carl.", "Paris", "Paris"),
        ("In Paris, Anna Berg, the chair, met Carl.", "Anna Berg", "Anna Berg"),
        ("In May Anna Berg, Carl Lind and Bo met.", "Bo", "Anna Berg, Carl Lind and Bo"),
        # What follows an enumeration is none either.
        ("Norway, Sweden and Denmark, Anna said, signed.", "Sweden", "Norway, Sweden and Denmark"),
        ("Norway, Sweden, Denmark, Anna said, signed.", "Sweden", "Norway, Sweden, Denmark"),
        ("Members are Norway, Sweden and Denmark; Finland left.", "Sweden", "Norway, Sweden and Denmark"),
        ("Members are Norway, Sweden and Denmark; Finland left.", "Finland", "Finland"),
        (
            "It was led by Anna Berg and Carl Lind, CEO of Norvik, in 2015.",
            "Anna Berg",
            "Anna Berg and Carl Lind",
        ),
        ("He flew to Rome, and Anna Berg stayed.", "Rome", "Rome"),
        ("Bo saw Rome, Oslo and Ryd, and Anna Berg saw Lund.", "Rome, Oslo and Ryd", "Rome, Oslo and Ryd"),
        ("Unlike Finland, Norway and Sweden signed.", "Norway", "Norway and Sweden"),
        ("Instead of Finland, Norway and Sweden signed.", "Sweden", "Norway and Sweden"),
        ("Country: Norway; Capital: Oslo; Currency: Krone", "Norway", "Norway"),
        ("Treasurer: Bo Lund; Cook: Cy Moe.", "Bo Lund", "Bo Lund"),
    ],
)
def test_the_enumeration_that_a_span_stands_in(sentence: str, marked: str, whole: str | None) -> None:
    start = sentence.index(marked)
    found = slice(*enumeration(sentence, start, start + len(marked)))
    assert sentence[found] == (whole or "Elon Musk, Sam Altman and Greg Brockman")


@pytest.mark.parametrize(
    ("sentence", "marked", "whole"),
    [
        ("In Norway, Sweden and Denmark, the law holds.", "Sweden", "Norway, Sweden and Denmark"),
        ("In Norway, Sweden and Denmark it rains.", "Sweden", "Norway, Sweden and Denmark"),
        ("On Monday, Tuesday and Friday, it is open.", "Friday", "Monday, Tuesday and Friday"),
        ("It was, in Norway, Sweden and Denmark, banned.", "Norway", "Norway, Sweden and Denmark"),
        ("In 2015 Anna Berg, Carl Lind and Bo founded it.", "Carl Lind", "Anna Berg, Carl Lind and Bo"),
        ("When Norway, Sweden and Denmark signed, it ended.", "Sweden", "Norway, Sweden and Denmark"),
        ("After Norway, Sweden and Denmark signed, it ended.", "Sweden", "Norway, Sweden and Denmark"),
        ("The treaty of Norway, Sweden and Denmark ended.", "Sweden", "Norway, Sweden and Denmark"),
        ("Italy, Sally and Beverly won.", "Sally", "Italy, Sally and Beverly"),
        ("May, Anna and Bo won.", "Bo", "May, Anna and Bo"),
        (
            "First National Bank, Citibank and Chase merged.",
            "Chase",
            "First National Bank, Citibank and Chase",
        ),
        ("Rome, Paris, and London signed it.", "Paris", "Rome, Paris, and London"),
        ("We use C, C++, and Java.", "C", "C, C++, and Java"),
        ("They saw Rome, Oslo and Paris: all are nice.", "Oslo", "Rome, Oslo and Paris"),
        ("It stops at Ryd, N. Lund and St. Olof.", "Ryd", "Ryd, N. Lund and St. Olof"),
        ("Members: Norway; Sweden; and Denmark.", "Sweden", "Norway; Sweden; and Denmark"),
        ("Offices: Oslo, Bergen, Rome", "Oslo", "Oslo, Bergen, Rome"),
        ("The Abbey and Mill, Ryd, Holm and others won.", "Ryd", "The Abbey and Mill, Ryd, Holm"),
        ("His book (On Berg and Lind) sold well.", "Lind", "On Berg and Lind"),
        ("The offices are in Oslo, Norway and Lund, Sweden.", "Oslo", "Oslo, Norway and Lund, Sweden"),
        (
            "Bosnia and Herzegovina, Serbia and Croatia won.",
            "Serbia",
            "Bosnia and Herzegovina, Serbia and Croatia",
        ),
    ],
)
def test_what_only_looks_like_an_opening_or_an_end_is_kept(sentence: str, marked: str, whole: str) -> None:
    start = sentence.index(marked)
    found = slice(*enumeration(sentence, start, start + len(marked)))
    assert sentence[found] == whole


PIECES = [
    "On ",
    "In May ",
    "Anna",
    "Berg ",
    ", ",
    "; ",
    " and ",
    " said",
    "the ",
    "When ",
    " of ",
    ". ",
    "However, ",
]


@given(
    st.text(alphabet="Ab ,.;&'and", max_size=200)
    | st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.data(),
)
def test_an_enumeration_holds_its_span_and_stays_within_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = enumeration(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)
