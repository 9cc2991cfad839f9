"""Casework at size: the list of work among a hundred thousand cases, and the page of a case with a long story."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

BUILD = Path(__file__).parent.parent / "build"
CASES = 100_000
STORY = 200  # entries of the case whose page is measured
RUNS = 30
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def bench_cases() -> dict[str, Any]:
    """p95 in ms, beside what is wanted; each beside a page that asks for nothing of cases."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD, prefix="bench-", ignore_cleanup_errors=True) as folder:
        return _measured(Path(folder))


def _measured(folder: Path) -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    from dev.bench import _fresh_office
    from saraban.cases.models import Case
    from saraban.cases.opinions import Opinion
    from saraban.tenancy.scope import acting_for
    from tests.cases.matters import matters_of

    settings.DATA_DIR, settings.ALLOWED_HOSTS = folder, ["*"]
    with _fresh_office(folder, practice=True) as office:
        matters = matters_of(office)
        with acting_for(office.agency):
            case = matters.complete()
            for number in range(STORY):
                Opinion.objects.note(case, f"ความเห็นที่ {number}", by=matters.officer)
            _fill(case)
        client = Client()
        assert matters.officer.user is not None
        client.force_login(matters.officer.user, backend=BACKEND)
        with acting_for(office.agency):
            assert Case.objects.count() == CASES
        pages = {
            path: _p95(client, path)
            for path in (
                "/desk/calendar/",
                "/desk/work/",
                "/desk/work/?show=all",
                "/desk/work/?show=late",
                f"/desk/cases/{case.pk}/",
            )
        }
    return {"cases": CASES, "story": STORY, "p95_ms": pages, "work_wanted_ms": 100, "case_wanted_ms": 150}


def _fill(case: Any) -> None:
    """Cases like the first one, each with a letter of its own; half of them at their end, a tenth of them this officer's."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table, own, values in (
            ("saraban_inboundemail", ("id", "sha256"), "i, printf('%064d', i)"),
            ("saraban_incomingentry", ("id", "number", "email_id"), "i, i, i"),
            (
                "saraban_case",
                ("id", "entry_id", "reference", "due_on", "ended_at", "officer_id"),
                "i, i, printf('R%07d', i), date('2026-01-01', '+' || (i % 600) || ' days'), "
                "CASE WHEN i % 2 THEN '2026-11-01 00:00:00' END, "
                "CASE WHEN i % 10 = 0 THEN officer_id END",
            ),
        ):
            cursor.execute(f"SELECT name FROM pragma_table_info('{table}')")
            same = [name for (name,) in cursor.fetchall() if name not in own]
            cursor.execute(
                f"INSERT INTO {table} ({', '.join([*own, *same])}) "
                f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {CASES}) "
                f"SELECT {values}, {', '.join(same)} FROM {table}, n WHERE {table}.id = 1"
            )
        cursor.execute("ANALYZE")


def _p95(client: Any, path: str) -> float:
    taken = []
    client.get(path)
    for _ in range(RUNS):
        started = time.perf_counter()
        answer = client.get(path)
        taken.append(time.perf_counter() - started)
        assert answer.status_code == 200, (path, answer.status_code)
    return round(statistics.quantiles(taken, n=20)[18] * 1000, 1)
