"""What becomes of a letter that gets no number: sent to the wrong agency, spam, or nothing to register (guide #2.1, #2.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.utils.timezone import localtime

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer, Profile
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.contacts.models import Contact
from saraban.law.refusal import Refusal
from saraban.mail.gateway import Role
from saraban.mail.models import REASON_MAX, Draft, InboundEmail, OutboundEmail
from saraban.mail.moves import Move
from saraban.registers.answers import forward_subject, forward_text, misdirected_subject, misdirected_text
from saraban.registers.dispatches import Dispatch, Receipt, Recipient
from saraban.registers.models import UNDO, office_of
from saraban.registers.outgoing import Numbered, OutgoingEntry
from saraban.registers.secret_book import SecretStub


class Outcome(models.TextChoices):
    MISDIRECTED = "misdirected", "ส่งผิดหน่วยงาน"
    SPAM = "spam", "ขยะหรือโฆษณา"
    NO_REGISTRATION = "no_registration", "ไม่ต้องลงรับ"
    SECRET = "secret", "เรื่องลับ"


# Why a letter needs no number (domain: ไม่ต้องลงรับ). Each may be written otherwise by the officer.
ACKNOWLEDGED = "หนังสือตอบรับของหน่วยงานอื่น"
RECEIPT_OF_A_MACHINE = "ตอบรับโดยระบบของปลายทาง บันทึกเลขรับที่หนังสือส่งแล้ว"
INTERNAL = "จดหมายภายในหน่วยงาน"
NO_REGISTRATION_REASONS = (
    ACKNOWLEDGED,
    "ประกาศหรือแจ้งเตือนจากผู้ให้บริการ",
    "จดหมายข่าว",
    "สำเนาของหนังสือที่ลงรับแล้ว",
    INTERNAL,
)

OF_A_VERDICT = "แจ้งผลการคัดแยกเรื่องที่มิได้อยู่ในหน้าที่และอำนาจ"  # as its row of the send register is about
FORWARDED_BYTES_MAX = 15 * 1024 * 1024  # a third more on the wire


@dataclass(frozen=True)
class Competent:
    """The agency whose business it is. `forward`: the letter itself is sent on to it (Act s.10 ¶2)."""

    contact: Contact
    forward: bool = False


class Verdicts(RecordedManager["Verdict"]):
    def return_as_misdirected(
        self, email: InboundEmail, *, by: Officer, competent: Competent | None = None, reason: str = ""
    ) -> Verdict:
        """Tell the sender whose business it is; no number is given (guide #2.3). Raises `Refusal`."""
        with self._given(email, Outcome.MISDIRECTED, by=by, reason=reason) as (desk, given):
            contact = competent.contact if competent else None
            verdict = self._record(desk, given, by=by, contact=contact)
            if competent is not None and competent.forward:
                verdict.forward(desk, competent.contact, by=by)
            verdict.answer(desk, competent, by=by)
        return verdict

    def discard_as_spam(self, email: InboundEmail, *, by: Officer, reason: str = "") -> Verdict:
        """Out of sight here and, when the seconds of undo are over, into the server's Trash (guide #2.1)."""
        with self._given(email, Outcome.SPAM, by=by, reason=reason) as (desk, given):
            verdict = self._record(desk, given, by=by)
            Move.ask(email, to=Role.TRASH, not_before=desk.moment + UNDO)
        return verdict

    def needs_no_registration(self, email: InboundEmail, *, by: Actor, reason: str) -> Verdict:
        """Put aside with its reason; neither numbered nor answered. Raises `Refusal("no_reason")`."""
        if not reason.strip():
            raise Refusal(
                "no_reason", "ยังไม่ได้ทำ เพราะยังไม่ได้บอกเหตุผลที่ไม่ต้องลงรับ โปรดเลือกหรือพิมพ์เหตุผล หนังสือยังอยู่ที่โต๊ะ"
            )
        with self._given(email, Outcome.NO_REGISTRATION, by=by, reason=reason) as (desk, given):
            if reason == ACKNOWLEDGED:
                Dispatch.objects.answered(email, by=by)
            return self._record(desk, given, by=by)

    def take_receipt(
        self, email: InboundEmail, dispatch: Dispatch, receipt: Receipt, *, by: Actor
    ) -> Verdict:
        """The answer of another agency's machine to our letter: noted there, and neither numbered nor answered."""
        with self._given(email, Outcome.NO_REGISTRATION, by=by, reason=RECEIPT_OF_A_MACHINE) as (desk, given):
            Dispatch.objects.received(dispatch, email, receipt, by=by)
            return self._record(desk, given, by=by)

    def lock_as_secret(self, email: InboundEmail, *, by: Officer) -> Verdict:
        """From here on only the registrar of secret matters sees it; it takes no number of this book and no answer."""
        with self._given(email, Outcome.SECRET, by=by, reason="") as (desk, given):
            for entry in email.entries.filter(restricted=False):
                entry.restrict(by=by)
            return self._record(desk, given, by=by)

    def standing(self) -> models.QuerySet[Verdict]:
        """Those not taken back, the newest first."""
        return self.filter(taken_back_at=None).order_by("-pk")

    def contact_before(self, email: InboundEmail) -> Contact | None:
        """Whom this sender was sent to the last time."""
        if not email.sender_address:
            return None
        before = (
            self.standing()
            .filter(outcome=Outcome.MISDIRECTED, email__sender_address=email.sender_address)
            .exclude(contact=None)
            .select_related("contact")
            .first()
        )
        return before.contact if before else None

    @contextmanager
    def _given(
        self, email: InboundEmail, outcome: Outcome, *, by: Actor, reason: str
    ) -> Iterator[tuple[Desk, dict[str, object]]]:
        """At the desk, on a letter that still waits; a number that it holds is struck through."""
        by.assert_may(f"verdict.{outcome.value}")
        with one_at_a_time(email.agency_id) as desk:
            with email.change("sorted", by=by):
                email.must_wait()
                email.state, email.state_reason = STATES[outcome], reason.strip()[:REASON_MAX]
            said = f"{outcome.label}{f' ({reason.strip()})' if reason.strip() else ''}"
            for entry in email.entries.filter(struck_at=None):
                entry.strike(said, by=by)
            yield desk, {"email": email, "outcome": outcome.value, "reason": reason.strip()[:REASON_MAX]}

    def _record(
        self, desk: Desk, given: dict[str, object], *, by: Actor, contact: Contact | None = None
    ) -> Verdict:
        officer = by if isinstance(by, Officer) else None
        return self.record(
            str(given["outcome"]), by=by, officer=officer, given_at=desk.moment, contact=contact, **given
        )


STATES = {
    Outcome.MISDIRECTED: InboundEmail.MISDIRECTED,
    Outcome.SPAM: InboundEmail.SPAM,
    Outcome.NO_REGISTRATION: InboundEmail.NOT_REGISTERED,
    Outcome.SECRET: InboundEmail.SECRET,
}


class Verdict(Recorded):
    """That a letter gets no number: which outcome, by whom, when, why; and when it was taken back."""

    email = models.ForeignKey(InboundEmail, models.PROTECT, related_name="verdicts")
    outcome = models.CharField("ผล", max_length=20, choices=Outcome.choices)
    reason = models.CharField("เหตุผล", max_length=REASON_MAX, blank=True)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="เจ้าหน้าที่", related_name="+"
    )  # None: the clock
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, verbose_name="หน่วยงานที่รับผิดชอบ", related_name="verdicts"
    )
    given_at = models.DateTimeField("เมื่อ")
    taken_back_at = models.DateTimeField("เอากลับเมื่อ", null=True)

    objects: ClassVar[Verdicts] = Verdicts()

    class Meta:
        verbose_name = "ผลการคัดแยก"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "email"],
                condition=models.Q(taken_back_at=None),
                name="one_standing_verdict",
            )
        ]
        indexes = [models.Index(fields=["agency", "-id"], name="verdicts_newest_first")]

    def __str__(self) -> str:
        return f"{self.outcome} of letter {self.email_id}"

    @property
    def given_by(self) -> str:
        return self.officer.name if self.officer is not None else Duty.MACHINE.thai

    def answer(self, desk: Desk, competent: Competent | None, *, by: Officer) -> OutboundEmail | None:
        """Tell the sender (T2); nothing where the letter must not be answered by mail."""
        email = self.email
        if email.no_answer_because():
            return None
        office = office_of(email.mailbox)
        contact = competent.contact if competent else None
        to = Recipient(email.from_whom, email.answer_address)

        def notice(numbered: Numbered) -> Draft:
            return Draft(
                kind=OutboundEmail.MISDIRECTED,
                to_address=email.answer_address,
                to_name=email.sender_name,
                subject=misdirected_subject(email.subject),
                body=misdirected_text(
                    office,
                    sender=email.from_whom,
                    subject=email.subject,
                    arrived_at=localtime(email.arrived_at),
                    competent=contact.name if contact else "",
                    how_to_reach=contact.how_to_reach if contact else "",
                    forwarded=bool(competent and competent.forward),
                    letter_number=numbered.letter_number,
                ),
                leaves_at=desk.moment + UNDO,
                automatic=True,
                answers=email,
                tells=numbered.tells,
            )

        return self._compose(desk, notice, to, by=by)

    def forward(self, desk: Desk, contact: Contact, *, by: Officer) -> OutboundEmail:
        """Send the letter itself on to the competent agency. Raises `Refusal`: no_address, too_big."""
        email = self.email
        if not contact.email:
            raise Refusal(
                "no_address",
                f"ยังไม่ได้ส่งต่อ เพราะยังไม่มีอีเมลของ{contact.name} โปรดใส่อีเมล หรือเลือกแจ้งผู้ส่งอย่างเดียว สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
        if email.size > FORWARDED_BYTES_MAX:
            raise Refusal(
                "too_big",
                "ยังไม่ได้ส่งต่อ เพราะจดหมายใหญ่เกินกว่าที่อีเมลส่วนมากรับได้ (15 เมกะไบต์) โปรดเลือกแจ้งผู้ส่งอย่างเดียว หนังสือยังอยู่ที่โต๊ะ",
            )
        office = office_of(email.mailbox)
        office = office_of(email.mailbox)

        def notice(numbered: Numbered) -> Draft:
            return Draft(
                kind=OutboundEmail.FORWARD,
                to_address=contact.email,
                to_name=contact.name,
                subject=forward_subject(email.subject),
                body=forward_text(
                    office,
                    competent=contact.name,
                    sender=email.from_whom,
                    subject=email.subject,
                    arrived_at=localtime(email.arrived_at),
                    told=not email.no_answer_because(),
                    letter_number=numbered.letter_number,
                ),
                leaves_at=desk.moment + UNDO,
                automatic=False,
                answers=email,
                encloses=email,
                tells=numbered.tells,
            )

        return self._compose(desk, notice, Recipient(contact.name, contact.email), by=by)

    def _compose(
        self,
        desk: Desk,
        notice: Callable[[Numbered], Draft],
        to: Recipient,
        *,
        by: Officer,
    ) -> OutboundEmail:
        """Under a number of the send register, where the office has it so. The row does not say what the letter is about:
        it may turn out to be nobody's business."""
        mailbox = self.email.mailbox

        def compose(numbered: Numbered) -> OutboundEmail:
            draft = notice(numbered)
            return OutboundEmail.objects.compose(
                draft, mailbox=mailbox, from_name=office_of(mailbox).from_name, by=by
            )

        if not Profile.here().numbers_notices:
            return compose(Numbered())
        return OutgoingEntry.objects.issue_notice(desk, to, compose, subject=OF_A_VERDICT, by=by)

    def take_back(self, *, by: Officer) -> None:
        """The letter waits at the desk again; what has not left is recalled, what was moved is fetched back.

        Raises `Refusal("already_taken_back")`.
        """
        with self.change("unlocked" if self.outcome == Outcome.SECRET else "taken_back", by=by) as desk:
            if self.taken_back_at is not None:
                raise Refusal("already_taken_back", "เอากลับแล้วก่อนหน้านี้ หนังสืออยู่ที่โต๊ะ")
            self.taken_back_at = desk.moment
            email = self.email
            for letter in email.our_letters.filter(
                kind__in=[OutboundEmail.MISDIRECTED, OutboundEmail.FORWARD],
                state__in=[OutboundEmail.QUEUED, OutboundEmail.HELD],
            ):
                if _recalled(letter, by=by):
                    OutgoingEntry.objects.withdraw_notice(letter, by=by)
            if self.outcome == Outcome.SPAM:
                Move.ask(email, to=Role(email.role), not_before=desk.moment)
            if self.outcome == Outcome.SECRET:
                SecretStub.objects.unlocked(email, by=by)
            Dispatch.objects.not_answered(email, by=by)
            for entry in email.entries.exclude(struck_at=None):
                entry.restore(by=by)
            with email.change("taken_back", by=by):
                email.state, email.state_reason = InboundEmail.UNSORTED, ""


def _recalled(letter: OutboundEmail, *, by: Officer) -> bool:
    """Whether it was still here."""
    try:
        letter.recall(by=by)
    except Refusal as refusal:
        if refusal.code != "already_leaving":
            raise
        return False
    return True
