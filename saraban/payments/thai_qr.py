"""Thai QR: a bill of the agency, or PromptPay where it is no biller, as the text of a QR code (guide #3.4). Pure.

A bill comes back from the bank with both its references, so its money finds the invoice by itself; of a transfer by
PromptPay the bank tells no reference. Amounts are whole satang. What is wrong raises `BadPayment`, whose text is Thai.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from saraban.payments.emv import Malformed, fields, fields_in, sealed, unsealed
from saraban.thai import baht
from saraban.thai.contact import phones_in
from saraban.thai.digits import arabic_digits

REFERENCE_MAX = 20  # characters
SATANG_MAX = 999_999_999_999  # 9999999999.99: the field holds 13 characters

_APPLICATION = "00"  # of a merchant's account, and in it, the standard's first field
_BILL, _TRANSFER = "A000000677010112", "A000000677010111"
_REUSABLE, _ONCE = "11", "12"
_BAHT, _THAILAND = "764", "TH"
_ABROAD = "0066"

_REFERENCE = re.compile(rf"[A-Z0-9]{{1,{REFERENCE_MAX}}}")
_PHONE = re.compile(r"0[689][0-9]{8}")
_AMOUNT = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,2})?")


class BadPayment(ValueError):
    """It cannot be paid so. Its text is a Thai sentence for whoever typed or pasted it."""


@dataclass(frozen=True)
class BillPayment:
    """Paid to a biller, under references that come back with the money.

    `biller`: the tax number and its suffix, 15 digits; some banks give none of two digits, and it is 13. `satang` None:
    the payer says how much. References are 1 to 20 of A–Z and 0–9; the second and third may be left out, as "".
    """

    biller: str
    reference1: str
    reference2: str = ""
    satang: int | None = None
    reference3: str = ""

    def __post_init__(self) -> None:
        if not _is_number(self.biller, 13, 15):
            raise BadPayment(
                "ทำ QR ไม่ได้ เพราะ Biller ID ต้องเป็นตัวเลข 15 หลัก (หรือ 13 หลัก) โปรดตรวจในหนังสือของธนาคาร"
            )
        for name, said in (("1", self.reference1), ("2", self.reference2), ("3", self.reference3)):
            if not _REFERENCE.fullmatch(said) and (said or name == "1"):
                raise BadPayment(
                    f"ทำ QR ไม่ได้ เพราะรหัสอ้างอิง {name} ต้องเป็น A–Z หรือ 0–9 ไม่เกิน {REFERENCE_MAX} ตัว โปรดแก้รหัส"
                )
        _must_be_payable(self.satang)

    def payload(self) -> str:
        """What the QR code says."""
        account = fields(
            (_APPLICATION, _BILL), ("01", self.biller), ("02", self.reference1), ("03", self.reference2)
        )
        return _payload("30", account, self.satang, fields(("07", self.reference3)))

    def barcode(self) -> str:
        """What the bars of a counter's bill say: fields that end in a carriage return, satang without a point, 0 where open."""
        return "\r".join((f"|{self.biller}", self.reference1, self.reference2, str(self.satang or 0)))


@dataclass(frozen=True)
class PromptPay:
    """A transfer to whoever registered this number, exactly one of them.

    `phone`: ten digits, as `mobile` reads it; `tax_id`: 13 digits, of a person or an agency; `e_wallet`: 15 digits.
    """

    phone: str = ""
    tax_id: str = ""
    e_wallet: str = ""
    satang: int | None = None

    def __post_init__(self) -> None:
        if sum(map(bool, (self.phone, self.tax_id, self.e_wallet))) != 1:
            raise BadPayment("ทำ QR พร้อมเพย์ไม่ได้ เพราะต้องมีหมายเลขพร้อมเพย์หมายเลขเดียว โปรดเลือกอย่างใดอย่างหนึ่ง")
        if self.phone and not _PHONE.fullmatch(self.phone):
            raise BadPayment("ทำ QR พร้อมเพย์ไม่ได้ เพราะเบอร์มือถือต้องเป็นตัวเลข 10 หลัก เช่น 0812345678 โปรดแก้เบอร์")
        if self.tax_id and not _is_number(self.tax_id, 13):
            raise BadPayment("ทำ QR พร้อมเพย์ไม่ได้ เพราะเลขประจำตัวผู้เสียภาษีต้องเป็นตัวเลข 13 หลัก โปรดแก้เลข")
        if self.e_wallet and not _is_number(self.e_wallet, 15):
            raise BadPayment("ทำ QR พร้อมเพย์ไม่ได้ เพราะหมายเลข e-Wallet ต้องเป็นตัวเลข 15 หลัก โปรดแก้หมายเลข")
        _must_be_payable(self.satang)

    def payload(self) -> str:
        """What the QR code says."""
        phone = f"{_ABROAD}{self.phone[1:]}" if self.phone else ""
        account = fields((_APPLICATION, _TRANSFER), ("01", phone), ("02", self.tax_id), ("03", self.e_wallet))
        return _payload("29", account, self.satang)


