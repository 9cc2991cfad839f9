"""แจ้งเหตุล่าช้า: what is late is owned up to every seven days, with a copy to ก.พ.ร. (Facilitation Act s.10).

The notices prepare themselves; an officer sends them, or the clock under a standing order of the head, since a machine
sends no letter of the office's on its own.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Count, F, Q
from django.utils.timezone import localdate

from saraban.agencies.duties import MACHINE
from saraban.agencies.models import Officer, Profile
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.due import delays_due, next_working_day, rules_on
from saraban.cases.letters import delay_letter
from saraban.cases.models import Case, CaseMail, Side
from saraban.cases.standing_orders import StandingOrder
from saraban.cases.states import State
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX

CHUNK = 200  # cases read at a time


class DelayNotices(RecordedManager["DelayNotice"]):
    def prepare_due(self, today: date) -> int:
        """A notice for each case that is late by another seven days, up to the next working day: what falls due on a
        closed one is sent before it (Procedure Act s.64 binds us). How many were prepared."""
        until = next_working_day(today) - timedelta(days=1)
        late = Case.objects.still_open().filter(state=State.COMPLETE, due_on__lt=until)
        told = Count("delays", filter=Q(delays__decision_due_on=F("due_on"), delays__dropped_at=None))
        prepared = 0
        for case in late.annotate(told=told).order_by("due_on", "pk").iterator(chunk_size=CHUNK):
            assert case.due_on is not None, "asked for"
            if len(delays_due(case.due_on, until)) > case.told:
                prepared += self._prepare(case, until)
        return prepared

    def _prepare(self, case: Case, until: date) -> int:
        with one_at_a_time(case.agency_id):
            case.refresh_from_db()
            if case.state != State.COMPLETE or case.due_on is None:
                return 0
            standing = self.filter(case=case, decision_due_on=case.due_on, dropped_at=None)
            missing = delays_due(case.due_on, until)[standing.count() :]
            for notice in missing:
                self.record(
                    "prepared",
                    by=MACHINE,
                    case=case,
                    times=notice.number,
                    decision_due_on=case.due_on,
                    due_on=notice.due_on,
                )
        return len(missing)

    def send_ordered(self, today: date) -> int:
        """Those whose service has a standing order leave under it; how many did.

        What no mail reaches waits for an officer still, and so does a case whose applicant nobody can reach.
        """
        orders = {one.service_id: one for one in StandingOrder.objects.in_force(today)}
        due = self.unsent().filter(
            case__service__in=list(orders),
            case__state=State.COMPLETE,
            case__due_on=F("decision_due_on"),
            case__unreachable_at=None,
        )
        sent = 0
        for notice in due.exclude(case__waits_for=Side.APPLICANT)[:CHUNK] if orders else ():
            if notice.case.can_be_mailed:
                notice.send_under(orders[notice.case.service_id])
                sent += 1
        return sent

    def unsent(self) -> models.QuerySet[DelayNotice]:
        """What waits for an officer's press, the oldest first."""
        return (
            self.filter(sent_at=None, dropped_at=None)
            .select_related("case__entry", "case__service")
            .order_by("pk")
        )


class DelayNotice(Recorded):
    """One of them. `due_on`: the day by which the applicant is to have it; `decision_due_on`: what it is late for."""

    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="delays", db_index=False)
    times = models.PositiveSmallIntegerField("ครั้งที่")
    decision_due_on = models.DateField("ครบกำหนดพิจารณา")
    due_on = models.DateField("ต้องแจ้งภายใน")
    reason = models.CharField("เหตุผล", max_length=REASON_MAX, blank=True)
    expected_on = models.DateField("คาดว่าแล้วเสร็จ", null=True)
    mail = models.OneToOneField(CaseMail, models.PROTECT, null=True, related_name="delay")
    sent_at = models.DateTimeField("แจ้งเมื่อ", null=True)
    dropped_at = models.DateTimeField(null=True)  # the case ended before it was sent
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้แจ้ง", related_name="+", db_index=False
    )  # None: the clock, under the order
    order = models.ForeignKey(
        StandingOrder, models.PROTECT, null=True, verbose_name="ตามคำสั่ง", related_name="+", db_index=False
    )

    objects: ClassVar[DelayNotices] = DelayNotices()

    class Meta:
        verbose_name = "การแจ้งเหตุล่าช้า"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case", "decision_due_on", "times"],
                condition=Q(dropped_at=None),
                name="delay_told_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "id"],
                condition=Q(sent_at=None, dropped_at=None),
                name="delays_unsent",
            )
        ]

    def __str__(self) -> str:
        return f"delay {self.times} of case {self.case_id}"

    def send(self, reason: str, *, by: Officer, expected_on: date | None = None) -> None:
        """Tell the applicant why it is late. Raises `Refusal`: no_reason, sent, not_late."""
        with self.change("sent", by=by) as desk:
            self._tell(desk, reason, expected_on, by=by)
            self.officer = by

    def send_under(self, order: StandingOrder) -> None:
        """The clock tells them, as the head has ordered for all notices of the service. Raises `Refusal`: order_over, sent."""
        with self.change("sent_by_order", by=MACHINE, order=order) as desk:
            order.must_hold_on(localdate(desk.moment))
            self._tell(desk, order.reason, None, by=MACHINE)
            self.order = order

    def _tell(self, desk: Desk, reason: str, expected_on: date | None, *, by: Actor) -> None:
        if self.sent_at is not None or self.dropped_at is not None:
            raise Refusal("sent", "ไม่ได้แจ้งซ้ำ เพราะแจ้งเหตุล่าช้าครั้งนี้แล้วหรือเรื่องสิ้นสุดแล้ว ไม่มีข้อมูลใดเปลี่ยน")
        if not reason.strip():
            raise Refusal("no_reason", "ยังไม่ได้แจ้ง เพราะต้องบอกเหตุแห่งความล่าช้า โปรดพิมพ์เหตุผล เรื่องเดิมอยู่ครบ")
        case, profile = self.case, Profile.here()
        if case.state != State.COMPLETE or case.due_on != self.decision_due_on:
            raise Refusal(
                "not_late",
                "ยังไม่ได้แจ้ง เพราะเรื่องนี้ไม่ได้เกินกำหนดเดิมแล้ว (มีผลแล้ว รอผู้ยื่น หรือกำหนดเปลี่ยน) ไม่ต้องแจ้งครั้งนี้ เรื่องเดิมอยู่ครบ",
            )
        rules = rules_on(self.decision_due_on)
        wording = delay_letter(
            case.matter(by),
            due_on=self.decision_due_on,
            times=self.times,
            reason=reason.strip(),
            expected_on=expected_on,
            every_days=rules.delay_notice_every_days,
            copied_to=rules.delay_notice_copy_to if profile.delays_copied_to else "",
        )
        self.mail = case.mail(wording, desk, about="delay", by=by)
        copied_to = (rules.delay_notice_copy_to, profile.delays_copied_to)
        case.mail_copy(wording, desk, to=copied_to, by=by)
        self.reason, self.expected_on = reason.strip()[:REASON_MAX], expected_on
        self.sent_at = desk.moment

    def drop(self, *, by: Actor) -> None:
        """It was prepared, and the case ended first."""
        with self.change("dropped", by=by) as desk:
            self.dropped_at = desk.moment
