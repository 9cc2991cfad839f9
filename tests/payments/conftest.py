"""An office that takes money, at nine o'clock on the Monday of the guide's example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from saraban.tenancy.scope import acting_for
from tests.cases.matters import MONDAY, clock_at
from tests.payments.tills import Till, open_till


@pytest.fixture
def till(db: None, data_dir: Path) -> Iterator[Till]:
    """We act for its agency."""
    with clock_at(MONDAY):
        made = open_till(data_dir)
        with acting_for(made.office.agency):
            yield made
