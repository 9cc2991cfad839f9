"""An office that handles cases, at nine o'clock on the Monday of the guide's example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from saraban.tenancy.scope import acting_for
from tests.cases.matters import MONDAY, Matters, clock_at, open_matters
from tests.servers.fixtures import authority

__all__ = ["authority"]


@pytest.fixture
def matters(db: None, data_dir: Path) -> Iterator[Matters]:
    """We act for its agency."""
    with clock_at(MONDAY):
        made = open_matters(data_dir)
        with acting_for(made.office.agency):
            yield made
