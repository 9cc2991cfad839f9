"""What every test may use: an agency, its officers, its mailbox, and a folder of its own for files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Profile, Unit
from saraban.tenancy.scope import acting_for
from tests.office import Office, open_office


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "database: touches the database; run on SQLite and on PostgreSQL")
    config.addinivalue_line("markers", "browser: needs Chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "db" in names or "transactional_db" in names or item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.fixture(autouse=True)
def data_dir(settings: Settings, tmp_path: Path) -> Path:
    """A data folder for this test alone."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def office(db: None, data_dir: Path) -> Iterator[Office]:
    """An open office, and we act for it."""
    made = open_office(data=data_dir)
    with acting_for(made.agency):
        yield made


@pytest.fixture
def works(office: Office) -> Unit:
    return Unit.objects.record(
        "added", by=OPERATOR, name="กองช่าง", phone="02 123 4569", email="works@klongnoy.go.th"
    )


@pytest.fixture
def presented(office: Office) -> Profile:
    profile = Profile.objects.get()
    with profile.change("corrected", by=OPERATOR):
        profile.presents_first = True
    return profile


@pytest.fixture
def office_for_threads(transactional_db: None, data_dir: Path) -> Iterator[Office]:
    """As `office`, committed for other threads and processes to see."""
    made = open_office(data=data_dir)
    with acting_for(made.agency):
        yield made
