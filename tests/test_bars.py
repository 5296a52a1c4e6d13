"""A row of a table is a passage, and each of its values is read after the name of its column."""

import random
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import WordEmbedder
from hypothesis import given
from hypothesis import strategies as st

import qa
from index import Document, as_read
from index.documents import read_document
from index.html import read_html
from index.markdown import read_markdown
from index.passages import names_over, split, text_to_embed
from index.records import read_json, read_json_lines
from index.table import read_table

FEES = """# Fees

Paid in cash.

| Service | Fee | Paid by |
|---|---|---|
| Bath | £4 | the guest |
| Sauna | £9 | the firm |
"""
ROWS = [
    ("Amber Hall", "355", "1989", "clinic", "Eve Long"),
    ("Birch House", "76", "1930", "gym", "Dev Patel"),
    ("Cedar Lodge", "38", "1960", "library", "Cara Moss"),
    ("Dale Centre", "272", "1927", "school", "Bo Falk"),
    ("Elm House", "68", "1941", "theatre", "Ann Reid"),
    ("Fern Hall", "216", "2013", "gym", "Eve Long"),
    ("Grove Centre", "193", "2011", "clinic", "Cara Moss"),
    ("Heath Lodge", "148", "1943", "library", "Bo Falk"),
    ("Ivy House", "92", "1957", "school", "Dev Patel"),
    ("Juniper Hall", "371", "1913", "theatre", "Ann Reid"),
]
NAMES = ("Building", "Seats", "Opened", "Used as", "Caretaker")


def read(document: Document) -> str:
    return as_read(document, 0, len(document.text)).text


def passages(document: Document) -> list[str]:
    return [as_read(document, *span).text for span in split(document, WordEmbedder())]


def test_the_values_of_a_row_come_after_the_names_of_their_columns() -> None:
    document = read_markdown(FEES)
    assert document.text.endswith("Service | Fee | Paid by\nBath | £4 | the guest\nSauna | £9 | the firm")
    assert read(document) == (
        "Fees\n\nPaid in cash.\n\n"
        "Service: Bath; Fee: £4; Paid by: the guest\nService: Sauna; Fee: £9; Paid by: the firm"
    )


def test_each_row_is_a_passage_and_the_first_has_the_header() -> None:
    document = read_markdown(FEES)
    assert passages(document) == [
        "Fees\n\nPaid in cash.",
        "Service: Bath; Fee: £4; Paid by: the guest",
        "Service: Sauna; Fee: £9; Paid by: the firm",
    ]
    spans = split(document, WordEmbedder())
    assert [names_over(document, *span) for span in spans] == ["", "", "Service | Fee | Paid by"]
    assert text_to_embed(document, *spans[2], WordEmbedder()) == f"Fees\n{passages(document)[2]}"


def test_where_the_names_leave_no_room_a_row_is_embedded_as_it_stands() -> None:
    embedder = WordEmbedder()
    long = "| a | " + " ".join(["name"] * 60) + " |\n|---|---|\n| Bath | 4 |\n| Sauna | " + "9 " * 200 + "|\n"
    document = read_markdown(long)
    for span in split(document, embedder):
        assert (
            len(embedder.token_offsets([text_to_embed(document, *span, embedder)])[0]) <= embedder.max_tokens
        )


def test_what_surely_is_no_header_stays_a_row_of_its_own() -> None:
    document = read_markdown(
        "| Ann | nurse | Rome |\n|---|---|---|\n| Bo | clerk | Lund |\n| Cy | cook | Oslo |\n"
    )
    assert passages(document)[0] == "Ann | nurse | Rome"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "<tr><th></th><th>2021</th><th>2022</th></tr><tr><td>Staff</td><td>14</td><td>15</td></tr>"
            "<tr><td>Dogs</td><td></td><td>3</td></tr>",
            ["2021 | 2022", "Staff; 2021: 14; 2022: 15", "Dogs; 2022: 3"],
        ),
        (
            "<thead><tr><th>Name</th><th>Age</th></tr></thead><tbody><tr><td>Ann</td><td>7</td></tr></tbody>"
            "<tfoot><tr><td>Bo</td><td>8</td></tr></tfoot>",
            ["Name: Ann; Age: 7", "Name: Bo; Age: 8"],
        ),
        (
            "<tr><th>Name</th><th colspan=2>Phones</th><th>City</th></tr>"
            "<tr><td>Ann</td><td>1</td><td>2</td><td>Rome</td></tr>"
            "<tr><td rowspan=2>Bo</td><td>5</td><td></td><td>Lund</td></tr><tr><td>6</td><td>7</td><td>Ulm</td></tr>",
            [
                "Name: Ann; Phones: 1; 2; City: Rome",
                "Name: Bo; Phones: 5; City: Lund",
                "Name: Bo; Phones: 6; 7; City: Ulm",
            ],
        ),
        (
            "<tr><th>Name</th><th>Age</th><th>City</th></tr><tr><td></td><td>7</td><td>Rome</td></tr>"
            "<tr><td>Bo</td><td><p>8</p><p>or 9</p></td><td>Lund</td></tr>",
            ["Age: 7; City: Rome", "Name: Bo; Age: 8", "Age: or 9; City: Lund"],
        ),
    ],
)
def test_each_value_has_the_name_of_its_own_column(table: str, expected: list[str]) -> None:
    assert passages(read_html(f"<table>{table}</table>")) == expected


