"""The code on a slip that somebody sent as a file: a photo, a screenshot, a scan, a PDF (guide #3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from saraban.payments.slip_qr import MARK, SlipCode, read_slip_qr
from saraban.payments.thai_qr import BadPayment, read_thai_qr
from saraban.proposals.codes import read_codes

_DO = "โปรดกรอกชื่อบัญชีที่รับชำระ วันที่ชำระ จำนวนเงิน และเลขอ้างอิงจากสลิป ไฟล์ที่ส่งมายังอยู่ครบ"


@dataclass(frozen=True)
class SlipFile:
    """`code` is what the slip says; where it is None, `trouble` says in Thai why, and what to do."""

    code: SlipCode | None = None
    trouble: str = ""


def read_slip(path: Path, attachment: int | None = None) -> SlipFile:
    """Of the file at this path, or of the attachment with this index of the mail there. Never raises.

    Of several slips in one file none is chosen: each is a payment of its own.
    """
    codes = read_codes(path, attachment, wanted=MARK)
    slips = {slip for text in codes.texts if (slip := read_slip_qr(text)) is not None}
    if len(slips) == 1:
        return SlipFile(slips.pop())
    if slips:
        return SlipFile(trouble=f"ในไฟล์มีสลิป {len(slips)} ใบ โปรดส่งทีละใบ ไฟล์ที่ส่งมายังอยู่ครบ")
    if codes.trouble:
        return SlipFile(trouble=f"อ่าน QR บนสลิปไม่ได้ เพราะ{codes.trouble} {_DO}")
    if any(map(_pays, codes.texts)):
        return SlipFile(trouble=f"QR ในไฟล์นี้เป็น QR สำหรับจ่ายเงิน ไม่ใช่สลิปที่จ่ายแล้ว {_DO}")
    return SlipFile(trouble=f"ไม่พบ QR ของสลิปในไฟล์นี้ {_DO}")


def _pays(text: str) -> bool:
    try:
        read_thai_qr(text)
    except BadPayment:
        return False
    return True
