"""The small QR of a slip byte for byte as published, with the faults that banks really make, and nothing else."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.payments.banks import BANKS, bank_title
from saraban.payments.emv import fields, sealed
from saraban.payments.slip_qr import SlipCode, read_slip_qr
from saraban.payments.thai_qr import BillPayment

PUBLISHED = {
    "004000060000010103002021900021231231212000115102TH91049C30": SlipCode("002", "0002123123121200011"),
    "004100060000010103014022000111222233344ABCD125102TH910417DF": SlipCode("014", "00111222233344ABCD12"),
}
SLIPS = st.builds(
    SlipCode,
    st.text(string.digits, min_size=3, max_size=3),
    st.text(string.ascii_letters + string.digits, min_size=1, max_size=35),
)


def drawn(slip: SlipCode, *, kind: str = "000001", country: str = "TH") -> str:
    inner = fields(("00", kind), ("01", slip.bank), ("02", slip.reference))
    return sealed(fields(("00", inner), ("51", country)), tag="91")


@pytest.mark.parametrize("text", PUBLISHED)
def test_what_is_published_is_read(text: str) -> None:
    assert drawn(PUBLISHED[text]) == text
    assert read_slip_qr(text) == PUBLISHED[text]


@given(SLIPS)
def test_every_slip_is_read(slip: SlipCode) -> None:
    text = drawn(slip)
    assert read_slip_qr(text) == read_slip_qr(f"{text}\n") == slip
    assert read_slip_qr(text[:-4] + text[-4:].lower()) == slip


def test_zeros_that_a_bank_dropped_from_the_checksum_are_put_back() -> None:
    seen: set[int] = set()
    for number in range(200_000):
        if len(seen) == 3:
            break
        slip = SlipCode("006", f"2026{number:015d}")
        text = drawn(slip)
        checksum = text[-4:]
        short = checksum.lstrip("0") or "0"
        if short == checksum or len(short) in seen:
            continue
        seen.add(len(short))
        assert read_slip_qr(text[:-4] + short) == slip
        assert read_slip_qr(text[:-4] + f"{int(short, 16) ^ 1:X}") is None
    assert seen == {1, 2, 3}


@given(SLIPS, st.data())
def test_a_slip_with_one_other_character_is_no_other_slip(slip: SlipCode, data: st.DataObject) -> None:
    text = drawn(slip)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(string.printable) | st.characters())
    assert read_slip_qr(text[:at] + other + text[at + 1 :]) in (None, slip)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://line.me/ti/p/abc",
        BillPayment("099400016550100", "CASE25660001", "FEE01", 50_000).payload(),
        drawn(SlipCode("002", "A1"), kind="000002"),
        drawn(SlipCode("002", "A1"), country="LA"),
        sealed(fields(("00", "01"), ("01", "TM2026"), ("02", "P2P"), ("51", "TH")), tag="91"),  # of a wallet
        sealed(fields(("00", fields(("00", "000001"), ("01", "002"))), ("51", "TH")), tag="91"),
        drawn(SlipCode("02", "A1")),
        drawn(SlipCode("002", "A-1")),
        "9104" + "0" * 300,
        "91040",
        "\0" * 60,
    ],
)
def test_anything_else_is_no_slip(text: str) -> None:
    assert read_slip_qr(text) is None


@given(st.text() | st.text(string.digits + "ABCDEFTH", max_size=80))
def test_it_never_raises(text: str) -> None:
    read_slip_qr(text)


def test_banks_are_called_as_people_call_them() -> None:
    assert [bank_title(code) for code in ("002", "004", "006", "011", "014", "025", "030", "033", "034")] == [
        "ธนาคารกรุงเทพ",
        "ธนาคารกสิกรไทย",
        "ธนาคารกรุงไทย",
        "ธนาคารทหารไทยธนชาต",
        "ธนาคารไทยพาณิชย์",
        "ธนาคารกรุงศรีอยุธยา",
        "ธนาคารออมสิน",
        "ธนาคารอาคารสงเคราะห์",
        "ธ.ก.ส.",
    ]
    assert bank_title("123") == "ธนาคารรหัส 123"
    assert all(code == bank.code and len(code) == 3 and bank.short.isascii() for code, bank in BANKS.items())
    assert len({bank.short for bank in BANKS.values()}) == len(BANKS)
