"""What the agency writes back to the sender of a registered letter (guide #2.6; ภาคผนวก 7 ข้อ 3.2).

Pure texts: values in, Thai out. Wording T1 with its footer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

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

    @property
    def from_name(self) -> str:
        """In whose name a letter leaves."""
        return f"{self.registry_name} {self.name}"


def receipt_subject(subject: str, receipt_number: str) -> str:
    """`Re: {subject} [เลขรับ 124/2566]`: the thread survives; 13-digit numbers are masked."""
    shown = _shown(subject)
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
    shown = _shown(subject)
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
    return letter_text(
        office,
        [
            f"เรียน {mask_citizen_ids(sender)}",
            "",
            f"{office.name} ได้รับเรื่องของท่าน เรื่อง {shown} แล้ว โดยลงทะเบียนหนังสือรับ "
            f"เลขรับที่ {receipt_number} วันที่ {medium_date(deemed_at)} เวลา {thai_time(deemed_at)}{why}",
            "",
            f"{onward}หากประสงค์จะสอบถามความคืบหน้า โปรดแจ้งเลขรับข้างต้นที่ {phone}",
        ],
    )


def wrong_channel_text(
    office: Office, *, sender: str, subject: str, channel: str, receipt_number: str, deemed_at: datetime
) -> str:
    """T3: registered although it came by a way that is not announced (guide #2.4; ภาคผนวก 7 ข้อ 3.1)."""
    return letter_text(
        office,
        [
            f"เรียน {mask_citizen_ids(sender)}",
            "",
            f"{office.name}ได้รับเรื่อง {_shown(subject)} ที่ท่านส่งผ่าน{_apart(channel)} ซึ่งมิใช่ช่องทางที่หน่วยงานประกาศไว้ "
            f"เจ้าหน้าที่ได้ส่งต่อให้งานสารบรรณลงทะเบียนรับแล้ว เลขรับที่ {receipt_number} "
            f"วันที่ {medium_date(deemed_at)} เวลา {thai_time(deemed_at)} ในโอกาสต่อไปขอความร่วมมือส่งเรื่องทาง {office.address}",
        ],
    )


def covering_subject(letter_number: str, subject: str, urgency: str) -> str:
    """`[ด่วน] ขอเชิญประชุม (ที่ นย 52028/124)`: what an official letter's mail is called."""
    urgent = f"[{urgency}] " if urgency else ""
    return f"{urgent}{_shown(subject)} (ที่ {letter_number})"


def covering_text(
    office: Office,
    *,
    recipient: str,
    letter_number: str,
    dated_on: date,
    subject: str,
    files: int,
    signed: bool = False,
    says: Sequence[str] = (),
) -> str:
    """The words around an official letter, that is the file (ภาคผนวก 7); an acknowledgement is asked for.

    `signed`: a letter.json is attached, which who reads this need not open. `says`: what a person who gets it is told
    besides; an agency is asked for its เลขรับ instead.
    """
    machines = ["", "(ไฟล์ letter.json เป็นข้อมูลให้ระบบสารบรรณของปลายทางอ่าน ไม่ต้องเปิดหรือพิมพ์)"] if signed else []
    enclosed = f"ตามไฟล์ที่แนบมาพร้อมนี้ {files} ไฟล์" if files else "ตามรายละเอียดที่ได้แจ้งไว้"
    return letter_text(
        office,
        [
            f"เรียน {mask_citizen_ids(recipient)}",
            "",
            f"{office.name} ขอส่งหนังสือ ที่ {letter_number} ลงวันที่ {medium_date(dated_on)} เรื่อง {_shown(subject)} {enclosed}",
            "",
            *(line for said in says for line in (said, "")),
            f"เมื่อได้รับแล้ว โปรดตอบกลับอีเมลนี้เพื่อยืนยันการได้รับ{'' if says else 'พร้อมเลขรับของท่าน'} หากเปิดไฟล์ไม่ได้ โปรดแจ้ง{office.registry_name} "
            f"โทร. {office.registry_phone}",
            *machines,
        ],
    )


def misdirected_subject(subject: str) -> str:
    """`แจ้งการส่งเรื่องผิดหน่วยงาน: {subject}`"""
    return f"แจ้งการส่งเรื่องผิดหน่วยงาน: {_shown(subject)}"


def misdirected_text(
    office: Office,
    *,
    sender: str,
    subject: str,
    arrived_at: datetime,
    competent: str,
    how_to_reach: str,
    forwarded: bool,
    letter_number: str = "",
) -> str:
    """T2: that it is not ours, whose it is, and that it got no number (guide #2.3). `letter_number`: this mail's own."""
    whose = ""
    if competent and forwarded:
        whose = f" ทั้งนี้ ได้ส่งต่อเรื่องของท่านไปยัง{competent}แล้ว"
    elif competent:
        reached = f" ({how_to_reach})" if how_to_reach else ""
        whose = f" โดยหน่วยงานที่รับผิดชอบโดยตรง คือ {competent}{reached} จึงขอให้ท่านติดต่อหน่วยงานดังกล่าวโดยตรง"
    return letter_text(
        office,
        [
            *_number_line(letter_number),
            f"เรียน {mask_citizen_ids(sender)}",
            "",
            f"ตามที่ท่านได้ส่งเรื่อง {_shown(subject)} มายัง{office.name} เมื่อวันที่ {medium_date(arrived_at)} นั้น "
            f"{office.name}ตรวจสอบแล้วเห็นว่าเรื่องดังกล่าวมิได้อยู่ในหน้าที่และอำนาจของหน่วยงาน{whose}",
            "",
            f"อนึ่ง เรื่องนี้มิได้ลงทะเบียนรับไว้ หากมีข้อสงสัย โปรดสอบถามที่ {office.registry_name} โทร. {office.registry_phone}",
        ],
    )


def _number_line(letter_number: str) -> list[str]:
    return [f"ที่ {letter_number}", ""] if letter_number else []


def forward_subject(subject: str) -> str:
    return f"ส่งต่อเรื่องที่อยู่ในหน้าที่และอำนาจของท่าน: {_shown(subject)}"


def forward_text(
    office: Office,
    *,
    competent: str,
    sender: str,
    subject: str,
    arrived_at: datetime,
    told: bool,
    letter_number: str = "",
) -> str:
    """To the competent agency, with the letter itself enclosed (Act 2565 s.10). `told`: the sender is, too."""
    also = " และได้แจ้งให้ผู้ส่งทราบแล้ว" if told else ""
    return letter_text(
        office,
        [
            *_number_line(letter_number),
            f"เรียน {competent}",
            "",
            f"{office.name}ได้รับเรื่อง {_shown(subject)} จาก {mask_citizen_ids(sender)} เมื่อวันที่ {medium_date(arrived_at)} "
            "ทางไปรษณีย์อิเล็กทรอนิกส์ เห็นว่าอยู่ในหน้าที่และอำนาจของหน่วยงานของท่าน จึงขอส่งต่อตามไฟล์ที่แนบ (letter.eml)"
            f"{also}",
        ],
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
    return letter_text(
        office,
        [
            f"เรียน {unit}",
            "",
            f"{office.registry_name}ส่งหนังสือรับ เลขรับที่ {receipt_number} "
            f"วันที่ {medium_date(deemed_at)} เวลา {thai_time(deemed_at)}",
            f"จาก {mask_citizen_ids(sender)}",
            f"เรื่อง {mask_citizen_ids(subject)[:SUBJECT_SHOWN_MAX]}",
            "",
            f"เปิดดูหนังสือและไฟล์แนบได้ที่ {link}",
        ],
    )


def _apart(name: str) -> str:
    """With a space before it where Thai would run into letters that are not Thai."""
    return f" {name}" if name[:1].isascii() else name


def _shown(subject: str) -> str:
    """The sender's subject as we repeat it: short, and without citizens' numbers."""
    return mask_citizen_ids(subject)[:SUBJECT_SHOWN_MAX].strip() or "(ไม่มีชื่อเรื่อง)"


def letter_text(office: Office, lines: Sequence[str]) -> str:
    """The lines of a letter, and below them who writes."""
    return "\n".join([*lines, "", "-- ", footer(office)])


def footer(office: Office) -> str:
    return (
        f"{office.registry_name} {office.name} โทร. {office.registry_phone} "
        f"(วันและเวลาราชการ 08.30–16.30 น.) ไปรษณีย์อิเล็กทรอนิกส์ {office.address}"
    )
