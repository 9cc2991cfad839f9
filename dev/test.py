"""make test: every test on SQLite, then those that touch the database once more on a PostgreSQL made for it."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.servers.postgres import running_postgres

WORKERS = "2"
# Minutes of a browser each: `make campaign`, what `pages`.
LONG = [
    f"--ignore=tests/journeys/test_{name}.py"
    for name in ("every_page", "chapter_two", "chapter_three", "chapter_four", "money")
]
NOTHING_TO_TEST = 5  # as pytest says it: the rooms asked for touch no database


def main(paths: list[str]) -> int:
    common = [sys.executable, "-m", "pytest", "-n", WORKERS, "--dist", "loadfile", *LONG, *paths]
    print("== SQLite: all tests", flush=True)
    first = subprocess.run([*common, "--durations=8"], check=False).returncode
    print("== PostgreSQL: the tests that touch the database", flush=True)
    with running_postgres() as postgres:
        database = {"SARABAN_DATABASE": postgres.url()}
        second = subprocess.run(
            [*common, "-m", "database"], env=os.environ | database, check=False
        ).returncode
    return first or (0 if second == NOTHING_TO_TEST else second)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["tests"]))
