"""Days are found in whatever form they are written, and a row of another day answers nothing."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qa
from qa.dates import Day, days_in, is_of_another_day
from qa.retrieve import full_text_query

MARCH = Day(3, 14, 2024)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 14 March 2024", [MARCH]),
        ("on the 14th of March, 2024", [MARCH]),
        ("March 14, 2024", [MARCH]),
        ("Mar. 14th 2024", [MARCH]),
        ("14-Mar-2024", [MARCH]),
        ("2024-03-14", [MARCH]),
        ("14.03.2024", [MARCH]),
        ("3/14/2024", [MARCH]),
        ("14 March", [Day(3, 14, None)]),
        ("4.3.2024", [Day(3, 4, 2024), Day(4, 3, 2024)]),
        ("in March 2024", []),
        ("March 14:30", []),
        ("32 March 2024, 2024-13-14, 1.2.3.2024", []),
        ("12 Marches", []),
    ],
)
def test_days_are_found(text: str, expected: list[Day]) -> None:
    assert sorted(days_in(text)) == sorted(expected)


@given(st.dates(date(1500, 1, 1), date(2999, 12, 31)))
def test_every_form_is_of_the_day(day: date) -> None:
    meant = Day(day.month, day.day, day.year)
    written = f"{day.day} {day:%B} {day.year}"
    assert days_in(written) == [meant]
    for form in (
        f"{day:%B} {day.day}, {day.year}",
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day.month}/{day.day}/{day.year}",
    ):
        assert any(found.may_be(meant) for found in days_in(form))
        words = form.replace(",", "").replace(".", " ").replace("/", " ").replace("-", " ").lower()
        assert words in meant.forms() and f'"{words}"' in full_text_query(f"Who came on {written}?")


@pytest.mark.parametrize(
    ("question", "row", "expected"),
    [
        ("How warm was it on 14 March 2024?", "Date: 2024-12-14; Temperature: 21", True),
        ("How warm was it on 14 March 2024?", "Date: 2024-03-14; Temperature: 21", False),
        ("How warm was it on 14 March?", "Date: 2023-03-14; Temperature: 21", False),
        ("How warm was it on 14 March 2024?", "Day: 14; Temperature: 21", False),
        ("Who is on duty on Sunday?", "Day: Tuesday; Doctor: Lars Holm", True),
        ("Who is on duty on Tuesdays?", "Day: Tue; Doctor: Lars Holm", False),
        ("Who is on duty on Sunday?", "Day: Fri–Mon; Doctor: Lars Holm", False),
        ("Who is on duty on Sunday?", "Day: Monday to Friday; Doctor: Lars Holm", False),
        ("Who is on duty on Sunday?", "Day: every Monday; Doctor: Lars Holm", False),
        ("Who is on duty after Sunday?", "Day: Monday; Doctor: Lars Holm", False),
        ("Who is on duty?", "Day: Monday; Doctor: Lars Holm", False),
        ("What does rice cost as of 14 March 2024?", "Item: rice; Price: 3; Changed: 2023-12-01", False),
        ("What was ordered after 14 March 2024?", "Date: 2024-03-20; Item: rice", False),
        (
            "What was ordered on 14 March 2024?",
            "Ordered: 2024-03-14; Delivered: 2024-03-20; Item: rice",
            False,
        ),
    ],
)
def test_a_row_of_another_day(question: str, row: str, expected: bool) -> None:
    assert is_of_another_day(question, row) is expected


def test_the_row_of_the_day_answers_however_it_is_written(tmp_path: Path) -> None:
    days = [date(2024, 1, 1) + timedelta(i) for i in range(200)]
    rows = [f"{day},{(i * 37) % 41},{(i * 7) % 23}" for i, day in enumerate(days)]
    (tmp_path / "weather.csv").write_text("\n".join(["Date,Temperature (°C),Rain (mm)", *rows]))
    assistant = qa.open(tmp_path / "weather.csv", tmp_path / "index")
    row = dict(zip(days, rows, strict=True))[date(2024, 3, 14)].split(",")
    for written in ("14 March 2024", "March 14, 2024", "2024-03-14"):
        assert assistant.ask(f"What was the temperature on {written}?").text == row[1]
    assert assistant.ask("What was the temperature on 14 March 2023?").text == ""
