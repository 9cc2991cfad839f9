"""ประกาศวิธีการชำระเงินทางอิเล็กทรอนิกส์: T13, drawn from the accounts that stand (guide #3.4(2)), for the head to sign.

Pure: the same accounts give the same words. Account numbers keep Arabic digits, as people type them into their bank's app.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from saraban.agencies.models import Officer, Profile
from saraban.documents.typesetting import Template, typeset_pdf
from saraban.law.initial_level_manual_2566 import PROOF_OF_PAYMENT
from saraban.law.refusal import Refusal
from saraban.mail.reader.charsets import clean_line
from saraban.payments.accounts import Account
from saraban.payments.banks import bank_title
from saraban.payments.papers import NAME_KEPT_MAX
from saraban.thai.dates import document_date
from saraban.thai.digits import printed_digits, thai_digits

HEADING = "ประกาศ"  # before the agency's name
SUBJECT = "วิธีการชำระเงินทางอิเล็กทรอนิกส์"


def announcement_text(
    accounts: Sequence[Account], profile: Profile, mailbox_address: str, channel: str = ""
) -> str:
    """To be pasted where an announcement is published. `channel`: where a proof may be sent besides the mailbox.

    Raises `Refusal`: no_account, no_channel.
    """
    paragraphs = announcement_paragraphs(accounts, profile, mailbox_address, channel)
    return "\n".join([f"{HEADING}{clean_line(profile.name)}", f"เรื่อง {SUBJECT}", "", *paragraphs])


def announcement_pdf(
    accounts: Sequence[Account],
    profile: Profile,
    mailbox_address: str,
    channel: str = "",
    *,
    drafted_at: datetime,
    signer: Officer | None = None,
    announced_on: date | None = None,
) -> bytes:
    """On the office's own paper: a draft, until `announced_on` says when it was signed. Raises as `announcement_text`, and
    `NotTypeset`."""
    return announcement_text_pdf(
        announcement_text(accounts, profile, mailbox_address, channel),
        billers=[one.biller for one in accounts if one.biller],
        signer=signer.name if signer is not None else "",
        position=profile.head_title,
        drafted_at=drafted_at,
        announced_on=announced_on,
    )


def announcement_text_pdf(
    text: str,
    *,
    billers: Sequence[str],
    signer: str,
    position: str,
    drafted_at: datetime,
    announced_on: date | None,
) -> bytes:
    """Of words as `announcement_text` made them, whenever that was; `billers`: those in it. Raises `NotTypeset`."""
    heading, _, _, *paragraphs = text.split("\n")
    name = heading.removeprefix(HEADING)
    page: dict[str, Any] = {
        "title": f"{heading} เรื่อง {SUBJECT}",
        "author": name,
        "agency": name,
        "subject": SUBJECT,
        "paragraphs": paragraphs,
        "announced_on": document_date(announced_on) if announced_on is not None else "",
        "signer": clean_line(signer),
        "positions": [clean_line(position)],
        "footer": "" if announced_on is not None else "ร่าง ยังไม่ได้ลงนาม",
        "names": [
            *([name] if len(name) <= NAME_KEPT_MAX else []),
            *(f"Biller ID {biller}" for biller in billers),
            *_numbered(PROOF_OF_PAYMENT),
            "คิวอาร์โค้ด",
        ],
    }
    return typeset_pdf(Template.ANNOUNCEMENT, page, dated_at=drafted_at)


def announcement_paragraphs(
    accounts: Sequence[Account], profile: Profile, mailbox_address: str, channel: str = ""
) -> list[str]:
    """What stands between its subject and its day. Raises as `announcement_text`."""
    name, address, channel = (clean_line(said) for said in (profile.name, mailbox_address, channel))
    if not accounts:
        raise Refusal(
            "no_account", "ยังไม่ได้ร่างประกาศ เพราะยังไม่มีบัญชีรับชำระเงินในชื่อหน่วยงาน โปรดเพิ่มบัญชีก่อน ไม่มีข้อมูลใดเปลี่ยน"
        )
    if not address and not channel:
        raise Refusal(
            "no_channel",
            "ยังไม่ได้ร่างประกาศ เพราะยังไม่มีช่องทางให้ส่งหลักฐานการชำระเงิน โปรดตั้งอีเมลกลางหรือใส่ช่องทาง ไม่มีข้อมูลใดเปลี่ยน",
        )
    asked_at = f"{clean_line(profile.registry_name)} โทร. {clean_line(profile.registry_phone)}"
    return [
        f"เพื่อให้ประชาชนชำระค่าธรรมเนียมและเงินอื่นแก่{name}ได้สะดวกโดยวิธีการทางอิเล็กทรอนิกส์ จึงประกาศวิธีการชำระเงินและช่องทางส่งหลักฐานไว้ ดังต่อไปนี้",
        f"๑. ให้โอนเงินเข้าบัญชีซึ่งเปิดในชื่อของหน่วยงานเท่านั้น {'ได้แก่' if len(accounts) == 1 else 'บัญชีใดบัญชีหนึ่ง ดังนี้'}",
        *(f"{thai_digits(f'1.{n}')} {_account(one)}" for n, one in enumerate(accounts, start=1)),
        f"๒. ชำระได้ทางแอปของธนาคารในโทรศัพท์ เว็บไซต์ของธนาคาร หรือตู้เอทีเอ็ม{_qr(accounts)}",
        "ก่อนยืนยันการโอน โปรดดูชื่อบัญชีปลายทางให้ตรงกับข้อ ๑ และใส่รหัสอ้างอิงตามใบแจ้งชำระถ้าแอปมีช่องให้ใส่ หน่วยงานไม่รับชำระเข้าบัญชีของบุคคลใด",
        f"๓. เมื่อชำระแล้ว ให้ส่งหลักฐานหรือแจ้งการชำระเงิน{_where(address, channel)} โดยต้องมีข้อมูลครบสี่รายการ คือ "
        + " ".join(_numbered(PROOF_OF_PAYMENT)),
        "๔. เจ้าหน้าที่ตรวจสอบเงินเข้าบัญชีทุกสิ้นวันทำการ การชำระเงินครบถ้วนเมื่อตรวจพบเงินเข้าบัญชีตามจำนวนที่แจ้ง ภาพหลักฐานเพียงอย่างเดียวไม่ถือเป็นการชำระเงิน",
        f"หากมีข้อสงสัย สอบถามได้ที่{printed_digits(asked_at)}",
        "จึงประกาศให้ทราบโดยทั่วกัน",
    ]


def _numbered(needs: Sequence[str]) -> list[str]:
    return [f"({thai_digits(n)}) {needed}" for n, needed in enumerate(needs, start=1)]


def _account(account: Account) -> str:
    said = f"ชื่อบัญชี {clean_line(account.name)} {bank_title(account.bank)} เลขที่บัญชี {account.shown_number}"
    if account.biller:
        said += f" Biller ID {account.biller}"
    return f"{said} พร้อมเพย์ {account.promptpay}" if account.promptpay else said


def _qr(accounts: Sequence[Account]) -> str:
    if not any(one.takes_qr for one in accounts):
        return ""
    return " หรือสแกนคิวอาร์โค้ดบนใบแจ้งชำระด้วยแอปของธนาคารใดก็ได้"


def _where(address: str, channel: str) -> str:
    mail = f"มาทางไปรษณีย์อิเล็กทรอนิกส์ {address}" if address else ""
    return f"{mail} หรือทาง {channel}" if mail and channel else mail or f"มาทาง {channel}"
