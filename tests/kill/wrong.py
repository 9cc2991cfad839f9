"""Houses that are wrong on purpose, each in one of the ways that lose or double letters. A campaign must find them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from typing import Any

from saraban.audit.desk import one_at_a_time
from saraban.mail import delivery, intake
from saraban.mail.connections import open_outbox
from saraban.mail.gateway import Arrival, Role
from saraban.mail.maildir import MaildirInbox, _File
from saraban.registers.dispatches import Dispatches
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry, OutgoingRegister


def counts_before_it_keeps() -> None:
    """It notes letters as fetched, and fetches them then."""
    rightly = intake._take

    def take(
        mailbox: Any, inbox: Any, folder: Any, watch: Any, arrivals: Sequence[Arrival], **how: Any
    ) -> int:
        watch.high_uid = max([watch.high_uid, *(arrival.uid for arrival in arrivals)])
        watch.save(update_fields=["high_uid"])
        return rightly(mailbox, inbox, folder, watch, arrivals, **how)

    intake._take = take


def tells_before_it_writes() -> None:
    """It sends the number while the register is still being written."""
    rightly = IncomingEntry.answer

    def answer(self: IncomingEntry, *given: Any, **how: Any) -> Any:
        out = rightly(self, *given, **how)
        if out is not None:
            outbox = open_outbox(out.mailbox)
            outbox.send(out.as_bytes(), sender=out.mailbox.address, to=[out.to_address])
            outbox.close()
        return out

    IncomingEntry.answer = answer  # type: ignore[method-assign]


def never_doubts_enough() -> None:
    """It sends again and again whatever it is not sure of."""
    delivery.DOUBTS_MAX = 99


def numbers_before_it_mails() -> None:
    """A letter has its number and its row first, and its mails in a commit after."""
    make, send = Dispatches.make, OutgoingRegister.send
    left: list[Callable[[], None]] = []

    def later(self: Dispatches, *given: Any, **how: Any) -> None:
        left.append(lambda: make(self, *given, **how))

    def send_in_two(self: OutgoingRegister, *given: Any, **how: Any) -> OutgoingEntry:
        entry = send(self, *given, **how)
        with one_at_a_time(entry.agency_id):
            while left:
                left.pop()()
        return entry

    Dispatches.make = later  # type: ignore[method-assign]
    OutgoingRegister.send = send_in_two  # type: ignore[method-assign]


def leaves_copies_behind() -> None:
    """What it moves lies in both folders."""

    def carry(self: MaildirInbox, file: _File, to: Role) -> None:
        shutil.copy2(file.path, self._home(to) / "cur")

    MaildirInbox._carry = carry  # type: ignore[method-assign]


HOUSES: dict[str, Callable[[], None]] = {
    house.__name__: house
    for house in (
        counts_before_it_keeps,
        tells_before_it_writes,
        never_doubts_enough,
        numbers_before_it_mails,
        leaves_copies_behind,
    )
}
