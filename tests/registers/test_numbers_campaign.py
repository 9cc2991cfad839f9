"""Fifty clients, rollbacks, kills and a clock that goes wrong: no gap, no number twice, no moment going back.

The short run of `tests/campaign/numbers.py`; the long one is `python -m dev.campaign numbers`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

SECONDS_MAX = 300


def campaign(*words: str, exit_code: int = 0) -> dict[str, Any]:
    """The report of a run in a process of its own: it forks, and a test's process has threads."""
    database = "postgresql" if os.environ.get("SARABAN_DATABASE", "").startswith("postgresql") else "sqlite"
    done = subprocess.run(
        [sys.executable, "-m", "tests.campaign.numbers", "--database", database, *words],
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith("SARABAN_")},
    )
    assert done.returncode == exit_code, done.stdout[-3000:] + done.stderr[-3000:]
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.mark.database
def test_numbers_run_without_a_gap_whatever_becomes_of_clients_and_clock() -> None:
    report = campaign("--numbers", "200")
    assert report["broken"] == []
    assert report["numbers"] >= 200
    assert report["rolled_back"] > 20
    assert report["refused_by_the_clock"] >= 50 * 5 * 5  # each client, five times, in each of five blocks
    assert "31 December 23:59:58" in report["clock"]


@pytest.mark.parametrize(
    ("wrong", "found"), [("skips_a_number", "missing numbers"), ("trusts_the_clock", "was registered before")]
)
def test_a_house_that_is_wrong_is_found(wrong: str, found: str) -> None:
    report = campaign("--numbers", "150", "--wrong", wrong, exit_code=1)
    assert any(found in said for said in report["broken"]), report["broken"]
