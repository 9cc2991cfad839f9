"""The checker's evidence may also come from PostgreSQL."""

from tests.servers.fixtures import postgres

__all__ = ["postgres"]
