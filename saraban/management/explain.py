"""saraban explain: why the law's clock says what it says, what the reader finds in a letter, what a card proposes, what
the signatures of a PDF are worth.

Needs no settings, database, agency or network.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from saraban.documents.prolonging import level_of
from saraban.documents.roots import NoRoots, trusted_roots
from saraban.documents.signatures import PdfVerdict
from saraban.documents.stamping import Level, Unstampable
from saraban.documents.verification import verify_each
from saraban.law.electronic_act_2565 import section_10_deemed_received_at, section_10_reasons
from saraban.law.government_holidays import seeded_calendar, seeded_doubts
from saraban.law.refusal import Refusal
from saraban.law.saraban_regulation_2526 import register_year
from saraban.mail.reader.explain import explain
from saraban.proposals.reading import explain_cards, read_words
from saraban.thai.dates import BANGKOK, full_date, thai_time
from saraban.thai.digits import arabic_digits
from saraban.thai.provinces import UnknownProvince, province_named

BE_YEAR_MIN = 2400  # a year from here on is พ.ศ.


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="received-at|mail|card|pdf")
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
    pdf = what.add_parser("pdf", help="ตรวจลายมือชื่อดิจิทัลในไฟล์ PDF")
    pdf.add_argument("paths", nargs="+", metavar="PATH")
    pdf.add_argument(
        "--trust",
        action="append",
        default=[],
        type=Path,
        metavar="PEM",
        help="เชื่อใบรับรองรากในไฟล์นี้ด้วย นอกจากของ NRCA; ใส่ซ้ำได้",
    )
    pdf.add_argument("--at", metavar="TIME", help="ตรวจอย่างที่เป็น ณ เวลานี้; ไม่ระบุ = ขณะนี้")
    pdf.add_argument("--jsonl", action="store_true", help="ตอบเป็น JSON บรรทัดละไฟล์")


def run(args: argparse.Namespace) -> int:
    return {"received-at": _received_at, "mail": _mail, "card": _card, "pdf": _pdf}[args.what](args)


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


WORDS_MAX = 200_000  # characters of a file that are looked through for the address of its check
CHECK = re.compile(r"https?://[A-Za-z0-9.:-]{1,200}/v/[0-9a-f]{20}")
COLOURS = {"green": "เขียว", "amber": "เหลือง", "grey": "เทา", "red": "แดง"}
CHANGES = {"nothing": "ไม่มี", "form": "มีการกรอกหรือเพิ่มข้อมูล", "other": "มีการแก้ หรือดูไม่ได้ว่าแก้หรือไม่"}


def _pdf(args: argparse.Namespace) -> int:
    at = _moment(args.at) if args.at else None
    if args.at and at is None:
        print(
            f"saraban: ยังไม่ได้ตรวจ เพราะอ่านเวลา “{args.at}” ไม่ได้ โปรดเขียนอย่าง 2566-01-22T21:33:00",
            file=sys.stderr,
        )
        return 2
    try:
        roots = trusted_roots(args.trust)
    except NoRoots as trouble:
        print(f"saraban: {trouble}", file=sys.stderr)
        return 2
    verdicts = verify_each([Path(path) for path in args.paths], roots=roots, at=at)
    for path, verdict in zip(args.paths, verdicts, strict=True):
        if args.jsonl:
            print(json.dumps({"path": path, **verdict.as_json()}, ensure_ascii=False), flush=True)
        else:
            _tell_pdf(path, verdict)
            if (level := _level(Path(path), verdict)) is not None:
                print(f"  หลักฐาน: {level.thai} ({level.value})")
            if check := _checked_at(Path(path)):
                print(f"  หน้าตรวจสอบของผู้ออก: {check}")
    return 0


def _level(path: Path, told: PdfVerdict) -> Level | None:
    """How well the last signature is proven; None where there is none, or it cannot be told."""
    try:
        return level_of(path.read_bytes()) if told.signatures else None
    except (Unstampable, OSError):
        return None


def _checked_at(path: Path) -> str:
    """Where its issuer says whether it still stands: the address that the paper itself bears; empty where none is printed."""
    if not path.is_file():
        return ""
    found = CHECK.search("".join(read_words(path, name="paper.pdf", characters_max=WORDS_MAX).split()))
    return found[0] if found else ""


def _tell_pdf(path: str, told: PdfVerdict) -> None:
    print(path)
    print(f"  {COLOURS[told.verdict]}: {told.why}")
    for one in told.signatures:
        when = (
            f" เมื่อ {full_date(one.signed_at)} {thai_time(one.signed_at)}" if one.signed_at else " ไม่ทราบเวลา"
        )
        print(f"  ลงนามโดย {one.signer or 'ผู้ไม่ทราบชื่อ'}{when} [{COLOURS[one.verdict]}]")
        print(f"    ใบรับรองออกโดย {one.issuer or 'ผู้ไม่ทราบชื่อ'}")
        print(f"    การแก้หลังลงนาม: {CHANGES[one.changed_after]}")
        if len(told.signatures) > 1:
            print(f"    {one.why}")
