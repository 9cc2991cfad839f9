"""Dates as Thai offices write and type them. Kept Gregorian, shown and read in พ.ศ.

A moment that says its time zone is shown in Bangkok time; a moment that does not is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from saraban.thai.digits import arabic_digits, thai_digits

BANGKOK = ZoneInfo("Asia/Bangkok")
BE_MINUS_CE = 543  # years

BE_YEAR_MIN, BE_YEAR_MAX = 2400, 2743  # a typed year in this range is พ.ศ.
CE_YEAR_MIN, CE_YEAR_MAX = 1900, 2200  # and in this one ค.ศ.
BE_CENTURY = 2500  # of a year typed with two digits
QUOTED_MAX = 40  # characters of what was typed that a message repeats

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
ENGLISH_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
SHORT_WEEKDAYS = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")

_MONTH_NUMBERS = {
    name.replace(".", ""): number
    for names in (MONTHS, SHORT_MONTHS, ENGLISH_MONTHS, tuple(name[:3] for name in ENGLISH_MONTHS))
    for number, name in enumerate(names, start=1)
} | {"sept": 9}
_WEEKDAY_NUMBERS = {
    name.replace(".", ""): number for names in (WEEKDAYS, SHORT_WEEKDAYS) for number, name in enumerate(names)
} | {"พฤหัส": 3}
_DAYS_AWAY = {
    "เมื่อวานซืน": -2,
    "เมื่อวาน": -1,
    "เมื่อวานนี้": -1,
    "วันนี้": 0,
    "พรุ่งนี้": 1,
    "วันพรุ่งนี้": 1,
    "มะรืน": 2,
    "มะรืนนี้": 2,
}

_YEAR_FIRST = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2}) ?[-/. ] ?([0-9]{1,2}) ?[-/. ] ?([0-9]{2,4})")
_RUN_TOGETHER = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2}|[0-9]{4})")
_NAMED_MONTH = re.compile(r"([^0-9]*)([0-9]{1,2})([^0-9]+)([0-9]{2,4})")
_AWAY = re.compile(r"([+-]) ?([0-9]{1,4}) ?(ท?)")
# อาทิตย์หน้า alone means next week, which is no day.
_OF_WEEK = re.compile(r"(?:วัน|(?!อาทิตย์))([^0-9 ]+?) ?(นี้|หน้า)")


class BadDate(ValueError):
    """What was typed is no date. Its text is a Thai sentence for the person who typed."""


def buddhist_year(day: date) -> int:
    """พ.ศ. of a date or moment."""
    return _local(day).year + BE_MINUS_CE


def table_date(day: date) -> str:
    """`23 ม.ค. 66`; all four digits of a year that two could not tell apart."""
    local = _local(day)
    year = local.year + BE_MINUS_CE
    shown = f"{year - BE_CENTURY:02d}" if BE_CENTURY <= year < BE_CENTURY + 100 else str(year)
    return f"{local.day} {SHORT_MONTHS[local.month - 1]} {shown}"


def medium_date(day: date) -> str:
    """`23 ม.ค. 2566`"""
    return f"{_local(day).day} {SHORT_MONTHS[_local(day).month - 1]} {buddhist_year(day)}"


def full_date(day: date) -> str:
    """`23 มกราคม 2566`"""
    return f"{_local(day).day} {MONTHS[_local(day).month - 1]} {buddhist_year(day)}"


def long_date(day: date) -> str:
    """`วันจันทร์ที่ 23 มกราคม 2566`"""
    return f"วัน{weekday(day)}ที่ {full_date(day)}"


def date_range(first: date, last: date, *, year: bool = True) -> str:
    """`13–17 เม.ย. 2566`, `28 ก.พ. – 2 มี.ค. 2566`; one day is `17 เม.ย. 2566`.

    `year=False` leaves out a year that goes without saying; where a new one begins in between, both stay.
    """
    one, other = _local(first), _local(last)
    ending = f"{other.day} {SHORT_MONTHS[other.month - 1]}" + (f" {buddhist_year(other)}" if year else "")
    if one.year != other.year:
        return f"{medium_date(one)} – {medium_date(other)}"
    if one.month != other.month:
        return f"{one.day} {SHORT_MONTHS[one.month - 1]} – {ending}"
    return ending if one.day == other.day else f"{one.day}–{ending}"


def document_date(day: date) -> str:
    """`๒๓ มกราคม ๒๕๖๖`, as letters carry it."""
    return thai_digits(full_date(day))


def thai_time(moment: datetime, *, seconds: bool = False) -> str:
    """`08.30 น.`; with seconds `08.29.59 น.`"""
    local = moment_in_bangkok(moment)
    return f"{local.hour:02d}.{local.minute:02d}{f'.{local.second:02d}' if seconds else ''} น."


def weekday(day: date) -> str:
    """`จันทร์`"""
    return WEEKDAYS[_local(day).weekday()]


def short_weekday(day: date) -> str:
    """`อา.`"""
    return SHORT_WEEKDAYS[_local(day).weekday()]


def moment_in_bangkok(moment: datetime) -> datetime:
    """The same moment by Bangkok's clock; one without a time zone stays as it stands."""
    return moment if moment.tzinfo is None else moment.astimezone(BANGKOK)


