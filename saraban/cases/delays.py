"""แจ้งเหตุล่าช้า: what is late is owned up to every seven days, with a copy to ก.พ.ร. (Facilitation Act s.10).

The notices prepare themselves; an officer sends them, since a machine sends no letter of the office's on its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Count
from django.utils.timezone import localdate

from saraban.agencies.duties import MACHINE
from saraban.agencies.models import Officer, Profile
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.due import delays_due, rules_on
from saraban.cases.letters import delay_letter
from saraban.cases.models import Case, CaseMail
from saraban.cases.states import State
from saraban.law.licensing_facilitation_act_2558 import DelayNotice as Due
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX

CHUNK = 200  # cases read at a time


class DelayNotices(RecordedManager["DelayNotice"]):
    def prepare_due(self, today: date) -> int:
        """A notice for each case that is late by another seven days, up to today; how many were prepared."""
        late = (
            Case.objects.still_open().filter(state=State.COMPLETE, due_on__lt=today).order_by("due_on", "pk")
        )
        prepared = 0
        for case in late.annotate(told=Count("delays")).iterator(chunk_size=CHUNK):
            assert case.due_on is not None, "asked for"
            wanted = delays_due(case.due_on, today)
            if len(wanted) > case.told:
                prepared += self._prepare(case, wanted)
        return prepared

    def _prepare(self, case: Case, wanted: Sequence[Due]) -> int:
        with one_at_a_time(case.agency_id):
            missing = wanted[self.filter(case=case).count() :]
            for notice in missing:
                self.record("prepared", by=MACHINE, case=case, times=notice.number, due_on=notice.due_on)
        return len(missing)

    def unsent(self) -> models.QuerySet[DelayNotice]:
        """What waits for an officer's press, the oldest first."""
        return (
            self.filter(sent_at=None, dropped_at=None)
            .select_related("case__entry", "case__service")
            .order_by("pk")
        )


class DelayNotice(Recorded):
    """One of them. `due_on`: the day by which the applicant is to have it."""

    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="delays", db_index=False)
    times = models.PositiveSmallIntegerField("ครั้งที่")
    due_on = models.DateField("ต้องแจ้งภายใน")
    reason = models.CharField("เหตุผล", max_length=REASON_MAX, blank=True)
    expected_on = models.DateField("คาดว่าแล้วเสร็จ", null=True)
    mail = models.OneToOneField(CaseMail, models.PROTECT, null=True, related_name="delay")
    sent_at = models.DateTimeField("แจ้งเมื่อ", null=True)
    dropped_at = models.DateTimeField(null=True)  # the case ended before it was sent
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้แจ้ง", related_name="+", db_index=False
    )

    objects: ClassVar[DelayNotices] = DelayNotices()

    class Meta:
        verbose_name = "การแจ้งเหตุล่าช้า"
        constraints = [models.UniqueConstraint(fields=["agency", "case", "times"], name="delay_told_once")]
        indexes = [
            models.Index(
                fields=["agency", "id"],
                condition=models.Q(sent_at=None, dropped_at=None),
                name="delays_unsent",
            )
        ]

    def __str__(self) -> str:
        return f"delay {self.times} of case {self.case_id}"

    def send(self, reason: str, *, by: Officer, expected_on: date | None = None) -> None:
        """Tell the applicant why it is late. Raises `Refusal`: no_reason, sent."""
        with self.change("sent", by=by) as desk:
            if self.sent_at is not None or self.dropped_at is not None:
                raise Refusal("sent", "ไม่ได้แจ้งซ้ำ เพราะแจ้งเหตุล่าช้าครั้งนี้แล้วหรือเรื่องสิ้นสุดแล้ว ไม่มีข้อมูลใดเปลี่ยน")
            if not reason.strip():
                raise Refusal("no_reason", "ยังไม่ได้แจ้ง เพราะต้องบอกเหตุแห่งความล่าช้า โปรดพิมพ์เหตุผล เรื่องเดิมอยู่ครบ")
            case = self.case
            today = localdate(desk.moment)
            wording = delay_letter(
                case.matter(by),
                due_on=case.due_on or today,
                times=self.times,
                reason=reason.strip(),
                expected_on=expected_on,
            )
            self.mail = case.mail(wording, desk, about="delay", by=by)
            copied_to = (rules_on(today).delay_notice_copy_to, Profile.here().delays_copied_to)
            case.mail_copy(wording, desk, to=copied_to, by=by)
            self.reason, self.expected_on = reason.strip()[:REASON_MAX], expected_on
            self.sent_at, self.officer = desk.moment, by

    def drop(self, *, by: Actor) -> None:
        """It was prepared, and the case ended first."""
        with self.change("dropped", by=by) as desk:
            self.dropped_at = desk.moment
