"""หยุดนับ: days that do not count for the office, each with its reason."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils.timezone import localdate

from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.models import Case
from saraban.mail.models import REASON_MAX


class Pauses(RecordedManager["Pause"]):
    def begin(self, case: Case, because: str, *, by: Actor) -> Pause:
        """The first day that does not count is tomorrow: today was the office's."""
        with one_at_a_time(case.agency_id) as desk:
            first = localdate(desk.moment) + timedelta(days=1)
            return self.record(
                "begun", by=by, case=case, first_day=first, because=because.strip()[:REASON_MAX]
            )

    def end_all(self, case: Case, *, by: Actor) -> None:
        for pause in self.filter(case=case, last_day=None):
            pause.end(by=by)


class Pause(Recorded):
    """`last_day` before `first_day`: it ended on the day on which it began, and no day fell out."""

    personal: ClassVar[frozenset[str]] = frozenset({"because"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    first_day = models.DateField("ตั้งแต่วันที่")
    last_day = models.DateField("ถึงวันที่", null=True)
    because = models.CharField("เพราะ", max_length=REASON_MAX)

    objects: ClassVar[Pauses] = Pauses()

    class Meta:
        verbose_name = "การหยุดนับเวลา"

    def __str__(self) -> str:
        return f"pause of case {self.case_id}"

    def end(self, *, by: Actor) -> None:
        """The last day that does not count is yesterday: what came today is looked at today."""
        with self.change("ended", by=by) as desk:
            self.last_day = max(
                localdate(desk.moment) - timedelta(days=1), self.first_day - timedelta(days=1)
            )
