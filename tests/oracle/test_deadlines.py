"""The product's time limits against the oracle that lives through the days, over many random cases."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from saraban.law.clauses import PROCEDURE_64
from saraban.law.deadlines import Limit, Party, Pause, Unit, days_left, deadline
from saraban.law.government_holidays import seeded_calendar
from saraban.law.initial_level_manual_2566 import disposal_may_be_proposed_on, hold_last_day
from saraban.law.licensing_facilitation_act_2558 import section_10_delay_notices_due
from saraban.law.working_time import WorkingCalendar
from tests.oracle.deadlines import (
    Glass,
    Seen,
    delay_notices,
    disposal_proposed_from,
    grains_after,
    live_through,
)
from tests.oracle.working_time import is_open_on

SEED = 2566
CASES = 20_000
STRANGE_CASES = 4_000  # with closed days that nobody ever announced
CALENDAR = seeded_calendar("นครราชสีมา")
FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2026, 3, 31)


@dataclass(frozen=True)
class Case:
    begins: date
    days: int
    working: bool
    citizen: bool
    stops: tuple[tuple[date, date | None], ...]
    today: date


def cases(many: int, seed: int) -> Iterator[Case]:
    draw = random.Random(seed)
    for _ in range(many):
        begins = FIRST_DAY + timedelta(days=draw.randrange((LAST_DAY - FIRST_DAY).days))
        stops: list[tuple[date, date | None]] = []
        for _ in range(draw.choice((0, 0, 1, 1, 2, 3))):
            first = begins + timedelta(days=draw.randrange(-8, 50))
            last = None if draw.random() < 0.1 else first + timedelta(days=draw.choice((0, 1, 2, 4, 9, 20)))
            stops.append((first, last))
        yield Case(
            begins=begins,
            days=draw.choice((1, 2, 3, 5, 7, 15, 30, 45)),
            working=draw.random() < 0.5,
            citizen=draw.random() < 0.5,
            stops=tuple(stops),
            today=begins + timedelta(days=draw.randrange(-10, 100)),
        )


def told(case: Case, calendar: WorkingCalendar) -> tuple[Seen, int]:
    unit = Unit.WORKING_DAYS if case.working else Unit.CALENDAR_DAYS
    limit = Limit(case.days, unit, Party.CITIZEN if case.citizen else Party.OFFICIAL, PROCEDURE_64)
    pauses = [Pause(first, last, "รอ") for first, last in case.stops]
    said = deadline(case.begins, limit, calendar=calendar, pauses=pauses)
    left = days_left(said, today=case.today, calendar=calendar)
    return Seen(said.last_day, said.left_when_paused or 0), left


def lived(case: Case, is_open: Callable[[date], bool]) -> tuple[Seen, int]:
    glass = Glass(case.days, case.working, case.citizen, case.stops, is_open)
    return live_through(glass, case.begins), grains_after(glass, case.begins, case.today)


def test_twenty_thousand_random_limits_agree_with_the_oracle() -> None:
    wrong, standing, moved = [], 0, 0
    for case in cases(CASES, SEED):
        said, expected = told(case, CALENDAR), lived(case, is_open_on)
        standing += expected[0].rings_on is None
        moved += case.citizen and not case.working
        if said != expected:
            wrong.append(f"{case}: {said}, not {expected}")
    assert wrong[:10] == []
    assert standing > CASES // 50 and moved > CASES // 5


def test_limits_agree_in_years_that_nobody_ever_saw() -> None:
    draw = random.Random(SEED + 1)
    wrong = []
    for case in cases(STRANGE_CASES, SEED + 2):
        odds = draw.choice((0.05, 0.3, 0.6))
        near = (case.begins + timedelta(days=number) for number in range(-40, 400))
        closed = frozenset(day for day in near if draw.random() < odds)
        calendar = WorkingCalendar(closed=closed, years=frozenset(range(2022, 2029)))

        def is_open(day: date, closed: frozenset[date] = closed) -> bool:
            return day.isoweekday() <= 5 and day not in closed

        said, expected = told(case, calendar), lived(case, is_open)
        if said != expected:
            wrong.append(f"{case}: {said}, not {expected}")
    assert wrong[:10] == []


def test_notices_of_delay_agree_with_the_oracle() -> None:
    draw = random.Random(SEED + 3)
    for _ in range(3_000):
        due = FIRST_DAY + timedelta(days=draw.randrange(1_000))
        today = due + timedelta(days=draw.randrange(-10, 60))
        decided_on = draw.choice((None, due + timedelta(days=draw.randrange(-10, 60))))
        said = section_10_delay_notices_due(due, today=today, decided_on=decided_on)
        assert [notice.due_on for notice in said] == list(
            delay_notices(due, today=today, decided_on=decided_on)
        ), (due, today, decided_on)


def test_the_end_of_every_hold_of_four_years_agrees_with_the_oracle() -> None:
    draw = random.Random(SEED + 4)
    for number in range(4 * 365):
        failed_on = FIRST_DAY + timedelta(days=number)
        signs = [
            failed_on + timedelta(days=draw.randrange(-20, 50)) for _ in range(draw.choice((0, 0, 1, 2)))
        ]
        said = disposal_may_be_proposed_on(hold_last_day(failed_on), failed_on=failed_on, signs_of_life=signs)
        assert said == disposal_proposed_from(failed_on, signs), (failed_on, signs)
