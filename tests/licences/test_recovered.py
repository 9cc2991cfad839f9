"""A database put back from a backup gives no licence number again that the world has seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from saraban.agencies.duties import MACHINE, OPERATOR
from saraban.evidence.bundle import Evidence
from saraban.licences.kinds import KindText, LicenceKind
from saraban.licences.models import Granted, Licence, Standing
from saraban.licences.recovered import fill_recovered
from saraban.registers.marks import begin_recovery, go_on, keep_marks, notice_restored
from saraban.registers.recoveries import Recovery
from tests.office import Office


@pytest.fixture
def kinds(office: Office) -> Iterator[list[LicenceKind]]:
    yield [LicenceKind.objects.add(KindText(name, place_needed=False), by=OPERATOR) for name in ("ก", "ข")]


def grant(office: Office, kind: LicenceKind) -> Licence:
    return Licence.objects.grant(kind, Granted("นายสมชาย"), by=office.clerk)


def test_what_was_given_since_the_backup_is_annulled_and_the_next_comes_after_it(
    office: Office, kinds: list[LicenceKind], data_dir: Path
) -> None:
    first = grant(office, kinds[0])
    assert fill_recovered() == 0
    recovery = begin_recovery("ทดสอบ", {(kinds[0].series, first.year): 3}, by=MACHINE)
    go_on(recovery, {(kinds[1].series, first.year): 2}, by=MACHINE)
    assert grant(office, kinds[0]).number == 4, "even before the clock came by"
    assert fill_recovered() == 2
    assert fill_recovered() == 0
    for kind, numbers, annulled in ((kinds[0], [1, 2, 3, 4], {2, 3}), (kinds[1], [1, 2], {1, 2})):
        rows = Licence.objects.filter(kind=kind).order_by("number")
        assert [row.number for row in rows] == numbers
        assert {row.number for row in rows if row.stands(row.issued_on) == Standing.ANNULLED} == annulled
    assert grant(office, kinds[1]).number == 3
    assert Evidence().verify()["problems"] == []


def test_the_file_beside_the_database_tells_of_licences_too(
    office: Office, kinds: list[LicenceKind], data_dir: Path
) -> None:
    licence = grant(office, kinds[0])
    keep_marks()
    assert notice_restored() == 0
    file = data_dir / "marks" / f"{office.agency.uid}.json"
    said = json.loads(file.read_text())
    said["counters"] = [[kinds[0].series, licence.year, 5]]
    file.write_text(json.dumps(said))
    assert notice_restored() == 1
    go_on(Recovery.objects.get(), {}, by=MACHINE)
    assert grant(office, kinds[0]).number == 6
