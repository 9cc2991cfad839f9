"""พระราชบัญญัติการปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565, section by section.

Pure functions of plain values: no clock, no database, no request. Read beside the Act.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from saraban.law.clauses import (
    ACT_7_1,
    ACT_7_2,
    ACT_7_3,
    ACT_7_5,
    ACT_8,
    ACT_10_1,
    ACT_10_2,
    ACT_11,
    ACT_12,
    ACT_16,
    ACT_21_2,
    MANUAL_2_2,
    MANUAL_3_2_3,
    MANUAL_3_2_4,
    MANUAL_3_5_2,
    MANUAL_3_5_3,
    MANUAL_5_3,
    cites,
)
from saraban.law.deadlines import Deadline, Limit, Party, Unit, deadline
from saraban.law.refusal import Refusal
from saraban.law.working_time import SATURDAY, OfficeHours, WorkingCalendar
from saraban.thai.dates import BANGKOK, full_date, long_date, thai_time, weekday

DATA_REQUEST_DAYS = 3
SECTION_10 = "มาตรา 10 แห่งพระราชบัญญัติการปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565"


class InPerson(StrEnum):
    """Registrations that are done in person and so may not be filed electronically."""

    MARRIAGE = "marriage"
    DIVORCE = "divorce"
    ADOPTION = "adoption"
    ID_CARD = "id_card"
    PASSPORT = "passport"
    REGULATION = "regulation"  # one that a ministerial regulation names

    @property
    def thai(self) -> str:
        return {
            InPerson.MARRIAGE: "การจดทะเบียนสมรส",
            InPerson.DIVORCE: "การจดทะเบียนหย่า",
            InPerson.ADOPTION: "การจดทะเบียนรับบุตรบุญธรรม",
            InPerson.ID_CARD: "การขอมีบัตรประจำตัวประชาชน",
            InPerson.PASSPORT: "การขอหนังสือเดินทาง",
            InPerson.REGULATION: "การอื่นตามกฎกระทรวง",
        }[self]


@dataclass(frozen=True)
class Exclusion:
    """That a service is done in person only. `regulation` names the ministerial regulation where one says so."""

    kind: InPerson
    regulation: str = ""
    own_law_allows_electronic: bool = False


class OtherSigner(StrEnum):
    """The two cases in which somebody's signature on a copy is asked for after all."""

    MESSENGER = "messenger"  # who sends the mail only passes on what is another's
    REQUIRED_BY_LAW = "required_by_law"  # a law wants the signature of somebody else than the applicant

    @property
    def thai(self) -> str:
        return {
            OtherSigner.MESSENGER: "ผู้ส่งอีเมลเป็นเพียงผู้ส่งเอกสารแทนผู้อื่น",
            OtherSigner.REQUIRED_BY_LAW: "กฎหมายหรือกฎระเบียบกำหนดให้บุคคลอื่นนอกจากผู้ยื่นคำขอต้องลงนาม",
        }[self]


@cites(ACT_7_1)
def section_7_refuse_as_electronic(exclusion: Exclusion | None) -> None:
    """Whether a matter may be turned away because it was filed electronically: only what is excluded.

    Raises `Refusal("electronic_is_no_ground")`.
    """
    if exclusion is None or not section_7_in_person_only(exclusion):
        raise Refusal(
            "electronic_is_no_ground",
            "ยังไม่ได้ปฏิเสธ เพราะจะไม่รับคำขอเพียงเพราะยื่นทางอิเล็กทรอนิกส์ไม่ได้ "
            "โปรดพิจารณาคำขอต่อไป หรือเลือกเหตุอื่น คำขอยังอยู่ตามเดิม",
        )


@cites(ACT_7_2, MANUAL_3_2_4)
def section_7_signatures_of_others(exception: OtherSigner | None) -> bool:
    """Whether a signature on an electronic copy may be asked for: in the guide's two cases, of the other person.

    What the applicant sends is certified by being sent; a scanned or pasted signature is enough for the others.
    """
    return exception is not None


