from __future__ import annotations

from pathlib import Path

import pytest

from saraban.agencies.models import Unit
from saraban.tenancy.links import SignInLink
from saraban.tenancy.scope import NoAgency, acting_for
from tests.office import Office, open_office


@pytest.fixture
def neighbour(office: Office, data_dir: Path) -> Office:
    return open_office("paktang", data=data_dir)


def test_a_query_for_no_agency_fails_rather_than_leaks(db: None) -> None:
    with pytest.raises(NoAgency):
        Unit.objects.count()


def test_each_agency_sees_its_own_rows(office: Office, neighbour: Office) -> None:
    with acting_for(office.agency):
        assert [unit.pk for unit in Unit.objects.all()] == [office.unit.pk]
    with acting_for(neighbour.agency):
        assert [unit.pk for unit in Unit.objects.all()] == [neighbour.unit.pk]
        assert not Unit.objects.filter(pk=office.unit.pk).exists()


def test_a_queryset_made_early_keeps_to_whoever_acts_when_it_runs(office: Office, neighbour: Office) -> None:
    made_early = Unit.objects.filter(active=True)
    with acting_for(neighbour.agency):
        assert [unit.pk for unit in made_early.all()] == [neighbour.unit.pk]
    with acting_for(office.agency):
        assert [unit.pk for unit in made_early.all()] == [office.unit.pk]


def test_subqueries_keep_to_the_agency_too(office: Office, neighbour: Office) -> None:
    with acting_for(neighbour.agency):
        inner = Unit.objects.values("pk")
        assert list(Unit.across_agencies.filter(pk__in=inner).values_list("pk", flat=True)) == [
            neighbour.unit.pk
        ]


def test_a_sign_in_link_works_once(office: Office) -> None:
    assert office.clerk.user is not None
    token = SignInLink.make(office.clerk.user)
    assert SignInLink.use(token) == office.clerk.user
    assert SignInLink.use(token) is None
    assert SignInLink.use("") is None


def test_a_new_sign_in_link_ends_the_earlier_one(office: Office) -> None:
    assert office.clerk.user is not None
    first = SignInLink.make(office.clerk.user)
    second = SignInLink.make(office.clerk.user)
    assert SignInLink.use(first) is None
    assert SignInLink.use(second) == office.clerk.user
