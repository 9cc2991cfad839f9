"""Papers of the finance office: the bill with its QR, the receipt, the sheet of a closed day. Rows in, PDF out.

The same rows give the same bytes: what is dated is dated by its row.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

import segno
from django.utils.timezone import localtime

from saraban.agencies.models import Officer, Profile
from saraban.documents.qr import qr_svg
from saraban.documents.typesetting import Template, typeset_pdf, typeset_pdf_apart
from saraban.law.initial_level_manual_2566 import PROOF_OF_PAYMENT
from saraban.payments.bank_statements import BankLine
from saraban.payments.closes import DayClose
from saraban.payments.invoices import Invoice
from saraban.payments.postings import Posting
from saraban.payments.receipts import Receipt
from saraban.registers.models import central_mailbox
from saraban.thai import baht
from saraban.thai.dates import BANGKOK, full_date, long_date, medium_date, thai_time

PRINTED_MAX = 2_000  # rows of a day; the sheet says how many more there are
FEW = 200  # rows that are set in this process
QR_SCALE, QR_BORDER = 16, 4  # dots of a module, and modules of quiet zone


def payment_qr_png(invoice: Invoice) -> bytes:
    """The QR of a bill, with the quiet zone that readers need. The invoice's account takes QR."""
    bill = invoice.bill
    assert bill is not None, "an account without Biller ID and PromptPay has no QR"
    made = io.BytesIO()
    segno.make_qr(bill.payload(), error="m").save(made, kind="png", scale=QR_SCALE, border=QR_BORDER)
    return made.getvalue()


def bill_pdf(invoice: Invoice) -> bytes:
    """ใบแจ้งชำระ: what is owed, how it is paid, and what the proof has to say (guide #3.4(2))."""
    account, bill = invoice.account, invoice.bill
    mailbox = central_mailbox()
    where = f" ส่งหลักฐานมาที่ {mailbox.address}" if mailbox is not None else ""
    barcode = getattr(bill, "barcode", None)
    rows = [
        ("ผู้ชำระ", invoice.payer),
        ("รายการ", invoice.what),
        ("จำนวนเงิน", f"{invoice.in_baht} บาท ({baht.in_words(invoice.satang)})"),
        *([("ชำระภายใน", long_date(invoice.due_on))] if invoice.due_on is not None else []),
        ("ชื่อบัญชี", account.name),
        ("ธนาคาร เลขที่บัญชี", f"{account.bank_name} {account.number}"),
        *([("Biller ID", account.biller)] if account.biller else []),
        ("รหัสอ้างอิง 1", invoice.reference1),
        ("รหัสอ้างอิง 2", invoice.reference2),
        *([("ข้อความบาร์โค้ด", barcode().replace("\r", " "))] if barcode is not None else []),
    ]
    return _set(
        "ใบแจ้งชำระเงิน",
        datetime.combine(invoice.issued_on, time.min, tzinfo=BANGKOK),
        rows=rows,
        top_right=[f"วันที่ {full_date(invoice.issued_on)}"],
        qr=qr_svg(bill.payload()) if bill is not None else "",
        qr_says=[
            "สแกนด้วยแอปธนาคารใดก็ได้",
            f"จำนวน {invoice.in_baht} บาท",
            f"ผู้รับเงินต้องเป็น {account.name}",
        ],
        after=[
            f"เมื่อชำระแล้ว โปรดส่งหลักฐานที่เห็น{' '.join(PROOF_OF_PAYMENT)}{where}",
            "เอกสารนี้ไม่ใช่ใบเสร็จรับเงิน หน่วยงานไม่รับเงินเข้าบัญชีส่วนบุคคล",
        ],
    )


def receipt_pdf(receipt: Receipt) -> bytes:
    """ใบเสร็จรับเงิน under its number, or evidence that the payment was noted."""
    own = receipt.number is not None
    number = receipt.shown_number or "........................................"
    said = f"เลขที่ {number}" if own else f"เลขที่ใบเสร็จรับเงินของระบบการเงิน {number}"
    order = [("ออกตาม", f"{receipt.order.order}")] if receipt.order is not None else []
    return _set(
        receipt.title,
        receipt.issued_at,
        top_right=[said, f"วันที่ {full_date(receipt.issued_on)}"],
        rows=[
            ("ได้รับเงินจาก", receipt.payer),
            ("รายการ", receipt.what),
            ("จำนวนเงิน", f"{baht.written(receipt.satang)} บาท"),
            ("ตัวอักษร", receipt.in_words),
            ("รหัสอ้างอิง", f"{receipt.invoice.reference1} {receipt.invoice.reference2}"),
            *order,
        ],
        after=[] if own else ["เอกสารนี้เป็นหลักฐานว่าหน่วยงานตรวจพบเงินที่ชำระแล้ว ไม่ใช่ใบเสร็จรับเงิน"],
        signers=[_signer("ผู้รับเงิน", receipt.officer, None)],
    )


