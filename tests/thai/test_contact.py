"""Telephone numbers and addresses in a text: each in the forms in which Thais write it, and what only looks like one."""

from __future__ import annotations

import pytest

from saraban.thai.contact import addresses_in, phones_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("โทร. 081-234-5678", "081-234-5678"),
        ("โทร 0812345678 ครับ", "081-234-5678"),
        ("โทรศัพท์ ๐๘๑-๒๓๔-๕๖๗๘", "081-234-5678"),
        ("เบอร์ ๐๘ ๑๒๓๔ ๕๖๗๘", "081-234-5678"),
        ("มือถือ 08-1234-5678", "081-234-5678"),
        ("tel:+66812345678", "081-234-5678"),
        ("+66 (0) 81 234 5678", "081-234-5678"),
        ("+66-81-234-5678", "081-234-5678"),
        ("0066 81 234 5678", "081-234-5678"),
        ("081.234.5678", "081-234-5678"),
        ("(081) 234-5678", "081-234-5678"),
        ("โทร.0-2123-4567", "02-123-4567"),
        ("โทร. ๐ ๒๑๒๓ ๔๕๖๗ ต่อ ๑๒", "02-123-4567"),
        ("02-123-4567-8", "02-123-4567"),
        ("โทร. 037-123-456", "037-123-456"),
        ("โทร ๐ ๓๗๑๒ ๓๔๕๖", "037-123-456"),
        ("+66 2 123 4567", "02-123-4567"),
        ("โทร.0812345678,0898765432", "081-234-5678 089-876-5432"),
        ("โทรสาร 02-123-4567 โทร 02 765 4321", "02-765-4321"),
    ],
)
def test_a_number_in_whatever_form(text: str, found: str) -> None:
    assert " ".join(phones_in(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "1-2345-67890-12-1",
        "เลขประจำตัวประชาชน 1234567890121",
        "1 0212 34567 89 0",
        "๑-๐๒๑๒-๓๔๕๖๗-๘๙-๐",
        "0105512345678",  # of a firm
        "บัญชีเลขที่ 089-2-34567-8",
        "เลขที่บัญชี 012-3-45678-9",
        "ที่ นย 0033/ว 118 ลงวันที่ 05-11-2566",
        "วันที่ 05.11.2566 12.30 น.",
        "เลขรับ 0812/2566",
        "081-234-567",
        "081-234-56789",
        "รหัส 00812345678",
        "โทรสาร: 02-123-4567",
        "Fax. 037-123-456",
        "",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert phones_in(text) == []


def test_a_number_stands_once_however_often_it_is_written() -> None:
    assert phones_in("โทร 081-234-5678 หรือ ๐๘๑๒๓๔๕๖๗๘") == ["081-234-5678"]


def test_addresses_stand_once_in_small_letters_and_none_that_nobody_reads() -> None:
    text = "ส่งที่ Mali.L@Example.co.th. หรือ mali.l@example.co.th, no-reply@example.com <MAILER-DAEMON@x.th> @line a@b"
    assert addresses_in(text) == ["mali.l@example.co.th"]


def test_an_address_that_touches_thai_is_found() -> None:
    assert addresses_in("อีเมลmali@example.comครับ") == ["mali@example.com"]