@cites(ACT_7_2, MANUAL_3_2_4)
def section_7_demand_signature(exception: OtherSigner | None) -> None:
    """To ask for a signature outside the two cases is refused. Raises `Refusal("no_certified_copies")`."""
    if not section_7_signatures_of_others(exception):
        raise Refusal(
            "no_certified_copies",
            "ยังไม่ได้ขอ เพราะสำเนาที่ส่งทางอิเล็กทรอนิกส์ไม่ต้องลงลายมือชื่อรับรองสำเนาถูกต้อง "
            f"ขอได้เฉพาะกรณี{OtherSigner.MESSENGER.thai} หรือ{OtherSigner.REQUIRED_BY_LAW.thai} เอกสารที่ส่งมายังอยู่ครบ",
        )


@cites(ACT_7_3, MANUAL_3_2_3)
def section_7_copies_due(prescribed: int) -> int:
    """How many copies of a document an electronic filing needs, whatever number is prescribed on paper: one."""
    assert prescribed >= 0, "copies are counted"
    return min(prescribed, 1)


@cites(ACT_7_5)
def section_7_in_person_only(exclusion: Exclusion) -> bool:
    """Whether a service is excluded from electronic filing, unless its own law allows that.

    Which ones a ministerial regulation adds is unsure, so such a service must name it. Raises `Refusal("no_basis")`.
    """
    if exclusion.kind is InPerson.REGULATION and not exclusion.regulation.strip():
        raise Refusal(
            "no_basis",
            "ยังไม่ได้ตั้งว่างานนี้ต้องมาด้วยตนเอง เพราะยังไม่ได้ระบุกฎกระทรวงที่กำหนดไว้ โปรดพิมพ์ชื่อกฎกระทรวง งานเดิมยังอยู่ตามเดิม",
        )
    return not exclusion.own_law_allows_electronic


class ExtraStep(StrEnum):
    """What for an authority may ask for one more electronic step."""

    CONVENIENCE = "convenience"
    RISK = "risk"
    IDENTITY = "identity"


@cites(ACT_8)
def section_8_add_step(purpose: ExtraStep | None, *, reason: str) -> None:
    """One more step must serve convenience, guard against a risk or prove who somebody is, and say why it is needed.

    Raises `Refusal("needless_step")`.
    """
    if purpose is None or not reason.strip():
        raise Refusal(
            "needless_step",
            "ยังไม่ได้เพิ่มขั้นตอน เพราะต้องเป็นไปเพื่ออำนวยความสะดวก ป้องกันความเสี่ยง หรือยืนยันตัวตน และไม่สร้างภาระเกินสมควร "
            "โปรดเลือกวัตถุประสงค์และพิมพ์เหตุผล งานเดิมยังอยู่ตามเดิม",
        )


@cites(ACT_10_1, MANUAL_2_2)
def section_10_deemed_received_at(arrived_at: datetime, *, calendar: WorkingCalendar) -> datetime:
    """When a letter counts as received: on arrival, or as soon as the office next opens.

    `arrived_at` says its time zone; the answer is in Bangkok time, in whole seconds. For a letter through a channel
    that was not announced, `arrived_at` is when the registry got it. Raises `NoCalendar`.
    """
    moment = _in_whole_seconds(arrived_at)
    day = moment.date()
    if calendar.is_working_day(day):
        if calendar.hours.is_open_at(moment.time()):
            return moment
        if moment.time() < calendar.hours.opens:
            return calendar.opening_of(day)
    return calendar.opening_of(calendar.next_working_day(day))


def section_10_reasons(arrived_at: datetime, *, calendar: WorkingCalendar) -> list[str]:
    """Why `section_10_deemed_received_at` answers as it does: Thai sentences, in the order one would check.

    Raises `NoCalendar`.
    """
    moment = _in_whole_seconds(arrived_at)
    deemed_at = section_10_deemed_received_at(moment, calendar=calendar)
    reasons = [_about_day(moment.date(), calendar)]
    if calendar.is_working_day(moment.date()):
        reasons.append(_about_time(moment, calendar.hours))
    reasons += [
        _about_day(moment.date() + timedelta(days=days), calendar)
        for days in range(1, (deemed_at.date() - moment.date()).days + 1)
    ]
    when = f"{long_date(deemed_at)} เวลา {thai_time(deemed_at, seconds=deemed_at.second > 0)}"
    if deemed_at == moment:
        reasons.append(f"จึงถือว่าได้รับเมื่อ{when} ซึ่งเป็นเวลาที่เข้าสู่ระบบ ตาม{SECTION_10}")
    else:
        reasons.append(f"จึงถือว่าได้รับเมื่อ{when} ซึ่งเป็นเวลาเปิดทำการถัดไป ตาม{SECTION_10}")
    return reasons


