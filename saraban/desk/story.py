"""The log of a row as sentences for its page: the log is the story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer
from saraban.audit.entries import AuditEntry
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from saraban.thai.dates import table_date

DEEDS = {
    "incomingentry.entered": "ลงทะเบียนรับ",
    "incomingentry.recalled": "เลิกทำ: เรียกการตอบและการส่งต่อกลับ เลขรับคงเดิม",
    "incomingentry.entered_again": "ลงรับอีกครั้งด้วยเลขเดิม",
    "routing.made": "ส่งต่อ",
    "routing.recalled": "เรียกการส่งต่อกลับ",
    "routing.accepted": "รับเรื่องแล้ว",
    "outboundemail.composed": "เตรียมจดหมาย",
    "outboundemail.recalled": "เรียกจดหมายกลับก่อนส่ง",
    "outboundemail.released": "สั่งให้ส่งอีกครั้ง",
    "outboundemail.sent": "ส่งจดหมายแล้ว",
    "outboundemail.failed": "ส่งจดหมายไม่ได้",
    "outboundemail.uncertain": "ไม่แน่ว่าจดหมายถึงผู้รับ",
    "outboundemail.held": "พักจดหมายไว้",
    "outboundemail.bounced": "จดหมายส่งไม่ถึง",
    "incomingentry.action_written": "บันทึกช่องการปฏิบัติ",
    "incomingentry.paper_came": "ได้รับฉบับกระดาษของหนังสือนี้",
    "incomingentry.restricted": "จำกัดผู้เห็น",
    "incomingentry.opened": "เปิดให้เจ้าหน้าที่ทุกคนเห็น",
    "incomingentry.struck": "ขีดฆ่ารายการ เลขรับไม่ใช้ซ้ำ",
    "incomingentry.restored": "ยกเลิกการขีดฆ่า",
    "inboundemail.sorted": "คัดแยกออกจากโต๊ะ",
    "inboundemail.taken_back": "เอากลับมาที่โต๊ะ",
    "inboundemail.put_off": "ดูแล้ว รอ",
    "inboundemail.moving": "สั่งลงรับจากจดหมายขยะ รอเซิร์ฟเวอร์ย้าย",
    "inboundemail.given_back": "ลงรับไม่ได้ หนังสือกลับมาที่โต๊ะ",
    "handedin.received": "งานสารบรรณได้รับ",
    "scanbatch.handed_over": "ส่งให้งานสารบรรณ",
    "scanbatch.split": "แยกชุดสแกนเป็นฉบับ",
    "scannedletter.found": "รอลงรับ",
    "scannedletter.bound": "รวมหรือแยกฉบับใหม่ รอลงรับ",
    "scannedletter.taken": "งานสารบรรณได้รับเรื่องไว้",
    "scannedletter.discarded": "เอาออกจากรายการรอ",
    "scannedletter.restored": "เอากลับมารอลงรับ",
    "scannedletter.attached": "แนบภาพของหนังสือนี้จากชุดสแกน",
    "scannedletter.entered": "ลงรับจากชุดสแกน",
    "handedin.answered": "เตรียมแจ้งผู้ส่ง",
    "handedin.told": "แจ้งผู้ส่งแล้วทางช่องทางเดิม",
    "inboundemail.moved": "ย้ายจากจดหมายขยะมาที่จดหมายเข้า",
    "inboundemail.arrived_earlier": "พบฉบับเดียวกันที่เข้าระบบก่อน จึงใช้เวลาที่มาก่อน",
    "incomingentry.recovered": "เลขที่ออกไปก่อนกู้คืนข้อมูล ไม่ใช้ซ้ำ",
    "outgoingentry.recovered": "เลขที่ออกไปก่อนกู้คืนข้อมูล ไม่ใช้ซ้ำ",
    "oldregister.offered": "เลือกไฟล์ทะเบียนเดิมมาตรวจ",
    "oldregister.entered": "นำเข้าทะเบียนเดิม",
    "outgoingentry.reserved": "จองเลข",
    "outgoingentry.issued": "ออกเลขและส่ง",
    "incomingentry.corrected": "แก้ไขรายการ",
    "outgoingentry.corrected": "แก้ไขรายการ",
    "outgoingentry.recalled": "เลิกทำ: เรียกกลับก่อนส่ง เลขคงเดิม",
    "outgoingentry.voided": "ยกเลิกเลข เลขไม่ใช้ซ้ำ",
    "dispatch.made": "เพิ่มผู้รับ",
    "dispatch.mailed": "เตรียมส่งอีกครั้ง",
    "dispatch.acknowledged": "ปลายทางรับแล้ว",
    "dispatch.phoned": "โทรถามปลายทาง",
    "inboundemail.registered": "หนังสือออกจากโต๊ะ",
    "inboundemail.recalled": "หนังสือกลับมาที่โต๊ะ",
}


@dataclass(frozen=True)
class Told:
    number: int
    at: datetime
    who: str
    what: str
    changes: Sequence[tuple[str, str, str]] = ()  # of a correction: the column, what it said, what it says


def story_of(entry: IncomingEntry) -> list[Told]:
    """What was done to an entry, its letter, its routings and its answers, in the order of the log."""
    came = entry.email or entry.handed_in or entry.old_register
    rows = [*entry.story(), *(came.story() if came is not None else [])]
    for routing in entry.routings.all():
        rows += routing.story()
    for scanned in entry.scanned_letters.select_related("batch"):
        rows += [*scanned.batch.story(), *scanned.story()]
    to_whom: dict[int, str] = {}  # of the entries about our letters, by their numbers in the log
    for letter in entry.our_letters():
        said = letter.story()
        rows += said
        to_whom |= dict.fromkeys((row.number for row in said), f" ถึง {letter.to_address}")
    told = _told(rows, to_whom)
    if entry.email is None:
        return told
    return [Told(0, entry.email.fetched_at, Duty.MACHINE.thai, "รับจดหมายเข้าระบบจากกล่องอีเมลกลาง"), *told]


def story_of_sent(entry: OutgoingEntry) -> list[Told]:
    """What was done to a letter of ours, and how it reached each recipient: as many questions for two hundred as for one."""
    dispatches = list(entry.dispatches.values_list("pk", "letter", "name"))
    names = {("dispatch", pk): name for pk, _, name in dispatches}
    names |= {("outboundemail", letter): name for _, letter, name in dispatches if letter}
    about = Q(noun="outgoingentry", subject_id=entry.pk)
    if entry.old_register_id is not None:
        about |= Q(noun="oldregister", subject_id=entry.old_register_id)
    for noun in ("dispatch", "outboundemail"):
        about |= Q(noun=noun, subject_id__in=[pk for of, pk in names if of == noun])
    rows = list(AuditEntry.objects.filter(about))
    to_whom = {
        row.number: f" ถึง {names[row.noun, row.subject_id]}"
        for row in rows
        if row.subject_id and (row.noun, row.subject_id) in names
    }
    return _told(rows, to_whom)


def _told(rows: list[AuditEntry], to_whom: dict[int, str]) -> list[Told]:
    names = _names(rows)
    return [
        Told(
            row.number,
            row.at,
            names[row.actor],
            DEEDS.get(f"{row.noun}.{row.verb}", f"{row.noun}.{row.verb}") + to_whom.get(row.number, ""),
            _changes(row) if row.verb == "corrected" else (),
        )
        for row in sorted(rows, key=lambda row: row.number)
    ]


def _changes(row: AuditEntry) -> list[tuple[str, str, str]]:
    columns = {
        field.attname: field
        for model in (IncomingEntry, OutgoingEntry)
        if model._meta.model_name == row.noun
        for field in model._meta.concrete_fields
    }
    return [
        (str(columns[name].verbose_name), _as_shown(columns[name], old), _as_shown(columns[name], new))
        for name, (old, new) in row.changes().items()
        if name in columns
    ]


def _as_shown(column: models.Field[Any, Any], value: Any) -> str:
    """What a page shows for a value that the log has."""
    if isinstance(column, models.DateField) and value:
        return table_date(date.fromisoformat(value))
    return str(dict(column.flatchoices).get(value, value) or "–")


def _names(rows: list[AuditEntry]) -> dict[str, str]:
    names = {duty.value: duty.thai for duty in Duty}
    keys = {row.actor for row in rows if row.actor.startswith("officer:")}
    officers = Officer.objects.filter(pk__in=[int(key.removeprefix("officer:")) for key in keys])
    names |= {officer.actor_key: officer.name for officer in officers}
    return names
