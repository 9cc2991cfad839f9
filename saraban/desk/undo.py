"""What was done last and can still be undone: offered for some seconds on the next page of the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import now

from saraban.desk.middleware import OfficerRequest
from saraban.mail.models import OutboundEmail
from saraban.registers.models import UNDO, IncomingEntry
from saraban.registers.orders import EntryOrder
from saraban.registers.verdicts import Verdict

KEPT = "undo"  # in the session: ["incomingentry", 12]


@dataclass(frozen=True)
class Undo:
    said: str  # what was done
    seconds: int
    action: str  # where the form that undoes it goes
    entry: IncomingEntry | None = None
    answer: OutboundEmail | None = None


def offer_undo(request: OfficerRequest, done: IncomingEntry | Verdict | EntryOrder) -> None:
    request.session[KEPT] = [done.noun, done.pk]
    request.done_now = done


def forget_undo(request: OfficerRequest) -> None:
    request.session.pop(KEPT, None)


def undo_of(request: OfficerRequest) -> Undo | None:
    """What may be undone now; None where nothing was done, it was taken back already, or its seconds are over."""
    if isinstance(request.done_now, IncomingEntry):
        return _of(request.done_now, seconds=round(UNDO / timedelta(seconds=1)))
    kind, pk = request.session.get(KEPT) or ("", 0)
    undo = FINDERS[kind](pk) if kind in FINDERS else None
    if undo is None or undo.seconds <= 0:
        request.session.pop(KEPT, None)
        return None
    return undo


def _of_entry(pk: int) -> Undo | None:
    made = IncomingEntry.objects.filter(pk=pk, recalled_at=None).select_related("email").first()
    if made is None:
        return None
    return _of(made, seconds=round((made.registered_again_at() + UNDO - now()) / timedelta(seconds=1)))


def _of(made: IncomingEntry, *, seconds: int) -> Undo:
    answers = made.our_letters().filter(kind=OutboundEmail.ANSWER)
    return Undo(
        said="",
        seconds=seconds,
        action=reverse("entry_recall", args=[made.pk]),
        entry=made,
        answer=answers.exclude(state=OutboundEmail.RECALLED).first(),
    )


def _of_verdict(pk: int) -> Undo | None:
    verdict = Verdict.objects.filter(pk=pk, taken_back_at=None).select_related("email").first()
    if verdict is None:
        return None
    return Undo(
        said=f"{verdict.get_outcome_display()}: {verdict.email.subject or verdict.email.from_whom}",
        seconds=round((verdict.given_at + UNDO - now()) / timedelta(seconds=1)),
        action=reverse("verdict_taken_back", args=[verdict.pk]),
    )


def _of_order(pk: int) -> Undo | None:
    order = EntryOrder.objects.filter(pk=pk).select_related("email").first()
    if order is None:
        return None
    if order.ended_at is not None:  # it was moved and registered meanwhile
        entry = order.email.entries.first()
        return _of_entry(entry.pk) if entry is not None else None
    return Undo(
        said=f"กำลังย้ายออกจากจดหมายขยะแล้วลงรับ: {order.email.subject or order.email.from_whom}",
        seconds=round((order.given_at + UNDO - now()) / timedelta(seconds=1)),
        action=reverse("letter_order_cancelled", args=[order.email_id]),
    )


FINDERS: dict[str, Callable[[int], Undo | None]] = {
    "incomingentry": _of_entry,
    "verdict": _of_verdict,
    "entryorder": _of_order,
}
