"""A cash office that dies at any instant, and goes on: `python -m tests.campaign.money_kills --kills 200`.

A process bills, takes files of the bank, confirms, corrects and closes days; after each deed it says what there is. It is
killed by `kill -9`, whenever. Then all that it said is there, each satang has one place or none, each close is what it
was, and the log is whole. The next process first does again what the last one was at: nothing counts twice.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

SECONDS_TO_LIVE = (0.0, 1.5)  # after its first word


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--live", type=Path, help="the office's folder: be the process that dies")
    asked = parser.parse_args(words)
    if asked.live is not None:
        _open(asked.live)
        importlib.import_module("tests.payments.dying_office").live(asked.live, asked.seed)
    began, fate = time.monotonic(), random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        _open(Path(folder))
        _found(Path(folder))
        broken = [
            f"life {life}: {said}"
            for life in range(asked.kills)
            for said in _life(Path(folder), life, fate.uniform(*SECONDS_TO_LIVE))
        ]
        there = importlib.import_module("tests.payments.dying_office").there()
    for said in broken[:20]:
        print(f"broken: {said[:1_000]}")
    print(f"{asked.kills} kills, {len(broken)} broken, {there}, {time.monotonic() - began:.0f} s")
    return 1 if broken else 0


def _open(folder: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    importlib.import_module("django").setup()
    from django.conf import settings
    from django.db import connection

    settings.DATA_DIR = folder
    connection.settings_dict["NAME"] = str(folder / "saraban.sqlite3")


def _found(folder: Path) -> None:
    from django.core.management import call_command

    from tests.cases.matters import MONDAY, clock_at
    from tests.payments.tills import open_till

    call_command("migrate", verbosity=0)
    with clock_at(MONDAY):
        open_till(folder)


def _life(folder: Path, life: int, seconds: float) -> Iterator[str]:
    """One process, to its death; what was broken by it."""
    from tests.payments.dying_office import lost, unsound

    command = [
        sys.executable,
        "-m",
        "tests.campaign.money_kills",
        "--live",
        str(folder),
        "--seed",
        f"{life + 1}",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        told = [process.stdout.readline()]
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        told += process.stdout.readlines()
        trouble = process.stderr.read()
    if process.returncode != -signal.SIGKILL or not told[0]:
        yield f"it ended by itself: {trouble[-800:]}"
        return
    whole = [json.loads(line) for line in told if line.endswith("}\n")]  # the last may be cut
    if gone := lost(whole[-1]):
        yield f"lost: {gone}"
    yield from unsound()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
