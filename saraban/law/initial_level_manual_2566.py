"""วิธีการทางอิเล็กทรอนิกส์สำหรับหน่วยงานของรัฐระดับเริ่มต้น พ.ศ. 2566: the guide itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from saraban.law.clauses import (
    ACT_8,
    MANUAL_1_3,
    MANUAL_1_5,
    MANUAL_3_1,
    MANUAL_3_3,
    MANUAL_3_4_1,
    MANUAL_3_4_2,
    MANUAL_3_4_3,
    cites,
)
from saraban.law.deadlines import Deadline, Limit, Party, Unit, deadline
from saraban.law.refusal import Refusal
from saraban.law.working_time import WorkingCalendar
from saraban.thai.dates import BANGKOK, full_date, long_date

HOLD_DAYS = 30
_CENTRAL_ADDRESS = re.compile(r"saraban([_-][a-z0-9._-]+)?@[^@\s]+", re.IGNORECASE)


@cites(MANUAL_1_3)
def mailbox_name_ok(address: str) -> bool:
    """Whether a central mailbox is named as it must be: saraban@…, saraban_04110113@…, saraban-0409@…"""
    return _CENTRAL_ADDRESS.fullmatch(address) is not None


class Slot(StrEnum):
    """The two looks into the mailbox, inbox and junk, that every working day has."""

    MORNING = "morning"  # when the office opens
    EVENING = "evening"  # before it closes

    @property
    def thai(self) -> str:
        return {Slot.MORNING: "รอบเช้า", Slot.EVENING: "รอบเย็น"}[self]

    @property
    def at(self) -> time:
        return {Slot.MORNING: time(8, 30), Slot.EVENING: time(16, 30)}[self]


# The guide names the two times and not how far from them a look may be: noon parts the day. A convention of ours.
DAY_PARTED_AT = time(12, 0)


@dataclass(frozen=True)
class Due:
    """A look that the guide asks for: on a working day, from its own moment on."""

    day: date
    slot: Slot

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.day, self.slot.at, tzinfo=BANGKOK)


@cites(MANUAL_1_5)
def looks_due(day: date, *, calendar: WorkingCalendar) -> tuple[Due, ...]:
    """The looks of a day: two on a working day, none else. Raises `NoCalendar`."""
    return tuple(Due(day, slot) for slot in Slot) if calendar.is_working_day(day) else ()


@cites(MANUAL_1_5)
def slot_of(moment: datetime) -> Slot:
    """Which of the day's two looks one made at this moment (aware) is."""
    return Slot.MORNING if moment.astimezone(BANGKOK).time() < DAY_PARTED_AT else Slot.EVENING


@cites(MANUAL_3_1)
def deficiency_notice(*, sent_on: date, cure_by: date | None) -> None:
    """A notice of what is missing says clearly by when to send it: a day after the one on which it is sent.

    Raises `Refusal("no_cure_day")`, `Refusal("cure_day_past")`.
    """
    if cure_by is None:
        raise Refusal(
            "no_cure_day",
            "ยังไม่ได้ส่ง เพราะยังไม่ได้กำหนดวันสุดท้ายที่ให้ส่งเอกสารเพิ่มเติม โปรดใส่วันที่แล้วส่งอีกครั้ง ข้อความยังอยู่ครบ",
        )
    if cure_by <= sent_on:
        raise Refusal(
            "cure_day_past",
            f"ยังไม่ได้ส่ง เพราะวันสุดท้ายที่ให้ส่งเอกสาร ({full_date(cure_by)}) ต้องอยู่หลังวันที่แจ้ง ({full_date(sent_on)}) "
            "โปรดใส่วันที่ใหม่ ข้อความยังอยู่ครบ",
        )


@cites(MANUAL_3_1)
def hold(failed_on: date, *, calendar: WorkingCalendar, binds: Party = Party.OFFICIAL) -> Deadline:
    """How long a matter is kept whose sender cannot be reached: thirty days of the calendar.

    The guide does not say from when: from the day on which contact failed, or whatever day the agency has set. Nor
    whether a closed last day moves; `Party.CITIZEN` lets it.
    """
    limit = Limit(HOLD_DAYS, Unit.CALENDAR_DAYS, binds, MANUAL_3_1, since="วันที่ติดต่อผู้ยื่นไม่ได้")
    return deadline(failed_on, limit, calendar=calendar)


@cites(MANUAL_3_1)
def hold_last_day(failed_on: date) -> date:
    """The last of the thirty days; it needs no calendar."""
    return failed_on + timedelta(days=HOLD_DAYS)


