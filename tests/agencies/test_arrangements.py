"""What is known of how an office is arranged: shared by its doors, and never older than the office itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from saraban.agencies.calendar import Holiday, calendar_of_agency
from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Assignment, Officer, Profile, Unit
from saraban.audit.desk import one_at_a_time
from saraban.law.refusal import Refusal
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for
from tests.office import Office, bangkok, open_office


def door(office: Office) -> Agency:
    """The agency's row, read as a request reads it."""
    return Agency.objects.get(pk=office.agency.pk)


def test_the_second_door_asks_nothing(office: Office) -> None:
    def known() -> None:
        assert Profile.here().name and calendar_of_agency().closed and office.clerk.duties
        assert Unit.active_here() and Officer.active_here()

    with acting_for(door(office), just_read=True):
        known()
    agency = door(office)
    with CaptureQueriesContext(connection) as asked, acting_for(agency, just_read=True):
        known()
    assert not asked.captured_queries


@pytest.mark.parametrize("what", ["profile", "calendar", "duties", "units", "officers"])
def test_a_change_is_known_at_the_next_door_and_at_once_where_it_was_made(office: Office, what: str) -> None:
    def known() -> object:
        return {
            "profile": lambda: Profile.here().province,
            "calendar": lambda: calendar_of_agency().closed,
            "duties": lambda: office.clerk.duties,
            "units": lambda: [unit.name for unit in Unit.active_here()],
            "officers": lambda: [officer.name for officer in Officer.active_here()],
        }[what]()

    def change() -> None:
        if what == "profile":
            profile = Profile.objects.get()
            with profile.change("corrected", by=OPERATOR):
                profile.province = "ตราด"
        elif what == "calendar":
            Holiday.objects.add(bangkok(2026, 11, 30).date(), "วันหยุดพิเศษ", by=OPERATOR)
        elif what == "duties":
            Assignment.objects.get(officer=office.clerk, duty=Duty.REGISTRY).end(by=OPERATOR)
        elif what == "units":
            with office.unit.change("corrected", by=OPERATOR):
                office.unit.active = False
        else:
            with office.head.change("corrected", by=OPERATOR):
                office.head.active = False

    with acting_for(door(office), just_read=True):
        before = known()
    with acting_for(door(office), just_read=True):
        assert known() == before
        change()
        after = known()
        assert after != before
    with acting_for(door(office), just_read=True):
        assert known() == after


def test_who_acts_with_a_row_read_earlier_shares_nothing(office: Office) -> None:
    early = door(office)
    with acting_for(early, just_read=True):
        assert Profile.here().province == "นครนายก"
    profile = Profile.objects.get()
    with profile.change("corrected", by=OPERATOR):
        profile.province = "ตราด"
    with acting_for(early):
        assert Profile.here().province == "ตราด"


def test_another_writer_is_seen_at_the_hold_of_the_desk(office: Office) -> None:
    with acting_for(door(office), just_read=True):
        assert Profile.here().province == "นครนายก"
        with acting_for(door(office)):
            profile = Profile.objects.get()
            with profile.change("corrected", by=OPERATOR):
                profile.province = "ตราด"
        with one_at_a_time(office.agency.pk):
            assert Profile.here().province == "ตราด"


@pytest.mark.parametrize("inside", [False, True])
def test_what_was_undone_is_not_known(office: Office, inside: bool) -> None:
    """A duty that was ended by a transaction that came to nothing is held still, for this door and the next."""

    def end_and_fail() -> None:
        with one_at_a_time(office.agency.pk):
            Assignment.objects.get(officer=office.clerk, duty=Duty.REGISTRY).end(by=OPERATOR)
            assert Duty.REGISTRY not in office.clerk.duties
            raise Refusal("no", "ไม่ได้ทำ")

    with acting_for(door(office), just_read=True):
        if inside:
            with one_at_a_time(office.agency.pk):
                with pytest.raises(Refusal), transaction.atomic():
                    end_and_fail()
                assert Duty.REGISTRY in office.clerk.duties
        else:
            with pytest.raises(Refusal):
                end_and_fail()
        assert Duty.REGISTRY in office.clerk.duties
    with acting_for(door(office), just_read=True):
        assert Duty.REGISTRY in office.clerk.duties


def test_neighbours_do_not_mix(office: Office, data_dir: Path) -> None:
    other = open_office("paktang", data=data_dir)
    with acting_for(door(office), just_read=True):
        mine = Profile.here().pk, [unit.pk for unit in Unit.active_here()]
    with acting_for(door(other), just_read=True):
        assert (Profile.here().pk, [unit.pk for unit in Unit.active_here()]) != mine
        assert {unit.agency_id for unit in Unit.active_here()} == {other.agency.pk}
