"""What is due when: the law's clock, set to a case. Every day comes with the steps that lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.timezone import localdate

from saraban.agencies.calendar import calendar_of_agency
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.models import Case, CaseLetter, Side
from saraban.cases.states import DECIDED, State
from saraban.law.deadlines import Deadline, Pause, Unit
from saraban.law.licensing_facilitation_act_2558 import (
    RULES_OF_2558,
    DelayNotice,
    Rules,
    rules_in_force,
    section_9_returnable_from,
    section_10_decision_due,
    section_10_delay_notices_due,
    section_10_result_notice_due,
)
from saraban.law.working_time import NoCalendar
from saraban.payments.slips import Slip
from saraban.tenancy.scope import arrangement

LAW_MAX = 200


class LawVersions(RecordedManager["LawVersion"]):
    def here(self) -> Sequence[Rules]:
        """The versions that the agency works under, beside the Act of 2558 as we know it until the first of them."""
        own = arrangement("law versions", lambda: [one.rules for one in self.order_by("in_force_from", "pk")])
        if not own:
            return [RULES_OF_2558]
        if own[0].in_force_from <= RULES_OF_2558.in_force_from:
            return own
        return [replace(RULES_OF_2558, in_force_until=own[0].in_force_from - timedelta(days=1)), *own]

    def add(self, rules: Rules, *, by: Actor) -> LawVersion:
        """A replaced act: a row more, with the days from which and until which it holds."""
        return self.record("added", by=by, **{name: getattr(rules, name) for name in COLUMNS})


COLUMNS = (
    "law",
    "version",
    "in_force_from",
    "in_force_until",
    "result_notice_days",
    "delay_notice_every_days",
    "delay_notice_copy_to",
)


class LawVersion(Recorded):
    """The numbers of the law on facilitation, as one version of it has them."""

    arranges: ClassVar[bool] = True

    law = models.CharField("กฎหมาย", max_length=LAW_MAX)
    version = models.CharField("ฉบับ", max_length=60)
    in_force_from = models.DateField("ใช้ตั้งแต่วันที่")
    in_force_until = models.DateField("ใช้ถึงวันที่", null=True, blank=True)
    result_notice_days = models.PositiveSmallIntegerField("แจ้งผลภายใน (วัน)")
    delay_notice_every_days = models.PositiveSmallIntegerField("แจ้งเหตุล่าช้าทุก (วัน)")
    delay_notice_copy_to = models.CharField("สำเนาส่ง", max_length=LAW_MAX)

    objects: ClassVar[LawVersions] = LawVersions()

    class Meta:
        verbose_name = "ฉบับของกฎหมายอำนวยความสะดวก"

    def __str__(self) -> str:
        return f"{self.law} {self.version}"

    @property
    def rules(self) -> Rules:
        return Rules(**{name: getattr(self, name) for name in COLUMNS})

    def correct(self, *, by: Actor, **columns: object) -> None:
        """Its words and numbers, or the day until which it holds."""
        with self.change("corrected", by=by):
            for name, value in columns.items():
                assert name in COLUMNS, f"{name} is no column of a version"
                setattr(self, name, value)


def rules_on(day: date) -> Rules:
    """Raises `Refusal`: no_rules, rules_overlap."""
    return rules_in_force(LawVersion.objects.here(), day)


def decision_due(case: Case) -> Deadline | None:
    """By when a complete application is decided; None where its manual sets no time. Raises `NoCalendar`, `Refusal`."""
    if case.complete_on is None or not case.manual.days:
        return None
    pauses = [
        Pause(one.first_day, one.last_day, one.because)
        for one in case.pauses.order_by("pk")
        if one.last_day is None or one.last_day >= one.first_day
    ]
    return section_10_decision_due(
        case.complete_on,
        case.manual.days,
        Unit(case.manual.unit),
        calendar=calendar_of_agency(),
        rules=rules_on(case.complete_on),
        pauses=pauses,
    )


def decision_day(case: Case) -> date | None:
    """The last day of `decision_due`; None, too, while the clock stands still."""
    due = decision_due(case)
    return due.last_day if due is not None else None


def set_turn(case: Case, moment: datetime) -> None:
    """Whose turn it is, and until when, by how the case stands; within a `change` of it.

    A hold sets no day for a complete application: the law's clock goes on.
    """
    request = case.requests.filter(ended_at=None).order_by("-pk").first()
    hold = case.holds.filter(ended_at=None).first()
    if case.ended_at is not None:
        case.waits_for, case.due_on = Side.NOBODY, None
    elif case.state in DECIDED and _has_to_pay(case):
        case.waits_for, case.due_on = Side.APPLICANT, result_notice_day(localdate(case.decided_at or moment))
    elif case.state in DECIDED:
        decided = localdate(case.decided_at or moment)
        case.waits_for, case.due_on = Side.OFFICE, result_notice_day(decided)
    elif case.state == State.COMPLETE:
        waiting = case.proposals.filter(word="waiting").exists()
        of_applicant = hold is not None or _has_to_pay(case)
        side = Side.HEAD if waiting else Side.APPLICANT if of_applicant else Side.OFFICE
        case.waits_for, case.due_on = side, decision_day(case)
    elif case.proposals.filter(word="waiting").exists():  # that it be struck off
        case.waits_for = Side.HEAD
    elif hold is not None:
        case.waits_for, case.due_on = Side.APPLICANT, hold.last_day
    elif request is not None:
        case.waits_for, case.due_on = Side.APPLICANT, answer_last_day(request.due_on)
    else:
        case.waits_for, case.due_on = Side.OFFICE, localdate(moment)


def _has_to_pay(case: Case) -> bool:
    """Whether a bill is due of which nobody has said yet that it was paid: no slip of it is there, and no letter answers it."""
    slips = Slip.objects.filter(invoice=models.OuterRef("invoice"), refused_at=None)
    answers = CaseLetter.objects.filter(
        case=case, state=CaseLetter.JOINED, entry__email__answers=models.OuterRef("mail__letter")
    )
    due = case.bills.filter(invoice__state="due")
    return due.exclude(models.Exists(slips)).exclude(models.Exists(answers)).exists()


def result_notice_day(decided_on: date) -> date | None:
    """By when the applicant is told what was decided."""
    return section_10_result_notice_due(
        decided_on, calendar=calendar_of_agency(), rules=rules_on(decided_on)
    ).last_day


def next_working_day(day: date) -> date:
    """The first one after it; the very next day where the calendar lacks the year."""
    calendar = calendar_of_agency()
    after = day + timedelta(days=1)
    try:
        while not calendar.is_working_day(after):
            after += timedelta(days=1)
    except NoCalendar:
        return day + timedelta(days=1)
    return after


def delays_due(due_on: date, today: date) -> Sequence[DelayNotice]:
    return section_10_delay_notices_due(due_on, today=today, rules=rules_on(due_on))


def answer_last_day(due_on: date) -> date:
    """The last day on which an answer is in time: a closed one moves to the next working day (Procedure Act s.64)."""
    return date.fromordinal(section_9_returnable_from(due_on, calendar=calendar_of_agency()).toordinal() - 1)
