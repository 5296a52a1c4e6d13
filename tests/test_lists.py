"""Questions that ask for several things get the whole enumeration that the reader marked a part of."""

import re
from dataclasses import replace

import pytest

from index import Document, Passage
from qa.answer import Hit, Span
from qa.candidates import Candidate
from qa.cite import citations_of
from qa.decide import Group
from qa.lists import as_lists, asks_for_items, asks_for_several


@pytest.mark.parametrize(
    "question",
    [
        "Which countries have signed it?",
        "what are the main parts of the lung",
        "Name three painters of that time",
        "Which two rivers meet there?",
        "Who were the founders?",
        "list all members",
        "Which products does Lumina make?",
        "What languages does she speak?",
        "What steps must be taken?",
        "Which countries border Chad?",
        "Which people came?",
        "Which women spoke?",
        "Which young women spoke?",
        "What children live there?",
        "What countries signed?",
        "What European countries signed it?",
        "What buses go to Lund?",
        "In which countries do they have offices?",
        "Do they say which rooms have a projector?",
        "What kinds of birds are there?",
        "Which building materials does it name?",
        "When it rains, which rooms are closed?",
        "For the mill, which parts are made of steel?",
        "Name the members of the board",
        "List the countries that signed",
        "name his three sons",
        "Please name the two founders.",
        "List the songs Anna wrote",
        "Name the cities where she lived",
        "List the members and their roles",
        "List the criteria for admission",
        "Name the owner's sons",
        "Name at least three rivers",
        "List every member",
        "What customs do they keep?",
    ],
)
def test_questions_for_several_things(question: str) -> None:
    assert asks_for_several(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which bridge links Manhattan to New Jersey?",
        "What causes glaciers to flow?",
        "Which of the cities is the largest?",
        "Name one of the medical schools",
        "What process does it use?",
        "Who was the founder?",
        "What was it bred for?",
        "Which costs more, gas or oil?",
        "Which news has he read?",
        "Which gas does the lamp use?",
        "Which lens does it have?",
        "Which James has the key?",
        "What made people leave?",
        "What kills people?",
        "What do people eat?",
        "What kind of people came?",
        "Which of the people came?",
        "Which specimen won?",
        "What makes cars move?",
        "What keeps bees alive?",
        "What triggers asthma attacks?",
        "What prevents infected wounds?",
        "What happens today?",
        "Name the president of the sailing clubs.",
        "Name of the president of the clubs?",
        "List price of the bikes?",
        "Name the bus that stops here",
        "Name the man James hired",
        "Name his wife's birthplace",
        "What three-letter code does it use?",
        "What all-time record did they set?",
        "What physics did he study?",
        "What headquarters did they build?",
        "What percentage of students have a laptop?",
        "What happens when members do not pay?",
        "What number of guests can the hall hold?",
        "What age must drivers have?",
        "What salary do nurses have?",
        "What should visitors do in case of fire?",
        "Who built the bridge which links Oslo and Lund?",
        "Explain the clause which limits liability",
    ],
)
def test_questions_for_one_thing(question: str) -> None:
    assert not asks_for_several(question)


def test_what_is_said_of_costs_contradicts_and_does_not_add_up() -> None:
    for question in (
        "What were the construction costs?",
        "What are the opening hours?",
        "Is it one of the cities?",
    ):
        assert not asks_for_items(question)
    for question in (
        "Which cities have offices?",
        "Who were the founders?",
        "What are three causes of rust?",
    ):
        assert asks_for_items(question)


def listed(text: str, *answers: str) -> list[Candidate]:
    """Candidates in a document whose lines are blocks."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    document = Document("/board.md", "Board", text, "", blocks=tuple(lines), id=1)
    passage = Passage(1, 1, 0, len(text))
    hit = Hit(passage, 0.5, 0.5, 1, 1)
    found = []
    for answer in answers:
        start = text.index(answer)
        line = next(line for line in lines if line[0] <= start < line[1])
        span = Span(passage, start, start + len(answer), 1.0)
        found.append(Candidate(span, hit, document, "Board", line, 0.5))
    return found


MEMBERS = "Anna Berg\nOlu Adeyemi, treasurer\nKim Park"
BOARD = f"Board\n\nThe members are:\n\n{MEMBERS}\n\nIt meets in May.\n\nIn Oslo.\nIn Rome."


def test_items_of_a_list_are_answered_by_the_list() -> None:
    widened = as_lists(listed(BOARD, "Kim Park", "Olu Adeyemi", "May"))
    assert [candidate.text for candidate in widened] == [MEMBERS, MEMBERS, "May"]


def test_the_context_of_a_cited_list_holds_all_of_it() -> None:
    long = BOARD.replace("Kim Park", "Kim Park\nDora Mills\nEva Moss")
    [first, _] = as_lists(listed(long, "Anna Berg", "Kim Park"))
    [citation] = citations_of(Group((first,), 0.9, 0.9))
    assert citation.quote == "Anna Berg\nOlu Adeyemi, treasurer\nKim Park\nDora Mills\nEva Moss"
    assert (
        "".join(citation.parts)
        == citation.context
        == f"The members are:\n\n{citation.quote}\n\nIt meets in May."
    )
    assert citation.parts[1] == citation.quote


def test_the_rows_of_a_table_are_no_list() -> None:
    rooms = "Rooms\n\nRoom | Projector\nOak | yes\nElm | no\nAsh | yes"
    assert [c.text for c in as_lists(listed(rooms, "Oak", "Ash"))] == ["Oak", "Ash"]


def test_records_are_no_list() -> None:
    found = [
        replace(one, document=replace(one.document, path="/board.json"))
        for one in listed(BOARD, "Kim Park", "Anna Berg")
    ]
    assert [c.text for c in as_lists(found)] == ["Kim Park", "Anna Berg"]


def test_one_item_of_a_list_stays_one() -> None:
    assert [c.text for c in as_lists(listed(BOARD, "Olu Adeyemi", "Oslo"))] == ["Olu Adeyemi", "Oslo"]
    long = "The members are:\n\n" + "\n".join(f"Member {number}" for number in range(10, 30))
    assert [c.text for c in as_lists(listed(long, "Member 12", "Member 13"))] == ["Member 12", "Member 13"]
