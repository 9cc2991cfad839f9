"""What the agency writes about a case: pure texts, values in, Thai out (templates T4, T15, T17, T19).

Who reads them is a citizen on a phone: the one thing to do, by when, and whom to call. T17 goes to an office.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from saraban.law.administrative_procedure_act_2539 import AppealRule, section_40_told
from saraban.registers.answers import Office, letter_text
from saraban.thai.citizen_id import mask_citizen_ids
from saraban.thai.dates import full_date, medium_date, thai_time, weekday


def request_subject(service: str, receipt_number: str) -> str:
    """`แจ้งแก้ไขหรือส่งเอกสารเพิ่มเติม: ต่ออายุใบอนุญาต [เลขรับ 124/2566]`: the number ties the answer to its case."""
    return f"แจ้งแก้ไขหรือส่งเอกสารเพิ่มเติม: {service} [เลขรับ {receipt_number}]"


def request_text(
    office: Office,
    *,
    applicant: str,
    service: str,
    receipt_number: str,
    items: Sequence[str],
    due_on: date,
    officer: str,
    phone: str,
) -> str:
    """T4: what is wanting, by when, and what happens otherwise (guide #3.1; Facilitation Act s.8)."""
    return letter_text(
        office,
        [
            f"เรียน {mask_citizen_ids(applicant)}",
            "",
            f"อ้างถึง คำขอ{service} เลขรับที่ {receipt_number}",
            "",
            "เจ้าหน้าที่ได้ตรวจสอบคำขอและเอกสารตามคู่มือสำหรับประชาชนแล้ว พบว่ายังไม่ถูกต้องครบถ้วน ดังนี้",
            *(f"{number}. {said}" for number, said in enumerate(items, start=1)),
            "",
            f"โปรดแก้ไขหรือส่งเอกสารเพิ่มเติมโดยตอบกลับอีเมลนี้ ภายใน{weekday_and_date(due_on)} "
            "ส่งเป็นภาพถ่ายหรือไฟล์ชนิดใดก็ได้ที่อ่านข้อความได้ชัดเจน ไม่ต้องส่งหลายชุด และไม่ต้องรับรองสำเนาถูกต้อง",
            "",
            "หากพ้นกำหนดโดยไม่ได้แก้ไข หน่วยงานจะคืนคำขอพร้อมแจ้งเหตุผลตามกฎหมาย ท่านยื่นใหม่ได้เสมอ",
            "โปรดตอบกลับสั้น ๆ เพื่อยืนยันว่าได้รับทราบ",
            "",
            f"ผู้รับผิดชอบ {officer} โทร. {phone or office.registry_phone}",
        ],
    )


def return_subject(service: str, receipt_number: str) -> str:
    return f"คืนคำขอ: {service} [เลขรับ {receipt_number}]"


def return_text(
    office: Office,
    *,
    applicant: str,
    service: str,
    receipt_number: str,
    letter_number: str,
    items: Sequence[str],
    due_on: date,
    reasons: str,
    appeal: AppealRule | None,
) -> str:
    """T19: the application goes back, with reasons and how to appeal (Facilitation Act s.9)."""
    how_to_appeal = f"{section_40_told(appeal)} " if appeal is not None else ""
    return letter_text(
        office,
        [
            *([f"ที่ {letter_number}", ""] if letter_number else []),
            f"เรียน {mask_citizen_ids(applicant)}",
            "",
            f"ตามที่ท่านได้ยื่นคำขอ{service} เลขรับที่ {receipt_number} และหน่วยงานได้แจ้งให้แก้ไขหรือส่งเอกสารเพิ่มเติม "
            f"ภายในวันที่ {medium_date(due_on)} ดังนี้",
            *(f"{number}. {said}" for number, said in enumerate(items, start=1)),
            "",
            f"บัดนี้พ้นกำหนดแล้ว {office.name}จึงขอคืนคำขอ เพราะ{mask_citizen_ids(reasons)}",
            "",
            f"{how_to_appeal}ท่านยื่นคำขอใหม่พร้อมเอกสารครบถ้วนได้ทุกเมื่อ ทาง {office.address}",
        ],
    )


def delay_subject(service: str, receipt_number: str, times: int) -> str:
    return f"แจ้งเหตุล่าช้า ครั้งที่ {times}: {service} [เลขรับ {receipt_number}]"


def delay_text(
    office: Office,
    *,
    applicant: str,
    service: str,
    receipt_number: str,
    due_on: date,
    times: int,
    reason: str,
    expected_on: date | None,
) -> str:
    """T15: why it is late, each seven days until it is done, with a copy to ก.พ.ร. (Facilitation Act s.10)."""
    expected = f" คาดว่าจะแล้วเสร็จวันที่ {medium_date(expected_on)}" if expected_on is not None else ""
    return letter_text(
        office,
        [
            f"เรียน {mask_citizen_ids(applicant)}",
            "",
            f"ตามที่ท่านได้ยื่นคำขอ{service} เลขรับที่ {receipt_number} ซึ่งครบกำหนดพิจารณาวันที่ {medium_date(due_on)} นั้น "
            f"{office.name}ยังพิจารณาไม่แล้วเสร็จ เพราะ{mask_citizen_ids(reason)}{expected}",
            "",
            f"จึงแจ้งเหตุแห่งความล่าช้า ครั้งที่ {times} และจะแจ้งทุกเจ็ดวันจนกว่าจะแล้วเสร็จ",
            "สำเนาส่ง สำนักงาน ก.พ.ร.",
        ],
    )


def verification_subject(document: str, receipt_number: str) -> str:
    return f"ขอความอนุเคราะห์ตรวจสอบความถูกต้องของ{document} [เลขรับ {receipt_number}]"


def verification_text(
    office: Office,
    *,
    issuer: str,
    document: str,
    applicant: str,
    service: str,
    receipt_number: str,
    files: int,
    officer: str,
    phone: str,
) -> str:
    """T17: whether a paper is theirs and as they issued it; it is attached (guide #3.2(5); Act 2565 s.9)."""
    return letter_text(
        office,
        [
            f"เรียน {issuer}",
            "",
            f"{office.name}ได้รับคำขอ{service} เลขรับที่ {receipt_number} ของ {mask_citizen_ids(applicant)} "
            f"ซึ่งแนบ{document}ที่หน่วยงานของท่านเป็นผู้ออก ตามไฟล์ที่แนบมาพร้อมนี้ {files} ไฟล์",
            "",
            f"จึงขอความอนุเคราะห์ตรวจสอบความถูกต้องของ{document} แล้วตอบกลับอีเมลนี้ว่า",
            "1. เป็นเอกสารที่หน่วยงานของท่านออกหรือไม่",
            "2. ข้อความตรงกับที่ออกไว้หรือไม่ และยังใช้ได้หรือไม่",
            "",
            "ไฟล์ที่แนบมีข้อมูลส่วนบุคคล โปรดใช้เพื่อการตรวจสอบนี้เท่านั้น",
            "",
            f"ผู้ประสานงาน {officer} โทร. {phone or office.registry_phone}",
        ],
    )


def appointment_subject(service: str, receipt_number: str) -> str:
    return f"นัดยืนยันตัวตน: {service} [เลขรับ {receipt_number}]"


def appointment_text(
    office: Office,
    *,
    applicant: str,
    service: str,
    receipt_number: str,
    because: str,
    method: str,
    at: datetime | None,
    minutes: int,
    how: str,
    picture_days: int,
    officer: str,
    phone: str,
) -> str:
    """How and when somebody proves who they are, and what else they may do (guide #3.3(2)).

    `at`: None where they come when they like; `picture_days`: how long the picture of a call is kept, 0 without one.
    """
    when = (
        f"{weekday_and_date(at)} เวลา {thai_time(at)} ประมาณ {minutes} นาที"
        if at is not None
        else "วันและเวลาราชการ"
    )
    picture = [
        "เจ้าหน้าที่จะขออนุญาตท่านบันทึกภาพจากการสนทนา 1 ภาพเป็นหลักฐาน "
        f"เก็บไว้ {picture_days} วันและจนกว่าเรื่องจะสิ้นสุด แล้วลบทิ้ง ภาพนี้เห็นได้เฉพาะผู้เกี่ยวข้อง"
    ]
    return letter_text(
        office,
        [
            f"เรียน {mask_citizen_ids(applicant)}",
            "",
            f"อ้างถึง คำขอ{service} เลขรับที่ {receipt_number}",
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
            f"ผู้รับผิดชอบ {officer} โทร. {phone or office.registry_phone}",
        ],
    )


def called_off_subject(service: str, receipt_number: str) -> str:
    return f"ยกเลิกนัดยืนยันตัวตน: {service} [เลขรับ {receipt_number}]"


def called_off_text(
    office: Office, *, applicant: str, service: str, receipt_number: str, at: datetime | None, phone: str
) -> str:
    """The appointment does not hold any more: whoever had it in their calendar takes it out."""
    which = f" {weekday_and_date(at)} เวลา {thai_time(at)}" if at is not None else ""
    return letter_text(
        office,
        [
            f"เรียน {mask_citizen_ids(applicant)}",
            "",
            f"ขอยกเลิกนัดยืนยันตัวตน{which} ของคำขอ{service} เลขรับที่ {receipt_number} โปรดลบนัดนี้ออกจากปฏิทินของท่าน",
            "หากต้องนัดใหม่ เจ้าหน้าที่จะแจ้งท่านทางอีเมลนี้",
            "",
            f"สอบถาม โทร. {phone or office.registry_phone}",
        ],
    )


def proven_subject(service: str, receipt_number: str) -> str:
    return f"ยืนยันตัวตนแล้ว: {service} [เลขรับ {receipt_number}]"


def proven_text(
    office: Office,
    *,
    applicant: str,
    service: str,
    receipt_number: str,
    method: str,
    at: datetime,
    phone: str,
) -> str:
    """That somebody proved to be the applicant, by the applicant's own channel: who did not will say so (guide #3.3(2))."""
    return letter_text(
        office,
        [
            f"เรียน {mask_citizen_ids(applicant)}",
            "",
            f"เจ้าหน้าที่ได้ยืนยันตัวตนของท่านแล้วเมื่อ{weekday_and_date(at)} เวลา {thai_time(at)} โดย{method} "
            f"สำหรับคำขอ{service} เลขรับที่ {receipt_number} และจะพิจารณาเรื่องของท่านต่อไป",
            "",
            f"หากท่านไม่ได้เป็นผู้ยืนยันตัวตน โปรดแจ้งทันทีที่ โทร. {phone or office.registry_phone} หรือตอบกลับอีเมลนี้",
        ],
    )


def word_subject(service: str, receipt_number: str) -> str:
    return f"{service} [เลขรับ {receipt_number}]"


def weekday_and_date(day: date) -> str:
    """`วันจันทร์ที่ 23 มกราคม 2566`"""
    return f"วัน{weekday(day)}ที่ {full_date(day)}"
