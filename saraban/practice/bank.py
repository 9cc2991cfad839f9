"""ธนาคารฝึกหัด: an app that pays a bill by its QR and mails the slip, and the bank's file of what came in. No money moves.

So that whoever tries the office sees the whole way of a fee (guide #3.4): bill, slip, statement, match, close.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_GET, require_POST

from saraban.documents.qr import qr_svg
from saraban.documents.typesetting import Template, typeset_pdf
from saraban.mail.maildir import make_maildir
from saraban.payments.emv import fields, sealed
from saraban.payments.thai_qr import BadPayment, BillPayment, read_thai_qr
from saraban.practice.citizen import Delivered, delivered_or_404, must_be_practice
from saraban.practice.envelopes import attached, headers, name_2231, several, text
from saraban.practice.pages import FOOTER, NAMES
from saraban.practice.story import lay
from saraban.practice.told import letter
from saraban.practice.town import maildir
from saraban.proposals.codes import read_codes
from saraban.thai import baht
from saraban.thai.dates import buddhist_year, medium_date, thai_time

BANK = "006"
COLUMNS = ("วันที่", "เวลา", "เงินเข้า", "เงินออก", "Ref1", "Ref2", "เลขที่อ้างอิง", "รายการ")
TRANSFERS_MAX = 1_000  # the latest, in the file


@dataclass(frozen=True)
class Transfer:
    """`at`: as ISO, aware; `number`: the bank's reference, which it gives once."""

    at: str
    number: str
    reference1: str
    reference2: str
    satang: int

    @property
    def moment(self) -> datetime:
        return localtime(datetime.fromisoformat(self.at))


@require_POST
def pay(request: HttpRequest, name: str) -> HttpResponse:
    """The citizen scans the QR that the office mailed, pays, and answers with the slip. Raises `Http404` where there is no QR."""
    mail = delivered_or_404(request, name)
    bill = _bill_in(mail)
    if bill is None or bill.satang is None:
        raise Http404
    moment = now()
    number = f"PB{localtime(moment):%Y%m%d%H%M%S%f}"
    transfer = Transfer(moment.isoformat(), number, bill.reference1, bill.reference2, bill.satang)
    _book(transfer)
    _answer(mail, transfer)
    return redirect(f"{reverse('citizen_letter', args=[name])}?paid=1")


@require_GET
def statement(request: HttpRequest) -> HttpResponse:
    """What came in, as banks export it. Raises `Http404` outside practice mode."""
    must_be_practice(request)
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for one in list(transfers())[-TRANSFERS_MAX:]:
        at = one.moment
        day = f"{at.day}/{at.month}/{buddhist_year(at)}"
        came = f"{one.satang // 100}.{one.satang % 100:02}"
        references = (one.reference1, one.reference2, one.number)
        rows.writerow([day, f"{at:%H:%M}", came, "", *references, "รับชำระบิล"])
    answer = HttpResponse(written.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="practice-bank-{_today()}.csv"'
    return answer


def transfers() -> Iterator[Transfer]:
    """The oldest first."""
    try:
        lines = _ledger().read_text("utf-8").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        yield Transfer(**json.loads(line))


def _bill_in(mail: Delivered) -> BillPayment | None:
    for text_of_code in (said for at in mail.pictures for said in read_codes(mail.path, at).texts):
        try:
            bill = read_thai_qr(text_of_code)
        except BadPayment:
            continue
        if isinstance(bill, BillPayment):
            return bill
    return None


def _book(transfer: Transfer) -> None:
    with _ledger().open("a", encoding="utf-8") as ledger:
        ledger.write(json.dumps(asdict(transfer)) + "\n")


def _answer(mail: Delivered, transfer: Transfer) -> None:
    """In the thread of the bill, into the office's mailbox."""
    at = transfer.moment
    sender = (mail.to_name, mail.to_address)
    slip = attached(name_2231("สลิปโอนเงิน.pdf"), lambda: slip_pdf(transfer), "application/pdf")
    said = f"ชำระเงินตามใบแจ้งแล้ว {baht.written(transfer.satang)} บาท แนบสลิปมาด้วยครับ\n\n{mail.to_name}"
    thread = headers(("In-Reply-To", mail.message_id), ("References", mail.message_id))
    told = letter(
        f"slip-{transfer.number}",
        at,
        sender,
        f"Re: {mail.subject}",
        several("mixed", text(said), slip),
        to=(mail.from_name, mail.from_address),
        more=thread,
    )
    make_maildir(maildir())
    lay(maildir(), told)


def slip_pdf(transfer: Transfer) -> bytes:
    """With the small QR of a slip."""
    code = sealed(
        fields(("00", fields(("00", "000001"), ("01", BANK), ("02", transfer.number))), ("51", "TH")),
        tag="91",
    )
    at = transfer.moment
    page = {
        "title": "สลิปโอนเงิน",
        "author": "ธนาคารฝึกหัด",
        "heading": "โอนเงินสำเร็จ",
        "dated": "",
        "rows": [
            ("วันเวลา", f"{medium_date(at)} {thai_time(at)}"),
            ("จำนวนเงิน", f"{baht.written(transfer.satang)} บาท"),
            ("รหัสอ้างอิง 1", transfer.reference1),
            ("รหัสอ้างอิง 2", transfer.reference2),
            ("เลขที่รายการ", transfer.number),
        ],
        "qr": qr_svg(code),
        "qr_alt": "QR ของสลิป",
        "footer": FOOTER,
        "names": NAMES,
    }
    return typeset_pdf(Template.PRACTICE_SLIP, page, dated_at=at)


def _ledger() -> Path:
    return Path(settings.DATA_DIR) / "demo" / "bank.jsonl"


def _today() -> date:
    return localtime().date()
