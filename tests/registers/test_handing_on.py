"""Handed on after the head has written on it, to one unit or more, and taken back; or presented first, by the agency's rule."""

from __future__ import annotations

import pytest

from saraban.agencies.duties import MACHINE, OPERATOR, Duty
from saraban.agencies.models import Profile, Unit
from saraban.law.refusal import Refusal
from saraban.mail.models import OutboundEmail
from saraban.registers.handed_in import Channel, HandedIn, HandIn
from saraban.registers.models import IncomingEntry, Particulars, Route
from tests.office import Office, add_officer, arrive

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def routing_mails() -> list[str]:
    letters = OutboundEmail.objects.filter(kind=OutboundEmail.ROUTING).exclude(state=OutboundEmail.RECALLED)
    return sorted(letters.values_list("to_address", flat=True))


def test_an_entry_is_handed_on_later_and_to_one_more(office: Office, works: Unit) -> None:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    assert (entry.action, routing_mails()) == ("", [])
    entry.hand_on(Route(unit=office.unit), by=office.clerk)
    entry.hand_on(Route(unit=works), by=office.clerk)
    entry.refresh_from_db()
    assert entry.action == "กองสาธารณสุข, กองช่าง"
    assert routing_mails() == ["health@klongnoy.go.th", "works@klongnoy.go.th"]


@pytest.mark.parametrize(
    ("code", "again"), [("nobody", Route()), ("handed_on", None)], ids=["to nobody", "to the same again"]
)
def test_what_is_not_handed_on(office: Office, code: str, again: Route | None) -> None:
    there = Route(unit=office.unit)
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk, route=there)
    with pytest.raises(Refusal) as refused:
        entry.hand_on(there if again is None else again, by=office.clerk)
    assert refused.value.code == code
    assert entry.routings.count() == 1


def test_what_was_undone_is_handed_on_to_nobody(office: Office) -> None:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    entry.recall(by=office.clerk)
    with pytest.raises(Refusal, match="เลิกทำ") as refused:
        entry.hand_on(Route(unit=office.unit), by=office.clerk)
    assert refused.value.code == "not_registered"


def test_what_a_colleague_has_undone_meanwhile_is_handed_on_to_nobody(office: Office) -> None:
    seen = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    IncomingEntry.objects.get(pk=seen.pk).recall(by=office.clerk)
    with pytest.raises(Refusal) as refused:
        seen.hand_on(Route(unit=office.unit), by=office.clerk)
    assert refused.value.code == "not_registered"
    assert seen.routings.count() == 0


def test_only_the_registry_hands_on(office: Office) -> None:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    other = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE)
    with pytest.raises(Refusal) as refused:
        entry.hand_on(Route(unit=office.unit), by=other)
    assert refused.value.code == "no_duty"
    assert entry.routings.count() == 0


def test_a_routing_is_taken_back_with_its_mail(office: Office, works: Unit) -> None:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk, route=Route(unit=office.unit))
    wrong = entry.hand_on(Route(unit=works), by=office.clerk)
    assert wrong.take_back(by=office.clerk) is True
    entry.refresh_from_db()
    assert (entry.action, routing_mails()) == ("กองสาธารณสุข", ["health@klongnoy.go.th"])
    with pytest.raises(Refusal) as refused:
        wrong.take_back(by=office.clerk)
    assert refused.value.code == "recalled"
    entry.hand_on(Route(unit=works), by=office.clerk)  # and on again


def test_a_routing_whose_mail_has_left_is_taken_back_and_says_so(office: Office) -> None:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk, route=Route(unit=office.unit))
    routing = entry.routings.get()
    OutboundEmail.across_agencies.filter(pk=routing.letter_id).lease(not_before=None)
    letter = OutboundEmail.objects.get(pk=routing.letter_id)
    with letter.change("sent", by=MACHINE):
        letter.state = OutboundEmail.SENT
    assert entry.routings.get().take_back(by=office.clerk) is False
    entry.refresh_from_db()
    assert entry.action == ""


def test_what_was_accepted_is_not_taken_back(office: Office) -> None:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk, route=Route(unit=office.unit))
    worker = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE)
    with worker.change("corrected", by=OPERATOR):
        worker.unit = office.unit
    seen_before = entry.routings.get()
    entry.routings.get().accept(by=worker)
    with pytest.raises(Refusal) as refused:
        seen_before.take_back(by=office.clerk)
    assert refused.value.code == "accepted"
    assert entry.routings.get().recalled_at is None


def test_where_the_head_comes_first_nothing_is_handed_on_by_entering(
    office: Office, presented: Profile
) -> None:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk, route=Route(unit=office.unit))
    assert (entry.action, entry.meant_for.name, routing_mails()) == ("", "กองสาธารณสุข", [])
    answer = OutboundEmail.objects.get(kind=OutboundEmail.ANSWER)
    assert "กองสาธารณสุข" not in answer.body


def test_paper_is_presented_too(office: Office, presented: Profile) -> None:
    entry = HandedIn.objects.enter(
        HandIn(Channel.PAPER),
        by=office.clerk,
        particulars=Particulars(sender="อำเภอ", subject="ขอเชิญ"),
        route=Route(unit=office.unit),
    )
    assert (entry.action, entry.meant_for.name) == ("", "กองสาธารณสุข")