@cites(MANUAL_3_1)
def disposal_may_be_proposed_on(
    hold_until: date, *, failed_on: date, signs_of_life: Iterable[date] = ()
) -> date | None:
    """The first day on which to propose to the head that a matter be struck off; None once somebody got in touch.

    A sign of life counts from the day on which contact failed on, also one after the hold: nobody is struck off who
    is there.
    """
    if any(sign >= failed_on for sign in signs_of_life):
        return None
    return hold_until + timedelta(days=1)


@cites(MANUAL_3_1)
def propose_disposal(
    on: date, hold_until: date, *, failed_on: date, signs_of_life: Iterable[date] = ()
) -> None:
    """Whether that may be proposed on a day. Raises `Refusal("in_touch")`, `Refusal("hold_not_over")`."""
    first_day = disposal_may_be_proposed_on(hold_until, failed_on=failed_on, signs_of_life=signs_of_life)
    if first_day is None:
        raise Refusal(
            "in_touch",
            "ยังไม่ได้เสนอจำหน่าย เพราะมีผู้ติดต่อเข้ามาแล้วหลังจากที่ติดต่อไม่ได้ โปรดดำเนินเรื่องต่อ เรื่องยังอยู่ตามเดิม",
        )
    if on < first_day:
        raise Refusal(
            "hold_not_over",
            f"ยังเสนอจำหน่ายไม่ได้ เพราะต้องเก็บเรื่องไว้ {HOLD_DAYS} วัน ถึง{long_date(hold_until)} "
            f"เสนอได้ตั้งแต่ {full_date(first_day)} เรื่องยังอยู่ตามเดิม",
        )


class HighRisk(StrEnum):
    """The guide's five kinds of requests for which a person's identity is proven."""

    DISCLOSURE = "disclosure"
    CLAIM = "claim"
    CANCELLATION = "cancellation"
    WITHDRAWN_COMPLAINT = "withdrawn_complaint"
    WITHDRAWN_APPLICATION = "withdrawn_application"

    @property
    def thai(self) -> str:
        return {
            HighRisk.DISCLOSURE: "ขอให้เปิดเผยข้อมูลส่วนบุคคล",
            HighRisk.CLAIM: "ขอสิทธิตามกฎหมาย",
            HighRisk.CANCELLATION: "ยกเลิกการขออนุญาต หรือขอเพิกถอนการจดทะเบียน",
            # The guide's print has a word more that cannot be read for sure: to waive a right, or to ask for one.
            HighRisk.WITHDRAWN_COMPLAINT: "ถอนเรื่องร้องทุกข์หรือร้องเรียน หรือปฏิเสธสิทธิใด ๆ",
            HighRisk.WITHDRAWN_APPLICATION: "ขอยกเลิกคำร้องคำขอที่ได้ยื่นไปแล้ว",
        }[self]


class ProofBy(StrEnum):
    """How somebody proves who they are. The guide names the first two; a digital id is a higher level of choice."""

    IN_PERSON = "in_person"
    VIDEO_CALL = "video_call"
    DIGITAL_ID = "digital_id"

    @property
    def thai(self) -> str:
        return {
            ProofBy.IN_PERSON: "มารับด้วยตนเอง",
            ProofBy.VIDEO_CALL: "วิดีโอคอล",
            ProofBy.DIGITAL_ID: "ดิจิทัลไอดี",
        }[self]


@dataclass(frozen=True)
class Proof:
    """What came of a look at who somebody is. `image_kept`: a picture of the call, as evidence."""

    by: ProofBy
    passed: bool
    image_kept: bool = False

    @property
    def counts(self) -> bool:
        return self.passed and (self.by is not ProofBy.VIDEO_CALL or self.image_kept)


@cites(MANUAL_3_3)
def needs_proofing(kind: HighRisk | None) -> bool:
    """Whether a request is of a kind for which identity is proven; None: of none of them."""
    return kind is not None


@cites(MANUAL_3_3, ACT_8)
def demand_proofing(kind: HighRisk | None) -> None:
    """Of requests that are of none of the five kinds, no proof may be demanded. Raises `Refusal("low_risk")`."""
    if not needs_proofing(kind):
        raise Refusal(
            "low_risk",
            "ยังไม่ได้ขอให้พิสูจน์ตัวตน เพราะเรื่องนี้ไม่ใช่บริการที่มีความเสี่ยงสูง การขอเพิ่มจะเป็นภาระเกินสมควรแก่ผู้ยื่น "
            "โปรดดำเนินเรื่องต่อ หรือตั้งประเภทความเสี่ยงของงานก่อน เรื่องยังอยู่ตามเดิม",
        )


@cites(MANUAL_3_3)
def keep_proof(proof: Proof) -> None:
    """A video call that somebody passed leaves a picture of it. Raises `Refusal("no_image")`."""
    if proof.passed and not proof.counts:
        raise Refusal(
            "no_image",
            "ยังไม่ได้บันทึกผล เพราะการยืนยันตัวตนทางวิดีโอคอลต้องเก็บภาพไว้เป็นหลักฐาน โปรดแนบภาพ ข้อมูลอื่นยังอยู่ครบ",
        )


