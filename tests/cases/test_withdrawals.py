"""A case that its applicant takes back: of high risk, whatever the service is (guide #3.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from saraban.agencies.duties import OPERATOR
from saraban.cases.catalogue import Kind, Service
from saraban.cases.decisions import Asks, Proposal
from saraban.cases.models import Case, CaseMail
from saraban.cases.proofings import Proofing
from saraban.cases.states import State
from saraban.cases.withdrawals import Withdrawal
from saraban.law.initial_level_manual_2566 import HighRisk
from tests.cases.matters import MANUAL, MONDAY, Matters, clock_at
from tests.cases.test_cases import refused
from tests.cases.test_ends import bounced

SAID = "ตอบอีเมลว่าไม่ประสงค์จะขอแล้ว"


def asked(matters: Matters, case: Case) -> Withdrawal:
    return Withdrawal.objects.ask(case, SAID, by=matters.officer)


def test_of_a_low_risk_service_too_it_counts_once_they_proved_who_they_are(matters: Matters) -> None:
    case = matters.case()
    with refused("low_risk"):
        Proofing.objects.note_at_counter(case, True, by=matters.officer)
    withdrawal = asked(matters, case)
    assert (case.state, case.risk) == (State.CHECKING, HighRisk.WITHDRAWN_APPLICATION)
    assert Proofing.objects.still_needed(case)
    with refused("not_proven"):
        withdrawal.confirm(by=matters.officer)
    Proofing.objects.note_at_counter(case, True, by=matters.officer)
    assert not Proofing.objects.still_needed(case)
    withdrawal.confirm(by=matters.officer)
    case.refresh_from_db()
    assert (case.state, case.ended_because, case.risk) == (State.WITHDRAWN, SAID, None)
    assert withdrawal.notice is not None and "รับถอนเรื่องแล้ว" in withdrawal.notice.letter.body


def test_who_did_not_pass_does_not_take_it_back(matters: Matters) -> None:
    case = matters.case()
    withdrawal = asked(matters, case)
    Proofing.objects.note_at_counter(case, False, note="บัตรของผู้อื่น", by=matters.officer)
    with refused("not_proven"):
        withdrawal.confirm(by=matters.officer)
    withdrawal.refresh_from_db()
    assert withdrawal.ended_at is None and case.is_open


def test_a_proof_from_before_they_asked_says_nothing_of_who_asks_now(matters: Matters) -> None:
    claims = Service.objects.offer("ขอรับสิทธิ", Kind.PERMIT, replace(MANUAL, risk=HighRisk.CLAIM), by=OPERATOR)
    case = matters.case(service=claims)
    Proofing.objects.note_at_counter(case, True, by=matters.officer)
    assert not Proofing.objects.still_needed(case)
    with clock_at(MONDAY + timedelta(minutes=1)):
        withdrawal = asked(matters, case)
        assert Proofing.objects.still_needed(case)
        with refused("not_proven"):
            withdrawal.confirm(by=matters.officer)
        Proofing.objects.note_at_counter(case, True, by=matters.officer)
        withdrawal.confirm(by=matters.officer)


def test_a_complaint_that_is_taken_back_is_of_its_own_kind_of_risk(matters: Matters) -> None:
    complaints = Service.objects.offer("ร้องเรียน", Kind.COMPLAINT, MANUAL, by=OPERATOR)
    case = matters.case(service=complaints)
    asked(matters, case)
    assert case.risk == HighRisk.WITHDRAWN_COMPLAINT


def test_what_was_not_meant_is_dropped_and_the_case_goes_on(matters: Matters) -> None:
    case = matters.complete()
    withdrawal = asked(matters, case)
    with refused("asked_already"):
        asked(matters, case)
    withdrawal.drop(by=matters.officer)
    case.refresh_from_db()
    assert (case.state, case.risk) == (State.COMPLETE, None)
    with refused("not_standing"):
        withdrawal.confirm(by=matters.officer)
    with refused("not_standing"):
        withdrawal.drop(by=matters.officer)
    # Of low risk, the decision needs no proof, whatever was asked in between.
    Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer, summary="เอกสารครบ")


def test_a_request_that_waits_makes_the_decision_need_no_proof(matters: Matters) -> None:
    case = matters.complete()
    withdrawal = asked(matters, case)
    proposal = Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer, summary="เอกสารครบ")
    proposal.agree(by=matters.head)
    withdrawal.refresh_from_db()
    assert withdrawal.ended_at is not None and not withdrawal.confirmed


def test_it_is_a_sign_of_life(matters: Matters) -> None:
    case, hold = bounced(matters)
    assert hold is not None
    asked(matters, case)
    hold.refresh_from_db()
    case.refresh_from_db()
    assert hold.ended_at is not None
    assert case.unreachable_at is None and case.heard_at is not None


@pytest.mark.parametrize("said", ["", "  "])
def test_without_how_they_asked_nothing_is_recorded(matters: Matters, said: str) -> None:
    with refused("no_reason"):
        Withdrawal.objects.ask(matters.case(), said, by=matters.officer)
    assert not Withdrawal.objects.exists()


def test_who_does_not_handle_cases_records_none(matters: Matters) -> None:
    case = matters.case()
    with refused("no_duty"):
        Withdrawal.objects.ask(case, SAID, by=matters.office.clerk)
    withdrawal = asked(matters, case)
    for deed in (withdrawal.confirm, withdrawal.drop):
        with refused("no_duty"):
            deed(by=matters.office.clerk)


def test_of_a_case_that_is_over_none_is_asked(matters: Matters) -> None:
    case = matters.case()
    case.answer("ตอบแล้ว", by=matters.officer)
    with refused("ended"):
        asked(matters, case)


def test_who_wants_paper_gets_no_mail_and_the_case_ends_all_the_same(matters: Matters) -> None:
    case = matters.case()
    case.correct_applicant(replies="paper", by=matters.officer)
    withdrawal = asked(matters, case)
    Proofing.objects.note_at_counter(case, True, by=matters.officer)
    withdrawal.confirm(by=matters.officer)
    assert withdrawal.notice is None and not CaseMail.objects.exists()
