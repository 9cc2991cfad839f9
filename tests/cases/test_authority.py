"""Under what authority the head's word is given, and a letter leaves that nobody pressed for."""

from __future__ import annotations

from datetime import date

import pytest

from saraban.agencies.duties import MACHINE, OPERATOR, Duty
from saraban.agencies.models import Acting, Officer
from saraban.audit.entries import AuditEntry
from saraban.cases.catalogue import Kind, Service
from saraban.cases.decisions import Asks, Proposal
from saraban.cases.delays import DelayNotice
from saraban.cases.models import CaseMail
from saraban.cases.news import begin_day
from saraban.cases.standing_orders import StandingOrder
from saraban.cases.states import State
from saraban.law.electronic_act_2565 import Lack
from saraban.notices.accounts import SigningAccount
from saraban.notices.system_orders import SystemOrder
from tests.cases.matters import MANUAL, Matters, clock_at
from tests.cases.test_cases import refused
from tests.office import add_officer, bangkok

TODAY = date(2023, 1, 23)


def ordered(matters: Matters) -> SystemOrder:
    order = SystemOrder.objects.draft(by=matters.head, in_force_from=TODAY)
    order.sign(by=matters.head, signed_on=TODAY, signed_by="นายสมศักดิ์", number="12/2566")
    return order


def laid(matters: Matters, **letter: object) -> Proposal:
    return Proposal.objects.lay(matters.complete(**letter), Asks.APPROVE, by=matters.officer)


def flagged(matters: Matters) -> Proposal:
    proposal = laid(matters)
    proposal.agree(by=matters.head)
    return proposal


def deputy_of(matters: Matters, *, first: int = 23, last: int = 24) -> Officer:
    deputy = add_officer("นางวรรณา รุ่งเรืองดี", "palad@klongnoy.go.th")
    Acting.objects.order(
        deputy,
        Acting.Kind.FOR_ALL,
        by=matters.office.clerk,
        stands_for="นายกเทศมนตรีตำบลคลองน้อย",
        first_day=date(2023, 1, first),
        last_day=date(2023, 1, last),
        order="คำสั่งที่ 15/2566",
        ordered_on=TODAY,
        absent=matters.head,
    )
    return deputy


def test_an_approval_without_order_or_account_is_given_and_flagged(matters: Matters) -> None:
    proposal = flagged(matters)
    assert proposal.case.state == State.APPROVED
    assert proposal.lacks == [Lack.NO_ORDER, Lack.NO_ACCOUNT]
    assert list(Proposal.objects.flagged()) == [proposal]


def test_an_approval_under_an_order_from_a_recorded_account_lacks_nothing(matters: Matters) -> None:
    order = ordered(matters)
    account = SigningAccount.objects.note(matters.head, by=matters.office.clerk)
    proposal = flagged(matters)
    assert (proposal.system_order, proposal.account, proposal.lacking) == (order, account, "")
    assert not Proposal.objects.flagged().exists()
    order.end(TODAY, "เลิกใช้ระบบ", by=matters.head)
    account.end("ย้าย", by=matters.office.clerk)
    proposal.refresh_from_db()
    assert not proposal.is_flagged, "it is kept as of the moment at which it was given"


def test_a_word_that_decides_nothing_is_not_flagged(matters: Matters) -> None:
    laid(matters).send_back("แก้ผังที่ตั้ง", by=matters.head)
    assert not Proposal.objects.flagged().exists()


def test_a_flag_goes_with_the_word_that_was_taken_back(matters: Matters) -> None:
    proposal = flagged(matters)
    proposal.sign_on_paper(TODAY, "ในแฟ้มเรื่อง", by=matters.officer)
    proposal.take_back(by=matters.head)
    assert (proposal.lacking, proposal.system_order, proposal.account) == ("", None, None)
    proposal.agree(by=matters.head)
    assert proposal.is_flagged, "what made the first word good says nothing of the second"


def test_a_flag_is_made_good_on_paper(matters: Matters) -> None:
    proposal = flagged(matters)
    for code, signed_on, said in (("no_word", TODAY, " "), ("bad_day", date(2023, 1, 24), "ในแฟ้ม")):
        with refused(code):
            proposal.sign_on_paper(signed_on, said, by=matters.officer)
        proposal.refresh_from_db()
    proposal.sign_on_paper(TODAY, "บันทึกข้อความ นย 52028/7 ในแฟ้มเรื่อง", by=matters.officer)
    assert not proposal.is_flagged and proposal.lacking
    assert proposal.cured_said == "ลงนามวันที่ 23 ม.ค. 2566 บันทึกข้อความ นย 52028/7 ในแฟ้มเรื่อง"
    with refused("not_flagged"):
        proposal.sign_on_paper(TODAY, "อีกครั้ง", by=matters.officer)


def test_a_flag_is_made_good_by_saying_it_again_once_nothing_lacks(matters: Matters) -> None:
    proposal = flagged(matters)
    with refused("still_lacking"):
        proposal.confirm(by=matters.head)
    proposal.refresh_from_db()
    ordered(matters)
    SigningAccount.objects.note(matters.head, by=matters.office.clerk)
    proposal.confirm(by=matters.head)
    assert proposal.cured_said == "นายสมศักดิ์ ตั้งใจ ตามคำสั่งเทศบาลตำบลคลองน้อย ที่ 12/2566"
    assert not Proposal.objects.flagged().exists()
    assert [entry.verb for entry in proposal.story()] == ["laid", "answered", "confirmed"]


