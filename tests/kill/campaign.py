"""The kill campaign: `python -m tests.kill.campaign --points 500`.

Each point is a fresh house, a fault at one step of its day, the wreck judged, the day played again to its end by
another process, and the house judged. Prints a report as JSON; exit 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

SEED = 2566
WRONG = (
    "counts_before_it_keeps",
    "tells_before_it_writes",
    "never_doubts_enough",
    "numbers_before_it_mails",
    "leaves_copies_behind",
)
SCENES = ("kill", "twice", "outside", "takeover", "fail", "sync", "full", "bench", "doubts")


def main(words: Sequence[str]) -> int:
    asked = _read_words(words)
    started = time.monotonic()
    with ExitStack() as ends:
        root = Path(tempfile.mkdtemp(prefix="kill-", dir=_fast_disk()))
        ends.callback(shutil.rmtree, root, ignore_errors=True)
        cluster = asked.database
        if cluster == "postgresql:":
            from tests.servers.postgres import running_postgres

            cluster = ends.enter_context(running_postgres()).url()
        _set_up_django(root, cluster)
        from tests.kill import scenes, wrong
        from tests.kill.letters import letters_of_the_day
        from tests.kill.post import post_of_the_day
        from tests.kill.stage import Stage, postgres_address, running_mail_servers

        servers = None
        if asked.mail == "real":
            users = (asked.points + 1) * len(asked.scenes) + 2
            servers = ends.enter_context(running_mail_servers(root, users=users))
        postgres = postgres_address(cluster) if cluster else ""
        short = asked.day == "short"
        post, letters = post_of_the_day(short=short), letters_of_the_day(short=short)
        stage = Stage(root, post, letters, postgres=postgres, servers=servers)
        ends.callback(stage.end)
        report = scenes.Report("postgresql" if postgres else "sqlite", asked.mail)
        campaign = scenes.Campaign(
            stage, report, seed=asked.seed, keep_logs=asked.keep_logs, where=asked.where
        )
        campaign.warm_up()
        if asked.wrong:
            wrong.HOUSES[asked.wrong]()
        for name in asked.scenes:
            scenes.SCENES[name](campaign, asked.points)
        report.seconds = round(time.monotonic() - started, 1)
    print(json.dumps(asdict(report) | {"points_in_all": report.points_in_all}, ensure_ascii=False, indent=1))
    return 1 if report.broken else 0


def _read_words(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.kill.campaign", description=__doc__)
    parser.add_argument(
        "--database",
        default="",
        help="a cluster in which databases may be made; postgresql: starts one; without it, SQLite",
    )
    parser.add_argument(
        "--mail", choices=("folders", "real"), default="folders", help="real: Dovecot and an SMTP server"
    )
    parser.add_argument(
        "--day",
        choices=("whole", "short"),
        default="whole",
        help="short: letters are entered and one is sent, and no more",
    )
    parser.add_argument("--points", type=int, default=500, help="of each scene")
    parser.add_argument("--scenes", nargs="+", default=["kill"], choices=SCENES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--where", nargs="+", default=[], help="words of the places at which the scene “kill” kills"
    )
    parser.add_argument("--keep-logs", type=Path, help="a folder for the logs of points that broke something")
    parser.add_argument("--wrong", choices=WRONG, help="make the house wrong, to see that it is found")
    return parser.parse_args(words)


def _fast_disk() -> str | None:
    """Memory, where there is some: what a killed process has written, it has written there as well."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _set_up_django(root: Path, cluster: str) -> None:
    (root / "data").mkdir()
    os.environ["SARABAN_DATA"] = str(root / "data")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ.pop("SARABAN_DATABASE", None)
    if cluster:
        os.environ["SARABAN_DATABASE"] = cluster
        os.environ["PSYCOPG_IMPL"] = "python"  # its calls can be counted
    import django

    django.setup()
    logging.getLogger("saraban").setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
