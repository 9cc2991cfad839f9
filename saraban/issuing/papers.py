"""The papers of an issue, made of its draft; what the case already knows, put into the wording; and the mail around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.timezone import localdate

from saraban.agencies.models import Profile
from saraban.cases.decisions import Word
from saraban.cases.models import Case
from saraban.documents.papers import Letterhead, Paper, PaperKind, Signature
from saraban.documents.presets import PRESETS
from saraban.documents.wording import fill_known
from saraban.issuing.composing import LATE, Draft, LetterDraft
from saraban.issuing.letterheads import printed_letterhead
from saraban.issuing.wordings import Wording
from saraban.law.administrative_procedure_act_2539 import section_40_told
from saraban.licences.kinds import LicenceKind
from saraban.licences.models import Granted
from saraban.registers.books import Register
from saraban.registers.dispatches import Recipient
from saraban.registers.outgoing import OutgoingLetter
from saraban.registers.scans import Scan
from saraban.thai.dates import document_date

if TYPE_CHECKING:
    from saraban.issuing.models import Issue, IssuedPaper

TELLS_RESULT = PaperKind.EXTERNAL_LETTER  # the letter beside a licence
NOT_IN_A_FILE_NAME = re.compile(r"[^\w\u0e00-\u0e7f. ()-]+")


def check_address(token: str) -> str:
    """What the QR of a paper holds: it stays for ever."""
    return f"{settings.SITE_URL}/v/{token}"


def first_draft(kind: PaperKind, case: Case, licence_kind: LicenceKind | None = None) -> Draft:
    """What the officer finds in the draft: the wording, with all in it that the case knows; the rest stands open as `{…}`."""
    words = Wording.objects.words(letter_kind(kind))
    known = known_of(case) | {name: f"{{{name}}}" for name in LATE}
    if licence_kind is not None:
        known |= {"permission": licence_kind.name, "licence_kind": licence_kind.name}
    letter = LetterDraft(
        subject=fill_known(words.subject, known),
        to=case.applicant,
        text=fill_known(words.text, known),
        references=(f"คำขอ{asked_for(case)} เลขรับที่ {case.number} ลงวันที่ {document_date(_applied_on(case))}",),
        enclosures=(f"{licence_kind.name} เลขที่ {{licence_no}}",) if licence_kind is not None else (),
    )
    if licence_kind is None:
        return Draft(letter)
    return Draft(letter, Granted(holder=case.applicant, conditions=licence_kind.conditions))


def letter_kind(kind: PaperKind) -> PaperKind:
    """Whose words the letter of such an issue has: beside a licence it tells that it was granted."""
    return TELLS_RESULT if kind == PaperKind.LICENCE else kind


def known_of(case: Case) -> dict[str, str]:
    """What the wording of a result may ask for, by name."""
    profile = Profile.here()
    decided = case.proposals.filter(word=Word.AGREED).order_by("-pk").first()
    rule = case.appeal_rule
    return {
        "agency": profile.name,
        "authority": decided.signed_as if decided is not None else profile.head_title,
        "applicant": case.applicant,
        "holder": case.applicant,
        "service": asked_for(case),
        "receipt_number": case.number,
        "applied_on": document_date(_applied_on(case)),
        "facts": decided.facts if decided is not None else "",
        "law": decided.law if decided is not None else case.manual.law,
        "reasons": decided.reasons if decided is not None else "",
        "appeal": section_40_told(rule) if rule is not None else "",
        "saraban_email": case.mailbox.address if case.mailbox is not None else "",
    }


def asked_for(case: Case) -> str:
    """As it follows the word คำขอ: `ขออนุญาตก่อสร้าง` is a คำขออนุญาตก่อสร้าง."""
    return case.service.name.removeprefix("ขอ")


def composed(issue: Issue, signature: Signature | None = None) -> list[Paper]:
    """The papers that are signed together: the letter, and the licence beside it."""
    draft, kind = issue.draft, issue.paper_kind
    preset = PRESETS[letter_kind(kind)]
    letter = Paper(
        kind=letter_kind(kind),
        subject=draft.letter.subject,
        to=draft.letter.to,
        paragraphs=draft.letter.paragraphs,
        references=draft.letter.references,
        enclosures=draft.letter.enclosures,
        salutation=preset.salutation,
        closing=preset.closing,
        signature=signature,
    )
    if issue.licence_kind is None or draft.licence is None:
        return [letter]
    return [letter, licence_paper(issue.licence_kind, draft.licence, signature)]


def licence_paper(kind: LicenceKind, said: Granted, signature: Signature | None) -> Paper:
    """The licence itself. What the kind's rules make of the day of issue stands open until then."""
    rows = [
        ("ออกให้แก่", said.holder),
        *((("เลขประจำตัว", said.holder_id),) if said.holder_id else ()),
        *((("ชื่อสถานประกอบการ", said.trade_name),) if said.trade_name else ()),
        *((("ตั้งอยู่ที่", said.place),) if said.place else ()),
        *(
            (one.label, said.particulars[one.name])
            for one in kind.field_list
            if said.particulars.get(one.name)
        ),
        ("ใช้ได้ตั้งแต่วันที่", "{from}"),
        ("ใช้ได้ถึงวันที่", "{to}"),
    ]
    return Paper(
        kind=PaperKind.LICENCE,
        subject=kind.name,
        paragraphs=tuple(line for line in (kind.law_line, *said.conditions.splitlines()) if line.strip()),
        rows=tuple(rows),
        signature=signature,
    )


