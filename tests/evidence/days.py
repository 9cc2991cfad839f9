"""Some days of an office, told through the verbs, with the clock where the story wants it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from unittest import mock

from saraban.agencies.calendar import Holiday
from saraban.agencies.duties import MACHINE, OPERATOR
from saraban.evidence.seals import DaySeal
from saraban.mail.intake import take_file
from saraban.mail.models import InboundEmail, OutboundEmail, files
from saraban.mail.reading import read_files
from saraban.registers.books import Register
from saraban.registers.dispatches import Recipient
from saraban.registers.handed_in import Channel, HandedIn, HandIn
from saraban.registers.models import IncomingEntry, Particulars, Route
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.registers.scans import Scan
from tests.office import Office, bangkok, letter_bytes, open_office

CLOCKS = (
    "management.doctor",
    "audit.desk",
    "evidence.mailed",
    "evidence.seals",
    "evidence.sheets",
    "evidence.stamps",
    "mail.intake",
)
MONDAY = bangkok(2023, 1, 23, 9, 0)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    with ExitStack() as stack:
        for module in CLOCKS:
            stack.enter_context(mock.patch(f"saraban.{module}.now", lambda: moment))
        yield


def office_of_monday(data: Path) -> Office:
    """An office whose log begins on Monday."""
    with clock_at(MONDAY):
        return open_office(data=data)


def letter(office: Office, number: int, *, day: int) -> InboundEmail:
    raw = letter_bytes(
        f"เรื่องที่ {number}",
        sender=f"p{number}@example.com",
        message_id=f"<{number}@example.com>",
        body=f"เนื้อความ {number}",
    )
    at = MONDAY + timedelta(days=day, minutes=number)
    with clock_at(at):
        assert take_file(office.mailbox, raw, arrived_at=at, read=read_files, by=OPERATOR)
    return InboundEmail.objects.latest("pk")


def live_some_days(office: Office, *, letters: int = 3) -> None:
    """Monday and Tuesday with letters, an empty Wednesday, Thursday with a paper and erasures; nothing is sealed yet."""
    entries = []
    emails = [letter(office, number, day=0) for number in range(letters)]
    for number, email in enumerate(emails):
        with clock_at(MONDAY + timedelta(hours=2, minutes=number)):
            route = Route(unit=office.unit) if number % 2 else None
            entries.append(IncomingEntry.objects.enter(email, by=office.clerk, route=route))
    for number in range(letters, letters * 2):
        letter(office, number, day=1)
    with clock_at(MONDAY + timedelta(days=1, hours=3)):
        entries[0].restrict(by=office.clerk)
        with office.unit.change("corrected", by=office.clerk):
            office.unit.phone = "02 999 9999"
    with clock_at(MONDAY + timedelta(days=3)):
        HandedIn.objects.enter(
            HandIn(Channel.PAPER, scans=[Scan("หนังสือ.pdf", b"%PDF-1.4 paper")]),
            by=office.clerk,
            particulars=Particulars(sender="นางมาลี", subject="ขอแก้ทะเบียนบ้าน"),
        )
        Holiday.objects.add(MONDAY.date() + timedelta(days=30), "วันหยุดพิเศษ", by=office.clerk)
        InboundEmail.objects.earliest("pk").redact(
            "subject", "sender_name", by=OPERATOR, reason="คำสั่งที่ 1/2566"
        )
        entries[1].redact("subject", by=OPERATOR, reason="คำสั่งที่ 2/2566")
        for kind in (Register.OUTGOING, Register.ORDER, Register.OUTGOING):
            OutgoingEntry.objects.send(
                OutgoingLetter(
                    "ตอบข้อหารือ",
                    [Recipient("นางมาลี", "malee@example.com")],
                    kind=kind,
                    files=[Scan("ตอบ.pdf", b"%PDF-1.7")],
                ),
                by=office.clerk,
            )
        until = MONDAY.date() + timedelta(days=9)
        held = OutgoingEntry.objects.reserve(Register.ORDER, until=until, because="รอลงนาม", by=office.clerk)
        held.void("ไม่ใช้", by=office.clerk)
    outgoing = OutboundEmail.objects.earliest("pk")
    sent = files().keep(office.agency, outgoing.as_bytes()).sha256
    OutboundEmail.across_agencies.get_queryset().filter(pk=outgoing.pk).lease(sha256=sent)
    outgoing.refresh_from_db()
    with clock_at(MONDAY + timedelta(days=3, hours=1)):
        outgoing.mark_sent(MONDAY + timedelta(days=3))


def sealed_until(day: int) -> DaySeal:
    """The days before `day` (Monday is 0) are sealed; the latest seal."""
    with clock_at(MONDAY + timedelta(days=day)):
        DaySeal.objects.seal_due(by=MACHINE)
    seal = DaySeal.objects.latest_day()
    assert seal is not None
    return seal
