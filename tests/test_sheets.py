"""Spreadsheets made by real programs: their rows, headers and places, and values in their formats."""

from datetime import time, timedelta
from io import BytesIO

import offices
import openpyxl
import pytest
import xlsxwriter
from docxs import changed
from mapped import assert_whole, blocks, place_of

import index.packed
from index.cell_formats import shown
from index.parse import parse


def test_rows_of_sheets_have_their_headers_and_places():
    document = parse(".xlsx", offices.sheets())
    assert_whole(document)
    assert document.title == "Rivers in numbers"
    assert document.notes == ("hidden sheets were left out: 1",)
    assert document.records
    assert blocks(document) == [
        "Rivers",
        "Rivers of France",
        "Name: Loire; Length in km: 1006; Share: 12.5%; Measured: 2019-05-17",
        "Name: Seine; Length in km: 774.6; Share: 50%; Measured: 2020-01-02 09:30",
        "Name: Rhône; Length in km: 813",
        "A remark at the side.",
        "Numbers",
        "1; 2.5; TRUE",
    ]
    for words, sheet, row, column in (
        ("Rivers", "Rivers", None, None),
        ("Rivers of France", "Rivers", 1, "A"),
        ("Loire", "Rivers", 3, "A"),
        ("1006", "Rivers", 3, "B"),
        ("2020-01-02", "Rivers", 4, "D"),
        ("813", "Rivers", 9, "B"),
        ("A remark", "Rivers", 12, "G"),
        ("Numbers", "Numbers", None, None),
        ("TRUE", "Numbers", 1, "C"),
    ):
        place = place_of(document, words)
        assert (place.sheet, place.row, place.column) == (sheet, row, column), words


def test_amounts_and_saved_values_of_formulas_are_read_as_shown():
    document = parse(".xlsx", offices.written_sheets())
    assert blocks(document) == ["Costs", "What: Bridge & tower; Amount: -€ 1,234.50; Twice: -2469"]


def sheet_of(*rows, merged=()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet"
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("rows", "merged", "text"),
    [
        (
            [["Region", 2022, None, 2023], [None, "Q1", "Q2", "Q1", "Q2"], ["North", 1, 2, 3, 4]],
            ["A1:A2", "B1:C1", "D1:E1"],
            "Region: North; 2022 Q1: 1; 2022 Q2: 2; 2023 Q1: 3; 2023 Q2: 4",
        ),
        (
            [["Region", "Year"], [None, "2022", "2023"], ["North", 10, 20]],
            ["B1:C1"],
            "Region: North; Year 2022: 10; Year 2023: 20",
        ),
        (
            [["Sales"], [None, 2022, None], ["City", "Low", "High"], ["Rome", 1, 2]],
            ["A1:C1", "B2:C2"],
            "Sales\nCity: Rome; 2022 Low: 1; 2022 High: 2",
        ),
        (
            [["Name", None, "Team"], ["Ann", "Smith", "Red"], ["Ben", "Jones", "Blue"]],
            ["A1:B1"],
            "Name: Ann; Smith; Team: Red\nName: Ben; Jones; Team: Blue",
        ),
        (
            [["Name", None, "Team"], ["Ann", "Smith", "Red"], ["Ben", "Jones", None]],
            ["A1:B1", "C2:C3"],
            "Name: Ann; Smith; Team: Red\nName: Ben; Jones; Team: Red",
        ),
        ([["Name", "Ann Smith"], ["Born", 1980], ["City", "Paris"]], [], "Name: Ann Smith\nBorn: 1980\nCity: Paris"),
        ([["Who", "word " * 20], ["Ann", 5]], [], f"Who: Ann; {('word ' * 20).strip()}: 5"),
        ([["My cities"], ["City", "Size"], ["Rome", 3]], [], "My cities\nCity: Rome; Size: 3"),
    ],
)  # fmt: skip
def test_headers_of_sheets_may_have_two_rows_over_merged_cells(rows, merged, text):
    document = parse(".xlsx", sheet_of(*rows, merged=merged))
    assert_whole(document)
    assert document.text == f"Sheet\n\n{text}"
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values):
            if isinstance(value, str) and text.count(value) == 1 and f"{value}:" not in text:
                place = place_of(document, value)
                assert (place.sheet, place.row, place.column) == ("Sheet", row, "ABCDE"[column]), value


def test_formulas_without_saved_values_are_noted():
    note = "formulas without saved values were left out: {}"
    document = parse(".xlsx", sheet_of(["Item", "Cost"], ["Roof", 5], ["Total", "=SUM(B2:B2)"]))
    assert (document.text, document.notes) == ("Sheet\n\nItem: Roof; Cost: 5\nItem: Total", (note.format(1),))


