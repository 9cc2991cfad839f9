"""saraban explain: why the law's clock says what it says, what the reader finds in a letter, what a card proposes.

Needs no settings, database, agency or network.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import datetime
from typing import Any

from saraban.law.electronic_act_2565 import section_10_deemed_received_at, section_10_reasons
from saraban.law.government_holidays import seeded_calendar, seeded_doubts
from saraban.law.refusal import Refusal
from saraban.law.saraban_regulation_2526 import register_year
from saraban.mail.reader.explain import explain
from saraban.proposals.reading import explain_cards
from saraban.thai.dates import BANGKOK
from saraban.thai.digits import arabic_digits
from saraban.thai.provinces import UnknownProvince, province_named

BE_YEAR_MIN = 2400  # a year from here on is พ.ศ.


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="received-at|mail|card")
    received = what.add_parser("received-at", help="จดหมายที่เข้าระบบเวลานี้ ถือว่าได้รับเมื่อใด")
    received.add_argument(
        "moment", metavar="TIME", help="เช่น 2566-01-22T21:33:00 (ปี 2400 ขึ้นไปเป็น พ.ศ.; ไม่ระบุเขตเวลา = ไทย)"
    )
    received.add_argument("--province", help="จังหวัด สำหรับวันหยุดเฉพาะพื้นที่")
    received.add_argument("--json", action="store_true", help="ตอบเป็น JSON")
    mail = what.add_parser("mail", help="อ่านจดหมายจากไฟล์ .eml, mbox หรือ Maildir")
    mail.add_argument("paths", nargs="+", metavar="PATH")
    mail.add_argument("--jsonl", action="store_true", help="ตอบเป็น JSON บรรทัดละฉบับ")
    card = what.add_parser("card", help="เสนอช่องของทะเบียนจากไฟล์ .eml, mbox หรือ Maildir และ PDF ที่แนบ")
    card.add_argument("paths", nargs="+", metavar="PATH")
    card.add_argument("--agency", metavar="NAME", help="หน่วยงานของเรา; ไม่ระบุ = ดูจากชื่อกล่องใน To")
    card.add_argument("--jsonl", action="store_true", help="ตอบเป็น JSON บรรทัดละฉบับ")


def run(args: argparse.Namespace) -> int:
    return {"received-at": _received_at, "mail": _mail, "card": _card}[args.what](args)


def _received_at(args: argparse.Namespace) -> int:
    arrived_at = _moment(args.moment)
    if arrived_at is None:
        print(
            f"saraban: ยังไม่ได้คำนวณ เพราะอ่านเวลา “{args.moment}” ไม่ได้ โปรดเขียนอย่าง 2566-01-22T21:33:00",
            file=sys.stderr,
        )
        return 2
    try:
        province = province_named(args.province) if args.province else None
    except UnknownProvince as unknown:
        print(f"saraban: ยังไม่ได้คำนวณ {unknown}", file=sys.stderr)
        return 2
    calendar = seeded_calendar(province)
    try:
        deemed_at = section_10_deemed_received_at(arrived_at, calendar=calendar)
        why = section_10_reasons(arrived_at, calendar=calendar)
    except Refusal as refusal:
        print(f"saraban: {refusal.message}", file=sys.stderr)
        return 1
    why += seeded_doubts({arrived_at.date(), deemed_at.date()}, province)
    said: dict[str, Any] = {
        "arrived_at": arrived_at.isoformat(timespec="seconds"),
        "deemed_at": deemed_at.isoformat(timespec="seconds"),
        "register_year": register_year(deemed_at=deemed_at, registered_at=deemed_at),
        "why": why,
    }
    if args.json:
        print(json.dumps(said, ensure_ascii=False))
    else:
        print(said["deemed_at"])
        for sentence in why:
            print(sentence)
    return 0


def _moment(text: str) -> datetime | None:
    """An aware time in Bangkok, whole seconds; None where it cannot be read."""
    said = arabic_digits(text.strip()).replace(" ", "T")
    found = re.fullmatch(
        r"(\d{4})(-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?)", said
    )
    if found is None:
        return None
    year = int(found[1])
    try:
        moment = datetime.fromisoformat(f"{year - 543 if year >= BE_YEAR_MIN else year:04d}{found[2]}")
        there = moment.replace(tzinfo=BANGKOK) if moment.tzinfo is None else moment.astimezone(BANGKOK)
    except (ValueError, OverflowError):
        return None
    return there.replace(microsecond=0)


def _mail(args: argparse.Namespace) -> int:
    for line in explain(args.paths):
        if args.jsonl:
            print(json.dumps(line, ensure_ascii=False), flush=True)
        else:
            _tell(line)
    return 0


def _tell(line: dict[str, Any]) -> None:
    sender = line["from"] or {"name": "", "address": ""}
    print(line["path"])
    print(f"  จาก    {sender['name']} <{sender['address']}>")
    print(f"  เรื่อง   {line['subject']}")
    for file in line["attachments"]:
        print(f"  แนบ    {file['name']} ({file['content_type']}, {file['size']} ไบต์)")
    if line["automatic"]:
        print(f"  จดหมายอัตโนมัติ: {line['automatic']}")
    if line["bounce"]:
        print("  แจ้งส่งไม่ถึง: " + ", ".join(one["address"] for one in line["bounce"]["recipients"]))
    for warning in line["warnings"]:
        print(f"  ข้อสังเกต: {warning}")


COLUMNS = {"their_number": "ที่", "dated": "ลงวันที่", "sender": "จาก", "recipient": "ถึง", "subject": "เรื่อง"}
OUTCOMES = {
    "register": "ลงรับ",
    "no_registration": "ไม่ต้องลงรับ",
    "misdirected": "ส่งผิดหน่วยงาน",
    "spam": "ขยะหรือโฆษณา",
}


def _card(args: argparse.Namespace) -> int:
    for line in explain_cards(args.paths, agency=args.agency):
        if args.jsonl:
            print(json.dumps(line, ensure_ascii=False), flush=True)
        else:
            _tell_card(line)
    return 0


def _tell_card(line: dict[str, Any]) -> None:
    print(line["path"])
    print(f"  {OUTCOMES[line['outcome']]} {line['outcome_because']}".rstrip())
    for letter in line["letters"]:
        print(f"  หนังสือ {'ในเนื้อจดหมาย' if letter['part'] == 'body' else letter['part']}")
        for name, thai in COLUMNS.items():
            column = letter[name]
            mark = f" [สงสัย: {column['doubt']}]" if column["doubt"] else ""
            print(f"    {thai:<8} {column['value'] or ''} ({column['read_from']}){mark}")
        for name, thai in (("urgency", "ความเร็ว"), ("secrecy", "ความลับ")):
            if letter[name]:
                print(f"    {thai:<8} {letter[name]}")
    if signer := line["signed"]:
        print(
            f"  ลงนามโดย {signer['name']} <{signer['address']}> กุญแจ {signer['key'][:16]}… (ยังไม่ได้เทียบกับกุญแจที่เคยใช้)"
        )
    for why in line["unsafe_because"]:
        print(f"  ต้องดูก่อน: {why}")
