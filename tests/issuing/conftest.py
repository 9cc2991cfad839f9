from __future__ import annotations

from collections.abc import Iterator

import pytest

from saraban.issuing.certificates import close_all
from tests.cases.conftest import matters
from tests.cases.matters import Matters
from tests.documents import pki
from tests.issuing.desks import Desk, desk_of

__all__ = ["matters"]


@pytest.fixture
def desk(matters: Matters) -> Desk:
    return desk_of(matters)


@pytest.fixture(scope="session")
def root() -> pki.Authority:
    return pki.root()


@pytest.fixture(autouse=True)
def forget_keys() -> Iterator[None]:
    yield
    close_all()
