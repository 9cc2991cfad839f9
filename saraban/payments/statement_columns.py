"""Which column of a bank's statement is what: proposed from its headings once, and kept for the bank. Pure.

A column is named by its heading, so that it is found again when the bank adds another before it; by its place where it
has no heading of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import Any

from saraban.payments.statement_cells import looks_like_a_day, nothing_in, words_in
from saraban.proposals.workbooks import Line
from saraban.thai.spelling import one_spelling

HEADS_LOOKED_FOR_MAX = 40  # rows from the top
HEADING_MAX = 100  # characters
PLACES_MAX = 100

Column = str | int | None

NAMES = {
    "date": "วันที่",
    "time": "เวลา",
    "credit": "เงินเข้า",
    "debit": "เงินออก",
    "amount": "จำนวนเงิน",
    "side": "เข้าหรือออก",
    "reference1": "รหัสอ้างอิง 1",
    "reference2": "รหัสอ้างอิง 2",
    "bank_reference": "เลขอ้างอิงของธนาคาร",
    "description": "รายการ",
    "payer": "ผู้ชำระ",
    "balance": "ยอดคงเหลือ",
    "channel": "ช่องทาง",
}

# As banks head their columns, without spaces, marks and what stands in brackets. The earlier ones are preferred.
_HEADS: dict[str, tuple[str, ...]] = {
    "date": (
        *("วันที่ทำรายการ", "วันที่ชำระเงิน", "วันที่ชำระ", "วันที่รับชำระ", "วันที่โอน", "วันที่รายการ", "วันที่", "วันเดือนปี"),
        *("วดป", "วันที่เวลา", "วันเวลา", "วันเวลาที่ทำรายการ", "วันที่และเวลา", "วันที่บันทึก", "วันที่เข้าบัญชี", "วันที่มีผล"),
        *(
            "transactiondate",
            "transdate",
            "trandate",
            "txndate",
            "paymentdate",
            "paiddate",
            "date",
            "datetime",
        ),
        *("transactiondatetime", "postingdate", "postdate", "bookingdate", "effectivedate", "valuedate"),
    ),
    "time": (
        *("เวลา", "เวลาทำรายการ", "เวลาที่ทำรายการ", "เวลาชำระ", "เวลาชำระเงิน", "เวลาวันที่มีผล"),
        *("time", "transactiontime", "transtime", "trantime", "txntime", "paymenttime", "timeeffdate"),
    ),
    "credit": (
        *("ฝาก", "ฝากเงิน", "เงินฝาก", "เงินเข้า", "จำนวนเงินฝาก", "จำนวนเงินเข้า", "ยอดเงินเข้า", "เครดิต", "รับเข้า"),
        *("credit", "creditamount", "deposit", "deposits", "depositamount", "moneyin", "amountin", "paidin"),
    ),
    "debit": (
        *("ถอน", "ถอนเงิน", "เงินถอน", "เงินออก", "จำนวนเงินถอน", "จำนวนเงินออก", "ยอดเงินออก", "เดบิต", "จ่ายออก"),
        *("debit", "debitamount", "withdrawal", "withdrawals", "withdraw", "withdrawalamount", "moneyout"),
        *("amountout", "paidout"),
    ),
    "amount": (
        *("จำนวนเงิน", "จำนวนเงินที่ชำระ", "จำนวนเงินที่รับชำระ", "จำนวนเงินชำระ", "ยอดชำระ", "ยอดเงินที่ชำระ", "ยอดเงิน"),
        *("amount", "transactionamount", "paymentamount", "paidamount", "amountpaid", "netamount"),
    ),
    "side": ("drcr", "crdr", "dc", "cd", "debitcredit", "creditdebit", "เดบิตเครดิต", "ฝากถอน", "เข้าออก"),
    "reference1": (
        *(
            "ref1",
            "refno1",
            "reference1",
            "referenceno1",
            "refcode1",
            "customerref1",
            "รหัสอ้างอิง1",
            "เลขที่อ้างอิง1",
        ),
        *("เลขอ้างอิง1", "หมายเลขอ้างอิง1", "อ้างอิง1", "ref1no"),
    ),
    "reference2": (
        *(
            "ref2",
            "refno2",
            "reference2",
            "referenceno2",
            "refcode2",
            "customerref2",
            "รหัสอ้างอิง2",
            "เลขที่อ้างอิง2",
        ),
        *("เลขอ้างอิง2", "หมายเลขอ้างอิง2", "อ้างอิง2", "ref2no"),
    ),
    "bank_reference": (
        *("transactionreference", "transactionref", "transactionid", "transactionno", "transref", "transid"),
        *("txnref", "txnid", "bankreference", "bankref", "bankrefno", "เลขอ้างอิงธนาคาร", "หมายเลขอ้างอิงธุรกรรม"),
        *("เลขที่อ้างอิงธนาคาร", "รหัสอ้างอิงธนาคาร", "เลขที่ธุรกรรม", "หมายเลขธุรกรรม", "เลขที่รายการ", "หมายเลขรายการ"),
        *("หมายเลขอ้างอิง", "เลขที่อ้างอิง", "เลขอ้างอิง", "รหัสอ้างอิง", "referenceno", "refno", "reference", "ref"),
    ),
    "description": (
        *("รายละเอียด", "รายละเอียดรายการ", "คำอธิบาย", "รายการ", "ชื่อรายการ", "ประเภทรายการ", "หมายเหตุ"),
        *("description", "descriptions", "details", "detail", "particulars", "narrative", "transaction"),
        *("transactiontype", "remark", "remarks"),
    ),
    "payer": (
        *("ชื่อผู้ชำระเงิน", "ชื่อผู้ชำระ", "ผู้ชำระเงิน", "ผู้ชำระ", "ชื่อผู้โอน", "ผู้โอน", "ชื่อบัญชีผู้โอน", "ชื่อลูกค้า", "จากบัญชี"),
        *("payername", "payer", "paidby", "customername", "sendername", "sender", "fromname", "fromaccount"),
    ),
    "balance": (
        *("ยอดคงเหลือ", "ยอดเงินคงเหลือ", "คงเหลือ", "balance", "runningbalance", "ledgerbalance"),
        *("outstandingbalance", "accountbalance", "closingbalance"),
    ),
    "channel": ("ช่องทาง", "ช่องทางชำระ", "ช่องทางการชำระเงิน", "ช่องทางทำรายการ", "channel", "paymentchannel"),
}
_WORDS = {head for heads in _HEADS.values() for head in heads}

_FIGURES = {"time", "credit", "debit", "amount", "balance"}
_IN_NO_FINGERPRINT = {"debit", "channel"}

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_MARKS = re.compile(r"[\s.,:;()\[\]/|_*#\-–—\"“”'&+]+")
_LATIN = re.compile(r"[a-z]+[a-z0-9]*")
_CURRENCY = re.compile(r"(?<=.)(?:thb|baht|บาท)\Z")


@dataclass(frozen=True)
class StatementColumns:
    """Of each fact the heading of its column (text), its place from 0 (number), or None where the bank does not tell it.

    Either `credit` (with `debit` beside it, where money that went out stands in a column of its own), or `amount`, where
    both stand in one: below zero, in brackets or marked DR what went out, or told apart by `side`.
    """

    date: Column
    time: Column = None
    credit: Column = None
    debit: Column = None
    amount: Column = None
    side: Column = None
    reference1: Column = None
    reference2: Column = None
    bank_reference: Column = None
    description: Column = None
    payer: Column = None
    balance: Column = None
    channel: Column = None

    def __post_init__(self) -> None:
        for name, column in self.items():
            if isinstance(column, bool) or not isinstance(column, str | int):
                raise ValueError(f"{name}: neither a heading nor a place")
            if not (0 <= column < PLACES_MAX if isinstance(column, int) else 0 < len(column) <= HEADING_MAX):
                raise ValueError(f"{name}: out of bounds")
        if self.date is None or (self.credit is None) == (self.amount is None):
            raise ValueError("a statement has a date, and either a column of what came in or one of amounts")

    def items(self) -> Iterator[tuple[str, str | int]]:
        """The columns that there are, by the names of their facts."""
        for one in fields(self):
            column = getattr(self, one.name)
            if column is not None:
                yield one.name, column

    def as_json(self) -> dict[str, str | int]:
        return dict(self.items())

    def tells_as(self, other: StatementColumns) -> bool:
        """Whether both make the same lines of a sheet, so that money which came by one is known again by the other."""
        return self._told() == other._told()

    def _told(self) -> dict[str, str | int]:
        return {
            fact: heading_name(column) if isinstance(column, str) else column
            for fact, column in self.items()
            if fact not in _IN_NO_FINGERPRINT
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> StatementColumns:
        """Raises `ValueError` for what `as_json` cannot have said."""
        if not said.keys() <= NAMES.keys():
            raise ValueError("unknown columns")
        return cls(**{"date": None, **said})


@dataclass(frozen=True)
class Places:
    """The columns of one sheet: fact → place from 0. `head`: the number of the last row of the heading; 0 without one.

    `missing`: headings of the map that this sheet does not have.
    """

    of: Mapping[str, int]
    head: int = 0
    missing: tuple[str, ...] = ()


def propose_columns(lines: Sequence[Line]) -> StatementColumns | None:
    """By the headings that banks use, in Thai and English; None where they name no day or no money."""
    for headings, _ in _heads(lines):
        found = _known(headings)
        if "credit" in found:
            found.pop("amount", None)
            found.pop("side", None)
        elif "amount" in found:
            found.pop("debit", None)
        if "date" in found and ("credit" in found or "amount" in found) and len(found) >= 3:
            names = [heading_name(text) for text in headings.values()]
            columns = {
                fact: text if names.count(heading_name(text := headings[place])) == 1 else place
                for fact, place in found.items()
            }
            return StatementColumns(**{"date": None, **columns})
    return None


def columns_chosen(lines: Sequence[Line], chosen: Mapping[int, str]) -> StatementColumns | None:
    """As an officer says, place → fact; each by its heading where the sheet has one. None where day or money is missing."""
    most, named = (len(chosen) - 1) // 2, dict[int, str]()
    for headings, _ in _heads(lines):
        found = {place: headings[place] for place in chosen if place in headings}
        if len(found) <= most or any(_is_of_a_line(text, chosen[place]) for place, text in found.items()):
            continue
        names = [heading_name(text) for text in headings.values()]
        most = len(found)
        named = {place: text for place, text in found.items() if names.count(heading_name(text)) == 1}
    said = {fact: named.get(place, place) for place, fact in chosen.items()}
    try:
        return StatementColumns(**{"date": None, **said})
    except ValueError:
        return None


def places_of(lines: Sequence[Line], columns: StatementColumns) -> Places | None:
    """Where they stand on this sheet; None where hardly any of the headings is there."""
    named = {fact: heading_name(column) for fact, column in columns.items() if isinstance(column, str)}
    fixed = {fact: column for fact, column in columns.items() if isinstance(column, int)}
    if not named:
        return Places(fixed)
    best: Places | None = None
    for headings, head in _heads(lines):
        places = {heading_name(text): place for place, text in reversed(headings.items())}
        found = {fact: places[name] for fact, name in named.items() if name in places}
        missing = tuple(str(getattr(columns, fact)) for fact in named if fact not in found)
        if len(found) * 2 >= len(named) and (best is None or len(missing) < len(best.missing)):
            best = Places(fixed | found, head, missing)
    return best


def heading_name(text: str) -> str:
    """A heading without what is written now so, now otherwise: spaces, marks, capitals, the currency, brackets."""
    plain = one_spelling(text)
    name = _MARKS.sub("", _BRACKETS.sub("", plain)) or _MARKS.sub("", plain)
    return _CURRENCY.sub("", name)


def _heads(lines: Sequence[Line]) -> Iterator[tuple[dict[int, str], int]]:
    """Rows that may be the heading: place → text, and the row's number. A heading of two rows is tried as one, too."""
    top = [(line, _texts(line)) for line in lines[:HEADS_LOOKED_FOR_MAX]]
    for (line, headings), (next_line, below) in zip_longest(top, top[1:], fillvalue=(Line(0, ()), {})):
        if len(headings) < 2:
            continue
        if _goes_on(next_line, below):
            yield dict(sorted((headings | below).items())), next_line.number
        yield headings, line.number


