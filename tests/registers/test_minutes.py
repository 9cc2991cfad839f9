"""เกษียน: the registry's line, the superior's word, and what follows from each of the five ends."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.utils.timezone import now

from saraban.agencies.models import Profile, Unit
from saraban.law.refusal import Refusal
from saraban.mail.models import OutboundEmail
from saraban.registers.minutes import End, Minute, drafted, waiting
from saraban.registers.models import IncomingEntry, Route
from tests.cases.test_cases import refused
from tests.office import Office, add_officer, arrive


@pytest.fixture
def entry(office: Office, presented: Profile) -> IncomingEntry:
    return IncomingEntry.objects.enter(arrive(office), by=office.clerk, route=Route(unit=office.unit))


def lies_in_the_folder(entry: IncomingEntry) -> bool:
    return waiting(IncomingEntry.objects.filter(pk=entry.pk)).exists()


def test_what_was_meant_for_a_unit_goes_to_it_by_one_word(office: Office, entry: IncomingEntry) -> None:
    assert drafted(entry).endswith("เห็นควรมอบกองสาธารณสุข ดำเนินการ")
    minute = Minute.objects.sign(entry, End.ASSIGNED, to=entry.meant_for, by=office.head)
    entry.refresh_from_db()
    assert (minute.text, entry.action) == ("มอบกองสาธารณสุข ดำเนินการ", "กองสาธารณสุข")
    assert [(one.unit, one.minute) for one in entry.routings.all()] == [(office.unit, minute)]
    assert OutboundEmail.objects.filter(kind=OutboundEmail.ROUTING).count() == 1
    assert not lies_in_the_folder(entry)


@pytest.mark.parametrize(
    ("end", "action", "routings"),
    [
        (End.NOTED, "ทราบ", 0),
        (End.FILED, "เก็บ", 0),
        (End.CIRCULATED, "เวียน", 2),
        (End.REPLY, "ตอบ, กองช่าง", 1),
    ],
)
def test_each_end_is_written_in_the_register(
    office: Office, works: Unit, entry: IncomingEntry, end: End, action: str, routings: int
) -> None:
    Minute.objects.sign(entry, end, to=Route(unit=works), by=office.head)
    entry.refresh_from_db()
    assert entry.action == action
    assert entry.routings.count() == routings
    assert not lies_in_the_folder(entry)


def test_the_line_of_the_registry_may_be_put_in_other_words(office: Office, entry: IncomingEntry) -> None:
    Minute.objects.propose(entry, "  เรียน นายก\nเพื่อโปรดทราบ ", by=office.clerk)
    assert Minute.objects.standing().get().text == "เรียน นายก เพื่อโปรดทราบ"
    assert lies_in_the_folder(entry)
    with refused("no_text"):
        Minute.objects.propose(entry, " ", by=office.clerk)


def test_a_word_is_given_once(office: Office, entry: IncomingEntry) -> None:
    Minute.objects.sign(entry, End.NOTED, by=office.head)
    with refused("gone_on"):
        Minute.objects.sign(entry, End.FILED, by=office.head)
    with refused("gone_on"):
        Minute.objects.propose(entry, "เห็นควรมอบกองช่าง", by=office.clerk)


def test_what_was_handed_on_by_the_registry_needs_no_word(office: Office, entry: IncomingEntry) -> None:
    entry.hand_on(Route(unit=office.unit), by=office.clerk)
    with refused("gone_on"):
        Minute.objects.sign(entry, End.NOTED, by=office.head)


def test_what_was_undone_takes_no_word(office: Office, entry: IncomingEntry) -> None:
    entry.recall(by=office.clerk)
    with refused("gone_on"):
        Minute.objects.sign(entry, End.NOTED, by=office.head)


@pytest.mark.parametrize("end", [End.PROPOSED, "", "nonsense"])
def test_an_end_has_to_be_chosen(office: Office, entry: IncomingEntry, end: str) -> None:
    with refused("no_end"):
        Minute.objects.sign(entry, end, by=office.head)


@pytest.mark.parametrize("end", [End.ASSIGNED, End.REPLY])
def test_somebody_has_to_be_named(office: Office, entry: IncomingEntry, end: End) -> None:
    with refused("nobody"):
        Minute.objects.sign(entry, end, by=office.head)
    assert lies_in_the_folder(entry)


def test_only_the_superior_gives_the_word(office: Office, entry: IncomingEntry) -> None:
    with refused("no_duty"):
        Minute.objects.sign(entry, End.NOTED, by=office.clerk)


def test_undone_it_lies_in_the_folder_again_and_nobody_is_mailed(
    office: Office, entry: IncomingEntry
) -> None:
    minute = Minute.objects.sign(entry, End.ASSIGNED, to=entry.meant_for, by=office.head)
    minute.take_back(by=office.head)
    entry.refresh_from_db()
    assert entry.action == ""
    assert lies_in_the_folder(entry)
    assert OutboundEmail.objects.get(kind=OutboundEmail.ROUTING).state == OutboundEmail.RECALLED
    Minute.objects.sign(entry, End.FILED, by=office.head)


def test_a_word_that_somebody_took_up_stands(office: Office, entry: IncomingEntry) -> None:
    minute = Minute.objects.sign(entry, End.ASSIGNED, to=Route(officer=office.clerk), by=office.head)
    entry.routings.get().accept(by=office.clerk)
    with refused("accepted"):
        minute.take_back(by=office.head)
    minute.refresh_from_db()
    assert minute.taken_back_at is None


def test_anothers_word_and_an_old_one_are_not_undone(office: Office, entry: IncomingEntry) -> None:
    minute = Minute.objects.sign(entry, End.NOTED, by=office.head)
    other = add_officer("นายปลัด", "deputy@klongnoy.go.th", *office.head.duties)
    with refused("not_yours"):
        minute.take_back(by=other)
    later = now() + timedelta(minutes=3)
    with mock.patch("saraban.audit.desk.now", lambda: later), refused("too_late_to_undo"):
        minute.take_back(by=office.head)


def test_a_hand_on_that_is_refused_leaves_no_word(office: Office, entry: IncomingEntry) -> None:
    with (
        mock.patch.object(IncomingEntry, "hand_on", side_effect=Refusal("any", "ยังไม่ได้ส่งต่อ")),
        refused("any"),
    ):
        Minute.objects.sign(entry, End.ASSIGNED, to=entry.meant_for, by=office.head)
    assert not Minute.objects.exists()
