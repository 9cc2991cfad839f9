"""The letters that the office itself sends in the day, and what must hold of each, whenever the power goes off.

A letter is known by the key of the press that sends it, as a browser keeps it: who presses again after a kill presses
with the same key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.timezone import localdate

from saraban.agencies.models import Officer
from saraban.mail.models import OutboundEmail
from saraban.registers.books import Register
from saraban.registers.dispatches import Recipient
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.registers.scans import Scan
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for

WRONG_NUMBER = "พิมพ์เลขผิด"
SIGNED = b"%PDF-1.7\n% a letter that the head has signed\n%%EOF\n"


@dataclass(frozen=True)
class Ours:
    """A letter to be sent. `back`: called back within the seconds of undo, and sent again under its number."""

    subject: str
    recipients: int = 1
    kind: Register = Register.OUTGOING
    back: bool = False
    reserved: bool = False  # its number is reserved first
    voided: bool = False  # it has a line drawn through it, once it was called back

    @property
    def key(self) -> UUID:
        return UUID(bytes=self.subject.encode().ljust(16, b".")[-16:])

    @property
    def reservation(self) -> UUID:
        return UUID(int=self.key.int ^ 1)

    @property
    def addresses(self) -> list[str]:
        return [f"{self.key.hex[-6:]}-{number}@office.example" for number in range(self.recipients)]

    def letter(self) -> OutgoingLetter:
        to = [Recipient(f"หน่วยงานที่ {number}", one) for number, one in enumerate(self.addresses, start=1)]
        files = [Scan("หนังสือ.pdf", SIGNED)]
        return OutgoingLetter(self.subject, to, kind=self.kind, files=files, key=self.key)

    def next_deed(self, *, by: Officer) -> Callable[[], object] | None:
        """What an officer presses next for it, by what the books say now. None: nothing."""
        row = OutgoingEntry.objects.filter(key=self.key).first()
        if row is None:
            if not self.reserved:
                return lambda: OutgoingEntry.objects.send(self.letter(), by=by)
            reserved = OutgoingEntry.objects.filter(key=self.reservation).first()
            if reserved is None:
                return lambda: self._reserve(by=by)
            return lambda: OutgoingEntry.objects.send(self.letter(), by=by, under=reserved)
        if row.recalled_at is not None and row.voided_at is None:
            if self.voided:
                return lambda: row.void(WRONG_NUMBER, by=by) or True
            return lambda: row.send_again(by=by) or True
        once = row.story().filter(verb="recalled").exists()
        waits = {one.letter.state for one in row.dispatches.all() if one.letter} == {OutboundEmail.QUEUED}
        if (self.back or self.voided) and not once and waits:
            return lambda: row.recall(by=by) or True
        return None

    def _reserve(self, *, by: Officer) -> OutgoingEntry:
        return OutgoingEntry.objects.reserve(
            self.kind,
            until=localdate() + timedelta(days=3),
            because="รอผู้บริหารลงนาม",
            key=self.reservation,
            by=by,
        )


def letters_of_the_day(*, short: bool = False) -> list[Ours]:
    plain = [Ours("ขอเชิญประชุม", recipients=2)]
    if short:
        return plain
    return [
        *plain,
        Ours("ซักซ้อมแนวทาง", recipients=4, kind=Register.CIRCULAR),
        Ours("ส่งคืนแล้วส่งใหม่", recipients=2, back=True),
        Ours("หนังสือที่จองเลข", reserved=True),
        Ours("พิมพ์ผิด", voided=True),
    ]


def sent_in_pieces(agency: Agency, letters: Sequence[Ours]) -> Iterator[str]:
    """Row, files, recipients and mails are there together or not at all."""
    with acting_for(agency):
        known = {one.key: one for one in letters} | {one.reservation: one for one in letters if one.reserved}
        for row in OutgoingEntry.objects.exclude(key=None):
            ours = known.pop(row.key, None)
            if ours is None:
                yield f"R: {row} was sent by a press that nobody made"
                continue
            mails = [one.letter for one in row.dispatches.order_by("pk") if one.letter is not None]
            if row.waits:
                if mails or row.kept_files:
                    yield f"R: {row} is reserved and has a letter already"
                continue
            if [mail.to_address for mail in mails] != ours.addresses:
                yield f"R: {row} goes to {[mail.to_address for mail in mails]}, not to {ours.addresses}"
            if len(row.kept_files) != 1:
                yield f"R: {row} has {len(row.kept_files)} files, not its one"
            if any(row.letter_number not in mail.subject for mail in mails):
                yield f"R: a mail of {row} does not tell its number"
            states = {mail.state == OutboundEmail.RECALLED for mail in mails}
            if states != {row.recalled_at is not None}:
                yield f"R: {row} is called back in part: {[mail.state for mail in mails]}"


def sent_at_the_end(agency: Agency, letters: Sequence[Ours]) -> Iterator[str]:
    """Each letter has one row, and stands as its officers meant it; that each mail left once is looked at elsewhere."""
    with acting_for(agency):
        rows = list(OutgoingEntry.objects.exclude(key=None))
        if len(rows) != len(letters):
            yield f"R: {len(rows)} rows of the send register for {len(letters)} letters"
        for ours in letters:
            row = next((one for one in rows if one.key == ours.key), None)
            if row is None:
                yield f"R: {ours.subject} was never sent"
                continue
            called_back = row.story().filter(verb="recalled").exists()
            if row.voided_at is None and ours.voided and called_back:
                yield f"R: {row} was called back to be voided, and stands"
            if row.recalled_at is not None and row.voided_at is None:
                yield f"R: {row} was called back, and nobody sent it again"
