"""When a letter counts as received: the guide's example, the settled table, the edges, then the properties."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.law.electronic_act_2565 import section_10_deemed_received_at, section_10_reasons
from saraban.law.government_holidays import SEEDED_YEARS, seeded_calendar
from saraban.law.saraban_regulation_2526 import register_year
from saraban.law.working_time import DAYS_LOOKED_AHEAD_MAX, NoCalendar, OfficeHours, WorkingCalendar
from saraban.thai.dates import BANGKOK

CALENDAR = seeded_calendar()
# The last days of the last year may need the year after it.
MOMENTS = st.datetimes(
    datetime(2022, 1, 1),  # noqa: DTZ001  (the strategy adds the zone)
    datetime(2027, 12, 30, 16, 30),  # noqa: DTZ001
    timezones=st.just(BANGKOK),
)


def at(text: str) -> datetime:
    """`2023-01-22 21:33` by Bangkok's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


def deemed(text: str, province: str | None = None) -> datetime:
    return section_10_deemed_received_at(at(text), calendar=seeded_calendar(province))


def test_the_guides_own_letter_of_sunday_evening_counts_as_received_on_monday_morning() -> None:
    assert deemed("2023-01-22 21:33") == at("2023-01-23 08:30")


@pytest.mark.parametrize(
    ("arrived", "counts_as"),
    [
        ("2023-01-23 00:05", "2023-01-23 08:30"),
        ("2023-01-23 08:29:59", "2023-01-23 08:30"),
        ("2023-01-23 08:30:00", "2023-01-23 08:30:00"),
        ("2023-01-23 12:15", "2023-01-23 12:15"),
        ("2023-01-23 16:30:00", "2023-01-23 16:30:00"),
        ("2023-01-23 16:30:01", "2023-01-24 08:30"),
        ("2023-04-12 16:31", "2023-04-18 08:30"),
        ("2023-04-17 10:00", "2023-04-18 08:30"),
        ("2023-05-01 10:00", "2023-05-01 10:00"),
        ("2023-05-03 17:00", "2023-05-08 08:30"),
        ("2023-05-17 09:00", "2023-05-18 08:30"),
        ("2023-12-28 16:45", "2024-01-02 08:30"),
        ("2025-12-30 18:00", "2026-01-05 08:30"),
        ("2022-11-16 10:00", "2022-11-16 10:00"),
    ],
)
def test_the_settled_table(arrived: str, counts_as: str) -> None:
    assert deemed(arrived) == at(counts_as)


@pytest.mark.parametrize("province", ["กรุงเทพมหานคร", "นนทบุรี", "สมุทรปราการ"])
def test_a_holiday_of_some_provinces_closes_the_offices_there(province: str) -> None:
    assert deemed("2022-11-16 10:00", province) == at("2022-11-21 08:30")
    assert deemed("2022-11-16 10:00", "เชียงใหม่") == at("2022-11-16 10:00")


def test_a_fraction_of_the_closing_second_still_counts_as_that_second() -> None:
    assert deemed("2023-01-23 16:30:00.999999") == at("2023-01-23 16:30:00")
    assert deemed("2023-01-23 08:29:59.999999") == at("2023-01-23 08:30:00")


def test_an_agency_may_close_at_the_closing_second() -> None:
    calendar = seeded_calendar(hours=OfficeHours(close_inclusive=False))

    assert section_10_deemed_received_at(at("2023-01-23 16:29:59"), calendar=calendar) == at(
        "2023-01-23 16:29:59"
    )
    assert section_10_deemed_received_at(at("2023-01-23 16:30:00"), calendar=calendar) == at(
        "2023-01-24 08:30:00"
    )


def test_an_agency_may_keep_other_hours() -> None:
    calendar = seeded_calendar(hours=OfficeHours(opens=time(9), closes=time(12)))

    assert section_10_deemed_received_at(at("2023-01-23 12:15"), calendar=calendar) == at("2023-01-24 09:00")


def test_the_answer_is_bangkoks_whatever_zone_the_arrival_is_told_in() -> None:
    answer = section_10_deemed_received_at(datetime(2023, 1, 22, 18, 0, tzinfo=UTC), calendar=CALENDAR)

    assert answer.isoformat() == "2023-01-23T08:30:00+07:00"


