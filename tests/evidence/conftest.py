from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from saraban.tenancy.scope import acting_for
from tests.evidence.days import live_some_days, office_of_monday
from tests.office import Office


@pytest.fixture
def monday(db: None, data_dir: Path) -> Iterator[Office]:
    """An office that was opened on Monday, and we act for it."""
    office = office_of_monday(data_dir)
    with acting_for(office.agency):
        yield office


@pytest.fixture
def lived(monday: Office) -> Office:
    """As `monday`, some days later; nothing is sealed yet."""
    live_some_days(monday)
    return monday
