"""A book as a file for Excel and other programs: .xlsx and CSV, the same rows as on paper.

After the eight columns of the form stand three that paper tells otherwise: the year and the day of registration (the
sheet), and what became of the row (the line through it). Rows are written as they are read, to a file, never in memory
whole.

A formula never gets into either. In .xlsx a text is a cell of text, whatever it looks like, so `0012` and `=1+1` stay
what they are. CSV has no types: there a text that a spreadsheet would take for a formula gets an apostrophe before it,
and one that already has apostrophes before such a sign gets one more. Whoever takes off one apostrophe by the same rule
(`read_csv_text`) has the text that was written. A lone `-` is no formula and stays, since so a letter without a number is
written. Dates are `2023-01-22` in CSV, which no program takes for another year; the zeros of `0012` are lost to a
program that guesses, so for Excel the .xlsx is offered first.
"""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter

from saraban.law.refusal import Refusal
from saraban.registers import poured
from saraban.registers.book import Book, Row
from saraban.registers.poured import pour
from saraban.thai.dates import medium_date

Cell = str | int | date | None
A4 = 9  # as .xlsx numbers the sizes of paper

XLSX_ROWS_MAX = 300_000  # half a minute of a web server's time; Excel itself opens 1,048,576
EXCELS_ZERO, FIRST_DATE = date(1899, 12, 30), date(1900, 3, 1)  # before it Excel counts a day that never was
THAI_DATE = "[$-107041E]d mmm yyyy"
MORE_COLUMNS = ("ปี พ.ศ.", "วันที่ลงทะเบียน", "สถานะ")
WIDTHS = (13, 20, 14, 32, 24, 48, 24, 36, 9, 16, 12)  # in letters
BOM = "\ufeff"

PLAIN = {"font_name": "TH Sarabun New", "font_size": 16, "valign": "top"}
HEAD = {"bold": True, "bg_color": "#E8ECF0", "bottom": 1, "align": "center", "text_wrap": True}
TEXT, NUMBER, DATE = range(3)
LOOKS: tuple[dict[str, object], ...] = (
    {"num_format": "@", "text_wrap": True},
    {"num_format": "0", "align": "center"},
    {"num_format": THAI_DATE, "align": "center"},
)
STRUCK = len(LOOKS)  # after them the same, struck through

# A cell that begins so may be taken for a formula, or for one after the program has tidied it.
_FORMULA = re.compile("[ \u00a0]*[=+\\-@＝＋－＠\t\r\n]")


def write_xlsx(book: Book, to: IO[bytes], *, agency: str, made_at: datetime) -> None:
    """The same rows made at the same moment give the same bytes. Raises `Refusal("too_long")`."""
    if book.longer_than(XLSX_ROWS_MAX):
        raise Refusal(
            "too_long",
            f"ยังไม่ได้ทำไฟล์ Excel เพราะเกิน {XLSX_ROWS_MAX:,} รายการ โปรดเลือกช่วงวันที่สั้นลง หรือดาวน์โหลด CSV แทน ทะเบียนอยู่ครบ",
        )
    with TemporaryFile() as laid_out:
        _lay_out(book, laid_out, agency=agency, made_at=made_at)
        pour(laid_out, (_row_of_cells(row) for row in book.rows()), to)


def write_csv(book: Book, to: IO[str]) -> None:
    """`to` is opened with `newline=""`. UTF-8 with a mark at its begin, so that Excel reads Thai, and CRLF."""
    to.write(BOM)
    writer = csv.writer(to, lineterminator="\r\n")
    writer.writerow((*book.form.columns, *MORE_COLUMNS))
    writer.writerows([_csv_cell(cell) for cell in _cells(row)] for row in book.rows())


def csv_text(text: str) -> str:
    """A text as it stands in a cell of CSV: with an apostrophe before it where it looks like a formula."""
    return f"'{text}" if _looks_like_a_formula(text) else text


def read_csv_text(cell: str) -> str:
    """What `csv_text` was given."""
    return cell[1:] if cell.startswith("'") and _looks_like_a_formula(cell[1:]) else cell


def _looks_like_a_formula(text: str) -> bool:
    """Or would, without the apostrophes before it."""
    bare = text.lstrip("'")
    return bare != "-" and _FORMULA.match(bare) is not None


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return csv_text(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _cells(row: Row) -> tuple[Cell, ...]:
    return (
        row.number,
        row.letter_number,
        row.dated_on,
        row.sender,
        row.addressee,
        row.subject,
        row.action,
        row.remarks,
        row.year,
        row.registered_on,
        row.state,
    )


def _row_of_cells(row: Row) -> list[poured.Cell | None]:
    *cells, remarks, year, registered_on, state = map(_xlsx_cell, _cells(row))
    if row.struck:
        cells = [cell and poured.Cell(cell.value, cell.look + STRUCK) for cell in cells]
    return [*cells, remarks, year, registered_on, state]


def _xlsx_cell(cell: Cell) -> poured.Cell | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return poured.Cell(cell, TEXT)
    if isinstance(cell, int):
        return poured.Cell(cell, NUMBER)
    if cell >= FIRST_DATE:
        return poured.Cell((cell - EXCELS_ZERO).days, DATE)
    return poured.Cell(medium_date(cell), TEXT)


def _lay_out(book: Book, to: IO[bytes], *, agency: str, made_at: datetime) -> None:
    """A workbook with all but its rows: under the heads one cell of each look that a row's cells have."""
    workbook = xlsxwriter.Workbook(to, {"constant_memory": True})
    made = made_at.astimezone(UTC).replace(tzinfo=None)
    workbook.set_properties({"title": book.form.name, "author": agency, "created": made})
    sheet = workbook.add_worksheet(book.form.name)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{book.form.name}&Rหน้า &P/&N")
    head = workbook.add_format(PLAIN | HEAD)
    for column, name in enumerate((*book.form.columns, *MORE_COLUMNS)):
        sheet.write_string(0, column, name, head)
    for column, look in enumerate([*LOOKS, *(look | {"font_strikeout": True} for look in LOOKS)]):
        sheet.write_blank(1, column, None, workbook.add_format(PLAIN | look))
    workbook.close()
