"""The product's receipt rule against the guide's example, the table of examples, and the oracle's own sums."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from saraban.law.electronic_act_2565 import section_10_deemed_received_at
from saraban.law.government_holidays import seeded_calendar
from saraban.law.saraban_regulation_2526 import register_year as product_register_year
from tests.oracle.working_time import (
    BANGKOK,
    BE_MINUS_CE,
    CLOSED_WEEKDAYS,
    OutsideTheOracle,
    deemed_received_at,
    is_open_on,
    register_year,
)

ORDINARY_PROVINCE = "นครราชสีมา"
RANDOM_TIMES = 100_000
SEED = 2566
FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2026, 12, 31)
EDGES = (time(0), time(8, 30), time(12), time(13), time(16, 30), time(23, 59, 59))


def at(year: int, month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A Bangkok moment of a Buddhist-era year."""
    return datetime(year - BE_MINUS_CE, month, day, hour, minute, second, tzinfo=BANGKOK)


# The whole table of examples, typed in: (what it shows, arrives, deemed received, book year when entered by then).
EXAMPLES: list[tuple[str, datetime, datetime, int]] = [
    ("the guide's own Sunday 21.33", at(2566, 1, 22, 21, 33), at(2566, 1, 23, 8, 30), 2566),
    ("before opening, the same day", at(2566, 1, 23, 0, 5), at(2566, 1, 23, 8, 30), 2566),
    ("one second early", at(2566, 1, 23, 8, 29, 59), at(2566, 1, 23, 8, 30), 2566),
    ("the opening second", at(2566, 1, 23, 8, 30), at(2566, 1, 23, 8, 30), 2566),
    ("lunch is in hours", at(2566, 1, 23, 12, 15), at(2566, 1, 23, 12, 15), 2566),
    ("the closing second", at(2566, 1, 23, 16, 30), at(2566, 1, 23, 16, 30), 2566),
    ("one second late", at(2566, 1, 23, 16, 30, 1), at(2566, 1, 24, 8, 30), 2566),
    ("the eve of Songkran", at(2566, 4, 12, 16, 31), at(2566, 4, 18, 8, 30), 2566),
    ("a substitute day", at(2566, 4, 17, 10), at(2566, 4, 18, 8, 30), 2566),
    ("Labour Day is worked", at(2566, 5, 1, 10), at(2566, 5, 1, 10), 2566),
    ("a cabinet's special day", at(2566, 5, 3, 17), at(2566, 5, 8, 8, 30), 2566),
    ("the ploughing ceremony", at(2566, 5, 17, 9), at(2566, 5, 18, 8, 30), 2566),
    ("into the book of 2567", at(2566, 12, 28, 16, 45), at(2567, 1, 2, 8, 30), 2567),
    ("into the book of 2569", at(2568, 12, 30, 18), at(2569, 1, 5, 8, 30), 2569),
]


def product_rule(province: str) -> Callable[[datetime], datetime]:
    calendar = seeded_calendar(province)
    return lambda moment: section_10_deemed_received_at(moment, calendar=calendar)


def random_times() -> Iterator[datetime]:
    """Seconds drawn evenly over the four years, told in UTC as a mail server would."""
    draw = random.Random(SEED)
    first = datetime(2023, 1, 1, tzinfo=BANGKOK).astimezone(UTC)
    span = int(timedelta(days=(LAST_DAY - FIRST_DAY).days + 1).total_seconds())
    for _ in range(RANDOM_TIMES):
        yield first + timedelta(seconds=draw.randrange(span))


def days() -> Iterator[date]:
    return (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))


def day_class(day: date) -> tuple[bool, ...]:
    """What kind of day: open or closed the day before, on it, on the next four, and whether a weekend."""
    around = tuple(is_open_on(day + timedelta(days=n)) for n in range(-1, 5))
    return (*around, day.isoweekday() > 5)


def disagreements(rule: Callable[[datetime], datetime], moments: Iterator[datetime]) -> list[str]:
    found = []
    for moment in moments:
        said, expected = rule(moment), deemed_received_at(moment)
        if said != expected or said.microsecond:
            found.append(
                f"{moment.astimezone(BANGKOK).isoformat()}: {said.isoformat()}, not {expected.isoformat()}"
            )
    return found


@pytest.mark.parametrize(("case", "arrived_at", "deemed_at", "year"), EXAMPLES)
def test_the_oracle_itself_gives_the_worked_examples(
    case: str, arrived_at: datetime, deemed_at: datetime, year: int
) -> None:
    assert deemed_received_at(arrived_at) == deemed_at
    assert register_year(deemed_at, deemed_at) == year


@pytest.mark.parametrize(("case", "arrived_at", "deemed_at", "year"), EXAMPLES)
def test_the_product_gives_the_worked_examples(
    case: str, arrived_at: datetime, deemed_at: datetime, year: int
) -> None:
    said = product_rule(ORDINARY_PROVINCE)(arrived_at)
    assert said == deemed_at
    assert register_year(said, said) == year


