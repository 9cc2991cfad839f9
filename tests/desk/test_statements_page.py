"""นำเข้ารายการเดินบัญชี at the desk: choose, look, press; and what stops a file before any money is counted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Officer
from saraban.desk.views import bank_statements
from saraban.files.store import Kept
from saraban.payments.accounts import Account
from saraban.payments.bank_statements import BankLine, BankStatement
from saraban.payments.statement_columns import propose_columns
from tests.desk.signing_in import sign_in
from tests.office import Office, add_officer, open_office
from tests.payments.bank_files import KBANK, KTB_BILLS, SCB, Rows, csv_of, lines_of, xlsx_of

HERE = "/desk/pay/statements/"
LATER = [date(2026, 1, 25), "08:00", "X1", "ENET", 0, 7, "1406.85", "ดอกเบี้ย", "202601250004ABC"]
XLS = Path(__file__).parent.parent / "payments" / "statement.xls"


@pytest.fixture
def account(office: Office) -> Account:
    return Account.objects.open(
        "เทศบาลตำบลคลองน้อย", bank="006", number="1234567890", biller="099400016550100", by=OPERATOR
    )


@pytest.fixture
def till(account: Account, client: Client) -> Client:
    return sign_in(client, add_officer("นางสาวปรียา เงินทอง", "preeya@klongnoy.go.th", Duty.FINANCE))


def choose(till: Client, account: Account, data: bytes, name: str = "รายการ ม.ค.xlsx") -> str:
    """Where the page of the look is."""
    answer = till.post(HERE, {"account": account.pk, "file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def shown(till: Client, address: str, said: dict[str, str] | None = None) -> str:
    answer = till.get(address, said)
    assert answer.status_code == 200
    return answer.content.decode()


def press(till: Client, address: str, page: str) -> str:
    """The button of the page that was looked at."""
    form = dict(re.findall(r'<input type="hidden" name="(sheet|columns)" value="([^"]*)">', page))
    return till.post(address, form, follow=True).content.decode()


@pytest.mark.parametrize(
    ("data", "name"),
    [(xlsx_of(SCB), "scb.xlsx"), (csv_of(SCB), "scb.csv"), (XLS.read_bytes(), "scb.xls")],
)
def test_a_file_is_looked_at_and_taken_by_one_press(
    till: Client, account: Account, data: bytes, name: str
) -> None:
    where = choose(till, account, data, name)
    page = shown(till, where)
    for words in (
        "เงินเข้า 2 รายการ รวม",
        "500.10",
        "23 ม.ค. 2569 ถึง 24 ม.ค. 2569",
        "เงินออก 1 รายการ",
        "นำเข้า 2 รายการ</button>",
        "Transaction Date",
    ):
        assert words in page
    assert not BankStatement.objects.exists()

    page = press(till, where, page)
    assert "นำเข้ารายการเดินบัญชีแล้ว 2 รายการ รวม 500.10 บาท" in page and name in page
    assert [line.satang for line in BankLine.objects.order_by("paid_at")] == [50_000, 10]
    account.refresh_from_db()
    assert account.statement_columns is not None and account.statement_columns.credit == "Credit Amount"


def test_the_same_file_twice_says_so_and_changes_nothing(till: Client, account: Account) -> None:
    where = choose(till, account, csv_of(KTB_BILLS), "ktb.csv")
    page = shown(till, where)
    press(till, where, page)
    assert "ไม่ได้นำเข้าซ้ำ" in press(till, where, page)  # the button of a page that stood open
    again = shown(till, choose(till, account, csv_of(KTB_BILLS), "other name.csv"))
    assert "ไฟล์นี้นำเข้าแล้วเมื่อ" in again and '<form class="panel form"' not in again
    assert BankStatement.objects.count() == 1 and BankLine.objects.count() == 2


def test_a_longer_file_brings_only_what_is_new(till: Client, account: Account) -> None:
    where = choose(till, account, csv_of(KTB_BILLS[:4]), "a.csv")
    press(till, where, shown(till, where))
    where = choose(till, account, csv_of(KTB_BILLS), "b.csv")
    page = shown(till, where)
    assert "นำเข้าจากไฟล์อื่นแล้ว 1 รายการ ไม่นับซ้ำ จะเข้าใหม่ 1 รายการ" in page
    assert "1 จาก 2" in press(till, where, page)


def test_a_faulty_file_has_no_button_and_says_row_and_cure(till: Client, account: Account) -> None:
    rows: Rows = [*KBANK[:6], ["ไม่ใช่วันที่ 24-01-26", None, "x", None, "1.00", "10,501.00"], *KBANK[6:]]
    rows[5] = [*rows[5][:4], "5OO.00", *rows[5][5:]]
    where = choose(till, account, csv_of(rows), "kbank.csv")
    page = shown(till, where)
    assert "นำเข้าไม่ได้ทั้งไฟล์" in page and "แถว 6:" in page and "โปรด" in page
    assert '<form class="panel form"' not in page and '<details class="panel" open>' in page
    answer = till.post(where)
    assert answer.status_code == 422 and "แถว 6" in answer.content.decode()
    assert not BankStatement.objects.exists() and not BankLine.objects.exists()


def test_the_officer_says_which_column_is_what(till: Client, account: Account) -> None:
    rows: Rows = [["ก", "ข", "ค"], ["500.00", "23/01/2569", "REF1"], ["40.00", "24/01/2569", "REF2"]]
    where = choose(till, account, csv_of(rows), "x.csv")
    page = shown(till, where)
    assert "ยังอ่านไม่ได้" in page and '<form class="panel form"' not in page
    assert till.post(where).status_code == 422
    assert "ยังอ่านไม่ได้" in shown(till, where, {"c0": "credit", "c1": "", "c2": ""})
    page = shown(till, where, {"c0": "credit", "c1": "date", "c2": "reference1"})
    assert "นำเข้า 2 รายการ</button>" in page
    press(till, where, page)
    assert [*BankLine.objects.order_by("row").values_list("row", "satang", "reference1")] == [
        (2, 50_000, "REF1"),
        (3, 4_000, "REF2"),
    ]
    account.refresh_from_db()
    assert account.columns == {"date": "ข", "credit": "ก", "reference1": "ค"}
    where = choose(till, account, csv_of([*rows, ["1.00", "25/01/2569", "REF3"]]), "y.csv")
    assert "นำเข้า 1 รายการ</button>" in shown(till, where)  # they are remembered


def test_other_columns_for_days_that_are_there_are_refused_before_the_press(
    till: Client, account: Account
) -> None:
    where = choose(till, account, csv_of(SCB), "a.csv")
    press(till, where, shown(till, where))
    where = choose(till, account, csv_of([*SCB, LATER]), "b.csv")
    without = {"c0": "date", "c4": "debit", "c5": "credit", "c6": "balance"}
    page = shown(till, where, without)
    assert "เงินเดิมจะนับซ้ำเป็นเงินใหม่" in page and '<form class="panel form"' not in page
    answer = till.post(where, without)
    assert answer.status_code == 422 and "โปรดใช้คอลัมน์เดิม" in answer.content.decode()
    assert BankLine.objects.count() == 2
    assert "จะเข้าใหม่ 1 รายการ" in shown(till, where)


def test_a_bank_that_changed_its_headings_is_told_and_its_new_ones_are_proposed(
    till: Client, account: Account
) -> None:
    proposed = propose_columns(lines_of(KBANK))
    assert proposed is not None
    finance = Officer.objects.get(email="preeya@klongnoy.go.th")
    account.remember_columns(replace(proposed, description="Words of last year"), by=finance)
    where = choose(till, account, csv_of(KBANK), "kbank.csv")
    page = shown(till, where)
    assert "ไม่พบคอลัมน์ “Words of last year”" in page
    assert '<option value="description" selected>' in page


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", "ไฟล์ว่าง"),
        (b"%PDF-1.7", "a.xlsx", "เป็น PDF"),
        (b"<html><table>", "a.xls", "หน้าเว็บ"),
        (b"PK\x03\x04broken", "a.xlsx", "ไฟล์เสียหาย"),
    ],
)
def test_what_is_no_statement_is_refused_at_the_choice(
    till: Client, account: Account, data: bytes, name: str, words: str
) -> None:
    answer = till.post(HERE, {"account": account.pk, "file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422 and words in answer.content.decode()


def test_too_large_a_file_is_not_kept(
    till: Client, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_statements, "BYTES_MAX", 10)
    answer = till.post(HERE, {"account": account.pk, "file": SimpleUploadedFile("a.csv", csv_of(SCB))})
    assert answer.status_code == 422 and "ใหญ่เกิน 20 MB" in answer.content.decode()


def test_nothing_chosen_is_said(till: Client, account: Account) -> None:
    answer = till.post(HERE, {"account": account.pk})
    assert answer.status_code == 422 and "ยังไม่ได้เลือกไฟล์" in answer.content.decode()


def test_without_an_account_there_is_no_form(office: Office, client: Client) -> None:
    finance = add_officer("นางสาวปรียา เงินทอง", "preeya@klongnoy.go.th", Duty.FINANCE)
    page = shown(sign_in(client, finance), HERE)
    assert "ยังไม่มีบัญชีรับชำระเงิน" in page and "ตรวจก่อนนำเข้า</button>" not in page


def test_an_address_is_ours_and_of_one_day_only(
    till: Client, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = choose(till, account, csv_of(SCB), "a.csv")
    assert till.get(f"{where[:-2]}x/").status_code == 404
    forged = bank_statements.Chosen(account, Kept("0" * 64, 1), "a.csv").address()
    assert till.get(f"{HERE}{forged}/").status_code == 404
    for other in ("forged", where.rstrip("/").rpartition("/")[2]):  # an address is signed by us, too
        assert till.post(where, {"columns": other}).status_code == 404
    monkeypatch.setattr(bank_statements, "ADDRESS_SECONDS_MAX", -1)
    assert "นานเกินหนึ่งวัน" in till.get(where, follow=True).content.decode()


def test_only_finance_looks_and_presses(
    office: Office, till: Client, account: Account, data_dir: Path
) -> None:
    where = choose(till, account, csv_of(SCB), "a.csv")
    for officer in (office.head, office.clerk):
        other = sign_in(Client(), officer)
        assert "ดูอย่างเดียว" in shown(other, HERE)
        assert (other.get(where).status_code, other.post(where).status_code) == (409, 409)
    neighbour = open_office("paktang", data=data_dir, practice=True)
    assert sign_in(Client(), neighbour.clerk).get(where).status_code == 409
    assert not BankStatement.objects.exists()
