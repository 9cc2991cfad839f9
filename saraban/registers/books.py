"""The years of the registers: at which number each begins, what was given last, and when it is closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.timezone import localdate

from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.refusal import Refusal
from saraban.registers.recoveries import Recovery
from saraban.tenancy.models import Scoped
from saraban.tenancy.scope import arrangement, current_agency

FIRST_MAX = 9_999_999
BE = 543


class Register(models.TextChoices):
    """The series of numbers; each begins anew with the calendar year (ระเบียบสารบรรณ)."""

    INCOMING = "incoming", "หนังสือรับ"
    OUTGOING = "outgoing", "หนังสือส่ง"
    CIRCULAR = "circular", "หนังสือเวียน (ว)"
    ORDER = "order", "คำสั่ง"
    CERTIFICATE = "certificate", "หนังสือรับรอง"
    SECRET_IN = "secret_in", "หนังสือลับ (รับ)"
    SECRET_OUT = "secret_out", "หนังสือลับ (ส่ง)"


class BookYears(RecordedManager["BookYear"]):
    def begin(self, register: Register, year: int, first: int, *, by: Actor, old_last: int = 0) -> BookYear:
        """Go on from the paper book in mid-year: the first number that is given here is `first`.

        `year` is พ.ศ.; `old_last`: the last number of the old register that was brought in. Raises `Refusal`:
        bad_number, numbers_given once a number of that year has been given here.
        """
        if not 1 <= first <= FIRST_MAX:
            raise Refusal(
                "bad_number", "ยังไม่ได้ตั้งเลขเริ่ม เพราะเลขต้องเป็นจำนวนเต็มตั้งแต่ 1 โปรดดูเลขสุดท้ายในสมุดเดิมแล้วบวกหนึ่ง"
            )
        with one_at_a_time(current_agency().pk):
            if Counter.objects.filter(register=register, year=year).exists():
                raise Refusal(
                    "numbers_given",
                    f"ยังไม่ได้ตั้งเลขเริ่ม เพราะทะเบียน{register.label}ปี {year} ออกเลขในระบบนี้ไปแล้ว เลขเดิมอยู่ครบ",
                )
            book = self.filter(register=register, year=year).first()
            old_last = max(old_last, book.old_last if book is not None else 0)
            if first <= old_last:
                raise Refusal(
                    "bad_number",
                    f"ยังไม่ได้ตั้งเลขเริ่ม เพราะทะเบียนเดิมที่นำเข้ามีถึงเลข {old_last} เลขเริ่มต้องมากกว่านั้น เลขเดิมอยู่ครบ",
                )
            if book is None:
                return self.record(
                    "begun", by=by, register=register.value, year=year, first=first, old_last=old_last
                )
            with book.change("begun", by=by):
                book.first, book.old_last = first, old_last
            return book

    def close(self, register: Register, year: int, *, by: Actor) -> BookYear:
        """ปิดทะเบียน: no number of that year is given any more. Raises `Refusal`: not_over, book_closed."""
        with one_at_a_time(current_agency().pk) as desk:
            if year >= localdate(desk.moment).year + BE:
                raise Refusal("not_over", f"ยังไม่ได้ปิดทะเบียน เพราะปี {year} ยังไม่สิ้นสุด เลขยังออกได้ตามเดิม")
            book = self.filter(register=register, year=year).first()
            if book is None:
                return self.record(
                    "closed", by=by, register=register.value, year=year, first=1, closed_at=desk.moment
                )
            with book.change("closed", by=by):
                if book.closed_at is not None:
                    raise _closed(register, year)
                book.closed_at = desk.moment
            return book


class BookYear(Recorded):
    """What is arranged of a register's year. A year without such a row begins at 1 and is open."""

    arranges: ClassVar[bool] = True

    register = models.CharField("ทะเบียน", max_length=20, choices=Register.choices)
    year = models.PositiveSmallIntegerField("ปี พ.ศ.")
    first = models.PositiveIntegerField("เลขแรกในระบบนี้", default=1)
    old_last = models.PositiveIntegerField("เลขสุดท้ายที่นำเข้าจากทะเบียนเดิม", default=0)
    closed_at = models.DateTimeField("ปิดเมื่อ", null=True)

    objects: ClassVar[BookYears] = BookYears()

    class Meta:
        verbose_name = "ทะเบียนของปี"
        constraints = [models.UniqueConstraint(fields=["agency", "register", "year"], name="book_year_once")]

    def __str__(self) -> str:
        return f"{self.register} {self.year}"

    @classmethod
    def of(cls, register: str, year: int) -> BookYear | None:
        return cls._all().get((register, year))

    @classmethod
    def is_open(cls, register: str, year: int) -> bool:
        book = cls.of(register, year)
        return book is None or book.closed_at is None

    @classmethod
    def locked_until(cls, register: str) -> int | None:
        """The latest year of a register that is closed."""
        closed = [one.year for one in cls._all().values() if one.register == register and one.closed_at]
        return max(closed, default=None)

    @classmethod
    def must_take_corrections(cls, register: str, year: int) -> None:
        """Raises `Refusal("book_closed")`: what is locked is read, not written."""
        if not cls.is_open(register, year):
            raise Refusal(
                "book_closed",
                f"ยังไม่ได้แก้ไข เพราะทะเบียน{Register(register).label}ปี {year} ปิดแล้ว อ่านได้อย่างเดียว รายการเดิมอยู่ครบ",
            )

    @classmethod
    def _all(cls) -> Mapping[tuple[str, int], BookYear]:
        return arrangement(
            "book years", lambda: {(one.register, one.year): one for one in BookYear.objects.all()}
        )


