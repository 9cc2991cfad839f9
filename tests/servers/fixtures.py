"""Servers as pytest hands them out. Import those you use into the conftest.py beside your tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.postgres import Postgres, running_postgres
from tests.servers.smtp import Sink, running_sink


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def dovecot(authority: Authority) -> Iterator[Dovecot]:
    """One mailbox, empty, with Junk and Sent; plain text is allowed, for a wire that looks into it."""
    with running_dovecot(authority=authority, plain=True) as server:
        yield server


@pytest.fixture
def sink(authority: Authority) -> Iterator[Sink]:
    """A server that takes all letters, over TLS, from one who signs in with "secret"."""
    with running_sink(authority=authority, users={"saraban@klongnoy.example": "secret"}) as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server
