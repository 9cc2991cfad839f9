"""What a bank's statement says that came in, line by line, and in plain Thai what of it cannot be taken as it stands. Pure.

The end of each working day compares this with what is due (guide #3.4), so nothing is guessed and nothing is left out
in silence: a row that cannot be read is told with its number, a running balance that does not add up and a total that
differs say that rows are missing. The same line has the same fingerprint in whatever file it comes again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from saraban.payments.statement_cells import (
    BadCell,
    Moment,
    looks_like_a_day,
    moment_in,
    nothing_in,
    quoted,
    reference_in,
    satang_in,
    text_in,
    time_in,
    words_in,
)
from saraban.payments.statement_columns import Places, StatementColumns, places_of
from saraban.proposals.workbooks import Cell, Line
from saraban.thai import baht

ROWS_MAX = 50_000
BALANCE_FAULTS_MAX = 20
FINGERPRINT = "statement-line-1"  # of how a line's facts are written before they are hashed

_MONEY = ("credit", "debit", "amount")
_SUM = re.compile(
    r"(?:ยอด|ผล)?รวม|(?:grand |sub ?)?total\b|.*?(?:ยอด(?:เงิน)?ยก(?:มา|ไป)|ยอดต้นงวด|ยอดปลายงวด"
    r"|brought forward|carried forward|\b[bc]/?f\b|opening balance|closing balance)",
    re.IGNORECASE,
)
_SUM_SAID_WITHIN = 60  # characters
_SOME = re.compile("[1-9๑-๙]")
_IN = re.compile(r"(?:c|cr|credit|\+|in|ฝาก.*|เข้า|เงินเข้า|รับ.*|เครดิต)", re.IGNORECASE)
_OUT = re.compile(r"(?:d|dr|debit|-|out|ถอน.*|ออก|เงินออก|จ่าย.*|เดบิต)", re.IGNORECASE)
_TWO_PLACES = re.compile(r".*\.[0-9]{2}\)?")


@dataclass(frozen=True)
class StatementLine:
    """Money that came in. `row`: as the sheet counts; `paid_at`: in Bangkok, midnight unless `time_known`.

    `balance`: satang after it, None where the bank does not say. `fingerprint`: 64 hexadecimal digits.
    """

    row: int
    paid_at: datetime
    time_known: bool
    satang: int
    reference1: str = ""
    reference2: str = ""
    bank_reference: str = ""
    description: str = ""
    payer: str = ""
    channel: str = ""
    balance: int | None = None
    fingerprint: str = ""

    @property
    def paid_on(self) -> date:
        """The day in Bangkok."""
        return self.paid_at.date()


@dataclass(frozen=True)
class Fault:
    """Why a row, or with row 0 the whole sheet, cannot be taken; a Thai sentence. `code` is for programs."""

    row: int
    code: str
    message: str


@dataclass
class Statement:
    """What was read. With `faults` it is not to be taken as a whole; `notices` are told and stop nothing.

    `debits`: how many rows of money that went out were left out, `debited`: their satang.
    """

    lines: list[StatementLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    debits: int = 0
    debited: int = 0

    @property
    def satang(self) -> int:
        """What came in, in all."""
        return sum(line.satang for line in self.lines)


def read_statement(
    lines: Sequence[Line], columns: StatementColumns, *, today: date, more: bool = False, csv: bool = False
) -> Statement:
    """Of a sheet as `saraban/payments/statement_files.py:open_statement` reads it. `today`: in Bangkok. Never raises.

    `more`, `csv`: as the workbook says, that the sheet goes on after these lines, and that its cells have no types.
    """
    if more or len(lines) > ROWS_MAX:
        return _refused(
            "too_many", f"ไฟล์มีเกิน {ROWS_MAX:,} แถว", "ดาวน์โหลดจากธนาคารเป็นช่วงวันที่สั้นลง แล้วนำเข้าทีละไฟล์"
        )
    if not lines:
        return _refused("empty", "ไม่มีข้อมูลในแผ่นงาน", "เลือกแผ่นงานอื่น หรือดาวน์โหลดไฟล์จากธนาคารใหม่")
    places = places_of(lines, columns)
    if places is None:
        return _refused(
            "no_heading",
            "ไม่พบหัวตารางที่ตั้งไว้สำหรับธนาคารนี้ ธนาคารอาจเปลี่ยนแบบของไฟล์ หรือเลือกธนาคารผิด",
            "ตรวจธนาคาร หรือกำหนดคอลัมน์ใหม่",
        )
    if places.missing:
        names = ", ".join(f"“{quoted(name)}”" for name in places.missing)
        return _refused(
            "missing_column",
            f"ไม่พบคอลัมน์ {names} ในหัวตารางที่แถว {places.head}",
            "ตรวจว่าดาวน์โหลดไฟล์ครบทุกคอลัมน์ หรือกำหนดคอลัมน์ใหม่",
            row=places.head,
        )
    reader = _Reader(places, today=today)
    for line in lines:
        if line.number > places.head:
            reader.take(line)
    if csv:
        reader.look_at_the_end()
    return reader.done()


@dataclass(frozen=True)
class _Movement:
    """A row that was read: satang in, or below zero out, and the balance behind it."""

    row: int
    satang: int
    balance: int | None
    cells: tuple[Cell, ...] = ()


class _Reader:
    def __init__(self, places: Places, *, today: date) -> None:
        self.at = places.of
        self.today = today
        self.statement = Statement()
        self.movements: list[_Movement | None] = []  # None: a row that could not be read
        self.came = self.since_total = 0  # satang
        self.moments: dict[Cell, Moment] = {}

    def take(self, line: Line) -> None:
        try:
            self._take(line)
        except BadCell as bad:
            self.movements.append(None)
            self._wrong(line.number, bad.code, bad.because, bad.do)

    def look_at_the_end(self) -> None:
        """Whether the file was cut within its last row: a row of text, which has no other end."""
        rows = [movement for movement in self.movements if movement is not None and movement.cells]
        if len(rows) < 3 or self.movements[-1] is not rows[-1]:
            return
        last, others = rows[-1], rows[:-1]
        place = max(self.at[fact] for fact in (*_MONEY, "balance") if fact in self.at)
        said = [words_in(row.cells[place]) for row in rows if place < len(row.cells)]
        said = [words for words in said if words]
        shorter = len(last.cells) < min(len(row.cells) for row in others)
        rounder = (
            len(last.cells) == place + 1
            and all(_TWO_PLACES.fullmatch(words) for words in said[:-1])
            and not _TWO_PLACES.fullmatch(said[-1])
        )
        if shorter or rounder:
            self._wrong(
                last.row,
                "cut",
                f"แถวสุดท้ายจบที่ “{quoted(last.cells[-1])}” สั้นกว่าแถวอื่น ไฟล์อาจขาดท้าย",
                "ดาวน์โหลดไฟล์จากธนาคารใหม่",
            )

    def done(self) -> Statement:
        statement = self.statement
        self._follow_the_balance()
        self._tell_twins()
        statement.lines = list(_with_fingerprints(statement.lines))
        if not self.movements:
            self._notice(0, "no_movements", "ไม่มีรายการเงินเข้าหรือออกในไฟล์นี้ ถ้าช่วงนั้นไม่มีรับเงินก็ถูกต้องแล้ว")
        statement.faults.sort(key=lambda fault: fault.row)
        statement.notices.sort(key=lambda notice: notice.row)
        return statement

    def _take(self, line: Line) -> None:
        day = self._cell(line, "date")
        money = [cell for fact in _MONEY if not nothing_in(cell := self._cell(line, fact))]
        if self._is_summary(line, day, money):
            self._sum(line)
        elif not any(map(_is_data, (day, *money))):
            return  # the heading again at the top of a page, and whatever stands below the table
        elif nothing_in(day):
            raise BadCell("no_day", "มีจำนวนเงินแต่ไม่มีวันที่", "ใส่วันที่ของรายการ หรือลบแถวถ้าเป็นยอดรวม")
        elif money or looks_like_a_day(day):
            self._movement(line, day)

    def _movement(self, line: Line, day: Cell) -> None:
        moment = self._moment(day)
        satang = self._satang(line)
        balance = satang_in(self._cell(line, "balance"), "ยอดคงเหลือ")
        if satang is None:
            raise BadCell("no_amount", "มีวันที่แต่ไม่มีจำนวนเงิน", "ตรวจกับรายการของธนาคาร แล้วใส่จำนวนเงิน หรือลบแถว")
        if satang > 0:
            self.statement.lines.append(self._line(line, moment, satang, balance))
            self.came += satang
            self.since_total += satang
        elif satang < 0:
            self.statement.debits += 1
            self.statement.debited -= satang
        self.movements.append(_Movement(line.number, satang, balance, line.cells))

    def _line(self, line: Line, moment: Moment, satang: int, balance: int | None) -> StatementLine:
        said = self._cell(line, "time")
        clock = moment.time or time_in(said)
        if clock is None and not nothing_in(said) and not looks_like_a_day(said):
            self._notice(line.number, "time", f"อ่านเวลา “{quoted(said)}” ไม่ได้ จึงนำเข้าเฉพาะวันที่")
        return StatementLine(
            row=line.number,
            paid_at=Moment(moment.day, clock).at,
            time_known=clock is not None,
            satang=satang,
            reference1=reference_in(self._cell(line, "reference1")),
            reference2=reference_in(self._cell(line, "reference2")),
            bank_reference=reference_in(self._cell(line, "bank_reference")),
            description=text_in(self._cell(line, "description")),
            payer=text_in(self._cell(line, "payer")),
            channel=text_in(self._cell(line, "channel")),
            balance=balance,
        )

    def _satang(self, line: Line) -> int | None:
        """What came in, or below zero what went out. Raises `BadCell`."""
        if "credit" in self.at:
            came, went = satang_in(self._cell(line, "credit")), satang_in(self._cell(line, "debit"))
            if came and went:
                raise BadCell("both", "มีทั้งเงินเข้าและเงินออกในแถวเดียว", "ตรวจว่าเลือกคอลัมน์ถูก")
            if came is None and went is None:
                return None
            return came or -abs(went or 0)
        satang = satang_in(self._cell(line, "amount"))
        if "side" not in self.at or not satang:
            return satang
        side = words_in(self._cell(line, "side"))
        if _OUT.fullmatch(side):
            return -abs(satang)
        if not _IN.fullmatch(side):
            raise BadCell("side", f"อ่านไม่ได้ว่า “{quoted(side)}” เป็นเงินเข้าหรือเงินออก", "แก้เป็น CR หรือ DR")
        return satang

    def _moment(self, day: Cell) -> Moment:
        moment = self.moments.get(day)
        if moment is None:
            moment = self.moments[day] = moment_in(day, today=self.today)
        return moment

    def _is_summary(self, line: Line, day: Cell, money: Sequence[Cell]) -> bool:
        """A total, or a balance that is carried over: it says so in words, and has no day or no amount of its own."""
        if looks_like_a_day(day) and any(_SOME.search(str(cell)[:_SUM_SAID_WITHIN]) for cell in money):
            return False
        return any(
            isinstance(cell, str) and _SUM.match(cell[:_SUM_SAID_WITHIN].lstrip()) for cell in line.cells
        )

    def _sum(self, line: Line) -> None:
        """A balance that is carried over is one of the account's; a total must be the sum of the lines above it."""
        told = self._or_none(line, "credit" if "credit" in self.at else "amount")
        balance = self._or_none(line, "balance")
        if not told:
            if balance is not None:
                self.movements.append(_Movement(line.number, 0, balance))
            return
        statement = self.statement
        if told not in (self.came, self.since_total, self.came - statement.debited) and not statement.faults:
            self._wrong(
                line.number,
                "total",
                f"ยอดรวมในไฟล์ {baht.written(told)} บาท ไม่เท่ากับผลรวมของรายการ {baht.written(self.came)} บาท "
                "ไฟล์อาจขาดบางแถว",
                "ดาวน์โหลดไฟล์จากธนาคารใหม่ หรือตรวจว่าไม่มีแถวถูกลบ",
            )
        self.since_total = 0

    def _follow_the_balance(self) -> None:
        """Whichever way the bank orders its rows, each balance is the one before and what came in or went out."""
        if "balance" not in self.at:
            return
        downward, upward = _breaks(self.movements), _breaks(self.movements[::-1])
        for before, here, expected in min(downward, upward, key=len)[:BALANCE_FAULTS_MAX]:
            if here.cells and here.cells == before.cells:
                first, second = sorted((before.row, here.row))
                self._wrong(second, "twice", f"ซ้ำกับแถว {first} ทุกช่อง แม้ยอดคงเหลือ", "ลบแถวที่ซ้ำ")
                continue
            self._wrong(
                here.row,
                "balance",
                f"ยอดคงเหลือ {baht.written(here.balance or 0)} ไม่ต่อจากแถว {before.row} ซึ่งทำให้ควรเป็น "
                f"{baht.written(expected)} อาจมีแถวหายหรือถูกแก้",
                "ดาวน์โหลดไฟล์จากธนาคารใหม่ หรือถ้าธนาคารไม่ได้เรียงตามยอดคงเหลือ ให้ตั้งว่าไม่มีคอลัมน์นี้",
            )

    def _tell_twins(self) -> None:
        """Rows that say the same, the bank's own reference too: two payments, or one that was pasted twice."""
        if "balance" in self.at:
            return
        first: dict[str, int] = {}
        for line in self.statement.lines:
            facts = _facts(line)
            if line.bank_reference and facts in first:
                self._notice(
                    line.row, "twin", f"เหมือนแถว {first[facts]} ทุกช่อง โปรดตรวจกับธนาคารว่าเป็นเงินสองรายการจริง"
                )
            first.setdefault(facts, line.row)

    def _or_none(self, line: Line, fact: str) -> int | None:
        try:
            return satang_in(self._cell(line, fact))
        except BadCell:
            return None

    def _cell(self, line: Line, fact: str) -> Cell:
        place = self.at.get(fact)
        return None if place is None else line.cell(place)

    def _wrong(self, row: int, code: str, because: str, do: str) -> None:
        self.statement.faults.append(_fault(row, code, because, do))

    def _notice(self, row: int, code: str, message: str) -> None:
        self.statement.notices.append(Fault(row, code, f"แถว {row}: {message}" if row else message))


