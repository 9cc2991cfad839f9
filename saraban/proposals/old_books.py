"""The register that an office kept in Excel, as it proposes itself for the columns of the form.

Which column is which is told by its heading, in the spellings that offices use; where there is no heading, by the
order of the form. What cannot be read is told row by row, in sentences for the clerk; nothing is guessed in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from saraban.proposals.workbooks import Cell, Line
from saraban.thai.dates import BE_MINUS_CE, BE_YEAR_MIN, BadDate, medium_date, parse_date
from saraban.thai.digits import arabic_digits
from saraban.thai.spelling import one_spelling

HEADS_LOOKED_FOR_MAX = 40  # rows from the top
NUMBER_MAX = 9_999_999
YEARS_APART_MAX = 20  # of a year written with two digits, from the book's
QUOTED_MAX = 40  # characters
NONE_SAID = {"", "-", "–", "—", "ไม่มี", "ไม่ระบุ", "ไม่ลงวันที่"}
JOINERS = "\u200c\u200d"  # they belong to the scripts of some names

# The columns that are brought in, in the order of the form, and what comes after it.
FORM = ("number", "letter_number", "dated_on", "sender", "addressee", "subject", "action", "remarks")
NAMES = {
    "number": "เลขทะเบียน",
    "letter_number": "ที่",
    "dated_on": "ลงวันที่",
    "sender": "จาก",
    "addressee": "ถึง",
    "subject": "เรื่อง",
    "action": "การปฏิบัติ",
    "remarks": "หมายเหตุ",
    "registered_on": "วันที่รับหรือส่ง",
    "year": "ปี พ.ศ.",
    "state": "สถานะ",
}
TEXTS = ("letter_number", "sender", "addressee", "subject", "action", "remarks")

# How offices head their columns, without spaces and marks. The later ones only where the earlier are not there.
_HEADS: dict[str, tuple[str, ...]] = {
    "number": (
        *("เลขทะเบียนรับ", "เลขทะเบียนส่ง", "เลขรับ", "เลขส่ง", "เลขรับที่", "เลขส่งที่", "เลขที่รับ", "เลขที่ส่ง", "เลขลงรับ"),
        *(
            "ทะเบียนรับเลขที่",
            "ทะเบียนส่งเลขที่",
            "ทะเบียนรับที่",
            "ทะเบียนส่งที่",
            "ทะเบียนรับ",
            "ทะเบียนส่ง",
            "รับที่",
            "ที่รับ",
            "ส่งที่",
        ),
        *("เลขที่ลงรับ", "เลขที่ลงทะเบียน", "เลขทะเบียน", "เลขที่ทะเบียน", "เลขคำสั่ง", "คำสั่งที่", "เลขที่คำสั่ง", "เลขเวียน"),
        *("เลขรับหนังสือ", "เลขส่งหนังสือ", "เลขทะเบียนหนังสือรับ", "เลขทะเบียนหนังสือส่ง", "เลขรับรอง", "เลข"),
    ),
    "letter_number": (
        *("ที่", "ที่หนังสือ", "หนังสือที่", "เลขที่หนังสือ", "เลขหนังสือ", "ที่เอกสาร", "เลขที่เอกสาร", "ที่ของหนังสือ"),
        *("เลขที่หนังสือรับ", "เลขที่หนังสือส่ง"),
    ),
    "dated_on": (
        *("ลงวันที่", "วันที่หนังสือ", "วันที่ของหนังสือ", "หนังสือลงวันที่", "วันที่ในหนังสือ", "ลว", "ลงวดป", "ลงวันเดือนปี"),
        *("วันที่เอกสาร", "วันที่ออกหนังสือ"),
    ),
    "registered_on": (
        *("วันที่รับ", "วันที่ลงรับ", "วันรับ", "รับวันที่", "วันที่ลงทะเบียน", "วันที่ลงทะเบียนรับ", "วันที่ลงทะเบียนส่ง"),
        *("วันที่รับหนังสือ", "วันที่ส่งหนังสือ", "วันที่ส่ง", "ส่งวันที่", "วันเดือนปีที่รับ", "วันเดือนปีที่ส่ง", "วันเดือนปีรับ"),
        *("วันที่ลงส่ง", "วดปที่รับ", "วันที่รับหรือส่ง"),
    ),
    "sender": (
        *("จาก", "จากหน่วยงาน", "รับจาก", "ผู้ส่ง", "หน่วยงานที่ส่ง", "หน่วยงานผู้ส่ง", "จากใคร", "หน่วยงานเจ้าของเรื่อง"),
        *("หน่วยงานที่ออกหนังสือ", "ชื่อผู้ส่ง"),
    ),
    "addressee": ("ถึง", "ส่งถึง", "เรียน", "ถึงหน่วยงาน", "ถึงใคร", "ผู้รับ", "หน่วยงานผู้รับ", "หน่วยงานที่รับ"),
    "subject": ("เรื่อง", "ชื่อเรื่อง", "หัวเรื่อง", "เนื้อเรื่อง", "เรื่องย่อ", "สาระสำคัญ", "รายการ", "รายละเอียด"),
    "action": (
        *("การปฏิบัติ", "การดำเนินการ", "การปฏิบัติการ", "ผลการปฏิบัติ", "ผู้ปฏิบัติ", "ปฏิบัติ", "ผู้รับผิดชอบ", "มอบ"),
        *("มอบหมาย", "ผู้รับมอบ", "มอบให้", "หน่วยงานที่รับเรื่อง", "ผู้รับเรื่อง", "กองงานที่รับผิดชอบ", "ดำเนินการ"),
    ),
    "remarks": ("หมายเหตุ", "หมายเหตุอื่นๆ", "อื่นๆ"),
    "year": ("ปีพศ", "ปี", "พศ"),
    "state": ("สถานะ",),
}
# What may mean several columns: whichever of them has no column yet.
_WEAK: dict[str, tuple[str, ...]] = {
    "เลขที่": ("letter_number", "number"),
    "วันที่": ("dated_on", "registered_on"),
    "วันเดือนปี": ("dated_on", "registered_on"),
    "วดป": ("dated_on", "registered_on"),
    "ลำดับ": ("number",),
    "ลำดับที่": ("number",),
    "no": ("number",),
}
_STRUCK = {"ขีดฆ่า", "ยกเลิก"}
_RECALLED = {"เลิกทำ"}
_NOT_TO_BRING_IN = {
    "จำกัดผู้เห็น": "แถวนี้จำกัดผู้เห็นไว้ตอนส่งออก จึงไม่มีเนื้อความให้นำเข้า",
    "จองไว้": "เลขนี้ยังจองไว้ ยังไม่มีหนังสือ จึงยังไม่เป็นรายการในทะเบียน",
}

_MARKS = re.compile(r"[\s.,:;()\[\]/_*\-–—\"“”]+")
_NUMBER = re.compile(r"(?:เลข)?(?:ที่)?(?:รับ|ส่ง)?(?:ที่)?\s*([0-9]{1,8})(?:\s*/\s*([0-9]{4}|[0-9]{2}))?")
_NUMBER_IN_LETTER = re.compile(r"(?:.*/)?\s*(?:ว\s*)?([0-9]{1,7})", re.DOTALL)
_OF_A_YEAR = re.compile(r"\D*([0-9]{1,7})\s*/\s*((?:24|25|26)[0-9]{2})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RELATIVE = re.compile(r"[+-] ?[0-9]{1,4} ?ท?")
_TWO_DIGIT_YEAR = re.compile(r"(?![0-9]{4}).*(?<![0-9])[0-9]{2}", re.DOTALL)
_DAY_HEAD = re.compile(r".*?(?=วันที่|วันจันทร์|วันอังคาร|วันพุธ|วันพฤหัส|วันศุกร์|วันเสาร์|วันอาทิตย์|$)", re.DOTALL)


@dataclass(frozen=True)
class Layout:
    """Which column of the sheet (from 0) is which of the register; `heads`: what stands above each; `head`: in which row."""

    columns: Mapping[int, str]
    heads: Mapping[int, str] = field(default_factory=dict)
    head: int = 0  # the number of the last row of the heading; 0 where there is none

    @property
    def known(self) -> dict[str, int]:
        return {name: place for place, name in self.columns.items()}


@dataclass(frozen=True)
class OldEntry:
    """One row of the old register, as it will stand. `registered_on`: None where the sheet does not say."""

    line: int
    number: int
    letter_number: str = ""
    dated_on: date | None = None
    registered_on: date | None = None
    sender: str = ""
    addressee: str = ""
    subject: str = ""
    action: str = ""
    remarks: str = ""
    struck: bool = False
    recalled: bool = False


@dataclass(frozen=True)
class Trouble:
    """Why a row is not brought in."""

    line: int
    because: str


@dataclass
class OldBook:
    """What was read of a sheet."""

    entries: list[OldEntry] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    no_entries: list[int] = field(default_factory=list)  # rows of titles, sums and the like
    only_numbers: list[int] = field(
        default_factory=list
    )  # rows that were numbered beforehand and never filled
    highest: int = 0  # of all numbers that have something beside them, good or not
    converted: int = 0  # dates whose year Excel took for ค.ศ.
    undated: int = 0  # numbers that Excel had made dates of, read back


def layout_of(lines: Sequence[Line]) -> Layout:
    """By the headings; by the order of the form where there are none."""
    width = max((len(line.cells) for line in lines), default=0)
    for place, line in enumerate(lines[:HEADS_LOOKED_FOR_MAX]):
        columns = _columns_of(line.cells)
        if len(columns) >= 3 and "subject" in columns.values():
            heads = _heads(line)
            second = lines[place + 1] if place + 1 < len(lines) else None
            if second is not None and _goes_on(second, columns):
                below = {at: text for at, text in _heads(second).items() if at not in columns}
                heads |= below
                columns = _columns_of([heads.get(at) for at in range(width)])
                # A bare วันที่ there may be that of the letter, or stand beside the signature of whoever took it.
                bare = {at for at, text in below.items() if _name(text) in _WEAK}
                columns = {
                    at: name for at, name in columns.items() if at not in bare or name != "registered_on"
                }
                line = second
            return Layout(columns, heads, line.number)
    return Layout({place: name for place, name in enumerate(FORM) if place < width})


def read_old_book(
    lines: Sequence[Line],
    layout: Layout,
    *,
    year: int,
    today: date,
    maxima: Mapping[str, int],
    number_from_letter: bool = False,
) -> OldBook:
    """`year`: the book's, in พ.ศ.; `maxima`: how many characters a text may have; `number_from_letter`: of a send
    register whose sheet has no column for the number, it is the one in ที่."""
    reader = _Reader(layout, year=year, today=today, maxima=maxima, number_from_letter=number_from_letter)
    for line in lines:
        if line.number > layout.head:
            reader.take(line)
    return reader.done()


def day_in(cells: Iterable[Cell], *, today: date) -> date | None:
    """The day that a row between the entries says: `วันที่ 23 เดือน มกราคม พ.ศ. 2566`; None where it is no such row."""
    said = [cell for cell in cells if cell is not None and _shown(cell).strip()]
    try:
        text = " ".join(
            medium_date(_without_excels_year(cell)) if isinstance(cell, date) else _shown(cell)
            for cell in said
        )
        if len(said) != 1 and "วันที่" not in text and "เดือน" not in text:
            return None
        words = " ".join(_DAY_HEAD.sub("", text, count=1).split()) or text
        return _absolute(words, today=today)
    except BadDate:
        return None


def visible(text: str) -> str:
    """As it stands, but without what cannot be seen or turns the direction of what follows."""
    if text.isprintable():
        return text
    return "".join(
        letter
        for letter in text
        if letter in "\t\n\r" or letter in JOINERS or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    )


class _Reader:
    def __init__(
        self, layout: Layout, *, year: int, today: date, maxima: Mapping[str, int], number_from_letter: bool
    ) -> None:
        self.known = layout.known
        self.heads = set(layout.heads.values())
        self.year, self.today, self.maxima = year, today, maxima
        self.number_from_letter = number_from_letter and "number" not in self.known
        self.day: date | None = None  # of the last row that said one
        self.book = OldBook()

    def take(self, line: Line) -> None:
        said = [cell for cell in line.cells if cell is not None and _shown(cell).strip()]
        if not said:
            return
        has_number = _NUMBER.fullmatch(arabic_digits(_shown(self._cell(line, "number"))).strip()) is not None
        day = None if has_number else day_in(said, today=self.today)
        if day is not None:
            self.day = day
            self.book.no_entries.append(line.number)
        elif len(said) == 1 or self._is_head(line):
            (self.book.only_numbers if has_number else self.book.no_entries).append(line.number)
        else:
            self._entry(line)

    def done(self) -> OldBook:
        """What stands under one number twice is brought in neither way, unless it says the same."""
        of: dict[int, list[OldEntry]] = {}
        for entry in self.book.entries:
            of.setdefault(entry.number, []).append(entry)
        entries = []
        for number, some in of.items():
            if len(some) == 1 or all(replace(one, line=some[0].line) == some[0] for one in some):
                entries.append(some[0])
                continue
            for one in some:
                others = ", ".join(str(other.line) for other in some if other is not one)
                self._wrong(one.line, f"เลข {number} ซ้ำกับแถว {others} โปรดแก้ให้เหลือเลขละหนึ่งแถว")
        self.book.entries = sorted(entries, key=lambda one: one.number)
        self.book.troubles.sort(key=lambda one: one.line)
        return self.book

    def _entry(self, line: Line) -> None:
        try:
            number = self._number(line)
            self.book.highest = max(self.book.highest, number)
            self.book.entries.append(self._read(line, number))
        except BadDate as bad:  # a sentence for the one who typed
            self._wrong(line.number, str(bad))

    def _read(self, line: Line, number: int) -> OldEntry:
        state = self._text(line, "state").strip()
        if state in _NOT_TO_BRING_IN:
            raise BadDate(_NOT_TO_BRING_IN[state])
        texts = {name: self._text(line, name) for name in TEXTS}
        if state and state not in _STRUCK | _RECALLED:
            texts["remarks"] = f"{texts['remarks']} สถานะ {state}".strip()
        for name, text in texts.items():
            if len(text) > self.maxima[name]:
                raise BadDate(f"ช่อง “{NAMES[name]}” ยาวเกิน {self.maxima[name]} ตัวอักษร โปรดย่อให้สั้นลง")
        if not texts["subject"].strip() and state not in _STRUCK:
            raise BadDate("ไม่มี “เรื่อง” โปรดพิมพ์เรื่องโดยย่อ")
        self._must_be_of_the_year(line)
        return OldEntry(
            line.number,
            number,
            dated_on=self._day(line, "dated_on"),
            registered_on=self._registered_on(line),
            struck=state in _STRUCK,
            recalled=state in _RECALLED,
            **texts,
        )

    def _number(self, line: Line) -> int:
        cell = self._cell(line, "letter_number" if self.number_from_letter else "number")
        text = self._as_number(cell).strip()
        if text in NONE_SAID:
            raise BadDate("ไม่มีเลขทะเบียน โปรดพิมพ์เลขของแถวนี้")
        if self.number_from_letter:
            found = _OF_A_YEAR.fullmatch(text) or _NUMBER_IN_LETTER.fullmatch(text)
        else:
            found = _NUMBER.fullmatch(text)
        if found is None or not 1 <= int(found[1]) <= NUMBER_MAX:
            raise BadDate(f"อ่านเลข “{_quoted(text)}” ไม่ได้ ต้องเป็นเลขเดียว เช่น 124 หรือ 124/{self.year}")
        of = found[2] if found.re is not _NUMBER_IN_LETTER else None
        if of is not None and int(of) not in (self.year, self.year % 100):
            raise BadDate(f"เลข “{_quoted(text)}” ไม่ใช่ของปี {self.year} โปรดนำเข้าปีละครั้ง")
        return int(found[1])

    def _as_number(self, cell: Cell) -> str:
        """`5/2569` is no day of May, though Excel takes it for one."""
        if isinstance(cell, date):
            self.book.undated += 1
            month_of_a_year = cell.day == 1 and cell.year >= BE_YEAR_MIN
            return f"{cell.month}/{cell.year}" if month_of_a_year else f"{cell.day}/{cell.month}"
        return arabic_digits(_shown(cell))

    def _text(self, line: Line, name: str) -> str:
        cell = self._cell(line, name)
        if isinstance(cell, date):
            return (
                self._as_number(cell) if name == "letter_number" else medium_date(_without_excels_year(cell))
            )
        return _shown(cell)

    def _day(self, line: Line, name: str) -> date | None:
        cell = self._cell(line, name)
        if isinstance(cell, date):
            self.book.converted += cell.year >= BE_YEAR_MIN
            return _without_excels_year(cell)
        text = _shown(cell).strip()
        if text in NONE_SAID:
            return None
        day = _absolute(text, today=self.today)
        if _TWO_DIGIT_YEAR.fullmatch(arabic_digits(text)) and self._far(day):
            raise BadDate(f"ปีของวันที่ “{_quoted(text)}” ห่างจากปีของทะเบียนมาก โปรดพิมพ์ปีสี่หลัก เช่น {self.year}")
        return day

    def _far(self, day: date) -> bool:
        return abs(day.year + BE_MINUS_CE - self.year) > YEARS_APART_MAX

    def _registered_on(self, line: Line) -> date | None:
        day = self._day(line, "registered_on") or self.day
        if day is None:
            return None
        year = self.year - BE_MINUS_CE
        if not date(year - 1, 12, 1) <= day <= date(year + 1, 1, 31):
            raise BadDate(f"วันที่รับหรือส่ง {medium_date(day)} ไม่อยู่ในปี {self.year} โปรดตรวจปี")
        if day > self.today:
            raise BadDate(f"วันที่รับหรือส่ง {medium_date(day)} ยังมาไม่ถึง โปรดตรวจวันที่")
        return day

    def _must_be_of_the_year(self, line: Line) -> None:
        said = arabic_digits(_shown(self._cell(line, "year"))).strip()
        if said and said not in (str(self.year), str(self.year - BE_MINUS_CE), str(self.year % 100)):
            raise BadDate(f"แถวนี้เป็นของปี {_quoted(said)} ไม่ใช่ปี {self.year} โปรดนำเข้าปีละครั้ง")

    def _is_head(self, line: Line) -> bool:
        """A heading that stands again at the top of each printed page."""
        return all(" ".join(self._text(line, name).split()) in self.heads for name in ("subject", "number"))

    def _cell(self, line: Line, name: str) -> Cell:
        place = self.known.get(name)
        return line.cell(place) if place is not None else None

    def _wrong(self, line: int, because: str) -> None:
        self.book.troubles.append(Trouble(line, because))


def _columns_of(cells: Iterable[Cell]) -> dict[int, str]:
    names = {place: _name(_shown(cell)) for place, cell in enumerate(cells) if isinstance(cell, str)}
    found: dict[str, int] = {}
    for column, heads in _HEADS.items():
        for head in heads:
            place = next((place for place, name in names.items() if name == head), None)
            if place is not None and place not in found.values():
                found[column] = place
                break
    for place, name in names.items():
        if place not in found.values():
            free = next((column for column in _WEAK.get(name, ()) if column not in found), None)
            if free is not None:
                found[free] = place
    return {place: column for column, place in sorted(found.items(), key=lambda one: one[1])}


def _goes_on(line: Line, columns: Mapping[int, str]) -> bool:
    """Whether it is the second row of a heading of merged cells: words only, below what has no column or goes on."""
    said = [cell for cell in line.cells if cell is not None and _shown(cell).strip()]
    known = _columns_of(line.cells)
    return bool(known) and all(isinstance(cell, str) for cell in said) and len(known) * 2 >= len(said)


def _heads(line: Line) -> dict[int, str]:
    return {
        place: " ".join(cell.split())
        for place, cell in enumerate(line.cells)
        if isinstance(cell, str) and cell.strip()
    }


def _name(text: str) -> str:
    return _MARKS.sub("", one_spelling(text))


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    return visible(cell) if isinstance(cell, str) else str(cell)


def _absolute(text: str, *, today: date) -> date:
    """A day that is the same on every day: `วันนี้` or `+7` of an old sheet says nothing. Raises `BadDate`."""
    plain = arabic_digits(text).strip()
    if not re.search("[0-9]", plain) or _RELATIVE.fullmatch(plain):
        raise BadDate(f"อ่านวันที่ “{_quoted(text)}” ไม่ได้ โปรดพิมพ์ เช่น 23/1/2566 หรือ 23 ม.ค. 2566")
    if re.fullmatch("[0-9]{5}", plain):
        return _serial(int(plain))
    plain = plain.removesuffix(" 00:00:00")
    if _ISO.fullmatch(plain) and int(plain[:4]) < BE_YEAR_MIN:  # as our own CSV has days, be they before 1900
        with suppress(ValueError):
            return date.fromisoformat(plain)
    return parse_date(plain, today=today)


def _serial(days: int) -> date:
    """A day as Excel counts them, in a cell that lost its form."""
    return date.fromordinal(date(1899, 12, 30).toordinal() + days)


def _without_excels_year(day: date) -> date:
    """`23/1/2566` typed into Excel is the real date 2566-01-23 ค.ศ. Raises `BadDate`."""
    if day.year < BE_YEAR_MIN:
        return day
    try:
        return day.replace(year=day.year - BE_MINUS_CE)
    except ValueError:
        raise BadDate(f"ไม่มีวันที่ 29 กุมภาพันธ์ {day.year} โปรดตรวจวันที่") from None


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= QUOTED_MAX else shown[:QUOTED_MAX] + "…"
