"""The last numbers, kept and looked for outside the database, so that one put back from a backup goes on after them."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.timezone import now

from saraban.agencies.duties import MACHINE
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.entries import AuditEntry
from saraban.audit.recorded import Actor
from saraban.law.refusal import Refusal
from saraban.mail.gateway import ENTRY_SAID, Inbox, MailFailure
from saraban.mail.models import Mailbox
from saraban.registers.books import Counter, Register
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from saraban.registers.recoveries import Marks, Recovery, as_lines, highest, marks_of
from saraban.registers.secret_book import SECRET_REGISTERS, SecretStub
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for, current_agency

logger = logging.getLogger("saraban.registers")

BEFORE_THE_BACKUP = timedelta(
    days=1
)  # looked into as well: clocks differ, and letters wait before they leave
VOID_ROWS_MAX = 20_000  # more can only be a mistake in what was said
VOID_BECAUSE = "กู้คืนข้อมูล: เลขนี้ออกไปแล้วก่อนกู้คืน รายการเดิมไม่อยู่ในชุดสำรอง ดูจดหมายในกล่องส่งแล้ว"
KEPT: dict[Path, Marks] = {}  # what this process wrote last, by file


def keep_marks() -> int:
    """The clock's step: the file of each agency's last numbers follows its counters, in a second or so.

    Replaced in one piece and never waited for: it is not what a commit rests on. It never falls.
    """
    found: dict[Agency, Marks] = {}
    for counter in Counter.across_agencies.filter(last__gt=0).select_related("agency"):
        found.setdefault(counter.agency, {})[counter.register, counter.year] = counter.last
    for agency, marks in found.items():
        if KEPT.get(_file_of(agency)) != marks:
            _write(agency, highest(marks, _read(agency)))
            KEPT[_file_of(agency)] = marks
    return 0


def notice_restored() -> int:
    """At a start: whether the files of marks tell of numbers that this database does not know; of how many agencies."""
    noticed = 0
    for agency in Agency.objects.order_by("pk"):
        marks = _read(agency)
        if not marks:
            continue
        with acting_for(agency, just_read=True):
            if (unknown_here(marks) or series_of_others(marks)) and Recovery.objects.open() is None:
                begin_recovery("แฟ้มเลขสุดท้ายข้างฐานข้อมูล", marks, by=MACHINE)
                noticed += 1
    return noticed


def begin_recovery(because: str, marks: Marks, *, by: Actor, known_until: datetime | None = None) -> Recovery:
    """This agency's database was put back: from here on no number is given until `compare` has been done.

    Where one is open already, what is said is added to it. `known_until`: where work has gone on in what was put back,
    the end of the log no longer tells how far the backup knew.
    """
    with one_at_a_time(current_agency().pk):
        recovery = Recovery.objects.filter(ended_at=None).first()
        if recovery is None:
            last = AuditEntry.objects.order_by("-number").values_list("at", flat=True).first() or now()
            return Recovery.objects.record(
                "begun",
                by=by,
                because=because,
                known_until=min(last, known_until or last),
                marks=as_lines(marks),
            )
        with recovery.change("told", by=by):
            recovery.marks = as_lines(highest(marks, marks_of(recovery.marks)))
            recovery.known_until = min(recovery.known_until, known_until or recovery.known_until)
        return recovery


def compare_restored(inbox_of: Callable[[Mailbox], Inbox]) -> int:
    """The clock's step: what was restored is compared with what lies in Sent; how many agencies go on."""
    went_on = 0
    for recovery in Recovery.across_agencies.filter(ended_at=None).select_related("agency"):
        with acting_for(recovery.agency):
            try:
                compare(recovery, inbox_of)
                went_on += 1
            except (MailFailure, Refusal) as failure:
                logger.warning("agency %s: not compared yet: %s", recovery.agency.slug, failure.message)
                rows = Recovery.across_agencies.get_queryset().filter(pk=recovery.pk)
                rows.lease(trouble=failure.message[:500])
    return went_on


def compare(recovery: Recovery, inbox_of: Callable[[Mailbox], Inbox]) -> Marks:
    """Look into Sent, then go on after the highest number; the highest. Raises `MailFailure`, and as `go_on`."""
    since = (recovery.known_until - BEFORE_THE_BACKUP).date()
    seen: Marks = {}
    for mailbox in Mailbox.objects.filter(active=True).select_related("agency").order_by("pk"):
        for said in inbox_of(mailbox).entries_in_sent(since=since):
            found = ENTRY_SAID.fullmatch(said)
            if found is not None:
                seen = highest(seen, {(found[1], int(found[2])): int(found[3])})
    return go_on(recovery, seen, by=MACHINE)


