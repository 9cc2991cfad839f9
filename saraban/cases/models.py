"""เรื่อง: one matter of one applicant, from the letter that opened it to its decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case as Choice
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.timezone import localdate, localtime

from saraban.agencies.duties import HEADS, MACHINE
from saraban.agencies.models import Officer, Unit
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.catalogue import Manual, Service
from saraban.cases.letters import Matter, Wording
from saraban.cases.states import DECIDED, ENDED, OPEN, State, after
from saraban.law.administrative_procedure_act_2539 import AppealRule
from saraban.law.electronic_act_2565 import ReplyBy, section_11_reply_by
from saraban.law.initial_level_manual_2566 import HighRisk, decide_proven
from saraban.law.refusal import Refusal, reason_in
from saraban.mail.composition import ANSWERABLE
from saraban.mail.models import (
    ADDRESS_MAX,
    REASON_MAX,
    Draft,
    InboundEmail,
    KeptFile,
    Mailbox,
    OutboundEmail,
)
from saraban.mail.references import LENGTH as REFERENCE_LENGTH
from saraban.mail.references import new_reference
from saraban.registers.models import (
    PARTY_MAX,
    UNDO,
    IncomingEntry,
    central_mailbox,
    office_of,
    sees_restricted,
)
from saraban.registers.models import restricted_for as restricted_entries_for
from saraban.tenancy.scope import current_agency

PHONE_MAX = 100
TIMES_MAX = 3  # that a mail is sent to a mailbox that is full
AGAIN_AT_ONCE_MAX = 200
REPLIES = [(ReplyBy.ELECTRONIC.value, "ทางอิเล็กทรอนิกส์"), (ReplyBy.PAPER.value, "เป็นกระดาษ")]
SEE_RESTRICTED = HEADS


class Side(models.TextChoices):
    """Whose turn it is."""

    OFFICE = "office", "หน่วยงาน"
    APPLICANT = "applicant", "ผู้ยื่น"
    HEAD = "head", "ผู้อนุญาต"
    OTHERS = "others", "หน่วยงานอื่น"
    NOBODY = "", "–"


class Cases(RecordedManager["Case"]):
    def open(
        self, entry: IncomingEntry, service: Service, *, by: Actor, officer: Officer | None = None
    ) -> Case:
        """A registered letter becomes a case. Raises `Refusal`: in_a_case, not_registered, no_manual, no_duty."""
        with one_at_a_time(current_agency().pk) as desk:
            entry.refresh_from_db()
            _must_be_registered(entry)
            _must_be_in_no_case(entry, by=by)
            manual = service.manual(localdate(desk.moment))
            email = entry.email
            route = entry.last_route()
            case = self.record(
                "opened",
                by=by,
                manual=manual,
                service=service,
                entry=entry,
                applicant=entry.sender[:PARTY_MAX],
                address=email.answer_address if email is not None else "",
                replies=section_11_reply_by(filed_electronically=email is not None),
                unit=route.unit or (officer.unit if officer is not None else None),
                officer=officer or route.officer,
                restricted=entry.restricted or service.is_complaint,
                opened_at=desk.moment,
                waits_for=Side.OFFICE,
                due_on=localdate(entry.deemed_at),
            )
            CaseLetter.objects.put(desk, case, entry, CaseLetter.OPENED, by=by)
        return case

    def seen_by(self, officer: Officer) -> QuerySet[Case]:
        """All but the restricted ones that are no business of this officer's."""
        return self.exclude(restricted_for(officer))

    def with_hidden(self, officer: Officer) -> QuerySet[Case]:
        return self.annotate(
            hidden=Choice(When(restricted_for(officer), then=Value(True)), default=Value(False))
        )

    def still_open(self) -> QuerySet[Case]:
        return self.filter(ended_at=None)

    def work_of(self, officer: Officer) -> QuerySet[Case]:
        """What this officer has open, and what their unit has that nobody took; the most urgent first."""
        theirs = Q(officer=officer)
        if officer.unit_id is not None:
            nobody = Q(officer=None) | Q(officer__active=False)
            theirs |= nobody & Q(unit=officer.unit_id)
        return self.still_open().filter(theirs).exclude(restricted_for(officer)).order_by("due_on", "pk")

    def of_entry(self, entry: IncomingEntry) -> Case | None:
        """The case that the letter has joined."""
        letter = (
            CaseLetter.objects.filter(entry=entry, state=CaseLetter.JOINED).select_related("case").first()
        )
        return letter.case if letter is not None else None


