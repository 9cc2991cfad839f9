"""The one thing that is to be done with a case now: the big button of its page, and what the lists call it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from saraban.cases.catalogue import FeeDue
from saraban.cases.checks import Item
from saraban.cases.decisions import Proposal
from saraban.cases.fees import CaseInvoice, owes
from saraban.cases.holds import Hold
from saraban.cases.models import Case
from saraban.cases.proofings import Proofing
from saraban.cases.requests import DocumentRequest
from saraban.cases.states import DECIDED, State
from saraban.cases.withdrawals import Withdrawal
from saraban.thai.dates import medium_date, thai_time


@dataclass(frozen=True)
class Step:
    """`where`: the name of the address; `press`: whether a press there does it, else it is a page to go to.

    Without `where` the office waits, and `says` for whom.
    """

    says: str
    where: str = ""
    press: bool = False


@dataclass(frozen=True)
class Standing:
    """How a case stands today, as its page shows it."""

    case: Case
    items: Sequence[Item]
    request: DocumentRequest | None
    hold: Hold | None
    proposal: Proposal | None
    today: date
    unproven: bool = False  # of high risk, and nobody proved yet to be the applicant
    proofing: Proofing | None = None
    withdrawal: Withdrawal | None = None
    bills: Sequence[CaseInvoice] = ()

    @property
    def step(self) -> Step:
        case = self.case
        if case.state == State.APPROVED and case.ended_at is None and self.owes:
            return self._of_the_fee()
        if case.state in DECIDED:
            return Step("ออกเอกสารแจ้งผล", "case_document") if case.ended_at is None else Step("แจ้งผลแล้ว")
        if not case.is_open:
            if case.state == State.MERGED:
                return Step("แยกเรื่องออกมา", "case_split_off", press=True)
            return Step("รับกลับมาดำเนินการ", "case_reopened", press=True)
        if self.withdrawal is not None:
            return self._of_the_proof() if self.unproven else Step("รับถอนเรื่อง", "case_withdrawn", press=True)
        if self.proposal is not None:
            return Step("รอหัวหน้าหน่วยงานพิจารณา")
        if self.hold is not None and case.state != State.COMPLETE:
            if self.today > self.hold.last_day:
                return Step("เสนอจำหน่ายเรื่อง ครบ 30 วันแล้ว", "case_proposal")
            return Step(f"ติดต่อผู้ยื่นไม่ได้ รอถึง {medium_date(self.hold.last_day)}")
        if case.state == State.COMPLETE and self.unproven:
            return self._of_the_proof()
        if case.state == State.COMPLETE and self.owes and case.manual.fee_due == FeeDue.DECISION:
            return self._of_the_fee()
        if case.state == State.COMPLETE:
            return Step("เสนอหัวหน้าหน่วยงาน", "case_proposal")
        if case.state == State.INCOMPLETE:
            if self.request is not None and self.today > self.request.last_day:
                return Step("คืนคำขอ พ้นกำหนดแล้ว", "case_return")
            until = f"ถึง {medium_date(self.request.last_day)}" if self.request is not None else ""
            return Step(f"รอผู้ยื่นแก้ไข{until}")
        return self._of_the_check()

    @property
    def is_decided(self) -> bool:
        return self.case.state in DECIDED

    @property
    def bill_due(self) -> bool:
        return any(one.invoice.is_due for one in self.bills)

    @property
    def owes(self) -> bool:
        return owes(self.case, [one.invoice for one in self.bills])

    def _of_the_fee(self) -> Step:
        bill = next((one for one in self.bills if one.invoice.is_due), None)
        if bill is None:
            return Step("แจ้งชำระเงิน", "case_bill")
        if bill.has_slip:
            return Step(f"ได้หลักฐานแล้ว รอการเงินพบเงิน {bill.invoice.in_baht} บาท")
        if bill.answered:
            return Step("บันทึกหลักฐานการชำระ", "case_slip")
        due_on = bill.invoice.due_on
        until = f" ถึง {medium_date(due_on)}" if due_on is not None else ""
        return Step(f"รอชำระเงิน {bill.invoice.in_baht} บาท{until}")

    def _of_the_proof(self) -> Step:
        """A case of high risk is not decided without it (guide #3.3)."""
        if self.proofing is None:
            return Step("ยืนยันตัวตนผู้ยื่น", "case_proofing")
        at = self.proofing.at
        if at is not None and localdate(at) > self.today:
            return Step(f"รอยืนยันตัวตน {medium_date(localdate(at))} {thai_time(at)}", "case_proofing")
        return Step("บันทึกผลยืนยันตัวตน", "case_proofing")

    def _of_the_check(self) -> Step:
        unsaid = [item for item in self.items if not item.found and item.paper.required]
        wanting = [item for item in self.items if item.is_wanting]
        if unsaid:
            return Step(f"ตรวจเอกสารอีก {len(unsaid)} รายการ", "case_checking")
        if wanting:
            return Step(f"แจ้งแก้ไข {len(wanting)} รายการ", "case_request")
        return Step("บันทึกว่าครบถ้วน", "case_complete", press=True)
