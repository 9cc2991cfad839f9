"""The form of a slip: the guide's four data (#3.4(2)), beside the code on its picture."""

from __future__ import annotations

from typing import Any

from django import forms

from saraban.agencies.models import Officer
from saraban.desk.fields import BahtField, Line, LineField, ThaiDateField
from saraban.law.initial_level_manual_2566 import ProofOfPayment
from saraban.law.refusal import Refusal
from saraban.mail.models import InboundEmail, KeptFile, files
from saraban.payments.accounts import NAME_MAX
from saraban.payments.invoices import Invoice
from saraban.payments.slip_files import read_slip
from saraban.payments.slip_qr import SlipCode, as_one_reference
from saraban.payments.slips import REFERENCE_MAX, Came, Slip
from saraban.tenancy.scope import current_agency

SLIP_NOTED = "บันทึกหลักฐานแล้ว เรื่องจะเดินต่อเมื่อพบเงินในรายการเดินบัญชี"


def slip_of(invoice: Invoice) -> dict[str, Any]:
    """What a slip of it says where all is right; the day and the number are to be seen on it."""
    return {"account_name": invoice.account.name, "amount": invoice.left}


class SlipForm(forms.Form):
    """The number may be left to the code; whether there is one at last, the rule says."""

    account_name = LineField(
        label="ชื่อบัญชีที่รับชำระเงิน",
        max_length=NAME_MAX,
        error_messages={"required": "ยังไม่มีชื่อบัญชีที่รับชำระเงิน โปรดดูจากสลิป"},
    )
    paid_on = ThaiDateField(
        label="วันที่ชำระเงิน",
        widget=Line(attrs={"placeholder": "วันนี้ หรือ 23/1/66"}),
        error_messages={"required": "ยังไม่มีวันที่ชำระเงิน โปรดดูจากสลิป"},
    )
    amount = BahtField(label="จำนวนเงินที่ชำระ (บาท)", error_messages={"required": "ยังไม่มีจำนวนเงิน โปรดดูจากสลิป"})
    reference = LineField(label="หมายเลขอ้างอิงของธุรกรรม", max_length=REFERENCE_MAX, required=False)

    def note(
        self,
        invoice: Invoice,
        file: KeptFile | None,
        *,
        by: Officer,
        came: str = Came.COUNTER,
        email: InboundEmail | None = None,
    ) -> Slip:
        """Of a valid form. Not at the desk: the picture is read. Raises `Refusal`: other_reference, and as `Slips.note`."""
        code = read_slip(files().path(current_agency(), file.sha256)).code if file is not None else None
        said = self.cleaned_data
        proof = ProofOfPayment(
            said["account_name"], said["paid_on"], said["amount"], _reference(said["reference"], code)
        )
        return Slip.objects.note(
            invoice,
            proof,
            by=by,
            came=came,
            bank=code.bank if code is not None else "",
            email=email,
            file=file,
        )


def _reference(said: str, code: SlipCode | None) -> str:
    """The code says it where nobody typed it, and must not say another: the same picture would be taken again under each
    number that is typed."""
    if code is None or not said:
        return code.reference if code is not None else said
    if as_one_reference(said) != as_one_reference(code.reference):
        raise Refusal(
            "other_reference",
            f"ยังไม่ได้บันทึกหลักฐาน เพราะเลขอ้างอิงที่พิมพ์ไม่ตรงกับ QR บนสลิป ({code.reference}) โปรดตรวจสลิป หรือเว้นช่องเลขอ้างอิงไว้ให้ระบบใช้เลขจาก QR สิ่งที่พิมพ์ไว้อยู่ครบ",
        )
    return said
