"""ใบอนุญาต: the granted fact. What a licence said on its day is never changed; what became of it since are facts of their own.

How it stands on a day is told from those facts, so nothing has to run for it to be true.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.timezone import localdate

from saraban.agencies.duties import MACHINE
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.models import Case
from saraban.law.refusal import Refusal
from saraban.licences.kinds import TEXT_MAX, LicenceKind
from saraban.mail.models import REASON_MAX
from saraban.registers.books import BE, Counter
from saraban.tenancy.scope import current_agency
from saraban.thai.citizen_id import check_digit_ok
from saraban.thai.digits import arabic_digits

TOKEN_BYTES = 10  # 80 bits: a QR holds them for ever
HOLDER_MAX = 500
HOLDER_ID_LENGTH = 13
NUMBER_MAX = 150
RECOVERED_BECAUSE = "กู้คืนข้อมูล: เลขนี้ออกไปแล้วก่อนกู้คืน รายการเดิมไม่อยู่ในชุดสำรอง ดูจดหมายในกล่องส่งแล้ว"


class Standing(models.TextChoices):
    """How a licence stands on a day (guide #5.1(3))."""

    NOT_BEGUN = "not_begun", "ยังไม่ถึงวันเริ่มใช้"
    IN_FORCE = "in_force", "มีผลใช้บังคับ"
    EXPIRED = "expired", "หมดอายุ"
    REPLACED = "replaced", "มีใบใหม่แทน"
    ANNULLED = "annulled", "ยกเลิก"


@dataclass(frozen=True)
class Granted:
    """What a licence says. `valid_from` None: the day of issue; `expires_on` None: as its kind has it."""

    holder: str
    holder_id: str = ""
    trade_name: str = ""
    place: str = ""
    particulars: Mapping[str, str] = field(default_factory=dict)
    conditions: str = ""
    valid_from: date | None = None
    expires_on: date | None = None


class Licences(RecordedManager["Licence"]):
    def grant(
        self,
        kind: LicenceKind,
        said: Granted,
        *,
        case: Case | None = None,
        replaces: Licence | None = None,
        by: Actor,
    ) -> Licence:
        """The next number of its kind, in the caller's commit. Whether the fee is paid is asked by whoever issues it.

        Raises `Refusal`: kind_ended, lacking, other_fields, too_long, bad_id, bad_days, no_duty.
        """
        by.assert_may("licence.granted")
        with one_at_a_time(current_agency().pk) as desk:
            kind.refresh_from_db()
            today = localdate(desk.moment)
            begins = said.valid_from or today
            ends = said.expires_on or kind.expires(begins)
            _must_be_whole(kind, said, begins, ends)
            year = today.year + BE
            self.fill_recovered(kind)
            number = Counter.next_number(desk, kind.series, year)
            return self.record(
                "granted",
                by=by,
                kind=kind,
                register=kind.series,
                year=year,
                number=number,
                licence_number=kind.number_text(number, year)[:NUMBER_MAX],
                holder=said.holder.strip(),
                holder_id=_digits(said.holder_id),
                trade_name=said.trade_name.strip(),
                place=said.place.strip(),
                particulars=[
                    [one.name, one.label, said.particulars[one.name]]
                    for one in kind.field_list
                    if said.particulars.get(one.name)
                ],
                conditions=said.conditions.strip(),
                issued_on=today,
                valid_from=begins,
                expires_on=ends,
                case=case,
                replaces=replaces,
                token=secrets.token_hex(TOKEN_BYTES),
            )

    def fill_recovered(self, kind: LicenceKind) -> int:
        """What was given before a backup was put back, and is not known here, stands as annulled; how many rows.

        Before the next is given: the numbers stand in the log in their order.
        """
        filled = 0
        with one_at_a_time(kind.agency_id) as desk:
            today = localdate(desk.moment)
            for counter in Counter.objects.filter(register=kind.series).order_by("year"):
                there = self.filter(kind=kind, year=counter.year)
                if there.filter(number=counter.last).exists():
                    continue
                known = set(there.values_list("number", flat=True))
                for number in (n for n in range(1, counter.last + 1) if n not in known):
                    self.record(
                        "recovered",
                        by=MACHINE,
                        kind=kind,
                        register=kind.series,
                        year=counter.year,
                        number=number,
                        licence_number=kind.number_text(number, counter.year)[:NUMBER_MAX],
                        issued_on=today,
                        valid_from=today,
                        token=secrets.token_hex(TOKEN_BYTES),
                        annulled_at=desk.moment,
                        annulled_because=RECOVERED_BECAUSE,
                    )
                    filled += 1
        return filled


class Licence(Recorded):
    personal: ClassVar[frozenset[str]] = frozenset(
        {"holder", "holder_id", "trade_name", "place", "particulars", "annulled_because"}
    )

    kind = models.ForeignKey(
        LicenceKind, models.PROTECT, verbose_name="ชนิด", related_name="licences", db_index=False
    )
    register = models.CharField("ชุดเลข", max_length=20)  # of its kind, as the evidence counts them
    year = models.PositiveSmallIntegerField("ปี พ.ศ.")
    number = models.PositiveIntegerField("เลข")
    licence_number = models.CharField("เลขที่ใบอนุญาต", max_length=NUMBER_MAX)
    holder = models.CharField("ผู้รับใบอนุญาต", max_length=HOLDER_MAX)
    holder_id = models.CharField("เลขประจำตัว", max_length=HOLDER_ID_LENGTH, blank=True)
    trade_name = models.CharField("ชื่อสถานประกอบการ", max_length=HOLDER_MAX, blank=True)
    place = models.CharField("สถานที่ตั้ง", max_length=HOLDER_MAX, blank=True)
    particulars = models.JSONField("รายการ", default=list)  # [name, label, value], as they stand on it
    conditions = models.TextField("เงื่อนไข", blank=True)
    issued_on = models.DateField("ออกให้วันที่")
    valid_from = models.DateField("ใช้ได้ตั้งแต่")
    expires_on = models.DateField("ใช้ได้ถึง", null=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, verbose_name="เรื่อง", related_name="licences")
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, verbose_name="ออกแทน", related_name="replaced_by"
    )
    token = models.CharField(max_length=2 * TOKEN_BYTES, unique=True)
    annulled_at = models.DateTimeField("ยกเลิกเมื่อ", null=True)
    annulled_because = models.CharField("ยกเลิกเพราะ", max_length=REASON_MAX, blank=True)

    objects: ClassVar[Licences] = Licences()

    class Meta:
        verbose_name = "ใบอนุญาต"
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "year", "number"], name="licence_number_once"),
            models.CheckConstraint(
                condition=models.Q(expires_on=None) | models.Q(expires_on__gte=models.F("valid_from")),
                name="licence_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["agency", "licence_number"], name="licence_by_number")]

    def __str__(self) -> str:
        return self.licence_number

    def stands(self, on: date) -> Standing:
        """On this day, to its end at 24:00. What replaces it does so from the day on which that begins."""
        if self.annulled_at is not None:
            return Standing.ANNULLED
        if any(one.annulled_at is None and one.valid_from <= on for one in self.replaced_by.all()):
            return Standing.REPLACED
        if on < self.valid_from:
            return Standing.NOT_BEGUN
        if self.expires_on is not None and on > self.expires_on:
            return Standing.EXPIRED
        return Standing.IN_FORCE

    def annul(self, because: str, *, by: Actor) -> None:
        """It never left the office: as if it had not been granted; its number is not given again."""
        with self.change("annulled", by=by) as desk:
            self.annulled_at = self.annulled_at or desk.moment
            self.annulled_because = because[:REASON_MAX]


def _must_be_whole(kind: LicenceKind, said: Granted, begins: date, ends: date | None) -> None:
    """Raises `Refusal`: kind_ended, lacking, other_fields, too_long, bad_id, bad_days."""
    stays = "ไม่มีเลขใดถูกใช้"
    if kind.ended_at is not None:
        raise Refusal("kind_ended", f"ยังไม่ได้ออกใบอนุญาต เพราะเลิกออก “{kind.name}” แล้ว {stays}")
    if lacks := kind.lacking(said):
        raise Refusal("lacking", f"ยังไม่ได้ออกใบอนุญาต เพราะยังขาด {', '.join(lacks)} โปรดกรอก {stays}")
    named = {one.name for one in kind.field_list}
    if any(value for name, value in said.particulars.items() if name not in named):
        raise Refusal(
            "other_fields",
            f"ยังไม่ได้ออกใบอนุญาต เพราะรายการของ “{kind.name}” เปลี่ยนไปหลังร่าง โปรดให้กลับเป็นร่าง ตรวจ แล้วเสนอใหม่ {stays}",
        )
    if too_long := _too_long(kind, said):
        raise Refusal("too_long", f"ยังไม่ได้ออกใบอนุญาต เพราะยาวเกินไป: {', '.join(too_long)} โปรดย่อ {stays}")
    digits = _digits(said.holder_id)
    if said.holder_id.strip() and not check_digit_ok(digits):
        raise Refusal(
            "bad_id", f"ยังไม่ได้ออกใบอนุญาต เพราะเลขประจำตัว 13 หลักของผู้รับใบอนุญาตไม่ถูกต้อง โปรดตรวจ {stays}"
        )
    if ends is not None and ends < begins:
        raise Refusal("bad_days", f"ยังไม่ได้ออกใบอนุญาต เพราะวันสิ้นอายุอยู่ก่อนวันเริ่มใช้ โปรดแก้วันที่ {stays}")


def _too_long(kind: LicenceKind, said: Granted) -> list[str]:
    """The labels of what is longer than it may be: nothing that stands on the paper is cut off here."""
    bounded = [
        ("ออกให้แก่", said.holder, HOLDER_MAX),
        ("ชื่อสถานประกอบการ", said.trade_name, HOLDER_MAX),
        ("ตั้งอยู่ที่", said.place, HOLDER_MAX),
        ("เงื่อนไข", said.conditions, TEXT_MAX),
        *((one.label, said.particulars.get(one.name, ""), one.chars_max) for one in kind.field_list),
    ]
    return [f"{label} (ไม่เกิน {most:,} ตัวอักษร)" for label, value, most in bounded if len(value.strip()) > most]


def _digits(said: str) -> str:
    return "".join(letter for letter in arabic_digits(said) if letter in "0123456789")[: HOLDER_ID_LENGTH + 1]
