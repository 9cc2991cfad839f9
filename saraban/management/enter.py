"""saraban enter: register a letter without a browser, by an officer's name."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from pathlib import Path

from django.utils.timezone import localtime

from saraban.law.refusal import Refusal
from saraban.mail.models import InboundEmail
from saraban.management.readiness import make_ready, officer_named, say
from saraban.registers.models import IncomingEntry
from saraban.tenancy.scope import acting_for

SHA256_PREFIX_MIN = 8  # characters
LISTED_MAX = 200


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "letter",
        nargs="?",
        metavar="LETTER",
        help="หมายเลขจดหมาย, SHA-256 (8 ตัวแรกขึ้นไป), Message-ID หรือไฟล์ .eml; เว้นไว้เพื่อดูรายการที่รอลงรับ",
    )
    parser.add_argument(
        "--as", dest="officer", required=True, metavar="OFFICER", help="อีเมลหรือหมายเลขเจ้าหน้าที่"
    )
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON")


def run(args: argparse.Namespace) -> int:
    make_ready()
    officer = officer_named(args.officer)
    with acting_for(officer.agency):
        if args.letter is None:
            return _list_waiting(as_json=args.json)
        entry = IncomingEntry.objects.enter(_letter(args.letter), by=officer)
    if args.json:
        print(json.dumps(_as_json(entry), ensure_ascii=False))
    else:
        print(entry.receipt_number)
        say(f"ลงรับแล้ว เลขรับ {entry.receipt_number}")
    return 0


def _letter(said: str) -> InboundEmail:
    letters = InboundEmail.objects.all()
    if said.isascii() and said.isdigit() and len(said) < 10:
        letters = letters.filter(pk=int(said))
    elif re.fullmatch(rf"[0-9a-fA-F]{{{SHA256_PREFIX_MIN},64}}", said):
        letters = letters.filter(sha256__startswith=said.lower())
    elif said.endswith(".eml") and Path(said).is_file():
        letters = letters.filter(sha256=hashlib.sha256(Path(said).read_bytes()).hexdigest())
    else:
        letters = letters.filter(message_id="<" + said.strip("<>") + ">")
    found = list(letters.order_by("pk")[:2])
    if len(found) != 1:
        why = "ไม่พบจดหมายนี้" if not found else "มีจดหมายมากกว่าหนึ่งฉบับตรงกับที่ระบุ"
        raise Refusal("no_letter", f"ยังไม่ได้ลงรับ เพราะ{why} โปรดดูรายการด้วย saraban enter --as … ไม่มีเลขใดถูกใช้")
    return found[0]


def _list_waiting(*, as_json: bool) -> int:
    for letter in InboundEmail.objects.waiting()[:LISTED_MAX]:
        if as_json:
            said = {
                "letter": letter.pk,
                "sha256": letter.sha256,
                "message_id": letter.message_id,
                "arrived_at": localtime(letter.arrived_at).isoformat(timespec="seconds"),
                "from": letter.sender_address,
                "subject": letter.subject,
                "folder": letter.role,
            }
            print(json.dumps(said, ensure_ascii=False))
        else:
            print(
                letter.pk,
                localtime(letter.arrived_at).isoformat(timespec="minutes"),
                letter.from_whom,
                letter.subject,
            )
    return 0


def _as_json(entry: IncomingEntry) -> dict[str, object]:
    return {
        "letter": entry.email_id,
        "sha256": entry.email.sha256 if entry.email is not None else None,
        "number": entry.number,
        "register_year": entry.year,
        "receipt_number": entry.receipt_number,
        "arrived_at": localtime(entry.arrived_at).isoformat(timespec="seconds"),
        "deemed_at": localtime(entry.deemed_at).isoformat(timespec="seconds"),
        "registered_at": localtime(entry.registered_at).isoformat(timespec="seconds"),
        "answer": entry.no_answer_because or "queued",
    }
