"""Identity numbers: the check digit, and that no form of one is sent back unmasked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.thai.citizen_id import check_digit_ok, mask_citizen_ids
from saraban.thai.digits import arabic_digits, thai_digits

BODIES = st.text("0123456789", min_size=12, max_size=12)


def whole(body: str) -> str:
    """The one number of ten with this body whose check digit is right."""
    [number] = [body + last for last in "0123456789" if check_digit_ok(body + last)]
    return number


def test_the_check_digit_counts_from_thirteen_down_to_two() -> None:
    # 13+24+33+40+45+48+49+48+45+0+3+4 = 352 = 32 × 11: eleven less nothing, of which the last digit stands.
    assert check_digit_ok("1234567890121")
    assert [n for n in range(10) if check_digit_ok(f"123456789012{n}")] == [1]


@pytest.mark.parametrize(
    "number", ["", "123456789012", "12345678901211", "123456789012x", "1-2345-67890-12-1", "²" * 13]
)
def test_what_is_not_thirteen_digits_is_no_number(number: str) -> None:
    assert not check_digit_ok(number)


@given(BODIES, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_passes_only_where_the_scheme_is_blind(body: str, place: int, off: int) -> None:
    """The third digit weighs eleven, which is nothing mod 11; and the remainders 0 and 10 share a check digit."""
    number = whole(body)
    wrong = number[:place] + str((int(number[place]) + off) % 10) + number[place + 1 :]
    remainders = {
        sum(int(d) * w for d, w in zip(n[:12], range(13, 1, -1), strict=True)) % 11 for n in (number, wrong)
    }

    assert check_digit_ok(wrong) == (place == 2 or remainders == {0, 10})


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("1234567890121", "1-2345-xxxxx-12-1"),
        ("1-2345-67890-12-1", "1-2345-xxxxx-12-1"),
        ("1 2345 67890 12 1", "1-2345-xxxxx-12-1"),
        ("1 - 2345 - 67890 - 12 - 1", "1-2345-xxxxx-12-1"),
        ("1–2345–67890–12–1", "1-2345-xxxxx-12-1"),
        ("๑๒๓๔๕๖๗๘๙๐๑๒๑", "๑-๒๓๔๕-xxxxx-๑๒-๑"),
        ("๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑", "๑-๒๓๔๕-xxxxx-๑๒-๑"),
        ("ขอเปลี่ยนชื่อ (1234567890121) ค่ะ", "ขอเปลี่ยนชื่อ (1-2345-xxxxx-12-1) ค่ะ"),
        ("เลข1234567890121และ1234567890121", "เลข1-2345-xxxxx-12-1และ1-2345-xxxxx-12-1"),
    ],
)
def test_a_number_is_masked_in_whatever_form_it_was_written(text: str, masked: str) -> None:
    assert mask_citizen_ids(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1234567890123",
        "12345678901210",
        "01234567890121",
        "โทร 02-123-4567",
        "เลขที่ 1234567890",
        "123456789 0121",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_citizen_ids(text) == text


@given(BODIES, st.text("กขab .", max_size=10), st.sampled_from(["", "-", " "]))
def test_the_five_digits_in_the_middle_are_gone(body: str, around: str, between: str) -> None:
    number = whole(body)
    shown = between.join([number[0], number[1:5], number[5:10], number[10:12], number[12]])

    for text in (shown, thai_digits(shown)):
        masked = mask_citizen_ids(around + text + around)
        expected = f"{number[0]}-{number[1:5]}-xxxxx-{number[10:12]}-{number[12]}"
        assert arabic_digits(masked) == around + expected + around
        assert mask_citizen_ids(masked) == masked


@given(st.text(max_size=60))
def test_a_text_without_thirteen_digits_is_never_touched(text: str) -> None:
    if sum(character in "0123456789๐๑๒๓๔๕๖๗๘๙" for character in text) < 13:
        assert mask_citizen_ids(text) == text
