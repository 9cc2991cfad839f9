"""Who may do what: a table of duty × deed, asked in `change()` and `record()`, so that every door is covered.

A deed is "noun.verb" as the log writes it. What stands in no row of the table may be done by nobody.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import NoReturn

from saraban.law.refusal import Refusal


class Duty(StrEnum):
    REGISTRY = "registry"
    CASE = "case"
    FINANCE = "finance"
    HEAD = "head"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    SECRETS = "secrets"
    ACTING = "acting"  # for the head, by an order and within its days: nobody is given it as such
    MACHINE = "machine"  # the clock: nobody holds it
    OPERATOR = "operator"  # whoever has the server's command line

    @property
    def thai(self) -> str:
        return THAI[self]


THAI = {
    Duty.REGISTRY: "เจ้าหน้าที่สารบรรณ",
    Duty.CASE: "เจ้าหน้าที่ผู้รับผิดชอบเรื่อง",
    Duty.FINANCE: "เจ้าหน้าที่การเงิน",
    Duty.HEAD: "หัวหน้าหน่วยงาน",
    Duty.ADMINISTRATOR: "ผู้ดูแลระบบ",
    Duty.AUDITOR: "ผู้ตรวจสอบ",
    Duty.SECRETS: "นายทะเบียนข้อมูลข่าวสารลับ",
    Duty.ACTING: "ผู้รักษาราชการแทนหัวหน้าหน่วยงาน",
    Duty.MACHINE: "ระบบ",
    Duty.OPERATOR: "ผู้ดูแลเครื่อง",
}
GIVEN_TO_OFFICERS = [duty for duty in Duty if duty not in (Duty.ACTING, Duty.MACHINE, Duty.OPERATOR)]
HEADS = frozenset({Duty.HEAD, Duty.ACTING})  # who decides matters as the head

_SETTING_UP = {Duty.ADMINISTRATOR, Duty.OPERATOR}
_REGISTRY = {Duty.REGISTRY}
_CLOCK = {Duty.MACHINE}
_CASE = {Duty.CASE}
_HEAD = set(HEADS)
_FINANCE = {Duty.FINANCE}
_ANYBODY = {*GIVEN_TO_OFFICERS, Duty.ACTING}
# What arranges who may decide, and by what machine: of the head alone, since who acts for them acts under it.
_AUTHORITY = _SETTING_UP | {Duty.HEAD}

DEEDS: dict[str, set[Duty]] = {
    # agencies
    "profile.made": {Duty.OPERATOR},
    "profile.corrected": _SETTING_UP,
    "unit.added": _SETTING_UP,
    "unit.corrected": _SETTING_UP,
    "officer.added": _SETTING_UP,
    "officer.corrected": _SETTING_UP,
    "officer.ended": _SETTING_UP,
    "officer.link_issued": _SETTING_UP,
    "officer.redacted": {Duty.OPERATOR},
    "assignment.given": _SETTING_UP,
    "assignment.ended": _SETTING_UP,
    "acting.ordered": _AUTHORITY,
    "acting.ended": _AUTHORITY,
    "calendaryear.seeded": _SETTING_UP,
    "calendaryear.opened": _SETTING_UP | _REGISTRY,
    "calendaryear.confirmed": _SETTING_UP | _REGISTRY,
    "holiday.seeded": _SETTING_UP,
    "holiday.added": _SETTING_UP | _REGISTRY,
    "holiday.imported": _SETTING_UP | _REGISTRY,
    "holiday.removed": _SETTING_UP | _REGISTRY,
    # contacts
    "contact.added": _SETTING_UP | _REGISTRY,
    "contact.corrected": _SETTING_UP | _REGISTRY,
    "contact.redacted": {Duty.OPERATOR},
    # mail
    "mailbox.connected": _SETTING_UP,
    "mailbox.corrected": _SETTING_UP,
    "mailbox.hosts_confirmed": _SETTING_UP,
    "inboundemail.received": _CLOCK,
    "inboundemail.imported": {Duty.OPERATOR},
    "inboundemail.moved": _CLOCK,
    "inboundemail.arrived_earlier": _CLOCK,
    "inboundemail.registered": _REGISTRY,
    "inboundemail.recalled": _REGISTRY,
    "inboundemail.sorted": _REGISTRY | {Duty.SECRETS} | _CLOCK,  # the clock: receipts of machines
    "inboundemail.taken_back": _REGISTRY | {Duty.SECRETS},
    "inboundemail.put_off": _REGISTRY,
    "inboundemail.moving": _REGISTRY,
    "inboundemail.given_back": _CLOCK,
    "entryorder.given": _REGISTRY,
    "entryorder.carried_out": _REGISTRY,
    "entryorder.entered_by_hand": _REGISTRY,
    "entryorder.cancelled": _REGISTRY,
    "entryorder.ended": _CLOCK,
    "entryorder.redacted": {Duty.OPERATOR},
    "round.signed": _REGISTRY,
    "mailboxbalance.counted": _CLOCK | _REGISTRY,
    "inboundemail.redacted": {Duty.OPERATOR},
    "outboundemail.composed": _REGISTRY | _CASE | _HEAD | _FINANCE | _CLOCK,
    "outboundemail.recalled": _REGISTRY | _CASE | _HEAD | _CLOCK,
    "outboundemail.released": _REGISTRY,
    "outboundemail.sent": _CLOCK,
    "outboundemail.failed": _CLOCK,
    "outboundemail.uncertain": _CLOCK,
    "outboundemail.held": _CLOCK,
    "outboundemail.bounced": _CLOCK,
    "outboundemail.redacted": {Duty.OPERATOR},
    "sentelsewhere.found": _CLOCK,
    "sentelsewhere.entered": _REGISTRY,
    "sentelsewhere.dismissed": _REGISTRY,
    "sentelsewhere.brought_back": _REGISTRY,
    "sentelsewhere.redacted": {Duty.OPERATOR},
    # registers
    "incomingentry.entered": _REGISTRY,
    "incomingentry.recalled": _REGISTRY,
    "incomingentry.entered_again": _REGISTRY,
    "incomingentry.action_written": _REGISTRY | _HEAD,
    "incomingentry.corrected": _REGISTRY,
    "incomingentry.paper_came": _REGISTRY,
    "incomingentry.struck": _REGISTRY | {Duty.SECRETS},
    "incomingentry.restored": _REGISTRY | {Duty.SECRETS},
    "incomingentry.restricted": _REGISTRY | _CASE | _HEAD | _CLOCK | {Duty.SECRETS},  # with its case
    "incomingentry.opened": _REGISTRY | _HEAD,
    "incomingentry.redacted": {Duty.OPERATOR},
    "incomingentry.recovered": _REGISTRY | _CLOCK | {Duty.OPERATOR},
    "outgoingentry.recovered": _REGISTRY | _CLOCK | {Duty.OPERATOR},
    "recovery.begun": _SETTING_UP | _REGISTRY | _CLOCK,  # it only stops: whoever hears of it first may say so
    "recovery.told": _SETTING_UP | _REGISTRY | _CLOCK,
    "recovery.ended": _REGISTRY | _CLOCK,
    "outgoingentry.reserved": _REGISTRY,
    "outgoingentry.issued": _REGISTRY,
    "outgoingentry.issued_of_a_case": _CASE,
    "outgoingentry.corrected": _REGISTRY,
    "outgoingentry.recalled": _REGISTRY,
    "outgoingentry.voided": _REGISTRY | _CLOCK,
    "outgoingentry.redacted": {Duty.OPERATOR},
    "sentfile.kept": _REGISTRY,
    "sentfile.redacted": {Duty.OPERATOR},
    "dispatch.made": _REGISTRY | _CASE,
    "dispatch.mailed": _REGISTRY,
    "dispatch.acknowledged": _REGISTRY | _CLOCK,
    "dispatch.phoned": _REGISTRY,
    "dispatch.redacted": {Duty.OPERATOR},
    "bookyear.begun": _SETTING_UP | _REGISTRY | {Duty.SECRETS},
    "bookyear.closed": _SETTING_UP | _REGISTRY | {Duty.SECRETS},
    "secretstub.entered": {Duty.SECRETS},
    "secretstub.recovered": _REGISTRY | _CLOCK | {Duty.OPERATOR},
    "secretstub.struck": {Duty.SECRETS},
    "secretstub.redacted": {Duty.OPERATOR},
    "senderkey.pinned": _REGISTRY | _CLOCK,
    "senderkey.replaced": _REGISTRY,
    "senderkey.forgotten": _REGISTRY,
    "senderkey.redacted": {Duty.OPERATOR},
    "oldregister.offered": _SETTING_UP | _REGISTRY,
    "oldregister.entered": _SETTING_UP | _REGISTRY,
    "oldregister.redacted": {Duty.OPERATOR},
    "incomingentry.brought_in": _SETTING_UP | _REGISTRY,
    "outgoingentry.brought_in": _SETTING_UP | _REGISTRY,
    "verdict.misdirected": _REGISTRY,
    "verdict.spam": _REGISTRY,
    "verdict.no_registration": _REGISTRY | _CLOCK,
    "verdict.taken_back": _REGISTRY,
    "verdict.secret": _REGISTRY | {Duty.SECRETS},
    "verdict.unlocked": {Duty.SECRETS},
    "handedin.received": _REGISTRY,
    "handedin.answered": _REGISTRY,
    "handedin.told": _REGISTRY,
    "handedin.redacted": {Duty.OPERATOR},
    "scannedfile.kept": _REGISTRY,
    "scanbatch.handed_over": _ANYBODY,  # guide #2.4: whoever was handed something
    "scanbatch.split": _CLOCK,
    "scanbatch.redacted": {Duty.OPERATOR},
    "batchfile.kept": _ANYBODY,
    "batchfile.redacted": {Duty.OPERATOR},
    "scannedletter.found": _CLOCK,
    "scannedletter.taken": _REGISTRY,
    "scannedletter.entered": _REGISTRY,
    "scannedletter.attached": _REGISTRY | _CLOCK,
    "scannedletter.discarded": _REGISTRY,
    "scannedletter.restored": _REGISTRY,
    "scannedletter.rebound": _REGISTRY,
    "scannedletter.bound": _REGISTRY,
    "scannedletter.redacted": {Duty.OPERATOR},
    "scannedfile.redacted": {Duty.OPERATOR},
    "minute.proposed": _REGISTRY,
    "minute.signed": _HEAD,
    "minute.taken_back": _HEAD,
    "minute.redacted": {Duty.OPERATOR},
    "routing.made": _REGISTRY | _HEAD,
    "routing.recalled": _REGISTRY | _HEAD,
    "routing.accepted": _ANYBODY,  # whoever it was handed to
    # notices
    "systemorder.drafted": _AUTHORITY,
    "systemorder.signed": _AUTHORITY,
    "systemorder.ended": _AUTHORITY,
    "systemorder.dropped": _AUTHORITY,
    "systemorderfile.kept": _AUTHORITY,
    "systemorderfile.redacted": {Duty.OPERATOR},
    "signingaccount.recorded": _AUTHORITY
    | _REGISTRY,  # guide #3.5(3): the registry, or who keeps the staff's files
    "signingaccount.ended": _AUTHORITY | _REGISTRY,
    "signingaccount.redacted": {Duty.OPERATOR},
    "paymentannouncement.drafted": _SETTING_UP | _FINANCE,
    "paymentannouncement.announced": _SETTING_UP | _FINANCE,
    "paymentannouncement.dropped": _SETTING_UP | _FINANCE,
    # payments
    "account.opened": _SETTING_UP | _FINANCE,
    "account.corrected": _SETTING_UP | _FINANCE,
    "account.columns_noted": _FINANCE,
    "account.ended": _SETTING_UP | _FINANCE,
    "fee.added": _SETTING_UP | _FINANCE,
    "fee.ended": _SETTING_UP | _FINANCE,
    "feerate.set": _SETTING_UP | _FINANCE,
    "invoice.issued": _CASE | _FINANCE,
    "invoice.exempted": _FINANCE | _HEAD,
    "invoice.cancelled": _CASE | _FINANCE | _CLOCK,  # with its case
    "invoice.settled": _FINANCE,
    "invoice.due_again": _FINANCE,
    "slip.noted": _CASE | _FINANCE | _REGISTRY | _CLOCK,
    "slip.given": _FINANCE,
    "slip.refused": _FINANCE,
    "slip.found": _FINANCE,
    "slip.lost": _FINANCE,
    "bankstatement.taken": _FINANCE,
    "bankline.came": _FINANCE,
    "bankline.placed": _FINANCE,
    "bankline.place_lost": _FINANCE,
    "posting.made": _FINANCE,
    "posting.taken_back": _FINANCE,
    "invoice.redacted": {Duty.OPERATOR},
    "slip.redacted": {Duty.OPERATOR},
    "bankline.redacted": {Duty.OPERATOR},
    "receipt.redacted": {Duty.OPERATOR},
    "dayclose.closed": _FINANCE,
    "dayclose.reviewed": _FINANCE | _HEAD,
    "dayclose.sheet_made": _FINANCE | _HEAD,
    "dayclose.withdrawn": _FINANCE,
    "receiptorder.given": {Duty.HEAD},
    "receiptorder.ended": {Duty.HEAD},
    "receipt.issued": _FINANCE,
    "receipt.official_number_noted": _FINANCE,
    "receipt.voided": _FINANCE,
    # cases
    "service.offered": _SETTING_UP | _CASE,
    "service.ended": _SETTING_UP | _CASE,
    "service.offered_again": _SETTING_UP | _CASE,
    "manual.published": _SETTING_UP | _CASE,
    "lawversion.added": _SETTING_UP,
    "lawversion.corrected": _SETTING_UP,
    "case.opened": _REGISTRY | _CASE,
    "case.assigned": _CASE | _HEAD | _REGISTRY,
    "case.taken": _CASE,
    "case.applicant_corrected": _CASE | _REGISTRY,
    "case.restricted": _CASE | _HEAD,
    "case.opened_to_all": _HEAD,
    "case.told": _REGISTRY | _CASE,
    "case.withdrawn": _CASE,
    "caseinvoice.billed": _CASE | _FINANCE,
    "caseinvoice.sent": _CASE | _FINANCE,
    "case.billed": _CASE | _FINANCE,
    "case.payment_noted": _CLOCK,
    "case.turn_noted": _CASE | _FINANCE | _CLOCK,
    "withdrawal.asked": _CASE,
    "withdrawal.confirmed": _CASE,
    "withdrawal.dropped": _CASE | _CLOCK,
    "withdrawal.redacted": {Duty.OPERATOR},
    "forwarding.passed_on": _CASE,
    "case.answered": _CASE,
    "case.forwarded": _CASE,
    "case.merged": _CASE,
    "case.split_off": _CASE,
    "case.reopened": _CASE,
    "case.letter_came": _CASE | _REGISTRY | _CLOCK,
    "case.unreachable": _CASE | _CLOCK,
    "case.reached": _CASE,
    "case.checked": _CASE,
    "case.found_complete": _CASE,
    "case.asked": _CASE,
    "case.asked_after_complete": _HEAD,  # a superior's, with a reason
    "case.request_withdrawn": _CASE,
    "case.returned": _CASE,
    "case.held": _CASE | _CLOCK,
    "case.goes_on": _CLOCK,
    "case.laid_before_head": _CASE | _HEAD | _CLOCK,
    "case.given_back": _CASE | _HEAD,
    "case.approved": _HEAD,
    "case.refused": _HEAD,
    "case.struck_off": _HEAD,
    "case.decision_taken_back": _HEAD,
    "case.opinion_written": _CASE | _HEAD | _REGISTRY,
    "case.due_moved": _CLOCK,
    "case.redacted": {Duty.OPERATOR},
    "caseviewer.named": _HEAD,
    "caseviewer.ended": _HEAD,
    "caseletter.joined": _CASE | _REGISTRY | _CLOCK,
    "caseletter.proposed": _CLOCK,
    "caseletter.declined": _CASE | _REGISTRY,
    "caseletter.moved": _CASE,
    "casemail.mailed": _CASE
    | _HEAD
    | _FINANCE
    | _CLOCK,  # a bill; the clock: under a standing order, or again
    "casemail.put_off": _CLOCK,
    "casemail.sent_again": _CLOCK,
    "casemail.sent_no_more": _CASE | _HEAD | _REGISTRY | _CLOCK,
    "papercheck.checked": _CASE,
    "papercheck.redacted": {Duty.OPERATOR},
    "formreading.read": _CLOCK,
    "formreading.redacted": {Duty.OPERATOR},
    "documentrequest.asked": _CASE | _HEAD,
    "documentrequest.answered": _CASE | _REGISTRY | _CLOCK,
    "documentrequest.withdrawn": _CASE,
    "documentrequest.closed": _CLOCK,
    "documentrequest.returned": _CASE,
    "documentrequest.redacted": {Duty.OPERATOR},
    "pause.begun": _HEAD,
    "pause.ended": _CASE | _REGISTRY | _CLOCK,
    "pause.redacted": {Duty.OPERATOR},
    "hold.begun": _CASE | _CLOCK,
    "hold.ended": _CASE | _REGISTRY | _HEAD | _CLOCK,
    "hold.redacted": {Duty.OPERATOR},
    "proposal.laid": _CASE | _CLOCK,
    "proposal.answered": _HEAD,
    "proposal.withdrawn": _CASE,
    "proposal.closed": _CLOCK,
    "proposal.taken_back": _HEAD,
    "proposal.confirmed": _HEAD,
    "proposal.signed_on_paper": _CASE | _HEAD,
    "proposal.redacted": {Duty.OPERATOR},
    "opinion.noted": _CASE | _HEAD | _REGISTRY,
    "opinion.asked": _CASE | _HEAD,
    "opinion.answered": _ANYBODY,  # whoever was asked
    "opinion.answered_by_mail": _ANYBODY,
    "opinion.redacted": {Duty.OPERATOR},
    "mailedquestion.mailed": _CLOCK,
    "mailedquestion.spent": _CLOCK,
    "delaynotice.prepared": _CLOCK,
    "delaynotice.sent": _CASE,
    "delaynotice.sent_by_order": _CLOCK,
    "delaynotice.dropped": _CLOCK,
    "delaynotice.redacted": {Duty.OPERATOR},
    "standingorder.given": {Duty.HEAD},
    "standingorder.ended": {Duty.HEAD},
    "standingorder.redacted": {Duty.OPERATOR},
    "verification.linkage_noted": _CASE,
    "verification.asked": _CASE,
    "verification.replied": _CLOCK,
    "verification.answered": _CASE,
    "verification.withdrawn": _CASE,
    "verification.estamp_noted": _CASE,
    "verification.signature_judged": _CASE,
    "verification.copy_certified": _CASE,
    "verification.redacted": {Duty.OPERATOR},
    "proofing.appointed": _CASE,
    "proofing.result_noted": _CASE,
    "proofing.no_show_noted": _CASE,
    "proofing.called_off": _CLOCK | _CASE,
    "proofing.picture_seen": _CASE | _HEAD | {Duty.AUDITOR},  # of those, whom the picture concerns
    "proofing.picture_removed": _CLOCK,
    "proofing.redacted": {Duty.OPERATOR},
    # evidence
    "dayseal.made": _CLOCK | {Duty.OPERATOR},
    "sealstamp.stamped": _CLOCK,
    # licences
    "licencekind.added": _SETTING_UP,
    "licencekind.corrected": _SETTING_UP,
    "licencekind.ended": _SETTING_UP,
    "licencekind.given_again": _SETTING_UP,
    "licenceofservice.linked": _SETTING_UP,
    "licenceofservice.ended": _SETTING_UP,
    "licence.granted": _REGISTRY,
    "licence.annulled": _REGISTRY,
    "licence.redacted": {Duty.OPERATOR},
    # issuing
    "letterhead.made": _SETTING_UP | _REGISTRY,
    "letterhead.corrected": _SETTING_UP | _REGISTRY,
    "wording.written": _SETTING_UP | _REGISTRY,
    "sealingcertificate.brought": _SETTING_UP,
    "sealingcertificate.opened": _SETTING_UP | _REGISTRY,
    "sealingcertificate.ended": _SETTING_UP,
    "issue.drafted": _CASE | _REGISTRY,
    "issue.redrafted": _CASE | _REGISTRY,
    "issue.laid_for_signature": _CASE | _REGISTRY,
    "issue.sent_back": _HEAD,
    "issue.signed": _HEAD,
    "issue.signed_on_paper": _CASE | _REGISTRY,
    "issue.signature_taken_back": _REGISTRY | _HEAD,
    "issue.dropped": _CASE | _REGISTRY,
    "issue.numbered": _REGISTRY,
    "issue.scanned": _REGISTRY,
    "issue.sent": _REGISTRY,
    "issue.mailed_again": _REGISTRY,
    "issue.voided": _REGISTRY,
    "issue.redacted": {Duty.OPERATOR},
    "issuedpaper.laid_out": _REGISTRY,
    "issuedpaper.scanned": _REGISTRY,
    "issuedpaper.finished": _REGISTRY,
    "issuedpaper.completed": _CLOCK,
    "issuedpaper.not_completed": _CLOCK,
    "licence.recovered": _CLOCK,
    "issuedpaper.redacted": {Duty.OPERATOR},
    "papercopy.asked": _REGISTRY | _CASE,
    "papercopy.given": _REGISTRY | _CASE,
    "papercopy.redacted": {Duty.OPERATOR},
}


def assert_may(duties: Collection[Duty], deed: str, *, who: str) -> None:
    """Raises `Refusal("no_duty")` with a sentence for the one who tried."""
    allowed = DEEDS.get(deed)
    assert allowed is not None, f"{deed} stands in no row of duties.DEEDS"
    if not allowed.intersection(duties):
        _refuse(allowed, who)


def _refuse(allowed: set[Duty], who: str) -> NoReturn:
    by_whom = " หรือ ".join(duty.thai for duty in Duty if duty in allowed)
    raise Refusal(
        "no_duty",
        f"ยังไม่ได้ทำรายการนี้ เพราะเป็นหน้าที่ของ{by_whom} แต่{who}ไม่มีหน้าที่นี้ "
        "โปรดให้ผู้มีหน้าที่ทำ หรือให้ผู้ดูแลระบบมอบหน้าที่ในหน้าตั้งค่า ข้อมูลเดิมอยู่ครบ",
    )


class Machine:
    """The clock and the command line as actors of the log."""

    def __init__(self, duty: Duty) -> None:
        self.duty = duty

    @property
    def actor_key(self) -> str:
        return self.duty.value

    def assert_may(self, deed: str) -> None:
        assert_may({self.duty}, deed, who=self.duty.thai)


MACHINE = Machine(Duty.MACHINE)
OPERATOR = Machine(Duty.OPERATOR)
