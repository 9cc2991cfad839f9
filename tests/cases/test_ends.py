"""Whom nobody reaches, what is late, what the head decides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from saraban.agencies.calendar import Holiday
from saraban.agencies.duties import MACHINE, OPERATOR
from saraban.agencies.models import Profile
from saraban.cases.decisions import Asks, Proposal, Word
from saraban.cases.delays import DelayNotice
from saraban.cases.holds import Hold
from saraban.cases.models import Case, CaseMail, Side
from saraban.cases.news import begin_day
from saraban.cases.opinions import Opinion
from saraban.cases.states import State
from saraban.law.administrative_procedure_act_2539 import Reasons
from saraban.mail.models import OutboundEmail
from tests.cases.matters import MONDAY, Matters, clock_at
from tests.cases.test_cases import answer_to, follow, refused
from tests.cases.test_papers import ask
from tests.office import bangkok

WHY = Reasons("ที่ตั้งอยู่ในเขตห้าม", "พ.ร.บ.การสาธารณสุข มาตรา 54", "ไม่อาจอนุญาตได้")


def bounced(matters: Matters) -> tuple[Case, Hold | None]:
    """A case whose notice came back."""
    case = matters.case()
    request = ask(matters, case)
    assert request.mail is not None
    request.mail.letter.mark("bounced", OutboundEmail.BOUNCED, "ไม่มีกล่องนี้")
    follow()
    case.refresh_from_db()
    return case, Hold.objects.standing(case)


def test_a_bounce_of_a_case_begins_the_thirty_days_where_there_is_no_other_contact(matters: Matters) -> None:
    case, hold = bounced(matters)
    assert hold is not None
    assert (hold.began_on, hold.last_day) == (date(2023, 1, 23), date(2023, 2, 22))
    assert (case.due_on, case.waits_for) == (hold.last_day, Side.APPLICANT)
    assert case.unreachable_at == MONDAY


def test_a_receipt_that_came_back_before_the_letter_was_a_case_counts(matters: Matters) -> None:
    entry = matters.entry()
    receipt = OutboundEmail.objects.get(in_reply_to=entry.email, kind=OutboundEmail.ANSWER)
    receipt.mark("bounced", OutboundEmail.BOUNCED, "ไม่มีกล่องนี้")
    follow()
    case = Case.objects.open(entry, matters.service, by=matters.officer, officer=matters.officer)
    follow()
    assert Hold.objects.standing(case) is not None


def test_with_a_telephone_number_somebody_has_to_call_first(matters: Matters) -> None:
    case = matters.case()
    case.correct_applicant(phone="081 234 5678", by=matters.officer)
    request = ask(matters, case)
    assert request.mail is not None
    request.mail.letter.mark("bounced", OutboundEmail.BOUNCED, "ไม่มีกล่องนี้")
    follow()
    case.refresh_from_db()
    assert case.unreachable_at is not None
    assert Hold.objects.standing(case) is None
    with refused("other_contact"):
        Hold.objects.begin(case, by=matters.officer)
    assert Hold.objects.begin(case, by=matters.officer, tried="โทร 3 ครั้ง ไม่มีผู้รับ").tried


def test_any_sign_of_life_ends_it(matters: Matters) -> None:
    case, hold = bounced(matters)
    assert hold is not None
    answer_to(matters, case.entry)
    follow()
    case.refresh_from_db()
    assert Hold.objects.standing(case) is None
    assert (case.unreachable_at, case.state) == (None, State.CHECKING)


def test_after_thirty_days_the_memo_waits_and_only_the_head_strikes_off(matters: Matters) -> None:
    case, hold = bounced(matters)
    assert hold is not None
    with clock_at(bangkok(2023, 2, 22, 12, 0)):
        begin_day()
        assert not Proposal.objects.waiting().exists()
    with clock_at(bangkok(2023, 2, 23, 8, 0)):
        begin_day()
        begin_day()
        [proposal] = Proposal.objects.waiting()
        assert (proposal.asks, proposal.officer) == (Asks.STRIKE_OFF, None)
        with refused("no_duty"):
            proposal.agree(by=matters.officer)
        proposal.refresh_from_db()
        proposal.agree(by=matters.head)
    case.refresh_from_db()
    assert (case.state, case.waits_for) == (State.STRUCK_OFF, "")
    assert Hold.objects.standing(case) is None


def test_who_writes_on_the_last_day_is_not_struck_off(matters: Matters) -> None:
    case, _hold = bounced(matters)
    with clock_at(bangkok(2023, 2, 23, 8, 0)):
        begin_day()
        [proposal] = Proposal.objects.waiting()
        answer_to(matters, case.entry)
        follow()
        with refused("answered"):
            proposal.agree(by=matters.head)
    case.refresh_from_db()
    assert case.state == State.CHECKING


def test_the_head_approves_what_was_laid_and_the_result_is_due_within_a_week(matters: Matters) -> None:
    case = matters.complete()
    proposal = Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer, summary="เอกสารครบ")
    assert case.waits_for == Side.HEAD
    with refused("laid_already"):
        Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer)
    proposal.agree(by=matters.head)
    case = proposal.case
    assert (case.state, case.waits_for, case.due_on) == (State.APPROVED, Side.OFFICE, date(2023, 1, 30))
    assert case in Case.objects.still_open()  # until its applicant is told


def test_the_head_takes_a_word_back_while_nobody_was_told(matters: Matters) -> None:
    proposal = Proposal.objects.lay(matters.complete(), Asks.APPROVE, by=matters.officer)
    proposal.agree(by=matters.head)
    proposal.take_back(by=matters.head)
    assert (proposal.word, proposal.case.state, proposal.case.waits_for) == (
        Word.WAITING,
        State.COMPLETE,
        Side.HEAD,
    )
    proposal.agree(by=matters.head)
    with clock_at(MONDAY + timedelta(minutes=3)), refused("too_late_to_undo"):
        proposal.take_back(by=matters.head)


@pytest.mark.parametrize("missing", ["facts", "law", "considerations"])
def test_a_refusal_needs_facts_law_and_reasons(matters: Matters, missing: str) -> None:
    from dataclasses import replace

    case = matters.complete()
    with refused("reasons_missing"):
        Proposal.objects.lay(case, Asks.REFUSE, by=matters.officer, grounds=replace(WHY, **{missing: " "}))
    Proposal.objects.lay(case, Asks.REFUSE, by=matters.officer, grounds=WHY).agree(by=matters.head)
    case.refresh_from_db()
    assert case.state == State.REFUSED


def test_what_is_not_complete_is_not_laid_before_the_head(matters: Matters) -> None:
    with refused("not_now"):
        Proposal.objects.lay(matters.case(), Asks.APPROVE, by=matters.officer)


@pytest.mark.parametrize("verb", ["send_back", "ask"])
def test_the_head_gives_it_back_with_a_word(matters: Matters, verb: str) -> None:
    case = matters.complete()
    proposal = Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer)
    with refused("no_word"):
        getattr(proposal, verb)(" ", by=matters.head)
    getattr(proposal, verb)("ขอดูแผนที่", by=matters.head)
    case.refresh_from_db()
    assert (case.state, case.waits_for) == (State.COMPLETE, Side.OFFICE)
    Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer)


def test_what_is_late_is_owned_up_to_every_seven_days(matters: Matters) -> None:
    profile = Profile.objects.get()
    with profile.change("corrected", by=OPERATOR):
        profile.delays_copied_to = "opdc@example.go.th"
    case = matters.complete()
    assert case.due_on == date(2023, 2, 13)
    for day, times in ((13, 0), (19, 0), (20, 1), (26, 1), (27, 2)):
        with clock_at(bangkok(2023, 2, day, 8, 0)):
            begin_day()
            assert DelayNotice.objects.count() == times
    with clock_at(bangkok(2023, 2, 27, 9, 0)):
        first = DelayNotice.objects.unsent()[0]
        with refused("no_reason"):
            first.send(" ", by=matters.officer)
        first.refresh_from_db()
        first.send("รอผลตรวจสถานที่", by=matters.officer, expected_on=date(2023, 3, 10))
        case.end("withdrawn", "ผู้ยื่นถอน", by=matters.officer)
        follow()
    mail = CaseMail.objects.get(about="delay").letter
    assert "ครั้งที่ 1" in mail.subject and "รอผลตรวจสถานที่" in mail.body and "10 มี.ค. 2566" in mail.body
    assert OutboundEmail.objects.filter(to_address="opdc@example.go.th").count() == 1
    assert not DelayNotice.objects.unsent().exists()


def test_a_closed_day_added_moves_what_is_due_and_the_case_says_so(matters: Matters) -> None:
    case = matters.complete()
    Holiday.objects.add(date(2023, 2, 1), "ปิดเพราะน้ำท่วม", by=OPERATOR)
    follow()
    case.refresh_from_db()
    assert case.due_on == date(2023, 2, 14)
    assert case.story().filter(verb="due_moved").count() == 1
    follow()
    assert case.story().filter(verb="due_moved").count() == 1


def test_an_opinion_is_asked_and_given_by_whom_it_was_asked(matters: Matters) -> None:
    case = matters.case()
    question = Opinion.objects.ask(case, "ที่ตั้งเหมาะสมหรือไม่", by=matters.officer, officer=matters.head)
    assert list(Opinion.objects.asked_of(matters.head)) == [question]
    with refused("not_asked"):
        question.reply("เหมาะ", by=matters.officer)
    question.refresh_from_db()
    question.reply("เหมาะสม", by=matters.head)
    with refused("answered"):
        question.reply("ไม่เหมาะ", by=matters.head)
    assert not Opinion.objects.asked_of(matters.head).exists()
    with refused("no_text"):
        Opinion.objects.note(case, " ", by=matters.officer)


def test_the_clock_is_an_actor_of_its_own(matters: Matters) -> None:
    with refused("no_duty"):
        Case.objects.open(matters.entry(), matters.service, by=MACHINE)


def test_all_that_is_late_is_owned_up_to_however_much_it_is(
    matters: Matters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saraban.cases.delays.CHUNK", 2)
    monkeypatch.setattr("saraban.cases.news.BATCH_MAX", 2)
    cases = [matters.complete(sender=f"s{number}@example.com") for number in range(5)]
    with clock_at(bangkok(2023, 2, 20, 8, 0)):
        for _ in range(2):
            assert DelayNotice.objects.prepare_due(date(2023, 2, 20)) in (5, 0)
    assert {notice.case for notice in DelayNotice.objects.all()} == set(cases)
    with clock_at(bangkok(2023, 2, 20, 8, 0)):
        Holiday.objects.add(date(2023, 2, 2), "ปิดเพราะน้ำท่วม", by=OPERATOR)
        follow()
    assert set(Case.objects.values_list("due_on", flat=True)) == {date(2023, 2, 14)}
