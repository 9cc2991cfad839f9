"""A database that is laid out at once has the very tables that the migrations make one by one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.servers.fixtures import postgres  # noqa: F401
from tests.servers.postgres import Postgres

TOP = Path(__file__).parent.parent.parent

LAY_OUT = """
from saraban.management.readiness import make_ready
make_ready()
make_ready()
"""
MIGRATE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
DESCRIBE = """
import json
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
said = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        if table == "auth_group_permissions":  # Django's, and never used: the width of its key differs
            continue
        columns = connection.introspection.get_table_description(cursor, table)
        constraints = connection.introspection.get_constraints(cursor, table).items()
        said[table] = [
            sorted(str([c.name, c.type_code, c.display_size, c.null_ok, c.default]) for c in columns),
            sorted(
                str(["" if name.startswith(("__", "fk_")) else name, sorted(c["columns"] or []), c["unique"],
                     c["primary_key"], c["foreign_key"], c["check"], c["index"]])
                for name, c in constraints
            ),
        ]
    laid = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        laid = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    cursor.execute(laid)
    said["triggers"] = sorted(map(str, cursor.fetchall()))
said["applied"] = sorted(map(str, MigrationRecorder(connection).applied_migrations()))
print(json.dumps(said))
"""


def described(code: str, environment: dict[str, str]) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{code}\n{DESCRIBE}"],
        env={n: v for n, v in os.environ.items() if not n.startswith("SARABAN_")}
        | {"DJANGO_SETTINGS_MODULE": "saraban.settings"}
        | environment,
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_on_sqlite(tmp_path: Path) -> None:
    at_once = described(LAY_OUT, {"SARABAN_DATA": str(tmp_path / "at-once")})
    one_by_one = described(MIGRATE, {"SARABAN_DATA": str(tmp_path / "one-by-one")})
    assert "saraban_incomingentry" in at_once
    assert at_once == one_by_one


def test_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:  # noqa: F811
    said = []
    for name, code in (("at_once", LAY_OUT), ("one_by_one", MIGRATE)):
        postgres.create(name)
        environment = {"SARABAN_DATA": str(tmp_path), "SARABAN_DATABASE": postgres.url(name)}
        said.append(described(code, environment))
    assert "saraban_incomingentry" in said[0]
    assert said[0] == said[1]
