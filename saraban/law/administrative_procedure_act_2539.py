"""พระราชบัญญัติวิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539, section by section.

Sections 37 and 44 were read; 40 and 64 are from knowledge (mark ~).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from saraban.law.clauses import PROCEDURE_37, PROCEDURE_40, PROCEDURE_44, PROCEDURE_64, Clause, cites
from saraban.law.deadlines import Deadline, Limit, Party, Unit, deadline
from saraban.law.refusal import Refusal
from saraban.law.working_time import WorkingCalendar


@dataclass(frozen=True)
class Reasons:
    """What an order says of why it was made."""

    facts: str
    law: str
    considerations: str


@cites(PROCEDURE_37)
def section_37_missing(reasons: Reasons) -> tuple[str, ...]:
    """What the reasons of a written order still lack, as the section names it."""
    parts = (
        (reasons.facts, "ข้อเท็จจริงอันเป็นสาระสำคัญ"),
        (reasons.law, "ข้อกฎหมายที่อ้างอิง"),
        (reasons.considerations, "ข้อพิจารณาและข้อสนับสนุนในการใช้ดุลพินิจ"),
    )
    return tuple(name for text, name in parts if not text.strip())


@cites(PROCEDURE_37)
def section_37_give_reasons(reasons: Reasons, *, grants_what_was_asked: bool = False) -> None:
    """An order that grants just what was asked needs no reasons; any other needs all three parts.

    Raises `Refusal("reasons_missing")`.
    """
    missing = () if grants_what_was_asked else section_37_missing(reasons)
    if missing:
        raise Refusal(
            "reasons_missing",
            f"ยังออกหนังสือไม่ได้ เพราะเหตุผลของคำสั่งยังขาด {' '.join(missing)} โปรดพิมพ์ให้ครบ ร่างยังอยู่ครบ",
        )


@dataclass(frozen=True)
class AppealRule:
    """How an order of one kind is appealed: the law's own rule for it, or section 44's chosen for it by name."""

    days: int
    to: str  # "ผู้ทำคำสั่ง", "รัฐมนตรีว่าการกระทรวงสาธารณสุข"
    clause: Clause
    form: str = "โดยทำเป็นหนังสือ ระบุข้อโต้แย้งและข้อเท็จจริงหรือข้อกฎหมายที่อ้างอิง"
    unit: Unit = Unit.CALENDAR_DAYS


SECTION_44_RULE = AppealRule(days=15, to="เจ้าหน้าที่ผู้ทำคำสั่ง", clause=PROCEDURE_44)


@cites(PROCEDURE_40)
def section_40_appeal_rule(rule: AppealRule | None) -> AppealRule:
    """The rule that an order has to tell of; special laws have their own, so none is supposed.

    Left untold, the time to appeal begins anew or grows to a year (~). Raises `Refusal("no_appeal_rule")`.
    """
    if rule is None or not rule.to.strip() or not rule.clause.title.strip():
        raise Refusal(
            "no_appeal_rule",
            "ยังออกหนังสือไม่ได้ เพราะยังไม่ได้ตั้งว่างานนี้อุทธรณ์ต่อใคร ภายในกี่วัน ตามกฎหมายใด "
            "โปรดให้ผู้ดูแลตั้งที่หน้าของงานบริการนี้ ร่างยังอยู่ครบ",
        )
    return rule


@cites(PROCEDURE_40)
def section_40_told(rule: AppealRule | None) -> str:
    """The sentence about appeals that stands in a letter. Raises `Refusal("no_appeal_rule")`."""
    rule = section_40_appeal_rule(rule)
    return (
        f"หากท่านไม่เห็นด้วยกับคำสั่งนี้ มีสิทธิอุทธรณ์ต่อ{rule.to} ภายใน {rule.days} {rule.unit.thai}"
        f"นับแต่วันที่ได้รับแจ้งคำสั่ง {rule.form} ทั้งนี้ ตาม{rule.clause.title}"
    )


@cites(PROCEDURE_44)
def section_44_appeal_until(
    notified_on: date, rule: AppealRule | None, *, calendar: WorkingCalendar
) -> Deadline:
    """The last day to appeal, from the day on which the party was told of the order; it binds the citizen.

    Raises `Refusal("no_appeal_rule")`, `NoCalendar`.
    """
    rule = section_40_appeal_rule(rule)
    limit = Limit(rule.days, rule.unit, Party.CITIZEN, rule.clause, since="วันที่ได้รับแจ้งคำสั่ง")
    return deadline(notified_on, limit, calendar=calendar)


@cites(PROCEDURE_64)
def section_64_last_day(begins_on: date, days: int, *, binds: Party, calendar: WorkingCalendar) -> date:
    """The last day, inclusive, of a time limit of calendar days; the day on which it begins is not counted (~).

    A limit that binds the official ends even on a holiday; one that binds the citizen moves to the next working day.
    Raises `NoCalendar`, for the citizen's only.
    """
    limit = Limit(days, Unit.CALENDAR_DAYS, binds, PROCEDURE_64)
    last_day = deadline(begins_on, limit, calendar=calendar).last_day
    assert last_day is not None, "without a pause there is a last day"
    return last_day
