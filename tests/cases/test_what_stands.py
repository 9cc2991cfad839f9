"""What stands around a case: requests, holds, proposals, notices and mails, as it moves and where it ends; and what is
heard late, twice or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from saraban.agencies.calendar import Holiday
from saraban.agencies.duties import MACHINE, OPERATOR, Duty
from saraban.agencies.models import Profile
from saraban.cases.catalogue import Appeal, Kind, Manual, Service
from saraban.cases.checks import Found, PaperCheck
from saraban.cases.decisions import Asks, Proposal, Word
from saraban.cases.delays import DelayNotice
from saraban.cases.digests import waiting_for
from saraban.cases.due import LawVersion
from saraban.cases.holds import Hold
from saraban.cases.models import Case, CaseLetter, CaseMail, Side
from saraban.cases.news import CaseMark, begin_day, claim_entry
from saraban.cases.opinions import Opinion
from saraban.cases.proofings import Proofing
from saraban.cases.requests import DocumentRequest
from saraban.cases.states import State
from saraban.law.deadlines import Unit
from saraban.law.initial_level_manual_2566 import HighRisk, ProofBy
from saraban.law.licensing_facilitation_act_2558 import Rules
from saraban.mail.models import OutboundEmail
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from saraban.tenancy.scope import acting_for
from tests.cases.matters import MANUAL, MONDAY, Matters, clock_at
from tests.cases.test_cases import answer_to, follow, refused
from tests.cases.test_papers import ask
from tests.office import add_officer, arrive, bangkok, open_office

DECIDED_BY = date(2023, 2, 13)  # fifteen working days from Monday the 23rd of January


def receipt_bounces(case: Case) -> None:
    receipt = OutboundEmail.objects.get(in_reply_to=case.entry.email, kind=OutboundEmail.ANSWER)
    receipt.mark("bounced", OutboundEmail.BOUNCED, "ไม่มีกล่องนี้")
    follow()
    case.refresh_from_db()


def asked_for_more(matters: Matters, case: Case, until: date) -> DocumentRequest:
    return DocumentRequest.objects.ask(case, [("", "แผนที่")], until, by=matters.head, because="ตกหล่น")


def risky(matters: Matters) -> Case:
    manual = replace(MANUAL, risk=HighRisk.CANCELLATION)
    return matters.case(service=Service.objects.offer("ขอยกเลิก", Kind.PERMIT, manual, by=OPERATOR))


# the law's clock goes on


def test_a_hold_sets_no_other_day_for_a_complete_application(matters: Matters) -> None:
    case = matters.complete()
    assert case.due_on == DECIDED_BY
    receipt_bounces(case)
    assert (case.waits_for, case.due_on) == (Side.APPLICANT, DECIDED_BY)
    with clock_at(bangkok(2023, 1, 24, 9)):
        answer_to(matters, case.entry)
        follow()
    case.refresh_from_db()
    assert (case.waits_for, case.due_on) == (Side.OFFICE, DECIDED_BY)
    with clock_at(bangkok(2023, 2, 20, 8)):
        begin_day()
    assert DelayNotice.objects.get().decision_due_on == DECIDED_BY


def test_whoever_was_reached_has_their_case_go_on(matters: Matters) -> None:
    case = matters.case()
    receipt_bounces(case)
    Hold.objects.end_all(case, "โทรติดแล้ว", by=matters.officer)
    case.note_reached(by=matters.officer)
    assert (case.waits_for, case.due_on) == (Side.OFFICE, date(2023, 1, 23))


def test_a_letter_of_thanks_moves_no_day(matters: Matters) -> None:
    case = matters.case()
    for paper in case.manual.checklist:
        PaperCheck.objects.find(case, paper.key, Found.WHOLE, by=matters.officer)
    with clock_at(bangkok(2023, 2, 6, 10)):
        answer_to(matters, case.entry, at=bangkok(2023, 2, 6, 9))
        follow()
        case.refresh_from_db()
        PaperCheck.objects.find_complete(case, by=matters.officer)
    assert (case.complete_on, case.due_on) == (date(2023, 1, 23), DECIDED_BY)


def test_what_a_superior_asks_for_pauses_the_days_and_begins_none_anew(matters: Matters) -> None:
    """Asked on Friday the 10th, answered on Wednesday the 15th: the days from the 11th to the 14th fall out, of which
    two are working days."""
    case = matters.complete()
    with clock_at(bangkok(2023, 2, 10, 9)):
        request = asked_for_more(matters, case, date(2023, 2, 17))
    assert request.mail is not None
    with clock_at(bangkok(2023, 2, 15, 10)):
        headers = {"In-Reply-To": request.mail.letter.message_id}
        email = arrive(matters.office, at=bangkok(2023, 2, 15, 9), subject="แผนที่", headers=headers)
        IncomingEntry.objects.enter(email, by=matters.office.clerk)
        follow()
        case.refresh_from_db()
        with refused("complete_already"):
            ask(matters, case, date(2023, 2, 20))
        PaperCheck.objects.find_complete(case, by=matters.officer)
    assert (case.complete_on, case.due_on) == (date(2023, 1, 23), date(2023, 2, 15))


def test_no_pause_stays_open_behind_a_case_that_ended(matters: Matters) -> None:
    case = matters.complete()
    asked_for_more(matters, case, date(2023, 1, 27))
    case.end("withdrawn", "ถอน", by=matters.officer)
    case.reopen(by=matters.officer)
    PaperCheck.objects.find_complete(case, by=matters.officer)
    assert case.due_on == DECIDED_BY


def test_a_closed_day_moves_the_applicants_day_too(matters: Matters) -> None:
    follow()
    case = matters.case()
    request = ask(matters, case)
    Holiday.objects.add(date(2023, 1, 27), "น้ำท่วม", by=OPERATOR)
    follow()
    case.refresh_from_db()
    assert case.due_on == request.last_day == date(2023, 1, 30)


def test_a_law_that_comes_later_takes_nothing_from_today(matters: Matters) -> None:
    LawVersion.objects.add(Rules("กฎหมายใหม่", "2570", date(2027, 1, 1)), by=OPERATOR)
    assert matters.complete().due_on == DECIDED_BY


# delay notices


def test_a_notice_of_delay_goes_with_the_decision_and_comes_back_with_its_undoing(matters: Matters) -> None:
    case = matters.complete()
    with clock_at(bangkok(2023, 2, 20, 8)):
        begin_day()
        proposal = Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer)
        proposal.agree(by=matters.head)
        assert not DelayNotice.objects.unsent().exists()
        proposal.take_back(by=matters.head)
        DelayNotice.objects.prepare_due(date(2023, 2, 20))
        assert [one.times for one in DelayNotice.objects.unsent()] == [1]


def test_no_delay_is_told_while_the_applicant_is_to_send_more(matters: Matters) -> None:
    case = matters.complete()
    with clock_at(bangkok(2023, 2, 20, 8)):
        begin_day()
        asked_for_more(matters, case, date(2023, 3, 20))
        with refused("not_late"):
            DelayNotice.objects.unsent().get().send("รอ", by=matters.officer)


def test_a_new_deadline_has_notices_of_its_own(matters: Matters) -> None:
    case = matters.complete()
    with clock_at(bangkok(2023, 2, 27, 8)):
        begin_day()
        assert DelayNotice.objects.count() == 2
        case.end("withdrawn", "ถอน", by=matters.officer)
        case.reopen(by=matters.officer)
        answer_to(matters, case.entry, at=bangkok(2023, 2, 27, 9))
        follow()
        case.refresh_from_db()
        for paper in case.manual.checklist:
            PaperCheck.objects.find(case, paper.key, Found.WHOLE, by=matters.officer)
        PaperCheck.objects.find_complete(case, by=matters.officer)
    assert case.due_on is not None and case.due_on > date(2023, 3, 1)
    late = case.due_on + timedelta(days=7)
    with clock_at(bangkok(late.year, late.month, late.day, 8)):
        begin_day()
    [notice] = DelayNotice.objects.unsent()
    assert (notice.times, notice.decision_due_on) == (1, case.due_on)


def test_a_notice_that_falls_due_on_a_closed_day_is_prepared_on_the_day_before(matters: Matters) -> None:
    """Decided by Saturday the 4th, so the notice is due on Saturday the 11th: it waits on Friday."""
    manual = replace(MANUAL, days=12, unit=Unit.CALENDAR_DAYS)
    case = matters.case(service=Service.objects.offer("วัน", Kind.PERMIT, manual, by=OPERATOR))
    for paper in case.manual.checklist:
        PaperCheck.objects.find(case, paper.key, Found.WHOLE, by=matters.officer)
    PaperCheck.objects.find_complete(case, by=matters.officer)
    with clock_at(bangkok(2023, 2, 9, 8)):
        begin_day()
        assert not DelayNotice.objects.exists()
    with clock_at(bangkok(2023, 2, 10, 8)):
        begin_day()
    assert DelayNotice.objects.get().due_on == date(2023, 2, 11)


def test_the_letter_speaks_of_copy_and_days_as_they_are(matters: Matters) -> None:
    rules = Rules(
        "กฎหมายใหม่", "2570", date(2015, 1, 1), delay_notice_every_days=14, delay_notice_copy_to="สำนักนายกฯ"
    )
    LawVersion.objects.add(rules, by=OPERATOR)
    case = matters.complete()
    with clock_at(bangkok(2023, 2, 27, 8)):
        begin_day()
        DelayNotice.objects.get().send("รอผลตรวจ", by=matters.officer, expected_on=date(2023, 3, 3))
    body = CaseMail.objects.get(about="delay").letter.body
    assert "ทุก 14 วัน" in body and "สำเนาส่ง" not in body and "3 มี.ค. 2566" in body
    assert case.reference in body


def test_the_copy_is_as_closed_as_its_case_and_without_the_code(matters: Matters) -> None:
    profile = Profile.objects.get()
    with profile.change("corrected", by=OPERATOR):
        profile.delays_copied_to = "opdc@example.go.th"
    case = matters.complete()
    with clock_at(bangkok(2023, 2, 20, 8)):
        begin_day()
        DelayNotice.objects.get().send("รอ", by=matters.officer)
        copy = CaseMail.objects.get(about=CaseMail.COPY).letter
        assert copy.to_address == "opdc@example.go.th" and case.reference not in copy.body
        assert "สำเนาส่ง ก.พ.ร." in copy.body
        copy.mark("bounced", OutboundEmail.BOUNCED, "ไม่มีกล่องนี้")
        follow()
    case.refresh_from_db()
    assert case.unreachable_at is None


# the thirty days


def test_who_was_struck_off_in_vain_is_laid_again_by_an_officer(matters: Matters) -> None:
    case = matters.case()
    receipt_bounces(case)
    with clock_at(bangkok(2023, 2, 23, 8)):
        begin_day()
        Proposal.objects.waiting().get().send_back("โทรหาอีกครั้ง", by=matters.head)
    case.refresh_from_db()
    assert case.waits_for == Side.APPLICANT
    with clock_at(bangkok(2023, 2, 28, 8)):
        begin_day()
        assert not Proposal.objects.waiting().exists()
        Proposal.objects.lay(case, Asks.STRIKE_OFF, by=matters.officer).agree(by=matters.head)
    case.refresh_from_db()
    assert case.state == State.STRUCK_OFF


def test_who_writes_after_the_memo_was_laid_takes_it_away(matters: Matters) -> None:
    case = matters.case()
    receipt_bounces(case)
    with clock_at(bangkok(2023, 2, 23, 8)):
        begin_day()
        [memo] = Proposal.objects.waiting()
        answer_to(matters, case.entry, at=bangkok(2023, 2, 23, 8))
        follow()
    memo.refresh_from_db()
    case.refresh_from_db()
    assert (memo.word, case.state, case.waits_for) == (Word.WITHDRAWN, State.CHECKING, Side.OFFICE)


def test_nobody_is_struck_off_whose_letter_lies_on_the_desk(matters: Matters) -> None:
    case = matters.case()
    receipt_bounces(case)
    receipt = OutboundEmail.objects.get(in_reply_to=case.entry.email, kind=OutboundEmail.ANSWER)
    with clock_at(bangkok(2023, 2, 23, 8)):
        begin_day()
        headers = {"In-Reply-To": receipt.message_id}
        arrive(matters.office, at=bangkok(2023, 2, 22, 9), subject="ยังอยู่ครับ", headers=headers)
        with refused("unheard"):
            Proposal.objects.waiting().get().agree(by=matters.head)


def test_nothing_goes_back_while_a_letter_may_be_the_answer(matters: Matters) -> None:
    case = matters.case()
    request = ask(matters, case)
    letter = {"sender": "wife@example.com", "subject": f"ส่งบัตร เลขรับ {case.number}"}
    email = arrive(matters.office, at=bangkok(2023, 1, 27, 10), **letter)
    IncomingEntry.objects.enter(email, by=matters.office.clerk)
    follow()
    with clock_at(bangkok(2023, 1, 31, 9)):
        with refused("unheard"):
            request.return_case("เงียบ", by=matters.officer)
        CaseLetter.objects.get(state=CaseLetter.PROPOSED).decline(by=matters.officer)
        request.return_case("เงียบ", by=matters.officer)
    assert OutgoingEntry.objects.get().reply_to == case.entry


def test_thirty_days_need_a_contact_that_failed(matters: Matters) -> None:
    case = matters.case()
    with refused("not_tried"):
        Hold.objects.begin(case, by=matters.officer)
    Hold.objects.begin(case, by=matters.officer, tried="ไปที่บ้าน ไม่พบ")


def test_a_bounce_of_an_address_that_was_corrected_says_nothing(matters: Matters) -> None:
    case = matters.case()
    request = ask(matters, case)
    assert request.mail is not None
    case.correct_applicant(address="new@example.com", by=matters.officer)
    request.mail.letter.mark("bounced", OutboundEmail.BOUNCED, "ไม่มีกล่องนี้")
    follow()
    case.refresh_from_db()
    assert case.unreachable_at is None and Hold.objects.standing(case) is None


def test_a_returned_application_whose_letter_came_back_says_so(matters: Matters) -> None:
    case = matters.case()
    request = ask(matters, case)
    with clock_at(bangkok(2023, 1, 31, 9)):
        request.return_case("เงียบ", by=matters.officer)
        CaseMail.objects.get(about="return").letter.mark("bounced", OutboundEmail.BOUNCED, "ไม่มีกล่องนี้")
        follow()
    case.refresh_from_db()
    assert case.unreachable_at is not None and Hold.objects.standing(case) is None


# heard late, or twice


def test_a_letter_from_before_the_request_does_not_answer_it(matters: Matters) -> None:
    follow()
    case = matters.case()
    follow()
    with clock_at(MONDAY + timedelta(seconds=1)):
        claim_entry(answer_to(matters, case.entry).pk)
    case.refresh_from_db()
    with clock_at(MONDAY + timedelta(seconds=2)):
        ask(matters, case)  # before the log is read as far as the letter
        follow()
    assert DocumentRequest.objects.standing(case) is not None


def test_a_bounce_that_is_heard_again_holds_nobody_who_was_reached(matters: Matters) -> None:
    case = matters.case()
    follow()
    before = CaseMark.objects.get().number
    receipt_bounces(case)
    with clock_at(MONDAY + timedelta(minutes=1)):
        Hold.objects.end_all(case, "โทรติดแล้ว", by=matters.officer)
        case.note_reached(by=matters.officer)
        CaseMark.objects.update(number=before)  # killed before the mark was saved
        follow()
    case.refresh_from_db()
    assert Hold.objects.standing(case) is None and case.unreachable_at is None


def test_one_case_that_cannot_be_laid_keeps_nothing_from_other_agencies(
    matters: Matters, tmp_path: Path
) -> None:
    case = matters.complete()
    receipt_bounces(case)
    Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer)
    office = open_office("banna", data=tmp_path / "other")
    with acting_for(office.agency):
        officer = add_officer("นายขจร", "khajorn@banna.go.th", Duty.CASE)
        service = Service.objects.offer("ต่ออายุใบอนุญาต", Kind.PERMIT, MANUAL, by=OPERATOR)
        Matters(office, officer, service).complete()
    with clock_at(bangkok(2023, 2, 27, 8)):
        begin_day()
    with acting_for(office.agency):
        assert DelayNotice.objects.count() == 2


# where a case ends


@pytest.mark.parametrize("how", ["withdrawn", "merged"])
def test_no_proposal_outlives_its_case(matters: Matters, how: str) -> None:
    case = matters.complete()
    Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer)
    if how == "merged":
        case.merge_into(matters.case(sender="b@example.com"), by=matters.officer)
    else:
        case.end("withdrawn", "ถอน", by=matters.officer)
    assert not Proposal.objects.waiting().exists()
    assert case.waits_for == Side.NOBODY


def test_all_that_stood_around_a_case_ends_with_it(matters: Matters) -> None:
    case = risky(matters)
    Proofing.objects.appoint(
        case, ProofBy.VIDEO_CALL, bangkok(2023, 1, 24, 10), "https://meet.example", by=matters.officer
    )
    Opinion.objects.ask(case, "คิดอย่างไร", by=matters.officer, officer=matters.head)
    request = ask(matters, case)
    receipt_bounces(case)
    case.end("withdrawn", "ถอน", by=matters.officer)
    assert Hold.objects.standing(case) is None
    assert DocumentRequest.objects.standing(case) is None
    assert Proofing.objects.standing(case) is None
    assert not Opinion.objects.asked_of(matters.head).exists()
    assert request.mail is not None
    request.mail.letter.refresh_from_db()
    assert request.mail.letter.state == OutboundEmail.RECALLED


def test_a_restricted_case_closes_the_one_it_is_merged_into(matters: Matters) -> None:
    closed, other = matters.case(), matters.case(sender="b@example.com")
    closed.restrict(by=matters.head)
    closed.merge_into(other, by=matters.officer)
    other.refresh_from_db()
    assert other.restricted


def test_high_risk_is_not_answered_without_proof(matters: Matters) -> None:
    with refused("not_proven"):
        risky(matters).answer("ทำให้แล้ว", by=matters.officer)


def test_only_consent_is_taken_back(matters: Matters) -> None:
    proposal = Proposal.objects.lay(matters.complete(), Asks.APPROVE, by=matters.officer)
    proposal.send_back("แก้สรุป", by=matters.head)
    with refused("too_late_to_undo"):
        proposal.take_back(by=matters.head)


def test_what_was_told_is_not_taken_back(matters: Matters) -> None:
    proposal = Proposal.objects.lay(matters.complete(), Asks.APPROVE, by=matters.officer)
    proposal.agree(by=matters.head)
    proposal.case.note_told(by=matters.officer)
    with refused("too_late_to_undo"):
        proposal.take_back(by=matters.head)


def test_a_request_that_was_withdrawn_gives_the_case_back_to_the_office(matters: Matters) -> None:
    case = matters.case()
    ask(matters, case).withdraw(by=matters.officer)
    case.refresh_from_db()
    assert (case.state, case.waits_for, case.due_on) == (State.CHECKING, Side.OFFICE, date(2023, 1, 23))


# mails that are sent again


@pytest.mark.parametrize("what", ["request", "appointment"])
def test_what_holds_no_longer_is_not_sent_again(matters: Matters, what: str) -> None:
    case = risky(matters)
    if what == "request":
        request = ask(matters, case)
        mail, undo = request.mail, lambda: request.withdraw(by=matters.officer)
    else:
        proofing = Proofing.objects.appoint(
            case, ProofBy.VIDEO_CALL, bangkok(2023, 1, 25, 10), "https://meet.example", by=matters.officer
        )
        mail, undo = proofing.notice, lambda: proofing.call_off(by=matters.officer)
    assert mail is not None
    mail.letter.mark("bounced", OutboundEmail.BOUNCED, "เต็ม")
    mail.put_off(by=MACHINE)
    undo()
    count = CaseMail.objects.count()
    with clock_at(MONDAY + timedelta(days=1)):
        begin_day()
    assert CaseMail.objects.count() == count


def test_what_was_answered_is_not_sent_again(matters: Matters) -> None:
    case = matters.case()
    mail = ask(matters, case).mail
    assert mail is not None
    mail.letter.mark("bounced", OutboundEmail.BOUNCED, "เต็ม")
    mail.put_off(by=MACHINE)
    answer_to(matters, case.entry)
    follow()
    mail.refresh_from_db()
    assert mail.again_on is None


# letters in law


def test_nothing_is_returned_without_telling_how_to_appeal(matters: Matters) -> None:
    service = Service.objects.offer("ใหม่", Kind.PERMIT, replace(MANUAL, appeal=Appeal()), by=OPERATOR)
    case = matters.case(service=service)
    request = ask(matters, case)
    with clock_at(bangkok(2023, 1, 31, 9)):
        with refused("no_appeal_rule"):
            request.return_case("เงียบ", by=matters.officer)
        Manual.objects.publish(service, MANUAL, by=OPERATOR)
        assert request.return_case("เงียบ", by=matters.officer)
    assert "มีสิทธิอุทธรณ์ต่อผู้ว่าราชการจังหวัด" in CaseMail.objects.get(about="return").letter.body


def test_who_wants_paper_gets_no_mail_and_the_office_is_told(matters: Matters) -> None:
    case = matters.case()
    case.correct_applicant(replies="paper", by=matters.officer)
    request = ask(matters, case)
    with clock_at(bangkok(2023, 1, 31, 9)):
        assert request.return_case("เงียบ", by=matters.officer) is False
    assert not CaseMail.objects.exists()


# nobody's work


def test_the_unit_has_the_cases_of_one_who_left(matters: Matters) -> None:
    case = matters.case()
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE)
    with colleague.change("corrected", by=OPERATOR):
        colleague.unit = matters.office.unit
    assert case not in Case.objects.work_of(colleague)
    with matters.officer.change("ended", by=OPERATOR):
        matters.officer.active = False
    assert case in Case.objects.work_of(colleague)
    case.restrict(by=matters.head)
    assert case not in Case.objects.work_of(colleague)


def test_the_delays_of_a_units_case_are_told_to_its_officers(matters: Matters) -> None:
    case = matters.complete()
    case.assign(None, matters.office.unit, by=matters.officer)
    with matters.officer.change("corrected", by=OPERATOR):
        matters.officer.unit = matters.office.unit
    with clock_at(bangkok(2023, 2, 20, 8)):
        begin_day()
        assert waiting_for(matters.officer, date(2023, 2, 20)).delays == 1


def test_a_letter_to_a_case_that_is_over_is_shown_to_who_had_it(matters: Matters) -> None:
    case = matters.case()
    case.end("withdrawn", "ถอน", by=matters.officer)
    with clock_at(MONDAY + timedelta(hours=1)):
        entry = answer_to(matters, case.entry)
        follow()
        assert [one.entry for one in CaseLetter.objects.after_the_end(matters.officer)] == [entry]
