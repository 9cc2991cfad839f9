"""What the journeys on real servers share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.product import chromium
from tests.journeys.town import Town, running_town
from tests.servers.certificates import Authority
from tests.servers.postgres import running_postgres


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """A journey over each of them: the address of its database, empty for the file of the product's own."""
    if request.param == "sqlite":
        yield ""
        return
    with running_postgres() as postgres:
        yield postgres.url()


@pytest.fixture
def town(authority: Authority, tmp_path: Path) -> Iterator[Town]:
    with running_town(authority, tmp_path) as town:
        yield town
