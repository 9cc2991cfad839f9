"""Dates as letters carry them: found in a line, or seen to be missing where a day was left to be filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from saraban.thai.dates import MONTHS, SHORT_MONTHS, BadDate, parse_date
from saraban.thai.digits import arabic_digits

_ENGLISH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_THAI_MONTH = "|".join(
    [
        *MONTHS,
        *(
            r" ?".join(re.escape(part) + ("?" if part == "." else "") for part in name)
            for name in SHORT_MONTHS
        ),
    ]
)
_ERA = r"(?:พุทธศักราช ?|พ\. ?ศ\. ?|พ\.ศ ?|พศ\.? ?|ค\. ?ศ\. ?|ปี(?: ?พ\. ?ศ\.)? ?)?"
_DAY = r"(?<![\d/.,:\-])([0-3]?\d)"
_YEAR = r"(\d{4})(?!\d)"
_WEEKDAY = r"(?:วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์) ?)?"
_SPACE = r"[ .…_\-/]{0,40}"
_LEADERS = re.compile(r"\.{2,}|…+|_{2,}")
_FORMS = (
    re.compile(rf"{_DAY}{_SPACE}(?:เดือน ?)?({_THAI_MONTH}){_SPACE}{_ERA}{_YEAR}"),
    re.compile(rf"{_DAY}{_SPACE}(?:เดือน ?)?({_THAI_MONTH}){_SPACE}{_ERA}(\d\d)(?![\d.:/])"),
    re.compile(rf"{_DAY}(?:st|nd|rd|th)?[ \-]({_ENGLISH})\.?,?[ \-]{_YEAR}", re.IGNORECASE),
    re.compile(
        rf"\b(?P<month>{_ENGLISH})\.? (?P<day>[0-3]?\d)(?:st|nd|rd|th)?,? (?P<year>\d{{4}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(rf"{_DAY} ?[/\-.] ?([01]?\d) ?[/\-.] ?{_YEAR}"),
    re.compile(r"(?<![\d/.\-])(?P<year>\d{4})-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)"),
)
_LABEL = r"(?:(?:ให้ไว้|สั่ง|ประกาศ|แถลง|ทำ|ออกให้)? ?ณ ?)?(?:(?:วันที่|Date) ?[/(] ?(?:Date|วันที่)\)?|ลงวันที่|วันที่|วัน|Date:?|เมื่อวันที่)?[ :.…_]*"
_ONLY_BEFORE = re.compile(rf"^{_LABEL}{_WEEKDAY}(?:ที่ ?)?$", re.IGNORECASE)
_DAY_LEFT_OUT = re.compile(
    rf"^(?:ลงวันที่|วันที่)?[ .…_\-/]*(?:เดือน ?)?({_THAI_MONTH})[ .…_]*{_ERA}[ .…_]*(\d{{4}})?[ .…_]*$"
)
_NOT_FILLED_IN = re.compile(r"^(?:ลงวันที่|วันที่)[ .…_/]*(?:เดือน[ .…_]*)?(?:พ\. ?ศ\.[ .…_]*)?(?:\d{4})?$")


@dataclass(frozen=True)
class Found:
    """A date in a line; `day` None where it says no possible day. `alone`: nothing else stands there."""

    day: date | None
    begin: int
    end: int
    alone: bool


def dates_in(line: str) -> list[Found]:
    """In their order."""
    text = _LEADERS.sub(lambda dots: " " * len(dots[0]), arabic_digits(line))
    found: list[Found] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if any(match.start() < one.end and one.begin < match.end() for one in found):
                continue
            before, after = text[: match.start()], text[match.end() :]
            alone = _ONLY_BEFORE.match(before) is not None and not after.strip(" .…_")
            found.append(Found(_day(match), match.start(), match.end(), alone))
    return sorted(found, key=lambda one: one.begin)


def day_left_out(line: str) -> bool:
    """`     มกราคม 2569`, `วันที่ ........`: a date whose day somebody meant to write by hand."""
    text = arabic_digits(line).strip()
    return (_DAY_LEFT_OUT.match(text) or _NOT_FILLED_IN.match(text)) is not None


def _day(match: re.Match[str]) -> date | None:
    if "year" in match.re.groupindex:
        number, month, year = match["day"], match["month"], match["year"]
    else:
        number, month, year = match.groups()
    try:
        if month.isdigit():
            return parse_date(f"{int(number)}/{int(month)}/{year}", today=date.min)
        return parse_date(f"{int(number)} {month} {year}", today=date.min)
    except BadDate:
        return None
