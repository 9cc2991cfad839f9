"""ออกเอกสาร: what an authority signed goes out: number and date, seal, mail and send register, in one act (guide #4).

The officer drafts, the authority signs the content, the numbers are given, the files are made and sealed, and they leave:
in that order. From the press that gives the numbers on, the clock carries it to its end, whatever dies meanwhile
(`saraban/issuing/carrying.py`); so an issue has one number, one licence and one mail, or says what it waits for.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from saraban.agencies.models import Acting, Officer, Profile
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.leased import Leased
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.catalogue import FeeDue
from saraban.cases.decisions import acts_as
from saraban.cases.fees import must_be_paid
from saraban.cases.models import Case
from saraban.cases.states import State as CaseState
from saraban.documents.papers import Check, Paper, PaperKind, Signature
from saraban.documents.stamping import Level
from saraban.issuing.certificates import SealingCertificate
from saraban.issuing.composing import Draft, content_digest, labels_of, with_late
from saraban.issuing.papers import check_address, composed, late_words
from saraban.law.refusal import Refusal, reason_in
from saraban.licences.kinds import LicenceKind
from saraban.licences.models import Licence
from saraban.mail.models import REASON_MAX, SUBJECT_MAX, KeptFile
from saraban.notices.accounts import SigningAccount
from saraban.notices.signing import Signing
from saraban.notices.system_orders import SystemOrder
from saraban.registers.books import Register
from saraban.registers.dispatches import Dispatch, Recipient, each_once, mailbox_that_sends
from saraban.registers.outgoing import RESERVED_DAYS_MAX, OutgoingEntry
from saraban.tenancy.scope import current_agency
from saraban.thai.dates import full_date, thai_time

TOKEN_BYTES = 10  # 80 bits: what a QR holds for ever
CODE_ALPHABET, CODE_LENGTH = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 8  # read out by telephone without mistakes
FILE_NAME_MAX = 200
SIGNED_AS_MAX = 700
WAITS_MAX = 400


class Way(models.TextChoices):
    """How the authority signs."""

    SYSTEM = "system", "ลงนามในระบบ"
    PAPER = "paper", "ลงนามในกระดาษแล้วสแกน"


class Stage(models.TextChoices):
    DRAFT = "draft", "ร่าง"
    SIGNED = "signed", "ลงนามแล้ว"
    NUMBERED = "numbered", "ออกเลขแล้ว"
    SENT = "sent", "ออกแล้ว"
    DROPPED = "dropped", "เลิกร่าง"
    VOIDED = "voided", "ยกเลิก"


BEFORE_IT_LEFT = (Stage.DRAFT, Stage.SIGNED, Stage.NUMBERED)
REGISTERS = {PaperKind.ORDER: Register.ORDER, PaperKind.CERTIFICATE: Register.CERTIFICATE}
OF_A_RESULT = {CaseState.APPROVED: PaperKind.LICENCE, CaseState.REFUSED: PaperKind.REFUSAL}


@dataclass(frozen=True)
class Press:
    """What the officer chose when they pressed ออกและส่ง. `seals`: with the agency's seal; without recipients it is handed out."""

    recipients: Sequence[Recipient]
    seals: bool = True


