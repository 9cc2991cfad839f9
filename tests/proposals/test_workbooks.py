"""Sheets as the child reads them: what separates a table in text, and what is kept of a cell where it was asked for."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from saraban.proposals.workbooks import read_workbook

MOMENT = datetime.fromisoformat("2026-01-23T14:05:33")


def test_a_moment_keeps_its_time_where_that_was_asked_for(tmp_path: Path) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"default_date_format": "dd/mm/yyyy hh:mm:ss"}) as book:
        book.add_worksheet().write_row(0, 0, [MOMENT, date(2026, 1, 23), 1250.5])
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.getvalue())
    [exact] = read_workbook(path, name="a.xlsx", exact=True).lines
    [plain] = read_workbook(path, name="a.xlsx").lines
    assert exact.cells == (MOMENT, date(2026, 1, 23), "1250.5")
    assert plain.cells == (date(2026, 1, 23), date(2026, 1, 23), "1250.5")


def test_a_row_of_text_keeps_its_empty_end_where_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n1,,\n")
    assert [line.cells for line in read_workbook(path, name="a.csv", exact=True).lines] == [
        ("a", "b", "c"),
        ("1", None, None),
    ]
    assert read_workbook(path, name="a.csv").lines[1].cells == ("1",)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a;b\n1,000,000.00;2\n3,000,000.00;4\n", ("1,000,000.00", "2")),
        ("a\tb\nx, y; z\t2\nx, y; z\t4\n", ("x, y; z", "2")),
        ('a,b\n"1;2;3",2\n', ("1;2;3", "2")),
        ("a\nb\n", ("b",)),
        ("รายงาน, ประจำวัน, ที่ 1\na;b;c\n1;2;3\n4;5;6\n", ("a", "b", "c")),
    ],
)
def test_what_separates_gives_most_rows_the_same_columns(
    tmp_path: Path, text: str, cells: tuple[str, ...]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    assert read_workbook(path, name="a.csv").lines[1].cells == cells
