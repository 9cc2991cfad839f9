"""When a letter says that it was written. Its year may be พ.ศ., its zone missing, its numbers impossible."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from saraban.mail.reader import caps
from saraban.mail.reader.caps import Warnings

BANGKOK = timezone(timedelta(hours=7))
BUDDHIST_YEARS = 543
YEAR_MIN, YEAR_MAX = 1970, 2300
_DATE_CHARACTERS_MAX = 300

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ม.ค. มกราคม", "feb ก.พ. กุมภาพันธ์", "mar มี.ค. มีนาคม", "apr เม.ย. เมษายน", "may พ.ค. พฤษภาคม",
            "jun มิ.ย. มิถุนายน", "jul ก.ค. กรกฎาคม", "aug ส.ค. สิงหาคม", "sep ก.ย. กันยายน", "oct ต.ค. ตุลาคม",
            "nov พ.ย. พฤศจิกายน", "dec ธ.ค. ธันวาคม",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "ict": 7, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "cet": 1, "cest": 2, "bst": 1, "jst": 9, "kst": 9, "sgt": 8, "hkt": 8, "ist": 5.5,
}  # fmt: skip
_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:\.\d{1,9})?[ ]?(?P<half>[AaPp][Mm]\b)?"
_ZONE = r"(?P<zone>(?:[A-Za-z]{1,5})?[ ]?[+-]\d{1,2}:?\d{2}\b|(?:GMT|UTC)[+-]\d{1,2}\b|[A-Za-z]{1,5}\b)?"
_MONTH = r"(?P<month>[A-Za-z]{3,9}\.?|[ก-๙.]{3,12})"
_SHAPES = [
    re.compile(shape)
    for shape in (
        rf"(?:^|[^\d])(?P<day>\d{{1,2}})[ -]{{1,3}}{_MONTH}[ ,-]{{1,3}}(?P<year>\d{{2,5}})[ ,T]{{1,3}}{_TIME}[ ]{{0,3}}{_ZONE}",
        rf"\b{_MONTH} {{1,3}}(?P<day>\d{{1,2}}),? {{1,3}}{_TIME} {{0,3}}(?P<zone>[A-Z]{{1,5}} {{1,3}})?(?P<year>\d{{4}})\b",
        rf"^(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})[T ]{{1,2}}{_TIME}[ ]{{0,3}}{_ZONE}",
        rf"(?:^|[^\d])(?P<day>\d{{1,2}})[ -]{{1,3}}{_MONTH}[ ,-]{{1,3}}(?P<year>\d{{4}})(?P<hour>)(?P<minute>)(?P<second>)(?P<half>)(?P<zone>)",
    )
]
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_SPACES = re.compile(r"\s+")
_COMMENT = re.compile(r"\([^()]*\)")


def read_date(text: str, warnings: Warnings) -> datetime | None:
    """With the zone that it was written in; None, and a warning, for what is no moment."""
    if not text.strip():
        return None
    text = _SPACES.sub(" ", _COMMENT.sub(" ", text[:_DATE_CHARACTERS_MAX]).translate(_THAI_DIGITS)).strip()
    for shape in _SHAPES:
        if match := shape.search(text):
            moment = _moment(match, warnings)
            if moment is not None:
                return moment
            break
    warnings.say(caps.BAD_DATE)
    return None


def _moment(match: re.Match[str], warnings: Warnings) -> datetime | None:
    month = match["month"]
    thai = month > "\x7f"
    number = int(month) if month.isdigit() else _MONTHS.get(month if thai else month[:3].lower())
    if number is None:
        return None
    year = _year(match["year"], thai=thai)
    if 2400 <= year <= 2700:
        year -= BUDDHIST_YEARS
        warnings.say(caps.BUDDHIST_YEAR)
    if not YEAR_MIN <= year <= YEAR_MAX:
        return None
    hour = int(match["hour"] or 0)
    if half := match["half"]:
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    zone = _zone(match["zone"])
    if zone is None:
        zone = BANGKOK
        warnings.say(caps.NO_ZONE)
    try:
        return datetime(
            year,
            number,
            int(match["day"]),
            hour,
            int(match["minute"] or 0),
            min(int(match["second"] or 0), 59),
            tzinfo=zone,
        )
    except ValueError:
        return None


def _year(text: str, *, thai: bool) -> int:
    year = int(text)
    if len(text) == 2:
        return 2500 + year if thai else year + (2000 if year < 50 else 1900)
    return year + 1900 if len(text) == 3 else year


def _zone(text: str | None) -> timezone | None:
    """None when it says nothing. `-0000` and an unknown name mean UTC (RFC 5322, 4.3)."""
    if not text or not text.strip():
        return None
    text = text.strip()
    numbers = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", text)
    if numbers:
        minutes = int(numbers[2]) * 60 + int(numbers[3] or 0)
        if minutes >= 24 * 60 or int(numbers[3] or 0) > 59:
            return UTC
        return timezone(timedelta(minutes=minutes if numbers[1] == "+" else -minutes))
    return timezone(timedelta(hours=_ZONES.get(text.lower(), 0)))
