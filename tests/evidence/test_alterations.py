"""Whatever is altered of what an earlier seal covers is seen by somebody who has the bundle and that seal only."""

from __future__ import annotations

from pathlib import Path

import pytest

from saraban.audit.entries import AuditEntry, Opening
from saraban.evidence.bundle import Evidence
from saraban.evidence.verify_register import Bundle, Verifier
from saraban.registers.models import IncomingEntry
from tests.evidence.alterations import Alterations, rows_of
from tests.evidence.days import live_some_days, sealed_until
from tests.evidence.lines import alter_lines
from tests.office import Office

IN_THE_DATABASE, IN_LINES = 72, 200  # `python -m dev.campaign evidence` makes 11,000


def test_every_alteration_of_a_sample_is_seen(lived: Office, data_dir: Path) -> None:
    alterations = Alterations(lived, data_dir, seed=1)
    assert alterations.seen_by_an_auditor(alterations.held[-1]) == (True, True)

    in_lines = alter_lines(Evidence(), alterations.held[-1], count=IN_LINES, seed=1)
    found = alterations.run(IN_THE_DATABASE)

    assert in_lines.missed == []
    assert found.missed == []
    assert len(found.tried) == len(alterations.kinds)
    assert alterations.seen_by_an_auditor(alterations.held[-1]) == (True, True)


@pytest.mark.parametrize("facts", [[], "x", 3, {"changed": []}, {"changed": {"number": [1]}}, {"made": 3}])
def test_a_log_that_says_nonsense_is_told_of_and_stops_no_bundle(
    lived: Office, data_dir: Path, facts: object
) -> None:
    alterations = Alterations(lived, data_dir, seed=0)
    for noun in ("incomingentry", "holiday"):
        entry = rows_of(AuditEntry).filter(noun=noun).order_by("number")[0]
        rows_of(AuditEntry).filter(pk=entry.pk).update(facts=facts)
    opening = rows_of(Opening).filter(entry__subject_id=None).order_by("pk")[0]
    rows_of(Opening).filter(pk=opening.pk).update(opened=facts)

    assert not alterations.seen_by_an_auditor(alterations.held[-1])[0]


def test_a_perfect_forgery_is_seen_by_the_earlier_seal_and_by_nothing_else(
    lived: Office, data_dir: Path
) -> None:
    alterations = Alterations(lived, data_dir, seed=0)
    row = IncomingEntry.objects.order_by("-pk")[0]
    alterations.forge_subject(row)
    alterations.make_anew()

    assert alterations.seen_by_an_auditor(None) == (True, True)
    assert [alterations.seen_by_an_auditor(held)[0] for held in alterations.held] == [True, True, True, False]


def test_an_old_copy_put_back_is_seen(monday: Office, data_dir: Path) -> None:
    old, new = data_dir / "old.zip", data_dir / "new.zip"
    live_some_days(monday)
    Evidence().write(old)
    seal = sealed_until(4).told()
    Evidence().write(new)

    assert Verifier(Bundle(str(old)), seal).run()["days"] == ["2023-01-26"]
    assert Verifier(Bundle(str(new)), seal).run()["intact"]
