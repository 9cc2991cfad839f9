"""ถอนเรื่อง: the applicant takes the application back. Anybody may write so: it counts once they proved who they are.

To take back an application, a complaint above all, is of high risk (guide #3.3): a look at somebody's identity before
they asked says nothing about who asks now.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from saraban.agencies.models import Officer
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.holds import Hold
from saraban.cases.letters import withdrawn_letter
from saraban.cases.models import Case, CaseMail
from saraban.cases.proofings import Proofing
from saraban.law.initial_level_manual_2566 import decide_proven
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX


class Withdrawals(RecordedManager["Withdrawal"]):
    def ask(self, case: Case, said: str, *, by: Officer) -> Withdrawal:
        """Somebody asks that the case ends, `said` how: the case goes on until they have proven to be the applicant.

        It is a sign of life. Raises `Refusal`: no_reason, asked_already, ended.
        """
        with one_at_a_time(case.agency_id) as desk:
            case.refresh_from_db()
            case.must_be_open()
            if not said.strip():
                raise Refusal(
                    "no_reason",
                    "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกว่าผู้ยื่นขอถอนอย่างไร (เช่น ตอบอีเมลวันที่ 5) โปรดพิมพ์สั้น ๆ เรื่องเดิมอยู่ครบ",
                )
            if self.standing(case) is not None:
                raise Refusal("asked_already", "บันทึกไว้แล้วว่าผู้ยื่นขอถอนเรื่องนี้ โปรดยืนยันตัวตนต่อ ไม่มีข้อมูลใดเปลี่ยน")
            withdrawal = self.record(
                "asked", by=by, case=case, said=said.strip()[:REASON_MAX], asked_at=desk.moment
            )
            if case.unreachable_at is not None:
                case.note_reached(by=by)
            Hold.objects.end_all(case, "ผู้ยื่นขอถอนเรื่อง", by=by)
        return withdrawal

    def standing(self, case: Case) -> Withdrawal | None:
        return self.filter(case=case, ended_at=None).first()


class Withdrawal(Recorded):
    """One time that a case was asked to end by its applicant, and what came of it."""

    personal: ClassVar[frozenset[str]] = frozenset({"said"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="withdrawals")
    said = models.CharField("ขอถอนอย่างไร", max_length=REASON_MAX)
    asked_at = models.DateTimeField("ขอถอนเมื่อ")
    confirmed = models.BooleanField("ถอนแล้ว", default=False)
    notice = models.OneToOneField(CaseMail, models.PROTECT, null=True, related_name="withdrawal")
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[Withdrawals] = Withdrawals()

    class Meta:
        verbose_name = "การขอถอนเรื่อง"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case"], condition=Q(ended_at=None), name="one_withdrawal_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"withdrawal of case {self.case_id}"

    def confirm(self, *, by: Officer) -> None:
        """The applicant it was, and the case is at its end; they are told by their own channel, in case it was not.

        Raises `Refusal`: not_proven, not_standing, not_now, no_duty.
        """
        by.assert_may("withdrawal.confirmed")
        with one_at_a_time(self.agency_id):
            case = self.case
            case.refresh_from_db()
            decide_proven(case.risk, Proofing.objects.proofs(case, since=self.asked_at))
            with self.change("confirmed", by=by) as desk:
                self._must_stand()
                self.confirmed, self.ended_at = True, desk.moment
                self.notice = case.mail(withdrawn_letter(case.matter(by)), desk, about="word", by=by)
            case.end("withdrawn", self.said, by=by)

    def drop(self, *, by: Actor) -> None:
        """They did not mean it, or did not write it: the case goes on as it was. Raises `Refusal("not_standing")`."""
        with self.change("dropped", by=by) as desk:
            self._must_stand()
            self.ended_at = desk.moment

    def _must_stand(self) -> None:
        if self.ended_at is not None:
            raise Refusal("not_standing", "การขอถอนนี้สิ้นสุดไปแล้ว โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")
