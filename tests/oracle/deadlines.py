"""Time limits of casework, worked out a second time, apart from the product.

Written from the guide (#3.1, #5.3) and its page of rules (4.6, 5.4, 5.5, 5.6, 8.5) alone, before the product's rule was,
and made differently on purpose: nothing is added to a date and no pause is measured. A limit is a glass with a grain
for each of its days; one lives through the days one after the other and lets a grain fall on each that counts. What
is said of a limit is what one has seen by then. The closed days are those typed by hand for the receipt rule's oracle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.working_time import is_open_on

NIGHT = timedelta(days=1)
HOLD_GRAINS = 30
NOTICE_EVERY = 7


@dataclass
class Glass:
    """`stops`: from–to, both ends within, to None as long as nobody has set it going again."""

    grains: int
    only_open_days: bool
    binds_citizen: bool
    stops: tuple[tuple[date, date | None], ...] = ()
    is_open: Callable[[date], bool] = is_open_on

    def stopped_on(self, day: date) -> bool:
        return any(first <= day and (last is None or day <= last) for first, last in self.stops)

    def never_runs_again(self, day: date) -> bool:
        return any(last is None and first <= day for first, last in self.stops)

    def lets_fall_on(self, day: date) -> bool:
        if self.stopped_on(day):
            return False
        return self.is_open(day) if self.only_open_days else True


@dataclass(frozen=True)
class Seen:
    rings_on: date | None  # the last day on which one may still act; None: the glass stands
    grains: int  # that had not fallen when it stopped for good


def live_through(glass: Glass, begins: date) -> Seen:
    """Turn the glass over in the night after `begins`: that day itself is not counted."""
    grains, today = glass.grains, begins
    while grains:
        today += NIGHT
        if glass.never_runs_again(today):
            return Seen(None, grains)
        if glass.lets_fall_on(today):
            grains -= 1
    # Empty. An official must be done by then whatever day it is; a citizen finds the door shut and comes again.
    while glass.binds_citizen and not glass.is_open(today):
        today += NIGHT
    return Seen(today, 0)


def grains_after(glass: Glass, begins: date, today: date) -> int:
    """How many of the limit's days one still has when `today` is over; what is overdue counts below zero."""
    seen = live_through(glass, begins)
    if seen.rings_on is not None and today > seen.rings_on:
        late, day = 0, seen.rings_on
        while day < today:
            day += NIGHT
            late += 1 if not glass.only_open_days or glass.is_open(day) else 0
        return -late
    day, had = begins, 0  # days that one had, from the beginning on
    used, left_in_glass = 0, glass.grains
    while day != seen.rings_on:
        day += NIGHT
        if left_in_glass and glass.never_runs_again(day):
            return had + seen.grains - used
        # Once the glass is empty nothing stops it any more: what is left are the closed days before the door opens.
        if not left_in_glass or glass.lets_fall_on(day):
            left_in_glass -= 1 if left_in_glass else 0
            had += 1
            used += 1 if day <= today else 0
    return had - used


def delay_notices(due: date, *, today: date, decided_on: date | None) -> Iterator[date]:
    """The days after `due` on which somebody must have written, seen from `today`, which may be one of them."""
    nights, day = 0, due
    while day < today:
        day, nights = day + NIGHT, nights + 1
        if decided_on is not None and day >= decided_on:
            return
        if nights == NOTICE_EVERY:
            nights = 0
            yield day


def disposal_proposed_from(failed_on: date, signs: Iterable[date]) -> date | None:
    """The first morning on which the hold is over; None where somebody was heard of."""
    if any(sign >= failed_on for sign in signs):
        return None
    morning, kept = failed_on + NIGHT, 0
    while kept < HOLD_GRAINS:
        kept += 1
        morning += NIGHT
    return morning
