"""A day that is killed at any of its steps loses nothing, doubles nothing, leaves no gap (the short run)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

SECONDS_MAX = 300


def campaign(*words: str, day: str = "short", exit_code: int = 0) -> dict[str, Any]:
    """The report of a run in a process of its own: it forks, and a test's process has threads."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill.campaign", "--day", day, *words],
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith("SARABAN_")},
    )
    assert done.returncode in (0, 1), done.stderr[-3000:]
    report: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == exit_code, "\n".join(report["broken"]) or "nothing was found"
    return report


@pytest.fixture
def database() -> list[str]:
    """The words that name the database under test, where a day has one of its own."""
    address = os.environ.get("SARABAN_DATABASE", "")
    return ["--database", address] if address.startswith("postgresql") else []


@pytest.mark.database
def test_a_kill_at_any_step_loses_nothing_and_doubles_nothing(database: list[str]) -> None:
    report = campaign("--points", "40", *database)
    assert report["broken"] == []
    assert report["points"]["kill"] >= 38  # a day differs by a step or two, so the last may not come


@pytest.mark.database
def test_a_kill_amid_any_outcome_or_its_undoing_loses_nothing_and_doubles_nothing(
    database: list[str],
) -> None:
    report = campaign("--points", "7", *database, day="whole")
    assert report["broken"] == []
    assert report["points"]["kill"] >= 6


@pytest.mark.database
def test_a_kill_between_real_mail_servers_loses_nothing_and_doubles_nothing(database: list[str]) -> None:
    report = campaign("--points", "6", "--mail", "real", *database)
    assert report["broken"] == []
    assert report["points"]["kill"] >= 5


@pytest.mark.database
def test_files_that_fail_and_doubts_that_repeat_end_well(database: list[str]) -> None:
    report = campaign("--points", "4", "--scenes", "fail", "sync", "doubts", *database)
    assert report["broken"] == []
    assert report["points"]["doubts"] == 4


@pytest.mark.database
def test_who_starts_after_a_kill_goes_on_at_once(database: list[str]) -> None:
    report = campaign("--points", "6", "--scenes", "takeover", *database)
    assert report["broken"] == []
    assert report["points"]["takeover"] >= 4  # as above: the last may not come


def test_intake_ends_although_its_reader_is_killed_again_and_again() -> None:
    report = campaign("--points", "4", "--scenes", "bench", "outside")
    assert report["broken"] == []


@pytest.mark.parametrize(
    ("wrong", "scene", "found"),
    [
        ("counts_before_it_keeps", ["kill", "--where", "files/store.py", "mail/intake.py"], "I1: "),
        (
            "tells_before_it_writes",
            ["kill", "--where", "after replace", "registers/"],
            "is not in the register",
        ),
        ("never_doubts_enough", ["doubts"], "times"),
        ("numbers_before_it_mails", ["kill", "--where", "registers/dispatches.py"], "goes to"),
        ("leaves_copies_behind", ["kill", "--where", "registers/orders.py"], "lies in"),
    ],
)
def test_a_house_that_is_wrong_is_found(wrong: str, scene: list[str], found: str) -> None:
    """The kills are aimed at where such a house is weak: few strike it by chance."""
    report = campaign("--points", "3", "--wrong", wrong, "--scenes", *scene, exit_code=1)
    assert any(found in said for said in report["broken"]), report["broken"]