def parse_date(
    text: str, *, today: date, working_day_after: Callable[[date, int], date] | None = None
) -> date:
    """The day that somebody typed: `23/1/66`, `230166`, `23 มค 66`, `2566-01-23`, `วันนี้`, `ศุกร์หน้า`, `+15`.

    Thai and Arabic digits are the same. A year from 2400 is พ.ศ.; 1900 to 2200 is ค.ศ.; two digits are พ.ศ. 25xx.
    `working_day_after(today, n)` lets `+15ท` count working days. Raises `BadDate`.
    """
    words = _tidied(text)
    if not words:
        raise BadDate("ยังไม่มีวันที่ โปรดพิมพ์ เช่น 23/1/66, 23 ม.ค. 2566 หรือ วันนี้")
    if words in _DAYS_AWAY:
        return _days_from(today, _DAYS_AWAY[words], text)
    if found := _AWAY.fullmatch(words):
        return _counted(found, text, today=today, working_day_after=working_day_after)
    if (found := _OF_WEEK.fullmatch(words)) and found[1] in _WEEKDAY_NUMBERS:
        weeks = 1 if found[2] == "หน้า" else 0
        return _days_from(today, _WEEKDAY_NUMBERS[found[1]] - today.weekday() + 7 * weeks, text)
    if found := _YEAR_FIRST.fullmatch(words):
        return _day(found[3], found[2], _year(found[1], era="", text=text))
    if found := _NUMBERS.fullmatch(words) or _RUN_TOGETHER.fullmatch(words):
        return _day(found[1], found[2], _year(found[3], era="", text=text))
    if found := _NAMED_MONTH.fullmatch(words):
        return _in_words(found, text)
    raise _unreadable(text)


def _local(day: date) -> date:
    return moment_in_bangkok(day) if isinstance(day, datetime) else day


def _tidied(text: str) -> str:
    """Arabic digits, small letters, single spaces, none of the marks that copying leaves behind."""
    plain = re.sub("[\u200b-\u200f\u2060\ufeff]", "", arabic_digits(text)).lower()
    return " ".join(re.sub("[\u2010-\u2015]", "-", plain).split())


def _counted(
    found: re.Match[str],
    text: str,
    *,
    today: date,
    working_day_after: Callable[[date, int], date] | None,
) -> date:
    sign, number, working = found.groups()
    if not working:
        return _days_from(today, int(f"{sign}{number}"), text)
    if working_day_after is None or sign == "-" or int(number) == 0:
        raise BadDate("ช่องนี้นับเป็นวันทำการไม่ได้ โปรดพิมพ์วันที่ เช่น 23/1/66")
    return working_day_after(today, int(number))


def _days_from(today: date, days: int, text: str) -> date:
    try:
        day = today + timedelta(days=days)
    except OverflowError:
        raise _unreadable(text) from None
    if not BE_YEAR_MIN <= day.year + BE_MINUS_CE <= BE_YEAR_MAX:
        raise _unreadable(text)
    return day


def _in_words(found: re.Match[str], text: str) -> date:
    """`วันจันทร์ที่ 23 มกราคม พ.ศ. 2566`: the weekday, if there is one, must be true."""
    head, number, month, year = found.groups()
    month = re.sub(r"[. ,/-]", "", month).removeprefix("เดือน")
    era = next((era for era in ("พศ", "คศ") if month.endswith(era)), "")
    month = month.removesuffix(era)
    day_name = head.replace(" ", "").replace(".", "").removeprefix("วัน").removesuffix("ที่")
    if (day_name and day_name not in _WEEKDAY_NUMBERS) or month not in _MONTH_NUMBERS:
        raise _unreadable(text)
    day = _day(number, str(_MONTH_NUMBERS[month]), _year(year, era=era, text=text))
    if day_name and _WEEKDAY_NUMBERS[day_name] != day.weekday():
        raise BadDate(
            f"{full_date(day)} เป็นวัน{weekday(day)} ไม่ใช่วัน{WEEKDAYS[_WEEKDAY_NUMBERS[day_name]]} โปรดตรวจวันที่"
        )
    return day


def _year(digits: str, *, era: str, text: str) -> int:
    """The year ค.ศ. that the digits mean."""
    year = int(digits)
    if len(digits) == 2 and era != "คศ":
        return BE_CENTURY + year - BE_MINUS_CE
    if BE_YEAR_MIN <= year <= BE_YEAR_MAX and era != "คศ":
        return year - BE_MINUS_CE
    if CE_YEAR_MIN <= year <= CE_YEAR_MAX and era != "พศ":
        return year
    raise BadDate(f"อ่านปีของวันที่ “{_quoted(text)}” ไม่ได้ โปรดพิมพ์ปี พ.ศ. เช่น 2566 หรือ 66")


def _day(day: str, month: str, year: int) -> date:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        pass
    if not 1 <= int(month) <= 12:
        raise BadDate(f"ไม่มีเดือนที่ {int(month)} โปรดพิมพ์ วัน/เดือน/ปี เช่น 23/1/66")
    raise BadDate(f"ไม่มีวันที่ {int(day)} {MONTHS[int(month) - 1]} {year + BE_MINUS_CE} โปรดตรวจวันและเดือน")


def _unreadable(text: str) -> BadDate:
    return BadDate(f"อ่านวันที่ “{_quoted(text)}” ไม่ได้ โปรดพิมพ์ เช่น 23/1/66, 23 ม.ค. 2566 หรือ วันนี้")


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= QUOTED_MAX else shown[:QUOTED_MAX] + "…"
