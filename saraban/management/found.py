"""saraban found: a new agency, with its mailbox and its first officer."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate

from saraban.law.refusal import Refusal
from saraban.mail.founding import AgencyFacts, MailboxFacts, OfficerFacts, found
from saraban.mail.servers import Kind, read_mailbox_url, read_smtp_url
from saraban.management.passwords import password_asked, password_in
from saraban.management.readiness import make_ready, say
from saraban.thai.dates import BadDate, medium_date, parse_date

LOOKS_BACK = timedelta(days=30)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="ชื่อหน่วยงาน เช่น เทศบาลตำบลคลองน้อย")
    parser.add_argument("--province", required=True, help="จังหวัด")
    parser.add_argument("--phone", required=True, help="โทรศัพท์งานสารบรรณ")
    parser.add_argument("--domain", required=True, help="โดเมน เช่น klongnoy.go.th")
    parser.add_argument(
        "--mailbox", required=True, metavar="URL", help="imaps://user@host:port หรือ maildir:///path"
    )
    parser.add_argument(
        "--smtp", required=True, metavar="URL", help="smtps://user@host:port หรือ maildir:///path"
    )
    parser.add_argument("--officer", required=True, metavar="E-MAIL", help="อีเมลของเจ้าหน้าที่สารบรรณคนแรก")
    parser.add_argument("--officer-name", default="เจ้าหน้าที่สารบรรณ", help="ชื่อของเจ้าหน้าที่คนแรก")
    parser.add_argument("--head", default="หัวหน้าหน่วยงาน", help="ตำแหน่งหัวหน้าหน่วยงาน เช่น นายกเทศมนตรี")
    parser.add_argument(
        "--password-file", type=Path, metavar="FILE", help="ไฟล์รหัสผ่านของกล่อง; ไม่ระบุ = โปรแกรมถาม"
    )
    parser.add_argument("--address", default="", help="ที่อยู่อีเมลกลาง ถ้าต่างจากชื่อผู้ใช้ใน --mailbox")
    parser.add_argument(
        "--since",
        metavar="DATE",
        help="รับจดหมายที่เข้ากล่องตั้งแต่วันนี้เป็นต้นไป เช่น 1/11/69; ไม่ระบุ = ถาม หรือย้อนหลัง 30 วัน",
    )


def run(args: argparse.Namespace) -> int:
    make_ready()
    since = _since(args.since)
    founded = found(
        AgencyFacts(
            name=args.name, province=args.province, phone=args.phone, domain=args.domain, head_title=args.head
        ),
        MailboxFacts(
            inbox_url=args.mailbox,
            outbox_url=args.smtp,
            since=since,
            address=args.address,
            password=_password(args),
        ),
        OfficerFacts(email=args.officer, name=args.officer_name),
    )
    for warning in founded.warnings:
        say(warning)
    say(
        f"ตั้ง{args.name}แล้ว รับจดหมายที่เข้ากล่องตั้งแต่ {medium_date(since)} ลิงก์ข้างล่างใช้เข้าระบบได้ครั้งเดียวภายใน 24 ชั่วโมง"
    )
    print(f"{settings.SITE_URL}/sign-in/{founded.token}/")
    return 0


def _since(said: str | None) -> date:
    """The first day whose letters are taken. Raises `Refusal`."""
    today = localdate()
    default = today - LOOKS_BACK
    if said is None and sys.stdin.isatty():
        say(f"รับจดหมายที่เข้ากล่องตั้งแต่วันใด (กด Enter = {medium_date(default)}): ")
        said = sys.stdin.readline().strip()
    if not said:
        return default
    try:
        return parse_date(said, today=today)
    except BadDate as bad:
        raise Refusal("bad_since", f"ยังไม่ได้ตั้งหน่วยงาน {bad} ยังไม่มีข้อมูลใดถูกบันทึก") from bad


def _password(args: argparse.Namespace) -> str:
    """Raises `Refusal`."""
    if args.password_file is not None:
        return password_in(args.password_file)
    urls = [read_mailbox_url(args.mailbox), read_smtp_url(args.smtp)]
    wanted = any(url.kind is not Kind.MAILDIR and url.user for url in urls)
    return password_asked() if wanted else ""
