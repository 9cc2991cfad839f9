"""An agency is one desk: its rows are changed by one transaction at a time.

The only lock in the house, so there is no order of locks to get wrong. On PostgreSQL it is the agency's row; on
SQLite, whose writers queue anyway, BEGIN IMMEDIATE is the same thing. Whoever has the desk also knows the end of
the agency's log, and the moment at which what is done here counts as done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now

from saraban.audit.canonical import BEGINNING
from saraban.audit.entries import AuditEntry
from saraban.law.refusal import Refusal
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import UNKNOWN, arranged_anew, forget_remembered

CLOCK_STEP_MAX = timedelta(seconds=60)


@dataclass
class Desk:
    agency: Agency
    moment: datetime  # of all that is done at this desk now; never before the last entry of the log
    number: int  # of the last log entry of the agency
    digest: str
    entry_id: int = 0  # the row of the entry written last at this hold of the desk

    def arrange_anew(self) -> None:
        """What the agency is arranged by has just been changed."""
        self.agency.arranged += 1
        self.agency.save(update_fields=["arranged"])
        arranged_anew(self.agency.arranged)


_desk: ContextVar[Desk | None] = ContextVar("desk", default=None)


def at_the_desk() -> bool:
    """Whether a desk is held here and now. Nothing slow (network, files of others) may happen while it is."""
    return _desk.get() is not None


@contextmanager
def one_at_a_time(agency_id: int) -> Iterator[Desk]:
    """Hold the agency's desk for one transaction; inside another hold of the same desk, be part of it.

    Raises `Refusal("clock_went_back")` when the computer's clock lies more than a minute before the log's end.
    """
    held = _desk.get()
    if held is not None:
        assert held.agency.pk == agency_id, "one desk at a time: finish with this agency first"
        before, arranged = (held.number, held.digest), held.agency.arranged
        try:
            with transaction.atomic():
                yield held
        except BaseException:
            (held.number, held.digest), held.agency.arranged = (
                before,
                arranged,
            )  # what was written since is undone
            arranged_anew(arranged)
            raise
        finally:
            forget_remembered()
        return
    with transaction.atomic():
        agency = Agency.objects.select_for_update(no_key=True).get(pk=agency_id)
        desk = _open(agency)
        forget_remembered()  # others may have had the desk since
        arranged_anew(agency.arranged)
        token = _desk.set(desk)
        try:
            yield desk
        except BaseException:
            arranged_anew(UNKNOWN)  # what was changed is undone
            raise
        finally:
            _desk.reset(token)
            forget_remembered()


def _open(agency: Agency) -> Desk:
    last = _last_entry(agency.pk)
    moment = now()
    if last is None:
        return Desk(agency, moment, 0, BEGINNING)
    number, digest, at = last
    if at - moment > CLOCK_STEP_MAX:
        raise Refusal(
            "clock_went_back",
            "ยังไม่ได้บันทึก เพราะนาฬิกาของเครื่องถอยหลังไปก่อนรายการล่าสุดในทะเบียน "
            "โปรดตั้งวันและเวลาของเครื่องให้ตรง แล้วทำรายการใหม่ ข้อมูลเดิมอยู่ครบ",
        )
    return Desk(agency, max(moment, at), number, digest)


def _last_entry(agency_id: int) -> tuple[int, str, datetime] | None:
    return (
        AuditEntry.across_agencies.filter(agency_id=agency_id)
        .order_by("-number")
        .values_list("number", "digest", "at")
        .first()
    )
