"""Of a read mail, what the card needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from saraban.mail.reader.addresses import Address
from saraban.mail.reader.html_text import html_to_text
from saraban.mail.reader.letter import Letter
from saraban.proposals.beside import FOR_MACHINES

TEXT_MAX = 20_000  # characters looked at
HTML_MAX = 200_000
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
_QUOTED = "-----Original Message-----"
_HTML_QUOTE = re.compile(
    r"<blockquote|<[^>]{1,200}(?:gmail_quote|moz-cite-prefix|divRplyFwdMsg|yahoo_quoted|protonmail_quote)",
    re.IGNORECASE,
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
        text=_marked_quote(letter)[:TEXT_MAX],
        automatic=letter.automatic,
        bounce=letter.bounce is not None,
        headers={
            name: tuple(raw.lower() for raw in letter.fields.all(name)[:HEADERS_MAX])
            for name in _TOLD
            if name in letter.fields
        },
        attachments=tuple(file.name for file in letter.files if file.name.lower() not in FOR_MACHINES),
        unreadable=letter.unreadable,
    )
    return mail if inner is None else replace(mail, inner=mail_of(inner))


def _marked_quote(letter: Letter) -> str:
    """The words, with a line before what HTML shows as quoted and its plain text does not."""
    html = (letter.html or "")[:HTML_MAX]
    quote = _HTML_QUOTE.search(html)
    if quote is None:
        return letter.text
    own = html_to_text(html[: quote.start()]).strip()
    if not own or not letter.text.startswith(own):
        return letter.text
    return f"{own}\n\n{_QUOTED}\n{letter.text[len(own) :].lstrip()}"
