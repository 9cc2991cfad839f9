"""How dates are shown, and every way in which they are typed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.law.government_holidays import seeded_calendar
from saraban.thai.dates import (
    BANGKOK,
    MONTHS,
    BadDate,
    buddhist_year,
    date_range,
    document_date,
    full_date,
    long_date,
    medium_date,
    parse_date,
    short_weekday,
    table_date,
    thai_time,
    weekday,
)

MONDAY = date(2023, 1, 23)
TODAY = date(2023, 1, 25)  # a Wednesday
DATES = st.dates(date(1957, 1, 1), date(2056, 12, 31))  # พ.ศ. 2500 to 2599


def test_a_date_is_shown_in_its_five_forms() -> None:
    assert table_date(MONDAY) == "23 ม.ค. 66"
    assert medium_date(MONDAY) == "23 ม.ค. 2566"
    assert full_date(MONDAY) == "23 มกราคม 2566"
    assert long_date(MONDAY) == "วันจันทร์ที่ 23 มกราคม 2566"
    assert document_date(MONDAY) == "๒๓ มกราคม ๒๕๖๖"


def test_a_range_says_each_month_and_year_once() -> None:
    new_years_eve = date(2023, 12, 29)

    assert date_range(MONDAY, MONDAY) == "23 ม.ค. 2566"
    assert date_range(MONDAY, date(2023, 1, 27)) == "23–27 ม.ค. 2566"
    assert date_range(MONDAY, date(2023, 3, 23)) == "23 ม.ค. – 23 มี.ค. 2566"
    assert date_range(new_years_eve, date(2024, 1, 1)) == "29 ธ.ค. 2566 – 1 ม.ค. 2567"
    assert date_range(MONDAY, date(2024, 1, 23)) == "23 ม.ค. 2566 – 23 ม.ค. 2567"


def test_a_range_may_leave_out_the_year_that_goes_without_saying() -> None:
    assert date_range(MONDAY, MONDAY, year=False) == "23 ม.ค."
    assert date_range(MONDAY, date(2023, 1, 27), year=False) == "23–27 ม.ค."
    assert date_range(MONDAY, date(2023, 2, 3), year=False) == "23 ม.ค. – 3 ก.พ."
    assert date_range(date(2023, 12, 29), date(2024, 1, 1), year=False) == "29 ธ.ค. 2566 – 1 ม.ค. 2567"


def test_weekdays_and_years() -> None:
    week = [MONDAY + timedelta(days=n) for n in range(7)]

    assert [short_weekday(day) for day in week] == ["จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา."]
    assert [weekday(day) for day in week] == ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"]
    assert buddhist_year(MONDAY) == 2566


def test_time_is_written_with_a_dot() -> None:
    assert thai_time(datetime(2023, 1, 23, 8, 30, 5, tzinfo=BANGKOK)) == "08.30 น."
    assert thai_time(datetime(2023, 1, 23, 8, 30, 5, tzinfo=BANGKOK), seconds=True) == "08.30.05 น."


def test_a_moment_of_another_zone_is_shown_by_bangkoks_clock() -> None:
    moment = datetime(2022, 12, 31, 18, 15, tzinfo=UTC)

    assert (medium_date(moment), thai_time(moment), buddhist_year(moment)) == (
        "1 ม.ค. 2566",
        "01.15 น.",
        2566,
    )
    assert (long_date(moment), short_weekday(moment)) == ("วันอาทิตย์ที่ 1 มกราคม 2566", "อา.")


def test_a_year_that_two_digits_cannot_tell_is_shown_whole() -> None:
    assert table_date(date(1956, 3, 1)) == "1 มี.ค. 2499"
    assert table_date(date(2057, 3, 1)) == "1 มี.ค. 2600"
    assert table_date(date(1957, 3, 1)) == "1 มี.ค. 00"


@pytest.mark.parametrize(
    "text",
    [
        "23/1/66",
        "23/01/66",
        "23-01-2566",
        "23.1.2566",
        "23 1 66",
        "23 / 1 / 2566",
        "230166",
        "23012566",
        "๒๓/๑/๖๖",
        "23 มค 66",
        "23มค66",
        "23 ม.ค. 66",
        "23 ม.ค. 2566",
        "๒๓ ม.ค. ๒๕๖๖",
        "23 มกราคม 2566",
        "23 เดือนมกราคม 2566",
        "วันที่ 23 มกราคม พ.ศ. 2566",
        "23 ม.ค. พ.ศ. 66",
        "วันจันทร์ที่ 23 มกราคม 2566",
        "จันทร์ 23 มกราคม 2566",
        "จ. 23 ม.ค. 66",
        "23 Jan 2023",
        "23 JANUARY 2566",
        "23 jan. 66",
        "23 มกราคม ค.ศ. 2023",
        "23/1/2023",
        "2566-01-23",
        "2023-01-23",
        "2566/1/23",
        "  23\xa0ม.ค.\u200b 2566 ",
        "23–1–66",
        "23/ม.ค./66",
    ],
)
def test_the_same_monday_typed_in_many_ways(text: str) -> None:
    assert parse_date(text, today=TODAY) == MONDAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("วันนี้", date(2023, 1, 25)),
        ("พรุ่งนี้", date(2023, 1, 26)),
        ("มะรืน", date(2023, 1, 27)),
        ("เมื่อวาน", date(2023, 1, 24)),
        ("ศุกร์นี้", date(2023, 1, 27)),
        ("ศุกร์หน้า", date(2023, 2, 3)),
        ("วันจันทร์หน้า", date(2023, 1, 30)),
        ("วันอาทิตย์หน้า", date(2023, 2, 5)),
        ("+15", date(2023, 2, 9)),
        ("+๑๕", date(2023, 2, 9)),
        ("+0", date(2023, 1, 25)),
        ("-3", date(2023, 1, 22)),
    ],
)
def test_days_told_from_today(text: str, day: date) -> None:
    assert parse_date(text, today=TODAY) == day


def test_working_days_are_counted_where_there_is_a_calendar() -> None:
    after = seeded_calendar().working_day_after

    assert parse_date("+15ท", today=date(2023, 4, 3), working_day_after=after) == date(2023, 4, 28)
    with pytest.raises(BadDate, match="นับเป็นวันทำการไม่ได้"):
        parse_date("+15ท", today=TODAY)
    with pytest.raises(BadDate, match="นับเป็นวันทำการไม่ได้"):
        parse_date("+0ท", today=TODAY, working_day_after=after)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "ยังไม่มีวันที่ โปรดพิมพ์ เช่น 23/1/66, 23 ม.ค. 2566 หรือ วันนี้"),
        (" \u200b ", "ยังไม่มีวันที่ โปรดพิมพ์ เช่น 23/1/66, 23 ม.ค. 2566 หรือ วันนี้"),
        ("เร็ว ๆ นี้", "อ่านวันที่ “เร็ว ๆ นี้” ไม่ได้ โปรดพิมพ์ เช่น 23/1/66, 23 ม.ค. 2566 หรือ วันนี้"),
        ("29/2/66", "ไม่มีวันที่ 29 กุมภาพันธ์ 2566 โปรดตรวจวันและเดือน"),
        ("31 เม.ย. 2566", "ไม่มีวันที่ 31 เมษายน 2566 โปรดตรวจวันและเดือน"),
        ("0/1/66", "ไม่มีวันที่ 0 มกราคม 2566 โปรดตรวจวันและเดือน"),
        ("1/13/66", "ไม่มีเดือนที่ 13 โปรดพิมพ์ วัน/เดือน/ปี เช่น 23/1/66"),
        ("1/0/66", "ไม่มีเดือนที่ 0 โปรดพิมพ์ วัน/เดือน/ปี เช่น 23/1/66"),
        ("1/1/2399", "อ่านปีของวันที่ “1/1/2399” ไม่ได้ โปรดพิมพ์ปี พ.ศ. เช่น 2566 หรือ 66"),
        ("อังคาร 23 ม.ค. 66", "23 มกราคม 2566 เป็นวันจันทร์ ไม่ใช่วันอังคาร โปรดตรวจวันที่"),
    ],
)
def test_what_is_no_date_is_told_in_thai(text: str, sentence: str) -> None:
    with pytest.raises(BadDate) as bad:
        parse_date(text, today=TODAY)

    assert str(bad.value) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "23/1",
        "23 ม.ค.",
        "23/1/566",
        "5/1/1899",
        "5/1/2201",
        "5/1/2744",
        "23 ม.ค. ค.ศ. 66",
        "23 ม.ค. พ.ศ. 2023",
        "30166",
        "23 มกรา 2566",
        "ศุกร์ก่อน",
        "อาทิตย์หน้า",
        "ไม่ใช่วัน 23 ม.ค. 66",
        "+99999",
        "1e5",
        "²³/1/66",
        "23/1/66 น.",
        "2566-13-01",
        "9" * 5000,
        "ก" * 5000,
        "23 " + "ม" * 5000 + " 66",
    ],
)
def test_what_is_doubtful_is_not_guessed(text: str) -> None:
    with pytest.raises(BadDate) as bad:
        parse_date(text, today=TODAY)

    assert len(str(bad.value)) < 150


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/1/2400", date(1857, 1, 1)),
        ("31/12/2743", date(2200, 12, 31)),
        ("1/1/1900", date(1900, 1, 1)),
        ("31/12/2200", date(2200, 12, 31)),
        ("1/1/00", date(1957, 1, 1)),
        ("31/12/99", date(2056, 12, 31)),
        ("29/2/67", date(2024, 2, 29)),
    ],
)
def test_the_ends_of_what_a_year_may_be(text: str, day: date) -> None:
    assert parse_date(text, today=TODAY) == day


def test_days_from_today_stay_within_the_same_ends() -> None:
    with pytest.raises(BadDate):
        parse_date("+9999", today=date(2190, 1, 1))
    with pytest.raises(BadDate):
        parse_date("+9999", today=date.max)


@given(DATES)
def test_every_form_that_we_show_can_be_typed_back(day: date) -> None:
    for show in (table_date, medium_date, full_date, long_date, document_date):
        assert parse_date(show(day), today=TODAY) == day


@given(DATES)
def test_numbers_are_read_day_first(day: date) -> None:
    year = day.year + 543
    for text in (
        f"{day.day}/{day.month}/{year}",
        f"{day:%d%m}{year}",
        f"{day:%d%m}{year % 100:02d}",
        f"{day}",
    ):
        assert parse_date(text, today=TODAY) == day


@given(st.text(max_size=30) | st.text("0123456789๐๙/-. +ทมกราคมพศจ", max_size=16))
def test_any_text_is_a_date_or_a_sentence(text: str) -> None:
    try:
        assert isinstance(parse_date(text, today=TODAY), date)
    except BadDate as bad:
        assert any(word in str(bad) for word in ("โปรดพิมพ์", "โปรดตรวจ"))


def test_the_months_stand_in_order() -> None:
    assert [full_date(date(2023, month, 1)).split()[1] for month in range(1, 13)] == list(MONTHS)
    assert [parse_date(f"1 {name} 66", today=TODAY).month for name in MONTHS] == list(range(1, 13))
