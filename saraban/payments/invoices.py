"""ใบแจ้งชำระ: what somebody owes, and how it is paid. It is settled by money on a statement, never by a slip alone."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q, Sum
from django.utils.timezone import localdate

from saraban.agencies.terms import BECAUSE_MAX
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.refusal import Refusal, reason_in
from saraban.payments.accounts import Account
from saraban.payments.fees import FEE_SATANG_MAX
from saraban.payments.thai_qr import REFERENCE_MAX, BadPayment, BillPayment, PromptPay, as_reference
from saraban.tenancy.scope import current_agency
from saraban.thai import baht

NAME_MAX = 300
WHAT_MAX = 300


class Standing(models.TextChoices):
    DUE = "due", "รอชำระ"
    SETTLED = "settled", "ชำระครบแล้ว"
    EXEMPTED = "exempted", "ยกเว้น"
    CANCELLED = "cancelled", "ยกเลิก"


class Invoices(RecordedManager["Invoice"]):
    def issue(
        self,
        account: Account,
        *,
        reference1: str,
        reference2: str,
        payer: str,
        what: str,
        satang: int,
        due_on: date | None = None,
        by: Actor,
    ) -> Invoice:
        """Owed from now on. Both references come back from the bank with the money of a bill, so no two that are due
        have the same. Raises `Refusal`: account_ended, bad_amount, bad_reference, no_payer, due_already."""
        try:
            references = [as_reference(said) for said in (reference1, reference2)]
        except BadPayment as trouble:
            raise Refusal("bad_reference", f"ยังไม่ได้ออกใบแจ้งชำระ: {trouble} ไม่มีข้อมูลใดเปลี่ยน") from None
        if not 0 < satang <= FEE_SATANG_MAX:
            raise Refusal(
                "bad_amount",
                f"ยังไม่ได้ออกใบแจ้งชำระ เพราะจำนวนเงินต้องมากกว่า 0 และไม่เกิน {baht.written(FEE_SATANG_MAX)} บาท โปรดแก้ สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
        payer, what = " ".join(payer.split())[:NAME_MAX], " ".join(what.split())[:WHAT_MAX]
        if not payer or not what:
            raise Refusal("no_payer", "ยังไม่ได้ออกใบแจ้งชำระ เพราะยังไม่มีชื่อผู้ชำระหรือรายการ โปรดพิมพ์ สิ่งที่พิมพ์ไว้อยู่ครบ")
        with one_at_a_time(current_agency().pk) as desk:
            account.refresh_from_db()
            if account.ended_at is not None:
                raise Refusal(
                    "account_ended", "ยังไม่ได้ออกใบแจ้งชำระ เพราะบัญชีนี้เลิกใช้แล้ว โปรดเลือกบัญชีอื่น สิ่งที่พิมพ์ไว้อยู่ครบ"
                )
            _must_be_due_once(self.model(reference1=references[0], reference2=references[1]))
            return self.record(
                "issued",
                by=by,
                account=account,
                reference1=references[0],
                reference2=references[1],
                payer=payer,
                what=what,
                satang=satang,
                issued_on=localdate(desk.moment),
                due_on=due_on,
            )

    def due(self) -> models.QuerySet[Invoice]:
        return self.filter(state=Standing.DUE)


class Invoice(Recorded):
    """One thing owed by one payer. Nobody edits it: a wrong one is cancelled, and another issued."""

    personal: ClassVar[frozenset[str]] = frozenset({"payer"})

    account = models.ForeignKey(
        Account, models.PROTECT, verbose_name="บัญชี", related_name="invoices", db_index=False
    )
    reference1 = models.CharField("รหัสอ้างอิง 1", max_length=REFERENCE_MAX)
    reference2 = models.CharField("รหัสอ้างอิง 2", max_length=REFERENCE_MAX)
    payer = models.CharField("ผู้ชำระ", max_length=NAME_MAX)
    what = models.CharField("รายการ", max_length=WHAT_MAX)
    satang = models.PositiveBigIntegerField("จำนวนเงิน (สตางค์)")
    issued_on = models.DateField("วันที่แจ้ง")
    due_on = models.DateField("ชำระภายใน", null=True)
    state = models.CharField("สถานะ", max_length=10, choices=Standing.choices, default=Standing.DUE)
    settled_at = models.DateTimeField("ชำระครบเมื่อ", null=True)
    ended_because = models.CharField("เพราะ", max_length=BECAUSE_MAX, blank=True)

    objects: ClassVar[Invoices] = Invoices()

    class Meta:
        verbose_name = "ใบแจ้งชำระ"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Standing.values), name="invoice_states"),
            models.UniqueConstraint(
                fields=["agency", "reference1", "reference2"],
                condition=Q(state="due"),
                name="invoice_due_once",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "id"], condition=Q(state="due"), name="invoices_due"),
            models.Index(fields=["agency", "reference1"], name="invoices_of_reference"),
        ]

    def __str__(self) -> str:
        return f"invoice {self.pk}"

    @property
    def is_due(self) -> bool:
        return self.state == Standing.DUE

    @property
    def in_baht(self) -> str:
        return baht.written(self.satang)

    @property
    def paid(self) -> int:
        """Satang that money on a statement settled of it, less what was taken back."""
        return int(self.postings.aggregate(sum=Sum("satang"))["sum"] or 0)

    @property
    def left(self) -> int:
        """Satang that are still to be paid of it."""
        return max(self.satang - self.paid, 0)

    @property
    def bill(self) -> BillPayment | PromptPay | None:
        """How what is left of it is paid by QR; None where its account has none, or nothing is left."""
        left = self.left
        return self.account.bill(self.reference1, self.reference2, left) if left else None

    def exempt(self, because: str, *, by: Actor) -> None:
        """Nothing is owed, under the law that `because` names. Raises `Refusal`: no_reason, not_due, paid_in_part."""
        self._end("exempted", Standing.EXEMPTED, because, by=by)

    def cancel(self, because: str, *, by: Actor) -> None:
        """It was wrong. Raises as `exempt`."""
        self._end("cancelled", Standing.CANCELLED, because, by=by)

    def _end(self, verb: str, state: Standing, because: str, *, by: Actor) -> None:
        with self.change(verb, by=by):
            self.must_be_due()
            reason = reason_in(because, undone="บันทึก", stays="ใบแจ้งชำระเดิมอยู่ครบ")
            if self.paid:
                raise Refusal(
                    "paid_in_part",
                    f"ยังไม่ได้บันทึก เพราะมีเงินเข้าแล้ว {baht.written(self.paid)} บาท โปรดให้การเงินถอนการจับคู่ก่อน ใบแจ้งชำระเดิมอยู่ครบ",
                )
            self.state, self.ended_because = state, reason[:BECAUSE_MAX]

    def note_money(self, *, by: Actor) -> None:
        """What was posted to it, or taken back, settles it or leaves it due. Raises `Refusal("due_already")`."""
        settles = self.paid >= self.satang
        if settles == (self.state == Standing.SETTLED):
            return
        with self.change("settled" if settles else "due_again", by=by) as desk:
            if not settles:
                _must_be_due_once(self)
            self.state = Standing.SETTLED if settles else Standing.DUE
            self.settled_at = desk.moment if settles else None

    def must_be_due(self) -> None:
        if not self.is_due:
            raise Refusal(
                "not_due",
                f"ยังไม่ได้บันทึก เพราะใบแจ้งชำระนี้ไม่ได้รอชำระแล้ว ({self.get_state_display()}) โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน",
            )


def _must_be_due_once(invoice: Invoice) -> None:
    """Raises `Refusal("due_already")`."""
    due = Invoice.objects.due().filter(reference1=invoice.reference1, reference2=invoice.reference2)
    if due.exists():
        raise Refusal(
            "due_already",
            "ยังไม่ได้บันทึก เพราะมีใบแจ้งชำระที่รอชำระของเรื่องและค่าธรรมเนียมนี้อยู่แล้ว หากจำนวนเงินเปลี่ยน โปรดยกเลิกใบนั้นก่อน ไม่มีข้อมูลใดเปลี่ยน",
        )
