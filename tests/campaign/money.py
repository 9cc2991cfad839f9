"""Random days of a cash office, thousands of them, beside a model that only adds.

    python -m tests.campaign.money --days 10000

Each office lives 25 days in a database of its own transaction, so that what is compared stays small.
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

DAYS_OF_AN_OFFICE = 25


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1, help="of the first office; the next ones count up")
    asked = parser.parse_args(words)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        lived, broken = _run(Path(folder), days=asked.days, seed=asked.seed)
    for said in broken[:20]:
        print(f"broken: {said[:1_000]}")
    print(f"{lived} days, {len(broken)} offices broken, {time.monotonic() - began:.0f} s")
    return 1 if broken else 0


def _run(folder: Path, *, days: int, seed: int) -> tuple[int, list[str]]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    importlib.import_module("django").setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction

    from tests.cases.matters import MONDAY, clock_at
    from tests.payments.random_days import live
    from tests.payments.tills import open_till

    settings.DATA_DIR = folder
    connection.settings_dict["NAME"] = str(folder / "saraban.sqlite3")
    call_command("migrate", verbosity=0)
    lived, broken = 0, list[str]()
    for number in range(-(-days // DAYS_OF_AN_OFFICE)):
        with transaction.atomic():
            try:
                with clock_at(MONDAY):
                    till = open_till(folder, f"office-{number}")
                live(till, seed + number, DAYS_OF_AN_OFFICE)
            except AssertionError as found:
                broken.append(f"seed {seed + number}: {found}")
            transaction.set_rollback(True)
        lived += DAYS_OF_AN_OFFICE
    return lived, broken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
