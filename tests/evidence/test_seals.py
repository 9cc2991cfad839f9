"""Each day ends in a seal, and what a seal says follows from the log by rules that are written down."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from saraban.agencies.duties import MACHINE
from saraban.audit.entries import AuditEntry
from saraban.clock import Clock
from saraban.evidence.bundle import Evidence
from saraban.evidence.merkle import MerkleTree
from saraban.evidence.seals import DaySeal, SealText, seal_due
from saraban.evidence.verify_register import merkle_root
from saraban.registers.models import IncomingEntry
from saraban.tenancy.scope import acting_for
from tests.evidence.days import MONDAY, clock_at, letter, sealed_until
from tests.office import Office


def naive_root(leaves: list[Any]) -> str:
    """RFC 6962, 2.1, as it is written there."""

    def split(count: int) -> int:
        power = 1
        while power * 2 < count:
            power *= 2
        return power

    def tree(data: list[bytes]) -> bytes:
        if not data:
            return hashlib.sha256(b"").digest()
        if len(data) == 1:
            return hashlib.sha256(bytes([0]) + data[0]).digest()
        at = split(len(data))
        return hashlib.sha256(bytes([1]) + tree(data[:at]) + tree(data[at:])).digest()

    written = [
        json.dumps(leaf, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        for leaf in leaves
    ]
    return tree(written).hex()


LEAVES = st.lists(st.lists(st.one_of(st.integers(), st.text(max_size=8)), max_size=3), max_size=40)


@given(LEAVES)
def test_the_root_is_that_of_the_rfc_in_all_three_ways(leaves: list[Any]) -> None:
    tree = MerkleTree()
    for leaf in leaves:
        tree.add(leaf)

    assert tree.root() == merkle_root(leaves) == naive_root(leaves)


@given(LEAVES.filter(len), st.data())
def test_another_leaf_anywhere_gives_another_root(leaves: list[Any], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    other = [*leaves[:place], [*leaves[place], "more"], *leaves[place + 1 :]]

    assert naive_root(other) != naive_root(leaves)
    assert merkle_root(other) != merkle_root(leaves)
    assert merkle_root(leaves[:-1]) != merkle_root(leaves)
    assert merkle_root([*leaves, leaves[-1]]) != merkle_root(leaves)


def test_the_roots_of_the_rfcs_own_examples() -> None:
    assert MerkleTree().root() == hashlib.sha256(b"").hexdigest()
    assert merkle_root([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_every_calendar_day_has_a_seal_and_each_follows_from_the_one_before(lived: Office) -> None:
    sealed_until(5)

    seals = list(DaySeal.objects.order_by("day"))
    assert [seal.day for seal in seals] == [MONDAY.date() + timedelta(days=n) for n in range(5)]
    assert seals[0].prev == "0" * 64
    assert [seal.prev for seal in seals[1:]] == [seal.digest for seal in seals[:-1]]
    assert [seal.first for seal in seals] == [1, *(seal.last + 1 for seal in seals[:-1])]
    assert seals[2].counts == {"entries": 0, "rows": 0, "letters": 0}  # Wednesday
    assert seals[2].root == hashlib.sha256(b"").hexdigest()
    assert (seals[2].first, seals[2].last, seals[2].head) == (
        seals[1].last + 1,
        seals[1].last,
        seals[1].head,
    )
    assert seals[0].counts["letters"] == 3
    assert seals[-1].counters == [["incomingentry", 2566, 4], ["order", 2566, 2], ["outgoing", 2566, 2]]
    assert Evidence().verify()["problems"] == []


def test_a_seal_is_what_the_page_says(lived: Office) -> None:
    """Monday's, by docs/evidence.md and the standard library. It is sealed days late, after its rows changed again."""
    sealed_until(4)
    seal = DaySeal.objects.get(day=MONDAY.date())
    entries = [entry for entry in Evidence().lines("entries.jsonl") if entry["number"] <= seal.last]
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for entry in entries:
        for key, fields in entry["batch"]:
            rows[entry["noun"], key] = dict(fields)
        if "made" in entry["facts"]:
            rows[entry["noun"], entry["subject"]] = dict(entry["facts"]["made"])
        for name, (_, after) in entry["facts"].get("changed", {}).items():
            rows[entry["noun"], entry["subject"]][name] = after
    leaves: list[Any] = [["entry", entry["number"], entry["digest"]] for entry in entries]
    leaves += [["row", noun, key, rows[noun, key]] for noun, key in sorted(rows)]
    letters = sorted({fields["sha256"] for fields in rows.values() if fields.get("sha256")})
    leaves += [["letter", letter] for letter in letters]
    counts = {"entries": len(entries), "rows": len(rows), "letters": len(letters)}
    said = [str(MONDAY.date()), 1, len(entries), counts, entries[-1]["digest"], naive_root(leaves)]
    said = ["saraban-seal", 1, str(lived.agency.uid), *said, [["incomingentry", 2566, 3]], "0" * 64]
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert seal.root == naive_root(leaves)
    assert seal.digest == hashlib.sha256(written.encode()).hexdigest()


