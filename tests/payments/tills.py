"""A small office with an account, a fee, and two who handle its money."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count
from pathlib import Path

import pytest

from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Officer
from saraban.files.store import Kept
from saraban.law.initial_level_manual_2566 import ProofOfPayment
from saraban.law.refusal import Refusal
from saraban.payments.accounts import Account
from saraban.payments.bank_statements import BankLine, BankStatement
from saraban.payments.fees import Fee
from saraban.payments.invoices import Invoice
from saraban.payments.slips import Slip
from saraban.payments.statement_columns import StatementColumns
from saraban.payments.statements import Statement, StatementLine
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import BANGKOK
from tests.office import Office, add_officer, open_office

AGENCY = "เทศบาลตำบลคลองน้อย"
COLUMNS = StatementColumns(date="วันที่", credit="เงินเข้า", balance="ยอดคงเหลือ")
_numbers = count(1)


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


@dataclass(frozen=True)
class Till:
    office: Office
    finance: Officer
    second: Officer
    account: Account
    fee: Fee

    def invoice(self, satang: int = 50_000, *, reference1: str = "") -> Invoice:
        return Invoice.objects.issue(
            self.account,
            reference1=reference1 or f"C{next(_numbers)}",
            reference2=self.fee.code,
            payer="นายสมชาย ที่ปรึกษาดี",
            what="ค่าธรรมเนียมใบอนุญาต",
            satang=satang,
            by=self.finance,
        )

    def slip(self, invoice: Invoice | None, reference: str, satang: int, on: date, **more: str) -> Slip:
        proof = ProofOfPayment(AGENCY, on, satang, reference)
        return Slip.objects.note(invoice, proof, by=self.finance, **more)  # type: ignore[arg-type]

    def statement(self, lines: Sequence[StatementLine], name: str = "") -> BankStatement:
        """A file of the bank's that says these lines; one of the same name is the same file."""
        data = (name or f"file {next(_numbers)}").encode()
        kept = Kept(hashlib.sha256(data).hexdigest(), len(data))
        return BankStatement.objects.take(
            self.account, kept, "ktb.xlsx", Statement(list(lines)), columns=COLUMNS, by=self.finance
        )

    def money(self, satang: int, on: date, **said: str) -> BankLine:
        line = came(satang, on, **said)
        self.statement([line])
        return BankLine.objects.get(fingerprint=line.fingerprint)

    def payment_of(self, invoice: Invoice, on: date, satang: int | None = None) -> BankLine:
        """Money under the invoice's own references."""
        return self.money(
            satang or invoice.satang, on, reference1=invoice.reference1, reference2=invoice.reference2
        )


def came(
    satang: int, on: date, *, reference1: str = "", reference2: str = "", bank_reference: str = ""
) -> StatementLine:
    number = next(_numbers)
    return StatementLine(
        row=number,
        paid_at=datetime.combine(on, time(9, 0), tzinfo=BANGKOK),
        time_known=True,
        satang=satang,
        reference1=reference1,
        reference2=reference2,
        bank_reference=bank_reference or f"B{number}",
        fingerprint=hashlib.sha256(str(number).encode()).hexdigest(),
    )


def open_till(data: Path, slug: str = "klongnoy", *, practice: bool = False) -> Till:
    """Not within the office: act for it."""
    return till_of(open_office(slug, data=data, practice=practice), slug)


def till_of(office: Office, slug: str = "klongnoy") -> Till:
    with acting_for(office.agency):
        finance = add_officer("นางสาวปรียา เงินทอง", f"preeya@{slug}.go.th", Duty.FINANCE)
        second = add_officer("นางวรรณา รุ่งเรืองดี", f"wanna@{slug}.go.th", Duty.FINANCE)
        account = Account.objects.open(
            AGENCY, bank="006", number="123-4-56789-0", biller="099400016550100", by=OPERATOR
        )
        fee = Fee.objects.add("FEE01", "ค่าธรรมเนียมใบอนุญาต", by=OPERATOR)
    return Till(office, finance, second, account, fee)
