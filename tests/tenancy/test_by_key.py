"""Rows by their keys are the current agency's too."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from saraban.agencies.models import Officer
from saraban.audit.recorded import UnrecordedChange
from saraban.mail.models import InboundEmail
from saraban.registers.models import IncomingEntry
from saraban.search.models import Found
from saraban.tenancy.scope import NoAgency, acting_for
from tests.office import Office, open_office


def test_rows_by_key_are_of_the_agency_that_asks_when_it_asks(office: Office, data_dir: Path) -> None:
    neighbour = open_office("paktang", data=data_dir)
    rows = Officer.objects.by_key().filter(pk__in=[office.clerk.pk, neighbour.clerk.pk])
    assert list(rows.all()) == [office.clerk]
    with acting_for(neighbour.agency):
        assert list(rows.all()) == [neighbour.clerk]


def test_sqlite_reaches_them_by_the_key_without_any_figures(office: Office) -> None:
    if connection.vendor == "sqlite":
        for rows in (Found.objects.by_key(), IncomingEntry.objects.by_key(), InboundEmail.objects.by_key()):
            assert "USING INTEGER PRIMARY KEY" in rows.filter(pk__in=[1, 2]).explain()
            assert "USING INTEGER PRIMARY KEY" in rows.filter(pk__gt=1).order_by("pk").explain()


def test_for_no_agency_there_are_none(db: None) -> None:
    with pytest.raises(NoAgency):
        list(Officer.objects.by_key())


def test_they_are_changed_no_other_way(office: Office) -> None:
    with pytest.raises(UnrecordedChange):
        Officer.objects.by_key().update(active=False)
