"""An office at nine o'clock on the Monday of the guide's example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from saraban.tenancy.scope import acting_for
from tests.cases.matters import MONDAY, clock_at
from tests.office import Office, open_office


@pytest.fixture
def office(db: None, data_dir: Path) -> Iterator[Office]:
    """We act for it."""
    with clock_at(MONDAY):
        made = open_office(data=data_dir)
        with acting_for(made.agency):
            yield made
