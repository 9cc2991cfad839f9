"""Real servers for the tests of the adapters."""

from __future__ import annotations

from tests.servers.fixtures import authority, dovecot, postgres, sink

__all__ = ["authority", "dovecot", "postgres", "sink"]
