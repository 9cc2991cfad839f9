"""saraban import-mail: letters from files onto the desk, each once: .eml, mbox, or a Maildir."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from saraban.agencies.duties import OPERATOR
from saraban.law.refusal import Refusal
from saraban.mail.intake import take_file
from saraban.mail.models import Mailbox
from saraban.mail.reader.mailboxes import Place, places
from saraban.mail.reading import read_files
from saraban.management.readiness import agency_named, make_ready, say
from saraban.tenancy.scope import acting_for


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
    parser.add_argument("--agency", metavar="SLUG", help="ชื่อย่อของหน่วยงาน เมื่อมีหลายหน่วยงาน")


def run(args: argparse.Namespace) -> int:
    make_ready()
    agency = agency_named(args.agency)
    taken = known = 0
    with acting_for(agency):
        mailbox = Mailbox.objects.filter(active=True).first()
        if mailbox is None:
            raise Refusal(
                "no_mailbox", "ยังไม่ได้นำเข้า เพราะหน่วยงานยังไม่มีกล่องอีเมลกลาง โปรดตั้งด้วย saraban found ก่อน"
            )
        missing = [path for path in args.paths if not (path.is_file() or path.is_dir())]
        if missing:
            names = ", ".join(str(path) for path in missing)
            raise Refusal("no_file", f"ยังไม่ได้นำเข้า เพราะไม่พบ {names} โปรดตรวจชื่อไฟล์ ไม่มีอะไรถูกนำเข้า")
        for path in args.paths:
            for place in places(path):
                new = take_file(
                    mailbox, place.read(), arrived_at=_arrived_at(place), read=read_files, by=OPERATOR
                )
                taken, known = taken + new, known + (not new)
    print(taken)
    say(f"นำเข้าแล้ว {taken} ฉบับ มีอยู่แล้ว {known} ฉบับ")
    return 0


def _arrived_at(place: Place) -> datetime | None:
    """A Maildir keeps the hour of arrival as its file's own; elsewhere the letter itself has to tell."""
    if place.path.parent.name not in ("new", "cur"):
        return None
    return datetime.fromtimestamp(place.path.stat().st_mtime, tz=UTC)