class Onward(StrEnum):
    """What is done with a matter that is another official's."""

    FORWARD = "forward"
    REDIRECT = "redirect"  # tell the applicant whom to turn to


@cites(ACT_10_2)
def section_10_pass_on(way: Onward, *, within_agency: bool, responsible: str) -> None:
    """A matter of another official is forwarded; one of another agency may be answered with that agency's name instead.

    Raises `Refusal("must_forward")`, `Refusal("no_responsible_agency")`.
    """
    if way is Onward.REDIRECT and within_agency:
        raise Refusal(
            "must_forward",
            "ยังไม่ได้ตอบ เพราะเรื่องนี้เป็นหน้าที่ของเจ้าหน้าที่อื่นในหน่วยงานเดียวกัน จึงต้องส่งต่อเอง โปรดเลือก ส่งต่อ เรื่องยังอยู่ตามเดิม",
        )
    if not responsible.strip():
        raise Refusal(
            "no_responsible_agency",
            "ยังไม่ได้ทำ เพราะยังไม่ได้ระบุว่าหน่วยงานหรือเจ้าหน้าที่ใดรับผิดชอบเรื่องนี้ โปรดพิมพ์ชื่อ เรื่องยังอยู่ตามเดิม",
        )


class ReplyBy(StrEnum):
    ELECTRONIC = "electronic"
    PAPER = "paper"


@cites(ACT_11)
def section_11_reply_by(*, filed_electronically: bool, stated: ReplyBy | None = None) -> ReplyBy:
    """How an applicant is written to: as they said; else electronically, once they filed so.

    The section is silent on who filed on paper and said nothing: paper, a convention of ours.
    """
    if stated is not None:
        return stated
    return ReplyBy.ELECTRONIC if filed_electronically else ReplyBy.PAPER


@cites(ACT_12)
def section_12_ask_for_copy(*, issued_by_the_state: bool, original_shown: bool) -> None:
    """Who shows the original of what the state issued is not asked for a copy: the officer makes it.

    Raises `Refusal("officer_makes_the_copy")`.
    """
    if issued_by_the_state and original_shown:
        raise Refusal(
            "officer_makes_the_copy",
            "ยังไม่ได้ขอสำเนา เพราะผู้ยื่นแสดงต้นฉบับเอกสารที่ราชการออกให้แล้ว เจ้าหน้าที่ต้องทำสำเนาและรับรองเองโดยไม่คิดค่าใช้จ่าย "
            "โปรดสแกนต้นฉบับแล้วรับรอง คำขอยังอยู่ตามเดิม",
        )


@cites(ACT_12)
def section_12_certify_copy(*, certified_by: str, fee: int) -> None:
    """A copy made so is certified by an officer, by name, and free. Raises `Refusal("not_certified")`, `("not_free")`."""
    if not certified_by.strip():
        raise Refusal(
            "not_certified", "ยังไม่ได้เก็บสำเนา เพราะยังไม่มีเจ้าหน้าที่รับรอง โปรดเลือกเจ้าหน้าที่ผู้รับรอง ภาพสแกนยังอยู่ครบ"
        )
    if fee:
        raise Refusal(
            "not_free",
            "ยังไม่ได้เก็บสำเนา เพราะสำเนาที่เจ้าหน้าที่ทำเองต้องไม่คิดค่าใช้จ่าย โปรดเอาค่าใช้จ่ายออก ภาพสแกนยังอยู่ครบ",
        )


@dataclass(frozen=True)
class SystemOrder:
    """The head's order that officials act in an electronic system. `in_force_until` is inclusive."""

    system: str
    order: str  # "คำสั่งเทศบาลตำบลคลองน้อย ที่ 12/2566"
    in_force_from: date
    in_force_until: date | None = None
    asks_for_accounts: bool = True  # it lets what comes from recorded accounts count as signed

    def holds_on(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)


