"""Letters that are to lie in another folder of their mailbox: junk that is none, spam, and spam taken back.

A deed of the desk leaves a `Move` in its own commit; the clock carries it out on the server, outside any transaction.
The server is asked in such a way that asking twice moves once, so whoever takes over from a dead process asks again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from saraban.audit.desk import at_the_desk, one_at_a_time
from saraban.audit.leased import Leased, TakenOver
from saraban.mail.gateway import WHERE_LETTERS_LIE, Inbox, MailFailure, Role, Sought
from saraban.mail.models import FolderWatch, InboundEmail, LedgerLine, Mailbox
from saraban.tenancy.models import Scoped
from saraban.tenancy.scope import acting_for

logger = logging.getLogger("saraban.mail")

BATCH_MAX = 50
LEASE = timedelta(minutes=15)  # longer than a slow server takes over one letter
PAUSE_MAX = timedelta(hours=1)
ROLES = [(role.value, role.value) for role in Role]


class Move(Leased, Scoped):
    """One letter, asked to lie in `to`. Operational: what it is for is recorded by the deed that asked for it."""

    WAITING, DONE, GONE, CANCELLED = "waiting", "done", "gone", "cancelled"

    email = models.ForeignKey(InboundEmail, models.PROTECT, related_name="moves")
    email_id: int  # said for the type checker, which sees no column of a key into another file
    # Where it is likely to lie; once done, where it lay.
    away_from = models.CharField(max_length=10, choices=ROLES)
    to = models.CharField(max_length=10, choices=ROLES)
    asked_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=WAITING)  # "gone": it was in no folder that we know of

    class Meta:
        verbose_name = "การย้ายจดหมาย"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "email"], condition=Q(state="waiting"), name="one_move_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "gone", "cancelled"]), name="move_states"
            ),
        ]
        indexes = [models.Index(fields=["not_before"], condition=Q(state="waiting"), name="move_due")]

    FINAL: ClassVar[frozenset[str]] = frozenset({DONE, GONE, CANCELLED})

    def __str__(self) -> str:
        return f"move {self.pk} to {self.to}"

    @classmethod
    def ask(cls, email: InboundEmail, *, to: Role, not_before: datetime) -> Move | None:
        """Have a letter of the current agency moved when `not_before` comes, instead of what was asked earlier.

        None: as far as we know it lies there, so nothing is left to do.
        """
        with one_at_a_time(email.agency_id):
            for waiting in cls.objects.filter(email=email, state=cls.WAITING):
                waiting.cancel()
            role = Role(InboundEmail.objects.values_list("role", flat=True).get(pk=email.pk))
            last = last_moves([email.pk]).get(email.pk)
            if _surely_lies_in(role, last) == to:
                return None
            places = [role, *((Role(last.to), Role(last.away_from)) if last is not None else ())]
            if last is not None and last.state == cls.DONE and not _seen_since(last):
                places.insert(0, Role(last.to))
            return cls.objects.create(
                agency=email.agency,
                email=email,
                away_from=next(place for place in [*places, *Role] if place != to),
                to=to,
                not_before=not_before,
            )

    def cancel(self) -> bool:
        """It is not to be moved after all. True: the server was not told of it yet; else ask for the way back."""
        with one_at_a_time(self.agency_id):
            waiting = Move.objects.filter(pk=self.pk, state=self.WAITING)
            cancelled = waiting.update(state=self.CANCELLED, not_before=None)
            self.refresh_from_db()
            return bool(cancelled) and self.attempts == 0

    def end(self, state: str, *, away_from: Role | None = None) -> None:
        """What became of it; where it was cancelled meanwhile, it stays so."""
        assert state in self.FINAL
        columns = {"state": state, "done_at": now()} | ({"away_from": away_from} if away_from else {})
        Move.objects.filter(pk=self.pk, state=self.WAITING).update(**columns)
        self.let_go(not_before=None)
        self.refresh_from_db()


def last_moves(emails: Iterable[int]) -> dict[int, Move]:
    """The latest move of each letter that the server may have been told of, whatever became of it."""
    tried = Move.objects.filter(email__in=list(emails), attempts__gt=0)
    return {move.email_id: move for move in tried.order_by("pk")}


def moved_away(emails: Iterable[int], role: Role) -> set[int]:
    """Those of these letters that we took out of this folder, or were about to, by our last word on them."""
    return {
        email
        for email, move in last_moves(emails).items()
        if move.away_from == role and move.state in (Move.WAITING, Move.DONE)
    }


def move_due(inbox_of: Callable[[Mailbox], Inbox], *, moment: datetime | None = None) -> int:
    """Move what is due, of every agency; how many letters were dealt with."""
    assert not at_the_desk(), "no server is asked while the desk is held"
    moment = moment or now()
    # A letter whose earlier move is still under way waits for its end, or for the death of who is at it.
    others = Move.across_agencies.filter(email=OuterRef("email")).exclude(pk=OuterRef("pk"))
    due = (
        Move.across_agencies.filter(Move.due(moment), state=Move.WAITING, email__mailbox__active=True)
        .filter(~Exists(others.exclude(Move.free(moment))))
        .select_related("agency", "email", "email__agency", "email__mailbox", "email__mailbox__agency")
        .order_by("not_before", "pk")
    )
    dealt_with = 0
    silent: set[int] = set()
    for move in due[:BATCH_MAX]:
        if move.email.mailbox_id not in silent:
            with acting_for(move.agency):
                dealt_with += _carry_out(move, inbox_of, silent)
    return dealt_with


def _carry_out(move: Move, inbox_of: Callable[[Mailbox], Inbox], silent: set[int]) -> bool:
    if not move.claim(now(), lease=LEASE):
        return False
    mailbox = move.email.mailbox
    likely = Role(move.away_from)
    try:
        inbox = inbox_of(mailbox)
        # Somebody may have taken it elsewhere since: gone is only what is in none of our folders.
        for place in [likely, *(role for role in WHERE_LETTERS_LIE if role not in (likely, move.to))]:
            if inbox.move(_sought(move.email, place), away_from=place, to=Role(move.to)):
                move.end(Move.DONE, away_from=place)
                return True
        move.end(Move.GONE)
    except TakenOver:  # we were slow; who has it now asks again, which moves nothing twice
        logger.warning("move %s was taken over by another process", move.pk)
    except MailFailure as failure:
        logger.warning("move %s not done: %s", move.pk, failure.answer or failure.message)
        move.put_off(now(), error=failure.message, at_most=PAUSE_MAX)
        if failure.of_server:
            silent.add(mailbox.pk)
            _let_the_others_wait(mailbox, until=move.not_before)
    return True


def _let_the_others_wait(mailbox: Mailbox, *, until: datetime | None) -> None:
    """A server that fails is left alone by all that waits for it, so that many letters are not many attempts."""
    waiting = Move.objects.filter(email__mailbox=mailbox, state=Move.WAITING, lease_until=None)
    waiting.filter(not_before__lt=until).update(not_before=until)


def _sought(email: InboundEmail, role: Role) -> Sought:
    """With where we last saw it in that folder, as the folder counts now."""
    watch = FolderWatch.objects.filter(mailbox=email.mailbox_id, role=role).order_by("-pk").first()
    line = None
    if watch is not None:
        line = (
            LedgerLine.objects.filter(
                email=email, mailbox=email.mailbox_id, folder=watch.name, uidvalidity=watch.uidvalidity
            )
            .order_by("-uid")
            .first()
        )
    return Sought(
        message_id=email.message_id,
        size=email.size,
        uid=line.uid if line is not None else 0,
        uidvalidity=line.uidvalidity if line is not None else 0,
        sha256=email.sha256,
    )


def _surely_lies_in(role: Role, last: Move | None) -> Role | None:
    """None where only the server can tell: a move was tried, and it may have been done or not, or undone by hand."""
    if last is None:
        return role
    return Role(last.to) if last.state == Move.DONE and not _seen_since(last) else None


def _seen_since(move: Move) -> bool:
    return LedgerLine.objects.filter(email=move.email_id, seen_at__gt=move.done_at).exists()