def close_pdf(close: DayClose) -> bytes:
    """ใบสรุป of a working day: what came, where it was placed, what is open, by whom it was closed and reviewed."""
    figures = close.figures
    places = [
        (label, f"{baht.written(one['satang'])} ({one['count']} รายการ)") for label, one in close.places
    ]
    postings = list(close.postings().select_related("line", "invoice", "officer")[: PRINTED_MAX + 1])
    exceptions = list(close.without_place()[: PRINTED_MAX + 1])
    return _set(
        "ใบสรุปการตรวจสอบการรับเงินประจำวัน",
        close.reviewed_at or close.closed_at,
        top_right=[f"วันทำการ {full_date(close.day)}"],
        rows=[
            ("ตรวจสอบตาม", close.rules),
            ("ยกมา (ยังไม่ได้จับคู่)", f"{baht.written(figures['opening'])} บาท"),
            ("เงินเข้าบัญชี", f"{baht.written(figures['came'])} ({figures['came_count']} รายการ)"),
            *places,
            ("ถอนการลงบัญชี", f"{figures['taken_back_count']} รายการ"),
            ("ยังไม่ได้จับคู่", f"{baht.written(figures['open'])} ({figures['open_count']} รายการ)"),
            ("สลิปที่ยังไม่พบเงิน", f"{figures['slips_waiting']} ใบ"),
            *([("หมายเหตุ", close.note)] if close.note else []),
        ],
        tables=[_of_postings(postings), _of_exceptions(exceptions)],
        after=[*_left_out(close, postings, exceptions), f"รหัสตรวจสอบรายการของวัน {figures['digest']}"],
        signers=[
            _signer("ผู้ปิดยอด", close.officer, close.closed_at),
            _signer("ผู้สอบทาน", close.reviewer, close.reviewed_at),
        ],
        many=len(postings) + len(exceptions) > FEW,
    )


def _of_postings(postings: Sequence[Posting]) -> Mapping[str, Any]:
    return {
        "heading": "รายการลงบัญชีของวัน",
        "nothing": "วันนี้ไม่มีรายการ",
        "heads": ["เงินเข้า", "บาท", "เป็นเงิน", "ใบแจ้งชำระ", "ผู้ชำระ", "เพราะ", "ผู้บันทึก"],
        "widths": [15, 12, 14, 15, 17, 14, 13],
        "right": [1],
        "rows": [
            [
                _moment(one.line),
                one.in_baht,
                one.get_place_display(),
                f"{one.invoice.reference1} {one.invoice.reference2}" if one.invoice is not None else "–",
                one.invoice.payer if one.invoice is not None else one.line.payer or "–",
                one.because or ("ตรงกันทุกช่อง" if one.certain else "–"),
                one.officer.name,
            ]
            for one in postings[:PRINTED_MAX]
        ],
    }


def _of_exceptions(exceptions: Sequence[BankLine]) -> Mapping[str, Any]:
    return {
        "heading": "เงินเข้าที่ยังไม่ได้จับคู่",
        "nothing": "ไม่มี",
        "heads": ["เงินเข้า", "บาท", "ผู้ชำระ", "รายการของธนาคาร", "เลขอ้างอิง"],
        "widths": [16, 13, 23, 26, 22],
        "right": [1],
        "rows": [
            [
                _moment(one),
                baht.written(one.left_then),  # type: ignore[attr-defined]
                one.payer or "–",
                one.description or "–",
                " ".join(said for said in (one.reference1, one.reference2, one.bank_reference) if said)
                or "–",
            ]
            for one in exceptions[:PRINTED_MAX]
        ],
    }


def _left_out(close: DayClose, postings: Sequence[Posting], exceptions: Sequence[BankLine]) -> list[str]:
    """What was not printed is said."""
    if len(postings) <= PRINTED_MAX and len(exceptions) <= PRINTED_MAX:
        return []
    more = max(0, close.postings().count() - PRINTED_MAX), max(0, close.without_place().count() - PRINTED_MAX)
    return [
        f"พิมพ์ตารางละ {PRINTED_MAX:,} รายการแรก ยังมีรายการลงบัญชีอีก {more[0]:,} และเงินที่ยังไม่ได้จับคู่อีก {more[1]:,} รายการในระบบ"
    ]


def _moment(line: BankLine) -> str:
    said = medium_date(line.paid_on)
    return f"{said} {thai_time(localtime(line.paid_at))}" if line.time_known else said


def _signer(said: str, officer: Officer | None, at: datetime | None) -> Mapping[str, str]:
    return {
        "as": said,
        "name": officer.name if officer is not None else "....................................",
        "position": officer.position if officer is not None else "",
        "on": f"{medium_date(localtime(at))} {thai_time(localtime(at))}" if at is not None else "",
    }


def _set(
    heading: str,
    dated_at: datetime,
    *,
    rows: Sequence[tuple[str, str]],
    top_right: Sequence[str],
    qr: str = "",
    qr_says: Sequence[str] = (),
    tables: Sequence[Mapping[str, Any]] = (),
    after: Sequence[str] = (),
    signers: Sequence[Mapping[str, str]] = (),
    many: bool = False,
) -> bytes:
    """`many`: of many rows, so set in a process of its own."""
    agency = Profile.here().name
    data = {
        "title": heading,
        "author": agency,
        "agency": agency,
        "heading": heading,
        "top_right": top_right,
        "rows": rows,
        "qr": qr,
        "qr_says": qr_says,
        "tables": tables,
        "after": after,
        "signers": signers,
        "footer": agency,
    }
    set_page = typeset_pdf_apart if many else typeset_pdf
    return set_page(Template.MONEY_PAPER, data, dated_at=dated_at)
