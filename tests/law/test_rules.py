"""The smaller rules: deadlines, the mailbox's name, days of work, and the clauses that they cite."""

from __future__ import annotations

from datetime import date, time

import pytest

from saraban.law import (  # noqa: F401  (each cites its clauses when it is read)
    administrative_procedure_act_2539,
    deadlines,
    electronic_act_2565,
    initial_level_manual_2566,
    licensing_facilitation_act_2558,
    saraban_regulation_2526,
)
from saraban.law.administrative_procedure_act_2539 import section_64_last_day
from saraban.law.clauses import CITATIONS, CLAUSES
from saraban.law.deadlines import Party
from saraban.law.government_holidays import seeded_calendar
from saraban.law.initial_level_manual_2566 import mailbox_name_ok
from saraban.law.working_time import NoCalendar, OfficeHours

CALENDAR = seeded_calendar()


def test_every_clause_has_a_rule_and_every_rule_a_listed_clause() -> None:
    assert {clause.key for clause in CLAUSES} == CITATIONS.keys()


def test_the_day_on_which_a_limit_begins_is_not_counted() -> None:
    assert section_64_last_day(date(2023, 1, 23), 3, binds=Party.OFFICIAL, calendar=CALENDAR) == date(
        2023, 1, 26
    )


def test_a_limit_that_ends_on_a_holiday_moves_for_the_citizen_and_not_for_the_official() -> None:
    begins_on = date(2023, 4, 10)  # the third day after is Songkran

    assert section_64_last_day(begins_on, 3, binds=Party.OFFICIAL, calendar=CALENDAR) == date(2023, 4, 13)
    assert section_64_last_day(begins_on, 3, binds=Party.CITIZEN, calendar=CALENDAR) == date(2023, 4, 18)


def test_a_limit_that_ends_on_a_working_day_is_the_same_for_both() -> None:
    for party in Party:
        assert section_64_last_day(date(2023, 1, 20), 3, binds=party, calendar=CALENDAR) == date(2023, 1, 23)


def test_only_the_citizens_limit_needs_the_calendar() -> None:
    begins_on = date(2030, 1, 1)

    assert section_64_last_day(begins_on, 3, binds=Party.OFFICIAL, calendar=CALENDAR) == date(2030, 1, 4)
    with pytest.raises(NoCalendar):
        section_64_last_day(begins_on, 3, binds=Party.CITIZEN, calendar=CALENDAR)


@pytest.mark.parametrize(
    "address",
    [
        "saraban@khlongnoi.go.th",
        "SARABAN@Khlongnoi.go.th",
        "saraban@khlongnoi.mail.go.th",
        "saraban_04110113@dla.go.th",
        "saraban-0409@dlt.mail.go.th",
        "saraban_bkk.1@sso.go.th",
    ],
)
def test_names_that_agencies_announced_are_right(address: str) -> None:
    assert mailbox_name_ok(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "saraban",
        "saraban@",
        "sarabun@a.go.th",
        "my.saraban@a.go.th",
        "saraban1@a.go.th",
        "saraban_@a.go.th",
        "saraban@a.go.th\n",
        "saraban@a@b.go.th",
        "adminKS@gmail.com",
    ],
)
def test_other_names_are_wrong(address: str) -> None:
    assert not mailbox_name_ok(address)


def test_working_days_are_counted_over_songkran() -> None:
    assert CALENDAR.next_working_day(date(2023, 4, 12)) == date(2023, 4, 18)
    assert CALENDAR.working_day_after(date(2023, 4, 12), 3) == date(2023, 4, 20)


def test_even_a_sunday_of_an_unknown_year_is_unknown() -> None:
    with pytest.raises(NoCalendar):
        CALENDAR.is_working_day(date(2028, 1, 2))


def test_office_hours_hold_both_ends() -> None:
    hours = OfficeHours()

    assert [hours.is_open_at(t) for t in (time(8, 29, 59), time(8, 30), time(16, 30), time(16, 30, 1))] == [
        False,
        True,
        True,
        False,
    ]
    with pytest.raises(AssertionError):
        OfficeHours(opens=time(17), closes=time(8))
