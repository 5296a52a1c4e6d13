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


def test_the_names_of_a_table_go_on_over_a_gap_but_not_to_another_table():
    source = "Item,Plan\nRent,5\nFood,7\n\nHeat,9\nLight,2\n\nSource: town office\n\nWho,Role\nAnn,Lead\nBen,Cook\n"
    assert blocks(read_table(source)) == [
        "Item: Rent; Plan: 5",
        "Item: Food; Plan: 7",
        "Item: Heat; Plan: 9",
        "Item: Light; Plan: 2",
        "Source: town office",
        "Who: Ann; Role: Lead",
        "Who: Ben; Role: Cook",
    ]


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
    assert document_of(row) == replace(document, id=1, path="a.csv", records=False, alone=())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_every_character_maps_back(source):
    assert_mapped(read_table(source), source)


@pytest.mark.parametrize("shape", ['"', '""', ",", '"a', ',"""b', "a\n", ' "', '",', "x"])
def test_hostile_tables_take_no_quadratic_time(shape):
    begun = time.process_time()
    read_table(shape * (300_000 // len(shape)))
    assert time.process_time() - begun < 20


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


LONG = "How satisfied are you with the onboarding process in your first month at the company on the whole"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (f"Time,{LONG}?\n2024-01-01,Very", f"Time: 2024-01-01; {LONG}?: Very"),
        (f"Who,{LONG}\nAnna,Very", f"Who: Anna; {LONG}: Very"),
        (f"Anna,{LONG}\nBen,{LONG} and more", f"Anna; {LONG}\nBen; {LONG} and more"),
        (f"Age,{'word ' * 99}\n5,x", f"Age: 5; {('word ' * 60).strip()}…: x"),
        (
            ",2019,2020\nFrance,10,20\nSpain,5,6",
            "France; 2019: 10; 2020: 20\nSpain; 2019: 5; 2020: 6",
        ),
        (",2019,2020\nAnna,2001,2002\nBen,2003,2004", "2019; 2020\nAnna; 2001; 2002\nBen; 2003; 2004"),
        ("2023,Sales\nQ1,100\nQ2,200", "2023: Q1; Sales: 100\n2023: Q2; Sales: 200"),
        ("name,name,value\nA,B,1\nC,D,2", "name: A; name: B; value: 1\nname: C; name: D; value: 2"),
        ("Lyon,Lyon,France\nNice,Nice,France", "Lyon; Lyon; France\nNice; Nice; France"),
        (
            "id,active\n1,yes\n2,active\n3,active\n4,no",
            "id: 1; active: yes\nid: 2; active: active\nid: 3; active: active\nid: 4; active: no",
        ),
        ("Anna,anna@x.org\nBen,ben@x.org", "Anna; anna@x.org\nBen; ben@x.org"),
    ],
)  # fmt: skip
def test_long_names_empty_corners_and_names_that_recur_are_headers(source, text):
    document = read_table(source)
    assert document.text == text
    assert_mapped(document, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Report of sales\n\nRegion,Sales\nNorth,10", "Report of sales\nRegion: North; Sales: 10"),
        ("Friends\nName,City\nAnna,Rome\nBen,Oslo", "Friends\nName: Anna; City: Rome\nName: Ben; City: Oslo"),
        ("# made today\nid,name,city\n1,Anna,Rome", "# made today\nid: 1; name: Anna; city: Rome"),
        ("# Name,Age\nAnna,30", "# Name: Anna; Age: 30"),
        (
            "Account;DE12 3456\nPeriod;01.05.2024 - 31.05.2024\n\nDate;Payee;Amount\n02.05.2024;Baker;-3,50",
            "Account: DE12 3456\nPeriod: 01.05.2024 - 31.05.2024\nDate: 02.05.2024; Payee: Baker; Amount: -3,50",
        ),
        (
            "Holder;Anna\nDate;Payee;Amount\n02.05.2024;Baker;-3,50",
            "Holder: Anna\nDate: 02.05.2024; Payee: Baker; Amount: -3,50",
        ),
        ("Name,Born\n\nAnna,1980\n\nBen,1990", "Name: Anna; Born: 1980\nName: Ben; Born: 1990"),
        ("Name,Born\n\nAnna,1980\nBen,1990", "Name: Anna; Born: 1980\nName: Ben; Born: 1990"),
        (
            "Name,City\nAnna,Rome\nBen,Oslo\n\nCid,Bern\nDan,Kiel",
            "Name: Anna; City: Rome\nName: Ben; City: Oslo\nName: Cid; City: Bern\nName: Dan; City: Kiel",
        ),
        (
            "Region,Sales\nNorth,10\nSouth,5\n\nName,Age\nAnna,30\nBen,40",
            "Region: North; Sales: 10\nRegion: South; Sales: 5\nName: Anna; Age: 30\nName: Ben; Age: 40",
        ),
        ("Name,Score\nAnna,absent\nBen,5", "Name: Anna; Score: absent\nName: Ben; Score: 5"),
    ],
)  # fmt: skip
def test_titles_and_gaps_hide_no_header(source, text):
    document = read_table(source)
    assert document.text == text
    assert_mapped(document, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Name,Ann Smith\nBorn,1980\nCity,Paris", "Name: Ann Smith\nBorn: 1980\nCity: Paris"),
        ("Rechnung;4711\nDatum;01.05.2024\nKunde;Anna", "Rechnung: 4711\nDatum: 01.05.2024\nKunde: Anna"),
        ("Pet:,Rex\nFood:,bones\nWalks:,3", "Pet: Rex\nFood: bones\nWalks: 3"),
        ("Name,Type\nBorn,int\nAge,3", "Name: Born; Type: int\nName: Age; Type: 3"),
        ("Field,Example\nName,Ann\nBorn,1980", "Field: Name; Example: Ann\nField: Born; Example: 1980"),
        ("Setting,Value\ncolor,red\nsize,10", "Setting: color; Value: red\nSetting: size; Value: 10"),
        ("Item,Price\nCoffee,1.50\nTea,free", "Item: Coffee; Price: 1.50\nItem: Tea; Price: free"),
        ("Title,Author\nDune,Herbert\nEmma,Austen", "Title: Dune; Author: Herbert\nTitle: Emma; Author: Austen"),
        ("Name,Phone\nAnn,555-1234\nBob,none", "Name: Ann; Phone: 555-1234\nName: Bob; Phone: none"),
        ("Category,Plan\nPhone,300\nEmail,20", "Category: Phone; Plan: 300\nCategory: Email; Plan: 20"),
        ("Date,Weather\nMonday,Sunny\nTuesday,5", "Date: Monday; Weather: Sunny\nDate: Tuesday; Weather: 5"),
        ("Word,Meaning\nName,a word\nCity,a town", "Word: Name; Meaning: a word\nWord: City; Meaning: a town"),
    ],
)  # fmt: skip
def test_two_columns_are_labels_and_values_only_where_the_labels_say_so(source, text):
    document = read_table(source)
    assert document.text == text
    assert_mapped(document, source)


def test_values_beside_labels_and_under_titles_keep_their_places():
    source = "Name,Ann Smith\nBorn,1980\n\nMy sales\n\nRegion,Sales\nNorth,10\nSouth,20\n"
    document = read_table(source)
    for words, cell in {"Born": "A2", "1980": "B2", "My sales": "A4", "South": "A8", "20": "B8"}.items():
        start = document.text.rindex(words)
        place = document.place(start, start + len(words))
        assert (f"{place.column}{place.row}", place.line) == (cell, place.row), words


@pytest.mark.parametrize("first", ["Ann,Rome", ",2019,2020", "# a,b", "Name:,Ann"])
def test_the_search_for_a_header_takes_linear_time(first):
    growing = "".join(",".join(["word"] * (3 + i)) + "\n" for i in range(15))
    took = []
    for count in (500, 4_000):
        begun = time.process_time()
        read_table(f"{first}\n{growing}" + "Ben,Oslo,3\n\n\nCid,Bern\n" * count)
        took.append(time.process_time() - begun)
    assert took[1] < 24 * took[0]
