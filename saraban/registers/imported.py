"""The register that the office kept in Excel before: its rows enter the same books, under their old numbers, as history.

A sheet is looked at first (`preview`) and enters by one press (`enter`), all of it that is in order or nothing. The same
sheet again adds only what is missing. Old numbers lie below the first number that this product gives in that year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from django.db import models
from django.db.models import Max, Sum, Value
from django.utils.timezone import localdate

from saraban.agencies.models import Officer
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.law.refusal import Refusal
from saraban.mail.models import SUBJECT_MAX, files
from saraban.proposals.old_books import (
    NAMES,
    TEXTS,
    Layout,
    OldBook,
    OldEntry,
    Trouble,
    layout_of,
    read_old_book,
)
from saraban.proposals.workbooks import Line, Unreadable, Workbook, read_workbook
from saraban.registers.book import Row, received_book, sent_book
from saraban.registers.books import BE, BookYear, Counter, Register
from saraban.registers.exported import read_csv_text
from saraban.registers.models import ACTION_MAX, LETTER_NUMBER_MAX, PARTY_MAX, IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from saraban.registers.scans import FILE_NAME_MAX
from saraban.tenancy.scope import current_agency
from saraban.thai.dates import BANGKOK
from saraban.thai.spelling import one_spelling

FILE_BYTES_MAX = 20 * 1024 * 1024
YEARS_BACK_MAX = 50
PASTED = "วางจาก Excel.tsv"
MAXIMA = {
    "letter_number": LETTER_NUMBER_MAX,
    "sender": PARTY_MAX,
    "addressee": PARTY_MAX,
    "subject": SUBJECT_MAX,
    "action": ACTION_MAX,
    "remarks": ACTION_MAX,
}


@dataclass(frozen=True)
class Asked:
    """What the clerk says of a sheet: which one, which column is what (from 0), how many rows stand above its entries.

    `columns` None: as its headings say.
    """

    sheet: int = 0
    columns: Mapping[int, str] | None = None
    head: int | None = None


@dataclass(frozen=True)
class Preview:
    """What one press would do; nothing is done yet.

    `numbered_from`: the first number that this product has given in that book; None where it has given none.
    `go_on_at`: the number that the book would go on with; a greater one may be said. `fresh`: by their numbers.
    """

    sheets: tuple[str, ...]
    sheet: int
    lines: Sequence[Line]
    layout: Layout
    fresh: Sequence[OldEntry]
    same: int
    troubles: Sequence[Trouble]
    book: OldBook
    numbered_from: int | None
    go_on_at: int
    closed: bool
    missing: Sequence[int]  # numbers between the first and the last old one that stand nowhere
    days_said: bool  # whether the sheet says on which day its rows were registered


class OldRegisters(RecordedManager["OldRegister"]):
    def offer(self, name: str, data: bytes, *, kind: Register, year: int, by: Officer) -> OldRegister:
        """Keep a sheet to be looked at; no register changes. `year`: of the book, in พ.ศ.

        Raises `Refusal`: too_big, bad_year, unreadable, no_rows, too_long.
        """
        by.assert_may("oldregister.offered")
        this_year = localdate().year + BE
        if len(data) > FILE_BYTES_MAX:
            raise Refusal(
                "too_big",
                "ยังไม่ได้เปิดไฟล์ เพราะใหญ่เกิน 20 เมกะไบต์ โปรดแบ่งเป็นหลายไฟล์ หรือลบรูปภาพออกจากไฟล์ ทะเบียนอยู่ครบ",
            )
        if not this_year - YEARS_BACK_MAX <= year <= this_year:
            raise Refusal(
                "bad_year",
                f"ยังไม่ได้เปิดไฟล์ เพราะปีต้องเป็น พ.ศ. {this_year - YEARS_BACK_MAX} ถึง {this_year} โปรดพิมพ์ปีใหม่ ทะเบียนอยู่ครบ",
            )
        with TemporaryDirectory() as folder:  # nothing is kept of what cannot be read
            path = Path(folder, "sheet")
            path.write_bytes(data)
            _read(path, name=name, sheet=0)
        kept = files().keep(current_agency(), data)
        with one_at_a_time(current_agency().pk) as desk:
            return self.record(
                "offered",
                by=by,
                register=kind.value,
                year=year,
                name=name[-FILE_NAME_MAX:],
                sha256=kept.sha256,
                size=kept.size,
                officer=by,
                offered_at=desk.moment,
            )

    def counts(self, kind: Register) -> dict[int, int]:
        """How many rows were brought into a register, by its year."""
        entered = self.filter(register=kind.value, entered__gt=0).order_by("year")
        return dict(entered.values_list("year").annotate(Sum("entered")))


class OldRegister(Recorded):
    """A sheet of the register that the office kept before, as it was brought in: who, when, the file, how many rows."""

    personal: ClassVar[frozenset[str]] = frozenset({"name"})

    register = models.CharField("ทะเบียน", max_length=20, choices=Register.choices)
    year = models.PositiveSmallIntegerField("ปี พ.ศ.")
    name = models.CharField("ชื่อไฟล์", max_length=FILE_NAME_MAX)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    officer = models.ForeignKey(
        Officer, models.PROTECT, verbose_name="ผู้นำเข้า", related_name="+", db_index=False
    )
    offered_at = models.DateTimeField("เลือกไฟล์เมื่อ")
    entered_at = models.DateTimeField("นำเข้าเมื่อ", null=True)
    entered = models.PositiveIntegerField("นำเข้าแล้ว (แถว)", default=0)

    objects: ClassVar[OldRegisters] = OldRegisters()

    class Meta:
        verbose_name = "ทะเบียนเดิมที่นำเข้า"

    def __str__(self) -> str:
        return f"old register {self.pk}"

    @property
    def kind(self) -> Register:
        return Register(self.register)

    def preview(self, asked: Asked) -> Preview:
        """What would enter, row by row, and what would not and why. Raises `Refusal`: unreadable, no_rows, too_long."""
        workbook, layout, book = self._read(asked)
        return self._compared(workbook, layout, book)

    def enter(self, asked: Asked, *, go_on_at: int | None = None, by: Officer) -> int:
        """Enter what is in order and not there yet, in one commit; how many rows.

        `go_on_at`: where nothing is numbered yet in that book, the number that it goes on with. Raises `Refusal`:
        as `preview`, and nothing_new, book_closed, bad_number, no_duty.
        """
        by.assert_may("oldregister.entered")
        read = self._read(asked)
        with one_at_a_time(self.agency_id) as desk:
            plan = self._compared(*read)
            if not plan.fresh:
                raise Refusal("nothing_new", "ไม่ได้นำเข้า เพราะไม่มีแถวใหม่ที่เข้าได้ ทะเบียนอยู่ครบตามเดิม")
            if plan.closed:
                raise Refusal(
                    "book_closed",
                    f"ยังไม่ได้นำเข้า เพราะทะเบียน{self.kind.label}ปี {self.year} ปิดแล้ว เพิ่มรายการไม่ได้อีก ทะเบียนอยู่ครบตามเดิม",
                )
            if plan.numbered_from is None:
                first = plan.go_on_at if go_on_at is None else go_on_at
                BookYear.objects.begin(self.series, self.year, first, by=by, old_last=plan.fresh[-1].number)
            if self.kind is Register.INCOMING:
                IncomingEntry.objects.record_batch(
                    "brought_in", [self._incoming(one) for one in plan.fresh], by=by, old_register=self
                )
            else:
                OutgoingEntry.objects.record_batch(
                    "brought_in", [self._outgoing(one, by) for one in plan.fresh], by=by, old_register=self
                )
            with self.change("entered", by=by):
                self.entered_at = desk.moment
                self.entered += len(plan.fresh)
        return len(plan.fresh)

    @property
    def series(self) -> Register:
        """Whose numbers its rows have: circulars may share the letters' own."""
        if self.kind is Register.CIRCULAR:
            return OutgoingEntry.objects.series_of_circulars(self.year)
        return self.kind

    def _read(self, asked: Asked) -> tuple[Workbook, Layout, OldBook]:
        try:
            path = files().path(self.agency, self.sha256)
        except FileNotFoundError as gone:
            raise _unreadable() from gone
        workbook = _read(path, name=self.name, sheet=asked.sheet)
        layout = layout_of(workbook.lines)
        if asked.columns is not None:
            layout = replace(layout, columns=asked.columns)
        if asked.head is not None:
            layout = replace(layout, head=asked.head)
        book = read_old_book(
            workbook.lines,
            layout,
            year=self.year,
            today=localdate(),
            maxima=MAXIMA,
            number_from_letter=self.kind is not Register.INCOMING,
        )
        return workbook, layout, book

    def _compared(self, workbook: Workbook, layout: Layout, book: OldBook) -> Preview:
        """Beside the register as it stands."""
        there = {row.number: row for row in self._rows_there()}
        first, arranged = self._numbered_from(), BookYear.of(self.series.value, self.year)
        fresh, same, troubles, today = [], 0, list(book.troubles), localdate()
        for entry in book.entries:
            row = there.get(entry.number)
            if row is not None:
                differing = _differing(row, entry)
                if not differing:
                    same += 1
                    continue
                because = (
                    f"มีเลข {entry.number} ในทะเบียนแล้ว แต่ไม่ตรงกันที่ช่อง {', '.join(differing)} ทะเบียนคงไว้ตามเดิม"
                )
                troubles.append(Trouble(entry.line, because))
            elif first is not None and entry.number >= first:
                because = f"เลข {entry.number} เป็นเลขที่ระบบนี้ออกเอง (เริ่มที่ {first}) จึงนำเข้าเป็นทะเบียนเดิมไม่ได้"
                troubles.append(Trouble(entry.line, because))
            else:
                day = registration_day(entry, year=self.year, today=today)
                fresh.append(replace(entry, registered_on=day))
        return Preview(
            sheets=workbook.sheets,
            sheet=workbook.sheet,
            lines=workbook.lines,
            layout=layout,
            fresh=fresh,
            same=same,
            troubles=sorted(troubles, key=lambda one: one.line),
            book=book,
            numbered_from=first,
            go_on_at=max(
                book.highest + 1,
                max(there, default=0) + 1,
                arranged.first if arranged is not None else 1,
                arranged.old_last + 1 if arranged is not None else 1,
            ),
            closed=arranged is not None and arranged.closed_at is not None,
            missing=_missing({*there, *(entry.number for entry in fresh)}, below=first),
            days_said=any(entry.registered_on is not None for entry in book.entries),
        )

    def _rows_there(self) -> list[Row]:
        """As the book says them, whoever may see them: what differs is told without its words."""
        shown: dict[str, Any] = {"hidden": Value(False)}
        if self.kind is Register.INCOMING:
            book = received_book(IncomingEntry.objects.annotate(**shown))
        else:
            book = sent_book(OutgoingEntry.objects.annotate(**shown), self.series)
        return list(book.of_year(self.year).rows())

    def _numbered_from(self) -> int | None:
        if not Counter.objects.filter(register=self.series.value, year=self.year).exists():
            return None
        arranged = BookYear.of(self.series.value, self.year)
        return arranged.first if arranged is not None else 1

    def _incoming(self, entry: OldEntry) -> IncomingEntry:
        moment = _begin_of(entry.registered_on)
        return IncomingEntry(
            old_register_id=self.pk,
            year=self.year,
            number=entry.number,
            arrived_at=moment,
            deemed_at=moment,
            registered_at=moment,
            dated_on=entry.dated_on,
            old_action=entry.action,
            no_answer_because="เป็นรายการจากทะเบียนเดิม",
            recalled_at=moment if entry.recalled else None,
            struck_at=moment if entry.struck else None,
            **_texts(entry),
        )

    def _outgoing(self, entry: OldEntry, by: Officer) -> OutgoingEntry:
        moment = _begin_of(entry.registered_on)
        return OutgoingEntry(
            old_register_id=self.pk,
            kind=self.kind.value,
            register=self.series.value,
            year=self.year,
            number=entry.number,
            registered_at=moment,
            issued_at=moment,
            dated_on=entry.dated_on,
            officer=by,
            recalled_at=moment if entry.recalled else None,
            voided_at=moment if entry.struck else None,
            **_texts(entry),
        )


