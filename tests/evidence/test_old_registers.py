"""What was brought in from an old register is sealed, bundled and checked like all else; its numbers lie below ours."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from saraban.evidence.bundle import Evidence
from saraban.evidence.seals import DaySeal
from saraban.evidence.verify_register import Verifier
from saraban.mail.models import files
from saraban.registers.books import Register
from saraban.registers.imported import Asked, OldRegister
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from tests.evidence.alterations import rows_of
from tests.evidence.days import MONDAY, clock_at, letter, sealed_until
from tests.evidence.test_bundle import run_alone
from tests.office import Office
from tests.registers.old_books import HEADS, old_rows, xlsx


def bring_in(office: Office, numbers: list[int], *, kind: Register = Register.INCOMING) -> OldRegister:
    old = OldRegister.objects.offer(
        "ทะเบียน.xlsx", xlsx([HEADS, *old_rows(numbers)]), kind=kind, year=2566, by=office.clerk
    )
    old.enter(Asked(), by=office.clerk)
    return old


@pytest.fixture
def history(monday: Office) -> Office:
    """Old numbers with a gap, then ours that go on after another gap, then an old one that was forgotten."""
    with clock_at(MONDAY):
        bring_in(monday, [1, 2, 5])
        bring_in(monday, [3], kind=Register.OUTGOING)
    email = letter(monday, 1, day=0)
    with clock_at(MONDAY.replace(hour=11)):
        assert IncomingEntry.objects.enter(email, by=monday.clerk).number == 6
        bring_in(monday, [3])
    return monday


def test_old_numbers_are_sealed_bundled_and_checked(history: Office, data_dir: Path) -> None:
    seal = sealed_until(1)
    assert seal.counters == [["incomingentry", 2566, 6], ["outgoing", 2566, 3]]
    found = Evidence().verify()
    assert (found["problems"], found["intact"]) == ([], True)
    assert Evidence().manifest["counters"] == seal.counters
    for year in (None, 2566):
        Evidence(year=year).write(data_dir / f"{year}.zip")
        done = run_alone(data_dir / f"{year}.zip")
        assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_a_changed_old_row_and_a_changed_sheet_are_told(history: Office) -> None:
    sealed_until(1)
    rows_of(IncomingEntry).filter(number=2).update(subject="เรื่องอื่น")
    old = OldRegister.objects.earliest("pk")
    path = files().path(history.agency, old.sha256)
    path.unlink()
    path.write_bytes(b"another sheet")
    found = Evidence().verify()
    assert found["register_numbers"] == ["2/2566"]
    assert found["letters"] == [old.sha256]
    rows_of(IncomingEntry).filter(number=2).update(subject="เรื่อง 2", dated_on="2023-01-21")
    assert {one["code"] for one in Evidence().verify()["problems"]} == {"batch", "seal", "letter"}


OLD, OURS = 1, None


@pytest.mark.parametrize(
    ("told", "gaps"),
    [
        ([(OLD, 1), (OLD, 3), (OURS, 4), (OURS, 5), (OLD, 2)], []),
        ([(OURS, 4), (OLD, 1), (OURS, 5)], []),
        ([(OLD, 1), (OURS, 7), (OURS, 8)], []),
        ([(OLD, 3), (OURS, 3)], ["3/2566"]),
        ([(OLD, 3), (OURS, 2)], ["2/2566"]),
        ([(OLD, 3), (OLD, 3)], ["3/2566"]),
        ([(OURS, 4), (OLD, 4)], ["4/2566"]),
        ([(OURS, 4), (OLD, 9)], ["9/2566"]),
        ([(OLD, 1), (OURS, 4), (OURS, 6)], ["6/2566"]),
        ([(OURS, 1), (OURS, 3)], ["3/2566"]),
    ],
)
def test_old_numbers_stand_once_and_below_ours(told: list[tuple[int | None, int]], gaps: list[str]) -> None:
    verifier = Verifier(SimpleNamespace(manifest={"agency": "a", "year": None}))
    for key, (old, number) in enumerate(told):
        fields = {"year": 2566, "number": number, "old_register_id": old}
        verifier._tell(("incomingentry", key), fields, made=True)
    assert [one["register_number"] for one in verifier.problems] == gaps


def test_a_book_that_was_only_brought_in_counts(monday: Office) -> None:
    with clock_at(MONDAY):
        bring_in(monday, [7, 9])
    assert not OutgoingEntry.objects.exists()
    assert Evidence().manifest["counters"] == [["incomingentry", 2566, 9]]
    assert Evidence().verify()["intact"]
    assert not DaySeal.objects.exists()
