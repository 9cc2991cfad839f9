"""The receipt rule and the register's year, worked out a second time, apart from the product.

Written from the guide (#2.2) and its page of rules alone, by someone who has not read `saraban.law`. It is
made differently on purpose: there is no notion of "is this a working day, else look for the next"; every
sitting of the office from November 2565 to January 2570 is laid out beforehand as a pair of whole seconds
(opening, closing) since 1 January 1970 UTC, and a letter's second is looked up among them by bisection.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

BANGKOK = timezone(timedelta(hours=7))  # no summer time, ever
BANGKOK_AHEAD_SECONDS = 7 * 3600
DAY_SECONDS = 86_400
OPENS_AT_SECONDS = (8 * 60 + 30) * 60  # 08.30
CLOSES_AT_SECONDS = (16 * 60 + 30) * 60  # 16.30, that very second still inside
BE_MINUS_CE = 543

# Typed by hand, year by year of the Buddhist era, month by month: weekdays on which the offices of the
# state are closed. Labour Day is not among them; the ploughing ceremony is. 2565 is known only from
# November, and 2570 only for its first days: enough to roll over both ends of 2566-2569.
CLOSED_WEEKDAYS: dict[int, dict[int, tuple[int, ...]]] = {
    2566: {
        1: (2, 3),
        3: (6,),
        4: (6, 13, 14, 17),
        5: (4, 5, 17),
        6: (5,),
        7: (28, 31),
        8: (1, 2, 14),
        10: (13, 23),
        12: (5, 11, 29),
    },
    2567: {
        1: (1,),
        2: (26,),
        4: (8, 12, 15, 16),
        5: (6, 10, 22),
        6: (3,),
        7: (22, 29),
        8: (12,),
        10: (14, 23),
        12: (5, 10, 30, 31),
    },
    2568: {
        1: (1,),
        2: (12,),
        4: (7, 14, 15, 16),
        5: (5, 9, 12),
        6: (2, 3),
        7: (10, 11, 28),
        8: (11, 12),
        10: (13, 23),
        12: (5, 10, 31),
    },
    2569: {
        1: (1, 2),
        3: (3,),
        4: (6, 13, 14, 15),
        5: (4, 13),
        6: (1, 3),
        7: (28, 29, 30),
        8: (12,),
        10: (13, 23),
        12: (7, 10, 31),
    },
    2570: {1: (1,)},
}

# Closed in some provinces only (the leaders' meeting of November 2565).
CLOSED_IN_PROVINCES: dict[tuple[int, int], tuple[tuple[int, ...], frozenset[str]]] = {
    (2565, 11): ((16, 17, 18), frozenset({"กรุงเทพมหานคร", "นนทบุรี", "สมุทรปราการ"})),
}

FIRST_DAY = date(2022, 11, 1)
LAST_DAY = date(2027, 1, 29)
KNOWN_GAP = (date(2022, 12, 1), date(2022, 12, 31))  # December 2565 was never typed in


class OutsideTheOracle(ValueError):
    """The moment lies where no calendar was typed in; the oracle does not guess."""


def deemed_received_at(arrived_at: datetime, province: str | None = None) -> datetime:
    """When the law says a letter was received that entered the system at `arrived_at` (aware).

    Returns Bangkok time in whole seconds. Raises `OutsideTheOracle` beyond the typed calendar.
    """
    if arrived_at.utcoffset() is None:
        raise ValueError("a time without a zone")
    second = _whole_seconds(arrived_at)
    openings, closings = _sittings(province)
    # The first sitting that has not ended before this second. The closing second belongs to the sitting.
    at = bisect_left(closings, second)
    _refuse_the_unknown(second)
    if at == len(closings):
        raise OutsideTheOracle(f"{arrived_at.isoformat()} is after the last sitting typed in")
    return _bangkok(max(second, openings[at]))


def register_year(deemed_at: datetime, registered_at: datetime) -> int:
    """The year (พ.ศ.) of the book and number: that of the later of the two moments, by Bangkok's clock."""
    later = max(_whole_seconds(deemed_at), _whole_seconds(registered_at))
    return _day_of(later).year + BE_MINUS_CE


def is_open_on(day: date, province: str | None = None) -> bool:
    """Whether the offices of the state sit on `day` (Bangkok's date)."""
    return day in _open_days(province)


@cache
def _open_days(province: str | None) -> frozenset[date]:
    closed = {
        date(year - BE_MINUS_CE, month, day)
        for year, months in CLOSED_WEEKDAYS.items()
        for month, days in months.items()
        for day in days
    }
    for (year, month), (days, provinces) in CLOSED_IN_PROVINCES.items():
        if province in provinces:
            closed |= {date(year - BE_MINUS_CE, month, day) for day in days}
    every = (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
    return frozenset(day for day in every if day.isoweekday() <= 5 and day not in closed)


@cache
def _sittings(province: str | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Openings and closings in epoch seconds, in order."""
    epoch = date(1970, 1, 1)
    midnights = [
        (day - epoch).days * DAY_SECONDS - BANGKOK_AHEAD_SECONDS for day in sorted(_open_days(province))
    ]
    return (
        tuple(midnight + OPENS_AT_SECONDS for midnight in midnights),
        tuple(midnight + CLOSES_AT_SECONDS for midnight in midnights),
    )


def _whole_seconds(moment: datetime) -> int:
    """Epoch seconds, the fraction dropped; in integers, so that no float rounds a second up."""
    since = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return since.days * DAY_SECONDS + since.seconds


def _bangkok(second: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=BANGKOK) + timedelta(seconds=second + BANGKOK_AHEAD_SECONDS)


def _day_of(second: int) -> date:
    return date(1970, 1, 1) + timedelta(days=(second + BANGKOK_AHEAD_SECONDS) // DAY_SECONDS)


def _refuse_the_unknown(second: int) -> None:
    day = _day_of(second)
    # The last days of November 2565 could roll into the December that nobody typed in.
    if day < FIRST_DAY or day > LAST_DAY or KNOWN_GAP[0] - timedelta(days=1) <= day <= KNOWN_GAP[1]:
        raise OutsideTheOracle(f"{day.isoformat()} has no calendar in the oracle")
