"""รอ 30 วัน: an applicant whom nobody can reach (guide #3.1). Any sign of life ends it; only the head strikes off."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.models import Case, CaseMail, Side
from saraban.law.initial_level_manual_2566 import hold_last_day
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX


class Holds(RecordedManager["Hold"]):
    def begin(
        self,
        case: Case,
        *,
        by: Actor,
        tried: str = "",
        mail: CaseMail | None = None,
        failed_on: date | None = None,
    ) -> Hold:
        """The thirty days begin with the day on which contact failed. `tried`: what was tried beside the mail.

        Raises `Refusal`: other_contact while a telephone number is known and nobody tried it, held, ended.
        """
        with one_at_a_time(case.agency_id) as desk:
            if self.standing(case) is not None:
                raise Refusal("held", "ไม่ได้เริ่มนับซ้ำ เพราะเรื่องนี้อยู่ระหว่างรอ 30 วันแล้ว ไม่มีข้อมูลใดเปลี่ยน")
            if case.phone and not tried.strip():
                raise Refusal(
                    "other_contact",
                    f"ยังไม่ได้เริ่มนับ 30 วัน เพราะยังมีโทรศัพท์ {case.phone} ให้ติดต่อ โปรดโทรก่อน แล้วบันทึกผลการโทร เรื่องเดิมอยู่ครบ",
                )
            began = failed_on or localdate(desk.moment)
            hold = self.record(
                "begun",
                by=by,
                case=case,
                began_on=began,
                last_day=hold_last_day(began),
                tried=tried.strip()[:REASON_MAX],
                mail=mail,
            )
            with case.change("held", by=by):
                case.must_be_open()
                case.waits_for, case.due_on = Side.APPLICANT, hold.last_day
        return hold

    def standing(self, case: Case) -> Hold | None:
        return self.filter(case=case, ended_at=None).first()

    def over(self, today: date) -> models.QuerySet[Hold]:
        """Those whose thirty days have passed, and for which nobody has asked the head yet."""
        return self.filter(ended_at=None, last_day__lt=today, case__waits_for=Side.APPLICANT)

    def end_all(self, case: Case, because: str, *, by: Actor) -> None:
        """A sign of life: the case goes on."""
        for hold in self.filter(case=case, ended_at=None):
            hold.end(because, by=by)


class Hold(Recorded):
    """Thirty days of waiting for one whom nobody can reach."""

    personal: ClassVar[frozenset[str]] = frozenset({"tried"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    began_on = models.DateField("ติดต่อไม่ได้วันที่")
    last_day = models.DateField("ครบ 30 วัน")
    tried = models.CharField("ได้ลองติดต่อ", max_length=REASON_MAX, blank=True)
    mail = models.ForeignKey(CaseMail, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField("เลิกรอเมื่อ", null=True)
    ended_because = models.CharField("เพราะ", max_length=REASON_MAX, blank=True)

    objects: ClassVar[Holds] = Holds()

    class Meta:
        verbose_name = "การรอ 30 วัน"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case"], condition=Q(ended_at=None), name="one_hold_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["agency", "last_day"], condition=Q(ended_at=None), name="holds_over")]

    def __str__(self) -> str:
        return f"hold of case {self.case_id}"

    def end(self, because: str, *, by: Actor) -> None:
        """Raises `Refusal("no_reason")`."""
        with self.change("ended", by=by) as desk:
            if not because.strip():
                raise Refusal(
                    "no_reason", "ยังไม่ได้เลิกรอ เพราะยังไม่ได้บอกว่าติดต่อได้อย่างไร โปรดพิมพ์สั้น ๆ การรอเดิมอยู่ครบ"
                )
            self.ended_at, self.ended_because = desk.moment, because.strip()[:REASON_MAX]
