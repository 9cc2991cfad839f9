"""The money's settings at the desk: accounts, the table of fees, orders for receipts, the rules that are followed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Officer, Profile
from saraban.payments.accounts import Account
from saraban.payments.fees import Fee, FeeRate
from saraban.payments.receipts import ReceiptOrder
from tests.desk.signing_in import sign_in
from tests.office import Office, add_officer

ACCOUNTS, FEES, ORDERS = "/desk/pay/accounts/", "/desk/pay/fees/", "/desk/pay/receipt-orders/"
NAME = "เทศบาลตำบลคลองน้อย"
BILLER = "099400016550100"
OPENS = {"bank": "006", "number": "123-4-56789-0", "name": NAME, "biller": BILLER, "promptpay": ""}


@pytest.fixture
def finance(office: Office) -> Officer:
    return add_officer("นางสาวปรียา เงินทอง", "preeya@klongnoy.go.th", Duty.FINANCE)


@pytest.fixture
def till(finance: Officer, client: Client) -> Client:
    return sign_in(client, finance)


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def refused(client: Client, address: str, form: dict[str, str]) -> str:
    answer = client.post(address, form)
    assert answer.status_code == 422, answer.content.decode()
    return answer.content.decode()


# accounts


def test_an_account_in_the_agencys_name_is_opened_and_stands_in_the_list(till: Client) -> None:
    page = shown(till, ACCOUNTS)
    assert f'value="{NAME}"' in page and "ไม่ใช่บัญชีของบุคคล" in page
    page = till.post(ACCOUNTS, OPENS, follow=True).content.decode()
    for said in ("123-4-56789-0", "กรุงไทย", NAME, BILLER):
        assert said in page
    account = Account.objects.get()
    assert localdate(account.opened_at) == localdate()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "นายสมศักดิ์ ตั้งใจ"}, "ไม่ตรงกับชื่อหน่วยงาน"),
        ({"bank": ""}, "ยังไม่ได้เลือกธนาคาร"),
        ({"number": "12"}, "เลขที่บัญชีต้องเป็นตัวเลข 10–15 หลัก"),
        ({"biller": "12345"}, "ยังไม่ได้บันทึก"),
    ],
)
def test_what_is_wrong_with_an_account_is_said_and_what_was_typed_stays(
    till: Client, wrong: dict[str, str], words: str
) -> None:
    page = refused(till, ACCOUNTS, OPENS | wrong)
    assert words in page and f'value="{(OPENS | wrong)["number"]}"' in page
    assert not Account.objects.exists()


def test_what_the_bank_gave_is_corrected_and_an_account_ended_with_a_reason(till: Client) -> None:
    till.post(ACCOUNTS, OPENS)
    account = Account.objects.get()
    here = f"{ACCOUNTS}{account.pk}/"
    assert BILLER in shown(till, here)
    refused(till, here, {"biller": "1", "promptpay": ""})
    page = till.post(here, {"biller": "", "promptpay": "0-9940-00165-50-1"}, follow=True).content.decode()
    assert "ใบแจ้งชำระที่รอชำระใช้รหัสใหม่" in page  # a bill that is printed again has the new code
    account.refresh_from_db()
    assert (account.biller, account.promptpay) == ("", "0994000165501")

    assert "ยังไม่ได้บอกเหตุผล" in till.post(f"{here}ended/", {"because": " "}, follow=True).content.decode()
    page = till.post(f"{here}ended/", {"because": "ธนาคารปิดสาขา"}, follow=True).content.decode()
    assert "ธนาคารปิดสาขา" in page and "ยังไม่มีบัญชี" in page
    assert f"{here}ended/" not in shown(till, here)


def test_a_neighbours_account_is_not_there(till: Client) -> None:
    assert till.get(f"{ACCOUNTS}999/").status_code == 404


# fees


def test_a_fee_is_added_and_its_rates_follow_one_another(till: Client) -> None:
    page = till.post(FEES, {"code": "fee01", "name": "ใบอนุญาตก่อสร้าง"}, follow=True).content.decode()
    assert "FEE01 ใบอนุญาตก่อสร้าง" in page and "ยังไม่มีอัตราที่ใช้วันนี้" in page
    fee = Fee.objects.get()
    rates = f"{FEES}{fee.pk}/rates/"
    till.post(rates, {"satang": "๑,๒๐๐.๕๐ บาท", "since": "1/10/66", "law": "ข้อบัญญัติ พ.ศ. 2566"})
    said = {"law": "ข้อบัญญัติ พ.ศ. 2567", "exemption": "วัด", "refund": "ไม่คืน"}
    till.post(rates, {"satang": "1,300", "since": "1 ต.ค. 2567", **said})
    till.post(rates, {"satang": "1400.-", "since": "+30", **said})
    page = shown(till, FEES)
    for words in ("1,300.00", "อัตราเดิม", "1,200.50", "ข้อบัญญัติ พ.ศ. 2566", "วัด", "ไม่คืน", "1,400.00"):
        assert words in page
    assert [(one.satang, one.since) for one in FeeRate.objects.order_by("since")] == [
        (120_050, date(2023, 10, 1)),
        (130_000, date(2024, 10, 1)),
        (140_000, localdate() + timedelta(days=30)),
    ]
    page = shown(till, f"{FEES}{fee.pk}/")
    assert "<summary>อัตราเดิม</summary>" in page and 'value="ข้อบัญญัติ พ.ศ. 2567"' in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"satang": "1.234"}, "อ่านจำนวนเงิน “1.234” ไม่ได้"),
        ({"satang": "-5"}, "อ่านจำนวนเงิน “-5” ไม่ได้"),
        ({"satang": "100,000,001"}, "ไม่เกิน 100,000,000.00 บาท"),
        ({"satang": ""}, "ยังไม่มีจำนวนเงิน"),
        ({"since": "31/2/66"}, "31 กุมภาพันธ์"),
        ({"law": ""}, "กฎหมายหรือข้อบัญญัติใด"),
    ],
)
def test_a_rate_that_cannot_be_is_refused_and_what_was_typed_stays(
    till: Client, wrong: dict[str, str], words: str
) -> None:
    fee = Fee.objects.add("FEE01", "ค่าธรรมเนียม", by=OPERATOR)
    form = {"satang": "500", "since": "วันนี้", "law": "ข้อบัญญัติ", "refund": "ไม่คืนเงินทุกกรณี"} | wrong
    page = refused(till, f"{FEES}{fee.pk}/rates/", form)
    assert words in page and 'value="ไม่คืนเงินทุกกรณี"' in page
    assert not FeeRate.objects.exists()


def test_a_fee_of_a_code_stands_once_and_is_ended(till: Client) -> None:
    till.post(FEES, {"code": "FEE01", "name": "ก"})
    assert "มีในตารางแล้ว" in refused(till, FEES, {"code": "FEE01", "name": "ข"})
    assert "A–Z หรือ 0–9" in refused(till, FEES, {"code": "ค่า 1", "name": "ข"})
    fee = Fee.objects.get()
    page = till.post(f"{FEES}{fee.pk}/ended/", follow=True).content.decode()
    assert "ที่เลิกเก็บแล้ว" in page and "ยังไม่มีค่าธรรมเนียม" in page
    assert "ตั้งอัตรา</button>" not in shown(till, f"{FEES}{fee.pk}/")


def test_the_table_asks_as_much_for_many_fees_as_for_one(till: Client) -> None:
    counts = set()
    for number in range(3):
        fee = Fee.objects.add(f"FEE{number}", "ค่าธรรมเนียม", by=OPERATOR)
        for day in (1, 2):
            fee.set_rate(100, since=date(2023, 1, day), law="ข้อบัญญัติ", by=OPERATOR)
        if number != 1:
            shown(till, FEES)
            with CaptureQueriesContext(connection) as asked:
                shown(till, FEES)
            counts.add(len(asked))
    assert len(counts) == 1


# receipt orders


def test_the_head_orders_receipts_here_and_ends_it(office: Office, finance: Officer, client: Client) -> None:
    head = sign_in(client, office.head)
    form = {"order": "คำสั่งที่ 5/2566", "ordered_on": "วันนี้", "first_day": "วันนี้", "last_day": "+30"}
    page = head.post(ORDERS, form, follow=True).content.decode()
    assert "คำสั่งที่ 5/2566" in page and "ใช้อยู่" in page
    assert "มีคำสั่งในช่วงวันเดียวกันอยู่แล้ว" in refused(head, ORDERS, form)
    assert "ไม่ก่อนวันแรก" in refused(head, ORDERS, form | {"last_day": "1/1/66"})
    order = ReceiptOrder.objects.get()
    page = shown(sign_in(Client(), finance), ORDERS)
    assert "อำนาจของหัวหน้าหน่วยงานเท่านั้น" in page and "บันทึกคำสั่ง</button>" not in page
    page = head.post(f"{ORDERS}{order.pk}/ended/", {"because": "ออกใบเสร็จที่เดิม"}, follow=True).content.decode()
    assert "ออกใบเสร็จที่เดิม" in page
    order.refresh_from_db()
    assert order.ended_at is not None


def test_not_even_finance_and_administrator_order_receipts(
    office: Office, till: Client, finance: Officer
) -> None:
    form = {"order": "5/2566", "ordered_on": "วันนี้", "first_day": "วันนี้", "last_day": "วันนี้"}
    for client in (till, sign_in(Client(), office.clerk)):
        assert client.post(ORDERS, form).status_code == 409
    assert not ReceiptOrder.objects.exists()


# who reads


def test_who_has_nothing_to_do_with_money_reads_none_of_it(office: Office) -> None:
    other = sign_in(Client(), add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.REGISTRY))
    handler = sign_in(Client(), add_officer("นางมาลี", "malee@klongnoy.go.th", Duty.CASE))
    auditor = sign_in(Client(), add_officer("นายตรวจ", "truat@klongnoy.go.th", Duty.AUDITOR))
    for address in (ACCOUNTS, FEES, ORDERS, "/desk/pay/statements/"):
        answer = other.get(address)
        assert answer.status_code == 409 and "เปิดหน้านี้ไม่ได้" in answer.content.decode()
        assert handler.get(address).status_code == (200 if address == FEES else 409)
        assert "ดูอย่างเดียว" in shown(auditor, address) or address == ORDERS


# the rules that are followed


def test_the_rules_of_finance_are_the_ministrys_until_the_agency_says_its_own(
    office: Office, clerk: Client
) -> None:
    form = {"name": NAME, "registry_name": "งานสารบรรณ", "registry_phone": "1", "head_title": "นายก"}
    assert "ว 140 ลงวันที่ 19 สิงหาคม 2563" in shown(clerk, "/desk/settings/")
    for typed, kept in (("ระเบียบของเรา", "ระเบียบของเรา"), (" ", Profile().finance_rules)):
        assert clerk.post("/desk/settings/profile/", form | {"finance_rules": typed}).status_code == 302
        assert Profile.objects.get().finance_rules == kept