class Issues(RecordedManager["Issue"]):
    def draft(
        self,
        kind: PaperKind,
        draft: Draft,
        *,
        case: Case | None = None,
        licence_kind: LicenceKind | None = None,
        replaces: Issue | None = None,
        because: str = "",
        by: Officer,
    ) -> Issue:
        """A draft; of a case, of the paper that tells its result. What it lacks is told when it is to be signed.

        `because`: why it is issued in the place of `replaces`. Raises `Refusal`: drafted_already, no_subject, too_long,
        no_duty.
        """
        draft.must_be_bounded()
        with one_at_a_time(current_agency().pk) as desk:
            if case is not None and (standing := self.standing(case).first()) is not None:
                raise Refusal(
                    "drafted_already",
                    f"ไม่ได้ร่างซ้ำ เพราะเรื่องนี้มีเอกสารที่{standing.get_stage_display()}อยู่แล้ว โปรดเปิดเอกสารนั้น ไม่มีข้อมูลใดเปลี่ยน",
                )
            return self.record(
                "drafted",
                by=by,
                case=case,
                kind=kind.value,
                licence_kind=licence_kind,
                replaces=replaces,
                replaces_because=because,
                said=draft.as_json(),
                subject=draft.letter.subject[:SUBJECT_MAX],
                drafted_at=desk.moment,
                drafter=by,
            )

    def standing(self, case: Case) -> models.QuerySet[Issue]:
        """What is on its way out for a case."""
        return self.filter(case=case, stage__in=BEFORE_IT_LEFT)

    def to_be_signed(self, seen: models.QuerySet[Issue]) -> models.QuerySet[Issue]:
        """Of those, what waits for the authority's signature, the oldest first."""
        return _told(seen.filter(stage=Stage.DRAFT, asked_at__isnull=False).order_by("asked_at"))

    def on_their_way(self, seen: models.QuerySet[Issue]) -> models.QuerySet[Issue]:
        """Of those, what is signed and has not left, the oldest first."""
        return _told(seen.filter(stage__in=[Stage.SIGNED, Stage.NUMBERED]).order_by("pk"))


def _told(found: models.QuerySet[Issue]) -> models.QuerySet[Issue]:
    return found.select_related("case__entry", "case__service", "entry", "licence", "drafter")