def restricted_for(officer: Officer, of: str = "") -> Q:
    """Cases that are no business of this officer's: restricted, not theirs, and the head did not name them (guide #3.1).

    `of`: how rows of another kind name their case, "case__".
    """
    if officer.duties & SEE_RESTRICTED:
        return Q(pk__in=[])
    named = CaseViewer.objects.filter(case=OuterRef(f"{of}pk"), officer=officer, ended_at=None)
    theirs = Q(**{f"{of}officer": officer})
    return Q(**{f"{of}restricted": True}) & ~theirs & Q(~Exists(named))


def entries_hidden_from(officer: Officer) -> Q:
    """Entries that are no business of this officer's: restricted, not handed on to them, and in no case that is theirs or
    that the head lets them see."""
    if sees_restricted(officer):
        return Q(pk__in=[])
    named = CaseViewer.objects.filter(officer=officer, ended_at=None, case__restricted=True)
    theirs = Q(case__officer=officer) | Q(case__in=named.values("case"))
    joined = CaseLetter.objects.filter(theirs, state=CaseLetter.JOINED)
    return restricted_entries_for(officer) & ~Q(pk__in=joined.values("entry"))


def _must_be_registered(entry: IncomingEntry) -> None:
    if entry.recalled_at is not None or entry.old_register_id is not None or entry.recovery_id is not None:
        raise Refusal(
            "not_registered",
            f"ยังเปิดเรื่องไม่ได้ เพราะเลขรับ {entry.receipt_number} ไม่มีหนังสือที่ลงรับอยู่ในระบบ โปรดลงรับก่อน รายการเดิมอยู่ครบ",
        )


def _must_be_in_no_case(entry: IncomingEntry, *, by: Actor) -> None:
    """Whoever sees the letter is told that it is in a case, and in which where they may see that one."""
    letter = (
        CaseLetter.objects.filter(entry=entry, state=CaseLetter.JOINED).select_related("case__entry").first()
    )
    if letter is not None:
        seen = not isinstance(by, Officer) or Case.objects.seen_by(by).filter(pk=letter.case_id).exists()
        where = (
            f"เรื่องเลขรับ {letter.case.number} แล้ว โปรดเปิดเรื่องนั้น"
            if seen
            else "เรื่องที่จำกัดผู้เห็นแล้ว โปรดถามหัวหน้าหน่วยงาน"
        )
        raise Refusal("in_a_case", f"ไม่ได้เปิดเรื่องซ้ำ เพราะหนังสือนี้อยู่ใน{where} ไม่มีข้อมูลใดเปลี่ยน")


