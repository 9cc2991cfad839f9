"""What the agency writes back to the sender of a registered letter (guide #2.6; ภาคผนวก 7 ข้อ 3.2).

Pure texts: values in, Thai out. Wording T1 with its footer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from saraban.thai.citizen_id import mask_citizen_ids
from saraban.thai.dates import medium_date, thai_time

SUBJECT_SHOWN_MAX = 200  # characters of the sender's subject that we repeat


@dataclass(frozen=True)
class Office:
    """Who answers: the agency's name, its registry and telephone, its central mailbox."""

    name: str
    registry_name: str
    registry_phone: str
    address: str


def receipt_subject(subject: str, receipt_number: str) -> str:
    """`Re: {subject} [เลขรับ 124/2566]`: the thread survives; 13-digit numbers are masked."""
    shown = mask_citizen_ids(subject)[:SUBJECT_SHOWN_MAX].strip() or "(ไม่มีชื่อเรื่อง)"
    if not shown.lower().startswith("re:"):
        shown = f"Re: {shown}"
    return f"{shown} [เลขรับ {receipt_number}]"


def receipt_text(
    office: Office,
    *,
    sender: str,
    subject: str,
    receipt_number: str,
    deemed_at: datetime,
    out_of_hours: bool,
    unit: str,
    unit_phone: str,
) -> str:
    shown = mask_citizen_ids(subject)[:SUBJECT_SHOWN_MAX].strip() or "(ไม่มีชื่อเรื่อง)"
    why = (
        " เนื่องจากเรื่องของท่านเข้าสู่ระบบนอกวันและเวลาทำการ จึงถือว่าได้รับในวันและเวลาทำการถัดไป "
        "ตามมาตรา 10 แห่งพระราชบัญญัติการปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565"
        if out_of_hours
        else ""
    )
    phone = (
        f"{unit} โทร. {unit_phone}" if unit_phone else f"{office.registry_name} โทร. {office.registry_phone}"
    )
    onward = f"ทั้งนี้ จะส่งเรื่องให้{unit}ดำเนินการต่อไป " if unit else ""
    return "\n".join(
        [
            f"เรียน {mask_citizen_ids(sender)}",
            "",
            f"{office.name} ได้รับเรื่องของท่าน เรื่อง {shown} แล้ว โดยลงทะเบียนหนังสือรับ "
            f"เลขรับที่ {receipt_number} วันที่ {medium_date(deemed_at)} เวลา {thai_time(deemed_at)}{why}",
            "",
            f"{onward}หากประสงค์จะสอบถามความคืบหน้า โปรดแจ้งเลขรับข้างต้นที่ {phone}",
            "",
            "-- ",
            footer(office),
        ]
    )


def routing_subject(receipt_number: str, subject: str) -> str:
    return f"ส่งหนังสือรับ เลขรับ {receipt_number} เรื่อง {mask_citizen_ids(subject)[:SUBJECT_SHOWN_MAX]}"


def routing_text(
    office: Office,
    *,
    unit: str,
    receipt_number: str,
    sender: str,
    subject: str,
    deemed_at: datetime,
    link: str,
) -> str:
    return "\n".join(
        [
            f"เรียน {unit}",
            "",
            f"{office.registry_name}ส่งหนังสือรับ เลขรับที่ {receipt_number} "
            f"วันที่ {medium_date(deemed_at)} เวลา {thai_time(deemed_at)}",
            f"จาก {mask_citizen_ids(sender)}",
            f"เรื่อง {mask_citizen_ids(subject)[:SUBJECT_SHOWN_MAX]}",
            "",
            f"เปิดดูหนังสือและไฟล์แนบได้ที่ {link}",
            "",
            "-- ",
            footer(office),
        ]
    )


def footer(office: Office) -> str:
    return (
        f"{office.registry_name} {office.name} โทร. {office.registry_phone} "
        f"(วันและเวลาราชการ 08.30–16.30 น.) ไปรษณีย์อิเล็กทรอนิกส์ {office.address}"
    )
