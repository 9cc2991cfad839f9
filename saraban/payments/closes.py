"""ปิดยอดวัน: at the end of each working day all that came is checked, and a second person looks at it (guide #3.4(3)).

What belongs to a close is told by three marks and nothing else: its day, the last line and the last posting that there
were. Lines and postings are only added, so a closed day stays as it was: what comes later, or is taken back, belongs to
the next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, time
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.timezone import localtime

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.models import Officer, Profile
from saraban.agencies.terms import BECAUSE_MAX
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.law.initial_level_manual_2566 import close_in_order
from saraban.law.refusal import Refusal, reason_in
from saraban.payments.bank_statements import BankLine
from saraban.payments.postings import Place, Posting
from saraban.payments.slips import Slip
from saraban.tenancy.scope import current_agency
from saraban.thai.dates import full_date

CLOSED_FROM = time(15, 0)  # of its own day: before, the day is not at its end
RULES_MAX = 300


class DayCloses(RecordedManager["DayClose"]):
    def standing(self) -> QuerySet[DayClose]:
        """Those that nobody withdrew, the newest first."""
        return self.filter(withdrawn_at=None).order_by("-day")

    def last(self) -> DayClose | None:
        return self.standing().first()

    def open_day(self, today: date) -> date | None:
        """The first working day that waits to be closed, up to today; None where none does. Raises `NoCalendar`."""
        last, calendar = self.last(), calendar_of_agency()
        if last is None:
            return today if calendar.is_working_day(today) else None
        day = calendar.next_working_day(last.day)
        return day if day <= today else None

    def not_reviewed(self) -> QuerySet[DayClose]:
        return self.standing().filter(reviewed_at=None).order_by("day")

    def coming(self, day: date) -> DayClose:
        """What a close of that day would have by now; it is no row."""
        return self.model(day=day, before=self.last(), line_mark=_last(BankLine), posting_mark=_last(Posting))

    def close(self, day: date, *, note: str = "", by: Officer) -> DayClose:
        """All that came up to that day and is in no close yet. A day on which nothing came is closed as zero.

        Raises `Refusal`: not_a_working_day, closed_already, earlier_day_open, too_early, no_duty; `NoCalendar`.
        """
        by.assert_may("dayclose.closed")
        with one_at_a_time(current_agency().pk) as desk:
            close = self.coming(day)
            before = close.before
            close_in_order(day, before.day if before is not None else None, calendar_of_agency())
            now = localtime(desk.moment)
            if day > now.date() or (day == now.date() and now.time() < CLOSED_FROM):
                raise Refusal(
                    "too_early",
                    f"ยังไม่ได้ปิดยอด เพราะ {full_date(day)} ยังไม่สิ้นวัน ปิดได้ตั้งแต่ {CLOSED_FROM:%H.%M} น. ของวันนั้น ไม่มีข้อมูลใดเปลี่ยน",
                )
            return self.record(
                "closed",
                by=by,
                day=day,
                before=before,
                line_mark=close.line_mark,
                posting_mark=close.posting_mark,
                figures=close.counted(),
                rules=Profile.here().finance_rules[:RULES_MAX],
                note=note.strip()[:BECAUSE_MAX],
                closed_at=desk.moment,
                officer=by,
            )


def _last(model: type[models.Model]) -> int:
    """The newest row of the agency: whoever holds the desk sees no row come after it."""
    found = model.objects.aggregate(last=Max("pk"))["last"]  # type: ignore[attr-defined]
    return found or 0


class DayClose(Recorded):
    """One working day, checked by one officer and looked at by another. `figures`: satang and counts, as `counted`."""

    day = models.DateField("วันทำการ")
    before = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    line_mark = models.BigIntegerField(default=0)
    posting_mark = models.BigIntegerField(default=0)
    figures = models.JSONField("ยอด", default=dict)
    rules = models.CharField("ตาม", max_length=RULES_MAX)
    note = models.CharField("หมายเหตุ", max_length=BECAUSE_MAX, blank=True)
    closed_at = models.DateTimeField("ปิดยอดเมื่อ")
    officer = models.ForeignKey(
        Officer, models.PROTECT, verbose_name="ผู้ปิดยอด", related_name="+", db_index=False
    )
    reviewed_at = models.DateTimeField("สอบทานเมื่อ", null=True)
    reviewer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้สอบทาน", related_name="+", db_index=False
    )
    sha256 = models.CharField(max_length=64, blank=True)  # of the sheet
    size = models.BigIntegerField(default=0)
    withdrawn_at = models.DateTimeField("ถอนเมื่อ", null=True)
    withdrawn_because = models.CharField("เพราะ", max_length=BECAUSE_MAX, blank=True)

    objects: ClassVar[DayCloses] = DayCloses()

    class Meta:
        verbose_name = "ปิดยอดวัน"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "day"], condition=Q(withdrawn_at=None), name="day_closed_once"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None) | Q(withdrawn_at=None), name="reviewed_or_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"close of {self.day}"

    # what belongs to it

    def all_lines(self) -> QuerySet[BankLine]:
        """Those of this close and of all before it."""
        return BankLine.objects.filter(paid_on__lte=self.day, pk__lte=self.line_mark)

    def all_postings(self) -> QuerySet[Posting]:
        return Posting.objects.filter(
            pk__lte=self.posting_mark, line__paid_on__lte=self.day, line__pk__lte=self.line_mark
        )

    def lines(self) -> QuerySet[BankLine]:
        """Those that no close before this one has."""
        found = self.all_lines()
        if self.before is not None:
            found = found.filter(Q(paid_on__gt=self.before.day) | Q(pk__gt=self.before.line_mark))
        return found.order_by("paid_at", "pk")

    def postings(self) -> QuerySet[Posting]:
        found = self.all_postings()
        if self.before is not None:
            found = found.filter(
                Q(pk__gt=self.before.posting_mark)
                | Q(line__paid_on__gt=self.before.day)
                | Q(line__pk__gt=self.before.line_mark)
            )
        return found.order_by("pk")

    def without_place(self) -> QuerySet[BankLine]:
        """Exceptions: lines of which some satang had no place when the day was closed; `left_then` says how many."""
        within = Q(postings__pk__lte=self.posting_mark)
        placed = Sum("postings__satang", filter=within, default=0)
        lines = self.all_lines().annotate(left_then=models.F("satang") - placed)
        return lines.filter(left_then__gt=0).order_by("paid_at", "pk")

    def counted(self) -> dict[str, Any]:
        """In satang, and how many: what was open before, what came, where it was placed, what is open now.

        `opening + came - placed == open`, whatever came when; the digest names every line and posting of the day.
        """
        came = self.lines().aggregate(satang=Sum("satang", default=0), count=Count("pk"))
        by_place = {
            place: {"satang": satang, "count": count}
            for place, satang, count in self.postings()
            .order_by("place")
            .values_list("place")
            .annotate(sum=Sum("satang"), count=Count("pk"))
        }
        placed = sum(one["satang"] for one in by_place.values())
        opening = int(self.before.figures["open"]) if self.before is not None else 0
        left = self.without_place().aggregate(satang=Sum("left_then", default=0), count=Count("pk"))
        assert opening + came["satang"] - placed == left["satang"], "each satang has one place or none"
        return {
            "opening": opening,
            "came": came["satang"],
            "came_count": came["count"],
            "places": by_place,
            "placed": placed,
            "taken_back_count": self.postings().filter(takes_back__isnull=False).count(),
            "open": left["satang"],
            "open_count": left["count"],
            "slips_waiting": Slip.objects.waiting().count(),
            "digest": self._digest(),
        }

    def _digest(self) -> str:
        """SHA-256 over the day's lines and postings, a row each: its key and its satang."""
        sha = hashlib.sha256()
        for kind, rows in (("line", self.lines()), ("posting", self.postings())):
            for pk, satang in rows.order_by("pk").values_list("pk", "satang").iterator():
                sha.update(f"{kind} {pk} {satang}\n".encode())
        return sha.hexdigest()

    @property
    def places(self) -> list[tuple[str, Mapping[str, int]]]:
        """Where the money of the day was placed: the place in Thai, with its satang and count."""
        said: Mapping[str, Mapping[str, int]] = self.figures["places"]
        return [(place.label, said[place]) for place in Place if place in said]

    # what becomes of it

    def review(self, *, by: Officer) -> None:
        """A second person has looked at it: from here on it is locked. Raises `Refusal`: same_person, not_open, no_duty."""
        with self.change("reviewed", by=by) as desk:
            self._must_be_open()
            if by.pk == self.officer_id:
                raise Refusal(
                    "same_person",
                    "ยังไม่ได้สอบทาน เพราะผู้สอบทานต้องเป็นคนละคนกับผู้ปิดยอด โปรดให้เจ้าหน้าที่การเงินคนอื่นหรือหัวหน้าหน่วยงานสอบทาน ยอดเดิมอยู่ครบ",
                )
            self.reviewed_at, self.reviewer = desk.moment, by

    def keep_sheet(self, sha256: str, size: int, *, by: Officer) -> None:
        """The sheet as it was made when it was reviewed; the day's seal covers it. Raises `Refusal("made")`."""
        with self.change("sheet_made", by=by):
            assert self.reviewed_at is not None, "a sheet is of a reviewed day"
            if self.sha256:
                raise Refusal("made", "ใบสรุปของวันนี้เก็บไว้แล้ว โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")
            self.sha256, self.size = sha256, size

    def withdraw(self, because: str, *, by: Officer) -> None:
        """Before anybody reviewed it, and while none is closed after it, it may be done again. Raises `Refusal`:
        no_reason, not_open, later_closed, no_duty."""
        with self.change("withdrawn", by=by) as desk:
            self._must_be_open()
            reason = reason_in(because, undone="ถอน", stays="ยอดเดิมอยู่ครบ")
            if DayClose.objects.standing().filter(day__gt=self.day).exists():
                raise Refusal(
                    "later_closed",
                    "ยังไม่ได้ถอน เพราะปิดยอดวันถัดไปแล้ว รายการที่ผิดให้แก้ในวันที่ยังไม่ปิด ยอดเดิมอยู่ครบ",
                )
            self.withdrawn_at, self.withdrawn_because = desk.moment, reason[:BECAUSE_MAX]

    def _must_be_open(self) -> None:
        if self.reviewed_at is not None or self.withdrawn_at is not None:
            raise Refusal(
                "not_open",
                "ยอดของวันนี้สอบทานหรือถอนแล้ว รายการที่ผิดให้แก้ในวันที่ยังไม่ปิด โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน",
            )
