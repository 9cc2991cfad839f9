"""When an office is open: its hours, its closed days, and the years for which those days are known.

The calendar never guesses: a day in a year it does not know raises `NoCalendar`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from saraban.law.refusal import Refusal
from saraban.thai.dates import BANGKOK, buddhist_year, full_date

DAYS_LOOKED_AHEAD_MAX = 60  # no run of closed days is longer; a calendar that has one must be wrong
SATURDAY = 5


class NoCalendar(Refusal):
    """The calendar does not reach a day that the rule needs."""

    def __init__(self, message: str) -> None:
        super().__init__("no_calendar", message)

    @classmethod
    def for_year(cls, year: int) -> NoCalendar:
        """`year` is พ.ศ."""
        return cls(
            f"ยังคำนวณวันทำการไม่ได้ เพราะยังไม่มีปฏิทินวันหยุดปี พ.ศ. {year} "
            f"โปรดเปิดหน้า ปฏิทิน แล้วเพิ่มวันหยุดของปี {year} ข้อมูลอื่นยังอยู่ครบ"
        )

    @classmethod
    def no_working_day_after(cls, day: date) -> NoCalendar:
        return cls(
            f"ยังคำนวณวันทำการไม่ได้ เพราะปฏิทินปิดทำการเกิน {DAYS_LOOKED_AHEAD_MAX} วันติดต่อกันหลัง {full_date(day)} "
            "โปรดเปิดหน้า ปฏิทิน แล้วตรวจวันหยุด ข้อมูลอื่นยังอยู่ครบ"
        )


@dataclass(frozen=True)
class OfficeHours:
    """Bangkok time. `close_inclusive`: the closing second itself still counts, which favours the citizen."""

    opens: time = time(8, 30)
    closes: time = time(16, 30)
    close_inclusive: bool = True

    def __post_init__(self) -> None:
        assert self.opens < self.closes, "an office opens before it closes"

    def is_open_at(self, moment: time) -> bool:
        return self.opens <= moment < self.closes or (self.close_inclusive and moment == self.closes)


@dataclass(frozen=True)
class WorkingCalendar:
    """`closed`: holidays, weekends need not be listed. `years`: the years ค.ศ. whose holidays are known.

    `names`: what closed days are called, as far as somebody said; it decides nothing.
    """

    closed: frozenset[date]
    years: frozenset[int]
    hours: OfficeHours = field(default_factory=OfficeHours)
    names: Mapping[date, str] = field(default_factory=dict, hash=False)

    def is_working_day(self, day: date) -> bool:
        """Raises `NoCalendar`, also for a weekend: an unknown year is unknown whole."""
        if day.year not in self.years:
            raise NoCalendar.for_year(buddhist_year(day))
        return day.weekday() < SATURDAY and day not in self.closed

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`. Raises `NoCalendar`."""
        for days in range(1, DAYS_LOOKED_AHEAD_MAX + 1):
            later = day + timedelta(days=days)
            if self.is_working_day(later):
                return later
        raise NoCalendar.no_working_day_after(day)

    def working_day_after(self, day: date, count: int) -> date:
        """The `count`th working day after `day`, which itself is not counted. Raises `NoCalendar`."""
        assert count >= 1, "count at least one working day"
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def name_of(self, day: date) -> str | None:
        """What a closed day is called; None for a plain weekend, a day without a name, and a day that is open."""
        return self.names.get(day) if day in self.closed else None

    def opening_of(self, day: date) -> datetime:
        """The moment, in Bangkok time, at which the office opens on a working day."""
        return datetime.combine(day, self.hours.opens, tzinfo=BANGKOK)
