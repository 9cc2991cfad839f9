"""A book on paper: A4 landscape, a sheet for each day of registration, twelve rows of two lines a page.

The same rows printed at the same moment give the same bytes, on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
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
CHANGES = "แก้ไขรายการของวันก่อน"
CHANGE_COLUMNS = ("เลขทะเบียน", "ลงทะเบียนเมื่อ", "ช่อง", "เดิม", "แก้เป็น", "เหตุผล", "โดย")


@dataclass(frozen=True)
class Line:
    """A row as the template wants it. `tall`: it may be broken, as no page may hold it."""

    cells: list[str]
    struck: bool
    tall: bool


@dataclass(frozen=True)
class Change:
    """What was changed on a day in a row of an earlier sheet: one column, what it said and what it says."""

    number: str
    registered_on: date
    column: str
    old: str
    new: str
    because: str
    by: str


@dataclass(frozen=True)
class Edition:
    """What a day's sheet says besides its rows. `qr`: what the QR at its end says, and `says` for people beside it."""

    agency: str
    printed: str
    changes: Sequence[Change] = ()
    qr: str = ""
    says: str = ""


@dataclass(frozen=True)
class Sheet:
    """A day's rows, and the words around them."""

    dated: str
    rows: list[Line]
    agency: str
    printed: str
    changes: list[list[str]]
    qr: str
    qr_text: str
    qr_says: str


@dataclass(frozen=True)
class Print:
    """How a book is printed. `day`: the sheet that is made even when nobody registered anything on it."""

    agency: str
    printed_at: datetime
    day: date | None = None
    thai: bool = True
    editions: Mapping[date, Edition] = field(
        default_factory=dict
    )  # of days whose sheets have words of their own

    def pdf(self, book: Book) -> bytes:
        """Raises `NotTypeset`, and `Refusal("too_long")`."""
        if book.longer_than(ROWS_MAX):
            raise Refusal(
                "too_long",
                f"ยังไม่ได้พิมพ์ เพราะเกิน {ROWS_MAX:,} รายการ โปรดเลือกช่วงวันที่สั้นลง หรือดาวน์โหลดไฟล์ Excel (.xlsx) แทน "
                "ทะเบียนอยู่ครบ",
            )
        digits: Callable[[str], str] = printed_digits if self.thai else str
        days = [
            (day, [_line(row, digits) for row in rows])
            for day, rows in groupby(book.rows(), key=lambda row: row.registered_on)
        ]
        changed = {day for day, edition in self.editions.items() if edition.changes}
        days += [(day, []) for day in changed - {day for day, _ in days}]
        if not days and self.day is not None:
            days = [(self.day, [])]
        sheets = [self._sheet(day, rows, digits) for day, rows in sorted(days, key=lambda one: one[0])]
        texts = sum(len(text) for sheet in sheets for row in sheet.rows for text in row.cells)
        texts += sum(len(text) for sheet in sheets for change in sheet.changes for text in change)
        if texts > TEXT_MAX:
            raise Refusal(
                "too_long",
                "ยังไม่ได้พิมพ์ เพราะข้อความในรายการยาวเกินไป โปรดเลือกช่วงวันที่สั้นลง หรือดาวน์โหลดไฟล์ Excel (.xlsx) แทน "
                "ทะเบียนอยู่ครบ",
            )
        data = {
            "title": book.form.name,
            "author": sheets[-1].agency if sheets else self.agency,
            "form": digits(book.form.number),
            "heading": book.form.name,
            "columns": book.form.columns,
            "sheets": [asdict(sheet) for sheet in sheets],
            "nothing": "ไม่มีรายการ",
            "changes": CHANGES,
            "change_columns": CHANGE_COLUMNS,
            "page": "หน้า",
            "digits": list(THAI if self.thai else ARABIC),
        }
        rows = sum(len(sheet.rows) + len(sheet.changes) for sheet in sheets)
        typeset = typeset_pdf if rows <= ROWS_HERE_MAX else typeset_pdf_apart
        return typeset(Template.REGISTER_BOOK, data, dated_at=self.printed_at)

    def _sheet(self, day: date, rows: list[Line], digits: Callable[[str], str]) -> Sheet:
        edition = self.editions.get(day) or Edition(self.agency, printed_words(self.printed_at))
        return Sheet(
            digits(_dated(day)),
            rows,
            agency=edition.agency,
            printed=digits(edition.printed),
            changes=[_change(one, digits) for one in edition.changes],
            qr=qr_svg(edition.qr) if edition.qr else "",
            qr_text=edition.qr,
            qr_says=digits(edition.says),
        )


def printed_words(moment: datetime) -> str:
    return f"พิมพ์จากระบบเมื่อ {medium_date(moment)} {thai_time(moment)}"


def _dated(day: date) -> str:
    return f"วันที่ {day.day} เดือน {MONTHS[day.month - 1]} พ.ศ. {buddhist_year(day)}"


def _line(row: Row, digits: Callable[[str], str]) -> Line:
    return Line(
        [digits(text) for text in row.cells],
        struck=row.struck,
        tall=any(len(text) > held for text, held in zip(row.cells, PAGE_HOLDS, strict=True)),
    )


def _change(change: Change, digits: Callable[[str], str]) -> list[str]:
    day = table_date(change.registered_on)
    texts = (change.number, day, change.column, change.old, change.new, change.because, change.by)
    return [digits(text) for text in texts]