class Issue(Recorded, Leased):
    """One act: what is signed together, leaves under one number and in one mail."""

    personal: ClassVar[frozenset[str]] = frozenset(
        {"said", "subject", "papers", "recipients", "ended_because", "sent_back_because", "replaces_because"}
    )
    operational: ClassVar[frozenset[str]] = Leased.LEASE_COLUMNS | {"waits"}

    case = models.ForeignKey(
        Case, models.PROTECT, null=True, verbose_name="เรื่อง", related_name="issues", db_index=False
    )
    kind = models.CharField("ชนิด", max_length=20, choices=[(one.value, one.thai) for one in PaperKind])
    licence_kind = models.ForeignKey(
        LicenceKind, models.PROTECT, null=True, verbose_name="ชนิดใบอนุญาต", related_name="+", db_index=False
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, verbose_name="ออกแทน", related_name="replaced_by"
    )
    replaces_because = models.CharField("ออกแทนเพราะ", max_length=REASON_MAX, blank=True)
    said = models.JSONField("ร่าง", default=dict)  # as `Draft`
    subject = models.CharField("เรื่อง", max_length=SUBJECT_MAX)
    drafted_at = models.DateTimeField("ร่างเมื่อ")
    drafter = models.ForeignKey(
        Officer, models.PROTECT, verbose_name="ผู้ร่าง", related_name="+", db_index=False
    )
    asked_at = models.DateTimeField("เสนอลงนามเมื่อ", null=True)
    sent_back_because = models.CharField("ส่งคืนเพราะ", max_length=REASON_MAX, blank=True)
    stage = models.CharField("ขั้น", max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    # What was signed, by whom, as what.
    papers = models.JSONField("เอกสารที่ลงนาม", default=list)  # as `Paper`, without number and date
    content_sha256 = models.CharField("ค่าแฮชของเนื้อหาที่ลงนาม", max_length=64, blank=True)
    way = models.CharField("ลงนามโดย", max_length=10, choices=Way.choices, blank=True)
    signed_at = models.DateTimeField("ลงนามเมื่อ", null=True)
    signer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้ลงนาม", related_name="+", db_index=False
    )
    signed_as = models.CharField("ลงนามในฐานะ", max_length=SIGNED_AS_MAX, blank=True)
    acting = models.ForeignKey(Acting, models.PROTECT, null=True, related_name="+", db_index=False)
    system_order = models.ForeignKey(SystemOrder, models.PROTECT, null=True, related_name="+", db_index=False)
    account = models.ForeignKey(SigningAccount, models.PROTECT, null=True, related_name="+", db_index=False)
    # How it leaves.
    recipients = models.JSONField("ผู้รับ", default=list)  # [name, address]; without an address: on paper
    seals = models.BooleanField("ประทับรับรอง", default=False)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้ออก", related_name="+", db_index=False
    )
    numbered_at = models.DateTimeField("ออกเลขเมื่อ", null=True)
    entry = models.OneToOneField(
        OutgoingEntry, models.PROTECT, null=True, verbose_name="เลขส่ง", related_name="issue"
    )
    licence = models.OneToOneField(
        Licence, models.PROTECT, null=True, verbose_name="ใบอนุญาต", related_name="issue"
    )
    waits = models.CharField("รอ", max_length=WAITS_MAX, blank=True)
    sent_at = models.DateTimeField("ออกเมื่อ", null=True)
    ended_because = models.CharField("เพราะ", max_length=REASON_MAX, blank=True)

    objects: ClassVar[Issues] = Issues()

    class Meta:
        verbose_name = "การออกเอกสาร"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case"],
                condition=Q(stage__in=["draft", "signed", "numbered"]),
                name="one_issue_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["numbered", "sent"]) | Q(entry__isnull=False), name="issue_has_number"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "case"], name="issues_of_case"),
            models.Index(
                fields=["agency", "stage", "id"],
                condition=Q(stage__in=["draft", "signed", "numbered"]),
                name="issues_on_their_way",
            ),
            models.Index(fields=["not_before"], condition=Q(stage="numbered"), name="issues_due"),
        ]

    def __str__(self) -> str:
        return f"issue {self.pk}"

    case_id: int | None  # said for the type checker

    @property
    def paper_kind(self) -> PaperKind:
        return PaperKind(self.kind)

    @property
    def draft(self) -> Draft:
        return Draft.from_json(self.said)

    @property
    def signed_papers(self) -> list[Paper]:
        return [Paper.from_json(one) for one in self.papers]

    @property
    def shown_papers(self) -> list[Paper]:
        """As they stand: the draft's, or what was signed."""
        return self.signed_papers or composed(self)

    @property
    def lacks(self) -> list[str]:
        """What is still to be filled in before it can be signed, as a person calls it."""
        draft = self.draft
        return [
            *labels_of(self.paper_kind, draft.letter.open_fields),
            *([] if draft.letter.to.strip() or self.paper_kind in REGISTERS else ["เรียน (ผู้รับ)"]),
            *([] if draft.letter.paragraphs else ["ข้อความ"]),
            *(self.licence_kind.lacking(draft.licence) if self.licence_kind and draft.licence else []),
        ]

    def reissue(self, because: str, *, by: Officer) -> Issue:
        """A draft of the same, in its place: once it leaves, this one is found as replaced. Raises `Refusal`: not_now,
        no_reason, drafted_already."""
        self._must_be(Stage.SENT)
        reason = reason_in(because, undone="ร่างฉบับแทน", stays="เอกสารเดิมอยู่ครบ")[:REASON_MAX]
        return Issue.objects.draft(
            self.paper_kind,
            self.draft,
            case=self.case,
            licence_kind=self.licence_kind,
            replaces=self,
            because=reason,
            by=by,
        )

    # the draft

    def redraft(self, draft: Draft, *, by: Officer) -> None:
        """Other words; a signature that was asked for is asked for anew. Raises `Refusal`: not_now, no_subject, too_long."""
        draft.must_be_bounded()
        with self.change("redrafted", by=by):
            self._must_be(Stage.DRAFT)
            self.said, self.subject = draft.as_json(), draft.letter.subject[:SUBJECT_MAX]
            self.asked_at = None

    def ask_for_signature(self, *, by: Officer) -> None:
        """เสนอลงนาม. Raises `Refusal`: not_now, lacking, not_decided."""
        with self.change("laid_for_signature", by=by) as desk:
            self._must_be(Stage.DRAFT)
            self._must_be_whole()
            self.asked_at, self.sent_back_because = desk.moment, ""

    def send_back(self, because: str, *, by: Officer) -> None:
        """The authority wants it otherwise. Raises `Refusal`: not_now, no_reason."""
        with self.change("sent_back", by=by):
            self._must_be(Stage.DRAFT)
            self.sent_back_because = reason_in(because, undone="ส่งคืน", stays="ร่างเดิมอยู่ครบ")[:REASON_MAX]
            self.asked_at = None

    def drop(self, because: str, *, by: Officer) -> None:
        """เลิกร่าง: nothing was numbered. Raises `Refusal`: not_now, no_reason."""
        with self.change("dropped", by=by):
            self._must_be(Stage.DRAFT, Stage.SIGNED)
            self.ended_because = reason_in(because, undone="เลิกร่าง", stays="ร่างเดิมอยู่ครบ")[:REASON_MAX]
            self.stage = Stage.DROPPED

    # the signature

    def sign(self, *, by: Officer) -> None:
        """The authority signs the content here, under the order that names this system (Act 2565 s.16).

        Raises `Refusal`: not_now, lacking, not_decided, no_order, no_duty.
        """
        with self.change("signed", by=by) as desk:
            self._must_be(Stage.DRAFT)
            self._must_be_whole()
            today = localdate(desk.moment)
            signing = Signing.of(by, today)
            if signing.lacks:
                raise Refusal(
                    "no_order",
                    f"ยังลงนามในระบบไม่ได้ เพราะต้อง{'และ'.join(lack.cure for lack in signing.lacks)}ก่อน (มาตรา 16) "
                    "หรือลงนามในกระดาษแล้วให้งานสารบรรณสแกน ร่างอยู่ครบ",
                )
            assert signing.order is not None, "nothing lacks"
            acting = acts_as(by, today)
            title = acting.told if acting is not None else by.position or Profile.here().head_title
            self._signed(Way.SYSTEM, desk, by, title, today)
            self.signed_as = (
                f"{by.name} {title} เมื่อ {full_date(today)} เวลา {thai_time(desk.moment)} ตาม{signing.order.told}"
            )[:SIGNED_AS_MAX]
            self.acting, self.system_order, self.account = acting, signing.order, signing.account

    def note_signed_on_paper(self, signer: Officer, signed_on: date, *, by: Officer) -> None:
        """The authority signed a print of it. Raises `Refusal`: not_now, lacking, not_decided, bad_day."""
        with self.change("signed_on_paper", by=by) as desk:
            self._must_be(Stage.DRAFT)
            self._must_be_whole()
            if signed_on > localdate(desk.moment):
                raise Refusal("bad_day", "ยังไม่ได้บันทึก เพราะวันที่ลงนามยังมาไม่ถึง โปรดแก้วันที่ ร่างอยู่ครบ")
            acting = acts_as(signer, signed_on)
            title = acting.told if acting is not None else signer.position or Profile.here().head_title
            self._signed(Way.PAPER, desk, signer, title, signed_on)
            self.signed_as = f"{signer.name} {title} ลงนามในกระดาษ วันที่ {full_date(signed_on)}"[:SIGNED_AS_MAX]
            self.acting = acting

    def take_back_signature(self, because: str, *, by: Officer) -> None:
        """Before it has a number, it may be a draft again. Raises `Refusal`: not_now, no_reason."""
        with self.change("signature_taken_back", by=by):
            self._must_be(Stage.SIGNED)
            self.sent_back_because = reason_in(because, undone="ถอนลายมือชื่อ", stays="เอกสารที่ลงนามอยู่ครบ")[
                :REASON_MAX
            ]
            self.stage, self.papers, self.content_sha256, self.way = Stage.DRAFT, [], "", ""
            self.signed_at = self.signer = self.acting = self.system_order = self.account = self.asked_at = (
                None
            )
            self.signed_as = ""

    def _signed(self, way: Way, desk: Desk, signer: Officer, title: str, on: date) -> None:
        said = (
            f"ลงลายมือชื่ออิเล็กทรอนิกส์ วันที่ {full_date(on)} เวลา {thai_time(desk.moment)}"
            if way == Way.SYSTEM
            else ""
        )
        papers = composed(self, Signature(signer.name, tuple(title.splitlines()), said))
        self.papers = [one.as_json() for one in papers]
        self.content_sha256 = content_digest(papers)
        self.stage, self.way, self.signed_at, self.signer = Stage.SIGNED, way, desk.moment, signer

    # the numbers, and out

    def send_out(self, press: Press, *, by: Officer) -> None:
        """ออกและส่ง: number and date, and the licence, in one commit; then the clock makes, seals and sends.

        What was pressed already stays as it is. Raises `Refusal`: not_now, no_recipient, bad_address, too_many, not_paid,
        no_mailbox, no_certificate, book_closed, no_duty, and those of `Licence.objects.grant`.
        """
        recipients = each_once(press.recipients) if self.paper_kind not in REGISTERS else []
        with one_at_a_time(current_agency().pk) as desk:
            self.refresh_from_db()
            if self.stage in (Stage.NUMBERED, Stage.SENT):
                return
            self._must_be(Stage.SIGNED)
            if press.seals and SealingCertificate.objects.standing() is None:
                raise Refusal(
                    "no_certificate",
                    "ยังไม่ได้ออกเอกสาร เพราะยังไม่มีใบรับรองของหน่วยงาน โปรดนำใบรับรองเข้า หรือเลือกออกโดยไม่ประทับรับรอง ไม่มีเลขใดถูกใช้",
                )
            if any(one.address for one in recipients):
                mailbox_that_sends()
            if self.case is not None and self.paper_kind == PaperKind.LICENCE:
                must_be_paid(self.case, FeeDue.LICENCE)
            entry = OutgoingEntry.objects.reserve(
                REGISTERS.get(self.paper_kind, Register.OUTGOING),
                until=localdate(desk.moment) + timedelta(days=RESERVED_DAYS_MAX),
                because=f"ออกเอกสาร {self.get_kind_display()}",
                subject=self.subject,
                by=by,
            )
            licence = self._grant(desk, by=by)
            with self.change("numbered", by=by):
                self.entry, self.licence, self.officer, self.numbered_at = entry, licence, by, desk.moment
                self.recipients = [[one.name, one.address] for one in recipients]
                self.seals, self.stage = press.seals, Stage.NUMBERED
            self._lay_out(desk, by=by)
            self.wake(desk.moment)

    def wake(self, moment: datetime) -> None:
        """The clock comes to it next: what it waited for is there."""
        type(self).across_agencies.filter(pk=self.pk).lease(not_before=moment, attempts=0, waits="")  # type: ignore[attr-defined]

    def _grant(self, desk: Desk, *, by: Officer) -> Licence | None:
        said = self.draft.licence
        if self.licence_kind is None or said is None:
            return None
        old = self.replaces.licence if self.replaces is not None else None
        return Licence.objects.grant(self.licence_kind, said, case=self.case, replaces=old, by=by)

    def _lay_out(self, desk: Desk, *, by: Officer) -> None:
        """The papers as they leave, number, date and check on them: nothing of them changes any more."""
        assert self.entry is not None, "it was just numbered"
        for place, paper in enumerate(self.signed_papers, start=1):
            of_licence = paper.kind == PaperKind.LICENCE and self.licence is not None
            token = self.licence.token if of_licence and self.licence else secrets.token_hex(TOKEN_BYTES)
            code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
            number = self.licence.licence_number if of_licence and self.licence else self.entry.letter_number
            whole = replace(
                with_late(paper, late_words(self)),
                number=number,
                dated_on=localdate(desk.moment),
                check=Check(check_address(token), code),
            )
            IssuedPaper.objects.record(
                "laid_out",
                by=by,
                issue=self,
                place=place,
                kind=paper.kind.value,
                number=number,
                token=token,
                code=code,
                paper=whole.as_json(),
            )

    def note_sent(self, desk: Desk, *, by: Actor) -> None:
        """It left under its number: at the desk, in the commit in which it does."""
        with self.change("sent", by=by):
            self._must_be(Stage.NUMBERED)
            self.stage, self.sent_at = Stage.SENT, desk.moment
        if self.case is not None and self.case.told_at is None and self.case.decided_at is not None:
            self.case.note_told(by=by)

    def mail_again(self, to: Recipient, *, by: Officer) -> None:
        """To another address, or once more to the same: under its number, with the same files, by an officer's word.

        Raises `Refusal`: not_now, bad_address, no_recipient, no_mailbox, no_duty.
        """
        [one] = each_once([to])
        if not one.address:
            raise Refusal("bad_address", "ยังไม่ได้ส่ง เพราะยังไม่มีที่อยู่อีเมล โปรดพิมพ์ชื่อแล้วตามด้วยอีเมล ไม่มีข้อมูลใดเปลี่ยน")
        with self.change("mailed_again", by=by) as desk:
            self._must_be(Stage.SENT)
            assert self.entry is not None
            Dispatch.objects.make(self.entry, [one], self.entry.covering(desk), by=by)
            self.recipients = [*self.recipients, [one.name, one.address]]

    def void(self, because: str, *, by: Officer) -> None:
        """It has its number and will not leave: a line through the row, the licence was never in force.

        Raises `Refusal`: not_now, no_reason, sent_already, no_duty.
        """
        with one_at_a_time(self.agency_id):
            with self.change("voided", by=by):
                self._must_be(Stage.NUMBERED)
                assert self.entry is not None
                reason = reason_in(because, undone="ยกเลิก", stays="เอกสารเดิมอยู่ครบ")[:REASON_MAX]
                self.ended_because, self.stage = reason, Stage.VOIDED
            self.entry.void(reason, by=by)
            if self.licence is not None:
                self.licence.annul(reason, by=by)

    # what must hold

    def _must_be(self, *stages: Stage) -> None:
        """Raises `Refusal("not_now")`."""
        if self.stage not in stages:
            raise Refusal(
                "not_now",
                f"ทำไม่ได้แล้ว เพราะเอกสารนี้อยู่ที่ขั้น “{Stage(self.stage).label}” โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน",
            )

    def _must_be_whole(self) -> None:
        """Raises `Refusal`: lacking, not_decided."""
        if lacks := self.lacks:
            raise Refusal("lacking", f"ยังลงนามไม่ได้ เพราะยังขาด {', '.join(lacks)} โปรดกรอกในร่าง ร่างอยู่ครบ")
        due = {kind: state for state, kind in OF_A_RESULT.items()}.get(self.paper_kind)
        if self.case is not None and due is not None and self.case.state != due:
            raise Refusal(
                "not_decided",
                f"ยังลงนามไม่ได้ เพราะผลพิจารณาของเรื่องนี้ไม่ใช่ “{due.label}” โปรดเสนอพิจารณาก่อน ร่างอยู่ครบ",
            )


