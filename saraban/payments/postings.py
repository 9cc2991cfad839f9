"""การลงบัญชี: where each satang that came has its place. Postings are added and never changed; a wrong one is taken back
by another, below zero, so that a closed day stays as it was and is corrected in the next."""

from __future__ import annotations

from itertools import starmap
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from saraban.agencies.models import Officer
from saraban.agencies.terms import BECAUSE_MAX
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.law.refusal import Refusal, reason_in
from saraban.payments import matching
from saraban.payments.bank_statements import BankLine
from saraban.payments.invoices import Invoice, Standing
from saraban.payments.slips import Slip
from saraban.tenancy.scope import current_agency
from saraban.thai import baht

CONFIRMED_MAX = 200  # at one press: as many as a page shows, and nobody else writes meanwhile


class Place(models.TextChoices):
    INVOICE = "invoice", "ชำระตามใบแจ้ง"
    TO_RETURN = "to_return", "ชำระเกินหรือซ้ำ รอคืน"
    OTHER_REVENUE = "other_revenue", "รายได้อื่น"
    NOT_OURS = "not_ours", "โอนผิด ไม่ใช่เงินของหน่วยงาน"


BY_HAND = tuple(place for place in Place if place is not Place.INVOICE)


def proposed() -> matching.Matching:
    """What the money without a place is for, as the room's own rows say it today. Changes nothing.

    Three questions, however many rows they have.
    """
    money = BankLine.objects.not_placed()
    owed = Q(state=Standing.DUE) | Q(
        state=Standing.SETTLED, reference1__in=money.order_by().values("reference1")
    )
    due = Invoice.objects.filter(owed).annotate(paid_so_far=models.Sum("postings__satang", default=0))
    lines = money.annotate(not_placed=F("satang") - F("placed"))
    return matching.match(
        starmap(matching.Invoice, due.values_list("pk", "reference1", "reference2", "satang", "paid_so_far")),
        starmap(
            matching.Slip,
            Slip.objects.waiting().values_list("pk", "invoice", "reference", "satang", "paid_on"),
        ),
        starmap(
            matching.Money,
            lines.values_list("pk", "not_placed", "paid_on", "reference1", "reference2", "bank_reference"),
        ),
    )


class Postings(RecordedManager["Posting"]):
    def confirm_certain(self, *, by: Officer) -> int:
        """The green pile, or the first `CONFIRMED_MAX` of it: each has its place, or none of them; how many. Raises
        `Refusal("no_duty")`."""
        by.assert_may("posting.made")
        with one_at_a_time(current_agency().pk):
            green = [one for one in proposed().proposals if one.green][:CONFIRMED_MAX]
            lines = BankLine.objects.in_bulk([one.money for one in green])
            invoices = Invoice.objects.in_bulk([one.invoice for one in green if one.invoice is not None])
            slips = Slip.objects.in_bulk([one.slip for one in green if one.slip is not None])
            for one in green:
                assert one.invoice is not None, "what is certain is of an invoice"
                slip = slips[one.slip] if one.slip is not None else None
                self.settle(lines[one.money], invoices[one.invoice], slip=slip, certain=True, by=by)
        return len(green)

    def settle(
        self,
        line: BankLine,
        invoice: Invoice,
        *,
        slip: Slip | None = None,
        because: str = "",
        certain: bool = False,
        by: Officer,
    ) -> Posting:
        """As much of the line as the invoice lacks is its payment. What a person ties has a reason.

        Raises `Refusal`: no_reason, not_due, placed_already, slip_of_another, no_duty.
        """
        with one_at_a_time(line.agency_id):
            line.refresh_from_db()
            invoice.refresh_from_db()
            invoice.must_be_due()
            if slip is not None:
                slip.refresh_from_db()
                _must_be_of(slip, invoice)
            satang = min(line.left, invoice.satang - invoice.paid)
            posting = self._post(
                line, satang, Place.INVOICE, because, certain=certain, invoice=invoice, slip=slip, by=by
            )
            if slip is not None:
                if slip.invoice_id is None:
                    slip.give(invoice, by=by)
                slip.note_found(True, by=by)
            invoice.note_money(by=by)
        return posting

    def set_aside(self, line: BankLine, place: str, because: str, *, by: Officer) -> Posting:
        """The rest of the line is no invoice's payment: given back, other revenue, not the agency's at all.

        Raises `Refusal`: no_reason, no_place, placed_already, no_duty.
        """
        if place not in BY_HAND:
            raise Refusal("no_place", "ยังไม่ได้บันทึก เพราะยังไม่ได้เลือกว่าเป็นเงินอะไร โปรดเลือก รายการเดิมอยู่ครบ")
        with one_at_a_time(line.agency_id):
            line.refresh_from_db()
            return self._post(line, line.left, Place(place), because, by=by)

    def _post(
        self,
        line: BankLine,
        satang: int,
        place: Place,
        because: str,
        *,
        certain: bool = False,
        invoice: Invoice | None = None,
        slip: Slip | None = None,
        by: Officer,
    ) -> Posting:
        if satang <= 0:
            raise Refusal(
                "placed_already", "ไม่ได้ลงบัญชีซ้ำ เพราะเงินรายการนี้ลงบัญชีครบแล้ว โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน"
            )
        reason = "" if certain else reason_in(because, undone="ลงบัญชี", stays="รายการเดิมอยู่ครบ")
        with one_at_a_time(line.agency_id) as desk:
            posting = self.record(
                "made",
                by=by,
                line=line,
                satang=satang,
                place=place,
                invoice=invoice,
                slip=slip,
                certain=certain,
                because=reason[:BECAUSE_MAX],
                at=desk.moment,
                officer=by,
            )
            with line.change("placed", by=by):
                line.placed += satang
        return posting


