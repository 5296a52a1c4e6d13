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
