"""The list of closed days: the settled weekdays, the rule of substitutes, the provinces."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from saraban.law.government_holidays import (
    GOVERNMENT_HOLIDAYS,
    PROVINCES_WITH_LOCAL_HOLIDAYS,
    SEEDED_YEARS,
    HolidayKind,
    seeded_calendar,
    seeded_doubts,
)
from saraban.thai.provinces import PROVINCES

# Year ค.ศ. → month → weekdays closed in the whole country.
CLOSED_WEEKDAYS = {
    2023: {
        1: [2, 3],
        3: [6],
        4: [6, 13, 14, 17],
        5: [4, 5, 17],
        6: [5],
        7: [28, 31],
        8: [1, 2, 14],
        10: [13, 23],
    }
    | {12: [5, 11, 29]},
    2024: {1: [1], 2: [26], 4: [8, 12, 15, 16], 5: [6, 10, 22], 6: [3], 7: [22, 29], 8: [12], 10: [14, 23]}
    | {12: [5, 10, 30, 31]},
    2025: {
        1: [1],
        2: [12],
        4: [7, 14, 15, 16],
        5: [5, 9, 12],
        6: [2, 3],
        7: [10, 11, 28],
        8: [11, 12],
        10: [13, 23],
    }
    | {12: [5, 10, 31]},
    2026: {
        1: [1, 2],
        3: [3],
        4: [6, 13, 14, 15],
        5: [4, 13],
        6: [1, 3],
        7: [28, 29, 30],
        8: [12],
        10: [13, 23],
    }
    | {12: [7, 10, 31]},
}


@pytest.mark.parametrize("year", CLOSED_WEEKDAYS)
def test_the_closed_weekdays_of_a_confirmed_year(year: int) -> None:
    expected = [date(year, month, day) for month, days in CLOSED_WEEKDAYS[year].items() for day in days]

    assert sorted(
        day for day in seeded_calendar().closed if day.year == year and day.weekday() < 5
    ) == sorted(expected)


def test_which_years_were_checked() -> None:
    assert SEEDED_YEARS == {2022: False, 2023: True, 2024: True, 2025: True, 2026: True, 2027: False}


def test_every_year_of_the_list_is_a_seeded_year_and_no_day_is_there_twice() -> None:
    days = [holiday.day for holiday in GOVERNMENT_HOLIDAYS]

    assert {day.year for day in days} == set(SEEDED_YEARS)
    assert days == sorted(set(days))


@pytest.mark.parametrize("year", SEEDED_YEARS)
def test_labour_day_and_childrens_day_are_no_government_holidays(year: int) -> None:
    january = [date(year, 1, day) for day in range(8, 15)]

    assert not seeded_calendar().closed & {date(year, 5, 1), *january}


@pytest.mark.parametrize("year", SEEDED_YEARS)
def test_the_fixed_days_of_every_year(year: int) -> None:
    fixed = {(1, 1), (4, 6), (4, 13), (4, 14), (4, 15), (5, 4), (6, 3), (7, 28), (8, 12), (10, 13), (10, 23)}
    fixed |= {(12, 5), (12, 10), (12, 31)}

    assert {date(year, *day) for day in fixed} <= seeded_calendar().closed


# Sunday 31 December 2566 had no substitute: Friday the 29th was given instead.
# Sunday 1 January 2566 and Saturday 31 December 2565 had one each.
WITHOUT_SUBSTITUTE = {date(2023, 12, 31)}


def test_a_holiday_on_a_weekend_has_one_substitute_on_the_next_day_that_is_not_closed_already() -> None:
    holidays = [holiday for holiday in GOVERNMENT_HOLIDAYS if not holiday.provinces]
    own = {holiday.day for holiday in holidays if holiday.kind is not HolidayKind.SUBSTITUTE}
    expected: set[date] = set()
    songkran_years: set[int] = set()
    names = seeded_calendar().names
    lent_years: set[int] = set()
    for day in sorted(own - WITHOUT_SUBSTITUTE):
        if day.weekday() < 5:
            continue
        if (day.month, day.day) in {(4, 13), (4, 14), (4, 15)}:
            if day.year in songkran_years:
                continue
            songkran_years.add(day.year)
        if "อาสาฬหบูชา" in names[day] or "เข้าพรรษา" in names[day]:
            if day.year in lent_years:
                continue
            lent_years.add(day.year)
        substitute = day
        while substitute.weekday() >= 5 or substitute in own or substitute in expected:
            substitute += timedelta(days=1)
        expected.add(substitute)

    assert {holiday.day for holiday in holidays if holiday.kind is HolidayKind.SUBSTITUTE} == expected


def test_every_substitute_names_a_holiday_of_its_year_or_of_the_eve_of_it() -> None:
    names = {name for name in seeded_calendar().names.values() if not name.startswith("ชดเชย")}
    substitutes = [h.name for h in GOVERNMENT_HOLIDAYS if h.kind is HolidayKind.SUBSTITUTE]

    assert [
        name for name in substitutes if name.removeprefix("ชดเชย").replace("ชดเชย", "") not in names
    ] == []


def test_regional_days_name_real_provinces_and_the_others_none() -> None:
    for holiday in GOVERNMENT_HOLIDAYS:
        assert holiday.provinces <= set(PROVINCES)
        assert bool(holiday.provinces) == (holiday.kind is HolidayKind.REGIONAL)
        assert 0 < len(holiday.name) <= 200 and 0 < len(holiday.source) <= 200
    assert set(PROVINCES) >= PROVINCES_WITH_LOCAL_HOLIDAYS


def test_chinese_new_year_closes_the_southern_border_only() -> None:
    day = date(2025, 1, 29)

    assert not seeded_calendar("ปัตตานี").is_working_day(day)
    assert seeded_calendar("เชียงใหม่").is_working_day(day)
    assert seeded_calendar().is_working_day(day)
    assert seeded_calendar("ปัตตานี").name_of(day) == "วันตรุษจีน"
    assert seeded_calendar().name_of(day) is None


def test_names_cover_every_closed_day() -> None:
    for province in (None, "นนทบุรี", "ยะลา"):
        assert seeded_calendar(province).names.keys() == seeded_calendar(province).closed


def test_an_answer_from_an_unconfirmed_year_or_a_province_with_its_own_days_says_so() -> None:
    assert seeded_doubts([date(2023, 1, 22), date(2023, 1, 23)]) == []
    assert seeded_doubts([date(2026, 12, 30), date(2027, 1, 4)]) == [
        "วันหยุดปี พ.ศ. 2570 ในรายการนี้ยังไม่ยืนยัน โปรดตรวจกับประกาศ"
    ]
    assert seeded_doubts([date(2023, 1, 23)], "ยะลา") == [
        "จังหวัดยะลามีวันหยุดที่จังหวัดประกาศเป็นรายปี ซึ่งรายการนี้ไม่มี โปรดตรวจกับประกาศจังหวัด"
    ]


def test_what_each_kind_counts() -> None:
    """A row lost or mistyped shows here."""
    assert Counter(holiday.kind for holiday in GOVERNMENT_HOLIDAYS) == {
        HolidayKind.FIXED: 83,
        HolidayKind.LUNAR: 24,
        HolidayKind.PLOUGHING: 5,
        HolidayKind.SUBSTITUTE: 27,
        HolidayKind.CABINET_SPECIAL: 12,
        HolidayKind.REGIONAL: 9,
    }
