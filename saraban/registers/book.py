"""A register as the book that it is: its rows as the form of the Saraban regulation has them, in the order of numbers.

What is printed and what is exported is read here and only here, so that paper and file say the same; what prints and
exports a book knows neither of its two forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, Min, Q, QuerySet

from saraban.registers.books import Register
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from saraban.thai.dates import BANGKOK, buddhist_year, moment_in_bangkok, table_date

CHUNK = 1_000  # rows read at a time
HIDDEN, RECALLED = "จำกัดผู้เห็น", "เลิกทำ"


@dataclass(frozen=True)
class Row:
    """One row of a book: its eight columns, and what the book tells by the sheet and by a line through the row."""

    number: int
    year: int  # พ.ศ. of the book that the number belongs to
    registered_on: date  # of the sheet that the row stands on
    letter_number: str = ""
    dated_on: date | None = None
    sender: str = ""
    addressee: str = ""
    subject: str = ""
    action: str = ""
    remarks: str = ""
    struck: bool = False
    state: str = ""  # what a person would see on the screen: ขีดฆ่า, เลิกทำ, จำกัดผู้เห็น

    @property
    def number_on_the_sheet(self) -> str:
        """Its year beside it where the day is of another: a letter of the last evening may open the new year's book."""
        own = self.year == buddhist_year(self.registered_on)
        return str(self.number) if own else f"{self.number}/{self.year}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The eight columns as a sheet prints them."""
        return (
            self.number_on_the_sheet,
            self.letter_number,
            table_date(self.dated_on) if self.dated_on else "",
            self.sender,
            self.addressee,
            self.subject,
            self.action,
            self.remarks,
        )


@dataclass(frozen=True)
class Days:
    """From one day of registration to another, both of them in it, by Bangkok's clock."""

    first: date
    last: date

    @property
    def opens(self) -> datetime:
        return datetime.combine(self.first, time.min, tzinfo=BANGKOK)

    @property
    def closes(self) -> datetime:
        return datetime.combine(self.last, time.min, tzinfo=BANGKOK) + timedelta(days=1)


@dataclass(frozen=True)
class Form:
    """A form of the regulation: its number, its name, the heads of its eight columns, and how a row fills them.

    `read`: the columns that a row is made of, and no others: a year has a hundred thousand.
    """

    number: str
    name: str
    columns: tuple[str, str, str, str, str, str, str, str]
    read: tuple[str, ...]
    row_of: Callable[[Any], Row]  # an entry `with_hidden`


@dataclass(frozen=True)
class Book:
    """A register, or the part of it that was asked for. Made of entries `with_hidden`, so as one officer may see it."""

    entries: QuerySet[Any]
    form: Form
    as_then: Callable[[Sequence[Any]], Sequence[Any]] = (
        list  # makes of entries what they were; without those not made yet
    )

    def of_year(self, year: int) -> Book:
        return replace(self, entries=self.entries.filter(year=year))

    def of_days(self, days: Days) -> Book:
        registered = Q(registered_at__gte=days.opens, registered_at__lt=days.closes)
        return replace(self, entries=self.entries.filter(registered))

    def longer_than(self, rows: int) -> bool:
        """Whether it has more rows than that; no more of them are counted."""
        return self.entries.order_by().values("pk")[: rows + 1].count() > rows

    def rows(self) -> Iterator[Row]:
        """In the order of numbers, year by year. One question for the years, then one a chunk: memory stays flat."""
        years = self.entries.order_by("year").values("year")
        for found in list(years.annotate(first=Min("number"), last=Max("number"))):
            yield from self._rows_of(found["year"], found["first"], found["last"])

    def _rows_of(self, year: int, first: int, last: int) -> Iterator[Row]:
        entries = self.entries.filter(year=year, number__lte=last).only(*self.form.read).order_by("number")
        while first <= last:
            chunk = list(entries.filter(number__gte=first)[:CHUNK])
            following = chunk[-1].number + 1 if len(chunk) == CHUNK else last + 1
            for entry in self.as_then(chunk):
                yield self.form.row_of(entry)
            first = following


def received_book(entries: QuerySet[IncomingEntry]) -> Book:
    """ทะเบียนหนังสือรับ"""
    return Book(entries, RECEIVED)


def sent_book(entries: QuerySet[OutgoingEntry], register: Register = Register.OUTGOING) -> Book:
    """ทะเบียนหนังสือส่ง, or that of another series; circulars stand in it where they share its numbers."""
    name = SENT.name if register is Register.OUTGOING else f"ทะเบียน{register.label}"
    own = {"register": register.value} if register is Register.OUTGOING else {"kind": register.value}
    return Book(entries.filter(**own), replace(SENT, name=name))


def _received(entry: Any) -> Row:
    return _row(entry, struck=entry.struck_at is not None, void="ขีดฆ่า")


def _sent(entry: Any) -> Row:
    return _row(entry, struck=entry.voided_at is not None, void="ยกเลิก", waits=entry.waits)


def _row(entry: Any, *, struck: bool, void: str, waits: bool = False) -> Row:
    """An entry as the book prints it; a hidden one is no more than its number and that it is there."""
    its_place = {
        "number": entry.number,
        "year": entry.year,
        "registered_on": moment_in_bangkok(entry.registered_at).date(),
        "struck": struck,
    }
    if entry.hidden:
        return Row(**its_place, subject=HIDDEN, state=HIDDEN)
    recalled = entry.recalled_at is not None and not struck
    return Row(
        **its_place,
        letter_number=entry.letter_number,
        dated_on=entry.dated_on,
        sender=entry.sender,
        addressee=entry.addressee,
        subject=entry.subject,
        action=RECALLED if recalled else entry.action,  # nobody has it any more, or it has not left
        remarks=entry.remarks_in_the_book,
        state=void if struck else "จองไว้" if waits else RECALLED if recalled else "",
    )


RECEIVED = Form(
    "แบบที่ 13",
    "ทะเบียนหนังสือรับ",
    ("เลขทะเบียนรับ", "ที่", "ลงวันที่", "จาก", "ถึง", "เรื่อง", "การปฏิบัติ", "หมายเหตุ"),
    read=(
        *(
            "number",
            "letter_number",
            "dated_on",
            "sender",
            "addressee",
            "subject",
            "action",
            "remarks",
            "year",
        ),
        *(
            "registered_at",
            "arrived_at",
            "deemed_at",
            "recalled_at",
            "paper_at",
            "struck_at",
            "struck_because",
            "old_register",
        ),
    ),
    row_of=_received,
)
SENT = Form(
    "แบบที่ 14",
    "ทะเบียนหนังสือส่ง",
    ("เลขทะเบียนส่ง", "ที่", "ลงวันที่", "จาก", "ถึง", "เรื่อง", "การปฏิบัติ", "หมายเหตุ"),
    read=(
        *(
            "number",
            "letter_number",
            "dated_on",
            "sender",
            "addressee",
            "subject",
            "action",
            "remarks",
            "year",
        ),
        *("registered_at", "issued_at", "recalled_at", "voided_at", "void_because", "reserved_because"),
        "old_register",
    ),
    row_of=_sent,
)
