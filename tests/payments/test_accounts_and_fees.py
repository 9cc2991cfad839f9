"""Accounts in the agency's name (guide #3.4(1)), and a table of fees whose history stays."""

from __future__ import annotations

from datetime import date

import pytest

from saraban.agencies.duties import OPERATOR
from saraban.law.initial_level_manual_2566 import account_bears_agencys_name
from saraban.payments.accounts import Account
from saraban.payments.fees import Fee
from saraban.payments.thai_qr import read_thai_qr
from tests.payments.tills import AGENCY, Till, refused

DAY = date(2023, 1, 1)


@pytest.mark.parametrize(
    "name",
    [
        AGENCY,
        f" {AGENCY} ",
        "เทศบาลตำบล คลองน้อย",
        f"บัญชี{AGENCY}",
        f"{AGENCY} (เงินรายได้)",
        f"{AGENCY}(เงินค่าธรรมเนียม)",
    ],
)
def test_the_agencys_name_however_the_bank_spaces_it(name: str) -> None:
    account_bears_agencys_name(name, AGENCY)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "นายสมศักดิ์ ตั้งใจ",
        "เทศบาลตำบลคลองใหญ่",
        f"{AGENCY} โดย นายสมศักดิ์",
        f"กองคลัง {AGENCY}",
        "(เงินรายได้)",
        f"นายสมศักดิ์ ({AGENCY})",
    ],
)
def test_another_name_is_refused(name: str) -> None:
    with refused("not_agencys_name"):
        account_bears_agencys_name(name, AGENCY)


def test_an_account_is_refused_for_each_thing_that_is_wrong(till: Till) -> None:
    def opens(name: str = AGENCY, bank: str = "004", number: str = "111-1-11111-1", **more: str) -> Account:
        return Account.objects.open(name, bank=bank, number=number, by=till.finance, **more)

    for code, wrong in {
        "not_agencys_name": {"name": "นายสมศักดิ์ ตั้งใจ"},
        "bad_bank": {"bank": "999"},
        "bad_number": {"number": "12"},
        "bad_payment": {"biller": "12345"},
    }.items():
        with refused(code):
            opens(**wrong)
    with refused("open_already"):
        opens(bank="006", number="1234567890")
    with refused("no_duty"):
        Account.objects.open(AGENCY, bank="004", number="1111111111", by=till.office.head)
    assert [one.number for one in Account.objects.standing()] == ["1234567890"]
    opens()
    till.account.end("ปิดบัญชี", by=till.finance)
    assert [one.number for one in Account.objects.standing()] == ["1111111111"]
    with refused("account_ended"):
        till.invoice()


def test_a_bill_comes_back_with_its_references(till: Till) -> None:
    invoice = till.invoice(50_000, reference1="C-2566/00124")
    assert invoice.reference1 == "C256600124"
    bill = read_thai_qr(invoice.bill.payload())  # type: ignore[union-attr]
    assert (bill.biller, bill.reference1, bill.reference2, bill.satang) == (  # type: ignore[union-attr]
        "099400016550100",
        "C256600124",
        "FEE01",
        50_000,
    )


def test_a_rate_holds_from_its_day_and_those_before_stay(till: Till) -> None:
    fee = till.fee
    assert fee.rate(DAY) is None
    fee.set_rate(10_000, since=DAY, law="ข้อบัญญัติ พ.ศ. 2560", by=till.finance)
    fee.set_rate(
        20_000, since=date(2023, 6, 1), law="ข้อบัญญัติ พ.ศ. 2566", exemption="วัดและโรงเรียน", by=till.finance
    )
    rates = {
        day: rate.satang for day in (DAY, date(2023, 5, 31), date(2023, 6, 1)) if (rate := fee.rate(day))
    }
    assert list(rates.values()) == [10_000, 10_000, 20_000]
    with refused("later_rate"):
        fee.set_rate(1, since=DAY, law="x", by=till.finance)
    with refused("no_law"):
        fee.set_rate(1, since=date(2024, 1, 1), law=" ", by=till.finance)
    with refused("bad_amount"):
        fee.set_rate(-1, since=date(2024, 1, 1), law="x", by=till.finance)
    assert [[rate.satang for rate in one.rates.all()] for one in Fee.objects.table()] == [[20_000, 10_000]]


@pytest.mark.parametrize(
    ("code", "wrong"), [("FEE-01", "bad_code"), ("", "bad_code"), ("FEE01", "there_already")]
)
def test_a_code_goes_into_a_reference_and_stands_once(till: Till, code: str, wrong: str) -> None:
    with refused(wrong):
        Fee.objects.add(code, "ค่าธรรมเนียม", by=OPERATOR)
