"""Answers that say the same count as one; answers that only look alike do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.same import answer_key, same

EQUAL = [
    ("2018", "in 2018"),
    ("Elon Musk", "Musk"),
    ("the OpenAI CEO Sam Altman", "Sam Altman"),
    ("Musk's", "Elon Musk"),
    ("Dr. Anna Berg", "Anna Berg"),
    ("$44 billion", "44 billion"),
    ("12 May 2018", "May 12, 2018"),
    ("2018", "12 May 2018"),
    ("May 2018", "12 May 2018"),
    ("Jan 2020", "January 2020"),
    ("3 hours", "three hours"),
    ("28", "28 days"),
    ("12,000", "12 000"),
    ("12000 units", "12,000 units"),
    ("5%", "five percent"),
    ("€ 15", "15 euros"),
    ("$5", "5 dollars"),
    ("3.50 euros", "3.5 euros"),
    ("2-3 days", "2–3 days"),
    ("the 3rd of March 2024", "3 March 2024"),
    ("March 3rd, 2024", "3 March 2024"),
    ("2024-03-12", "12 March 2024"),
    ("7 a.m.", "7 am"),
    ("7 pm", "7:00 p.m."),
    ("19:00", "7 pm"),
    ("09:30", "9:30"),
    ("EUR 500", "€500"),
    ("8 per cent", "8%"),
    ("$2.5m", "$2.5 million"),
    ("U.S.", "the US"),
    ("twenty-four", "24"),
    ("20 miles", "twenty miles"),
    ("5 kilometres", "5 km"),
    ("since 2019", "from 2019"),
    ("since 2019", "2019"),
    ("by William Arrol", "Sir William Arrol"),
    ("A bridge", "bridge"),
    ("5km", "5 km"),
    ("90 min", "90 minutes"),
    ("2 hrs", "2 hours"),
    ("US$5 million", "$5 million"),
    ("O'Brien", "O’Brien"),
    ("U.S", "the U.S."),
    ("Andre\u0301", "André"),
    ("Berg & Lind", "Berg and Lind"),
    ("Monday, March 3", "3 March"),
    ("noon", "12:00"),
    ("10-12", "10 to 12"),
    ("9 am to 5 pm", "9:00–17:00"),
    ("Monday–Friday", "Monday to Friday"),
    ("≥5", "at least 5"),
    ("OpenAI's CEO Sam Altman", "Sam Altman"),
    ("the mayor", "the mayor of Ryd"),
]
DIFFERENT = [
    ("2", "2018"),
    ("Sam Altman", "Elon Musk"),
    ("2018", "a conflict of interest in 2018"),
    ("", "2018"),
    ("", ""),
    ("2.5 mg per day", "25 mg per day"),
    ("1.5 percent", "15 percent"),
    ("4.5 million", "45 million"),
    ("€3.2", "€32"),
    ("1,5", "15"),
    ("2-3 days", "23 days"),
    ("10", "-10"),
    ("10", "minus 10"),
    ("12", "12 million"),
    ("5 %", "5 km"),
    ("150", "150 000"),
    ("approved", "not approved"),
    ("cannot be refunded", "can be refunded"),
    ("can't be refunded", "can be refunded"),
    ("allowed", "isn’t allowed"),
    ("refunded", "hardly ever refunded"),
    ("minimum 5 days", "maximum 5 days"),
    ("Monday", "every second Monday"),
    ("the manager", "the assistant manager"),
    ("York", "New York"),
    ("the mayor", "the deputy mayor"),
    ("May 2018", "May 2019"),
    ("5 March", "15 March"),
    ("3:30", "3:45"),
    ("10 a.m.", "10 p.m."),
    ("from Monday", "until Monday"),
    ("closed since 2019", "closed until 2019"),
    ("from 5 pm", "to 5 pm"),
    ("at most 20 euros", "at least 20 euros"),
    ("20 euros", "more than 20 euros"),
    ("before 2018", "2018"),
    ("before 2018", "after 2018"),
    ("up to 5 people", "at least 5 people"),
    ("10.0.0.1", "10.0.0.10"),
    ("12A", "12B"),
    ("3.1", "3.10"),
    ("C++", "C"),
    ("C#", "C"),
    ("plan A", "plan B"),
    ("plan A", "plan"),
    ("Norway", "Norway and Finland"),
    ("Anna", "Anna and Bo"),
    ("Monday", "Monday to Friday"),
    ("24", "twenty-five"),
    ("two", "two-thirds"),
    ("5", ">5"),
    ("5", "5+"),
    ("5", "<5"),
    ("Monday", "Monday–Friday"),
    ("Monday", "Monday-Friday"),
    ("the minister", "the prime minister"),
    ("the mayor", "the mayor's wife"),
    ("Anna", "Anna’s brother"),
    ("free", "free for children"),
    ("William", "William III"),
    ("John Smith", "John Smith Jr."),
    ("chair", "co-chair"),
]


@pytest.mark.parametrize(("a", "b"), EQUAL)
def test_one_answer(a: str, b: str) -> None:
    assert same(answer_key(a), answer_key(b)) and same(answer_key(b), answer_key(a))


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_two_answers(a: str, b: str) -> None:
    assert not same(answer_key(a), answer_key(b)) and not same(answer_key(b), answer_key(a))


@given(st.text(max_size=30), st.text(max_size=30))
def test_it_does_not_matter_which_comes_first(a: str, b: str) -> None:
    first, second = answer_key(a), answer_key(b)
    assert same(first, second) == same(second, first)
    assert same(first, first) == bool(first.words)
