"""The practice town is an agency like every other, only that its mail is a folder and nobody in it is real."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from saraban.agencies.calendar import CalendarYear, calendar_of_agency
from saraban.agencies.duties import GIVEN_TO_OFFICERS, Duty
from saraban.agencies.models import Officer, Profile, Unit
from saraban.audit.entries import AuditEntry
from saraban.law.refusal import Refusal
from saraban.mail.gateway import Role
from saraban.mail.maildir import MaildirInbox
from saraban.mail.models import Mailbox
from saraban.mail.servers import read_mailbox_url, read_smtp_url
from saraban.practice import town
from saraban.tenancy.models import Agency, User
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import BANGKOK

MONDAY = datetime(2026, 11, 23, 8, 40, tzinfo=BANGKOK)


@pytest.fixture
def klongnoy(db: None) -> Agency:
    return town.found_practice_town(now=MONDAY)


def test_it_is_a_practice_agency_with_a_profile(klongnoy: Agency) -> None:
    with acting_for(klongnoy):
        profile = Profile.objects.get()
    assert (klongnoy.slug, klongnoy.practice) == ("klongnoy", True)
    assert (profile.name, profile.province) == ("เทศบาลตำบลคลองน้อย", "นครนายก")


def test_the_clerk_signs_in_and_has_both_duties(klongnoy: Agency) -> None:
    clerk = town.clerk_of_practice()
    assert clerk is not None and clerk.email == "suda@klongnoy.go.th"
    with acting_for(klongnoy):
        suda = Officer.objects.get(user=clerk)
        assert (suda.name, suda.duties) == ("นางสาวสุดา ใจดี", {Duty.REGISTRY, Duty.ADMINISTRATOR})


def test_every_duty_is_held_by_somebody_who_can_sign_in(klongnoy: Agency) -> None:
    with acting_for(klongnoy):
        officers = list(Officer.objects.exclude(user=None))
        assert set().union(*(officer.duties for officer in officers)) == set(GIVEN_TO_OFFICERS)


def test_every_unit_can_be_written_to_and_telephoned(klongnoy: Agency) -> None:
    with acting_for(klongnoy):
        units = list(Unit.objects.all())
    assert len(units) == 7
    assert all(unit.phone and unit.email.endswith("@klongnoy.go.th") for unit in units)


def test_its_mail_is_a_folder_that_can_be_opened_at_once(klongnoy: Agency, data_dir: Path) -> None:
    with acting_for(klongnoy):
        mailbox = Mailbox.objects.get()
    assert (mailbox.address, mailbox.since, mailbox.secret) == (
        "saraban@klongnoy.go.th",
        date(1970, 1, 1),
        "",
    )
    inbox = Path(read_mailbox_url(mailbox.inbox_url).path)
    assert inbox == town.maildir().resolve() == data_dir.resolve() / "demo" / "Maildir"
    assert [folder.role for folder in MaildirInbox(inbox).folders()] == [Role.INBOX, Role.JUNK]
    assert Path(read_smtp_url(mailbox.outbox_url).path) == town.sent_folder().resolve()


def test_its_calendar_is_laid_out(klongnoy: Agency) -> None:
    with acting_for(klongnoy):
        assert date(2026, 12, 7) in calendar_of_agency().closed
        assert CalendarYear.objects.get(year=2569).confirmed


def test_a_town_founded_after_the_laws_list_ends_still_knows_its_year(db: None) -> None:
    with acting_for(town.found_practice_town(now=datetime(2039, 12, 30, 12, 0, tzinfo=BANGKOK))):
        assert {2582, 2583} <= set(CalendarYear.objects.values_list("year", flat=True))


def test_all_of_it_was_done_by_the_operator_and_stands_in_the_log(klongnoy: Agency) -> None:
    entries = AuditEntry.across_agencies.filter(agency=klongnoy)
    signed = entries.filter(noun="systemorder")  # which only a person can
    assert set(entries.exclude(pk__in=signed).values_list("actor", flat=True)) == {"operator"}
    assert {entry.verb for entry in signed} == {"drafted", "signed"}
    assert list(entries.order_by("number").values_list("number", flat=True)) == list(
        range(1, entries.count() + 1)
    )


def test_it_is_founded_once(klongnoy: Agency) -> None:
    with pytest.raises(Refusal) as refused:
        town.found_practice_town(now=MONDAY)
    assert refused.value.code == "founded_already"
    assert (Agency.objects.count(), User.objects.count()) == (1, 1 + len(town.COLLEAGUES))


def test_there_is_no_clerk_of_practice_in_a_real_office(db: None) -> None:
    User.objects.make(town.CLERK)
    assert town.clerk_of_practice() is None
