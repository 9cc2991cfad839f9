"""A letter found in junk: moved to the inbox on the server, then registered, then answered, in that order (guide #2.1)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from saraban.agencies.duties import MACHINE
from saraban.agencies.models import Officer, Unit
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.law.refusal import Refusal
from saraban.mail.gateway import Role
from saraban.mail.models import REASON_MAX, InboundEmail
from saraban.mail.moves import Move
from saraban.registers.models import IncomingEntry, Part, Particulars, Route, said_by
from saraban.registers.signing import signer_of
from saraban.tenancy.scope import acting_for

logger = logging.getLogger("saraban.registers")

BATCH_MAX = 50


class EntryOrders(RecordedManager["EntryOrder"]):
    def give(self, email: InboundEmail, parts: Sequence[Part], *, by: Officer) -> EntryOrder:
        """The officer's word that a letter in junk is to be registered; it is, as soon as the server has moved it.

        Raises `Refusal`: no_subject, already_sorted, no_duty.
        """
        by.assert_may("incomingentry.entered")
        with one_at_a_time(email.agency_id) as desk:
            with email.change("moving", by=by):
                email.must_wait()
                email.state, email.state_reason = InboundEmail.MOVING, ""
            for part in parts:  # what cannot be registered is said now
                IncomingEntry.columns(part.particulars, else_=said_by(email))
            order = self.record(
                "given",
                by=by,
                email=email,
                officer=by,
                asked=[_plain(part) for part in parts],
                given_at=desk.moment,
            )
            Move.ask(email, to=Role.INBOX, not_before=desk.moment)
        return order

    def standing(self) -> models.QuerySet[EntryOrder]:
        return self.filter(ended_at=None)


class EntryOrder(Recorded):
    """That a letter is to be registered once it lies in the inbox; what its row will say, and by whose word."""

    personal: ClassVar[frozenset[str]] = frozenset({"asked"})

    email = models.ForeignKey(InboundEmail, models.PROTECT, related_name="orders")
    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name="เจ้าหน้าที่", related_name="+")
    asked = models.JSONField("รายการที่จะลง", default=list)  # of each letter: its columns, and to whom it goes
    given_at = models.DateTimeField("สั่งเมื่อ")
    ended_at = models.DateTimeField("สิ้นสุดเมื่อ", null=True)
    ended_because = models.CharField("สิ้นสุดเพราะ", max_length=REASON_MAX, blank=True)

    objects: ClassVar[EntryOrders] = EntryOrders()

    class Meta:
        verbose_name = "คำสั่งลงรับจดหมายขยะ"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "email"], condition=Q(ended_at=None), name="one_standing_order"
            )
        ]
        indexes = [models.Index(fields=["given_at"], condition=Q(ended_at=None), name="orders_standing")]

    def __str__(self) -> str:
        return f"order for letter {self.email_id}"

    email_id: int  # said for the type checker

    @property
    def move(self) -> Move | None:
        """The move that it waits for; None where nothing was to be moved."""
        return Move.objects.filter(email=self.email_id, to=Role.INBOX).order_by("-pk").first()

    def carry_out(self) -> IncomingEntry | None:
        """Register the letter, which lies in the inbox now. None: it could not be, and waits at the desk with the reason."""
        try:
            return self._enter(by=self.officer, verb="carried_out")
        except Refusal as refusal:
            self._give_back(refusal.message)
            return None

    def enter_by_hand(self, *, by: Officer) -> IncomingEntry:
        """Register it now although the server has not moved it: an officer's decision, in the log. Raises `Refusal`."""
        return self._enter(by=by, verb="entered_by_hand")

    def cancel(self, *, by: Officer) -> None:
        """Undo: nothing is registered, and the letter waits in junk again. Raises `Refusal("order_ended")`."""
        with one_at_a_time(self.agency_id) as desk:
            with self.change("cancelled", by=by):
                self._must_stand()
                self.ended_at, self.ended_because = desk.moment, "เลิกทำ"
            with self.email.change("taken_back", by=by):
                self.email.state = InboundEmail.UNSORTED
            Move.ask(self.email, to=Role.JUNK, not_before=desk.moment)

    def _enter(self, *, by: Officer, verb: str) -> IncomingEntry:
        signer_of(self.email)  # read before the desk is held; what was read is kept
        with one_at_a_time(self.agency_id) as desk:
            with self.change(verb, by=by):
                self._must_stand()
                self.ended_at = desk.moment
            entries = IncomingEntry.objects.enter_parts(
                self.email, [_part(asked) for asked in self.asked], by=by
            )
            return entries[0]

    def _give_back(self, why: str) -> None:
        with one_at_a_time(self.agency_id) as desk:
            with self.change("ended", by=MACHINE):
                self.ended_at, self.ended_because = desk.moment, why[:REASON_MAX]
            with self.email.change("given_back", by=MACHINE):
                self.email.state, self.email.state_reason = InboundEmail.UNSORTED, why[:REASON_MAX]

    def _must_stand(self) -> None:
        if self.ended_at is not None:
            raise Refusal(
                "order_ended", "ทำไม่ได้แล้ว เพราะหนังสือนี้ลงรับหรือเลิกทำไปแล้ว โปรดเปิดหนังสืออีกครั้งเพื่อดูสถานะล่าสุด"
            )


def enter_moved() -> int:
    """Register what the server has moved to the inbox, of every agency; how many letters were dealt with."""
    standing = (
        EntryOrder.across_agencies.filter(ended_at=None)
        .select_related("agency", "email", "email__agency", "email__mailbox", "officer")
        .order_by("given_at")
    )
    moved = Q(email__role=Role.INBOX) | Q(email__moves__state=Move.DONE, email__moves__to=Role.INBOX)
    dealt_with = 0
    for order in standing.filter(moved).distinct()[:BATCH_MAX]:
        with acting_for(order.agency):
            move = order.move
            if move is not None and move.state == Move.WAITING:
                continue  # it was moved before, and is asked to be once more
            entry = order.carry_out()
            logger.info(
                "order %s: %s", order.pk, f"entry {entry.pk}" if entry else "could not be carried out"
            )
            dealt_with += 1
    return dealt_with


def _plain(part: Part) -> dict[str, Any]:
    said = dict(vars(part.particulars))
    said["dated_on"] = part.particulars.dated_on.isoformat() if part.particulars.dated_on else None
    unit, officer = part.route.unit, part.route.officer
    return {
        "key": part.key,
        "columns": said,
        "unit": unit.pk if unit is not None else None,
        "officer": officer.pk if officer is not None else None,
    }


def _part(asked: dict[str, Any]) -> Part:
    dated = asked["columns"]["dated_on"]
    columns = asked["columns"] | {"dated_on": date.fromisoformat(dated) if dated else None}
    route = Route(
        unit=Unit.objects.filter(pk=asked["unit"]).first(),
        officer=Officer.objects.filter(pk=asked["officer"]).first(),
    )
    return Part(asked["key"], Particulars(**columns), route)
