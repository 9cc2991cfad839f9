"""รอ 30 วัน: an applicant whom nobody can reach (guide #3.1). Any sign of life ends it; only the head strikes off."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from saraban.agencies.duties import MACHINE
from saraban.agencies.models import Officer
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.due import set_turn
from saraban.cases.models import Case, CaseMail
from saraban.cases.other_contacts import other_contacts
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

        Not at the desk: the applicant's letters and files are looked through for another contact. Raises `Refusal`:
        other_contact while one is known or was found and nobody tried it, not_tried, held, ended.
        """
        untried = [one.value for one in other_contacts(case) if not one.was_tried(tried)]
        with one_at_a_time(case.agency_id) as desk:
            if self.standing(case) is not None:
                raise Refusal("held", "ไม่ได้เริ่มนับซ้ำ เพราะเรื่องนี้อยู่ระหว่างรอ 30 วันแล้ว ไม่มีข้อมูลใดเปลี่ยน")
            if case.phone and not tried.strip():
                raise Refusal(
                    "other_contact",
                    f"ยังไม่ได้เริ่มนับ 30 วัน เพราะยังมีโทรศัพท์ {case.phone} ให้ติดต่อ โปรดโทรก่อน แล้วบันทึกผลการโทร เรื่องเดิมอยู่ครบ",
                )
            if untried:
                raise Refusal(
                    "other_contact",
                    f"ยังไม่ได้เริ่มนับ 30 วัน เพราะในหนังสือหรือไฟล์ของผู้ยื่นมีช่องทางติดต่ออื่น: {', '.join(untried)} "
                    "โปรดลองติดต่อก่อน แล้วบันทึกว่าลองแล้ว เรื่องเดิมอยู่ครบ",
                )
            if isinstance(by, Officer) and case.unreachable_at is None and not tried.strip():
                raise Refusal(
                    "not_tried",
                    "ยังไม่ได้เริ่มนับ 30 วัน เพราะยังไม่มีจดหมายที่ส่งไม่ถึง และยังไม่ได้บอกว่าลองติดต่อทางใดแล้ว โปรดบันทึกว่าลองติดต่ออย่างไร เรื่องเดิมอยู่ครบ",
                )
            began = failed_on or localdate(desk.moment)
            hold = self.record(
                "begun",
                by=by,
                case=case,
                began_at=desk.moment,
                began_on=began,
                last_day=hold_last_day(began),
                tried=tried.strip()[:REASON_MAX],
                mail=mail,
            )
            with case.change("held", by=by):
                case.must_be_open()
                set_turn(case, desk.moment)
        return hold

    def standing(self, case: Case) -> Hold | None:
        return self.filter(case=case, ended_at=None).first()

    def over(self, today: date) -> models.QuerySet[Hold]:
        """Those whose thirty days have passed, and for which the head was not asked yet; what the head sent back an
        officer lays again."""
        over = self.filter(ended_at=None, last_day__lt=today, case__ended_at=None)
        return over.exclude(case__proposals__word="waiting").exclude(case__proposals__asks="strike_off")

    def end_all(self, case: Case, because: str, *, by: Actor, heard_at: datetime | None = None) -> None:
        """A sign of life after it began: the case goes on. `heard_at`: when, now where none is given."""
        holds = self.filter(case=case, ended_at=None)
        for hold in holds if heard_at is None else holds.filter(began_at__lte=heard_at):
            hold.end(because, by=by)


class Hold(Recorded):
    """Thirty days of waiting for one whom nobody can reach."""

    personal: ClassVar[frozenset[str]] = frozenset({"tried"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    began_at = models.DateTimeField()
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

    def end(self, because: str, *, by: Actor, goes_on: bool = True) -> None:
        """The case goes on from where it stood, and nobody is asked any more to strike it off; `goes_on` False: it is at
        its end. Raises `Refusal("no_reason")`."""
        with one_at_a_time(self.agency_id):
            with self.change("ended", by=by) as desk:
                if not because.strip():
                    raise Refusal(
                        "no_reason", "ยังไม่ได้เลิกรอ เพราะยังไม่ได้บอกว่าติดต่อได้อย่างไร โปรดพิมพ์สั้น ๆ การรอเดิมอยู่ครบ"
                    )
                self.ended_at, self.ended_because = desk.moment, because.strip()[:REASON_MAX]
            if not goes_on:
                return
            for proposal in self.case.proposals.filter(word="waiting", asks="strike_off"):
                proposal.close(by=MACHINE)
            with self.case.change("goes_on", by=MACHINE) as desk:
                set_turn(self.case, desk.moment)
