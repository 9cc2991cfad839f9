"""What every page's tests stand on: an office in practice mode, and its clerk at the door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from saraban.tenancy.scope import acting_for
from tests.desk.signing_in import sign_in
from tests.office import Office, open_office


@pytest.fixture
def office(db: None, data_dir: Path) -> Iterator[Office]:
    """In practice mode, where one signs in without a second key."""
    made = open_office(data=data_dir, practice=True)
    with acting_for(made.agency):
        yield made


@pytest.fixture
def clerk(office: Office, client: Client) -> Client:
    return sign_in(client, office.clerk)
