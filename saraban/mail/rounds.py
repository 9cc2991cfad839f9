"""The duty to look into the mailbox twice a working day: a round is signed by an officer, never guessed (guide #1.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.utils.timezone import localtime, now

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.models import Officer
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.law.initial_level_manual_2566 import Due, Slot, looks_due, slot_of
from saraban.law.refusal import Refusal
from saraban.law.working_time import NoCalendar
from saraban.mail.gateway import Role
from saraban.mail.models import InboundEmail, MailboxWatch
from saraban.tenancy.scope import current_agency

LOOKED_BEFORE_MAX = timedelta(minutes=15)  # how old the server's own word may be that an officer signs
SHOWN_DAYS = 31


@dataclass(frozen=True)
class Duty:
    """One look that was due, and who signed it; `signed` None: not signed (yet, or missed)."""

    due: Due
    signed: Round | None
    missed: bool


class Rounds(RecordedManager["Round"]):
    def sign(self, *, by: Officer) -> Round:
        """Sign the look that belongs to this half of the day. Raises `Refusal`: signed_already, unsorted, not_looked."""
        by.assert_may("round.signed")
        with one_at_a_time(current_agency().pk) as desk:
            there = localtime(desk.moment)
            slot = slot_of(there)
            earlier = self.filter(day=there.date(), slot=slot).select_related("officer").first()
            if earlier is not None:
                raise Refusal("signed_already", f"{slot.thai}วันนี้ลงชื่อแล้ว โดย{earlier.officer.name} ไม่ต้องลงอีก")
            unsorted = InboundEmail.objects.waiting().filter(put_off_at=None).count()
            if unsorted:
                raise Refusal(
                    "unsorted",
                    f"ยังลงชื่อ{slot.thai}ไม่ได้ เพราะยังมี {unsorted} ฉบับที่ไม่ได้คัดแยก (รวมจดหมายขยะ) "
                    "โปรดคัดแยก หรือกด “ดูแล้ว รอ” ที่ฉบับซึ่งต้องรอ หนังสืออยู่ครบ",
                )
            watches = MailboxWatch.objects.filter(mailbox__active=True)
            looked = min((watch.looked_at for watch in watches if watch.looked_at), default=None)
            if (
                looked is None
                or desk.moment - looked > LOOKED_BEFORE_MAX
                or watches.exclude(failing_since=None).exists()
            ):
                raise Refusal(
                    "not_looked",
                    f"ยังลงชื่อ{slot.thai}ไม่ได้ เพราะระบบยังตรวจกล่องอีเมลกลางไม่สำเร็จใน 15 นาทีนี้ โปรดรอสักครู่ หรือตรวจในเว็บเมล "
                    "หนังสือที่รับมาแล้วอยู่ครบ",
                )
            before = self.order_by("-pk").values_list("up_to", flat=True).first() or 0
            came = InboundEmail.objects.by_key().filter(pk__gt=before)
            newest = came.order_by("-pk").values_list("pk", flat=True).first()
            return self.record(
                "signed",
                by=by,
                day=there.date(),
                slot=slot,
                officer=by,
                signed_at=desk.moment,
                looked_at=looked,
                inbox=came.exclude(role=Role.JUNK).count(),
                junk=came.filter(role=Role.JUNK).count(),
                put_off=InboundEmail.objects.waiting().count(),
                up_to=newest or before,
            )

    def duties(self, *, until: date, days: int = SHOWN_DAYS) -> list[Duty]:
        """The looks due in the last `days` until a day, the newest first; none from before the agency was founded here.

        A year without a calendar ends the list.
        """
        began = current_agency().founded_at
        calendar, moment = calendar_of_agency(), now()
        rows = self.filter(day__gt=until - timedelta(days=days), day__lte=until).select_related("officer")
        signed = {(row.day, row.slot): row for row in rows}
        told: list[Duty] = []
        for back in range(days):
            day = until - timedelta(days=back)
            if day < localtime(began).date():
                break
            try:
                looks: Sequence[Due] = looks_due(day, calendar=calendar)
            except NoCalendar:
                break
            for due in reversed(looks):
                row = signed.get((due.day, due.slot))
                if row is not None or began <= due.moment <= moment:
                    told.append(Duty(due, row, missed=row is None and _over(due)))
        return told

    def due_now(self) -> Duty | None:
        """The look that an officer may sign now, or has signed; None on a closed day, or before the office opens."""
        today = localtime(now())
        slot = slot_of(today)
        for duty in self.duties(until=today.date(), days=1):
            if duty.due.slot == slot:
                return duty
        return None


def _over(due: Due) -> bool:
    """Whether the half of the day in which it could be signed is past."""
    there = localtime(now())
    return due.day < there.date() or slot_of(there) != due.slot


class Round(Recorded):
    """That an officer had looked into inbox and junk, and everything was sorted or put off with open eyes."""

    day = models.DateField("วันที่")
    slot = models.CharField("รอบ", max_length=10, choices=[(slot.value, slot.thai) for slot in Slot])
    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name="เจ้าหน้าที่", related_name="+")
    signed_at = models.DateTimeField("ลงชื่อเมื่อ")
    looked_at = models.DateTimeField("ระบบตรวจกล่องล่าสุด")
    inbox = models.PositiveIntegerField("จดหมายเข้าที่มาถึงตั้งแต่รอบก่อน")
    junk = models.PositiveIntegerField("จดหมายขยะที่มาถึงตั้งแต่รอบก่อน")
    put_off = models.PositiveIntegerField("ดูแล้ว รอ")
    up_to = models.BigIntegerField("นับถึงจดหมาย")  # the key of the last letter that it counts

    objects: ClassVar[Rounds] = Rounds()

    class Meta:
        verbose_name = "การลงชื่อตรวจกล่อง"
        constraints = [models.UniqueConstraint(fields=["agency", "day", "slot"], name="round_signed_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.slot}"
