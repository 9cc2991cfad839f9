"""ใบเสร็จ: that money was received. By default only evidence that the payment was noted, with room for the number of the
official receipt, which many agencies issue elsewhere; an own numbered series only under a recorded finance order."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Max, Q
from django.utils.timezone import localdate

from saraban.agencies.models import Officer
from saraban.agencies.terms import BECAUSE_MAX, ORDER_MAX, Term, Terms, must_be_ordered
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.law.refusal import Refusal, reason_in
from saraban.payments.invoices import Invoice, Standing
from saraban.tenancy.scope import current_agency
from saraban.thai import baht
from saraban.thai.dates import buddhist_year

OFFICIAL_MAX = 60


class ReceiptOrders(Terms["ReceiptOrder"]):
    def give(
        self, *, by: Officer, order: str, ordered_on: date, first_day: date, last_day: date
    ) -> ReceiptOrder:
        """In these days receipts have numbers of our own. Raises `Refusal`: no_order, bad_days, given, no_duty."""
        with one_at_a_time(current_agency().pk):
            must_be_ordered(order, first_day, last_day)
            if self.meanwhile(first_day, last_day).exists():
                raise Refusal(
                    "given", "ยังไม่ได้บันทึก เพราะมีคำสั่งในช่วงวันเดียวกันอยู่แล้ว โปรดเลิกคำสั่งเดิมก่อน สิ่งที่พิมพ์ไว้อยู่ครบ"
                )
            return self.record(
                "given",
                by=by,
                order=order.strip()[:ORDER_MAX],
                ordered_on=ordered_on,
                first_day=first_day,
                last_day=last_day,
            )

    def in_force(self, day: date) -> ReceiptOrder | None:
        return self.meanwhile(day, day).first()


class ReceiptOrder(Term):
    """The order under which the agency numbers receipts here."""

    objects: ClassVar[ReceiptOrders] = ReceiptOrders()

    class Meta:
        verbose_name = "คำสั่งให้ออกใบเสร็จรับเงินในระบบนี้"
        indexes = [models.Index(fields=["agency", "first_day"], name="receipt_orders")]

    def __str__(self) -> str:
        return f"receipt order {self.pk}"


class Receipts(RecordedManager["Receipt"]):
    def issue(self, invoice: Invoice, *, by: Officer) -> Receipt:
        """Of a settled invoice: a numbered receipt where an order says so, else evidence that the payment was noted. One
        that stands is given back. Raises `Refusal`: not_settled, no_duty."""
        by.assert_may("receipt.issued")
        with one_at_a_time(invoice.agency_id) as desk:
            invoice.refresh_from_db()
            if invoice.state != Standing.SETTLED:
                raise Refusal(
                    "not_settled",
                    f"ยังไม่ได้ออกใบเสร็จ เพราะใบแจ้งชำระนี้ยังไม่ได้ชำระครบ ({invoice.get_state_display()}) ไม่มีข้อมูลใดเปลี่ยน",
                )
            before = self.filter(invoice=invoice, voided_at=None).first()
            if before is not None:
                return before
            today = localdate(desk.moment)
            order, year = ReceiptOrder.objects.in_force(today), buddhist_year(today)
            return self.record(
                "issued",
                by=by,
                invoice=invoice,
                order=order,
                year=year if order is not None else None,
                number=self._next(year) if order is not None else None,
                payer=invoice.payer,
                what=invoice.what,
                satang=invoice.satang,
                issued_on=today,
                issued_at=desk.moment,
                officer=by,
            )

    def _next(self, year: int) -> int:
        last = self.filter(year=year).aggregate(last=Max("number"))["last"]
        return (last or 0) + 1


class Receipt(Recorded):
    """As it was issued; a wrong one is voided, and its number is not used again."""

    personal: ClassVar[frozenset[str]] = frozenset({"payer"})

    invoice = models.ForeignKey(Invoice, models.PROTECT, verbose_name="ใบแจ้งชำระ", related_name="receipts")
    order = models.ForeignKey(
        ReceiptOrder, models.PROTECT, null=True, verbose_name="ตามคำสั่ง", related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField("ปี พ.ศ.", null=True)
    number = models.PositiveIntegerField("เลขที่", null=True)
    official_number = models.CharField("เลขที่ใบเสร็จรับเงินของระบบการเงิน", max_length=OFFICIAL_MAX, blank=True)
    payer = models.CharField("ได้รับเงินจาก", max_length=300)
    what = models.CharField("รายการ", max_length=300)
    satang = models.PositiveBigIntegerField("จำนวนเงิน (สตางค์)")
    issued_on = models.DateField("วันที่")
    issued_at = models.DateTimeField()
    officer = models.ForeignKey(
        Officer, models.PROTECT, verbose_name="ผู้รับเงิน", related_name="+", db_index=False
    )
    voided_at = models.DateTimeField("ยกเลิกเมื่อ", null=True)
    voided_because = models.CharField("เพราะ", max_length=BECAUSE_MAX, blank=True)

    objects: ClassVar[Receipts] = Receipts()

    class Meta:
        verbose_name = "หลักฐานรับแจ้งการชำระ"
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="receipt_number_once"),
            models.UniqueConstraint(
                fields=["agency", "invoice"], condition=Q(voided_at=None), name="receipt_of_an_invoice"
            ),
            models.CheckConstraint(
                condition=Q(order=None, number=None) | Q(order__isnull=False, number__isnull=False),
                name="receipt_numbered_by_order",
            ),
        ]

    def __str__(self) -> str:
        return f"receipt {self.pk}"

    @property
    def title(self) -> str:
        return "ใบเสร็จรับเงิน" if self.number is not None else "หลักฐานรับแจ้งการชำระเงิน"

    @property
    def shown_number(self) -> str:
        """`12/2569`; of evidence, the official receipt's; empty where none is known."""
        return f"{self.number}/{self.year}" if self.number is not None else self.official_number

    @property
    def in_words(self) -> str:
        return baht.in_words(self.satang)

    def note_official(self, number: str, *, by: Officer) -> None:
        """What the agency's finance system numbered its receipt. Raises `Refusal`: own_number, voided."""
        with self.change("official_number_noted", by=by):
            self._must_stand()
            if self.number is not None:
                raise Refusal("own_number", "ไม่ต้องบันทึก เพราะใบเสร็จนี้มีเลขที่ของระบบนี้แล้ว ไม่มีข้อมูลใดเปลี่ยน")
            self.official_number = " ".join(number.split())[:OFFICIAL_MAX]

    def void(self, because: str, *, by: Officer) -> None:
        """Raises `Refusal`: no_reason, voided."""
        with self.change("voided", by=by) as desk:
            self._must_stand()
            reason = reason_in(because, undone="ยกเลิก", stays="ใบเดิมอยู่ครบ")
            self.voided_at, self.voided_because = desk.moment, reason[:BECAUSE_MAX]

    def _must_stand(self) -> None:
        if self.voided_at is not None:
            raise Refusal("voided", "ใบนี้ยกเลิกแล้ว โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")
