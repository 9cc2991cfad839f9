"""The files that machines write beside a letter: letter.json and receipt.json, held against what really came with them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from saraban.exchange import letter_json, receipt_json
from saraban.exchange.letter_json import SignedLetter, read_letter_json
from saraban.exchange.receipt_json import SignedReceipt, read_receipt_json
from saraban.exchange.signed import NotTrusted
from saraban.mail.reader.letter import Letter

FOR_MACHINES = frozenset({letter_json.NAME, receipt_json.NAME})


@dataclass(frozen=True)
class Beside:
    """What became of a mail's letter.json: `signed`, or `doubt`, a Thai sentence."""

    signed: SignedLetter | None
    doubt: str = ""


def letter_beside(mail: Letter) -> Beside | None:
    """None: the mail brings none. Never raises: what is not sure is not used, and says so."""
    if letter_json.NAME not in _names(mail):
        return None
    try:
        signed = read_letter_json(_only(mail, letter_json.NAME))
        _must_list_what_came(signed, mail)
    except NotTrusted as trouble:
        return Beside(None, f"ไม่ได้ใช้ letter.json ที่แนบมา เพราะ{trouble} จึงอ่านจากตัวหนังสือตามปกติ โปรดเทียบกับต้นฉบับ")
    return Beside(signed)


def receipt_beside(mail: Letter) -> SignedReceipt:
    """Raises `NotTrusted`."""
    return read_receipt_json(_only(mail, receipt_json.NAME))


def _must_list_what_came(signed: SignedLetter, mail: Letter) -> None:
    came = []
    for file in mail.files:
        if file.name.lower() not in FOR_MACHINES:
            data = file.bytes(mail.warnings)
            came.append((len(data), hashlib.sha256(data).hexdigest()))
    if not signed.letter.lists(came):
        raise NotTrusted("ไฟล์ที่แนบมาไม่ตรงกับที่ลงนามไว้ อาจถูกแก้ ขาด หรือเกิน")


def _only(mail: Letter, name: str) -> bytes:
    there = [file for file in mail.files if file.name.lower() == name]
    if len(there) != 1:
        raise NotTrusted(f"ต้องมี {name} ไฟล์เดียว แต่พบ {len(there)} ไฟล์")
    return there[0].bytes(mail.warnings)


def _names(mail: Letter) -> set[str]:
    return {file.name.lower() for file in mail.files}
