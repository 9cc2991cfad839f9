"""A case whose applicant owes a fee: billed, waited for, and going on by itself when finance has found the money."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date

import pytest

from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Officer
from saraban.cases.catalogue import FeeDue, Kind, Service
from saraban.cases.decisions import Asks, Proposal
from saraban.cases.fees import CaseInvoice
from saraban.cases.models import Case, Side
from saraban.cases.states import State
from saraban.law.initial_level_manual_2566 import ProofOfPayment
from saraban.payments.accounts import Account
from saraban.payments.fees import Fee
from saraban.payments.invoices import Invoice, Standing
from saraban.payments.postings import Posting
from saraban.payments.slips import Slip
from tests.cases.matters import MANUAL, Matters, clock_at
from tests.cases.test_cases import follow, refused
from tests.office import add_officer, bangkok
from tests.payments.tills import AGENCY, Till

MONDAY, DUE = date(2023, 1, 23), date(2023, 2, 7)


@pytest.fixture
def till(matters: Matters) -> Till:
    """The same office, with an account, a fee, and two who handle its money."""
    finance = add_officer("นางสาวปรียา เงินทอง", "preeya@klongnoy.go.th", Duty.FINANCE)
    second = add_officer("นางวรรณา รุ่งเรืองดี", "wanna@klongnoy.go.th", Duty.FINANCE)
    account = Account.objects.open(
        AGENCY, bank="006", number="123-4-56789-0", biller="099400016550100", by=OPERATOR
    )
    return Till(matters.office, finance, second, account, Fee.objects.add("FEE01", "ค่าใบอนุญาต", by=OPERATOR))


def billed(matters: Matters, case: Case, till: Till, *, by: Officer | None = None) -> CaseInvoice:
    return CaseInvoice.objects.bill(case, 50_000, due_on=DUE, fee=till.fee, by=by or matters.officer)


def paid_before(matters: Matters) -> Case:
    """A complete case of a service whose fee is paid before the decision."""
    manual = replace(MANUAL, fee_due=FeeDue.DECISION)
    service = Service.objects.offer("ขออนุญาตก่อสร้าง", Kind.PERMIT, manual, by=OPERATOR)
    return matters.complete(service=service)


def test_an_applicant_is_billed_with_a_code_that_comes_back(matters: Matters, till: Till) -> None:
    case = matters.complete()
    made = billed(matters, case, till)
    assert (made.invoice.reference1, made.invoice.reference2) == (f"C2566{case.entry.number:05}", "FEE01")
    assert case.waits_for == Side.APPLICANT
    mail = made.send(by=matters.officer)
    assert mail is not None
    letter = mail.letter
    assert "ห้าร้อยบาทถ้วน" in letter.body and made.invoice.reference1 in letter.body
    assert "เลขที่ 123-4-56789-0" in letter.body and AGENCY in letter.body
    assert [file.content_type for file in letter.attached_files] == ["application/pdf", "image/png"]


def test_who_paid_in_part_is_asked_for_the_rest(matters: Matters, till: Till) -> None:
    made = billed(matters, matters.complete(), till)
    Posting.objects.settle(till.money(20_000, MONDAY), made.invoice, because="จ่ายขาด", by=till.finance)
    mail = made.send(by=matters.officer)
    assert mail is not None
    assert "จำนวน 300.00 บาท (สามร้อยบาทถ้วน) ซึ่งเป็นส่วนที่เหลือจาก 500.00 บาท" in mail.letter.body


def test_finance_bills_too(matters: Matters, till: Till) -> None:
    made = billed(matters, matters.complete(), till, by=till.finance)
    assert made.send(by=till.finance) is not None


def test_the_case_goes_on_by_itself_when_finance_found_the_money(matters: Matters, till: Till) -> None:
    case = paid_before(matters)
    with refused("not_paid"):
        Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer, summary="ครบ")
    made = billed(matters, case, till)
    proof = ProofOfPayment(AGENCY, MONDAY, 50_000, "T1")
    Slip.objects.note(made.invoice, proof, by=matters.officer)
    with refused("not_paid"):
        Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer, summary="ครบ")
    till.payment_of(made.invoice, MONDAY)
    assert Posting.objects.confirm_certain(by=till.finance) == 1
    follow()
    case.refresh_from_db()
    assert case.waits_for == Side.OFFICE
    Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer, summary="ครบ")


def test_the_head_does_not_agree_to_what_finance_took_back_meanwhile(matters: Matters, till: Till) -> None:
    case = paid_before(matters)
    made = billed(matters, case, till)
    till.payment_of(made.invoice, MONDAY)
    Posting.objects.confirm_certain(by=till.finance)
    proposal = Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer, summary="ครบ")
    Posting.objects.get().take_back("เงินของเรื่องอื่น", by=till.finance)
    with refused("not_paid"):
        proposal.agree(by=matters.head)
    case.refresh_from_db()
    assert (case.state, case.decided_at) == (State.COMPLETE, None)
    Posting.objects.confirm_certain(by=till.finance)
    proposal.refresh_from_db()
    proposal.agree(by=matters.head)


def test_the_last_day_to_pay_is_after_today_in_bangkok(matters: Matters, till: Till) -> None:
    case = matters.complete()
    with clock_at(bangkok(2023, 1, 24, 1, 0).astimezone(UTC)), refused("bad_day"):
        CaseInvoice.objects.bill(case, 50_000, due_on=date(2023, 1, 24), by=matters.officer)


def test_who_is_exempted_owes_nothing_and_who_is_refused_need_not_pay(matters: Matters, till: Till) -> None:
    case = paid_before(matters)
    made = billed(matters, case, till)
    made.invoice.exempt("วัด ข้อบัญญัติข้อ 5", by=till.finance)
    Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer, summary="ครบ")


def test_another_fee_and_a_part_of_this_one_let_nothing_go_on(matters: Matters, till: Till) -> None:
    case = paid_before(matters)
    copies = Fee.objects.add("COPY", "ค่าสำเนา", by=till.finance)
    made = CaseInvoice.objects.bill(case, 1_000, due_on=DUE, fee=copies, by=matters.officer)
    till.payment_of(made.invoice, MONDAY)
    Posting.objects.confirm_certain(by=till.finance)
    with refused("not_paid"):
        Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer, summary="ครบ")
    rest = CaseInvoice.objects.bill(case, 49_000, due_on=DUE, fee=till.fee, by=matters.officer)
    rest.invoice.exempt("ลดให้ตามข้อบัญญัติข้อ 6", by=till.finance)
    Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer, summary="ครบ")


def test_an_agency_without_an_account_bills_nobody_and_holds_nobody_up(matters: Matters) -> None:
    case = paid_before(matters)
    with refused("no_account"):
        CaseInvoice.objects.bill(case, 50_000, due_on=DUE, by=matters.officer)
    Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer, summary="ครบ")


def test_a_case_that_ends_takes_its_bill_along_unless_money_came(matters: Matters, till: Till) -> None:
    case, other = matters.complete(), matters.complete(sender="b@example.com")
    first, second = billed(matters, case, till), billed(matters, other, till)
    Posting.objects.settle(till.money(10_000, MONDAY), second.invoice, because="บางส่วน", by=till.finance)
    for one in (case, other):
        one.refresh_from_db()
        one.answer("ผู้ยื่นไม่ประสงค์", by=matters.officer)
    states = {one.pk: one.state for one in Invoice.objects.all()}
    assert states == {first.invoice_id: Standing.CANCELLED, second.invoice_id: Standing.DUE}


def test_a_bill_is_refused_for_each_thing_that_is_wrong(matters: Matters, till: Till) -> None:
    case = matters.complete()
    with refused("bad_day"):
        CaseInvoice.objects.bill(case, 50_000, due_on=MONDAY, by=matters.officer)
    with refused("bad_amount"):
        CaseInvoice.objects.bill(case, 0, due_on=DUE, by=matters.officer)
    with refused("no_duty"):
        billed(matters, case, till, by=matters.office.clerk)
    billed(matters, case, till)
    with refused("due_already"):
        billed(matters, case, till)


def test_who_wants_paper_is_billed_without_a_mail(matters: Matters, till: Till) -> None:
    case = matters.complete()
    case.correct_applicant(replies="paper", by=matters.officer)
    made = billed(matters, case, till)
    assert made.send(by=matters.officer) is None and made.mail is None
