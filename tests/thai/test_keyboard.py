"""Words typed while the other layout was on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.thai.keyboard import could_be_thai, on_the_other_layout


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("l;ylfu", "สวัสดี"),
        ("vo6Pk9", "อนุญาต"),
        ("xitgm", "ประเท"),
        ("ohe", "น้ำ"),
        ("@@$ l;ylfu", "๑๑๓ สวัสดี"),
        ("ะำหะ", "test"),
        ("เนนเสำ", "google"),
        ("รือนรแำ", "invoice"),
    ],
)
def test_it_is_read_as_the_other_layout_writes_it(typed: str, meant: str) -> None:
    assert on_the_other_layout(typed) == meant


@pytest.mark.parametrize("typed", ["", "124", "hello", "somchai@example.com", "กก", "สวัสดี test", "!!", "อ"])
def test_where_it_makes_no_sense_nothing_is_offered(typed: str) -> None:
    assert on_the_other_layout(typed) == ""


@pytest.mark.parametrize("text", ["สวัสดี", "เทศบาลตำบลคลองน้อย", "ที่ 0032/ว 118", "ไม่", "แก้ว", "ทรัพย์", "น้ำ"])
def test_thai_could_be_thai(text: str) -> None:
    assert could_be_thai(text)


@pytest.mark.parametrize("text", ["ะำหะ", "้ก", "เเเ", "ก้้", "test", ""])
def test_what_no_thai_writes_could_not(text: str) -> None:
    assert not could_be_thai(text)


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    on_the_other_layout(text)
