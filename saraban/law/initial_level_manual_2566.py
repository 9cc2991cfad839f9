"""วิธีการทางอิเล็กทรอนิกส์สำหรับหน่วยงานของรัฐระดับเริ่มต้น พ.ศ. 2566: the guide itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from saraban.law.clauses import MANUAL_1_3, MANUAL_1_5, cites
from saraban.law.working_time import WorkingCalendar
from saraban.thai.dates import BANGKOK

_CENTRAL_ADDRESS = re.compile(r"saraban([_-][a-z0-9._-]+)?@[^@\s]+", re.IGNORECASE)


@cites(MANUAL_1_3)
def mailbox_name_ok(address: str) -> bool:
    """Whether a central mailbox is named as it must be: saraban@…, saraban_04110113@…, saraban-0409@…"""
    return _CENTRAL_ADDRESS.fullmatch(address) is not None


class Slot(StrEnum):
    """The two looks into the mailbox, inbox and junk, that every working day has."""

    MORNING = "morning"  # when the office opens
    EVENING = "evening"  # before it closes

    @property
    def thai(self) -> str:
        return {Slot.MORNING: "รอบเช้า", Slot.EVENING: "รอบเย็น"}[self]

    @property
    def at(self) -> time:
        return {Slot.MORNING: time(8, 30), Slot.EVENING: time(16, 30)}[self]


# The guide names the two times and not how far from them a look may be: noon parts the day. A convention of ours.
DAY_PARTED_AT = time(12, 0)


@dataclass(frozen=True)
class Due:
    """A look that the guide asks for: on a working day, from its own moment on."""

    day: date
    slot: Slot

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.day, self.slot.at, tzinfo=BANGKOK)


@cites(MANUAL_1_5)
def looks_due(day: date, *, calendar: WorkingCalendar) -> tuple[Due, ...]:
    """The looks of a day: two on a working day, none else. Raises `NoCalendar`."""
    return tuple(Due(day, slot) for slot in Slot) if calendar.is_working_day(day) else ()


@cites(MANUAL_1_5)
def slot_of(moment: datetime) -> Slot:
    """Which of the day's two looks one made at this moment (aware) is."""
    return Slot.MORNING if moment.astimezone(BANGKOK).time() < DAY_PARTED_AT else Slot.EVENING
