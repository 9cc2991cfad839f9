"""The two engines behind the one noun: which of them this database has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from saraban.search import postgresql, sqlite

Line = tuple[int, str]  # a place and the text that stands there


class Engine(Protocol):
    def lay_out(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Make the index of an empty database, after its tables."""

    def index(self, *, gone: Iterable[Line], come: Iterable[Line]) -> None:
        """Follow what was written to `Found`, in the same transaction."""

    def places(self, words: Sequence[str], *, low: int, high: int, limit: int) -> list[int]:
        """Where every word stands, from `low` to before `high`: the last `limit` places, the last first."""


def engine() -> Engine:
    return sqlite if connection.vendor == "sqlite" else postgresql


def lay_out(editor: BaseDatabaseSchemaEditor) -> None:
    """The index beside the tables of the models: as the migration makes it, and a first start at once."""
    engine().lay_out(editor)
