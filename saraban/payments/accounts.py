"""บัญชีรับชำระเงิน: the agency's own accounts, opened in its name (guide #3.4(1)), and what each is paid by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from saraban.agencies.models import Profile
from saraban.agencies.terms import BECAUSE_MAX
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.initial_level_manual_2566 import account_bears_agencys_name
from saraban.law.refusal import Refusal, reason_in
from saraban.payments.banks import BANKS
from saraban.payments.statement_columns import StatementColumns
from saraban.payments.thai_qr import BadPayment, BillPayment, PromptPay
from saraban.tenancy.scope import arrangement, current_agency
from saraban.thai.digits import arabic_digits

NAME_MAX = 200
_NUMBER = re.compile(r"[0-9]{10,15}")


class Accounts(RecordedManager["Account"]):
    def open(
        self, name: str, *, bank: str, number: str, biller: str = "", promptpay: str = "", by: Actor
    ) -> Account:
        """From now on it is paid into. `bank`: three digits; `number`: digits, with hyphens or without; `biller`: 15
        digits, for a QR that comes back with its case; `promptpay`: a tax number, for a QR where there is no biller.

        Raises `Refusal`: not_agencys_name, bad_bank, bad_number, bad_payment, open_already.
        """
        name = " ".join(name.split())[:NAME_MAX]
        account_bears_agencys_name(name, Profile.here().name)
        number, biller, promptpay = (_digits(one) for one in (number, biller, promptpay))
        if bank not in BANKS:
            raise Refusal("bad_bank", "ยังไม่ได้บันทึก เพราะยังไม่ได้เลือกธนาคาร โปรดเลือกจากรายการ สิ่งที่พิมพ์ไว้อยู่ครบ")
        if not _NUMBER.fullmatch(number):
            raise Refusal(
                "bad_number", "ยังไม่ได้บันทึก เพราะเลขที่บัญชีต้องเป็นตัวเลข 10–15 หลัก โปรดดูจากสมุดบัญชี สิ่งที่พิมพ์ไว้อยู่ครบ"
            )
        _must_be_payable(biller, promptpay)
        with one_at_a_time(current_agency().pk) as desk:
            if self.filter(bank=bank, number=number, ended_at=None).exists():
                raise Refusal("open_already", f"ไม่ได้บันทึกซ้ำ เพราะบัญชี {number} ใช้รับชำระอยู่แล้ว ไม่มีข้อมูลใดเปลี่ยน")
            return self.record(
                "opened",
                by=by,
                name=name,
                bank=bank,
                number=number,
                biller=biller,
                promptpay=promptpay,
                opened_at=desk.moment,
            )

    def standing(self) -> Sequence[Account]:
        """The current agency's, the first of them the one that invoices name."""
        return arrangement("accounts", lambda: list(self.filter(ended_at=None).order_by("pk")))


class Account(Recorded):
    """One account of the agency's."""

    arranges: ClassVar[bool] = True

    name = models.CharField("ชื่อบัญชี", max_length=NAME_MAX)
    bank = models.CharField("ธนาคาร", max_length=3)
    number = models.CharField("เลขที่บัญชี", max_length=15)
    biller = models.CharField("Biller ID", max_length=15, blank=True)
    promptpay = models.CharField("พร้อมเพย์", max_length=13, blank=True)
    columns = models.JSONField("คอลัมน์ของรายการเดินบัญชี", default=dict)  # as `StatementColumns`
    opened_at = models.DateTimeField("ใช้ตั้งแต่")
    ended_at = models.DateTimeField("เลิกใช้เมื่อ", null=True)
    ended_because = models.CharField("เพราะ", max_length=BECAUSE_MAX, blank=True)

    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        verbose_name = "บัญชีรับชำระเงิน"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "bank", "number"], condition=Q(ended_at=None), name="account_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"

    @property
    def bank_name(self) -> str:
        return BANKS[self.bank].name

    @property
    def shown_number(self) -> str:
        """`123-4-56789-0`, as ten digits stand in a bank's book; others as they are."""
        number = self.number
        return f"{number[:3]}-{number[3]}-{number[4:9]}-{number[9]}" if len(number) == 10 else number

    @property
    def takes_qr(self) -> bool:
        return bool(self.biller or self.promptpay)

    @property
    def statement_columns(self) -> StatementColumns | None:
        """Where this bank's statements have what, once an officer has said so: of this account, or of another there."""
        there = Account.objects.filter(bank=self.bank).exclude(columns={}).order_by("-pk")
        said = self.columns or there.values_list("columns", flat=True).first()
        return StatementColumns.from_json(said) if said else None

    def bill(self, reference1: str, reference2: str, satang: int) -> BillPayment | PromptPay | None:
        """How it is paid by QR; None where the bank gave it neither. Raises `BadPayment`."""
        if self.biller:
            return BillPayment(self.biller, reference1, reference2, satang)
        return PromptPay(tax_id=self.promptpay, satang=satang) if self.promptpay else None

    def each_opening(self) -> models.QuerySet[Account]:
        """This account of the bank's each time that it was opened here, ended ones too: its money came once."""
        return Account.objects.filter(bank=self.bank, number=self.number)

    def remember_columns(self, columns: StatementColumns, *, by: Actor) -> None:
        with self.change("columns_noted", by=by):
            self.columns = columns.as_json()

    def correct(self, *, biller: str, promptpay: str, by: Actor) -> None:
        """What the bank gave it since. Its name, bank and number do not change: that is another account.

        Raises `Refusal("bad_payment")`.
        """
        biller, promptpay = _digits(biller), _digits(promptpay)
        _must_be_payable(biller, promptpay)
        with self.change("corrected", by=by):
            self.biller, self.promptpay = biller, promptpay

    def end(self, because: str, *, by: Actor) -> None:
        """Nothing new is paid into it; what was stays. Raises `Refusal`: no_reason, ended."""
        with self.change("ended", by=by) as desk:
            if self.ended_at is not None:
                raise Refusal("ended", "บัญชีนี้เลิกใช้แล้ว ไม่มีข้อมูลใดเปลี่ยน")
            reason = reason_in(because, undone="เลิกใช้", stays="บัญชีเดิมยังใช้อยู่")
            self.ended_at, self.ended_because = desk.moment, reason[:BECAUSE_MAX]


def _digits(said: str) -> str:
    return re.sub(r"[\s-]", "", arabic_digits(said))


def _must_be_payable(biller: str, promptpay: str) -> None:
    """Raises `Refusal("bad_payment")`."""
    made: list[Any] = []
    try:
        if biller:
            made.append(BillPayment(biller, "1"))
        if promptpay:
            made.append(PromptPay(tax_id=promptpay))
    except BadPayment as trouble:
        raise Refusal("bad_payment", f"ยังไม่ได้บันทึก: {trouble} สิ่งที่พิมพ์ไว้อยู่ครบ") from None
