"""The page of money, of one invoice and of the days: what is certain by one key, everything else by hand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from unittest import mock

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from saraban.agencies.calendar import Holiday
from saraban.agencies.duties import OPERATOR, Duty
from saraban.law.refusal import Refusal
from saraban.payments.bank_statements import BankLine
from saraban.payments.closes import DayClose
from saraban.payments.emv import fields, sealed
from saraban.payments.fees import Fee
from saraban.payments.invoices import Standing
from saraban.payments.postings import Posting
from saraban.payments.receipts import Receipt
from saraban.payments.slips import Slip
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import BANGKOK, table_date
from tests.desk.signing_in import sign_in
from tests.office import add_officer
from tests.payments.tills import AGENCY, Till, open_till

PAY = "/desk/pay/"


@pytest.fixture
def till(db: None, data_dir: Path) -> Iterator[Till]:
    made = open_till(data_dir, practice=True)
    with acting_for(made.office.agency):
        yield made


@pytest.fixture
def finance(till: Till, client: Client) -> Client:
    return sign_in(client, till.finance)


def page(client: Client, path: str = PAY) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def press(client: Client, path: str, status: int = 200, **form: object) -> str:
    answer = client.post(path, form, follow=True)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_an_office_without_money_is_told_what_to_do(till: Till, finance: Client) -> None:
    shown = page(finance)
    assert "ไม่มีรายการรอตรวจ" in shown and "นำเข้ารายการเดินบัญชี" in shown
    till.account.end("ปิดบัญชี", by=till.finance)
    assert "ยังไม่มีบัญชีรับชำระเงินในชื่อหน่วยงาน" in page(finance)


def test_the_green_pile_goes_by_one_press(till: Till, finance: Client) -> None:
    today = localdate()
    first, second = till.invoice(10_000), till.invoice(20_000)
    till.payment_of(first, today)
    till.payment_of(second, today, 19_900)
    shown = page(finance)
    assert "ยืนยัน 1 รายการ รวม 100.00 บาท" in shown and "autofocus" in shown
    assert "จ่ายขาด ขาด 1.00" in shown
    assert "ยืนยันแล้ว 1 รายการ" in press(finance, f"{PAY}certain/")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Standing.SETTLED, Standing.DUE)


def test_a_great_pile_is_shown_as_far_as_one_press_takes_it(
    till: Till, finance: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for where in ("saraban.payments.postings.CONFIRMED_MAX", "saraban.desk.views.money.CONFIRMED_MAX"):
        monkeypatch.setattr(where, 2)
    for satang in (10_000, 20_000, 30_000):
        till.payment_of(till.invoice(satang), localdate())
    shown = page(finance)
    assert "ยืนยัน 2 รายการ รวม 300.00 บาท" in shown and "อีก 1 รายการแสดงเมื่อยืนยันชุดนี้แล้ว" in shown
    assert "ยืนยันแล้ว 2 รายการ" in press(finance, f"{PAY}certain/")
    assert "ยืนยัน 1 รายการ รวม 300.00 บาท" in page(finance)


def test_by_hand_with_a_reason_and_taken_back_with_one(till: Till, finance: Client) -> None:
    invoice, line = till.invoice(10_000), till.money(10_000, localdate())
    path = f"{PAY}lines/{line.pk}/settled/"
    assert "ยังไม่ได้ลงบัญชี เพราะยังไม่ได้บอกเหตุผล" in press(finance, path, reference=invoice.reference1)
    assert "ไม่พบใบแจ้งชำระ" in press(finance, path, reference="C999", because="x")
    assert not Posting.objects.exists()
    assert "จับคู่แล้ว" in press(finance, path, reference=invoice.reference1.lower(), because="โทรแจ้ง")
    posting = Posting.objects.get()
    back = f"{PAY}postings/{posting.pk}/taken-back/"
    assert "ยังไม่ได้บอกเหตุผล" in press(finance, back)
    assert "เงินกลับมารอจับคู่" in press(finance, back, because="ผิดเรื่อง")
    assert BankLine.objects.get().left == 10_000
    aside = f"{PAY}lines/{line.pk}/set-aside/"
    assert "บันทึกแล้ว" in press(finance, aside, place="not_ours", because="โอนผิด")


def test_by_hand_the_money_goes_to_the_invoice_and_the_slip_that_are_meant(
    till: Till, finance: Client
) -> None:
    first, today = till.invoice(10_000, reference1="C1"), localdate()
    other = Fee.objects.add("FEE02", "ค่าธรรมเนียมตรวจแบบ", by=OPERATOR)
    second = replace(till, fee=other).invoice(30_000, reference1="C1")
    early, late = (till.slip(second, f"S{satang}", satang, today) for satang in (10_000, 20_000))
    line = till.money(20_000, today)
    path, why = f"{PAY}lines/{line.pk}/settled/", "โทรแจ้ง"
    assert "2 ใบ โปรดพิมพ์รหัสอ้างอิง 2 ต่อท้าย" in press(finance, path, reference="C1", because=why)
    assert not Posting.objects.exists()
    assert "จับคู่แล้ว" in press(finance, path, reference="C1 fee02", because=why)
    assert (first.paid, second.paid) == (0, 20_000)
    early.refresh_from_db()
    late.refresh_from_db()
    assert early.found_at is None and late.found_at is not None  # the money of the first is still to come


def slip_picture(reference: str) -> SimpleUploadedFile:
    text = sealed(
        fields(("00", fields(("00", "000001"), ("01", "004"), ("02", reference))), ("51", "TH")), tag="91"
    )
    made = io.BytesIO()
    segno.make_qr(text).save(made, kind="png", scale=6, border=4)
    return SimpleUploadedFile("slip.png", made.getvalue(), content_type="image/png")


def test_a_slip_is_noted_with_the_number_that_its_picture_says(till: Till, finance: Client) -> None:
    invoice = till.invoice(10_000)
    path = f"{PAY}invoices/{invoice.pk}/slip/"
    form = {"account_name": AGENCY, "paid_on": table_date(localdate()), "amount": "100"}
    assert "หมายเลขอ้างอิงของธุรกรรม" in press(finance, path, 422, **form)
    assert not Slip.objects.exists()
    shown = press(finance, path, **form, files=slip_picture("002123123121200011"))
    assert "เรื่องจะเดินต่อเมื่อพบเงิน" in shown and "ยังไม่พบเงิน" in shown
    slip = Slip.objects.get()
    assert (slip.reference, slip.bank, slip.satang) == ("002123123121200011", "004", 10_000)
    again = press(finance, path, 422, **form, files=slip_picture("002123123121200011"))
    assert "ใช้แล้วเมื่อ" in again and invoice.reference1 in again
    assert "ยังไม่ได้บันทึก" in press(finance, path, 422, **(form | {"paid_on": "32/13/69"}), reference="X")
    refused = press(finance, f"{PAY}slips/{slip.pk}/refused/", because="บัญชีผิด")
    assert "ไม่รับหลักฐานนี้แล้ว" in refused


def test_a_picture_is_not_taken_again_under_another_number_that_is_typed(till: Till, finance: Client) -> None:
    first, second = till.invoice(10_000), till.invoice(10_000)
    form = {"account_name": AGENCY, "paid_on": table_date(localdate()), "amount": "100"}
    path = f"{PAY}invoices/{{}}/slip/"
    press(finance, path.format(first.pk), **form, reference="0021-ABC", files=slip_picture("0021ABC"))
    shown = press(
        finance, path.format(second.pk), 422, **form, reference="0021ABD", files=slip_picture("0021ABC")
    )
    assert "ไม่ตรงกับ QR บนสลิป (0021ABC)" in shown
    assert [one.reference for one in Slip.objects.all()] == ["0021ABC"]


def test_an_invoice_shows_its_code_its_paper_and_its_receipt(till: Till, finance: Client) -> None:
    invoice = till.invoice(10_000)
    path = f"{PAY}invoices/{invoice.pk}/"
    assert f"{path}qr/" in page(finance, path)
    assert finance.get(f"{path}qr/").content.startswith(b"\x89PNG")
    assert finance.get(f"{path}pdf/").content.startswith(b"%PDF-")
    till.payment_of(invoice, localdate())
    Posting.objects.confirm_certain(by=till.finance)
    assert finance.get(f"{path}qr/").status_code == 404  # nobody pays twice by it
    assert "หลักฐานรับแจ้งการชำระเงิน" in press(finance, f"{path}receipt/")
    receipt = Receipt.objects.get()
    assert finance.get(f"{PAY}receipts/{receipt.pk}/").content.startswith(b"%PDF-")
    assert "กค 12/69" in press(finance, f"{PAY}receipts/{receipt.pk}/", number="กค 12/69")
    assert "ยกเลิกแล้ว" in press(finance, f"{PAY}receipts/{receipt.pk}/", void="1", because="ผิด")
    exempted = till.invoice(500)
    shown = press(finance, f"{PAY}invoices/{exempted.pk}/exempted/", because="วัด")
    assert "ยกเว้น" in shown


def a_working_day() -> date:
    """The next one: what the till did before, at whatever hour, was before it."""
    day = localdate() + timedelta(days=1)
    while day.weekday() > 4 or Holiday.objects.filter(day=day).exists():
        day += timedelta(days=1)
    return day


def test_the_day_that_was_seen_is_closed_and_no_other(till: Till, finance: Client) -> None:
    day = a_working_day()
    evening = datetime.combine(day, time(16, 10), tzinfo=BANGKOK)
    with (
        mock.patch("saraban.audit.desk.now", lambda: evening),
        mock.patch("saraban.desk.views.day_closes.localdate", lambda: day),
    ):
        assert "วันนี้ไม่มีรับเงิน ปิดยอด 0 บาท" in page(finance, f"{PAY}days/")
        till.payment_of(till.invoice(10_000), day)
        shown = page(finance, f"{PAY}days/")
        assert "เงินเข้า 1 รายการ" in shown and "ค้างจับคู่ 1 รายการ 100.00 บาท" in shown
        before = day - timedelta(days=1)
        assert "โปรดดูยอดแล้วกดอีกครั้ง" in press(finance, f"{PAY}days/", day=before)
    assert not DayClose.objects.exists()


def test_a_day_is_closed_by_one_reviewed_by_another_and_its_sheet_is_kept(
    till: Till, finance: Client
) -> None:
    day = a_working_day()
    till.payment_of(till.invoice(10_000), day)
    Posting.objects.confirm_certain(by=till.finance)
    evening = datetime.combine(day, time(16, 10), tzinfo=BANGKOK)
    with (
        mock.patch("saraban.audit.desk.now", lambda: evening),
        mock.patch("saraban.desk.views.day_closes.localdate", lambda: day),
    ):
        assert "รออีกคนหนึ่งสอบทาน" in press(finance, f"{PAY}days/", note="ตรวจแล้ว", day=day)
        close = DayClose.objects.get()
        assert "ไม่มีวันทำการที่รอปิดยอด" in press(finance, f"{PAY}days/", day=day)
        refused = press(finance, f"{PAY}days/{close.pk}/reviewed/")
        assert "ต้องเป็นคนละคนกับผู้ปิดยอด" in refused
        head = sign_in(Client(), till.office.head)
        assert "สอบทานแล้ว ล็อก" in press(head, f"{PAY}days/{close.pk}/reviewed/")
    close.refresh_from_db()
    assert close.reviewer == till.office.head and close.sha256
    with mock.patch("saraban.audit.desk.now", lambda: evening), pytest.raises(Refusal) as refusal:  # at once
        DayClose.objects.get().keep_sheet("0" * 64, 1, by=till.office.head)
    assert refusal.value.code == "made"
    posting = Posting.objects.get()
    for path in (f"{PAY}days/{close.pk}/", f"{PAY}invoices/{posting.invoice_id}/"):
        assert f"{PAY}postings/{posting.pk}/taken-back/" in page(finance, path)  # however long ago it was
        assert "taken-back" not in page(head, path)
    sheet = head.get(f"{PAY}days/{close.pk}/sheet/")
    assert sheet.content.startswith(b"%PDF-") and len(sheet.content) == close.size
    assert "100.00" in page(head, f"{PAY}days/")


@pytest.mark.parametrize("duty", [Duty.CASE, Duty.REGISTRY, Duty.SECRETS, Duty.ADMINISTRATOR])
def test_whose_business_it_is_not_reads_nothing(till: Till, client: Client, duty: Duty) -> None:
    invoice = till.invoice(10_000)
    other = sign_in(client, add_officer("นายอื่น", "other@klongnoy.go.th", duty))
    for path in (PAY, f"{PAY}days/", f"{PAY}invoices/{invoice.pk}/", f"{PAY}invoices/{invoice.pk}/pdf/"):
        assert other.get(path).status_code == 409
    assert f'href="{PAY}"' not in page(other, "/desk/work/")


def test_as_many_questions_for_forty_lines_as_for_four(till: Till, finance: Client) -> None:
    def asked(lines: int) -> int:
        for _ in range(lines):
            invoice = till.invoice(10_000)
            till.payment_of(invoice, localdate(), 9_000)
            till.slip(till.invoice(100), f"R{invoice.pk}", 100, localdate())
        page(finance)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(finance)
        return len(queries)

    assert asked(4) == asked(36)
