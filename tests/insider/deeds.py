"""Taking the guard away, and then whatever they like."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from saraban import guard


def takes_the_guard_away() -> None:
    """Inside a transaction: until it is rolled back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # checks that wait for the commit would keep the tables busy
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    guard.lift(connection.schema_editor())


@contextmanager
def without_the_guard() -> Iterator[None]:
    """Outside any transaction: taken away, and put back at the end."""
    with connection.schema_editor() as editor:
        guard.lift(editor)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            guard.lay(editor)
