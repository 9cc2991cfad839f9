"""What was done last and can still be undone: offered for some seconds on the next page of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import now

from saraban.desk.middleware import OfficerRequest
from saraban.mail.models import OutboundEmail
from saraban.registers.models import UNDO, IncomingEntry
from saraban.registers.verdicts import Verdict

KEPT = "undo"  # in the session: ["entry", 12]


@dataclass(frozen=True)
class Undo:
    said: str  # what was done
    seconds: int
    action: str  # where the form that undoes it goes
    entry: IncomingEntry | None = None
    answer: OutboundEmail | None = None


def offer_undo(request: OfficerRequest, done: IncomingEntry | Verdict) -> None:
    request.session[KEPT] = ["entry" if isinstance(done, IncomingEntry) else "verdict", done.pk]


def forget_undo(request: OfficerRequest) -> None:
    request.session.pop(KEPT, None)


def undo_of(request: OfficerRequest) -> Undo | None:
    """What may be undone now; None where nothing was done, it was taken back already, or its seconds are over."""
    kind, pk = request.session.get(KEPT) or ("", 0)
    undo = _of_entry(pk) if kind == "entry" else _of_verdict(pk) if kind == "verdict" else None
    if undo is None or undo.seconds <= 0:
        request.session.pop(KEPT, None)
        return None
    return undo


def _of_entry(pk: int) -> Undo | None:
    made = IncomingEntry.objects.filter(pk=pk, recalled_at=None).first()
    if made is None:
        return None
    answers = made.our_letters().filter(kind=OutboundEmail.ANSWER)
    return Undo(
        said="",
        seconds=round((made.registered_again_at() + UNDO - now()) / timedelta(seconds=1)),
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
