"""At nine and at three each officer hears what waits for them: once, without a name, and only where something does."""

from __future__ import annotations

from datetime import datetime
from unittest import mock

import pytest

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Profile
from saraban.audit.desk import one_at_a_time
from saraban.cases.decisions import Asks, Proposal
from saraban.cases.digests import LISTED_MAX, Waiting, tell_officers
from saraban.cases.models import Case
from saraban.cases.news import follow_log
from saraban.mail.models import OutboundEmail
from tests.cases.matters import Matters, clock_at
from tests.office import bangkok

MONDAY_NINE, MONDAY_THREE = bangkok(2023, 1, 23, 9, 0), bangkok(2023, 1, 23, 15, 1)


def mails() -> list[OutboundEmail]:
    return list(OutboundEmail.objects.filter(kind=OutboundEmail.DIGEST).order_by("pk"))


def told_at(moment: datetime) -> list[OutboundEmail]:
    before = len(mails())
    with clock_at(moment):
        tell_officers()
    return mails()[before:]


@pytest.fixture
def case(matters: Matters) -> Case:
    """Due on Monday the 23rd, the day on which it counts as received."""
    made = matters.case()
    follow_log()
    return made


def test_who_has_a_case_that_is_due_is_told_at_nine_and_at_three(matters: Matters, case: Case) -> None:
    [mail] = told_at(MONDAY_NINE)
    assert mail.to_address == matters.officer.email
    assert f"- เลขรับ {case.number} ต่ออายุใบอนุญาต" in mail.body and "ครบกำหนดวันนี้ 1 เรื่อง" in mail.body
    assert case.applicant not in mail.body and case.applicant not in mail.subject
    assert [one.part for one in told_at(MONDAY_THREE)] == [f"2023-01-23 15.00 {matters.officer.pk}"]


def test_an_hour_is_told_once_however_often_the_clock_looks(case: Case) -> None:
    assert len(told_at(MONDAY_NINE)) == 1
    assert told_at(bangkok(2023, 1, 23, 9, 1)) == []


def test_who_was_killed_between_two_mails_sends_none_twice(matters: Matters, case: Case) -> None:
    with (
        clock_at(MONDAY_NINE),
        mock.patch("saraban.registers.tellings.TellingMark.objects.filter", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        tell_officers()
    assert len(mails()) == 1
    assert told_at(bangkok(2023, 1, 23, 9, 1)) == []


@pytest.mark.parametrize(
    "moment",
    [
        bangkok(2023, 1, 23, 8, 59),
        bangkok(2023, 1, 23, 11, 0),  # a machine that was off at nine
        bangkok(2023, 1, 23, 20, 0),
        bangkok(2023, 1, 22, 9, 0),  # a Sunday
        bangkok(2023, 1, 2, 9, 0),  # in lieu of New Year's Day
    ],
)
def test_nobody_is_told_at_other_times(case: Case, moment: datetime) -> None:
    assert told_at(moment) == []


def test_where_nothing_waits_nothing_is_sent(matters: Matters) -> None:
    assert told_at(MONDAY_NINE) == []


def test_the_office_may_do_without(case: Case) -> None:
    profile = Profile.objects.get()
    with profile.change("corrected", by=OPERATOR):
        profile.digests = False
    assert told_at(MONDAY_NINE) == []


def test_what_is_late_says_since_when(case: Case) -> None:
    [mail] = told_at(bangkok(2023, 1, 24, 9, 0))
    assert "เกินกำหนด 1 เรื่อง" in mail.body and "ครบกำหนด 23 ม.ค. 2566" in mail.body


def test_a_restricted_case_is_told_without_what_it_is_about(matters: Matters, case: Case) -> None:
    case.restrict(by=matters.head)
    [mail] = told_at(MONDAY_NINE)
    assert "เรื่องที่จำกัดผู้เห็น" in mail.body and matters.service.name not in mail.body


def test_the_head_hears_of_what_waits_for_a_word(matters: Matters) -> None:
    Proposal.objects.lay(matters.complete(), Asks.APPROVE, by=matters.officer)
    follow_log()
    told = {mail.to_address: mail.body for mail in told_at(MONDAY_NINE)}
    assert "เรื่องรออนุมัติ 1 เรื่อง" in told[matters.head.email]


def test_a_long_list_is_cut_and_counted() -> None:
    lines = Waiting(late=[f"เลขรับ {number}/2566" for number in range(LISTED_MAX + 7)]).lines
    assert lines[0] == f"เกินกำหนด {LISTED_MAX + 7} เรื่อง" and "และอีก 7 เรื่อง" in lines
    assert len(lines) == LISTED_MAX + 3


def test_digests_are_no_letters_of_the_office(matters: Matters, case: Case) -> None:
    [mail] = told_at(MONDAY_NINE)
    with one_at_a_time(matters.office.agency.pk):
        assert mail.automatic and mail.in_reply_to is None
