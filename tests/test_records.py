import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped import assert_mapped, blocks

from index.records import read_json, read_json_lines

TEXT = "The bridge crosses the firth. " * 8
FRAGMENTS = [
    "{", "}", "[", "]", ",", ":", '"', '"a"', '"b\\n\\nc."', '"\\u00e9\\ud83d\\ude00"', "\\", "12", "-1.5e3",
    "true", "null", " ", "\n", "\r\n", '{"k": [1, {"x": "y"}]}', f'"{TEXT}\\n{TEXT}"', '"\\ud800"', "\x00", "//",
]  # fmt: skip


def line_of(document, words):
    start = document.text.index(words)
    return document.place(start, start + len(words)).line


def test_objects_of_a_list_are_blocks_with_nested_keys():
    source = json.dumps(
        [
            {
                "name": "Forth Bridge",
                "built": {"from": 1882, "to": 1890},
                "tags": ["red", "steel"],
                "x": None,
            },
            {"name": 'The "Tay"', "open": True, "by": [{"name": "Bouch"}, {"name": "Barlow"}]},
            "alone",
        ],
        indent=1,
    )
    document = read_json(source)
    assert blocks(document) == [
        "name: Forth Bridge; built › from: 1882; built › to: 1890; tags: red, steel",
        'name: The "Tay"; open: true; by › name: Bouch; by › name: Barlow',
        "alone",
    ]
    assert [line_of(document, words) for words in ("Forth", "1890", "Barlow", "alone")] == [3, 6, 22, 26]
    assert source[document.source_offset(document.text.index("Barlow")) :].startswith("Barlow")
    assert_mapped(document, source)


def test_long_texts_are_paragraphs_under_their_key():
    source = json.dumps(
        {"data": [{"id": 1, "text": f"Café — {TEXT}\n\nShort\nwrapped line.\nNext.", "n": 2}]}
    )
    document = read_json(source)
    assert blocks(document) == [
        "data › id: 1",
        "data › text:",
        f"Café — {TEXT}".strip(),
        "Short wrapped line.",
        "Next.",
        "data › n: 2",
    ]
    assert_mapped(document, source)


def test_a_long_record_is_parted_at_its_objects():
    record = {"title": "T", "parts": [{"q": "why so " * 10, "a": i} for i in range(20)]}
    document = read_json(json.dumps([record]))
    assert len(document.blocks) == 21
    assert blocks(document)[1].endswith("why so why so; parts › a: 0")


def test_lines_keep_their_numbers_and_broken_ones_are_noted():
    source = (
        '{"name": "Anna"}\n\n{"name": \r\n{"name": "\\u0416\\u0435\\u043d\\u044f"} {"name": "Ben"}\r\n"end"'
    )
    document = read_json_lines(source)
    assert blocks(document) == ["name: Anna", "name: Женя", "name: Ben", "end"]
    assert [line_of(document, words) for words in ("Anna", "Женя", "Ben", "end")] == [1, 4, 4, 5]
    assert document.notes == ("lines that are no JSON were left out: 1, the first is line 3",)
    assert_mapped(document, source)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('{"a": 1,\n "b" 2}', "broken at line 2"),
        ("[1, 2", "broken at line 1"),
        ("[" * 101, "nested too deeply at line 1"),
        ('{"a": "no end', "broken at line 1"),
        ("[1]]", "broken at line 1"),
    ],
)
def test_broken_json_is_read_by_lines(source, reason):
    document = read_json(source)
    assert document.notes == (f"read as lines of text: its JSON is {reason}",)
    assert_mapped(document, source)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_every_character_maps_back(source):
    assert_mapped(read_json(source), source)
    assert_mapped(read_json_lines(source), source)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda values: st.lists(values) | st.dictionaries(st.text(), values),
    )
)
def test_all_json_is_read(value):
    source = json.dumps(value)
    document = read_json(source)
    assert not document.notes
    assert_mapped(document, source)


@pytest.mark.parametrize("shape", ["[", '{"a":', '"', '"\\', "1,", '"a"', "[]", " ", "\\u", "1 "])
def test_hostile_json_takes_no_quadratic_time(shape):
    begun = time.process_time()
    for source in (shape * (200_000 // len(shape)), f'["{shape * (200_000 // len(shape))}'):
        read_json(source)
        read_json_lines(source)
    assert time.process_time() - begun < 20