@cites(MANUAL_3_3)
def decide_proven(kind: HighRisk | None, proofs: Iterable[Proof]) -> None:
    """A request of high risk is decided only once somebody passed. Raises `Refusal("not_proven")`."""
    if needs_proofing(kind) and not any(proof.counts for proof in proofs):
        assert kind is not None
        raise Refusal(
            "not_proven",
            f"ยังพิจารณาไม่ได้ เพราะเรื่องนี้มีความเสี่ยงสูง ({kind.thai}) และยังไม่มีผลยืนยันตัวตนที่ผ่าน "
            "โปรดยืนยันตัวตนก่อน โดยให้มารับด้วยตนเองหรือวิดีโอคอล เรื่องยังอยู่ตามเดิม",
        )


_PURPOSE = re.compile(r"\s*\([^()]+\)\Z")  # behind the name of an account: what the money is


@cites(MANUAL_3_4_1)
def account_bears_agencys_name(account: str, agency: str) -> None:
    """The account is opened in the agency's name; behind it, in brackets, may stand what the money is.

    Both are written as bank and agency write them; spaces do not count. Raises `Refusal("not_agencys_name")`.
    """
    name = "".join(_PURPOSE.sub("", account).removeprefix("บัญชี").split())
    if not name or name != "".join(agency.split()):
        raise Refusal(
            "not_agencys_name",
            f"ยังไม่ได้บันทึก เพราะชื่อบัญชี “{account}” ไม่ตรงกับชื่อหน่วยงาน “{agency}” บัญชีที่รับชำระเงินต้องใช้ชื่อของหน่วยงาน (คู่มือ #3.4) "
            "โปรดตรวจตัวสะกดกับสมุดบัญชี สิ่งที่พิมพ์ไว้อยู่ครบ",
        )


PROOF_OF_PAYMENT = ("ชื่อบัญชีที่รับชำระเงิน", "วันที่ชำระเงิน", "จำนวนเงินที่ชำระ", "หมายเลขอ้างอิงของธุรกรรม")


@dataclass(frozen=True)
class ProofOfPayment:
    """What a payer says of a payment. `satang`: None where it cannot be read; `paid_on`: the day in Bangkok."""

    account_name: str
    paid_on: date | None
    satang: int | None
    reference: str

    @property
    def lacks(self) -> tuple[str, ...]:
        """Of the guide's four data, those that are missing, in its order."""
        there = (
            bool(self.account_name.strip()),
            self.paid_on is not None,
            self.satang is not None and self.satang > 0,
            bool(self.reference.strip()),
        )
        return tuple(name for name, said in zip(PROOF_OF_PAYMENT, there, strict=True) if not said)


@cites(MANUAL_3_4_2)
def proof_is_whole(proof: ProofOfPayment) -> None:
    """A proof of payment has four data. Raises `Refusal("proof_lacks")`."""
    if proof.lacks:
        raise Refusal(
            "proof_lacks",
            f"ยังไม่ได้บันทึกหลักฐาน เพราะยังไม่มี{'และ'.join(proof.lacks)} (คู่มือ #3.4) โปรดดูจากสลิปแล้วพิมพ์ หรือขอจากผู้ชำระ สิ่งที่พิมพ์ไว้อยู่ครบ",
        )


@cites(MANUAL_3_4_3)
def close_in_order(day: date, last_closed: date | None, calendar: WorkingCalendar) -> None:
    """Each working day is checked at its end, none is left out. `last_closed`: None before the first.

    Raises `Refusal`: not_a_working_day, closed_already, earlier_day_open; `NoCalendar`.
    """
    if not calendar.is_working_day(day):
        raise Refusal(
            "not_a_working_day",
            f"ยังไม่ได้ปิดยอด เพราะ {full_date(day)} ไม่ใช่วันทำการ เงินที่เข้าวันนั้นรวมอยู่ในยอดของวันทำการถัดไป ไม่มีข้อมูลใดเปลี่ยน",
        )
    if last_closed is None:
        return
    if day <= last_closed:
        raise Refusal(
            "closed_already",
            f"ไม่ได้ปิดยอดซ้ำ เพราะปิดถึง {full_date(last_closed)} แล้ว หากมีรายการเพิ่ม จะอยู่ในยอดของวันทำการถัดไป ไม่มีข้อมูลใดเปลี่ยน",
        )
    first_open = calendar.next_working_day(last_closed)
    if first_open < day:
        raise Refusal(
            "earlier_day_open",
            f"ยังไม่ได้ปิดยอด เพราะ {full_date(first_open)} ยังไม่ได้ปิด โปรดปิดวันนั้นก่อน ไม่มีข้อมูลใดเปลี่ยน",
        )
