"""Which money on a statement is whose: for each line a pile, and of what is certain, that one key may confirm it. Pure.

Certain are only the bill's two references with the very amount, and a slip's own bank reference with the very amount.
The same amount on the same day is shown to a person, who decides. Nothing else is guessed: a slip alone settles
nothing, and a statement is checked against what is due at the end of each working day (guide #3.4). The same rows in
any order give the same answer.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

One = TypeVar("One")


class Pile(StrEnum):
    MATCHED = "matched"  # the amount that is due, and a slip says so
    WITHOUT_SLIP = "without_slip"  # the amount that is due under its references; nobody sent a slip
    UNDERPAID = "underpaid"
    OVERPAID = "overpaid"
    DUPLICATE = "duplicate"  # of an invoice that is settled already, by earlier money or by another line here
    LIKELY = "likely"  # something points to it; a person decides
    UNKNOWN = "unknown"  # money that nobody expects


class Because(StrEnum):
    """What ties the line to the invoice, in Thai."""

    REFERENCES = "รหัสอ้างอิงตรงกับใบแจ้งชำระ"
    SLIP = "เลขอ้างอิงของธนาคารตรงกับสลิป"
    AMOUNT_AND_DAY = "จำนวนเงินและวันตรงกับสลิปใบเดียว"
    SLIP_OF_ANOTHER = "รหัสอ้างอิงตรงกับใบแจ้งชำระ แต่สลิปที่มีเลขอ้างอิงเดียวกันเป็นของใบอื่น"
    SLIP_SAYS_OTHERWISE = "เลขอ้างอิงของธนาคารตรงกับสลิป แต่จำนวนเงินที่แจ้งในสลิปไม่ตรง"
    SLIP_WITHOUT_INVOICE = "เลขอ้างอิงของธนาคารตรงกับสลิปที่ยังไม่รู้ว่าของเรื่องใด"
    SEVERAL_INVOICES = "รหัสอ้างอิงตรงกับใบแจ้งชำระหลายใบ"
    NOTHING = "ไม่มีใบแจ้งชำระหรือสลิปที่ตรง"


@dataclass(frozen=True)
class Invoice:
    """What is due, in satang, and what of it has been settled before. References are as the bill's QR has them."""

    id: int
    reference1: str
    reference2: str
    satang: int
    paid: int = 0

    @property
    def outstanding(self) -> int:
        return max(self.satang - self.paid, 0)


@dataclass(frozen=True)
class Slip:
    """A slip whose money is not confirmed yet. `invoice`, `satang`, `paid_on`: None where nobody knows; the day in Bangkok."""

    id: int
    invoice: int | None
    bank_reference: str
    satang: int | None = None
    paid_on: date | None = None


@dataclass(frozen=True)
class Money:
    """A line of the statement whose money is nobody's yet. `paid_on`: the day in Bangkok."""

    id: int
    satang: int
    paid_on: date
    reference1: str = ""
    reference2: str = ""
    bank_reference: str = ""


@dataclass(frozen=True)
class Proposal:
    """Where a line belongs. `green`: one key may confirm it. `difference`: satang more (or, below zero, less) than due."""

    money: int
    pile: Pile
    because: Because
    invoice: int | None = None
    slip: int | None = None
    green: bool = False
    difference: int = 0


@dataclass(frozen=True)
class Matching:
    """One proposal for each line, by the lines' ids; and the ids of the slips whose money is on no line."""

    proposals: tuple[Proposal, ...]
    slips_without_money: tuple[int, ...]


def match(invoices: Iterable[Invoice], slips: Iterable[Slip], money: Iterable[Money]) -> Matching:
    """Changes nothing: what it proposes is a person's to confirm. Ids are unique within each kind."""
    lines = sorted(money, key=lambda one: (one.paid_on, one.id))
    table = _Table(
        sorted(invoices, key=lambda one: one.id),
        sorted(slips, key=lambda one: (one.paid_on or date.max, one.id)),
    )
    table.tie(lines)
    table.settle()
    table.compare([line for line in lines if line.id not in table.proposals])
    return Matching(
        tuple(proposal for _, proposal in sorted(table.proposals.items())),
        tuple(sorted(slip.id for slip in table.slips if slip.id not in table.used)),
    )


@dataclass(frozen=True)
class _Tie:
    """A line that points to an invoice; `slip`: the one with its bank reference."""

    line: Money
    because: Because
    slip: Slip | None

    @property
    def certain(self) -> bool:
        return self.because in (Because.REFERENCES, Because.SLIP)


