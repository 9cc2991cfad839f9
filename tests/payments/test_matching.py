"""What one key may confirm is certain, what is not goes to a person, and the order of the rows changes nothing."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.payments.matching import Because, Invoice, Matching, Money, Pile, Proposal, Slip, match

DAY = date(2026, 1, 23)
FEE = 50_000


def invoice(number: int = 1, *, satang: int = FEE, paid: int = 0, reference1: str = "") -> Invoice:
    return Invoice(number, reference1 or f"CASE{number}", "FEE01", satang, paid)


def line(number: int = 1, *, satang: int = FEE, of: int | None = 1, bank: str = "", on: date = DAY) -> Money:
    return Money(number, satang, on, f"CASE{of}" if of else "", "FEE01" if of else "", bank)


def slip(
    number: int = 1, *, of: int | None = 1, bank: str = "", satang: int | None = FEE, on: date | None = DAY
) -> Slip:
    return Slip(number, of, bank, satang, on)


def only(matching: Matching) -> Proposal:
    [proposal] = matching.proposals
    return proposal


def test_the_references_and_the_amount_are_certain_with_or_without_a_slip() -> None:
    with_slip = match([invoice()], [slip(satang=None)], [line()])
    assert only(with_slip) == Proposal(1, Pile.MATCHED, Because.REFERENCES, 1, 1, green=True)
    without = match([invoice()], [], [line()])
    assert only(without) == Proposal(1, Pile.WITHOUT_SLIP, Because.REFERENCES, 1, None, green=True)


def test_references_differ_in_nothing_but_capitals_and_spaces_around() -> None:
    typed = Money(1, FEE, DAY, " case1", "fee01 ")
    assert only(match([invoice()], [], [typed])).green
    for one, other in (
        ("CASE1", ""),
        ("", "FEE01"),
        ("CASE1", "FEE02"),
        ("CASE 1", "FEE01"),
        ("FEE01", "CASE1"),
    ):
        assert only(match([invoice()], [], [Money(1, FEE, DAY, one, other)])).pile is Pile.UNKNOWN


def test_an_invoice_without_a_reference_is_found_by_none() -> None:
    bare = Invoice(1, "", "", FEE)
    assert only(match([bare], [], [line(of=None)])).pile is Pile.UNKNOWN


@pytest.mark.parametrize("said", [FEE, None])
def test_the_slips_own_reference_and_the_amount_are_certain(said: int | None) -> None:
    found = match([invoice()], [slip(bank="2026A", satang=said)], [line(of=None, bank="2026a")])
    assert only(found) == Proposal(1, Pile.MATCHED, Because.SLIP, 1, 1, green=True)
    assert found.slips_without_money == ()


def test_a_slip_that_says_another_amount_goes_to_a_person() -> None:
    found = match([invoice()], [slip(bank="A", satang=FEE - 1)], [line(of=None, bank="A")])
    assert only(found) == Proposal(1, Pile.LIKELY, Because.SLIP_SAYS_OTHERWISE, 1, 1)


def test_a_slip_of_nobody_goes_to_a_person_with_its_line() -> None:
    for of in (None, 99):
        found = match([invoice()], [slip(of=of, bank="A")], [line(of=None, bank="A")])
        assert only(found) == Proposal(1, Pile.LIKELY, Because.SLIP_WITHOUT_INVOICE, None, 1)


def test_a_bank_reference_that_stands_twice_ties_nothing() -> None:
    twice_on_slips = match(
        [invoice(1), invoice(2)],
        [slip(1, of=1, bank="A", on=None), slip(2, of=2, bank="A", on=None)],
        [line(of=None, bank="A")],
    )
    assert only(twice_on_slips).pile is Pile.UNKNOWN
    assert twice_on_slips.slips_without_money == (1, 2)
    twice_on_lines = match(
        [invoice()], [slip(bank="A", on=None)], [line(1, of=None, bank="A"), line(2, of=None, bank="A")]
    )
    assert [one.pile for one in twice_on_lines.proposals] == [Pile.UNKNOWN, Pile.UNKNOWN]


@pytest.mark.parametrize(
    ("satang", "pile", "difference"),
    [(FEE - 1, Pile.UNDERPAID, -1), (FEE + 1, Pile.OVERPAID, 1), (1, Pile.UNDERPAID, 1 - FEE)],
)
def test_another_amount_is_for_a_person(satang: int, pile: Pile, difference: int) -> None:
    by_references = only(match([invoice()], [], [line(satang=satang)]))
    assert by_references == Proposal(1, pile, Because.REFERENCES, 1, difference=difference)
    by_slip = only(match([invoice()], [slip(bank="A")], [line(satang=satang, of=None, bank="A")]))
    assert (by_slip.pile, by_slip.difference, by_slip.green) == (pile, difference, False)


def test_what_is_left_of_an_invoice_is_what_is_due() -> None:
    half = invoice(paid=20_000)
    assert only(match([half], [], [line(satang=30_000)])).green
    assert only(match([half], [], [line()])).pile is Pile.OVERPAID


def test_a_settled_invoice_takes_no_more() -> None:
    for paid in (FEE, FEE + 1):
        found = only(match([invoice(paid=paid)], [slip(bank="A")], [line(bank="A")]))
        assert found == Proposal(1, Pile.DUPLICATE, Because.REFERENCES, 1, 1, difference=FEE)


def test_who_pays_twice_on_one_statement_settles_once() -> None:
    found = match([invoice()], [], [line(2), line(1, on=DAY + timedelta(1)), line(3, satang=100)])
    assert [(one.money, one.pile, one.green) for one in found.proposals] == [
        (1, Pile.DUPLICATE, False),
        (2, Pile.WITHOUT_SLIP, True),
        (3, Pile.DUPLICATE, False),
    ]


def test_two_parts_of_an_amount_are_for_a_person() -> None:
    found = match([invoice()], [], [line(1, satang=30_000), line(2, satang=20_000)])
    assert [(one.pile, one.green) for one in found.proposals] == [(Pile.UNDERPAID, False)] * 2


def test_the_same_amount_on_the_same_day_is_proposed_where_there_is_one_of_each() -> None:
    alone = match([invoice()], [slip(bank="A")], [line(of=None, bank="B")])
    assert only(alone) == Proposal(1, Pile.LIKELY, Because.AMOUNT_AND_DAY, 1, 1)
    assert alone.slips_without_money == ()
    unsaid = match([invoice()], [slip(satang=None)], [line(of=None)])
    assert only(unsaid).pile is Pile.LIKELY
    for slips, money in (
        ([slip(1), slip(2, of=2)], [line(of=None)]),
        ([slip()], [line(1, of=None), line(2, of=None)]),
        ([slip(on=DAY - timedelta(1))], [line(of=None)]),
        ([slip(on=None)], [line(of=None)]),
        ([slip(satang=FEE + 1)], [line(of=None)]),
        ([], [line(of=None)]),
    ):
        found = match([invoice(1), invoice(2)], slips, money)
        assert {one.pile for one in found.proposals} == {Pile.UNKNOWN}
        assert found.slips_without_money == tuple(one.id for one in slips)


def test_a_slip_for_what_is_settled_is_no_candidate() -> None:
    found = match([invoice()], [slip(bank="A", satang=FEE + 5)], [line(1), line(2, satang=FEE + 5, of=None)])
    assert [one.pile for one in found.proposals] == [Pile.WITHOUT_SLIP, Pile.UNKNOWN]
    assert found.slips_without_money == (1,)


def test_references_of_one_and_a_slip_of_another_are_for_a_person() -> None:
    found = match([invoice(1), invoice(2)], [slip(of=2, bank="A")], [line(of=1, bank="A")])
    assert only(found) == Proposal(1, Pile.LIKELY, Because.SLIP_OF_ANOTHER, 1, 1)


def test_invoices_under_the_same_references_are_told_apart_by_what_is_due() -> None:
    some = [Invoice(1, "A", "B", FEE, FEE), Invoice(2, "A", "B", FEE), Invoice(3, "A", "B", 100)]
    paid = match(some, [], [Money(1, FEE, DAY, "A", "B"), Money(2, 100, DAY, "A", "B")])
    assert [(one.invoice, one.green) for one in paid.proposals] == [(2, True), (3, True)]
    alike = [Invoice(1, "A", "B", FEE), Invoice(2, "A", "B", FEE)]
    assert only(match(alike, [], [Money(1, FEE, DAY, "A", "B")])).because is Because.SEVERAL_INVOICES


def test_slips_without_money_are_told() -> None:
    found = match([invoice(1), invoice(2)], [slip(2, of=2), slip(1, of=2, satang=1)], [line()])
    assert found.slips_without_money == (1, 2)


SOME = st.integers(1, 5)
BANKS = st.sampled_from(["", "A", "B", "C", "a "])
AMOUNTS = st.sampled_from([100, 200, 300])
DAYS = st.sampled_from([DAY, DAY + timedelta(1)])
INVOICES = st.lists(
    st.builds(
        Invoice, SOME, st.sampled_from(["", "R1", "R2", "R3"]), st.sampled_from(["", "F1"]), AMOUNTS,
        st.sampled_from([0, 0, 100, 300]),
    ),
    unique_by=lambda one: one.id,
)  # fmt: skip
SLIPS = st.lists(
    st.builds(Slip, SOME, st.none() | SOME, BANKS, st.none() | AMOUNTS, st.none() | DAYS),
    unique_by=lambda one: one.id,
)
LINES = st.lists(
    st.builds(
        Money, st.integers(1, 9), AMOUNTS, DAYS, st.sampled_from(["", "R1", "r2", "R4"]),
        st.sampled_from(["", "F1"]), BANKS,
    ),
    unique_by=lambda one: one.id,
)  # fmt: skip


@given(INVOICES, SLIPS, LINES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(
    invoices: list[Invoice], slips: list[Slip], money: list[Money], chance: random.Random
) -> None:
    found = match(invoices, slips, money)
    for rows in (invoices, slips, money):
        chance.shuffle(rows)
    assert match(invoices, slips, money) == found


@given(INVOICES, SLIPS, LINES)
def test_what_is_green_is_certain(invoices: list[Invoice], slips: list[Slip], money: list[Money]) -> None:
    found = match(invoices, slips, money)
    of_invoice = {one.id: one for one in invoices}
    of_slip = {one.id: one for one in slips}
    of_line = {one.id: one for one in money}
    assert [one.money for one in found.proposals] == sorted(of_line)
    used = [one.slip for one in found.proposals if one.slip is not None]
    assert sorted([*used, *found.slips_without_money]) == sorted(of_slip)
    greens = [one for one in found.proposals if one.green]
    assert max(Counter(one.invoice for one in greens).values(), default=0) <= 1
    for one in greens:
        assert one.invoice is not None and one.pile in (Pile.MATCHED, Pile.WITHOUT_SLIP)
        due, came = of_invoice[one.invoice], of_line[one.money]
        said = of_slip.get(one.slip) if one.slip is not None else None
        assert due.satang - due.paid == came.satang > 0 and one.difference == 0
        assert said is None or (said.invoice in (None, due.id) and one.pile is Pile.MATCHED)
        if one.because is Because.REFERENCES:
            assert (due.reference1, due.reference2) == (came.reference1.upper(), came.reference2)
        else:
            assert one.because is Because.SLIP and said is not None and said.satang in (None, came.satang)
            assert said.bank_reference.strip().upper() == came.bank_reference.strip().upper() != ""
    for one in found.proposals:
        if one.pile is Pile.DUPLICATE:
            assert one.invoice is not None
            due = of_invoice[one.invoice]
            assert due.paid >= due.satang or one.invoice in {green.invoice for green in greens}
        if one.pile is Pile.UNKNOWN:
            assert (one.invoice, one.slip, one.green) == (None, None, False)


@given(INVOICES, SLIPS, LINES)
def test_what_is_certain_is_green(invoices: list[Invoice], slips: list[Slip], money: list[Money]) -> None:
    """By looking at every pair: whoever alone pays what is due under references that only one invoice has."""
    greens = {(one.money, one.invoice) for one in match(invoices, slips, money).proposals if one.green}
    for due in invoices:
        alike = [
            one for one in invoices if (one.reference1, one.reference2) == (due.reference1, due.reference2)
        ]
        named = [
            one
            for one in money
            if (one.reference1.upper(), one.reference2) == (due.reference1, due.reference2)
        ]
        said = any(one.invoice == due.id or one.invoice is None for one in slips)
        if not due.reference1 or len(alike) > 1 or said or len(named) != 1:
            continue
        banks = {one.bank_reference.strip().upper() for one in slips}
        came = named[0]
        if came.satang == due.satang - due.paid and came.bank_reference.strip().upper() not in banks:
            assert (came.id, due.id) in greens


def test_ten_thousand_of_each_take_less_than_a_second() -> None:
    count = 10_000
    chance = random.Random(6)
    invoices = [invoice(number, satang=chance.randrange(1, 50) * 1_000) for number in range(count)]
    slips = [
        slip(number, of=number, bank=f"B{number}", satang=invoices[number].satang) for number in range(count)
    ]
    money = [
        line(
            number,
            of=number if number % 3 else None,
            satang=invoices[number].satang,
            bank=f"B{number}" if number % 2 else "",
            on=DAY + timedelta(number % 5),
        )
        for number in range(count)
    ]
    for rows in (invoices, slips, money):
        chance.shuffle(rows)
    began = time.process_time()
    found = match(invoices, slips, money)
    assert time.process_time() - began < 1
    assert len(found.proposals) == count

    same = [Invoice(1, "A", "B", FEE)]
    began = time.process_time()
    match(
        same,
        [Slip(number, 1, "", None, DAY) for number in range(count)],
        [Money(number, FEE, DAY, "A", "B", "X") for number in range(count)],
    )
    assert time.process_time() - began < 1