class Counter(Scoped):
    """The last number given out in a register in a year. Read and written at the agency's desk only."""

    register = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()  # พ.ศ.
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "register", "year"], name="one_counter")]

    def __str__(self) -> str:
        return f"{self.register} {self.year}: {self.last}"

    @classmethod
    def next_number(cls, desk: Desk, register: str, year: int, *, although_closed: bool = False) -> int:
        """The number after the last: given with its entry in one commit, or not at all. Raises `Refusal`: restored, book_closed.

        `although_closed`: a void row after a restored backup, for a number that the world has seen before the closing.
        """
        Recovery.must_be_over()
        book = BookYear.of(register, year) if although_closed else cls.must_be_open(register, year)
        counter, _ = cls.objects.get_or_create(
            agency=desk.agency,
            register=register,
            year=year,
            defaults={"last": book.first - 1 if book is not None else 0},
        )
        counter.last += 1
        counter.save(update_fields=["last"])
        return counter.last

    @classmethod
    def raise_to(cls, desk: Desk, seen: Mapping[tuple[str, int], int]) -> None:
        """After a restored backup: what was given before is not given again. {(series, year): last}"""
        for (register, year), last in seen.items():
            counter, _ = cls.objects.get_or_create(agency=desk.agency, register=register, year=year)
            if counter.last < last:
                counter.last = last
                counter.save(update_fields=["last"])

    @classmethod
    def must_be_open(cls, register: str, year: int) -> BookYear | None:
        """What is arranged of that year. Raises `Refusal("book_closed")`."""
        book = BookYear.of(register, year)
        if book is not None and book.closed_at is not None:
            raise _closed(Register(register), year)
        return book

    @classmethod
    def number_to_come(cls, register: str, year: int) -> int:
        """What the next number would be, for a page to show. Nothing is reserved."""
        given = cls.objects.filter(register=register, year=year).values_list("last", flat=True).first()
        if given is None:
            book = BookYear.of(register, year)
            given = book.first - 1 if book is not None else 0
        return given + 1


def _closed(register: Register, year: int) -> Refusal:
    return Refusal(
        "book_closed",
        f"ยังออกเลขไม่ได้ เพราะทะเบียน{register.label}ปี {year} ปิดแล้ว โปรดใช้ทะเบียนของปีนี้ ไม่มีเลขใดถูกใช้",
    )
