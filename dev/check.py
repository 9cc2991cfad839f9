"""make check: format, lint, types, floors, migrations, and that no text names an address it must not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

DJANGO = {"DJANGO_SETTINGS_MODULE": "tests.settings"}


@dataclass(frozen=True)
class Check:
    name: str
    command: list[str]


# The longest first: two run at a time.
CHECKS = [
    Check("types", ["mypy"]),
    Check("floors", ["pytest", "tests/test_house.py", "-p", "no:randomly"]),
    Check("format", ["ruff", "format", "--check", "."]),
    Check("lint", ["ruff", "check", "."]),
    Check("migrations", ["django", "makemigrations", "--check", "--dry-run", "saraban"]),
    Check("django", ["django", "check", "--fail-level", "WARNING"]),
]


def main() -> int:
    started = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(_run, CHECKS))
    print(
        f"make check: {sum(results)} passed, {len(results) - sum(results)} failed, {time.monotonic() - started:.0f} s"
    )
    return 0 if all(results) else 1


def _run(check: Check) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", *check.command],
        env=os.environ | DJANGO,
        capture_output=True,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    print(f"{'ok  ' if passed else 'FAIL'} {check.name} ({time.monotonic() - started:.0f} s)", flush=True)
    if not passed:
        print(done.stdout[-6000:] + done.stderr[-3000:], flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main())
