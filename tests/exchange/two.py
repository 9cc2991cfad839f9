"""Two agencies of one installation that write to each other, by the bytes of their mails."""

from __future__ import annotations

import email
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate, now

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Profile
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.proposals.reading import read_card
from saraban.registers.dispatches import Recipient
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.registers.scans import Scan
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import document_date
from saraban.thai.digits import thai_digits
from tests.office import Office, arrive, open_office
from tests.proposals import papers

HERE, THERE = "เทศบาลตำบลคลองน้อย", "เทศบาลตำบลหนองบัว"
SUBJECT = "ขอเชิญประชุมแก้ไขปัญหาขยะ"
THIS_YEAR = localdate().year + 543
SIGNED = "ไฟล์ letter.json (ลงนามอิเล็กทรอนิกส์)"


@dataclass(frozen=True)
class Two:
    """Two agencies that write to each other: `here` sends, `there` gets it."""

    here: Office
    there: Office

    def send(self, **more: Any) -> OutboundEmail:
        """A letter of ours, in the outbox."""
        with acting_for(self.here.agency):
            to = Recipient(THERE, self.there.mailbox.address)
            more = {"files": [Scan("หนังสือ.pdf", letter_pdf())], "urgency": "very", **more}
            entry = OutgoingEntry.objects.send(OutgoingLetter(SUBJECT, [to], **more), by=self.here.clerk)
            letter = entry.dispatches.get().letter
            assert letter is not None
            return letter

    def came(self, raw: bytes, *, to: Office) -> InboundEmail:
        return arrive(to, raw, at=now())

    def answered(self, came: InboundEmail) -> OutboundEmail:
        """It is registered there; what is laid into the outbox for us."""
        with acting_for(self.there.agency):
            IncomingEntry.objects.enter(came, by=self.there.clerk)
            return OutboundEmail.objects.get(kind=OutboundEmail.ANSWER, in_reply_to=came)

    def card(self, came: InboundEmail, office: Office) -> dict[str, Any]:
        with acting_for(office.agency):
            return read_card(came.path, agency=Profile.here().name)


def letter_pdf(number: str = "นย 52028/1") -> bytes:
    return papers.external(
        number=f"ที่ {thai_digits(number)}",
        office=(f"สำนักงาน{HERE}", "ถนนริมคลอง นย ๒๖๐๐๐"),
        dated=document_date(localdate()),
        subject=SUBJECT,
        to="เรียน นายกเทศมนตรีตำบลหนองบัว",
        signed="ขอแสดงความนับถือ\\ \\ (นายสมศักดิ์ ตั้งใจ)\\ นายกเทศมนตรีตำบลคลองน้อย",
    )


def named(office: Office, name: str, code: str) -> None:
    with acting_for(office.agency):
        profile = Profile.objects.get()
        with profile.change("corrected", by=OPERATOR):
            profile.name, profile.letter_code = name, code


def two_agencies(data: Path, *, practice: bool = False) -> Two:
    here, there = (open_office(slug, data=data, practice=practice) for slug in ("klongnoy", "nongbua"))
    named(here, HERE, "นย 52028")
    named(there, THERE, "นย 52029")
    return Two(here, there)


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def file_in(raw: bytes, name: str) -> bytes:
    [found] = [part for part in parsed(raw).iter_attachments() if part.get_filename() == name]
    return bytes(found.get_content())


def with_file(raw: bytes, name: str, data: bytes) -> bytes:
    """The same mail with other bytes in one file; with none, without the file."""
    message = parsed(raw)
    parts = [part for part in message.iter_parts() if part.get_filename() != name]
    message.set_payload(parts)
    if data:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
