"""Days of a cash office as they may come, each beside a model that knows only addition.

The model keeps lists and sums; it does not know how the product tells which close a row belongs to. Whatever order slips,
statements, corrections, refusals and broken transactions come in, the ledger is the sum of its entries and of its closes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from saraban.audit.desk import one_at_a_time
from saraban.law.refusal import Refusal
from saraban.payments.bank_statements import BankLine
from saraban.payments.closes import DayClose
from saraban.payments.invoices import Invoice, Standing
from saraban.payments.postings import BY_HAND, Posting
from saraban.payments.slips import Slip
from saraban.payments.statements import StatementLine
from saraban.tenancy.scope import acting_for, current_agency
from tests.cases.matters import clock_at
from tests.office import bangkok
from tests.payments.tills import Till, came

FIRST = date(2023, 2, 1)


class Broken(Exception):
    """What a crash looks like from within."""


@dataclass
class Model:
    """Satang by the keys of rows, and nothing else."""

    lines: dict[int, int] = field(default_factory=dict)
    days: dict[int, date] = field(default_factory=dict)
    placed: dict[int, int] = field(default_factory=dict)
    postings: dict[int, tuple[int, int]] = field(default_factory=dict)  # (line, satang)
    owed: dict[int, int] = field(default_factory=dict)
    paid: dict[int, int] = field(default_factory=dict)
    closed_lines: set[int] = field(default_factory=set)
    closed_postings: set[int] = field(default_factory=set)
    open_then: int = 0
    closed: list[tuple[int, int]] = field(default_factory=list)  # what came, what was placed

    def close(self, day: date) -> tuple[int, int, int, int]:
        """Opening, came, placed, open."""
        lines = {pk for pk, on in self.days.items() if on <= day} - self.closed_lines
        self.closed_lines |= lines
        postings = {pk for pk, (line, _) in self.postings.items() if line in self.closed_lines}
        postings -= self.closed_postings
        self.closed_postings |= postings
        opening, came_in = self.open_then, sum(self.lines[pk] for pk in lines)
        placed = sum(self.postings[pk][1] for pk in postings)
        self.open_then = opening + came_in - placed
        self.closed.append((came_in, placed))
        return opening, came_in, placed, self.open_then


class Days:
    def __init__(self, till: Till, seed: int) -> None:
        self.till, self.random, self.model = till, random.Random(seed), Model()
        self.told: list[StatementLine] = []  # what the bank will say again in longer files
        self.deeds = (self.bill, self.bill, self.say, self.bank, self.bank, self.confirm, self.by_hand)
        self.rare = (self.set_aside, self.take_back, self.cancel, self.refuse_slip, self.crash)
        self.count = 0

    def live(self, days: int) -> None:
        day = FIRST
        for _ in range(days):
            with clock_at(
                bangkok(day.year, day.month, day.day, 9 + self.count % 3, self.random.randrange(60))
            ):
                for _ in range(self.random.randrange(1, 7)):
                    self.count += 1
                    deed = self.random.choice(self.deeds if self.random.random() < 0.75 else self.rare)
                    deed(day)
            with clock_at(bangkok(day.year, day.month, day.day, 16, 0)):
                self.close(day)
                self.compare()
            day += timedelta(days=1)

    # what people do

    def bill(self, day: date) -> None:
        invoice = self.till.invoice(
            self.random.choice([100, 500, 500, 1_000, self.random.randrange(1, 5_000)])
        )
        self.model.owed[invoice.pk], self.model.paid[invoice.pk] = invoice.satang, 0

    def say(self, day: date) -> None:
        invoice = self._any(Invoice.objects.due())
        if invoice is not None:
            reference = f"R{self.random.randrange(40)}"
            self._try(lambda: self.till.slip(invoice, reference, invoice.satang, day))

    def bank(self, day: date) -> None:
        """A file with what is new and, often, what an earlier one had."""
        fresh = [
            self._line(day - timedelta(days=self.random.randrange(4)))
            for _ in range(self.random.randrange(4))
        ]
        again = self.random.sample(self.told, min(len(self.told), self.random.randrange(4)))
        self.told += fresh
        lines = [*fresh, *again]
        self.random.shuffle(lines)
        self.till.statement(lines)
        for line in BankLine.objects.filter(fingerprint__in=[one.fingerprint for one in fresh]):
            self.model.lines[line.pk], self.model.days[line.pk] = line.satang, line.paid_on
            self.model.placed[line.pk] = 0

    def _line(self, day: date) -> StatementLine:
        invoice = self._any(Invoice.objects.due())
        if invoice is None or self.random.random() < 0.2:
            return came(self.random.choice([100, 500, 777]), day)
        satang = invoice.satang + self.random.choice([0, 0, 0, 0, -1, 1, 50])
        if self.random.random() < 0.3:
            slip = invoice.slips.filter(found_at=None, refused_at=None).first()
            if slip is not None:
                return came(max(satang, 1), day, bank_reference=slip.reference)
        return came(max(satang, 1), day, reference1=invoice.reference1, reference2=invoice.reference2)

    def confirm(self, day: date) -> None:
        self._posted(lambda: Posting.objects.confirm_certain(by=self.till.finance))

    def by_hand(self, day: date) -> None:
        line, invoice = self._any(BankLine.objects.all()), self._any(Invoice.objects.all())
        if line is not None and invoice is not None:
            self._posted(lambda: Posting.objects.settle(line, invoice, because="ด้วยมือ", by=self.till.finance))

    def set_aside(self, day: date) -> None:
        line = self._any(BankLine.objects.all())
        if line is not None:
            place = self.random.choice(BY_HAND)
            self._posted(lambda: Posting.objects.set_aside(line, place, "ด้วยมือ", by=self.till.finance))

    def take_back(self, day: date) -> None:
        posting = self._any(Posting.objects.all())
        if posting is not None:
            self._posted(lambda: posting.take_back("ผิด", by=self.till.finance))

    def cancel(self, day: date) -> None:
        invoice = self._any(Invoice.objects.all())
        if invoice is not None:
            self._try(lambda: invoice.cancel("ผิด", by=self.till.finance))

    def refuse_slip(self, day: date) -> None:
        slip = self._any(Slip.objects.all())
        if slip is not None:
            self._try(lambda: slip.refuse("ปลอม", by=self.till.finance))

    def crash(self, day: date) -> None:
        """All of it, and then the process dies before the commit."""
        line, invoice = self._any(BankLine.objects.all()), self._any(Invoice.objects.due())
        with suppress(Broken, Refusal), one_at_a_time(current_agency().pk):
            if line is not None and invoice is not None:
                Posting.objects.settle(line, invoice, because="ด้วยมือ", by=self.till.finance)
            Posting.objects.confirm_certain(by=self.till.finance)
            raise Broken

    def close(self, day: date) -> None:
        """In good order, or in a bad one first, which is refused; now and then it is put off."""
        if self.random.random() < 0.2:
            self._try(lambda: DayClose.objects.close(day, by=self.till.finance))
        elif self.random.random() < 0.7:
            while (waiting := DayClose.objects.open_day(day)) is not None:
                self._close(waiting)
        self._follow_closes()

    def _close(self, waiting: date) -> None:
        close = DayClose.objects.close(waiting, by=self.till.finance)
        if self.random.random() < 0.15:  # before the model has seen it
            close.withdraw("ลืมรายการ", by=self.till.finance)
            self.bank(waiting)
            close = DayClose.objects.close(waiting, by=self.till.finance)
        self._follow_closes()  # before anything else comes
        if self.random.random() < 0.5:
            close.review(by=self.till.second)

    def _follow_closes(self) -> None:
        """Each close that stands and that the model has not seen, beside what the model says of it."""
        known = len(self.model.closed)
        for close in DayClose.objects.filter(withdrawn_at=None).order_by("day")[known:]:
            figures = close.figures
            said = (figures["opening"], figures["came"], figures["placed"], figures["open"])
            assert said == self.model.close(close.day), close.day

    # what must hold

    def compare(self) -> None:
        model = self.model
        assert dict(BankLine.objects.values_list("pk", "satang")) == model.lines
        assert dict(BankLine.objects.values_list("pk", "placed")) == model.placed
        for pk, satang, state in Invoice.objects.values_list("pk", "satang", "state"):
            assert model.owed[pk] == satang
            assert 0 <= model.paid[pk] <= satang
            assert (state == Standing.SETTLED) == (model.paid[pk] == satang)
        for invoice in Invoice.objects.all():
            assert invoice.paid == model.paid[invoice.pk]
        closes = list(DayClose.objects.filter(withdrawn_at=None).order_by("day"))
        for close in closes:
            assert close.counted() | {"slips_waiting": 0} == close.figures | {"slips_waiting": 0}, close.day
        waiting = sum(satang for pk, satang in model.lines.items() if pk not in model.closed_lines)
        assert sum(close.figures["came"] for close in closes) + waiting == sum(model.lines.values())
        references = list(Slip.objects.filter(refused_at=None).values_list("reference", flat=True))
        assert len(references) == len(set(references)), "a reference is used once"

    def _posted(self, do: Callable[[], object]) -> None:
        """What is new among the postings, in the model."""
        before = set(Posting.objects.values_list("pk", flat=True))
        self._try(do)
        for posting in Posting.objects.exclude(pk__in=before):
            self.model.postings[posting.pk] = (posting.line_id, posting.satang)
            self.model.placed[posting.line_id] += posting.satang
            if posting.invoice_id is not None:
                self.model.paid[posting.invoice_id] += posting.satang

    def _try(self, do: Callable[[], object]) -> None:
        with suppress(Refusal):
            do()

    def _any(self, rows: Any) -> Any:
        keys = list(rows.values_list("pk", flat=True))
        return rows.get(pk=self.random.choice(keys)) if keys else None


def live(till: Till, seed: int, days: int) -> Days:
    with acting_for(till.office.agency):
        lived = Days(till, seed)
        lived.live(days)
    return lived
