"""The evidence beside its limits: 100,000 log entries checked by the verifier alone, beside hashing the same bytes; and
the seal of a day of 3,000 entries."""

from __future__ import annotations

import hashlib
import json
import resource
import secrets
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

ENTRIES, ENTRIES_A_DAY = 100_000, 300
DAY_ENTRIES = 3_000


def bench_evidence(fresh_office: Callable[..., AbstractContextManager[Any]]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bench-evidence-") as name:
        return {"verify": _verify(Path(name)), "seal": _seal(Path(name), fresh_office)}


def _verify(folder: Path) -> dict[str, Any]:
    from saraban.evidence import verify_register

    bundle = folder / "made-up.zip"
    _write(bundle)
    started = time.perf_counter()
    size = _hash_all(bundle)
    bare = time.perf_counter() - started
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-I", verify_register.__file__, str(bundle), "--json"],
        capture_output=True,
        check=False,
    )
    ours = time.perf_counter() - started
    found = json.loads(done.stdout)
    assert (done.returncode, found["entries"]) == (0, ENTRIES), found["problems"][:3]
    return {
        "entries": ENTRIES,
        "sealed_days": found["sealed_days"],
        "bytes": size,
        "bare_hashing_s": round(bare, 1),
        "verify_s": round(ours, 1),
        "verify_wanted_s": 60,
        "verify_peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def _seal(folder: Path, fresh_office: Callable[..., AbstractContextManager[Any]]) -> dict[str, Any]:
    from django.conf import settings

    from saraban.agencies.duties import MACHINE
    from saraban.audit.entries import AuditEntry
    from saraban.evidence.bundle import Evidence
    from saraban.evidence.seals import DaySeal
    from saraban.registers.models import IncomingEntry, Route
    from saraban.tenancy.scope import acting_for
    from tests.evidence.days import MONDAY, clock_at
    from tests.office import arrive

    settings.DATA_DIR = folder
    with clock_at(MONDAY), fresh_office(folder) as office, acting_for(office.agency):
        number = 0
        while AuditEntry.objects.count() < DAY_ENTRIES:
            letter = arrive(
                office, subject=f"เรื่องที่ {number}", message_id=f"<{number}@example.com>", at=MONDAY
            )
            IncomingEntry.objects.enter(letter, by=office.clerk, route=Route(unit=office.unit))
            number += 1
        with clock_at(MONDAY + timedelta(days=1)):
            started = time.perf_counter()
            seal = DaySeal.objects.seal_next(by=MACHINE)
            sealing = time.perf_counter() - started
        assert seal is not None
        started = time.perf_counter()
        Evidence().write(folder / "out.zip")
        exporting = time.perf_counter() - started
        started = time.perf_counter()
        assert Evidence().verify()["intact"]
        verifying = time.perf_counter() - started
    return {
        **seal.counts,
        "seal_s": round(sealing, 2),
        "seal_wanted_s": 2,
        "export_s": round(exporting, 1),
        "verify_in_place_s": round(verifying, 1),
    }


def _hash_all(bundle: Path) -> int:
    size, digest = 0, hashlib.sha256()
    with zipfile.ZipFile(bundle) as zipped:
        for name in zipped.namelist():
            with zipped.open(name) as file:
                for line in file:
                    digest.update(line)
                    size += len(line)
    return size


def _write(path: Path) -> None:
    """A made-up log of letters that arrive, are entered and leave the desk, with every seal that it would have got."""
    from saraban.audit.canonical import Plain, canonical

    agency = UUID(int=7)
    files: dict[str, list[bytes]] = {"entries.jsonl": [], "rows.jsonl": [], "seals.jsonl": []}
    counters: list[Any] = []
    for name, line in _lines(agency, counters):
        files[name].append(canonical(line) + b"\n")
    manifest: dict[str, Plain] = {
        "format": "saraban-evidence",
        "version": 1,
        "agency": str(agency),
        "last": ENTRIES,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        said = canonical(manifest | {"counters": counters, "year": None, "letters": False})
        bundle.writestr("manifest.json", said)
        for name, lines in files.items():
            bundle.writestr(name, b"".join(lines))


def _lines(agency: UUID, counters: list[Any]) -> Iterator[tuple[str, Any]]:
    from saraban.audit.canonical import BEGINNING, canonical, commitment, entry_digest, moment, rows_digest
    from saraban.evidence.merkle import MerkleTree
    from saraban.evidence.seals import seal_digest

    def committed(fields: dict[str, Any], personal: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
        salts = {name: secrets.token_bytes(16) for name in personal}
        promised = {name: {"hmac": commitment(salts[name], value)} for name, value in personal.items()}
        return fields | promised, {name: [salts[name].hex(), value] for name, value in personal.items()}

    begins = datetime(2026, 1, 1, 1, 0, tzinfo=UTC)
    head, prev, first, counted = BEGINNING, BEGINNING, 1, 0
    rows: dict[tuple[str, int], tuple[dict[str, Any], dict[str, Any]]] = {}
    entries: list[list[Any]] = []
    touched: set[tuple[str, int]] = set()
    for number in range(1, ENTRIES + 1):
        letter, step = divmod(number - 1, 3)
        key = letter + 1
        day = (number - 1) // ENTRIES_A_DAY
        at = begins + timedelta(days=day, seconds=(number - 1) % ENTRIES_A_DAY * 60)
        who = {"sender_name": f"นายสมชาย ที่ {letter}", "sender_address": f"s{letter}@example.com"}
        who |= {"subject": f"ขอต่ออายุใบอนุญาตประกอบกิจการ ฉบับที่ {letter}", "excerpt": "เรียน นายกเทศมนตรี " * 5}
        batch: list[Any] = []
        if step == 0:
            noun, verb, subject = "inboundemail", "received", None
            own: dict[str, Any] = {
                "id": key,
                "sha256": hashlib.sha256(b"%d" % key).hexdigest(),
                "size": 1_000,
            }
            own |= {"state": "unsorted", "arrived_at": moment(at), "attachments": 0, "thread_ids": []}
            line, opened = committed(own, who)
            rows[noun, key] = (dict(line), own | who)
            batch = [[key, line]]
            facts: dict[str, Any] = {"count": 1, "columns": sorted(line), "rows": rows_digest(batch)}
        elif step == 1:
            noun, verb, subject, counted = "incomingentry", "entered", key, counted + 1
            own = {"id": key, "year": 2569, "number": counted, "email_id": key, "registered_at": moment(at)}
            own |= {"restricted": False, "action": "กองสาธารณสุข", "remarks": ""}
            line, opened = committed(own, {"subject": who["subject"], "sender": who["sender_name"]})
            rows[noun, key] = (dict(line), own | {"subject": who["subject"], "sender": who["sender_name"]})
            facts = {"made": line}
        else:
            noun, verb, subject, opened = "inboundemail", "registered", key, {}
            facts = {"changed": {"state": ["unsorted", "registered"]}}
            rows[noun, key][0]["state"] = rows[noun, key][1]["state"] = "registered"
        said: dict[str, Any] = {
            "actor": "officer:1",
            "verb": verb,
            "noun": noun,
            "subject": subject,
            "facts": facts,
        }
        head = entry_digest(agency=agency, number=number, at=at, previous=head, **said)
        said |= {"number": number, "version": 1, "at": moment(at), "digest": head, "batch": batch}
        yield "entries.jsonl", said | {"openings": [[noun, key, opened]] if opened else []}
        entries.append(["entry", number, head])
        touched.add((noun, key))
        if number % ENTRIES_A_DAY == 0 or number == ENTRIES:
            tree = MerkleTree()
            for entry in entries:
                tree.add(entry)
            letters = set()
            for of, row in sorted(touched):
                tree.add(["row", of, row, rows[of, row][0]])
                letters |= {rows[of, row][0]["sha256"]} if of == "inboundemail" else set()
            for digest in sorted(letters):
                tree.add(["letter", digest])
            counts = {"entries": len(entries), "rows": len(touched), "letters": len(letters)}
            seal: dict[str, Any] = {
                "day": str((begins + timedelta(days=day)).date()),
                "first": first,
                "last": number,
            }
            seal |= {"counts": counts, "head": head, "root": tree.root(), "prev": prev}
            seal["counters"] = [["incomingentry", 2569, counted]] if counted else []
            prev = seal_digest(agency, seal)
            yield "seals.jsonl", seal | {"digest": prev}
            first, entries, touched = number + 1, [], set()
    for (of, row), (_, fields) in sorted(rows.items()):
        assert canonical(fields)
        yield "rows.jsonl", {"noun": of, "key": row, "fields": fields}
    counters.append(["incomingentry", 2569, counted])
