"""สมุดเรื่องลับ: a stub for each secret letter, with a number of a series of its own, and nothing of what it says.

The product handles ordinary letters. A secret one is kept and worked on by its registrar as the regulation on secrets
has it; here stands only that there was one, of which level, since when, and where its papers lie.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from saraban.agencies.models import Officer
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.refusal import Refusal, reason_in
from saraban.mail.models import REASON_MAX, InboundEmail
from saraban.registers.books import BE, Counter, Register
from saraban.registers.recoveries import Recovery
from saraban.tenancy.scope import current_agency

PLACE_MAX = 200
SECRET_REGISTERS = (Register.SECRET_IN, Register.SECRET_OUT)


class Secrecy(models.TextChoices):
    """ชั้นความลับ (ระเบียบว่าด้วยการรักษาความลับของทางราชการ พ.ศ. 2544)"""

    SECRET = "secret", "ลับ"
    VERY_SECRET = "very", "ลับมาก"
    MOST_SECRET = "most", "ลับที่สุด"


@dataclass(frozen=True)
class SecretLetter:
    """What a stub may say. `register`: whether it came in or went out; `on`: the day; `kept_at`: where its papers lie."""

    register: Register
    level: Secrecy
    on: date
    kept_at: str = ""
    email: InboundEmail | None = None  # the locked letter that it stands for
    key: UUID | None = None  # of the press: what was entered under it is not entered again


class SecretBook(RecordedManager["SecretStub"]):
    def enter(self, letter: SecretLetter, *, by: Officer) -> SecretStub:
        """A stub under the next number. Raises `Refusal`: bad_day, not_locked, already_registered, book_closed, no_duty."""
        assert letter.register in SECRET_REGISTERS
        with one_at_a_time(current_agency().pk) as desk:
            if letter.key is not None and (there := self.filter(key=letter.key).first()) is not None:
                return there
            if letter.on > localdate(desk.moment):
                raise Refusal("bad_day", "ยังไม่ได้ลงสมุด เพราะวันที่อยู่ในอนาคต โปรดตรวจวันที่ ไม่มีเลขใดถูกใช้")
            if letter.email is not None:
                self._must_be_locked(letter.email)
            year = localdate(desk.moment).year + BE
            return self.record(
                "entered",
                by=by,
                register=letter.register.value,
                year=year,
                number=Counter.next_number(desk, letter.register.value, year),
                level=letter.level.value,
                dated_on=letter.on,
                kept_at=letter.kept_at.strip()[:PLACE_MAX],
                email=letter.email,
                key=letter.key,
                registered_at=desk.moment,
                officer=by,
            )

    def recovered(
        self,
        desk: Desk,
        recovery: Recovery,
        register: Register,
        year: int,
        number: int,
        *,
        because: str,
        by: Actor,
    ) -> SecretStub:
        """A struck line for a number that went out before the database was put back from a backup."""
        return self.record(
            "recovered",
            by=by,
            recovery=recovery,
            register=register.value,
            year=year,
            number=number,
            registered_at=desk.moment,
            struck_at=desk.moment,
            struck_because=because,
        )

    def _must_be_locked(self, email: InboundEmail) -> None:
        """Raises `Refusal`: not_locked, already_registered."""
        if not InboundEmail.objects.filter(pk=email.pk, state=InboundEmail.SECRET).exists():
            raise Refusal(
                "not_locked",
                "ยังไม่ได้ลงสมุด เพราะหนังสือนี้ไม่ได้ล็อกเป็นเรื่องลับแล้ว โปรดเปิดหนังสือดูอีกครั้ง ไม่มีเลขใดถูกใช้",
            )
        before = self.filter(email=email, struck_at=None).first()
        if before is not None:
            raise Refusal("already_registered", f"ลงสมุดเรื่องลับไว้แล้ว เลข {before} ไม่มีข้อมูลใดเปลี่ยน")

    def unlocked(self, email: InboundEmail, *, by: Actor) -> None:
        """The letter turned out not to be secret: its stub is struck through, the number is not given again."""
        for stub in self.filter(email=email, struck_at=None):
            stub.strike("ปลดล็อกแล้ว ไม่ใช่เรื่องลับ", by=by)


class SecretStub(Recorded):
    """One line of the book. It says nothing of whom the letter is from or what it is about."""

    personal: ClassVar[frozenset[str]] = frozenset({"kept_at", "struck_because"})

    register = models.CharField(
        "รับหรือส่ง",
        max_length=20,
        choices=[(Register.SECRET_IN.value, "รับ"), (Register.SECRET_OUT.value, "ส่ง")],
    )
    year = models.PositiveSmallIntegerField("ปี พ.ศ.")
    number = models.PositiveIntegerField("เลขที่")
    level = models.CharField("ชั้นความลับ", max_length=10, choices=Secrecy.choices, blank=True)
    dated_on = models.DateField("วันที่รับหรือส่ง", null=True)
    kept_at = models.CharField("ที่เก็บเอกสาร", max_length=PLACE_MAX, blank=True)
    email = models.ForeignKey(
        InboundEmail, models.PROTECT, null=True, related_name="secret_stubs", db_index=False
    )
    key = models.UUIDField(null=True, editable=False)
    registered_at = models.DateTimeField("ลงสมุดเมื่อ")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="นายทะเบียน", related_name="+", db_index=False
    )  # None: nobody gave it here, the number was found outside
    recovery = models.ForeignKey(
        Recovery, models.PROTECT, null=True, verbose_name="กู้คืนข้อมูล", related_name="+", db_index=False
    )
    struck_at = models.DateTimeField("ขีดฆ่าเมื่อ", null=True)
    struck_because = models.CharField("ขีดฆ่าเพราะ", max_length=REASON_MAX, blank=True)

    objects: ClassVar[SecretBook] = SecretBook()

    class Meta:
        verbose_name = "รายการในสมุดเรื่องลับ"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "register", "year", "number"], name="secret_number_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "email"], condition=Q(struck_at=None), name="secret_letter_once"
            ),
            models.UniqueConstraint(fields=["agency", "key"], name="secret_entered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_register_display()} {self.number}/{self.year}"

    def strike(self, because: str, *, by: Actor) -> None:
        """A line through it. Raises `Refusal`: no_reason, struck."""
        with self.change("struck", by=by) as desk:
            reason = reason_in(because, undone="ขีดฆ่า", stays="รายการเดิมอยู่ครบ")
            if self.struck_at is not None:
                raise Refusal("struck", "ขีดฆ่าไว้แล้ว ไม่มีข้อมูลใดเปลี่ยน")
            self.struck_at, self.struck_because = desk.moment, reason[:REASON_MAX]
