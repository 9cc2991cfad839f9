"""Time limits that explain themselves: the last day, and how one comes to it, step by step in Thai.

The day on which a limit begins is not counted. A pause stretches it by the days that would have counted. A limit of
calendar days that binds a citizen and ends on a closed day moves to the next working day; one that binds an official
stays where it ends. A limit of working days ends on a working day anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from saraban.law.clauses import PROCEDURE_64, Clause, cites
from saraban.law.working_time import SATURDAY, WorkingCalendar
from saraban.thai.dates import date_range, long_date, medium_date, weekday

DAYS_MAX = 3_650  # of one limit; a longer one is a typing mistake
DAY = timedelta(days=1)
EVERY_DAY = date.max.toordinal()


class Unit(StrEnum):
    """What is counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"

    @property
    def thai(self) -> str:
        return {Unit.WORKING_DAYS: "วันทำการ", Unit.CALENDAR_DAYS: "วัน"}[self]


class Party(StrEnum):
    """Whom a limit binds."""

    OFFICIAL = "official"
    CITIZEN = "citizen"


@dataclass(frozen=True)
class Pause:
    """Days that do not count, both ends included; without a last day while it is still open.

    `clause` where an instrument stops the clock. Most pauses rest on the agency's own manual or practice: none then.
    """

    first_day: date
    last_day: date | None
    because: str  # "รอผู้ยื่นส่งเอกสารเพิ่มเติม"
    clause: Clause | None = None

    def __post_init__(self) -> None:
        assert self.last_day is None or self.first_day <= self.last_day, "a pause ends after it begins"


@dataclass(frozen=True)
class Limit:
    """`since` says what happened on the day on which it begins: "วันที่คำขอครบถ้วน"."""

    days: int
    unit: Unit
    party: Party
    clause: Clause
    since: str = ""

    def __post_init__(self) -> None:
        assert 1 <= self.days <= DAYS_MAX, "a time limit has at least one day"

    @property
    def thai(self) -> str:
        """`15 วันทำการ`"""
        return f"{self.days} {self.unit.thai}"


class StepKind(StrEnum):
    BEGINS = "begins"  # the first day, which is not counted
    WEEKEND = "weekend"  # plain weekend days that are skipped
    CLOSED = "closed"  # holidays that are skipped, with weekends beside them
    PAUSED = "paused"
    STANDS = "stands"  # a pause that nobody has ended
    ENDS = "ends"
    MOVED = "moved"  # to the next working day, for a citizen
    KEPT = "kept"  # on a closed day, for an official


@dataclass(frozen=True)
class Step:
    """One step of the count. `last_day` is None for a pause that is still open; `clause` for what no instrument says."""

    kind: StepKind
    first_day: date
    last_day: date | None
    says: str
    clause: Clause | None


@dataclass(frozen=True)
class Deadline:
    """A limit as it runs from one day.

    `last_day` is the last on which one is in time; None while a pause is open, `left_when_paused` then says how many
    days of the limit are still to be counted. `pauses` are those that touch it, cut so that none lies upon another.
    """

    begins: date
    limit: Limit
    last_day: date | None
    left_when_paused: int | None
    pauses: tuple[Pause, ...]
    steps: tuple[Step, ...]

    def is_over(self, today: date) -> bool:
        return self.last_day is not None and today > self.last_day

    @property
    def sentences(self) -> tuple[str, ...]:
        """The steps for a reader in a hurry: plain weekends that follow one another are told once."""
        told: list[str] = []
        for kind, alike in groupby(self.steps, key=lambda step: step.kind):
            says = [step.says for step in alike]
            several = kind is StepKind.WEEKEND and len(says) > 1
            told += [f"ข้ามวันเสาร์และวันอาทิตย์ {len(says)} ครั้ง"] if several else says
        return tuple(told)


@cites(PROCEDURE_64)
def deadline(
    begins: date, limit: Limit, *, calendar: WorkingCalendar, pauses: Iterable[Pause] = ()
) -> Deadline:
    """When a limit that begins on this day ends, and why.

    A pause that begins after the limit's last day is counted changes nothing, nor does what lies on or before the day
    on which it begins. Raises `NoCalendar`; never for calendar days that bind an official, which need no calendar.
    """
    assert not isinstance(begins, datetime), "a limit begins on a day"
    count = _Count(limit.unit, calendar)
    cut = _cut(pauses, after=begins)
    counted_to, left, touching = begins, limit.days, []
    for piece in (piece for _, piece in cut if piece is not None):
        counted = count.days(after=counted_to, before=piece.first_day, most=left)
        if counted == left:
            break
        left -= counted
        touching.append(piece)
        if piece.last_day is None:
            steps = _steps(begins, limit, count, cut, before=piece.first_day)
            stands = _stands(piece, left, begins, limit)
            return Deadline(begins, limit, None, left, tuple(touching), (*steps, stands))
        counted_to = piece.last_day
    ends_on = count.last(after=counted_to, days=left)
    last_day, ending = _ending(ends_on, limit, calendar)
    steps = _steps(begins, limit, count, cut, before=ends_on)
    return Deadline(begins, limit, last_day, None, tuple(touching), (*steps, *ending))


