from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saraban.agencies.calendar import CalendarYear, Holiday, calendar_of_agency
from saraban.agencies.models import Profile
from saraban.law.electronic_act_2565 import section_10_deemed_received_at
from saraban.law.working_time import NoCalendar
from tests.office import Office, bangkok


def test_one_added_day_does_not_make_a_year_known(office: Office) -> None:
    arrived_at = bangkok(2028, 4, 13, 10, 0)
    Holiday.objects.add(date(2028, 1, 4), "วันหยุดของเรา", by=office.clerk)
    with pytest.raises(NoCalendar):
        section_10_deemed_received_at(arrived_at, calendar=calendar_of_agency())

    CalendarYear.objects.get(year=2571).confirm(by=office.clerk)
    assert section_10_deemed_received_at(arrived_at, calendar=calendar_of_agency()) == arrived_at


def test_the_laws_list_counts_before_it_is_confirmed(office: Office) -> None:
    assert not CalendarYear.objects.get(year=2570).confirmed
    assert 2027 in calendar_of_agency().years


def test_the_calendar_tells_what_its_closed_days_are_called(office: Office) -> None:
    holiday = Holiday.objects.add(date(2026, 11, 30), "วันสารทของตำบล", by=office.clerk)
    calendar = calendar_of_agency()

    assert calendar.name_of(date(2026, 11, 30)) == "วันสารทของตำบล"
    assert calendar.name_of(date(2026, 4, 14)) == "วันสงกรานต์"
    assert calendar.name_of(date(2026, 11, 28)) is None  # a plain Saturday
    assert calendar.closed == calendar.names.keys()

    holiday.remove(by=office.clerk)
    assert calendar_of_agency().name_of(date(2026, 11, 30)) is None


def test_the_calendar_costs_two_small_queries(office: Office) -> None:
    Holiday.objects.add(
        date(2026, 11, 30), "วันสารทของตำบล", by=office.clerk
    )  # what was remembered is forgotten
    assert Profile.here().province
    with CaptureQueriesContext(connection) as asked:
        assert calendar_of_agency().names
    assert len(asked.captured_queries) == 2
