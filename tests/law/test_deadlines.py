"""Time limits: a table worked out by hand, the sentences that a clerk reads, then what holds of all of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from saraban.law.clauses import (
    FACILITATION_10,
    PROCEDURE_44,
    PROCEDURE_64,
    REGULATION_38_2,
)
from saraban.law.deadlines import (
    DAYS_MAX,
    Deadline,
    Limit,
    Party,
    Pause,
    StepKind,
    Unit,
    days_left,
    deadline,
)
from saraban.law.government_holidays import seeded_calendar
from saraban.law.working_time import NoCalendar, WorkingCalendar

CALENDAR = seeded_calendar()
WAITING = "รอผู้ยื่นส่งเอกสารเพิ่มเติม"


def on(text: str) -> date:
    """`27/2/66`"""
    day, month, year = (int(part) for part in text.split("/"))
    return date(2500 + year - 543, month, day)


def limit(words: str, *, since: str = "") -> Limit:
    """`15 W`: working days; `15 O`: days of the calendar that bind the official; `15 C`: the citizen."""
    days, kind = words.split()
    return Limit(
        int(days),
        Unit.WORKING_DAYS if kind == "W" else Unit.CALENDAR_DAYS,
        Party.CITIZEN if kind == "C" else Party.OFFICIAL,
        FACILITATION_10,
        since,
    )


def pauses(words: str) -> list[Pause]:
    """`1/3/66-3/3/66 7/3/66-`"""
    ends = [each.split("-") for each in words.split()]
    return [Pause(on(first), on(last) if last else None, WAITING) for first, last in ends]


def due(begins: str, words: str, paused: str = "", *, since: str = "") -> Deadline:
    return deadline(on(begins), limit(words, since=since), calendar=CALENDAR, pauses=pauses(paused))


# Worked out by hand on a calendar of paper: begins, limit, pauses, last day.
TABLE = [
    # plain weeks
    ("23/1/66", "1 W", "", "24/1/66"),
    ("23/1/66", "3 W", "", "26/1/66"),
    ("23/1/66", "5 W", "", "30/1/66"),
    ("27/1/66", "1 W", "", "30/1/66"),  # a Friday
    ("22/1/66", "1 W", "", "23/1/66"),  # a Sunday
    ("23/1/66", "15 W", "", "13/2/66"),
    ("23/1/66", "30 O", "", "22/2/66"),
    ("3/3/66", "1 W", "", "7/3/66"),  # วันมาฆบูชา
    # weekend ends
    ("20/1/66", "1 O", "", "21/1/66"),
    ("20/1/66", "1 C", "", "23/1/66"),
    ("20/1/66", "2 O", "", "22/1/66"),
    ("20/1/66", "2 C", "", "23/1/66"),
    ("20/1/66", "3 C", "", "23/1/66"),
    ("2/3/66", "15 C", "", "17/3/66"),
    ("3/3/66", "15 C", "", "20/3/66"),
    # Songkran 2566: 13, 14 and 17 April
    ("12/4/66", "1 W", "", "18/4/66"),
    ("11/4/66", "2 W", "", "18/4/66"),
    ("5/4/66", "5 W", "", "18/4/66"),
    ("3/4/66", "10 W", "", "21/4/66"),
    ("10/4/66", "3 O", "", "13/4/66"),
    ("10/4/66", "3 C", "", "18/4/66"),
    ("10/4/66", "7 O", "", "17/4/66"),
    ("10/4/66", "7 C", "", "18/4/66"),
    ("10/4/66", "8 C", "", "18/4/66"),
    ("13/4/66", "1 O", "", "14/4/66"),
    ("31/3/66", "15 C", "", "18/4/66"),
    # 1 May is worked; 4 and 5 May are not
    ("28/4/66", "1 W", "", "1/5/66"),
    ("28/4/66", "3 W", "", "3/5/66"),
    ("28/4/66", "4 W", "", "8/5/66"),
    ("28/4/66", "3 C", "", "1/5/66"),
    ("1/5/66", "3 C", "", "8/5/66"),
    ("1/5/66", "3 O", "", "4/5/66"),
    # วันพืชมงคล: 17 May 2566, 10 May 2567
    ("16/5/66", "1 W", "", "18/5/66"),
    ("14/5/66", "3 C", "", "18/5/66"),
    ("14/5/66", "3 O", "", "17/5/66"),
    ("9/5/67", "1 W", "", "13/5/67"),
    # six days closed from 28 July 2566
    ("27/7/66", "1 W", "", "3/8/66"),
    ("13/7/66", "15 C", "", "3/8/66"),
    # New Year 2567 and 2568, and a leap day
    ("28/12/66", "1 W", "", "2/1/67"),
    ("25/12/66", "5 W", "", "3/1/67"),
    ("28/12/66", "1 C", "", "2/1/67"),
    ("28/12/66", "1 O", "", "29/12/66"),
    ("2/12/66", "30 C", "", "2/1/67"),
    ("2/12/66", "30 O", "", "1/1/67"),
    ("27/12/67", "1 W", "", "2/1/68"),
    ("23/2/67", "1 W", "", "27/2/67"),
    ("28/2/67", "1 O", "", "29/2/67"),
    # pauses
    ("27/2/66", "5 O", "1/3/66-3/3/66", "7/3/66"),
    ("27/2/66", "5 W", "1/3/66-3/3/66", "10/3/66"),
    ("27/2/66", "5 O", "4/3/66-5/3/66", "6/3/66"),  # of a weekend
    ("27/2/66", "5 W", "4/3/66-5/3/66", "7/3/66"),
    ("27/2/66", "5 O", "1/3/66-3/3/66 2/3/66-5/3/66", "9/3/66"),  # one upon another
    ("27/2/66", "5 W", "1/3/66-3/3/66 2/3/66-5/3/66", "10/3/66"),
    ("27/2/66", "5 O", "1/3/66-3/3/66 1/3/66-3/3/66", "7/3/66"),
    (
        "27/2/66",
        "5 O",
        "3/3/66-3/3/66 1/3/66-2/3/66",
        "7/3/66",
    ),  # one after another, told the other way round
    ("27/2/66", "5 O", "1/3/66-9/3/66 2/3/66-3/3/66", "13/3/66"),  # one inside another
    ("27/2/66", "5 O", "20/2/66-24/2/66", "4/3/66"),  # before it begins
    ("27/2/66", "5 O", "27/2/66-27/2/66", "4/3/66"),  # on the day on which it begins
    ("27/2/66", "5 O", "24/2/66-1/3/66", "6/3/66"),  # from before it begins
    ("27/2/66", "5 O", "4/3/66-4/3/66", "5/3/66"),  # on what would be the last day
    ("27/2/66", "5 O", "5/3/66-10/3/66", "4/3/66"),  # after it
    ("27/2/66", "5 O", "2/3/66-2/3/66 5/3/66-6/3/66", "7/3/66"),  # one reached because of another
    ("27/2/66", "5 C", "1/3/66-1/3/66", "7/3/66"),  # to a Sunday, and on
    ("10/4/66", "3 W", "12/4/66-19/4/66", "21/4/66"),
    ("10/4/66", "3 W", "13/4/66-17/4/66", "18/4/66"),  # closed days only
    ("25/12/66", "5 W", "27/12/66-3/1/67", "9/1/67"),
    ("27/2/66", "5 W", "8/3/66-", "7/3/66"),  # opened when the limit was over
    ("27/2/66", "5 O", "5/3/66-", "4/3/66"),
]


@pytest.mark.parametrize(("begins", "words", "paused", "last_day"), TABLE)
def test_the_table(begins: str, words: str, paused: str, last_day: str) -> None:
    said = due(begins, words, paused)

    assert (said.last_day, said.left_when_paused) == (on(last_day), None)


@pytest.mark.parametrize(
    ("begins", "words", "paused", "left"),
    [
        ("27/2/66", "5 O", "1/3/66-", 4),
        ("27/2/66", "5 O", "4/3/66-", 1),
        ("27/2/66", "5 O", "28/2/66-", 5),
        ("27/2/66", "5 O", "20/2/66-", 5),
        ("27/2/66", "5 O", "27/2/66-", 5),
        ("27/2/66", "5 W", "4/3/66-", 1),
        ("27/2/66", "5 W", "7/3/66-", 1),
        ("27/2/66", "5 O", "1/3/66-3/3/66 7/3/66-", 1),
        ("27/2/66", "5 O", "2/3/66- 3/3/66-5/3/66", 3),
        ("27/2/66", "5 C", "4/3/66-", 1),
    ],
)
def test_an_open_pause_leaves_no_last_day_but_days(begins: str, words: str, paused: str, left: int) -> None:
    said = due(begins, words, paused)

    assert (said.last_day, said.left_when_paused) == (None, left)
    assert not said.is_over(on("31/12/66"))
    assert said.steps[-1].kind is StepKind.STANDS


def test_a_working_days_limit_is_the_same_for_the_citizen() -> None:
    for begins, words, paused, last_day in TABLE:
        if words.endswith("W"):
            binds_citizen = Limit(int(words.split()[0]), Unit.WORKING_DAYS, Party.CITIZEN, PROCEDURE_44)
            said = deadline(on(begins), binds_citizen, calendar=CALENDAR, pauses=pauses(paused))
            assert said.last_day == on(last_day)


# What a clerk reads.


def test_a_limit_tells_each_step_in_the_order_of_days() -> None:
    said = due("3/4/66", "10 W", since="วันที่คำขอครบถ้วน")

    assert said.sentences == (
        "เริ่มนับวันถัดจาก 3 เม.ย. 2566 วันที่คำขอครบถ้วน",
        "ข้าม 6 เม.ย. วันพระบาทสมเด็จพระพุทธยอดฟ้าจุฬาโลกมหาราชและวันที่ระลึกมหาจักรีบรมราชวงศ์",
        "ข้าม 8–9 เม.ย. วันเสาร์และวันอาทิตย์",
        "ข้าม 13–17 เม.ย. วันสงกรานต์ (รวมวันเสาร์อาทิตย์)",
        "ครบ 10 วันทำการในวันศุกร์ที่ 21 เมษายน 2566",
    )
    assert [(step.kind, step.clause) for step in said.steps] == [
        (StepKind.BEGINS, PROCEDURE_64),
        (StepKind.CLOSED, FACILITATION_10),
        (StepKind.WEEKEND, FACILITATION_10),
        (StepKind.CLOSED, FACILITATION_10),
        (StepKind.ENDS, FACILITATION_10),
    ]
    assert (said.steps[3].first_day, said.steps[3].last_day) == (on("13/4/66"), on("17/4/66"))


def test_weekends_that_follow_one_another_are_told_once_and_kept_each() -> None:
    said = due("23/1/66", "15 W")

    assert said.sentences == (
        "เริ่มนับวันถัดจาก 23 ม.ค. 2566",
        "ข้ามวันเสาร์และวันอาทิตย์ 3 ครั้ง",
        "ครบ 15 วันทำการในวันจันทร์ที่ 13 กุมภาพันธ์ 2566",
    )
    assert [step.says for step in said.steps if step.kind is StepKind.WEEKEND] == [
        "ข้าม 28–29 ม.ค. วันเสาร์และวันอาทิตย์",
        "ข้าม 4–5 ก.พ. วันเสาร์และวันอาทิตย์",
        "ข้าม 11–12 ก.พ. วันเสาร์และวันอาทิตย์",
    ]


def test_the_turn_of_a_year_is_told_with_its_years() -> None:
    assert due("25/12/66", "5 W").sentences == (
        "เริ่มนับวันถัดจาก 25 ธ.ค. 2566",
        "ข้าม 29 ธ.ค. 2566 – 1 ม.ค. 2567 วันหยุดราชการเพิ่มเป็นกรณีพิเศษ วันสิ้นปี และวันขึ้นปีใหม่ (รวมวันเสาร์อาทิตย์)",
        "ครบ 5 วันทำการในวันพุธที่ 3 มกราคม 2567",
    )
    assert "ข้าม 6–7 ม.ค. 2567 วันเสาร์และวันอาทิตย์" in due("25/12/66", "10 W").sentences


def test_a_pause_tells_its_days_and_its_reason() -> None:
    assert due("27/2/66", "5 O", "1/3/66-3/3/66").sentences[1:] == (
        "หยุดนับ 3 วัน 1–3 มี.ค. รอผู้ยื่นส่งเอกสารเพิ่มเติม",
        "ครบ 5 วันในวันอังคารที่ 7 มีนาคม 2566",
    )
    assert due("27/2/66", "5 W", "28/2/66-6/3/66").sentences[1] == (
        "หยุดนับ 4 วันทำการ 28 ก.พ. – 6 มี.ค. รอผู้ยื่นส่งเอกสารเพิ่มเติม"
    )


def test_a_pause_of_closed_days_only_says_that_it_changes_nothing() -> None:
    assert due("27/2/66", "5 W", "4/3/66-5/3/66").sentences[1:3] == (
        "หยุดนับ 4–5 มี.ค. รอผู้ยื่นส่งเอกสารเพิ่มเติม แต่ตรงกับวันหยุดทั้งหมด กำหนดจึงไม่ยืดออก",
        "ข้าม 6 มี.ค. วันมาฆบูชา",
    )


def test_a_pause_upon_another_tells_only_its_own_days() -> None:
    over = [
        Pause(on("1/3/66"), on("3/3/66"), "รอผู้ยื่น"),
        Pause(on("2/3/66"), on("5/3/66"), "รอผลตรวจจากกรมการปกครอง"),
    ]
    inside = [Pause(on("1/3/66"), on("9/3/66"), "รอผู้ยื่น"), Pause(on("2/3/66"), on("3/3/66"), "รอผลตรวจ")]

    assert deadline(on("27/2/66"), limit("5 O"), calendar=CALENDAR, pauses=over).sentences[1:3] == (
        "หยุดนับ 3 วัน 1–3 มี.ค. รอผู้ยื่น",
        "หยุดนับ 2 วัน 4–5 มี.ค. รอผลตรวจจากกรมการปกครอง",
    )
    assert deadline(on("27/2/66"), limit("5 O"), calendar=CALENDAR, pauses=inside).sentences[1:3] == (
        "หยุดนับ 9 วัน 1–9 มี.ค. รอผู้ยื่น",
        "2–3 มี.ค. รอผลตรวจ อยู่ในช่วงที่หยุดนับแล้ว จึงไม่หยุดซ้ำ",
    )


def test_a_pause_that_is_open_tells_what_is_left() -> None:
    assert due("27/2/66", "5 W", "7/3/66-", since="วันที่คำขอครบถ้วน").sentences == (
        "เริ่มนับวันถัดจาก 27 ก.พ. 2566 วันที่คำขอครบถ้วน",
        "ข้าม 4–6 มี.ค. วันมาฆบูชา (รวมวันเสาร์อาทิตย์)",
        "หยุดนับตั้งแต่ 7 มี.ค. รอผู้ยื่นส่งเอกสารเพิ่มเติม ยังเหลือ 1 วันทำการ ซึ่งจะนับต่อเมื่อเลิกหยุด",
    )


def test_pauses_that_do_not_touch_the_limit_are_not_told() -> None:
    assert len(due("27/2/66", "2 O", "20/2/66-27/2/66 5/3/66-10/3/66 6/3/66-7/3/66").steps) == 2
    assert [step.kind for step in due("27/2/66", "5 O", "2/3/66- 3/3/66-5/3/66").steps[1:]] == [
        StepKind.STANDS
    ]
    assert [step.kind for step in due("27/2/66", "5 W", "20/2/66-").steps[1:]] == [StepKind.STANDS]


def test_a_citizens_last_day_tells_where_it_moves_and_why() -> None:
    said = due("31/3/66", "15 C", since="วันที่ได้รับแจ้งคำสั่ง")

    assert said.sentences == (
        "เริ่มนับวันถัดจาก 31 มี.ค. 2566 วันที่ได้รับแจ้งคำสั่ง",
        "ครบ 15 วันในวันเสาร์ที่ 15 เมษายน 2566",
        "วันครบกำหนดเป็นวันหยุดราชการ (วันสงกรานต์) จึงเลื่อนไปวันทำการถัดไป คือวันอังคารที่ 18 เมษายน 2566",
    )
    assert [step.clause for step in said.steps] == [PROCEDURE_64, FACILITATION_10, PROCEDURE_64]
    assert due("20/1/66", "1 C").sentences[-1] == (
        "วันครบกำหนดเป็นวันเสาร์ จึงเลื่อนไปวันทำการถัดไป คือวันจันทร์ที่ 23 มกราคม 2566"
    )


def test_a_closed_day_without_a_name_is_a_holiday_all_the_same() -> None:
    nameless = WorkingCalendar(closed=CALENDAR.closed, years=CALENDAR.years)

    said = deadline(on("12/4/66"), limit("1 W"), calendar=nameless)
    assert said.steps[1].says == "ข้าม 13–17 เม.ย. วันหยุดราชการ (รวมวันเสาร์อาทิตย์)"
    assert "เป็นวันหยุดราชการ แต่" in deadline(on("10/4/66"), limit("3 O"), calendar=nameless).steps[-1].says


def test_a_weekend_that_is_a_holiday_itself_is_told_by_its_name_only() -> None:
    names = {on("28/1/66"): "วันสารท", on("29/1/66"): "วันสารท", on("30/1/66"): "ชดเชยวันสารท"}
    feast = WorkingCalendar(closed=frozenset(names), years=CALENDAR.years, names=names)

    assert deadline(on("27/1/66"), limit("1 W"), calendar=feast).steps[1].says == "ข้าม 28–30 ม.ค. วันสารท"


def test_a_pause_may_rest_on_a_clause_and_mostly_rests_on_none() -> None:
    stated = Pause(on("1/3/66"), on("1/3/66"), "ตามกฎหมาย", REGULATION_38_2)
    steps = deadline(on("27/2/66"), limit("5 O"), calendar=CALENDAR, pauses=[stated]).steps

    assert steps[1].clause == REGULATION_38_2
    assert due("27/2/66", "5 O", "1/3/66-1/3/66").steps[1].clause is None


# How much is left.


@pytest.mark.parametrize(
    ("words", "paused", "today", "left"),
    [
        ("5 O", "", "20/2/66", 5),  # before it begins
        ("5 O", "", "27/2/66", 5),
        ("5 O", "", "28/2/66", 4),
        ("5 O", "", "4/3/66", 0),
        ("5 O", "", "5/3/66", -1),
        ("5 W", "", "3/3/66", 1),
        ("5 W", "", "5/3/66", 1),  # a Sunday before a holiday
        ("5 W", "", "7/3/66", 0),
        ("5 W", "", "10/3/66", -3),
        ("5 O", "1/3/66-3/3/66", "28/2/66", 4),
        ("5 O", "1/3/66-3/3/66", "2/3/66", 4),
        ("5 O", "1/3/66-3/3/66", "4/3/66", 3),
        ("5 O", "1/3/66-", "28/2/66", 4),
        ("5 O", "1/3/66-", "9/9/66", 4),
        ("5 C", "", "3/3/66", 4),  # Saturday the fourth moves to Tuesday the seventh
        ("5 C", "", "7/3/66", 0),
    ],
)
def test_days_left_are_counted_in_the_limits_own_unit(words: str, paused: str, today: str, left: int) -> None:
    assert days_left(due("27/2/66", words, paused), today=on(today), calendar=CALENDAR) == left


def test_a_working_days_limit_is_over_on_the_saturday_after_it() -> None:
    said = due("23/1/66", "4 W")  # to Friday the twenty-seventh

    assert days_left(said, today=on("28/1/66"), calendar=CALENDAR) == 0
    assert [said.is_over(on(day)) for day in ("27/1/66", "28/1/66")] == [False, True]


# What the calendar does not reach.


def test_an_unknown_year_is_never_guessed() -> None:
    for words in ("1 W", "1 C"):
        with pytest.raises(NoCalendar):
            due("31/12/70", words)
    with pytest.raises(NoCalendar):
        days_left(due("27/12/70", "1 W"), today=on("1/1/71"), calendar=CALENDAR)


def test_calendar_days_of_an_official_need_no_calendar() -> None:
    nothing = WorkingCalendar(closed=frozenset(), years=frozenset())

    said = deadline(on("27/12/80"), limit("7 O"), calendar=nothing, pauses=pauses("29/12/80-30/12/80"))
    assert (said.last_day, len(said.steps)) == (on("5/1/81"), 3)
    assert days_left(said, today=on("9/1/81"), calendar=nothing) == -4


def test_a_limit_that_ends_before_the_unknown_year_asks_nothing_of_it() -> None:
    assert due("27/12/70", "2 W", "2/1/71-9/1/71").last_day == on("29/12/70")
    assert due("30/12/70", "1 W", "31/12/70-").left_when_paused == 1


def test_our_own_mistakes_are_told_as_such() -> None:
    with pytest.raises(AssertionError):
        limit("0 W")
    with pytest.raises(AssertionError):
        Limit(DAYS_MAX + 1, Unit.CALENDAR_DAYS, Party.OFFICIAL, PROCEDURE_64)
    with pytest.raises(AssertionError):
        Pause(on("2/3/66"), on("1/3/66"), WAITING)
    with pytest.raises(AssertionError):
        deadline(datetime(2023, 1, 23, 9), limit("1 W"), calendar=CALENDAR)  # noqa: DTZ001


# What holds of all of them.

FIRST = date(2023, 1, 1)
DAYS = st.integers(0, 900).map(lambda number: FIRST + timedelta(days=number))
LIMITS = st.builds(
    Limit,
    days=st.integers(1, 60),
    unit=st.sampled_from(Unit),
    party=st.sampled_from(Party),
    clause=st.just(FACILITATION_10),
)
NEAR = st.integers(-10, 90)


@st.composite
def limits_with_pauses(draw: st.DrawFn, *, open_too: bool = False) -> tuple[date, Limit, list[Pause]]:
    begins = draw(DAYS)
    drawn = draw(st.lists(st.tuples(NEAR, st.integers(0, 20), st.booleans()), max_size=4))
    made = [
        Pause(
            begins + timedelta(days=first),
            None if open_too and stays_open else begins + timedelta(days=first + length),
            WAITING,
        )
        for first, length, stays_open in drawn
    ]
    return begins, draw(LIMITS), made


def far(day: date | None) -> date:
    return day or date.max


@given(limits_with_pauses())
def test_a_deadline_is_never_early(case: tuple[date, Limit, list[Pause]]) -> None:
    begins, words, paused = case
    said = deadline(begins, words, calendar=CALENDAR, pauses=paused)

    assert said.last_day is not None
    assert said.last_day >= begins + timedelta(days=words.days)
    if words.unit is Unit.WORKING_DAYS or words.party is Party.CITIZEN:
        assert CALENDAR.is_working_day(said.last_day)


@given(limits_with_pauses(open_too=True), st.randoms(use_true_random=False))
def test_the_same_question_in_any_order_has_the_same_answer(
    case: tuple[date, Limit, list[Pause]], chance: object
) -> None:
    begins, words, paused = case
    said = deadline(begins, words, calendar=CALENDAR, pauses=paused)
    turned = list(paused)
    chance.shuffle(turned)  # type: ignore[attr-defined]

    assert deadline(begins, words, calendar=CALENDAR, pauses=turned) == said
    assert deadline(begins, words, calendar=CALENDAR, pauses=said.pauses).last_day == said.last_day


@given(limits_with_pauses(open_too=True))
def test_more_days_and_a_later_beginning_never_end_earlier(case: tuple[date, Limit, list[Pause]]) -> None:
    begins, words, paused = case
    longer = Limit(words.days + 1, words.unit, words.party, words.clause)
    first = far(deadline(begins, words, calendar=CALENDAR, pauses=paused).last_day)

    assert far(deadline(begins, longer, calendar=CALENDAR, pauses=paused).last_day) >= first
    assert (
        far(deadline(begins + timedelta(days=1), words, calendar=CALENDAR, pauses=paused).last_day) >= first
    )


@given(limits_with_pauses(open_too=True), st.lists(NEAR, min_size=1, max_size=5))
def test_a_holiday_added_never_makes_it_earlier(
    case: tuple[date, Limit, list[Pause]], added: list[int]
) -> None:
    begins, words, paused = case
    more = WorkingCalendar(
        closed=CALENDAR.closed | {begins + timedelta(days=number) for number in added}, years=CALENDAR.years
    )
    before = far(deadline(begins, words, calendar=CALENDAR, pauses=paused).last_day)
    after = far(deadline(begins, words, calendar=more, pauses=paused).last_day)

    assert after >= before
    if words.unit is Unit.CALENDAR_DAYS and words.party is Party.OFFICIAL:
        assert after == before


@given(DAYS, LIMITS, st.integers(1, 60), st.integers(1, 30))
def test_a_pause_adds_exactly_its_own_days(begins: date, words: Limit, starts: int, length: int) -> None:
    assume(starts <= words.days)
    official = Limit(words.days, words.unit, Party.OFFICIAL, words.clause)  # that is, before the last move
    pause = Pause(begins + timedelta(days=starts), begins + timedelta(days=starts + length - 1), WAITING)
    plain = deadline(begins, official, calendar=CALENDAR).last_day
    paused = deadline(begins, official, calendar=CALENDAR, pauses=[pause]).last_day
    assert plain is not None and paused is not None

    if words.unit is Unit.CALENDAR_DAYS:
        assert paused == plain + timedelta(days=length)
    else:
        days = [pause.first_day + timedelta(days=number) for number in range(length)]
        counted = sum(CALENDAR.is_working_day(day) for day in days)
        assert paused == (CALENDAR.working_day_after(plain, counted) if counted else plain)


@given(limits_with_pauses(open_too=True))
def test_the_steps_stand_in_order_and_end_with_the_answer(case: tuple[date, Limit, list[Pause]]) -> None:
    begins, words, paused = case
    said = deadline(begins, words, calendar=CALENDAR, pauses=paused)
    last = said.steps[-1]

    assert (said.last_day is None) == (last.kind is StepKind.STANDS) == (said.left_when_paused is not None)
    assert all(one.first_day <= other.first_day for one, other in pairwise(said.steps))
    assert said.last_day is None or last.last_day == said.last_day
    assert (said.steps[0].kind, said.steps[0].first_day) == (StepKind.BEGINS, begins)
    assert all("  " not in step.says and step.says == step.says.strip() for step in said.steps)


@given(limits_with_pauses())
def test_every_day_of_a_limit_is_counted_or_told_in_one_step(case: tuple[date, Limit, list[Pause]]) -> None:
    begins, words, paused = case
    said = deadline(begins, words, calendar=CALENDAR, pauses=paused)
    ends_on = next(step.first_day for step in said.steps if step.kind is StepKind.ENDS)
    told = [
        step.first_day + timedelta(days=number)
        for step in said.steps
        if step.kind in (StepKind.WEEKEND, StepKind.CLOSED)
        or (step.kind is StepKind.PAUSED and step.says.startswith("หยุดนับ"))
        for number in range(((step.last_day or step.first_day) - step.first_day).days + 1)
    ]

    assert len(set(told)) == len(told)
    assert (ends_on - begins).days - len(told) == words.days


@settings(max_examples=60)
@given(limits_with_pauses(open_too=True), st.integers(0, 60))
def test_what_is_left_falls_by_one_day_at_most(case: tuple[date, Limit, list[Pause]], later: int) -> None:
    begins, words, paused = case
    said = deadline(begins, words, calendar=CALENDAR, pauses=paused)
    today = begins + timedelta(days=later)
    now, then = (days_left(said, today=day, calendar=CALENDAR) for day in (today, today + timedelta(days=1)))

    assert now - then in (0, 1)
    assert days_left(said, today=begins, calendar=CALENDAR) >= words.days
    if said.last_day is not None:
        assert days_left(said, today=said.last_day, calendar=CALENDAR) == 0