class IssuedPapers(RecordedManager["IssuedPaper"]):
    def to_be_prolonged(self, moment: datetime) -> models.QuerySet[IssuedPaper]:
        """Sealed here, and due for a stamp, for lists, or for one stamp more; what waits longest first."""
        return self.filter(prolong_at__lte=moment, certificate__isnull=False).order_by("prolong_at", "pk")


class IssuedPaper(Recorded):
    """One file of an issue: what it says, where it is checked, and the file that left."""

    personal: ClassVar[frozenset[str]] = frozenset({"paper", "name"})
    operational: ClassVar[frozenset[str]] = frozenset(
        {"made_sha256", "made_size", "prolong_at", "prolong_tries"}
    )

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="issued", db_index=False)
    place = models.PositiveSmallIntegerField("ลำดับ")
    kind = models.CharField("ชนิด", max_length=20)
    number = models.CharField("เลขที่", max_length=100)
    token = models.CharField(max_length=2 * TOKEN_BYTES, unique=True)
    code = models.CharField("รหัสตรวจสอบ", max_length=CODE_LENGTH)
    paper = models.JSONField("เนื้อหา", default=dict)  # as `Paper`
    made_sha256 = models.CharField(
        max_length=64, blank=True
    )  # before the seal: made again from `paper`, were it lost
    made_size = models.BigIntegerField(default=0)
    name = models.CharField("ชื่อไฟล์", max_length=FILE_NAME_MAX, blank=True)
    sha256 = models.CharField("ค่าแฮชของไฟล์", max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField("ทำไฟล์เสร็จเมื่อ", null=True)
    certificate = models.ForeignKey(
        SealingCertificate,
        models.PROTECT,
        null=True,
        verbose_name="ประทับด้วย",
        related_name="+",
        db_index=False,
    )
    level = models.CharField("ระดับ", max_length=10, blank=True)  # as `Level`; empty: not sealed
    # The same with what keeps its seal provable; the file that left stays as it left.
    kept_sha256 = models.CharField("ค่าแฮชของฉบับเก็บรักษา", max_length=64, blank=True)
    kept_size = models.BigIntegerField(default=0)
    kept_level = models.CharField("ระดับของฉบับเก็บรักษา", max_length=10, blank=True)  # as `Level`
    prolong_at = models.DateTimeField(null=True)  # null: nothing more is to be done
    prolong_tries = models.PositiveSmallIntegerField(default=0)  # since it came further

    objects: ClassVar[IssuedPapers] = IssuedPapers()

    class Meta:
        verbose_name = "เอกสารที่ออก"
        constraints = [models.UniqueConstraint(fields=["agency", "issue", "place"], name="issued_paper_once")]
        indexes = [
            models.Index(fields=["sha256"], name="issued_by_file"),
            models.Index(fields=["agency", "number"], name="issued_by_number"),
            models.Index(
                fields=["agency", "prolong_at"],
                condition=Q(prolong_at__isnull=False),
                name="issued_to_be_prolonged",
            ),
        ]

    def __str__(self) -> str:
        return f"issued paper {self.pk}"

    @property
    def as_paper(self) -> Paper:
        return Paper.from_json(self.paper)

    @property
    def kept(self) -> KeptFile:
        assert self.sha256, "it is not made yet"
        return KeptFile(self.name, "application/pdf", self.sha256, self.size)

    @property
    def stamp_said(self) -> str:
        """How well the seal is proven, in Thai; of a file that is sealed."""
        of_it = Level(self.level).thai
        return f"{of_it} · ฉบับที่หน่วยงานเก็บ{Level(self.kept_level).thai}" if self.kept_sha256 else of_it

    def note_made(self, sha256: str, size: int) -> None:
        """The file before its seal is kept."""
        self.made_sha256, self.made_size = sha256, size
        rows = type(self).across_agencies.filter(pk=self.pk)
        rows.lease(made_sha256=sha256, made_size=size)  # type: ignore[attr-defined]

    def note_scanned(self, sha256: str, size: int, *, by: Actor) -> None:
        """The signed paper became this file."""
        with self.change("scanned", by=by, sha256=sha256):
            self.note_made(sha256, size)

    def prolonged(self, sha256: str, size: int, level: Level, *, by: Actor) -> None:
        """What is kept came further; the version before is the beginning of this one."""
        with self.change("completed", by=by, level=level.value):
            self.kept_sha256, self.kept_size, self.kept_level = sha256, size, level.value

    def give_up_prolonging(self, because: str, *, by: Actor) -> None:
        """Nothing more can be put behind it."""
        with self.change("not_completed", by=by, because=because):
            self.prolong_again(None)

    def prolong_again(self, at: datetime | None, *, tries: int = 0) -> None:
        rows = type(self).across_agencies.filter(pk=self.pk)
        rows.lease(prolong_at=at, prolong_tries=tries)  # type: ignore[attr-defined]

    def finish(
        self, file: KeptFile, *, certificate: SealingCertificate | None, level: str, by: Actor
    ) -> None:
        """The file is as it leaves. One that was finished before stays."""
        with self.change("finished", by=by) as desk:
            if self.sha256:
                return
            self.name, self.sha256, self.size = file.name, file.sha256, file.size
            self.certificate, self.level, self.finished_at = certificate, level, desk.moment
            self.prolong_again(desk.moment if certificate is not None else None)
