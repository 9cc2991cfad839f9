"""letter.json and receipt.json: what is signed reads back, and no other byte is accepted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from saraban.exchange.letter_json import File, LetterJson, Party, digest_of, read_letter_json
from saraban.exchange.receipt_json import ReceiptJson, read_receipt_json
from saraban.exchange.signed import BYTES_MAX, NotTrusted, SigningKey, one_line
from saraban.thai.dates import BANGKOK

KEY = SigningKey("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")  # RFC 8032, 7.1, test 1
LETTER = LetterJson(
    number="นย 52028/ว 12",
    dated_on=date(2026, 11, 24),
    subject="ขอเชิญประชุม “ครั้งที่ 1”",
    sender=Party("เทศบาลตำบลคลองน้อย", "saraban@klongnoy.go.th"),
    recipient=Party("เทศบาลตำบลหนองบัว", "saraban@nongbua.go.th"),
    files=(File("หนังสือ.pdf", 14, digest_of(b"%PDF-1.7 signed")),),
    urgency="very_urgent",
    kind="circular",
)
RECEIPT = ReceiptJson(
    number=LETTER.number,
    dated_on=LETTER.dated_on,
    digest=digest_of(LETTER.signed(KEY).encode()),
    receipt_number="124/2569",
    received_at=datetime(2026, 11, 25, 8, 30, tzinfo=BANGKOK),
    sender=LETTER.recipient,
)
FILE, RECEIPT_FILE = LETTER.signed(KEY).encode(), RECEIPT.signed(KEY).encode()
LINES = st.text(max_size=60).map(one_line).filter(bool)


def edited(data: bytes, **members: Any) -> bytes:
    """The same file with other members, still signed by the same hand."""
    said = {**json.loads(data), **members}
    return KEY.sign(
        {n: v for n, v in said.items() if n not in ("key", "signature") and v != "absent"}
    ).encode()


def test_what_is_signed_reads_back() -> None:
    read = read_letter_json(FILE)
    assert (read.letter, read.key, read.digest) == (LETTER, KEY.public, digest_of(FILE))
    received = read_receipt_json(RECEIPT_FILE)
    assert (received.receipt, received.key) == (RECEIPT, KEY.public)


def test_the_signature_is_that_of_the_standard() -> None:
    assert KEY.public == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    said = json.loads(FILE)
    signature = said.pop("signature")
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    private = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    assert Ed25519PrivateKey.from_private_bytes(private).sign(plain).hex() == signature


@settings(max_examples=600, deadline=None)
@given(at=st.integers(0, len(FILE) - 1), byte=st.integers(0, 255))
def test_no_byte_of_it_may_be_another(at: int, byte: int) -> None:
    changed = FILE[:at] + bytes([byte]) + FILE[at + 1 :]
    if changed != FILE:
        with pytest.raises(NotTrusted):
            read_letter_json(changed)


def test_no_single_byte_of_it_may_be_another_anywhere() -> None:
    for at in range(len(FILE)):
        with pytest.raises(NotTrusted):
            read_letter_json(FILE[:at] + bytes([FILE[at] ^ 1]) + FILE[at + 1 :])
        with pytest.raises(NotTrusted):
            read_letter_json(FILE[:at] + FILE[at + 1 :])


@settings(max_examples=200, deadline=None)
@given(
    data=st.binary(max_size=300)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(repr).map(str.encode)
)
def test_strange_bytes_are_refused_in_words(data: bytes) -> None:
    for read in (read_letter_json, read_receipt_json):
        with pytest.raises(NotTrusted) as refused:
            read(data)
        assert str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b"9" * 60_000,
        FILE + b"\n",
        b"\xef\xbb\xbf" + FILE,
        b" " * (BYTES_MAX + 1),
        json.dumps(json.loads(FILE), indent=1).encode(),
        json.dumps(json.loads(FILE), sort_keys=True, separators=(",", ":")).encode(),
        FILE.replace(b'{"date"', b'{"date":"2026-11-24","date"', 1),
        RECEIPT_FILE,
        b'"\\ud800"',
        FILE.replace(b'"version":1', b'"version":1.0'),
        FILE.replace(b'"version":1', b'"version":NaN'),
    ],
)
def test_another_spelling_or_shape_is_refused(data: bytes) -> None:
    with pytest.raises(NotTrusted):
        read_letter_json(data)


@pytest.mark.parametrize(
    "members",
    [
        {"version": 2},
        {"version": True},
        {"format": "saraban-receipt"},
        {"number": ""},
        {"number": 5},
        {"number": "x" * 101},
        {"number": "นย\n52028"},
        {"date": "2026-13-01"},
        {"date": "20261124"},
        {"subject": "\u202ecod.exe"},
        {"subject": " ขอ"},
        {"subject": "absent"},
        {"from": "เทศบาล"},
        {"from": {"name": "เทศบาล"}},
        {"from": {"name": "เทศบาล", "address": "a@b\r\nBcc: c@d"}},
        {"from": {"name": "เทศบาล", "address": "a@b.go.th", "more": 1}},
        {"to": None},
        {"urgency": "ด่วน"},
        {"kind": []},
        {"files": {}},
        {"files": [{"name": "a", "size": -1, "sha256": "0" * 64}]},
        {"files": [{"name": "a", "size": True, "sha256": "0" * 64}]},
        {"files": [{"name": "a", "size": 1, "sha256": "0" * 63}]},
        {"files": [{"name": "a", "size": 1, "sha256": "0" * 64}] * 101},
        {"more": 1},
    ],
)
def test_what_is_well_signed_and_wrong_is_refused(members: dict[str, Any]) -> None:
    with pytest.raises(NotTrusted):
        read_letter_json(edited(FILE, **members))


@pytest.mark.parametrize(
    "members",
    [
        {"receipt_number": ""},
        {"received_at": "2026-11-25T08:30:00"},
        {"received_at": "2026-11-25T25:30:00+07:00"},
        {"letter": {}},
        {"letter": {"number": "1", "date": "2026-11-24", "sha256": "0" * 64, "more": 1}},
        {"from": "x"},
        {"more": 1},
    ],
)
def test_a_receipt_that_is_well_signed_and_wrong_is_refused(members: dict[str, Any]) -> None:
    with pytest.raises(NotTrusted):
        read_receipt_json(edited(RECEIPT_FILE, **members))


def test_another_hand_is_another_key() -> None:
    other = SigningKey(SigningKey.make())
    said = json.loads(LETTER.signed(other))
    assert read_letter_json(LETTER.signed(other).encode()).key == other.public != KEY.public
    said["key"] = KEY.public  # claimed by who does not hold it
    with pytest.raises(NotTrusted):
        read_letter_json(json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


@settings(max_examples=150, deadline=None)
@given(number=LINES, subject=st.text(max_size=80).filter(lambda said: bool(one_line(said))), name=LINES)
def test_whatever_an_office_writes_reads_back_as_one_line(number: str, subject: str, name: str) -> None:
    letter = replace(LETTER, number=number, subject=subject, sender=Party(name, LETTER.sender.address))
    read = read_letter_json(letter.signed(KEY).encode()).letter
    assert (read.number, read.subject, read.sender.name) == (number, one_line(subject), name)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=3), max_size=4), st.lists(st.binary(max_size=3), max_size=4))
def test_it_lists_just_the_files_it_was_signed_with(signed: list[bytes], came: list[bytes]) -> None:
    files = tuple(File("a.pdf", len(one), digest_of(one)) for one in signed)
    lists = replace(LETTER, files=files).lists((len(one), digest_of(one)) for one in came)
    assert lists == (sorted(signed) == sorted(came))