def days_left(due: Deadline, *, today: date, calendar: WorkingCalendar) -> int:
    """Days in the limit's own unit, after today, until the last; below zero for those by which it is overdue.

    Nothing is left on the last day. Whether a limit of working days is over on the Saturday after it says `is_over`.
    While a pause is open: what is left once it ends. Raises `NoCalendar`.
    """
    count = _Count(due.limit.unit, calendar)
    if due.last_day is not None and today > due.last_day:
        return -count.days(after=due.last_day, before=today + DAY)
    day, left = max(today, due.begins), due.left_when_paused or 0
    for pause in due.pauses:
        left += count.days(after=day, before=pause.first_day)
        if pause.last_day is None:
            return left
        day = max(day, pause.last_day)
    assert due.last_day is not None
    return left + count.days(after=day, before=due.last_day + DAY)


@dataclass(frozen=True)
class _Count:
    """Days counted in one unit."""

    unit: Unit
    calendar: WorkingCalendar

    def days(self, *, after: date, before: date, most: int = EVERY_DAY) -> int:
        """How many lie between two days, neither of which is counted; `most` at most, so that none beyond is asked."""
        between = max(0, (before - after).days - 1)
        if self.unit is Unit.CALENDAR_DAYS:
            return min(most, between)
        counted, day = 0, after + DAY
        while counted < most and day < before:
            counted += self.calendar.is_working_day(day)
            day += DAY
        return counted

    def last(self, *, after: date, days: int) -> date:
        if self.unit is Unit.CALENDAR_DAYS:
            return after + timedelta(days=days)
        return self.calendar.working_day_after(after, days)


def _cut(pauses: Iterable[Pause], *, after: date) -> list[tuple[Pause, Pause | None]]:
    """Each pause with what it adds to those before it; None: nothing. In their order, and none but days `after`."""
    cut: list[tuple[Pause, Pause | None]] = []
    covered_to = after
    for pause in sorted(pauses, key=lambda each: (each.first_day, each.last_day or date.max, each.because)):
        last_day = pause.last_day or date.max
        if last_day <= after:
            continue
        if last_day <= covered_to:
            cut.append((pause, None))
            continue
        first_day = max(pause.first_day, covered_to + DAY)
        cut.append((pause, Pause(first_day, pause.last_day, pause.because, pause.clause)))
        covered_to = last_day
    return cut


def _steps(
    begins: date, limit: Limit, count: _Count, cut: list[tuple[Pause, Pause | None]], *, before: date
) -> list[Step]:
    """What happens from the day on which a limit begins until the day `before`, in its order."""
    since = f" {limit.since}" if limit.since else ""
    first = Step(StepKind.BEGINS, begins, begins, f"เริ่มนับวันถัดจาก {medium_date(begins)}{since}", PROCEDURE_64)
    steps: list[Step] = []
    day = begins
    for pause, piece in cut:
        if (piece or pause).first_day >= before:
            break
        if piece is None:
            steps.append(_paused_already(pause, begins))
            continue
        steps += _skipped(day, piece.first_day, limit, count, year=begins.year)
        assert piece.last_day is not None, "nothing is told after a pause that is open"
        steps.append(_paused(piece, piece.last_day, count, begins))
        day = piece.last_day
    steps += _skipped(day, before, limit, count, year=begins.year)
    return [first, *sorted(steps, key=lambda step: step.first_day)]


def _skipped(after: date, before: date, limit: Limit, count: _Count, *, year: int) -> Iterator[Step]:
    """A step for each run of closed days between two days."""
    if count.unit is Unit.CALENDAR_DAYS:
        return
    calendar = count.calendar
    days = (after + timedelta(days=number) for number in range(1, (before - after).days))
    for working, run in groupby(days, key=calendar.is_working_day):
        if not working:
            closed = list(run)
            plain = all(day.weekday() >= SATURDAY and day not in calendar.closed for day in closed)
            kind = StepKind.WEEKEND if plain else StepKind.CLOSED
            says = f"ข้าม {_days(closed[0], closed[-1], year)} {_called(closed, calendar)}"
            yield Step(kind, closed[0], closed[-1], says, limit.clause)