def _is_data(cell: Cell) -> bool:
    """Something that a heading has not: a digit, a formula, what Excel could not show."""
    if isinstance(cell, str):
        return cell.lstrip()[:1] in ("=", "#") or any(map(str.isdecimal, cell))
    return cell is not None


def _breaks(movements: Sequence[_Movement | None]) -> list[tuple[_Movement, _Movement, int]]:
    """The row before, the row whose balance does not follow, and what it should be."""
    found = []
    before: _Movement | None = None
    expected = 0
    for movement in movements:
        if movement is None:
            before = None
            continue
        expected += movement.satang
        if movement.balance is None:
            continue
        if before is not None and expected != movement.balance:
            found.append((before, movement, expected))
        before, expected = movement, movement.balance
    return found


def _facts(line: StatementLine) -> str:
    """All that the bank says of the line itself, and nothing of the file in which it says so."""
    return json.dumps(
        [
            FINGERPRINT,
            line.paid_at.isoformat() if line.time_known else line.paid_on.isoformat(),
            line.satang,
            line.reference1,
            line.reference2,
            line.bank_reference,
            " ".join(line.description.split()),
            " ".join(line.payer.split()),
            line.balance,
        ],
        ensure_ascii=False,
    )


def _with_fingerprints(lines: Sequence[StatementLine]) -> Iterator[StatementLine]:
    """Lines that say the same are counted, so that two payments remain two."""
    seen: Counter[str] = Counter()
    for line in lines:
        facts = _facts(line)
        seen[facts] += 1
        digest = hashlib.sha256(f"{facts}#{seen[facts]}".encode()).hexdigest()
        yield replace(line, fingerprint=digest)


def _refused(code: str, because: str, do: str, *, row: int = 0) -> Statement:
    return Statement(faults=[_fault(row, code, because, do)])


def _fault(row: int, code: str, because: str, do: str) -> Fault:
    where = f"แถว {row}: " if row else ""
    what = "ยังไม่ได้นำเข้า" if row else "ยังไม่ได้นำเข้ารายการจากไฟล์นี้"
    return Fault(row, code, f"{where}{what} เพราะ{because} โปรด{do} ข้อมูลเดิมอยู่ครบ")
