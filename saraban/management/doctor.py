"""saraban doctor: what is broken, in plain Thai, and what to do about it. Changes nothing."""

from __future__ import annotations

import argparse
import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import localdate, localtime, now

from saraban.agencies.calendar import CalendarYear
from saraban.agencies.duties import Duty
from saraban.agencies.models import Assignment, Profile
from saraban.audit.entries import AuditEntry
from saraban.evidence.mailed import holders
from saraban.evidence.seals import DaySeal
from saraban.evidence.stamps import late_since
from saraban.files.secrets import NoSecret, read_secret
from saraban.guard import missing as missing_guard
from saraban.law.initial_level_manual_2566 import mailbox_name_ok
from saraban.law.refusal import Refusal
from saraban.mail.connections import open_inbox, open_outbox
from saraban.mail.gateway import MailFailure
from saraban.mail.models import LedgerLine, Mailbox, MailboxWatch, OutboundEmail
from saraban.registers.recoveries import Recovery
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import medium_date, thai_time

DISK_FREE_MIN = 500 * 1024 * 1024  # bytes
SILENCE_MAX = timedelta(minutes=30)
SEALED_WITHIN = timedelta(days=2)  # yesterday is sealed soon after midnight
LATE_MAX = timedelta(hours=1)
YEAR_AHEAD = timedelta(days=45)  # how early next year's calendar is asked for
AGENCIES_MAX = 1_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `broken`: something does not work now; else it is all right, or only to be minded."""

    code: str
    broken: bool
    message: str
    agency: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON")


def run(args: argparse.Namespace) -> int:
    findings = list(_examine())
    broken = any(finding.broken for finding in findings)
    if args.json:
        print(json.dumps({"ok": not broken, "findings": [asdict(f) for f in findings]}, ensure_ascii=False))
    else:
        for finding in findings:
            where = f"[{finding.agency}] " if finding.agency else ""
            print(f"{'เสีย' if finding.broken else 'ดี  '} {where}{finding.message}")
    return 1 if broken else 0


def _examine() -> Iterator[Finding]:
    yield _disk()
    database = _database()
    yield database
    if database.broken:
        return
    agencies = list(Agency.objects.order_by("pk")[:AGENCIES_MAX])
    if not agencies:
        yield Finding("agency", True, "ยังไม่มีหน่วยงานในระบบ โปรดตั้งด้วย saraban found")
    for agency in agencies:
        with acting_for(agency):
            yield from _agency(agency)


def _disk() -> Finding:
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError as error:
        return Finding(
            "disk",
            True,
            f"ใช้โฟลเดอร์ข้อมูล {settings.DATA_DIR} ไม่ได้ ({error.strerror}) โปรดตรวจสิทธิ์หรือ SARABAN_DATA",
        )
    words = f"ที่ว่างในดิสก์เหลือ {free / 1024**3:.1f} กิกะไบต์"
    if free < DISK_FREE_MIN:
        return Finding("disk", True, f"{words} น้อยเกินไป จดหมายใหม่จะยังไม่เข้าระบบ โปรดเพิ่มพื้นที่ ข้อมูลเดิมอยู่ครบ")
    return Finding("disk", False, words)


def _database() -> Finding:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Finding(
            "database", True, f"เปิดฐานข้อมูลไม่ได้ ({str(error).strip()[:200]}) โปรดตรวจ SARABAN_DATABASE และดิสก์"
        )
    if waiting:
        return Finding(
            "database",
            True,
            "ฐานข้อมูลยังไม่เป็นรุ่นปัจจุบัน โปรดสั่ง saraban serve หรือ saraban work หนึ่งครั้ง ข้อมูลเดิมอยู่ครบ",
        )
    if gone := missing_guard(connection):
        return Finding(
            "guard",
            True,
            f"ด่านที่ฐานข้อมูลใช้กันการลบและแก้ทะเบียนหายไป {len(gone)} ด่าน ({gone[0]}) โปรดแจ้งผู้ดูแลเครื่องและผู้ตรวจสอบ "
            "แล้วสั่ง saraban verify ด้วยตราปิดวันที่เก็บไว้นอกเครื่อง",
        )
    return Finding("database", False, "ฐานข้อมูลใช้ได้และเป็นรุ่นปัจจุบัน")


def _agency(agency: Agency) -> Iterator[Finding]:
    slug = agency.slug
    profile = Profile.objects.first()
    if profile is None:
        yield Finding("profile", True, "ยังไม่มีข้อมูลหน่วยงาน โปรดตั้งใหม่ด้วย saraban found", slug)
        return
    yield from _calendar(slug)
    yield _recovery(slug)
    registry = Assignment.objects.filter(duty=Duty.REGISTRY, ended_at=None, officer__active=True)
    if not registry.exclude(officer__user=None).exists():
        yield Finding("registry", True, "ไม่มีเจ้าหน้าที่สารบรรณที่เข้าระบบได้ โปรดมอบหน้าที่ในหน้าตั้งค่า", slug)
    mailboxes = list(Mailbox.objects.filter(active=True).select_related("agency"))
    if not mailboxes:
        yield Finding("mailbox", True, "ยังไม่มีกล่องอีเมลกลาง จึงยังไม่รับหนังสือทางอีเมล โปรดตั้งด้วย saraban found", slug)
    for mailbox in mailboxes:
        yield from _mailbox(mailbox, slug)
    yield _outbox(slug)
    yield from _seals(slug)


def _calendar(slug: str) -> Iterator[Finding]:
    known = {year.year: year.confirmed for year in CalendarYear.objects.all() if year.counts}
    today = localtime(now()).date()
    for year in sorted({today.year + 543, (today + YEAR_AHEAD).year + 543}):
        if year not in known:
            yield Finding(
                "calendar",
                True,
                f"ยังไม่มีปฏิทินวันหยุดปี {year} จึงคำนวณเวลารับไม่ได้ โปรดเพิ่มวันหยุดให้ครบแล้วกดยืนยันในหน้าปฏิทิน",
                slug,
            )
        else:
            checked = "ยืนยันแล้ว" if known[year] else "ยังไม่ได้ยืนยัน โปรดเทียบกับประกาศแล้วกดยืนยันในหน้าปฏิทิน"
            yield Finding("calendar", False, f"ปฏิทินวันหยุดปี {year} มีแล้ว {checked}", slug)


def _mailbox(mailbox: Mailbox, slug: str) -> Iterator[Finding]:
    if not mailbox_name_ok(mailbox.address):
        yield Finding("mailbox_name", False, f"{mailbox.address} ไม่ขึ้นต้นด้วย saraban ตามคู่มือข้อ 1.3", slug)
    if mailbox.secret:
        try:
            read_secret(settings.DATA_DIR, mailbox.secret)
        except NoSecret:
            yield Finding(
                "secret",
                True,
                f"ไม่พบแฟ้มรหัสผ่านของ {mailbox.address} โปรดตั้งรหัสผ่านใหม่ จดหมายยังอยู่ที่ผู้ให้บริการ",
                slug,
            )
            return
    yield _can_read(mailbox, slug)
    yield _can_send(mailbox, slug)
    watch = MailboxWatch.objects.filter(mailbox=mailbox).first()
    looked_at = watch.looked_at if watch else None
    if looked_at is None or now() - looked_at > SILENCE_MAX:
        since = f"ตั้งแต่ {_when(looked_at)}" if looked_at else "เลย"
        yield Finding(
            "looked",
            True,
            f"ยังไม่ได้ตรวจ {mailbox.address} {since} โปรดดูว่า saraban serve หรือ work ทำงานอยู่",
            slug,
        )
    else:
        yield Finding("looked", False, f"ตรวจ {mailbox.address} ล่าสุด {_when(looked_at)}", slug)
    withheld = LedgerLine.objects.filter(mailbox=mailbox, outcome=LedgerLine.FAILED).count()
    if withheld:
        yield Finding(
            "withheld", False, f"มีจดหมาย {withheld} ฉบับที่เซิร์ฟเวอร์ไม่ให้ หรือถูกย้ายหรือลบก่อนดึงมา โปรดดูในเว็บเมล", slug
        )


def _recovery(slug: str) -> Finding:
    recovery = Recovery.objects.open()
    if recovery is None:
        return Finding("restored", False, "เลขในฐานข้อมูลต่อจากเลขสุดท้ายที่ออกไป", slug)
    why = f" ({recovery.trouble})" if recovery.trouble else ""
    return Finding(
        "restored",
        True,
        f"ฐานข้อมูลกู้คืนมาจากชุดสำรอง และยังไม่ได้เทียบเลขกับกล่อง “ส่งแล้ว”{why} ยังไม่ออกเลขใด โปรดรอให้ต่อกล่องได้ "
        "หรือบอกเลขสุดท้ายด้วย saraban restored --last … --as …",
        slug,
    )


def _can_read(mailbox: Mailbox, slug: str) -> Finding:
    try:
        inbox = open_inbox(mailbox, stop=threading.Event())
        try:
            folders = [folder.name for folder in inbox.folders()]
        finally:
            inbox.close()
    except (MailFailure, Refusal) as failure:
        return Finding("inbox", True, failure.message, slug)
    junk = "" if len(folders) > 1 else " (ไม่พบกล่องจดหมายขยะ โปรดตรวจในเว็บเมลเอง)"
    return Finding("inbox", False, f"อ่านกล่อง {', '.join(folders)} ของ {mailbox.address} ได้{junk}", slug)


def _can_send(mailbox: Mailbox, slug: str) -> Finding:
    try:
        outbox = open_outbox(mailbox)
        try:
            outbox.check()
        finally:
            outbox.close()
    except (MailFailure, Refusal) as failure:
        return Finding("outbox", True, failure.message, slug)
    return Finding("outbox", False, f"เครื่องส่งจดหมายของ {mailbox.address} รับการเชื่อมต่อ", slug)


def _outbox(slug: str) -> Finding:
    late = OutboundEmail.objects.filter(state=OutboundEmail.QUEUED, dated_at__lt=now() - LATE_MAX).count()
    doubtful = OutboundEmail.objects.filter(
        state__in=[OutboundEmail.HELD, OutboundEmail.UNCERTAIN, OutboundEmail.FAILED]
    ).count()
    if late:
        return Finding(
            "late", True, f"มีจดหมาย {late} ฉบับค้างส่งเกินหนึ่งชั่วโมง โปรดดูหน้าจดหมายออก หนังสือยังอยู่ครบ", slug
        )
    if doubtful:
        return Finding("doubtful", False, f"มีจดหมาย {doubtful} ฉบับที่รอเจ้าหน้าที่ตัดสินใจในหน้าจดหมายออก", slug)
    return Finding("late", False, "ไม่มีจดหมายค้างส่ง", slug)


def _seals(slug: str) -> Iterator[Finding]:
    newest = DaySeal.objects.latest_day()
    begun = AuditEntry.objects.order_by("number").values_list("at", flat=True).first()
    sealed_until = (
        newest.day if newest is not None else localdate(begun) - timedelta(days=1) if begun else None
    )
    if sealed_until is not None and localdate(now()) - sealed_until > SEALED_WITHIN:
        since = f"ตั้งแต่หลัง {medium_date(sealed_until)}"
        yield Finding(
            "sealed", True, f"ยังไม่ได้ปิดวัน{since} โปรดดูว่า saraban serve หรือ work ทำงานอยู่ และนาฬิกาตรง", slug
        )
    if Profile.here().tsa_url and (since_when := late_since()) is not None:
        yield Finding(
            "stamped",
            True,
            f"ผู้ให้บริการประทับเวลายังไม่ประทับตราปิดวันตั้งแต่ {_when(since_when)} โปรดดูที่อยู่และใบรับรองในหน้าตั้งค่า ตราอยู่ครบ",
            slug,
        )
    who = holders()
    if not who:
        yield Finding(
            "seals_held",
            False,
            "ไม่มีใครนอกหน่วยงานถือตราปิดวัน จึงไม่มีใครจับการแก้ย้อนหลังทั้งชุดได้ โปรดใส่อีเมลผู้ตรวจสอบในหน้าตั้งค่า",
            slug,
        )
    for holder in who:
        mail = holder.last_mail()
        if mail is not None and mail.state in OutboundEmail.TROUBLED:
            yield Finding(
                "seals_held", True, f"ตราปิดวันส่งไม่ถึง{holder.name} โปรดดูหน้าจดหมายออกและตรวจอีเมลในหน้าตั้งค่า", slug
            )


def _when(moment: object) -> str:
    there = localtime(moment)  # type: ignore[arg-type]
    return f"{medium_date(there)} {thai_time(there)}"