def late_words(issue: Issue) -> Mapping[str, str]:
    """What was not known before the numbers: see `LATE`."""
    licence = issue.licence
    if licence is None:
        return {}
    return {
        "licence_no": licence.licence_number,
        "issued_on": document_date(licence.issued_on),
        "from": document_date(licence.valid_from),
        "to": document_date(licence.expires_on) if licence.expires_on is not None else "ไม่มีกำหนดสิ้นอายุ",
        "verify_url": check_address(licence.token),
    }


def letterhead_of(issue: Issue) -> Letterhead:
    """Of the unit whose matter it is, with the officer to be called."""
    case = issue.case
    return printed_letterhead() if case is None else printed_letterhead(case.unit, case.officer)


def file_name(paper: IssuedPaper) -> str:
    """`ใบอนุญาต 13-2569.pdf`: what the citizen finds among their downloads."""
    said = f"{PaperKind(paper.kind).thai} {paper.number.replace('/', '-')}"
    return f"{NOT_IN_A_FILE_NAME.sub(' ', said)[:150].strip()}.pdf"


def mail_says(issue: Issue, papers: Sequence[IssuedPaper]) -> list[str]:
    """What the mail tells beside the letter: where it is checked, and that paper may be asked for (guide #4.1, #4.4(1))."""
    checks = [
        f"ตรวจสอบ{PaperKind(one.kind).thai} เลขที่ {one.number} ได้ที่ {check_address(one.token)}"
        for one in papers
    ]
    sealed = (
        []
        if all(one.level for one in papers)
        else ["ไฟล์นี้ไม่ได้ประทับรับรองทางอิเล็กทรอนิกส์ หากต้องการตรวจสอบ โปรดใช้ที่อยู่ข้างต้นหรือโทรถามงานสารบรรณ"]
    )
    return [
        *checks,
        *sealed,
        "หากประสงค์จะขอรับเอกสารในรูปแบบกระดาษ แจ้งได้ในภายหลังโดยตอบกลับอีเมลนี้หรือโทรถึงงานสารบรรณ",
    ]


def outgoing_letter(issue: Issue, papers: Sequence[IssuedPaper], scans: Sequence[Scan]) -> OutgoingLetter:
    """As the send register takes it."""
    return OutgoingLetter(
        subject=issue.subject,
        recipients=[Recipient(name, address) for name, address in issue.recipients],
        kind=Register.OUTGOING,
        files=scans,
        reply_to=issue.case.entry if issue.case is not None else None,
        says=mail_says(issue, papers),
    )


def _applied_on(case: Case) -> date:
    return localdate(case.entry.deemed_at)