def go_on_by_hand(seen: Marks, because: str, *, by: Actor) -> Marks:
    """An officer has the last numbers from the paper: what was put back goes on after them at once, or nothing changes.

    Raises as `go_on`.
    """
    with one_at_a_time(current_agency().pk):
        return go_on(begin_recovery(because, {}, by=by), seen, by=by)


def seen_outside(recovery: Recovery | None, by_hand: Marks | None = None) -> Marks:
    """How far the numbers have come, as far as it is known outside this database without asking the mail's server."""
    told = marks_of(recovery.marks) if recovery is not None else {}
    return highest(by_hand or {}, told, _read(current_agency()))


def go_on(recovery: Recovery, seen: Marks, *, by: Actor) -> Marks:
    """Each number that was seen outside and is not known here becomes a void row; the next is given after them.

    Raises `Refusal("too_far_ahead")`.
    """
    with one_at_a_time(recovery.agency_id) as desk:
        marks = seen_outside(recovery, seen)
        ahead, others = unknown_here(marks), series_of_others(marks)
        if sum(last - first for first, last in (*ahead.values(), *others.values())) >= VOID_ROWS_MAX:
            raise Refusal(
                "too_far_ahead",
                f"ยังไม่ได้ออกเลขต่อ เพราะเลขที่พบข้างนอกสูงกว่าในฐานข้อมูลเกิน {VOID_ROWS_MAX} เลข โปรดตรวจเลขที่บอก "
                "แฟ้มเลขสุดท้าย และหัวจดหมายในกล่องส่งแล้ว ข้อมูลเดิมไม่เปลี่ยน",
            )
        with recovery.change("ended", by=by):
            recovery.marks, recovery.ended_at = as_lines(marks), desk.moment
        Counter.raise_to(desk, {key: last for key, (_, last) in others.items()})
        for (register, year), (first, last) in sorted(ahead.items()):
            for _number in range(first, last + 1):
                _make_void(desk, recovery, Register(register), year, by=by)
    return marks


def unknown_here(marks: Marks) -> dict[tuple[str, int], tuple[int, int]]:
    """The numbers that are not given here yet, though they were seen: the first and the last of each register and year."""
    known = {(one.register, one.year): one.last for one in Counter.objects.all()}
    found = {}
    for (register, year), last in marks.items():
        if register in Register.values and last > known.get((register, year), 0):
            first = Counter.number_to_come(register, year)
            if last >= first:
                found[register, year] = (first, last)
    return found


def series_of_others(marks: Marks) -> dict[tuple[str, int], tuple[int, int]]:
    """Of series that are no register of letters (licences, whose own room makes the void rows): the last number that is
    known here and the last that was seen, where that is higher."""
    known = {(one.register, one.year): one.last for one in Counter.objects.all()}
    others = {key: (known.get(key, 0), last) for key, last in marks.items() if key[0] not in Register.values}
    return {key: (here, last) for key, (here, last) in others.items() if last > here}


def _make_void(desk: Desk, recovery: Recovery, register: Register, year: int, *, by: Actor) -> None:
    number = Counter.next_number(desk, register.value, year, although_closed=True)
    if register is Register.INCOMING:
        IncomingEntry.objects.recovered(desk, recovery, year, number, because=VOID_BECAUSE, by=by)
    elif register in SECRET_REGISTERS:
        SecretStub.objects.recovered(desk, recovery, register, year, number, because=VOID_BECAUSE, by=by)
    else:
        OutgoingEntry.objects.recovered(desk, recovery, register, year, number, because=VOID_BECAUSE, by=by)


def _file_of(agency: Agency) -> Path:
    return Path(settings.DATA_DIR) / "marks" / f"{agency.uid}.json"


def _read(agency: Agency) -> Marks:
    try:
        return marks_of(json.loads(_file_of(agency).read_text(encoding="utf-8"))["counters"])
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError) as error:  # half a file, or somebody else's
        logger.warning("agency %s: its file of marks cannot be read: %s", agency.slug, error)
        return {}


def _write(agency: Agency, marks: Marks) -> None:
    path = _file_of(agency)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    written = path.with_name(f".{path.name}.{os.getpid()}")
    written.write_text(json.dumps({"agency": str(agency.uid), "counters": as_lines(marks)}), encoding="utf-8")
    written.replace(path)