class Case(Recorded):
    """One matter. Office and citizen call it by the เลขรับ of the letter that opened it."""

    personal: ClassVar[frozenset[str]] = frozenset({"applicant", "address", "phone", "ended_because"})
    operational: ClassVar[frozenset[str]] = frozenset(
        {"reference"}
    )  # whoever knows it is taken for the applicant

    service = models.ForeignKey(
        Service, models.PROTECT, verbose_name="บริการ", related_name="cases", db_index=False
    )
    manual = models.ForeignKey(Manual, models.PROTECT, verbose_name="คู่มือ", related_name="+", db_index=False)
    entry = models.OneToOneField(IncomingEntry, models.PROTECT, verbose_name="เลขรับ", related_name="case")
    applicant = models.CharField("ผู้ยื่น", max_length=PARTY_MAX)
    address = models.CharField("อีเมล", max_length=ADDRESS_MAX, blank=True)
    phone = models.CharField("โทรศัพท์", max_length=PHONE_MAX, blank=True)
    replies = models.CharField("ประสงค์ให้ตอบ", max_length=12, choices=REPLIES, default=ReplyBy.ELECTRONIC)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, verbose_name="หน่วย", related_name="+", db_index=False
    )
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้รับผิดชอบ", related_name="+", db_index=False
    )
    reference = models.CharField("รหัสเรื่อง", max_length=REFERENCE_LENGTH, default=new_reference)
    state = models.CharField("ขั้น", max_length=20, choices=State.choices, default=State.CHECKING)
    waits_for = models.CharField("รอ", max_length=12, choices=Side.choices, blank=True)
    due_on = models.DateField("กำหนด", null=True)
    opened_at = models.DateTimeField("เปิดเรื่องเมื่อ")
    complete_on = models.DateField("คำขอครบถ้วนวันที่", null=True)
    decided_at = models.DateTimeField("พิจารณาเสร็จเมื่อ", null=True)
    told_at = models.DateTimeField("แจ้งผลเมื่อ", null=True)
    ended_at = models.DateTimeField("สิ้นสุดเมื่อ", null=True)
    ended_because = models.CharField("เพราะ", max_length=REASON_MAX, blank=True)
    unreachable_at = models.DateTimeField("ติดต่อไม่ได้ตั้งแต่", null=True)
    heard_at = models.DateTimeField("ผู้ยื่นติดต่อล่าสุด", null=True)  # by a letter, by telephone, at the counter
    restricted = models.BooleanField("จำกัดผู้เห็น", default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, verbose_name="รวมกับ", related_name="merged"
    )

    objects: ClassVar[Cases] = Cases()

    class Meta:
        verbose_name = "เรื่อง"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="case_states"),
            models.UniqueConstraint(fields=["agency", "reference"], name="case_of_a_reference"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN + DECIDED) | Q(ended_at__isnull=False), name="case_ended_at"
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "officer", "due_on"], condition=Q(ended_at=None), name="case_work"
            ),
            models.Index(
                fields=["agency", "unit", "due_on"],
                condition=Q(ended_at=None, officer=None),
                name="case_work_of_a_unit",
            ),
            models.Index(fields=["agency", "due_on"], condition=Q(ended_at=None), name="case_due"),
            models.Index(
                fields=["agency", "state", "due_on"], condition=Q(ended_at=None), name="case_by_state"
            ),
            models.Index(fields=["agency", "service", "-opened_at"], name="case_of_a_service"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def number(self) -> str:
        return self.entry.receipt_number

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def risk(self) -> HighRisk | None:
        """For what the applicant proves who they are: what they ask for, or that they take it back (guide #3.3)."""
        if not self.withdrawals.filter(ended_at=None).exists():
            return self.manual.high_risk
        return HighRisk.WITHDRAWN_COMPLAINT if self.service.is_complaint else HighRisk.WITHDRAWN_APPLICATION

    @property
    def can_be_mailed(self) -> bool:
        """Whether they are written to by e-mail: where they have an address, and did not ask for paper (Act 2565 s.11)."""
        if self.replies != ReplyBy.ELECTRONIC:
            return False
        return bool(ANSWERABLE.match(self.address)) and self.address.lower() not in Mailbox.addresses()

    @property
    def why_no_mail(self) -> str:
        """`ขอให้ตอบเป็นกระดาษ`: of the applicant, where no e-mail goes to them; else empty."""
        if self.can_be_mailed:
            return ""
        return "ขอให้ตอบเป็นกระดาษ" if self.replies != ReplyBy.ELECTRONIC else "ไม่มีอีเมลที่ใช้ได้"

    @property
    def appeal_rule(self) -> AppealRule | None:
        """As its manual has it; where that has none, as the service has it by now."""
        newest = self.service.manual() if self.manual.appeal_rule is None else None
        return newest.appeal_rule if newest is not None else self.manual.appeal_rule

    @property
    def mailbox(self) -> Mailbox | None:
        return self.entry.mailbox or central_mailbox()

    @contextmanager
    def move(self, verb: str, *, by: Actor, **facts: object) -> Iterator[Desk]:
        """`change`, by the table of states. Who comes out of it says whose turn it is. Raises `Refusal("not_now")`."""
        with self.change(verb, by=by, **facts) as desk:
            self.state = after(self.state, verb)
            yield desk
            if self.state in ENDED:
                if self.state not in DECIDED:
                    self.ended_at = self.ended_at or desk.moment
                    self.waits_for, self.due_on = Side.NOBODY, None
                self._close_what_stands()
            else:
                self.ended_at, self.ended_because = None, ""

    def _close_what_stands(self) -> None:
        """Nothing goes on by itself around a case that is decided or at its end."""
        for request in self.requests.filter(ended_at=None):
            request.close(by=MACHINE)
        for hold in self.holds.filter(ended_at=None):
            hold.end(f"เรื่องสิ้นสุด ({State(self.state).label})", by=MACHINE, goes_on=False)
        for pause in self.pauses.filter(last_day=None):
            pause.end(by=MACHINE)
        for proposal in self.proposals.filter(word="waiting"):
            proposal.close(by=MACHINE)
        for proofing in self.proofings.filter(state__in=["offered", "appointed"]):
            proofing.call_off(by=MACHINE)
        for notice in self.delays.filter(sent_at=None, dropped_at=None):
            notice.drop(by=MACHINE)
        for withdrawal in self.withdrawals.filter(ended_at=None):
            withdrawal.drop(by=MACHINE)
        if self.state != State.APPROVED:  # who was granted it may still have to pay
            for bill in self.bills.filter(invoice__state="due").select_related("invoice"):
                if not bill.invoice.paid:  # else it is finance that gives back what came
                    bill.invoice.cancel(f"เรื่องสิ้นสุด ({State(self.state).label})", by=MACHINE)

    # who has it

    def assign(self, officer: Officer | None, unit: Unit | None, *, by: Actor) -> None:
        """มอบ: to an officer, or to a unit of which nobody has it yet. Raises `Refusal`: nobody, ended."""
        with self.change("assigned", by=by):
            self.must_be_open()
            if officer is None and unit is None:
                raise Refusal("nobody", "ยังไม่ได้มอบเรื่อง เพราะยังไม่ได้เลือกหน่วยหรือเจ้าหน้าที่ ผู้รับผิดชอบเดิมคงอยู่")
            self.officer, self.unit = officer, unit or (officer.unit if officer is not None else None)

    def take(self, *, by: Officer) -> None:
        """รับไว้ดำเนินการ: what nobody had is theirs from now on. Raises `Refusal`: taken, ended."""
        with self.change("taken", by=by):
            self.must_be_open()
            if self.officer_id not in (None, by.pk):
                raise Refusal(
                    "taken", "มีผู้รับผิดชอบเรื่องนี้แล้ว ดูชื่อที่หัวเรื่อง หากต้องการรับช่วง โปรดกด “มอบ” ไม่มีข้อมูลใดเปลี่ยน"
                )
            self.officer, self.unit = by, self.unit or by.unit

    def correct_applicant(self, *, by: Actor, **said: str) -> None:
        """Name, address, telephone, and how they want to be answered. Raises `Refusal`: no_name, bad_address."""
        with self.change("applicant_corrected", by=by):
            for name, most in (("applicant", PARTY_MAX), ("address", ADDRESS_MAX), ("phone", PHONE_MAX)):
                setattr(self, name, said.get(name, getattr(self, name)).strip()[:most])
            self.replies = ReplyBy(said.get("replies", self.replies))
            if not self.applicant:
                raise Refusal("no_name", "ยังไม่ได้บันทึก เพราะยังไม่มีชื่อผู้ยื่น โปรดพิมพ์ชื่อ ข้อมูลเดิมอยู่ครบ")
            if self.address and not ANSWERABLE.match(self.address):
                raise Refusal(
                    "bad_address",
                    "ยังไม่ได้บันทึก เพราะที่อยู่อีเมลไม่ถูกรูปแบบ (เช่น name@example.com) โปรดแก้ ข้อมูลเดิมอยู่ครบ",
                )

    def restrict(self, *, by: Actor) -> None:
        """From here on only who has it, the head and whom the head names see it, its letters and what was merged into it
        (guide #3.1)."""
        with self.change("restricted", by=by):
            self.restricted = True
            for letter in self.letters.filter(state=CaseLetter.JOINED).select_related("entry"):
                letter.restrict_entry(by=by)
            for twin in self.merged.filter(restricted=False):
                twin.restrict(by=by)

    def open_to_all(self, *, by: Actor) -> None:
        """Take the restriction back, of its letters too; a complaint stays restricted unless the head says so."""
        with self.change("opened_to_all", by=by):
            self.restricted = False
            joined = self.letters.filter(state=CaseLetter.JOINED, entry__restricted=True)
            for letter in joined.select_related("entry"):
                letter.entry.open_to_all(by=by)

    def name_viewer(self, officer: Officer, *, by: Officer) -> CaseViewer:
        """The head names who may see a restricted case (guide #3.1). One who may already is given back."""
        seen = self.viewers.filter(officer=officer, ended_at=None).first()
        return seen or CaseViewer.objects.record("named", by=by, case=self, officer=officer)

    # how it ends without a decision

    def answer(self, because: str, *, by: Actor) -> None:
        """What needs no permission was done: a complaint seen to, a question answered. Raises as `end`, and not_proven
        for one of high risk."""
        decide_proven(self.manual.high_risk, self.proofings.proofs(self))
        self.end("answered", because, by=by)

    def end(self, verb: str, because: str, *, by: Actor) -> None:
        """Raises `Refusal`: no_reason, not_now."""
        with self.move(verb, by=by):
            reason = reason_in(because, undone="บันทึก", stays="เรื่องเดิมอยู่ครบ")
            self.ended_because = reason[:REASON_MAX]

    def note_told(self, *, by: Actor) -> None:
        """The applicant has the result: a decided case is at its end. Raises `Refusal("not_decided")`."""
        with self.change("told", by=by) as desk:
            if self.state not in DECIDED or self.told_at is not None:
                raise Refusal("not_decided", "ยังบันทึกไม่ได้ เพราะเรื่องนี้ยังไม่มีผลพิจารณาหรือแจ้งผลไปแล้ว ไม่มีข้อมูลใดเปลี่ยน")
            self.told_at = self.ended_at = desk.moment
            self.waits_for, self.due_on = Side.NOBODY, None

    def reopen(self, *, by: Actor) -> None:
        """รับเรื่องกลับมาดำเนินการ: from the check of its papers on. Raises `Refusal("not_now")`."""
        with self.move("reopened", by=by) as desk:
            self.waits_for, self.due_on, self.complete_on = Side.OFFICE, localdate(desk.moment), None
        for forwarding in self.forwardings.order_by("-pk")[:1]:
            forwarding.call_back(by=by)

    def merge_into(self, other: Case, *, by: Actor) -> None:
        """The same matter came twice: its letters go to the other, and it ends. Raises `Refusal`: same_case, not_now."""
        with one_at_a_time(self.agency_id):
            if other.pk == self.pk or not Case.objects.filter(pk=other.pk, ended_at=None).exists():
                raise Refusal(
                    "same_case", "ยังไม่ได้รวมเรื่อง เพราะเรื่องปลายทางต้องเป็นอีกเรื่องหนึ่งที่ยังดำเนินการอยู่ ไม่มีข้อมูลใดเปลี่ยน"
                )
            with self.move("merged", by=by):
                self.merged_into, self.ended_because = other, f"รวมกับเรื่องเลขรับ {other.number}"
            for one, twin in ((self, other), (other, self)):
                if twin.restricted and not one.restricted:
                    one.restrict(by=by)
            for letter in self.letters.all():
                letter.go_to(other, by=by)

    def split_off(self, *, by: Actor) -> None:
        """What was merged is a case of its own again, with its own letter. Raises `Refusal("not_now")`."""
        with one_at_a_time(self.agency_id):
            with self.move("split_off", by=by) as desk:
                self.merged_into = None
                self.waits_for, self.due_on = Side.OFFICE, localdate(desk.moment)
            CaseLetter.objects.get(entry=self.entry).go_to(self, by=by)

    # letters

    def note_letter(self, *, by: Actor) -> None:
        """A letter of the applicant's joined: the check goes on, and they are alive."""
        with self.move("letter_came", by=by) as desk:
            self.unreachable_at, self.heard_at = None, desk.moment
            if self.state == State.CHECKING:
                self.waits_for, self.due_on = Side.OFFICE, localdate(desk.moment)

    def note_unreachable(self, *, by: Actor) -> None:
        """A mail of the case came back: who holds it finds another way (guide #3.1)."""
        with self.change("unreachable", by=by) as desk:
            self.unreachable_at = self.unreachable_at or desk.moment

    def note_reached(self, *, by: Actor) -> None:
        """The applicant was reached in another way, by telephone or at the counter."""
        with self.change("reached", by=by) as desk:
            self.unreachable_at, self.heard_at = None, desk.moment

    def matter(self, by: Actor) -> Matter:
        """What each letter of the case says. Whom to call: who writes it; where the clock does, whoever has the case."""
        office = office_of(self.mailbox)
        officer = by if isinstance(by, Officer) else self.officer
        own = officer.phone if officer is not None else ""
        of_unit = self.unit.phone if self.unit is not None else ""
        return Matter(
            office=office,
            applicant=self.applicant,
            service=self.service.name,
            receipt_number=self.number,
            reference=self.reference,
            officer=officer.name if officer is not None else office.registry_name,
            phone=own or of_unit or office.registry_phone,
        )

    def mail(
        self, wording: Wording, desk: Desk, *, about: str, by: Actor, times: int = 1, **more: Any
    ) -> CaseMail | None:
        """Lay a mail to the applicant into the outbox, in the caller's commit; None where they have no address.

        `about`: one of `CaseMail.ABOUT`. `times`: the how-manieth sending it is. `more`: further columns of its `Draft`.
        """
        if not self.can_be_mailed:
            return None
        to = (self.applicant, self.address)
        letter = self._compose(wording, desk, to=to, answers=self._last_email(), by=by, **more)
        if letter is None:
            return None
        return CaseMail.objects.record("mailed", by=by, case=self, letter=letter, about=about, times=times)

    def write_to(
        self,
        name: str,
        address: str,
        wording: Wording,
        desk: Desk,
        *,
        attached: Sequence[KeptFile] = (),
        about: str = "issuer",
        by: Actor,
    ) -> CaseMail | None:
        """Lay a mail to another office into the outbox, in a thread of its own: what they answer joins as theirs.

        `about`: whether it issued a paper, or has the case from now on. None where the agency has no mailbox. Raises `Refusal("bad_address")`.
        """
        address = address.strip()
        if not ANSWERABLE.match(address) or address.lower() in Mailbox.addresses():
            raise Refusal(
                "bad_address",
                "ยังไม่ได้ส่ง เพราะที่อยู่อีเมลของปลายทางไม่ถูกรูปแบบ (เช่น saraban@nongbua.go.th) หรือเป็นของหน่วยงานเราเอง "
                "โปรดแก้ สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
        letter = self._compose(wording, desk, to=(name, address), answers=None, by=by, attached=attached)
        if letter is None:
            return None
        return CaseMail.objects.record("mailed", by=by, case=self, letter=letter, about=about)

    def mail_copy(self, wording: Wording, desk: Desk, *, to: tuple[str, str], by: Actor) -> None:
        """The same words to somebody else, (name, address), without the code that is the applicant's; nothing where no
        address is set."""
        if to[1] and self.mailbox is not None:
            body = "\n".join(line for line in wording.body.split("\n") if self.reference not in line)
            copy = Wording(f"สำเนา: {wording.subject}", body)
            letter = self._compose(copy, desk, to=to, answers=None, by=by)
            CaseMail.objects.record("mailed", by=by, case=self, letter=letter, about=CaseMail.COPY)

    def _compose(
        self,
        wording: Wording,
        desk: Desk,
        *,
        to: tuple[str, str],
        answers: InboundEmail | None,
        by: Actor,
        **more: Any,
    ) -> OutboundEmail | None:
        mailbox = self.mailbox
        if mailbox is None:
            return None
        name, address = to
        draft = Draft(
            kind=OutboundEmail.CASE,
            to_address=address,
            to_name=name,
            subject=wording.subject,
            body=wording.body,
            leaves_at=desk.moment + UNDO,
            automatic=False,
            answers=answers,
            **more,
        )
        return OutboundEmail.objects.compose(
            draft, mailbox=mailbox, from_name=office_of(mailbox).from_name, by=by
        )

    def _last_email(self) -> InboundEmail | None:
        """The applicant's last mail, whose thread ours goes on."""
        joined = self.letters_of_applicant().filter(entry__email__isnull=False)
        last = joined.select_related("entry__email").order_by("-pk").first()
        return last.entry.email if last is not None else None

    def letters_of_applicant(self) -> QuerySet[CaseLetter]:
        """What joined, but for answers of those who issued a paper: these complete nothing, and are nobody's sign of life."""
        return self.letters.filter(state=CaseLetter.JOINED).exclude(how=CaseLetter.ISSUER)

    def made_whole_on(self, looked_at: datetime | None) -> date:
        """The legal day of the letter that made the application complete: the last that was there when its papers were
        looked at last; all of them where none was to be looked at."""
        letters = self.letters_of_applicant().select_related("entry")
        if looked_at is not None:
            letters = letters.filter(joined_at__lte=looked_at)
        last = letters.order_by("-entry__deemed_at").first()
        return localdate(last.entry.deemed_at) if last is not None else localdate(self.entry.deemed_at)

    def unheard(self) -> InboundEmail | CaseLetter | None:
        """A letter that may be the applicant's and that nobody has looked at: on the desk, or proposed to the case."""
        proposed = self.letters.filter(state=CaseLetter.PROPOSED).select_related("entry").first()
        if proposed is not None:
            return proposed
        receipts = self.letters_of_applicant().filter(entry__email__isnull=False).values("entry__email")
        answers = Q(answers__case_mail__case=self) | Q(answers__in_reply_to__in=receipts)
        answers |= Q(reference=self.reference)
        waiting = InboundEmail.objects.filter(
            answers, state=InboundEmail.UNSORTED, bounce=False, automatic=""
        )
        return waiting.order_by("pk").first()

    def must_be_unheard_of(self) -> None:
        """Before anything is done because the applicant is silent. Raises `Refusal("unheard")`."""
        heard = self.unheard()
        if heard is not None:
            where = (
                f"เลขรับ {heard.entry.receipt_number} ที่หน้าเรื่อง"
                if isinstance(heard, CaseLetter)
                else "หนังสือบนโต๊ะที่ยังไม่ได้ลงรับ"
            )
            raise Refusal(
                "unheard",
                f"ยังไม่ได้ทำ เพราะอาจมีหนังสือของผู้ยื่นที่ยังไม่มีใครดู ({where}) โปรดดูหนังสือนั้นก่อน เรื่องเดิมอยู่ครบ",
            )

    def must_be_open(self) -> None:
        if not self.is_open:
            raise Refusal(
                "ended",
                f"ยังไม่ได้ทำ เพราะเรื่องนี้สิ้นสุดแล้ว ({self.get_state_display()}) หากต้องดำเนินการต่อ โปรดรับเรื่องกลับมาก่อน",
            )


class CaseLetters(RecordedManager["CaseLetter"]):
    def join(self, case: Case, entry: IncomingEntry, how: str, *, by: Actor) -> CaseLetter:
        """The letter belongs to the case, and the check of its papers goes on. Raises `Refusal`: in_a_case, not_now."""
        with one_at_a_time(case.agency_id) as desk:
            _must_be_in_no_case(entry, by=by)
            letter = self.filter(entry=entry).first()
            if letter is not None and letter.case_id == case.pk and letter.state == CaseLetter.PROPOSED:
                letter.accept(by=by)
                return letter
            of_issuer = is_of_another_office(case, entry)
            letter = self.put(desk, case, entry, CaseLetter.ISSUER if of_issuer else how, by=by)
            if not of_issuer:
                case.note_letter(by=by)
        return letter

    def put(self, desk: Desk, case: Case, entry: IncomingEntry, how: str, *, by: Actor) -> CaseLetter:
        """Where it was proposed to another case, or declined there, that row says now where it is."""
        columns = {"case": case, "how": how, "state": CaseLetter.JOINED, "joined_at": desk.moment}
        letter = self.filter(entry=entry).first()
        if letter is None:
            letter = self.record("joined", by=by, entry=entry, **columns)
        else:
            with letter.change("joined", by=by):
                for name, value in columns.items():
                    setattr(letter, name, value)
        letter.restrict_entry(by=by)
        return letter

    def after_the_end(self, officer: Officer) -> QuerySet[CaseLetter]:
        """Letters of the last month to cases of this officer's that were over by then: nobody waits for them there."""
        lately = localtime() - timedelta(days=30)
        late = self.filter(
            state=self.model.JOINED,
            joined_at__gt=lately,
            case__officer=officer,
            case__ended_at__lt=F("joined_at"),
        )
        return late.select_related("case__entry", "entry").order_by("-pk")

    def propose(self, case: Case, entry: IncomingEntry, *, by: Actor) -> CaseLetter | None:
        """A stranger quotes the number: an officer says whether it is the case's. None where that was answered."""
        with one_at_a_time(case.agency_id) as desk:
            if self.filter(entry=entry).exists():
                return None
            return self.record(
                "proposed",
                by=by,
                case=case,
                entry=entry,
                how=CaseLetter.NUMBER,
                state=CaseLetter.PROPOSED,
                joined_at=desk.moment,
            )


class CaseLetter(Recorded):
    """A registered letter and the case that it belongs to; one that a stranger sent is only proposed."""

    OPENED, THREAD, REFERENCE, NUMBER = "opened", "thread", "reference", "number"
    OFFICER, ISSUER = "officer", "issuer"
    HOW: ClassVar[list[tuple[str, str]]] = [
        (OPENED, "เปิดเรื่อง"),
        (THREAD, "ตอบจดหมายของเรา"),
        (REFERENCE, "อ้างรหัสเรื่อง"),
        (NUMBER, "อ้างเลขรับ"),
        (OFFICER, "เจ้าหน้าที่รวม"),
        (ISSUER, "หน่วยงานอื่นตอบ"),
    ]
    JOINED, PROPOSED, DECLINED = "joined", "proposed", "declined"
    STATES: ClassVar[list[tuple[str, str]]] = [
        (JOINED, "อยู่ในเรื่อง"),
        (PROPOSED, "อาจเป็นของเรื่องนี้"),
        (DECLINED, "ไม่ใช่ของเรื่องนี้"),
    ]

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    entry = models.OneToOneField(IncomingEntry, models.PROTECT, related_name="case_letter")
    how = models.CharField("รวมเพราะ", max_length=10, choices=HOW)
    state = models.CharField(max_length=10, choices=STATES, default=JOINED)
    joined_at = models.DateTimeField("รวมเมื่อ")

    objects: ClassVar[CaseLetters] = CaseLetters()

    class Meta:
        verbose_name = "หนังสือในเรื่อง"

    def __str__(self) -> str:
        return f"letter {self.entry_id} of case {self.case_id}"

    def accept(self, *, by: Actor) -> None:
        """What was proposed is the case's. Raises `Refusal`: not_proposed."""
        self._answer(self.JOINED, by=by)

    def decline(self, *, by: Actor) -> None:
        """It is none of the case's; the letter stays registered. Raises `Refusal`: not_proposed."""
        self._answer(self.DECLINED, by=by)

    def _answer(self, state: str, *, by: Actor) -> None:
        with one_at_a_time(self.agency_id):
            of_issuer = is_of_another_office(self.case, self.entry)
            with self.change(state, by=by) as desk:
                if self.state != self.PROPOSED:
                    raise Refusal("not_proposed", "ตอบไว้แล้วว่าหนังสือนี้เป็นของเรื่องหรือไม่ ไม่มีข้อมูลใดเปลี่ยน")
                self.state, self.joined_at = state, desk.moment
                if of_issuer and state == self.JOINED:
                    self.how = self.ISSUER
                if state == self.JOINED:
                    self.restrict_entry(by=by)
            if state == self.JOINED and not of_issuer:
                self.case.note_letter(by=by)

    def go_to(self, case: Case, *, by: Actor) -> None:
        with self.change("moved", by=by):
            self.case = case
            self.restrict_entry(by=by)

    def restrict_entry(self, *, by: Actor) -> None:
        """A letter of a restricted case is as closed in the register as its case."""
        if self.case.restricted and not self.entry.restricted:
            self.entry.restrict(by=by)


def is_of_another_office(case: Case, entry: IncomingEntry) -> bool:
    """Whether a letter comes from another office to which we wrote about the case: it goes on from our letter, or was
    sent from the address that we wrote to."""
    email = entry.email
    if email is None:
        return False
    asked = CaseMail.objects.filter(about__in=(CaseMail.ISSUER, CaseMail.ONWARD))
    if email.answers is not None:
        if asked.filter(letter=email.answers).exists():
            return True
        before = email.answers.in_reply_to_id
        return (
            before is not None
            and CaseLetter.objects.filter(entry__email=before, how=CaseLetter.ISSUER).exists()
        )
    address = email.sender_address
    return (
        address.lower() != case.address.lower()
        and asked.filter(case=case, letter__to_address__iexact=address).exists()
    )


class CaseMails(RecordedManager["CaseMail"]):
    def send_again_due(self, today: date) -> int:
        """What came back from a full mailbox leaves once more, a day later; how many."""
        due = self.filter(again_on__lte=today).select_related("case", "letter").order_by("pk")
        count = 0
        for mail in due[:AGAIN_AT_ONCE_MAX]:
            count += mail.send_again(by=MACHINE)
        return count


class CaseMail(Recorded):
    """A mail of ours to the applicant, and what it is about: a bounce of it is tied to its case. `ISSUER`, `ONWARD`: to
    one who issued a paper or has the case from now on, whose answers are not the applicant's."""

    ISSUER, ONWARD, COPY = "issuer", "onward", "copy"
    ABOUT: ClassVar[list[tuple[str, str]]] = [
        ("request", "แจ้งแก้ไข"),
        ("return", "คืนคำขอ"),
        ("delay", "แจ้งเหตุล่าช้า"),
        ("result", "แจ้งผล"),
        ("proofing", "ยืนยันตัวตน"),
        ("word", "ตอบผู้ยื่น"),
        (ISSUER, "ขอตรวจสอบเอกสาร"),
        (ONWARD, "ส่งต่อหน่วยงานอื่น"),
        ("bill", "แจ้งชำระเงิน"),
        (COPY, "สำเนาให้ ก.พ.ร."),
    ]
    NOT_OF_APPLICANT = (ISSUER, ONWARD, COPY)

    case = models.ForeignKey(Case, models.PROTECT, related_name="mails")
    letter = models.OneToOneField(OutboundEmail, models.PROTECT, related_name="case_mail")
    about = models.CharField("เรื่อง", max_length=10, choices=ABOUT)
    times = models.PositiveSmallIntegerField("ส่งครั้งที่", default=1)
    again_on = models.DateField("จะส่งอีกครั้ง", null=True)

    objects: ClassVar[CaseMails] = CaseMails()

    class Meta:
        verbose_name = "จดหมายของเรื่อง"
        indexes = [
            models.Index(
                fields=["agency", "again_on"], condition=Q(again_on__isnull=False), name="case_mails_again"
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} mail of case {self.case_id}"

    def call_back(self, *, by: Actor) -> bool:
        """It is not to leave any more, and not once more either; whether it was still here."""
        if self.again_on is not None:
            with self.change("sent_no_more", by=by):
                self.again_on = None
        still_here = self.letter.may_be_recalled
        if still_here:
            self.letter.recall(by=by)
        return still_here

    def put_off(self, *, by: Actor) -> bool:
        """The applicant's mailbox is full: it leaves once more tomorrow. Whether it does: after some times it does not."""
        if self.times >= TIMES_MAX:
            return False
        with self.change("put_off", by=by) as desk:
            self.again_on = localdate(desk.moment) + timedelta(days=1)
        return True

    def send_again(self, *, by: Actor) -> bool:
        """The same words and files in a new mail; nothing where the case is over or has another address by now."""
        case = self.case
        with self.change("sent_again", by=by) as desk:
            self.again_on = None
            elsewhere = not case.can_be_mailed or case.address != self.letter.to_address
            if case.ended_at is not None or elsewhere:
                return False
            wording = Wording(self.letter.subject, self.letter.body)
            again = case.mail(
                wording,
                desk,
                about=self.about,
                by=by,
                attached=self.letter.attached_files,
                times=self.times + 1,
            )
        return again is not None


class CaseViewer(Recorded):
    """Whom the head lets see a restricted case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="viewers")
    officer = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", verbose_name="เจ้าหน้าที่", db_index=False
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "ผู้เห็นเรื่องที่จำกัด"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case", "officer"], condition=Q(ended_at=None), name="viewer_named_once"
            )
        ]

    def __str__(self) -> str:
        return f"viewer {self.officer_id} of case {self.case_id}"

    def end(self, *, by: Officer) -> None:
        with self.change("ended", by=by) as desk:
            self.ended_at = self.ended_at or desk.moment
