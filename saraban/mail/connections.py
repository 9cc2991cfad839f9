"""Open connections to the mail servers of the mailboxes, one of each kind per mailbox and thread of the clock."""

from __future__ import annotations

import threading
from pathlib import Path

from django.conf import settings

from saraban.files.secrets import NoSecret, read_secret
from saraban.mail.gateway import Inbox, MailFailure, Outbox
from saraban.mail.imap import ImapInbox
from saraban.mail.maildir import MaildirInbox, MaildirOutbox
from saraban.mail.models import Mailbox
from saraban.mail.servers import Kind, read_mailbox_url, read_smtp_url
from saraban.mail.smtp import SmtpOutbox


class Connections:
    """Opens at the first need, keeps open, and drops what failed: ask again and it is opened anew.

    For one thread. `stop` lets a waiting connection give up within a second.
    """

    def __init__(self, stop: threading.Event | None = None) -> None:
        self._stop = stop or threading.Event()
        self._inboxes: dict[int, Inbox] = {}
        self._outboxes: dict[int, Outbox] = {}

    def inbox(self, mailbox: Mailbox) -> Inbox:
        """Raises `MailFailure`."""
        if mailbox.pk not in self._inboxes:
            self._inboxes[mailbox.pk] = open_inbox(mailbox, stop=self._stop)
        return self._inboxes[mailbox.pk]

    def outbox(self, mailbox: Mailbox) -> Outbox:
        """Raises `MailFailure`."""
        if mailbox.pk not in self._outboxes:
            self._outboxes[mailbox.pk] = open_outbox(mailbox)
        return self._outboxes[mailbox.pk]

    def is_open(self, mailbox: Mailbox) -> bool:
        """Whether its inbox was asked for, and has not failed since."""
        return mailbox.pk in self._inboxes

    def drop(self, mailbox: Mailbox) -> None:
        inbox, outbox = self._inboxes.pop(mailbox.pk, None), self._outboxes.pop(mailbox.pk, None)
        if inbox is not None:
            inbox.close()
        if outbox is not None:
            outbox.close()

    def close(self) -> None:
        for inbox in self._inboxes.values():
            inbox.close()
        for outbox in self._outboxes.values():
            outbox.close()
        self._inboxes.clear()
        self._outboxes.clear()


def open_inbox(mailbox: Mailbox, *, stop: threading.Event) -> Inbox:
    url = read_mailbox_url(mailbox.inbox_url)
    if url.kind is Kind.MAILDIR:
        return MaildirInbox(Path(url.path), stop=stop)
    return ImapInbox(url, password_of(mailbox), ca_file=settings.CA_FILE, stop=stop)


def open_outbox(mailbox: Mailbox) -> Outbox:
    url = read_smtp_url(mailbox.outbox_url)
    if url.kind is Kind.MAILDIR:
        return MaildirOutbox(Path(url.path))
    return SmtpOutbox(url, password_of(mailbox), ca_file=settings.CA_FILE)


def password_of(mailbox: Mailbox) -> str:
    if not mailbox.secret:
        return ""
    try:
        return read_secret(settings.DATA_DIR, mailbox.secret)
    except NoSecret:
        raise MailFailure(
            "ยังไม่ได้ต่อกล่องอีเมล เพราะไม่พบแฟ้มรหัสผ่านในเครื่อง โปรดตั้งรหัสผ่านของกล่องใหม่ "
            "จดหมายยังอยู่ที่ผู้ให้บริการ ไม่มีหนังสือสูญหาย",
            permanent=True,
            of_server=True,
        ) from None