class Posting(Recorded):
    """So many satang of a line have this place. Below zero: another posting is taken back."""

    line = models.ForeignKey(BankLine, models.PROTECT, verbose_name="เงินเข้า", related_name="postings")
    satang = models.BigIntegerField("จำนวนเงิน (สตางค์)")
    place = models.CharField("เป็นเงิน", max_length=15, choices=Place.choices)
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, null=True, verbose_name="ใบแจ้งชำระ", related_name="postings"
    )
    slip = models.ForeignKey(
        Slip, models.PROTECT, null=True, verbose_name="หลักฐาน", related_name="postings", db_index=False
    )
    certain = models.BooleanField("ระบบจับคู่ได้แน่นอน", default=False)
    because = models.CharField("เพราะ", max_length=BECAUSE_MAX, blank=True)
    at = models.DateTimeField("ลงบัญชีเมื่อ")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, related_name="taken_back_by")

    objects: ClassVar[Postings] = Postings()

    class Meta:
        verbose_name = "การลงบัญชี"
        constraints = [
            models.CheckConstraint(
                condition=Q(satang__gt=0, takes_back=None) | Q(satang__lt=0, takes_back__isnull=False),
                name="posting_or_taken_back",
            ),
            models.CheckConstraint(
                condition=Q(place="invoice", invoice__isnull=False) | (~Q(place="invoice") & Q(invoice=None)),
                name="posting_of_an_invoice",
            ),
        ]
        indexes = [models.Index(fields=["agency", "id"], name="postings_in_order")]

    def __str__(self) -> str:
        return f"posting {self.pk}"

    @property
    def in_baht(self) -> str:
        return baht.written(self.satang)

    def take_back(self, because: str, *, by: Officer) -> Posting:
        """It was wrong: the money has no place again, and an invoice that it settled is due again. Of a closed day too:
        the correction stands in the day that is open. Raises `Refusal`: no_reason, taken_back, receipted, due_already,
        no_duty."""
        with one_at_a_time(self.agency_id) as desk:
            self.refresh_from_db()
            if self.takes_back_id is not None or Posting.objects.filter(takes_back=self).exists():
                raise Refusal("taken_back", "รายการนี้ถอนไปแล้ว โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")
            reason = reason_in(because, undone="ถอน", stays="รายการเดิมอยู่ครบ")
            if self.invoice is not None and self.invoice.receipts.filter(voided_at=None).exists():
                raise Refusal(
                    "receipted", "ยังไม่ได้ถอน เพราะออกใบเสร็จหรือหลักฐานไปแล้ว โปรดยกเลิกใบนั้นก่อน รายการเดิมอยู่ครบ"
                )
            back = Posting.objects.record(
                "taken_back",
                by=by,
                line=self.line,
                satang=-self.satang,
                place=self.place,
                invoice=self.invoice,
                slip=self.slip,
                because=reason[:BECAUSE_MAX],
                at=desk.moment,
                officer=by,
                takes_back=self,
            )
            with self.line.change("place_lost", by=by):
                self.line.placed -= self.satang
            if self.slip is not None:
                self.slip.note_found(False, by=by)
            if self.invoice is not None:
                self.invoice.note_money(by=by)
        return back


def _must_be_of(slip: Slip, invoice: Invoice) -> None:
    """Raises `Refusal`: over, slip_of_another."""
    if slip.found_at is not None or slip.refused_at is not None:
        raise Refusal("over", "หลักฐานนี้พบเงินแล้วหรือไม่รับแล้ว โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")
    if slip.invoice_id not in (None, invoice.pk):
        raise Refusal(
            "slip_of_another",
            "ยังไม่ได้จับคู่ เพราะหลักฐานที่เลือกเป็นของใบแจ้งชำระอื่น โปรดตรวจแล้วเลือกใหม่ รายการเดิมอยู่ครบ",
        )