def _called(closed: Sequence[date], calendar: WorkingCalendar) -> str:
    """What a run of closed days is called; a substitute beside its own holiday adds nothing."""
    names = list(
        dict.fromkeys(calendar.name_of(day) or "วันหยุดราชการ" for day in closed if day in calendar.closed)
    )
    names = [
        name for name in names if name.replace("ชดเชย", "") == name or name.replace("ชดเชย", "") not in names
    ]
    if not names:
        return "และ".join(f"วัน{weekday(day)}" for day in closed)
    weekend = any(day.weekday() >= SATURDAY and day not in calendar.closed for day in closed)
    return _listed(names) + (" (รวมวันเสาร์อาทิตย์)" if weekend else "")


def _paused(piece: Pause, last_day: date, count: _Count, begins: date) -> Step:
    when = _days(piece.first_day, last_day, begins.year)
    days = count.days(after=piece.first_day - DAY, before=last_day + DAY)
    says = (
        f"หยุดนับ {days} {count.unit.thai} {when} {piece.because}"
        if days
        else f"หยุดนับ {when} {piece.because} แต่ตรงกับวันหยุดทั้งหมด กำหนดจึงไม่ยืดออก"
    )
    return Step(StepKind.PAUSED, piece.first_day, last_day, says, piece.clause)


def _paused_already(pause: Pause, begins: date) -> Step:
    """A pause that lies within another one."""
    first_day = max(pause.first_day, begins + DAY)
    when = _days(first_day, pause.last_day or first_day, begins.year)
    says = f"{when} {pause.because} อยู่ในช่วงที่หยุดนับแล้ว จึงไม่หยุดซ้ำ"
    return Step(StepKind.PAUSED, first_day, pause.last_day, says, pause.clause)


def _stands(piece: Pause, left: int, begins: date, limit: Limit) -> Step:
    when = _days(piece.first_day, piece.first_day, begins.year)
    says = f"หยุดนับตั้งแต่ {when} {piece.because} ยังเหลือ {left} {limit.unit.thai} ซึ่งจะนับต่อเมื่อเลิกหยุด"
    return Step(StepKind.STANDS, piece.first_day, None, says, piece.clause)


def _ending(ends_on: date, limit: Limit, calendar: WorkingCalendar) -> tuple[date, tuple[Step, ...]]:
    """The last day, and the steps that tell of it."""
    said = Step(StepKind.ENDS, ends_on, ends_on, f"ครบ {limit.thai}ใน{long_date(ends_on)}", limit.clause)
    if limit.unit is Unit.WORKING_DAYS:
        return ends_on, (said,)
    if limit.party is Party.OFFICIAL:
        # A year without a calendar is no trouble here: the day stays, holiday or not.
        if ends_on.year not in calendar.years or calendar.is_working_day(ends_on):
            return ends_on, (said,)
        says = f"วันครบกำหนดเป็น{_closed_as(ends_on, calendar)} แต่ไม่เลื่อน เพราะเป็นกำหนดของเจ้าหน้าที่"
        return ends_on, (said, Step(StepKind.KEPT, ends_on, ends_on, says, PROCEDURE_64))
    if calendar.is_working_day(ends_on):
        return ends_on, (said,)
    moved_to = calendar.next_working_day(ends_on)
    says = f"วันครบกำหนดเป็น{_closed_as(ends_on, calendar)} จึงเลื่อนไปวันทำการถัดไป คือ{long_date(moved_to)}"
    return moved_to, (said, Step(StepKind.MOVED, moved_to, moved_to, says, PROCEDURE_64))


def _closed_as(day: date, calendar: WorkingCalendar) -> str:
    """`วันหยุดราชการ (วันสงกรานต์)`, `วันเสาร์`"""
    if day in calendar.closed:
        name = calendar.name_of(day)
        return f"วันหยุดราชการ ({name})" if name else "วันหยุดราชการ"
    return f"วัน{weekday(day)}"


def _days(first: date, last: date, year: int) -> str:
    """A range without its year where that is `year`, which was told already."""
    return date_range(first, last, year=not first.year == last.year == year)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{' '.join(names[:-1])} และ{names[-1]}"
