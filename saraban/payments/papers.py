"""The printed papers of payments: the bill, the receipt and the sheet of a closed day, each from its row.

The same row gives the same bytes, however often it is printed. Digits stay Arabic: what stands here is typed into a bank's
app, read beside a statement, and compared with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from saraban.agencies.models import Officer, Profile
from saraban.documents.bars import bars_svg
from saraban.documents.qr import qr_png, qr_svg
from saraban.documents.typesetting import Template, typeset_pdf, typeset_pdf_apart
from saraban.law.initial_level_manual_2566 import PROOF_OF_PAYMENT
from saraban.mail.reader.charsets import clean_line
from saraban.payments.bank_statements import BankLine
from saraban.payments.banks import bank_title
from saraban.payments.closes import DayClose
from saraban.payments.invoices import Invoice, Standing
from saraban.payments.postings import Posting
from saraban.payments.receipts import Receipt
from saraban.payments.thai_qr import BillPayment
from saraban.registers.models import central_mailbox
from saraban.thai import baht
from saraban.thai.dates import BANGKOK, full_date, long_date, medium_date, table_date, thai_time

ROWS_MAX = 2_000  # of one sheet: Typst wants some 150 kB of memory for each
ROWS_HERE_MAX = 60  # some pages; more are set in a process of their own
QR_DOTS_MIN = 600
NAME_KEPT_MAX = 40  # characters of a name that is never broken over two lines
BLANK = "." * 40

SHEET = "ใบสรุปการตรวจสอบรับเงินประจำวัน"
NOT_A_RECEIPT = "เอกสารนี้เป็นหลักฐานว่าได้รับแจ้งการชำระเงินแล้วเท่านั้น ไม่ใช่ใบเสร็จรับเงิน"
POSTINGS_HEAD = ("ที่", "เงินเข้าเมื่อ", "จำนวนเงิน", "ผู้ชำระ", "รหัสอ้างอิง", "เป็นเงิน", "เหตุผล", "ผู้ลงบัญชี")
OPEN_HEAD = ("ที่", "เงินเข้าเมื่อ", "จำนวนเงิน", "ยังไม่มีที่ลง", "ผู้ชำระ", "รหัสอ้างอิง", "รายการของธนาคาร")


def bill_pdf(invoice: Invoice) -> bytes:
    """ใบแจ้งชำระ. One that is not due any more says so, and cannot be paid by it. Raises `NotTypeset`."""
    issued_at = datetime.combine(invoice.issued_on, time(), tzinfo=BANGKOK)
    return typeset_pdf(Template.PAYMENT_BILL, bill_page(invoice), dated_at=issued_at)


def bill_page(invoice: Invoice) -> dict[str, Any]:
    """For `Template.PAYMENT_BILL`."""
    account, agency = invoice.account, Profile.here().name
    bill = invoice.bill if invoice.is_due else None
    left = invoice.left if invoice.is_due else invoice.satang
    owed, in_part = _in_full(left), []
    if left != invoice.satang:
        in_part = [
            ("ทั้งหมด", f"{invoice.in_baht} บาท"),
            ("ชำระแล้ว", f"{baht.written(invoice.satang - left)} บาท"),
        ]
    page = _page(f"ใบแจ้งชำระ {invoice.reference1}", "ใบแจ้งชำระ") | {
        "dated": f"วันที่แจ้ง {full_date(invoice.issued_on)}",
        "warning": "" if invoice.is_due else _why_not_due(invoice),
        "facts": [
            ("ผู้ชำระ", invoice.payer),
            ("รายการ", invoice.what),
            *in_part,
            ("คงเหลือที่ต้องชำระ" if in_part else "จำนวนเงิน", owed),
            ("ชำระภายใน", full_date(invoice.due_on) if invoice.due_on else "ไม่ได้กำหนดวันสุดท้าย"),
            ("ชื่อบัญชี", account.name),
            ("ธนาคาร", bank_title(account.bank)),
            ("เลขที่บัญชี", account.shown_number),
            ("รหัสอ้างอิง 1 (Ref. 1)", invoice.reference1),
            ("รหัสอ้างอิง 2 (Ref. 2)", invoice.reference2),
        ],
        "qr": qr_svg(bill.payload()) if bill is not None else "",
        "qr_says": "สแกนด้วยแอปของธนาคารใดก็ได้ จำนวนเงินขึ้นให้เอง",
        "qr_alt": f"QR ชำระเงิน {owed} ให้ {agency}",
        "qr_names": [agency, f"{baht.written(left)} บาท"],
        "bars": bars_svg(bill.barcode()) if isinstance(bill, BillPayment) else "",
        "bars_say": bill.barcode().replace("\r", " ") if isinstance(bill, BillPayment) else "",
        "bars_alt": "บาร์โค้ดสำหรับเคาน์เตอร์และตู้ที่รับชำระบิล",
        "paragraphs": [*_of_the_proof(invoice), _not_a_tax_invoice()],
    }
    return _cleaned(page)


def payment_qr_png(invoice: Invoice) -> bytes:
    """The QR alone, of what is left, for mails and pages; only of an invoice that has a `bill`."""
    bill = invoice.bill
    assert bill is not None, "an account without QR has none to draw"
    return qr_png(bill.payload(), width_min=QR_DOTS_MIN)


def receipt_pdf(receipt: Receipt) -> bytes:
    """ใบเสร็จรับเงิน with its number, or evidence that the payment was noted. One voided says so. Raises `NotTypeset`."""
    changed_at = receipt.voided_at or receipt.issued_at
    return typeset_pdf(Template.PAYMENT_RECEIPT, receipt_page(receipt), dated_at=changed_at)


def receipt_page(receipt: Receipt) -> dict[str, Any]:
    """For `Template.PAYMENT_RECEIPT`."""
    invoice, order = receipt.invoice, receipt.order
    number = f"เลขที่ {receipt.shown_number}"
    if order is None:
        number = f"เลขที่ใบเสร็จรับเงินของระบบการเงิน {receipt.official_number or BLANK}"
    page = _page(f"{receipt.title} {receipt.shown_number}".strip(), receipt.title) | {
        "number": number,
        "dated": f"วันที่ {full_date(receipt.issued_on)}",
        "warning": _undone("ยกเลิก", receipt.voided_at, receipt.voided_because),
        "facts": [
            ("ได้รับเงินจาก", receipt.payer),
            ("รายการ", receipt.what),
            ("จำนวนเงิน", f"{baht.written(receipt.satang)} บาท"),
            ("ตัวอักษร", receipt.in_words),
            ("ใบแจ้งชำระ", f"{invoice.reference1} {invoice.reference2}"),
        ],
        "paragraphs": [NOT_A_RECEIPT]
        if order is None
        else [f"ออกตาม{order.order} ลงวันที่ {full_date(order.ordered_on)}"],
        "role": "ผู้รับเงิน",
        "signer": receipt.officer.name,
        "signer_lines": [receipt.officer.position] if receipt.officer.position else [],
    }
    return _cleaned(page)


def close_pdf(close: DayClose) -> bytes:
    """ใบสรุปการตรวจสอบรับเงินประจำวัน, as its marks have the day, whatever came since. Raises `NotTypeset`."""
    page = close_page(close)
    rows = sum(len(table["rows"]) for table in page["tables"])
    typeset = typeset_pdf if rows <= ROWS_HERE_MAX else typeset_pdf_apart
    changed_at = close.withdrawn_at or close.reviewed_at or close.closed_at
    return typeset(Template.DAY_CLOSE, page, dated_at=changed_at)


def close_page(close: DayClose, *, rows_max: int = ROWS_MAX) -> dict[str, Any]:
    """For `Template.DAY_CLOSE`. Exceptions come first where there are more rows than one sheet holds."""
    left = close.without_place()
    open_rows = [_open_row(number, line) for number, line in enumerate(left[:rows_max], start=1)]
    postings = close.postings().select_related("line", "invoice", "officer")
    posted = [
        _posting_row(number, one) for number, one in enumerate(postings[: rows_max - len(open_rows)], start=1)
    ]
    page = _page(f"{SHEET} {medium_date(close.day)}", SHEET) | {
        "dated": long_date(close.day),
        "warning": _undone("ถอน", close.withdrawn_at, close.withdrawn_because),
        "facts": [
            ("ตรวจสอบตาม", close.rules or "ยังไม่ได้ระบุ"),
            ("หลักฐานที่ยังไม่พบเงิน", f"{close.figures['slips_waiting']:,} ฉบับ"),
            ("รายการที่ถอนการลงบัญชี", f"{close.figures['taken_back_count']:,} รายการ"),
        ],
        "sums": _sums(close),
        "tables": [
            _table("รายการที่ยังไม่มีที่ลง", OPEN_HEAD, open_rows, of=left.count(), widths=(5, 13, 11, 11, 22, 20, 18), right=(2, 3)),
            _table("การลงบัญชีของวัน", POSTINGS_HEAD, posted, of=postings.count(), widths=(5, 12, 11, 18, 15, 12, 14, 13), right=(2,)),
        ],
        "note": close.note,
        "signers": [
            _signer("ผู้ปิดยอด", close.officer, "ปิดยอดเมื่อ", close.closed_at),
            _signer("ผู้สอบทาน", close.reviewer, "สอบทานเมื่อ", close.reviewed_at),
        ],
        "digest": close.figures["digest"],
        "page": "หน้า",
    }  # fmt: skip
    page["footer"] = f"{SHEET} {medium_date(close.day)} {page['agency']}"
    return _cleaned(page)


def _in_full(satang: int) -> str:
    return f"{baht.written(satang)} บาท ({baht.in_words(satang)})"


def _page(title: str, heading: str) -> dict[str, Any]:
    agency = Profile.here().name
    return {
        "title": title,
        "author": agency,
        "agency": agency,
        "heading": heading,
        "footer": "",
        "names": [agency] if len(agency) <= NAME_KEPT_MAX else [],
    }


def _cleaned(page: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _clean(said) for name, said in page.items()}


def _clean(value: Any) -> Any:
    """Whatever a payer, a bank or an officer wrote, as lines that a page can hold. A drawing has lines of its own."""
    if isinstance(value, str):
        return value if value.startswith("<svg ") else clean_line(value)
    if isinstance(value, Mapping):
        return {name: _clean(one) for name, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, Sequence) else value


def _undone(what: str, at: datetime | None, because: str) -> str:
    return f"{what}แล้วเมื่อ {_moment(at)} เพราะ{because}" if at is not None else ""


def _why_not_due(invoice: Invoice) -> str:
    words = {
        Standing.SETTLED: "ชำระครบแล้ว ไม่ต้องชำระอีก",
        Standing.EXEMPTED: "ได้รับยกเว้น ไม่ต้องชำระ",
        Standing.CANCELLED: "ใบแจ้งนี้ยกเลิกแล้ว โปรดอย่าชำระตามใบนี้",
    }
    return words[Standing(invoice.state)]


def _of_the_proof(invoice: Invoice) -> list[str]:
    if not invoice.is_due:
        return []
    mailbox, profile = central_mailbox(), Profile.here()
    where = f"ทางอีเมล {mailbox.address}" if mailbox is not None else f"ที่{profile.registry_name}"
    needs = f"{' '.join(PROOF_OF_PAYMENT[:-1])} และ{PROOF_OF_PAYMENT[-1]}"
    asks = f" สอบถามได้ที่{profile.registry_name} โทร. {profile.registry_phone}"
    return [
        f"เมื่อชำระแล้ว โปรดส่งหลักฐานการชำระเงินมา{where} โดยหลักฐานต้องมี {needs} "
        f"และโปรดบอกรหัสอ้างอิง {invoice.reference1} มาด้วย{asks}"
    ]


def _not_a_tax_invoice() -> str:
    return "เอกสารนี้ไม่ใช่ใบเสร็จรับเงิน และไม่ใช่ใบกำกับภาษี"


def _sums(close: DayClose) -> list[tuple[str, str, str]]:
    figures = close.figures
    return [
        ("ยอด", "รายการ", "บาท"),
        ("ยกมาจากวันก่อน ยังไม่มีที่ลง", "", baht.written(figures["opening"])),
        ("เงินเข้า", f"{figures['came_count']:,}", baht.written(figures["came"])),
        *(
            (f"ลงเป็น {place}", f"{one['count']:,}", baht.written(one["satang"]))
            for place, one in close.places
        ),
        ("รวมที่ลงบัญชี", "", baht.written(figures["placed"])),
        ("คงเหลือ ยังไม่มีที่ลง", f"{figures['open_count']:,}", baht.written(figures["open"])),
    ]


def _posting_row(number: int, posting: Posting) -> list[str]:
    line, invoice = posting.line, posting.invoice
    reasons = (
        "ถอนการลงบัญชี" if posting.takes_back_id is not None else "",
        "ระบบจับคู่ได้แน่นอน" if posting.certain else "",
        posting.because,
    )
    return [
        f"{number:,}",
        _came(line),
        posting.in_baht,
        invoice.payer if invoice is not None else line.payer,
        _references(invoice or line, line.bank_reference),
        posting.get_place_display(),
        " ".join(filter(None, reasons)),
        posting.officer.name,
    ]


def _open_row(number: int, line: BankLine) -> list[str]:
    left: int = line.left_then  # type: ignore[attr-defined]  # as `without_place` counts it
    return [
        f"{number:,}",
        _came(line),
        line.in_baht,
        baht.written(left),
        line.payer,
        _references(line, line.bank_reference),
        " ".join(filter(None, (line.description, line.channel))),
    ]


def _came(line: BankLine) -> str:
    return (
        f"{table_date(line.paid_on)} {thai_time(line.paid_at)}"
        if line.time_known
        else table_date(line.paid_on)
    )


def _references(of: Invoice | BankLine, bank_reference: str) -> str:
    return " ".join(filter(None, (of.reference1, of.reference2, bank_reference)))


def _table(
    heading: str,
    head: Sequence[str],
    rows: list[list[str]],
    *,
    of: int,
    widths: Sequence[int],
    right: Sequence[int],
) -> dict[str, Any]:
    more = of - len(rows)
    return {
        "heading": f"{heading} ({of:,} รายการ)",
        "head": head,
        "widths": widths,
        "right": right,
        "rows": rows,
        "nothing": "ไม่มีรายการ",
        "more": f"ยังมีอีก {more:,} รายการในระบบที่ไม่ได้พิมพ์ในใบนี้ ยอดข้างต้นนับรวมแล้ว" if more else "",
    }


def _signer(role: str, officer: Officer | None, did: str, at: datetime | None) -> dict[str, Any]:
    lines = [officer.position] if officer is not None and officer.position else []
    lines.append(f"{did} {_moment(at)}" if at is not None else f"{did} {BLANK}")
    return {"role": role, "name": officer.name if officer is not None else "", "lines": lines}


def _moment(moment: datetime) -> str:
    return f"{medium_date(moment)} {thai_time(moment)}"
