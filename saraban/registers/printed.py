"""A book on paper: A4 landscape, a sheet for each day of registration, twelve rows of two lines a page.

The same rows printed at the same moment give the same bytes, on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import groupby

from saraban.documents.qr import qr_svg
from saraban.documents.typesetting import Template, typeset_pdf, typeset_pdf_apart
from saraban.law.refusal import Refusal
from saraban.registers.book import Book, Row
from saraban.thai.dates import MONTHS, buddhist_year, medium_date, table_date, thai_time
from saraban.thai.digits import ARABIC, THAI, printed_digits

ROWS_MAX = 2_000  # of one print: Typst wants some 150 kB of memory for each, and four seconds for all
ROWS_HERE_MAX = 60  # five pages; more are set in a process of their own
TEXT_MAX = 1_500_000  # characters of one print
# Characters of each column that surely stand on one page, be they the widest there are. A longer row may be broken.
PAGE_HOLDS = (100, 240, 100, 350, 240, 500, 240, 400)


@dataclass(frozen=True)
class Line:
    """A row as the template wants it. `tall`: it may be broken, as no page may hold it."""

    cells: list[str]
    struck: bool
    tall: bool


@dataclass(frozen=True)
class Sheet:
    """A day's rows, and the words that say which day."""

    dated: str
    rows: list[Line]


@dataclass(frozen=True)
class Print:
    """How a book is printed. `day`: the sheet that is made even when nobody registered anything on it."""

    agency: str
    printed_at: datetime
    day: date | None = None
    thai: bool = True
    qr: str = ""  # what the QR at the end says; none where empty
    qr_says: str = ""  # the same for people, beside it

    def pdf(self, book: Book) -> bytes:
        """Raises `NotTypeset`, and `Refusal("too_long")`."""
        if book.longer_than(ROWS_MAX):
            raise Refusal(
                "too_long",
                f"ยังไม่ได้พิมพ์ เพราะเกิน {ROWS_MAX:,} รายการ โปรดเลือกช่วงวันที่สั้นลง หรือดาวน์โหลดไฟล์ Excel (.xlsx) แทน "
                "ทะเบียนอยู่ครบ",
            )
        digits: Callable[[str], str] = printed_digits if self.thai else str
        sheets = [
            Sheet(digits(_dated(day)), [_line(row, digits) for row in rows])
            for day, rows in groupby(book.rows(), key=lambda row: row.registered_on)
        ]
        if sum(len(text) for sheet in sheets for row in sheet.rows for text in row.cells) > TEXT_MAX:
            raise Refusal(
                "too_long",
                "ยังไม่ได้พิมพ์ เพราะข้อความในรายการยาวเกินไป โปรดเลือกช่วงวันที่สั้นลง หรือดาวน์โหลดไฟล์ Excel (.xlsx) แทน "
                "ทะเบียนอยู่ครบ",
            )
        if not sheets and self.day is not None:
            sheets = [Sheet(digits(_dated(self.day)), [])]
        printed = f"พิมพ์จากระบบเมื่อ {medium_date(self.printed_at)} {thai_time(self.printed_at)}"
        data = {
            "title": book.form.name,
            "author": self.agency,
            "form": digits(book.form.number),
            "heading": book.form.name,
            "agency": self.agency,
            "columns": book.form.columns,
            "sheets": [asdict(sheet) for sheet in sheets],
            "nothing": "ไม่มีรายการ",
            "printed": digits(printed),
            "page": "หน้า",
            "digits": list(THAI if self.thai else ARABIC),
            "qr": qr_svg(self.qr) if self.qr else "",
            "qr_says": self.qr_says,
        }
        rows = sum(len(sheet.rows) for sheet in sheets)
        typeset = typeset_pdf if rows <= ROWS_HERE_MAX else typeset_pdf_apart
        return typeset(Template.REGISTER_BOOK, data, dated_at=self.printed_at)


def _dated(day: date) -> str:
    return f"วันที่ {day.day} เดือน {MONTHS[day.month - 1]} พ.ศ. {buddhist_year(day)}"


def _line(row: Row, digits: Callable[[str], str]) -> Line:
    texts = (
        row.number_on_the_sheet,
        row.letter_number,
        table_date(row.dated_on) if row.dated_on else "",
        row.sender,
        row.addressee,
        row.subject,
        row.action,
        row.remarks,
    )
    return Line(
        [digits(text) for text in texts],
        struck=row.struck,
        tall=any(len(text) > held for text, held in zip(texts, PAGE_HOLDS, strict=True)),
    )
