"""Money in figures and words. The words are checked by a reader that was written apart (`tests/oracle/baht_words.py`)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.thai.baht import SATANG_MAX, BadAmount, in_words, read, written
from saraban.thai.digits import thai_digits
from tests.oracle.baht_words import satang_of

AMOUNTS = st.integers(0, SATANG_MAX) | st.integers(0, 10_000_000) | st.sampled_from(range(0, 20_000, 50))


@pytest.mark.parametrize(
    ("satang", "figures", "words"),
    [
        (0, "0.00", "ศูนย์บาทถ้วน"),
        (1, "0.01", "หนึ่งสตางค์"),
        (11, "0.11", "สิบเอ็ดสตางค์"),
        (21, "0.21", "ยี่สิบเอ็ดสตางค์"),
        (50, "0.50", "ห้าสิบสตางค์"),
        (100, "1.00", "หนึ่งบาทถ้วน"),
        (101, "1.01", "หนึ่งบาทหนึ่งสตางค์"),
        (1_000, "10.00", "สิบบาทถ้วน"),
        (1_100, "11.00", "สิบเอ็ดบาทถ้วน"),
        (2_000, "20.00", "ยี่สิบบาทถ้วน"),
        (2_125, "21.25", "ยี่สิบเอ็ดบาทยี่สิบห้าสตางค์"),
        (10_100, "101.00", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        (11_100, "111.00", "หนึ่งร้อยสิบเอ็ดบาทถ้วน"),
        (50_000, "500.00", "ห้าร้อยบาทถ้วน"),
        (125_000, "1,250.00", "หนึ่งพันสองร้อยห้าสิบบาทถ้วน"),
        (6_314_789, "63,147.89", "หกหมื่นสามพันหนึ่งร้อยสี่สิบเจ็ดบาทแปดสิบเก้าสตางค์"),
        (100_000_000, "1,000,000.00", "หนึ่งล้านบาทถ้วน"),
        (100_000_100, "1,000,001.00", "หนึ่งล้านเอ็ดบาทถ้วน"),
        (123_456_789, "1,234,567.89", "หนึ่งล้านสองแสนสามหมื่นสี่พันห้าร้อยหกสิบเจ็ดบาทแปดสิบเก้าสตางค์"),
        (
            123_456_789_000,
            "1,234,567,890.00",
            "หนึ่งพันสองร้อยสามสิบสี่ล้านห้าแสนหกหมื่นเจ็ดพันแปดร้อยเก้าสิบบาทถ้วน",
        ),
        (2_100_000_000, "21,000,000.00", "ยี่สิบเอ็ดล้านบาทถ้วน"),
        (100_000_000_000_000, "1,000,000,000,000.00", "หนึ่งล้านล้านบาทถ้วน"),
        (100_000_000_000_100, "1,000,000,000,001.00", "หนึ่งล้านล้านเอ็ดบาทถ้วน"),
        (100_100_000_000_100, "1,001,000,000,001.00", "หนึ่งล้านหนึ่งพันล้านเอ็ดบาทถ้วน"),
        (SATANG_MAX, "10,000,000,000,000.00", "สิบล้านล้านบาทถ้วน"),
    ],
)
def test_an_amount_in_figures_and_in_words(satang: int, figures: str, words: str) -> None:
    assert (written(satang), in_words(satang), read(figures)) == (figures, words, satang)


@pytest.mark.parametrize("satang", [-1, -125_000, SATANG_MAX + 1])
def test_words_have_bounds(satang: int) -> None:
    with pytest.raises(BadAmount, match="โปรดตรวจจำนวนเงิน"):
        in_words(satang)


def test_every_small_amount_is_said_in_words_as_a_reader_written_apart_reads_it() -> None:
    assert [satang_of(in_words(satang)) for satang in range(20_000)] == list(range(20_000))
    assert [satang_of(in_words(baht * 100)) for baht in range(0, 2_000_000, 97)] == list(
        range(0, 200_000_000, 9_700)
    )


@given(AMOUNTS)
def test_every_amount_is_said_in_words_as_a_reader_written_apart_reads_it(satang: int) -> None:
    assert satang_of(in_words(satang)) == satang


@pytest.mark.parametrize(
    "form", ["{}", " {} ", "{} บาท", "฿{}", "฿ {}", "{}บาท", "THB {}", "{} THB", "{}\u00a0บาท"]
)
@given(satang=AMOUNTS)
def test_what_is_written_is_read_again(form: str, satang: int) -> None:
    assert read(form.format(written(satang))) == satang
    assert read(form.format(thai_digits(written(satang)))) == satang
    assert read(form.format(written(satang).replace(",", ""))) == satang


@given(AMOUNTS.filter(bool))
def test_money_that_went_out_is_below_zero(satang: int) -> None:
    figures = written(satang)
    assert written(-satang) == f"-{figures}"
    forms = (f"-{figures}", f"- {figures}", f"\u2212{figures}", f"{figures}-", f"({figures})", f"-฿{figures}")
    assert [read(form) for form in (*forms, f"(฿{figures})", f"({figures}) บาท", f"-{figures} บาท")] == [
        *[-satang] * 7,
        None,
        -satang,
    ]
    assert read(f"+{figures}") == satang


@pytest.mark.parametrize(
    ("text", "satang"),
    [
        ("1,250", 125_000),
        ("1250.5", 125_050),
        ("1,250.-", 125_000),
        ("1,250 บาทถ้วน", 125_000),
        ("๑,๒๕๐.๕๐ บาท", 125_050),
        (".50", 50),
        ("0", 0),
        ("-0.00", 0),
    ],
)
def test_amounts_as_people_write_them(text: str, satang: int) -> None:
    assert read(text) == satang


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", ".", ".-", "บาท", "฿", "()", "+", "ฟรี", "ไม่มี"),
        *(
            "1.234",
            "12,50",
            "1,2345",
            "1,23,456",
            ",250",
            "1,250,",
            "1.250,00",
            "1250.",
            "1.2.3",
            "1,250.005",
        ),
        *("0125", "00.50", "0,125", "000000125000"),
        *("nan", "NaN", "inf", "-inf", "1e3", "1.23E+15", "0x10", "1_000", "１２５", "²", "½"),
        *(
            "--5",
            "-(5)",
            "(-5)",
            "+-5",
            "-5-",
            "((5))",
            "(5",
            "5)",
            "฿฿5",
            "฿5 บาท",
            "5 บาท บาท",
            "5 บ",
            "USD 5",
            "5 USD",
        ),
        *("1 250", "1'250", "12/50", "5%", "5 บาท 50 สตางค์", "10000000000000.01", "9" * 61),
    ],
)
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    assert read(text) is None


@given(st.text(max_size=80) | st.text("0123456789.,-()฿บาท ๑", max_size=20))
def test_whatever_is_read_is_an_amount_within_bounds(text: str) -> None:
    satang = read(text)
    assert satang is None or (isinstance(satang, int) and -SATANG_MAX <= satang <= SATANG_MAX)