def test_a_table_of_a_word_file_is_read_by_its_columns(tmp_path: Path) -> None:
    made = docx.Document()
    table = made.add_table(rows=3, cols=4)
    for row, values in zip(table.rows, [NAMES[:4], ROWS[0][:4], ("", "5", "", "gym")], strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    table.rows[1].cells[2].merge(table.rows[1].cells[3])
    made.save(str(tmp_path / "t.docx"))
    assert passages(read_document(tmp_path / "t.docx")) == [
        "Building: Amber Hall; Seats: 355; Opened: 1989 clinic",
        "Seats: 5; Used as: gym",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "| A | B | C |\n|---|---|---|\n| x \\| y | 1 | 2 |\n",
        "- ls | sort\n- one\n- two\n- three\n",
        "Use `a | b` here.\n\nAnd there.\n",
        "| Phone | 01632 960 118 |\n|---|---|\n| Fax | 01632 960 119 |\n",
    ],
)
def test_what_has_no_header_is_read_as_it_stands(source: str) -> None:
    document = read_markdown(source)
    assert document.named_rows == () and read(document) == document.text


@given(
    st.lists(
        st.lists(st.sampled_from(["", "a", "12", "b c", "é", "-", "x|y", "2021"]), min_size=2, max_size=4),
        min_size=1,
        max_size=6,
    ),
    st.data(),
)
def test_what_is_read_stands_in_the_document(rows: list[list[str]], data: st.DataObject) -> None:
    lines = ["| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in rows]
    document = read_markdown(
        "\n".join(["Before it.", "", "| A | B | C |", "|---|---|---|", *lines, "", "After."])
    )
    found = as_read(document, 0, len(document.text))
    for at, start, length in found.pieces:
        assert found.text[at : at + length] == document.text[start : start + length]
    assert "".join(found.text.split()).endswith("After.")
    start = data.draw(st.integers(0, len(found.text) - 1))
    end = data.draw(st.integers(start + 1, len(found.text)))
    place = found.in_document(start, end)
    if place is not None:
        assert document.text[slice(*place)] in found.text[start:end] and place[0] < place[1]


def test_a_span_of_two_cells_or_of_none_stands_nowhere() -> None:
    document = read_markdown(FEES)
    found = as_read(document, 0, len(document.text))
    fee, other = found.text.index("Fee: £4"), found.text.index("Service: Sauna")
    assert document.text[slice(*found.in_document(fee, fee + 7) or (0, 0))] == "£4"
    assert found.in_document(fee, fee + 3) is None
    assert found.in_document(fee + 5, other) is None


def test_rows_of_csv_and_records_are_passages_but_labels_and_values_stay_together() -> None:
    table = "name,age,city\nAnn,7,Rome\nBo,8,Lund\n"
    assert passages(read_table(table)) == ["name: Ann; age: 7; city: Rome", "name: Bo; age: 8; city: Lund"]
    assert len(passages(read_table("Name:,Ann\nAge:,7\nCity:,Rome\n"))) == 1
    records = '{"name": "Ann", "age": 7}', '{"name": "Bo", "age": 8}'
    assert len(passages(read_json_lines("\n".join(records)))) == 2
    assert len(passages(read_json(f"[{','.join(records)}]"))) == 2
    text = "It rained. " * 30
    long = passages(read_json(f'[{{"name": "Ann", "told": "{text}"}}, {{"name": "Bo"}}]'))
    assert long[0].startswith("name: Ann\ntold:\nIt rained.") and long[-1] == "name: Bo"


def as_csv() -> tuple[str, str]:
    return "buildings.csv", "\n".join(",".join(row) for row in (NAMES, *ROWS))


def as_markdown() -> tuple[str, str]:
    lines = ["| " + " | ".join(row) + " |" for row in (NAMES, *ROWS)]
    return "buildings.md", "\n".join(
        ["# Buildings of Harwick", "", lines[0], "|---|---|---|---|---|", *lines[1:]]
    )


def as_page() -> tuple[str, str]:
    rows = ["".join(f"<td>{value}</td>" for value in row) for row in (NAMES, *ROWS)]
    return (
        "buildings.html",
        f"<h1>Buildings of Harwick</h1><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>",
    )


@pytest.mark.parametrize("make", [as_csv, as_markdown, as_page])
def test_a_value_is_found_in_its_row_and_column(make: Callable[[], tuple[str, str]], tmp_path: Path) -> None:
    name, text = make()
    (tmp_path / name).write_text(text)
    assistant = qa.open(tmp_path / name, tmp_path / "index")
    right = 0
    for building, seats, opened, use, caretaker in random.Random(3).sample(ROWS, 4):
        for question, answer in (
            (f"How many seats does {building} have?", seats),
            (f"When was {building} opened?", opened),
            (f"What is {building} used as?", use),
            (f"Who is the caretaker of {building}?", caretaker),
        ):
            found = assistant.ask(question)
            assert found.text in text
            right += found.text == answer
    assert right >= 15  # of 16; where passages held several rows, about half
