"""ค่าธรรมเนียมของเรื่อง: the invoice of a case, told to its applicant with a QR; the case waits for the money, and goes on
when finance has found it (guide #3.4(3))."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.utils.timezone import localdate

from saraban.agencies.models import Officer
from saraban.audit.desk import at_the_desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.catalogue import FeeDue
from saraban.cases.due import set_turn
from saraban.cases.letters import bill_letter
from saraban.cases.models import Case, CaseLetter, CaseMail
from saraban.law.refusal import Refusal
from saraban.mail.models import KeptFile, files
from saraban.payments.accounts import Account
from saraban.payments.fees import Fee
from saraban.payments.invoices import Invoice, Standing
from saraban.payments.papers import bill_pdf, payment_qr_png
from saraban.tenancy.scope import current_agency

DAYS_TO_PAY = 15  # that are proposed; the officer sets the day
WITHOUT_A_CODE = "FEE"  # the second reference where the table of fees has no row for it


class CaseInvoices(RecordedManager["CaseInvoice"]):
    def bill(
        self, case: Case, satang: int, *, due_on: date, fee: Fee | None = None, by: Officer
    ) -> CaseInvoice:
        """The applicant owes it; `send` tells them. Raises `Refusal`: no_account, bad_day, ended, due_already, no_duty and
        what `Invoice.objects.issue` raises."""
        by.assert_may("caseinvoice.billed")
        with one_at_a_time(case.agency_id) as desk:
            case.refresh_from_db()
            if case.ended_at is not None:
                case.must_be_open()
            account = next(iter(Account.objects.standing()), None)
            if account is None:
                raise Refusal(
                    "no_account",
                    "ยังไม่ได้แจ้งชำระ เพราะยังไม่มีบัญชีรับชำระเงินของหน่วยงาน โปรดให้การเงินบันทึกบัญชีที่เมนู เงิน ก่อน เรื่องเดิมอยู่ครบ",
                )
            if due_on <= localdate(desk.moment):
                raise Refusal(
                    "bad_day", "ยังไม่ได้แจ้งชำระ เพราะวันสุดท้ายที่ชำระได้ต้องเป็นวันหลังวันนี้ โปรดแก้วันที่ สิ่งที่พิมพ์ไว้อยู่ครบ"
                )
            invoice = Invoice.objects.issue(
                account,
                reference1=reference_of(case),
                reference2=fee.code if fee is not None else WITHOUT_A_CODE,
                payer=case.applicant,
                what=fee.name if fee is not None else f"ค่าธรรมเนียม {case.service.name}",
                satang=satang,
                due_on=due_on,
                by=by,
            )
            made = self.record("billed", by=by, case=case, invoice=invoice)
            with case.change("billed", by=by):
                set_turn(case, desk.moment)
        return made

    def of_case(self, case: Case) -> models.QuerySet[CaseInvoice]:
        return self.filter(case=case).select_related("invoice__account", "mail__letter").order_by("pk")

    def note_payment(self, invoice_id: int, *, by: Actor) -> CaseInvoice | None:
        """The clock's: finance found the money, or took it back, or nothing is owed any more: the case goes on from there."""
        made = self.filter(invoice=invoice_id).select_related("case", "invoice").first()
        if made is not None and made.case.ended_at is None:
            with made.case.change("payment_noted", by=by) as desk:
                set_turn(made.case, desk.moment)
        return made

    def note_word(self, case: Case, *, by: Actor) -> None:
        """The clock's: the applicant wrote, or a slip came or was refused: whose turn it is, where a bill is due."""
        if case.ended_at is None and self.filter(case=case, invoice__state=Standing.DUE).exists():
            with case.change("turn_noted", by=by) as desk:
                set_turn(case, desk.moment)


class CaseInvoice(Recorded):
    """An invoice, and the case that it is of; `mail`: what told the applicant."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="bills")
    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="of_case")
    mail = models.ForeignKey(CaseMail, models.PROTECT, null=True, related_name="+", db_index=False)

    objects: ClassVar[CaseInvoices] = CaseInvoices()

    class Meta:
        verbose_name = "ใบแจ้งชำระของเรื่อง"

    def __str__(self) -> str:
        return f"bill of case {self.case_id}"

    @property
    def answered(self) -> bool:
        """Whether a letter that joined the case answers its mail."""
        if self.mail is None:
            return False
        joined = CaseLetter.objects.filter(case=self.case_id, state=CaseLetter.JOINED)
        return joined.filter(entry__email__answers=self.mail.letter_id).exists()

    @property
    def has_slip(self) -> bool:
        return self.invoice.slips.filter(refused_at=None).exists()

    def send(self, *, by: Officer) -> CaseMail | None:
        """Tell the applicant, with the bill and its QR; None where no mail goes to them. Not at the desk: files are made.
        Raises `Refusal`: not_due, no_duty."""
        by.assert_may("caseinvoice.sent")
        self.invoice.must_be_due()
        if not self.case.can_be_mailed or self.case.mailbox is None:
            return None
        attached = self._papers()
        with one_at_a_time(self.agency_id):
            with self.change("sent", by=by) as desk:
                self.invoice.refresh_from_db()
                self.invoice.must_be_due()
                wording = bill_letter(self.case.matter(by), self.invoice)
                self.mail = self.case.mail(wording, desk, about="bill", by=by, attached=attached)
            # What answered the mail before is no answer to this one.
            CaseInvoice.objects.note_word(self.case, by=by)
        return self.mail

    def _papers(self) -> list[KeptFile]:
        assert not at_the_desk(), "files are written before the desk is held"
        invoice = self.invoice
        made = [(f"bill-{invoice.reference1}.pdf", "application/pdf", bill_pdf(invoice))]
        if invoice.bill is not None:
            made.append((f"qr-{invoice.reference1}.png", "image/png", payment_qr_png(invoice)))
        kept = []
        for name, content_type, data in made:
            stored = files().keep(current_agency(), data)
            kept.append(KeptFile(name, content_type, stored.sha256, stored.size))
        return kept


def reference_of(case: Case) -> str:
    """`C256900124`: of เลขรับ 124/2569, as the bank brings it back with the money."""
    return f"C{case.entry.year}{case.entry.number:05}"


def proposed_day(today: date) -> date:
    return today + timedelta(days=DAYS_TO_PAY)


def owes(case: Case, billed: Collection[Invoice]) -> bool:
    """Whether one of `billed` is due, or less was paid and exempted in all than its manual's fee.

    An agency without an account takes its fees in another way: nothing waits for them here.
    """
    if any(one.is_due for one in billed):
        return True
    if not case.manual.fee_satang or not Account.objects.standing():
        return False
    done = sum(one.satang for one in billed if one.state in (Standing.SETTLED, Standing.EXEMPTED))
    return done < case.manual.fee_satang


def must_be_paid(case: Case, before: str) -> None:
    """Before a decision, or a licence, that needs the fee. Raises `Refusal("not_paid")`."""
    if case.manual.fee_due == before and owes(case, list(Invoice.objects.filter(of_case__case=case))):
        what = {FeeDue.DECISION: "อนุญาต", FeeDue.LICENCE: "ออกใบอนุญาต"}[FeeDue(before)]
        raise Refusal(
            "not_paid",
            f"ยัง{what}ไม่ได้ เพราะตามคู่มือต้องชำระค่าธรรมเนียมก่อน และยังไม่พบเงิน โปรดแจ้งชำระหรือรอการเงินตรวจสอบ เรื่องเดิมอยู่ครบ",
        )
