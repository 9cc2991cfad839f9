"""Evidence altered in thousands of ways: each alteration of what an earlier seal covers is noticed by bundle and seal alone.

    python -m tests.campaign.evidence_alterations            # 11,000 alterations; some half an hour
    python -m tests.campaign.evidence_alterations --lines 900 --deeds 100

Some are made in the lines and letters of a bundle; others in the database and its files, by SQL and by our own code, and
then exported.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=9_500, help="alterations in a bundle")
    parser.add_argument("--deeds", type=int, default=1_500, help="alterations in the database and its files")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        missed = _run(Path(folder), lines=asked.lines, deeds=asked.deeds, seed=asked.seed)
    for said in missed[:20]:
        print(f"not noticed: {said[:1_000]}")
    print(f"{len(missed)} not noticed, {time.monotonic() - began:.0f} s")
    return 1 if missed else 0


def _run(folder: Path, *, lines: int, deeds: int, seed: int) -> list[str]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    importlib.import_module("django").setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from saraban.evidence.bundle import Evidence
    from saraban.tenancy.scope import acting_for
    from tests.evidence.alterations import Alterations
    from tests.evidence.days import live_some_days, office_of_monday
    from tests.evidence.lines import alter_lines

    settings.DATA_DIR = folder
    connection.settings_dict["NAME"] = str(folder / "saraban.sqlite3")
    call_command("migrate", verbosity=0)
    office = office_of_monday(folder)
    with acting_for(office.agency):
        live_some_days(office)
        alterations = Alterations(office, folder, seed=seed)
        assert alterations.seen_by_an_auditor(alterations.held[-1]) == (True, True)
        missed = []
        for name, run in (
            ("lines", lambda: alter_lines(Evidence(), alterations.held[-1], count=lines, seed=seed)),
            ("deeds", lambda: alterations.run(deeds)),
        ):
            found = run()
            missed += found.missed
            kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(found.tried.items()))
            print(f"{name}: {found.tried.total()} ({found.unreadable} unreadable): {kinds}", flush=True)
    connection.close()
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
