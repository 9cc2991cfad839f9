"""Digits and provinces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.thai.digits import arabic_digits, thai_digits
from saraban.thai.provinces import OTHER_NAMES, PROVINCES, UnknownProvince, province_named


def test_digits_are_turned_and_nothing_else() -> None:
    assert thai_digits("ที่ นร 0106/ว 2019") == "ที่ นร ๐๑๐๖/ว ๒๐๑๙"
    assert thai_digits(2566) == "๒๕๖๖"
    assert arabic_digits("๐๑๒๓๔๕๖๗๘๙") == "0123456789"


@given(st.text())
def test_digits_turned_there_and_back_are_the_same(text: str) -> None:
    assert arabic_digits(thai_digits(text)) == arabic_digits(text)


def test_there_are_seventy_seven_provinces() -> None:
    assert len(PROVINCES) == len(set(PROVINCES)) == 77
    assert set(OTHER_NAMES.values()) <= set(PROVINCES)


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("นนทบุรี", "นนทบุรี"),
        (" จังหวัดนนทบุรี ", "นนทบุรี"),
        ("จ.นนทบุรี", "นนทบุรี"),
        ("จ. นนทบุรี", "นนทบุรี"),
        ("กรุงเทพฯ", "กรุงเทพมหานคร"),
        ("กทม.", "กรุงเทพมหานคร"),
        ("อยุธยา", "พระนครศรีอยุธยา"),
        ("ล\u0e4d\u0e32ปาง", "ลำปาง"),
    ],
)
def test_a_province_is_known_by_the_names_it_goes_by(text: str, province: str) -> None:
    assert province_named(text) == province


def test_a_province_is_known_by_its_full_name() -> None:
    assert [province_named(name) for name in PROVINCES] == list(PROVINCES)


def test_a_near_miss_is_answered_with_a_suggestion() -> None:
    with pytest.raises(UnknownProvince, match="ไม่รู้จักจังหวัด “นนทบุรึ” หมายถึง นนทบุรี หรือไม่"):
        province_named("นนทบุรึ")


@pytest.mark.parametrize("text", ["", "Nonthaburi", "ก" * 5000])
def test_what_is_no_province_is_told_in_thai(text: str) -> None:
    with pytest.raises(UnknownProvince, match="โปรดพิมพ์ชื่อเต็ม เช่น นนทบุรี") as unknown:
        province_named(text)

    assert len(str(unknown.value)) < 150