def registration_day(entry: OldEntry, *, year: int, today: date) -> date:
    """On whose day sheet an old row stands; its hour nobody knows, so it counts from the begin of that day.

    What the sheet says of it goes first: a column วันที่รับ, or the day above the rows. Where it says nothing, the date
    of the letter is the nearest that is known, for a letter is registered on that day or soon after; but a row stands in
    the book of its own year, so an older letter counts from the first day of the year.
    """
    if entry.registered_on is not None:
        return entry.registered_on
    first, last = date(year - BE, 1, 1), min(date(year - BE, 12, 31), today)
    return min(max(entry.dated_on or first, first), last)


def last_old_numbers() -> list[tuple[str, int, int]]:
    """(register, year, last number) of all that was brought in, registers as the log calls them."""
    incoming = IncomingEntry.objects.filter(old_register__isnull=False).order_by("year").values_list("year")
    outgoing = OutgoingEntry.objects.filter(old_register__isnull=False).order_by("register", "year")
    return [
        *(("incomingentry", year, last) for year, last in incoming.annotate(Max("number"))),
        *outgoing.values_list("register", "year").annotate(Max("number")),
    ]


def _read(path: Path, *, name: str, sheet: int) -> Workbook:
    """Raises `Refusal`: unreadable, no_rows, too_long."""
    try:
        workbook = read_workbook(path, name=name, sheet=sheet)
    except Unreadable as trouble:
        raise _unreadable() from trouble
    if workbook.more:
        raise Refusal(
            "too_long",
            "ยังไม่ได้อ่านไฟล์ เพราะแผ่นงานมีเกิน 50,000 แถว โปรดแบ่งเป็นหลายไฟล์ ทะเบียนอยู่ครบ",
        )
    if not workbook.lines and len(workbook.sheets) < 2:
        raise Refusal("no_rows", "ยังไม่ได้อ่านไฟล์ เพราะไม่มีข้อมูลในแผ่นงาน โปรดเลือกไฟล์อื่น หรือคัดลอกช่องใหม่ ทะเบียนอยู่ครบ")
    if workbook.csv:  # an apostrophe there keeps a spreadsheet from taking a text for a formula
        plain = (
            replace(
                line,
                cells=tuple(read_csv_text(cell) if isinstance(cell, str) else cell for cell in line.cells),
            )
            for line in workbook.lines
        )
        return replace(workbook, lines=tuple(plain))
    return workbook


