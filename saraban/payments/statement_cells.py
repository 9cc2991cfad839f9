"""What stands in a cell of a bank's statement: a day, a time, money, a reference. Pure.

Banks write years in พ.ศ. and ค.ศ., with four digits and with two, and Excel spoils what passes through it. What is not
certain is told (`BadCell`), never guessed: money would be entered under a wrong day, amount or reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from saraban.mail.reader.charsets import clean_line
from saraban.proposals.workbooks import Cell
from saraban.thai import baht
from saraban.thai.dates import BANGKOK, BE_MINUS_CE, BE_YEAR_MIN, BadDate, medium_date, parse_date
from saraban.thai.digits import arabic_digits

YEARS_BACK_MAX = 10
TEXT_MAX = 500  # characters
REFERENCE_MAX = 60
FIGURES_MAX = 60  # characters of a day, a time or an amount
QUOTED_MAX = 40
NONE_SAID = frozenset({"", "-", "–", "—", "n/a", "na", "none", "null", "ไม่มี"})

_EXCELS_FIRST_DAY = date(1899, 12, 30)
_EXCELS_DAYS = range(30_000, 80_000)  # 1982 to 2119

_TIME = r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?(?:[.,][0-9]+)?\s*(am|pm)?\s*(?:น\.?)?"
_TIME_ALONE = re.compile(_TIME)
_DAY_AND_TIME = re.compile(rf"(.*[0-9.])(?:\s*t|[\s,]+|\s*เวลา)\s*{_TIME}")
_TWO_DIGIT_YEAR = re.compile(r"([0-9]{1,2}(?:[-/.\s]+[0-9]{1,2}[-/.\s]+|[^0-9]*[^\W0-9_][^0-9]*))([0-9]{2})")
_EIGHT_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_WITH_ZONE = re.compile(r"[0-9-]{10}t[0-9:.]+(?:z|[+-][0-9]{2}:?[0-9]{2})")
_LOOKS_LIKE_A_DAY = re.compile(r".*[0-9].*[^0-9].*[0-9]|[0-9]{6}|[0-9]{8}")
_SIDE = re.compile(r"(.*[0-9.)-])\s*(cr|dr|c|d)\.?", re.IGNORECASE)
_NOISE = re.compile(r"-?[0-9]{1,13}\.[0-9]{7,}")  # what is left of a sum in binary: 1250.4999999999998
_SCIENTIFIC = re.compile(r"-?[0-9](?:\.[0-9]+)?e\+[0-9]{1,3}|-?[0-9]\.[0-9]+e[0-9]{1,3}", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"[0-9]{16,}\.0")  # Excel keeps fifteen digits of a number
_TEXT_AS_FORMULA = re.compile(r'="([^"=]*)"')


@dataclass
class BadCell(Exception):
    """`because` and `do` are parts of a Thai sentence: why, and what to do; `code` is for programs."""

    code: str
    because: str
    do: str


@dataclass(frozen=True)
class Moment:
    """A day, and its time where one is known, both in Bangkok."""

    day: date
    time: time | None = None

    @property
    def at(self) -> datetime:
        """Midnight where no time is known."""
        return datetime.combine(self.day, self.time or time(), BANGKOK)


def words_in(cell: Cell) -> str:
    """As one line without what no screen shows; nothing where nothing stands there."""
    if isinstance(cell, str):
        words = clean_line(cell)
        if words[:1] == "=" and (wrapped := _TEXT_AS_FORMULA.fullmatch(words)):
            return wrapped[1].strip()
        return words.removeprefix("'").strip()
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def nothing_in(cell: Cell) -> bool:
    """Whether nothing is said there, or that there is nothing."""
    if not isinstance(cell, str):
        return cell is None
    return not cell[:1].isdecimal() and words_in(cell).lower() in NONE_SAID


def moment_in(cell: Cell, *, today: date) -> Moment:
    """Raises `BadCell`, for a day that has not come or is long past, too."""
    moment = _moment(cell, today=today)
    if moment.day > today:
        raise BadCell("future", f"วันที่ {medium_date(moment.day)} ยังมาไม่ถึง", "ตรวจวันที่และปีในไฟล์ของธนาคาร")
    if moment.day < _first_day(today):
        raise BadCell(
            "long_past",
            f"วันที่ {medium_date(moment.day)} ย้อนหลังเกิน {YEARS_BACK_MAX} ปี",
            "ตรวจวันที่และปีในไฟล์ของธนาคาร",
        )
    return moment


def looks_like_a_day(cell: Cell) -> bool:
    """Whether it was meant for one, be it readable or not."""
    return isinstance(cell, date | int) or (
        isinstance(cell, str) and words_in(cell)[:1].isdecimal() and len(words_in(cell)) <= QUOTED_MAX
    )


def time_in(cell: Cell) -> time | None:
    """None where there is none, or where it cannot be read: the column may hold something else."""
    words = arabic_digits(words_in(cell)).lower()
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, int) or (words.isdecimal() and len(words) in (4, 6)):  # 930, 093000
        digits = words.zfill(4 if len(words) <= 4 else 6)
        words = f"{digits[:2]}:{digits[2:4]}:{digits[4:] or '00'}"
    found = _TIME_ALONE.fullmatch(words) if len(words) <= FIGURES_MAX else None
    return _clock(*found.groups()) if found else None


def satang_in(cell: Cell, name: str = "จำนวนเงิน") -> int | None:
    """Whole satang; below zero for what went out, DR and brackets, too. None where nothing is said.

    Raises `BadCell`, which calls it `name`.
    """
    if nothing_in(cell):
        return None
    if isinstance(cell, int):
        satang: int | None = baht.read(str(cell))
    elif isinstance(cell, str):
        words = _without_formula(cell)
        side = _SIDE.fullmatch(words) if len(words) <= FIGURES_MAX else None
        satang = baht.read(side[1] if side else words)
        if satang is None and _NOISE.fullmatch(words):
            satang = _without_noise(words)
        if satang is not None and side and side[2].lower().startswith("d"):
            satang = -abs(satang)
    else:
        satang = None
    if satang is None:
        narrow = set(words_in(cell)) == {"#"}
        raise BadCell(
            "amount",
            f"อ่าน{name} “{quoted(cell)}” ไม่ได้" + (" (คอลัมน์แคบจน Excel พิมพ์ไม่ออก)" if narrow else ""),
            "ขยายคอลัมน์แล้วบันทึกใหม่" if narrow else "แก้เป็นตัวเลข เช่น 1,250.00",
        )
    return satang


def reference_in(cell: Cell) -> str:
    """As the bank has it. Raises `BadCell` where Excel made a number or a day of it and its digits are lost."""
    if nothing_in(cell):
        return ""
    words = _without_formula(cell) if isinstance(cell, str) else words_in(cell)
    if _SCIENTIFIC.fullmatch(words) or _LONG_NUMBER.fullmatch(words):
        raise BadCell(
            "scientific",
            f"โปรแกรม Excel ย่อเลขอ้างอิงเป็น “{quoted(cell)}” เลขท้ายจึงหายไปแล้ว",
            "ดาวน์โหลดไฟล์จากธนาคารใหม่ แล้วนำเข้าโดยไม่เปิดบันทึกด้วย Excel",
        )
    if isinstance(cell, date):
        raise BadCell(
            "reference_as_day",
            f"โปรแกรม Excel เปลี่ยนเลขอ้างอิงเป็นวันที่ {cell.isoformat()[:10]}",
            "ดาวน์โหลดไฟล์จากธนาคารใหม่ แล้วนำเข้าโดยไม่เปิดบันทึกด้วย Excel",
        )
    if len(words) > REFERENCE_MAX:
        raise BadCell(
            "reference", f"เลขอ้างอิง “{quoted(cell)}” ยาวเกิน {REFERENCE_MAX} ตัว", "ตรวจว่าเลือกคอลัมน์ถูก"
        )
    return words


def text_in(cell: Cell) -> str:
    """As it stands, cut where it is longer than a description. Raises `BadCell` for a formula."""
    return (_without_formula(cell) if isinstance(cell, str) else words_in(cell))[:TEXT_MAX]


def quoted(cell: Cell) -> str:
    """What a message repeats of it."""
    words = words_in(cell)
    return words if len(words) <= QUOTED_MAX else words[:QUOTED_MAX] + "…"


def _moment(cell: Cell, *, today: date) -> Moment:
    if isinstance(cell, datetime):
        return Moment(_without_excels_year(cell.date()), cell.time())
    if isinstance(cell, date):
        return Moment(_without_excels_year(cell))
    if isinstance(cell, int) and cell in _EXCELS_DAYS:
        return Moment(_EXCELS_FIRST_DAY + timedelta(days=cell))
    words = arabic_digits(_without_formula(cell) if isinstance(cell, str) else words_in(cell)).lower()
    if _WITH_ZONE.fullmatch(words):
        try:
            local = datetime.fromisoformat(words.upper()).astimezone(BANGKOK)
        except (ValueError, OverflowError):
            raise _unreadable(cell) from None
        return Moment(local.date(), local.time().replace(microsecond=0))
    if len(words) > FIGURES_MAX:
        raise _unreadable(cell)
    found = _DAY_AND_TIME.fullmatch(words)
    clock = _clock(*found.groups()[1:]) if found else None
    if found and clock is None and not found[2]:
        raise _unreadable(cell)
    try:
        return Moment(_day(found[1] if found and clock else words, today=today), clock)
    except BadDate as bad:
        because = str(bad).partition(" โปรด")[0]
        raise _unreadable(cell, because if because.startswith("ไม่มี") else "") from None


def _day(words: str, *, today: date) -> date:
    """Two digits are whichever of พ.ศ. and ค.ศ. a statement of our days can have. Raises `BadDate`."""
    words = words.strip().rstrip(",")
    if not _LOOKS_LIKE_A_DAY.fullmatch(words) or words[0] in "+-":
        raise BadDate("อ่านวันที่ไม่ได้")
    if found := _EIGHT_DIGITS.fullmatch(words):
        year, month, day = found.groups()
        if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
            year, month, day = words[4:], words[2:4], words[:2]
        words = f"{day}/{month}/{year}"
    elif found := _TWO_DIGIT_YEAR.fullmatch(words):
        century = 2_000 if _first_day(today).year <= 2_000 + int(found[2]) <= today.year else 2_500
        words = f"{found[1]}{century + int(found[2])}"
    return parse_date(words, today=today)


def _first_day(today: date) -> date:
    return date(today.year - YEARS_BACK_MAX, 1, 1)


def _clock(hour: str, minute: str, second: str | None, half: str | None) -> time | None:
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    try:
        return time(hours, int(minute), int(second or 0))
    except ValueError:
        return None


def _without_excels_year(day: date) -> date:
    """23/1/2569 that was typed into Excel is the year 2569 ค.ศ. for it."""
    if day.year < BE_YEAR_MIN:
        return day
    try:
        return day.replace(year=day.year - BE_MINUS_CE)
    except ValueError:
        raise BadCell("day", f"ไม่มีวันที่ 29 กุมภาพันธ์ {day.year}", "ตรวจวันที่") from None


def _without_formula(cell: str) -> str:
    words = words_in(cell)
    if words[:1] == "=":
        raise BadCell(
            "formula",
            f"พบสูตร “{quoted(cell)}” แทนค่า",
            "ให้ Excel คำนวณแล้ววางเป็นค่า (Paste Values) หรือดาวน์โหลดไฟล์จากธนาคารใหม่",
        )
    return words


def _without_noise(words: str) -> int | None:
    exact = Decimal(words) * baht.SATANG
    near = int(exact.to_integral_value())
    return near if abs(exact - near) < Decimal("0.001") and abs(near) <= baht.SATANG_MAX else None


def _unreadable(cell: Cell, because: str = "") -> BadCell:
    because = f" ({because})" if because else ""
    return BadCell("day", f"อ่านวันที่ “{quoted(cell)}” ไม่ได้{because}", "แก้เป็น วัน/เดือน/ปี เช่น 23/1/2569")
