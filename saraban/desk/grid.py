"""A register as a grid: what stands in its cells, what was typed into them, and what is wrong with it.

The inputs of a row are named by its key, with a hidden one that says what stood there when the page was made. So one
form takes a page of rows, with JavaScript and without, and only cells that were typed in are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate

from saraban.agencies.models import Officer, Unit
from saraban.audit.entries import AuditEntry
from saraban.desk.fields import LineField, ThaiDateField, seen
from saraban.law.refusal import Refusal
from saraban.mail.models import SUBJECT_MAX
from saraban.registers.corrections import (
    ROWS_MAX,
    CorrectedTogether,
    Difference,
    Overtaken,
    RegisterRow,
    Row,
    RowCorrection,
    Word,
)
from saraban.registers.handed_in import PAPER_LETTERS_MAX
from saraban.registers.models import ACTION_MAX, LETTER_NUMBER_MAX, PARTY_MAX, Particulars, Route
from saraban.thai.dates import buddhist_year, full_date, table_date, thai_time, weekday

UNIT_MAX = 150
LETTERS_SAID_MAX = 20_000  # characters of what a page says stood in a row


def _line(label: str, most: int, *, needed: str = "") -> LineField:
    said = {"max_length": f"ยาวเกิน {most} ตัวอักษร โปรดย่อให้สั้นลง", "required": needed}
    return LineField(label=label, max_length=most, required=bool(needed), error_messages=said)


@dataclass(frozen=True)
class Column:
    """A column of the form; without a field it is read only. `width`: of the table, in percent."""

    name: str
    label: str
    width: float
    field: forms.Field | None = None

    @property
    def is_date(self) -> bool:
        return isinstance(self.field, ThaiDateField)

    @property
    def letters_max(self) -> int:
        return int(getattr(self.field, "max_length", 0) or 0)


NO_SUBJECT = "ยังไม่มี “เรื่อง” โปรดพิมพ์เรื่องโดยย่อ"
NO_SENDER = "ยังไม่มี “จาก” โปรดพิมพ์ชื่อผู้ส่ง"
DATED = Column(
    "dated_on",
    "ลงวันที่",
    8,
    ThaiDateField(
        label="ลงวันที่", error_messages={"required": "ยังไม่มีวันที่ โปรดพิมพ์ เช่น 23/1/66", "max_length": "อ่านวันที่ไม่ได้"}
    ),
)
SENDER = Column("sender", "จาก", 16, _line("จาก", PARTY_MAX, needed=NO_SENDER))
ADDRESSEE = Column("addressee", "ถึง", 12, _line("ถึง", PARTY_MAX))
SUBJECT = Column("subject", "เรื่อง", 24, _line("เรื่อง", SUBJECT_MAX, needed=NO_SUBJECT))
ACTION = Column("action", "การปฏิบัติ", 11)
REMARKS = Column("remarks", "หมายเหตุ", 12, _line("หมายเหตุ", ACTION_MAX))

RECEIVED = (
    Column("letter_number", "ที่", 11, _line("ที่", LETTER_NUMBER_MAX)),
    DATED,
    SENDER,
    ADDRESSEE,
    SUBJECT,
    ACTION,
    REMARKS,
)
SENT = (Column("letter_number", "ที่", 11), DATED, SENDER, ADDRESSEE, SUBJECT, ACTION, REMARKS)
# A letter on paper that is typed into the last row: the unit that it is handed on to stands under การปฏิบัติ.
PAPER = (
    RECEIVED[0],
    Column("dated_on", "ลงวันที่", 8, ThaiDateField(label="ลงวันที่", required=False)),
    SENDER,
    ADDRESSEE,
    SUBJECT,
    Column("unit", "การปฏิบัติ", 11, _line("การปฏิบัติ", UNIT_MAX)),
    REMARKS,
)


@dataclass
class Cell:
    """One input. `why`: what is wrong with what stands in it."""

    column: Column
    name: str
    whose: str  # the row, for those who hear it
    text: str
    stood: str = ""  # before it was typed in
    why: str = ""

    @property
    def label(self) -> str:
        return f"{self.column.label} {self.whose}"

    def cleaned(self) -> Any:
        """What it says. Raises `ValidationError` with a sentence."""
        assert self.column.field is not None
        return self.column.field.clean(seen(self.text).strip())


@dataclass
class Line:
    """A row of the table; without cells it is only read."""

    row: Any
    cells: list[Cell] = field(default_factory=list)
    system: Sequence[str] = ()  # in the system's own columns, where the page shows them
    saw: Mapping[str, Word] = field(default_factory=dict)

    @property
    def may_be_corrected(self) -> bool:
        return not self.row.hidden and bool(self.row.takes_corrections)

    @property
    def saw_json(self) -> str:
        return json.dumps(
            {name: word.isoformat() if isinstance(word, date) else word for name, word in self.saw.items()},
            ensure_ascii=False,
        )

    def correction(self) -> RowCorrection | None:
        """What was typed in it; None where nothing was, or where a cell now says what is wrong with it."""
        words: dict[str, tuple[Word, Word]] = {}
        for cell in self.cells:
            saw = self.saw.get(cell.column.name)
            if cell.column.field is None or cell.text.strip() == shown(saw):
                continue
            try:
                words[cell.column.name] = (saw, cell.cleaned())
            except forms.ValidationError as error:
                cell.why = " ".join(error.messages)
        return RowCorrection(self.row.pk, words) if words else None


class Sheet:
    """The rows of a page with what is typed into them."""

    def __init__(self, lines: Sequence[Line], *, because: str = "") -> None:
        self.lines = lines
        self.because = because

    @classmethod
    def of(cls, columns: Sequence[Column], rows: Iterable[RegisterRow]) -> Sheet:
        return cls([_line_of(columns, row, _words(row), {}) for row in rows])

    @classmethod
    def over(cls, columns: Sequence[Column], lines: Sequence[Line]) -> Sheet:
        """Of those lines of a page whose rows may be corrected; they get their cells, the others are only read."""
        sheet = cls.of(columns, [line.row for line in lines if line.may_be_corrected])
        typed_in = {line.row.pk: line for line in sheet.lines}
        for line in lines:
            if line.row.pk in typed_in:
                line.cells, line.saw = typed_in[line.row.pk].cells, typed_in[line.row.pk].saw
        return sheet

    @classmethod
    def posted(cls, columns: Sequence[Column], rows: Iterable[RegisterRow], data: QueryDict) -> Sheet:
        """What came back of these rows."""
        lines = [_line_of(columns, row, _saw(row, data), data) for row in rows]
        return cls(lines, because=seen(data.get("because", "")).strip())

    def corrections(self) -> list[RowCorrection]:
        """Of the rows in which something was typed. Raises `Refusal("bad_cells")`, and each bad cell says why."""
        found = [line.correction() for line in self.lines]
        bad = [cell for line in self.lines for cell in line.cells if cell.why]
        if bad:
            raise Refusal(
                "bad_cells", f"ยังไม่ได้บันทึกทุกรายการ เพราะมี {len(bad)} ช่องที่ต้องแก้ก่อน ช่องนั้นขอบแดง สิ่งที่พิมพ์ไว้อยู่ครบ"
            )
        return [one for one in found if one is not None]

    def save(self, register: CorrectedTogether[Row], *, by: Officer) -> list[Row]:
        """All of it under its one reason. Raises `Refusal`, after which each cell that stands in the way says why."""
        try:
            return register.correct_rows(self.corrections(), self.because, by=by)
        except Overtaken as overtaken:
            self._tell(overtaken.differences)
            raise

    def _tell(self, differences: Sequence[Difference]) -> None:
        """Say in each cell what somebody else has written there; who saves again has seen it."""
        who = _who_corrected([one.row for one in differences])
        for one in differences:
            for line in self.lines:
                if line.row.pk == one.row.pk:
                    line.saw = {**line.saw, one.column: one.stands}
                    for cell in line.cells:
                        if cell.column.name == one.column:
                            cell.why = f"{who.get(one.row.pk, 'มีผู้')}แก้เป็น “{shown(one.stands)}” ท่านพิมพ์ “{cell.text}” บันทึกอีกครั้งจะใช้ของท่าน"


def keys_posted(data: QueryDict) -> list[int]:
    """Whose rows came back."""
    found = (re.fullmatch(r"r([0-9]{1,18})-saw", name) for name in data)
    return [int(one[1]) for one in found if one is not None][:ROWS_MAX]


def shown(word: Word) -> str:
    return table_date(word) if isinstance(word, date) else word or ""


def _words(row: RegisterRow) -> dict[str, Word]:
    return {name: getattr(row, name) for name in row.CORRECTED}


def _saw(row: RegisterRow, data: QueryDict) -> dict[str, Word]:
    """What the page said that stood there; what stands now where it says something else than a page does."""
    said = data.get(f"r{row.pk}-saw", "")
    words = _words(row)
    try:
        came = json.loads(said) if len(said) <= LETTERS_SAID_MAX else None
        if not isinstance(came, dict):
            return words
        return {
            name: date.fromisoformat(came[name])
            if name == "dated_on" and came[name] is not None
            else (None if name == "dated_on" else str(came[name]))
            for name in words
        }
    except (KeyError, TypeError, ValueError, RecursionError):
        return words


def _line_of(
    columns: Sequence[Column], row: RegisterRow, saw: Mapping[str, Word], data: Mapping[str, Any]
) -> Line:
    cells = []
    for column in columns:
        name = f"r{row.pk}-{column.name}"
        stands = shown(saw[column.name]) if column.field is not None else shown(getattr(row, column.name))
        text = str(data.get(name, stands)) if column.field is not None else stands
        cells.append(Cell(column, name, f"เลข {row}", text, stands))
    return Line(row, cells, saw=saw)


def _who_corrected(rows: Sequence[RegisterRow]) -> dict[int, str]:
    """`นางสาวสุดา ใจดี 10.02 น. ` of who corrected each of them last."""
    if not rows:
        return {}
    last = AuditEntry.objects.filter(
        noun=rows[0].noun, verb="corrected", subject_id__in=[row.pk for row in rows]
    ).order_by("number")
    names = {one.actor_key: one.name for one in Officer.objects.all()}
    return {
        entry.subject_id: f"{names.get(entry.actor, 'ระบบ')} {thai_time(entry.at)} "
        for entry in last
        if entry.subject_id is not None
    }


class PaperLines:
    """The last rows of the receive register: letters on paper, typed or pasted, each to get a number of its own."""

    def __init__(self, lines: Sequence[list[Cell]]) -> None:
        self.lines = lines

    @classmethod
    def blank(cls) -> PaperLines:
        return cls([_blank(0)])

    @classmethod
    def posted(cls, data: QueryDict) -> PaperLines:
        """Rows in which nothing was typed are left out, but one."""
        nths = (re.fullmatch(r"n([0-9]{1,3})-subject", name) for name in data)
        lines = [
            [
                Cell(column, f"n{nth}-{column.name}", whose, data.get(f"n{said[1]}-{column.name}", ""))
                for column in PAPER
            ]
            for nth, said in enumerate([one for one in nths if one is not None])
            for whose in [_of_paper(nth)]
        ]
        return cls([line for line in lines if any(cell.text.strip() for cell in line)] or [_blank(0)])

    def letters(self) -> list[tuple[Particulars, Route]]:
        """What they say. Raises `Refusal`: nothing_typed, too_many, bad_cells."""
        if len(self.lines) > PAPER_LETTERS_MAX:
            raise Refusal(
                "too_many",
                f"ยังไม่ได้ลงรับ เพราะลงรับครั้งเดียวได้ไม่เกิน {PAPER_LETTERS_MAX} ฉบับ โปรดแบ่งลงรับ ไม่มีเลขใดถูกใช้",
            )
        if not any(cell.text.strip() for line in self.lines for cell in line):
            raise Refusal("nothing_typed", "ยังไม่ได้ลงรับ เพราะยังไม่ได้พิมพ์อะไรในแถวสุดท้าย ไม่มีเลขใดถูกใช้")
        said = [_said(line) for line in self.lines]
        bad = [cell for line in self.lines for cell in line if cell.why]
        if bad:
            raise Refusal(
                "bad_cells",
                f"ยังไม่ได้ลงรับ เพราะมี {len(bad)} ช่องที่ต้องแก้ก่อน ช่องนั้นขอบแดง ไม่มีเลขใดถูกใช้ สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
        return [_letter(words) for words in said]


def _blank(nth: int) -> list[Cell]:
    return [Cell(column, f"n{nth}-{column.name}", _of_paper(nth), "") for column in PAPER]


def _of_paper(nth: int) -> str:
    return f"ฉบับใหม่ {nth + 1}"


def _said(line: Sequence[Cell]) -> dict[str, Any]:
    words: dict[str, Any] = {}
    for cell in line:
        try:
            words[cell.column.name] = cell.cleaned()
            if cell.column.name == "unit":
                words["unit"] = _unit(words["unit"])
        except forms.ValidationError as error:
            cell.why = " ".join(error.messages)
    return words


def _unit(said: str) -> Unit | None:
    """The unit whose name it is, or whose name alone begins so. Raises `ValidationError`."""
    if not said:
        return None
    units = Unit.active_here()
    found = [one for one in units if one.name == said] or [one for one in units if one.name.startswith(said)]
    if len(found) != 1:
        raise forms.ValidationError("ไม่พบหน่วยชื่อนี้ โปรดเลือกจากรายการ หรือเว้นว่างไว้แล้วส่งต่อภายหลัง")
    return found[0]


def _letter(words: Mapping[str, Any]) -> tuple[Particulars, Route]:
    said = {name: word for name, word in words.items() if name != "unit"}
    asked = Particulars(**said | {"dated_on": said["dated_on"] or localdate()})
    return asked, Route(unit=words["unit"])


def day_in_words(day: date | None) -> str:
    """`จันทร์ 23 มกราคม 2566`"""
    return f"{weekday(day)} {full_date(day)}" if day is not None else ""


def month_of(day: date) -> tuple[str, str]:
    """Its first day and its last, as they are typed."""
    first = day.replace(day=1)
    last = (first.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)).toordinal() - 1
    return (
        f"1/{day.month}/{buddhist_year(day)}",
        f"{date.fromordinal(last).day}/{day.month}/{buddhist_year(day)}",
    )