def as_reference(code: str) -> str:
    """`S-7KQ2-9XMD-4TPA` → `S7KQ29XMD4TPA`: as a bank can carry it. Raises `BadPayment`."""
    reference = re.sub(r"[\s./_-]", "", arabic_digits(code)).upper()
    if not _REFERENCE.fullmatch(reference):
        raise BadPayment(
            f"ใช้ “{code[:40]}” เป็นรหัสอ้างอิงไม่ได้ เพราะธนาคารรับเฉพาะ A–Z และ 0–9 ไม่เกิน {REFERENCE_MAX} ตัว โปรดแก้รหัส"
        )
    return reference


def mobile(text: str) -> str:
    """`081-234-5678`, `+66 81 234 5678` → `0812345678`. Raises `BadPayment` where there is not just one."""
    found = [phone.replace("-", "") for phone in phones_in(text)]
    if len(found) != 1 or not _PHONE.fullmatch(found[0]):
        raise BadPayment("อ่านเบอร์มือถือพร้อมเพย์ไม่ได้ โปรดพิมพ์เบอร์เดียว เช่น 081-234-5678")
    return found[0]


def read_thai_qr(text: str) -> BillPayment | PromptPay:
    """Whom the text of a QR code pays. Raises `BadPayment` for another QR, and where the checksum is not right."""
    try:
        said = fields_in(unsealed(text.strip(), tag="63"))
        if (said.get("00"), said.get("53"), said.get("58")) != ("01", _BAHT, _THAILAND):
            raise Malformed
        amount = said.get("54")
        if ("29" in said) == ("30" in said) or not (amount is None or _AMOUNT.fullmatch(amount)):
            raise Malformed
        satang = None if amount is None else baht.read(amount)
        if amount is not None and satang is None:
            raise Malformed
        if "30" in said:
            return _bill(fields_in(said["30"]), satang, fields_in(said.get("62", "")))
        return _transfer(fields_in(said["29"]), satang)
    except (Malformed, BadPayment):
        raise BadPayment(
            "อ่านข้อความนี้เป็น QR รับชำระเงินไม่ได้ อาจเป็น QR ชนิดอื่น หรือข้อความขาดหรือถูกแก้ โปรดสแกนหรือคัดลอกใหม่ทั้งข้อความ"
        ) from None


def _payload(tag: str, account: str, satang: int | None, more: str = "") -> str:
    return sealed(
        fields(
            ("00", "01"),
            ("01", _REUSABLE if satang is None else _ONCE),
            (tag, account),
            ("53", _BAHT),
            ("54", "" if satang is None else baht.written(satang).replace(",", "")),
            ("58", _THAILAND),
            ("62", more),
        ),
        tag="63",
    )


def _must_be_payable(satang: int | None) -> None:
    if satang is not None and not 1 <= satang <= SATANG_MAX:
        raise BadPayment(
            f"ทำ QR ไม่ได้ เพราะจำนวนเงินต้องตั้งแต่ 0.01 ถึง {baht.written(SATANG_MAX)} บาท โปรดตรวจจำนวนเงิน"
        )


def _bill(account: dict[str, str], satang: int | None, more: dict[str, str]) -> BillPayment:
    if account.get(_APPLICATION) != _BILL or not account.keys() <= {_APPLICATION, "01", "02", "03"}:
        raise Malformed
    return BillPayment(
        account.get("01", ""), account.get("02", ""), account.get("03", ""), satang, more.get("07", "")
    )


def _transfer(account: dict[str, str], satang: int | None) -> PromptPay:
    if account.get(_APPLICATION) != _TRANSFER or not account.keys() <= {_APPLICATION, "01", "02", "03"}:
        raise Malformed
    phone = account.get("01", "")
    if phone and not phone.startswith(_ABROAD):
        raise Malformed
    national = f"0{phone.removeprefix(_ABROAD)}" if phone else ""
    return PromptPay(national, account.get("02", ""), account.get("03", ""), satang)


def _is_number(text: str, *lengths: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) in lengths