def test_an_arrival_without_a_time_zone_is_our_mistake() -> None:
    with pytest.raises(AssertionError):
        section_10_deemed_received_at(datetime(2023, 1, 23, 9), calendar=CALENDAR)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("arrived", "year"),
    [
        ("2021-12-31 09:00", 2564),
        ("2027-12-30 16:30:01", 2571),
        ("2028-01-01 10:00", 2571),
        ("9999-12-31 23:59", 10542),
    ],
)
def test_a_year_without_a_calendar_is_refused_in_thai(arrived: str, year: int) -> None:
    with pytest.raises(NoCalendar) as refused:
        deemed(arrived)

    assert refused.value.code == "no_calendar"
    assert refused.value.message == (
        f"ยังคำนวณวันทำการไม่ได้ เพราะยังไม่มีปฏิทินวันหยุดปี พ.ศ. {year} "
        f"โปรดเปิดหน้า ปฏิทิน แล้วเพิ่มวันหยุดของปี {year} ข้อมูลอื่นยังอยู่ครบ"
    )


def test_a_letter_that_needs_no_day_of_the_missing_year_is_still_answered() -> None:
    assert deemed("2027-12-30 16:30") == at("2027-12-30 16:30")


def test_a_calendar_that_is_closed_for_months_is_not_followed() -> None:
    first = date(2023, 2, 1)
    closed = frozenset(first + timedelta(days=days) for days in range(DAYS_LOOKED_AHEAD_MAX + 9))
    calendar = WorkingCalendar(closed=closed, years=frozenset({2023}))

    with pytest.raises(NoCalendar, match="โปรดเปิดหน้า ปฏิทิน แล้วตรวจวันหยุด"):
        section_10_deemed_received_at(at("2023-02-01 09:00"), calendar=calendar)


@given(MOMENTS)
def test_a_letter_never_counts_as_received_before_it_came(arrived: datetime) -> None:
    answer = section_10_deemed_received_at(arrived, calendar=CALENDAR)

    assert answer >= arrived.replace(microsecond=0)


@given(MOMENTS)
def test_a_letter_counts_as_received_on_a_working_day_in_office_hours(arrived: datetime) -> None:
    answer = section_10_deemed_received_at(arrived, calendar=CALENDAR)

    assert answer.weekday() < 5
    assert answer.date() not in CALENDAR.closed
    assert time(8, 30) <= answer.time() <= time(16, 30)


@given(MOMENTS)
def test_to_ask_again_changes_nothing(arrived: datetime) -> None:
    answer = section_10_deemed_received_at(arrived, calendar=CALENDAR)

    assert section_10_deemed_received_at(answer, calendar=CALENDAR) == answer


@given(MOMENTS, MOMENTS)
def test_the_later_letter_never_counts_as_received_earlier(one: datetime, other: datetime) -> None:
    first, second = sorted([one, other])

    assert section_10_deemed_received_at(first, calendar=CALENDAR) <= section_10_deemed_received_at(
        second, calendar=CALENDAR
    )


@given(MOMENTS)
def test_no_working_moment_is_passed_over(arrived: datetime) -> None:
    """Between arrival and the answer the office was never open."""
    answer = section_10_deemed_received_at(arrived, calendar=CALENDAR)
    moment = arrived.replace(microsecond=0)
    while (moment := moment + timedelta(minutes=37)) < answer:
        assert not (CALENDAR.is_working_day(moment.date()) and CALENDAR.hours.is_open_at(moment.time()))


def test_every_day_of_the_seeded_years_at_seven_times() -> None:
    """The next opening, found the slow way from a list of all opening days."""
    open_days = [
        day
        for day in (
            date(2022, 1, 1) + timedelta(days=n) for n in range((date(2028, 1, 1) - date(2022, 1, 1)).days)
        )
        if day.weekday() not in (5, 6) and day not in CALENDAR.closed
    ]
    day = date(2022, 1, 1)
    while day < date(2027, 12, 30):
        later = min(other for other in open_days if other > day)
        for clock, same_day in [
            ("00:00:00", "08:30:00"),
            ("08:29:59", "08:30:00"),
            ("08:30:00", "08:30:00"),
            ("12:00:00", "12:00:00"),
            ("16:30:00", "16:30:00"),
            ("16:30:01", None),
            ("23:59:59", None),
        ]:
            expected = f"{day} {same_day}" if same_day and day in open_days else f"{later} 08:30:00"
            assert deemed(f"{day} {clock}") == at(expected), f"{day} {clock}"
        day += timedelta(days=1)


