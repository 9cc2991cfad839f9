"""What the house does by itself, in the order that paper travels through it.

A step takes a bounded batch, moves it, and says how many it moved. It claims each row before working on it, so any
number of processes may run the same steps. Nothing calls upward: a lower room leaves rows, a higher one picks them
up here. Each mailbox has a thread of its own, since a slow mail server must not delay the rest.
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

from saraban.cases.digests import tell_officers
from saraban.cases.form_readings import read_forms
from saraban.cases.mailed_questions import take_replies
from saraban.cases.news import begin_day, follow_log
from saraban.evidence.mailed import mail_seals
from saraban.evidence.seals import seal_due
from saraban.evidence.stamps import stamp_seals
from saraban.issuing.carrying import carry_due
from saraban.issuing.prolonging import prolong_due
from saraban.licences.recovered import fill_recovered
from saraban.mail import steps as mail_steps
from saraban.mail.connections import Connections
from saraban.mail.gateway import MailFailure
from saraban.mail.models import Mailbox, OutboundEmail
from saraban.mail.moves import Move
from saraban.mail.reading import read_files
from saraban.payments.reminders import remind_finance
from saraban.registers.batches import split_due
from saraban.registers.marks import compare_restored, keep_marks
from saraban.registers.models import UNDO
from saraban.registers.orders import enter_moved
from saraban.registers.outgoing import void_expired
from saraban.registers.receipts import file_receipts
from saraban.search.contents import read_contents
from saraban.search.index import index_new

logger = logging.getLogger("saraban")

REST = timedelta(seconds=0.5)
SETTLE_MAX = timedelta(minutes=5)
IDLE_SECONDS = 20.0
WAITED_FOR_MAX = 10  # mailboxes of one process that have a thread of their own; the others are polled
MAILBOXES_SEEN_EVERY_SECONDS = 2.0


@dataclass
class Step:
    name: str
    every: timedelta
    run: Callable[[], int]
    due_at: datetime | None = None


class Clock:
    """The steps of one process, and the threads that take them."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()
        self.connections = Connections(self.stop)
        self.sending = Connections(self.stop)
        self.counting = Connections(self.stop)
        self.waited_for: dict[int, threading.Thread] = {}  # mailbox → its thread
        self.mail = [
            Step(
                "mail.look",
                timedelta(0),
                lambda: mail_steps.look(self.connections, read=read_files, but=list(self.waited_for)),
            )
        ]
        self.rest = [
            Step("mail.send_due", timedelta(seconds=1), lambda: mail_steps.send_due(self.sending)),
            Step("mail.move_due", timedelta(seconds=1), lambda: mail_steps.move_due(self.sending)),
            Step("registers.enter_moved", timedelta(seconds=1), enter_moved),
            Step("registers.keep_marks", timedelta(seconds=1), keep_marks),
            Step(
                "registers.compare_restored",
                timedelta(seconds=30),
                lambda: compare_restored(self.sending.inbox),
            ),
            Step("registers.file_receipts", timedelta(seconds=1), file_receipts),
            Step("licences.fill_recovered", timedelta(minutes=1), fill_recovered),
            Step("registers.void_expired", timedelta(minutes=10), void_expired),
            Step("mail.read_back", timedelta(minutes=1), lambda: mail_steps.read_back(self.sending)),
            Step("files.sweep", timedelta(hours=1), mail_steps.sweep_files),
            Step("evidence.seal_due", timedelta(minutes=1), seal_due),
            Step("evidence.mail_seals", timedelta(minutes=5), mail_seals),
            Step("sessions.clear", timedelta(hours=1), clear_sessions),
        ]
        self.books = [
            Step("mail.balance_due", timedelta(seconds=2), lambda: mail_steps.balance_due(self.counting)),
            Step(
                "mail.look_into_sent",
                timedelta(seconds=2),
                lambda: mail_steps.look_into_sent(self.counting, read=read_files),
            ),
            Step("evidence.stamp_seals", timedelta(minutes=5), stamp_seals),
            Step("issuing.prolong_due", timedelta(minutes=10), prolong_due),
        ]
        self.matters = [
            Step("cases.take_replies", timedelta(seconds=1), take_replies),
            Step("cases.read_forms", timedelta(seconds=1), read_forms),
            Step("cases.follow_log", timedelta(seconds=1), follow_log),
            Step("cases.begin_day", timedelta(minutes=1), begin_day),
            Step("cases.tell_officers", timedelta(minutes=1), tell_officers),
            Step("payments.remind_finance", timedelta(minutes=1), remind_finance),
        ]
        self.documents = [Step("issuing.carry_due", timedelta(seconds=1), carry_due)]
        self.scans = [Step("registers.split_due", timedelta(seconds=1), split_due)]
        self.index = [
            Step("search.index_new", timedelta(seconds=1), index_new),
            Step("search.read_contents", timedelta(seconds=1), read_contents),
        ]

    def start(self) -> list[threading.Thread]:
        """Run until `stop`: a thread for the mailboxes, which gives each its own, one for the index, one for the count of
        the evening and for what strangers stamp, one for scans, which may take long, one for what is made and sealed, one for cases, which a closed day may
        all move, and one for the rest."""
        threads = [
            threading.Thread(target=self._run, args=(self.mail, self._mind_mailboxes), name="mail"),
            threading.Thread(target=self._run, args=(self.rest, self._rest), name="clock"),
            threading.Thread(target=self._run, args=(self.index, self._rest), name="index"),
            threading.Thread(target=self._run, args=(self.books, self._rest), name="books"),
            threading.Thread(target=self._run, args=(self.scans, self._rest), name="scans"),
            threading.Thread(target=self._run, args=(self.documents, self._rest), name="documents"),
            threading.Thread(target=self._run, args=(self.matters, self._rest), name="cases"),
        ]
        for thread in threads:
            thread.start()
        return threads

    def until_nothing_is_due(self) -> None:
        """Every step once more until none moves anything."""
        mail_steps.wake(list(Mailbox.across_agencies.filter(active=True)))
        steps = [
            *self.mail,
            *self.rest,
            *self.books,
            *self.documents,
            *self.scans,
            *self.matters,
            *self.index,
        ]
        for step in steps:
            step.due_at = None
        while tick(steps, now()) and not self.stop.is_set():
            for step in [*self.rest, *self.documents, *self.scans, *self.matters, *self.index]:
                step.due_at = None

    def settle(self) -> None:
        """As `until_nothing_is_due`, and wait for what the seconds of undo still hold back."""
        self.until_nothing_is_due()
        until = now() + SETTLE_MAX
        while now() < until and not self.stop.is_set():
            untried = {"attempts": 0, "not_before__lte": now() + UNDO * 2}
            letters = OutboundEmail.across_agencies.filter(state=OutboundEmail.QUEUED, **untried)
            moves = Move.across_agencies.filter(state=Move.WAITING, **untried)
            if not letters.exists() and not moves.exists():
                return
            self.stop.wait(REST.total_seconds())
            self.until_nothing_is_due()

    def close(self) -> None:
        self.connections.close()
        self.sending.close()
        self.counting.close()

    def _run(self, steps: list[Step], wait: Callable[[], None]) -> None:
        try:
            while not self.stop.is_set():
                try:
                    close_old_connections()
                    wait()
                    while tick(steps, now()) and not self.stop.is_set():
                        pass
                except Exception:  # the database went away for a while: the post goes on when it is back
                    logger.exception("the clock could not go round")
                    self._rest()
        finally:
            for thread in list(self.waited_for.values()) if steps is self.mail else ():
                thread.join()
            connections.close_all()

    def _rest(self) -> None:
        self.stop.wait(REST.total_seconds())

    def _mind_mailboxes(self) -> None:
        """Give the first mailboxes a thread each, so that each is looked into when its server says so."""
        mailboxes = Mailbox.across_agencies.filter(active=True).select_related("agency").order_by("pk")
        active = list(mailboxes[:WAITED_FOR_MAX])
        for mailbox in active:
            if mailbox.pk not in self.waited_for:
                thread = threading.Thread(
                    target=self._wait_for, args=(mailbox,), name=f"mailbox-{mailbox.pk}"
                )
                self.waited_for[mailbox.pk] = thread
                thread.start()
        self.stop.wait(MAILBOXES_SEEN_EVERY_SECONDS)

    def _wait_for(self, mailbox: Mailbox) -> None:
        """Look into one mailbox and wait for its server's word, by turns; the first look is now."""
        line = Connections(self.stop)
        step = Step(
            f"mail.look {mailbox.pk}",
            timedelta(0),
            lambda: mail_steps.look(line, read=read_files, only=mailbox),
        )
        try:
            mail_steps.wake([mailbox])
            while (
                not self.stop.is_set() and Mailbox.across_agencies.filter(pk=mailbox.pk, active=True).exists()
            ):
                close_old_connections()
                if tick([step], now()) == 0:
                    self._wait_for_word(mailbox, line)
        finally:
            self.waited_for.pop(mailbox.pk, None)
            line.close()
            connections.close_all()

    def _wait_for_word(self, mailbox: Mailbox, line: Connections) -> None:
        if line.is_open(mailbox):  # else the look failed, or another process is at it
            try:
                if line.inbox(mailbox).wait(IDLE_SECONDS):
                    mail_steps.wake([mailbox])
                return
            except MailFailure:
                line.drop(mailbox)
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
