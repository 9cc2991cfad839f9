"""A small office, opened through the verbs, as every test needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import formataddr
from pathlib import Path
from typing import Any

from saraban.agencies.calendar import Holiday
from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Assignment, Officer, Profile, Unit
from saraban.mail.intake import take_file
from saraban.mail.models import InboundEmail, Mailbox
from saraban.mail.reading import read_files
from saraban.tenancy.models import Agency, User
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import BANGKOK


@dataclass(frozen=True)
class Office:
    agency: Agency
    clerk: Officer
    head: Officer
    unit: Unit
    mailbox: Mailbox


def open_office(slug: str = "klongnoy", *, data: Path, practice: bool = False) -> Office:
    agency = Agency.objects.create(slug=slug, practice=practice)
    with acting_for(agency):
        Profile.objects.record(
            "made",
            by=OPERATOR,
            name="เทศบาลตำบลคลองน้อย",
            province="นครนายก",
            registry_phone="02 123 4567",
            head_title="นายกเทศมนตรีตำบลคลองน้อย",
        )
        Holiday.objects.seed(by=OPERATOR)
        unit = Unit.objects.record(
            "added", by=OPERATOR, name="กองสาธารณสุข", phone="02 123 4568", email=f"health@{slug}.go.th"
        )
        clerk = add_officer("นางสาวสุดา ใจดี", f"suda@{slug}.go.th", Duty.REGISTRY, Duty.ADMINISTRATOR)
        head = add_officer("นายสมศักดิ์ ตั้งใจ", f"head@{slug}.go.th", Duty.HEAD)
        mailbox = Mailbox.objects.record(
            "connected",
            by=OPERATOR,
            address=f"saraban@{slug}.go.th",
            inbox_url=f"maildir://{data / slug / 'Maildir'}",
            outbox_url=f"maildir://{data / slug / 'sent'}",
            since=date(2023, 1, 1),
        )
    return Office(agency, clerk, head, unit, mailbox)


def add_officer(name: str, email: str, *duties: Duty) -> Officer:
    officer = Officer.objects.record(
        "added", by=OPERATOR, name=name, email=email, user=User.objects.make(email)
    )
    for duty in duties:
        Assignment.objects.give(officer, duty, by=OPERATOR)
    return officer


def bangkok(*when: int) -> datetime:
    return datetime(*when, tzinfo=BANGKOK)  # type: ignore[arg-type]


SUNDAY_NIGHT = bangkok(2023, 1, 22, 21, 33)  # the guide's own example


def letter_bytes(
    subject: str = "ขอต่ออายุใบอนุญาต",
    *,
    sender: str = "somchai@example.com",
    name: str = "นายสมชาย ที่ปรึกษาดี",
    message_id: str | None = None,
    body: str = "เรียน นายกเทศมนตรี\nข้าพเจ้าขอต่ออายุใบอนุญาต",
    headers: dict[str, str] | None = None,
    attachments: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    message = EmailMessage()
    message["From"] = f'"{name}" <{sender}>' if name.isascii() else _named(name, sender)
    message["To"] = "saraban@klongnoy.go.th"
    message["Subject"] = subject
    message["Date"] = "Sun, 22 Jan 2023 21:32:55 +0700"
    message["Message-ID"] = message_id or f"<{abs(hash((subject, sender, body)))}@example.com>"
    for header, value in (headers or {}).items():
        message[header] = value
    message.set_content(body)
    for file_name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="pdf", filename=file_name)
    return message.as_bytes()


def arrive(
    office: Office, raw: bytes | None = None, *, at: datetime = SUNDAY_NIGHT, **letter: Any
) -> InboundEmail:
    """A letter on the desk of this office, by way of the intake's own file verb."""
    data = raw if raw is not None else letter_bytes(**letter)
    with acting_for(office.agency):
        assert take_file(office.mailbox, data, arrived_at=at, read=read_files, by=OPERATOR)
        return InboundEmail.objects.latest("pk")


def _named(name: str, address: str) -> str:
    return formataddr((name, address), "utf-8")
