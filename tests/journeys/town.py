"""A founded agency on a real IMAP server and a real SMTP server, and a clerk who signs in as the product wants it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from playwright.sync_api import expect

from saraban.thai.dates import BANGKOK
from tests import office
from tests.journeys.product import Product, product
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.smtp import Sink, running_sink

SARABAN = "saraban@klongnoy.example"
PASSWORD = "รหัสของกล่อง-2569"
CITIZEN = "somchai@example.com"
ANSWER_WITHIN_SECONDS = 120  # twenty of undo, and the machine's slowness
READ_MS = 2_000  # on the screen before a press, well over what the desk asks for

expect.set_options(timeout=30_000)


def letter_bytes(subject: str, *, sent: datetime, **more: object) -> bytes:
    """A letter whose sender's clock was right."""
    raw = office.letter_bytes(subject, **more)  # type: ignore[arg-type]
    return raw.replace(b"Sun, 22 Jan 2023 21:32:55 +0700", format_datetime(sent).encode())


@dataclass
class Town:
    """A founded agency on real servers, not in practice mode."""

    product: Product
    dovecot: Dovecot
    sink: Sink
    link: str  # signs the clerk in, once


@contextmanager
def running_town(authority: Authority, folder: Path, *, database: str = "") -> Iterator[Town]:
    with (
        running_dovecot(users={SARABAN: PASSWORD}, authority=authority) as dovecot,
        running_sink(users={SARABAN: PASSWORD}, authority=authority, into=dovecot) as sink,
        product(folder / "data", ca_file=authority.ca_file, database=database) as made,
    ):
        yield Town(made, dovecot, sink, found(made, dovecot, sink, folder))


def found(
    made: Product,
    dovecot: Dovecot,
    sink: Sink,
    folder: Path,
    *,
    name: str = "เทศบาลตำบลทดลอง",
    mailbox: str = SARABAN,
) -> str:
    """The link that signs its clerk in."""
    (folder / "password").write_text(PASSWORD + "\n")
    domain = mailbox.partition("@")[2]
    said = made.run(
        *("found", "--name", name, "--province", "นครนายก", "--phone", "037 000 200"),
        *("--domain", domain, "--mailbox", dovecot.url(mailbox), "--smtp", sink.url(mailbox)),
        *("--password-file", str(folder / "password"), "--officer", f"suda@{domain}"),
        *("--officer-name", "นางสาวสุดา ใจดี", "--head", "นายกเทศมนตรี"),
    )
    return said.strip()


def last_sunday() -> datetime:
    today = datetime.now(BANGKOK)
    days = (today.weekday() + 1) % 7 or 7
    return (today - timedelta(days=days)).replace(hour=21, minute=33, second=0, microsecond=0)


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body()
    assert body is not None
    return str(body.get_content())
