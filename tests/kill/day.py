"""One day of the office: fetch, enter, let the seconds of undo pass, send, and again until nothing is left to do.

The steps run as the clock runs them. Time is not waited for: what a lease or a pause still holds back is made due, as
if the minutes had passed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connections
from django.utils.timezone import now

from saraban.clock import Step, tick
from saraban.law.refusal import Refusal
from saraban.mail import intake, steps
from saraban.mail.connections import Connections
from saraban.mail.intake import Reader
from saraban.mail.models import InboundEmail, LedgerLine, MailboxWatch, OutboundEmail
from saraban.mail.reader.job import index
from saraban.mail.reading import _as_reading, read_files
from saraban.registers.models import IncomingEntry, Particulars, Route
from saraban.tenancy.scope import acting_for
from tests.kill.faults import Tracer
from tests.kill.stage import Office

ROUNDS_MAX = 8
LETTERS_AT_ONCE = 3  # so that a day of eight letters has several batches
ROUTED = ("ขอต่ออายุใบอนุญาต", "ขอเอกสาร")  # subjects of letters that are handed on to the unit
WRITTEN_BY_HAND = "หนังสือที่อ่านด้วยเครื่องไม่ได้"

logger = logging.getLogger("saraban.tests")


@dataclass
class Told:
    """What one run of the day saw; `at_rest` when nothing was left to do."""

    at_rest: bool = False
    rounds: int = 0
    troubles: list[str] = field(default_factory=list)


def read_in_process(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The product's reader without its child process, which would take most of a short day."""
    return [_as_reading(one) for one in index(*[str(path) for path in paths])] if paths else []


READERS: dict[str, Reader] = {"process": read_in_process, "bench": read_files}


def run_day(
    office: Office,
    *,
    read: Reader,
    tracer: Tracer | None = None,
    rounds_max: int = ROUNDS_MAX,
    between: Callable[[int], None] | None = None,
) -> Told:
    """Play rounds until one moves nothing. `between` is called before each round with its number."""
    intake.BATCH_LETTERS_MAX = LETTERS_AT_ONCE
    told = Told()
    fetching, sending = Connections(), Connections()
    clock = [
        Step("mail.look", timedelta(0), lambda: steps.look(fetching, read=read)),
        Step("mail.send_due", timedelta(0), lambda: steps.send_due(sending)),
    ]
    if tracer is not None:
        tracer.start()
    try:
        for number in range(rounds_max):
            told.rounds = number + 1
            if between is not None:
                between(number)
            moved = 0
            for step in clock:
                with tracer.paused() if tracer is not None else nullcontext():
                    try_to(told, time_passes)
                moved += tick([step], now())
                if step.name == "mail.look":
                    moved += _enter_what_waits(office, told)
            with tracer.paused() if tracer is not None else nullcontext():
                if moved == 0 and not try_to(told, something_waits):
                    told.at_rest = True
                    break
    finally:
        if tracer is not None:
            tracer.stop()
    fetching.close()
    sending.close()
    connections.close_all()
    return told


def time_passes() -> None:
    """Hours go by: leases of the dead run out, pauses end, what waits for its minute is due."""
    past = now() - timedelta(seconds=1)
    OutboundEmail.across_agencies.get_queryset().exclude(lease_until=None).lease(lease_until=past)
    OutboundEmail.across_agencies.get_queryset().exclude(not_before=None).lease(not_before=past)
    MailboxWatch.across_agencies.exclude(lease_until=None).update(lease_until=past)
    MailboxWatch.across_agencies.exclude(not_before=None).update(not_before=past)
    LedgerLine.across_agencies.exclude(not_before=None).update(not_before=past)


def something_waits() -> bool:
    return (
        OutboundEmail.across_agencies.filter(state=OutboundEmail.QUEUED).exists()
        or InboundEmail.across_agencies.filter(state=InboundEmail.UNSORTED, copy_of=None).exists()
        or not MailboxWatch.across_agencies.exclude(looked_at=None).filter(failing_since=None).exists()
    )


def try_to(told: Told, what: Callable[[], Any]) -> Any:
    """What an office does when something fails: note it, and come back to it later."""
    try:
        return what()
    except Exception as trouble:
        told.troubles.append(f"{type(trouble).__name__}: {trouble}"[:300])
        logger.warning("in trouble: %r", trouble)
        return None


def _enter_what_waits(office: Office, told: Told) -> int:
    """The clerk enters each letter on the desk that is not a copy of another."""
    entered = 0
    with acting_for(office.agency):
        waiting = try_to(told, lambda: list(InboundEmail.objects.waiting().filter(copy_of=None))) or []
        for letter in waiting:
            route = Route(unit=office.unit) if letter.subject in ROUTED else Route()
            by_hand = Particulars() if letter.subject else Particulars(subject=WRITTEN_BY_HAND)
            try:
                IncomingEntry.objects.enter(letter, by=office.clerk, route=route, particulars=by_hand)
            except Refusal as refusal:
                told.troubles.append(f"refused: {refusal.code}")
            except Exception as trouble:
                told.troubles.append(f"{type(trouble).__name__}: {trouble}"[:300])
                logger.warning("not entered: %r", trouble)
            else:
                entered += 1
    return entered
