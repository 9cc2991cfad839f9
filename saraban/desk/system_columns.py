"""คอลัมน์ของระบบ: what the forms of the registers have no column for, asked once for a page of rows, never for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import Count
from django.utils.timezone import localtime

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer
from saraban.audit.entries import AuditEntry
from saraban.desk.grid import Column, Line
from saraban.mail.models import InboundEmail
from saraban.registers.dispatches import Dispatch
from saraban.registers.handed_in import HandedIn
from saraban.registers.imported import OldRegister
from saraban.registers.models import IncomingEntry
from saraban.thai.dates import table_date, thai_time

NOTHING = "–"
OF_RECEIVED = (
    Column("arrived_at", "เข้าระบบเมื่อ", 9),
    Column("deemed_at", "ถือว่าได้รับ", 9),
    Column("registered_at", "ลงทะเบียนเมื่อ", 9),
    Column("came_by", "ช่องทาง อีเมลผู้ส่ง", 14),
    Column("officer", "เจ้าหน้าที่", 11),
)
OF_SENT = (
    Column("issued_at", "ส่งเมื่อ", 9),
    Column("officer", "เจ้าหน้าที่", 11),
    Column("acknowledged", "ปลายทางรับแล้ว", 9),
)


def tell_of_received(lines: Sequence[Line]) -> None:
    """Fill `system` of each line; a row that is hidden from the officer is not even asked about."""
    seen = {line.row.pk: line.row for line in lines if not line.row.hidden}
    came_by, officers = _came_by(seen.values()), _registered_by(seen.values())
    for line in lines:
        row = seen.get(line.row.pk)
        if row is not None:
            came = row.email_id is not None or row.handed_in_id is not None
            old = row.old_register_id is not None  # nobody knows its hours
            line.system = [
                _moment(row.arrived_at if came else None),
                _moment(row.deemed_at if came else None),
                table_date(localtime(row.registered_at)) if old else _moment(row.registered_at),
                came_by.get(row.pk, NOTHING),
                officers.get(row.pk, NOTHING),
            ]


def tell_of_sent(lines: Sequence[Line]) -> None:
    """As `tell_of_received`, of the send register."""
    seen = {line.row.pk: line.row for line in lines if not line.row.hidden}
    names = _names(row.officer_id for row in seen.values())
    reached = {
        pk: f"{came}/{count}"
        for pk, count, came in Dispatch.objects.filter(entry__in=seen)
        .values_list("entry")
        .annotate(Count("pk"), Count("acknowledged_at"))
        .order_by()
    }
    for line in lines:
        row = seen.get(line.row.pk)
        if row is not None:
            left = row.old_register_id is None and row.recalled_at is None
            line.system = [
                _moment(row.issued_at if left else None),
                names.get(row.officer_id, NOTHING),
                reached.get(row.pk, NOTHING),
            ]


def _came_by(rows: Collection[IncomingEntry]) -> dict[int, str]:
    """The sender's address, or by which way it was handed in."""
    emails = InboundEmail.objects.by_key().filter(pk__in=_keys(row.email_id for row in rows))
    addresses: dict[int | None, str] = dict(emails.values_list("pk", "sender_address"))
    handed = HandedIn.objects.by_key().filter(pk__in=_keys(row.handed_in_id for row in rows))
    ways: dict[int | None, str] = {one.pk: one.came_by for one in handed}
    said = {row.pk: addresses.get(row.email_id) or ways.get(row.handed_in_id) for row in rows}
    return {row.pk: said[row.pk] or ("ทะเบียนเดิม" if row.old_register_id else NOTHING) for row in rows}


def _registered_by(rows: Collection[IncomingEntry]) -> dict[int, str]:
    """Who entered each, by the log; of an old book, who brought it in."""
    entered = AuditEntry.objects.filter(
        noun="incomingentry", verb="entered", subject_id__in=[row.pk for row in rows]
    )
    by = {pk: _officer_in(actor) for pk, actor in entered.values_list("subject_id", "actor")}
    books = OldRegister.objects.filter(pk__in=_keys(row.old_register_id for row in rows))
    brought = dict(books.values_list("pk", "officer"))
    by |= {row.pk: brought[row.old_register_id] for row in rows if row.old_register_id is not None}
    names = _names(by.values())
    return {pk: names.get(key, Duty.MACHINE.thai) for pk, key in by.items() if pk is not None}


def _names(keys: Iterable[int | None]) -> dict[int | None, str]:
    return dict(Officer.objects.filter(pk__in=_keys(keys)).values_list("pk", "name"))


def _keys(keys: Iterable[int | None]) -> set[int]:
    return {key for key in keys if key is not None}


def _officer_in(actor: str) -> int | None:
    """The key in "officer:12" of the log."""
    said, _, key = actor.partition(":")
    return int(key) if said == "officer" else None


def _moment(moment: datetime | None) -> str:
    return (
        f"{table_date(localtime(moment))} {thai_time(localtime(moment))}" if moment is not None else NOTHING
    )
