"""Of a read mail, what the card needs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from saraban.mail.reader.addresses import Address
from saraban.mail.reader.letter import Letter

TEXT_MAX = 20_000  # characters looked at
HEADERS_MAX = 10  # of one name
_TOLD = (
    "authentication-results",
    "x-spam-flag",
    "list-id",
    "list-unsubscribe",
    "precedence",
    "auto-submitted",
    "sensitivity",
)


@dataclass(frozen=True)
class Mail:
    subject: str = ""
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    sent_at: datetime | None = None
    arrived_at: datetime | None = None  # by the topmost Received: header
    text: str = ""
    automatic: str | None = None
    bounce: bool = False
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of those in `_TOLD`, in lower case
    attachments: tuple[str, ...] = ()  # names of all files
    unreadable: str = ""
    inner: Mail | None = None  # a mail that was forwarded whole

    def has(self, name: str) -> bool:
        return bool(self.headers.get(name))


def mail_of(letter: Letter, *, inner: Letter | None = None) -> Mail:
    mail = Mail(
        subject=letter.subject,
        sender=letter.sender,
        reply_to=letter.reply_to,
        to=letter.to,
        cc=letter.cc,
        sent_at=letter.sent_at,
        arrived_at=letter.host_received_at,
        text=letter.text[:TEXT_MAX],
        automatic=letter.automatic,
        bounce=letter.bounce is not None,
        headers={
            name: tuple(raw.lower() for raw in letter.fields.all(name)[:HEADERS_MAX])
            for name in _TOLD
            if name in letter.fields
        },
        attachments=tuple(file.name for file in letter.files),
        unreadable=letter.unreadable,
    )
    return mail if inner is None else replace(mail, inner=mail_of(inner))
