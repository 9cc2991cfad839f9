"""พระราชบัญญัติการปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565, section by section.

Pure functions of plain values: no clock, no database, no request. Read beside the Act.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from saraban.law.clauses import ACT_10_1, MANUAL_2_2, cites
from saraban.law.working_time import SATURDAY, OfficeHours, WorkingCalendar
from saraban.thai.dates import BANGKOK, full_date, long_date, thai_time, weekday

SECTION_10 = "มาตรา 10 แห่งพระราชบัญญัติการปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565"


@cites(ACT_10_1, MANUAL_2_2)
def section_10_deemed_received_at(arrived_at: datetime, *, calendar: WorkingCalendar) -> datetime:
    """When a letter counts as received: on arrival, or as soon as the office next opens.

    `arrived_at` says its time zone; the answer is in Bangkok time, in whole seconds. For a letter through a channel
    that was not announced, `arrived_at` is when the registry got it. Raises `NoCalendar`.
    """
    moment = _in_whole_seconds(arrived_at)
    day = moment.date()
    if calendar.is_working_day(day):
        if calendar.hours.is_open_at(moment.time()):
            return moment
        if moment.time() < calendar.hours.opens:
            return calendar.opening_of(day)
    return calendar.opening_of(calendar.next_working_day(day))


def section_10_reasons(
    arrived_at: datetime, *, calendar: WorkingCalendar, names: Mapping[date, str] | None = None
) -> list[str]:
    """Why `section_10_deemed_received_at` answers as it does: Thai sentences, in the order one would check.

    `names` tells what a closed day is called. Raises `NoCalendar`.
    """
    moment = _in_whole_seconds(arrived_at)
    deemed_at = section_10_deemed_received_at(moment, calendar=calendar)
    names = names or {}
    reasons = [_about_day(moment.date(), calendar, names)]
    if calendar.is_working_day(moment.date()):
        reasons.append(_about_time(moment, calendar.hours))
    reasons += [
        _about_day(moment.date() + timedelta(days=days), calendar, names)
        for days in range(1, (deemed_at.date() - moment.date()).days + 1)
    ]
    when = f"{long_date(deemed_at)} เวลา {thai_time(deemed_at, seconds=deemed_at.second > 0)}"
    if deemed_at == moment:
        reasons.append(f"จึงถือว่าได้รับเมื่อ{when} ซึ่งเป็นเวลาที่เข้าสู่ระบบ ตาม{SECTION_10}")
    else:
        reasons.append(f"จึงถือว่าได้รับเมื่อ{when} ซึ่งเป็นเวลาเปิดทำการถัดไป ตาม{SECTION_10}")
    return reasons


def _in_whole_seconds(moment: datetime) -> datetime:
    assert moment.tzinfo is not None, "an arrival time must say its time zone"
    return moment.astimezone(BANGKOK).replace(microsecond=0)


def _about_day(day: date, calendar: WorkingCalendar, names: Mapping[date, str]) -> str:
    told = f"{full_date(day)} เป็นวัน{weekday(day)}"
    if calendar.is_working_day(day):
        return f"{told} ซึ่งเป็นวันทำการ"
    if day in calendar.closed and day in names:
        return f"{told} ซึ่งเป็นวันหยุดราชการ ({names[day]})"
    return f"{told} ซึ่งเป็นวันหยุดราชการ" + ("ประจำสัปดาห์" if day.weekday() >= SATURDAY else "")


def _about_time(moment: datetime, hours: OfficeHours) -> str:
    at = f"เวลา {thai_time(moment, seconds=moment.second > 0)}"
    open_hours = f"เวลาทำการ {hours.opens:%H.%M}–{hours.closes:%H.%M} น."
    if hours.is_open_at(moment.time()):
        return f"{at} อยู่ใน{open_hours}"
    return f"{at} อยู่{'ก่อน' if moment.time() < hours.opens else 'หลัง'}{open_hours}"
