"""พระราชบัญญัติการอำนวยความสะดวกในการพิจารณาอนุญาตของทางราชการ พ.ศ. 2558, section by section.

Written from knowledge of the Act, not from its text before us (mark ~), and a replacement of it may be in force by now
(unsure). So its numbers are settings: `Rules`, a row for each version of the law, of which `rules_in_force` takes that
of the day. What is printed names the row's law and version, never a number of this file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from saraban.law.clauses import FACILITATION_8, FACILITATION_9, FACILITATION_10, Clause, cites
from saraban.law.deadlines import Deadline, Limit, Party, Pause, Unit, deadline
from saraban.law.refusal import Refusal
from saraban.law.working_time import WorkingCalendar
from saraban.thai.dates import full_date, long_date


@dataclass(frozen=True)
class Rules:
    """One version of the law. `in_force_until` is inclusive; None: until further notice."""

    law: str
    version: str
    in_force_from: date
    in_force_until: date | None = None
    result_notice_days: int = 7
    delay_notice_every_days: int = 7
    delay_notice_copy_to: str = "ก.พ.ร."
    clause: Clause | None = None  # that the decision and the two notices rest on, where it is known

    def __post_init__(self) -> None:
        assert self.result_notice_days >= 1 and self.delay_notice_every_days >= 1, "a notice needs a day"
        assert self.in_force_until is None or self.in_force_from <= self.in_force_until, "a law ends later"

    @property
    def basis(self) -> Clause:
        """What is printed beside a day: the clause, else the law by its name, never a section of another version."""
        return self.clause or Clause(f"facilitation/{self.version}", self.law)

    def holds_on(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)


# In force when 180 days were over since the Royal Gazette of 22 January 2558 (~).
RULES_OF_2558 = Rules(
    law="พ.ร.บ. การอำนวยความสะดวกในการพิจารณาอนุญาตของทางราชการ พ.ศ. 2558",
    version="2558",
    in_force_from=date(2015, 7, 21),
    clause=FACILITATION_10,
)


def rules_in_force(versions: Iterable[Rules], on: date) -> Rules:
    """The one version that holds on a day.

    Raises `Refusal("no_rules")` where none does, `Refusal("rules_overlap")` where the settings hold two.
    """
    found = [rules for rules in versions if rules.holds_on(on)]
    if not found:
        raise Refusal(
            "no_rules",
            f"ยังคำนวณกำหนดไม่ได้ เพราะไม่มีกฎหมายว่าด้วยการอำนวยความสะดวกที่ตั้งไว้ว่าใช้บังคับในวันที่ {full_date(on)} "
            "โปรดให้ผู้ดูแลตรวจหน้าตั้งค่า ข้อมูลอื่นยังอยู่ครบ",
        )
    if len(found) > 1:
        named = " และ ".join(f"{rules.law} ({rules.version})" for rules in found)
        raise Refusal(
            "rules_overlap",
            f"ยังคำนวณกำหนดไม่ได้ เพราะตั้งไว้ว่าในวันที่ {full_date(on)} ใช้บังคับพร้อมกันหลายฉบับ คือ {named} "
            "โปรดให้ผู้ดูแลตรวจหน้าตั้งค่า ข้อมูลอื่นยังอยู่ครบ",
        )
    return found[0]


@cites(FACILITATION_8)
def section_8_ask_for_more(*, complete_on: date | None, superior: str = "", reason: str = "") -> None:
    """Whether the applicant may be asked for more: freely until the application is complete, no more after it (~).

    The Act excepts what officials caused by negligence or corruption (~); the product asks for a superior and the
    reason, and records both. Raises `Refusal("complete_already")`.
    """
    if complete_on is None or (superior.strip() and reason.strip()):
        return
    raise Refusal(
        "complete_already",
        f"ยังไม่ได้ขอเอกสารเพิ่ม เพราะคำขอนี้ครบถ้วนแล้วตั้งแต่วันที่ {full_date(complete_on)} "
        "เมื่อครบแล้วจะเรียกเอกสารอื่นอีกหรือปฏิเสธเพราะเอกสารไม่ครบไม่ได้ "
        "หากจำเป็น ให้ระบุผู้บังคับบัญชาที่สั่งและเหตุผล คำขอยังอยู่ตามเดิม",
    )


@cites(FACILITATION_9)
def section_9_returnable_from(cure_by: date, *, calendar: WorkingCalendar) -> date:
    """The first day on which an application that was not cured may be returned.

    `cure_by` is the last day that the officer set, inclusive. It binds the applicant: one that falls on a closed day
    lasts until the next working day. Raises `NoCalendar`.
    """
    last_day = cure_by if calendar.is_working_day(cure_by) else calendar.next_working_day(cure_by)
    return last_day + timedelta(days=1)


@cites(FACILITATION_9)
def section_9_return(*, on: date, cure_by: date, reasons: str, calendar: WorkingCalendar) -> None:
    """Whether an application may be returned that day: after the day to cure it by, and with written reasons (~).

    Raises `Refusal("still_curable")`, `Refusal("no_reasons")`, `NoCalendar`.
    """
    first_day = section_9_returnable_from(cure_by, calendar=calendar)
    if on < first_day:
        raise Refusal(
            "still_curable",
            f"ยังคืนคำขอไม่ได้ เพราะผู้ยื่นยังแก้ไขได้ถึง{long_date(first_day - timedelta(days=1))} "
            f"คืนได้ตั้งแต่ {full_date(first_day)} คำขอยังอยู่ตามเดิม",
        )
    if not reasons.strip():
        raise Refusal(
            "no_reasons",
            "ยังไม่ได้คืนคำขอ เพราะยังไม่ได้ระบุเหตุแห่งการคืน ซึ่งต้องแจ้งผู้ยื่นเป็นหนังสือ โปรดพิมพ์เหตุผล คำขอยังอยู่ตามเดิม",
        )


@cites(FACILITATION_10)
def section_10_decision_due(
    complete_on: date,
    days: int,
    unit: Unit,
    *,
    calendar: WorkingCalendar,
    rules: Rules = RULES_OF_2558,
    pauses: Iterable[Pause] = (),
) -> Deadline:
    """By when to decide: the days of the citizens' manual, from the day on which the application was complete (~).

    The Act knows no pause of this clock; where the agency's manual has one it is recorded with its reason. Raises
    `NoCalendar`.
    """
    limit = Limit(days, unit, Party.OFFICIAL, rules.basis, since="วันที่คำขอครบถ้วน")
    return deadline(complete_on, limit, calendar=calendar, pauses=pauses)


@cites(FACILITATION_10)
def section_10_result_notice_due(
    decided_on: date, *, calendar: WorkingCalendar, rules: Rules = RULES_OF_2558
) -> Deadline:
    """By when the applicant is told the result: days of the calendar that bind the official (~)."""
    limit = Limit(
        rules.result_notice_days, Unit.CALENDAR_DAYS, Party.OFFICIAL, rules.basis, since="วันที่พิจารณาแล้วเสร็จ"
    )
    return deadline(decided_on, limit, calendar=calendar)


@dataclass(frozen=True)
class DelayNotice:
    """A written notice of delay and its reason, to the applicant, with a copy each time."""

    number: int  # "ครั้งที่ 1"
    due_on: date
    copy_to: str


@cites(FACILITATION_10)
def section_10_delay_notices_due(
    decision_due: date, *, today: date, decided_on: date | None = None, rules: Rules = RULES_OF_2558
) -> tuple[DelayNotice, ...]:
    """The notices of delay that had to be written by today: every so many days after the last day, until it is decided.

    A notice is due on its day even if that is closed, and none on the day of the decision itself. To miss one counts as
    a wrongful omission (~).
    """
    every = rules.delay_notice_every_days
    last = today if decided_on is None else min(today, decided_on - timedelta(days=1))
    return tuple(
        DelayNotice(number, decision_due + timedelta(days=number * every), rules.delay_notice_copy_to)
        for number in range(1, (last - decision_due).days // every + 1)
    )
