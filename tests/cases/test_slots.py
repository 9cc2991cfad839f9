"""Free times for somebody to prove who they are: in working time, and not when the officer has another appointment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from saraban.agencies.calendar import Holiday
from saraban.agencies.duties import OPERATOR
from saraban.cases.catalogue import Kind, Service
from saraban.cases.proofings import Proofing
from saraban.cases.slots import free_days
from saraban.law.initial_level_manual_2566 import HighRisk, ProofBy
from saraban.law.working_time import NoCalendar
from tests.cases.matters import MANUAL, MONDAY, Matters, clock_at
from tests.office import add_officer, bangkok

LINK = "https://meet.example.com/a"


@pytest.fixture
def risky(matters: Matters) -> Service:
    manual = replace(MANUAL, risk=HighRisk.CANCELLATION)
    return Service.objects.offer("ขอเพิกถอนการจดทะเบียน", Kind.PERMIT, manual, by=OPERATOR)


def test_quarters_of_the_working_day_from_half_an_hour_on(matters: Matters) -> None:
    days = free_days(matters.officer, moment=MONDAY)
    assert [one.day for one in days] == [date(2023, 1, 23), date(2023, 1, 24), date(2023, 1, 25)]
    assert days[0].times[0] == bangkok(2023, 1, 23, 9, 30)
    assert (days[1].times[0], days[1].times[-1]) == (
        bangkok(2023, 1, 24, 8, 30),
        bangkok(2023, 1, 24, 16, 15),
    )
    assert len(days[1].times) == 32


def test_weekends_and_closed_days_are_left_out(matters: Matters) -> None:
    Holiday.objects.add(date(2023, 1, 24), "วันหยุดพิเศษ", by=OPERATOR)
    friday = bangkok(2023, 1, 20, 16, 20)
    assert [one.day for one in free_days(matters.officer, moment=friday)] == [
        date(2023, 1, 23),
        date(2023, 1, 25),
        date(2023, 1, 26),
    ]


def test_what_the_officer_has_already_is_left_out_for_that_officer(matters: Matters, risky: Service) -> None:
    at = bangkok(2023, 1, 24, 10, 0)
    Proofing.objects.appoint(
        matters.case(service=risky), ProofBy.VIDEO_CALL, at, LINK, by=matters.officer, minutes=30
    )
    taken = {at, at + timedelta(minutes=15)}
    assert not taken & set(free_days(matters.officer, moment=MONDAY)[1].times)
    assert len(free_days(matters.officer, moment=MONDAY)[1].times) == 30
    other = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", *matters.officer.duties)
    assert taken < set(free_days(other, moment=MONDAY)[1].times)


def test_each_time_that_is_offered_can_be_taken(matters: Matters, risky: Service) -> None:
    case = matters.case(service=risky)
    for day in free_days(matters.officer, moment=MONDAY):
        for at in (day.times[0], day.times[-1]):
            with clock_at(MONDAY):
                proofing = Proofing.objects.appoint(case, ProofBy.VIDEO_CALL, at, LINK, by=matters.officer)
                proofing.call_off(by=matters.officer)


def test_later_days_on_asking_and_none_beyond_the_last(matters: Matters) -> None:
    days = free_days(matters.officer, moment=MONDAY, since=date(2023, 2, 4))
    assert days[0].day == date(2023, 2, 6)
    assert free_days(matters.officer, moment=MONDAY, since=date(2023, 12, 4)) == []
    assert free_days(matters.officer, moment=MONDAY, since=date(1, 1, 1))[0].day == date(2023, 1, 23)


def test_a_year_without_its_holidays_is_told(matters: Matters) -> None:
    with pytest.raises(NoCalendar):
        free_days(matters.officer, moment=bangkok(2035, 1, 23, 9, 0))
