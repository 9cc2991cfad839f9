"""saraban verify: the database against its log, seals and files, and against a seal that somebody kept."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from saraban.agencies.models import Profile
from saraban.evidence.bundle import Evidence
from saraban.evidence.stamps import SealStamp
from saraban.evidence.verify_register import held_seal
from saraban.law.refusal import Refusal
from saraban.management.readiness import agency_named, make_ready
from saraban.tenancy.scope import acting_for


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seal", metavar="FILE", type=Path, help="ตราปิดวันที่เก็บไว้ (จาก saraban seal --json)")
    parser.add_argument("--agency", metavar="SLUG", help="ชื่อย่อของหน่วยงาน เมื่อมีหลายหน่วยงาน")
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON")


def run(args: argparse.Namespace) -> int:
    make_ready()
    held = _held(args.seal) if args.seal else None
    with acting_for(agency_named(args.agency)):
        found = Evidence().verify(held)
        _check_stamps(found)
    print(json.dumps(found, ensure_ascii=False) if args.json else _told(found))
    return 0 if found["intact"] else 1


def _check_stamps(found: dict[str, Any]) -> None:
    """Add what the time stamps say, against the roots that the office has set: without them nobody's word is checked."""
    roots = Profile.here().tsa_roots
    stamps = (
        list(SealStamp.objects.select_related("agency", "seal__agency").order_by("seal__day"))
        if roots
        else []
    )
    wrong = [stamp for stamp in stamps if not stamp.holds(roots)]
    found["stamps"] = len(stamps)
    found["problems"] += [{"code": "stamp", "day": stamp.seal.day.isoformat()} for stamp in wrong]
    found["intact"] = not found["problems"]


def _told(found: dict[str, Any]) -> str:
    stamps = f" ประทับเวลา {found['stamps']} วัน" if found["stamps"] else ""
    said = [f"บันทึก {found['entries']} รายการ ปิดวันแล้ว {found['sealed_days']} วัน{stamps}"]
    said += [" ".join(f"{name}={value}" for name, value in problem.items()) for problem in found["problems"]]
    return "\n".join(
        [*said, "ครบถ้วน ไม่ถูกแก้" if found["intact"] else "ถูกแก้ ดูรายการข้างบน และตารางใน docs/evidence.md"]
    )


def _held(path: Path) -> dict[str, Any]:
    try:
        return held_seal(path.read_text(encoding="utf-8").strip())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal(
            "bad_seal",
            f"ยังไม่ได้ตรวจ เพราะอ่านตราปิดวันใน {path} ไม่ได้ โปรดใช้ไฟล์ที่ได้จาก saraban seal --json ไม่มีข้อมูลใดเปลี่ยน",
        ) from error
