"""The days on which government offices are closed, as announced, and the years that the list covers.

The list is `government_holidays.csv` beside this file, one row a day; provinces are parted by spaces, and none means
the whole country. Labour Day, Children's Day and the banks' own holidays are not government holidays.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files

from saraban.law.working_time import OfficeHours, WorkingCalendar
from saraban.thai.dates import buddhist_year

# Year ค.ศ. → whether its list was checked against the announcements. The others are a start to check.
SEEDED_YEARS = {2022: False, 2023: True, 2024: True, 2025: True, 2026: True, 2027: False}

# Where governors also announce Muslim feasts and substitutes each year, which the list does not hold.
PROVINCES_WITH_LOCAL_HOLIDAYS = frozenset({"นราธิวาส", "ปัตตานี", "ยะลา", "สตูล", "สงขลา"})


class HolidayKind(StrEnum):
    FIXED = "fixed"
    LUNAR = "lunar"
    PLOUGHING = "ploughing"  # วันพืชมงคล, set each year by the court
    SUBSTITUTE = "substitute"
    CABINET_SPECIAL = "cabinet_special"
    REGIONAL = "regional"


@dataclass(frozen=True)
class GovernmentHoliday:
    """`provinces` empty: the whole country."""

    day: date
    name: str
    kind: HolidayKind
    provinces: frozenset[str]
    source: str

    def holds_in(self, province: str | None) -> bool:
        """Without a province, only what holds in the whole country."""
        return not self.provinces or province in self.provinces


def _read() -> list[GovernmentHoliday]:
    text = files("saraban.law").joinpath("government_holidays.csv").read_text(encoding="utf-8")
    return [
        GovernmentHoliday(
            day=date.fromisoformat(row["date"]),
            name=row["name"],
            kind=HolidayKind(row["kind"]),
            provinces=frozenset(row["provinces"].split()),
            source=row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    ]


GOVERNMENT_HOLIDAYS = _read()


def seeded_calendar(province: str | None = None, *, hours: OfficeHours | None = None) -> WorkingCalendar:
    """The calendar of an office that has corrected nothing. `province` is a full name, or None."""
    names = {holiday.day: holiday.name for holiday in GOVERNMENT_HOLIDAYS if holiday.holds_in(province)}
    return WorkingCalendar(
        closed=frozenset(names),
        years=frozenset(SEEDED_YEARS),
        hours=hours or OfficeHours(),
        names=names,
    )


def seeded_doubts(days: Iterable[date], province: str | None = None) -> list[str]:
    """Thai sentences on why an answer that rests on these days should be checked; usually none."""
    years = sorted({day.year for day in days if SEEDED_YEARS.get(day.year) is False})
    doubts = [
        f"วันหยุดปี พ.ศ. {buddhist_year(date(year, 1, 1))} ในรายการนี้ยังไม่ยืนยัน โปรดตรวจกับประกาศ" for year in years
    ]
    if province in PROVINCES_WITH_LOCAL_HOLIDAYS:
        doubts.append(f"จังหวัด{province}มีวันหยุดที่จังหวัดประกาศเป็นรายปี ซึ่งรายการนี้ไม่มี โปรดตรวจกับประกาศจังหวัด")
    return doubts
