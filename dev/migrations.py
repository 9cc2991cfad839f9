"""make migrations: what the models ask for, written down; the first one so that it runs fast.

Django writes each index and constraint as a step of its own and draws all models anew at each. Here they become part of
their table's making, where no column of that table is added later, and a fresh database is laid out sooner.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.writer import MigrationWriter

FIRST = "0001_initial"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    call_command("makemigrations", "saraban", verbosity=1)
    first = MigrationLoader(None).graph.nodes["saraban", FIRST]
    first.operations = folded(first.operations)
    path = Path(__file__).parent.parent / "saraban" / "migrations" / f"{FIRST}.py"
    path.write_text(_as_text(first), encoding="utf-8")
    return 0


def folded(operations: list[Operation]) -> list[Operation]:
    """The same tables: indexes and constraints in the options of those that are whole from the beginning."""
    grow = {one.model_name_lower for one in operations if isinstance(one, AddField)}
    made = {one.name_lower: one for one in operations if isinstance(one, CreateModel)}
    left: list[Operation] = []
    for one in operations:
        if isinstance(one, AddIndex | AddConstraint) and one.model_name_lower not in grow:
            kind, what = (
                ("indexes", one.index) if isinstance(one, AddIndex) else ("constraints", one.constraint)
            )
            options = made[one.model_name_lower].options
            options[kind] = [*options.get(kind, []), what]
        else:
            left.append(one)
    return left


def _as_text(migration: Migration) -> str:
    return MigrationWriter(migration, include_header=False).as_string()


if __name__ == "__main__":
    sys.exit(main())
