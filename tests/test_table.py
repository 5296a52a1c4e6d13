import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped import assert_mapped, blocks

from index.database import document_of, layout_of
from index.passages import split
from index.table import read_table

CSV = (
    'Name,Born,Known for\r\n"Bouch, Thomas",1822,"The ""first""\r\nTay Bridge"\r\n'
    "William Arrol,1839,\r\n\r\nBenjamin Baker,1840,Forth Bridge,extra\r\nAlone\r\n"
)
FRAGMENTS = [
    "word", "12", '"', '""', ",", ";", "\t", "|", "\n", "\r", "\r\n", " ", '"a\nb"', "é", "\u202e", "sep=;\n",
    "a,b\n", "name: x", "\x00",
]  # fmt: skip


def test_each_row_is_a_block_of_named_values():
    document = read_table(CSV)
    assert blocks(document) == [
        'Name: Bouch, Thomas; Born: 1822; Known for: The "first" Tay Bridge',
        "Name: William Arrol; Born: 1839",
        "Name: Benjamin Baker; Born: 1840; Known for: Forth Bridge; extra",
        "Name: Alone",
    ]
    for words, line in (("1822", 2), ("Tay", 3), ("Arrol", 4), ("Born: 1840", 6), ("Alone", 7)):
        start = document.text.index(words)
        assert document.place(start, start + len(words)).line == line
    assert CSV[document.source_offset(document.text.index("Bouch")) :].startswith("Bouch, Thomas")
    assert_mapped(document, CSV)


def test_each_value_has_its_row_and_column_as_a_spreadsheet_counts():
    document = read_table(CSV)
    cells = {
        "Bouch": "A2",
        "Known for": "C2",
        "Tay": "C2",
        "1839": "B3",
        "1840": "B5",
        "extra": "D5",
        "Alone": "A6",
    }
    for words, cell in cells.items():
        start = document.text.index(words)
        place = document.place(start, start + len(words))
        assert (f"{place.column}{place.row}", place.sheet) == (cell, None), words
    declared = read_table("sep=;\nplace;name\nx;Anna\n")
    assert declared.place(0, 5).row == 2  # a spreadsheet shows no row for the line that names the delimiter


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "City\tCountry\nParis\tFrance\nLyon\tFrance",
            "City: Paris; Country: France\nCity: Lyon; Country: France",
        ),
        ("a;b\n1,5;2,5\n3,5;4,5\n", "a: 1,5; b: 2,5\na: 3,5; b: 4,5"),
        ("sep=|\na|b\n1,2,3|2\n", "a: 1,2,3; b: 2"),
        ("1,5;2,5\n3,5;4,5\n", "1,5; 2,5\n3,5; 4,5"),
        ("place\tname\nx, y, z\tAnna\n", "place: x, y, z; name: Anna"),
        ("Paris,France\nLyon,France\n", "Paris; France\nLyon; France"),
        ("Paris,2000\nLyon,3000\n", "Paris; 2000\nLyon; 3000"),
        (",name\n0,Anna\n", "0; name: Anna"),
        ("Name\nAnna\nBen\n", "Name: Anna\nName: Ben"),
        ("Only,a,header\n", "Only; a; header"),
        ('a,b\n"never closed,2\n', 'a: "never closed; b: 2'),
    ],
)
def test_delimiter_and_header_are_told_by_the_table(source, text):
    document = read_table(source)
    assert document.text == text
    assert_mapped(document, source)


def test_a_passage_holds_whole_rows(embedder):
    rows = [f"{i},It is so. It is not so. It ends here {'on ' * 20}" for i in range(20)]
    document = read_table("\n".join(["number,remark", *rows]))
    starts = {start for start, _ in document.blocks}
    assert all(start in starts for start, _ in split(document, embedder))


def test_the_store_keeps_what_maps_a_row_to_its_line():
    document = read_table(CSV)
    row = (1, "a.csv", "", document.text, "", "{}", layout_of(document), "")
    assert document_of(row) == replace(document, id=1, path="a.csv", records=False)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_every_character_maps_back(source):
    assert_mapped(read_table(source), source)


@pytest.mark.parametrize("shape", ['"', '""', ",", '"a', ',"""b', "a\n", ' "', '",', "x"])
def test_hostile_tables_take_no_quadratic_time(shape):
    begun = time.monotonic()
    read_table(shape * (300_000 // len(shape)))
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "Country,2019,2020\nFrance,10,2012\nItaly,2715,8",
            "Country: France; 2019: 10; 2020: 2012\nCountry: Italy; 2019: 2715; 2020: 8",
        ),
        ("Age,0-9,65+\nMen,4,5", "Age: Men; 0-9: 4; 65+: 5"),
        ("Shift,1,2,3\nEarly,4,0,6", "Shift: Early; 1: 4; 2: 0; 3: 6"),
        ("Name,Score,Score\nAnna,1,2", "Name: Anna; Score: 1; Score: 2"),
        ("Name,Status\nAnna,Status\nBen,open", "Name: Anna; Status: Status\nName: Ben; Status: open"),
        (
            "Thomas Bouch,1822,1880\nBenjamin Baker,1840,1907",
            "Thomas Bouch; 1822; 1880\nBenjamin Baker; 1840; 1907",
        ),
        ("Anna,555-1234\nBen,555-9999", "Anna; 555-1234\nBen; 555-9999"),
        ("Anna,yes,yes\nBen,no,yes", "Anna; yes; yes\nBen; no; yes"),
        ("Coffee,1.50\nTea,3", "Coffee; 1.50\nTea; 3"),
    ],
)
def test_columns_may_be_named_by_years_twice_or_as_one_of_their_cells(source, text):
    document = read_table(source)
    assert document.text == text
    assert_mapped(document, source)
