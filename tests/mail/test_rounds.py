"""Two looks on every working day, each signed by an officer; the missed ones are listed (guide #1.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from saraban.law.initial_level_manual_2566 import Slot, looks_due, slot_of
from saraban.law.refusal import Refusal
from saraban.law.working_time import WorkingCalendar
from saraban.mail.models import InboundEmail, MailboxWatch
from saraban.mail.rounds import Round
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for
from tests.office import Office, arrive, bangkok, letter_bytes, open_office

SetClock = Callable[[datetime], None]
MONDAY = date(2023, 1, 23)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    def set_to(moment: datetime) -> None:
        for module in ("audit.desk", "mail.rounds", "mail.intake"):
            monkeypatch.setattr(f"saraban.{module}.now", lambda: moment)

    return set_to


@pytest.fixture
def office(db: None, data_dir: Path, clock: SetClock) -> Iterator[Office]:
    """An office that began on Friday 20 January 2566 at noon."""
    clock(bangkok(2023, 1, 20, 12, 0))
    opened = open_office(data=data_dir)
    Agency.objects.filter(pk=opened.agency.pk).update(founded_at=bangkok(2023, 1, 20, 12, 0))
    opened.agency.refresh_from_db()
    with acting_for(opened.agency):
        MailboxWatch.objects.create(agency=opened.agency, mailbox=opened.mailbox)
        yield opened


def looked(at: datetime) -> None:
    MailboxWatch.objects.update(looked_at=at, failing_since=None)


def test_a_working_day_has_two_and_a_closed_day_none() -> None:
    calendar = WorkingCalendar(closed=frozenset({date(2023, 1, 24)}), years=frozenset({2023}))
    assert [due.moment for due in looks_due(MONDAY, calendar=calendar)] == [
        bangkok(2023, 1, 23, 8, 30),
        bangkok(2023, 1, 23, 16, 30),
    ]
    assert looks_due(date(2023, 1, 24), calendar=calendar) == ()
    assert looks_due(date(2023, 1, 22), calendar=calendar) == ()


def test_noon_parts_the_day() -> None:
    assert slot_of(bangkok(2023, 1, 23, 8, 0)) is Slot.MORNING
    assert slot_of(bangkok(2023, 1, 23, 11, 59)) is Slot.MORNING
    assert slot_of(bangkok(2023, 1, 23, 12, 0)) is Slot.EVENING


def test_a_round_signs_what_came(office: Office, clock: SetClock) -> None:
    clock(bangkok(2023, 1, 23, 8, 40))
    letter = arrive(office)
    looked(bangkok(2023, 1, 23, 8, 39))
    with pytest.raises(Refusal) as refused:
        Round.objects.sign(by=office.clerk)
    assert refused.value.code == "unsorted" and "1 ฉบับ" in refused.value.message
    letter.put_off(by=office.clerk)
    signed = Round.objects.sign(by=office.clerk)
    assert (signed.slot, signed.inbox, signed.junk, signed.put_off) == ("morning", 1, 0, 1)
    with pytest.raises(Refusal) as refused:
        Round.objects.sign(by=office.clerk)
    assert refused.value.code == "signed_already"

    clock(bangkok(2023, 1, 23, 16, 30))
    looked(bangkok(2023, 1, 23, 16, 29))
    assert Round.objects.sign(by=office.clerk).inbox == 0


def test_nothing_is_signed_that_the_system_did_not_see(office: Office, clock: SetClock) -> None:
    moment = bangkok(2023, 1, 23, 8, 40)
    clock(moment)
    for watch in (
        {"looked_at": None},
        {"looked_at": moment - timedelta(minutes=16)},
        {"looked_at": moment, "failing_since": moment - timedelta(minutes=1)},
    ):
        MailboxWatch.objects.update(**watch)
        with pytest.raises(Refusal) as refused:
            Round.objects.sign(by=office.clerk)
        assert refused.value.code == "not_looked"
    assert not Round.objects.exists()


def test_the_missed_ones_are_listed_and_none_from_before_the_beginning(
    office: Office, clock: SetClock
) -> None:
    clock(bangkok(2023, 1, 23, 8, 40))
    looked(bangkok(2023, 1, 23, 8, 40))
    Round.objects.sign(by=office.clerk)
    clock(bangkok(2023, 1, 24, 8, 45))
    told = Round.objects.duties(until=date(2023, 1, 24))
    assert [
        (str(duty.due.day), duty.due.slot.value, duty.signed is not None, duty.missed) for duty in told
    ] == [
        ("2023-01-24", "morning", False, False),
        ("2023-01-23", "evening", False, True),
        ("2023-01-23", "morning", True, False),
        ("2023-01-20", "evening", False, True),
    ]
    now = Round.objects.due_now()
    assert now is not None and now.signed is None


def test_only_the_registry_signs(office: Office) -> None:
    with pytest.raises(Refusal) as refused:
        Round.objects.sign(by=office.head)
    assert refused.value.code == "no_duty"


def test_a_letter_put_off_stays_at_the_desk(office: Office) -> None:
    letter = arrive(office, letter_bytes())
    letter.put_off(by=office.clerk)
    assert list(InboundEmail.objects.waiting()) == [letter]