def test_the_number_belongs_to_the_year_of_the_later_of_receipt_and_registration() -> None:
    last_evening = deemed("2023-12-28 16:45")
    found_in_junk = deemed("2025-12-29 10:00")

    assert register_year(deemed_at=last_evening, registered_at=at("2023-12-28 17:00")) == 2567
    assert register_year(deemed_at=found_in_junk, registered_at=at("2026-01-05 09:00")) == 2569
    assert register_year(deemed_at=found_in_junk, registered_at=at("2025-12-29 10:05")) == 2568


def test_the_year_turns_at_bangkoks_midnight() -> None:
    first_hour = datetime(2022, 12, 31, 17, 0, tzinfo=UTC)

    assert register_year(deemed_at=first_hour - timedelta(days=1), registered_at=first_hour) == 2566
    assert register_year(deemed_at=first_hour, registered_at=first_hour - timedelta(seconds=1)) == 2566
    assert (
        register_year(
            deemed_at=first_hour - timedelta(days=1), registered_at=first_hour - timedelta(seconds=1)
        )
        == 2565
    )


def reasons(text: str) -> list[str]:
    return section_10_reasons(at(text), calendar=CALENDAR)


def test_the_reasons_name_the_sunday_and_the_section() -> None:
    assert reasons("2023-01-22 21:33") == [
        "22 มกราคม 2566 เป็นวันอาทิตย์ ซึ่งเป็นวันหยุดราชการประจำสัปดาห์",
        "23 มกราคม 2566 เป็นวันจันทร์ ซึ่งเป็นวันทำการ",
        "จึงถือว่าได้รับเมื่อวันจันทร์ที่ 23 มกราคม 2566 เวลา 08.30 น. ซึ่งเป็นเวลาเปิดทำการถัดไป "
        "ตามมาตรา 10 แห่งพระราชบัญญัติการปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565",
    ]


def test_the_reasons_name_each_holiday_that_is_passed_over() -> None:
    assert reasons("2023-04-12 16:31")[:-1] == [
        "12 เมษายน 2566 เป็นวันพุธ ซึ่งเป็นวันทำการ",
        "เวลา 16.31 น. อยู่หลังเวลาทำการ 08.30–16.30 น.",
        "13 เมษายน 2566 เป็นวันพฤหัสบดี ซึ่งเป็นวันหยุดราชการ (วันสงกรานต์)",
        "14 เมษายน 2566 เป็นวันศุกร์ ซึ่งเป็นวันหยุดราชการ (วันสงกรานต์)",
        "15 เมษายน 2566 เป็นวันเสาร์ ซึ่งเป็นวันหยุดราชการ (วันสงกรานต์)",
        "16 เมษายน 2566 เป็นวันอาทิตย์ ซึ่งเป็นวันหยุดราชการประจำสัปดาห์",
        "17 เมษายน 2566 เป็นวันจันทร์ ซึ่งเป็นวันหยุดราชการ (ชดเชยวันสงกรานต์)",
        "18 เมษายน 2566 เป็นวันอังคาร ซึ่งเป็นวันทำการ",
    ]


def test_the_reasons_tell_seconds_where_a_second_decides() -> None:
    assert reasons("2023-01-23 16:30:01")[1] == "เวลา 16.30.01 น. อยู่หลังเวลาทำการ 08.30–16.30 น."
    assert reasons("2023-01-23 08:29:59")[1] == "เวลา 08.29.59 น. อยู่ก่อนเวลาทำการ 08.30–16.30 น."


def test_a_letter_in_office_hours_keeps_its_time() -> None:
    assert reasons("2023-05-01 10:00:07")[1:] == [
        "เวลา 10.00.07 น. อยู่ในเวลาทำการ 08.30–16.30 น.",
        "จึงถือว่าได้รับเมื่อวันจันทร์ที่ 1 พฤษภาคม 2566 เวลา 10.00.07 น. ซึ่งเป็นเวลาที่เข้าสู่ระบบ "
        "ตามมาตรา 10 แห่งพระราชบัญญัติการปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565",
    ]


@given(MOMENTS)
def test_the_reasons_end_with_the_answer(arrived: datetime) -> None:
    answer = section_10_deemed_received_at(arrived, calendar=CALENDAR)
    told = section_10_reasons(arrived, calendar=CALENDAR)

    assert f"{answer:%H.%M}" in told[-1]
    assert ("เวลาที่เข้าสู่ระบบ" in told[-1]) == (answer == arrived.replace(microsecond=0))
    assert set(SEEDED_YEARS) == CALENDAR.years