def test_an_officer_confirms_nothing(matters: Matters) -> None:
    with refused("no_duty"):
        flagged(matters).confirm(by=matters.officer)


def test_who_acts_for_the_head_decides_within_the_days_and_it_is_said_as_what(matters: Matters) -> None:
    deputy = deputy_of(matters)
    proposal = laid(matters)
    proposal.agree(by=deputy)
    assert proposal.signed_as == "นางวรรณา รุ่งเรืองดี รักษาราชการแทน นายกเทศมนตรีตำบลคลองน้อย"
    with clock_at(bangkok(2023, 1, 25, 0, 0)):
        other = laid(matters, sender="s2@example.com")
        with refused("no_duty"):
            other.agree(by=deputy)
    proposal.refresh_from_db()
    assert proposal.signed_as.endswith("รักษาราชการแทน นายกเทศมนตรีตำบลคลองน้อย"), "as of that moment"


def test_the_head_who_is_also_named_to_act_signs_as_the_head(matters: Matters) -> None:
    deputy = deputy_of(matters)
    proposal = laid(matters)
    proposal.agree(by=matters.head)
    assert (proposal.acting, proposal.signed_as) == (None, "นายสมศักดิ์ ตั้งใจ นายกเทศมนตรีตำบลคลองน้อย")
    assert Duty.HEAD not in deputy.duties


def stand(matters: Matters, service: Service | None = None, **said: object) -> StandingOrder:
    usual = {
        "order": "คำสั่งที่ 20/2566",
        "ordered_on": TODAY,
        "first_day": TODAY,
        "last_day": date(2023, 12, 31),
    }
    return StandingOrder.objects.give(
        service or matters.service,
        "รอผลตรวจสถานที่",
        by=matters.head,
        **usual | said,  # type: ignore[arg-type]
    )


def test_delay_notices_leave_under_the_heads_standing_order(matters: Matters) -> None:
    order = stand(matters)
    case = matters.complete()
    with clock_at(bangkok(2023, 2, 20, 8, 0)):
        begin_day()
        begin_day()
    notice = DelayNotice.objects.get()
    assert (notice.order, notice.officer, notice.reason) == (order, None, "รอผลตรวจสถานที่")
    mail = CaseMail.objects.get(case=case, about="delay").letter
    assert "รอผลตรวจสถานที่" in mail.body and "ครั้งที่ 1" in mail.subject
    told = AuditEntry.objects.get(noun="delaynotice", verb="sent_by_order")
    assert (told.actor, told.facts["order"]) == (MACHINE.actor_key, order.pk)


def test_without_an_order_in_force_a_notice_waits_for_an_officer(matters: Matters) -> None:
    stand(matters, last_day=date(2023, 2, 19))
    ended = stand(matters, first_day=date(2023, 2, 20))
    ended.end("คำสั่งใหม่", by=matters.head)
    matters.complete()
    with clock_at(bangkok(2023, 2, 20, 8, 0)):
        begin_day()
    assert DelayNotice.objects.unsent().count() == 1


def test_an_order_that_ended_meanwhile_sends_nothing(matters: Matters) -> None:
    order = stand(matters)
    matters.complete()
    with clock_at(bangkok(2023, 2, 20, 8, 0)):
        DelayNotice.objects.prepare_due(date(2023, 2, 20))
        order.end("เลิก", by=matters.head)
        with refused("order_over"):
            DelayNotice.objects.get().send_under(order)
    assert not CaseMail.objects.filter(about="delay").exists()


@pytest.mark.parametrize("why", ["paper", "unreachable", "ended"])
def test_whom_no_mail_reaches_waits_for_an_officer_in_spite_of_the_order(matters: Matters, why: str) -> None:
    stand(matters)
    case = matters.complete()
    with clock_at(bangkok(2023, 2, 20, 8, 0)):
        DelayNotice.objects.prepare_due(date(2023, 2, 20))
        if why == "paper":
            case.correct_applicant(by=matters.officer, replies="paper")
        elif why == "unreachable":
            case.note_unreachable(by=matters.officer)
        else:
            case.end("withdrawn", "ผู้ยื่นถอน", by=matters.officer)
        assert DelayNotice.objects.send_ordered(date(2023, 2, 20)) == 0


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("no_order", {"order": " "}),
        ("bad_days", {"last_day": date(2023, 1, 22)}),
        ("bad_days", {"last_day": date(2025, 1, 22)}),
        ("given", {"first_day": date(2023, 12, 31)}),
    ],
)
def test_a_standing_order_says_its_number_and_its_days(
    matters: Matters, code: str, said: dict[str, object]
) -> None:
    stand(matters)
    with refused(code):
        stand(matters, **said)


def test_no_order_lets_a_machine_write_about_complaints(matters: Matters) -> None:
    complaints = Service.objects.offer("ร้องเรียน", Kind.COMPLAINT, MANUAL, by=OPERATOR)
    with refused("complaint"):
        stand(matters, complaints)


def test_only_the_head_gives_standing_orders(matters: Matters) -> None:
    for officer in (matters.officer, matters.office.clerk, deputy_of(matters)):
        with refused("no_duty"):
            StandingOrder.objects.give(
                matters.service,
                "เหตุ",
                by=officer,
                order="1",
                ordered_on=TODAY,
                first_day=TODAY,
                last_day=TODAY,
            )