def test_the_leaders_meeting_closes_nonthaburi_and_not_the_rest() -> None:
    morning = at(2565, 11, 16, 10)
    assert deemed_received_at(morning, "นนทบุรี") == at(2565, 11, 21, 8, 30)
    assert deemed_received_at(morning, ORDINARY_PROVINCE) == morning
    assert product_rule("นนทบุรี")(morning) == at(2565, 11, 21, 8, 30)
    assert product_rule(ORDINARY_PROVINCE)(morning) == morning


def test_a_hundred_thousand_random_times_agree_with_the_oracle() -> None:
    assert disagreements(product_rule(ORDINARY_PROVINCE), random_times())[:20] == []


def test_every_edge_of_every_day_agrees_to_the_second() -> None:
    around = (
        datetime.combine(day, edge, tzinfo=BANGKOK) + timedelta(seconds=second)
        for day in days()
        if FIRST_DAY < day < LAST_DAY
        for edge in EDGES
        for second in (-1, 0, 1)
    )
    assert disagreements(product_rule(ORDINARY_PROVINCE), around)[:20] == []


def test_every_second_around_the_edges_of_one_day_of_each_kind_agrees() -> None:
    samples: dict[tuple[bool, ...], date] = {}
    for day in days():
        if FIRST_DAY < day < LAST_DAY:
            samples.setdefault(day_class(day), day)
    assert len(samples) > 20
    around = (
        datetime.combine(day, edge, tzinfo=BANGKOK) + timedelta(seconds=second)
        for day in samples.values()
        for edge in EDGES
        for second in range(-90, 91)
    )
    assert disagreements(product_rule(ORDINARY_PROVINCE), around)[:20] == []


def test_every_minute_of_the_weeks_around_each_new_year_agrees() -> None:
    minutes = (
        datetime(year, 12, 26, tzinfo=BANGKOK) + timedelta(minutes=minute)
        for year in (2023, 2024, 2025)
        for minute in range(13 * 24 * 60)
    )
    assert disagreements(product_rule(ORDINARY_PROVINCE), minutes)[:20] == []


def test_fractions_of_a_second_are_dropped_and_never_close_the_office() -> None:
    rule = product_rule(ORDINARY_PROVINCE)
    closing = at(2566, 1, 23, 16, 30)
    assert rule(closing + timedelta(microseconds=999_999)) == closing
    opening = at(2566, 1, 23, 8, 30)
    assert rule(opening - timedelta(microseconds=1)) == opening
    assert rule(opening + timedelta(microseconds=1)).microsecond == 0


@pytest.mark.parametrize("hours", [-12, -5, 0, 5, 7, 9, 14])
def test_the_zone_in_which_a_moment_is_told_does_not_matter(hours: int) -> None:
    rule = product_rule(ORDINARY_PROVINCE)
    told = timezone(timedelta(hours=hours))
    for _, arrived_at, deemed_at, _ in EXAMPLES:
        assert rule(arrived_at.astimezone(told)) == deemed_at


def test_a_later_letter_is_never_deemed_earlier_and_the_rule_settles_at_once() -> None:
    rule = product_rule(ORDINARY_PROVINCE)
    before: datetime | None = None
    for moment in sorted(random_times())[::10]:
        said = rule(moment)
        assert said >= moment
        assert rule(said) == said
        assert before is None or said >= before
        before = said


def test_the_typed_closed_days_are_weekdays_and_none_is_labour_day() -> None:
    for year, months in CLOSED_WEEKDAYS.items():
        for month, numbers in months.items():
            assert (month, 1) not in {(5, n) for n in numbers}
            assert list(numbers) == sorted(set(numbers))
            for number in numbers:
                assert date(year - BE_MINUS_CE, month, number).isoweekday() <= 5, (year, month, number)


def test_mail_of_30_december_entered_on_5_january_belongs_to_the_new_book() -> None:
    deemed = deemed_received_at(at(2567, 12, 27, 9))
    assert register_year(deemed, at(2568, 1, 5, 10)) == 2568
    assert register_year(at(2568, 1, 2, 8, 30), at(2567, 12, 29, 11)) == 2568
    assert register_year(deemed, at(2567, 12, 31, 23, 59, 59)) == 2567
    # Bangkok's year has begun while Greenwich still writes December.
    assert register_year(deemed, datetime(2024, 12, 31, 17, 0, tzinfo=UTC)) == 2568
    assert register_year(deemed, datetime(2024, 12, 31, 16, 59, 59, tzinfo=UTC)) == 2567


def test_the_products_book_year_agrees_around_every_new_year() -> None:
    draw = random.Random(SEED + 1)
    for year in (2023, 2024, 2025, 2026):
        turn = datetime(year, 1, 1, tzinfo=BANGKOK).astimezone(UTC)
        near = [turn + timedelta(seconds=second) for second in (-86_400, -1, 0, 1, 86_400)]
        near += [turn + timedelta(seconds=draw.randrange(-20 * 86_400, 20 * 86_400)) for _ in range(40)]
        for deemed in near:
            for registered in near:
                said = product_register_year(deemed_at=deemed, registered_at=registered)
                assert said == register_year(deemed, registered), (deemed, registered)


def test_the_oracle_does_not_guess_where_nobody_typed_a_calendar() -> None:
    for unknown in (at(2565, 12, 15, 10), at(2565, 10, 1, 10), at(2570, 2, 1, 10)):
        with pytest.raises(OutsideTheOracle):
            deemed_received_at(unknown)
