"""What was done last and can still be undone: offered for some seconds on the next page of the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now

from saraban.agencies.models import Officer
from saraban.cases.decisions import Proposal, Word
from saraban.desk.middleware import OfficerRequest
from saraban.mail.models import OutboundEmail
from saraban.registers.models import UNDO, IncomingEntry
from saraban.registers.orders import EntryOrder
from saraban.registers.outgoing import OutgoingEntry
from saraban.registers.verdicts import Verdict

APPROVAL = timedelta(seconds=10)  # the head's word; the verb allows somewhat more
COOKIE = "undo"  # signed, and good for the officer it was made for


@dataclass(frozen=True)
class Undo:
    said: str  # what was done
    seconds: int
    action: str  # where the form that undoes it goes
    entry: IncomingEntry | None = None
    answered: bool = False  # and whether an answer to its sender waits as long


def offer_undo(
    request: OfficerRequest, done: IncomingEntry | Verdict | EntryOrder | OutgoingEntry | Proposal
) -> None:
    request.done_now = done


def forget_undo(request: OfficerRequest) -> None:
    request.undone_now = True


class UndoCookie:
    """Carries what can be undone from the page that did it to those after: it needs no row, and so no commit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        done = getattr(request, "done_now", None)
        if done is not None:
            response.set_cookie(
                COOKIE,
                signing.dumps([done.noun, done.pk], salt=_salt(request)),
                max_age=UNDO,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Strict",
            )
        elif getattr(request, "undone_now", False):
            response.delete_cookie(COOKIE, samesite="Strict")
        return response


def undo_of(request: OfficerRequest) -> Undo | None:
    """What may be undone now; None where nothing was done, it was taken back already, or its seconds are over."""
    if isinstance(request.done_now, IncomingEntry):
        entry = request.done_now
        answered = entry.email is not None and not entry.no_answer_because
        return _of(entry, seconds=round(UNDO / timedelta(seconds=1)), answered=answered)
    kind, pk = _kept(request)
    undo = FINDERS[kind](pk) if kind in FINDERS else None
    return undo if undo is not None and undo.seconds > 0 else None


def _kept(request: OfficerRequest) -> tuple[str, int]:
    if request.done_now is not None:
        return request.done_now.noun, request.done_now.pk
    try:
        kind, pk = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(request), max_age=UNDO)
    except signing.BadSignature:
        return "", 0
    return kind, pk


def _salt(request: HttpRequest) -> str:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    return f"saraban.desk.undo {officer.pk}"


def _of_entry(pk: int) -> Undo | None:
    made = IncomingEntry.objects.filter(pk=pk, recalled_at=None).select_related("email").first()
    if made is None:
        return None
    answers = made.our_letters().filter(kind=OutboundEmail.ANSWER).exclude(state=OutboundEmail.RECALLED)
    seconds = round((made.registered_again_at() + UNDO - now()) / timedelta(seconds=1))
    return _of(made, seconds=seconds, answered=answers.exists())


def _of(made: IncomingEntry, *, seconds: int, answered: bool) -> Undo:
    return Undo("", seconds, reverse("entry_recall", args=[made.pk]), entry=made, answered=answered)


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


def _of_outgoing(pk: int) -> Undo | None:
    sent = OutgoingEntry.objects.filter(pk=pk, recalled_at=None).first()
    if sent is None or sent.issued_at is None:
        return None
    return Undo(
        said=f"ออกเลขและส่ง ที่ {sent.letter_number} แล้ว จดหมายจะออกไปเมื่อครบเวลา",
        seconds=round((sent.issued_at + UNDO - now()) / timedelta(seconds=1)),
        action=reverse("outgoing_recall", args=[sent.pk]),
    )


def _of_proposal(pk: int) -> Undo | None:
    agreed = Proposal.objects.filter(pk=pk, word=Word.AGREED).select_related("case__entry").first()
    if agreed is None or agreed.decided_at is None:
        return None
    return Undo(
        said=f"{agreed.get_asks_display()} เรื่องเลขรับ {agreed.case.number} แล้ว",
        seconds=round((agreed.decided_at + APPROVAL - now()) / timedelta(seconds=1)),
        action=reverse("approval_taken_back", args=[agreed.pk]),
    )


FINDERS: dict[str, Callable[[int], Undo | None]] = {
    "incomingentry": _of_entry,
    "verdict": _of_verdict,
    "entryorder": _of_order,
    "outgoingentry": _of_outgoing,
    "proposal": _of_proposal,
}
