"""ตรวจสอบเอกสาร: whether a paper that the state issued is what it seems, asked of whoever issued it (guide #3.2(5)-(7)).

It stops nothing: a complete application is complete, and what is not verified yet stands in a list of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from saraban.agencies.models import Officer
from saraban.audit.desk import at_the_desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.catalogue import Paper
from saraban.cases.checks import FILE_NAME_MAX, Found, PaperCheck
from saraban.cases.letters import Wording, estamp_letter, verification_letter
from saraban.cases.models import Case, CaseLetter, CaseMail
from saraban.documents.roots import trusted_roots
from saraban.documents.signatures import Colour, PdfVerdict
from saraban.documents.verification import verify_pdf
from saraban.law.electronic_act_2565 import section_12_certify_copy
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX, KeptFile, OutboundEmail, files
from saraban.registers.dispatches import Recipient
from saraban.registers.outgoing import MAILED_BYTES_MAX
from saraban.registers.scans import FILES_MAX
from saraban.thai.citizen_id import mask_citizen_ids

REFERENCE_MAX = 100
NO_FILE = KeptFile("", "", "", 0)


class Method(models.TextChoices):
    """How it was looked into."""

    LINKAGE = "linkage", "Linkage Center กรมการปกครอง"
    ISSUER = "issuer", "ถามหน่วยงานผู้ออกทางอีเมล"
    ESTAMP = "estamp", "รหัส e-stamp กรมสรรพากร"
    SIGNATURE = "signature", "ลายมือชื่อดิจิทัลใน PDF"
    CERTIFIED = "certified", "เจ้าหน้าที่ทำสำเนาจากต้นฉบับและรับรอง"


class Result(models.TextChoices):
    WAITING = "waiting", "รอผู้ออกเอกสารตอบ"
    GENUINE = "genuine", "ถูกต้อง"
    NOT_GENUINE = "not_genuine", "ไม่ถูกต้อง"
    UNKNOWN = "unknown", "ยังบอกไม่ได้"
    WITHDRAWN = "withdrawn", "ถอนคำถาม"


SETTLED = (Result.GENUINE, Result.NOT_GENUINE)


class Verifications(RecordedManager["Verification"]):
    def note_linkage(
        self, case: Case, key: str, genuine: bool | None, reference: str, *, by: Officer
    ) -> Verification:
        """What Linkage Center said of a paper, to an officer who looked there. Raises `Refusal`: no_such_paper, ended."""
        return self._note(
            "linkage_noted", case, key, Method.LINKAGE, _result(genuine), by=by, reference=reference
        )

    def ask_issuer(
        self, case: Case, key: str, to: Recipient, files: Sequence[KeptFile], *, by: Officer
    ) -> Verification:
        """Mail the paper to whoever issued it, and ask whether it is theirs (T17).

        Raises `Refusal`: no_such_paper, no_name, bad_address, no_files, too_many_files, too_big, asked_already,
        no_mailbox, ended.
        """
        _must_be_mailable(files)
        name = " ".join(to.name.split())
        if not name:
            raise Refusal("no_name", "ยังไม่ได้ส่ง เพราะยังไม่มีชื่อหน่วยงานผู้ออกเอกสาร โปรดพิมพ์ชื่อ สิ่งที่พิมพ์ไว้อยู่ครบ")
        with one_at_a_time(case.agency_id) as desk:
            case.refresh_from_db()
            wording = self.question(case, key, name, len(files), by=by)
            same = self.filter(case=case, key=key, state=Result.WAITING)
            if same.filter(mail__letter__to_address__iexact=to.address.strip()).exists():
                raise Refusal(
                    "asked_already",
                    "ไม่ได้ส่งซ้ำ เพราะถามหน่วยงานนี้เรื่องเอกสารนี้ไว้แล้วและยังรอคำตอบ หากต้องการเร่ง โปรดโทรถาม ไม่มีข้อมูลใดเปลี่ยน",
                )
            mail = case.write_to(name, to.address, wording, desk, attached=files, by=by)
            return self._note("asked", case, key, Method.ISSUER, Result.WAITING, by=by, mail=mail)

    def question(self, case: Case, key: str, name: str, many: int, *, by: Officer) -> Wording:
        """The mail that asks whoever issued a paper, with so many files. Raises `Refusal`: no_such_paper, no_mailbox."""
        paper = _paper(case, key)
        _must_have_a_mailbox(case)
        return verification_letter(case.matter(by), issuer=name, document=paper.name, files=many)

    def estamp_advice(self, case: Case, *, by: Officer) -> Wording:
        """How to buy an e-stamp: to be mailed, printed or told. Raises `Refusal("no_mailbox")`."""
        _must_have_a_mailbox(case)
        return estamp_letter(case.matter(by))

    def advise_estamp(self, case: Case, *, by: Officer) -> CaseMail | None:
        """Tell the applicant how to buy an e-stamp (guide #3.2(7)); None where they are not written to by e-mail.

        Raises `Refusal`: ended, no_mailbox.
        """
        with one_at_a_time(case.agency_id) as desk:
            case.refresh_from_db()
            case.must_be_open()
            return case.mail(self.estamp_advice(case, by=by), desk, about="word", by=by)

    def note_estamp(
        self, case: Case, code: str, genuine: bool | None, *, by: Officer, note: str = ""
    ) -> Verification:
        """What rd.go.th said of an e-stamp code, to an officer who looked there. Raises `Refusal`: no_code, ended."""
        if not code.strip():
            raise Refusal("no_code", "ยังไม่ได้บันทึก เพราะยังไม่มีรหัส e-stamp โปรดพิมพ์รหัสที่ประชาชนส่งมา สิ่งที่พิมพ์ไว้อยู่ครบ")
        return self._note(
            "estamp_noted", case, "", Method.ESTAMP, _result(genuine), by=by, reference=code, note=note
        )

    def judge_signature(
        self, case: Case, key: str, file: KeptFile, *, by: Officer, roots: Sequence[bytes] | None = None
    ) -> Verification:
        """Check the signatures of a PDF that is in our store. A green one is the paper's, but for the applicant's own, which
        says nothing of who issued it; whatever else it is, an officer asks on. `roots`: DER of those we trust; where none are given NRCA's and those of the operator's file.

        Not at the desk: the check takes seconds. Raises `Refusal`: no_such_paper, ended; and `NoRoots`.
        """
        assert not at_the_desk(), "nobody waits at the desk while a file is checked"
        by.assert_may("verification.signature_judged")
        case.must_be_open()
        _paper(case, key)
        added = [settings.TRUST_FILE] if settings.TRUST_FILE is not None else []
        verdict = verify_pdf(_path(case, file), roots=trusted_roots(added) if roots is None else roots)
        own = any(_is_one_person(case.applicant, one.signer) for one in verdict.signatures)
        return self._note(
            "signature_judged",
            case,
            key,
            Method.SIGNATURE,
            Result.GENUINE if verdict.verdict is Colour.GREEN and not own else Result.UNKNOWN,
            by=by,
            note=_said_of(verdict) + (_OWN if own else ""),
            verdict=verdict.as_json(),
            **_columns(file),
        )

    def certify_copy(
        self, case: Case, key: str, *, by: Officer, file: KeptFile = NO_FILE, fee: int = 0
    ) -> Verification:
        """The original was shown: the officer made the copy, `file` where it was scanned, and certifies it, free
        (Act 2565 s.12). Raises `Refusal`: not_certified, not_free, no_such_paper, ended."""
        section_12_certify_copy(certified_by=by.name, fee=fee)
        return self._note(
            "copy_certified", case, key, Method.CERTIFIED, Result.GENUINE, by=by, **_columns(file)
        )

    def note_reply(self, letter: CaseLetter, *, by: Actor) -> None:
        """A letter of who issued a paper joined: what they were asked says so, and waits for an officer to read it."""
        email = letter.entry.email
        if email is None:
            return
        waiting = self.filter(state=Result.WAITING, reply=None)
        of_thread = waiting.filter(mail__letter__isnull=False, mail__letter=email.answers)
        if not of_thread.exists():
            of_case = Q(case=letter.case) | Q(case__merged_into=letter.case)
            of_thread = waiting.filter(of_case, mail__letter__to_address__iexact=email.sender_address)
        for verification in of_thread.order_by("pk"):
            with verification.change("replied", by=by) as desk:
                verification.reply, verification.replied_at = letter, desk.moment

    def waiting(self) -> models.QuerySet[Verification]:
        """What was asked and not answered; what has a reply to read first, then the oldest."""
        return (
            self.filter(state=Result.WAITING, case__ended_at=None)
            .select_related("case__entry", "case__service", "case__manual", "mail__letter")
            .order_by(models.F("replied_at").asc(nulls_last=True), "pk")
        )

    def _note(
        self,
        verb: str,
        case: Case,
        key: str,
        method: str,
        state: str,
        *,
        by: Officer,
        reference: str = "",
        note: str = "",
        **more: Any,
    ) -> Verification:
        with one_at_a_time(case.agency_id) as desk:
            case.refresh_from_db()
            case.must_be_open()
            if method != Method.ESTAMP:
                _paper(case, key)
            return self.record(
                verb,
                by=by,
                case=case,
                key=key,
                method=method,
                state=state,
                reference=mask_citizen_ids(reference.strip())[:REFERENCE_MAX],
                note=_cut(note),
                asked_at=desk.moment,
                answered_at=None if state == Result.WAITING else desk.moment,
                officer=by,
                **more,
            )


class Verification(Recorded):
    """One look at whether a paper is genuine. What was noted wrongly is noted anew: the last word on a paper holds."""

    personal: ClassVar[frozenset[str]] = frozenset({"reference", "note", "verdict", "file_name"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="verifications")
    key = models.CharField(max_length=40, blank=True)  # of the manual's list; empty: an e-stamp
    method = models.CharField("วิธีตรวจ", max_length=10, choices=Method.choices)
    state = models.CharField("ผล", max_length=12, choices=Result.choices)
    reference = models.CharField("เลขอ้างอิงหรือรหัส", max_length=REFERENCE_MAX, blank=True)
    note = models.CharField("หมายเหตุ", max_length=REASON_MAX, blank=True)
    asked_at = models.DateTimeField("ตรวจหรือถามเมื่อ")
    answered_at = models.DateTimeField("ทราบผลเมื่อ", null=True)
    officer = models.ForeignKey(
        Officer, models.PROTECT, verbose_name="ผู้ตรวจ", related_name="+", db_index=False
    )
    mail = models.OneToOneField(CaseMail, models.PROTECT, null=True, related_name="verification")
    reply = models.ForeignKey(CaseLetter, models.PROTECT, null=True, related_name="+", db_index=False)
    replied_at = models.DateTimeField("ผู้ออกตอบเมื่อ", null=True)
    verdict = models.JSONField("ผลตรวจลายมือชื่อ", default=dict)  # `PdfVerdict.as_json`
    file_name = models.CharField("ไฟล์", max_length=FILE_NAME_MAX, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the file that was judged, or of the copy

    objects: ClassVar[Verifications] = Verifications()

    class Meta:
        verbose_name = "การตรวจสอบเอกสาร"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Result.values), name="verification_states")
        ]
        indexes = [
            models.Index(fields=["agency", "id"], condition=Q(state="waiting"), name="verifications_waiting")
        ]

    def __str__(self) -> str:
        return f"verification {self.pk} of case {self.case_id}"

    @property
    def replied(self) -> bool:
        """Who was asked wrote back; an officer reads it and says what came of it."""
        return self.replied_at is not None

    @property
    def did_not_arrive(self) -> bool:
        """The question never reached whoever was asked: a bounce, or a mail that could not leave."""
        return self.mail is not None and self.mail.letter.state in (
            OutboundEmail.BOUNCED,
            OutboundEmail.FAILED,
        )

    @property
    def judged(self) -> PdfVerdict | None:
        return PdfVerdict.of(self.verdict) if self.verdict else None

    def answer(self, genuine: bool | None, *, by: Officer, note: str = "") -> None:
        """What came of it, from whoever was asked, or from looking on; None: they cannot say.

        Raises `Refusal`: answered, no_reason.
        """
        with self.change("answered", by=by) as desk:
            if self.state not in (Result.WAITING, Result.UNKNOWN):
                raise Refusal(
                    "answered", "ผลของเอกสารนี้บันทึกไว้แล้ว หากผิด โปรดบันทึกผลตรวจใหม่อีกรายการ ไม่มีข้อมูลใดเปลี่ยน"
                )
            if genuine is False and not note.strip():
                raise Refusal(
                    "no_reason",
                    "ยังไม่ได้บันทึก เพราะการบอกว่าเอกสารไม่ถูกต้องต้องมีเหตุผล โปรดพิมพ์ว่าผู้ออกเอกสารตอบว่าอย่างไร ข้อมูลเดิมอยู่ครบ",
                )
            self.state, self.answered_at = _result(genuine), desk.moment
            self.note = _cut(note) or self.note

    def withdraw(self, *, by: Officer) -> None:
        """It was asked by mistake: a mail that is still here does not leave. Raises `Refusal("answered")`."""
        with one_at_a_time(self.agency_id):
            with self.change("withdrawn", by=by) as desk:
                if self.state != Result.WAITING:
                    raise Refusal(
                        "answered", "ถอนไม่ได้ เพราะคำถามนี้มีผลหรือถอนไปแล้ว โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน"
                    )
                self.state, self.answered_at = Result.WITHDRAWN, desk.moment
            if self.mail is not None:
                self.mail.call_back(by=by)


def papers_to_verify(case: Case) -> list[Paper]:
    """What the state issued, was handed in or is to be, and is not known to be genuine; in the list's order.

    The last word on each paper holds. It keeps no application from being complete.
    """
    settled: Mapping[str, str] = dict(
        case.verifications.filter(state__in=SETTLED).order_by("answered_at", "pk").values_list("key", "state")
    )
    return [
        item.paper
        for item in PaperCheck.objects.checklist(case)
        if item.paper.issued_by_state
        and item.found not in (Found.MISSING, Found.NOT_NEEDED)
        and (item.paper.required or item.found)
        and settled.get(item.paper.key) != Result.GENUINE
    ]


def _must_be_mailable(files: Sequence[KeptFile]) -> None:
    """Raises `Refusal`: no_files, too_many_files, too_big."""
    if not files:
        raise Refusal(
            "no_files", "ยังไม่ได้ส่ง เพราะยังไม่ได้แนบเอกสารที่จะให้ตรวจสอบ โปรดเลือกไฟล์อย่างน้อยหนึ่งไฟล์ สิ่งที่พิมพ์ไว้อยู่ครบ"
        )
    if len(files) > FILES_MAX:
        raise Refusal("too_many_files", f"ยังไม่ได้ส่ง เพราะแนบเกิน {FILES_MAX} ไฟล์ โปรดเลือกเฉพาะเอกสารที่ให้ตรวจสอบ")
    if sum(file.size for file in files) > MAILED_BYTES_MAX:
        raise Refusal(
            "too_big",
            f"ยังไม่ได้ส่ง เพราะไฟล์รวมกันใหญ่เกิน {MAILED_BYTES_MAX // 1024 // 1024} เมกะไบต์ โปรดเลือกเฉพาะเอกสารที่ให้ตรวจสอบ",
        )


def _paper(case: Case, key: str) -> Paper:
    """Raises `Refusal("no_such_paper")`."""
    found = next((paper for paper in case.manual.checklist if paper.key == key), None)
    if found is None:
        raise Refusal(
            "no_such_paper", "ยังไม่ได้บันทึก เพราะเอกสารนี้ไม่อยู่ในรายการของคู่มือ โปรดโหลดหน้าใหม่ ผลตรวจเดิมอยู่ครบ"
        )
    return found


def _must_have_a_mailbox(case: Case) -> None:
    """Raises `Refusal("no_mailbox")`."""
    if case.mailbox is None:
        raise Refusal(
            "no_mailbox",
            "ยังไม่ได้ส่ง เพราะหน่วยงานยังไม่มีกล่องอีเมลกลาง โปรดให้ผู้ดูแลระบบเชื่อมกล่องก่อน สิ่งที่พิมพ์ไว้อยู่ครบ",
        )


def _result(genuine: bool | None) -> Result:
    return {True: Result.GENUINE, False: Result.NOT_GENUINE, None: Result.UNKNOWN}[genuine]


def _path(case: Case, file: KeptFile) -> Any:
    return files().path(case.agency, file.sha256)


def _said_of(verdict: PdfVerdict) -> str:
    """The verdict in a line, and who signed: whether that is the agency that issues such papers, a person sees."""
    signers = ", ".join(dict.fromkeys(one.signer for one in verdict.signatures if one.signer))
    return f"{verdict.why} (ผู้ลงนาม: {signers})" if signers else verdict.why


_OWN = " ผู้ลงนามคือผู้ยื่นเอง ไม่ใช่ผู้ออกเอกสาร โปรดตรวจกับผู้ออก"
_TITLE = re.compile(r"^(?:นางสาว|นาง|นาย|น\.ส\.|mr\.?|mrs\.?|miss|ms\.?)\s*", re.IGNORECASE)


def _is_one_person(name: str, other: str) -> bool:
    """Whether two names are alike but for title and spaces."""
    plain = [re.sub(r"\s+", "", _TITLE.sub("", one.strip())).lower() for one in (name, other)]
    return bool(plain[0]) and plain[0] == plain[1]


def _columns(file: KeptFile) -> Mapping[str, str]:
    return {"file_name": file.name[:FILE_NAME_MAX], "sha256": file.sha256}


def _cut(note: str) -> str:
    return mask_citizen_ids(note.strip())[:REASON_MAX]
