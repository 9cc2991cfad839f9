"""One day of the office: fetch, sort and enter, let the seconds of undo pass, send, move, and again until all is done.

The steps run as the clock runs them, and the officers do with each letter what its `Plan` says. Time is not waited for:
what a lease or a pause still holds back is made due, as if the minutes had passed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connections
from django.utils.timezone import now

from saraban.clock import Step, tick
from saraban.mail import intake, steps
from saraban.mail.connections import Connections
from saraban.mail.intake import Reader
from saraban.mail.models import InboundEmail, LedgerLine, MailboxWatch, OutboundEmail
from saraban.mail.moves import Move
from saraban.mail.reader.job import index
from saraban.mail.reading import _as_reading, read_files
from saraban.registers.orders import enter_moved
from tests.kill.faults import Tracer
from tests.kill.officers import Officers, Told, try_to
from tests.kill.stage import Office

ROUNDS_MAX = 8
LETTERS_AT_ONCE = 5  # so that a day has several batches


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
        Step("mail.move_due", timedelta(0), lambda: steps.move_due(sending)),
        Step("registers.enter_moved", timedelta(0), enter_moved),
    ]
    officers = Officers(office, told, tracer)
    if tracer is not None:
        tracer.start()
    try:
        for number in range(rounds_max):
            told.rounds = number + 1
            if between is not None:
                between(number)
            moved = 0
            for step in clock:
                with officers.unseen():
                    try_to(told, time_passes)
                moved += tick([step], now())
                if step.name == "mail.look":
                    moved += officers.at_the_desk() + officers.send_letters()
                if step.name == "mail.move_due":  # before what was moved is entered
                    moved += officers.at_the_desk(InboundEmail.MOVING)
            with officers.unseen():
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
    Move.across_agencies.exclude(lease_until=None).update(lease_until=past)
    Move.across_agencies.exclude(not_before=None).update(not_before=past)


def something_waits() -> bool:
    return (
        OutboundEmail.across_agencies.filter(state=OutboundEmail.QUEUED).exists()
        or InboundEmail.across_agencies.filter(
            state__in=[InboundEmail.UNSORTED, InboundEmail.MOVING], copy_of=None
        ).exists()
        or Move.across_agencies.filter(state=Move.WAITING).exists()
        or not MailboxWatch.across_agencies.exclude(looked_at=None).filter(failing_since=None).exists()
    )
