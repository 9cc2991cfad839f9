"""A desk that issues licences and dies at any instant: `python -m tests.campaign.issue_kills --kills 60`.

A process signs, presses, makes, seals and sends; it is killed by `kill -9`, whenever, and the process that holds the key with
it. Then each issue has one number, one licence and one mail or waits for the next process, which carries it on.
`--database postgresql`: on a PostgreSQL made for it.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

SECONDS_TO_LIVE = (0.0, 2.0)  # after its first word


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--live", type=Path, help="the desk's folder: be the process that dies")
    asked = parser.parse_args(words)
    if asked.live is not None:
        _open(asked.live)
        importlib.import_module("tests.issuing.dying_desk").live(asked.seed)
    began, fate = time.monotonic(), random.Random(asked.seed)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if asked.database == "postgresql":
            from tests.servers.postgres import running_postgres

            os.environ["SARABAN_DATABASE"] = stack.enter_context(running_postgres()).url()
        _open(folder)
        _found(folder)
        broken = [
            f"life {life}: {said}"
            for life in range(asked.kills)
            for said in _life(folder, life, fate.uniform(*SECONDS_TO_LIVE))
        ]
        desk = importlib.import_module("tests.issuing.dying_desk")
        desk.finished()
        broken += desk.unsound(folder, all_left=True)
        there = _tally()
        _close()
    for said in broken[:20]:
        print(f"broken: {said[:1_000]}")
    print(
        f"{asked.kills} kills, {len(broken)} broken, numbered and left: {there}, {time.monotonic() - began:.0f} s"
    )
    return 1 if broken else 0


def _open(folder: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    importlib.import_module("django").setup()
    from django.conf import settings
    from django.db import connection

    settings.DATA_DIR = folder
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = str(folder / "saraban.sqlite3")


def _found(folder: Path) -> None:
    from django.core.management import call_command
    from django.utils.timezone import localdate

    from saraban.issuing.certificates import close_all
    from saraban.tenancy.scope import acting_for
    from tests.cases.matters import open_matters
    from tests.documents import pki
    from tests.issuing.desks import desk_of, with_certificate

    call_command("migrate", verbosity=0)
    matters = open_matters(folder, practice=True)
    with acting_for(matters.office.agency):
        with_certificate(desk_of(matters, since=localdate()), pki.root())
        close_all()


def _tally() -> str:
    from saraban.tenancy.models import Agency
    from saraban.tenancy.scope import acting_for
    from tests.issuing.dying_desk import tally

    with acting_for(Agency.objects.get()):
        return tally()


def _close() -> None:
    from django.db import connections

    from saraban.issuing.certificates import close_all

    close_all()
    connections.close_all()


def _life(folder: Path, life: int, seconds: float) -> Iterator[str]:
    """One process, to its death; what was broken by it."""
    from tests.issuing.dying_desk import unsound

    before = _tally()
    command = [
        sys.executable,
        "-m",
        "tests.campaign.issue_kills",
        "--live",
        str(folder),
        "--seed",
        str(life + 1),
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
    said = [line.split() for line in [before, *told] if line.endswith("\n") or line == before]
    after = _tally().split()
    if any(int(was) > int(is_now) for one in said for was, is_now in zip(one, after, strict=True)):
        yield f"lost: {said[-1]} became {after}"
    yield from unsound(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
