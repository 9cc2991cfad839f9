"""The log of a row as sentences for its page: the log is the story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer
from saraban.audit.entries import AuditEntry
from saraban.cases.form_readings import FormReading
from saraban.cases.models import Case
from saraban.mail.models import OutboundEmail
from saraban.payments.accounts import Account
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from saraban.thai.dates import table_date

DEEDS = {
    "incomingentry.entered": "ลงทะเบียนรับ",
    "incomingentry.recalled": "เลิกทำ: เรียกการตอบและการส่งต่อกลับ เลขรับคงเดิม",
    "incomingentry.entered_again": "ลงรับอีกครั้งด้วยเลขเดิม",
    "minute.proposed": "เขียนข้อความเสนอ",
    "minute.signed": "เกษียน",
    "minute.taken_back": "เลิกทำเกษียน หนังสือกลับเข้าแฟ้มเสนอ",
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
    "outgoingentry.issued_of_a_case": "ออกเลขและส่งตามเรื่อง",
    "incomingentry.corrected": "แก้ไขรายการ",
    "outgoingentry.corrected": "แก้ไขรายการ",
    "outgoingentry.recalled": "เลิกทำ: เรียกกลับก่อนส่ง เลขคงเดิม",
    "outgoingentry.voided": "ยกเลิกเลข เลขไม่ใช้ซ้ำ",
    "dispatch.made": "เพิ่มผู้รับ",
    "dispatch.mailed": "เตรียมส่งอีกครั้ง",
    "dispatch.acknowledged": "ปลายทางรับแล้ว",
    "dispatch.phoned": "โทรถามปลายทาง",
    "case.opened": "เปิดเรื่อง",
    "case.assigned": "มอบเรื่อง",
    "case.taken": "รับเรื่องไว้ดำเนินการ",
    "case.applicant_corrected": "แก้ข้อมูลผู้ยื่น",
    "case.restricted": "จำกัดผู้เห็น",
    "case.opened_to_all": "เปิดให้เจ้าหน้าที่ทุกคนเห็น",
    "case.told": "บันทึกว่าแจ้งผลแล้ว",
    "case.withdrawn": "ผู้ยื่นถอนเรื่อง",
    "caseinvoice.billed": "แจ้งชำระเงิน",
    "caseinvoice.sent": "ส่งใบแจ้งชำระให้ผู้ยื่น",
    "case.payment_noted": "การเงินบันทึกการชำระเงินของเรื่องนี้",
    "case.turn_noted": "ดูว่ารอใคร",
    "withdrawal.asked": "ผู้ยื่นขอถอนเรื่อง รอยืนยันตัวตน",
    "withdrawal.confirmed": "รับถอนเรื่อง",
    "withdrawal.dropped": "ไม่ถอนเรื่องแล้ว",
    "forwarding.passed_on": "ส่งต่อหน่วยงานอื่น",
    "case.answered": "ดำเนินการแล้ว เรื่องสิ้นสุด",
    "case.forwarded": "ส่งต่อหน่วยงานอื่น",
    "case.merged": "รวมกับเรื่องอื่น",
    "case.split_off": "แยกเรื่องออกมา",
    "case.reopened": "รับเรื่องกลับมาดำเนินการ",
    "case.unreachable": "ติดต่อผู้ยื่นทางอีเมลไม่ได้",
    "case.reached": "ติดต่อผู้ยื่นได้",
    "case.found_complete": "คำขอครบถ้วน เริ่มนับเวลาตามคู่มือ",
    "case.returned": "คืนคำขอ",
    "case.approved": "อนุญาต",
    "case.refused": "ไม่อนุญาต",
    "case.struck_off": "จำหน่ายเรื่อง",
    "case.decision_taken_back": "เลิกทำผลการพิจารณา",
    "case.due_moved": "กำหนดเปลี่ยนเพราะปฏิทินวันหยุดเปลี่ยน",
    "caseviewer.named": "ให้เจ้าหน้าที่เห็นเรื่องที่จำกัด",
    "caseviewer.ended": "เลิกให้เห็นเรื่องที่จำกัด",
    "case.checked": "ตรวจเอกสาร",
    "caseletter.joined": "รวมหนังสือเข้าเรื่อง",
    "caseletter.proposed": "มีหนังสือที่อาจเป็นของเรื่องนี้",
    "caseletter.declined": "หนังสือนั้นไม่ใช่ของเรื่องนี้",
    "caseletter.moved": "ย้ายหนังสือไปกับเรื่องที่รวม",
    "casemail.mailed": "เตรียมจดหมายถึงผู้ยื่น",
    "casemail.put_off": "กล่องจดหมายของผู้ยื่นเต็ม จะส่งอีกครั้งวันถัดไป",
    "casemail.sent_no_more": "ไม่ส่งจดหมายเดิมอีก",
    "casemail.sent_again": "ส่งจดหมายเดิมอีกครั้ง เพราะครั้งก่อนกล่องจดหมายของผู้ยื่นเต็ม",
    "documentrequest.asked": "แจ้งแก้ไข",
    "documentrequest.answered": "ผู้ยื่นตอบการแจ้งแก้ไข",
    "documentrequest.withdrawn": "ถอนการแจ้งแก้ไข",
    "documentrequest.closed": "เลิกรอการแก้ไข เพราะเรื่องสิ้นสุด",
    "pause.begun": "หยุดนับเวลา",
    "pause.ended": "นับเวลาต่อ",
    "hold.begun": "เริ่มรอ 30 วันเพราะติดต่อไม่ได้",
    "hold.ended": "เลิกรอ",
    "proposal.laid": "เสนอหัวหน้าหน่วยงาน",
    "proposal.answered": "หัวหน้าหน่วยงานมีคำสั่ง",
    "proposal.withdrawn": "ถอนการเสนอ",
    "proposal.closed": "เลิกเสนอ เพราะไม่ต้องพิจารณาแล้ว",
    "proposal.taken_back": "เลิกทำคำสั่ง",
    "proposal.confirmed": "หัวหน้าหน่วยงานยืนยันความเห็นชอบอีกครั้ง",
    "proposal.signed_on_paper": "บันทึกว่าลงนามความเห็นชอบในกระดาษแล้ว",
    "opinion.noted": "บันทึกความเห็นภายใน",
    "opinion.asked": "ถามความเห็น",
    "opinion.answered": "ตอบความเห็น",
    "opinion.answered_by_mail": "ตอบความเห็นทางอีเมลจากบัญชีที่บันทึกไว้",
    "delaynotice.prepared": "ถึงกำหนดแจ้งเหตุล่าช้า",
    "delaynotice.sent": "แจ้งเหตุล่าช้า",
    "delaynotice.sent_by_order": "แจ้งเหตุล่าช้า ตามคำสั่งของหัวหน้าให้ระบบส่ง",
    "delaynotice.dropped": "ไม่ต้องแจ้งเหตุล่าช้าแล้ว",
    "verification.linkage_noted": "ตรวจเอกสารกับ Linkage Center",
    "verification.asked": "ส่งเอกสารให้หน่วยงานผู้ออกตรวจสอบ",
    "verification.replied": "หน่วยงานผู้ออกเอกสารตอบ",
    "verification.answered": "บันทึกผลตรวจสอบเอกสาร",
    "verification.withdrawn": "ถอนคำถามถึงผู้ออกเอกสาร",
    "verification.estamp_noted": "ตรวจรหัส e-stamp",
    "formreading.read": "อ่านที่กรอกมาในแบบคำขอ",
    "verification.signature_judged": "ตรวจลายมือชื่อดิจิทัล",
    "verification.copy_certified": "ทำสำเนาจากต้นฉบับและรับรอง",
    "proofing.appointed": "นัดยืนยันตัวตน",
    "proofing.result_noted": "บันทึกผลยืนยันตัวตน",
    "proofing.no_show_noted": "ผู้ยื่นไม่มาตามนัดยืนยันตัวตน",
    "proofing.called_off": "ยกเลิกนัดยืนยันตัวตน",
    "proofing.picture_seen": "เปิดดูภาพยืนยันตัวตน",
    "proofing.picture_removed": "ลบภาพยืนยันตัวตนตามกำหนดเก็บ",
    "account.opened": "เปิดใช้บัญชี",
    "account.corrected": "แก้ Biller ID หรือพร้อมเพย์ของบัญชี",
    "account.columns_noted": "บันทึกคอลัมน์ของรายการเดินบัญชี",
    "account.ended": "เลิกใช้บัญชี",
    "inboundemail.registered": "หนังสือออกจากโต๊ะ",
    "inboundemail.recalled": "หนังสือกลับมาที่โต๊ะ",
    "licencekind.added": "เพิ่มชนิดใบอนุญาต",
    "licencekind.corrected": "แก้ชนิดใบอนุญาต",
    "licencekind.ended": "เลิกออกใบอนุญาตชนิดนี้",
    "licencekind.given_again": "ออกใบอนุญาตชนิดนี้อีก",
    "licenceofservice.linked": "ผูกกับบริการ",
    "licenceofservice.ended": "เลิกผูกกับบริการ",
    "licence.granted": "ออกใบอนุญาต",
    "licence.annulled": "ยกเลิกใบอนุญาตที่ยังไม่ได้ส่งถึงผู้รับ",
    "letterhead.made": "ตั้งหัวหนังสือ",
    "letterhead.corrected": "แก้หัวหนังสือ",
    "wording.written": "แก้แบบข้อความ",
    "sealingcertificate.brought": "นำใบรับรองของหน่วยงานเข้า",
    "sealingcertificate.opened": "เปิดใบรับรองของหน่วยงาน",
    "sealingcertificate.ended": "เลิกใช้ใบรับรองของหน่วยงาน",
    "issue.drafted": "ร่างเอกสาร",
    "issue.redrafted": "แก้ร่างเอกสาร",
    "issue.laid_for_signature": "เสนอลงนาม",
    "issue.sent_back": "ส่งร่างคืนให้แก้",
    "issue.signed": "ลงนามในระบบ",
    "issue.signed_on_paper": "บันทึกว่าลงนามในกระดาษ",
    "issue.signature_taken_back": "กลับเป็นร่าง",
    "issue.dropped": "เลิกร่างเอกสาร",
    "issue.numbered": "ออกเลขและวันที่",
    "issue.scanned": "แนบไฟล์ที่ลงนามในกระดาษ",
    "issue.sent": "ออกเอกสารแล้ว",
    "issue.mailed_again": "ส่งอีกครั้งด้วยเลขเดิม",
    "issue.voided": "ยกเลิกเอกสารที่ออกเลขแล้ว",
    "issuedpaper.laid_out": "จัดหน้าเอกสาร",
    "issuedpaper.scanned": "แนบไฟล์ที่ลงนามในกระดาษ",
    "issuedpaper.finished": "ทำไฟล์เสร็จ",
    "issuedpaper.completed": "เติมหลักฐานระยะยาวให้ฉบับเก็บรักษา",
    "issuedpaper.not_completed": "เติมหลักฐานระยะยาวไม่ได้ ไฟล์คงตามที่ออก",
    "licence.recovered": "กู้คืนข้อมูล: เลขนี้ออกไปแล้วก่อนกู้คืน",
    "papercopy.asked": "ผู้รับขอฉบับกระดาษ",
    "papercopy.given": "ส่งมอบฉบับกระดาษแล้ว",
}


@dataclass(frozen=True)
class Told:
    number: int
    at: datetime
    who: str
    what: str
    changes: Sequence[tuple[str, str, str]] = ()  # of a correction: the column, what it said, what it says


def story_of(entry: IncomingEntry, our_letters: Iterable[OutboundEmail]) -> list[Told]:
    """What was done to an entry, its letter, its routings and those of our letters about it, in the order of the log."""
    came = entry.email or entry.handed_in or entry.old_register
    rows = [*entry.story(), *(came.story() if came is not None else [])]
    for routing in entry.routings.all():
        rows += routing.story()
    for minute in entry.minutes.all():
        rows += minute.story()
    for scanned in entry.scanned_letters.select_related("batch"):
        rows += [*scanned.batch.story(), *scanned.story()]
    to_whom: dict[int, str] = {}  # of the entries about our letters, by their numbers in the log
    for letter in our_letters:
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


def story_of_case(case: Case) -> list[Told]:
    """All that was done to a case: its rows, its letters as they were registered, and its mails as they left.

    As many questions for two hundred entries as for two.
    """
    mails = list(case.mails.values_list("pk", "letter"))
    letters = dict(case.letters.values_list("entry", "entry__number"))
    about = Q(noun="case", subject_id=case.pk)
    about |= Q(noun="incomingentry", subject_id__in=list(letters), verb="entered")
    about |= Q(noun="outboundemail", subject_id__in=[letter for _, letter in mails])
    for related in OF_A_CASE:
        keys = list(getattr(case, related).values_list("pk", flat=True))
        about |= Q(noun=getattr(case, related).model._meta.model_name, subject_id__in=keys)
    forms = FormReading.objects.filter(letter__case=case)
    about |= Q(noun="formreading", subject_id__in=list(forms.values_list("pk", flat=True)))
    rows = [row for row in AuditEntry.objects.filter(about) if f"{row.noun}.{row.verb}" not in TOLD_BY_OTHERS]
    papers = {paper.key: paper.name for paper in case.manual.checklist}
    more = {
        row.number: f": {papers.get(str(row.facts['paper']), '')}" for row in rows if "paper" in row.facts
    }
    more |= {
        row.number: f" เลขรับ {letters[row.subject_id]}"
        for row in rows
        if row.noun == "incomingentry" and row.subject_id in letters
    }
    return _told(rows, more)


def story_of_accounts(accounts: Iterable[Account]) -> list[Told]:
    """Who opened, corrected or ended an account that is paid into: whoever would lead money elsewhere is seen by the others."""
    numbers = {account.pk: f" {account.shown_number}" for account in accounts}
    rows = list(AuditEntry.objects.filter(noun="account", subject_id__in=list(numbers)))
    return _told(rows, {row.number: numbers[row.subject_id] for row in rows if row.subject_id})


OF_A_CASE = (
    *("letters", "mails", "requests", "holds", "pauses", "proposals", "opinions", "delays", "viewers"),
    *("verifications", "proofings", "withdrawals", "forwardings", "bills"),
)
# What another line of the same moment says already.
TOLD_BY_OTHERS = {
    "case.letter_came",
    "case.asked",
    "case.asked_after_complete",
    "case.request_withdrawn",
    "case.held",
    "case.goes_on",
    "case.laid_before_head",
    "case.withdrawn",
    "case.billed",
    "case.turn_noted",
    "case.forwarded",
    "case.given_back",
    "case.opinion_written",
    "documentrequest.returned",
    "casemail.mailed",
}


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
        for model in (IncomingEntry, OutgoingEntry, Account)
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
