"""Free times of an officer in which somebody may prove who they are: quarters of an hour in the office's working time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.models import Officer
from saraban.cases.proofings import DAYS_AHEAD_MAX, MINUTES, MINUTES_MAX, Proofing, Stage
from saraban.law.working_time import NoCalendar, OfficeHours
from saraban.thai.dates import BANGKOK

DAYS_OFFERED = 3
QUARTER = timedelta(minutes=MINUTES)
NOTICE = timedelta(minutes=30)  # before the first time that is offered: the applicant has to read the mail


Taken = Sequence[tuple[datetime, datetime]]  # begin and end of each appointment


@dataclass(frozen=True)
class FreeDay:
    day: date
    times: tuple[datetime, ...]  # in Bangkok


def free_days(officer: Officer, *, moment: datetime, since: date | None = None) -> list[FreeDay]:
    """The next working days on which this officer has time, with the times; from `since` on, else from today.

    A year whose holidays are not known ends the search. Raises `NoCalendar` where it begins with such a year.
    """
    today = moment.astimezone(BANGKOK).date()
    last = today + timedelta(days=DAYS_AHEAD_MAX - 1)
    calendar, found = calendar_of_agency(), list[FreeDay]()
    taken = _taken(officer, today, last)
    for day in _days(max(today, since or today), last):
        try:
            works = calendar.is_working_day(day)
        except NoCalendar:
            if not found:
                raise
            break
        times = _free(day, calendar.hours, moment, taken) if works else ()
        if times:
            found.append(FreeDay(day, times))
        if len(found) == DAYS_OFFERED:
            break
    return found


def _days(first: date, last: date) -> Iterator[date]:
    for after in range((last - first).days + 1):
        yield first + timedelta(days=after)


def _free(day: date, hours: OfficeHours, moment: datetime, taken: Taken) -> tuple[datetime, ...]:
    return tuple(
        at
        for at in _quarters(day, hours)
        if at >= moment + NOTICE and not any(begin < at + QUARTER and at < end for begin, end in taken)
    )


def _quarters(day: date, hours: OfficeHours) -> Iterator[datetime]:
    at = datetime.combine(day, hours.opens, tzinfo=BANGKOK)
    while at + QUARTER <= datetime.combine(day, hours.closes, tzinfo=BANGKOK):
        yield at
        at += QUARTER


def _taken(officer: Officer, first: date, last: date) -> Taken:
    """Theirs in these days: one question."""
    begin = datetime.combine(first, datetime.min.time(), tzinfo=BANGKOK) - timedelta(minutes=MINUTES_MAX)
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=BANGKOK)
    theirs = Proofing.objects.filter(officer=officer, state=Stage.APPOINTED, at__gte=begin, at__lt=end)
    return [
        (at, at + timedelta(minutes=minutes))
        for at, minutes in theirs.values_list("at", "minutes")
        if at is not None
    ]
