"""At four on a working day finance hears of what waits before the day is closed: once, and only where something does."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connections

from saraban.agencies.calendar import Holiday
from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Officer, Profile
from saraban.mail.models import OutboundEmail
from saraban.payments.closes import DayClose
from saraban.payments.postings import Posting
from saraban.payments.reminders import REMINDER, remind_finance, waiting_for_finance
from saraban.registers.tellings import TellingMark, tell
from saraban.tenancy.scope import acting_for
from tests.cases.matters import clock_at
from tests.office import bangkok
from tests.payments.tills import Till, open_till

MONDAY = date(2023, 1, 23)
FOUR = bangkok(2023, 1, 23, 16, 0)
CLOSING = bangkok(2023, 1, 23, 15, 30)


def mails() -> list[OutboundEmail]:
    return list(OutboundEmail.objects.filter(kind=OutboundEmail.DIGEST).order_by("pk"))


def reminded_at(moment: datetime) -> list[OutboundEmail]:
    before = len(mails())
    with clock_at(moment):
        remind_finance()
    return mails()[before:]


def close(till: Till, moment: datetime = CLOSING) -> DayClose:
    with clock_at(moment):
        return DayClose.objects.close(moment.date(), by=till.finance)


def test_each_who_has_the_duty_hears_what_waits_and_nobody_else(till: Till) -> None:
    invoice = till.invoice(10_000)
    till.slip(invoice, "S1", 10_000, MONDAY)
    till.money(9_900, MONDAY)
    sent = reminded_at(FOUR)
    assert [mail.to_address for mail in sent] == [till.finance.email, till.second.email]
    assert sent[0].subject == "การเงิน: งานที่รอก่อนปิดยอดวัน 23 ม.ค. 2566 เวลา 16.00 น."
    for words in (
        "วันนี้ยังไม่ได้ปิดยอด มีเงินเข้า 1 รายการ",
        "เงินเข้าที่ยังไม่ได้จับคู่ 1 รายการ",
        "สลิปที่ยังไม่พบเงิน 1 ใบ",
        "/desk/pay/",
    ):
        assert words in sent[0].body
    assert invoice.payer not in sent[0].body and invoice.reference1 not in sent[0].body


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        (bangkok(2023, 1, 23, 15, 59), 0),
        (FOUR, 2),
        (bangkok(2023, 1, 23, 16, 1), 2),
        (bangkok(2023, 1, 23, 17, 59), 2),
        (bangkok(2023, 1, 23, 18, 0), 0),  # a machine that was off at four
        (bangkok(2023, 1, 23, 9, 0), 0),  # the hours of the digests are not ours
        (bangkok(2023, 1, 22, 16, 0), 0),  # a Sunday
        (bangkok(2023, 1, 2, 16, 0), 0),  # in lieu of New Year's Day
    ],
)
def test_the_hour_is_four_on_a_working_day(till: Till, moment: datetime, count: int) -> None:
    till.money(100, date(2022, 12, 30))
    assert len(reminded_at(moment)) == count


def test_a_day_that_the_office_closed_itself_is_no_working_day(till: Till) -> None:
    till.money(100, MONDAY)
    Holiday.objects.add(MONDAY, "งานประจำปีของตำบล", by=OPERATOR)
    assert reminded_at(FOUR) == []
    [told, _] = reminded_at(bangkok(2023, 1, 24, 16, 0))
    assert "เงินเข้าที่ยังไม่ได้จับคู่ 1 รายการ" in told.body


def test_a_closed_day_on_which_nothing_waits_is_left_in_peace(till: Till) -> None:
    invoice = till.invoice(10_000)
    till.payment_of(invoice, MONDAY)
    Posting.objects.confirm_certain(by=till.finance)
    with clock_at(FOUR):
        assert waiting_for_finance(till.finance, MONDAY) == ["วันนี้ยังไม่ได้ปิดยอด มีเงินเข้า 1 รายการ"]
    close(till)
    assert reminded_at(FOUR) == []
    assert reminded_at(bangkok(2023, 1, 24, 16, 0)) == [], "what is closed is not of the next day"


def test_what_comes_after_four_is_told_the_next_day(till: Till) -> None:
    assert reminded_at(FOUR) == []
    till.money(100, MONDAY)
    assert reminded_at(bangkok(2023, 1, 23, 16, 5)) == []
    assert len(reminded_at(bangkok(2023, 1, 24, 16, 0))) == 2


def test_money_that_came_after_the_close_waits_for_the_next_and_is_told_while_it_has_no_place(
    till: Till,
) -> None:
    invoice = till.invoice(10_000)
    close(till)
    with clock_at(CLOSING):
        line = till.money(10_000, MONDAY)
    [told, _] = reminded_at(FOUR)
    assert "เงินเข้าที่ยังไม่ได้จับคู่ 1 รายการ" in told.body and "ยังไม่ได้ปิดยอด" not in told.body
    with clock_at(FOUR):
        Posting.objects.settle(line, invoice, because="โทรแจ้ง", by=till.finance)
    with clock_at(bangkok(2023, 1, 24, 16, 0)):
        assert waiting_for_finance(till.finance, date(2023, 1, 24)) == ["วันนี้ยังไม่ได้ปิดยอด มีเงินเข้า 1 รายการ"]


def test_an_earlier_day_that_is_not_closed_is_told_though_no_money_came(till: Till) -> None:
    close(till)
    tuesday, wednesday = bangkok(2023, 1, 24, 16, 0), bangkok(2023, 1, 25, 16, 0)
    assert reminded_at(tuesday) == [], (
        "a day without money is closed by a press, and nobody is asked twice a day"
    )
    [told, _] = reminded_at(wednesday)
    assert "ยังไม่ได้ปิดยอดวันอังคารที่ 24 มกราคม 2566" in told.body
    assert DayClose.objects.count() == 1, "the machine closes nothing"


def test_where_nothing_waits_or_nobody_takes_money_nothing_is_sent(till: Till) -> None:
    assert reminded_at(FOUR) == []


def test_an_officer_is_told_once_a_day_however_often_the_clock_looks(till: Till) -> None:
    till.money(100, MONDAY)
    assert len(reminded_at(FOUR)) == 2
    assert reminded_at(bangkok(2023, 1, 23, 16, 1)) == []
    TellingMark.objects.all().update(told="")  # as after a backup
    assert reminded_at(bangkok(2023, 1, 23, 16, 2)) == []
    assert len(reminded_at(bangkok(2023, 1, 24, 16, 0))) == 2


def test_who_was_killed_between_two_mails_sends_none_twice(till: Till) -> None:
    till.money(100, MONDAY)

    def killed_at_the_second(officer: Officer, today: date) -> Sequence[str]:
        if officer == till.second:
            raise KeyboardInterrupt
        return waiting_for_finance(officer, today)

    with clock_at(FOUR), pytest.raises(KeyboardInterrupt):
        tell(replace(REMINDER, lines_for=killed_at_the_second))
    assert [mail.to_address for mail in mails()] == [till.finance.email]
    assert [mail.to_address for mail in reminded_at(bangkok(2023, 1, 23, 16, 1))] == [till.second.email]


def test_another_process_that_was_at_it_meanwhile_sends_none_twice(till: Till) -> None:
    till.money(100, MONDAY)

    def while_another_tells(officer: Officer, today: date) -> Sequence[str]:
        remind_finance()
        return waiting_for_finance(officer, today)

    with clock_at(FOUR):
        assert tell(replace(REMINDER, lines_for=while_another_tells)) == 0
    assert [mail.to_address for mail in mails()] == [till.finance.email, till.second.email]


def test_many_processes_at_once_tell_each_officer_once(transactional_db: None, data_dir: Path) -> None:
    with clock_at(FOUR):
        till = open_till(data_dir)
        agency = till.office.agency
        with acting_for(agency):
            till.money(100, MONDAY)

        def run(_: int) -> int:
            try:
                return remind_finance()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            counts = list(pool.map(run, range(4)))
    with acting_for(agency):
        assert sum(counts) == len(mails()) == 2


def test_the_office_may_do_without(till: Till) -> None:
    till.money(100, MONDAY)
    profile = Profile.objects.get()
    with profile.change("corrected", by=OPERATOR):
        profile.digests = False
    assert reminded_at(FOUR) == []


def test_a_neighbour_is_told_of_its_own_money_only(till: Till, data_dir: Path) -> None:
    neighbour = open_till(data_dir, "paktang")
    with acting_for(neighbour.office.agency):
        for _ in range(3):
            neighbour.money(100, MONDAY)
    assert reminded_at(FOUR) == []
    with acting_for(neighbour.office.agency):
        assert [mail.to_address for mail in mails()] == [neighbour.finance.email, neighbour.second.email]
        assert all("มีเงินเข้า 3 รายการ" in mail.body for mail in mails())
