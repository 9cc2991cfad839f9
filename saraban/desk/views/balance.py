"""The mailbox counted against the ledger, like a cash book: what each evening's count found, and a count now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from saraban.desk.middleware import OfficerRequest
from saraban.mail.balance import EXPLANATIONS, BalanceWatch, Evening, MailboxBalance
from saraban.mail.models import InboundEmail, Mailbox
from saraban.registers.models import IncomingEntry, sees_restricted


@dataclass(frozen=True)
class Row:
    """A line of the cash book: what became of the letters, and how many of each folder."""

    thai: str
    counts: list[int]


@dataclass(frozen=True)
class Named:
    """A letter that lies where it should not, or nowhere. `letter`: ours, where this officer may see it."""

    folder: str
    uid: int | None
    size: int | None
    arrived_at: datetime | None
    letter: InboundEmail | None = None
    hidden: bool = False
    attempts: int = 0


@dataclass(frozen=True)
class Book:
    mailbox: Mailbox
    watch: BalanceWatch | None
    newest: MailboxBalance | None
    rows: list[Row]
    unexplained: list[Named]
    withheld: list[Named]
    gone: list[Named]
    evenings: list[Evening]


@require_GET
def balance(request: OfficerRequest) -> HttpResponse:
    mailboxes = Mailbox.objects.filter(active=True).order_by("pk")
    return render(request, "desk/balance.html", {"books": [_book(request, one) for one in mailboxes]})


@require_POST
def count_now(request: OfficerRequest) -> HttpResponse:
    request.officer.assert_may("mailboxbalance.counted")
    for mailbox in Mailbox.objects.filter(active=True).select_related("agency"):
        BalanceWatch.ask(mailbox, by=request.officer)
    messages.success(request, "สั่งนับแล้ว ระบบกำลังนับ โปรดเปิดหน้านี้อีกครั้งในครู่หนึ่งเพื่อดูผล")
    return redirect("rounds_balance")


def _book(request: OfficerRequest, mailbox: Mailbox) -> Book:
    newest = MailboxBalance.objects.newest(mailbox)
    columns = newest.columns if newest is not None else []
    rows = [Row(thai, [column.explained[key] for column in columns]) for key, thai in EXPLANATIONS.items()]
    letters = _letters(request, newest.gone if newest is not None else [])
    return Book(
        mailbox,
        BalanceWatch.objects.filter(mailbox=mailbox).first(),
        newest,
        rows,
        [_named(one, letters) for one in (newest.unexplained if newest is not None else [])],
        [_named(one, letters) for one in (newest.withheld if newest is not None else [])],
        [_named(one, letters) for one in (newest.gone if newest is not None else [])],
        MailboxBalance.objects.evenings(mailbox),
    )


def _letters(request: OfficerRequest, gone: list[dict[str, Any]]) -> dict[int, InboundEmail]:
    """Those of these letters that this officer may see."""
    keys = [one["letter"] for one in gone if "letter" in one]
    letters = InboundEmail.objects.seen_by(request.officer).filter(pk__in=keys)
    if not sees_restricted(request.officer):
        seen = IncomingEntry.objects.seen_by(request.officer).values("pk")
        hidden = IncomingEntry.objects.filter(email__in=keys).exclude(pk__in=seen).values("email")
        letters = letters.exclude(pk__in=hidden)
    return {letter.pk: letter for letter in letters}


def _named(said: dict[str, Any], letters: dict[int, InboundEmail]) -> Named:
    if "letter" in said:
        letter = letters.get(said["letter"])
        if letter is None:
            return Named("", None, None, None, hidden=True)
        return Named("", None, letter.size, letter.arrived_at, letter)
    arrived_at = datetime.fromisoformat(said["arrived_at"]) if said["arrived_at"] else None
    return Named(said["folder"], said["uid"], said["size"], arrived_at, attempts=said.get("attempts", 0))
