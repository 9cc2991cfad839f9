"""Books to print and export: many rows at once, through the log's own verb; and what a PDF says, page by page."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pypdfium2

from saraban.registers.book import Book, received_book
from saraban.registers.models import IncomingEntry
from tests.office import Office, arrive, bangkok

MORNING = bangkok(2023, 1, 23, 9, 0)
PRINTED = bangkok(2023, 1, 23, 16, 30)

HOSTILE = [
    "=1+1",
    "+66 2 123 4567",
    "-1",
    "-",
    "@x",
    "0032",
    "\tแท็บ",
    "\r\nขึ้นบรรทัด",
    "บรรทัด\nสอง",
    'อัญ"ประกาศ',
    "'=1+1",
    "''",
    "'-",
    "'",
    "＝1+1",
    "  =1+1",
    "ลูกน้ำ, เครื่องหมาย; <b>&amp;",
    "😀 ฐูปทอง กตัญญู น้ำ",
    "\x01\x08\x0b\x1f",
    "_x0041_",
    " ช่องว่าง ",
    "https://example.com/?a=1",
    "1e10",
    "TRUE",
]


def fill(office: Office, count: int, *, at: datetime = MORNING, **columns: object) -> list[IncomingEntry]:
    """`count` entries one after the other, a second apart, numbered after those there are."""
    letter = arrive(office, subject=f"{at} {IncomingEntry.objects.count()}")
    year = columns.get("year", at.year + 543)
    before = IncomingEntry.objects.filter(year=year).count()
    rows = [
        IncomingEntry(
            **{
                "email": letter,
                "part": str(number),
                "year": year,
                "number": number,
                "arrived_at": at,
                "deemed_at": at,
                "registered_at": at + timedelta(seconds=number - before),
                "letter_number": "สธ 0032/ว 118",
                "dated_on": date(2023, 1, 20),
                "sender": "สำนักงานสาธารณสุขจังหวัด",
                "addressee": "นายกเทศมนตรี",
                "subject": f"เรื่องที่ {number}",
                "action": "กองสาธารณสุข",
            }
            | columns
        )
        for number in range(before + 1, before + count + 1)
    ]
    IncomingEntry.objects.record_batch("entered", rows, by=office.clerk)
    return rows


def book_of(office: Office) -> Book:
    return received_book(IncomingEntry.objects.with_hidden(office.clerk))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, without its gaps: where lines are broken is the template's own."""
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
