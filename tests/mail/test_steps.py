"""What the clock does in the mail room, when it is slow or not alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.timezone import now

from saraban.mail import steps
from saraban.mail.connections import Connections
from saraban.mail.fakes import FakeInbox
from saraban.mail.gateway import Inbox
from saraban.mail.models import InboundEmail, Mailbox, MailboxWatch
from saraban.mail.reading import read_files
from tests.office import Office, letter_bytes


class Lines(Connections):
    """Each mailbox is this one."""

    def __init__(self, inbox: FakeInbox) -> None:
        super().__init__()
        self._inbox = inbox

    def inbox(self, mailbox: Mailbox) -> Inbox:
        return self._inbox


def test_who_was_slow_leaves_the_mailbox_to_who_took_it_over(office: Office) -> None:
    inbox = FakeInbox(letter_bytes("หนึ่ง"))

    def so_slowly_that_another_takes_over(paths: Sequence[Path]) -> list[dict[str, Any]]:
        MailboxWatch.objects.update(lease_until=now() - timedelta(seconds=1))
        assert MailboxWatch.objects.get().claim(now(), lease=steps.LEASE)
        return read_files(paths)

    steps.look(Lines(inbox), read=so_slowly_that_another_takes_over)

    watch = MailboxWatch.objects.get()
    assert watch.lease_until is not None, "the other one is still at it"
    assert (watch.looked_at, watch.failing_since) == (None, None)
    assert InboundEmail.objects.count() == 1
