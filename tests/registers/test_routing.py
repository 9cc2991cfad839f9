"""To whom a letter was handed on, and that they have it (guide #2.7)."""

from __future__ import annotations

import pytest

from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Officer
from saraban.law.refusal import Refusal
from saraban.registers.models import IncomingEntry, Route, Routing
from tests.office import Office, add_officer, arrive


@pytest.fixture
def wichai(office: Office) -> Officer:
    officer = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE)
    with officer.change("corrected", by=OPERATOR):
        officer.unit = office.unit
    return officer


def route(office: Office) -> Routing:
    IncomingEntry.objects.enter(arrive(office), by=office.clerk, route=Route(unit=office.unit))
    return Routing.objects.get()


def test_one_of_the_unit_accepts_with_the_time(office: Office, wichai: Officer) -> None:
    routing = route(office)
    assert list(Routing.objects.to(wichai)) == [routing]
    routing.accept(by=wichai)
    routing.refresh_from_db()
    assert routing.accepted_by == wichai and routing.accepted_at is not None
    with pytest.raises(Refusal) as refused:
        routing.accept(by=wichai)
    assert refused.value.code == "accepted"


def test_nobody_else_accepts(office: Office, wichai: Officer) -> None:
    routing = route(office)
    other = add_officer("นางมาลี", "malee@klongnoy.go.th", Duty.CASE)
    assert not Routing.objects.to(other).exists()
    for stranger in (other, office.clerk):
        with pytest.raises(Refusal) as refused:
            routing.accept(by=stranger)
        assert refused.value.code == "not_yours"


def test_a_recalled_one_is_not_accepted(office: Office, wichai: Officer) -> None:
    routing = route(office)
    routing.entry.recall(by=office.clerk)
    with pytest.raises(Refusal) as refused:
        routing.accept(by=wichai)
    assert refused.value.code == "recalled"
    assert not Routing.objects.to(wichai).exists()
