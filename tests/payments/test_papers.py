"""The bill, the receipt and the sheet of a day: what went in stands on the page, the QR pays the very bill."""

from __future__ import annotations

import io
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from saraban.agencies.models import Profile
from saraban.payments import papers
from saraban.payments.closes import DayClose
from saraban.payments.invoices import Invoice
from saraban.payments.papers import bill_pdf, close_pdf, payment_qr_png, receipt_pdf
from saraban.payments.postings import Posting
from saraban.payments.receipts import Receipt
from tests.cases.matters import clock_at
from tests.office import bangkok
from tests.payments.tills import AGENCY, Till

MONDAY = date(2023, 1, 23)
NASTY = '#eval("x") $a$ *ก* \\ <b> น้ำ ญู กำปั้น ' + "ยาว" * 60


def words_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    said = " ".join(page.get_textpage().get_text_range() for page in document)
    return "".join(said.replace("\ufffe", "").split())


def owed(till: Till, *, payer: str = "นายสมชาย ที่ปรึกษาดี", satang: int = 125_050) -> Invoice:
    return Invoice.objects.issue(
        till.account,
        reference1="C256600124",
        reference2="FEE01",
        payer=payer,
        what="ค่าใบอนุญาต",
        satang=satang,
        due_on=date(2023, 2, 7),
        by=till.finance,
    )


def test_a_bill_says_what_is_owed_and_its_code_pays_it(till: Till) -> None:
    invoice = owed(till)
    made = bill_pdf(invoice)
    assert bill_pdf(invoice) == made
    said = words_of(made)
    for words in (AGENCY, "1,250.50", "หนึ่งพันสองร้อยห้าสิบบาทห้าสิบสตางค์", "C256600124", "FEE01", "7 กุมภาพันธ์ 2566"):
        assert "".join(words.split()) in said
    page = pypdfium2.PdfDocument(made)[0].render(scale=3).to_pil()
    assert invoice.bill is not None
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [invoice.bill.payload()]


def test_the_picture_of_the_code_is_large_enough_for_a_phone(till: Till) -> None:
    invoice = owed(till)
    picture = Image.open(io.BytesIO(payment_qr_png(invoice)))
    assert min(picture.size) >= 600
    assert invoice.bill is not None
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [invoice.bill.payload()]


def test_what_strangers_wrote_is_printed_as_text(till: Till) -> None:
    said = words_of(bill_pdf(owed(till, payer=NASTY)))
    assert "".join(NASTY[:60].split()) in said


def test_evidence_says_that_it_is_no_receipt(till: Till) -> None:
    invoice = owed(till)
    till.payment_of(invoice, MONDAY)
    Posting.objects.confirm_certain(by=till.finance)
    said = words_of(receipt_pdf(Receipt.objects.issue(invoice, by=till.finance)))
    assert "ไม่ใช่ใบเสร็จรับเงิน" in said and "นายสมชาย" in said and "หนึ่งพันสองร้อยห้าสิบบาท" in said


@pytest.mark.parametrize("printed", [2_000, 5])
def test_the_sheet_of_a_day_says_all_of_it_or_how_much_it_leaves_out(
    till: Till, printed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "PRINTED_MAX", printed)
    for number in range(12):
        till.payment_of(till.invoice(10_000 + number), MONDAY)
    till.money(7_777, MONDAY)
    Posting.objects.confirm_certain(by=till.finance)
    with clock_at(bangkok(2023, 1, 23, 16, 0)):
        close = DayClose.objects.close(MONDAY, note="ตรวจกับสมุดบัญชีแล้ว", by=till.finance)
        close.review(by=till.second)
    close = DayClose.objects.select_related("officer", "reviewer").get()
    said = words_of(close_pdf(close))
    assert Profile.here().finance_rules.replace(" ", "") in said
    assert "77.77" in said and "ตรวจกับสมุดบัญชีแล้ว" in said and close.figures["digest"] in said
    assert close.officer.name.replace(" ", "") in said
    assert ("100.11" in said) == (printed > 12)
    assert ("รายการลงบัญชีอีก7" in said) == (printed < 12)
