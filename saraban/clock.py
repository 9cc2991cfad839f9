"""What the house does by itself, in the order that paper travels through it.

A step takes a bounded batch, moves it, and says how many it moved. It claims each row before working on it, so any
number of processes may run the same steps. Nothing calls upward: a lower room leaves rows, a higher one picks them
up here. The mail has a thread of its own, since a slow mail server must not delay the rest.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import close_old_connections, connections
from django.utils.timezone import now

from saraban.mail import steps as mail_steps
from saraban.mail.connections import Connections
from saraban.mail.gateway import MailFailure
from saraban.mail.models import Mailbox, OutboundEmail
from saraban.mail.reading import read_files
from saraban.registers.models import UNDO

logger = logging.getLogger("saraban")

REST = timedelta(seconds=0.5)
SETTLE_MAX = timedelta(minutes=5)
IDLE_SECONDS = 20.0


@dataclass
class Step:
    name: str
    every: timedelta
    run: Callable[[], int]
    due_at: datetime | None = None


class Clock:
    """The steps of one process, with the connections they share."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()
        self.connections = Connections(self.stop)
        self.sending = Connections(self.stop)
        self.mail = [
            Step("mail.look", timedelta(0), lambda: mail_steps.look(self.connections, read=read_files))
        ]
        self.rest = [
            Step("mail.send_due", timedelta(seconds=1), lambda: mail_steps.send_due(self.sending)),
            Step("sessions.clear", timedelta(hours=1), clear_sessions),
        ]

    def start(self) -> list[threading.Thread]:
        """Run until `stop`: the mail in one thread, the rest in another."""
        threads = [
            threading.Thread(target=self._run, args=(self.mail, self._wait_for_mail), name="mail"),
            threading.Thread(target=self._run, args=(self.rest, self._rest), name="clock"),
        ]
        for thread in threads:
            thread.start()
        return threads

    def until_nothing_is_due(self) -> None:
        """Every step once more until none moves anything."""
        for watch_step in self.mail:
            watch_step.due_at = None
        mail_steps.wake(list(Mailbox.across_agencies.filter(active=True)))
        while tick([*self.mail, *self.rest], now()) and not self.stop.is_set():
            for step in self.rest:
                step.due_at = None

    def settle(self) -> None:
        """As `until_nothing_is_due`, and wait for what the seconds of undo still hold back."""
        self.until_nothing_is_due()
        until = now() + SETTLE_MAX
        while now() < until and not self.stop.is_set():
            soon = OutboundEmail.across_agencies.filter(
                state=OutboundEmail.QUEUED, attempts=0, not_before__lte=now() + UNDO * 2
            )
            if not soon.exists():
                return
            self.stop.wait(REST.total_seconds())
            self.until_nothing_is_due()

    def close(self) -> None:
        self.connections.close()
        self.sending.close()

    def _run(self, steps: list[Step], wait: Callable[[], None]) -> None:
        try:
            while not self.stop.is_set():
                close_old_connections()
                if tick(steps, now()) == 0:
                    wait()
        finally:
            connections.close_all()

    def _rest(self) -> None:
        self.stop.wait(REST.total_seconds())

    def _wait_for_mail(self) -> None:
        """With one mailbox, wait for its server's word; with more, come round again soon."""
        mailboxes = list(Mailbox.across_agencies.filter(active=True).select_related("agency")[:2])
        if len(mailboxes) != 1:
            self.stop.wait(REST.total_seconds())
            return
        try:
            if self.connections.inbox(mailboxes[0]).wait(IDLE_SECONDS):
                mail_steps.wake(mailboxes)
        except MailFailure:
            self.connections.drop(mailboxes[0])
            self.stop.wait(REST.total_seconds())


def tick(steps: Iterable[Step], moment: datetime) -> int:
    moved = 0
    for step in steps:
        if step.due_at is not None and moment < step.due_at:
            continue
        step.due_at = moment + step.every
        try:
            moved += step.run()
        except Exception:  # one broken step must not stop the post
            logger.exception("step %s failed", step.name)
    return moved


def clear_sessions() -> int:
    Session.objects.filter(expire_date__lt=now()).delete()
    return 0