def test_a_day_is_sealed_once_and_not_before_it_has_ended(monday: Office) -> None:
    with clock_at(MONDAY.replace(hour=23, minute=59, second=59)):
        assert seal_due() == 0
    with clock_at(MONDAY.replace(hour=0, minute=0) + timedelta(days=1)):
        assert (seal_due(), seal_due()) == (1, 0)
    assert DaySeal.objects.count() == 1
    assert AuditEntry.objects.latest("number").noun == "dayseal"


def test_what_is_done_after_a_seal_never_falls_into_its_day(monday: Office) -> None:
    """The seal is an entry of the next day, and the log's times do not go back, so a clock that does changes nothing."""
    with clock_at(MONDAY.replace(hour=0, minute=0) + timedelta(days=1)):
        seal_due()
    late = clock_at(MONDAY.replace(hour=23, minute=59, second=30))
    with late, monday.unit.change("corrected", by=monday.clerk):
        monday.unit.phone = "02 000 0000"

    assert AuditEntry.objects.latest("number").at >= MONDAY.replace(hour=0, minute=0) + timedelta(days=1)
    sealed_until(2)
    assert Evidence().verify()["intact"]


def test_the_clock_seals_by_itself(monday: Office) -> None:
    clock = Clock()
    assert [step.name for step in clock.rest if step.run is seal_due] == ["evidence.seal_due"]
    assert seal_due() == 31  # some of the days since; the next round goes on
    assert DaySeal.objects.count() == 31


def test_the_seal_holds_the_last_number_of_every_register(lived: Office) -> None:
    email = letter(lived, 77, day=4)
    with clock_at(MONDAY + timedelta(days=4, hours=2)):
        IncomingEntry.objects.enter(email, by=lived.clerk)

    assert sealed_until(5).counters == [["incomingentry", 2566, 5], ["order", 2566, 2], ["outgoing", 2566, 2]]


def test_the_short_form_goes_there_and_back(lived: Office) -> None:
    seal = sealed_until(4)

    assert seal.text() == f"SARABAN1 {lived.agency.uid} 2023-01-26 {seal.digest}"
    assert SealText.parse(seal.text()) == SealText(lived.agency.uid, date(2023, 1, 26), seal.digest)
    assert len(seal.text()) < 150  # a QR that a telephone reads from paper


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SARABAN1",
        "SARABAN2 {uid} 2023-01-23 {digest}",
        "SARABAN1 {uid} 2023-01-32 {digest}",
        "SARABAN1 {uid} 20230123 {digest}",
        "SARABAN1 {uid} 2023-01-23 {digest}0",
        "SARABAN1 {uid} 2023-01-23 {digest} ",
        "SARABAN1  {uid} 2023-01-23 {digest}",
        "SARABAN1 {uid} 2023-01-23 AB",
        "SARABAN1 {{uid}} 2023-01-23 {digest}",
    ],
)
def test_what_is_no_short_form_is_refused(text: str) -> None:
    uid, digest = UUID("11111111-2222-3333-4444-555555555555"), "ab" * 32
    with pytest.raises(ValueError):
        SealText.parse(text.format(uid=uid, digest=digest))


@given(st.uuids(), st.dates(), st.binary(min_size=32, max_size=32))
def test_every_short_form_is_read_as_it_was_written(uid: UUID, day: date, digest: bytes) -> None:
    said = SealText(uid, day, digest.hex())
    assert SealText.parse(said.text()) == said


def test_nobody_but_the_clock_and_the_operator_seals(monday: Office) -> None:
    with pytest.raises(Exception, match="หน้าที่"), clock_at(MONDAY + timedelta(days=1)):
        DaySeal.objects.seal_due(by=monday.head)
    with clock_at(MONDAY + timedelta(days=1)):
        assert DaySeal.objects.seal_due(by=MACHINE) == 1


def test_many_at_once_make_each_seal_once(office_for_threads: Office) -> None:
    agency = office_for_threads.agency

    def run(_: int) -> int:
        try:
            with acting_for(agency):
                return DaySeal.objects.seal_due(by=MACHINE)
        finally:
            connections.close_all()

    with clock_at(now() + timedelta(days=5)), ThreadPoolExecutor(4) as pool:
        made = list(pool.map(run, range(4)))

    days = [seal.day for seal in DaySeal.objects.order_by("day")]
    assert sum(made) == len(days) == 5
    assert days == [days[0] + timedelta(days=n) for n in range(5)]
    assert Evidence().verify()["intact"]
