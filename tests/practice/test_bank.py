"""The made-up bank: a bill that was mailed is paid by its QR, the slip comes back in its thread, and the money is on the file."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import localdate

from saraban.documents.qr import qr_png
from saraban.mail.reader.letter import read_letter
from saraban.payments.accounts import Account
from saraban.payments.fees import Fee
from saraban.payments.slip_files import read_slip
from saraban.payments.statement_columns import propose_columns
from saraban.payments.statement_files import open_statement
from saraban.payments.statements import read_statement
from saraban.payments.thai_qr import BillPayment
from saraban.practice import bank, town
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import BANGKOK
from tests.desk.signing_in import BACKEND

MONDAY = datetime(2026, 11, 23, 8, 40, tzinfo=BANGKOK)
BILL = BillPayment("099400072500100", "C256900007", "HLT01", 100_000)


@pytest.fixture
def visitor(db: None, data_dir: Path, client: Client) -> Client:
    town.found_practice_town(now=MONDAY)
    clerk = town.clerk_of_practice()
    assert clerk is not None
    client.force_login(clerk, backend=BACKEND)
    return client


def mailed(*, picture: bytes, name: str = "qr-C256900007.png") -> str:
    """A mail of the office's that lies in the citizens' inbox."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "saraban@klongnoy.go.th", "นางสมศรี <somsri@example.com>"
    mail["Subject"], mail["Message-ID"] = "แจ้งชำระเงิน", "<bill@klongnoy.go.th>"
    mail.set_content("โปรดชำระ")
    mail.add_attachment(picture, "image", "png", filename=name)
    path = town.sent_folder() / "1.eml"
    path.write_bytes(mail.as_bytes())
    return path.name


def test_a_bill_is_paid_by_its_qr_and_the_slip_and_the_money_come(visitor: Client, tmp_path: Path) -> None:
    name = mailed(picture=qr_png(BILL.payload(), width_min=600))
    shown = visitor.get(f"/practice/inbox/{name}/").content.decode()
    assert "สแกน QR จ่ายเงิน แล้วส่งสลิป" in shown
    assert "จ่ายแล้ว" in visitor.post(f"/practice/inbox/{name}/paid/", follow=True).content.decode()
    [transfer] = bank.transfers()
    assert (transfer.reference1, transfer.reference2, transfer.satang) == ("C256900007", "HLT01", 100_000)
    [path] = (town.maildir() / "new").iterdir()
    answer = read_letter(path.read_bytes())
    assert answer.in_reply_to == "<bill@klongnoy.go.th>" and answer.sender is not None
    assert (answer.sender.address, [one.name for one in answer.attachments]) == (
        "somsri@example.com",
        ["สลิปโอนเงิน.pdf"],
    )
    code = read_slip(path, 0).code
    assert code is not None and (code.bank, code.reference) == ("006", transfer.number)
    came = visitor.get("/practice/bank/")
    file = tmp_path / "bank.csv"
    file.write_bytes(came.content)
    lines = open_statement(file, name=file.name)
    columns = propose_columns(lines.lines)
    assert columns is not None
    [line] = read_statement(lines.lines, columns, today=localdate(), csv=lines.csv).lines
    assert (line.reference1, line.reference2, line.satang) == ("C256900007", "HLT01", 100_000)
    assert line.bank_reference == transfer.number


def test_a_picture_without_a_bill_pays_nothing(visitor: Client) -> None:
    name = mailed(picture=qr_png("https://example.com", width_min=300))
    assert visitor.post(f"/practice/inbox/{name}/paid/").status_code == 404
    assert (
        "สแกน QR" not in visitor.get(f"/practice/inbox/{mailed(picture=b'', name='a.png')}/").content.decode()
    )
    assert not list(bank.transfers())


def test_the_town_has_an_account_and_fees_to_bill(visitor: Client) -> None:
    with acting_for(Agency.objects.get(slug="klongnoy")):
        assert [account.shown_number for account in Account.objects.standing()] == ["725-0-00123-4"]
        rates = {fee.code: fee.rate() for fee in Fee.objects.all()}
        assert all(rate is not None and rate.satang > 0 for rate in rates.values())
        assert sorted(rates) == ["BLD01", "FOD01", "HLT01"]
