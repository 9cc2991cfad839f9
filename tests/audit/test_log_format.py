"""The log verifies with docs/log.md and the standard library alone. Nothing of `saraban.audit` is used to verify."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Officer, Unit
from saraban.audit.canonical import canonical
from saraban.audit.entries import AuditEntry, Opening
from tests.insider.deeds import takes_the_guard_away
from tests.office import Office, arrive


def bytes_of(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def verify(agency: str, entries: Sequence[dict[str, Any]], openings: Sequence[dict[str, Any]]) -> list[str]:
    """What is wrong with a log, by the rules of docs/log.md."""
    wrong, previous, last_at = [], "0" * 64, ""
    for number, entry in enumerate(entries, start=1):
        if entry["number"] != number:
            return [*wrong, f"number {entry['number']} where {number} should be"]
        if entry["at"] < last_at:
            wrong.append(f"{number} is before the entry before it")
        said = ["saraban-log", 1, agency, number]
        said += [entry[name] for name in ("at", "actor", "verb", "noun", "subject", "facts")]
        if hashlib.sha256(bytes_of([*said, previous])).hexdigest() != entry["digest"]:
            wrong.append(f"{number} does not follow from what it says")
        previous, last_at = entry["digest"], entry["at"]
    facts = {entry["id"]: entry["facts"] for entry in entries}
    for opening in openings:
        said_of = facts[opening["entry"]]
        for name, (salt, value) in opening["opened"].items():
            field, _, when = name.partition(":")
            if "rows" in said_of:
                continue
            held = (
                said_of["made"][field] if "made" in said_of else said_of["changed"][field][0 if when else 1]
            )
            if hmac.new(bytes.fromhex(salt), bytes_of(value), hashlib.sha256).hexdigest() != held["hmac"]:
                wrong.append(f"{opening['entry']}: {name} is not what was committed to")
    return wrong


def dump(agency_id: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The log by plain SQL, as a verifier elsewhere would get it."""

    def loaded(value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    def moment(value: Any) -> str:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, number, at, actor, verb, noun, subject_id, facts, digest FROM saraban_auditentry "
            "WHERE agency_id = %s ORDER BY number",
            [agency_id],
        )
        names = ("id", "number", "at", "actor", "verb", "noun", "subject", "facts", "digest")
        entries = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        cursor.execute("SELECT entry_id, opened FROM saraban_opening WHERE agency_id = %s", [agency_id])
        openings = [{"entry": row[0], "opened": loaded(row[1])} for row in cursor.fetchall()]
    for entry in entries:
        entry["at"], entry["facts"] = moment(entry["at"]), loaded(entry["facts"])
    return entries, openings


def test_a_day_of_work_verifies(office: Office) -> None:
    arrive(office)
    with office.unit.change("corrected", by=office.clerk):
        office.unit.phone = "02 999 9999"

    entries, openings = dump(office.agency.pk)
    assert len(entries) > 8
    assert openings
    assert verify(str(office.agency.uid), entries, openings) == []


def test_redacting_one_row_leaves_the_chain_whole_and_the_value_nowhere(office: Office) -> None:
    with office.clerk.change("corrected", by=office.clerk):
        office.clerk.name = "นางสุดา มีสุข"

    office.clerk.redact("name", "email", by=OPERATOR, reason="คำสั่งที่ 1/2566")

    entries, openings = dump(office.agency.pk)
    assert verify(str(office.agency.uid), entries, openings) == []
    assert Officer.objects.get(pk=office.clerk.pk).name == ""
    everything = json.dumps([entries, openings], ensure_ascii=False)
    assert "สุดา" not in everything
    assert "suda@" not in everything
    assert "สมศักดิ์" in everything  # another row's values stay


@pytest.mark.parametrize("column", ["facts", "verb", "actor", "at", "digest", "number", "subject_id", "noun"])
def test_any_column_changed_behind_our_back_is_seen(office: Office, column: str) -> None:
    entry = AuditEntry.objects.order_by("number")[3]
    changed = {
        "facts": {**entry.facts, "count": 7},
        "verb": "removed",
        "actor": "officer:9999",
        "at": entry.at.replace(year=2020),
        "digest": "0" * 64,
        "number": 900,
        "subject_id": 4_711,
        "noun": "officer2",
    }[column]
    takes_the_guard_away()
    AuditEntry.objects.filter(pk=entry.pk).update(**{column: changed})

    assert verify(str(office.agency.uid), *dump(office.agency.pk)) != []


def test_a_changed_opening_is_seen(office: Office) -> None:
    opening = Opening.objects.filter(noun="officer").first()
    assert opening is not None
    opening.opened["name"][1] = "นายปลอม แปลงชื่อ"
    takes_the_guard_away()
    opening.save()

    assert verify(str(office.agency.uid), *dump(office.agency.pk)) != []


def test_an_entry_taken_out_is_seen(office: Office) -> None:
    entry = AuditEntry.objects.order_by("number")[2]
    takes_the_guard_away()
    Opening.objects.filter(entry=entry).delete()
    entry.delete()

    assert verify(str(office.agency.uid), *dump(office.agency.pk)) != []


def test_canonical_bytes_are_those_of_the_page() -> None:
    said = canonical({"ข": 1, "a": ['\u0001\n"\\/', None, True], "é": {"z": "", "b": -5}})
    assert said == '{"a":["\\u0001\\n\\"\\\\/",null,true],"é":{"b":-5,"z":""},"ข":1}'.encode()


def test_personal_values_stand_nowhere_in_the_facts(office: Office) -> None:
    arrive(office)
    facts = json.dumps([entry.facts for entry in AuditEntry.objects.all()], ensure_ascii=False)
    assert "somchai" not in facts
    assert "ใบอนุญาต" not in facts
    assert "สุดา" not in facts
    assert Unit.objects.get().name in facts  # what is not personal is told
