"""Old registers as offices keep them, made as files: the sheets that are brought in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

HEADS = ("เลขทะเบียนรับ", "ที่", "ลงวันที่", "จาก", "ถึง", "เรื่อง", "การปฏิบัติ", "หมายเหตุ")


def xlsx(rows: Sequence[Sequence[Any]], *, merged: Sequence[tuple[int, int, int, int, str]] = ()) -> bytes:
    """A sheet with these rows; a date is a real date of Excel, so `date(2566, 1, 23)` is what was typed `23/1/2566`."""
    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(made)
    sheet = workbook.add_worksheet("ทะเบียน")
    as_date = workbook.add_format({"num_format": "d/m/yyyy"})
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_number(line, column, (cell - date(1899, 12, 30)).days, as_date)
            elif isinstance(cell, str):
                sheet.write_string(line, column, cell)
            elif cell is not None:
                sheet.write_number(line, column, cell)
    for first_row, first_column, last_row, last_column, text in merged:
        sheet.merge_range(first_row, first_column, last_row, last_column, text)
    workbook.close()
    return made.getvalue()


def old_rows(numbers: Sequence[int], *, year: int = 2566) -> list[list[Any]]:
    """One row for each number, dated in January, as Excel keeps a typed year of พ.ศ."""
    return [
        [
            number,
            f"นย {number}/{year}",
            date(year, 1, 20),
            "อบต.ทดลอง",
            "นายก",
            f"เรื่อง {number}",
            "กองช่าง",
            "",
        ]
        for number in numbers
    ]
