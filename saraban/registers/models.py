"""ทะเบียนหนังสือรับ: the register of incoming letters, and to whom each was handed on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils.timezone import localtime

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.duties import HEADS, Duty
from saraban.agencies.models import Officer, Profile, Unit
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.electronic_act_2565 import section_10_deemed_received_at
from saraban.law.refusal import Refusal, reason_in
from saraban.law.saraban_regulation_2526 import register_year
from saraban.mail.gateway import Role
from saraban.mail.models import REASON_MAX, SUBJECT_MAX, Draft, InboundEmail, Mailbox, OutboundEmail
from saraban.mail.moves import Move
from saraban.registers.answers import (
    Office,
    receipt_subject,
    receipt_text,
    routing_subject,
    routing_text,
)
from saraban.registers.books import BookYear, Counter, Register
from saraban.registers.corrections import CorrectedTogether, RegisterRow, must_have_a_reason
from saraban.registers.recoveries import RECOVERED, Recovery
from saraban.registers.sender_keys import SenderKey
from saraban.registers.signing import Signer, signed_receipt, signer_of
from saraban.thai.dates import BANGKOK, table_date, thai_time

UNDO = timedelta(seconds=20)
SEE_RESTRICTED = HEADS | {Duty.REGISTRY, Duty.SECRETS}
LETTER_NUMBER_MAX = 100  # characters
PARTY_MAX = 300
ACTION_MAX = 500


class Urgency(models.TextChoices):
    """ชั้นความเร็ว; an ordinary letter has none (ระเบียบสารบรรณ ข้อ 28)."""

    URGENT = "urgent", "ด่วน"
    VERY_URGENT = "very", "ด่วนมาก"
    MOST_URGENT = "most", "ด่วนที่สุด"


@dataclass(frozen=True)
class Particulars:
    """The columns of แบบที่ 13 that a person fills or checks. Empty: as the letter itself says."""

    letter_number: str = ""
    dated_on: date | None = None
    sender: str = ""
    addressee: str = ""
    subject: str = ""
    remarks: str = ""
    urgency: str = ""
    restricted: bool = False


@dataclass(frozen=True)
class Route:
    """To whom a letter is handed on: a unit, one of its officers, or nobody yet."""

    unit: Unit | None = None
    officer: Officer | None = None

    @property
    def name(self) -> str:
        if self.officer is not None and self.unit is not None:
            return f"{self.unit.name} ({self.officer.name})"
        return self.unit.name if self.unit is not None else (self.officer.name if self.officer else "")

    @property
    def phone(self) -> str:
        return (self.officer.phone if self.officer else "") or (self.unit.phone if self.unit else "")

    @property
    def email(self) -> str:
        return (self.officer.email if self.officer else "") or (self.unit.email if self.unit else "")


def disposed(to: Route) -> tuple[Route, Route]:
    """To whom a letter is handed on now, and whom the head is asked to give it to: an agency may present all of them first."""
    return (Route(), to) if Profile.here().presents_first else (to, Route())


@dataclass(frozen=True)
class Part:
    """One letter of an e-mail. `key`: "" where it is the whole mail, else "1", "2" … in the order of the mail."""

    key: str
    particulars: Particulars
    route: Route


PARTS_MAX = 20  # letters in one e-mail


class IncomingRegister(CorrectedTogether["IncomingEntry"]):
    """ทะเบียนหนังสือรับ"""

    def enter(
        self,
        email: InboundEmail,
        *,
        by: Actor,
        part: str = "",
        particulars: Particulars | None = None,
        route: Route | None = None,
    ) -> IncomingEntry:
        """Register a letter: number, entry, answer and routing in one commit (guide #2.5-#2.7).

        A letter that came back to the desk still holds its number: it is entered under that again. Raises
        `Refusal`: already_registered, already_sorted, no_subject, no_calendar, no_duty, clock_went_back.
        """
        [entry] = self.enter_parts(email, [Part(part, particulars or Particulars(), route or Route())], by=by)
        return entry

    def enter_parts(self, email: InboundEmail, parts: Sequence[Part], *, by: Actor) -> list[IncomingEntry]:
        """Register each letter of one e-mail under a number of its own, all in one commit. Raises as `enter`."""
        assert len({part.key for part in parts}) == len(parts) > 0, "each letter is a part of its own"
        entries = []
        signer = signer_of(email)
        with one_at_a_time(email.agency_id) as desk:
            _must_not_be_sorted(email)
            before = {entry.part: entry for entry in email.entries.all()}
            _must_keep_its_numbers(before.values(), parts)
            for part in parts:
                to, meant_for = disposed(part.route)
                entry = before.get(part.key)
                if entry is None:
                    entry = self._make(desk, email, part=part, by=by, to=to, meant_for=meant_for)
                else:
                    entry.enter_again(by=by, asked=part.particulars, to=to, meant_for=meant_for)
                entry.answer(desk, to, by=by, signer=signer if len(parts) == 1 else None)
                if to.name:
                    Routing.objects.hand_on(desk, entry, to, by=by)
                entries.append(entry)
            if signer is not None:
                SenderKey.objects.pin(signer.address, signer.key, name=signer.name, by=by)
            with email.change("registered", by=by):
                email.state, email.state_reason = InboundEmail.REGISTERED, ""
            if email.moves.exclude(to=Role.INBOX).filter(state=Move.WAITING).exists():
                Move.ask(email, to=Role.INBOX, not_before=desk.moment)  # it was on its way back into junk
        return entries

    def _make(
        self, desk: Desk, email: InboundEmail, *, part: Part, by: Actor, to: Route, meant_for: Route
    ) -> IncomingEntry:
        return self.number(
            desk,
            section_10_deemed_received_at(email.arrived_at, calendar=calendar_of_agency()),
            by=by,
            to=to,
            meant_for=meant_for,
            columns=IncomingEntry.columns(part.particulars, else_=said_by(email)),
            email=email,
            part=part.key,
            arrived_at=email.arrived_at,
            no_answer_because=email.no_answer_because(),
        )

    def number(
        self,
        desk: Desk,
        deemed_at: datetime,
        *,
        by: Actor,
        to: Route,
        meant_for: Route,
        columns: dict[str, object],
        **of: object,
    ) -> IncomingEntry:
        """The next row of the book whose year the letter takes. `of`: whose row it is, and when that arrived."""
        year = register_year(deemed_at=deemed_at, registered_at=desk.moment)
        return self.record(
            "entered",
            by=by,
            year=year,
            number=Counter.next_number(desk, IncomingEntry.REGISTER, year),
            deemed_at=deemed_at,
            registered_at=desk.moment,
            action=to.name,
            meant_for_unit=meant_for.unit,
            meant_for_officer=meant_for.officer,
            **columns,
            **of,
        )

    def recovered(
        self, desk: Desk, recovery: Recovery, year: int, number: int, *, because: str, by: Actor
    ) -> IncomingEntry:
        """A void row for a number that went out before the database was put back from a backup."""
        return self.record(
            "recovered",
            by=by,
            recovery=recovery,
            year=year,
            number=number,
            arrived_at=desk.moment,
            deemed_at=desk.moment.replace(microsecond=0),
            registered_at=desk.moment,
            subject=RECOVERED,
            no_answer_because=RECOVERED,
            recalled_at=desk.moment,
            struck_at=desk.moment,
            struck_because=because,
        )

    def seen_by(self, officer: Officer) -> QuerySet[IncomingEntry]:
        """All but the restricted ones that are no business of this officer's."""
        return self.exclude(restricted_for(officer))

    def with_hidden(self, officer: Officer) -> QuerySet[IncomingEntry]:
        """All, each with `hidden`: whether a list shows no more of it than its number."""
        return self.annotate(hidden=Case(When(restricted_for(officer), then=True), default=False))

    def twin_of(self, asked: Particulars, *, officer: Officer) -> IncomingEntry | None:
        """An entry of a letter with the same number and date of its sender's: what is handed in may be its paper.

        None, too, where the officer may not see that entry.
        """
        if not asked.letter_number.strip(" -"):
            return None
        seen = self.seen_by(officer)
        same = seen.filter(letter_number=asked.letter_number.strip(), dated_on=asked.dated_on, struck_at=None)
        return same.order_by("-pk").first()

    def reckoned_with(self, days: Sequence[date]) -> QuerySet[IncomingEntry]:
        """Entries whose legal time would be another one had these days been open, or closed."""
        either = Q(pk__in=[])  # and not those of an old book, whose hours nobody knows
        for day in days:
            opens = datetime.combine(day, time.min, tzinfo=BANGKOK)
            either |= Q(arrived_at__lt=opens + timedelta(days=1), deemed_at__gte=opens)
        return self.filter(either, old_register=None)

    def earlier_of(self, email: InboundEmail, *, officer: Officer) -> IncomingEntry | None:
        """The entry that this letter seems to go on from: by its thread, else by a number its sender holds.

        None, too, where the officer may not see that entry.
        """
        earlier = self._earlier_of(email)
        return self.seen_by(officer).filter(pk=earlier.pk).first() if earlier is not None else None

    def _earlier_of(self, email: InboundEmail) -> IncomingEntry | None:
        if email.answers is not None and email.answers.in_reply_to_id:
            entry = self.filter(email_id=email.answers.in_reply_to_id).first()
            if entry is not None:
                return entry
        said = NUMBER_IN_SUBJECT.search(email.subject)
        if said is None or not email.sender_address:
            return None
        return self.filter(
            year=int(said[2]), number=int(said[1]), email__sender_address__iexact=email.sender_address
        ).first()


def sees_restricted(officer: Officer) -> bool:
    return bool(officer.duties & SEE_RESTRICTED)


def restricted_for(officer: Officer) -> Q:
    """Entries that are no business of this officer's: restricted, and not handed on to them."""
    if sees_restricted(officer):
        return Q(pk__in=[])
    return Q(restricted=True) & Q(~Exists(Routing.objects.to(officer).filter(entry=OuterRef("pk"))))


def _must_not_be_sorted(email: InboundEmail) -> None:
    """Raises `Refusal("already_sorted")` while it is said that it needs no number, or an order to register it stands."""
    if email.verdicts.filter(taken_back_at=None).exists():
        raise Refusal(
            "already_sorted",
            f"ยังลงรับไม่ได้ เพราะหนังสือนี้คัดแยกเป็น “{email.get_state_display()}” แล้ว โปรดกด “เอากลับมาที่โต๊ะ” ก่อน",
        )
    if email.orders.filter(ended_at=None).exists():
        raise Refusal(
            "already_sorted",
            "ยังลงรับซ้ำไม่ได้ เพราะสั่งลงรับหนังสือนี้ไว้แล้วและกำลังย้ายออกจากจดหมายขยะ ระบบจะลงรับให้เองเมื่อย้ายเสร็จ "
            "หากไม่รอ โปรดเปิดหนังสือแล้วกด “ลงรับเลย ไม่รอย้าย”",
        )


def _must_keep_its_numbers(before: Iterable[IncomingEntry], parts: Sequence[Part]) -> None:
    """Raises `Refusal("other_parts")` where a number that the letter came back with would be left to nobody."""
    held = [entry for entry in before if entry.struck_at is None and entry.recalled_at is not None]
    asked = {part.key for part in parts}
    left = [entry.receipt_number for entry in held if entry.part not in asked]
    if left:
        raise Refusal(
            "other_parts",
            f"ยังลงรับไม่ได้ เพราะจดหมายนี้มีเลขรับ {', '.join(left)} อยู่แล้ว ต้องลงรับเป็นฉบับตามเดิม "
            "โปรดเปิดหนังสือใหม่แล้วลงรับอีกครั้ง หนังสือยังอยู่ที่โต๊ะ",
        )


NUMBER_IN_SUBJECT = re.compile(r"เลขรับ(?:ที่)? ?([0-9]{1,7})/(2[45][0-9]{2})\b")


ORIGINS = ("email", "handed_in", "old_register", "recovery")  # what a row of the register stands for


def _one_of(origins: Sequence[str]) -> Q:
    """Just one of these columns is filled."""
    either = Q()
    for filled in origins:
        either |= Q(**{f"{one}__isnull": one != filled for one in origins})
    return either


class IncomingEntry(RegisterRow):
    """One row of แบบที่ 13: one letter, that is an e-mail, a part of one, or what was handed in. The number is its own."""

    REGISTER = Register.INCOMING.value
    CORRECTED = ("letter_number", "dated_on", "sender", "addressee", "subject", "remarks")
    personal: ClassVar[frozenset[str]] = frozenset(
        {"sender", "subject", "remarks", "addressee", "corrected_because"}
    )

    email = models.ForeignKey(InboundEmail, models.PROTECT, null=True, related_name="entries")
    handed_in = models.OneToOneField("saraban.HandedIn", models.PROTECT, null=True, related_name="entry")
    recovery = models.ForeignKey(
        Recovery, models.PROTECT, null=True, verbose_name="กู้คืนข้อมูล", related_name="+", db_index=False
    )
    old_register = models.ForeignKey(
        "saraban.OldRegister",
        models.PROTECT,
        null=True,
        verbose_name="นำเข้าจาก",
        related_name="+",
        db_index=False,
    )
    part = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField("ปี พ.ศ.")
    number = models.PositiveIntegerField("เลขทะเบียนรับ")
    arrived_at = models.DateTimeField("เข้าระบบเมื่อ")
    deemed_at = models.DateTimeField("ถือว่าได้รับเมื่อ")
    registered_at = models.DateTimeField("ลงทะเบียนเมื่อ")
    letter_number = models.CharField("ที่", max_length=LETTER_NUMBER_MAX, blank=True)
    dated_on = models.DateField("ลงวันที่", null=True, blank=True)
    sender = models.CharField("จาก", max_length=PARTY_MAX)
    addressee = models.CharField("ถึง", max_length=PARTY_MAX, blank=True)
    subject = models.CharField("เรื่อง", max_length=SUBJECT_MAX)
    action = models.CharField("การปฏิบัติ", max_length=ACTION_MAX, blank=True)
    old_action = models.CharField("การปฏิบัติในทะเบียนเดิม", max_length=ACTION_MAX, blank=True)
    remarks = models.CharField("หมายเหตุ", max_length=ACTION_MAX, blank=True)
    no_answer_because = models.CharField("ไม่ตอบทางอีเมลเพราะ", max_length=200, blank=True)
    urgency = models.CharField("ชั้นความเร็ว", max_length=10, blank=True, choices=Urgency.choices)
    restricted = models.BooleanField("จำกัดผู้เห็น", default=False)
    meant_for_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, verbose_name="เห็นควรมอบหน่วย", related_name="+", db_index=False
    )
    meant_for_officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="เห็นควรมอบ", related_name="+", db_index=False
    )
    recalled_at = models.DateTimeField("เรียกกลับเมื่อ", null=True)
    paper_at = models.DateTimeField("ได้รับฉบับกระดาษเมื่อ", null=True)
    corrected_because = models.CharField("แก้ไขเพราะ", max_length=REASON_MAX, blank=True)
    struck_at = models.DateTimeField("ขีดฆ่าเมื่อ", null=True)
    struck_because = models.CharField("ขีดฆ่าเพราะ", max_length=REASON_MAX, blank=True)

    objects: ClassVar[IncomingRegister] = IncomingRegister()

    class Meta:
        verbose_name = "รายการทะเบียนหนังสือรับ"
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="number_given_once"),
            models.UniqueConstraint(fields=["agency", "email", "part"], name="letter_entered_once"),
            models.CheckConstraint(
                condition=_one_of(ORIGINS),
                name="entry_of_one_letter",
            ),
        ]
        # The small ones serve the filters of the register: few rows of many.
        indexes = [
            models.Index(
                fields=["agency", "letter_number"],
                condition=~Q(letter_number=""),
                name="entries_by_their_number",
            ),
            models.Index(fields=["agency", "registered_at"], name="entries_of_a_day"),
            models.Index(
                fields=["agency", "year", "-number"],
                condition=Q(struck_at__isnull=False),
                name="entries_struck",
            ),
            models.Index(
                fields=["agency", "year", "-number"], condition=Q(restricted=True), name="entries_restricted"
            ),
            models.Index(
                fields=["agency", "year", "-number"], condition=~Q(urgency=""), name="entries_urgent"
            ),
            models.Index(
                fields=["agency", "year", "-number"],
                condition=Q(handed_in__isnull=False),
                name="entries_handed_in",
            ),
            models.Index(
                fields=["agency", "year", "-number"],
                condition=Q(old_register__isnull=False),
                name="entries_of_old_books",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    old_register_id: int | None  # said for the type checker

    @property
    def receipt_number(self) -> str:
        return f"{self.number}/{self.year}"

    @property
    def told_as(self) -> str:
        """As a mail's header repeats the number that the mail tells."""
        return f"{self.REGISTER}/{self.year}/{self.number}"

    @property
    def mailbox(self) -> Mailbox | None:
        """By which letters about it leave: the one it came by, else the agency's central one."""
        return self.email.mailbox if self.email is not None else central_mailbox()

    def our_letters(self) -> QuerySet[OutboundEmail]:
        """What was written about it to its sender and to those it was handed on to."""
        if self.email is not None:
            return self.email.our_letters.filter(part=self.part)
        told = self.routings.exclude(letter=None).values("letter")
        return OutboundEmail.objects.filter(
            Q(pk=self.handed_in.answer_id if self.handed_in else None) | Q(pk__in=told)
        )

    @property
    def is_confidential(self) -> bool:
        """Whether not all officers may see it: restricted, or of an e-mail that turned out secret."""
        return self.restricted or (self.email is not None and self.email.state == InboundEmail.SECRET)

    @property
    def out_of_hours(self) -> bool:
        return self.deemed_at != self.arrived_at.replace(microsecond=0)

    @property
    def remarks_in_the_book(self) -> str:
        """หมายเหตุ as the book prints it: แบบที่ 13 has no column for the time of receipt."""
        if self.old_register_id is not None:
            return self.remarks  # as the old book said it: nobody knows the hour
        said = f"รับ {table_date(self.deemed_at)} {thai_time(self.deemed_at)}"
        if self.out_of_hours:
            said += f" (เข้าระบบ {table_date(self.arrived_at)} {thai_time(self.arrived_at)})"
        if self.struck_at is not None:
            said = f"ยกเลิก {self.struck_because} {said}"
        if self.paper_at is not None:
            said += f" ได้รับฉบับกระดาษ {table_date(self.paper_at)}"
        return f"{said} {self.remarks}".strip()

    @staticmethod
    def columns(asked: Particulars, *, else_: Particulars) -> dict[str, object]:
        """What a new row says, the officer's word before the letter's. Raises `Refusal("no_subject")`."""
        subject = asked.subject or else_.subject
        if not subject.strip():
            raise Refusal(
                "no_subject",
                "ยังลงรับไม่ได้ เพราะยังไม่มี “เรื่อง” โปรดพิมพ์เรื่องโดยย่อ แล้วกด Enter หนังสือยังอยู่ที่โต๊ะ",
            )
        return {
            "letter_number": asked.letter_number[:LETTER_NUMBER_MAX],
            "dated_on": asked.dated_on or else_.dated_on,
            "sender": (asked.sender or else_.sender)[:PARTY_MAX],
            "addressee": (asked.addressee or Profile.here().head_title)[:PARTY_MAX],
            "subject": subject.strip()[:SUBJECT_MAX],
            "remarks": asked.remarks[:ACTION_MAX],
            "urgency": asked.urgency,
            "restricted": asked.restricted,
        }

    def enter_again(
        self, *, by: Actor, asked: Particulars, to: Route, meant_for: Route | None = None
    ) -> None:
        """A letter that came back to the desk goes on under the number it holds. `meant_for` None: whom it was."""
        with self.change("entered_again", by=by):
            if self.recalled_at is None:
                raise Refusal(
                    "already_registered",
                    f"ลงรับซ้ำไม่ได้ เพราะหนังสือฉบับนี้ลงทะเบียนรับแล้ว เลขรับ {self.receipt_number} "
                    "ไม่มีการออกเลขใหม่ ดูได้ในทะเบียนหนังสือรับ",
                )
            self.recalled_at = None
            self.struck_at, self.struck_because = None, ""
            self.action = self._action([to.name])
            if meant_for is not None:
                self.meant_for_unit, self.meant_for_officer = meant_for.unit, meant_for.officer
            said = Particulars(subject=self.subject, sender=self.sender, dated_on=self.dated_on)
            if self.email is not None:
                self.no_answer_because, said = self.email.no_answer_because(), said_by(self.email)
            for name, value in self.columns(asked, else_=said).items():
                setattr(self, name, value)

    def answer(
        self, desk: Desk, to: Route, *, by: Actor, signer: Signer | None = None
    ) -> OutboundEmail | None:
        """Lay the answer with the number into the outbox; none where the letter must not be answered by mail.

        `signer`: whose machine can read the answer, too.
        """
        if self.no_answer_because or self.email is None:
            return None
        mailbox = self.email.mailbox
        office = office_of(mailbox)
        return OutboundEmail.objects.compose(
            Draft(
                kind=OutboundEmail.ANSWER,
                to_address=self.email.answer_address,
                to_name=self.email.sender_name,
                subject=receipt_subject(self.email.subject or self.subject, self.receipt_number),
                body=receipt_text(
                    office,
                    sender=self.email.from_whom,
                    subject=self.subject,
                    receipt_number=self.receipt_number,
                    deemed_at=self.deemed_at,
                    out_of_hours=self.out_of_hours,
                    unit=to.unit.name if to.unit else to.name,
                    unit_phone=to.phone,
                ),
                leaves_at=desk.moment + UNDO,
                automatic=True,
                answers=self.email,
                part=self.part,
                tells=self.told_as,
                for_machines=""
                if signer is None
                else signed_receipt(
                    signer, office, receipt_number=self.receipt_number, deemed_at=self.deemed_at
                ),
            ),
            mailbox=mailbox,
            from_name=office.from_name,
            by=by,
        )

    def recall(self, *, by: Actor) -> None:
        """Undo: the answer and the routing are recalled, the letter returns to the desk, the number stays.

        The other letters of the same e-mail that were entered with it return with it. Raises
        `Refusal("already_leaving")` when the answer has left or is being sent.
        """
        with one_at_a_time(self.agency_id):
            for entry in [self, *self._entered_with_it()]:
                entry._recall(by=by)
            if self.email is not None:
                with self.email.change("recalled", by=by):
                    self.email.state = InboundEmail.UNSORTED

    def _entered_with_it(self) -> list[IncomingEntry]:
        if self.email is None:
            return []
        moment = self.registered_again_at()
        others = self.email.entries.filter(recalled_at=None).exclude(pk=self.pk).order_by("pk")
        return [other for other in others if other.registered_again_at() == moment]

    def _recall(self, *, by: Actor) -> None:
        with self.change("recalled", by=by) as desk:
            must_be_of_this_book(self.old_register_id)
            if self.recalled_at is not None:
                raise Refusal("already_recalled", "เรียกกลับแล้วก่อนหน้านี้ หนังสืออยู่ที่โต๊ะ เลขรับยังเป็นของหนังสือฉบับเดิม")
            if desk.moment > self.registered_again_at() + UNDO_LATEST:
                raise Refusal(
                    "too_late_to_undo",
                    "เลิกทำไม่ได้แล้ว เพราะพ้นเวลาเลิกทำ เลขรับและรายการยังอยู่ตามเดิม หากลงผิด ให้บันทึกเหตุผลในช่องหมายเหตุ",
                )
            self.recalled_at = desk.moment
            letters = self.our_letters().filter(kind__in=[OutboundEmail.ANSWER, OutboundEmail.ROUTING])
            for letter in letters.exclude(state=OutboundEmail.RECALLED):
                letter.recall(by=by)
            for routing in self.standing_routings():
                routing.recall(by=by)

    def hand_on(self, to: Route, *, by: Actor, minute: models.Model | None = None) -> Routing:
        """Hand an entry on after the head has written on it, or to one more (guide #2.7). `minute`: the word that did it.

        Raises `Refusal`: nobody, not_registered, handed_on.
        """
        if not to.name:
            raise Refusal(
                "nobody", "ยังไม่ได้ส่งต่อ เพราะยังไม่ได้เลือกหน่วยหรือเจ้าหน้าที่ โปรดเลือกแล้วกดส่งต่อ รายการเดิมอยู่ครบ"
            )
        with self.change("action_written", by=by) as desk:
            if self.recalled_at is not None:
                raise Refusal(
                    "not_registered", "ยังไม่ได้ส่งต่อ เพราะรายการนี้เลิกทำไว้ โปรดลงรับอีกครั้งก่อน รายการเดิมอยู่ครบ"
                )
            if self.standing_routings().filter(unit=to.unit, officer=to.officer).exists():
                raise Refusal("handed_on", f"ไม่ได้ส่งต่อซ้ำ เพราะส่งต่อ{to.name}ไว้แล้ว รายการเดิมอยู่ครบ")
            routing = Routing.objects.hand_on(desk, self, to, by=by, minute=minute)
            self.action = self._action_of_routings()
        return routing

    def standing_routings(self) -> QuerySet[Routing]:
        return self.routings.filter(recalled_at=None)

    def write_action(self, *, by: Actor) -> None:
        """การปฏิบัติ: what the head wrote, and the names of all to whom it stands handed on."""
        with self.change("action_written", by=by):
            self.action = self._action_of_routings()

    def _action_of_routings(self) -> str:
        standing = self.standing_routings().select_related("unit", "officer", "minute").order_by("pk")
        words = self.minutes.filter(taken_back_at=None).exclude(end__in=["proposed", "assigned"])
        ends = [word.get_end_display() for word in words]
        return self._action([*ends, *(one.route.name for one in standing if "เวียน" not in ends)])

    def _action(self, handed_on_to: Sequence[str]) -> str:
        said = [name for name in (self.old_action, *handed_on_to) if name]
        for reply in self.replies.filter(issued_at__isnull=False, recalled_at=None).order_by("pk"):
            said.append(f"ส่งออกโดยหนังสือที่ {reply.letter_number} ลงวันที่ {reply.dated_on_in_the_book}")
        return ", ".join(said)[:ACTION_MAX]

    @property
    def meant_for(self) -> Route:
        """Whom the head is asked to give it to."""
        return Route(unit=self.meant_for_unit, officer=self.meant_for_officer)

    def particulars(self) -> Particulars:
        return Particulars(
            letter_number=self.letter_number,
            dated_on=self.dated_on,
            sender=self.sender,
            addressee=self.addressee,
            subject=self.subject,
            remarks=self.remarks,
            urgency=self.urgency,
            restricted=self.restricted,
        )

    def restrict(self, *, by: Actor) -> None:
        """จำกัดผู้เห็น: from here on only the registry, the head and those it is routed to see what it is about."""
        with self.change("restricted", by=by):
            self.restricted = True

    def open_to_all(self, *, by: Actor) -> None:
        """Take the restriction back."""
        with self.change("opened", by=by):
            self.restricted = False

    def correct(self, asked: Particulars, because: str, *, by: Actor) -> None:
        """Write other words into the columns of a registered letter; the log keeps the old and the new, and why.

        Number, year and times stay. Raises `Refusal`: no_reason, book_closed, no_subject, struck, nothing_changed.
        """
        with self.change("corrected", by=by):
            must_have_a_reason(because)
            BookYear.must_take_corrections(self.REGISTER, self.year)
            if self.struck_at is not None:
                raise Refusal("struck", "ยังไม่ได้แก้ไข เพราะรายการนี้ขีดฆ่าแล้ว รายการเดิมอยู่ครบ")
            kept = Particulars(subject="", sender=self.sender, dated_on=self.dated_on)
            said = self.columns(asked, else_=kept) | {"restricted": self.restricted}
            if all(getattr(self, name) == value for name, value in said.items()):
                raise Refusal("nothing_changed", "ไม่มีช่องใดเปลี่ยน จึงไม่ได้บันทึก รายการเดิมอยู่ครบ")
            for name, value in said.items():
                setattr(self, name, value)
            self.corrected_because = because.strip()[:REASON_MAX]

    @property
    def takes_corrections(self) -> bool:
        return self.struck_at is None and BookYear.is_open(self.REGISTER, self.year)

    def correct_words(self, words: Mapping[str, Any], because: str, *, by: Actor) -> None:
        self.correct(replace(self.particulars(), **words), because, by=by)

    def note_paper(self, *, by: Actor) -> None:
        """The paper of a letter that came by e-mail has followed: it is the same letter, under the same number."""
        with self.change("paper_came", by=by) as desk:
            if self.paper_at is not None:
                raise Refusal("paper_came", "บันทึกไว้แล้วว่าได้รับฉบับกระดาษของเลขรับนี้ ไม่มีข้อมูลใดเปลี่ยน")
            self.paper_at = desk.moment

    def strike(self, because: str, *, by: Actor) -> None:
        """A line through the row of a letter that turned out to need no number; the number is not given again.

        Raises `Refusal`: no_reason, or not_recalled while the letter counts as registered.
        """
        with self.change("struck", by=by) as desk:
            reason = reason_in(because, undone="ขีดฆ่า", stays="รายการเดิมอยู่ครบ")
            if self.recalled_at is None:
                raise Refusal("not_recalled", "ยังไม่ได้ขีดฆ่า เพราะรายการนี้ลงรับอยู่ โปรดเลิกทำก่อน รายการเดิมอยู่ครบ")
            self.struck_at, self.struck_because = desk.moment, reason[:REASON_MAX]

    def restore(self, *, by: Actor) -> None:
        """The line is taken away again; the letter waits at the desk and holds the number. Raises `Refusal("no_letter")`."""
        with self.change("restored", by=by):
            if self.recovery_id is not None:
                raise Refusal(
                    "no_letter", "ทำไม่ได้ เพราะเลขนี้ไม่มีหนังสือในระบบ เป็นเลขที่ออกไปก่อนกู้คืนข้อมูล รายการเดิมอยู่ครบ"
                )
            self.struck_at, self.struck_because = None, ""

    def last_route(self) -> Route:
        """To whom it was handed on last, be it recalled; nobody where it was not."""
        routing = self.routings.select_related("unit", "officer").order_by("pk").last()
        return routing.route if routing is not None else Route()

    def registered_again_at(self) -> datetime:
        """When it was last entered: the moment that the seconds of undo count from."""
        last = self.story().filter(verb__in=["entered", "entered_again"]).last()
        return last.at if last is not None else self.registered_at


UNDO_LATEST = timedelta(minutes=2)  # a page that loads slowly may still undo what has not left


class Routings(RecordedManager["Routing"]):
    def to(self, officer: Officer) -> QuerySet[Routing]:
        """What stands handed on to an officer, or to their unit; the newest first."""
        theirs = Q(officer=officer) | (Q(unit=officer.unit_id) if officer.unit_id else Q(pk__in=[]))
        return self.filter(theirs, recalled_at=None).order_by("-made_at", "-pk")

    def hand_on(
        self, desk: Desk, entry: IncomingEntry, to: Route, *, by: Actor, minute: models.Model | None = None
    ) -> Routing:
        """Hand an entered letter on; the unit or officer is mailed where they have an address."""
        mailbox, letter = entry.mailbox, None
        if to.email and mailbox is not None:
            office = office_of(mailbox)
            letter = OutboundEmail.objects.compose(
                Draft(
                    kind=OutboundEmail.ROUTING,
                    to_address=to.email,
                    to_name=to.name,
                    subject=routing_subject(entry.receipt_number, entry.subject),
                    body=routing_text(
                        office,
                        unit=to.name,
                        receipt_number=entry.receipt_number,
                        sender=entry.sender,
                        subject=entry.subject,
                        deemed_at=entry.deemed_at,
                        link=f"{settings.SITE_URL}/desk/register/{entry.pk}/",
                    ),
                    leaves_at=desk.moment + UNDO,
                    automatic=True,
                    answers=entry.email,
                    part=entry.part,
                    tells=entry.told_as,
                ),
                mailbox=mailbox,
                from_name=office.from_name,
                by=by,
            )
        return self.record(
            "made",
            by=by,
            entry=entry,
            unit=to.unit,
            officer=to.officer,
            letter=letter,
            minute=minute,
            made_at=desk.moment,
        )


class Routing(Recorded):
    """To whom a registered letter was handed on, by whom and when (guide #2.7)."""

    entry = models.ForeignKey(IncomingEntry, models.PROTECT, related_name="routings")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, verbose_name="หน่วย", related_name="routings")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="เจ้าหน้าที่", related_name="routings"
    )
    letter = models.ForeignKey(
        OutboundEmail, models.PROTECT, null=True, verbose_name="จดหมายแจ้ง", related_name="+", db_index=False
    )
    minute = models.ForeignKey(
        "Minute", models.PROTECT, null=True, verbose_name="ตามเกษียน", related_name="routings"
    )
    made_at = models.DateTimeField("ส่งต่อเมื่อ")
    recalled_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField("รับเรื่องเมื่อ", null=True)
    accepted_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, verbose_name="ผู้รับเรื่อง", related_name="+", db_index=False
    )

    objects: ClassVar[Routings] = Routings()

    class Meta:
        verbose_name = "การส่งต่อ"
        constraints = [
            models.CheckConstraint(condition=~Q(unit=None, officer=None), name="routed_to_somebody")
        ]
        indexes = [models.Index(fields=["agency", "unit", "made_at"], name="unit_list")]

    def __str__(self) -> str:
        return f"routing of {self.entry_id}"

    @property
    def route(self) -> Route:
        return Route(unit=self.unit, officer=self.officer)

    def is_for(self, officer: Officer) -> bool:
        return self.officer_id == officer.pk or (
            self.officer_id is None and self.unit_id is not None and self.unit_id == officer.unit_id
        )

    def accept(self, *, by: Officer) -> None:
        """The one it was handed to has it, from now on (guide #2.7). Raises `Refusal`: not_yours, recalled, accepted."""
        with self.change("accepted", by=by) as desk:
            if not self.is_for(by):
                raise Refusal("not_yours", "ยังไม่ได้รับเรื่อง เพราะเรื่องนี้ส่งถึงหน่วยหรือเจ้าหน้าที่อื่น ไม่มีข้อมูลใดเปลี่ยน")
            if self.recalled_at is not None:
                raise Refusal("recalled", "ยังไม่ได้รับเรื่อง เพราะงานสารบรรณเรียกการส่งต่อนี้กลับแล้ว ไม่มีข้อมูลใดเปลี่ยน")
            if self.accepted_at is not None:
                raise Refusal("accepted", "มีผู้รับเรื่องนี้แล้ว ดูชื่อและเวลาในรายการ ไม่มีข้อมูลใดเปลี่ยน")
            self.accepted_at, self.accepted_by = desk.moment, by

    def recall(self, *, by: Actor) -> None:
        with self.change("recalled", by=by) as desk:
            self.recalled_at = desk.moment

    def take_back(self, *, by: Actor) -> bool:
        """เรียกการส่งต่อกลับ; whether the mail that tells of it was still here. Raises `Refusal`: recalled, accepted."""
        with one_at_a_time(self.agency_id):
            with self.change("recalled", by=by) as desk:
                if self.recalled_at is not None:
                    raise Refusal("recalled", "เรียกการส่งต่อนี้กลับไว้แล้ว ไม่มีข้อมูลใดเปลี่ยน")
                if self.accepted_at is not None:
                    raise Refusal(
                        "accepted",
                        "เรียกกลับไม่ได้ เพราะมีผู้รับเรื่องแล้ว โปรดแจ้งผู้รับเรื่องและส่งต่อหน่วยที่ถูกต้อง ไม่มีข้อมูลใดเปลี่ยน",
                    )
                self.recalled_at = desk.moment
            letter = OutboundEmail.objects.get(pk=self.letter_id) if self.letter_id else None  # as it is now
            untold = letter is None or letter.may_be_recalled
            if letter is not None and untold:
                letter.recall(by=by)
            self.entry.write_action(by=by)
        return untold


def must_be_of_this_book(old_register: int | None) -> None:
    """Raises `Refusal("of_the_old_book")` for a row that was brought in: it was neither received nor sent here."""
    if old_register is not None:
        raise Refusal(
            "of_the_old_book",
            "ทำไม่ได้ เพราะรายการนี้นำเข้าจากทะเบียนเดิม ไม่ได้รับหรือส่งในระบบนี้ หากลงผิด โปรดกดแก้ไขรายการ รายการเดิมอยู่ครบ",
        )


def said_by(email: InboundEmail) -> Particulars:
    """What a letter's own head says for the columns."""
    return Particulars(
        subject=email.subject,
        sender=email.from_whom,
        dated_on=localtime(email.sent_at or email.arrived_at).date(),
    )


def central_mailbox() -> Mailbox | None:
    """The agency's first open mailbox: what leaves without an e-mail to answer leaves by it."""
    return Mailbox.objects.filter(active=True).order_by("pk").first()


def office_of(mailbox: Mailbox | None) -> Office:
    profile = Profile.here()
    return Office(
        name=profile.name,
        registry_name=profile.registry_name,
        registry_phone=profile.registry_phone,
        address=mailbox.address if mailbox is not None else "",
    )
