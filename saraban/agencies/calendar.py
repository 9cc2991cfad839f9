"""The agency's calendar of closed days: seeded from the law's list, corrected by the agency, read by the law."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from saraban.agencies.models import Profile
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.government_holidays import GOVERNMENT_HOLIDAYS, SEEDED_YEARS
from saraban.law.refusal import Refusal
from saraban.law.working_time import OfficeHours, WorkingCalendar
from saraban.tenancy.scope import arrangement, current_agency

IMPORT_MAX = 400  # days in one file


class CalendarYear(Recorded):
    """A year whose closed days the agency knows. Unconfirmed: prefilled, and to be checked against the notice."""

    arranges: ClassVar[bool] = True

    year = models.PositiveSmallIntegerField("ปี พ.ศ.")
    confirmed = models.BooleanField("ยืนยันแล้ว", default=False)

    class Meta:
        verbose_name = "ปีปฏิทิน"
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="calendar_year_once")]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def counts(self) -> bool:
        """Whether the law's clock may count with it: prefilled from the law's list, or confirmed by the agency.

        A year that somebody opened by adding one day is not known by that day.
        """
        return self.confirmed or self.year - 543 in SEEDED_YEARS

    def confirm(self, *, by: Actor) -> None:
        with self.change("confirmed", by=by):
            self.confirmed = True


class Holidays(RecordedManager["Holiday"]):
    def seed(self, *, by: Actor) -> None:
        """Lay the law's list for the agency's province into a new agency's calendar."""
        province = Profile.here().province
        CalendarYear.objects.record_batch(
            "seeded",
            [CalendarYear(year=year + 543, confirmed=confirmed) for year, confirmed in SEEDED_YEARS.items()],
            by=by,
        )
        self.record_batch(
            "seeded",
            [
                Holiday(
                    day=holiday.day,
                    name=holiday.name,
                    kind=holiday.kind.value,
                    provinces=sorted(holiday.provinces),
                    source=holiday.source,
                )
                for holiday in GOVERNMENT_HOLIDAYS
                if holiday.holds_in(province)
            ],
            by=by,
        )

    def add(self, day: date, name: str, *, by: Actor, provinces: list[str] | None = None) -> Holiday:
        """Raises `Refusal("closed_already")`."""
        with one_at_a_time(current_agency().pk):
            if self.filter(day=day, removed=False).exists():
                raise Refusal(
                    "closed_already",
                    "ยังไม่ได้เพิ่ม เพราะวันนี้อยู่ในปฏิทินวันหยุดแล้ว หากชื่อไม่ถูก ให้เอาออกก่อนแล้วเพิ่มใหม่ ปฏิทินเดิมอยู่ครบ",
                )
            _need_year(day, by=by)
            return self.record("added", by=by, day=day, name=name, kind="agency", provinces=provinces or [])

    def import_days(self, days: list[tuple[date, str]], *, by: Actor) -> list[date]:
        """Add the days that are not there yet, all or none; which were added."""
        with one_at_a_time(current_agency().pk):
            known = set(self.filter(removed=False).values_list("day", flat=True))
            fresh = {day: name for day, name in sorted(days) if day not in known}
            for day in fresh:
                _need_year(day, by=by)
            rows = [Holiday(day=day, name=name, kind="agency", source="นำเข้า") for day, name in fresh.items()]
            self.record_batch("imported", rows, by=by)
        return list(fresh)


class Holiday(Recorded):
    """A day on which the office is closed; in some provinces only where any are named."""

    arranges: ClassVar[bool] = True

    day = models.DateField("วันที่")
    name = models.CharField("ชื่อวันหยุด", max_length=200)
    kind = models.CharField("ประเภท", max_length=30)
    provinces = models.JSONField("เฉพาะจังหวัด", default=list)
    source = models.CharField("ที่มา", max_length=200, blank=True)
    removed = models.BooleanField(default=False)

    objects: ClassVar[Holidays] = Holidays()

    class Meta:
        verbose_name = "วันหยุดราชการ"
        constraints = [
            models.UniqueConstraint(fields=["agency", "day"], condition=Q(removed=False), name="closed_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"

    def remove(self, *, by: Actor) -> None:
        with self.change("removed", by=by):
            self.removed = True

    def holds_in(self, province: str) -> bool:
        return _holds_in(province, self.provinces)


def _holds_in(province: str, provinces: Collection[str]) -> bool:
    """`provinces`: where a day is closed; none: everywhere."""
    return not provinces or province in provinces


def calendar_of_agency() -> WorkingCalendar:
    """What the law's clock needs of the current agency: two small queries."""
    return arrangement("calendar", _calendar)


def _calendar() -> WorkingCalendar:
    profile = Profile.here()
    holidays = Holiday.objects.filter(removed=False).values_list("day", "name", "provinces")
    names = {day: name for day, name, provinces in holidays if _holds_in(profile.province, provinces)}
    return WorkingCalendar(
        closed=frozenset(names),
        years=frozenset(known.year - 543 for known in CalendarYear.objects.all() if known.counts),
        hours=OfficeHours(close_inclusive=profile.close_inclusive),
        names=names,
    )


def _need_year(day: date, *, by: Actor) -> None:
    year = day.year + 543
    if not CalendarYear.objects.filter(year=year).exists():
        CalendarYear.objects.record("opened", by=by, year=year)
