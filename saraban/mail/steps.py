"""What the clock does in the mail room."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import timedelta

from django.utils.timezone import now

from saraban.audit.leased import TakenOver
from saraban.files.store import DiskFull
from saraban.mail import balance, delivery, elsewhere, moves
from saraban.mail.connections import Connections
from saraban.mail.gateway import MailFailure
from saraban.mail.intake import Reader, fetch
from saraban.mail.models import Mailbox, MailboxWatch, files
from saraban.tenancy.scope import acting_for

logger = logging.getLogger("saraban.mail")

LEASE = timedelta(minutes=10)
POLL_EVERY = timedelta(seconds=60)  # behind IDLE, and where there is none
MAILBOXES_MAX = 20
UNFINISHED_FOR = timedelta(days=1)


def look(
    connections: Connections,
    *,
    read: Reader,
    only: Mailbox | None = None,
    but: Collection[int] = (),
    every: timedelta = POLL_EVERY,
) -> int:
    """Fetch from each mailbox whose time has come and that no other process is at; letters received.

    `only` one mailbox; or all `but` those with these keys, which somebody else of this process looks after.
    """
    mailboxes = Mailbox.across_agencies.filter(active=True).exclude(pk__in=but)
    if only is not None:
        mailboxes = mailboxes.filter(pk=only.pk)
    for mailbox in mailboxes.filter(watch=None)[:MAILBOXES_MAX]:
        MailboxWatch.across_agencies.get_or_create(
            mailbox=mailbox, defaults={"agency_id": mailbox.agency_id, "not_before": now()}
        )
    due = MailboxWatch.across_agencies.filter(MailboxWatch.due(now()), mailbox__in=mailboxes)
    received = 0
    for watch in due.select_related("mailbox", "mailbox__agency").order_by("not_before")[:MAILBOXES_MAX]:
        with acting_for(watch.mailbox.agency):
            if watch.claim(now(), lease=LEASE):
                try:
                    received += _look_once(watch, connections, read=read, every=every)
                except TakenOver:  # what we took is on the desk; the other goes on from there
                    logger.warning("mailbox %s: we were so slow that another looks into it", watch.mailbox_id)
    return received


def _look_once(watch: MailboxWatch, connections: Connections, *, read: Reader, every: timedelta) -> int:
    mailbox = watch.mailbox
    received = 0

    def still_ours() -> None:
        watch.renew(now(), lease=LEASE)

    try:
        received = fetch(mailbox, connections.inbox(mailbox), read=read, still_ours=still_ours)
    except TakenOver:
        raise
    except (MailFailure, DiskFull) as failure:
        connections.drop(mailbox)
        logger.warning("mailbox %s: %s", mailbox.pk, getattr(failure, "answer", "") or failure)
        watch.note_failure(now(), str(failure), every=every)
    except Exception:
        connections.drop(mailbox)
        watch.note_failure(now(), "เกิดข้อขัดข้องภายใน ระบบจะลองใหม่เอง", every=every)
        raise
    else:
        watch.note_look(now(), every=every)
    return received


def send_due(connections: Connections) -> int:
    return delivery.send_due(connections.outbox, connections.inbox)


def read_back(connections: Connections) -> int:
    return delivery.read_back(connections.inbox)


def move_due(connections: Connections) -> int:
    return moves.move_due(connections.inbox)


def balance_due(connections: Connections) -> int:
    return balance.balance_due(connections.inbox, drop=connections.drop)


def look_into_sent(connections: Connections, *, read: Reader) -> int:
    return elsewhere.look_into_sent(connections.inbox, read=read, drop=connections.drop)


def sweep_files() -> int:
    """Nothing is written for as long as a lease lasts, a day least of all."""
    files().sweep((now() - UNFINISHED_FOR).timestamp())
    return 0


def wake(mailboxes: Sequence[Mailbox]) -> None:
    """Look at these at the next tick: their server said that something came."""
    MailboxWatch.across_agencies.filter(mailbox__in=mailboxes, lease_until=None).update(not_before=now())