@pytest.mark.parametrize(
    ("values", "text", "notes"),
    [
        ((0, 0), "Total", ("formulas without saved values were left out: 2",)),
        ((0, 7), "Total; Cost: 0; Twice: 7", ()),  # the 0 was given as well
        (("nothing", 7), "Total; Twice: 7", ()),  # an empty text, which is a value
    ],
)
def test_zeros_that_stand_for_all_formulas_are_no_values(values, text, notes):
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Sheet")
        sheet.write_row(0, 0, ["Item", "Cost", "Twice"])
        sheet.write_row(1, 0, ["Roof", 0, 5])
        sheet.write(2, 0, "Total")
        for column, value in enumerate(values, start=1):
            sheet.write_formula(2, column, "=SUM(B2:B2)", None, value)
    name = "xl/worksheets/sheet1.xml"
    xml = index.packed.parts_of(file.getvalue())[name].replace(b"<v>nothing</v>", b"<v></v>")
    document = parse(".xlsx", changed(file.getvalue(), {name: xml}))
    assert document.text == f"Sheet\n\nItem: Roof; Cost: 0; Twice: 5\nItem: {text}"
    assert document.notes == notes


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (1006.0, "General", "1006"),
        (10**20, "General", str(10**20)),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567.891, "#,##0", "1,234,568"),
        (1234.5, '#,##0.00 "EUR"', "1,234.50 EUR"),
        (1234.5, "#,##0.00 [$EUR]", "1,234.50 EUR"),
        (1234.5, '"No. "0.0"%"', "No. 1234.5%"),
        (1234.5, "0.00E+00", "1234.5"),
        (2.5, "0.##", "2.5"),
        (2.0, "0.##", "2"),
        (0.005, "0.0%", "0.5%"),
        (-0.001, "0.0", "0.0"),
        (1500000, '0.0,,"M"', "1.5M"),
        (12, '[$€-407] 0.00;[Red]-0.00', "€ 12.00"),
        (5, '0 "km"', "5 km"),
        (0.5, "# ?/?", "0.5"),
        (12345, "0.00E+00", "12345"),
        (3, "@", "3"),
        (True, "General", "TRUE"),
        (time(9, 5), "h:mm", "09:05:00"),
        (timedelta(hours=26, minutes=30), "[h]:mm", "26:30"),
        (timedelta(hours=26, minutes=30, seconds=5), "[hh]:mm:ss", "26:30:05"),
        (timedelta(minutes=75, seconds=9, milliseconds=40), "[m]:ss.00", "75:09.04"),
        (timedelta(hours=-30), '[h]" hours"', "-30 hours"),
        (timedelta(hours=30), "General", "30:00:00"),
        (1234, "00000", "01234"),
        (123456789, "000-00-0000", "123-45-6789"),
        (5551234567, "(000) 000-0000", "(555) 123-4567"),
        (5551234567, "[<=9999999]###-####;(###) ###-####", "(555) 123-4567"),
        (1234567, "[<=9999999]###-####;(###) ###-####", "123-4567"),
        (12, "[<1]0.0%;0", "12"),
        (0.5, "[<1]0.0%;0", "50.0%"),
        (1500, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "1.5K"),
        (-5, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "-5"),
        (0, '0.00;-0.00;"none"', "none"),
        (-2, '0.00;-0.00;"none"', "-2.00"),
        (2, '0.00;-0.00;"none"', "2.00"),
        (88, ";;;", ""),
        (0, "0;-0;;@", ""),
        ("text", ";;;", ""),
        (-500, "$#,##0;[Red]($#,##0)", "($500)"),
        (-500, "0;[Red]0", "-500"),
        (-500, "#,##0_);(#,##0)", "(500)"),
        (0, '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)', "$-"),
        (7, '"a;b" 0;-0', "a;b 7"),
        (-7, "General;[Red]-General", "-7"),
        (7, 'General" km"', "7 km"),
        (0.125, "0.00", "0.13"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (12, "0,000", "0,012"),
        (0.5, ".00", ".50"),
        (7, "0;@", "7"),
        (float("inf"), "0.00", "inf"),
        (10**400, "0.00", str(10**400)),
        (5, f"0{'%' * 200}", "5"),
        (1e-9, f"0.{'0' * 40}", "0.000000001000000"),
        ("text", "@", "text"),
        (object(), "General", ""),
    ],
)  # fmt: skip
def test_values_are_shown_in_their_formats(value, number_format, text):
    assert shown(value, number_format) == text