def _unreadable() -> Refusal:
    return Refusal(
        "unreadable",
        "เปิดไฟล์นี้ไม่ได้ อาจไม่ใช่ไฟล์ Excel มีรหัสผ่าน เสีย หรือใหญ่เกินไป โปรดเปิดใน Excel แล้วบันทึกใหม่เป็น .xlsx "
        "หรือคัดลอกช่องมาวาง ทะเบียนอยู่ครบ",
    )


def _missing(numbers: set[int], *, below: int | None) -> list[int]:
    old = sorted(number for number in numbers if below is None or number < below)
    if not old or old[-1] - old[0] > 10 * len(old):  # one wild number does not make a million missing
        return []
    return [number for number in range(old[0], old[-1]) if number not in numbers]


def _texts(entry: OldEntry) -> dict[str, str]:
    return {name: getattr(entry, name) for name in TEXTS}


def _differing(row: Row, entry: OldEntry) -> list[str]:
    """The names of the columns in which they say something else; spaces and digits of either kind are the same."""
    found = [NAMES[name] for name in TEXTS if not _same(getattr(row, name), getattr(entry, name))]
    return found if row.dated_on == entry.dated_on else [NAMES["dated_on"], *found]


def _same(one: str, other: str) -> bool:
    return one == other or one_spelling(one) == one_spelling(other)


def _begin_of(day: date | None) -> datetime:
    assert day is not None, "every row that enters has its day"
    return datetime.combine(day, time.min, tzinfo=BANGKOK)