@dataclass(frozen=True)
class RecordedAccount:
    """An e-mail address or a user name that was recorded as an officer's own. `until` is inclusive."""

    address: str
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Lack(StrEnum):
    """What keeps an approval in an electronic system from being as good as one on paper."""

    NO_ORDER = "no_order"
    NO_ACCOUNT = "no_account"

    @property
    def thai(self) -> str:
        """With where it stands: the order in the Act, the account in the guide."""
        return {
            Lack.NO_ORDER: "ไม่มีคำสั่งหัวหน้าหน่วยงานที่กำหนดให้ใช้ระบบนี้ในวันที่เห็นชอบ (มาตรา 16 วรรคหนึ่ง คู่มือ #3.5(2))",
            Lack.NO_ACCOUNT: "บัญชีที่ผู้เห็นชอบใช้ยังไม่ได้บันทึกไว้ว่าเป็นของใครในวันที่เห็นชอบ (คู่มือ #3.5(3))",
        }[self]

    @property
    def cure(self) -> str:
        return {
            Lack.NO_ORDER: "ออกคำสั่งกำหนดระบบ",
            Lack.NO_ACCOUNT: "บันทึกบัญชีของผู้เห็นชอบ",
        }[self]


@cites(ACT_16, MANUAL_3_5_2)
def section_16_order_for(system: str, on: date, *, orders: Iterable[SystemOrder]) -> SystemOrder | None:
    """The order by which an approval in this system counts as written on that day; of several, the latest; None: none.

    Until an agency has announced anything, section 20 lets any system count; the guide wants the order all the same,
    and so do we.
    """
    found = [order for order in orders if order.system == system and order.holds_on(on)]
    return max(found, key=lambda order: order.in_force_from, default=None)


@cites(MANUAL_3_5_3)
def account_signs(address: str, on: date, *, accounts: Iterable[RecordedAccount]) -> RecordedAccount | None:
    """The recorded account by which what comes from this address counts as signed by its owner; None: it does not."""
    written = address.strip().lower()
    found = [one for one in accounts if one.address.strip().lower() == written and one.holds_on(on)]
    return max(found, key=lambda one: one.since, default=None)


@cites(ACT_16, MANUAL_3_5_3)
def section_16_lacks(order: SystemOrder | None, account: RecordedAccount | None) -> tuple[Lack, ...]:
    """What an approval lacks that was given under this order from this account, in the order in which it is cured.

    The guide asks for recorded accounts where officers use what nobody pays for, and the order says what counts as
    signed: so an order that does not ask for them is enough by itself.
    """
    lacks = [] if order is not None else [Lack.NO_ORDER]
    if account is None and (order is None or order.asks_for_accounts):
        lacks.append(Lack.NO_ACCOUNT)
    return tuple(lacks)


@cites(ACT_21_2, MANUAL_5_3)
def section_21_data_due(received_on: date, *, calendar: WorkingCalendar) -> Deadline:
    """By when a citizen is sent the data of permissions that are not public yet: three days, free of charge.

    It binds the official, so it ends on the third day even if that is closed. `received_on` is the day on which the
    request counts as received.
    """
    limit = Limit(DATA_REQUEST_DAYS, Unit.CALENDAR_DAYS, Party.OFFICIAL, ACT_21_2, since="วันที่ได้รับคำขอข้อมูล")
    return deadline(received_on, limit, calendar=calendar)


def _in_whole_seconds(moment: datetime) -> datetime:
    assert moment.tzinfo is not None, "an arrival time must say its time zone"
    return moment.astimezone(BANGKOK).replace(microsecond=0)


def _about_day(day: date, calendar: WorkingCalendar) -> str:
    told = f"{full_date(day)} เป็นวัน{weekday(day)}"
    if calendar.is_working_day(day):
        return f"{told} ซึ่งเป็นวันทำการ"
    if name := calendar.name_of(day):
        return f"{told} ซึ่งเป็นวันหยุดราชการ ({name})"
    return f"{told} ซึ่งเป็นวันหยุดราชการ" + ("ประจำสัปดาห์" if day.weekday() >= SATURDAY else "")


def _about_time(moment: datetime, hours: OfficeHours) -> str:
    at = f"เวลา {thai_time(moment, seconds=moment.second > 0)}"
    open_hours = f"เวลาทำการ {hours.opens:%H.%M}–{hours.closes:%H.%M} น."
    if hours.is_open_at(moment.time()):
        return f"{at} อยู่ใน{open_hours}"
    return f"{at} อยู่{'ก่อน' if moment.time() < hours.opens else 'หลัง'}{open_hours}"