def _is_of_a_line(text: str, fact: str) -> bool:
    """A day or an amount, and so no heading: a sheet may have none, and its first line is money, too."""
    return (fact == "date" and looks_like_a_day(text)) or (fact in _FIGURES and any(map(str.isdecimal, text)))


def _goes_on(line: Line, texts: Mapping[int, str]) -> bool:
    said = [cell for cell in line.cells if not nothing_in(cell)]
    known = sum(1 for text in texts.values() if not _WORDS.isdisjoint(_spellings(text)))
    return known > 0 and known * 2 >= len(said) == len(texts)


def _texts(line: Line) -> dict[int, str]:
    return {
        place: words
        for place, cell in enumerate(line.cells[:PLACES_MAX])
        if isinstance(cell, str) and (words := words_in(cell)[:HEADING_MAX].strip()) and heading_name(words)
    }


def _known(headings: Mapping[int, str]) -> dict[str, int]:
    names = {place: list(_spellings(text)) for place, text in headings.items()}
    found: dict[str, int] = {}
    for fact, heads in _HEADS.items():
        for head in heads:
            place = next((place for place, some in names.items() if head in some), None)
            if place is not None and place not in found.values():
                found[fact] = place
                break
    return found


def _spellings(text: str) -> Iterable[str]:
    """A heading in two languages is either: `ฝากเงิน Credit`."""
    name = heading_name(text)
    yield name
    latin = "".join(_LATIN.findall(name))
    thai = _LATIN.sub("", name)
    if latin and thai and not thai.isdecimal():
        yield from (_CURRENCY.sub("", thai), latin)
