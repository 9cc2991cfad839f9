"""The deeds of a cash office that may die at any instant, and what must hold of its rows whenever it did."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model, Sum

from saraban.agencies.models import Officer, Unit
from saraban.audit.entries import AuditEntry
from saraban.law.refusal import Refusal
from saraban.mail.models import Mailbox
from saraban.payments.accounts import Account
from saraban.payments.bank_statements import BankLine, BankStatement
from saraban.payments.closes import DayClose
from saraban.payments.fees import Fee
from saraban.payments.invoices import Invoice, Standing
from saraban.payments.postings import Place, Posting
from saraban.payments.statements import StatementLine
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for
from tests.cases.matters import clock_at
from tests.office import Office, bangkok
from tests.payments import tills
from tests.payments.tills import Till, came

FIRST = date(2023, 2, 1)
DEEDS_A_DAY = 6
NUMBERS_A_LIFE = 1_000_000  # so that no two lives give the same reference
ONLY_ADDED = ("Invoice", "Slip", "BankStatement", "BankLine", "Posting", "DayClose", "AuditEntry")


def live(folder: Path, life: int) -> None:
    """Until somebody kills it."""
    tills._numbers = count(life * NUMBERS_A_LIFE + 1)
    with acting_for(Agency.objects.get()):
        deeds = Deeds(folder, life)
        day = deeds.day + timedelta(days=1)
        while True:
            with clock_at(bangkok(day.year, day.month, day.day, 9)):
                deeds.again(day)
                for _ in range(DEEDS_A_DAY):
                    deeds.one(day)
            with clock_at(bangkok(day.year, day.month, day.day, 16)):
                deeds.close(day)
            day += timedelta(days=1)


class Deeds:
    """Each is told when it is done; what is being done stands in a file beside the database."""

    def __init__(self, folder: Path, life: int) -> None:
        first, second = Officer.objects.filter(assignments__duty="finance").order_by("pk")
        head = Officer.objects.get(assignments__duty="head")
        office = Office(Agency.objects.get(), head, head, Unit.objects.get(), Mailbox.objects.get())
        self.till = Till(office, first, second, Account.objects.get(), Fee.objects.get())
        self.doing, self.random = folder / "doing.json", random.Random(life)
        self.said: dict[str, Any] = json.loads(self.doing.read_text()) if self.doing.exists() else {}
        self.day = date.fromisoformat(self.said["day"]) if self.said else FIRST
        self.deeds = (
            self.bill,
            self.bill,
            self.bank,
            self.bank,
            self.slip,
            self.confirm,
            self.by_hand,
            self.back,
        )

    def one(self, day: date) -> None:
        with suppress(Refusal):
            self.random.choice(self.deeds)(day)
        self.tell()

    def again(self, day: date) -> None:
        """What the last life was at, once more, as who presses again when no page came back."""
        if "file" in self.said:
            self.till.statement([_line_of(one) for one in self.said["file"]], name=self.said["name"])
        self.confirm(day)
        self.say(day)
        self.tell()

    def bill(self, day: date) -> None:
        self.till.invoice(self.random.randrange(100, 5_000))

    def slip(self, day: date) -> None:
        invoice = self._any(Invoice)
        if invoice is not None:
            self.till.slip(invoice, f"R{self.random.randrange(10**9)}", invoice.satang, day)

    def bank(self, day: date) -> None:
        lines = []
        for _ in range(self.random.randrange(1, 5)):
            invoice = self._any(Invoice)
            if invoice is None:
                lines.append(came(500, day))
                continue
            lines.append(
                came(invoice.satang, day, reference1=invoice.reference1, reference2=invoice.reference2)
            )
        name = lines[0].fingerprint
        self.say(day, file=[_said_of(line) for line in lines], name=name)
        self.till.statement(lines, name=name)

    def confirm(self, day: date) -> None:
        Posting.objects.confirm_certain(by=self.till.finance)

    def by_hand(self, day: date) -> None:
        line = BankLine.objects.not_placed().first()
        if line is not None:
            Posting.objects.set_aside(line, Place.TO_RETURN, "ด้วยมือ", by=self.till.finance)

    def back(self, day: date) -> None:
        posting = self._any(Posting)
        if posting is not None:
            posting.take_back("ผิด", by=self.till.finance)

    def close(self, day: date) -> None:
        while (waiting := DayClose.objects.open_day(day)) is not None:
            DayClose.objects.close(waiting, by=self.till.finance).review(by=self.till.second)
        self.tell()

    def say(self, day: date, **more: object) -> None:
        """Whole or not at all."""
        new = self.doing.with_suffix(".new")
        new.write_text(json.dumps({"day": day.isoformat(), **more}))
        new.replace(self.doing)

    def tell(self) -> None:
        print(json.dumps(there()), flush=True)

    def _any(self, noun: type[Model]) -> Any:
        rows: Any = noun._default_manager
        keys = list(rows.values_list("pk", flat=True))
        return rows.get(pk=self.random.choice(keys)) if keys else None


def _said_of(line: StatementLine) -> dict[str, Any]:
    return vars(line) | {"paid_at": line.paid_at.isoformat()}


def _line_of(said: dict[str, Any]) -> StatementLine:
    return StatementLine(**(said | {"paid_at": datetime.fromisoformat(said["paid_at"])}))


# What must hold


def there() -> dict[str, int]:
    """How many rows there are of each kind that is only added."""
    with acting_for(Agency.objects.get()):
        return {noun: apps.get_model("saraban", noun).objects.count() for noun in ONLY_ADDED}


def unsound() -> Iterator[str]:
    with acting_for(Agency.objects.get()):
        yield from _lines()
        yield from _invoices()
        yield from _closes()
        yield from _log()


def _lines() -> Iterator[str]:
    placed = dict(Posting.objects.order_by().values_list("line").annotate(sum=Sum("satang")))
    for pk, satang, said in BankLine.objects.values_list("pk", "satang", "placed"):
        if said != placed.get(pk, 0) or not 0 <= said <= satang:
            yield f"line {pk}: {said} placed, its postings say {placed.get(pk, 0)}, of {satang}"
    for taken in BankStatement.objects.all():
        if taken.lines.count() != taken.lines_fresh:
            yield f"statement {taken.pk} has {taken.lines.count()} lines of {taken.lines_fresh}"


def _invoices() -> Iterator[str]:
    of_invoices = Posting.objects.exclude(invoice=None).order_by()
    paid = dict(of_invoices.values_list("invoice").annotate(sum=Sum("satang")))
    for pk, satang, state in Invoice.objects.values_list("pk", "satang", "state"):
        if (state == Standing.SETTLED) != (paid.get(pk, 0) == satang) or paid.get(pk, 0) > satang:
            yield f"invoice {pk} is {state}: {paid.get(pk, 0)} of {satang}"


def _closes() -> Iterator[str]:
    for close in DayClose.objects.standing():
        if close.counted() | {"slips_waiting": 0} != close.figures | {"slips_waiting": 0}:
            yield f"the close of {close.day} is not what it was"


def _log() -> Iterator[str]:
    before: AuditEntry | None = None
    for entry in AuditEntry.objects.order_by("number").iterator():
        if before is not None and entry.number != before.number + 1:
            yield f"log: {entry.number} follows {before.number}"
        elif before is not None and entry.digest != entry.digest_after(before.digest):
            yield f"log: {entry.number} is not as it was written"
        before = entry


def lost(last: dict[str, int]) -> dict[str, Sequence[int]]:
    """What was said to be there, and is not."""
    now = there()
    return {noun: (last[noun], now[noun]) for noun in last if now[noun] < last[noun]}