class _Table:
    """Where the rows lie while they are compared, each kind in its own order."""

    def __init__(self, invoices: Sequence[Invoice], slips: Sequence[Slip]) -> None:
        self.slips = slips
        self.invoices = {invoice.id: invoice for invoice in invoices}
        self.settled = {invoice.id for invoice in invoices if not invoice.outstanding}
        self.proposals: dict[int, Proposal] = {}
        self.used: set[int] = set()  # slips whose money was found
        self._ties: dict[int, list[_Tie]] = defaultdict(list)

    def tie(self, lines: Sequence[Money]) -> None:
        """Each line to the invoice of its references, or of the slip that has its bank reference and is the only one."""
        named: dict[tuple[str, str], list[Invoice]] = defaultdict(list)
        for invoice in self.invoices.values():
            if _same(invoice.reference1):
                named[_same(invoice.reference1), _same(invoice.reference2)].append(invoice)
        of_banks = _alone((slip.bank_reference, slip) for slip in self.slips)
        on_lines = _alone((line.bank_reference, line) for line in lines)
        for line in lines:
            reference = _same(line.bank_reference)
            slip = of_banks.get(reference) if reference in on_lines else None
            if slip is not None:
                self.used.add(slip.id)
            if found := named.get((_same(line.reference1), _same(line.reference2))):
                self._tie_by_references(line, found, slip)
            elif slip is not None:
                self._tie_by_slip(line, slip)

    def settle(self) -> None:
        """Of the lines that point to one invoice the first of the very amount settles it; the others came on top."""
        waiting: dict[tuple[int, int | None], deque[Slip]] = defaultdict(deque)
        for one in self.slips:
            if one.invoice is not None and one.id not in self.used:
                waiting[one.invoice, one.satang].append(one)
        for number, ties in self._ties.items():
            invoice = self.invoices[number]
            settling = None
            if number not in self.settled:
                due = invoice.outstanding
                settling = next((tie for tie in ties if tie.certain and tie.line.satang == due), None)
            if settling is not None:
                self.settled.add(number)
                ties = [settling, *(tie for tie in ties if tie is not settling)]
            for tie in ties:
                slip = tie.slip
                for satang in (tie.line.satang, None):
                    if slip is None and waiting[number, satang]:
                        slip = waiting[number, satang].popleft()
                        self.used.add(slip.id)
                pile = self._pile(tie, invoice, slip, settling)
                self._propose(tie.line, pile, tie.because, invoice, slip, green=tie is settling)

    def compare(self, lines: Sequence[Money]) -> None:
        """What points nowhere, with slips of the same amount and day, where there is one of each."""
        slips: dict[tuple[int, date | None], list[Slip]] = defaultdict(list)
        for slip in self.slips:
            if slip.id not in self.used and slip.invoice not in self.settled:
                invoice = self._of(slip)
                satang = slip.satang or (invoice.outstanding if invoice else 0)
                slips[satang, slip.paid_on].append(slip)
        alike: dict[tuple[int, date | None], list[Money]] = defaultdict(list)
        for line in lines:
            alike[line.satang, line.paid_on].append(line)
        for alike_in, some in alike.items():
            found = slips.get(alike_in, [])
            if len(found) == len(some) == 1:
                self.used.add(found[0].id)
                self._propose(
                    some[0], Pile.LIKELY, Because.AMOUNT_AND_DAY, self._of(found[0]), found[0], green=False
                )
                continue
            for line in some:
                self._propose(line, Pile.UNKNOWN, Because.NOTHING)

    def _tie_by_references(self, line: Money, found: Sequence[Invoice], slip: Slip | None) -> None:
        still_due = [invoice for invoice in found if invoice.outstanding] or found[:1]
        if len(still_due) > 1:
            still_due = [invoice for invoice in still_due if invoice.outstanding == line.satang]
        if len(still_due) != 1:
            self._propose(line, Pile.LIKELY, Because.SEVERAL_INVOICES, slip=slip)
            return
        number = still_due[0].id
        of_another = slip is not None and slip.invoice not in (None, number)
        because = Because.SLIP_OF_ANOTHER if of_another else Because.REFERENCES
        self._ties[number].append(_Tie(line, because, slip))

    def _tie_by_slip(self, line: Money, slip: Slip) -> None:
        invoice = self._of(slip)
        if invoice is None:
            self._propose(line, Pile.LIKELY, Because.SLIP_WITHOUT_INVOICE, slip=slip)
            return
        says_so = slip.satang is None or slip.satang == line.satang
        because = Because.SLIP if says_so else Because.SLIP_SAYS_OTHERWISE
        self._ties[invoice.id].append(_Tie(line, because, slip))

    def _pile(self, tie: _Tie, invoice: Invoice, slip: Slip | None, settling: _Tie | None) -> Pile:
        if invoice.id in self.settled and tie is not settling:
            return Pile.DUPLICATE
        if tie.line.satang != invoice.outstanding:
            return Pile.UNDERPAID if tie.line.satang < invoice.outstanding else Pile.OVERPAID
        if not tie.certain:
            return Pile.LIKELY
        return Pile.MATCHED if slip is not None else Pile.WITHOUT_SLIP

    def _of(self, slip: Slip) -> Invoice | None:
        return None if slip.invoice is None else self.invoices.get(slip.invoice)

    def _propose(
        self,
        line: Money,
        pile: Pile,
        because: Because,
        invoice: Invoice | None = None,
        slip: Slip | None = None,
        *,
        green: bool = False,
    ) -> None:
        due = invoice.outstanding if invoice and pile is not Pile.DUPLICATE else 0
        self.proposals[line.id] = Proposal(
            line.id,
            pile,
            because,
            invoice.id if invoice else None,
            slip.id if slip else None,
            green,
            line.satang - due if invoice else 0,
        )


def _same(reference: str) -> str:
    return reference.strip().upper()


def _alone(pairs: Iterable[tuple[str, One]]) -> dict[str, One]:
    """Whatever has its reference for itself; what has none is left out."""
    found: dict[str, list[One]] = defaultdict(list)
    for reference, one in pairs:
        found[_same(reference)].append(one)
    return {reference: some[0] for reference, some in found.items() if reference and len(some) == 1}
