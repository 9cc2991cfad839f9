"""พระราชบัญญัติวิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539, section by section."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from saraban.law.clauses import PROCEDURE_64, cites
from saraban.law.working_time import WorkingCalendar


class Party(StrEnum):
    """Whom a deadline binds."""

    OFFICIAL = "official"
    CITIZEN = "citizen"


@cites(PROCEDURE_64)
def section_64_last_day(begins_on: date, days: int, *, binds: Party, calendar: WorkingCalendar) -> date:
    """The last day, inclusive, of a time limit of calendar days; the day on which it begins is not counted.

    A limit that binds the official ends even on a holiday; one that binds the citizen moves to the next working day.
    Raises `NoCalendar`, for the citizen's only.
    """
    assert days >= 1, "a time limit has at least one day"
    last_day = begins_on + timedelta(days=days)
    if binds is Party.OFFICIAL or calendar.is_working_day(last_day):
        return last_day
    return calendar.next_working_day(last_day)
