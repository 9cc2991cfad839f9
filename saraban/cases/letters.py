"""What the agency writes about a case: pure texts, values in, Thai out (templates T4, T15, T17, T19).

Who reads them is a citizen on a phone: the one thing to do, by when, and whom to call. T17 goes to an office.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from saraban.law.administrative_procedure_act_2539 import AppealRule, section_40_told
from saraban.law.initial_level_manual_2566 import PROOF_OF_PAYMENT
from saraban.mail.one_time import ANSWER_ABOVE, HIDDEN
from saraban.payments.invoices import Invoice
from saraban.registers.answers import Office, letter_text
from saraban.thai import baht
from saraban.thai.citizen_id import mask_citizen_ids
from saraban.thai.dates import full_date, medium_date, thai_time, weekday


@dataclass(frozen=True)
class Wording:
    """A mail before it is one."""

    subject: str
    body: str


@dataclass(frozen=True)
class Matter:
    """What every letter of a case says: who writes, whose case it is and its number, and whom to call."""

    office: Office
    applicant: str
    service: str
    receipt_number: str
    reference: str
    officer: str
    phone: str

    @property
    def application(self) -> str:
        return f"คำขอ{self.service} เลขรับที่ {self.receipt_number}"

    @property
    def of_applicant(self) -> str:
        return mask_citizen_ids(self.applicant)

    @property
    def responsible(self) -> str:
        return f"ผู้รับผิดชอบ {self.officer} โทร. {self.phone}"

    def to_applicant(self, what: str, *lines: str, above: Sequence[str] = ()) -> Wording:
        """`แจ้งแก้ไข: ต่ออายุใบอนุญาต [เลขรับ 124/2566]`: the number, and the code below, tie the answer to its case."""
        keep = f"โปรดคงรหัสเรื่อง {self.reference} ไว้ในจดหมายที่ตอบกลับ"
        return self.addressed(f"{what}: {self.service}", self.of_applicant, *lines, "", keep, above=above)

    def addressed(self, what: str, to: str, *lines: str, above: Sequence[str] = ()) -> Wording:
        """`above`: what stands over the salutation."""
        text = letter_text(self.office, [*above, f"เรียน {to}", "", *lines])
        return Wording(f"{what} [เลขรับ {self.receipt_number}]", text)


def request_letter(matter: Matter, *, items: Sequence[str], due_on: date) -> Wording:
    """T4: what is wanting, by when, and what happens otherwise (guide #3.1; Facilitation Act s.8)."""
    return matter.to_applicant(
        "แจ้งแก้ไขหรือส่งเอกสารเพิ่มเติม",
        f"อ้างถึง {matter.application}",
        "",
        "เจ้าหน้าที่ได้ตรวจสอบคำขอและเอกสารตามคู่มือสำหรับประชาชนแล้ว พบว่ายังไม่ถูกต้องครบถ้วน ดังนี้",
        *numbered(items),
        "",
        f"โปรดแก้ไขหรือส่งเอกสารเพิ่มเติมโดยตอบกลับอีเมลนี้ ภายใน{weekday_and_date(due_on)} "
        "ส่งเป็นภาพถ่ายหรือไฟล์ชนิดใดก็ได้ที่อ่านข้อความได้ชัดเจน ไม่ต้องส่งหลายชุด และไม่ต้องรับรองสำเนาถูกต้อง",
        "",
        "หากพ้นกำหนดโดยไม่ได้แก้ไข หน่วยงานจะคืนคำขอพร้อมแจ้งเหตุผลตามกฎหมาย ท่านยื่นใหม่ได้เสมอ",
        "",
        matter.responsible,
    )


def return_letter(
    matter: Matter,
    *,
    letter_number: str,
    items: Sequence[str],
    due_on: date,
    reasons: str,
    appeal: AppealRule | None,
) -> Wording:
    """T19: the application goes back, with reasons and how to appeal (Facilitation Act s.9)."""
    how_to_appeal = f"{section_40_told(appeal)} " if appeal is not None else ""
    return matter.to_applicant(
        "คืนคำขอ",
        f"ตามที่ท่านได้ยื่น{matter.application} และหน่วยงานได้แจ้งให้แก้ไขหรือส่งเอกสารเพิ่มเติม "
        f"ภายในวันที่ {medium_date(due_on)} ดังนี้",
        *numbered(items),
        "",
        f"บัดนี้พ้นกำหนดแล้ว {matter.office.name}จึงขอคืนคำขอ เพราะ{mask_citizen_ids(reasons)}",
        "",
        f"{how_to_appeal}ท่านยื่นคำขอใหม่พร้อมเอกสารครบถ้วนได้ทุกเมื่อ ทาง {matter.office.address}",
        above=[f"ที่ {letter_number}", ""] if letter_number else [],
    )


def delay_letter(
    matter: Matter,
    *,
    due_on: date,
    times: int,
    reason: str,
    expected_on: date | None,
    every_days: int,
    copied_to: str,
) -> Wording:
    """T15: why it is late, every so many days until it is done, with a copy (Facilitation Act s.10).

    `copied_to`: who gets the copy, "" where the office sends it by hand.
    """
    expected = f" คาดว่าจะแล้วเสร็จวันที่ {medium_date(expected_on)}" if expected_on is not None else ""
    return matter.to_applicant(
        f"แจ้งเหตุล่าช้า ครั้งที่ {times}",
        f"ตามที่ท่านได้ยื่น{matter.application} ซึ่งครบกำหนดพิจารณาวันที่ {medium_date(due_on)} นั้น "
        f"{matter.office.name}ยังพิจารณาไม่แล้วเสร็จ เพราะ{mask_citizen_ids(reason)}{expected}",
        "",
        f"จึงแจ้งเหตุแห่งความล่าช้า ครั้งที่ {times} และจะแจ้งทุก {every_days} วันจนกว่าจะแล้วเสร็จ",
        *([f"สำเนาส่ง {copied_to}"] if copied_to else []),
    )


def verification_letter(matter: Matter, *, issuer: str, document: str, files: int) -> Wording:
    """T17: whether a paper is theirs and as they issued it; it is attached (guide #3.2(5); Act 2565 s.9)."""
    return matter.addressed(
        f"ขอความอนุเคราะห์ตรวจสอบความถูกต้องของ{document}",
        issuer,
        f"{matter.office.name}ได้รับ{matter.application} ของ {matter.of_applicant} "
        f"ซึ่งแนบ{document}ที่หน่วยงานของท่านเป็นผู้ออก ตามไฟล์ที่แนบมาพร้อมนี้ {files} ไฟล์",
        "",
        f"จึงขอความอนุเคราะห์ตรวจสอบความถูกต้องของ{document} แล้วตอบกลับอีเมลนี้ว่า",
        *numbered(["เป็นเอกสารที่หน่วยงานของท่านออกหรือไม่", "ข้อความตรงกับที่ออกไว้หรือไม่ และยังใช้ได้หรือไม่"]),
        "",
        "ไฟล์ที่แนบมีข้อมูลส่วนบุคคล โปรดใช้เพื่อการตรวจสอบนี้เท่านั้น",
        "",
        f"ผู้ประสานงาน {matter.officer} โทร. {matter.phone}",
    )


def estamp_letter(matter: Matter) -> Wording:
    """How to buy a stamp on the Revenue Department's site, and to send its code in answer (guide #3.2(7))."""
    return matter.to_applicant(
        "วิธีชำระอากรแสตมป์ทางอิเล็กทรอนิกส์",
        f"อ้างถึง {matter.application}",
        "",
        "เอกสารที่ท่านยื่นต้องติดอากรแสตมป์ ท่านชำระทางอิเล็กทรอนิกส์ (e-stamp) ได้โดยไม่ต้องเดินทาง ดังนี้",
        *numbered(
            [
                "เปิดเว็บไซต์กรมสรรพากร www.rd.go.th แล้วเลือกเมนู “ชำระอากรแสตมป์”",
                "กรอกข้อมูลและชำระเงินตามที่เว็บไซต์แจ้ง แล้วจดรหัส e-stamp ที่ได้รับ",
                f"แจ้งรหัส e-stamp โดยตอบกลับอีเมลนี้ หรือส่งมาที่ {matter.office.address} "
                "เจ้าหน้าที่จะตรวจสอบรหัสที่เว็บไซต์เดียวกัน",
            ]
        ),
        "",
        "ชำระกับกรมสรรพากรโดยตรงเท่านั้น หน่วยงานไม่รับชำระอากรแสตมป์แทน",
        "",
        matter.responsible,
    )


def appointment_letter(
    matter: Matter,
    *,
    because: str,
    method: str,
    at: datetime | None,
    minutes: int,
    how: str,
    picture_days: int,
) -> Wording:
    """How and when somebody proves who they are, and what else they may do (guide #3.3(2)).

    `at`: None where they come when they like; `picture_days`: how long the picture of a call is kept, 0 without one.
    """
    when = f"{weekday_and_time(at)} ประมาณ {minutes} นาที" if at is not None else "วันและเวลาราชการ"
    picture = [
        "เจ้าหน้าที่จะขออนุญาตท่านบันทึกภาพจากการสนทนา 1 ภาพเป็นหลักฐาน "
        f"เก็บไว้ {picture_days} วันและจนกว่าเรื่องจะสิ้นสุด แล้วลบทิ้ง ภาพนี้เห็นได้เฉพาะผู้เกี่ยวข้อง"
    ]
    return matter.to_applicant(
        "นัดยืนยันตัวตน",
        f"อ้างถึง {matter.application}",
        "",
        f"เรื่องนี้เป็นเรื่องที่มีความเสี่ยงสูง ({because}) เพื่อไม่ให้ผู้อื่นแอบอ้างเป็นท่าน เจ้าหน้าที่จึงขอยืนยันตัวตนของท่านก่อนพิจารณา",
        "",
        f"วิธี: {method}",
        f"เมื่อ: {when}",
        *([f"ที่: {how}"] if how else []),
        "โปรดเตรียม: บัตรประจำตัวประชาชนตัวจริง หรือบัตรอื่นที่ราชการออกให้และมีรูปถ่าย",
        *(picture if picture_days else []),
        "",
        "หากไม่สะดวก โปรดตอบกลับอีเมลนี้เพื่อขอวันเวลาอื่น หรือขอมายืนยันด้วยตนเองที่สำนักงาน",
        "หากท่านไม่ได้ยื่นคำขอนี้ โปรดแจ้งทันที",
        "",
        matter.responsible,
    )


def called_off_letter(matter: Matter, *, at: datetime | None) -> Wording:
    """The appointment does not hold any more: whoever had it in their calendar takes it out."""
    which = f" {weekday_and_time(at)}" if at is not None else ""
    return matter.to_applicant(
        "ยกเลิกนัดยืนยันตัวตน",
        f"ขอยกเลิกนัดยืนยันตัวตน{which} ของ{matter.application} โปรดลบนัดนี้ออกจากปฏิทินของท่าน",
        "หากต้องนัดใหม่ เจ้าหน้าที่จะแจ้งท่านทางอีเมลนี้",
        "",
        f"สอบถาม โทร. {matter.phone}",
    )


def proven_letter(matter: Matter, *, method: str, at: datetime) -> Wording:
    """That somebody proved to be the applicant, by the applicant's own channel: who did not will say so (guide #3.3(2))."""
    return matter.to_applicant(
        "ยืนยันตัวตนแล้ว",
        f"เจ้าหน้าที่ได้ยืนยันตัวตนของท่านแล้วเมื่อ{weekday_and_time(at)} โดย{method} "
        f"สำหรับ{matter.application} และจะพิจารณาเรื่องของท่านต่อไป",
        "",
        f"หากท่านไม่ได้เป็นผู้ยืนยันตัวตน โปรดแจ้งทันทีที่ โทร. {matter.phone} หรือตอบกลับอีเมลนี้",
    )


def bill_letter(matter: Matter, invoice: Invoice) -> Wording:
    """What is still owed, how it is paid, and what the proof has to say (guide #3.4(2))."""
    account = invoice.account
    due = f" ภายใน{weekday_and_date(invoice.due_on)}" if invoice.due_on is not None else ""
    left = invoice.left
    rest = f" ซึ่งเป็นส่วนที่เหลือจาก {invoice.in_baht} บาท" if left < invoice.satang else ""
    by_qr = (
        ["สแกน QR ในไฟล์ที่แนบด้วยแอปธนาคารใดก็ได้ จำนวนเงินและรหัสอ้างอิงใส่ไว้แล้ว โปรดตรวจว่าชื่อผู้รับเงินเป็นชื่อหน่วยงาน", ""]
        if invoice.bill is not None
        else []
    )
    return matter.to_applicant(
        "แจ้งชำระเงิน",
        f"อ้างถึง {matter.application}",
        "",
        f"โปรดชำระ{invoice.what} จำนวน {baht.written(left)} บาท ({baht.in_words(left)}){rest}{due}",
        "",
        *by_qr,
        f"หรือโอนเข้าบัญชี {account.bank_name} เลขที่ {account.shown_number}",
        f"ชื่อบัญชี {account.name}",
        f"รหัสอ้างอิง 1: {invoice.reference1}  รหัสอ้างอิง 2: {invoice.reference2}",
        "",
        f"เมื่อชำระแล้ว โปรดส่งสลิปโดยตอบกลับอีเมลนี้ สลิปต้องเห็น{'  '.join(numbered(PROOF_OF_PAYMENT))}",
        "หน่วยงานไม่รับเงินเข้าบัญชีส่วนบุคคล หากมีผู้แจ้งบัญชีอื่น โปรดโทรสอบถามก่อน",
        "",
        matter.responsible,
    )


def withdrawn_letter(matter: Matter) -> Wording:
    """That the case is at its end as they asked, by their own channel: who did not ask will say so."""
    return matter.to_applicant(
        "รับถอนเรื่องแล้ว",
        f"ตามที่ท่านขอถอน{matter.application} {matter.office.name}ได้ยืนยันตัวตนของท่านและรับถอนเรื่องแล้ว จึงยุติการดำเนินการ",
        "ท่านยื่นคำขอใหม่ได้ทุกเมื่อ",
        "",
        f"หากท่านไม่ได้ขอถอน โปรดแจ้งทันทีที่ โทร. {matter.phone} หรือตอบกลับอีเมลนี้",
    )


def redirected_letter(matter: Matter, *, to: str, how_to_reach: str, forwarded: bool) -> Wording:
    """T2, of what has a number already: whose business it is, and whether it was sent on (Act 2565 s.10)."""
    reached = f" ({how_to_reach})" if how_to_reach else ""
    onward = (
        f"จึงได้ส่งเรื่องของท่านต่อไปยัง{to}แล้ว หากประสงค์จะสอบถามความคืบหน้า โปรดติดต่อ{to}{reached}"
        if forwarded
        else f"จึงขอให้ท่านติดต่อ{to}{reached} โดยตรง"
    )
    return matter.to_applicant(
        "เรื่องอยู่ในหน้าที่ของหน่วยงานอื่น",
        f"ตามที่ท่านได้ยื่น{matter.application} นั้น {matter.office.name}ตรวจสอบแล้วเห็นว่าเรื่องดังกล่าวอยู่ในหน้าที่และอำนาจของ{to} {onward}",
        "",
        matter.responsible,
    )


def forwarded_letter(matter: Matter, *, to: str, files: int) -> Wording:
    """To the agency whose business it is, with the letters enclosed (Act 2565 s.10)."""
    return matter.addressed(
        "ส่งต่อเรื่องที่อยู่ในหน้าที่และอำนาจของท่าน",
        to,
        f"{matter.office.name}ได้รับ{matter.application} ของ {matter.of_applicant} "
        f"ตรวจสอบแล้วเห็นว่าอยู่ในหน้าที่และอำนาจของ{to} จึงขอส่งต่อตามไฟล์ที่แนบ {files} ไฟล์ และได้แจ้งให้ผู้ยื่นทราบแล้ว",
        "",
        "ไฟล์ที่แนบมีข้อมูลส่วนบุคคล โปรดใช้เพื่อการดำเนินเรื่องนี้เท่านั้น",
        "",
        f"ผู้ประสานงาน {matter.officer} โทร. {matter.phone}",
    )


def question_letter(
    office: Office,
    *,
    to: str,
    asker: str,
    number: str,
    about: str,
    question: str,
    link: str,
    until: datetime | None,
) -> Wording:
    """To an officer whose opinion is asked. `question` empty: it is told in the system only. `until`: as long as an answer
    by mail counts; None: none does."""
    asked = ["ถามว่า", *question.split("\n")] if question else ["คำถามอ่านได้ในระบบเท่านั้น"]
    if until is None:
        above, answer = [], ["โปรดตอบในระบบ การตอบกลับอีเมลนี้ยังไม่นับเป็นคำตอบ"]
    else:
        above = [f"─── {ANSWER_ABOVE} และคงข้อความด้านล่างไว้ ───", ""]
        answer = [
            f"ตอบในระบบ หรือตอบกลับอีเมลนี้จากบัญชีนี้ภายใน{weekday_and_time(until)} "
            "คำตอบนับเป็นความเห็นของท่านเมื่อเครื่องรับอีเมลของหน่วยงานยืนยันว่าส่งจากบัญชีของท่าน",
            "",
            f"รหัสใช้ครั้งเดียว {HIDDEN}",
            "ผู้อื่นใช้รหัสนี้ไม่ได้ แต่โปรดอย่าส่งต่ออีเมลนี้",
            "",
            "ทางอีเมลให้ได้เพียงความเห็น การอนุญาต ไม่อนุญาต และจำหน่ายเรื่อง ทำในระบบเท่านั้น",
        ]
    lines = [f"{asker} ขอความเห็นของท่านในเรื่องเลขรับ {number} {about}", "", *asked, ""]
    text = letter_text(office, [*above, f"เรียน {to}", "", *lines, f"เปิดเรื่อง {link}", "", *answer])
    return Wording(f"ขอความเห็น [เลขรับ {number}]", text)


def numbered(items: Sequence[str]) -> list[str]:
    """`1. ...`, a line each."""
    return [f"{number}. {said}" for number, said in enumerate(items, start=1)]


def weekday_and_date(day: date) -> str:
    """`วันจันทร์ที่ 23 มกราคม 2566`"""
    return f"วัน{weekday(day)}ที่ {full_date(day)}"


def weekday_and_time(at: datetime) -> str:
    """`วันจันทร์ที่ 23 มกราคม 2566 เวลา 10.00 น.`"""
    return f"{weekday_and_date(at)} เวลา {thai_time(at)}"
