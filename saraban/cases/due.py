"""What is due when: the law's clock, set to a case. Every day comes with the steps that lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.db import models

from saraban.agencies.calendar import calendar_of_agency
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.models import Case
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
from saraban.tenancy.scope import arrangement

LAW_MAX = 200


class LawVersions(RecordedManager["LawVersion"]):
    def here(self) -> Sequence[Rules]:
        """The versions that the agency works under; without any of its own, the Act of 2558 as we know it."""
        return arrangement("law versions", lambda: [one.rules for one in self.order_by("pk")]) or [
            RULES_OF_2558
        ]

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


def result_notice_day(decided_on: date) -> date | None:
    """By when the applicant is told what was decided."""
    return section_10_result_notice_due(
        decided_on, calendar=calendar_of_agency(), rules=rules_on(decided_on)
    ).last_day


def delays_due(due_on: date, today: date) -> Sequence[DelayNotice]:
    return section_10_delay_notices_due(due_on, today=today, rules=rules_on(due_on))


def answer_last_day(due_on: date) -> date:
    """The last day on which an answer is in time: a closed one moves to the next working day (Procedure Act s.64)."""
    return date.fromordinal(section_9_returnable_from(due_on, calendar=calendar_of_agency()).toordinal() - 1)
